/* A table's rows as objects. */
#include <string.h>

#include "csv_rows.h"
#include "path.h"
#include "table_kinds.h"
#include "table_values.h"

/* One table while it is read. */
struct table {
	struct input *in;
	const struct text *text;
	struct header header;
	bool cloud;
	int forced;                     /* kind of [files] in audit.ini, or NO_KIND */
	int type_column;
	int *property[KIND_COUNT];      /* column -> property or -1, per kind on first use */
	guint64 rows, lost;
	bool seen[KIND_COUNT];          /* kinds of the rows */
	unsigned header_row;            /* rows delivered so far are the header's when 0 */
};

static void
problem(struct table *t, const char *code, unsigned line, const char *field, const char *text, bool loss)
{
	source_problem(t->in->source, t->in->facts->region, code, line, field, text, loss);
}

static void
row_lost(struct table *t, const char *code, unsigned line, const char *field, const char *text)
{
	problem(t, code, line, field, text, true);
	t->lost++;
}

/* ---- kinds of rows ---- */

static bool
is_blank_row(const struct row *row)
{
	for (size_t i = 0; i < row->n; i++)
		if (row->cells[i] != NULL && row->cells[i][strspn(row->cells[i], " \t\n")] != '\0')
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

static int
find_column(const struct header *h, const char *name)
{
	for (size_t i = 0; i < h->n; i++)
		if (g_ascii_strcasecmp(h->columns[i], name) == 0)
			return (int)i;
	return -1;
}

static const char *
cell_text(const struct row *row, int column)
{
	const char *text = column >= 0 && (size_t)column < row->n ? row->cells[column] : NULL;

	return text != NULL ? text : "";
}

/* The virtual directories have one shape; the identity "EX01\EWS (Default Web Site)" tells them apart. */
static int
directory_kind(const struct table *t, const struct row *row)
{
	char *identity = g_ascii_strdown(cell_text(row, find_column(&t->header, "Identity")), -1);
	char *path = g_ascii_strdown(t->in->path, -1);
	int kind = NO_KIND;

	if (strstr(identity, "autodiscover") != NULL)
		kind = KIND_AUTODISCOVER_DIRECTORY;
	else if (strstr(identity, "ews") != NULL)
		kind = KIND_EWS_DIRECTORY;
	else if (strchr(identity, '\\') == NULL && strstr(path, "autodiscover") != NULL)
		kind = KIND_AUTODISCOVER_DIRECTORY;
	else if (strchr(identity, '\\') == NULL && (strstr(path, "ews") != NULL || strstr(path, "webservices") != NULL))
		kind = KIND_EWS_DIRECTORY;
	g_free(path);
	g_free(identity);
	return kind;
}

static int
row_kind(const struct table *t, const struct row *row)
{
	int kind = t->forced != NO_KIND ? t->forced : t->header.kind;

	if (kind == SHEET)
		kind = kind_of_type(cell_text(row, t->type_column));
	if (kind == KIND_EWS_DIRECTORY || kind == KIND_AUTODISCOVER_DIRECTORY)
		return directory_kind(t, row);
	if (t->cloud && kind == KIND_ACCEPTED_DOMAIN)
		return KIND_CLOUD_ACCEPTED_DOMAIN;
	if (t->cloud && kind == KIND_ORGANIZATION_RELATIONSHIP)
		return KIND_CLOUD_ORGANIZATION_RELATIONSHIP;
	return kind;
}

/* ---- one row ---- */

/* Which property each column fills; a printed name comes before an alias, the first alias before the next. */
static const int *
columns_of(struct table *t, enum kind kind)
{
	const struct header *h = &t->header;
	const bool sheet = h->kind == SHEET;
	int *map;

	if (t->property[kind] != NULL)
		return t->property[kind];
	map = g_new(int, h->n);
	for (size_t i = 0; i < h->n; i++)
		map[i] = kind_property(kind, h->columns[i]);
	for (size_t i = 0; i < h->n; i++) {
		int property = map[i] < 0 && (int)i != t->type_column ? column_property(kind, h->columns[i], sheet) : -1;
		bool taken = property < 0;

		for (size_t k = 0; k < h->n; k++)
			taken = taken || map[k] == property;
		if (!taken)
			map[i] = property;
	}
	t->property[kind] = map;
	return map;
}

static struct value
text_value(struct table *t, const char *text, struct place at)
{
	const char **item = region_alloc(t->in->facts->region, sizeof *item);

	*item = text;
	return (struct value){ VALUE_STATED, 1, item, at };
}

/* "EX01\Default Frontend EX01" from its parts, and the parts from it: properties of a connector or directory. */
static void
complete_identity(struct table *t, struct value *values, int whole, int part, struct place at)
{
	struct region *region = t->in->facts->region;
	const char *identity = value_text(&values[whole]), *server = value_text(&values[part]);
	const char *slash = identity != NULL ? strchr(identity, '\\') : NULL;

	if (identity != NULL && slash == NULL && server != NULL)
		values[whole] = text_value(t, region_printf(region, "%s\\%s", server, identity), at);
	if (server == NULL && slash != NULL && values[part].state != VALUE_LOST)
		values[part] = text_value(t, region_strndup(region, identity, (size_t)(slash - identity)), at);
}

/* "ex1.corp.contoso.local" is EX1: rows of one server merge, or contradict each other, under its first label. */
static void
complete_server(struct table *t, struct value *values, struct place at)
{
	const char *name = value_text(&values[SRV_NAME]), *dot = name != NULL ? strchr(name, '.') : NULL;

	if (dot == NULL || dot == name)
		return;
	if (values[SRV_FQDN].state == VALUE_NOT_STATED)
		values[SRV_FQDN] = text_value(t, name, at);
	values[SRV_NAME] = text_value(t, region_strndup(t->in->facts->region, name, (size_t)(dot - name)), at);
}

/* A domain name, or "*" for all of them. */
static bool
is_domain(struct region *region, const struct value *v)
{
	const char *name = value_text(v);

	return name == NULL || strcmp(name, "*") == 0 || name_normal(region, name) != NULL;
}

/* In rows of Type Domain the domain may stand under Name (formats.md 2.2). */
static void
complete_domain(struct table *t, const struct cell_context *context, const struct row *row, struct value *values)
{
	const int column = find_column(&t->header, "Name");
	const char *code;

	if (t->header.kind != SHEET || column < 0 || values[AD_DOMAIN_NAME].state != VALUE_NOT_STATED)
		return;
	values[AD_DOMAIN_NAME] = cell_value(context, KIND_ACCEPTED_DOMAIN, AD_DOMAIN_NAME, cell_text(row, column), &code);
	if (code != NULL)
		problem(t, code, row->line, "DomainName", cell_text(row, column), true);
}

static bool
has_key(enum kind kind, const struct value *values)
{
	const int *key = kinds[kind].key;
	bool any = key[0] < 0;

	for (size_t i = 0; i < G_N_ELEMENTS(kinds[kind].key) && key[i] >= 0; i++)
		any = any || value_text(&values[key[i]]) != NULL;
	if (kind == KIND_EXCHANGE_CERTIFICATE)
		return value_text(&values[CSRV_THUMBPRINT]) != NULL && value_text(&values[CSRV_SERVER]) != NULL;
	return any;
}

/* "Kind,Count": a count of 0 is the statement that the export was made and is empty. */
static void
take_collector(struct table *t, const struct value *values)
{
	const char *name = value_text(&values[COLLECTOR_KIND]), *count = value_text(&values[COLLECTOR_COUNT_]);
	int kind;

	if (name == NULL || count == NULL || strcmp(count, "0") != 0)
		return;
	kind = table_kind_named(name);
	/* Kinds that only the cloud has are called without the prefix. */
	if (kind == NO_KIND && g_ascii_strncasecmp(name, "EXO-", 4) == 0)
		kind = table_kind_named(name + 4);
	if (kind != NO_KIND)
		objects_supplied(t->in->facts->objects, (enum kind)kind, true);
}

static void
take_object(struct table *t, enum kind kind, const struct row *row)
{
	struct facts *facts = t->in->facts;
	const struct cell_context context = { facts->region, { t->in->path, row->line, NULL }, t->header.native, t->text->ansi };
	struct value *values = region_alloc(facts->region, kinds[kind].count * sizeof *values);
	const int *map = columns_of(t, kind);

	t->seen[kind] = true;
	for (unsigned i = 0; i < kinds[kind].count; i++)
		values[i] = value_none;
	for (size_t i = 0; i < row->n && i < t->header.n; i++) {
		const char *code;

		if (map[i] < 0)
			continue;
		values[map[i]] = cell_value(&context, kind, map[i], row->cells[i], &code);
		if (code != NULL)
			problem(t, code, row->line, kinds[kind].properties[map[i]].name, row->cells[i], true);
	}
	if (kind == KIND_RECEIVE_CONNECTOR)
		complete_identity(t, values, RC_IDENTITY, RC_SERVER, context.at);
	if (kind == KIND_EWS_DIRECTORY || kind == KIND_AUTODISCOVER_DIRECTORY)
		complete_identity(t, values, VD_IDENTITY, VD_SERVER, context.at);
	if (kind == KIND_SERVER)
		complete_server(t, values, context.at);
	if (kind == KIND_ACCEPTED_DOMAIN || kind == KIND_CLOUD_ACCEPTED_DOMAIN)
		complete_domain(t, &context, row, values);
	if ((kind == KIND_ACCEPTED_DOMAIN || kind == KIND_CLOUD_ACCEPTED_DOMAIN) && !is_domain(facts->region, &values[AD_DOMAIN_NAME])) {
		row_lost(t, "value-damaged", row->line, "DomainName", value_text(&values[AD_DOMAIN_NAME]));
		return;
	}
	if (!has_key(kind, values)) {
		row_lost(t, "row-without-key", row->line, kinds[kind].name, row->n > 0 ? row->cells[0] : NULL);
		return;
	}
	if (kind == KIND_COLLECTOR)
		take_collector(t, values);
	objects_add(facts->objects, facts->region, kind, values, context.at);
	t->in->source->objects++;
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

static void
on_row(const struct row *row, void *closure)
{
	struct table *t = closure;
	int kind;

	if (t->header_row++ == 0 || is_blank_row(row))
		return;
	if (repeats_header(t, row)) {
		problem(t, "repeated-header", row->line, NULL, NULL, false);
		return;
	}
	if (++t->rows > ROWS_MAX) {
		if (t->rows == ROWS_MAX + 1)
			row_lost(t, "too-many-rows", row->line, NULL, NULL);
		return;
	}
	if (wrong_width(t, row)) {
		row_lost(t, "column-count", row->line, NULL, row->cells[0]);
		return;
	}
	kind = row_kind(t, row);
	if (kind >= 0)
		take_object(t, (enum kind)kind, row);
	else if (t->header.kind == SHEET)
		row_lost(t, "unknown-type", row->line, "Type", cell_text(row, t->type_column));
}

static void
on_faulty(unsigned line, const char *text, bool cut, void *closure)
{
	row_lost(closure, cut ? "cut-row" : "bad-row", line, NULL, text);
}

static void
each_row(struct table *t, const struct text *text, void (*row)(const struct row *, void *),
    void (*faulty)(unsigned, const char *, bool, void *))
{
	const struct rows_reader reader = { t->header.delimiter, t->header.header_line, row, faulty, t };

	rows_read_csv(&reader, text->bytes + t->header.offset, text->size - t->header.offset);
}

/* ---- recognising ---- */

/* Does the table say itself that it is the cloud's?  Only a tenant has an initial domain. */
static void
look_for_tenant(const struct row *row, void *closure)
{
	struct table *t = closure;
	const char *name = cell_text(row, find_column(&t->header, "DomainName"));

	if (t->header_row++ == 0)
		return;
	if (g_ascii_strcasecmp(cell_text(row, find_column(&t->header, "InitialDomain")), "True") == 0 ||
	    (name_labels(name) == 3 && name_is_tenant(name)))
		t->cloud = true;
}

/* A sheet only if every Type is one of the words; a hoster's table of DNS records has such a column too. */
static void
check_types(const struct row *row, void *closure)
{
	struct table *t = closure;

	if (t->header_row++ > 0 && !is_blank_row(row) && kind_of_type(cell_text(row, t->type_column)) == NO_KIND)
		t->lost++;
}

static void
ignore_faulty(unsigned line, const char *text, bool cut, void *closure)
{
	(void)line;
	(void)text;
	(void)cut;
	(void)closure;
}

static bool
table_open(struct table *t, const struct text *text)
{
	t->text = text;
	t->type_column = -1;
	if (!header_read(&t->header, text->bytes))
		return false;
	t->type_column = t->header.kind == SHEET ? find_column(&t->header, "Type") : -1;
	if (t->header.kind == SHEET) {
		each_row(t, text, check_types, ignore_faulty);
		if (t->lost > 0) {
			t->header.kind = t->header.otherwise;
			t->type_column = -1;
		}
		t->lost = 0;
		t->header_row = 0;
	}
	return t->header.kind != NO_KIND || t->header.refused != NULL || t->header.ignored;
}

bool
table_recognise(const struct input *in, const struct text *head)
{
	struct table t = { .in = NULL, .forced = NO_KIND };
	struct path_setting stated;
	bool known = table_open(&t, head);

	header_clear(&t.header);
	return known || (path_setting(in->facts, in->path, &stated) && table_kind_named(stated.kind) != NO_KIND);
}

/* ---- reading ---- */

/* audit.ini wins over the path, the path over what the rows say.  False when nothing tells what the table is. */
static bool
decide(struct table *t, bool known)
{
	struct path_setting stated = { NULL, "", "", "" };
	const bool told = path_setting(t->in->facts, t->in->path, &stated);

	t->forced = told ? table_kind_named(stated.kind) : NO_KIND;
	if (t->forced != NO_KIND) {
		t->header.refused = NULL;
		t->header.ignored = false;
	}
	t->cloud = path_is_cloud(t->in->path);
	if (told && *stated.side != '\0') {
		t->cloud = g_ascii_strcasecmp(stated.side, "cloud") == 0;
	} else if (!t->cloud && t->header.kind == KIND_ACCEPTED_DOMAIN) {
		each_row(t, t->text, look_for_tenant, ignore_faulty);
		t->header_row = 0;
	}
	return known || t->forced != NO_KIND;
}

static void
describe(struct table *t)
{
	struct source *source = t->in->source;
	const char *delimiter = t->header.delimiter == '\t' ? "tab" : NULL;
	int only = NO_KIND;
	unsigned n = 0;

	for (int k = 0; k < KIND_COUNT; k++)
		if (t->seen[k]) {
			only = k;
			n++;
		}
	if (n == 0)
		only = row_kind(t, &(struct row){ 0, 0, 0, NULL });
	source->kind = n > 1 ? "mixed" : only >= 0 ? kinds[only].name : "export";
	source->encoding = delimiter != NULL ? region_printf(t->in->facts->region, "%s, %s", t->text->encoding, delimiter) :
	    region_printf(t->in->facts->region, "%s, %c", t->text->encoding, t->header.delimiter);
	if (only != NO_KIND && n <= 1)
		source->side = t->cloud || only == KIND_INBOUND_CONNECTOR || only == KIND_OUTBOUND_CONNECTOR || only == KIND_MIGRATION_ENDPOINT ?
		    "cloud" : "on-premises";
	/* A recognised header without rows says that there is nothing; lost rows leave a kind that proves no absence. */
	if (n == 0 && only >= 0 && t->lost == 0)
		objects_supplied(t->in->facts->objects, (enum kind)only, true);
	for (int k = 0; k < KIND_COUNT; k++)
		if (t->lost > 0 && (t->seen[k] || (n == 0 && k == only)))
			objects_partial(t->in->facts->objects, (enum kind)k);
	if (n == 0 && t->rows > 0)
		source->state = source->state == SOURCE_READ ? SOURCE_IGNORED : SOURCE_REFUSED;
}

void
table_read(struct input *in, const struct text *text)
{
	struct table t = { .in = in, .forced = NO_KIND };
	const bool known = decide(&t, table_open(&t, text));

	in->source->kind = "export";
	if (!known || t.header.refused != NULL) {
		problem(&t, known ? t.header.refused : "unknown-table", t.header.header_line, NULL, NULL, true);
		in->source->state = SOURCE_REFUSED;
	} else if (t.header.ignored) {
		in->source->state = SOURCE_IGNORED;
	} else {
		each_row(&t, text, on_row, on_faulty);
		describe(&t);
	}
	for (int k = 0; k < KIND_COUNT; k++)
		g_free(t.property[k]);
	header_clear(&t.header);
}
