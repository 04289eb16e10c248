#ifndef REPORT_TEXT_LINES_H
#define REPORT_TEXT_LINES_H

#include <glib.h>

/* Columns that a terminal gives the text. */
unsigned text_columns(const char *);

/* The text in lines of at most `width` columns, broken at blanks; a word that is longer stands alone, or is cut when
 * `cut` is set.  char *, at least one; free with g_ptr_array_unref(). */
GPtrArray *text_wrap(const char *text, unsigned width, gboolean cut);

#endif
