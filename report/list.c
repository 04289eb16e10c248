/* What the program says of its rules without a folder: --list-rules, --explain, the catalogue. */
#include <string.h>

#include "clean.h"
#include "compose.h"
#include "csv.h"

static const char *const columns[] = { "rule", "severity", "family", "subject", "needs", "from", "until", "title" };

static const char *
subject_name(enum subject subject)
{
	static const char *const names[] = {
		"domain", "certificate", "receive-connector", "send-connector", "inbound-connector", "outbound-connector", "server", "address",
		"zone", "file", "organisation",
	};

	return names[subject];
}

void
rules_list(const struct words *words, bool csv, GString *out)
{
	if (csv)
		csv_header(out, G_N_ELEMENTS(columns), columns);
	for (size_t f = 0; families[f] != NULL; f++)
		for (size_t i = 0; i < families[f]->n; i++) {
			const struct rule *r = &families[f]->rules[i];
			const char *const fields[] = { r->id, severity_name(r->worst), families[f]->name, subject_name(r->subject), r->needs, r->from,
				r->until, rule_title(words, r) };

			for (size_t k = 0; csv && k < G_N_ELEMENTS(fields); k++)
				csv_field(out, fields[k], k + 1 == G_N_ELEMENTS(fields));
			if (!csv)
				g_string_append_printf(out, "%-10s %-8s %s\n", r->id, severity_name(r->worst), rule_title(words, r));
		}
}

/* ---- explain ---- */

static struct document *
document_new(void)
{
	struct document *d = g_new0(struct document, 1);

	d->region = region_new();
	d->blocks = g_ptr_array_new();
	d->phrases = g_hash_table_new(g_str_hash, g_str_equal);
	return d;
}

/* All sections of a rule's page.  Placeholders stand as they are: there is no row. */
static void
explain_rule(const struct words *words, const struct rule *rule, GString *out)
{
	struct document *d = document_new();
	struct composer c = { { words, d->region, "" }, NULL, NULL, d, d->region, words_page(words, "report"), NULL, 0 };
	const struct filler nothing = { 0, NULL, "", 0, NULL };
	char *name = g_strconcat("rules/", rule->id, NULL);
	const struct page *page = words_page(words, name);

	heading_add(&c, d->blocks, 1, rule_title(words, rule), NULL);
	((struct block *)g_ptr_array_index(d->blocks, 0))->number = rule->id;
	pair about[] = {
		{ "severity", say_of(&c, "severity", severity_name(rule->worst)) }, { "family", say_of(&c, "family", rule_family(rule)->name) },
		{ "needs", rule->needs },
	};
	say_blocks(&c, d->blocks, *rule->needs != '\0' ? "explain-about" : "explain-about none", G_N_ELEMENTS(about), about);
	for (guint i = 0; page != NULL && i < page->sections->len; i++) {
		const struct section *s = g_ptr_array_index(page->sections, i);
		char **words_of = g_strsplit(s->name, " ", 2);
		const char *title = say_of(&c, "explain", words_of[0]);

		heading_add(&c, d->blocks, 2, words_of[0] != NULL && words_of[1] != NULL ?
		    region_printf(d->region, "%s (%s)", title, words_of[1]) : title, NULL);
		section_blocks(s, &nothing, d->region, d->blocks);
		g_strfreev(words_of);
	}
	text_render(d, out);
	g_free(name);
	document_free(d);
}

/* Does a page of a rule speak of the text?  Case is ignored. */
static bool
speaks_of(const struct words *words, const struct rule *rule, const char *what)
{
	struct region *region = region_new();
	const struct filler nothing = { 0, NULL, "", 0, NULL };
	char *name = g_strconcat("rules/", rule->id, NULL), *wanted = g_utf8_casefold(what, -1);
	const struct page *page = words_page(words, name);
	bool found = false;

	for (guint i = 0; page != NULL && !found && i < page->sections->len; i++) {
		char *text = g_utf8_casefold(section_text(g_ptr_array_index(page->sections, i), &nothing, region), -1);

		found = strstr(text, wanted) != NULL;
		g_free(text);
	}
	g_free(name);
	g_free(wanted);
	region_free(region);
	return found;
}

/* A status code of SMTP in the text ("454 4.7.5"), else the text as it is. */
static char *
needle(const char *what)
{
	GRegex *code = g_regex_new("[245][0-9][0-9][ -]?[245]\\.[0-9]+\\.[0-9]+|HCW[0-9]{4}|ATTR[0-9]+", G_REGEX_CASELESS, 0, NULL);
	GMatchInfo *match = NULL;
	char *found = g_regex_match(code, what, 0, &match) ? g_match_info_fetch(match, 0) : g_strdup(what);

	g_match_info_free(match);
	g_regex_unref(code);
	return g_strstrip(found);
}

bool
explain(const struct words *words, const char *what, GString *out)
{
	const gsize before = out->len;
	char *upper = g_ascii_strup(what, -1);
	const struct rule *rule = rule_find(upper);
	char *text;

	g_free(upper);
	if (rule != NULL) {
		explain_rule(words, rule, out);
		return true;
	}
	if (!g_utf8_validate(what, -1, NULL) || *what == '\0')
		return false;
	text = needle(what);
	for (size_t f = 0; families[f] != NULL; f++)
		for (size_t i = 0; i < families[f]->n; i++)
			if (speaks_of(words, &families[f]->rules[i], text))
				g_string_append_printf(out, "%-10s %s\n", families[f]->rules[i].id, rule_title(words, &families[f]->rules[i]));
	g_free(text);
	return out->len > before;
}

/* ---- catalogue ---- */

void
rules_catalogue(const struct words *words, GString *out)
{
	struct region *region = region_new();
	struct composer c = { { words, region, "" }, NULL, NULL, NULL, region, words_page(words, "report"), NULL, 0 };

	g_string_append_printf(out, "# %s\n\n%s\n", say(&c, "catalogue-title"), say(&c, "catalogue-intro"));
	for (size_t f = 0; families[f] != NULL; f++) {
		g_string_append_printf(out, "\n## %s\n\n| %s | %s | %s | %s |\n|---|---|---|---|\n", say_of(&c, "family", families[f]->name),
		    say(&c, "column-rule"), say(&c, "column-requirement"), say(&c, "catalogue-worst"), say(&c, "catalogue-needs"));
		for (size_t i = 0; i < families[f]->n; i++) {
			const struct rule *r = &families[f]->rules[i];
			char **needs = g_strsplit(r->needs, "|", -1), *joined = g_strjoinv(" / ", needs);

			g_string_append_printf(out, "| [%s](%s.md) | %s | %s | %s |\n", r->id, r->id, rule_title(words, r),
			    say_of(&c, "severity", severity_name(r->worst)), joined);
			g_free(joined);
			g_strfreev(needs);
		}
	}
	region_free(region);
}
