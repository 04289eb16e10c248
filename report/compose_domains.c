/* Domains beside requirements: what holds for which. */
#include <string.h>

#include "compose.h"

enum { DOMAINS_SHOWN = 500 };

static const struct finding *
worse(const struct finding *a, const struct finding *b)
{
	if (a == NULL || b->status < a->status || (b->status == a->status && b->severity < a->severity))
		return b;
	return a;
}

static const char *
cell_key(struct region *region, const struct rule *rule, const char *domain)
{
	return region_printf(region, "%s %s", rule->id, domain);
}

/* The gravest row of each rule for each subject, by cell_key(). */
static GHashTable *
index_rows(const struct composer *c)
{
	const GPtrArray *all = c->audit->findings->all;
	GHashTable *index = g_hash_table_new(g_str_hash, g_str_equal);

	for (guint i = 0; i < all->len; i++) {
		const struct finding *row = g_ptr_array_index(all, i);
		const char *key = row->rule->subject == SUBJECT_DOMAIN ? cell_key(c->region, row->rule, row->subject) : NULL;

		if (key != NULL)
			g_hash_table_insert(index, (gpointer)(guintptr)key, (gpointer)(guintptr)worse(g_hash_table_lookup(index, key), row));
	}
	return index;
}

static const struct finding *
row_of(const struct composer *c, GHashTable *index, const struct rule *rule, const char *domain)
{
	return g_hash_table_lookup(index, cell_key(c->region, rule, domain));
}

static bool
judged(const struct composer *c, GHashTable *index, const struct rule *rule)
{
	const GPtrArray *domains = c->audit->facts->hybrid->domains;

	for (guint i = 0; i < domains->len; i++) {
		const struct finding *row = row_of(c, index, rule, ((struct domain *)g_ptr_array_index(domains, i))->name);

		if (row != NULL && row->status != STATUS_NOT_APPLICABLE)
			return true;
	}
	return false;
}

/* Requirements of domains that were judged for at least one of them. */
static GPtrArray *
find_rules(const struct composer *c, GHashTable *index)
{
	GPtrArray *rules = g_ptr_array_new();

	for (size_t f = 0; families[f] != NULL; f++)
		for (size_t i = 0; i < families[f]->n; i++) {
			const struct rule *rule = &families[f]->rules[i];

			if (rule->subject == SUBJECT_DOMAIN && has_phrase(c, "matrix", rule->id) && judged(c, index, rule))
				g_ptr_array_add(rules, (gpointer)(guintptr)rule);
		}
	return rules;
}

static void
add_cell(const struct composer *c, struct table *t, const struct finding *row)
{
	static const enum tone tones[] = { TONE_NONE, TONE_OPEN, TONE_NOTE, TONE_NOT_APPLICABLE, TONE_MET };
	const char *word;

	if (row == NULL) {
		table_cell(t, plain_runs(c, say(c, "cell not-applicable")), TONE_NOT_APPLICABLE);
		return;
	}
	word = row->status == STATUS_FAIL ? say_of(c, "severity", severity_name(row->severity)) : say_of(c, "cell", status_name(row->status));
	table_cell(t, plain_runs(c, word), row->status == STATUS_FAIL ? severity_tone(row->severity) : tones[row->status]);
}

static void
add_matrix(const struct composer *c, GPtrArray *to, const GPtrArray *rules, GHashTable *index)
{
	const GPtrArray *domains = c->audit->facts->hybrid->domains;
	GArray *columns = g_array_new(FALSE, TRUE, sizeof(struct column));
	struct column column = { say(c, "column-domain"), 1, false, false };
	struct table t;

	g_array_append_val(columns, column);
	for (guint i = 0; i < rules->len; i++) {
		column.title = say_of(c, "matrix", ((const struct rule *)g_ptr_array_index(rules, i))->id);
		g_array_append_val(columns, column);
	}
	table_begin(&t, BLOCK_MATRIX, columns->len, (const struct column *)(const void *)columns->data);
	g_array_unref(columns);
	for (guint d = 0; d < domains->len && d < DOMAINS_SHOWN; d++) {
		const char *name = ((struct domain *)g_ptr_array_index(domains, d))->name;

		table_cell(&t, plain_runs(c, clean(c, name)), TONE_NONE);
		for (guint i = 0; i < rules->len; i++)
			add_cell(c, &t, row_of(c, index, g_ptr_array_index(rules, i), name));
	}
	table_end(c, to, &t)->alternate = say(c, "matrix-alternate");
	if (domains->len > DOMAINS_SHOWN)
		paragraph_add(c, to, say_count(c, "and-more", domains->len - DOMAINS_SHOWN));
}

/* Which requirement a column of the matrix is. */
static void
add_legend(const struct composer *c, GPtrArray *to, const GPtrArray *rules)
{
	const struct column columns[] = {
		{ say(c, "column-short"), 24, false, false }, { say(c, "column-rule"), 14, true, false },
		{ say(c, "column-requirement"), 62, false, false },
	};
	struct table t;

	table_begin(&t, BLOCK_TABLE, G_N_ELEMENTS(columns), columns);
	for (guint i = 0; i < rules->len; i++) {
		const struct rule *rule = g_ptr_array_index(rules, i);

		table_cell(&t, plain_runs(c, say_of(c, "matrix", rule->id)), TONE_NONE);
		table_cell(&t, plain_runs(c, rule->id), TONE_NONE);
		table_cell(&t, plain_runs(c, rule_title(c->speaker.words, rule)), TONE_NONE);
	}
	table_end(c, to, &t);
}

static void
add_dropped(const struct composer *c, GPtrArray *to)
{
	const GPtrArray *dropped = c->audit->facts->hybrid->dropped;
	GPtrArray *items = g_ptr_array_new();

	for (guint i = 0; i < dropped->len; i++) {
		const struct dropped_domain *d = g_ptr_array_index(dropped, i);

		const char *line = region_printf(c->region, "%s: %s", clean(c, d->name), say_of(c, "dropped", d->reason));

		block_add(c, items, BLOCK_ITEM)->runs = plain_runs(c, line);
	}
	if (items->len == 0) {
		g_ptr_array_unref(items);
		return;
	}
	say_blocks(c, to, "dropped-intro", 0, NULL);
	children_set(c, block_add(c, to, BLOCK_LIST), items);
}

void
compose_domains(struct composer *c, GPtrArray *to)
{
	const struct hybrid *h = c->audit->facts->hybrid;
	GHashTable *index = index_rows(c);
	GPtrArray *rules = find_rules(c, index);

	if (rules->len > 0) {
		chapter_add(c, to, "domains-chapter");
		say_blocks(c, to, h->domains_assumed ? "domains-assumed" : "domains-stated", 0, NULL);
		add_matrix(c, to, rules, index);
		add_dropped(c, to);
		add_legend(c, to, rules);
	}
	g_ptr_array_unref(rules);
	g_hash_table_unref(index);
}
