#include "csv.h"
#include "evidence.h"
#include "report.h"

static const char *const columns[] = { "path", "kind", "state", "encoding", "objects", "problems", "sha256", "detail" };

enum { DETAILS_MAX = 20 };

const char *
source_state_name(enum source_state state)
{
	static const char *const names[] = { "read", "partly", "refused", "ignored" };

	return names[state];
}

const char *
problem_place(struct region *region, const struct problem *p, const char *file)
{
	const char *lines = p->line == 0 ? "" : p->last_line > p->line ? region_printf(region, "%u-%u", p->line, p->last_line) :
	    region_printf(region, "%u", p->line);

	if (p->file != NULL)
		file = p->file;
	return file == NULL ? lines : region_printf(region, "%s%s%s", file, *lines != '\0' ? ":" : "", lines);
}

/* "zone-bad-rdata:12 | zone-bad-rdata:30-31 | zone-wins | +7": codes with their lines; how many are not listed. */
static void
detail_field(struct csv *csv, const struct source *s)
{
	GString *text = g_string_new(NULL);
	const guint n = MIN(s->problems->len, DETAILS_MAX);

	for (guint i = 0; i < n; i++) {
		const struct problem *p = g_ptr_array_index(s->problems, i);
		const char *at = problem_place(csv->region, p, NULL);

		g_string_append_printf(text, "%s%s%s%s", i > 0 ? " | " : "", p->code, *at != '\0' ? ":" : "", at);
	}
	if (s->nproblems > n)
		g_string_append_printf(text, " | +%" G_GUINT64_FORMAT, s->nproblems - n);
	csv_customer_field(csv, text->str, true);
	g_string_free(text, TRUE);
}

void
evidence_csv(const struct facts *facts, bool excel, GString *out)
{
	struct csv csv;

	csv_begin(&csv, out, excel, G_N_ELEMENTS(columns), columns);
	for (guint i = 0; i < facts->sources->len; i++) {
		const struct source *s = g_ptr_array_index(facts->sources, i);

		csv_customer_field(&csv, s->path, false);
		csv_field(&csv, s->kind, false);
		csv_field(&csv, source_state_name(s->state), false);
		csv_field(&csv, s->encoding, false);
		csv_number_field(&csv, s->objects, false);
		csv_number_field(&csv, s->nproblems, false);
		csv_field(&csv, s->sha256, false);
		detail_field(&csv, s);
	}
	csv_end(&csv);
}
