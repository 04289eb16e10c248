#include "text_lines.h"

#include <string.h>

static unsigned
char_columns(gunichar c)
{
	return g_unichar_iszerowidth(c) ? 0 : g_unichar_iswide(c) ? 2 : 1;
}

unsigned
text_columns(const char *text)
{
	unsigned n = 0;

	for (; *text != '\0'; text += g_utf8_skip[(guchar)*text])
		n += char_columns(g_utf8_get_char(text));
	return n;
}

/* How many octets of the word fit into the width; at least one character. */
static gsize
fitting(const char *word, unsigned width)
{
	const char *p = word;
	unsigned n = 0;

	while (*p != '\0' && (p == word || n + char_columns(g_utf8_get_char(p)) <= width)) {
		n += char_columns(g_utf8_get_char(p));
		p += g_utf8_skip[(guchar)*p];
	}
	return (gsize)(p - word);
}

static void
add_word(GPtrArray *lines, GString *line, const char *word, unsigned width, gboolean cut)
{
	const unsigned columns = text_columns(word);

	if (line->len > 0 && text_columns(line->str) + 1 + columns > width) {
		g_ptr_array_add(lines, g_strdup(line->str));
		g_string_truncate(line, 0);
	}
	if (line->len > 0)
		g_string_append_c(line, ' ');
	for (; cut && text_columns(word) > width; word += fitting(word, width))
		g_ptr_array_add(lines, g_strndup(word, fitting(word, width)));
	g_string_append(line, word);
}

GPtrArray *
text_wrap(const char *text, unsigned width, gboolean cut)
{
	GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);
	char **words = g_strsplit_set(text, " \n", -1);
	GString *line = g_string_new(NULL);

	for (gsize i = 0; words[i] != NULL; i++)
		if (*words[i] != '\0')
			add_word(lines, line, words[i], width, cut);
	if (line->len > 0 || lines->len == 0)
		g_ptr_array_add(lines, g_strdup(line->str));
	g_string_free(line, TRUE);
	g_strfreev(words);
	return lines;
}
