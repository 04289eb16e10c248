#ifndef REPORT_UNIQUE_H
#define REPORT_UNIQUE_H

#include <glib.h>
#include <stdbool.h>

/* Texts in the order in which they came, each once, however many there are. */
struct unique {
	GPtrArray *texts;           /* const char *, of the caller */
	GHashTable *seen;
};

void unique_begin(struct unique *);
bool unique_add(struct unique *, const char *text);     /* was it new? */
GPtrArray *unique_end(struct unique *);                 /* the texts; free with g_ptr_array_unref() */

#endif
