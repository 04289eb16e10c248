/* Fonts keep all parts of their glyphs, through libharu as well. */
#include <hpdf.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "../../audit/embedded.h"
#include "../../report/pdfa.h"

/* ---- a font of five glyphs: 1 has the part 2, 2 the part 3, 3 is simple, 4 has the parts 4 and 9, of which one is itself, one none ---- */

static const guint8 glyf[] = {
	0xff, 0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0,
	0xff, 0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x01, 0, 3, 0, 0, 0, 0,
	0, 1, 0, 0, 0, 0, 0, 0, 0, 0,
	0xff, 0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x28, 0, 4, 0, 0, 0, 0, 0, 0, 0, 9, 0, 0,
};
static const guint8 loca[] = { 0, 0, 0, 0, 0, 8, 0, 17, 0, 22, 0, 34 };

static void
test_close(void)
{
	guint8 data[sizeof loca + sizeof glyf], marks[5] = { 0, 1, 0, 0, 0 }, again[5] = { 0, 0, 0, 0, 1 };
	struct font f = { .file = { data, sizeof data }, .glyphs = 5, .loca = 0, .glyf = sizeof loca };

	memcpy(data, loca, sizeof loca);
	memcpy(data + sizeof loca, glyf, sizeof glyf);
	font_close_glyphs(&f, marks);
	g_assert_true(marks[0] == 0 && marks[1] != 0 && marks[2] != 0 && marks[3] != 0 && marks[4] == 0);
	font_close_glyphs(&f, again);
	g_assert_true(again[1] == 0 && again[3] == 0 && again[4] != 0);
}

/* ---- what libharu embeds ---- */

static guint32
number_at(const guint8 *p)
{
	return (guint32)p[0] << 24 | (guint32)p[1] << 16 | (guint32)p[2] << 8 | p[3];
}

static bool
has_outline(const struct font *f, unsigned glyph)
{
	const guint8 *at = f->file.data + f->loca + (f->long_loca ? 4 : 2) * (gsize)glyph;

	return f->long_loca ? number_at(at) != number_at(at + 4) : memcmp(at, at + 2, 2) != 0;
}

/* The program of the only font in a file that is not compressed. */
static bool
open_subset(struct font *f, const guint8 *file, gsize size)
{
	const guint8 *dict = memmem(file, size, "/Length1 ", 9), *stream = NULL;

	if (dict != NULL)
		stream = memmem(dict, (gsize)(file + size - dict), "stream\r\n", 8);
	return stream != NULL && font_open(f, stream + 8, (gsize)g_ascii_strtoull((const char *)dict + 9, NULL, 10));
}

/* A file with one text, made by libharu; free with g_free(). */
static guint8 *
embed(const char *path, const struct font *f, const char *text, bool repaired, HPDF_UINT32 *size)
{
	HPDF_Doc doc = HPDF_New(NULL, NULL);
	HPDF_Page page;
	HPDF_Font font;
	struct used used = { { 0 } };
	guint8 *file;

	HPDF_UseUTFEncodings(doc);
	page = HPDF_AddPage(doc);
	font = HPDF_GetFont(doc, HPDF_LoadTTFontFromFile(doc, path, HPDF_TRUE), "UTF-8");
	HPDF_Page_BeginText(page);
	HPDF_Page_SetFontAndSize(page, font, 10);
	HPDF_Page_TextOut(page, 50, 50, text);
	HPDF_Page_EndText(page);
	for (const char *p = text; *p != '\0'; p += g_utf8_skip[(guchar)*p])
		used.bits[g_utf8_get_char(p) / 8] |= (guint8)(0x80 >> g_utf8_get_char(p) % 8);
	if (repaired)
		pdfa_finish_font(font, f, &used, false);
	HPDF_SaveToStream(doc);
	*size = HPDF_GetStreamSize(doc);
	file = g_malloc(*size);
	HPDF_ReadFromStream(doc, file, size);
	HPDF_Free(doc);
	return file;
}

/* Glyphs of the text, with all their parts, that the font draws and the subset does not. */
static unsigned
count_lost(const char *path, const struct font *f, const char *text, bool repaired)
{
	HPDF_UINT32 size;
	guint8 *file = embed(path, f, text, repaired, &size), *marks = g_malloc0(f->glyphs);
	struct font subset;
	unsigned lost = 0;

	for (const char *p = text; *p != '\0'; p += g_utf8_skip[(guchar)*p])
		marks[font_glyph(f, g_utf8_get_char(p))] = 1;
	font_close_glyphs(f, marks);
	g_assert_true(open_subset(&subset, file, size));
	for (unsigned i = 0; i < f->glyphs; i++)
		lost += marks[i] != 0 && has_outline(f, i) && !has_outline(&subset, i);
	g_free(marks);
	g_free(file);
	return lost;
}

/* Every character of the built-in fonts, and then fonts that have parts of parts, where they are installed. */
static void
test_built_in(void)
{
	unsigned n = 0;

	for (const struct embedded *file = embedded_files; file->path != NULL; file++) {
		char *path = g_build_filename(g_get_tmp_dir(), "hybrid-audit-font-XXXXXX", NULL);
		GString *text = g_string_new(NULL);
		struct font f;
		const int fd = g_str_has_suffix(file->path, ".ttf") ? g_mkstemp(path) : -1;

		if (fd < 0) {
			g_free(path);
			g_string_free(text, TRUE);
			continue;
		}
		n++;
		close(fd);
		g_assert_true(g_file_set_contents(path, (const char *)file->data, (gssize)file->size, NULL));
		g_assert_true(font_open(&f, file->data, file->size));
		for (gunichar c = 0x20; c < 0xd800; c++)
			if (font_glyph(&f, c) != 0)
				g_string_append_unichar(text, c);
		g_assert_cmpint(g_utf8_strlen(text->str, -1), >, 800);
		g_assert_cmpuint(font_nested_composites(&f), ==, 0);
		if (pdfa_knows(HPDF_GetVersion()))
			g_assert_cmpuint(count_lost(path, &f, text->str, true), ==, 0);
		remove(path);
		g_free(path);
		g_string_free(text, TRUE);
	}
	g_assert_cmpuint(n, >=, FACES);
}

static void
test_nested(void)
{
	/* Capital letters with accents that these fonts build of parts of parts. */
	static const struct { const char *path, *text; } fonts[] = {
		{ "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", "\u0149\u01c4\u01c5\u01d6" },
		{ "/usr/share/fonts/truetype/noto/NotoSansMono-Regular.ttf", "\u00c0\u00c9\u00ce\u00d5\u00dc\u00c7" },
	};
	bool any = false;

	for (size_t i = 0; i < G_N_ELEMENTS(fonts) && pdfa_knows(HPDF_GetVersion()); i++) {
		char *data;
		gsize size;
		struct font f;

		if (!g_file_get_contents(fonts[i].path, &data, &size, NULL))
			continue;
		any = true;
		g_assert_true(font_open(&f, (const guint8 *)data, size));
		g_assert_cmpuint(font_nested_composites(&f), >, 0);
		/* The fault is there without the repair: else this proves nothing. */
		g_assert_cmpuint(count_lost(fonts[i].path, &f, fonts[i].text, false), >, 0);
		g_assert_cmpuint(count_lost(fonts[i].path, &f, fonts[i].text, true), ==, 0);
		g_free(data);
	}
	if (!any)
		g_test_skip("no font with parts of parts is installed");
}

static void
test_versions(void)
{
	static const char *const others[] = { "", "2.2.1", "2.3.0RC3", "2.3.1", "2.4.5" };

	for (size_t i = 0; i < G_N_ELEMENTS(others); i++)
		g_assert_false(pdfa_knows(others[i]));
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/fonts/close", test_close);
	g_test_add_func("/fonts/built-in", test_built_in);
	g_test_add_func("/fonts/nested", test_nested);
	g_test_add_func("/fonts/versions", test_versions);
	return g_test_run();
}
