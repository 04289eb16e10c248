#include "font_check.h"

#include <stdbool.h>
#include <string.h>

#include "font_table.h"

enum { TABLES_MAX = 64, DEPTH_MAX = 5, COMPONENTS_MAX = 256, POSTSCRIPT_MAX = 63 };

struct checked {
	struct font_table file, head, hhea, maxp, hmtx, cmap, loca, glyf, name, os2;
	unsigned glyphs, metrics;
	bool long_loca;
	guint8 *height;             /* of each composite glyph, once it is known: 1 of plain glyphs, 2 of those; 0 not known */
};

/* ---- tables ---- */

static const char *
find_tables(struct checked *f)
{
	const struct { const char *tag; struct font_table *table; gsize least; } wanted[] = {
		{ "head", &f->head, 54 }, { "hhea", &f->hhea, 36 }, { "maxp", &f->maxp, 6 }, { "hmtx", &f->hmtx, 4 }, { "cmap", &f->cmap, 4 },
		{ "loca", &f->loca, 4 }, { "glyf", &f->glyf, 10 }, { "name", &f->name, 6 }, { "OS/2", &f->os2, 78 },
	};
	const unsigned n = u16(&f->file, 4);

	if (u32(&f->file, 0) != 0x00010000 && u32(&f->file, 0) != 0x74727565)
		return "not a TrueType font";
	if (n == 0 || n > TABLES_MAX || 12 + 16 * (gsize)n > f->file.size)
		return "the font's list of tables is damaged";
	for (unsigned i = 0; i < n; i++) {
		const gsize entry = 12 + 16 * (gsize)i, offset = u32(&f->file, entry + 8), length = u32(&f->file, entry + 12);

		if (offset > f->file.size || length > f->file.size - offset)
			return "a table of the font lies beyond its end";
		for (size_t k = 0; k < G_N_ELEMENTS(wanted); k++)
			if (memcmp(f->file.data + entry, wanted[k].tag, 4) == 0) {
				if (wanted[k].table->data != NULL)
					return "a table of the font stands twice";
				*wanted[k].table = (struct font_table){ f->file.data + offset, length };
			}
	}
	for (size_t k = 0; k < G_N_ELEMENTS(wanted); k++)
		if (wanted[k].table->data == NULL || wanted[k].table->size < wanted[k].least)
			return "a table that a TrueType font must have is missing or cut short";
	return NULL;
}

static const char *
check_numbers(struct checked *f)
{
	const unsigned units = u16(&f->head, 18), loca = u16(&f->head, 50);

	f->glyphs = u16(&f->maxp, 4);
	f->metrics = u16(&f->hhea, 34);
	f->long_loca = loca == 1;
	if (u32(&f->head, 12) != 0x5f0f3cf5 || units < 16 || units > 16384 || loca > 1)
		return "the font's head table is damaged";
	/* libharu reads numbers of components as signed ones. */
	if (f->glyphs == 0 || f->glyphs > 0x7fff)
		return "the font has no glyphs, or more than 32767";
	if (f->metrics == 0 || f->metrics > f->glyphs || 4 * (gsize)f->metrics + 2 * (gsize)(f->glyphs - f->metrics) > f->hmtx.size)
		return "the font's hmtx table is cut short";
	return NULL;
}

/* OS/2, fsType: 2 forbids embedding, 0x100 a part of the font, 0x200 its outlines. */
static const char *
check_licence(const struct checked *f)
{
	const unsigned type = u16(&f->os2, 8);

	if ((type & 0x000f) == 2 || (type & 0x0300) != 0)
		return "the font's licence does not permit to embed it (OS/2, fsType)";
	return NULL;
}

/* libharu takes the PostScript name (6) into a buffer of its own. */
static const char *
check_names(const struct checked *f)
{
	const unsigned n = u16(&f->name, 2), strings = u16(&f->name, 4);
	bool found = false;

	if (6 + 12 * (gsize)n > f->name.size || strings > f->name.size)
		return "the font's name table is damaged";
	for (unsigned i = 0; i < n; i++) {
		const gsize at = 6 + 12 * (gsize)i;
		const unsigned platform = u16(&f->name, at), id = u16(&f->name, at + 6), length = u16(&f->name, at + 8);

		if ((gsize)strings + u16(&f->name, at + 10) + length > f->name.size)
			return "the font's name table is damaged";
		if (id != 6)
			continue;
		if (length == 0 || length > (platform == 3 || platform == 0 ? 2 : 1) * POSTSCRIPT_MAX)
			return "the font's PostScript name is longer than 63 characters";
		found = found || (platform == 3 && u16(&f->name, at + 2) == 1 && u16(&f->name, at + 4) == 0x409) || platform == 1;
	}
	return found ? NULL : "the font has no PostScript name";
}

/* ---- characters ---- */

static const char damaged_cmap[] = "the font's cmap table is damaged";

/* The glyph of each character of a segment; the last one is of U+FFFF alone, and often nonsense. */
static const char *
check_segment(const struct checked *f, const struct font_table *sub, unsigned segments, unsigned i)
{
	const gsize n = 2 * (gsize)segments, end_at = 14 + 2 * (gsize)i, start_at = end_at + n + 2, delta_at = start_at + n, range_at = delta_at + n;
	const unsigned end = u16(sub, end_at), start = u16(sub, start_at), delta = u16(sub, delta_at), range = u16(sub, range_at);

	if (start > end || (i > 0 && start <= u16(sub, end_at - 2)))
		return damaged_cmap;
	if (start == 0xffff)
		return NULL;
	if (range % 2 != 0)
		return damaged_cmap;
	for (unsigned c = start; c <= end; c++) {
		const gsize at = range_at + range + 2 * (gsize)(c - start);
		unsigned glyph = (c + delta) & 0xffff;

		if (range != 0 && at + 2 > sub->size)
			return damaged_cmap;
		if (range != 0)
			glyph = u16(sub, at) == 0 ? 0 : (u16(sub, at) + delta) & 0xffff;
		if (glyph >= f->glyphs)
			return damaged_cmap;
	}
	return NULL;
}

static const char *
check_format_4(const struct checked *f, gsize at)
{
	struct font_table sub = { f->cmap.data + at, f->cmap.size - at };
	const unsigned length = u16(&sub, 2), segments = u16(&sub, 6) / 2;
	const char *why = NULL;

	if (length < 16 || length > sub.size || segments == 0 || u16(&sub, 6) % 2 != 0 || 16 + 8 * (gsize)segments > length)
		return damaged_cmap;
	sub.size = length;
	if (u16(&sub, 14 + 2 * (gsize)(segments - 1)) != 0xffff)
		return damaged_cmap;
	for (unsigned i = 0; why == NULL && i < segments; i++)
		why = check_segment(f, &sub, segments, i);
	return why;
}

static const char *
check_characters(const struct checked *f)
{
	const unsigned n = u16(&f->cmap, 2);
	bool found = false;

	if (4 + 8 * (gsize)n > f->cmap.size)
		return damaged_cmap;
	for (unsigned i = 0; i < n; i++) {
		const gsize entry = 4 + 8 * (gsize)i, at = u32(&f->cmap, entry + 4);
		const char *why;

		if (at > f->cmap.size || f->cmap.size - at < 16)
			return damaged_cmap;
		if (u16(&f->cmap, entry) != 3 || u16(&f->cmap, entry + 2) != 1)
			continue;
		/* Two of them: which one is read depends on the reader. */
		why = found || u16(&f->cmap, at) != 4 ? damaged_cmap : check_format_4(f, at);
		if (why != NULL)
			return why;
		found = true;
	}
	return found ? NULL : "the font has no table of Unicode characters (cmap, format 4)";
}

/* ---- glyphs ---- */

static gsize
glyph_place(const struct checked *f, unsigned glyph)
{
	return f->long_loca ? u32(&f->loca, 4 * (gsize)glyph) : 2 * (gsize)u16(&f->loca, 2 * (gsize)glyph);
}

static const char *
check_places(const struct checked *f)
{
	if (((gsize)f->glyphs + 1) * (f->long_loca ? 4 : 2) > f->loca.size)
		return "the font's loca table is cut short";
	for (unsigned i = 0; i < f->glyphs; i++) {
		const gsize from = glyph_place(f, i), to = glyph_place(f, i + 1);

		if (from > to || to > f->glyf.size || (to > from && to - from < 10))
			return "the font's loca table is damaged";
	}
	return NULL;
}

static const char damaged_glyph[] = "a glyph of the font is damaged";

static const char *check_component(const struct checked *, unsigned glyph, unsigned depth);

/* The components of a composite glyph. */
static const char *
check_components(const struct checked *f, unsigned glyph, unsigned depth)
{
	const gsize end = glyph_place(f, glyph + 1);
	gsize at = glyph_place(f, glyph) + 10;
	unsigned flags = PART_MORE, n = 0;
	guint8 height = 1;

	while ((flags & PART_MORE) != 0) {
		const unsigned part = u16(&f->glyf, at + 2);
		const char *why = at + 4 > end || ++n > COMPONENTS_MAX || part >= f->glyphs ? damaged_glyph : check_component(f, part, depth + 1);

		if (why != NULL)
			return why;
		height = MAX(height, (guint8)(f->height[part] + 1));
		flags = u16(&f->glyf, at);
		at += part_size(flags);
		if (at > end)
			return damaged_glyph;
	}
	f->height[glyph] = height;
	return NULL;
}

/* To a depth that no font for reading needs: a circle would have no end.  Each glyph is followed once. */
static const char *
check_component(const struct checked *f, unsigned glyph, unsigned depth)
{
	if (depth + f->height[glyph] > DEPTH_MAX)
		return "glyphs of the font are made of one another";
	if (f->height[glyph] > 0 || glyph_place(f, glyph) == glyph_place(f, glyph + 1) || (u16(&f->glyf, glyph_place(f, glyph)) & 0x8000) == 0)
		return NULL;
	return check_components(f, glyph, depth);
}

/* A font whose composites are nested would lose parts of its letters in the file (pdf_font.h), silently. */
static const char *
check_use(const struct checked *f)
{
	struct font font;

	if (!font_open(&font, f->file.data, f->file.size))
		return "not a TrueType font";
	for (gunichar c = 0x20; c < 0x7f; c++)
		if (font_glyph(&font, c) == 0)
			return "the font lacks a letter of ASCII";
	return font_nested_composites(&font) == 0 ? NULL : "glyphs of the font are composites of composites, which would lose parts";
}

static const char *
check_glyphs(struct checked *f)
{
	const char *why = check_places(f);

	f->height = g_new0(guint8, f->glyphs);
	for (unsigned i = 0; why == NULL && i < f->glyphs; i++)
		why = check_component(f, i, 0);
	g_free(f->height);
	return why;
}

const char *
font_check(const guint8 *data, gsize size)
{
	struct checked f = { .file = { data, size } };
	const char *why = find_tables(&f);

	why = why != NULL ? why : check_numbers(&f);
	why = why != NULL ? why : check_licence(&f);
	why = why != NULL ? why : check_names(&f);
	why = why != NULL ? why : check_characters(&f);
	why = why != NULL ? why : check_glyphs(&f);
	return why != NULL ? why : check_use(&f);
}
