#ifndef FACTS_KNOWLEDGE_H
#define FACTS_KNOWLEDGE_H

#include <glib.h>

#include "address.h"
#include "region.h"
#include "version.h"

/* Dated tables, embedded and replaceable file by file with --knowledge DIR.  Dates are seconds UTC; 0 = open. */
struct knowledge_table {
	const char *name;           /* "exchange-builds.csv" */
	const char *source;         /* its "# source:" line */
	const char *as_of;          /* its "# as-of:" line, ISO 8601 */
	const char *origin;         /* "embedded", or the file that replaced it */
};

struct build { struct version version; const char *generation, *name, *kb; gint64 released; };
struct cloud_range { struct range range; const char *text; gint64 from, until; };
struct service_domain { const char *cloud, *domain, *routing; gint64 from, until; };
/* subject: RFC 2253 text in UTF-8; key_id: subject key identifier (else SHA-1 of the public key), lower-case hex. */
struct root { const char *subject, *key_id, *sha256; gint64 from, until; };
/* The organisation in an issuer's name, and a domain that permits it in a CAA record. */
struct ca_identity { const char *organisation, *domain; gint64 from, until; };

struct knowledge {
	GArray *tables;             /* struct knowledge_table */
	GArray *builds;             /* struct build, ascending */
	GArray *cloud_ranges;       /* struct cloud_range */
	GArray *service_domains;    /* struct service_domain */
	GArray *roots;              /* struct root */
	GArray *ca_identities;      /* struct ca_identity */
};

/* directory NULL: embedded tables only.  NULL and an error when a table cannot be read. */
struct knowledge *knowledge_load(struct region *, const char *directory, GError **);
void knowledge_free(struct knowledge *);

/* Does a row hold at the time? */
bool dated(gint64 from, gint64 until, gint64 at);

#endif
