/* The run from top to bottom: options, words, evidence, rules, report.  The only file that sees every room. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../report/evidence.h"
#include "../report/report.h"
#include "audit.h"

enum { EXIT_AUDITED, EXIT_FINDINGS, EXIT_NO_AUDIT };

/* GLib aborts when memory ends, and traps on a fatal message: no half file stays behind, and the status says "no audit". */
static void
give_up(int signal)
{
	static const char text[] = "hybrid-audit: stopped; nothing was audited\n";
	ssize_t n = write(STDERR_FILENO, text, sizeof text - 1);

	(void)signal;
	(void)n;
	output_abandon();
	_exit(EXIT_NO_AUDIT);
}

static void
catch_signals(void)
{
	static const int signals[] = { SIGABRT, SIGTRAP, SIGINT, SIGTERM, SIGHUP };
	struct sigaction action = { .sa_handler = give_up };

	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < G_N_ELEMENTS(signals); i++)
		sigaction(signals[i], &action, NULL);
	/* A reader that goes away is a failed write. */
	signal(SIGPIPE, SIG_IGN);
}

static int
no_audit(GError *error)
{
	fprintf(stderr, "hybrid-audit: %s\n", error->message);
	g_error_free(error);
	return EXIT_NO_AUDIT;
}

/* Standard output, checked to the last octet. */
static int
print(const GString *text)
{
	if (fwrite(text->str, 1, text->len, stdout) == text->len && fflush(stdout) == 0)
		return EXIT_AUDITED;
	fprintf(stderr, "hybrid-audit: standard output: cannot be written\n");
	return EXIT_NO_AUDIT;
}

/* ---- without a folder ---- */

static int
print_found(bool found, GString *out, const char *what)
{
	int status = EXIT_NO_AUDIT;

	if (found)
		status = print(out);
	else
		fprintf(stderr, "hybrid-audit: no rule is called \"%s\" or speaks of it; --list-rules names them all\n", what);
	g_string_free(out, TRUE);
	return status;
}

static int
tell(const struct options *o, const struct words *words)
{
	GString *out = g_string_new(NULL);
	struct facts *facts;
	GError *error = NULL;
	bool found = true;

	if (o->list_rules) {
		if (o->format_list != NULL && o->formats == FORMAT_CSV)
			rules_csv(words, o->csv_excel, out);
		else
			rules_list(words, out);
		return print_found(true, out, "");
	}
	facts = facts_new();
	facts->knowledge = knowledge_load(facts->region, o->knowledge, &error);
	if (facts->knowledge != NULL)
		found = explain(words, facts->knowledge, NULL, o->explain, out);
	facts_free(facts);
	if (error == NULL)
		return print_found(found, out, o->explain);
	g_string_free(out, TRUE);
	return no_audit(error);
}

/* ---- messages ---- */

static void
show_progress(const char *path, void *closure)
{
	(void)closure;
	fprintf(stderr, "\r\033[Kreading %.60s", path);
}

static void
name_problems(const struct facts *facts)
{
	struct region *region = region_new();

	for (guint i = 0; i < facts->sources->len; i++) {
		const struct source *s = g_ptr_array_index(facts->sources, i);

		for (guint k = 0; k < s->problems->len; k++) {
			const struct problem *p = g_ptr_array_index(s->problems, k);

			fprintf(stderr, "hybrid-audit: %s: %s%s%s%s%s\n", problem_place(region, p, s->path), p->code,
			    p->field != NULL ? ": " : "", p->field != NULL ? p->field : "", p->text != NULL ? ": " : "",
			    p->text != NULL ? p->text : "");
		}
	}
	region_free(region);
}

static bool
colored(const struct options *o)
{
	const char *no = getenv("NO_COLOR");

	if (o->color != NULL && strcmp(o->color, "auto") != 0)
		return strcmp(o->color, "always") == 0;
	return isatty(STDERR_FILENO) && (no == NULL || *no == '\0');
}

/* "3 errors": a number with its word. */
static void
count(const char *before, unsigned n, const char *word, const char *plural)
{
	fprintf(stderr, "%s%u %s%s", before, n, word, n == 1 ? "" : plural);
}

/* The verdict in the words of the report's cover, then the numbers. */
static void
summarise(const struct options *o, const struct findings *f, const struct document *d)
{
	static const char *const colors[] = { "\033[1;31m", "\033[1;33m", "\033[1;33m", "\033[1;32m" };
	const bool color = colored(o);
	const unsigned *fail = f->counts.by[STATUS_FAIL];

	fprintf(stderr, "hybrid-audit: %s%s%s. %s\n", color ? colors[f->verdict] : "", d->verdict, color ? "\033[0m" : "",
	    d->sentence);
	count("hybrid-audit: findings: ", fail[SEVERITY_BLOCKER], "blocker", "s");
	count(", ", fail[SEVERITY_ERROR], "error", "s");
	count(", ", fail[SEVERITY_WARNING], "warning", "s");
	count(", ", fail[SEVERITY_INFO], "info", "");
	count("; ", f->counts.of_status[STATUS_NOTE], "note", "s");
	count("; ", f->counts.of_status[STATUS_NOT_EVALUATED], "requirement", "s");
	fprintf(stderr, " could not be judged\n");
}

/* ---- the results ---- */

struct results {
	const struct audit *audit;
	const struct options *options;
	const struct words *words;
	const struct document *document;
};

static bool
write_result(const struct options *o, const char *name, const void *data, size_t size, GError **error)
{
	if (!output_write(o->output, name, data, size, error))
		return false;
	if (!o->quiet)
		fprintf(stderr, "hybrid-audit: %s/%s\n", o->output, name);
	return true;
}

static enum pdf_level
pdf_level(const struct options *o)
{
	static const struct { const char *name; enum pdf_level level; } levels[] = {
		{ "none", PDF_NONE }, { "1b", PDF_1B }, { "2b", PDF_2B }, { "3a", PDF_3A },
	};

	for (size_t i = 0; o->pdfa != NULL && i < G_N_ELEMENTS(levels); i++)
		if (strcmp(o->pdfa, levels[i].name) == 0)
			return levels[i].level;
	return PDF_3A;
}

/* What was asked for by name is made or refused; the default gives way, and says so. */
static bool
level_possible(const struct options *o, GError **error)
{
	if (pdf_conforms() || pdf_level(o) == PDF_NONE)
		return true;
	if (o->pdfa == NULL)
		fprintf(stderr, "hybrid-audit: report.pdf is plain PDF without tags: PDF/A needs libharu 2.3.0\n");
	else
		g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, "--pdfa %s needs libharu 2.3.0", o->pdfa);
	return o->pdfa == NULL;
}

static bool
write_pdf(const struct results *r, GError **error)
{
	GString *findings = g_string_new(NULL), *sources = g_string_new(NULL);
	struct pdf_options o = { .level = pdf_level(r->options), .as_of = r->audit->facts->as_of, .nattachments = 2 };
	GByteArray *pdf = NULL;
	bool ok;

	findings_csv(r->audit, r->words, r->options->all, r->options->csv_excel, findings);
	evidence_csv(r->audit->facts, r->options->csv_excel, sources);
	o.attachments = (const struct attachment[]){
		{ "findings.csv", document_phrase(r->document, "attached-findings"), "Data", findings->str, findings->len },
		{ "evidence.csv", document_phrase(r->document, "attached-evidence"), "Source", sources->str, sources->len },
	};
	report_digest(r->audit, r->options, o.digest);
	if (level_possible(r->options, error))
		pdf = pdf_render(r->document, words_theme(r->words), &o, error);
	ok = pdf != NULL && write_result(r->options, "report.pdf", pdf->data, pdf->len, error);
	if (pdf != NULL)
		g_byte_array_unref(pdf);
	g_string_free(findings, TRUE);
	g_string_free(sources, TRUE);
	return ok;
}

static bool
write_text(const struct results *r, GError **error)
{
	GString *text = g_string_new(NULL);
	bool ok;

	text_render(r->document, text);
	ok = write_result(r->options, "report.txt", text->str, text->len, error);
	g_string_free(text, TRUE);
	return ok;
}

static bool
write_csv(const struct results *r, GError **error)
{
	GString *csv = g_string_new(NULL);
	bool ok;

	findings_csv(r->audit, r->words, r->options->all, r->options->csv_excel, csv);
	ok = write_result(r->options, "findings.csv", csv->str, csv->len, error);
	g_string_free(csv, TRUE);
	return ok;
}

static bool
write_actions(const struct results *r, GError **error)
{
	GString *csv = g_string_new(NULL);
	bool ok;

	actions_csv(r->audit, r->words, r->options->csv_excel, csv);
	ok = write_result(r->options, "actions.csv", csv->str, csv->len, error);
	g_string_free(csv, TRUE);
	return ok;
}

static int
write_results(const struct audit *a, const struct options *o, const struct words *words)
{
	struct document *d = report_compose(a, o, words);
	const struct results r = { a, o, words, d };
	GError *error = NULL;
	bool ok = output_folder(o->output, o->force, &error);

	ok = ok && (!(o->formats & FORMAT_PDF) || write_pdf(&r, &error));
	ok = ok && (!(o->formats & FORMAT_TEXT) || write_text(&r, &error));
	ok = ok && (!(o->formats & FORMAT_CSV) || write_csv(&r, &error));
	ok = ok && (!(o->formats & FORMAT_ACTIONS) || write_actions(&r, &error));
	if (ok && !o->quiet)
		summarise(o, a->findings, d);
	document_free(d);
	if (!ok)
		return no_audit(error);
	return options_fails(o, a->findings) ? EXIT_FINDINGS : EXIT_AUDITED;
}

/* ---- the run ---- */

/* What was asked of the audit instead of a report: the evidence list, a rule, an error, how a result came about. */
static int
answer(const struct audit *a, const struct options *o, const struct words *words)
{
	GString *out = g_string_new(NULL);

	if (o->trace != NULL)
		return print_found(trace(words, a, o->trace, out), out, o->trace);
	if (o->explain != NULL)
		return print_found(explain(words, a->facts->knowledge, a, o->explain, out), out, o->explain);
	evidence_csv(a->facts, o->csv_excel, out);
	return print_found(true, out, "");
}

static int
audit_folder(const struct options *o, struct words *words)
{
	const bool progress = !o->quiet && isatty(STDERR_FILENO);
	struct audit a;
	GError *error = NULL;
	int status;
	const bool ok = audit_run(&a, o, g_get_real_time() / G_USEC_PER_SEC, progress ? show_progress : NULL, &error);

	if (progress)
		fprintf(stderr, "\r\033[K");
	if (!ok) {
		status = no_audit(error);
	} else {
		if (o->verbose)
			name_problems(a.facts);
		words_settings(words, a.facts->settings);
		status = o->evidence || o->explain != NULL || o->trace != NULL ? answer(&a, o, words) : write_results(&a, o, words);
	}
	audit_clear(&a);
	return status;
}

/* ---- words and theme ---- */

static void
name_faint(const char *colour, const char *ground, double contrast, void *closure)
{
	fprintf(stderr, "hybrid-audit: %s: the colour %s on %s has a contrast of %.1f:1 only; 4.5:1 can be read\n", (const char *)closure, colour,
	    ground, contrast);
}

/* NULL with an error.  What can be used all the same is named. */
static struct words *
load_words(const struct options *o, GError **error)
{
	struct words *words = words_load_language(o->templates, o->language != NULL ? o->language : "en", error);
	unsigned missing, all;

	if (words == NULL)
		return NULL;
	missing = words_missing(words, &all);
	if (missing > 0 && !o->quiet)
		fprintf(stderr, "hybrid-audit: language %s: %u of %u pages are missing and stand in English\n", words_language(words), missing, all);
	if (o->templates != NULL)
		words_faint(words, name_faint);
	return words;
}

static int
export_templates(const struct options *o)
{
	GError *error = NULL;

	return templates_export(o->export_templates, o->force, &error) ? EXIT_AUDITED : no_audit(error);
}

static int
run(const struct options *o)
{
	GError *error = NULL;
	struct words *words;
	int status;

	if (o->version) {
		puts("hybrid-audit " HYBRID_AUDIT_VERSION);
		return EXIT_AUDITED;
	}
	if (o->export_templates != NULL)
		return export_templates(o);
	words = load_words(o, &error);
	if (words == NULL)
		return no_audit(error);
	status = o->list_rules || (o->explain != NULL && o->folder == NULL) ? tell(o, words) : audit_folder(o, words);
	words_free(words);
	return status;
}

int
main(int argc, char **argv)
{
	GError *error = NULL;
	struct options *o;
	int status;

	catch_signals();
	o = options_parse(&argc, &argv, &error);
	if (o == NULL)
		return no_audit(error);
	status = run(o);
	options_free(o);
	return status;
}
