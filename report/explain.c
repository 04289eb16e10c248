/* --explain: a rule, or the rules that the text of an error points to; with a folder, what they say of it. */
#include "explain.h"

#include <string.h>

#include "clean.h"

/* ---- a document of its own ---- */

void
page_open(struct composer *c, const struct words *words, const struct audit *audit)
{
	struct document *d = g_new0(struct document, 1);

	d->region = region_new();
	d->blocks = g_ptr_array_new();
	d->phrases = g_hash_table_new(g_str_hash, g_str_equal);
	*c = (struct composer){ { words, d->region, audit != NULL ? audit->facts->as_of_text : "", false }, audit, NULL, d, d->region,
		words_page(words, "report"), NULL, 0, 0, NULL };
}

void
page_print(struct composer *c, GString *out)
{
	if (out->len > 0)
		g_string_append_c(out, '\n');
	text_render(c->document, out);
	document_free(c->document);
}

/* ---- what a row says ---- */

const char *
row_state(const struct composer *c, const struct finding *row)
{
	const char *status = say_of(c, "status", status_name(row->status));

	if (row->status == STATUS_FAIL || row->status == STATUS_NOT_EVALUATED)
		status = region_printf(c->region, "%s (%s)", status, say_of(c, "severity", severity_name(row->severity)));
	return *row->reason != '\0' && strchr(row->reason, ' ') == NULL ? region_printf(c->region, "%s, %s", status, row->reason) : status;
}

static void
add_row(const struct composer *c, GPtrArray *items, const struct finding *row)
{
	struct block *item = block_add(c, items, BLOCK_ITEM);

	item->runs = styled_runs(c, RUN_STRONG, region_printf(c->region, "%s: %s", row_subject(c, row), row_state(c, row)), NULL);
	children_set(c, item, row_detail(&c->speaker, row));
}

/* The rows of a rule in this folder: those that fail, that are open, that are notes; of the rest the numbers. */
static void
add_rows(const struct composer *c, const struct rule *rule)
{
	const GPtrArray *all = c->audit->findings->all;
	unsigned met = 0, aside = 0;
	GPtrArray *items = g_ptr_array_new();
	struct block *list;

	for (guint i = 0; i < all->len; i++) {
		const struct finding *row = g_ptr_array_index(all, i);

		if (row->rule != rule)
			continue;
		met += row->status == STATUS_PASS;
		aside += row->status == STATUS_NOT_APPLICABLE;
		if (row->status != STATUS_PASS && row->status != STATUS_NOT_APPLICABLE)
			add_row(c, items, row);
	}
	if (items->len > 0) {
		list = block_add(c, c->document->blocks, BLOCK_LIST);
		children_set(c, list, items);
	} else {
		g_ptr_array_unref(items);
	}
	if (met > 0)
		paragraph_add(c, c->document->blocks, say_count(c, "explain-met", met));
	if (aside > 0)
		paragraph_add(c, c->document->blocks, say_count(c, "explain-aside", aside));
}

/* ---- a rule ---- */

static void
add_about(const struct composer *c, const struct rule *rule)
{
	GPtrArray *to = c->document->blocks;
	pair about[] = {
		{ "severity", say_of(c, "severity", severity_name(rule->worst)) }, { "family", say_of(c, "family", rule_family(rule)->name) },
		{ "needs", rule->needs },
	};
	pair dates[] = { { "from", rule->from != NULL ? rule->from : "" }, { "until", rule->until != NULL ? rule->until : "" } };
	pair reasons[] = { { "reasons", rule->reasons } };

	say_blocks(c, to, *rule->needs != '\0' ? "explain-about" : "explain-about none", G_N_ELEMENTS(about), about);
	if (rule->wizard != WIZARD_NO)
		say_blocks(c, to, "explain-wizard", 0, NULL);
	if (rule->from != NULL)
		say_blocks(c, to, "explain-from", G_N_ELEMENTS(dates), dates);
	if (rule->until != NULL)
		say_blocks(c, to, "explain-until", G_N_ELEMENTS(dates), dates);
	if (*rule->reasons != '\0')
		say_blocks(c, to, "explain-reasons", G_N_ELEMENTS(reasons), reasons);
}

/* All sections of the rule's page.  Placeholders stand as they are: there is no row. */
static void
add_page(const struct composer *c, const struct rule *rule)
{
	const struct filler nothing = { 0, NULL, "{{as-of}}", 0, NULL };
	const struct page *page = words_page(c->speaker.words, region_printf(c->region, "rules/%s", rule->id));

	for (guint i = 0; page != NULL && i < page->sections->len; i++) {
		const struct section *s = g_ptr_array_index(page->sections, i);
		char **words_of = g_strsplit(s->name, " ", 2);
		const char *title = say_of(c, "explain", words_of[0]);

		heading_add(c, c->document->blocks, 2, words_of[0] != NULL && words_of[1] != NULL ?
		    region_printf(c->region, "%s (%s)", title, words_of[1]) : title, NULL);
		section_blocks(s, &nothing, c->region, c->document->blocks);
		g_strfreev(words_of);
	}
}

/* The export of each input, with its command. */
static void
add_exports(const struct composer *c, const struct rule *rule)
{
	const struct filler nothing = { 0, NULL, "{{as-of}}", 0, NULL };
	char **codes = g_strsplit_set(rule->needs, "|, ", -1);

	if (*rule->needs != '\0')
		heading_add(c, c->document->blocks, 2, say(c, "explain-exports"), NULL);
	for (size_t i = 0; codes[i] != NULL; i++) {
		if (*codes[i] == '\0')
			continue;
		heading_add(c, c->document->blocks, 3, region_printf(c->region, "%s: %s", codes[i], export_title(c, codes[i])), NULL);
		section_blocks(page_section(words_page(c->speaker.words, "exports"), codes[i]), &nothing, c->region, c->document->blocks);
	}
	g_strfreev(codes);
}

static void
explain_rule(const struct words *words, const struct audit *audit, const struct rule *rule, GString *out)
{
	struct composer c;

	page_open(&c, words, audit);
	heading_add(&c, c.document->blocks, 1, rule_title(words, rule), NULL);
	((struct block *)g_ptr_array_index(c.document->blocks, 0))->number = rule->id;
	add_about(&c, rule);
	if (audit != NULL) {
		heading_add(&c, c.document->blocks, 2, say(&c, "explain-here"), NULL);
		add_rows(&c, rule);
	}
	add_page(&c, rule);
	add_exports(&c, rule);
	page_print(&c, out);
}

/* ---- the text of an error ---- */

static void
explain_symptom(const struct words *words, const struct audit *audit, const struct symptom *symptom, GString *out)
{
	const struct filler nothing = { 0, NULL, "{{as-of}}", 0, NULL };
	char **ids = g_strsplit(symptom->rules, " ", -1);
	struct composer c;

	page_open(&c, words, audit);
	section_blocks(page_section(words_page(words, "symptoms"), symptom->name), &nothing, c.region, c.document->blocks);
	for (size_t i = 0; ids[i] != NULL; i++) {
		const struct rule *rule = rule_find(ids[i]);

		if (rule == NULL)       /* of a table newer than this program */
			continue;
		heading_add(&c, c.document->blocks, 2, region_printf(c.region, "%s %s", rule->id, rule_title(words, rule)), NULL);
		if (audit != NULL)
			add_rows(&c, rule);
	}
	if (audit == NULL)
		say_blocks(&c, c.document->blocks, "explain-symptom", 0, NULL);
	page_print(&c, out);
	g_strfreev(ids);
}

/* Does a page of a rule speak of the text?  Case is ignored. */
static bool
speaks_of(const struct words *words, const struct rule *rule, const char *what)
{
	struct region *region = region_new();
	const struct filler nothing = { 0, NULL, "{{as-of}}", 0, NULL };
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

static void
list_speaking(const struct words *words, const char *what, GString *out)
{
	for (size_t f = 0; families[f] != NULL; f++)
		for (size_t i = 0; i < families[f]->n; i++)
			if (speaks_of(words, &families[f]->rules[i], what))
				g_string_append_printf(out, "%-10s %s\n", families[f]->rules[i].id, rule_title(words, &families[f]->rules[i]));
}

bool
explain(const struct words *words, const struct knowledge *knowledge, const struct audit *audit, const char *what, GString *out)
{
	const gsize before = out->len;
	char *upper = g_ascii_strup(what, -1);
	const struct rule *rule = rule_find(upper);

	g_free(upper);
	if (rule != NULL) {
		explain_rule(words, audit, rule, out);
		return true;
	}
	if (!g_utf8_validate(what, -1, NULL) || *what == '\0')
		return false;
	for (guint i = 0; i < knowledge->symptoms->len; i++) {
		const struct symptom *s = &g_array_index(knowledge->symptoms, struct symptom, i);

		if (g_regex_match_simple(s->pattern, what, G_REGEX_CASELESS | G_REGEX_DOTALL, 0))
			explain_symptom(words, audit, s, out);
	}
	if (out->len == before)
		list_speaking(words, what, out);
	return out->len > before;
}
