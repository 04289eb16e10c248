/* Pictures as lists: the same stations and spans, with an arrow before what is reached from the station above. */
#include "text_pictures.h"

static void
add_joined(GString *s, const char *before, const char *text)
{
	if (text != NULL && *text != '\0')
		g_string_append_printf(s, "%s%s", s->len > 0 ? before : "", text);
}

GPtrArray *
timeline_lines(const struct block *b)
{
	GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);

	for (size_t i = 0; i < b->nspans; i++) {
		const struct span *span = &b->spans[i];
		GString *s = g_string_new(span->name);

		if (span->detail != NULL && *span->detail != '\0')
			g_string_append_printf(s, " (%s)", span->detail);
		g_ptr_array_add(lines, g_string_free(s, FALSE));
		g_ptr_array_add(lines, g_strdup_printf("    %s", span->text));
	}
	return lines;
}

/* "Load balancer: 10.20.30.40; SMTP, source addresses pass through [Not known]" */
static char *
station_line(const struct block *b, const struct station *station)
{
	const char *label = station->label != NULL ? station->label : b->columns[station->column].title;
	GString *s = g_string_new(NULL);
	char *line;

	if (g_strcmp0(label, station->title) != 0)
		add_joined(s, "", label);
	add_joined(s, ": ", station->title);
	for (size_t i = 0; i < station->nlines; i++)
		add_joined(s, i == 0 ? "; " : ", ", station->lines[i]);
	if (station->word != NULL)
		g_string_append_printf(s, " [%s]", station->word);
	line = g_strdup_printf("%*s%s%s", (int)(2 * station->column), "", station->arrow ? station->crossed ? "-x " : "-> " : "", s->str);
	g_string_free(s, TRUE);
	return line;
}

GPtrArray *
picture_lines(const struct block *b)
{
	GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);

	for (size_t i = 0; i < b->nlanes; i++)
		for (size_t k = 0; k < b->lanes[i].n; k++)
			g_ptr_array_add(lines, station_line(b, &b->lanes[i].stations[k]));
	return lines;
}
