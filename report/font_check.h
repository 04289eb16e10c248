#ifndef REPORT_FONT_CHECK_H
#define REPORT_FONT_CHECK_H

#include <glib.h>

/* NULL, or why a TrueType font from outside cannot be used.  libharu 2.3.0 believes every number in a font and reads beyond its
 * end: what it, or pdf_font.c, follows is followed here first (OpenType 1.9). */
const char *font_check(const guint8 *data, gsize size);

#endif
