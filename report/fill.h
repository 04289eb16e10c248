#ifndef REPORT_FILL_H
#define REPORT_FILL_H

#include "words.h"

/* What {{name}} stands for while a section is filled (fill_values.c); for fill.c alone. */
struct filling {
	const struct filler *filler;
	struct region *region;
	const struct settings *settings;
	bool brief;
};

/* The texts of a name, the last of which counts those beyond LIST_ITEMS (limits.h); NULL when nothing supplies it.  Free with
 * g_ptr_array_unref(). */
GPtrArray *texts_of(const struct filling *, const char *name);

/* "{{name}}" as a whole: the name, else NULL. */
char *only_placeholder(const char *text);

/* Fills every {{name}}. */
const char *fill_text(const struct filling *, const char *text);

#endif
