/* What a theme names: fonts and a logo; and whether its colours can be read. */
#include <math.h>
#include <string.h>

#include "font_check.h"
#include "templates.h"
#include "theme.h"

static bool
refuse(GError **error, const char *file, const char *why)
{
	g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "%s: %s", file, why);
	return false;
}

/* A file that a line of the theme names; NULL and an error where there is none. */
static const struct template_file *
read_named(const struct theme *t, const char *directory, const char *path, unsigned line, gsize max, GError **error)
{
	GError *mistake = NULL;
	const struct template_file *file = template_read(t->region, directory, path, max, &mistake);

	if (mistake != NULL)
		g_propagate_error(error, mistake);
	else if (file == NULL)
		g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "%s:%u: there is no file %s", t->file, line, path);
	return file;
}

/* ---- fonts ---- */

static bool
load_font(struct theme *t, struct font_data *font, const char *directory, GError **error)
{
	char *path = g_strconcat("fonts/", font->name, NULL);
	const struct template_file *file = read_named(t, directory, path, font->line, TEMPLATE_FONT_MAX, error);
	const char *why = file != NULL && file->replaced ? font_check(file->data, file->size) : NULL;

	g_free(path);
	if (file == NULL)
		return false;
	font->data = file->data;
	font->size = file->size;
	return why == NULL || refuse(error, file->name, why);
}

/* ---- logo ---- */

static bool
load_logo(struct theme *t, const char *directory, GError **error)
{
	const struct template_file *file;
	const char *why;

	if (*t->logo_file == '\0')
		return true;
	file = read_named(t, directory, t->logo_file, t->logo_line, TEMPLATE_PICTURE_MAX, error);
	if (file == NULL)
		return false;
	why = picture_decode(&t->logo, file->data, file->size);
	if (why == NULL)
		picture_reduce(&t->logo, LOGO_WIDTH_MAX, LOGO_HEIGHT_MAX);
	return why == NULL || refuse(error, file->name, why);
}

bool
theme_load_files(struct theme *t, const char *directory, GError **error)
{
	for (int face = 0; face < FACES; face++)
		if (!load_font(t, &t->font[face], directory, error))
			return false;
	return load_logo(t, directory, error);
}

/* ---- contrast ---- */

/* WCAG 2.1, relative luminance. */
static double
linear(float part)
{
	return part <= 0.04045F ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4);
}

static double
luminance(const struct rgb *c)
{
	return 0.2126 * linear(c->red) + 0.7152 * linear(c->green) + 0.0722 * linear(c->blue);
}

double
theme_contrast(const struct rgb *a, const struct rgb *b)
{
	const double x = luminance(a), y = luminance(b);

	return (MAX(x, y) + 0.05) / (MIN(x, y) + 0.05);
}

void
theme_faint(const struct theme *t, void (*call)(const char *, const char *, double, void *), void *closure)
{
	static const struct { const char *colour; enum colour text; const char *ground; enum colour below; } uses[] = {
		{ "ink", COLOUR_INK, "white", COLOUR_WHITE }, { "ink", COLOUR_INK, "box", COLOUR_BOX },
		{ "text", COLOUR_TEXT, "white", COLOUR_WHITE }, { "text", COLOUR_TEXT, "box", COLOUR_BOX },
		{ "caption", COLOUR_CAPTION, "white", COLOUR_WHITE }, { "caption", COLOUR_CAPTION, "box", COLOUR_BOX },
		{ "link", COLOUR_LINK, "white", COLOUR_WHITE }, { "white", COLOUR_WHITE, "field", COLOUR_FIELD },
		{ "pale", COLOUR_PALE, "field", COLOUR_FIELD }, { "accent", COLOUR_ACCENT, "field", COLOUR_FIELD },
		{ "white", COLOUR_WHITE, "chip", COLOUR_CHIP }, { "pale", COLOUR_PALE, "chip", COLOUR_CHIP },
	};
	static const char *const tones[] = { "none", "blocker", "error", "warning", "info", "note", "met", "open", "not-applicable" };

	for (size_t i = 0; i < G_N_ELEMENTS(uses); i++) {
		const double c = theme_contrast(&t->colour[uses[i].text], &t->colour[uses[i].below]);

		if (c < 4.5)
			call(uses[i].colour, uses[i].ground, c, closure);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(tones); i++) {
		const struct rgb *ink = &t->colour[tone_ink((enum tone)i)];
		const double white = theme_contrast(ink, &t->colour[COLOUR_WHITE]), tint = theme_contrast(ink, &t->colour[tone_tint((enum tone)i)]);

		if (white < 4.5)
			call(tones[i], "white", white, closure);
		if (tint < 4.5)
			call(tones[i], "tint", tint, closure);
	}
}
