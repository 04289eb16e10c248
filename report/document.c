#include "document.h"

const char *
document_phrase(const struct document *d, const char *name)
{
	const char *phrase = g_hash_table_lookup(d->phrases, name);

	/* The name itself shows a reader of the report which phrase the templates lack. */
	return phrase != NULL ? phrase : name;
}

/* ---- plain text ---- */

static void
add_runs(const struct runs *runs, GString *out)
{
	for (size_t i = 0; i < runs->n; i++)
		g_string_append(out, runs->run[i].text);
}

const char *
runs_text(struct region *region, const struct runs *runs)
{
	GString *text = g_string_new(NULL);
	const char *kept;

	add_runs(runs, text);
	kept = region_strdup(region, text->str);
	g_string_free(text, TRUE);
	return kept;
}

static void
block_text(const struct block *b, const char *mark, unsigned number, GString *out)
{
	if (b->kind == BLOCK_ITEM && number > 0)
		g_string_append_printf(out, "%u. ", number);
	else if (b->kind == BLOCK_ITEM)
		g_string_append(out, mark);
	if (b->runs.n > 0) {
		add_runs(&b->runs, out);
		g_string_append_c(out, '\n');
	}
	for (size_t i = 0; i < b->nlines; i++)
		g_string_append_printf(out, "%s\n", b->lines[i]);
	for (size_t i = 0; i < b->nchildren; i++)
		block_text(b->children[i], mark, b->ordered ? (unsigned)i + 1 : 0, out);
}

void
blocks_marked(const GPtrArray *blocks, const char *mark, GString *out)
{
	for (guint i = 0; i < blocks->len; i++)
		block_text(g_ptr_array_index(blocks, i), mark, 0, out);
	while (out->len > 0 && out->str[out->len - 1] == '\n')
		g_string_truncate(out, out->len - 1);
}

void
blocks_text(const GPtrArray *blocks, GString *out)
{
	blocks_marked(blocks, "- ", out);
}
