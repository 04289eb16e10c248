/* The summary on one page. */
#include <string.h>

#include "compose.h"

enum { ACTIONS_MAX = 3, FAMILIES_NAMED = 4 };

static const char *const states[] = { "unknown", "planned", "configured" };

const char *
verdict_sentence(const struct composer *c)
{
	const struct findings *f = c->audit->findings;
	const char *state = states[c->audit->facts->hybrid->state];
	const unsigned warnings = f->warnings;
	const char *more = f->verdict == VERDICT_NONE && warnings > 0 ? " warnings" : "";
	const char *open = f->open_requirements == 0 ? "" : say_count(c, "also-open", f->open_requirements);
	pair pairs[] = {
		{ "failures", say_count(c, "failures", f->failures) },
		{ "also-open", open },
		{ "open", say_count(c, "open", f->open_requirements) },
		{ "warnings", say_count(c, "warnings", warnings) },
		{ "deployment", say_of(c, "deployment", state) },
	};

	return say_with(c, region_printf(c->region, "sentence %s%s", verdict_name(f->verdict), more), G_N_ELEMENTS(pairs), pairs);
}

/* ---- numbers ---- */

static void
shares_set(const struct composer *c, struct block *b, const GArray *shares)
{
	b->nshares = shares->len;
	b->shares = region_copy(c->region, shares->data, shares->len * sizeof(struct share));
}

static void
add_share(GArray *shares, enum tone tone, const char *label, unsigned number)
{
	const struct share share = { tone, label, number };

	g_array_append_val(shares, share);
}

static void
add_tiles(const struct composer *c, GPtrArray *to)
{
	const struct counts *n = &c->audit->findings->counts;
	const unsigned *fail = n->by[STATUS_FAIL];
	GArray *shares = g_array_new(FALSE, FALSE, sizeof(struct share));

	add_share(shares, TONE_BLOCKER, say(c, "tile-blockers"), fail[SEVERITY_BLOCKER]);
	add_share(shares, TONE_ERROR, say(c, "tile-errors"), fail[SEVERITY_ERROR]);
	add_share(shares, TONE_WARNING, say(c, "tile-warnings"), fail[SEVERITY_WARNING]);
	add_share(shares, TONE_OPEN, say(c, "tile-open"), n->of_status[STATUS_NOT_EVALUATED]);
	add_share(shares, TONE_MET, say(c, "tile-met"), n->of_status[STATUS_PASS]);
	shares_set(c, block_add(c, to, BLOCK_TILES), shares);
	g_array_unref(shares);
}

/* "Blocker 2, Error 3": what a chart says, for those who do not see it. */
static const char *
alternate_text(const struct composer *c, const GArray *shares)
{
	GString *text = g_string_new(NULL);
	const char *kept;

	for (guint i = 0; i < shares->len; i++) {
		const struct share *s = &g_array_index(shares, struct share, i);

		g_string_append_printf(text, "%s%s %u", i > 0 ? ", " : "", s->label, s->number);
	}
	kept = region_strdup(c->region, text->str);
	g_string_free(text, TRUE);
	return kept;
}

static void
add_donut(const struct composer *c, GPtrArray *to)
{
	const struct counts *n = &c->audit->findings->counts;
	GArray *shares = g_array_new(FALSE, FALSE, sizeof(struct share));
	struct block *b = block_add(c, to, BLOCK_DONUT);

	for (int s = SEVERITY_BLOCKER; s <= SEVERITY_INFO; s++)
		add_share(shares, severity_tone((enum severity)s), say_of(c, "severity", severity_name((enum severity)s)), n->by[STATUS_FAIL][s]);
	b->title = say(c, "donut-title");
	b->word = say(c, n->of_status[STATUS_FAIL] == 1 ? "donut-word one" : "donut-word");
	b->alternate = alternate_text(c, shares);
	shares_set(c, b, shares);
	g_array_unref(shares);
}

static void
add_bars(const struct composer *c, GPtrArray *to)
{
	GArray *bars = g_array_new(FALSE, FALSE, sizeof(struct bar));
	GString *text = g_string_new(NULL);
	struct block *b = block_add(c, to, BLOCK_BARS);

	for (size_t i = 0; families[i] != NULL; i++) {
		GArray *shares = g_array_new(FALSE, FALSE, sizeof(struct share));
		struct bar bar = { say_of(c, "family", families[i]->name), 3, NULL };
		const unsigned *of = findings_of_family(c->audit->findings, families[i]);
		const unsigned met = of[STATUS_PASS], failed = of[STATUS_FAIL], open = of[STATUS_NOT_EVALUATED];

		add_share(shares, TONE_MET, say(c, "bar-met"), met);
		add_share(shares, TONE_ERROR, say(c, "bar-failed"), failed);
		add_share(shares, TONE_OPEN, say(c, "bar-open"), open);
		bar.share = region_copy(c->region, shares->data, shares->len * sizeof(struct share));
		if (met + failed + open > 0) {
			g_string_append_printf(text, "%s%s: %s", text->len > 0 ? "; " : "", bar.label, alternate_text(c, shares));
			g_array_append_val(bars, bar);
		}
		g_array_unref(shares);
	}
	b->title = say(c, "bars-title");
	b->nbars = bars->len;
	b->bars = region_copy(c->region, bars->data, bars->len * sizeof(struct bar));
	b->alternate = region_strdup(c->region, text->str);
	g_string_free(text, TRUE);
	g_array_unref(bars);
}

/* ---- what to do first ---- */

/* The end of the first sentence, or NULL: what follows stands in the card. */
static const char *
sentence_end(const char *text)
{
	const char *stop = strstr(text, ". ");

	return stop != NULL ? stop + 1 : NULL;
}

struct runs
action_runs(const struct composer *c, const struct group *g)
{
	const struct runs step = group_step(&c->speaker, g->rows);
	struct run *runs = region_alloc(c->region, (step.n + 1) * sizeof *runs);
	size_t n = 1;

	runs[0] = (struct run){ RUN_STRONG, region_printf(c->region, "%s. ", rule_title(c->speaker.words, g->rule)), NULL };
	for (size_t i = 0; i < step.n; i++) {
		const char *end = step.run[i].style == RUN_PLAIN ? sentence_end(step.run[i].text) : NULL;

		runs[n] = step.run[i];
		if (end != NULL)
			runs[n].text = region_strndup(c->region, runs[n].text, (size_t)(end - runs[n].text));
		n++;
		if (end != NULL)
			break;
	}
	return (struct runs){ n, runs };
}

static void
add_actions(const struct composer *c, GPtrArray *to)
{
	GPtrArray *items = g_ptr_array_new();
	const struct group *g;
	guint at = 0;

	while (items->len < ACTIONS_MAX && (g = next_group(c, STATUS_FAIL, &at)) != NULL) {
		struct block *item = block_add(c, items, BLOCK_ITEM);

		item->runs = action_runs(c, g);
		item->word = affected_text(c, g);
		item->number = item->anchor = g->number;
	}
	if (items->len > 0) {
		heading_add(c, to, 2, say(c, "first-title"), "first");
		children_set(c, block_add(c, to, BLOCK_ACTIONS), items);
	} else {
		g_ptr_array_unref(items);
	}
}

/* ---- the two boxes ---- */

/* Families in which something was judged, nothing failed and nothing is open; the first few by name. */
static const char *
good_families(const struct composer *c)
{
	GString *text = g_string_new(NULL);
	unsigned good = 0;
	const char *kept;

	for (size_t i = 0; families[i] != NULL; i++) {
		const unsigned *of = findings_of_family(c->audit->findings, families[i]);

		if (of[STATUS_PASS] > 0 && of[STATUS_FAIL] == 0 && of[STATUS_NOT_EVALUATED] == 0 && ++good <= FAMILIES_NAMED)
			g_string_append_printf(text, "%s%s", text->len > 0 ? ", " : "", say_of(c, "family", families[i]->name));
	}
	kept = region_strdup(c->region, text->len > 0 ? text->str : say(c, "no-family"));
	g_string_free(text, TRUE);
	if (good <= FAMILIES_NAMED)
		return kept;
	pair more[] = { { "families", kept }, { "n", number_text(c, good - FAMILIES_NAMED) } };

	return say_with(c, good - FAMILIES_NAMED == 1 ? "good-more one" : "good-more", G_N_ELEMENTS(more), more);
}

static void
add_boxes(const struct composer *c, GPtrArray *to)
{
	const struct counts *n = &c->audit->findings->counts;
	pair good[] = { { "met", say_count(c, "requirements", n->of_status[STATUS_PASS]) }, { "families", good_families(c) } };
	pair open[] = { { "open", say_count(c, "requirements", n->of_status[STATUS_NOT_EVALUATED]) }, { "exports", open_exports(c) } };
	GPtrArray *children = g_ptr_array_new();
	struct block *band = block_add(c, to, BLOCK_BAND);

	band->tone = TONE_MET;
	band->title = say(c, "good-title");
	say_blocks(c, children, "good", G_N_ELEMENTS(good), good);
	children_set(c, band, children);
	if (n->of_status[STATUS_NOT_EVALUATED] == 0)
		return;
	children = g_ptr_array_new();
	band = block_add(c, to, BLOCK_BAND);
	band->tone = TONE_OPEN;
	band->title = say(c, "open-title");
	say_blocks(c, children, *open_exports(c) != '\0' ? "open-box" : "open-box none", G_N_ELEMENTS(open), open);
	children_set(c, band, children);
}

void
compose_summary(struct composer *c, GPtrArray *to)
{
	const struct findings *f = c->audit->findings;
	struct block *band;

	chapter_add(c, to, "summary");
	band = block_add(c, to, BLOCK_BAND);
	band->tone = verdict_tone(f);
	band->word = c->document->verdict;
	band->runs = plain_runs(c, c->document->sentence);
	say_filter(c, to);
	add_tiles(c, to);
	add_actions(c, to);
	add_donut(c, to);
	add_bars(c, to);
	add_boxes(c, to);
}
