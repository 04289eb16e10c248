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
	bool hosted_privately;      /* an export of a zone that only private networks see: the internal view */
	bool origin_absolute;       /* $ORIGIN was exported without its final dot */
	bool transfer;              /* the output of dig for AXFR: a zone begins and ends with its SOA record (RFC 5936, 2.2) */
	bool json;                  /* record sets of Route 53, as its command line prints them */
	const char *scope;          /* the zone scope of a Windows server, but the default one; or NULL */
	const char *refused;        /* problem code: not a zone that may be read; or NULL */
	bool ignored;               /* and it was not wanted: no loss */
};

/* The zone that a file is called after, in normal form; NULL when its name is no domain. */
const char *zone_name_of_file(struct region *, const char *path);

/* text: the first bytes, decoded; path: below FOLDER.  Strings go to the region. */
void zone_head(struct region *, const char *text, size_t size, const char *path, struct zone_head *);

#endif
