/* The action plan: what has to be done and sent, with room for who and when. */
#include "compose.h"

enum { ROOM = 2 };

static void
empty_cells(const struct composer *c, struct table *t, unsigned n)
{
	while (n-- > 0)
		table_cell(t, plain_runs(c, ""), TONE_NONE);
}

/* A row for each finding, in the order of the findings. */
static void
add_changes(const struct composer *c, GPtrArray *to)
{
	const struct column columns[] = {
		{ say(c, "column-number"), 10, false, false }, { say(c, "column-severity"), 16, false, false },
		{ say(c, "column-action"), 37, false, false }, { say(c, "column-subject"), 22, false, false },
		{ say(c, "column-owner"), 16, false, false }, { say(c, "column-due"), 12.5, false, false }, { say(c, "column-done"), 12.5, false, false },
	};
	const struct group *g;
	struct table t;
	guint at = 0;

	heading_add(c, to, 2, say(c, "plan-changes-title"), "plan-changes");
	say_blocks(c, to, "plan-changes", 0, NULL);
	table_begin(&t, BLOCK_TABLE, G_N_ELEMENTS(columns), columns);
	while ((g = next_group(c, STATUS_FAIL, &at)) != NULL) {
		table_cell(&t, styled_runs(c, RUN_STRONG, g->number, region_printf(c->region, "#%s", g->number)), TONE_NONE);
		table_cell(&t, plain_runs(c, say_of(c, "severity", severity_name(g->severity))), severity_tone(g->severity));
		table_cell(&t, action_runs(c, g), TONE_NONE);
		table_cell(&t, plain_runs(c, affected_text(c, g)), TONE_NONE);
		empty_cells(c, &t, 3);
	}
	table_end(c, to, &t)->room = ROOM;
}

/* A row for each export that is asked for. */
static void
add_requests(const struct composer *c, GPtrArray *to, const GPtrArray *demands)
{
	const struct column columns[] = {
		{ say(c, "column-export"), 46, false, false }, { say(c, "column-settles"), 12, false, true },
		{ say(c, "column-owner"), 28, false, false }, { say(c, "column-due"), 17, false, false }, { say(c, "column-done"), 17, false, false },
	};
	struct table t;

	heading_add(c, to, 2, say(c, "plan-requests-title"), "plan-requests");
	say_blocks(c, to, "plan-requests", 0, NULL);
	table_begin(&t, BLOCK_TABLE, G_N_ELEMENTS(columns), columns);
	for (guint i = 0; i < demands->len; i++) {
		const struct demand *d = g_ptr_array_index(demands, i);

		table_cell(&t, styled_runs(c, RUN_PLAIN, export_title(c, d->code), region_printf(c->region, "#export-%s", d->code)), TONE_NONE);
		table_cell(&t, plain_runs(c, number_text(c, d->rules->len)), TONE_NONE);
		empty_cells(c, &t, 3);
	}
	table_end(c, to, &t)->room = ROOM;
}

void
compose_plan(struct composer *c, GPtrArray *to)
{
	GPtrArray *demands = find_demands(c);
	const bool fails = c->audit->findings->counts.of_status[STATUS_FAIL] > 0;

	if (fails || demands->len > 0) {
		chapter_add(c, to, "plan-chapter");
		say_blocks(c, to, "plan-intro", 0, NULL);
	}
	if (fails)
		add_changes(c, to);
	if (demands->len > 0)
		add_requests(c, to, demands);
	g_ptr_array_unref(demands);
}
