#include "font_table.h"

#include <string.h>

static guint32
table_offset(const struct font *f, const char *tag)
{
	unsigned n = u16(&f->file, 4);

	for (gsize at = 12; n-- > 0 && at + 16 <= f->file.size; at += 16)
		if (memcmp(f->file.data + at, tag, 4) == 0)
			return u32(&f->file, at + 8) < f->file.size ? u32(&f->file, at + 8) : 0;
	return 0;
}

bool
font_open(struct font *f, const guint8 *data, gsize size)
{
	guint32 head, hhea, maxp, cmap;

	*f = (struct font){ .file = { data, size } };
	head = table_offset(f, "head");
	hhea = table_offset(f, "hhea");
	maxp = table_offset(f, "maxp");
	cmap = table_offset(f, "cmap");
	f->hmtx = table_offset(f, "hmtx");
	f->loca = table_offset(f, "loca");
	f->glyf = table_offset(f, "glyf");
	f->os2 = table_offset(f, "OS/2");
	if (head == 0 || hhea == 0 || maxp == 0 || cmap == 0 || f->hmtx == 0 || f->loca == 0 || f->glyf == 0)
		return false;
	f->units = u16(&f->file, head + 18);
	f->long_loca = u16(&f->file, head + 50) != 0;
	f->metrics = u16(&f->file, hhea + 34);
	f->glyphs = u16(&f->file, maxp + 4);
	for (unsigned i = 0; i < u16(&f->file, cmap + 2); i++) {
		guint32 at = cmap + u32(&f->file, cmap + 8 + 8 * (gsize)i);

		/* Windows, Unicode BMP: the subtable libharu reads too. */
		if (u16(&f->file, cmap + 4 + 8 * (gsize)i) == 3 && u16(&f->file, cmap + 6 + 8 * (gsize)i) == 1 && u16(&f->file, at) == 4)
			f->cmap = at;
	}
	return f->cmap != 0 && f->units > 0 && f->metrics > 0;
}

unsigned
font_glyph(const struct font *f, gunichar c)
{
	unsigned segments = u16(&f->file, f->cmap + 6) / 2;
	gsize ends = f->cmap + 14, starts = ends + 2 * (gsize)segments + 2;

	if (c > 0xffff)
		return 0;
	for (gsize i = 0; i < segments; i++) {
		gsize start = starts + 2 * i, delta = start + 2 * (gsize)segments, range = delta + 2 * (gsize)segments;
		unsigned glyph;

		if (u16(&f->file, ends + 2 * i) < c)
			continue;
		if (u16(&f->file, start) > c)
			return 0;
		if (u16(&f->file, range) == 0)
			return (c + u16(&f->file, delta)) & 0xffff;
		glyph = u16(&f->file, range + u16(&f->file, range) + 2 * (gsize)(c - u16(&f->file, start)));
		return glyph == 0 ? 0 : (glyph + u16(&f->file, delta)) & 0xffff;
	}
	return 0;
}

double
font_width(const struct font *f, gunichar c)
{
	unsigned glyph = font_glyph(f, c);

	/* The last metric stands for all glyphs after it (hmtx). */
	if (glyph >= f->metrics)
		glyph = f->metrics - 1;
	return (double)u16(&f->file, f->hmtx + 4 * (gsize)glyph) / f->units;
}

/* Offset of a glyph's description; 0 for an empty glyph. */
static gsize
glyph_offset(const struct font *f, unsigned glyph)
{
	gsize from, to;

	if (glyph >= f->glyphs)
		return 0;
	from = f->long_loca ? u32(&f->file, f->loca + 4 * (gsize)glyph) : 2 * (gsize)u16(&f->file, f->loca + 2 * (gsize)glyph);
	to = f->long_loca ? u32(&f->file, f->loca + 4 * (gsize)glyph + 4) : 2 * (gsize)u16(&f->file, f->loca + 2 * (gsize)glyph + 2);
	return from < to ? f->glyf + from : 0;
}

static bool
is_composite(const struct font *f, unsigned glyph)
{
	gsize at = glyph_offset(f, glyph);

	return at != 0 && (u16(&f->file, at) & 0x8000) != 0;      /* numberOfContours below zero */
}

/* The parts of a glyph one after the other: *at begins with 0.  False when there are no more. */
static bool
next_part(const struct font *f, unsigned glyph, gsize *at, unsigned *part)
{
	enum { END = 1 };
	unsigned flags;

	if (*at == 0)
		*at = is_composite(f, glyph) ? glyph_offset(f, glyph) + 10 : END;
	if (*at == END || *at + 4 > f->file.size)
		return false;
	flags = u16(&f->file, *at);
	*part = u16(&f->file, *at + 2);
	*at += part_size(flags);
	if ((flags & PART_MORE) == 0)
		*at = END;
	return true;
}

/* By rounds, not by recursion: a damaged font may be its own part. */
void
font_close_glyphs(const struct font *f, guint8 *marks)
{
	enum { MARKED = 1, CLOSED = 2 };
	bool again = true;

	while (again) {
		again = false;
		for (unsigned glyph = 0; glyph < f->glyphs; glyph++) {
			gsize at = 0;

			if (marks[glyph] != MARKED)
				continue;
			marks[glyph] = CLOSED;
			for (unsigned part; next_part(f, glyph, &at, &part);)
				if (part < f->glyphs && marks[part] == 0) {
					marks[part] = MARKED;
					again = true;
				}
		}
	}
}

unsigned
font_nested_composites(const struct font *f)
{
	unsigned n = 0;

	for (gunichar c = 0x20; c <= 0xffff; c++) {
		gsize at = 0;
		bool nested = false;

		for (unsigned part; next_part(f, font_glyph(f, c), &at, &part);)
			nested = nested || is_composite(f, part);
		n += nested;
	}
	return n;
}

double
font_cap_height(const struct font *f)
{
	/* OS/2 has it from version 2 on; without it 0.7, which most faces are near to. */
	return f->os2 != 0 && u16(&f->file, f->os2) >= 2 ? (double)u16(&f->file, f->os2 + 88) / f->units : 0.7;
}
