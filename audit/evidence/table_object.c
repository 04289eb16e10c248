/* One row of a table as an object: which columns fill which property, what follows from what, and what must be there. */
#include <string.h>

#include "table.h"
#include "table_values.h"

/* ---- columns ---- */

void
table_check_columns(struct table *t)
{
	const struct header *h = &t->header;
	const int kind = t->forced != NO_KIND ? t->forced : h->kind;

	for (size_t i = 0; i < h->n; i++) {
		const char *column = h->columns[i];
		const bool known = kind == SHEET ? column_names_have(h->names, column) : same_word(column, "Type") ||
		    column_property(KIND_LOAD_BALANCER, column, true) >= 0;
		bool twice = false;

		if (same_word(column, ""))
			continue;
		for (size_t k = 0; k < i; k++)
			twice = twice || same_word(column, h->columns[k]);
		if (twice && column_names_have(h->names, column))
			table_problem(t, "column-twice", h->header_line, column, NULL, false);
		else if (!twice && (kind == SHEET || kind == KIND_LOAD_BALANCER) && !known && !column_spare(column))
			table_problem(t, "column-unknown", h->header_line, column, NULL, true);
	}
}

static bool
fills(const int *map, size_t n, int property)
{
	for (size_t i = 0; i < n; i++)
		if (map[i] == property)
			return true;
	return false;
}

/* The property that a column fills by an alias: not beside the printed name, and of two names for one text not the second. */
static int
by_alias(const struct table *t, enum kind kind, const int *printed, const int *map, size_t i)
{
	const struct header *h = &t->header;
	const int property = (int)i != t->type_column ? column_property(kind, h->columns[i], h->kind == SHEET) : -1;

	if (property < 0 || fills(printed, h->n, property))
		return -1;
	for (size_t k = 0; k < i; k++)
		if (map[k] == property && kinds[kind].properties[property].grammar == GRAMMAR_SCALAR && !same_word(h->columns[k], h->columns[i]))
			return -1;
	return property;
}

/* Which property each column fills; several may fill one. */
static const int *
columns_of(struct table *t, enum kind kind)
{
	const struct header *h = &t->header;
	int *printed, *map;

	if (t->property[kind] != NULL)
		return t->property[kind];
	printed = g_new(int, h->n);
	map = g_new(int, h->n);
	for (size_t i = 0; i < h->n; i++)
		printed[i] = (int)i != t->type_column ? kind_property(kind, h->columns[i]) : -1;
	for (size_t i = 0; i < h->n; i++)
		map[i] = printed[i] >= 0 ? printed[i] : by_alias(t, kind, printed, map, i);
	if (t->domain_type_column >= 0 && (kind == KIND_ACCEPTED_DOMAIN || kind == KIND_CLOUD_ACCEPTED_DOMAIN) &&
	    !fills(map, h->n, AD_DOMAIN_TYPE))
		map[t->domain_type_column] = AD_DOMAIN_TYPE;
	g_free(printed);
	t->property[kind] = map;
	return map;
}

/* ---- cells ---- */

/* Two columns that fill one property and differ: neither is believed. */
static void
take_cell(struct table *t, enum kind kind, int property, const struct cell_context *context, const char *cell, struct value *value)
{
	const char *field = kinds[kind].properties[property].name, *code, *unclear;
	const unsigned line = context->at.line;
	struct value v = cell_value(context, kind, property, cell, &code);

	if (code != NULL)
		table_problem(t, code, line, field, cell, true);
	unclear = value_unclear(kind, property, &v, &code);
	if (unclear != NULL)
		table_problem(t, code, line, field, unclear, false);
	if (value->state == VALUE_NOT_STATED) {
		*value = v;
	} else if (v.state != VALUE_NOT_STATED && !value_same(value, &v)) {
		table_problem(t, "column-twice", line, field, cell, true);
		*value = (struct value){ VALUE_LOST, 0, NULL, context->at };
	}
}

static bool
holds_address(const char *cell)
{
	char **items = g_strsplit_set(cell != NULL ? cell : "", " ,;|\n", -1);
	struct range r;
	bool found = false;

	for (size_t i = 0; !found && items[i] != NULL; i++)
		found = range_parse(items[i], &r);
	g_strfreev(items);
	return found;
}

/* Addresses in a column that nobody knows may be those that the servers see. */
static void
doubt_pool(const struct table *t, const int *map, const struct row *row, struct place at, struct value *values)
{
	for (size_t i = 0; i < row->n && i < t->header.n && !fills(map, t->header.n, LB_SNAT_ADDRESSES); i++)
		if (map[i] < 0 && (int)i != t->type_column && column_property(KIND_LOAD_BALANCER, t->header.columns[i], true) < 0 &&
		    holds_address(row->cells[i]))
			values[LB_SNAT_ADDRESSES] = (struct value){ VALUE_LOST, 0, NULL, at };
}

/* ---- what follows from what ---- */

static struct value
text_value(struct table *t, const char *text, struct place at)
{
	const char **item = region_alloc(t->in->facts->region, sizeof *item);

	*item = text;
	return (struct value){ VALUE_STATED, 1, item, at };
}

/* "EX01\Default Frontend EX01" from its parts, and the parts from it. */
static void
complete_identity(struct table *t, struct value *identity_value, struct value *server_value, struct place at)
{
	struct region *region = t->in->facts->region;
	const char *identity = value_text(identity_value), *server = value_text(server_value);
	const char *slash = identity != NULL ? strchr(identity, '\\') : NULL;

	if (identity != NULL && slash == NULL && server != NULL)
		*identity_value = text_value(t, region_printf(region, "%s\\%s", server, identity), at);
	if (server == NULL && slash != NULL && server_value->state != VALUE_LOST)
		*server_value = text_value(t, region_strndup(region, identity, (size_t)(slash - identity)), at);
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

/* In rows of Type Domain the domain may stand under Name (formats.md 2.2). */
static void
complete_domain(struct table *t, const struct cell_context *context, const struct row *row, struct value *values)
{
	const int column = column_find(t, "Name");

	if (t->header.kind == SHEET && column >= 0 && values[AD_DOMAIN_NAME].state == VALUE_NOT_STATED)
		take_cell(t, KIND_ACCEPTED_DOMAIN, AD_DOMAIN_NAME, context, row_cell(row, column), &values[AD_DOMAIN_NAME]);
}

static void
complete(struct table *t, enum kind kind, const struct cell_context *context, const struct row *row, struct value *values)
{
	if (kind == KIND_RECEIVE_CONNECTOR)
		complete_identity(t, &values[RC_IDENTITY], &values[RC_SERVER], context->at);
	else if (kind == KIND_EWS_DIRECTORY || kind == KIND_AUTODISCOVER_DIRECTORY)
		complete_identity(t, &values[VD_IDENTITY], &values[VD_SERVER], context->at);
	else if (kind == KIND_SERVER)
		complete_server(t, values, context->at);
	else if (kind == KIND_ACCEPTED_DOMAIN || kind == KIND_CLOUD_ACCEPTED_DOMAIN)
		complete_domain(t, context, row, values);
	else if (kind == KIND_LOAD_BALANCER)
		doubt_pool(t, columns_of(t, kind), row, context->at, values);
}

/* ---- what must be there ---- */

/* A domain name, or "*" for all of them. */
static bool
is_domain(struct region *region, const struct value *v)
{
	const char *name = value_text(v);

	return name == NULL || strcmp(name, "*") == 0 || name_normal(region, name) != NULL;
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

/* "Kind,Count": a count of 0 is the statement that the export was made and is empty, no count that it failed. */
static void
take_collector(struct table *t, const struct value *values, unsigned line)
{
	const char *name = value_text(&values[COLLECTOR_KIND]), *count = value_text(&values[COLLECTOR_COUNT_]);
	int kind;

	if (name != NULL && (count == NULL || count[strspn(count, "0123456789")] != '\0'))
		table_problem(t, "export-failed", line, "Kind", name, false);
	if (name == NULL || count == NULL || strcmp(count, "0") != 0)
		return;
	kind = kind_counted(name);
	if (kind >= 0)
		objects_supplied(t->in->facts->objects, (enum kind)kind, true);
}

void
table_take(struct table *t, enum kind kind, const struct row *row)
{
	struct facts *facts = t->in->facts;
	const struct cell_context context = { facts->region, { t->in->path, row->line, NULL }, t->header.native, t->text->ansi, t->named };
	struct value *values = region_alloc(facts->region, kinds[kind].count * sizeof *values);
	const int *map = columns_of(t, kind);

	t->seen[kind] = true;
	for (unsigned i = 0; i < kinds[kind].count; i++)
		values[i] = value_none;
	for (size_t i = 0; i < row->n && i < t->header.n; i++) {
		struct cell_context here = context;

		if (row->lines != NULL)
			here.at.line = row->lines[i];
		if (map[i] >= 0)
			take_cell(t, kind, map[i], &here, row->cells[i], &values[map[i]]);
	}
	complete(t, kind, &context, row, values);
	if ((kind == KIND_ACCEPTED_DOMAIN || kind == KIND_CLOUD_ACCEPTED_DOMAIN) && !is_domain(facts->region, &values[AD_DOMAIN_NAME])) {
		table_row_lost(t, "value-damaged", row->line, "DomainName", value_text(&values[AD_DOMAIN_NAME]));
		return;
	}
	if (!has_key(kind, values)) {
		table_row_lost(t, "row-without-key", row->line, kinds[kind].name, row->n > 0 ? row->cells[0] : NULL);
		return;
	}
	if (kind == KIND_COLLECTOR)
		take_collector(t, values, row->line);
	objects_add(facts->objects, facts->region, kind, values, context.at);
	t->in->source->objects++;
}
