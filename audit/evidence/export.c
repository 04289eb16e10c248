/* Exports of Exchange in other forms than CSV: which form it is, and its objects into facts. */
#include <string.h>

#include "certificates.h"
#include "export.h"
#include "table.h"

/* ---- objects ---- */

struct export {
	struct table table;
	GHashTable *not_wanted;         /* classes named already */
	unsigned certificates;
};

/* Objects of one cmdlet have the same names, mostly. */
static bool
same_names(const struct header *h, const struct named_row *row)
{
	if (h->columns == NULL || h->n != row->row.n || g_strcmp0(h->class, row->class) != 0)
		return false;
	for (size_t i = 0; i < h->n; i++)
		if (strcmp(h->columns[i], row->names[i]) != 0)
			return false;
	return true;
}

static void
use_names(struct table *t, const struct named_row *row)
{
	if (same_names(&t->header, row))
		return;
	header_take_names(&t->header, row->names, row->row.n, row->class, t->in->path);
	table_forget_columns(t);
}

static void
look_for_tenant(const struct named_row *row, void *closure)
{
	struct table *t = &((struct export *)closure)->table;

	use_names(t, row);
	t->cloud = t->cloud || (t->header.kind == KIND_ACCEPTED_DOMAIN && table_row_is_tenants(t, &row->row));
}

/* Get-ExchangeCertificate as objects holds the certificate itself.  True when there is nothing else to take. */
static bool
take_certificate(struct export *e, const struct named_row *row)
{
	struct table *t = &e->table;
	const int column = column_find(t, "RawData");
	const char *text = row_cell(&row->row, column);

	if (t->header.kind != KIND_EXCHANGE_CERTIFICATE || *text == '\0')
		return false;
	if (certificates_take(t->in, text, row->row.lines != NULL ? row->row.lines[column] : row->row.line))
		e->certificates++;
	else
		t->lost++;
	return column_find(t, "Thumbprint") < 0;
}

static void
name_unwanted(struct export *e, const struct named_row *row)
{
	struct table *t = &e->table;
	const char *what = t->header.what != NULL ? t->header.what : row->class;

	if (what != NULL && g_hash_table_add(e->not_wanted, g_strdup(what)))
		table_problem(t, "export-not-wanted", row->row.line, NULL, what, false);
}

static void
take_object(const struct named_row *row, void *closure)
{
	struct export *e = closure;
	struct table *t = &e->table;
	const bool cloud = t->cloud;
	int kind;

	if (++t->rows > ROWS_MAX) {
		if (t->rows == ROWS_MAX + 1)
			table_row_lost(t, "too-many-rows", row->row.line, NULL, NULL);
		return;
	}
	use_names(t, row);
	if (row->side != SIDE_OPEN)
		t->cloud = row->side == SIDE_CLOUD;
	kind = table_row_kind(t, &row->row);
	if (kind >= 0 && row->partial)
		objects_partial(t->in->facts->objects, (enum kind)kind);
	if (kind == NO_KIND)
		table_row_lost(t, "object-unknown", row->row.line, NULL, row->class != NULL ? row->class : row->names[0]);
	else if (kind < 0)
		name_unwanted(e, row);
	else if (!take_certificate(e, row))
		table_take(t, (enum kind)kind, &row->row);
	t->cloud = cloud;
}

static void
take_problem(const char *code, unsigned line, const char *field, const char *text, bool loss, void *closure)
{
	struct table *t = &((struct export *)closure)->table;

	table_problem(t, code, line, field, text, loss);
	t->lost += loss;
}

static void
ignore_problem(const char *code, unsigned line, const char *field, const char *text, bool loss, void *closure)
{
	(void)code;
	(void)line;
	(void)field;
	(void)text;
	(void)loss;
	(void)closure;
}

/* What the file is, when everything in it was looked at. */
static void
describe(struct export *e, const struct export_form *form)
{
	struct table *t = &e->table;
	struct source *source = t->in->source;
	const enum source_state state = source->state;

	table_describe(t, form->name);
	if (t->rows == 0 && t->lost == 0)
		table_problem(t, "export-empty", 0, NULL, NULL, true);
	if (t->rows == 0) {
		source->state = SOURCE_REFUSED;
	} else if (e->certificates > 0 && source->objects == e->certificates) {
		source->kind = "certificates";
		source->state = state;
	}
}

static void
read_objects(struct input *in, const struct text *text, const struct export_form *form)
{
	struct export e = { .table = { .in = in, .text = text, .named = true, .type_column = -1, .domain_type_column = -1 } };
	const struct rows_sink tenant = { look_for_tenant, ignore_problem, &e };
	const struct rows_sink take = { take_object, take_problem, &e };

	e.not_wanted = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	in->source->kind = "export";
	if (!table_decide(&e.table) && !form->tells_side)
		form->read(text->bytes, text->size, &tenant);
	form->read(text->bytes, text->size, &take);
	describe(&e, form);
	table_clear(&e.table);
	g_hash_table_unref(e.not_wanted);
}

/* ---- forms ---- */

static const struct export_form forms[] = {
	{ "Format-List", NULL, false, form_is_list, rows_read_list },
	{ "Format-Table", "format-table-text", false, form_is_table, NULL },
	{ "Name = value", "name-value-text", false, form_is_dump, NULL },
	{ "CLIXML", NULL, false, form_is_clixml, rows_read_clixml },
	{ "xhcw", NULL, true, form_is_trace, rows_read_trace },
	{ "Get-DnsServerResourceRecord", "dns-record-table", false, form_is_dns_table, NULL },
	{ "Google Cloud DNS", "google-record-sets", false, form_is_google, NULL },
	{ "JSON", "json-document", false, form_is_json, NULL },
	{ "YAML", "yaml-document", false, form_is_yaml, NULL },
};

/* By the text's beginning: enough to tell, and no more of a large file is looked at. */
static const struct export_form *
find_form(const struct input *in, const char *text, size_t size)
{
	char *head = g_strndup(text, MIN(size, HEAD_BYTES));
	const struct export_form *found = NULL;

	for (size_t i = 0; found == NULL && i < G_N_ELEMENTS(forms); i++)
		if (forms[i].recognise(in, head + strspn(head, " \t\n")))
			found = &forms[i];
	g_free(head);
	return found;
}

bool
export_recognise(const struct input *in, const struct text *head)
{
	return find_form(in, head->bytes, head->size) != NULL;
}

void
export_read(struct input *in, const struct text *text)
{
	const struct export_form *form = find_form(in, text->bytes, text->size);

	if (form != NULL && form->refused == NULL) {
		read_objects(in, text, form);
	} else if (form != NULL) {
		source_problem(in->source, in->facts->region, form->refused, 0, NULL, NULL, true);
		in->source->state = SOURCE_REFUSED;
	}
}
