#ifndef REPORT_FONT_TABLE_H
#define REPORT_FONT_TABLE_H

#include "pdf_font.h"

/* What pdf_font.c and font_check.c read in the tables of a font. */

/* Beyond the end it is 0. */
static inline unsigned
u16(const struct font_table *t, gsize at)
{
	return at + 2 <= t->size ? (unsigned)t->data[at] << 8 | t->data[at + 1] : 0;
}

static inline guint32
u32(const struct font_table *t, gsize at)
{
	return (guint32)u16(t, at) << 16 | u16(t, at + 2);
}

/* Flags of a part of a composite glyph (glyf): whether another follows, and how long this one is. */
enum { PART_MORE = 0x20 };

static inline gsize
part_size(unsigned flags)
{
	enum { WORDS = 0x1, SCALE = 0x8, TWO_SCALES = 0x40, MATRIX = 0x80 };

	return 4 + ((flags & WORDS) != 0 ? 4U : 2U) + ((flags & SCALE) != 0 ? 2U : 0U) + ((flags & TWO_SCALES) != 0 ? 4U : 0U) +
	    ((flags & MATRIX) != 0 ? 8U : 0U);
}

#endif
