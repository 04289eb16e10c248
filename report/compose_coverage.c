/* How much of each area was judged. */
#include "compose.h"

static void
count_family(const struct composer *c, const struct family *family, guint64 of[STATUS_COUNT])
{
	const GPtrArray *all = c->audit->findings->all;

	for (guint i = 0; i < all->len; i++) {
		const struct finding *row = g_ptr_array_index(all, i);

		if (rule_family(row->rule) == family)
			of[row->status]++;
	}
}

static void
add_family(const struct composer *c, struct table *t, const struct family *family)
{
	static const enum status order[] = { STATUS_PASS, STATUS_FAIL, STATUS_NOT_EVALUATED, STATUS_NOT_APPLICABLE, STATUS_NOTE };
	guint64 of[STATUS_COUNT] = { 0 }, total = 0;

	count_family(c, family, of);
	for (size_t i = 0; i < G_N_ELEMENTS(order); i++)
		total += of[order[i]];
	if (total == 0)
		return;
	table_cell(t, plain_runs(c, say_of(c, "family", family->name)), TONE_NONE);
	for (size_t i = 0; i < G_N_ELEMENTS(order); i++)
		table_cell(t, plain_runs(c, number_text(c, of[order[i]])), TONE_NONE);
}

void
compose_coverage(const struct composer *c, GPtrArray *to)
{
	const struct column columns[] = {
		{ say(c, "column-area"), 30, false, false }, { say(c, "status pass"), 12, false, true },
		{ say(c, "status fail"), 12, false, true }, { say(c, "status not-evaluated"), 15, false, true },
		{ say(c, "status not-applicable"), 16, false, true }, { say(c, "status note"), 10, false, true },
	};
	struct table t;

	heading_add(c, to, 2, say(c, "coverage-title"), "coverage");
	say_blocks(c, to, "coverage-intro", 0, NULL);
	table_begin(&t, BLOCK_TABLE, G_N_ELEMENTS(columns), columns);
	for (size_t f = 0; families[f] != NULL; f++)
		add_family(c, &t, families[f]);
	table_end(c, to, &t);
}
