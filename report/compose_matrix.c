/*
 * Subjects beside requirements: what holds for which.  A row of the matrix speaks of one domain or server, a column of one rule
 * that report.md gives a short name to; what the other rules say of the subject stands together in a last column, so that no row
 * looks better than its findings.  A rule that could not be judged at all names no subject: it leaves open every one that it concerns.
 */
#include <string.h>

#include "compose_matrix.h"
#include "compose_picture.h"
#include "limits.h"

enum {
	SUBJECT_MOST = 253,             /* characters: a domain name has no more (RFC 1035, 2.3.4) */
	SUBJECTS_LINKED = 300           /* a link costs a viewer more than a cell */
};

/* The gravest first: the order of the rows. */
enum standing { STANDING_BLOCKER, STANDING_ERROR, STANDING_OPEN, STANDING_WARNING, STANDING_MET, STANDING_NOT_APPLICABLE, STANDINGS };

struct matrix_row {
	const struct matrix_subject *subject;
	const struct finding **cells;   /* one a column, then the gravest of all other rules; NULL where nothing was said */
	enum standing standing;
	guint order;
};

/* A rule that was judged for no subject in particular, and a row it leaves open. */
struct gap {
	const struct finding *finding;
	struct matrix_row *row;
};

struct matrix {
	const struct composer *c;
	const struct matrix_kind *kind;
	GHashTable *rows;               /* key of the subject -> struct matrix_row * */
	GPtrArray *sorted;              /* the same, in the order shown */
	GPtrArray *titles;              /* const char *: the columns */
	GPtrArray *rules;               /* const struct rule *: those that have a column; rules of one short name share one */
	GHashTable *column_of;          /* rule -> index + 1 */
	GArray *gaps;                   /* struct gap */
	bool others;                    /* is there anything for the last column? */
};

static bool
shown(const struct finding *row)
{
	return row != NULL && row->status != STATUS_NOT_APPLICABLE;
}

/* Of several results the gravest counts; one that does not apply says less than one that was judged. */
static const struct finding *
worse(const struct finding *a, const struct finding *b)
{
	if (!shown(a) || !shown(b))
		return shown(a) || (a != NULL && !shown(b)) ? a : b;
	return b->status < a->status || (b->status == a->status && b->severity < a->severity) ? b : a;
}

static enum standing
standing_of(const struct finding *row)
{
	if (row == NULL)
		return STANDING_NOT_APPLICABLE;
	switch (row->status) {
	case STATUS_FAIL:
		return row->severity == SEVERITY_BLOCKER ? STANDING_BLOCKER : row->severity == SEVERITY_ERROR ? STANDING_ERROR :
		    row->severity == SEVERITY_WARNING ? STANDING_WARNING : STANDING_MET;
	case STATUS_NOT_EVALUATED:
		return row->severity <= SEVERITY_WARNING ? STANDING_OPEN : STANDING_MET;
	case STATUS_PASS:
	case STATUS_NOTE:
		return STANDING_MET;
	case STATUS_NOT_APPLICABLE:
	case STATUS_COUNT:
	default:
		return STANDING_NOT_APPLICABLE;
	}
}

/* ---- from findings to rows ---- */

static struct matrix_row *
row_about(const struct matrix *m, const struct finding *row)
{
	const char *key = m->kind->key_of(m->c, row);

	return key != NULL ? g_hash_table_lookup(m->rows, key) : NULL;
}

static void
add_subjects(struct matrix *m)
{
	const GArray *all = m->kind->subjects;

	for (guint i = 0; i < all->len; i++) {
		struct matrix_row *row = region_alloc(m->c->region, sizeof *row);

		row->subject = &g_array_index(all, struct matrix_subject, i);
		row->standing = STANDING_NOT_APPLICABLE;
		row->order = i;
		if (g_hash_table_insert(m->rows, (gpointer)(guintptr)row->subject->key, row))
			g_ptr_array_add(m->sorted, row);
	}
}

/* Not judged, and not for one subject: what it says holds for all that it concerns. */
static bool
of_none(const struct matrix *m, const struct finding *row)
{
	return row->status == STATUS_NOT_EVALUATED && row_about(m, row) == NULL;
}

/* The subjects of which the rule says anything, be it that it does not apply. */
static GHashTable *
subjects_of_rule(const struct matrix *m, const struct rule *rule)
{
	const GPtrArray *all = m->c->audit->findings->all;
	GHashTable *rows = g_hash_table_new(NULL, NULL);

	for (guint i = 0; i < all->len; i++) {
		const struct finding *finding = g_ptr_array_index(all, i);
		struct matrix_row *row = finding->rule == rule ? row_about(m, finding) : NULL;

		if (row != NULL)
			g_hash_table_add(rows, row);
	}
	return rows;
}

static void
find_gaps(struct matrix *m)
{
	const GPtrArray *all = m->c->audit->findings->all;

	for (guint i = 0; i < all->len; i++) {
		const struct finding *finding = g_ptr_array_index(all, i);
		const guint n = of_none(m, finding) ? m->sorted->len : 0;
		GHashTable *said = NULL;

		for (guint k = 0; k < n; k++) {
			const struct gap gap = { finding, g_ptr_array_index(m->sorted, k) };

			if (!m->kind->concerns(m->c, finding, gap.row->subject->key))
				continue;
			if (said == NULL)
				said = subjects_of_rule(m, finding->rule);
			if (!g_hash_table_contains(said, gap.row))
				g_array_append_val(m->gaps, gap);
		}
		if (said != NULL)
			g_hash_table_unref(said);
	}
}

static void
add_column(struct matrix *m, const struct rule *rule)
{
	const char *title = say_of(m->c, m->kind->phrase, rule->id);
	guint at;

	if (!g_ptr_array_find_with_equal_func(m->titles, title, g_str_equal, &at)) {
		at = m->titles->len;
		g_ptr_array_add(m->titles, (gpointer)(guintptr)title);
	}
	g_ptr_array_add(m->rules, (gpointer)(guintptr)rule);
	g_hash_table_insert(m->column_of, (gpointer)(guintptr)rule, GUINT_TO_POINTER(at + 1));
}

/* Rules with a short name that were judged for at least one subject, or leave one open, in the order of the report. */
static void
find_columns(struct matrix *m)
{
	const GPtrArray *all = m->c->audit->findings->all;
	GHashTable *judged = g_hash_table_new(NULL, NULL);

	for (guint i = 0; i < all->len; i++) {
		const struct finding *row = g_ptr_array_index(all, i);

		if (shown(row) && row_about(m, row) != NULL)
			g_hash_table_add(judged, (gpointer)(guintptr)row->rule);
	}
	/* Where nothing was judged of any subject there is no matrix. */
	for (guint i = 0; g_hash_table_size(judged) > 0 && i < m->gaps->len; i++)
		g_hash_table_add(judged, (gpointer)(guintptr)g_array_index(m->gaps, struct gap, i).finding->rule);
	for (size_t f = 0; families[f] != NULL; f++)
		for (size_t i = 0; i < families[f]->n; i++) {
			const struct rule *rule = &families[f]->rules[i];

			if (g_hash_table_contains(judged, rule) && has_phrase(m->c, m->kind->phrase, rule->id))
				add_column(m, rule);
		}
	g_hash_table_unref(judged);
}

static void
fill_cell(struct matrix *m, struct matrix_row *row, const struct finding *finding)
{
	guint at = GPOINTER_TO_UINT(g_hash_table_lookup(m->column_of, finding->rule));

	at = at == 0 ? m->titles->len : at - 1;
	row->cells[at] = worse(row->cells[at], finding);
	row->standing = MIN(row->standing, standing_of(finding));
	m->others = m->others || (at == m->titles->len && shown(finding));
}

static void
fill_cells(struct matrix *m)
{
	const GPtrArray *all = m->c->audit->findings->all;

	for (guint i = 0; i < m->sorted->len; i++)
		((struct matrix_row *)g_ptr_array_index(m->sorted, i))->cells =
		    region_alloc(m->c->region, (m->titles->len + 1) * sizeof(struct finding *));
	for (guint i = 0; i < all->len; i++) {
		const struct finding *finding = g_ptr_array_index(all, i);
		struct matrix_row *row = row_about(m, finding);

		if (row != NULL)
			fill_cell(m, row, finding);
	}
	for (guint i = 0; i < m->gaps->len; i++)
		fill_cell(m, g_array_index(m->gaps, struct gap, i).row, g_array_index(m->gaps, struct gap, i).finding);
}

static int
by_standing(gconstpointer a, gconstpointer b)
{
	const struct matrix_row *x = *(const struct matrix_row *const *)a, *y = *(const struct matrix_row *const *)b;

	return x->standing != y->standing ? (x->standing < y->standing ? -1 : 1) : x->order < y->order ? -1 : x->order > y->order;
}

/* ---- from rows to blocks ---- */

static const enum tone standing_tones[STANDINGS] = { TONE_BLOCKER, TONE_ERROR, TONE_OPEN, TONE_WARNING, TONE_MET, TONE_NOT_APPLICABLE };
static const char *const standing_names[STANDINGS] = { "blocker", "error", "open", "warning", "met", "not-applicable" };

static void
add_cell(const struct matrix *m, struct table *t, const struct finding *row)
{
	const struct composer *c = m->c;

	if (row == NULL) {
		table_cell(t, plain_runs(c, say(c, "cell not-applicable")), TONE_NOT_APPLICABLE);
		return;
	}
	table_cell(t, styled_runs(c, RUN_PLAIN, finding_word(c, row), m->sorted->len <= SUBJECTS_LINKED ? finding_link(c, row) : NULL),
	    finding_tone(row));
}

static const char *
matrix_alternate(const struct matrix *m)
{
	unsigned n[STANDINGS] = { 0 };

	for (guint i = 0; i < m->sorted->len; i++)
		n[((const struct matrix_row *)g_ptr_array_index(m->sorted, i))->standing]++;
	{
		pair pairs[] = {
			{ "rows", number_text(m->c, m->sorted->len) }, { "columns", number_text(m->c, m->titles->len) },
			{ "blocked", number_text(m->c, n[STANDING_BLOCKER]) }, { "failing", number_text(m->c, n[STANDING_ERROR]) },
			{ "open", number_text(m->c, n[STANDING_OPEN]) }, { "reservations", number_text(m->c, n[STANDING_WARNING]) },
			{ "ready", number_text(m->c, n[STANDING_MET]) },
		};

		return say_with(m->c, region_printf(m->c->region, "%s-alternate", m->kind->phrase), G_N_ELEMENTS(pairs), pairs);
	}
}

static void
add_columns(const struct matrix *m, GArray *columns)
{
	const struct composer *c = m->c;
	struct column column = { say(c, m->kind->title), 1, false, false };

	g_array_append_val(columns, column);
	for (guint i = 0; i < m->titles->len; i++) {
		column.title = g_ptr_array_index(m->titles, i);
		g_array_append_val(columns, column);
	}
	if (m->others) {
		column.title = say(c, "matrix-others");
		g_array_append_val(columns, column);
	}
	column.title = say(c, "matrix-verdict");
	g_array_append_val(columns, column);
}

static void
add_matrix(const struct matrix *m, GPtrArray *to)
{
	const struct composer *c = m->c;
	GArray *columns = g_array_new(FALSE, TRUE, sizeof(struct column));
	struct table t;
	struct block *b;

	add_columns(m, columns);
	table_begin(&t, BLOCK_MATRIX, columns->len, (const struct column *)(const void *)columns->data);
	g_array_unref(columns);
	for (guint i = 0; i < m->sorted->len && i < MATRIX_ROWS; i++) {
		const struct matrix_row *row = g_ptr_array_index(m->sorted, i);

		table_cell(&t, plain_runs(c, cut_text(c, clean(c, row->subject->name), SUBJECT_MOST)), TONE_NONE);
		for (guint k = 0; k < m->titles->len + (m->others ? 1 : 0); k++)
			add_cell(m, &t, row->cells[k]);
		table_cell(&t, plain_runs(c, say_of(c, "row-verdict", standing_names[row->standing])), standing_tones[row->standing]);
		table_row_anchor(&t, region_printf(c->region, "%s-%s", m->kind->phrase, row->subject->key));
	}
	b = table_end(c, to, &t);
	b->verdicts = true;
	b->alternate = matrix_alternate(m);
	if (m->sorted->len > MATRIX_ROWS)
		paragraph_add(c, to, say_count(c, "and-more", m->sorted->len - MATRIX_ROWS));
}

/* The first card of a rule, for the legend's link. */
static const char *
card_of(const struct composer *c, const struct rule *rule)
{
	for (guint i = 0; i < c->groups->len; i++) {
		const struct group *g = g_ptr_array_index(c->groups, i);

		if (g->rule == rule && g->number != NULL)
			return region_printf(c->region, "#%s", g->number);
	}
	return NULL;
}

/* The rules of a column; its name stands before the first of them. */
static void
legend_rows(const struct matrix *m, struct table *t, guint column)
{
	const struct composer *c = m->c;
	const char *title = g_ptr_array_index(m->titles, column);

	for (guint i = 0; i < m->rules->len; i++) {
		const struct rule *rule = g_ptr_array_index(m->rules, i);

		if (GPOINTER_TO_UINT(g_hash_table_lookup(m->column_of, rule)) != column + 1)
			continue;
		table_cell(t, plain_runs(c, title), TONE_NONE);
		table_cell(t, styled_runs(c, RUN_PLAIN, rule->id, card_of(c, rule)), TONE_NONE);
		table_cell(t, plain_runs(c, rule_title(c->speaker.words, rule)), TONE_NONE);
		title = "";
	}
}

/* Which requirements the columns of the matrix are. */
static void
add_legend(const struct matrix *m, GPtrArray *to)
{
	const struct composer *c = m->c;
	const struct column columns[] = {
		{ say(c, "column-short"), 24, false, false }, { say(c, "column-rule"), 14, true, false },
		{ say(c, "column-requirement"), 62, false, false },
	};
	struct table t;

	heading_add(c, to, 3, say(c, "matrix-legend-title"), NULL);
	table_begin(&t, BLOCK_TABLE, G_N_ELEMENTS(columns), columns);
	for (guint k = 0; k < m->titles->len; k++)
		legend_rows(m, &t, k);
	if (m->others) {
		table_cell(&t, plain_runs(c, say(c, "matrix-others")), TONE_NONE);
		table_cell(&t, plain_runs(c, ""), TONE_NONE);
		table_cell(&t, plain_runs(c, say(c, "matrix-others-meaning")), TONE_NONE);
	}
	table_end(c, to, &t);
}

static void
matrix_clear(struct matrix *m)
{
	g_hash_table_unref(m->rows);
	g_hash_table_unref(m->column_of);
	g_ptr_array_unref(m->sorted);
	g_ptr_array_unref(m->titles);
	g_ptr_array_unref(m->rules);
	g_array_unref(m->gaps);
}

bool
matrix_compose(struct composer *c, GPtrArray *to, const struct matrix_kind *kind)
{
	struct matrix m = { c, kind, g_hash_table_new(g_str_hash, g_str_equal), g_ptr_array_new(), g_ptr_array_new(),
		g_ptr_array_new(), g_hash_table_new(NULL, NULL), g_array_new(FALSE, FALSE, sizeof(struct gap)), false };
	bool any;

	add_subjects(&m);
	find_gaps(&m);
	find_columns(&m);
	any = m.rules->len > 0;
	if (any) {
		fill_cells(&m);
		g_ptr_array_sort(m.sorted, by_standing);
		chapter_add(c, to, kind->chapter);
		say_blocks(c, to, kind->intro, 0, NULL);
		say_blocks(c, to, "matrix-reading", 0, NULL);
		add_matrix(&m, to);
		if (kind->after != NULL)
			kind->after(c, to);
		add_legend(&m, to);
	}
	matrix_clear(&m);
	return any;
}
