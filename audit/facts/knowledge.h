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
/* What certification authorities may issue: "validity-days" by the certificate's first day, the others by the day judged at. */
struct certificate_limit { const char *name; gint64 value, from, until; };
/* The text of an error, as a regular expression (PCRE, any case), and the rules that may explain it, blanks between. */
struct symptom { const char *name, *pattern, *rules; };

struct knowledge {
	GArray *tables;             /* struct knowledge_table */
	GArray *builds;             /* struct build, ascending */
	GArray *cloud_ranges;       /* struct cloud_range */
	GArray *service_domains;    /* struct service_domain */
	GArray *roots;              /* struct root */
	GArray *certificate_limits; /* struct certificate_limit */
	GArray *symptoms;           /* struct symptom */
};

/* directory NULL: embedded tables only.  NULL and an error when a table cannot be read. */
struct knowledge *knowledge_load(struct region *, const char *directory, GError **);
void knowledge_free(struct knowledge *);

/* The value of a limit at a time; -1 when no row of it holds then. */
gint64 certificate_limit(const struct knowledge *, const char *name, gint64 at);

/* Does a row hold at the time? */
bool dated(gint64 from, gint64 until, gint64 at);

#endif
