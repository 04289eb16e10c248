#ifndef EVIDENCE_ZONE_FIELDS_H
#define EVIDENCE_ZONE_FIELDS_H

#include <glib.h>
#include <stdbool.h>

#include "zone_scan.h"

/* What stands in the type field without being a type of the DNS. */
enum {
	ZONE_TYPE_NONE = 0,         /* no type known to any DNS server */
	ZONE_TYPE_WINS = 65281,
	ZONE_TYPE_WINSR = 65282,
	ZONE_TYPE_ALIAS = 65535     /* ALIAS, ANAME, URL and the like: a hoster answers for the name, nobody offline knows what.
	                             * The number is reserved (RFC 6895, 3.1): no record has it */
};

/* The number of a type mnemonic in any case, TYPEnnn included; ZONE_TYPE_NONE when there is none. */
guint16 zone_type(const char *text, size_t size);

/* A TTL, with or without units (1h30m); false when it is none or above 2^31-1 (RFC 2181, 8). */
bool zone_ttl(const char *text, size_t size, guint32 *ttl);

/* Is the line a record or a directive of its own?  `before` are the tokens of the entry it would continue. */
bool zone_looks_like_entry(const char *line, size_t size, const struct zone_token *before, size_t nbefore);

/* The fields of an entry that is a record, in any order of TTL and class. */
struct zone_fields {
	const struct zone_token *owner;     /* NULL: the previous one */
	bool has_ttl, aged;
	guint32 ttl;
	guint16 class;                      /* 1 = IN; a hoster's own class counts as IN */
	const struct zone_token *class_token;   /* NULL: not written */
	const struct zone_token *bad_ttl;   /* a number where the TTL stands that is none; or NULL */
	guint16 type;                       /* ZONE_TYPE_NONE: not known */
	const struct zone_token *type_token;    /* NULL: the line ends before it */
	const struct zone_token *rdata;
	size_t nrdata;
};

void zone_fields(const struct zone_entry *, struct zone_fields *);

#endif
