/* The report of whole customers as blocks: every link arrives, every rule has its results. */
#include <glib.h>
#include <string.h>

#include "../../report/compose.h"
#include "customer.h"
#include "paper.h"

static const char *const customers[] = {
	"samples/contoso-2010", "samples/contoso-2010-autod", "samples/adatum-2016", "tests/whole/pre-engagement/in", "tests/bases/exchange-2010-clean",
	"tests/whole/hybrid-agent-clean/in",
};

static void
set_up(struct customer *c, gconstpointer folder)
{
	customer_open(c, folder, NULL);
}

static void
tear_down(struct customer *c, gconstpointer folder)
{
	(void)folder;
	customer_close(c);
}

/* ---- links ---- */

typedef void (*visit)(const struct block *, void *);

static void
walk(struct block *const *blocks, size_t n, visit each, void *closure)
{
	for (size_t i = 0; i < n; i++) {
		each(blocks[i], closure);
		walk(blocks[i]->children, blocks[i]->nchildren, each, closure);
	}
}

static void
walk_document(const struct document *d, visit each, void *closure)
{
	walk((struct block *const *)d->blocks->pdata, d->blocks->len, each, closure);
}

static void
note_anchors(const struct block *b, void *anchors)
{
	if (b->anchor != NULL && b->kind != BLOCK_ITEM)
		g_hash_table_add(anchors, g_strdup(b->anchor));
	for (size_t r = 0; b->row_anchors != NULL && r < b->nrows; r++)
		if (b->row_anchors[r] != NULL)
			g_hash_table_add(anchors, g_strdup(b->row_anchors[r]));
}

struct links {
	GHashTable *anchors;
	unsigned inside, outside;
};

static void
follow(const char *link, struct links *l)
{
	if (link == NULL)
		return;
	if (*link != '#') {
		g_assert_true(g_str_has_prefix(link, "https://"));
		l->outside++;
		return;
	}
	if (!g_hash_table_contains(l->anchors, link + 1))
		g_test_message("%s leads nowhere", link);
	g_assert_true(g_hash_table_contains(l->anchors, link + 1));
	l->inside++;
}

static void
follow_runs(const struct runs *runs, struct links *l)
{
	for (size_t i = 0; i < runs->n; i++)
		follow(runs->run[i].link, l);
}

static void
follow_links(const struct block *b, void *closure)
{
	follow_runs(&b->runs, closure);
	for (size_t i = 0; b->cells != NULL && i < b->nrows * b->ncolumns; i++)
		follow_runs(&b->cells[i].runs, closure);
	for (size_t i = 0; b->links != NULL && i < b->nlines; i++)
		follow(b->links[i], closure);
	if (b->kind == BLOCK_ITEM && b->anchor != NULL)
		g_assert_true(g_hash_table_contains(((struct links *)closure)->anchors, b->anchor));
}

static void
test_links(struct customer *c, gconstpointer folder)
{
	struct links l = { g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL), 0, 0 };

	(void)folder;
	walk_document(c->document, note_anchors, l.anchors);
	walk_document(c->document, follow_links, &l);
	g_assert_cmpuint(l.inside, >, 0);
	g_assert_cmpuint(l.outside, >, 5);
	g_hash_table_unref(l.anchors);
}

/* ---- tables ---- */

struct wanted {
	const char *title;          /* of the table's column that tells it from others */
	size_t column;
	unsigned rows, empty;       /* found: rows of such tables, and empty cells in the column */
};

static void
count_rows(const struct block *b, void *closure)
{
	struct wanted *w = closure;

	if (b->kind != BLOCK_TABLE || b->ncolumns <= w->column || strcmp(b->columns[w->column].title, w->title) != 0)
		return;
	w->rows += (unsigned)b->nrows;
	for (size_t r = 0; r < b->nrows; r++) {
		const struct runs *runs = &b->cells[r * b->ncolumns + w->column].runs;

		w->empty += runs->n == 0 || *runs->run[0].text == '\0';
	}
}

static struct wanted
rows_of(const struct customer *c, const char *title, size_t column)
{
	struct wanted w = { title, column, 0, 0 };

	walk_document(c->document, count_rows, &w);
	return w;
}

/* Every rule that gave a result stands in the appendix, once for each of its results and reasons. */
static void
test_rules(struct customer *c, gconstpointer folder)
{
	GHashTable *groups = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	const GPtrArray *all = c->audit.findings->all;
	const struct wanted rows = rows_of(c, "For whom, or why", 3);

	(void)folder;
	for (guint i = 0; i < all->len; i++) {
		const struct finding *row = g_ptr_array_index(all, i);

		g_hash_table_add(groups, g_strdup_printf("%s %d %d %s", row->rule->id, (int)row->status, (int)row->severity, row->reason));
	}
	g_assert_cmpuint(rows.rows, ==, g_hash_table_size(groups));
	g_assert_cmpuint(rows.empty, ==, 0);
	g_hash_table_unref(groups);
}

/* A line for each finding and each export, and nobody's name in it yet. */
static void
test_plan(struct customer *c, gconstpointer folder)
{
	const struct wanted owners = rows_of(c, "Owner", 4), senders = rows_of(c, "Owner", 2), findings = rows_of(c, "Requirement that is not met", 2);
	const unsigned *of = c->audit.findings->counts.of_status;

	(void)folder;
	g_assert_cmpuint(owners.rows, ==, findings.rows);
	g_assert_true((owners.rows > 0) == (of[STATUS_FAIL] > 0));
	g_assert_cmpuint(owners.empty, ==, owners.rows);
	g_assert_cmpuint(senders.empty, ==, senders.rows);
	if (of[STATUS_NOT_EVALUATED] == 0)
		g_assert_cmpuint(senders.rows, ==, 0);
	g_assert_cmpuint(rows_of(c, "Signature", 2).empty, ==, 3);
	g_assert_cmpuint(rows_of(c, "Meaning in this report", 1).rows, >, 20);
}

/* ---- pages ---- */

/* The verdict has the page after the cover, and no more. */
static void
test_verdict_page(struct customer *c, gconstpointer folder)
{
	static const char *const sizes[] = { "size = A4", "size = Letter" };

	(void)folder;
	for (size_t i = 0; i < G_N_ELEMENTS(sizes); i++) {
		struct theme *theme = theme_on(sizes[i]);
		struct font fonts[FACES];
		struct layout *l;

		fonts_open(fonts, theme);
		l = layout_new(c->document, theme, fonts);
		layout_blocks(l, (struct block *const *)c->document->blocks->pdata, c->document->blocks->len);
		layout_place(l);
		g_test_message("%s", sizes[i]);
		g_assert_cmpuint(layout_anchor(l, "summary")->page, ==, 1);
		g_assert_cmpuint(layout_anchor(l, "contents")->page, ==, 2);
		layout_free(l);
		theme_free(theme);
	}
}

static void
add(const char *name, const char *folder, void (*test)(struct customer *, gconstpointer))
{
	char *path = g_strdup_printf("/chapters/%s/%s", name, folder);

	g_test_add(path, struct customer, folder, set_up, test, tear_down);
	g_free(path);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	for (size_t i = 0; i < G_N_ELEMENTS(customers); i++) {
		add("links", customers[i], test_links);
		add("rules", customers[i], test_rules);
		add("plan", customers[i], test_plan);
		add("verdict-page", customers[i], test_verdict_page);
	}
	return g_test_run();
}
