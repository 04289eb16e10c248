/* JPEG through libjpeg, whose errors leave by longjmp: no other file sees that. */
#include <setjmp.h>
#include <stdio.h>

#include <jpeglib.h>

#include "theme.h"

enum { SCANS_MAX = 64 };        /* each scan of a progressive file costs as much as the picture */

struct decoder {
	struct jpeg_decompress_struct jpeg;
	struct jpeg_error_mgr errors;
	struct jpeg_progress_mgr progress;
	jmp_buf leave;
};

static void
leave(j_common_ptr jpeg)
{
	struct decoder *d = jpeg->client_data;

	longjmp(d->leave, 1);
}

/* A warning (level below zero) is data that was made up: half a logo is a damaged file. */
static void
judge_message(j_common_ptr jpeg, int level)
{
	if (level < 0)
		leave(jpeg);
}

static void
say_nothing(j_common_ptr jpeg)
{
	(void)jpeg;
}

static void
count_scans(j_common_ptr jpeg)
{
	struct decoder *d = jpeg->client_data;

	if (d->jpeg.input_scan_number > SCANS_MAX)
		leave(jpeg);
}

/* Adobe writes CMYK inverted: 255 is no ink. */
static void
row_from_cmyk(const guint8 *from, guint8 *to, unsigned width, bool inverted)
{
	for (unsigned i = 0; i < width; i++, from += 4, to += 3)
		for (int k = 0; k < 3; k++) {
			const unsigned ink = inverted ? from[k] : 255U - from[k], black = inverted ? from[3] : 255U - from[3];

			to[k] = (guint8)(ink * black / 255);
		}
}

static const char *
read_header(struct decoder *d, const guint8 *data, gsize size)
{
	jpeg_mem_src(&d->jpeg, data, (unsigned long)size);
	jpeg_read_header(&d->jpeg, TRUE);
	if (d->jpeg.image_width == 0 || d->jpeg.image_height == 0 ||
	    (guint64)d->jpeg.image_width * d->jpeg.image_height > PICTURE_PIXELS_MAX)
		return "more than 16 million pixels";
	d->jpeg.out_color_space = d->jpeg.jpeg_color_space == JCS_CMYK || d->jpeg.jpeg_color_space == JCS_YCCK ? JCS_CMYK : JCS_RGB;
	return NULL;
}

/* row has room for a row of four octets a pixel. */
static void
read_rows(struct decoder *d, struct picture *p, guint8 *row)
{
	const bool cmyk = d->jpeg.out_color_space == JCS_CMYK;

	jpeg_start_decompress(&d->jpeg);
	while (d->jpeg.output_scanline < d->jpeg.output_height) {
		guint8 *to = p->rgb + (gsize)3 * p->width * d->jpeg.output_scanline;
		JSAMPROW into = cmyk ? row : to;

		jpeg_read_scanlines(&d->jpeg, &into, 1);
		if (cmyk)
			row_from_cmyk(row, to, p->width, d->jpeg.saw_Adobe_marker != FALSE);
	}
	jpeg_finish_decompress(&d->jpeg);
}

const char *
picture_decode_jpeg(struct picture *p, const guint8 *data, gsize size)
{
	struct decoder *d = g_new0(struct decoder, 1);
	guint8 *volatile row = NULL;
	const char *volatile why = "a damaged JPEG file";

	d->jpeg.err = jpeg_std_error(&d->errors);
	d->errors.error_exit = leave;
	d->errors.emit_message = judge_message;
	d->errors.output_message = say_nothing;
	d->progress.progress_monitor = count_scans;
	if (setjmp(d->leave) == 0) {
		d->jpeg.client_data = d;
		jpeg_create_decompress(&d->jpeg);
		d->jpeg.progress = &d->progress;
		why = read_header(d, data, size);
		if (why == NULL) {
			*p = (struct picture){ g_malloc((gsize)3 * d->jpeg.image_width * d->jpeg.image_height), d->jpeg.image_width,
				d->jpeg.image_height };
			row = g_malloc((gsize)4 * d->jpeg.image_width);
			why = "a damaged JPEG file";
			read_rows(d, p, row);
			why = NULL;
		}
	}
	jpeg_destroy_decompress(&d->jpeg);
	g_free(row);
	g_free(d);
	return why;
}
