#include "pdfa.h"

#include <hpdf_conf.h>
#include <hpdf_doc.h>
#include <hpdf_pages.h>
#include <hpdf_version.h>
#include <math.h>
#include <string.h>

/* A block of a ToUnicode map has at most so many lines (Adobe Technical Note 5411, 1.4). */
enum { CHARACTERS = 0x10000, BLOCK = 100 };

bool
pdfa_knows(const char *version)
{
	return strcmp(HPDF_VERSION_TEXT, "2.3.0") == 0 && strcmp(version, HPDF_VERSION_TEXT) == 0;
}

void
pdfa_write(void *page, const char *operators)
{
	HPDF_PageAttr attr = ((HPDF_Page)page)->attr;

	HPDF_Stream_WriteStr(attr->stream, operators);
}

static bool
is_used(const struct used *used, unsigned c)
{
	return (used->bits[c / 8] & (0x80 >> c % 8)) != 0;
}

static void
replace_stream(HPDF_Dict object, const void *data, gsize size)
{
	if (object == NULL || object->stream == NULL)
		return;
	HPDF_MemStream_FreeData(object->stream);
	HPDF_Stream_Write(object->stream, data, (HPDF_UINT)size);
}

/*
 * libharu follows a composite glyph to its parts but not to theirs, and leaves them out: letters lose their accents
 * without an error.
 */
static void
close_glyphs(HPDF_TTFontDefAttr attr, const struct font *f, const struct used *used)
{
	guint8 *glyphs = g_malloc0(f->glyphs + 1);

	for (unsigned c = 0; c < CHARACTERS; c++)
		if (is_used(used, c))
			glyphs[font_glyph(f, c)] = 1;
	font_close_glyphs(f, glyphs);
	for (unsigned i = 0; i < f->glyphs && i < attr->num_glyphs; i++)
		if (glyphs[i] != 0)
			attr->glyph_tbl.flgs[i] = 1;
	g_free(glyphs);
}

/* Codes are UCS-2 and so are CIDs; one list of widths for each run of used ones (ISO 32000-1, 9.7.4.3). */
static void
set_widths(HPDF_Dict descendant, const struct font *f, const struct used *used)
{
	HPDF_Array widths = HPDF_Array_New(descendant->mmgr), run = NULL;

	for (unsigned c = 0; c < CHARACTERS; c++) {
		if (!is_used(used, c)) {
			run = NULL;
			continue;
		}
		if (run == NULL) {
			run = HPDF_Array_New(descendant->mmgr);
			HPDF_Array_AddNumber(widths, (HPDF_INT32)c);
			HPDF_Array_Add(widths, run);
		}
		HPDF_Array_AddNumber(run, (HPDF_INT32)lround(font_width(f, c) * 1000));
	}
	HPDF_Dict_Add(descendant, "W", widths);
}

static void
set_glyph_map(HPDF_Dict map, const struct font *f, const struct used *used)
{
	guint8 *glyphs = g_malloc0(2 * CHARACTERS);
	gsize n = 2;

	for (unsigned c = 0; c < CHARACTERS; c++)
		if (is_used(used, c)) {
			glyphs[2 * c] = (guint8)(font_glyph(f, c) >> 8);
			glyphs[2 * c + 1] = (guint8)font_glyph(f, c);
			n = 2 * c + 2;
		}
	replace_stream(map, glyphs, n);
	g_free(glyphs);
}

/*
 * libharu writes a ToUnicode map with operators of another kind of map (begincidrange), which readers refuse.  A code is
 * its own character; a range must not cross its last octet (Technical Note 5411, 1.4).
 */
static void
set_unicode_map(HPDF_Dict map, const struct used *used)
{
	/* What libharu says of it is for a map of another kind too. */
	static const char *const wrong[] = { "Type", "CMapName", "CIDSystemInfo", "WMode" };
	GPtrArray *ranges = g_ptr_array_new_with_free_func(g_free);
	GString *text = g_string_new("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
	    "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n/CMapName /Adobe-Identity-UCS def\n"
	    "/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n");

	for (unsigned c = 0; c < CHARACTERS; c++) {
		const unsigned first = c;

		if (!is_used(used, c))
			continue;
		while (c % 256 != 255 && is_used(used, c + 1))
			c++;
		g_ptr_array_add(ranges, g_strdup_printf("<%04X> <%04X> <%04X>\n", first, c, first));
	}
	for (guint i = 0; i < ranges->len; i++) {
		if (i % BLOCK == 0)
			g_string_append_printf(text, "%u beginbfrange\n", MIN(ranges->len - i, BLOCK));
		g_string_append(text, g_ptr_array_index(ranges, i));
		if (i % BLOCK == BLOCK - 1 || i + 1 == ranges->len)
			g_string_append(text, "endbfrange\n");
	}
	g_string_append(text, "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
	for (size_t i = 0; map != NULL && i < G_N_ELEMENTS(wrong); i++)
		HPDF_Dict_RemoveElement(map, wrong[i]);
	replace_stream(map, text->str, text->len);
	g_string_free(text, TRUE);
	g_ptr_array_unref(ranges);
}

/* One bit for each CID up to the last used; CID 0 is always there. */
static void
add_cid_set(HPDF_FontAttr attr, const struct used *used)
{
	HPDF_Dict set = HPDF_DictStream_New(attr->fontdef->mmgr, attr->xref);
	struct used cids = *used;
	gsize n = sizeof cids.bits;

	if (set == NULL)
		return;
	cids.bits[0] |= 0x80;
	while (n > 1 && cids.bits[n - 1] == 0)
		n--;
	HPDF_Stream_Write(set->stream, cids.bits, (HPDF_UINT)n);
	set->filter = HPDF_STREAM_FILTER_FLATE_DECODE;
	HPDF_Dict_Add(attr->fontdef->descriptor, "CIDSet", set);
}

void
pdfa_finish_font(void *font, const struct font *f, const struct used *used, bool cid_set)
{
	HPDF_Dict type0 = font;
	HPDF_FontAttr attr = type0->attr;
	HPDF_Dict descendant = attr->descendant_font, system = HPDF_Dict_GetItem(descendant, "CIDSystemInfo", HPDF_OCLASS_DICT);

	close_glyphs(attr->fontdef->attr, f, used);
	/* Now, not on saving: it makes the descriptor and the subset, which the next calls add to; a second time it does nothing. */
	if (type0->before_write_fn == NULL || type0->before_write_fn(type0) != HPDF_OK || attr->fontdef->descriptor == NULL)
		return;
	set_widths(descendant, f, used);
	set_glyph_map(attr->map_stream, f, used);
	set_unicode_map(HPDF_Dict_GetItem(type0, "ToUnicode", HPDF_OCLASS_DICT), used);
	if (system != NULL)
		HPDF_Dict_Add(system, "Ordering", HPDF_String_New(type0->mmgr, "Identity", NULL));
	HPDF_Dict_AddNumber(attr->fontdef->descriptor, "CapHeight", (HPDF_INT32)lround(font_cap_height(f) * 1000));
	if (cid_set)
		add_cid_set(attr, used);
}
