/* Cover, contents and the summary on one page. */
#include <string.h>

#include "compose.h"

enum { ACTIONS_MAX = 3 };

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

/* ---- cover ---- */

static void
add_fact(const struct composer *c, struct table *facts, GArray *columns, const char *phrase, const char *value)
{
	const struct column column = { say(c, phrase), 1, false, false };

	if (value == NULL)
		return;
	g_array_append_val(columns, column);
	table_cell(facts, plain_runs(c, value), TONE_NONE);
}

static const char *
basis_of_date(const struct composer *c)
{
	pair date[] = { { "date", c->speaker.as_of }, { "origin", say_of(c, "date-origin", c->audit->facts->as_of_origin) } };

	return say_with(c, "date-and-origin", G_N_ELEMENTS(date), date);
}

static void
cover_facts(const struct composer *c, struct block *cover)
{
	const struct document *d = c->document;
	GArray *columns = g_array_new(FALSE, TRUE, sizeof(struct column));
	struct table facts;

	table_begin(&facts, BLOCK_FACTS, 0, NULL);
	add_fact(c, &facts, columns, "cover-customer", d->customer);
	add_fact(c, &facts, columns, "cover-author", d->author);
	add_fact(c, &facts, columns, "cover-date", basis_of_date(c));
	add_fact(c, &facts, columns, "cover-identity", d->report_id);
	add_fact(c, &facts, columns, "cover-tool", d->tool);
	add_fact(c, &facts, columns, "cover-classification", d->classification);
	cover->ncolumns = columns->len;
	cover->columns = region_copy(c->region, columns->data, columns->len * sizeof(struct column));
	cover->nrows = 1;
	cover->cells = region_copy(c->region, facts.cells->data, facts.cells->len * sizeof(struct cell));
	g_array_unref(columns);
	g_array_unref(facts.cells);
	g_ptr_array_unref(facts.anchors);
	g_free(facts.columns);
}

static void
say_filter(const struct composer *c, GPtrArray *to)
{
	pair rules[] = { { "rules", c->options->rules } };

	if (c->options->rules != NULL)
		say_blocks(c, to, "only-rules", 1, rules);
}

void
compose_cover(struct composer *c, GPtrArray *to)
{
	const struct findings *f = c->audit->findings;
	struct block *cover = block_add(c, to, BLOCK_COVER);
	GPtrArray *below = g_ptr_array_new();
	unsigned char digest[16];
	GString *hex = g_string_new(NULL);

	report_digest(c->audit, c->options, digest);
	for (size_t i = 0; i < G_N_ELEMENTS(digest); i++)
		g_string_append_printf(hex, "%02x", digest[i]);
	cover->number = c->document->title;
	cover->title = say(c, "cover-title");
	cover->subtitle = c->document->customer;
	cover->tone = verdict_tone(f);
	cover->word = c->document->verdict;
	cover->runs = plain_runs(c, c->document->sentence);
	cover_facts(c, cover);
	pair input[] = { { "digest", region_strdup(c->region, hex->str) }, { "tool", c->document->tool } };
	g_string_free(hex, TRUE);
	say_blocks(c, below, "cover-foot", G_N_ELEMENTS(input), input);
	say_filter(c, below);
	children_set(c, cover, below);
}

void
compose_contents(struct composer *c, GPtrArray *to)
{
	heading_add(c, to, 1, say(c, "contents"), "contents");
	block_add(c, to, BLOCK_CONTENTS);
	heading_add(c, to, 2, say(c, "how-to-read-title"), "how-to-read");
	say_blocks(c, to, "how-to-read", 0, NULL);
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

/* The title of the requirement, then the first step of its remedy. */
static struct runs
action_runs(const struct composer *c, const struct group *g)
{
	const struct runs step = group_step(&c->speaker, g->rows);
	struct run *runs = region_alloc(c->region, (step.n + 1) * sizeof *runs);

	runs[0] = (struct run){ RUN_STRONG, region_printf(c->region, "%s. ", rule_title(c->speaker.words, g->rule)), NULL };
	for (size_t i = 0; i < step.n; i++)
		runs[i + 1] = step.run[i];
	return (struct runs){ step.n + 1, runs };
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

/* Families in which something was judged, nothing failed and nothing is open. */
static const char *
good_families(const struct composer *c)
{
	GString *text = g_string_new(NULL);
	const char *kept;

	for (size_t i = 0; families[i] != NULL; i++) {
		const unsigned *of = findings_of_family(c->audit->findings, families[i]);

		if (of[STATUS_PASS] > 0 && of[STATUS_FAIL] == 0 && of[STATUS_NOT_EVALUATED] == 0)
			g_string_append_printf(text, "%s%s", text->len > 0 ? ", " : "", say_of(c, "family", families[i]->name));
	}
	kept = region_strdup(c->region, text->len > 0 ? text->str : say(c, "no-family"));
	g_string_free(text, TRUE);
	return kept;
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
	add_donut(c, to);
	add_bars(c, to);
	add_actions(c, to);
	add_boxes(c, to);
}
