/* Tables: recognised by their header, read row by row. */
#include "table.h"

#include <string.h>

#include "path.h"

void
table_problem(struct table *t, const char *code, unsigned line, const char *field, const char *text, bool loss)
{
	source_problem(t->in->source, t->in->facts->region, code, line, field, text, loss);
}

void
table_row_lost(struct table *t, const char *code, unsigned line, const char *field, const char *text)
{
	table_problem(t, code, line, field, text, true);
	t->lost++;
}

int
column_find(const struct table *t, const char *name)
{
	for (size_t i = 0; i < t->header.n; i++)
		if (g_ascii_strcasecmp(t->header.columns[i], name) == 0)
			return (int)i;
	return -1;
}

const char *
row_cell(const struct row *row, int column)
{
	const char *text = column >= 0 && (size_t)column < row->n ? row->cells[column] : NULL;

	return text != NULL ? text : "";
}

/* ---- rows ---- */

static bool
is_blank_row(const struct row *row)
{
	for (size_t i = 0; i < row->n; i++)
		if (row->cells[i] != NULL && *row->cells[i] != '\0')
			return false;
	return true;
}

/* Two exports joined into one file repeat the header. */
static bool
repeats_header(const struct table *t, const struct row *row)
{
	if (row->n != t->header.n)
		return false;
	for (size_t i = 0; i < row->n; i++)
		if (row->cells[i] == NULL || g_ascii_strcasecmp(row->cells[i], t->header.columns[i]) != 0)
			return false;
	return true;
}

static bool
wrong_width(const struct table *t, const struct row *row)
{
	if (row->n < t->header.n)
		return true;
	for (size_t i = t->header.n; i < row->n; i++)
		if (row->cells[i] != NULL && *row->cells[i] != '\0')
			return true;
	return false;
}

int
table_row_kind(const struct table *t, const struct row *row)
{
	int kind = t->forced != NO_KIND ? t->forced : t->header.kind;

	if (kind == SHEET)
		kind = kind_of_type(row_cell(row, t->type_column));
	else if (kind == KIND_EWS_DIRECTORY || kind == KIND_AUTODISCOVER_DIRECTORY)
		return table_directory_kind(t, row);
	return t->cloud && (t->forced == NO_KIND || kind_in_cloud(kind) != UNWANTED) ? kind_in_cloud(kind) : kind;
}

/* Another table begins here: what stands below belongs to none of this one's columns. */
static void
end_at(struct table *t, unsigned line, const char *text, int kind)
{
	table_row_lost(t, "second-table", line, NULL, text);
	if (kind >= 0)
		objects_partial(t->in->facts->objects, (enum kind)kind);
	t->ended = true;
}

/* "#TYPE ..." again: the class of the export that was appended. */
static bool
ends_at_class(struct table *t, unsigned line, const char *text)
{
	int kind;

	if (text == NULL || !class_line(text, &kind))
		return false;
	if (kind == t->header.kind || kind == NO_KIND)
		table_problem(t, "repeated-header", line, NULL, text, false);
	else
		end_at(t, line, text, kind);
	return true;
}

/* A header among the rows, of this table or of another one. */
static bool
joins(struct table *t, const struct row *row)
{
	int kind;

	if (ends_at_class(t, row->line, row->cells[0]))
		return true;
	if (repeats_header(t, row))
		table_problem(t, "repeated-header", row->line, NULL, NULL, false);
	else if (header_in_row(&t->header, row, &kind))
		end_at(t, row->line, row->cells[0], kind);
	else
		return false;
	return true;
}

static void
on_row(const struct row *row, void *closure)
{
	struct table *t = closure;
	int kind;

	if (t->header_row++ == 0 || t->ended || is_blank_row(row) || joins(t, row))
		return;
	if (++t->rows > ROWS_MAX) {
		if (t->rows == ROWS_MAX + 1)
			table_row_lost(t, "too-many-rows", row->line, NULL, NULL);
		return;
	}
	if (wrong_width(t, row)) {
		table_row_lost(t, "column-count", row->line, NULL, row->cells[0]);
		return;
	}
	kind = table_row_kind(t, row);
	if (kind >= 0)
		table_take(t, (enum kind)kind, row);
	else if (t->header.kind == SHEET)
		table_row_lost(t, "unknown-type", row->line, "Type", row_cell(row, t->type_column));
	else if (kind == NO_KIND)
		table_row_lost(t, "directory-unclear", row->line, NULL, row->cells[0]);
}

static void
on_faulty(unsigned line, const char *text, const char *code, void *closure)
{
	struct table *t = closure;

	if (!t->ended && !ends_at_class(t, line, text))
		table_row_lost(t, code, line, NULL, text);
}

static void
each_row(struct table *t, const struct text *text, void (*row)(const struct row *, void *),
    void (*faulty)(unsigned, const char *, const char *, void *), void *closure)
{
	const struct rows_reader reader = { t->header.delimiter, t->header.header_line, row, faulty, closure };

	rows_read_csv(&reader, text->bytes + t->header.offset, text->size - t->header.offset);
}

static void
ignore_faulty(unsigned line, const char *text, const char *code, void *closure)
{
	(void)line;
	(void)text;
	(void)code;
	(void)closure;
}

/* ---- recognising ---- */

/* The words of a column Type. */
struct types {
	const struct table *table;
	int column;
	guint64 rows, known, stated, domain_types;
	bool header_seen;
};

static void
count_type(const struct row *row, void *closure)
{
	struct types *c = closure;
	const char *word = row_cell(row, c->column);

	if (!c->header_seen) {
		c->header_seen = true;
	} else if (!is_blank_row(row) && !repeats_header(c->table, row)) {
		c->rows++;
		c->known += kind_of_type(word) != NO_KIND;
		c->stated += *word != '\0';
		c->domain_types += is_domain_type(word);
	}
}

/* Has the kind that the other columns tell a property Type, as authentication servers have? */
static bool
type_is_property(const struct table *t)
{
	return t->header.otherwise >= 0 && kind_property((enum kind)t->header.otherwise, "Type") >= 0;
}

/* No word that a sheet knows: another table that has such a column too, as a hoster's records have, and judged by its header.
 * One that is not known among others costs its row, and makes of the rest no other kind. */
static void
judge_types(struct table *t, const struct text *text)
{
	const bool property = type_is_property(t);
	struct types c = { .table = t, .column = column_find(t, "Type") };

	each_row(t, text, count_type, ignore_faulty, &c);
	if (c.known > 0 || (c.rows == 0 && !property)) {
		t->type_column = c.column;
		t->header.native = false;
		return;
	}
	t->header.native = t->header.native && property;
	t->header.kind = t->header.otherwise;
	if (c.stated > 0 && c.domain_types == c.stated)
		t->domain_type_column = c.column;
}

static bool
table_open(struct table *t, const struct text *text, const char *path)
{
	t->text = text;
	t->type_column = t->domain_type_column = -1;
	if (!header_read(&t->header, text->bytes, path))
		return false;
	if (t->header.kind == SHEET)
		judge_types(t, text);
	return t->header.kind != NO_KIND || t->header.refused != NULL;
}

bool
table_recognise(const struct input *in, const struct text *head)
{
	struct table t = { .in = NULL, .forced = NO_KIND };
	struct file_setting stated;
	bool known = table_open(&t, head, in->path);

	header_clear(&t.header);
	return known || (path_setting(in->facts, in->path, &stated) && stated.kind >= 0);
}

/* ---- reading ---- */

bool
table_row_is_tenants(const struct table *t, const struct row *row)
{
	const char *name = row_cell(row, column_find(t, "DomainName"));

	return g_ascii_strcasecmp(row_cell(row, column_find(t, "InitialDomain")), "True") == 0 ||
	    (name_labels(name) == 3 && name_is_tenant(name));
}

static void
look_for_tenant(const struct row *row, void *closure)
{
	struct table *t = closure;

	t->cloud = t->cloud || table_row_is_tenants(t, row);
}

bool
table_decide(struct table *t)
{
	struct file_setting stated;

	path_setting(t->in->facts, t->in->path, &stated);
	t->forced = stated.kind >= 0 ? stated.kind : NO_KIND;
	t->cloud = stated.cloud || (!stated.on_premises && path_is_cloud(t->in->path));
	return t->cloud || stated.on_premises;
}

/* audit.ini wins over the path, the path over what the rows say.  False when nothing tells what the table is. */
static bool
decide(struct table *t, bool known)
{
	const bool side_known = table_decide(t);

	if (t->forced != NO_KIND) {
		t->header.refused = NULL;
		if (t->header.kind == UNWANTED)
			t->header.kind = t->forced;
	} else if (t->cloud && t->header.kind >= 0 && kind_in_cloud(t->header.kind) == UNWANTED) {
		t->header.what = kinds[t->header.kind].name;
		t->header.kind = UNWANTED;
	}
	if (!side_known && t->header.kind == KIND_ACCEPTED_DOMAIN)
		each_row(t, t->text, look_for_tenant, ignore_faulty, t);
	return known || t->forced != NO_KIND;
}

void
table_describe(struct table *t, const char *form)
{
	struct source *source = t->in->source;
	int only = NO_KIND;
	unsigned n = 0;

	for (int k = 0; k < KIND_COUNT; k++)
		if (t->seen[k]) {
			only = k;
			n++;
		}
	if (n == 0 && !t->named)
		only = table_row_kind(t, &(struct row){ 0, 0, 0, NULL, NULL });
	source->kind = n > 1 ? "mixed" : only >= 0 ? kinds[only].name : "export";
	source->encoding = region_printf(t->in->facts->region, "%s, %s", t->text->encoding, form);
	if (only >= 0 && n <= 1)
		source->side = (t->cloud && kind_in_cloud(only) != UNWANTED) || kind_of_cloud(only) ? "cloud" : "on-premises";
	/* A recognised header without rows says that there is nothing; lost rows leave a kind that proves no absence. */
	if (n == 0 && only >= 0 && t->rows == 0 && t->lost == 0)
		objects_supplied(t->in->facts->objects, (enum kind)only, true);
	for (int k = 0; k < KIND_COUNT; k++)
		if (t->lost > 0 && (t->seen[k] || (n == 0 && k == only)))
			objects_partial(t->in->facts->objects, (enum kind)k);
	if (n == 0 && t->rows > 0)
		source->state = source->state == SOURCE_READ ? SOURCE_IGNORED : SOURCE_REFUSED;
}

void
table_forget_columns(struct table *t)
{
	for (int k = 0; k < KIND_COUNT; k++)
		g_clear_pointer(&t->property[k], g_free);
}

void
table_clear(struct table *t)
{
	table_forget_columns(t);
	header_clear(&t->header);
}

void
table_read(struct input *in, const struct text *text)
{
	struct table t = { .in = in, .forced = NO_KIND };
	const bool known = decide(&t, table_open(&t, text, in->path));
	const char delimiter[] = { t.header.delimiter, '\0' };

	in->source->kind = "export";
	if (!known || t.header.refused != NULL) {
		table_problem(&t, known ? t.header.refused : "unknown-table", t.header.header_line, NULL, NULL, true);
		in->source->state = SOURCE_REFUSED;
	} else if (t.header.kind == UNWANTED) {
		table_problem(&t, "export-not-wanted", t.header.header_line, NULL, t.header.what, false);
		in->source->state = SOURCE_IGNORED;
	} else {
		table_check_columns(&t);
		each_row(&t, text, on_row, on_faulty, &t);
		table_describe(&t, *delimiter == '\t' ? "tab" : delimiter);
	}
	table_clear(&t);
}
