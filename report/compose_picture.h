#ifndef REPORT_COMPOSE_PICTURE_H
#define REPORT_COMPOSE_PICTURE_H

#include "compose.h"

/* Appends a line to a station; NULL is left out. */
void station_line(const struct composer *, struct station *, const char *text);

/* Lanes while they are gathered.  Those that show the same of several subjects become one; the graver ones come first. */
struct picture {
	const struct composer *c;
	const char *any;            /* phrase that stands for the name of any subject of a lane */
	GPtrArray *sheaves;
	GHashTable *by_key;
};

/* The order of lanes: a row's gravity, what is open, what is in order. */
enum rank { RANK_BLOCKER, RANK_ERROR, RANK_WARNING, RANK_INFO, RANK_OPEN, RANK_NOTE, RANK_MET, RANK_NOT_APPLICABLE };
enum rank rank_of_row(const struct finding *);      /* NULL: open */

void picture_begin(struct picture *, const struct composer *, const char *any);
/* The subject's name becomes the title of the first station.  mask: how texts of the stations name the subject, for lanes that
 * differ in nothing else; or NULL. */
void picture_lane(struct picture *, enum rank, const char *name, const char *mask, const GArray *stations);
/* heads: lanes above the others.  At most `most` lanes, and how many subjects are beyond them.  NULL when there is no lane. */
struct block *picture_end(struct picture *, GPtrArray *to, size_t ncolumns, const struct column *, const GArray *heads, guint most);

#endif
