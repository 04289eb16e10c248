#include "csv_rows.h"

#include <csv.h>
#include <string.h>

struct state {
	const struct rows_reader *reader;
	struct csv_parser parser;
	GString *cells;                 /* contents of the row's cells, each with a NUL behind */
	GArray *offsets;                /* gssize: where a cell begins; -1 for an empty one without quotes */
	bool done;                      /* the row has ended */
	unsigned row_line;
};

static void
on_cell(void *data, size_t n, void *closure)
{
	struct state *s = closure;
	gssize offset = data != NULL ? (gssize)s->cells->len : -1;

	g_array_append_val(s->offsets, offset);
	if (data != NULL) {
		g_string_append_len(s->cells, data, (gssize)n);
		g_string_append_c(s->cells, '\0');
	}
}

static void
on_row(int end, void *closure)
{
	(void)end;
	((struct state *)closure)->done = true;
}

static void
begin(struct state *s)
{
	csv_free(&s->parser);
	csv_init(&s->parser, CSV_STRICT | CSV_STRICT_FINI | CSV_EMPTY_IS_NULL | CSV_APPEND_NULL);
	csv_set_delim(&s->parser, (unsigned char)s->reader->delimiter);
	g_string_truncate(s->cells, 0);
	g_array_set_size(s->offsets, 0);
	s->done = false;
}

/* U+00A0, U+200B, U+200E, U+FEFF, or an ASCII blank, at the beginning of a text: how long it is, else 0. */
static size_t
invisible(const char *p)
{
	static const char *const marks[] = { "\302\240", "\342\200\213", "\342\200\216", "\357\273\277" };

	if (g_ascii_isspace(*p))
		return 1;
	for (size_t i = 0; i < G_N_ELEMENTS(marks); i++)
		if (g_str_has_prefix(p, marks[i]))
			return strlen(marks[i]);
	return 0;
}

/* The same at the end of a text of `size` octets. */
static size_t
invisible_at_end(const char *text, size_t size)
{
	for (size_t n = 1; n <= MIN(size, 3); n++)
		if (invisible(text + size - n) == n)
			return n;
	return 0;
}

char *
cell_strip(char *text)
{
	size_t n, size;

	while ((n = invisible(text)) > 0)
		text += n;
	size = strlen(text);
	while ((n = invisible_at_end(text, size)) > 0)
		size -= n;
	text[size] = '\0';
	return text;
}

static void
deliver(struct state *s, unsigned last_line)
{
	const char **cells = g_new(const char *, s->offsets->len + 1);
	struct row row = { s->row_line, last_line, s->offsets->len, cells, NULL };

	for (guint i = 0; i < s->offsets->len; i++) {
		gssize offset = g_array_index(s->offsets, gssize, i);

		cells[i] = offset >= 0 ? cell_strip(s->cells->str + offset) : NULL;
	}
	s->reader->row(&row, s->reader->closure);
	g_free(cells);
}

static const char *
line_end(const char *from, const char *end)
{
	const char *newline = memchr(from, '\n', (size_t)(end - from));

	return newline != NULL ? newline + 1 : end;
}

static void
report_fault(struct state *s, const char *from, const char *to, const char *code)
{
	char *text = g_strndup(from, (gsize)(to - from));

	s->reader->faulty(s->row_line, g_strchomp(text), code, s->reader->closure);
	g_free(text);
}

static bool
is_blank(const char *from, const char *to)
{
	while (from < to && strchr(" \t\n", *from) != NULL)
		from++;
	return from == to;
}

/* Reads the row that begins at `from`; returns where the next begins and counts lines. */
static const char *
read_row(struct state *s, const char *from, const char *end, unsigned *line)
{
	const char *at = from, *fault = NULL;

	begin(s);
	s->row_line = *line;
	for (unsigned n = 0; at < end && fault == NULL && !s->done && n < ROW_LINES_MAX; n++) {
		const char *next = line_end(at, end);
		size_t size = (size_t)(next - at);

		if (size > LINE_BYTES_MAX)
			fault = "row-too-large";
		else if (csv_parse(&s->parser, at, size, on_cell, on_row, s) != size)
			fault = "bad-row";
		else if (s->offsets->len > FIELDS_MAX)
			fault = "row-too-large";
		at = next;
		*line += 1;
		if (fault == NULL && !s->done && at == end && csv_fini(&s->parser, on_cell, on_row, s) != 0)
			fault = "cut-row";
	}
	if (fault == NULL && s->done && s->offsets->len <= FIELDS_MAX) {
		deliver(s, *line - 1);
		return at;
	}
	report_fault(s, from, line_end(from, end), fault != NULL ? fault : s->done ? "row-too-large" : "bad-row");
	*line = s->row_line + 1;
	return line_end(from, end);
}

void
rows_read_csv(const struct rows_reader *reader, const char *bytes, size_t size)
{
	struct state s = { .reader = reader, .cells = g_string_new(NULL), .offsets = g_array_new(FALSE, FALSE, sizeof(gssize)) };
	const char *at = bytes, *end = bytes + size;
	unsigned line = reader->first_line;

	csv_init(&s.parser, CSV_STRICT);
	while (at < end) {
		const char *next = line_end(at, end);

		if (is_blank(at, next)) {
			at = next;
			line++;
		} else {
			at = read_row(&s, at, end, &line);
		}
	}
	csv_free(&s.parser);
	g_string_free(s.cells, TRUE);
	g_array_unref(s.offsets);
}
