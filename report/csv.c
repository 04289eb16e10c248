#include "csv.h"

#include <csv.h>
#include <string.h>

#include "clean.h"
#include "report.h"
#include "row_words.h"

static const char *const columns[] = {
	"rule", "severity", "status", "subject", "server", "view", "reason", "title", "detail", "remediation", "evidence", "reference",
};

/* The full-width forms are taken for formulas too by spreadsheets in East Asian settings. */
static bool
begins_formula(const char *text)
{
	static const char *const wide[] = { "\uff1d", "\uff0b", "\uff0d", "\uff20" };

	for (size_t i = 0; i < G_N_ELEMENTS(wide); i++)
		if (g_str_has_prefix(text, wide[i]))
			return true;
	return *text != '\0' && strchr("=+-@\t\r\n", *text) != NULL;
}

void
csv_field(GString *out, const char *text, bool last)
{
	char *guarded = g_strconcat(text != NULL && begins_formula(text) ? "'" : "", text != NULL ? text : "", NULL);
	const size_t n = strlen(guarded), at = out->len, room = 2 * n + 2;

	g_string_set_size(out, at + room);
	g_string_truncate(out, at + csv_write(out->str + at, room, guarded, n));
	g_string_append(out, last ? "\r\n" : ",");
	g_free(guarded);
}

void
csv_customer_field(GString *out, struct region *region, const char *text, bool last)
{
	csv_field(out, clean_text(region, text), last);
}

void
csv_header(GString *out, size_t n, const char *const *names)
{
	for (size_t i = 0; i < n; i++)
		csv_field(out, names[i], i + 1 == n);
}

/* Blocks as one field: lines stay lines. */
static void
blocks_field(GString *out, GPtrArray *blocks, bool last)
{
	GString *text = g_string_new(NULL);

	blocks_text(blocks, text);
	csv_field(out, text->str, last);
	g_string_free(text, TRUE);
	g_ptr_array_unref(blocks);
}

static void
evidence_field(GString *out, struct region *region, const struct finding *row)
{
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < row->evidence->len; i++)
		g_string_append_printf(text, "%s%s", i > 0 ? " | " : "", place_text(region, g_ptr_array_index(row->evidence, i)));
	csv_field(out, text->str, false);
	g_string_free(text, TRUE);
}

static void
reference_field(GString *out, const struct speaker *s, const struct finding *row)
{
	GPtrArray *sources = row_sources(s, row);
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < sources->len; i++)
		g_string_append_printf(text, "%s%s", i > 0 ? " | " : "", (const char *)g_ptr_array_index(sources, i));
	csv_field(out, text->str, true);
	g_string_free(text, TRUE);
	g_ptr_array_unref(sources);
}

void
findings_csv(const struct audit *audit, const struct words *words, bool all, GString *out)
{
	const struct findings *f = audit->findings;
	struct region *region = region_new();
	const struct speaker s = { words, region, audit->facts->as_of_text };

	csv_header(out, G_N_ELEMENTS(columns), columns);
	for (guint i = 0; i < f->all->len; i++) {
		const struct finding *row = g_ptr_array_index(f->all, i);

		if (!all && (row->status == STATUS_PASS || row->status == STATUS_NOT_APPLICABLE))
			continue;
		csv_field(out, row->rule->id, false);
		csv_field(out, severity_name(row->severity), false);
		csv_field(out, status_name(row->status), false);
		csv_customer_field(out, region, row->subject, false);
		csv_customer_field(out, region, row->server, false);
		csv_field(out, view_name(row->view), false);
		csv_field(out, row->reason, false);
		csv_field(out, row_title(&s, row), false);
		blocks_field(out, row_detail(&s, row), false);
		blocks_field(out, row_remedy(&s, row), false);
		evidence_field(out, region, row);
		reference_field(out, &s, row);
	}
	region_free(region);
}
