/*
 * Reads every folder tests/readers/KIND/WHAT/in and compares what was taken and what was refused with expect.txt beside
 * it.  A file `passwords` beside it is what --password-file names.  Prints TAP.  With --write the expectations are written anew, to be looked at as a diff.
 */
#include <stdio.h>
#include <string.h>

#include "../../audit/evidence/input.h"
#include "../../report/report.h"
#include "../../report/words.h"
#include "dump.h"
#include "folder.h"

enum { AS_OF = 1780272000 };         /* 2026-06-01 */
static const char root[] = "tests/readers";

struct test_run {
	bool write;
	unsigned n;
	const struct words *words;
};

/* A code without words would stand in the report as it is. */
static void
name_wordless(const struct facts *facts, const struct words *words, GString *out)
{
	for (guint i = 0; i < facts->sources->len; i++) {
		const struct source *s = g_ptr_array_index(facts->sources, i);

		for (guint k = 0; k < s->problems->len; k++) {
			const char *code = ((const struct problem *)g_ptr_array_index(s->problems, k))->code;

			if (page_section(words_page(words, "problems"), code) == NULL)
				g_string_append_printf(out, "no words: %s\n", code);
		}
	}
}

static char *
read_folder(const char *folder, const char *passwords, const struct words *words)
{
	struct facts *facts = facts_new();
	const struct evidence_options options = { .folder = folder, .password_file = g_file_test(passwords, G_FILE_TEST_EXISTS) ? passwords : NULL };
	GString *out = g_string_new(NULL);
	GError *error = NULL;

	facts->as_of = AS_OF;
	if (evidence_read(facts, &options, &error)) {
		dump_facts(facts, out);
		name_wordless(facts, words, out);
	} else {
		g_string_printf(out, "no evidence: %s\n", error->message);
	}
	g_clear_error(&error);
	facts_free(facts);
	return g_string_free(out, FALSE);
}

/* The first line that differs, both ways: enough to find the place. */
static void
print_difference(const char *expected, const char *got)
{
	char **a = g_strsplit(expected, "\n", -1), **b = g_strsplit(got, "\n", -1);
	size_t i = 0;

	while (a[i] != NULL && b[i] != NULL && strcmp(a[i], b[i]) == 0)
		i++;
	printf("# line %zu\n# expected: %s\n# got:      %s\n", i + 1, a[i] != NULL ? a[i] : "(end)", b[i] != NULL ? b[i] : "(end)");
	g_strfreev(a);
	g_strfreev(b);
}

static void
compare(struct test_run *run, const char *name, const char *path, const char *got)
{
	char *expected = NULL;

	if (run->write && !g_file_set_contents(path, got, -1, NULL))
		printf("# %s cannot be written\n", path);
	if (!g_file_get_contents(path, &expected, NULL, NULL)) {
		printf("not ok %u %s\n# %s is missing\n", ++run->n, name, path);
	} else if (strcmp(expected, got) != 0) {
		printf("not ok %u %s\n", ++run->n, name);
		print_difference(expected, got);
	} else {
		printf("ok %u %s\n", ++run->n, name);
	}
	g_free(expected);
}

static void
read_case(struct test_run *run, const char *kind, const char *what)
{
	char *name = g_strdup_printf("/readers/%s/%s", kind, what);
	char *folder = g_build_filename(root, kind, what, "in", NULL), *expect = g_build_filename(root, kind, what, "expect.txt", NULL);
	char *passwords = g_build_filename(root, kind, what, "passwords", NULL), *got = read_folder(folder, passwords, run->words);

	compare(run, name, expect, got);
	g_free(got);
	g_free(passwords);
	g_free(folder);
	g_free(expect);
	g_free(name);
}

int
main(int argc, char **argv)
{
	GError *error = NULL;
	struct words *words = words_load(NULL, &error);
	struct test_run run = { .write = argc > 1 && strcmp(argv[1], "--write") == 0, .words = words };
	GPtrArray *kinds_read = folder_names(root);

	for (guint i = 0; kinds_read != NULL && i < kinds_read->len; i++) {
		const char *kind = g_ptr_array_index(kinds_read, i);
		char *path = g_build_filename(root, kind, NULL);
		GPtrArray *cases = folder_names(path);

		for (guint k = 0; cases != NULL && k < cases->len; k++)
			read_case(&run, kind, g_ptr_array_index(cases, k));
		if (cases != NULL)
			g_ptr_array_unref(cases);
		g_free(path);
	}
	if (kinds_read != NULL)
		g_ptr_array_unref(kinds_read);
	words_free(words);
	printf("1..%u\n", run.n);
	return run.n > 0 ? 0 : 1;
}
