/* The report as plain text. */
#include <string.h>

#include "document.h"
#include "text_lines.h"
#include "text_pictures.h"

enum { WIDTH = 100 };

struct page_text {
	const struct document *document;
	GString *out;
	unsigned indent;
};

static void blocks_render(struct page_text *, const struct block *const *, size_t n);

/* ---- lines ---- */

static void
blank(struct page_text *t)
{
	if (t->out->len > 1 && strcmp(t->out->str + t->out->len - 2, "\n\n") != 0)
		g_string_append_c(t->out, '\n');
}

static void
pad(GString *out, unsigned n)
{
	g_string_append_printf(out, "%*s", (int)n, "");
}

/* A line below the first of an item stands below its text. */
static void
put_text(struct page_text *t, const char *mark, const char *text)
{
	const unsigned hang = text_columns(mark), room = WIDTH - MIN(t->indent + hang, WIDTH / 2);
	GPtrArray *lines = text_wrap(text, room, FALSE);

	for (guint i = 0; i < lines->len; i++) {
		pad(t->out, t->indent);
		if (i == 0)
			g_string_append(t->out, mark);
		else
			pad(t->out, hang);
		g_string_append_printf(t->out, "%s\n", (const char *)g_ptr_array_index(lines, i));
	}
	g_ptr_array_unref(lines);
}

static char *
runs_joined(const struct runs *runs)
{
	GString *s = g_string_new(NULL);

	for (size_t i = 0; i < runs->n; i++)
		g_string_append(s, runs->run[i].text);
	return g_string_free(s, FALSE);
}

static void
put_runs(struct page_text *t, const char *mark, const struct runs *runs)
{
	char *text = runs_joined(runs);

	if (*text != '\0' || *mark != '\0')
		put_text(t, mark, text);
	g_free(text);
}

static void
rule_off(struct page_text *t, char c, unsigned n)
{
	pad(t->out, t->indent);
	for (unsigned i = 0; i < MIN(n, WIDTH - t->indent); i++)
		g_string_append_c(t->out, c);
	g_string_append_c(t->out, '\n');
}

/* ---- blocks ---- */

static void
heading_render(struct page_text *t, const struct block *b)
{
	char *title = b->number != NULL ? g_strdup_printf("%s %s", b->number, b->title) : g_strdup(b->title);

	blank(t);
	if (b->level == 1 && t->out->len > 0)
		g_string_append_c(t->out, '\n');
	put_text(t, "", title);
	if (b->level <= 2)
		rule_off(t, b->level == 1 ? '=' : '-', text_columns(title));
	g_free(title);
}

static void
paragraph_render(struct page_text *t, const struct block *b)
{
	put_runs(t, "", &b->runs);
}

static void
children_render(struct page_text *t, const struct block *b)
{
	blocks_render(t, (const struct block *const *)b->children, b->nchildren);
}

static void
list_render(struct page_text *t, const struct block *b)
{
	for (size_t i = 0; i < b->nchildren; i++) {
		const struct block *item = b->children[i];
		char *mark = b->ordered ? g_strdup_printf("%zu. ", i + 1) : g_strdup("- ");

		put_runs(t, mark, &item->runs);
		t->indent += text_columns(mark);
		children_render(t, item);
		t->indent -= text_columns(mark);
		g_free(mark);
	}
}

/* Never wrapped: it is copied. */
static void
lines_render(struct page_text *t, const struct block *b)
{
	if (b->title != NULL)
		put_text(t, "", b->title);
	for (size_t i = 0; i < b->nlines; i++) {
		pad(t->out, *b->lines[i] != '\0' ? t->indent + 4 : 0);
		g_string_append_printf(t->out, "%s\n", b->lines[i]);
	}
}

static void
facts_render(struct page_text *t, const struct block *b)
{
	for (size_t i = 0; i < b->ncolumns; i++) {
		char *mark = g_strdup_printf("%s: ", b->columns[i].title);

		put_runs(t, mark, &b->cells[i].runs);
		g_free(mark);
	}
}

static void
cover_render(struct page_text *t, const struct block *b)
{
	put_text(t, "", b->number != NULL ? b->number : "");
	put_text(t, "", b->title);
	rule_off(t, '=', text_columns(b->title));
	if (b->subtitle != NULL)
		put_text(t, "", b->subtitle);
	blank(t);
	put_text(t, "", b->word);
	put_runs(t, "", &b->runs);
	blank(t);
	facts_render(t, b);
	blank(t);
	children_render(t, b);
}

static void
band_render(struct page_text *t, const struct block *b)
{
	blank(t);
	put_text(t, "", b->title != NULL ? b->title : b->word != NULL ? b->word : "");
	t->indent += 2;
	put_runs(t, "", &b->runs);
	children_render(t, b);
	t->indent -= 2;
}

static void
shares_render(struct page_text *t, const char *mark, size_t n, const struct share *shares)
{
	GString *s = g_string_new(NULL);

	for (size_t i = 0; i < n; i++)
		g_string_append_printf(s, "%s%s %u", i > 0 ? ", " : "", shares[i].label, shares[i].number);
	put_text(t, mark, s->str);
	g_string_free(s, TRUE);
}

static void
tiles_render(struct page_text *t, const struct block *b)
{
	shares_render(t, "", b->nshares, b->shares);
}

static void
donut_render(struct page_text *t, const struct block *b)
{
	char *mark = g_strdup_printf("%s: ", b->title);

	shares_render(t, mark, b->nshares, b->shares);
	g_free(mark);
}

static void
bars_render(struct page_text *t, const struct block *b)
{
	unsigned widest = 0;

	put_text(t, "", b->title);
	for (size_t i = 0; i < b->nbars; i++)
		widest = MAX(widest, text_columns(b->bars[i].label));
	for (size_t i = 0; i < b->nbars; i++) {
		const struct bar *bar = &b->bars[i];
		char *mark = g_strdup_printf("  %s%*s  ", bar->label, (int)(widest - text_columns(bar->label)), "");

		shares_render(t, mark, bar->n, bar->share);
		g_free(mark);
	}
}

static void
actions_render(struct page_text *t, const struct block *b)
{
	for (size_t i = 0; i < b->nchildren; i++) {
		const struct block *item = b->children[i];
		char *mark = g_strdup_printf("%zu. ", i + 1), *text = runs_joined(&item->runs);
		char *all = g_strdup_printf("%s (%s%s%s)", text, item->number, item->word != NULL ? "; " : "", item->word != NULL ? item->word : "");

		put_text(t, mark, all);
		g_free(mark);
		g_free(text);
		g_free(all);
	}
}

static void
finding_render(struct page_text *t, const struct block *b)
{
	char *mark = g_strdup_printf("%s  [%s] ", b->number, b->word);

	blank(t);
	rule_off(t, '-', WIDTH);
	put_text(t, mark, b->title);
	g_free(mark);
	blank(t);
	children_render(t, b);
}

/* Findings and chapters: there are no page numbers to name. */
static void
contents_render(struct page_text *t, const struct block *b)
{
	(void)b;
	for (guint i = 0; i < t->document->blocks->len; i++) {
		const struct block *other = g_ptr_array_index(t->document->blocks, i);
		char *mark;

		if (other->number == NULL || (other->kind != BLOCK_HEADING && other->kind != BLOCK_FINDING))
			continue;
		mark = g_strdup_printf("%s%s  ", other->kind == BLOCK_FINDING ? "   " : "", other->number);
		put_text(t, mark, other->title);
		g_free(mark);
	}
}

/* ---- tables ---- */

static void
table_widths(const struct page_text *t, const struct block *b, unsigned *widths)
{
	const unsigned room = WIDTH - t->indent - 2 * (unsigned)(b->ncolumns - 1);
	double sum = 0;

	for (size_t i = 0; i < b->ncolumns; i++)
		sum += b->columns[i].weight > 0 ? b->columns[i].weight : 1;
	for (size_t i = 0; i < b->ncolumns; i++)
		widths[i] = MAX((unsigned)(room * (b->columns[i].weight > 0 ? b->columns[i].weight : 1) / sum), 3);
}

/* A row as high as its highest cell.  texts has ncolumns. */
static void
put_row(struct page_text *t, const struct block *b, const unsigned *widths, char *const *texts)
{
	GPtrArray **cells = g_new(GPtrArray *, b->ncolumns);
	guint most = 0;

	for (size_t i = 0; i < b->ncolumns; i++) {
		cells[i] = text_wrap(texts[i], widths[i], TRUE);
		most = MAX(most, cells[i]->len);
	}
	for (guint line = 0; line < most; line++) {
		pad(t->out, t->indent);
		for (size_t i = 0; i < b->ncolumns; i++) {
			const char *text = line < cells[i]->len ? g_ptr_array_index(cells[i], line) : "";
			const unsigned space = widths[i] - MIN(text_columns(text), widths[i]);

			pad(t->out, b->columns[i].right ? space : 0);
			g_string_append(t->out, text);
			pad(t->out, b->columns[i].right ? 2 : space + 2);
		}
		while (t->out->str[t->out->len - 1] == ' ')
			g_string_truncate(t->out, t->out->len - 1);
		g_string_append_c(t->out, '\n');
	}
	for (size_t i = 0; i < b->ncolumns; i++)
		g_ptr_array_unref(cells[i]);
	g_free(cells);
}

static void
table_render(struct page_text *t, const struct block *b)
{
	unsigned *widths = g_new(unsigned, b->ncolumns);
	char **texts = g_new0(char *, b->ncolumns + 1);

	table_widths(t, b, widths);
	for (size_t i = 0; i < b->ncolumns; i++)
		texts[i] = g_strdup(b->columns[i].title);
	put_row(t, b, widths, texts);
	rule_off(t, '-', WIDTH);
	for (size_t r = 0; r < b->nrows; r++) {
		for (size_t i = 0; i < b->ncolumns; i++) {
			g_free(texts[i]);
			texts[i] = runs_joined(&b->cells[r * b->ncolumns + i].runs);
		}
		put_row(t, b, widths, texts);
	}
	g_strfreev(texts);
	g_free(widths);
}

/* Too wide for lines: each subject with its results. */
static void
matrix_render(struct page_text *t, const struct block *b)
{
	for (size_t r = 0; r < b->nrows; r++) {
		GString *s = g_string_new(NULL);

		for (size_t i = 1; i < b->ncolumns; i++) {
			char *word = runs_joined(&b->cells[r * b->ncolumns + i].runs);

			g_string_append_printf(s, "%s%s: %s", i > 1 ? "; " : "", b->columns[i].title, word);
			g_free(word);
		}
		put_runs(t, "", &b->cells[r * b->ncolumns].runs);
		put_text(t, "    ", s->str);
		g_string_free(s, TRUE);
	}
}

/* What a picture shows, as lines of text_pictures.c. */
static void
picture_render(struct page_text *t, const struct block *b)
{
	GPtrArray *lines = b->kind == BLOCK_TIMELINE ? timeline_lines(b) : picture_lines(b);

	for (guint i = 0; i < lines->len; i++) {
		const char *line = g_ptr_array_index(lines, i);
		char *mark = g_strndup(line, strspn(line, " "));

		put_text(t, mark, line + strlen(mark));
		g_free(mark);
	}
	g_ptr_array_unref(lines);
}

/* ---- the document ---- */

static void
blocks_render(struct page_text *t, const struct block *const *blocks, size_t n)
{
	static void (*const renders[])(struct page_text *, const struct block *) = {
		[BLOCK_COVER] = cover_render, [BLOCK_HEADING] = heading_render, [BLOCK_PARAGRAPH] = paragraph_render, [BLOCK_LIST] = list_render,
		[BLOCK_ITEM] = children_render, [BLOCK_CODE] = lines_render, [BLOCK_TABLE] = table_render, [BLOCK_BAND] = band_render,
		[BLOCK_TILES] = tiles_render, [BLOCK_DONUT] = donut_render, [BLOCK_BARS] = bars_render, [BLOCK_ACTIONS] = actions_render,
		[BLOCK_MATRIX] = matrix_render, [BLOCK_FINDING] = finding_render, [BLOCK_FACTS] = facts_render, [BLOCK_EVIDENCE] = lines_render,
		[BLOCK_CONTENTS] = contents_render, [BLOCK_TIMELINE] = picture_render, [BLOCK_PICTURE] = picture_render,
	};

	for (size_t i = 0; i < n; i++) {
		if (i == 0 ? blocks[0]->kind == BLOCK_CODE : blocks[i - 1]->kind != BLOCK_HEADING || blocks[i - 1]->level < 3)
			blank(t);
		renders[blocks[i]->kind](t, blocks[i]);
	}
}

void
text_render(const struct document *d, GString *out)
{
	struct page_text t = { d, out, 0 };

	blocks_render(&t, (const struct block *const *)d->blocks->pdata, d->blocks->len);
}
