/* What the program says of its rules as a whole: --list-rules, the catalogue. */
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
rules_list(const struct words *words, GString *out)
{
	for (size_t f = 0; families[f] != NULL; f++)
		for (size_t i = 0; i < families[f]->n; i++) {
			const struct rule *r = &families[f]->rules[i];

			g_string_append_printf(out, "%-10s %-8s %s\n", r->id, severity_name(r->worst), rule_title(words, r));
		}
}

void
rules_csv(const struct words *words, bool excel, GString *out)
{
	struct csv csv;

	csv_begin(&csv, out, excel, G_N_ELEMENTS(columns), columns);
	for (size_t f = 0; families[f] != NULL; f++)
		for (size_t i = 0; i < families[f]->n; i++) {
			const struct rule *r = &families[f]->rules[i];
			const char *const fields[] = { r->id, severity_name(r->worst), families[f]->name, subject_name(r->subject), r->needs, r->from,
				r->until, rule_title(words, r) };

			for (size_t k = 0; k < G_N_ELEMENTS(fields); k++)
				csv_field(&csv, fields[k], k + 1 == G_N_ELEMENTS(fields));
		}
	csv_end(&csv);
}

/* ---- catalogue ---- */

void
rules_catalogue(const struct words *words, GString *out)
{
	struct region *region = region_new();
	struct composer c = { { words, region, "", false }, NULL, NULL, NULL, region, words_page(words, "report"), NULL, 0, 0, NULL };

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
