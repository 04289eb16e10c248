/* Sections of Markdown as blocks, with {{name}} filled in the parsed text, so that a value can never become markup. */
#include "fill.h"

#include <string.h>

#include "limits.h"

/* ---- inlines ---- */

static void
add_run(GArray *runs, enum run_style style, const char *text, const char *link)
{
	struct run run = { style, text, link };

	if (*text != '\0')
		g_array_append_val(runs, run);
}

static void
inline_runs(const struct filling *f, cmark_node *parent, enum run_style style, const char *link, GArray *runs)
{
	for (cmark_node *n = cmark_node_first_child(parent); n != NULL; n = cmark_node_next(n)) {
		const cmark_node_type type = cmark_node_get_type(n);
		const char *literal = cmark_node_get_literal(n);

		if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK)
			add_run(runs, style, " ", link);
		else if (type == CMARK_NODE_STRONG)
			inline_runs(f, n, RUN_STRONG, link, runs);
		else if (type == CMARK_NODE_LINK)
			inline_runs(f, n, style, region_strdup(f->region, cmark_node_get_url(n)), runs);
		else if (literal != NULL)
			add_run(runs, type == CMARK_NODE_CODE ? RUN_CODE : style, fill_text(f, literal), link);
		else
			inline_runs(f, n, style, link, runs);
	}
}

/* Neighbours of one style become one run, so that breaking and measuring see whole words. */
static struct runs
collect_runs(const struct filling *f, cmark_node *node)
{
	GArray *runs = g_array_new(FALSE, FALSE, sizeof(struct run));
	struct run *kept;
	size_t n = 0;

	if (node != NULL)
		inline_runs(f, node, RUN_PLAIN, NULL, runs);
	kept = region_alloc(f->region, (runs->len + 1) * sizeof *kept);
	for (guint i = 0; i < runs->len; i++) {
		const struct run *r = &g_array_index(runs, struct run, i);

		if (n > 0 && kept[n - 1].style == r->style && kept[n - 1].link == r->link)
			kept[n - 1].text = region_printf(f->region, "%s%s", kept[n - 1].text, r->text);
		else
			kept[n++] = *r;
	}
	g_array_unref(runs);
	return (struct runs){ n, kept };
}

/* ---- blocks ---- */

static struct block *
new_block(const struct filling *f, enum block_kind kind)
{
	struct block *b = region_alloc(f->region, sizeof *b);

	b->kind = kind;
	return b;
}

bool
node_ends_section(cmark_node *node)
{
	return cmark_node_get_type(node) == CMARK_NODE_HEADING && cmark_node_get_heading_level(node) <= 2;
}

static void add_blocks(const struct filling *, cmark_node *first, bool section, GPtrArray *blocks);

static void
set_children(const struct filling *f, struct block *b, GPtrArray *children)
{
	b->nchildren = children->len;
	b->children = children->len > 0 ? region_copy(f->region, children->pdata, children->len * sizeof *children->pdata) : NULL;
	g_ptr_array_unref(children);
}

/* The list that is all an item holds: the item stands once for each of its texts.  NULL when it holds anything else. */
static char *
only_list(cmark_node *item)
{
	cmark_node *paragraph = cmark_node_first_child(item);
	cmark_node *only = paragraph != NULL && cmark_node_next(paragraph) == NULL ? cmark_node_first_child(paragraph) : NULL;
	const char *literal = only != NULL && cmark_node_next(only) == NULL ? cmark_node_get_literal(only) : NULL;

	return literal != NULL ? only_placeholder(literal) : NULL;
}

static struct block *
item_block(const struct filling *f, cmark_node *node)
{
	struct block *b = new_block(f, BLOCK_ITEM);
	cmark_node *first = cmark_node_first_child(node);
	GPtrArray *children = g_ptr_array_new();

	if (first != NULL && cmark_node_get_type(first) == CMARK_NODE_PARAGRAPH) {
		b->runs = collect_runs(f, first);
		first = cmark_node_next(first);
	}
	if (first != NULL)
		add_blocks(f, first, false, children);
	set_children(f, b, children);
	return b;
}

static struct block *
item_of_list(const struct filling *f, cmark_node *node, const char *name, const char *text)
{
	const char *const pair[2] = { name, text };
	const struct filler one = { 0, NULL, f->filler->as_of, 1, &pair };
	const struct filling each = { &one, f->region, f->settings, f->brief };

	return item_block(&each, node);
}

static void
add_items(const struct filling *f, cmark_node *node, GPtrArray *items)
{
	char *name = only_list(node);
	GPtrArray *texts = name != NULL ? texts_of(f, name) : NULL;

	for (guint i = 0; texts != NULL && i < texts->len; i++)
		g_ptr_array_add(items, item_of_list(f, node, name, g_ptr_array_index(texts, i)));
	if (texts == NULL)
		g_ptr_array_add(items, item_block(f, node));
	else
		g_ptr_array_unref(texts);
	g_free(name);
}

static struct block *
list_block(const struct filling *f, cmark_node *node)
{
	struct block *b = new_block(f, BLOCK_LIST);
	GPtrArray *items = g_ptr_array_new();

	b->ordered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST;
	for (cmark_node *n = cmark_node_first_child(node); n != NULL; n = cmark_node_next(n))
		add_items(f, n, items);
	set_children(f, b, items);
	return b;
}

static void
code_line(const struct filling *f, const char *line, GPtrArray *lines)
{
	char *name = only_placeholder(line);
	GPtrArray *texts = name != NULL ? texts_of(f, name) : NULL;
	const int indent = (int)strspn(line, " ");

	for (guint i = 0; texts != NULL && i < texts->len; i++)
		g_ptr_array_add(lines, region_printf(f->region, "%.*s%s", indent, line, (const char *)g_ptr_array_index(texts, i)));
	if (texts == NULL)
		g_ptr_array_add(lines, (gpointer)(guintptr)fill_text(f, line));
	else
		g_ptr_array_unref(texts);
	g_free(name);
}

/* The lines of a code block for one row, or without any. */
static GPtrArray *
code_lines(const struct filling *f, cmark_node *node)
{
	char **source = g_strsplit(cmark_node_get_literal(node), "\n", -1);
	GPtrArray *lines = g_ptr_array_new();

	for (size_t i = 0; source[i] != NULL && (source[i + 1] != NULL || *source[i] != '\0'); i++)
		code_line(f, source[i], lines);
	g_strfreev(source);
	return lines;
}

static char *
joined(const GPtrArray *lines)
{
	GString *s = g_string_new(NULL);

	for (guint i = 0; i < lines->len; i++)
		g_string_append_printf(s, "%s\n", (const char *)g_ptr_array_index(lines, i));
	return g_string_free(s, FALSE);
}

/* A command names one object: several rows give the command once for each, what is equal once; very many give it a few times. */
static void
add_code_of_rows(const struct filling *f, cmark_node *node, GPtrArray *lines)
{
	GHashTable *seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	const guint most = f->filler->nrows > CARD_ROWS ? SUMMARY_COMMANDS : CARD_ROWS;

	for (size_t r = 0; r < f->filler->nrows && g_hash_table_size(seen) < most; r++) {
		struct filler one = *f->filler;
		const struct filling each = { &one, f->region, f->settings, f->brief };
		GPtrArray *more;

		one.nrows = 1;
		one.rows = &f->filler->rows[r];
		more = code_lines(&each, node);
		if (g_hash_table_add(seen, joined(more))) {
			if (lines->len > 0 && more->len > 1)
				g_ptr_array_add(lines, (gpointer)(guintptr)"");
			g_ptr_array_extend(lines, more, NULL, NULL);
		}
		g_ptr_array_unref(more);
	}
	g_hash_table_unref(seen);
}

static struct block *
code_block(const struct filling *f, cmark_node *node)
{
	struct block *b = new_block(f, BLOCK_CODE);
	GPtrArray *lines;

	if (f->filler->nrows > 1) {
		lines = g_ptr_array_new();
		add_code_of_rows(f, node, lines);
	} else {
		lines = code_lines(f, node);
	}
	b->nlines = lines->len;
	g_ptr_array_add(lines, NULL);
	b->lines = region_copy(f->region, lines->pdata, lines->len * sizeof *lines->pdata);
	g_ptr_array_unref(lines);
	return b;
}

static void
add_blocks(const struct filling *f, cmark_node *first, bool section, GPtrArray *blocks)
{
	for (cmark_node *n = first; n != NULL && !(section && node_ends_section(n)); n = cmark_node_next(n)) {
		const cmark_node_type type = cmark_node_get_type(n);

		if (type == CMARK_NODE_PARAGRAPH || type == CMARK_NODE_HEADING) {
			struct block *b = new_block(f, BLOCK_PARAGRAPH);

			b->runs = collect_runs(f, n);
			g_ptr_array_add(blocks, b);
		} else if (type == CMARK_NODE_LIST) {
			g_ptr_array_add(blocks, list_block(f, n));
		} else if (type == CMARK_NODE_CODE_BLOCK) {
			g_ptr_array_add(blocks, code_block(f, n));
		} else if (type == CMARK_NODE_BLOCK_QUOTE) {
			add_blocks(f, cmark_node_first_child(n), false, blocks);
		}
	}
}

static void
fill_section(const struct section *s, const struct filler *filler, struct region *region, bool brief, GPtrArray *blocks)
{
	const struct filling f = { filler, region, s != NULL ? *s->settings : NULL, brief };

	if (s != NULL && s->first != NULL)
		add_blocks(&f, s->first, true, blocks);
}

void
section_blocks(const struct section *s, const struct filler *filler, struct region *region, GPtrArray *blocks)
{
	fill_section(s, filler, region, false, blocks);
}

void
section_blocks_brief(const struct section *s, const struct filler *filler, struct region *region, GPtrArray *blocks)
{
	fill_section(s, filler, region, true, blocks);
}

struct runs
section_runs(const struct section *s, const struct filler *filler, struct region *region)
{
	const struct filling f = { filler, region, s != NULL ? *s->settings : NULL, false };

	return collect_runs(&f, s != NULL ? s->first : NULL);
}

char *
section_text(const struct section *s, const struct filler *filler, struct region *region)
{
	GPtrArray *blocks = g_ptr_array_new();
	GString *out = g_string_new(NULL);
	char *kept;

	section_blocks(s, filler, region, blocks);
	blocks_text(blocks, out);
	kept = region_strdup(region, out->str);
	g_string_free(out, TRUE);
	g_ptr_array_unref(blocks);
	return kept;
}
