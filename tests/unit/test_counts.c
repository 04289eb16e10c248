/*
 * The same facts everywhere: what the summary, the coverage, the closing chapter, the PDF, the text and the terminal say of
 * numbers is what can be counted in findings.csv and actions.csv, for every customer of the samples and the tests.
 */
#include <glib.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../audit/rules/rule.h"
#include "csv_rows.h"
#include "customer.h"

enum { FAMILIES_MAX = 64 };
enum { F_RULE, F_SEVERITY, F_STATUS, F_SUBJECT, F_SERVER, F_VIEW, F_REASON, F_TITLE, F_DETAIL, F_REMEDIATION, F_EVIDENCE, F_REFERENCE };
enum { A_NUMBER, A_RULE, A_SEVERITY, A_SUBJECT, A_SERVER, A_VIEW, A_REASON, A_TITLE, A_REMEDIATION, A_EVIDENCE, A_OWNER };

/* One customer: what is counted in the rows, and what is said. */
struct counted {
	struct customer customer;
	GPtrArray *rows, *actions;  /* GPtrArray * of char *, without the names of the columns */
	unsigned by[STATUS_COUNT][SEVERITY_COUNT], of_status[STATUS_COUNT], of_family[FAMILIES_MAX][STATUS_COUNT], total;
};

static const char *program;

/* ---- rows ---- */

/* The rows behind the first. */
static GPtrArray *
parse(const GString *csv)
{
	GPtrArray *rows = rows_of_csv(csv->str, csv->len, ',', CSV_STRICT | CSV_STRICT_FINI);

	g_ptr_array_remove_index(rows, 0);
	return rows;
}

static size_t
place_of(const char *const *names, size_t n, const char *name)
{
	size_t i = 0;

	while (i < n && strcmp(names[i], name) != 0)
		i++;
	g_assert_cmpuint(i, <, n);
	return i;
}

static size_t
family_of(const char *rule)
{
	size_t i = 0;

	while (families[i] != rule_family(rule_find(rule)))
		i++;
	return i;
}

static void
count_rows(struct counted *c)
{
	const char *severities[SEVERITY_COUNT], *statuses[STATUS_COUNT];

	for (int i = 0; i < SEVERITY_COUNT; i++)
		severities[i] = severity_name((enum severity)i);
	for (int i = 0; i < STATUS_COUNT; i++)
		statuses[i] = status_name((enum status)i);
	for (guint r = 0; r < c->rows->len; r++) {
		const size_t status = place_of(statuses, STATUS_COUNT, cell(c->rows, r, F_STATUS));

		c->by[status][place_of(severities, SEVERITY_COUNT, cell(c->rows, r, F_SEVERITY))]++;
		c->of_status[status]++;
		c->of_family[family_of(cell(c->rows, r, F_RULE))][status]++;
		c->total++;
	}
}

/* ---- what is said ---- */

static const char *
phrase(const struct counted *c, const char *name, const char *suffix)
{
	char *whole = *suffix != '\0' ? g_strconcat(name, " ", suffix, NULL) : g_strdup(name);
	const char *text = g_hash_table_lookup(c->customer.document->phrases, whole);

	if (text == NULL)
		g_error("report.md has no %s", whole);
	g_free(whole);
	return text;
}

/* The next block of a kind at the top of the document, from *at on. */
static const struct block *
next_block(const struct counted *c, enum block_kind kind, guint *at)
{
	const GPtrArray *blocks = c->customer.document->blocks;

	while (*at < blocks->len) {
		const struct block *b = g_ptr_array_index(blocks, (*at)++);

		if (b->kind == kind)
			return b;
	}
	return NULL;
}

static const struct block *
only_block(const struct counted *c, enum block_kind kind, const char *title)
{
	const struct block *b;
	guint at = 0;

	while ((b = next_block(c, kind, &at)) != NULL)
		if (title == NULL || g_strcmp0(b->title, title) == 0)
			return b;
	g_error("%s: no block of kind %d", c->customer.options.folder, (int)kind);
}

static unsigned
share_number(size_t n, const struct share *shares, const char *label)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(shares[i].label, label) == 0)
			return shares[i].number;
	g_error("no share is called %s", label);
}

static char *
text_of(const struct runs *runs)
{
	GString *s = g_string_new(NULL);

	for (size_t i = 0; i < runs->n; i++)
		g_string_append(s, runs->run[i].text);
	return g_string_free(s, FALSE);
}

static unsigned
cell_number(const struct block *table, size_t row, size_t column)
{
	char *text = text_of(&table->cells[row * table->ncolumns + column].runs);
	const unsigned n = (unsigned)strtoul(text, NULL, 10);

	g_free(text);
	return n;
}

/* ---- the pictures of the summary ---- */

static void
check_summary(const struct counted *c)
{
	static const struct { const char *tile; enum status status; int severity; } tiles[] = {
		{ "tile-blockers", STATUS_FAIL, SEVERITY_BLOCKER }, { "tile-errors", STATUS_FAIL, SEVERITY_ERROR },
		{ "tile-warnings", STATUS_FAIL, SEVERITY_WARNING }, { "tile-open", STATUS_NOT_EVALUATED, -1 }, { "tile-met", STATUS_PASS, -1 },
	};
	const struct block *b = only_block(c, BLOCK_TILES, NULL), *donut = only_block(c, BLOCK_DONUT, phrase(c, "donut-title", ""));
	unsigned drawn = 0;

	for (size_t i = 0; i < G_N_ELEMENTS(tiles); i++)
		g_assert_cmpuint(share_number(b->nshares, b->shares, phrase(c, tiles[i].tile, "")), ==,
		    tiles[i].severity < 0 ? c->of_status[tiles[i].status] : c->by[tiles[i].status][tiles[i].severity]);
	for (int i = SEVERITY_BLOCKER; i <= SEVERITY_INFO; i++)
		g_assert_cmpuint(share_number(donut->nshares, donut->shares, phrase(c, "severity", severity_name((enum severity)i))), ==,
		    c->by[STATUS_FAIL][i]);
	for (size_t i = 0; i < donut->nshares; i++)
		drawn += donut->shares[i].number;
	g_assert_cmpuint(drawn, ==, c->of_status[STATUS_FAIL]);
	b = only_block(c, BLOCK_BARS, phrase(c, "bars-title", ""));
	for (size_t f = 0; families[f] != NULL; f++) {
		const unsigned *of = c->of_family[f];
		size_t i = 0;

		while (i < b->nbars && strcmp(b->bars[i].label, phrase(c, "family", families[f]->name)) != 0)
			i++;
		g_assert_cmpint(i < b->nbars, ==, of[STATUS_PASS] + of[STATUS_FAIL] + of[STATUS_NOT_EVALUATED] > 0);
		if (i == b->nbars)
			continue;
		g_assert_cmpuint(share_number(b->bars[i].n, b->bars[i].share, phrase(c, "bar-met", "")), ==, of[STATUS_PASS]);
		g_assert_cmpuint(share_number(b->bars[i].n, b->bars[i].share, phrase(c, "bar-failed", "")), ==, of[STATUS_FAIL]);
		g_assert_cmpuint(share_number(b->bars[i].n, b->bars[i].share, phrase(c, "bar-open", "")), ==, of[STATUS_NOT_EVALUATED]);
	}
}

/* ---- the table of the areas ---- */

static const struct block *
coverage_table(const struct counted *c)
{
	const struct block *heading;
	guint at = 0;

	while ((heading = next_block(c, BLOCK_HEADING, &at)) != NULL)
		if (g_strcmp0(heading->anchor, "coverage") == 0)
			return next_block(c, BLOCK_TABLE, &at);
	g_error("%s: no coverage", c->customer.options.folder);
}

/* Its rows are the areas, its columns the statuses, and nothing is missing from either. */
static void
check_coverage(const struct counted *c)
{
	const struct block *t = coverage_table(c);
	unsigned all = 0;

	for (int s = 0; s < STATUS_COUNT; s++) {
		size_t column = 0;
		unsigned sum = 0;

		while (column < t->ncolumns && strcmp(t->columns[column].title, phrase(c, "status", status_name((enum status)s))) != 0)
			column++;
		g_assert_cmpuint(column, <, t->ncolumns);
		for (size_t r = 0; r < t->nrows; r++) {
			char *area = text_of(&t->cells[r * t->ncolumns].runs);
			size_t f = 0;

			while (families[f] != NULL && strcmp(phrase(c, "family", families[f]->name), area) != 0)
				f++;
			g_assert_nonnull(families[f]);
			g_assert_cmpuint(cell_number(t, r, column), ==, c->of_family[f][s]);
			sum += cell_number(t, r, column);
			g_free(area);
		}
		g_assert_cmpuint(sum, ==, c->of_status[s]);
		all += sum;
	}
	g_assert_cmpuint(all, ==, c->total);
}

/* ---- sentences ---- */

static int
by_number(const void *a, const void *b)
{
	const unsigned *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

/* The numbers of the text, whatever words stand between them. */
static void
expect_numbers(const char *text, size_t n, unsigned *expected)
{
	unsigned *found = g_new(unsigned, n);
	size_t nfound = 0;

	while (*(text += strcspn(text, "0123456789")) != '\0') {
		g_assert_cmpuint(nfound, <, n);
		found[nfound++] = (unsigned)strtoul(text, NULL, 10);
		text += strspn(text, "0123456789");
	}
	g_assert_cmpuint(nfound, ==, n);
	qsort(found, n, sizeof *found, by_number);
	qsort(expected, n, sizeof *expected, by_number);
	for (size_t i = 0; i < n; i++)
		g_assert_cmpuint(found[i], ==, expected[i]);
	g_free(found);
}

/* The sentence that the appendix on the rules begins with; free with g_free(). */
static char *
rules_intro(const struct counted *c)
{
	const struct block *heading, *paragraph = NULL;
	guint at = 0;

	while (paragraph == NULL && (heading = next_block(c, BLOCK_HEADING, &at)) != NULL)
		if (g_strcmp0(heading->anchor, "rules-appendix") == 0)
			paragraph = next_block(c, BLOCK_PARAGRAPH, &at);
	g_assert_nonnull(paragraph);
	return text_of(&paragraph->runs);
}

static void
check_sentences(const struct counted *c)
{
	unsigned expected[STATUS_COUNT + 1] = { c->total };
	char *intro = rules_intro(c);

	memcpy(expected + 1, c->of_status, sizeof c->of_status);
	expect_numbers(intro, G_N_ELEMENTS(expected), expected);
	g_free(intro);
}

/* ---- text and PDF ---- */

/* Every run of white space is one blank. */
static char *
flat(const char *text)
{
	char **words = g_strsplit_set(text, " \t\r\n\f", -1);
	GString *s = g_string_new(NULL);

	for (size_t i = 0; words[i] != NULL; i++)
		if (*words[i] != '\0')
			g_string_append_printf(s, "%s ", words[i]);
	g_strfreev(words);
	return g_string_free(s, FALSE);
}

static void
expect_said(const char *text, const char *what, const char *where)
{
	char *wanted = flat(what);

	if (strstr(text, wanted) == NULL)
		g_test_message("%s does not say: %s", where, wanted);
	g_assert_nonnull(strstr(text, wanted));
	g_free(wanted);
}

/* The rows of the coverage and the closing sentence stand in both; the tiles are a line of the text, and numbers side by side in the PDF. */
static void
check_rendered(const struct counted *c, const char *rendered, const char *where, bool labels)
{
	const struct block *t = coverage_table(c), *tiles = only_block(c, BLOCK_TILES, NULL);
	char *text = flat(rendered), *intro = rules_intro(c);
	GString *line = g_string_new(NULL);

	expect_said(text, intro, where);
	for (size_t r = 0; r < t->nrows; r++) {
		g_string_truncate(line, 0);
		for (size_t i = 0; i < t->ncolumns; i++) {
			char *word = text_of(&t->cells[r * t->ncolumns + i].runs);

			g_string_append_printf(line, "%s ", word);
			g_free(word);
		}
		expect_said(text, line->str, where);
	}
	g_string_truncate(line, 0);
	for (size_t i = 0; i < tiles->nshares; i++)
		g_string_append_printf(line, labels ? "%s%s %u" : "%s%s%u", i == 0 ? "" : labels ? ", " : " ", labels ? tiles->shares[i].label : "",
		    tiles->shares[i].number);
	expect_said(text, line->str, where);
	g_string_free(line, TRUE);
	g_free(text);
	g_free(intro);
}

static void
check_text(const struct counted *c)
{
	GString *text = g_string_new(NULL);

	text_render(c->customer.document, text);
	check_rendered(c, text->str, "report.txt", true);
	g_string_free(text, TRUE);
}

static void
check_pdf(const struct counted *c)
{
	static const struct pdf_options options = { .level = PDF_3A, .as_of = TODAY };
	char *tool = g_find_program_in_path("pdftotext"), *path = NULL, *out = NULL;
	const char *argv[] = { tool, "-layout", NULL, "-", NULL };
	GByteArray *pdf = tool != NULL ? pdf_render(c->customer.document, words_theme(c->customer.words), &options, NULL) : NULL;
	const int fd = g_file_open_tmp("hybrid-audit-counts-XXXXXX", &path, NULL);
	int status = -1;

	if (pdf != NULL) {
		argv[2] = path;
		g_assert_true(g_file_set_contents(path, (const char *)pdf->data, pdf->len, NULL));
		g_assert_true(g_spawn_sync(NULL, (char **)(guintptr)argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &out, NULL, &status, NULL));
		g_assert_cmpint(status, ==, 0);
		check_rendered(c, out, "report.pdf", false);
		g_byte_array_unref(pdf);
	} else {
		g_test_message("there is no pdftotext");
	}
	g_close(fd, NULL);
	g_remove(path);
	g_free(out);
	g_free(path);
	g_free(tool);
}

/* ---- the terminal ---- */

/* "findings: 2 blockers, 3 errors, 0 warnings, 0 info; 4 notes; 4 requirements could not be judged". */
static void
check_terminal(const struct counted *c, const char *rules)
{
	char *output = g_dir_make_tmp("hybrid-audit-counts-XXXXXX", NULL), *file = g_build_filename(output, "findings.csv", NULL), *err = NULL;
	const char *argv[] = { program, "--color=never", "-t", c->customer.audit.facts->as_of_text, "-f", "csv", "-o", output,
		c->customer.options.folder, rules != NULL ? "-r" : NULL, rules, NULL };
	unsigned expected[] = { c->by[STATUS_FAIL][SEVERITY_BLOCKER], c->by[STATUS_FAIL][SEVERITY_ERROR], c->by[STATUS_FAIL][SEVERITY_WARNING],
		c->by[STATUS_FAIL][SEVERITY_INFO], c->of_status[STATUS_NOTE], c->of_status[STATUS_NOT_EVALUATED] };
	const char *line;

	if (g_file_test(program, G_FILE_TEST_IS_EXECUTABLE)) {
		g_assert_true(g_spawn_sync(NULL, (char **)(guintptr)argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, NULL, &err, NULL, NULL));
		line = strstr(err, "hybrid-audit: findings: ");
		g_assert_nonnull(line);
		expect_numbers(line, G_N_ELEMENTS(expected), expected);
	}
	g_remove(file);
	g_rmdir(output);
	g_free(err);
	g_free(file);
	g_free(output);
}

/* ---- what is to be done ---- */

static char *
key(const GPtrArray *rows, guint r, const guint *columns)
{
	GString *s = g_string_new(NULL);

	for (size_t i = 0; i < 8; i++)
		g_string_append_printf(s, "%s\n", cell(rows, r, columns[i]));
	return g_string_free(s, FALSE);
}

/* Each failure once, under the number of a card that says the same of it. */
static void
check_actions(const struct counted *c)
{
	static const guint of_action[] = { A_RULE, A_SEVERITY, A_SUBJECT, A_SERVER, A_VIEW, A_REASON, A_TITLE, A_EVIDENCE };
	static const guint of_row[] = { F_RULE, F_SEVERITY, F_SUBJECT, F_SERVER, F_VIEW, F_REASON, F_TITLE, F_EVIDENCE };
	GHashTable *failures = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL), *cards = g_hash_table_new(g_str_hash, g_str_equal);
	GHashTable *named = g_hash_table_new(g_str_hash, g_str_equal);
	const struct block *b;
	guint at = 0;

	for (guint r = 0; r < c->rows->len; r++)
		if (strcmp(cell(c->rows, r, F_STATUS), "fail") == 0) {
			char *k = key(c->rows, r, of_row);
			const guint n = GPOINTER_TO_UINT(g_hash_table_lookup(failures, k));

			g_hash_table_replace(failures, k, GUINT_TO_POINTER(n + 1));
		}
	while ((b = next_block(c, BLOCK_FINDING, &at)) != NULL)
		if (g_str_has_prefix(b->number, "F-"))
			g_hash_table_insert(cards, (gpointer)(guintptr)b->number, (gpointer)(guintptr)b);
	g_assert_cmpuint(c->actions->len, ==, c->of_status[STATUS_FAIL]);
	for (guint r = 0; r < c->actions->len; r++) {
		char *k = key(c->actions, r, of_action);
		const guint n = GPOINTER_TO_UINT(g_hash_table_lookup(failures, k));

		b = g_hash_table_lookup(cards, cell(c->actions, r, A_NUMBER));
		g_assert_cmpuint(n, >, 0);
		g_assert_nonnull(b);
		g_assert_cmpstr(b->title, ==, cell(c->actions, r, A_TITLE));
		g_assert_cmpstr(b->word, ==, phrase(c, "severity", cell(c->actions, r, A_SEVERITY)));
		g_assert_cmpstr(cell(c->actions, r, A_REMEDIATION), !=, "");
		for (guint i = A_OWNER; i < A_OWNER + 3; i++)
			g_assert_cmpstr(cell(c->actions, r, i), ==, "");
		g_hash_table_add(named, (gpointer)(guintptr)cell(c->actions, r, A_NUMBER));
		g_hash_table_replace(failures, k, GUINT_TO_POINTER(n - 1));
	}
	g_assert_cmpuint(g_hash_table_size(named), ==, g_hash_table_size(cards));
	g_hash_table_unref(named);
	g_hash_table_unref(cards);
	g_hash_table_unref(failures);
}

/* ---- one customer ---- */

static void
read_rows(struct counted *c)
{
	GString *findings = g_string_new(NULL), *actions = g_string_new(NULL);

	findings_csv(&c->customer.audit, c->customer.words, true, false, findings);
	actions_csv(&c->customer.audit, c->customer.words, false, actions);
	c->rows = parse(findings);
	c->actions = parse(actions);
	count_rows(c);
	g_string_free(findings, TRUE);
	g_string_free(actions, TRUE);
}

static void
check_customer(const char *folder, const char *rules)
{
	struct counted c = { 0 };

	g_test_message("%s", folder);
	customer_open(&c.customer, folder, rules);
	read_rows(&c);
	check_summary(&c);
	check_coverage(&c);
	check_sentences(&c);
	check_actions(&c);
	check_text(&c);
	check_pdf(&c);
	check_terminal(&c, rules);
	customer_close(&c.customer);
	g_ptr_array_unref(c.rows);
	g_ptr_array_unref(c.actions);
}

static void
test_customer(gconstpointer folder)
{
	check_customer(folder, NULL);
}

/* --rules decides what is shown, and so what is counted. */
static void
test_selected(void)
{
	check_customer("samples/contoso-2010", "CONN,GEN");
}

/* Every folder of a folder, or the one below each of them that has the name. */
static void
add_customers(const char *folder, const char *below)
{
	GDir *dir = g_dir_open(folder, 0, NULL);
	const char *name;

	while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
		char *path = g_build_filename(folder, name, below, NULL), *test = g_strconcat("/counts/", path, NULL);

		if (g_file_test(path, G_FILE_TEST_IS_DIR) && !g_str_has_suffix(path, "/collect"))
			g_test_add_data_func_full(test, g_strdup(path), test_customer, g_free);
		g_free(test);
		g_free(path);
	}
	if (dir != NULL)
		g_dir_close(dir);
}

int
main(int argc, char **argv)
{
	char *tests = g_path_get_dirname(argv[0]), *build = g_path_get_dirname(tests), *path = g_build_filename(build, "hybrid-audit", NULL);
	int status;

	program = path;
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	add_customers("samples", NULL);
	add_customers("tests/bases", NULL);
	add_customers("tests/whole", "in");
	g_test_add_func("/counts/selected", test_selected);
	status = g_test_run();
	g_free(path);
	g_free(build);
	g_free(tests);
	return status;
}
