#ifndef REPORT_TEXT_PICTURES_H
#define REPORT_TEXT_PICTURES_H

#include "document.h"

/* What a timeline or a picture shows, read from left to right.  char *, blanks before a line are its indent; free with
 * g_ptr_array_unref(). */
GPtrArray *timeline_lines(const struct block *);
GPtrArray *picture_lines(const struct block *);

#endif
