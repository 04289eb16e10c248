/* What kind of table it is: by the #TYPE line, else by the signature of its column names. */
#include <string.h>

#include "csv_rows.h"
#include "table_kinds.h"

/* ---- the header line ---- */

static void
take_columns(const struct row *row, void *closure)
{
	struct header *h = closure;

	if (h->columns != NULL)
		return;
	h->n = row->n;
	h->columns = g_new0(char *, row->n + 1);
	for (size_t i = 0; i < row->n; i++)
		h->columns[i] = g_strdup(row->cells[i] != NULL ? row->cells[i] : "");
}

static void
no_columns(unsigned line, const char *text, const char *code, void *closure)
{
	(void)line;
	(void)text;
	(void)code;
	(void)closure;
}

static size_t
count_known(const struct header *h)
{
	size_t n = 0;

	for (size_t i = 0; i < h->n; i++)
		n += column_names_have(h->names, h->columns[i]);
	return n;
}

static void
split_by(struct header *h, const char *line, size_t size, char delimiter)
{
	struct rows_reader reader = { delimiter, 1, take_columns, no_columns, h };

	g_strfreev(h->columns);
	h->columns = NULL;
	h->n = 0;
	rows_read_csv(&reader, line, size);
	h->delimiter = delimiter;
}

/* "a","b": how Export-Csv of Windows PowerShell writes every name. */
static bool
all_quoted(const struct header *h, const char *line, size_t size)
{
	size_t quotes = 0;

	for (size_t i = 0; i < size; i++)
		quotes += line[i] == '"';
	return h->n > 0 && quotes >= 2 * h->n && line[0] == '"';
}

/* The delimiter is the one that makes known column names; two that are equally good leave the table unread. */
static void
choose_delimiter(struct header *h, const char *line, size_t size)
{
	static const char candidates[] = ",;\t|";
	size_t best = 0, columns = 0;
	char chosen = ',';
	bool tie = false;

	for (const char *c = candidates; *c != '\0'; c++) {
		size_t known;

		split_by(h, line, size, *c);
		known = count_known(h);
		if (known > best || (known == best && known > 0 && columns == 1 && h->n > 1)) {
			tie = known == best;
			best = known;
			columns = h->n;
			chosen = *c;
		} else if (known == best && known > 0 && h->n > 1) {
			tie = true;
		}
	}
	split_by(h, line, size, chosen);
	if (tie)
		h->refused = "delimiter-unclear";
}

bool
class_line(const char *text, int *kind)
{
	static const char mark[] = "#TYPE ";

	if (!g_str_has_prefix(text, mark))
		return false;
	*kind = kind_of_class(text + sizeof mark - 1);
	return true;
}

/* Lines before the column names: "#TYPE class", Excel's "sep=;", blank ones. */
static const char *
skip_prologue(struct header *h, const char *text, int *class_kind, char *separator)
{
	h->header_line = 1;
	for (;;) {
		size_t n = strcspn(text, "\n");
		char *line = g_strstrip(g_strndup(text, n));
		bool skip = *line == '\0';

		if (class_line(line, class_kind)) {
			g_free(h->class);
			h->class = g_strdup(line + strlen("#TYPE "));
			h->native = skip = true;
		} else if (g_ascii_strncasecmp(line, "sep=", 4) == 0 && strlen(line) <= 5) {
			*separator = line[4];
			skip = true;
		}
		g_free(line);
		if (!skip || text[n] == '\0')
			return text;
		text += n + 1;
		h->header_line++;
	}
}

/* A domain name alone makes a list of domains, unless the class says that it is another export. */
static bool
is_other_export(const struct signature *s, int class_kind)
{
	return class_kind == UNWANTED && (s == NULL || s->names[1] == NULL || s->kind == KIND_EWS_DIRECTORY);
}

/* Get-RemoteDomain has the column, too: without the others only the file's name tells. */
static int
kind_of_signature(const struct signature *s, const char *path)
{
	char *name = g_ascii_strdown(path, -1);
	const bool remote = strstr(name, "remotedomain") != NULL || strstr(name, "remote-domain") != NULL;

	g_free(name);
	if (s == NULL)
		return NO_KIND;
	return s->names[1] == NULL && s->kind == KIND_ACCEPTED_DOMAIN && remote ? KIND_REMOTE_DOMAIN : s->kind;
}

/* The last word of a class: "DomainContentConfig". */
static const char *
class_name(const char *class)
{
	const char *dot = class != NULL ? strrchr(class, '.') : NULL;

	return dot != NULL ? dot + 1 : class;
}

static void
decide_kind(struct header *h, int class_kind, const char *path)
{
	const struct signature *s = find_signature(h->columns, h->n);
	bool typed = false;

	for (size_t i = 0; i < h->n; i++)
		typed = typed || same_word(h->columns[i], "Type");
	h->otherwise = kind_of_signature(s, path);
	if (s != NULL && s->refused != NULL) {
		h->refused = s->refused;
	} else if (h->otherwise == UNWANTED || is_other_export(s, class_kind)) {
		h->kind = UNWANTED;
		h->what = h->class != NULL ? class_name(h->class) : s->what;
	} else if (class_kind >= 0) {
		h->kind = class_kind;
		h->by_class = true;
	} else {
		h->kind = typed ? SHEET : h->otherwise;
	}
}

bool
header_read(struct header *h, const char *text, const char *path)
{
	int class_kind = NO_KIND;
	char separator = '\0';
	const char *line;
	size_t size;

	*h = (struct header){ .kind = NO_KIND, .otherwise = NO_KIND, .names = column_names_new() };
	line = skip_prologue(h, text, &class_kind, &separator);
	size = strcspn(line, "\n");
	h->offset = (size_t)(line - text);
	if (separator != '\0' && strchr(",;\t|", separator) != NULL)
		split_by(h, line, size, separator);
	else
		choose_delimiter(h, line, size);
	h->native = h->native || all_quoted(h, line, size);
	if (h->n == 1 && same_word(h->columns[0], "Length"))
		h->refused = "length-export";
	if (h->refused == NULL)
		decide_kind(h, class_kind, path);
	h->native = h->native && h->kind != KIND_LOAD_BALANCER;
	return h->kind != NO_KIND || h->refused != NULL;
}

void
header_take_names(struct header *h, const char *const *names, size_t n, const char *class, const char *path)
{
	GHashTable *known = h->names != NULL ? h->names : column_names_new();

	g_strfreev(h->columns);
	g_free(h->class);
	*h = (struct header){ .kind = NO_KIND, .otherwise = NO_KIND, .native = true, .n = n, .names = known };
	h->columns = g_new0(char *, n + 1);
	for (size_t i = 0; i < n; i++)
		h->columns[i] = g_strdup(names[i]);
	h->class = g_strdup(class);
	decide_kind(h, class != NULL ? kind_of_class(class) : NO_KIND, path);
	if (h->kind == SHEET)
		h->kind = h->otherwise;
}

void
header_clear(struct header *h)
{
	g_strfreev(h->columns);
	g_free(h->class);
	g_clear_pointer(&h->names, g_hash_table_unref);
}

/* ---- a header among the rows ---- */

/* Column names are plain words; hardly a row of values is, so that few rows are looked at closely. */
static bool
only_words(const struct row *row)
{
	for (size_t i = 0; i < row->n; i++)
		for (const char *p = row->cells[i]; p != NULL && *p != '\0'; p++)
			if (!g_ascii_isalnum(*p) && strchr(" _-", *p) == NULL)
				return false;
	return true;
}

bool
header_in_row(const struct header *h, const struct row *row, int *kind)
{
	char **columns;
	size_t n = 0, known = 0;
	const struct signature *s;

	if (!only_words(row))
		return false;
	for (size_t i = 0; i < row->n; i++)
		known += row->cells[i] != NULL && column_names_have(h->names, row->cells[i]);
	if (known < 2)
		return false;
	columns = g_new0(char *, row->n + 1);
	for (size_t i = 0; i < row->n; i++)
		if (row->cells[i] != NULL && *row->cells[i] != '\0')
			columns[n++] = g_strdup(row->cells[i]);
	s = find_signature(columns, n);
	*kind = s != NULL ? s->kind : NO_KIND;
	g_strfreev(columns);
	return known == n || (s != NULL && s->names[1] != NULL);
}
