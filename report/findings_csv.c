/* findings.csv, and actions.csv: the same rows as a list of what is to be done. */
#include "csv.h"
#include "groups.h"
#include "report.h"
#include "row_words.h"

/* Blocks as one field: lines stay lines. */
static void
blocks_field(struct csv *csv, GPtrArray *blocks)
{
	GString *text = g_string_new(NULL);

	blocks_marked(blocks, "* ", text);
	csv_field(csv, text->str, false);
	g_string_free(text, TRUE);
	g_ptr_array_unref(blocks);
}

static void
evidence_field(struct csv *csv, struct region *region, const struct finding *row)
{
	GPtrArray *places = g_ptr_array_new();

	for (guint i = 0; i < row->evidence->len; i++)
		g_ptr_array_add(places, (gpointer)(guintptr)place_text(region, g_ptr_array_index(row->evidence, i)));
	csv_list_field(csv, places, false);
	g_ptr_array_unref(places);
}

static void
finding_row(struct csv *csv, const struct words *words, const char *as_of, const struct finding *row)
{
	struct region *region = region_new();
	const struct speaker s = { words, region, as_of, false };
	GPtrArray *sources = row_sources(&s, row);

	csv_field(csv, row->rule->id, false);
	csv_field(csv, severity_name(row->severity), false);
	csv_field(csv, status_name(row->status), false);
	csv_customer_field(csv, row->subject, false);
	csv_customer_field(csv, row->server, false);
	csv_field(csv, view_name(row->view), false);
	csv_field(csv, row->reason, false);
	csv_field(csv, row_title(&s, row), false);
	blocks_field(csv, row_detail(&s, row));
	blocks_field(csv, row_remedy(&s, row));
	evidence_field(csv, region, row);
	csv_list_field(csv, sources, true);
	g_ptr_array_unref(sources);
	region_free(region);
}

void
findings_csv(const struct audit *audit, const struct words *words, bool all, bool excel, GString *out)
{
	static const char *const columns[] = {
		"rule", "severity", "status", "subject", "server", "view", "reason", "title", "detail", "remediation", "evidence", "reference",
	};
	const GPtrArray *rows = audit->findings->all;
	struct csv csv;

	csv_begin(&csv, out, excel, G_N_ELEMENTS(columns), columns);
	for (guint i = 0; i < rows->len; i++) {
		const struct finding *row = g_ptr_array_index(rows, i);

		if (all || (row->status != STATUS_PASS && row->status != STATUS_NOT_APPLICABLE))
			finding_row(&csv, words, audit->facts->as_of_text, row);
	}
	csv_end(&csv);
}

/* ---- actions ---- */

/* Whoever keeps the list fills in the last three. */
static void
action_row(struct csv *csv, const struct words *words, const char *as_of, const struct finding *row, const char *number)
{
	struct region *region = region_new();
	const struct speaker s = { words, region, as_of, false };
	const struct runs step = row_step(&s, row);

	csv_field(csv, number, false);
	csv_field(csv, row->rule->id, false);
	csv_field(csv, severity_name(row->severity), false);
	csv_customer_field(csv, row->subject, false);
	csv_customer_field(csv, row->server, false);
	csv_field(csv, view_name(row->view), false);
	csv_field(csv, row->reason, false);
	csv_field(csv, row_title(&s, row), false);
	csv_field(csv, runs_text(region, &step), false);
	evidence_field(csv, region, row);
	csv_field(csv, "", false);
	csv_field(csv, "", false);
	csv_field(csv, "", true);
	region_free(region);
}

void
actions_csv(const struct audit *audit, const struct words *words, bool excel, GString *out)
{
	static const char *const columns[] = {
		"number", "rule", "severity", "subject", "server", "view", "reason", "title", "remediation", "evidence", "owner", "due", "comment",
	};
	struct region *region = region_new();
	GPtrArray *groups = groups_of(audit->findings, region);
	const struct group *g;
	struct csv csv;
	guint at = 0;

	csv_begin(&csv, out, excel, G_N_ELEMENTS(columns), columns);
	while ((g = groups_next(groups, STATUS_FAIL, &at)) != NULL)
		for (guint i = 0; i < g->rows->len; i++)
			action_row(&csv, words, audit->facts->as_of_text, g_ptr_array_index(g->rows, i), g->number);
	csv_end(&csv);
	g_ptr_array_unref(groups);
	region_free(region);
}
