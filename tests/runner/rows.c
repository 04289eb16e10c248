#include "rows.h"

#include <csv.h>
#include <string.h>

#include "../../audit/rules/rule.h"

struct reading {
	GPtrArray *rows;
	struct row *row;
	unsigned column, line;
	const char *fault;
};

static const char *const header[ROW_FIELDS] = { "rule", "status", "severity", "subject", "server", "reason", "values" };

static void
row_free(gpointer p)
{
	struct row *r = p;

	for (int i = 0; i < ROW_FIELDS; i++)
		g_free(r->field[i]);
	g_free(r);
}

static void
take_field(void *text, size_t size, void *closure)
{
	struct reading *r = closure;

	if (r->row == NULL)
		r->row = g_new0(struct row, 1);
	if (r->column < ROW_FIELDS)
		r->row->field[r->column] = g_strndup(text != NULL ? text : "", size);
	r->column++;
}

static void
end_row(int end, void *closure)
{
	struct reading *r = closure;

	(void)end;
	if (r->column != ROW_FIELDS)
		r->fault = "a row has not seven fields";
	for (int i = 0; i < ROW_FIELDS && r->line == 0 && r->fault == NULL; i++)
		if (strcmp(r->row->field[i], header[i]) != 0)
			r->fault = "the header is not rule,status,severity,subject,server,reason,values";
	if (r->fault == NULL && r->line > 0)
		g_ptr_array_add(r->rows, r->row);
	else
		row_free(r->row);
	r->row = NULL;
	r->column = 0;
	r->line++;
}

GPtrArray *
rows_read(const char *path, char **error)
{
	struct reading r = { g_ptr_array_new_with_free_func(row_free), NULL, 0, 0, NULL };
	struct csv_parser p;
	char *bytes;
	gsize size;

	if (!g_file_get_contents(path, &bytes, &size, NULL)) {
		*error = g_strdup_printf("%s is missing", path);
		g_ptr_array_unref(r.rows);
		return NULL;
	}
	csv_init(&p, CSV_STRICT | CSV_STRICT_FINI);
	if (csv_parse(&p, bytes, size, take_field, end_row, &r) != size || csv_fini(&p, take_field, end_row, &r) != 0)
		r.fault = "bad CSV";
	csv_free(&p);
	g_free(bytes);
	if (r.row != NULL)
		row_free(r.row);
	if (r.fault == NULL)
		return r.rows;
	*error = g_strdup_printf("%s:%u: %s", path, r.line, r.fault);
	g_ptr_array_unref(r.rows);
	return NULL;
}

static char *
joined(const struct named *v)
{
	GString *s = g_string_new(NULL);

	for (guint i = 0; i < v->items->len; i++) {
		if (i > 0)
			g_string_append(s, ", ");
		g_string_append(s, g_ptr_array_index(v->items, i));
	}
	return g_string_free(s, FALSE);
}

static gboolean
values_match(const char *wanted, const struct finding *f)
{
	char **pairs = g_strsplit(wanted, " | ", -1);
	gboolean same = TRUE;

	for (size_t i = 0; same && *wanted != '\0' && pairs[i] != NULL; i++) {
		char *value = strchr(pairs[i], '=');
		const struct named *v;
		char *text;

		if (value == NULL) {
			same = FALSE;
			break;
		}
		*value++ = '\0';
		v = finding_named(f, pairs[i]);
		text = v != NULL ? joined(v) : g_strdup("");
		same = strcmp(text, value) == 0;
		g_free(text);
	}
	g_strfreev(pairs);
	return same;
}

gboolean
row_matches(const struct row *r, const struct finding *f)
{
	return strcmp(r->field[ROW_RULE], f->rule->id) == 0 && strcmp(r->field[ROW_STATUS], status_name(f->status)) == 0 &&
	    strcmp(r->field[ROW_SEVERITY], severity_name(f->severity)) == 0 && strcmp(r->field[ROW_SUBJECT], f->subject) == 0 &&
	    strcmp(r->field[ROW_SERVER], f->server) == 0 && strcmp(r->field[ROW_REASON], f->reason) == 0 &&
	    values_match(r->field[ROW_VALUES], f);
}

char *
row_print(const struct finding *f)
{
	GString *s = g_string_new(NULL);

	g_string_printf(s, "%s,%s,%s,%s,%s,%s,\"", f->rule->id, status_name(f->status), severity_name(f->severity), f->subject, f->server,
	    f->reason);
	for (guint i = 0; i < f->values->len; i++) {
		const struct named *v = g_ptr_array_index(f->values, i);
		char *text = joined(v);

		g_string_append_printf(s, "%s%s=%s", i > 0 ? " | " : "", v->name, text);
		g_free(text);
	}
	g_string_append_c(s, '"');
	return g_string_free(s, FALSE);
}
