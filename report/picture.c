/* A logo as plain pixels.  libharu's own decoder aborts on a damaged PNG and breaks one of 16 bits, so it never sees the file. */
#include <png.h>
#include <string.h>

#include "theme.h"

static const char *
decode_png(struct picture *p, const guint8 *data, gsize size)
{
	const png_color white = { 255, 255, 255 };
	png_image image = { .version = PNG_IMAGE_VERSION };
	const char *why = NULL;

	if (png_image_begin_read_from_memory(&image, data, size) == 0)
		return "a damaged PNG file";
	if (image.width == 0 || image.height == 0 || (guint64)image.width * image.height > PICTURE_PIXELS_MAX) {
		png_image_free(&image);
		return "more than 16 million pixels";
	}
	/* Without an alpha channel in the wanted format the background shows through. */
	image.format = PNG_FORMAT_RGB;
	*p = (struct picture){ g_malloc(PNG_IMAGE_SIZE(image)), image.width, image.height };
	if (png_image_finish_read(&image, &white, p->rgb, 0, NULL) == 0)
		why = "a damaged PNG file";
	png_image_free(&image);
	return why;
}

const char *
picture_decode(struct picture *p, const guint8 *data, gsize size)
{
	static const guint8 png[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n' }, jpeg[] = { 0xff, 0xd8, 0xff };
	const char *why = "neither PNG nor JPEG";

	*p = (struct picture){ 0 };
	if (size >= sizeof png && memcmp(data, png, sizeof png) == 0)
		why = decode_png(p, data, size);
	else if (size >= sizeof jpeg && memcmp(data, jpeg, sizeof jpeg) == 0)
		why = picture_decode_jpeg(p, data, size);
	if (why != NULL)
		g_clear_pointer(&p->rgb, g_free);
	return why;
}

/* The mean of each block of factor x factor pixels; what is left at the right and lower edge is cut. */
static guint8
mean(const struct picture *p, unsigned factor, unsigned x, unsigned y, unsigned part)
{
	unsigned sum = 0;

	for (unsigned j = 0; j < factor; j++)
		for (unsigned i = 0; i < factor; i++)
			sum += p->rgb[3 * ((gsize)(y * factor + j) * p->width + x * factor + i) + part];
	return (guint8)(sum / (factor * factor));
}

void
picture_reduce(struct picture *p, unsigned width, unsigned height)
{
	const unsigned factor = MAX((p->width + width - 1) / width, (p->height + height - 1) / height);
	struct picture small = { NULL, p->width / MAX(factor, 1), p->height / MAX(factor, 1) };

	if (factor <= 1 || small.width == 0 || small.height == 0)
		return;
	small.rgb = g_malloc((gsize)3 * small.width * small.height);
	for (unsigned y = 0; y < small.height; y++)
		for (unsigned x = 0; x < small.width; x++)
			for (unsigned part = 0; part < 3; part++)
				small.rgb[3 * ((gsize)y * small.width + x) + part] = mean(p, factor, x, y, part);
	g_free(p->rgb);
	*p = small;
}
