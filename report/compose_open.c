/* What was not judged, and what would settle it. */
#include <string.h>

#include "clean.h"
#include "compose.h"
#include "limits.h"

enum { EXPORTS_NAMED = 3 };

static struct demand *
demand_of(GPtrArray *demands, const struct composer *c, const char *code)
{
	struct demand *d;

	for (guint i = 0; i < demands->len; i++)
		if (strcmp(((struct demand *)g_ptr_array_index(demands, i))->code, code) == 0)
			return g_ptr_array_index(demands, i);
	d = region_alloc(c->region, sizeof *d);
	*d = (struct demand){ code, 0, g_ptr_array_new() };
	g_ptr_array_add(demands, d);
	return d;
}

/* By how many rules it would settle, then by how many judgements. */
static gint
by_rules(gconstpointer a, gconstpointer b)
{
	const struct demand *x = *(struct demand *const *)a, *y = *(struct demand *const *)b;

	if (x->rules->len != y->rules->len)
		return x->rules->len > y->rules->len ? -1 : 1;
	return x->rows != y->rows ? x->rows > y->rows ? -1 : 1 : strcmp(x->code, y->code);
}

static void
demand_free(gpointer p)
{
	g_ptr_array_unref(((struct demand *)p)->rules);
}

GPtrArray *
find_demands(const struct composer *c)
{
	const GPtrArray *all = c->audit->findings->all;
	GPtrArray *demands = g_ptr_array_new_with_free_func(demand_free);

	for (guint i = 0; i < all->len; i++) {
		const struct finding *row = g_ptr_array_index(all, i);
		const struct named *needs = row->status == STATUS_NOT_EVALUATED ? finding_named(row, "needs") : NULL;

		for (guint k = 0; needs != NULL && k < needs->items->len; k++) {
			struct demand *d = demand_of(demands, c, g_ptr_array_index(needs->items, k));

			d->rows++;
			if (!g_ptr_array_find(d->rules, row->rule, NULL))
				g_ptr_array_add(d->rules, (gpointer)(guintptr)row->rule);
		}
	}
	g_ptr_array_sort(demands, by_rules);
	return demands;
}

const char *
open_exports(const struct composer *c)
{
	GPtrArray *demands = find_demands(c);
	GString *text = g_string_new(NULL);
	const char *kept;

	for (guint i = 0; i < demands->len && i < EXPORTS_NAMED; i++)
		g_string_append_printf(text, "%s%s", i > 0 ? ", " : "",
		    export_title(c, ((struct demand *)g_ptr_array_index(demands, i))->code));
	kept = region_strdup(c->region, text->str);
	g_string_free(text, TRUE);
	g_ptr_array_unref(demands);
	return kept;
}

/* ---- not evaluated ---- */

/* With a capital letter, of whatever alphabet. */
static const char *
capitalised(const struct composer *c, const char *text)
{
	const char *rest = text + g_utf8_skip[(guchar)*text];
	char *first = *text == '\0' ? g_strdup("") : g_utf8_strup(text, rest - text);
	const char *kept = *text == '\0' ? text : region_printf(c->region, "%s%s", first, rest);

	g_free(first);
	return kept;
}

static void
add_demand(const struct composer *c, GPtrArray *to, const struct demand *d)
{
	const struct section *s = page_section(words_page(c->speaker.words, "exports"), d->code);
	const struct filler nothing = { 0, NULL, c->speaker.as_of, 0, NULL };
	GString *ids = g_string_new(NULL);

	for (guint i = 0; i < d->rules->len; i++)
		g_string_append_printf(ids, "%s%s", i > 0 ? ", " : "", ((const struct rule *)g_ptr_array_index(d->rules, i))->id);
	pair pairs[] = { { "rules", ids->str } };
	heading_add(c, to, 3, capitalised(c, export_title(c, d->code)), region_printf(c->region, "export-%s", d->code));
	section_blocks(s, &nothing, c->region, to);
	say_blocks(c, to, "export-settles", 1, pairs);
	g_string_free(ids, TRUE);
}

const char *
subjects_of(const struct composer *c, const struct group *g)
{
	GString *text = g_string_new(NULL);
	GHashTable *seen = g_hash_table_new(g_str_hash, g_str_equal);
	const char *kept;

	for (guint i = 0; i < g->rows->len; i++) {
		const char *subject = row_subject(c, g_ptr_array_index(g->rows, i));

		if (g_hash_table_add(seen, (gpointer)(guintptr)subject) && g_hash_table_size(seen) <= SUBJECTS_LISTED)
			g_string_append_printf(text, "%s%s", text->len > 0 ? "; " : "", subject);
	}
	kept = g_hash_table_size(seen) > SUBJECTS_LISTED ? say_count(c, "subjects", g_hash_table_size(seen)) : region_strdup(c->region, text->str);
	g_string_free(text, TRUE);
	g_hash_table_unref(seen);
	return kept;
}

static const char *
needs_text(const struct composer *c, const struct group *g)
{
	GString *text = g_string_new(NULL);
	GPtrArray *seen = g_ptr_array_new();
	const char *kept;

	for (guint i = 0; i < g->rows->len; i++) {
		const struct named *needs = finding_named(g_ptr_array_index(g->rows, i), "needs");

		for (guint k = 0; needs != NULL && k < needs->items->len; k++) {
			const char *code = g_ptr_array_index(needs->items, k);

			if (g_ptr_array_find_with_equal_func(seen, code, g_str_equal, NULL))
				continue;
			g_ptr_array_add(seen, (gpointer)(guintptr)code);
			g_string_append_printf(text, "%s%s", text->len > 0 ? ", " : "", export_title(c, code));
		}
	}
	kept = region_strdup(c->region, text->str);
	g_string_free(text, TRUE);
	g_ptr_array_unref(seen);
	return kept;
}

const char *
reason_text(const struct composer *c, const struct group *g)
{
	GPtrArray *blocks = group_detail(&c->speaker, g->rows);
	GString *text = g_string_new(NULL);
	const char *needs = needs_text(c, g), *kept;
	pair exports[] = { { "exports", needs } };

	blocks_text(blocks, text);
	g_ptr_array_unref(blocks);
	g_strdelimit(text->str, "\n", ' ');
	kept = region_strdup(c->region, text->str);
	g_string_free(text, TRUE);
	return *needs != '\0' ? region_printf(c->region, "%s %s", kept, say_with(c, "settled-by", 1, exports)) : kept;
}

/* A group and the text of its reason. */
struct reasoned {
	const struct group *group;
	const char *text;
};

/* The requirements that have the reason. */
static void
add_reason(const struct composer *c, GPtrArray *to, const GArray *all, const char *reason)
{
	const struct column columns[] = {
		{ say(c, "column-rule"), 12, true, false }, { say(c, "column-requirement"), 49, false, false },
		{ say(c, "column-severity"), 12, false, false }, { say(c, "column-subject"), 27, false, false },
	};
	struct table t;

	paragraph_add(c, to, reason);
	((struct block *)g_ptr_array_index(to, to->len - 1))->keep = true;
	table_begin(&t, BLOCK_TABLE, G_N_ELEMENTS(columns), columns);
	for (guint i = 0; i < all->len; i++) {
		const struct reasoned *r = &g_array_index(all, struct reasoned, i);
		const struct group *g = r->group;

		if (strcmp(r->text, reason) != 0)
			continue;
		table_cell(&t, plain_runs(c, g->rule->id), TONE_NONE);
		table_cell(&t, plain_runs(c, rule_title(c->speaker.words, g->rule)), TONE_NONE);
		table_cell(&t, plain_runs(c, say_of(c, "severity", severity_name(g->severity))), TONE_NONE);
		table_cell(&t, plain_runs(c, subjects_of(c, g)), TONE_NONE);
	}
	table_end(c, to, &t);
}

/* Each reason once, in the order of the findings, with the requirements that have it. */
static void
add_reasons(const struct composer *c, GPtrArray *to)
{
	GArray *all = g_array_new(FALSE, FALSE, sizeof(struct reasoned));
	GHashTable *said = g_hash_table_new(g_str_hash, g_str_equal);
	const struct group *g;
	guint at = 0;

	while ((g = next_group(c, STATUS_NOT_EVALUATED, &at)) != NULL) {
		const struct reasoned r = { g, reason_text(c, g) };

		g_array_append_val(all, r);
	}
	for (guint i = 0; i < all->len; i++) {
		const char *reason = g_array_index(all, struct reasoned, i).text;

		if (g_hash_table_add(said, (gpointer)(guintptr)reason))
			add_reason(c, to, all, reason);
	}
	g_hash_table_unref(said);
	g_array_unref(all);
}

void
compose_open(struct composer *c, GPtrArray *to)
{
	const unsigned n = c->audit->findings->counts.of_status[STATUS_NOT_EVALUATED];
	GPtrArray *demands;

	chapter_add(c, to, "open-chapter");
	if (n == 0) {
		say_blocks(c, to, "nothing-open", 0, NULL);
		compose_coverage(c, to);
		return;
	}
	pair rows[] = { { "open", say_count(c, "requirements", n) } };
	say_blocks(c, to, "open-intro", 1, rows);
	compose_coverage(c, to);
	heading_add(c, to, 2, say(c, "open-reasons"), "open-reasons");
	add_reasons(c, to);
	demands = find_demands(c);
	if (demands->len > 0) {
		heading_add(c, to, 2, say(c, "exports-title"), "exports");
		say_blocks(c, to, "exports-intro", 0, NULL);
	}
	for (guint i = 0; i < demands->len; i++)
		add_demand(c, to, g_ptr_array_index(demands, i));
	g_ptr_array_unref(demands);
}
