#ifndef FACTS_DNS_H
#define FACTS_DNS_H

#include <glib.h>
#include <stdbool.h>

#include "address.h"
#include "region.h"
#include "value.h"

struct facts;

enum view { VIEW_NONE, VIEW_EXTERNAL, VIEW_INTERNAL, VIEW_ASSUMED };
const char *view_name(enum view);     /* "", "external", "internal", "assumed" */

/* Types the rules ask for (IANA numbers). */
enum { TYPE_A = 1, TYPE_NS = 2, TYPE_CNAME = 5, TYPE_SOA = 6, TYPE_PTR = 12, TYPE_MX = 15, TYPE_TXT = 16, TYPE_AAAA = 28, TYPE_SRV = 33,
	TYPE_DNAME = 39, TYPE_DS = 43, TYPE_RRSIG = 46, TYPE_DNSKEY = 48, TYPE_TLSA = 52, TYPE_SPF = 99, TYPE_CAA = 257 };

/* One resource record of a wanted name.  Names are in normal form. */
struct record {
	const char *owner;
	guint16 type;
	bool evaluable;         /* false: the record is there, its rdata could not be read or is an alias of a hoster */
	guint32 ttl;
	guint16 priority, weight, port;   /* MX preference in priority; SRV all three */
	const char *target;     /* CNAME, DNAME, NS, MX, SRV, PTR; NULL otherwise.  "" is the root (null MX) */
	struct address address; /* A, AAAA */
	const char *text;       /* rdata as presented; TXT: the character-strings joined without blanks */
	struct place at;
};

/* One zone file.  Only wanted names are kept (zones.md 9.10). */
struct zone {
	const char *apex;
	enum view view;
	bool complete;          /* false: skipped records, alias rows, unread $INCLUDE, ... : absence proves nothing */
	bool wins;              /* WINS forwarding: absent names may still resolve */
	const char *fingerprint;/* equal for copies of one zone: same serial and records */
	struct place at;        /* its file, the line of its SOA record and `part` tell it from all others */
	unsigned part;          /* of the zones of its file, from 0 */
	struct place soa;       /* where the SOA record stands, perhaps in an included file; line 0: nowhere */
	guint64 nrecords;       /* records in the file, kept or not */
	GHashTable *owners;     /* owner -> GPtrArray of struct record *; a name that only has descendants maps to an empty array */
	GHashTable *cuts;       /* delegated names below the apex -> struct record * (NS) */
	GHashTable *dnames;     /* owners of DNAME -> struct record * */
};

struct zone *zone_new(struct region *, const char *apex, enum view, struct place);
void zone_free(struct zone *);
void zone_add(struct zone *, struct record *);           /* record and strings live in the region */
void zone_add_empty(struct zone *, const char *owner);   /* an empty non-terminal above or at a wanted name; lives in the region */

/* Puts a zone into facts->zones at its place: apex, view, file, line, part.  Lookups need that order.  It replaces the zone of
 * the same place. */
void zones_add(GPtrArray *zones, struct zone *);

/*
 * What a public or internal resolver that knew only the supplied zones would say (A6).
 * ABSENT carries missing (no such name or no data), dangling, loop; UNKNOWN a not-evaluated token:
 * zone-not-supplied, delegated, looks-internal, view-unknown, zone-incomplete, record-not-evaluable, records-contradict.
 */
enum dns_outcome { DNS_PRESENT, DNS_ABSENT, DNS_UNKNOWN };

struct dns_answer {
	enum dns_outcome outcome;
	const char *reason;         /* NULL when present */
	enum view view;             /* of the zone asked; VIEW_NONE when none was */
	const struct zone *zone;    /* the zone asked first, or NULL */
	bool wildcard;              /* answered through '*' */
	bool alias;                 /* the name asked is a CNAME (or below a DNAME) */
	const char *target;         /* where the first CNAME points */
	const char *final;          /* last name of the chain */
	bool outside;               /* the chain leaves the supplied zones: present, target not evaluated */
	bool private_only;          /* addresses found, none of them public */
	GPtrArray *records;         /* struct record * that answered: the chain, then the rrset. Never NULL */
};

/* Records of one type (CNAMEs are followed).  public_view: external, else assumed zones; otherwise internal ones. */
struct dns_answer dns_lookup(const struct facts *, const char *name, guint16 type, bool public_view);

/* A or AAAA: what "the host name resolves" means.  In a labelled zone private addresses only are ABSENT with
 * private-only; in an assumed zone they are UNKNOWN with looks-internal. */
struct dns_answer dns_host(const struct facts *, const char *name, bool public_view);

void dns_answer_clear(struct dns_answer *);

/* Is a zone of the public view supplied for the name (longest apex that is a suffix)? */
bool dns_zone_supplied(const struct facts *, const char *name, bool public_view);

#endif
