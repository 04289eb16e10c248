#include "options.h"

#include <string.h>

#include "rules/rule.h"

static const char summary[] =
    "Audits, fully offline, whether an Exchange organisation is ready for a hybrid\n"
    "deployment with Exchange Online. FOLDER holds the exports: certificates, DNS\n"
    "zone files, CSV files of domains, connectors, servers, hybrid configuration\n"
    "and load balancers. The results are report.pdf, findings.csv and actions.csv.";

static const char description[] =
    "Exit status: 0 audited and nothing at or above --fail-on failed, 1 audited and\n"
    "something did, 2 no audit. See hybrid-audit(1).";

static bool
fail(GError **error, const char *text, const char *what)
{
	g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "%s: %s", text, what);
	return false;
}

static bool
parse_formats(struct options *o, GError **error)
{
	static const struct { const char *name; enum format bit; } known[] = {
		{ "pdf", FORMAT_PDF }, { "csv", FORMAT_CSV }, { "text", FORMAT_TEXT }, { "actions", FORMAT_ACTIONS },
	};
	char **words = g_strsplit(o->format_list != NULL ? o->format_list : "pdf,csv,actions", ",", -1);
	bool ok = true;

	for (size_t w = 0; ok && words[w] != NULL; w++) {
		ok = false;
		for (size_t k = 0; k < G_N_ELEMENTS(known); k++)
			if (strcmp(g_strstrip(words[w]), known[k].name) == 0) {
				o->formats |= known[k].bit;
				ok = true;
			}
		if (!ok)
			fail(error, "unknown format (pdf, csv, actions and text are known)", words[w]);
	}
	g_strfreev(words);
	return ok;
}

static bool
check_pdfa(const char *level, GError **error)
{
	static const char *const known[] = { "3a", "2b", "1b", "none", NULL };

	return level == NULL || g_strv_contains(known, level) || fail(error, "--pdfa takes 3a, 2b, 1b or none", level);
}

static bool
parse_fail_on(struct options *o, GError **error)
{
	o->fail_on = SEVERITY_ERROR;
	if (o->fail_on_word == NULL)
		return true;
	if (strcmp(o->fail_on_word, "none") == 0) {
		o->fail_on_none = true;
		return true;
	}
	for (int s = SEVERITY_BLOCKER; s <= SEVERITY_INFO; s++)
		if (strcmp(o->fail_on_word, severity_name((enum severity)s)) == 0) {
			o->fail_on = (enum severity)s;
			return true;
		}
	return fail(error, "--fail-on takes blocker, error, warning, info or none", o->fail_on_word);
}

/* A word of --rules that selects nothing would make a verdict of no requirements. */
static bool
check_rules(const char *list, GError **error)
{
	char **words = g_strsplit_set(list != NULL ? list : "", ", ", -1);
	bool any = list == NULL, ok = true;

	for (size_t w = 0; ok && words[w] != NULL; w++) {
		ok = *words[w] == '\0' || rule_matches(words[w]);
		any = any || *words[w] != '\0';
		if (!ok)
			fail(error, "--rules: no rule or family begins with", words[w]);
	}
	g_strfreev(words);
	return ok && (any || fail(error, "--rules", "a rule or a family is wanted"));
}

static bool
check_words(struct options *o, int argc, char **argv, GError **error)
{
	if (o->color != NULL && strcmp(o->color, "auto") != 0 && strcmp(o->color, "always") != 0 && strcmp(o->color, "never") != 0)
		return fail(error, "--color takes auto, always or never", o->color);
	for (size_t i = 0; o->set != NULL && o->set[i] != NULL; i++)
		if (strchr(o->set[i], '=') == NULL || strchr(o->set[i], '.') == NULL || strchr(o->set[i], '.') > strchr(o->set[i], '='))
			return fail(error, "--set takes SECTION.KEY=VALUE", o->set[i]);
	if (!check_rules(o->rules, error))
		return false;
	if (argc > 2)
		return fail(error, "one FOLDER at a time", argv[2]);
	if (argc == 2 && o->export_templates != NULL)
		return fail(error, "--export-templates reads no FOLDER", argv[1]);
	if (argc == 2)
		o->folder = g_strdup(argv[1]);
	else if (!o->list_rules && !o->version && o->explain == NULL && o->export_templates == NULL)
		return fail(error, "FOLDER is missing", "see --help");
	return true;
}

struct options *
options_parse(int *argc, char ***argv, GError **error)
{
	struct options *o = g_new0(struct options, 1);
	/* A "file name" is taken as it stands; a "string" would be refused unless it is ASCII, because no locale is set. */
	const GOptionEntry entries[] = {
		{ "output", 'o', 0, G_OPTION_ARG_FILENAME, &o->output, "Where the results go (hybrid-audit-report)", "DIR" },
		{ "force", 0, 0, G_OPTION_ARG_NONE, &o->force, "Write into a DIR that holds other files", NULL },
		{ "format", 'f', 0, G_OPTION_ARG_STRING, &o->format_list, "pdf,csv,actions (default), text", "LIST" },
		{ "pdfa", 0, 0, G_OPTION_ARG_STRING, &o->pdfa, "3a (default, with PDF/UA-1), 2b, 1b, none", "LEVEL" },
		{ "as-of", 't', 0, G_OPTION_ARG_STRING, &o->as_of, "The date the rules judge at, ISO 8601, UTC", "DATE" },
		{ "rules", 'r', 0, G_OPTION_ARG_STRING, &o->rules, "Ids, prefixes or families to show", "LIST" },
		{ "templates", 'T', 0, G_OPTION_ARG_FILENAME, &o->templates, "Other words, theme and logo", "DIR" },
		{ "language", 0, 0, G_OPTION_ARG_STRING, &o->language, "Words of this language (en)", "XX" },
		{ "export-templates", 0, 0, G_OPTION_ARG_FILENAME, &o->export_templates, "Write the built-in words and theme into DIR and exit", "DIR" },
		{ "knowledge", 0, 0, G_OPTION_ARG_FILENAME, &o->knowledge, "Newer tables", "DIR" },
		{ "set", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &o->set, "Any value of audit.ini", "SECTION.KEY=VALUE" },
		{ "trust", 0, 0, G_OPTION_ARG_FILENAME, &o->trust, "Further root certificates", "FILE|DIR" },
		{ "password-file", 0, 0, G_OPTION_ARG_FILENAME, &o->password_file, "Passwords of PFX files, one a line", "FILE" },
		{ "require-name", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &o->require_names, "A name the hybrid certificate must cover", "NAME" },
		{ "fail-on", 0, 0, G_OPTION_ARG_STRING, &o->fail_on_word, "blocker, error (default), warning, info, none", "SEVERITY" },
		{ "all", 0, 0, G_OPTION_ARG_NONE, &o->all, "Also pass and not-applicable rows in the CSV", NULL },
		{ "csv-excel", 0, 0, G_OPTION_ARG_NONE, &o->csv_excel, "CSV with what Excel needs besides", NULL },
		{ "list-rules", 0, 0, G_OPTION_ARG_NONE, &o->list_rules, "List the rules (-f csv: as CSV) and exit", NULL },
		{ "explain", 0, 0, G_OPTION_ARG_FILENAME, &o->explain, "Explain a rule or the text of an error; with FOLDER, for it", "ID|TEXT" },
		{ "trace", 0, 0, G_OPTION_ARG_FILENAME, &o->trace, "Show how a rule came to its results", "ID[:SUBJECT]" },
		{ "evidence", 0, 0, G_OPTION_ARG_NONE, &o->evidence, "Only read: print the evidence list as CSV", NULL },
		{ "quiet", 'q', 0, G_OPTION_ARG_NONE, &o->quiet, "Say only what is wrong", NULL },
		{ "verbose", 'v', 0, G_OPTION_ARG_NONE, &o->verbose, "Name every problem in the evidence", NULL },
		{ "color", 0, 0, G_OPTION_ARG_STRING, &o->color, "auto, always or never", "WHEN" },
		{ "version", 0, 0, G_OPTION_ARG_NONE, &o->version, "Print the version and exit", NULL },
		{ NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL },
	};
	GOptionContext *context = g_option_context_new("FOLDER");
	bool ok;

	g_option_context_set_summary(context, summary);
	g_option_context_set_description(context, description);
	g_option_context_add_main_entries(context, entries, NULL);
	ok = g_option_context_parse(context, argc, argv, error) && check_words(o, *argc, *argv, error) && parse_formats(o, error) &&
	    check_pdfa(o->pdfa, error) && parse_fail_on(o, error);
	g_option_context_free(context);
	if (o->output == NULL)
		o->output = g_strdup("hybrid-audit-report");
	if (ok)
		return o;
	options_free(o);
	return NULL;
}

void
options_free(struct options *o)
{
	if (o == NULL)
		return;
	char *const strings[] = { o->folder, o->output, o->as_of, o->rules, o->templates, o->knowledge, o->trust, o->password_file,
		o->explain, o->trace, o->format_list, o->fail_on_word, o->color, o->language, o->export_templates, o->pdfa };

	for (size_t i = 0; i < G_N_ELEMENTS(strings); i++)
		g_free(strings[i]);
	g_strfreev(o->set);
	g_strfreev(o->require_names);
	g_free(o);
}

bool
options_fails(const struct options *o, const struct findings *f)
{
	for (int s = SEVERITY_BLOCKER; !o->fail_on_none && s <= (int)o->fail_on; s++)
		if (f->counts.by[STATUS_FAIL][s] > 0)
			return true;
	return false;
}
