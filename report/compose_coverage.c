/* How much of each area was judged. */
#include "compose.h"

static void
add_family(const struct composer *c, struct table *t, const struct family *family)
{
	static const enum status order[] = { STATUS_PASS, STATUS_FAIL, STATUS_NOT_EVALUATED, STATUS_NOT_APPLICABLE, STATUS_NOTE };
	const unsigned *of = findings_of_family(c->audit->findings, family);
	unsigned total = 0;

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
