/*
 * A customer of very many domains, all of which fail: the PDF and the text say the first ones and count the others, the CSV has all,
 * and the memory grows with the customer, not with its square.
 */
#include <glib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../../audit/audit.h"
#include "../../report/limits.h"
#include "../../report/report.h"
#include "../bench/bench.h"

enum { TODAY = 1780272000, DOMAINS = 600, FAILURES_OF_A_DOMAIN = 10, MATRIX_ROW_TEXT = 200, MATRIX_ROW_PDF = 2000 };

/* What came of an audit. */
struct outcome {
	unsigned failures, total, actions, rows;
	gsize text, pdf;
	guint blocks;
	unsigned cuts;              /* kinds of lists that are said to be cut */
	long kilobytes;
};

static void
remove_tree(const char *path)
{
	GDir *dir = g_dir_open(path, 0, NULL);
	const char *name;

	while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
		char *below = g_build_filename(path, name, NULL);

		remove_tree(below);
		g_free(below);
	}
	if (dir != NULL)
		g_dir_close(dir);
	g_remove(path);
}

/* Without the one of the names of the columns.  Lines within a cell end in LF alone. */
static unsigned
count_rows(const GString *csv)
{
	unsigned n = 0;

	for (const char *p = csv->str; (p = strstr(p, "\r\n")) != NULL; p += 2)
		n++;
	return n - 1;
}

static guint
blocks_below(size_t n, struct block *const *blocks)
{
	guint sum = (guint)n;

	for (size_t i = 0; i < n; i++)
		sum += blocks_below(blocks[i]->nchildren, blocks[i]->children) + (guint)(blocks[i]->nlines + blocks[i]->nrows);
	return sum;
}

/* Does the text say the phrase, as far as it has no number? */
static bool
says(const struct document *d, const char *text, const char *name)
{
	const char *phrase = document_phrase(d, name);
	char *begin = g_strndup(phrase, strcspn(phrase, "{"));
	const bool said = strstr(text, begin) != NULL;

	g_free(begin);
	return said;
}

static void
render(const struct audit *a, const struct options *o, const struct words *words, struct outcome *out)
{
	static const struct pdf_options options = { .level = PDF_3A, .as_of = TODAY };
	struct document *d = report_compose(a, o, words);
	GByteArray *pdf = pdf_render(d, words_theme(words), &options, NULL);
	GString *text = g_string_new(NULL), *csv = g_string_new(NULL), *actions = g_string_new(NULL);

	text_render(d, text);
	findings_csv(a, words, true, false, csv);
	actions_csv(a, words, false, actions);
	out->blocks = blocks_below(d->blocks->len, (struct block *const *)d->blocks->pdata);
	out->text = text->len;
	out->cuts = (unsigned)(says(d, text->str, "findings-cut") + says(d, text->str, "commands-cut") + says(d, text->str, "files-cut"));
	out->pdf = pdf != NULL ? pdf->len : 0;
	out->rows = count_rows(csv);
	out->actions = count_rows(actions);
	if (pdf != NULL)
		g_byte_array_unref(pdf);
	g_string_free(text, TRUE);
	g_string_free(csv, TRUE);
	g_string_free(actions, TRUE);
	document_free(d);
}

static int
audit_folder(const char *folder, int to)
{
	struct options o = { .folder = (char *)(guintptr)folder, .output = (char *)(guintptr)"none", .as_of = (char *)(guintptr)"2026-06-01" };
	struct words *words = words_load(NULL, NULL);
	struct outcome out = { 0 };
	struct audit a;
	bool ok = audit_run(&a, &o, TODAY, NULL, NULL);

	if (ok) {
		out.failures = a.findings->counts.of_status[STATUS_FAIL];
		out.total = a.findings->counts.total;
		render(&a, &o, words, &out);
	}
	audit_clear(&a);
	words_free(words);
	return ok && write(to, &out, sizeof out) == (ssize_t)sizeof out ? 0 : 1;
}

/* In a process of its own, whose memory can be told. */
static struct outcome
outcome(unsigned domains)
{
	char *folder = g_dir_make_tmp("hybrid-audit-limits-XXXXXX", NULL);
	struct outcome out = { 0 };
	struct rusage ru = { 0 };
	int ends[2], status = -1;
	pid_t pid;

	g_assert_true(make_failing_customer(folder, domains));
	g_assert_cmpint(pipe(ends), ==, 0);
	fflush(NULL);
	pid = fork();
	if (pid == 0)
		_exit(audit_folder(folder, ends[1]));
	close(ends[1]);
	g_assert_cmpint(read(ends[0], &out, sizeof out), ==, sizeof out);
	close(ends[0]);
	g_assert_cmpint(wait4(pid, &status, 0, &ru), ==, pid);
	g_assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	out.kilobytes = ru.ru_maxrss;
	remove_tree(folder);
	g_free(folder);
	return out;
}

/* A domain more is a row more in the CSV and in the matrix, and nothing more to read. */
static void
test_summary(void)
{
	const struct outcome half = outcome(DOMAINS / 2), some = outcome(DOMAINS), more = outcome(2 * DOMAINS);

	g_assert_cmpuint(DOMAINS, >, FILES_LISTED);
	g_assert_cmpuint(some.failures, >=, FAILURES_OF_A_DOMAIN * DOMAINS);
	g_assert_cmpuint(more.failures - some.failures, ==, FAILURES_OF_A_DOMAIN * DOMAINS);
	g_assert_cmpuint(some.rows, ==, some.total);
	g_assert_cmpuint(more.rows, ==, more.total);
	g_assert_cmpuint(some.actions, ==, some.failures);
	g_assert_cmpuint(more.actions, ==, more.failures);
	g_assert_cmpuint(half.cuts, ==, 2);     /* its files are all in the list */
	g_assert_cmpuint(some.cuts, ==, 3);
	g_assert_cmpuint(2 * DOMAINS, <=, MATRIX_ROWS);
	g_assert_cmpuint(more.blocks, ==, some.blocks + DOMAINS);
	g_assert_cmpuint(more.text, <=, some.text + some.text / 100 + DOMAINS * MATRIX_ROW_TEXT);
	g_assert_cmpuint(more.pdf, <=, some.pdf + some.pdf / 50 + DOMAINS * MATRIX_ROW_PDF);
	/* Of a square the second step would be four times the first. */
	g_test_message("memory of %d, %d and %d domains: %ld, %ld and %ld kB", DOMAINS / 2, DOMAINS, 2 * DOMAINS, half.kilobytes,
	    some.kilobytes, more.kilobytes);
	g_assert_cmpint(more.kilobytes - some.kilobytes, <, 3 * (some.kilobytes - half.kilobytes));
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/limits-report/summary", test_summary);
	return g_test_run();
}
