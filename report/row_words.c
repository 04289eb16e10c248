/* How one row is said: which sections of which pages. */
#include "row_words.h"

#include <string.h>

#include "clean.h"

static const char replaced[] = "replaced-by ";

static const struct page *
rule_page(const struct words *words, const struct rule *rule)
{
	char *name = g_strconcat("rules/", rule->id, NULL);
	const struct page *page = words_page(words, name);

	g_free(name);
	return page;
}

const char *
rule_title(const struct words *words, const struct rule *rule)
{
	const struct page *page = rule_page(words, rule);

	return page != NULL && *page->title != '\0' ? page->title : rule->id;
}

const char *
row_title(const struct speaker *s, const struct finding *row)
{
	return rule_title(s->words, row->rule);
}

/* The blocks of a section of the rule's page. */
static void
say_rule(const struct speaker *s, const struct finding *row, const char *what, GPtrArray *blocks)
{
	const struct filler filler = { row, s->as_of, 0, NULL };
	const struct page *page = rule_page(s->words, row->rule);

	if (page != NULL)
		section_blocks(page_section_for(page, what, row->reason), &filler, s->region, blocks);
}

/* The blocks of the section that stands once for a reason or an input code.  replaced-by names the other rule. */
static void
say_shared(const struct speaker *s, const struct finding *row, const char *page, const char *section, GPtrArray *blocks)
{
	const bool by_other = g_str_has_prefix(section, replaced);
	const char *other = by_other ? section + strlen(replaced) : "";
	const struct rule *rule = by_other ? rule_find(other) : NULL;
	const char *const pairs[][2] = { { "other", other }, { "other-title", rule != NULL ? rule_title(s->words, rule) : "" } };
	const struct filler filler = { row, s->as_of, G_N_ELEMENTS(pairs), pairs };

	section_blocks(page_section(words_page(s->words, page), by_other ? "replaced-by" : section), &filler, s->region, blocks);
}

GPtrArray *
row_detail(const struct speaker *s, const struct finding *row)
{
	GPtrArray *blocks = g_ptr_array_new();

	switch (row->status) {
	case STATUS_NOT_EVALUATED:
		say_shared(s, row, "not-evaluated", row->reason, blocks);
		break;
	case STATUS_NOT_APPLICABLE:
		say_shared(s, row, "not-applicable", row->reason, blocks);
		break;
	case STATUS_FAIL:
	case STATUS_NOTE:
	case STATUS_PASS:
	case STATUS_COUNT:
		say_rule(s, row, status_name(row->status), blocks);
		break;
	}
	return blocks;
}

GPtrArray *
row_why(const struct speaker *s, const struct finding *row)
{
	GPtrArray *blocks = g_ptr_array_new();

	say_rule(s, row, "why", blocks);
	return blocks;
}

GPtrArray *
row_remedy(const struct speaker *s, const struct finding *row)
{
	GPtrArray *blocks = g_ptr_array_new();
	const struct named *needs = finding_named(row, "needs");

	if (row->status == STATUS_FAIL || row->status == STATUS_NOTE)
		say_rule(s, row, "do", blocks);
	for (guint i = 0; row->status == STATUS_NOT_EVALUATED && needs != NULL && i < needs->items->len; i++)
		say_shared(s, row, "exports", g_ptr_array_index(needs->items, i), blocks);
	return blocks;
}

GPtrArray *
row_sources(const struct speaker *s, const struct finding *row)
{
	GPtrArray *blocks = g_ptr_array_new(), *lines = g_ptr_array_new();

	say_rule(s, row, "sources", blocks);
	for (guint i = 0; i < blocks->len; i++) {
		const struct block *list = g_ptr_array_index(blocks, i);

		for (size_t c = 0; c < list->nchildren; c++)
			g_ptr_array_add(lines, (gpointer)(guintptr)runs_text(s->region, &list->children[c]->runs));
	}
	g_ptr_array_unref(blocks);
	return lines;
}

const char *
place_text(struct region *region, const struct place *at)
{
	const char *file = clean_text(region, at->file);

	if (at->item != NULL)
		return region_printf(region, "%s#%s", file, clean_text(region, at->item));
	return at->line > 0 ? region_printf(region, "%s:%u", file, at->line) : file;
}
