#ifndef EVIDENCE_ZONE_HEAD_H
#define EVIDENCE_ZONE_HEAD_H

#include "../facts/dns.h"
#include "zone_values.h"

/* What the comments at the top of a zone file and its name say about it. */
struct zone_head {
	const char *name;           /* of the zone, normal form: header, else $ORIGIN before the first record, else file name; or NULL */
	const char *file_name;      /* the name its file name states, or NULL; the same pointer where `name` is it */
	struct zone_dialect dialect;
	bool hoster;                /* an export of a public DNS hoster: the external view */
	bool aliases_left_out;      /* Azure: alias record sets are not in the export */
	bool cloudflare;
	const char *refused;        /* problem code: not a zone that may be read; or NULL */
	bool ignored;               /* and it was not wanted: no loss */
};

/* text: the first bytes, decoded; path: below FOLDER.  Strings go to the region. */
void zone_head(struct region *, const char *text, size_t size, const char *path, struct zone_head *);

#endif
