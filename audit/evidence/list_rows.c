/*
 * Format-List: "Name : value" lines, an object a block.  PowerShell wraps a value to the window, between words (and drops the
 * blank) or in the middle of one, and lets it go on below its beginning; people paste the text into mail, which doubles the lines
 * or takes runs of blanks away.  Where a line was broken is kept in the cell: what it means depends on the property.
 */
#include <string.h>

#include "rows.h"

enum {
	INDENT_MIN = 2,         /* blanks before the rest of a value */
	WINDOW_MIN = 60,        /* no window is narrower: a shorter line did not end because of it */
	STARS_MIN = 20,         /* of a line that is nothing else: Start-Transcript writes 22 */
	BANNER_MAX = 40         /* lines of what it writes between two of them */
};

/* One line of the text. */
struct line {
	const char *text;
	size_t size, indent;            /* without blanks at the end; blanks at the beginning */
	size_t name, column;            /* "Name   : ": length of the name, place of the colon; 0: no property line */
	size_t value;                   /* where the value begins */
};

struct list {
	const struct rows_sink *sink;
	bool doubled, collapsed;        /* an empty line behind each; runs of blanks became one */
	size_t width;                   /* of the window, as far as wrapped lines tell; in characters */

	GPtrArray *names, *cells;       /* of the object at hand: char *, GString * */
	GArray *lines;                  /* unsigned */
	size_t column;                  /* of its colons */
	unsigned last_line, gap;        /* empty lines since the last one of the object */
	size_t last_width;              /* of the line before, in characters */
	GPtrArray *names_before;        /* of the object before: char * */

	bool transcript, stars;         /* a transcript's banner was seen; the line before was one of stars */
	unsigned banner;                /* lines of a banner that are still left out */
};

/* ---- lines ---- */

size_t
list_name(const char *line, size_t size, size_t *colon)
{
	size_t name = 0;

	if (size == 0 || !g_ascii_isalpha(line[0]))
		return 0;
	while (name < size && (g_ascii_isalnum(line[name]) || line[name] == '_'))
		name++;
	for (*colon = name; *colon < size && line[*colon] == ' ';)
		++*colon;
	if (*colon == name || *colon == size || line[*colon] != ':' || (*colon + 1 < size && line[*colon + 1] != ' '))
		return 0;
	return name;
}

static void
look_at(struct line *l, const char *text, size_t size)
{
	size_t colon;

	while (size > 0 && strchr(" \t", text[size - 1]) != NULL)
		size--;
	*l = (struct line){ .text = text, .size = size };
	while (l->indent < size && strchr(" \t", text[l->indent]) != NULL)
		l->indent++;
	l->name = list_name(text, size, &colon);
	if (l->name > 0) {
		l->column = colon;
		l->value = MIN(colon + 2, size);
	}
}

static bool
next_line(const char **at, const char *end, struct line *l)
{
	const char *stop;

	if (*at >= end)
		return false;
	stop = memchr(*at, '\n', (size_t)(end - *at));
	if (stop == NULL)
		stop = end;
	look_at(l, *at, (size_t)(stop - *at));
	*at = stop + 1;
	return true;
}

static size_t
width_of(const struct line *l)
{
	return (size_t)g_utf8_strlen(l->text, (gssize)l->size);
}

static bool
goes_on(const struct line *l)
{
	return l->size > 0 && l->indent >= INDENT_MIN;
}

/* What the text went through: told by its lines before any is taken. */
static void
look_around(struct list *s, const char *text, size_t size)
{
	const char *at = text, *end = text + size;
	struct line l, before = { .size = 0 };
	unsigned doubled = 0, single = 0, gap = 0, shifted = 0;

	while (next_line(&at, end, &l)) {
		if (l.size == 0) {
			gap++;
			continue;
		}
		if (before.column > 0 && l.column > 0) {
			doubled += gap == 1;
			single += gap == 0;
			shifted += gap <= 1 && l.column != before.column && l.column == l.name + 1 && before.column == before.name + 1;
		}
		if (goes_on(&l) && before.size > 0 && gap == 0)
			s->width = MAX(s->width, width_of(&before));
		before = l;
		gap = 0;
	}
	s->doubled = doubled > single;
	s->collapsed = shifted > (single + doubled) / 2;
}

/* Empty lines within an object. */
static unsigned
base_gap(const struct list *s)
{
	return s->doubled ? 1 : 0;
}

/* ---- objects ---- */

static void
free_cell(gpointer cell)
{
	g_string_free(cell, TRUE);
}

static void
finish(struct list *s)
{
	const guint n = s->names->len;
	const char **cells = g_new(const char *, n + 1);
	struct named_row row = { .names = (const char *const *)s->names->pdata };

	for (guint i = 0; i < n; i++)
		cells[i] = cell_strip(((GString *)g_ptr_array_index(s->cells, i))->str);
	if (n > 0) {
		row.row = (struct row){ g_array_index(s->lines, unsigned, 0), s->last_line, n, cells, (const unsigned *)(void *)s->lines->data };
		s->sink->row(&row, s->sink->closure);
	}
	g_free(cells);
	if (n > 0) {
		g_ptr_array_unref(s->names_before);
		s->names_before = s->names;
		s->names = g_ptr_array_new_with_free_func(g_free);
	}
	g_ptr_array_set_size(s->cells, 0);
	g_array_set_size(s->lines, 0);
}

static bool
has_name(const struct list *s, const struct line *l)
{
	for (guint i = 0; i < s->names->len; i++) {
		const char *name = g_ptr_array_index(s->names, i);

		if (strlen(name) == l->name && g_ascii_strncasecmp(name, l->text, l->name) == 0)
			return true;
	}
	return false;
}

/* The octets of the text that mean something here are taken from it. */
static void
append_text(GString *cell, const char *text, size_t size)
{
	for (size_t i = 0; i < size; i++) {
		if (text[i] == CELL_BREAK || text[i] == CELL_WRAP || text[i] == CELL_UNCLEAR)
			g_string_append(cell, "\357\277\275");
		else
			g_string_append_c(cell, text[i]);
	}
}

static void
take_property(struct list *s, const struct line *l, unsigned number)
{
	GString *cell = g_string_new(NULL);

	if (s->names->len > 0 && (has_name(s, l) || s->gap > base_gap(s) || (!s->collapsed && s->gap > 0 && l->column != s->column)))
		finish(s);
	if (s->names->len == 0)
		s->column = l->column;
	append_text(cell, l->text + l->value, l->size - l->value);
	g_ptr_array_add(s->names, g_strndup(l->text, l->name));
	g_ptr_array_add(s->cells, cell);
	g_array_append_val(s->lines, number);
}

/* A line that was full ends where the window did: in a word, or between two.  A shorter one ends where a word or an item does. */
static void
take_rest(struct list *s, const struct line *l)
{
	GString *cell = g_ptr_array_index(s->cells, s->cells->len - 1);

	if (cell->len > 0)
		g_string_append_c(cell, cell->str[cell->len - 1] == ',' ? ' ' : s->last_width >= MAX(s->width, WINDOW_MIN) ? CELL_BREAK : CELL_WRAP);
	append_text(cell, l->text + l->indent, l->size - l->indent);
}

/* "[PS] C:\>Get-ReceiveConnector | fl": the command above its output. */
static bool
is_prompt(const struct line *l)
{
	static const char *const prompts[] = { "[PS] ", "PS ", "[PS]>", "PS>" };

	for (size_t i = 0; i < G_N_ELEMENTS(prompts); i++)
		if (l->size >= strlen(prompts[i]) && memcmp(l->text, prompts[i], strlen(prompts[i])) == 0)
			return true;
	return false;
}

static bool
is_stars(const struct line *l)
{
	size_t n = 0;

	while (n < l->size && l->text[n] == '*')
		n++;
	return n == l->size && n >= STARS_MIN;
}

/* What Start-Transcript writes around a session: lines of stars, and between them who ran what, where and when.  In every
 * language its first line names PowerShell; stars alone are a script's own. */
static bool
in_banner(struct list *s, const struct line *l, unsigned number)
{
	const bool stars = is_stars(l), opens = s->stars && memmem(l->text, l->size, "PowerShell", 10) != NULL;

	s->stars = stars && s->banner == 0;
	if (stars) {
		finish(s);
		s->banner = 0;
		return true;
	}
	if (opens && !s->transcript)
		s->sink->problem("transcript-read", number, NULL, NULL, false, s->sink->closure);
	s->transcript = s->transcript || opens;
	if (opens)
		s->banner = BANNER_MAX;
	else if (s->banner > 0)
		s->banner--;
	return s->banner > 0;
}

/* A line of another origin: directly below a value nobody knows whether it is the value's rest. */
static void
take_stray(struct list *s, const struct line *l, unsigned number)
{
	char *text = g_strndup(l->text, l->size);

	if (s->cells->len > 0 && s->gap <= base_gap(s))
		g_string_append_c(g_ptr_array_index(s->cells, s->cells->len - 1), CELL_UNCLEAR);
	s->sink->problem("list-line-unclear", number, NULL, text, s->cells->len > 0, s->sink->closure);
	g_free(text);
}

static bool
is_property(const struct list *s, const struct line *l)
{
	if (l->column == 0)
		return false;
	return s->names->len == 0 || s->gap > 0 || l->column == s->column || l->column == l->name + 1;
}

static void
take_line(struct list *s, const struct line *l, unsigned number)
{
	if (l->size == 0) {
		s->gap++;
		return;
	}
	if (in_banner(s, l, number))
		return;
	if (is_property(s, l))
		take_property(s, l, number);
	else if (goes_on(l) && s->cells->len > 0 && (s->gap <= base_gap(s) || l->indent >= s->column + 2))
		take_rest(s, l);
	else if (is_prompt(l))
		finish(s);
	else
		take_stray(s, l, number);
	s->gap = 0;
	s->last_line = number;
	s->last_width = width_of(l);
}

/* Fewer properties than the object before had, and those the first of them; or a line without its end. */
static bool
is_cut(const struct list *s, const char *text, size_t size)
{
	if (s->names->len == 0 || s->gap > 0)
		return false;
	if (text[size - 1] != '\n')
		return true;
	for (guint i = 0; i < s->names->len; i++)
		if (i >= s->names_before->len ||
		    strcmp(g_ptr_array_index(s->names, i), g_ptr_array_index(s->names_before, i)) != 0)
			return false;
	return s->names->len < s->names_before->len;
}

/* The last value may be any beginning of what it was. */
static void
take_cut(struct list *s)
{
	g_string_append_c(g_ptr_array_index(s->cells, s->cells->len - 1), CELL_UNCLEAR);
	s->sink->problem("list-cut", s->last_line, g_ptr_array_index(s->names, s->names->len - 1), NULL, true, s->sink->closure);
}

void
rows_read_list(const char *text, size_t size, const struct rows_sink *sink)
{
	struct list s = { .sink = sink, .names = g_ptr_array_new_with_free_func(g_free), .cells = g_ptr_array_new_with_free_func(free_cell),
		.lines = g_array_new(FALSE, FALSE, sizeof(unsigned)), .names_before = g_ptr_array_new_with_free_func(g_free) };
	const char *at = text;
	struct line l;
	unsigned number = 0;

	look_around(&s, text, size);
	while (next_line(&at, text + size, &l))
		take_line(&s, &l, ++number);
	if (is_cut(&s, text, size))
		take_cut(&s);
	finish(&s);
	g_ptr_array_unref(s.names);
	g_ptr_array_unref(s.names_before);
	g_ptr_array_unref(s.cells);
	g_array_unref(s.lines);
}
