/* The words fit the rules: pages, sections, placeholders, reasons, citations, exports, and the catalogue page. */
#include <glib.h>
#include <stdio.h>
#include <string.h>

#include "../../audit/facts/knowledge.h"
#include "../../audit/rules/rule.h"
#include "../../report/report.h"
#include "../../report/row_words.h"

static const char *const statements[] = { "inference", "recalled", "observed" };
static const char engine_not_evaluated[] = "input-missing not-stated value-lost value-truncated value-conflict not-complete no-object "
    "state-unknown no-table-for-date";
static const char engine_not_applicable[] = "created-by-wizard outside-dates not-in-generation replaced-by";

struct fixture {
	struct words *words;
	struct region *region;
};

static void
set_up(struct fixture *f, gconstpointer unused)
{
	GError *error = NULL;

	(void)unused;
	f->words = words_load(NULL, &error);
	g_assert_no_error(error);
	f->region = region_new();
}

static void
tear_down(struct fixture *f, gconstpointer unused)
{
	(void)unused;
	words_free(f->words);
	region_free(f->region);
}

static bool
holds(const char *list, const char *word)
{
	char **words = g_strsplit(list, " ", -1);
	bool found = g_strv_contains((const char *const *)words, word);

	g_strfreev(words);
	return found;
}

/* Each symptom has its words and rules that exist, and no words are left over. */
static void
test_symptoms(struct fixture *f, gconstpointer unused)
{
	GError *error = NULL;
	struct knowledge *k = knowledge_load(f->region, NULL, &error);
	const struct page *page = words_page(f->words, "symptoms");

	(void)unused;
	g_assert_no_error(error);
	g_assert_nonnull(page);
	g_assert_cmpuint(k->symptoms->len, ==, page->sections->len);
	for (guint i = 0; i < k->symptoms->len; i++) {
		const struct symptom *s = &g_array_index(k->symptoms, struct symptom, i);
		char **ids = g_strsplit(s->rules, " ", -1);

		g_assert_nonnull(page_section(page, s->name));
		for (size_t r = 0; ids[r] != NULL; r++)
			if (rule_find(ids[r]) == NULL)
				g_test_message("%s: no rule is called %s", s->name, ids[r]), g_test_fail();
		g_strfreev(ids);
	}
	knowledge_free(k);
}

static const struct page *
page_of(const struct fixture *f, const struct rule *rule)
{
	return words_page(f->words, region_printf(f->region, "rules/%s", rule->id));
}

/* Calls a check for every rule, and fails when there was none. */
static void
each_rule(struct fixture *f, void (*check)(struct fixture *, const struct rule *))
{
	unsigned n = 0;

	for (size_t i = 0; families[i] != NULL; i++)
		for (size_t k = 0; k < families[i]->n; k++, n++)
			check(f, &families[i]->rules[k]);
	g_assert_cmpuint(n, >, 50);
}

/* ---- ids ---- */

static void
check_page(struct fixture *f, const struct rule *rule)
{
	const struct page *page = page_of(f, rule);
	char *cases = g_build_filename("tests/cases", rule->id, NULL);

	if (page == NULL) {
		g_test_message("%s has no page", rule->id);
		g_test_fail();
	} else if (*page->title == '\0' || strstr(page->title, "{{") != NULL || page_section(page, "why") == NULL ||
	    page_section(page, "sources") == NULL) {
		g_test_message("%s lacks a title, ## why or ## sources", rule->id);
		g_test_fail();
	}
	if (!g_file_test(cases, G_FILE_TEST_IS_DIR)) {
		g_test_message("%s has no cases", rule->id);
		g_test_fail();
	}
	g_free(cases);
}

static void
test_ids(struct fixture *f, gconstpointer unused)
{
	GPtrArray *names = words_page_names(f->words);
	GDir *cases = g_dir_open("tests/cases", 0, NULL);
	const char *name;

	(void)unused;
	each_rule(f, check_page);
	for (guint i = 0; i < names->len; i++) {
		name = g_ptr_array_index(names, i);
		if (g_str_has_prefix(name, "rules/") && rule_find(name + strlen("rules/")) == NULL) {
			g_test_message("%s.md is of no rule", name);
			g_test_fail();
		}
	}
	g_assert_nonnull(cases);
	while ((name = g_dir_read_name(cases)) != NULL) {
		char *path = g_build_filename("tests/cases", name, NULL);

		if (g_file_test(path, G_FILE_TEST_IS_DIR) && rule_find(name) == NULL) {
			g_test_message("%s is of no rule", path);
			g_test_fail();
		}
		g_free(path);
	}
	g_dir_close(cases);
	g_ptr_array_unref(names);
}

/* ---- pages ---- */

/* What the author of a page of his own is told, the built-in pages are held against too. */
static void
test_pages(struct fixture *f, gconstpointer unused)
{
	GPtrArray *names = words_page_names(f->words);

	(void)unused;
	g_assert_cmpuint(names->len, >, 50);
	for (guint i = 0; i < names->len; i++) {
		const struct page *page = words_page(f->words, g_ptr_array_index(names, i));
		GError *error = NULL;

		page_check(page, page, &error);
		g_assert_no_error(error);
		g_clear_error(&error);
	}
	g_ptr_array_unref(names);
}

/* ---- reasons ---- */

static void
check_reasons(struct fixture *f, const struct rule *rule)
{
	const struct page *page = page_of(f, rule), *open = words_page(f->words, "not-evaluated"), *none = words_page(f->words, "not-applicable");
	char **reasons = g_strsplit(rule->reasons, " ", -1);

	for (size_t i = 0; page != NULL && reasons[i] != NULL; i++) {
		const char *fail = region_printf(f->region, "fail %s", reasons[i]), *note = region_printf(f->region, "note %s", reasons[i]);

		if (*reasons[i] != '\0' && page_section(open, reasons[i]) == NULL && page_section(none, reasons[i]) == NULL &&
		    page_section(page, fail) == NULL && page_section(page, note) == NULL && page_section(page, "fail") == NULL &&
		    page_section(page, "note") == NULL) {
			g_test_message("%s: nothing says the reason %s", rule->id, reasons[i]);
			g_test_fail();
		}
	}
	g_strfreev(reasons);
}

/* A section of a shared page that no rule and no token of the engine uses. */
static void
check_shared(struct fixture *f, const char *name, const char *engine)
{
	const struct page *page = words_page(f->words, name);
	char **tokens;

	g_assert_nonnull(page);
	for (guint i = 0; i < page->sections->len; i++) {
		const char *reason = ((const struct section *)g_ptr_array_index(page->sections, i))->name;
		bool used = holds(engine, reason) || strcmp(reason, "field") == 0;

		for (size_t k = 0; !used && families[k] != NULL; k++)
			for (size_t r = 0; r < families[k]->n; r++)
				used = used || holds(families[k]->rules[r].reasons, reason);
		if (!used) {
			g_test_message("%s.md: no rule has the reason %s", name, reason);
			g_test_fail();
		}
	}
	tokens = g_strsplit(engine, " ", -1);
	for (size_t i = 0; tokens[i] != NULL; i++)
		if (page_section(page, tokens[i]) == NULL) {
			g_test_message("%s.md: nothing says %s", name, tokens[i]);
			g_test_fail();
		}
	g_strfreev(tokens);
}

static void
test_reasons(struct fixture *f, gconstpointer unused)
{
	(void)unused;
	each_rule(f, check_reasons);
	check_shared(f, "not-evaluated", engine_not_evaluated);
	check_shared(f, "not-applicable", engine_not_applicable);
}

/* ---- citations ---- */

static void
check_citations(struct fixture *f, const struct rule *rule)
{
	struct findings *findings = findings_new();
	const struct finding *row = findings_add(findings, rule, STATUS_FAIL, rule->worst, "", NULL);
	const struct speaker s = { f->words, f->region, "", false };
	const struct page *references = words_page(f->words, "references");
	GPtrArray *sources = row_sources(&s, row);

	if (sources->len == 0) {
		g_test_message("%s cites nothing", rule->id);
		g_test_fail();
	}
	for (guint i = 0; i < sources->len; i++) {
		const char *line = g_ptr_array_index(sources, i), *end = strchr(line, ']');
		const char *key = *line == '[' && end != NULL ? region_strndup(f->region, line + 1, (size_t)(end - line - 1)) : "";
		bool known = page_section(references, key) != NULL;

		for (size_t k = 0; k < G_N_ELEMENTS(statements); k++)
			known = known || strcmp(key, statements[k]) == 0;
		if (!known) {
			g_test_message("%s cites %.40s, which is no reference", rule->id, line);
			g_test_fail();
		}
	}
	g_ptr_array_unref(sources);
	findings_free(findings);
}

/* Is there a rule whose page says "[key]"? */
static bool
is_cited(struct fixture *f, const char *key)
{
	const char *cited = region_printf(f->region, "[%s]", key);
	const struct filler nothing = { 0, NULL, "", 0, NULL };

	for (size_t i = 0; families[i] != NULL; i++)
		for (size_t k = 0; k < families[i]->n; k++) {
			const struct section *s = page_section(page_of(f, &families[i]->rules[k]), "sources");

			if (s != NULL && strstr(section_text(s, &nothing, f->region), cited) != NULL)
				return true;
		}
	return false;
}

static void
test_citations(struct fixture *f, gconstpointer unused)
{
	const struct page *references = words_page(f->words, "references");

	(void)unused;
	each_rule(f, check_citations);
	for (guint i = 0; i < references->sections->len; i++) {
		const char *key = ((const struct section *)g_ptr_array_index(references->sections, i))->name;

		if (!is_cited(f, key)) {
			g_test_message("references.md: no rule cites %s", key);
			g_test_fail();
		}
	}
}

/* ---- exports and families ---- */

static void
check_exports(struct fixture *f, const struct rule *rule)
{
	const struct page *page = words_page(f->words, "exports"), *report = words_page(f->words, "report");
	char **codes = g_strsplit_set(rule->needs, ",| ", -1);

	for (size_t i = 0; codes[i] != NULL; i++)
		if (*codes[i] != '\0' && (page_section(page, codes[i]) == NULL ||
		    page_section(page, region_printf(f->region, "%s name", codes[i])) == NULL)) {
			g_test_message("exports.md: %s (needed by %s) is missing", codes[i], rule->id);
			g_test_fail();
		}
	g_strfreev(codes);
	if (page_section(report, region_printf(f->region, "family %s", rule_family(rule)->name)) == NULL) {
		g_test_message("report.md: family %s is missing", rule_family(rule)->name);
		g_test_fail();
	}
}

static void
test_exports(struct fixture *f, gconstpointer unused)
{
	(void)unused;
	each_rule(f, check_exports);
}

/* ---- catalogue ---- */

static void
test_catalogue(struct fixture *f, gconstpointer unused)
{
	GString *made = g_string_new(NULL);
	char *there = NULL;

	(void)unused;
	rules_catalogue(f->words, made);
	g_file_get_contents("templates/en/rules/README.md", &there, NULL, NULL);
	if (g_strcmp0(there, made->str) != 0) {
		g_test_message("templates/en/rules/README.md is not current: make catalogue");
		g_test_fail();
	}
	g_free(there);
	g_string_free(made, TRUE);
}

int
main(int argc, char **argv)
{
	static const struct { const char *name; void (*test)(struct fixture *, gconstpointer); } tests[] = {
		{ "/words/ids", test_ids }, { "/words/pages", test_pages }, { "/words/reasons", test_reasons },
		{ "/words/symptoms", test_symptoms }, { "/words/citations", test_citations }, { "/words/exports", test_exports },
		{ "/words/catalogue", test_catalogue },
	};

	/* "make catalogue": prints the page. */
	if (argc == 2 && strcmp(argv[1], "catalogue") == 0) {
		struct fixture f;
		GString *page = g_string_new(NULL);

		set_up(&f, NULL);
		rules_catalogue(f.words, page);
		fputs(page->str, stdout);
		g_string_free(page, TRUE);
		tear_down(&f, NULL);
		return 0;
	}
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	for (size_t i = 0; i < G_N_ELEMENTS(tests); i++)
		g_test_add(tests[i].name, struct fixture, NULL, set_up, tests[i].test, tear_down);
	return g_test_run();
}
