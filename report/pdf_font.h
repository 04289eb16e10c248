#ifndef REPORT_PDF_FONT_H
#define REPORT_PDF_FONT_H

#include <glib.h>
#include <stdbool.h>

/*
 * The measures of a TrueType font (OpenType 1.9: head, hhea, hmtx, maxp, cmap format 4, glyf).  libharu measures too, but
 * has no answer to "is there a glyph", and prints an empty box instead.
 */
enum face { FACE_REGULAR, FACE_STRONG, FACE_CODE, FACES };

/* A file, or a table of it. */
struct font_table {
	const guint8 *data;
	gsize size;
};

struct font {
	struct font_table file;
	guint32 cmap, hmtx, loca, glyf, os2;    /* offsets; cmap: of the format 4 subtable; os2: 0 when there is none */
	unsigned units, glyphs, metrics;    /* units per em; numbers of glyphs and of full metrics */
	bool long_loca;
};

/* data stays the caller's and must outlive the font.  false when a table is missing or damaged. */
bool font_open(struct font *, const guint8 *data, gsize size);

/* 0 when the font has no glyph for the character. */
unsigned font_glyph(const struct font *, gunichar);

/* Advance width of a character at 1 point. */
double font_width(const struct font *, gunichar);

/* Height of the capitals at 1 point. */
double font_cap_height(const struct font *);

/* Adds the parts of marked glyphs, and theirs, to the marks: one octet for each of f->glyphs. */
void font_close_glyphs(const struct font *, guint8 *marks);

/* Characters whose glyph is a composite of composites: libharu 2.3.0 embeds the first level only, so they lose parts. */
unsigned font_nested_composites(const struct font *);

#endif
