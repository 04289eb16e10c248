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

/* Which of the sections for a status it is.  A pass has no reason; one that stands on an assumption says so, where its page does. */
static const char *
variant(const struct finding *row)
{
	return row->status == STATUS_PASS && finding_named(row, "assumed") != NULL ? "assumed" : row->reason;
}

static void
say_section(const struct speaker *s, const struct section *section, const struct filler *filler, GPtrArray *blocks)
{
	if (s->brief)
		section_blocks_brief(section, filler, s->region, blocks);
	else
		section_blocks(section, filler, s->region, blocks);
}

/* The blocks of a section of the rule's page, for rows of one rule and reason. */
static void
say_rule(const struct speaker *s, size_t n, const struct finding *const *rows, const char *what, GPtrArray *blocks)
{
	const struct filler filler = { n, rows, s->as_of, 0, NULL };
	const struct page *page = rule_page(s->words, rows[0]->rule);

	if (page != NULL)
		say_section(s, page_section_for(page, what, variant(rows[0])), &filler, blocks);
}

/* The blocks of the section that stands once for a reason or an input code.  replaced-by names the other rule. */
static void
say_shared(const struct speaker *s, size_t n, const struct finding *const *rows, const char *page, const char *section, GPtrArray *blocks)
{
	const bool by_other = strncmp(section, replaced, strlen(replaced)) == 0;
	const char *other = by_other ? strchr(section, ' ') + 1 : "";
	const struct rule *rule = by_other ? rule_find(other) : NULL;
	const char *const pairs[][2] = { { "other", other }, { "other-title", rule != NULL ? rule_title(s->words, rule) : "" } };
	const struct filler filler = { n, rows, s->as_of, G_N_ELEMENTS(pairs), pairs };

	say_section(s, page_section(words_page(s->words, page), by_other ? "replaced-by" : section), &filler, blocks);
}

static bool
any_names(size_t n, const struct finding *const *rows, const char *value)
{
	for (size_t i = 0; i < n; i++)
		if (finding_named(rows[i], value) != NULL)
			return true;
	return false;
}

static GPtrArray *
detail(const struct speaker *s, size_t n, const struct finding *const *rows)
{
	GPtrArray *blocks = g_ptr_array_new();

	switch (rows[0]->status) {
	case STATUS_NOT_EVALUATED:
		say_shared(s, n, rows, "not-evaluated", rows[0]->reason, blocks);
		if (any_names(n, rows, "field"))
			say_shared(s, n, rows, "not-evaluated", "field", blocks);
		break;
	case STATUS_NOT_APPLICABLE:
		say_shared(s, n, rows, "not-applicable", rows[0]->reason, blocks);
		break;
	case STATUS_FAIL:
	case STATUS_NOTE:
	case STATUS_PASS:
	case STATUS_COUNT:
		say_rule(s, n, rows, status_name(rows[0]->status), blocks);
		break;
	}
	return blocks;
}

GPtrArray *
row_detail(const struct speaker *s, const struct finding *row)
{
	return detail(s, 1, &row);
}

GPtrArray *
group_detail(const struct speaker *s, const GPtrArray *rows)
{
	return detail(s, rows->len, (const struct finding *const *)rows->pdata);
}

GPtrArray *
group_why(const struct speaker *s, const GPtrArray *rows)
{
	GPtrArray *blocks = g_ptr_array_new();

	say_rule(s, rows->len, (const struct finding *const *)rows->pdata, "why", blocks);
	return blocks;
}

/* The exports that the rows ask for, each code once. */
static void
say_needs(const struct speaker *s, size_t n, const struct finding *const *rows, GPtrArray *blocks)
{
	GPtrArray *said = g_ptr_array_new();

	for (size_t r = 0; r < n; r++) {
		const struct named *needs = finding_named(rows[r], "needs");

		for (guint i = 0; needs != NULL && i < needs->items->len; i++) {
			gpointer code = g_ptr_array_index(needs->items, i);

			if (g_ptr_array_find_with_equal_func(said, code, g_str_equal, NULL))
				continue;
			g_ptr_array_add(said, code);
			say_shared(s, n, rows, "exports", code, blocks);
		}
	}
	g_ptr_array_unref(said);
}

static GPtrArray *
remedy(const struct speaker *s, size_t n, const struct finding *const *rows)
{
	GPtrArray *blocks = g_ptr_array_new();

	if (rows[0]->status == STATUS_FAIL || rows[0]->status == STATUS_NOTE)
		say_rule(s, n, rows, "do", blocks);
	if (rows[0]->status == STATUS_NOT_EVALUATED)
		say_needs(s, n, rows, blocks);
	return blocks;
}

GPtrArray *
group_remedy(const struct speaker *s, const GPtrArray *rows)
{
	return remedy(s, rows->len, (const struct finding *const *)rows->pdata);
}

GPtrArray *
row_remedy(const struct speaker *s, const struct finding *row)
{
	return remedy(s, 1, &row);
}

static struct runs
step(const struct speaker *s, GPtrArray *remedy)
{
	const struct block *list = remedy->len > 0 ? g_ptr_array_index(remedy, 0) : NULL;
	struct runs first = list == NULL ? (struct runs){ 0, NULL } : list->kind == BLOCK_LIST && list->nchildren > 0 ?
	    list->children[0]->runs : list->runs;
	struct run *runs = region_copy(s->region, first.run, first.n * sizeof *runs);

	if (first.n > 0 && g_str_has_suffix(runs[first.n - 1].text, ":"))
		runs[first.n - 1].text = region_printf(s->region, "%.*s.", (int)strlen(runs[first.n - 1].text) - 1, runs[first.n - 1].text);
	g_ptr_array_unref(remedy);
	return (struct runs){ first.n, runs };
}

struct runs
row_step(const struct speaker *s, const struct finding *row)
{
	return step(s, row_remedy(s, row));
}

struct runs
group_step(const struct speaker *s, const GPtrArray *rows)
{
	return step(s, group_remedy(s, rows));
}

GPtrArray *
row_sources(const struct speaker *s, const struct finding *row)
{
	GPtrArray *blocks = g_ptr_array_new(), *lines = g_ptr_array_new();

	say_rule(s, 1, &row, "sources", blocks);
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
