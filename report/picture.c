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
