/* What the report is made of: cleaned text, fields of a row, lines, filled words, files complete or absent. */
#include <fcntl.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "../../audit/facts/knowledge.h"
#include "../../audit/rules/rule.h"
#include "../../report/clean.h"
#include "../../report/report.h"
#include "../../report/row_words.h"
#include "../../report/text_lines.h"

/* ---- text of strangers ---- */

static void
test_clean(void)
{
	static const struct { const char *text, *clean; } cases[] = {
		{ "mail.contoso.com", "mail.contoso.com" },
		{ "a\tb\r\nc", "a b  c" },
		{ "a\x1b[31mb", "a<U+001B>[31mb" },
		{ "abc\xe2\x80\xae" "fdp.exe", "abc<U+202E>fdp.exe" },
		{ "a\xe2\x80\x8b" "b", "a<U+200B>b" },
		{ "a\xff" "b\xc3", "a<FF>b<C3>" },
		{ "u\xcc\x88" "ber", "\xc3\xbc" "ber" },
		{ "\xed\xa0\x80", "<ED><A0><80>" },
	};
	struct region *region = region_new();

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
		g_assert_cmpstr(clean_text(region, cases[i].text), ==, cases[i].clean);
	g_assert_null(clean_text(region, NULL));
	region_free(region);
}

/* ---- lines ---- */

static void
expect_lines(const char *text, unsigned width, gboolean cut, const char *joined)
{
	GPtrArray *lines = text_wrap(text, width, cut);
	GString *s = g_string_new(NULL);

	for (guint i = 0; i < lines->len; i++)
		g_string_append_printf(s, "%s%s", i > 0 ? "/" : "", (const char *)g_ptr_array_index(lines, i));
	g_assert_cmpstr(s->str, ==, joined);
	g_string_free(s, TRUE);
	g_ptr_array_unref(lines);
}

static void
test_lines(void)
{
	expect_lines("one two three", 7, FALSE, "one two/three");
	expect_lines("one two three", 6, FALSE, "one/two/three");
	expect_lines("", 10, FALSE, "");
	expect_lines("a  b\nc", 10, FALSE, "a b c");
	expect_lines("autodiscover.contoso.com is", 10, FALSE, "autodiscover.contoso.com/is");
	expect_lines("x 0123456789", 4, TRUE, "x/0123/4567/89");
	expect_lines("\xe4\xb8\xad\xe6\x96\x87", 3, TRUE, "\xe4\xb8\xad/\xe6\x96\x87");
	g_assert_cmpuint(text_columns("\xe4\xb8\xad" "a\xcc\x88"), ==, 3);
}

/* ---- words ---- */

/* A folder of words with one replaced page; free with g_free() after removing it. */
static char *
words_folder(const char *name, const char *text)
{
	char *folder = g_dir_make_tmp("hybrid-audit-words-XXXXXX", NULL), *path = g_build_filename(folder, "en", "rules", NULL);
	char *file = g_build_filename(path, name, NULL);

	g_assert_cmpint(g_mkdir_with_parents(path, 0700), ==, 0);
	g_assert_true(g_file_set_contents(file, text, -1, NULL));
	g_free(file);
	g_free(path);
	return folder;
}

static void
words_remove(char *folder, const char *name)
{
	char *rules = g_build_filename(folder, "en", "rules", NULL), *en = g_path_get_dirname(rules), *file = g_build_filename(rules, name, NULL);

	g_remove(file);
	g_rmdir(rules);
	g_rmdir(en);
	g_rmdir(folder);
	g_free(file);
	g_free(en);
	g_free(rules);
	g_free(folder);
}

static const char page[] =
    "# Title\n\n## fail several\n`{{subject}}` and **{{subject}}**:\n\n- {{others}}\n- one of {{others}}\n\n"
    "```text\nset \"{{subject}}\"\n  {{others}}\n```\n\n"
    "## pass\nYes.\n\n## why\nWhy.\n\n## do\n1. First {{subject}}.\n\n## sources\n- [inference] None.\n";

static void
test_words(void)
{
	char *folder = words_folder("ADISC-007.md", page);
	GError *error = NULL;
	struct words *words = words_load(folder, &error);
	struct findings *findings = findings_new();
	struct finding *row = findings_add(findings, rule_find("ADISC-007"), STATUS_FAIL, SEVERITY_WARNING, "**x** `y` [z](http://z) {{others}}",
	    "several");
	struct speaker s = { words, findings->region, "2026-06-01", false };
	GString *text = g_string_new(NULL);
	GPtrArray *blocks;

	g_assert_no_error(error);
	finding_value(row, "others", "a.example");
	finding_value(row, "others", "b.example\xe2\x80\xae");
	blocks = row_detail(&s, row);
	/* A value is text, never markup or a placeholder of its own. */
	g_assert_cmpuint(blocks->len, ==, 3);
	blocks_text(blocks, text);
	g_assert_cmpstr(text->str, ==,
	    "**x** `y` [z](http://z) {{others}} and **x** `y` [z](http://z) {{others}}:\n"
	    "- a.example\n- b.example<U+202E>\n- one of a.example, b.example<U+202E>\n"
	    "set \"**x** `y` [z](http://z) {{others}}\"\n  a.example\n  b.example<U+202E>");
	g_assert_cmpstr(row_title(&s, row), ==, "Title");
	g_string_free(text, TRUE);
	g_ptr_array_unref(blocks);
	findings_free(findings);
	words_free(words);
	words_remove(folder, "ADISC-007.md");
}

/* Several rows: a text names all of them, a command stands once for each. */
static void
test_words_of_rows(void)
{
	char *folder = words_folder("ADISC-007.md", page);
	struct words *words = words_load(folder, NULL);
	struct findings *findings = findings_new();
	struct speaker s = { words, findings->region, "2026-06-01", false };
	GPtrArray *rows = g_ptr_array_new(), *blocks;
	GString *text = g_string_new(NULL);
	static const char *const subjects[] = { "one", "two" };

	g_assert_nonnull(words);
	for (size_t i = 0; i < G_N_ELEMENTS(subjects); i++) {
		struct finding *row = findings_add(findings, rule_find("ADISC-007"), STATUS_FAIL, SEVERITY_WARNING, subjects[i], "several");

		finding_value(row, "others", "same.example");
		g_ptr_array_add(rows, row);
	}
	blocks = group_detail(&s, rows);
	blocks_text(blocks, text);
	g_assert_cmpstr(text->str, ==, "one, two and one, two:\n- same.example\n- one of same.example\n"
	    "set \"one\"\n  same.example\n\nset \"two\"\n  same.example");
	g_string_free(text, TRUE);
	g_ptr_array_unref(blocks);
	g_ptr_array_unref(rows);
	findings_free(findings);
	words_free(words);
	words_remove(folder, "ADISC-007.md");
}

/* Very many rows: the text counts those beyond the first. */
static void
test_words_of_many_rows(void)
{
	struct words *words = words_load(NULL, NULL);
	struct findings *findings = findings_new();
	struct speaker s = { words, findings->region, "2026-06-01", false };
	GPtrArray *rows = g_ptr_array_new(), *blocks;
	GString *text = g_string_new(NULL);

	for (unsigned i = 0; i < 60; i++) {
		char *name = g_strdup_printf("d%u.example", i);

		g_ptr_array_add(rows, findings_add(findings, rule_find("ADISC-001"), STATUS_FAIL, SEVERITY_ERROR, name, "missing"));
		g_free(name);
	}
	blocks = group_remedy(&s, rows);
	blocks_text(blocks, text);
	g_assert_nonnull(strstr(text->str, "d48.example, d49.example, \u2026 (+10)"));
	g_assert_null(strstr(text->str, "d50.example, "));
	g_string_free(text, TRUE);
	g_ptr_array_unref(blocks);
	g_ptr_array_unref(rows);
	findings_free(findings);
	words_free(words);
}

/* A pass that stands on an assumption has a section of its own. */
static void
test_words_of_a_pass(void)
{
	struct words *words = words_load(NULL, NULL);
	struct findings *findings = findings_new();
	struct speaker s = { words, findings->region, "2026-06-01", false };
	const struct page *own = words_page(words, "rules/ADISC-002");
	const struct filler nothing = { 0, NULL, "", 0, NULL };

	for (int assumed = 0; assumed < 2; assumed++) {
		struct finding *row = findings_add(findings, rule_find("ADISC-002"), STATUS_PASS, SEVERITY_ERROR, "contoso.com", NULL);
		GString *text = g_string_new(NULL);
		GPtrArray *blocks;

		if (assumed == 1)
			finding_value(row, "assumed", "yes");
		blocks = row_detail(&s, row);
		blocks_text(blocks, text);
		g_assert_cmpstr(text->str, ==, section_text(page_section(own, assumed == 1 ? "pass assumed" : "pass"), &nothing, s.region));
		g_ptr_array_unref(blocks);
		g_string_free(text, TRUE);
	}
	findings_free(findings);
	words_free(words);
}

static void
test_words_refused(void)
{
	static const struct { const char *text, *says; } cases[] = {
		{ "# Title\n\n## why\nWhy.\n", "\"## fail none-covered\" is missing" },
		{ "# T\xff\n", "not UTF-8" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		char *folder = words_folder("CONN-004.md", cases[i].text);
		GError *error = NULL;

		g_assert_null(words_load(folder, &error));
		g_assert_nonnull(error);
		g_assert_nonnull(strstr(error->message, "CONN-004.md:"));
		g_assert_nonnull(strstr(error->message, cases[i].says));
		g_clear_error(&error);
		words_remove(folder, "CONN-004.md");
	}
}

static void
test_explain(void)
{
	struct words *words = words_load(NULL, NULL);
	struct region *region = region_new();
	struct knowledge *k = knowledge_load(region, NULL, NULL);
	GString *out = g_string_new(NULL);

	g_assert_true(explain(words, k, NULL, "adisc-003", out));
	g_assert_nonnull(strstr(out->str, "[walther-2013]"));
	g_string_truncate(out, 0);
	g_assert_true(explain(words, k, NULL, "remote server said: 454 4.7.5 Certificate validation failure", out));
	g_assert_nonnull(strstr(out->str, "CONN-001"));
	g_string_truncate(out, 0);
	g_assert_false(explain(words, k, NULL, "NOPE-999", out));
	g_assert_false(explain(words, k, NULL, "", out));
	g_assert_cmpuint(out->len, ==, 0);
	rules_csv(words, false, out);
	g_assert_true(g_str_has_prefix(out->str,
	    "\"rule\",\"severity\",\"family\",\"subject\",\"needs\",\"from\",\"until\",\"title\"\r\n\"ADISC-001\""));
	g_string_free(out, TRUE);
	words_free(words);
	knowledge_free(k);
	region_free(region);
}

/* ---- files ---- */

static guint
count_files(const char *folder)
{
	GDir *dir = g_dir_open(folder, 0, NULL);
	guint n = 0;

	while (dir != NULL && g_dir_read_name(dir) != NULL)
		n++;
	if (dir != NULL)
		g_dir_close(dir);
	return n;
}

static void
test_output(void)
{
	char *top = g_dir_make_tmp("hybrid-audit-output-XXXXXX", NULL), *folder = g_build_filename(top, "a", "b", NULL);
	char *csv = g_build_filename(folder, "findings.csv", NULL), *other = g_build_filename(folder, "letter.txt", NULL), *text;
	char *middle = g_path_get_dirname(folder), *taken = g_build_filename(folder, "report.pdf", NULL);
	GError *error = NULL;

	g_assert_true(output_folder(folder, false, &error));
	g_assert_true(output_write(folder, "findings.csv", "one", 3, &error));
	g_assert_true(output_write(folder, "findings.csv", "two!", 4, &error));
	g_assert_true(g_file_get_contents(csv, &text, NULL, NULL));
	g_assert_cmpstr(text, ==, "two!");
	g_free(text);
	g_assert_cmpuint(count_files(folder), ==, 1);
	g_assert_true(output_folder(folder, false, &error));
	g_assert_true(g_file_set_contents(other, "mine", -1, NULL));
	g_assert_false(output_folder(folder, false, &error));
	g_assert_nonnull(strstr(error->message, "letter.txt"));
	g_clear_error(&error);
	g_assert_true(output_folder(folder, true, &error));
	/* A name that is taken by a folder cannot be written: nothing is left behind. */
	g_assert_cmpint(g_mkdir(taken, 0700), ==, 0);
	g_assert_false(output_write(folder, "report.pdf", "x", 1, &error));
	g_assert_nonnull(error);
	g_clear_error(&error);
	g_assert_cmpuint(count_files(folder), ==, 3);
	g_assert_false(output_write("/nonexistent-folder", "report.pdf", "x", 1, &error));
	g_clear_error(&error);
	g_assert_false(output_folder(csv, false, &error));
	g_clear_error(&error);
	g_remove(csv);
	g_remove(other);
	g_rmdir(taken);
	g_rmdir(folder);
	g_rmdir(middle);
	g_rmdir(top);
	g_free(taken);
	g_free(middle);
	g_free(other);
	g_free(csv);
	g_free(folder);
	g_free(top);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/report/clean", test_clean);
	g_test_add_func("/report/lines", test_lines);
	g_test_add_func("/report/words", test_words);
	g_test_add_func("/report/words-of-rows", test_words_of_rows);
	g_test_add_func("/report/words-of-many-rows", test_words_of_many_rows);
	g_test_add_func("/report/words-of-a-pass", test_words_of_a_pass);
	g_test_add_func("/report/words-refused", test_words_refused);
	g_test_add_func("/report/explain", test_explain);
	g_test_add_func("/report/output", test_output);
	return g_test_run();
}
