/* Appendix: every rule that was asked for, with what came of it. */
#include "compose.h"

static const char *
number_link(const struct composer *c, const struct group *g)
{
	return region_printf(c->region, "#%s", g->number);
}

/* For whom, or why not. */
static void
outcome_cell(const struct composer *c, struct table *t, const struct group *g)
{
	const char *text;

	if (g->number != NULL) {
		const struct run runs[] = {
			{ RUN_STRONG, g->number, number_link(c, g) }, { RUN_PLAIN, region_printf(c->region, " %s", affected_text(c, g)), NULL },
		};

		table_cell(t, (struct runs){ G_N_ELEMENTS(runs), region_copy(c->region, runs, sizeof runs) }, TONE_NONE);
		return;
	}
	text = g->status == STATUS_PASS ? subjects_of(c, g) : reason_text(c, g);
	if (g->status != STATUS_PASS && g->rows->len > 1)
		text = region_printf(c->region, "%s (%s)", text, say_count(c, "times", g->rows->len));
	table_cell(t, plain_runs(c, text), TONE_NONE);
}

static void
result_cell(const struct composer *c, struct table *t, const struct group *g)
{
	static const enum tone tones[] = { TONE_NONE, TONE_OPEN, TONE_NOTE, TONE_NOT_APPLICABLE, TONE_MET };

	if (g->status == STATUS_FAIL)
		table_cell(t, plain_runs(c, say_of(c, "severity", severity_name(g->severity))), severity_tone(g->severity));
	else
		table_cell(t, plain_runs(c, say_of(c, "status", status_name(g->status))), tones[g->status]);
}

/* The rows of a rule: its name once, each of its results on a line of its own. */
static void
add_rule(const struct composer *c, struct table *t, const struct rule *rule, const GPtrArray *groups)
{
	for (guint i = 0; groups != NULL && i < groups->len; i++) {
		const struct group *g = g_ptr_array_index(groups, i);

		table_cell(t, plain_runs(c, rule->id), TONE_NONE);
		table_cell(t, plain_runs(c, i == 0 ? rule_title(c->speaker.words, rule) : ""), TONE_NONE);
		result_cell(c, t, g);
		outcome_cell(c, t, g);
	}
}

/* The groups of each rule: const struct rule * -> GPtrArray of const struct group *. */
static GHashTable *
groups_by_rule(const struct composer *c)
{
	GHashTable *by_rule = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_ptr_array_unref);

	for (guint i = 0; i < c->groups->len; i++) {
		struct group *g = g_ptr_array_index(c->groups, i);
		GPtrArray *groups = g_hash_table_lookup(by_rule, g->rule);

		if (groups == NULL) {
			groups = g_ptr_array_new();
			g_hash_table_insert(by_rule, (gpointer)(guintptr)g->rule, groups);
		}
		g_ptr_array_add(groups, g);
	}
	return by_rule;
}

static void
add_family(const struct composer *c, GPtrArray *to, const struct family *family, GHashTable *by_rule)
{
	const struct column columns[] = {
		{ say(c, "column-rule"), 12, true, false }, { say(c, "column-requirement"), 30, false, false },
		{ say(c, "column-result"), 18.4, false, false }, { say(c, "column-for"), 39.6, false, false },
	};
	struct table t;

	table_begin(&t, BLOCK_TABLE, G_N_ELEMENTS(columns), columns);
	for (size_t i = 0; i < family->n; i++)
		add_rule(c, &t, &family->rules[i], g_hash_table_lookup(by_rule, &family->rules[i]));
	if (t.cells->len == 0) {
		table_drop(&t);
		return;
	}
	heading_add(c, to, 2, say_of(c, "family", family->name), region_printf(c->region, "rules-%s", family->name));
	table_end(c, to, &t);
}

void
compose_rules(struct composer *c, GPtrArray *to)
{
	const struct counts *n = &c->audit->findings->counts;
	GHashTable *by_rule = groups_by_rule(c);
	pair pairs[] = {
		{ "total", number_text(c, n->total) }, { "met", number_text(c, n->of_status[STATUS_PASS]) },
		{ "failed", number_text(c, n->of_status[STATUS_FAIL]) }, { "open", number_text(c, n->of_status[STATUS_NOT_EVALUATED]) },
		{ "not-applicable", number_text(c, n->of_status[STATUS_NOT_APPLICABLE]) }, { "notes", number_text(c, n->of_status[STATUS_NOTE]) },
		{ "rules", number_text(c, g_hash_table_size(by_rule)) },
	};

	appendix_add(c, to, "rules-appendix");
	say_blocks(c, to, "rules-intro", G_N_ELEMENTS(pairs), pairs);
	for (size_t f = 0; families[f] != NULL; f++)
		add_family(c, to, families[f], by_rule);
	g_hash_table_unref(by_rule);
}
