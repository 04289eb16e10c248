/* Logos and fonts from outside: every form that is promised becomes plain pixels, and nothing damaged reaches the PDF library. */
#include <glib.h>
#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

#include "../../audit/embedded.h"
#include "../../report/font_check.h"
#include "../../report/theme.h"

enum { WIDTH = 24, HEIGHT = 16 };

/* ---- PNG ---- */

static void
take(png_structp png, png_bytep data, png_size_t n)
{
	g_byte_array_append(png_get_io_ptr(png), data, (guint)n);
}

static void
no_flush(png_structp png)
{
	(void)png;
}

/* Rows of noughts: black, or the first colour of a palette, and transparent where there is alpha; tRNS says the same of a palette. */
static GByteArray *
make_png(int type, int bits, int interlace)
{
	GByteArray *file = g_byte_array_new();
	png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
	png_infop info = png_create_info_struct(png);
	png_byte rows[HEIGHT][WIDTH * 8] = { { 0 } };
	png_bytep row[HEIGHT];
	const png_color palette[2] = { { 10, 20, 30 }, { 200, 100, 50 } };
	const png_byte alpha[1] = { 0 };

	for (int y = 0; y < HEIGHT; y++)
		row[y] = rows[y];
	png_set_write_fn(png, file, take, no_flush);
	png_set_IHDR(png, info, WIDTH, HEIGHT, bits, type, interlace, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
	if (type == PNG_COLOR_TYPE_PALETTE) {
		png_set_PLTE(png, info, palette, 2);
		png_set_tRNS(png, info, alpha, 1, NULL);
	}
	png_write_info(png, info);
	png_write_image(png, row);
	png_write_end(png, NULL);
	png_destroy_write_struct(&png, &info);
	return file;
}

static void
expect_picture(const GByteArray *file, guint8 red)
{
	struct picture p;

	g_assert_cmpstr(picture_decode(&p, file->data, file->len), ==, NULL);
	g_assert_cmpuint(p.width, ==, WIDTH);
	g_assert_cmpuint(p.height, ==, HEIGHT);
	g_assert_nonnull(p.rgb);
	g_assert_cmpuint(p.rgb[0], ==, red);
	g_assert_cmpuint(p.rgb[3 * WIDTH * HEIGHT - 3], ==, red);
	g_free(p.rgb);
}

static void
test_png(void)
{
	static const struct { int type, bits, interlace; guint8 red; } cases[] = {
		{ PNG_COLOR_TYPE_RGB, 8, PNG_INTERLACE_NONE, 0 }, { PNG_COLOR_TYPE_RGB, 16, PNG_INTERLACE_NONE, 0 },
		{ PNG_COLOR_TYPE_GRAY, 16, PNG_INTERLACE_NONE, 0 }, { PNG_COLOR_TYPE_GRAY, 1, PNG_INTERLACE_NONE, 0 },
		{ PNG_COLOR_TYPE_GRAY_ALPHA, 8, PNG_INTERLACE_NONE, 255 }, { PNG_COLOR_TYPE_RGB_ALPHA, 8, PNG_INTERLACE_ADAM7, 255 },
		{ PNG_COLOR_TYPE_RGB_ALPHA, 16, PNG_INTERLACE_NONE, 255 }, { PNG_COLOR_TYPE_PALETTE, 8, PNG_INTERLACE_NONE, 255 },
		{ PNG_COLOR_TYPE_PALETTE, 1, PNG_INTERLACE_ADAM7, 255 },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		GByteArray *file = make_png(cases[i].type, cases[i].bits, cases[i].interlace);

		expect_picture(file, cases[i].red);
		g_byte_array_unref(file);
	}
}

/* ---- JPEG ---- */

static GByteArray *
make_jpeg(J_COLOR_SPACE space, int components, gboolean progressive)
{
	GByteArray *file = g_byte_array_new();
	struct jpeg_compress_struct jpeg;
	struct jpeg_error_mgr errors;
	JSAMPLE samples[WIDTH * 4];
	JSAMPROW row = samples;
	unsigned char *data = NULL;
	unsigned long size = 0;

	memset(samples, 255, sizeof samples);
	jpeg.err = jpeg_std_error(&errors);
	jpeg_create_compress(&jpeg);
	jpeg_mem_dest(&jpeg, &data, &size);
	jpeg.image_width = WIDTH;
	jpeg.image_height = HEIGHT;
	jpeg.input_components = components;
	jpeg.in_color_space = space;
	jpeg_set_defaults(&jpeg);
	if (progressive)
		jpeg_simple_progression(&jpeg);
	jpeg_start_compress(&jpeg, TRUE);
	while (jpeg.next_scanline < jpeg.image_height)
		jpeg_write_scanlines(&jpeg, &row, 1);
	jpeg_finish_compress(&jpeg);
	jpeg_destroy_compress(&jpeg);
	g_byte_array_append(file, data, (guint)size);
	free(data);
	return file;
}

static void
test_jpeg(void)
{
	/* CMYK of Adobe is inverted: 255 is no ink. */
	static const struct { J_COLOR_SPACE space; int components; gboolean progressive; } cases[] = {
		{ JCS_RGB, 3, FALSE }, { JCS_RGB, 3, TRUE }, { JCS_GRAYSCALE, 1, FALSE }, { JCS_CMYK, 4, FALSE },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		GByteArray *file = make_jpeg(cases[i].space, cases[i].components, cases[i].progressive);

		expect_picture(file, 255);
		g_byte_array_unref(file);
	}
}

/* ---- damaged pictures ---- */

static void
refuse_picture(const guint8 *data, gsize size)
{
	struct picture p;

	g_assert_cmpstr(picture_decode(&p, data, size), !=, NULL);
	g_assert_null(p.rgb);
}

/* Cut anywhere before the picture is whole, and with each octet of the data changed: refused or read, never a crash. */
static void
cut_and_change(GByteArray *file, guint whole)
{
	struct picture p;

	for (guint n = 0; n < whole; n++)
		refuse_picture(file->data, n);
	for (guint i = 8; i < file->len; i++) {
		file->data[i] ^= 0x55;
		picture_decode(&p, file->data, file->len);
		g_free(p.rgb);
		file->data[i] ^= 0x55;
	}
}

static void
test_damaged(void)
{
	static const char text[] = "This is no picture.";
	GByteArray *png = make_png(PNG_COLOR_TYPE_RGB_ALPHA, 8, PNG_INTERLACE_NONE), *jpeg = make_jpeg(JCS_RGB, 3, FALSE);
	GByteArray *progressive = make_jpeg(JCS_CMYK, 4, TRUE);
	/* IDAT stands last but for IEND (12 octets), and ends with its CRC. */
	const guint crc = png->len - 12 - 1;

	refuse_picture((const guint8 *)text, sizeof text);
	refuse_picture((const guint8 *)"", 0);
	png->data[crc] ^= 1;
	refuse_picture(png->data, png->len);
	png->data[crc] ^= 1;
	/* Of more pixels than memory is for. */
	png->data[16] = 0x7f;
	refuse_picture(png->data, png->len);
	png->data[16] = 0;
	cut_and_change(png, png->len - 12 - 4);
	cut_and_change(jpeg, jpeg->len - 2);
	cut_and_change(progressive, progressive->len - 2);
	g_byte_array_unref(png);
	g_byte_array_unref(jpeg);
	g_byte_array_unref(progressive);
}

static void
test_reduced(void)
{
	/* Two rows of five pixels. */
	static const guint8 chequered[] = {
		0, 0, 0, 255, 255, 255, 0, 0, 0, 9, 9, 9, 9, 9, 9,
		255, 255, 255, 0, 0, 0, 9, 9, 9, 9, 9, 9, 9, 9, 9,
	};
	struct picture p = { g_memdup2(chequered, sizeof chequered), 5, 2 }, flat = { g_malloc0(3 * 9), 9, 1 };

	picture_reduce(&p, 5, 2);
	g_assert_cmpuint(p.width, ==, 5);
	picture_reduce(&p, 3, 2);
	g_assert_cmpuint(p.width, ==, 2);
	g_assert_cmpuint(p.height, ==, 1);
	g_assert_cmpuint(p.rgb[0], ==, 127);
	g_free(p.rgb);
	/* Nothing would be left of it. */
	picture_reduce(&flat, 2, 2);
	g_assert_cmpuint(flat.width, ==, 9);
	g_free(flat.rgb);
}

/* ---- fonts ---- */

static const struct embedded *
font_file(void)
{
	const struct embedded *file = embedded_find("templates/fonts/JetBrainsMono-Regular.ttf");

	g_assert_nonnull(file);
	return file;
}

static guint32
u32(const guint8 *data)
{
	return (guint32)data[0] << 24 | (guint32)data[1] << 16 | (guint32)data[2] << 8 | data[3];
}

/* Where a table begins; 0 when there is none. */
static guint32
table_at(const guint8 *data, const char *tag)
{
	for (unsigned i = 0; i < (unsigned)(data[4] << 8 | data[5]); i++)
		if (memcmp(data + 12 + 16 * i, tag, 4) == 0)
			return u32(data + 12 + 16 * i + 8);
	return 0;
}

static void
test_fonts(void)
{
	static const char *const names[] = { "OpenSans-Regular.ttf", "OpenSans-Semibold.ttf", "JetBrainsMono-Regular.ttf" };

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		char *path = g_strconcat("templates/fonts/", names[i], NULL);
		const struct embedded *file = embedded_find(path);

		g_assert_nonnull(file);
		g_assert_cmpstr(font_check(file->data, file->size), ==, NULL);
		g_free(path);
	}
}

/* One place of a table set to a value. */
static void
test_fonts_damaged(void)
{
	static const struct { const char *tag; unsigned at; guint8 high, low; const char *says; } cases[] = {
		{ "head", 12, 0, 0, "head" }, { "head", 18, 0, 0, "head" }, { "head", 50, 0, 2, "head" }, { "maxp", 4, 0x7f, 0xff, "hmtx" },
		{ "maxp", 4, 0, 0, "no glyphs" }, { "hhea", 34, 0, 0, "hmtx" }, { "hhea", 34, 0xff, 0xff, "hmtx" }, { "OS/2", 8, 0, 2, "licence" },
		{ "OS/2", 8, 1, 0, "licence" }, { "name", 2, 0xff, 0xff, "name" }, { "cmap", 2, 0xff, 0xff, "cmap" }, { "loca", 4, 0xff, 0xff, "loca" },
	};
	const struct embedded *file = font_file();

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		guint8 *data = g_memdup2(file->data, file->size);
		const guint32 table = table_at(data, cases[i].tag);
		const char *why;

		g_assert_cmpuint(table, !=, 0);
		data[table + cases[i].at] = cases[i].high;
		data[table + cases[i].at + 1] = cases[i].low;
		why = font_check(data, file->size);
		g_assert_nonnull(why);
		g_assert_nonnull(strstr(why, cases[i].says));
		g_free(data);
	}
}

/* Cut anywhere, and changed anywhere in what is followed: an answer, and no reading beyond the end (as the sanitizers see). */
static void
test_fonts_strange(void)
{
	const struct embedded *file = font_file();
	guint8 *data = g_memdup2(file->data, file->size);
	const char *const tags[] = { "cmap", "glyf", "loca", "name", "maxp", "hhea", "head" };

	for (gsize n = 0; n < file->size; n += 1 + n / 16) {
		guint8 *cut = g_memdup2(file->data, n);

		g_assert_nonnull(font_check(cut, n));
		g_free(cut);
	}
	for (size_t t = 0; t < G_N_ELEMENTS(tags); t++)
		for (guint32 i = 0, at = table_at(data, tags[t]); i < 120 && at + i < file->size; i += 3) {
			data[at + i] ^= 0xff;
			(void)font_check(data, file->size);
			data[at + i] ^= 0xff;
		}
	g_assert_nonnull(font_check((const guint8 *)"", 0));
	g_free(data);
}

/* ---- contrast ---- */

static void
count_faint(const char *colour, const char *ground, double contrast, void *closure)
{
	g_test_message("%s on %s: %.2f", colour, ground, contrast);
	++*(unsigned *)closure;
}

static void
test_contrast(void)
{
	const struct embedded *file = embedded_find("templates/en/theme.ini");
	GError *error = NULL;
	struct theme *theme = theme_parse((const char *)file->data, file->size, "theme.ini", &error);
	const struct rgb black = { 0, 0, 0 }, white = { 1, 1, 1 };
	unsigned faint = 0;

	g_assert_no_error(error);
	g_assert_cmpfloat_with_epsilon(theme_contrast(&black, &white), 21, 0.001);
	theme_faint(theme, count_faint, &faint);
	g_assert_cmpuint(faint, ==, 0);
	theme->colour[COLOUR_TEXT] = (struct rgb){ 0.7F, 0.7F, 0.7F };
	theme_faint(theme, count_faint, &faint);
	g_assert_cmpuint(faint, ==, 2);
	theme_free(theme);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/picture/png", test_png);
	g_test_add_func("/picture/jpeg", test_jpeg);
	g_test_add_func("/picture/damaged", test_damaged);
	g_test_add_func("/picture/reduced", test_reduced);
	g_test_add_func("/font/ours", test_fonts);
	g_test_add_func("/font/damaged", test_fonts_damaged);
	g_test_add_func("/font/strange", test_fonts_strange);
	g_test_add_func("/theme/contrast", test_contrast);
	return g_test_run();
}
