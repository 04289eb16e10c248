/* --trace: from the lines of the files to the decision, and what would turn it. */
#include <string.h>

#include "clean.h"
#include "explain.h"

/* The places, each with the digest of its file, then what the rule saw in them. */
static void
add_premises(const struct composer *c, const struct finding *row)
{
	const struct column columns[] = { { say(c, "trace-place"), 2, true, false }, { say(c, "trace-digest"), 3, true, false } };
	const struct column seen[] = { { say(c, "trace-value"), 1, true, false }, { say(c, "trace-seen"), 4, false, false } };
	struct table t;

	heading_add(c, c->document->blocks, 2, say(c, "trace-premises"), NULL);
	table_begin(&t, BLOCK_TABLE, G_N_ELEMENTS(columns), columns);
	for (guint i = 0; i < row->evidence->len; i++) {
		const struct place *at = g_ptr_array_index(row->evidence, i);
		const struct source *s = facts_source(c->audit->facts, at->file);

		table_cell(&t, plain_runs(c, place_text(c->region, at)), TONE_NONE);
		table_cell(&t, plain_runs(c, s != NULL ? s->sha256 : ""), TONE_NONE);
	}
	if (row->evidence->len == 0)
		say_blocks(c, c->document->blocks, "trace-nothing", 0, NULL);
	table_end(c, c->document->blocks, &t);
	if (row->values->len == 0)
		return;
	table_begin(&t, BLOCK_TABLE, G_N_ELEMENTS(seen), seen);
	for (guint i = 0; i < row->values->len; i++) {
		const struct named *v = g_ptr_array_index(row->values, i);
		GString *text = g_string_new(NULL);

		for (guint k = 0; k < v->items->len; k++)
			g_string_append_printf(text, "%s%s", k > 0 ? ", " : "", clean(c, g_ptr_array_index(v->items, k)));
		table_cell(&t, plain_runs(c, v->name), TONE_NONE);
		table_cell(&t, plain_runs(c, region_strdup(c->region, text->str)), TONE_NONE);
		g_string_free(text, TRUE);
	}
	table_end(c, c->document->blocks, &t);
}

static void
add_blocks(const struct composer *c, GPtrArray *blocks)
{
	g_ptr_array_extend(c->document->blocks, blocks, NULL, NULL);
	g_ptr_array_unref(blocks);
}

static void
add_decision(const struct composer *c, const struct finding *row)
{
	pair pairs[] = { { "rule", row->rule->id }, { "as-of-date", c->audit->facts->as_of_text } };

	heading_add(c, c->document->blocks, 2, say(c, "trace-decision"), NULL);
	paragraph_add(c, c->document->blocks, row_state(c, row));
	add_blocks(c, row_detail(&c->speaker, row));
	say_blocks(c, c->document->blocks, "trace-judged", G_N_ELEMENTS(pairs), pairs);
}

/* A failure turns with its remedy, an open row with the export that settles it, a pass with any of the reasons to fail. */
static void
add_turn(const struct composer *c, const struct finding *row)
{
	pair reasons[] = { { "reasons", row->rule->reasons } };

	heading_add(c, c->document->blocks, 2, say(c, "trace-turn"), NULL);
	say_blocks(c, c->document->blocks, region_printf(c->region, "trace-turn %s", status_name(row->status)), G_N_ELEMENTS(reasons), reasons);
	if (row->status != STATUS_PASS && row->status != STATUS_NOT_APPLICABLE)
		add_blocks(c, row_remedy(&c->speaker, row));
}

static void
trace_row(const struct words *words, const struct audit *audit, const struct finding *row, GString *out)
{
	struct composer c;

	page_open(&c, words, audit);
	heading_add(&c, c.document->blocks, 1, region_printf(c.region, "%s: %s", row->rule->id, row_subject(&c, row)), NULL);
	paragraph_add(&c, c.document->blocks, row_title(&c.speaker, row));
	add_premises(&c, row);
	add_decision(&c, row);
	add_turn(&c, row);
	page_print(&c, out);
}

bool
trace(const struct words *words, const struct audit *audit, const char *what, GString *out)
{
	const GPtrArray *all = audit->findings->all;
	const char *colon = strchr(what, ':');
	char *id = g_ascii_strup(what, colon != NULL ? colon - what : -1);
	const struct rule *rule = rule_find(id);
	const gsize before = out->len;

	g_free(id);
	for (guint i = 0; rule != NULL && i < all->len; i++) {
		const struct finding *row = g_ptr_array_index(all, i);

		if (row->rule == rule && (colon == NULL || g_ascii_strcasecmp(row->subject, colon + 1) == 0))
			trace_row(words, audit, row, out);
	}
	return out->len > before;
}
