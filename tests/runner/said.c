#include "said.h"

#include <string.h>

#include "../../report/row_words.h"

/* The lines of a text that still hold braces of a placeholder. */
static void
check_filled(const char *text, const char *what, GString *complaint)
{
	for (const char *open = strstr(text, "{{"); open != NULL; open = strstr(open + 2, "{{"))
		g_string_append_printf(complaint, "not filled in %s: %.60s\n", what, open);
}

static void
check_row(const struct speaker *s, const struct finding *row, GString *complaint)
{
	GPtrArray *detail = row_detail(s, row), *remedy = row_remedy(s, row), *sources = row_sources(s, row);
	char *what = g_strdup_printf("%s %s %s", row->rule->id, status_name(row->status), row->reason);
	GString *text = g_string_new(NULL);

	blocks_text(detail, text);
	if (text->len == 0)
		g_string_append_printf(complaint, "nothing is said: %s\n", what);
	g_string_append_c(text, '\n');
	blocks_text(remedy, text);
	check_filled(text->str, what, complaint);
	if (row->status == STATUS_FAIL && remedy->len == 0)
		g_string_append_printf(complaint, "no remedy: %s\n", what);
	if (sources->len == 0)
		g_string_append_printf(complaint, "no source: %s\n", what);
	g_string_free(text, TRUE);
	g_free(what);
	g_ptr_array_unref(sources);
	g_ptr_array_unref(remedy);
	g_ptr_array_unref(detail);
}

static unsigned
count_lines(const char *csv)
{
	unsigned n = 0;
	bool quoted = false;

	for (; *csv != '\0'; csv++) {
		quoted = quoted != (*csv == '"');
		n += *csv == '\n' && !quoted;
	}
	return n;
}

void
said_check(const struct audit *a, const struct options *o, const struct words *words, GString *complaint)
{
	struct region *region = region_new();
	const struct speaker s = { words, region, a->facts->as_of_text, false };
	struct document *d = report_compose(a, o, words);
	GString *text = g_string_new(NULL), *csv = g_string_new(NULL);

	for (guint i = 0; i < a->findings->all->len; i++)
		check_row(&s, g_ptr_array_index(a->findings->all, i), complaint);
	text_render(d, text);
	check_filled(text->str, "the report", complaint);
	if (!g_utf8_validate(text->str, (gssize)text->len, NULL))
		g_string_append(complaint, "the report is no UTF-8\n");
	findings_csv(a, words, true, false, csv);
	if (count_lines(csv->str) != a->findings->all->len + 1)
		g_string_append_printf(complaint, "findings.csv has %u lines for %u rows\n", count_lines(csv->str), a->findings->all->len);
	check_filled(csv->str, "findings.csv", complaint);
	g_string_free(csv, TRUE);
	g_string_free(text, TRUE);
	document_free(d);
	region_free(region);
}
