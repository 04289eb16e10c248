#ifndef UNIT_PAPER_H
#define UNIT_PAPER_H

#include <glib.h>

#include "../../audit/embedded.h"
#include "../../report/layout.h"

/* The built-in theme with its line of the page's size changed: "size = A4", "width = 420\nheight = 600". */
static struct theme *
theme_on(const char *size)
{
	const struct embedded *file = embedded_find("templates/en/theme.ini");
	GString *ini = g_string_new_len((const char *)file->data, (gssize)file->size);
	GError *error = NULL;
	struct theme *theme;

	g_assert_cmpuint(g_string_replace(ini, "size   = A4", size, 0), ==, 1);
	theme = theme_parse(ini->str, ini->len, "theme.ini", &error);
	g_assert_no_error(error);
	g_string_free(ini, TRUE);
	return theme;
}

static void
fonts_open(struct font fonts[FACES], const struct theme *theme)
{
	for (int face = 0; face < FACES; face++)
		g_assert_true(font_open(&fonts[face], theme->font[face].data, theme->font[face].size));
}

#endif
