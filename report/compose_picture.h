#ifndef REPORT_COMPOSE_PICTURE_H
#define REPORT_COMPOSE_PICTURE_H

#include "compose.h"

enum { TITLE_MOST = 100 };      /* characters */

/* At most so many characters, and an ellipsis for the rest. */
const char *cut_text(const struct composer *, const char *, glong most);
void cut_titles(const struct composer *, GArray *stations);

/* Appends a line to a station; NULL is left out. */
void station_line(const struct composer *, struct station *, const char *text);

/* The first items of a list, and how many more there are; "" where the value shows none. */
const char *items_text(const struct composer *, const struct value *);
/* The phrase with {{name}}; NULL for no name. */
const char *say_name(const struct composer *, const char *phrase, const char *name);
/* The name of a certificate: its common name, or the first of the others. */
const char *certificate_title(const struct composer *, const struct certificate *);

/* Lanes while they are gathered.  Those that show the same of several subjects become one; the graver ones come first. */
struct picture {
	const struct composer *c;
	const char *any;            /* what stands for the name of any subject of a lane */
	GPtrArray *sheaves;
	GHashTable *by_key;
};

/* The order of lanes: a row's gravity, what is open, what is in order. */
enum rank { RANK_BLOCKER, RANK_ERROR, RANK_WARNING, RANK_INFO, RANK_OPEN, RANK_NOTE, RANK_MET, RANK_NOT_APPLICABLE };
enum rank rank_of_row(const struct finding *);      /* NULL: open */

void picture_begin(struct picture *, const struct composer *, const char *any);     /* any: a phrase */
/* The subject's name becomes the title of the first station.  mask: how texts of the stations name the subject, for lanes that
 * differ in nothing else; or NULL. */
void picture_lane(struct picture *, enum rank, const char *name, const char *mask, GArray *stations);
/* heads: lanes above the others.  At most `most` lanes, and how many subjects are beyond them.  NULL when there is no lane. */
struct block *picture_end(struct picture *, GPtrArray *to, size_t ncolumns, const struct column *, const GArray *heads, guint most);

/* The way of mail to the cloud, where send connectors were exported (compose_mail_send.c). */
void add_outbound(struct composer *, GPtrArray *to);

#endif
