/*
 * Runs every case of tests/cases in one process: the folder is read and judged as the program does it, and the rows
 * are compared with expect.csv.  A case lists every fail and note row of any rule and every row of the rules it names.
 * Last, the set as a whole: every rule fails in one case and is clean in another, and every reason and value is one
 * the rule declares.  Prints TAP.  Arguments: a build folder for the copies, and a filter (part of a case's name).
 */
#include <glib.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../audit/audit.h"
#include "../../audit/rules/rule.h"
#include "folder.h"
#include "rows.h"
#include "said.h"

enum { DEFAULT_DAY = 1780272000 };   /* 2026-06-01, for cases that name no date */

struct case_run {
	const char *scratch;
	GPtrArray *common;
	GHashTable *failed, *clean;     /* ids of rules */
	struct words *words;
	unsigned n, cases;
};

static void
tap(struct case_run *run, const char *name, const char *complaint)
{
	printf("%s %u %s\n", complaint == NULL ? "ok" : "not ok", ++run->n, name);
	if (complaint != NULL) {
		char **lines = g_strsplit(complaint, "\n", -1);

		for (size_t i = 0; lines[i] != NULL && *lines[i] != '\0'; i++)
			printf("# %s\n", lines[i]);
		g_strfreev(lines);
	}
}

/* ---- one case ---- */

static bool
known_file(const char *name)
{
	static const char *const known[] = { "args", "base", "expect.csv", "in", "note.txt", "passwords", "trust.pem" };

	for (size_t i = 0; i < G_N_ELEMENTS(known); i++)
		if (strcmp(name, known[i]) == 0)
			return true;
	return false;
}

/* The files of the base, less those it leaves out, then the case's own. */
static char *
lay_folder(const struct case_run *run, const char *dir, GString *complaint)
{
	char *folder = g_build_filename(run->scratch, "in", NULL), *in = g_build_filename(dir, "in", NULL);
	char *base = g_build_filename(dir, "base", NULL), *text = NULL;

	folder_remove(folder);
	if (g_file_get_contents(base, &text, NULL, NULL)) {
		char **lines = g_strsplit(text, "\n", -1);
		char *from = g_build_filename("tests/bases", g_strstrip(lines[0]), NULL);
		GPtrArray *skip = g_ptr_array_new();

		for (size_t i = 1; lines[i] != NULL; i++)
			if (g_str_has_prefix(lines[i], "- "))
				g_ptr_array_add(skip, g_strstrip(lines[i] + 2));
		if (!g_file_test(from, G_FILE_TEST_IS_DIR))
			g_string_append_printf(complaint, "no base %s\n", from);
		folder_copy(from, folder, skip);
		for (guint i = 0; i < skip->len; i++) {
			char *path = g_build_filename(from, g_ptr_array_index(skip, i), NULL);

			if (!g_file_test(path, G_FILE_TEST_EXISTS))
				g_string_append_printf(complaint, "the base has no %s to leave out\n", path);
			g_free(path);
		}
		g_ptr_array_unref(skip);
		g_free(from);
		g_strfreev(lines);
		g_free(text);
	}
	folder_copy(in, folder, NULL);
	g_free(in);
	g_free(base);
	return folder;
}

static struct options *
case_options(const char *dir, const char *folder, GString *complaint)
{
	char *path = g_build_filename(dir, "args", NULL), *text = NULL, *line, **argv = NULL, **words = NULL;
	struct options *o = NULL;
	GError *error = NULL;
	int argc;

	if (!g_file_get_contents(path, &text, NULL, NULL))
		text = g_strdup("");
	line = g_strdup_printf("hybrid-audit %s %s", g_strstrip(text), folder);
	if (g_shell_parse_argv(line, &argc, &argv, &error)) {
		/* Parsing takes the options out of the vector, and with them what would free their text. */
		words = g_memdup2(argv, ((gsize)argc + 1) * sizeof *argv);
		o = options_parse(&argc, &argv, &error);
	}
	if (o == NULL)
		g_string_append_printf(complaint, "args: %s\n", error->message);
	g_clear_error(&error);
	g_strfreev(words);
	g_free(argv);
	g_free(line);
	g_free(text);
	g_free(path);
	return o;
}

static struct row *
find_row(GPtrArray *rows, const struct finding *f)
{
	for (guint i = 0; i < rows->len; i++) {
		struct row *r = g_ptr_array_index(rows, i);

		if (!r->met && row_matches(r, f))
			return r;
	}
	return NULL;
}

static bool
named(GPtrArray *rows, const char *rule)
{
	for (guint i = 0; i < rows->len; i++)
		if (strcmp(((struct row *)g_ptr_array_index(rows, i))->field[ROW_RULE], rule) == 0)
			return true;
	return false;
}

static bool
is_common(GPtrArray *common, const struct finding *f)
{
	for (guint i = 0; i < common->len; i++)
		if (row_matches(g_ptr_array_index(common, i), f))
			return true;
	return false;
}

/* A reason or a value that the rule's row does not declare never reaches the words. */
static void
check_declared(const struct finding *f, GString *complaint)
{
	if (*f->reason != '\0' && !rule_has_reason(f->rule, f->reason))
		g_string_append_printf(complaint, "undeclared reason: %s %s\n", f->rule->id, f->reason);
	for (guint i = 0; i < f->values->len; i++) {
		const char *name = ((const struct named *)g_ptr_array_index(f->values, i))->name;
		char **declared = g_strsplit(f->rule->values, " ", -1);

		if (strcmp(name, "needs") != 0 && strcmp(name, "field") != 0 && !g_strv_contains((const char *const *)declared, name))
			g_string_append_printf(complaint, "undeclared value: %s %s\n", f->rule->id, name);
		g_strfreev(declared);
	}
}

static void
compare(struct case_run *run, GPtrArray *rows, const struct findings *findings, GString *complaint)
{
	for (guint i = 0; i < findings->all->len; i++) {
		const struct finding *f = g_ptr_array_index(findings->all, i);
		struct row *r = find_row(rows, f);
		bool listed = f->status == STATUS_FAIL || f->status == STATUS_NOTE || named(rows, f->rule->id);

		check_declared(f, complaint);
		if (r != NULL) {
			r->met = TRUE;
			/* A note is the clean row of a rule that otherwise fails, and the failing one of a rule that only notes. */
			if (f->status == STATUS_FAIL || f->status == STATUS_NOTE)
				g_hash_table_add(run->failed, (gpointer)(guintptr)f->rule->id);
			if (f->status != STATUS_FAIL)
				g_hash_table_add(run->clean, (gpointer)(guintptr)f->rule->id);
		} else if (listed && !is_common(run->common, f)) {
			char *text = row_print(f);

			g_string_append_printf(complaint, "unexpected: %s\n", text);
			g_free(text);
		}
	}
	for (guint i = 0; i < rows->len; i++) {
		const struct row *r = g_ptr_array_index(rows, i);

		if (!r->met)
			g_string_append_printf(complaint, "missing:    %s,%s,%s,%s,%s,%s,\"%s\"\n", r->field[0], r->field[1], r->field[2],
			    r->field[3], r->field[4], r->field[5], r->field[6]);
	}
}

static void
judge_case(struct case_run *run, const char *dir, GPtrArray *rows, GString *complaint)
{
	char *folder = lay_folder(run, dir, complaint);
	struct options *o = case_options(dir, folder, complaint);
	struct audit a = { NULL, NULL };
	GError *error = NULL;

	if (o != NULL && audit_run(&a, o, DEFAULT_DAY, NULL, &error)) {
		compare(run, rows, a.findings, complaint);
		said_check(&a, o, run->words, complaint);
	} else if (o != NULL) {
		g_string_append_printf(complaint, "no audit: %s\n", error->message);
	}
	g_clear_error(&error);
	audit_clear(&a);
	options_free(o);
	g_free(folder);
}

static void
run_case(struct case_run *run, const char *dir)
{
	GString *complaint = g_string_new(NULL);
	char *path = g_build_filename(dir, "expect.csv", NULL), *error = NULL;
	GPtrArray *names = folder_names(dir), *rows = rows_read(path, &error);

	for (guint i = 0; i < names->len; i++)
		if (!known_file(g_ptr_array_index(names, i)))
			g_string_append_printf(complaint, "unknown file %s\n", (char *)g_ptr_array_index(names, i));
	if (rows == NULL)
		g_string_append_printf(complaint, "%s\n", error);
	else
		judge_case(run, dir, rows, complaint);
	tap(run, dir, complaint->len > 0 ? complaint->str : NULL);
	run->cases++;
	if (rows != NULL)
		g_ptr_array_unref(rows);
	g_ptr_array_unref(names);
	g_string_free(complaint, TRUE);
	g_free(error);
	g_free(path);
}

/* ---- the set ---- */

static void
check_set(struct case_run *run)
{
	for (size_t f = 0; families[f] != NULL; f++)
		for (size_t i = 0; i < families[f]->n; i++) {
			const char *id = families[f]->rules[i].id;
			char *name = g_strconcat("set/", id, NULL);

			tap(run, name, !g_hash_table_contains(run->failed, id) ? "no case in which it fails or notes" :
			    families[f]->rules[i].worst != SEVERITY_NOTE && !g_hash_table_contains(run->clean, id) ? "no case in which it is clean" :
			    NULL);
			g_free(name);
		}
	tap(run, "set/not-empty", run->cases > 0 ? NULL : "no case was found");
}

int
main(int argc, char **argv)
{
	const char *filter = NULL;
	unsigned every = 1, at = 0;     /* one of how many cases runs */
	char *error = NULL;
	struct case_run run = { NULL, rows_read("tests/cases/common.csv", &error), g_hash_table_new(g_str_hash, g_str_equal),
		g_hash_table_new(g_str_hash, g_str_equal), words_load(NULL, NULL), 0, 0 };
	char *scratch = g_dir_make_tmp("hybrid-audit-cases-XXXXXX", NULL);
	GPtrArray *rules = folder_names("tests/cases");

	for (int i = 1; i < argc; i++)
		if (strcmp(argv[i], "--every") == 0 && i + 1 < argc)
			every = (unsigned)atoi(argv[++i]);
		else if (argv[i][0] != '-')
			filter = argv[i];
	run.scratch = scratch;
	g_assert_nonnull(run.common);
	g_assert_nonnull(run.words);
	for (guint r = 0; rules != NULL && r < rules->len; r++) {
		char *rule = g_build_filename("tests/cases", g_ptr_array_index(rules, r), NULL);
		GPtrArray *cases = folder_names(rule);

		for (guint c = 0; cases != NULL && c < cases->len; c++) {
			char *dir = g_build_filename(rule, g_ptr_array_index(cases, c), NULL);

			if ((filter == NULL || strstr(dir, filter) != NULL) && at++ % MAX(every, 1) == 0)
				run_case(&run, dir);
			g_free(dir);
		}
		if (cases != NULL)
			g_ptr_array_unref(cases);
		g_free(rule);
	}
	if (filter == NULL && every == 1)
		check_set(&run);
	printf("1..%u\n", run.n);
	folder_remove(scratch);
	g_free(scratch);
	g_hash_table_unref(run.failed);
	g_hash_table_unref(run.clean);
	g_ptr_array_unref(run.common);
	words_free(run.words);
	if (rules != NULL)
		g_ptr_array_unref(rules);
	return 0;
}
