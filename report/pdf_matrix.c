#include "layout.h"

/*
 * Subjects beside requirements.  Few rows have a symbol and a word in each cell; many stand close together with the symbols
 * alone, whose outlines differ, below a line that every page repeats and that says what they mean.
 */

enum { PAD = 8, MANY_ROWS = 40 };

struct panel {
	const struct block *block;
	bool dense;
	size_t from, n;                         /* columns beside the subject's and the verdict's */
	double subject, cell, verdict;          /* widths */
	unsigned head, heads;                   /* strips repeated on every page */
};

static const struct text_style subject_style = { .type = TYPE_TABLE, .face = FACE_STRONG, .colour = COLOUR_INK };
static const struct text_style dense_style = { .type = TYPE_SMALL, .colour = COLOUR_INK };
static const struct text_style verdict_style = { .type = TYPE_SMALL, .face = FACE_STRONG };

/* Columns between the subject's and the verdict's. */
static size_t
inner_columns(const struct block *b)
{
	size_t ends = b->verdicts ? 2 : 1;

	return b->ncolumns > ends ? b->ncolumns - ends : 0;
}

/* ---- head ---- */

/* The words of the symbols, as the first cell of each has them. */
static void
matrix_key(struct layout *l, const struct block *b)
{
	const struct text_style style = { .type = TYPE_SMALL, .colour = COLOUR_TEXT };
	const struct cell *first[TONE_NOT_APPLICABLE + 1] = { NULL };
	struct strip *s = strip_new(l, 9, 15);
	double x = l->x + 4;

	structure_open(l->structure, ROLE_P);
	for (size_t i = 0; i < b->nrows * b->ncolumns; i++)
		if (b->cells[i].tone != TONE_NONE && first[b->cells[i].tone] == NULL && (!b->verdicts || (i + 1) % b->ncolumns != 0))
			first[b->cells[i].tone] = &b->cells[i];
	for (size_t tone = 0; tone < G_N_ELEMENTS(first); tone++) {
		const char *word = first[tone] != NULL && first[tone]->runs.n > 0 ? text_clean(l, first[tone]->runs.run[0].text) : NULL;

		if (word == NULL)
			continue;
		strip_mark(s, (struct mark){ .shape = SHAPE_SYMBOL, .tone = (enum tone)tone, .x = x, .y = 6, .w = 7.5 });
		text_put_plain(l, s, word, x + 7, 6 - text_leading(l, &style) / 2, &style);
		x += 7 + text_width(l, &style, word) + 14;
	}
	structure_close(l->structure);
	s->keep = true;
}

static void
head_cell(const struct layout *l, struct strip *s, const char *text, double x, double y, const struct text_style *style)
{
	structure_open_with(l->structure, ROLE_TH, ATTRIBUTE_COLUMN);
	text_put_plain(l, s, text, x, y, style);
	structure_close(l->structure);
}

static void
matrix_head(struct layout *l, struct panel *p)
{
	const struct text_style style = { .type = TYPE_LABEL, .face = FACE_STRONG, .colour = COLOUR_WHITE, .scale = p->dense ? 0.92 : 1.02 };
	const struct text_style first = { .type = TYPE_TABLE, .face = FACE_STRONG, .colour = COLOUR_WHITE };
	const struct block *b = p->block;
	struct lines *lines = region_alloc(l->region, (p->n + 1) * sizeof(*lines));
	double leading = text_leading(l, &style) - 1;
	struct strip *s;
	size_t most = 1;

	for (size_t i = 0; i < p->n; i++) {
		lines[i] = text_break_plain(l, b->columns[p->from + i].title, &style, p->cell - 2);
		most = MAX(most, lines[i].n);
	}
	if (p->dense)
		matrix_key(l, b);
	s = strip_new(l, p->dense ? 0 : 9, (double)most * leading + 12);
	s->keep = true;
	p->head = l->strips->len - (p->dense ? 1 : 0);
	p->heads = p->dense ? 2 : 1;
	strip_box(s, l->x, 0, l->width, s->height, COLOUR_FIELD);
	structure_open_table(l->structure);
	head_cell(l, s, b->columns[0].title, l->x + PAD, (s->height - text_leading(l, &first)) / 2, &first);
	for (size_t i = 0; i < p->n; i++) {
		structure_open_with(l->structure, ROLE_TH, ATTRIBUTE_COLUMN);
		for (size_t k = 0; k < lines[i].n; k++)
			text_put(l, s, &lines[i].line[k], l->x + p->subject + ((double)i + 0.5) * p->cell - lines[i].line[k].width / 2,
			    (s->height - (double)lines[i].n * leading) / 2 + (double)k * leading, &style);
		structure_close(l->structure);
	}
	if (b->verdicts)
		head_cell(l, s, b->columns[b->ncolumns - 1].title, l->x + l->width - p->verdict + PAD, (s->height - text_leading(l, &first)) / 2,
		    &first);
	structure_open_body(l->structure);
}

/* ---- cells ---- */

/* A cell's words and the link over them are one element; structure_return() with what this returns ends the cell. */
static unsigned
open_cell(const struct layout *l, const char *link)
{
	const unsigned row = l->structure->current;

	structure_open(l->structure, ROLE_TD);
	if (link != NULL)
		structure_open(l->structure, ROLE_LINK);
	return row;
}

/* Where the cell's card is; the word keeps the colour of its tone. */
static const char *
cell_link(const struct cell *cell)
{
	return cell->runs.n > 0 ? cell->runs.run[0].link : NULL;
}

static const char *
cell_word(const struct cell *cell)
{
	return cell->runs.n > 0 ? cell->runs.run[0].text : "";
}

static struct text_style
word_style(enum tone tone)
{
	return (struct text_style){ .type = TYPE_LABEL, .face = FACE_STRONG, .colour = tone_ink(tone) };
}

static void
matrix_cell(struct layout *l, struct strip *s, const struct cell *cell, double x, double width)
{
	const struct text_style style = word_style(cell->tone);
	struct lines words = text_break_plain(l, cell_word(cell), &style, width - 6);
	double leading = text_leading(l, &style) - 1, h = s->height - 5, all = 10 + (double)words.n * leading, y = 2.5 + (h - all) / 2;
	const struct mark box = { .shape = SHAPE_BOX, .x = x + 2, .y = 2.5, .w = width - 4, .h = h, .radius = 3.5, .corners = CORNER_ALL,
	    .pen = 0.6 };

	if (cell->tone == TONE_NONE && cell->runs.n == 0)
		return;
	strip_mark(s, box)->colour = tone_tint(cell->tone);
	if (cell->tone == TONE_NOT_APPLICABLE || cell->tone == TONE_OPEN) {
		struct mark *frame = strip_mark(s, box);

		frame->shape = SHAPE_FRAME;
		frame->colour = COLOUR_RULE;
	}
	strip_mark(s, (struct mark){ .shape = SHAPE_SYMBOL, .tone = cell->tone, .x = x + width / 2, .y = y + 5, .w = 8.5 });
	for (size_t k = 0; k < words.n; k++)
		text_put(l, s, &words.line[k], x + width / 2 - words.line[k].width / 2, y + 10.5 + (double)k * leading, &style);
	if (cell_link(cell) != NULL)
		strip_mark(s, (struct mark){ .shape = SHAPE_LINK, .x = box.x, .y = box.y, .w = box.w, .h = box.h,
		    .text = text_clean(l, cell_word(cell)), .link = cell_link(cell) });
}

static void
dense_cell(struct layout *l, struct strip *s, const struct cell *cell, double x, double width)
{
	bool grave = cell->tone >= TONE_BLOCKER && cell->tone <= TONE_WARNING;

	if (cell->tone == TONE_NONE)
		return;
	if (grave)
		strip_box(s, x + 0.5, 0.8, width - 1, s->height - 1.6, tone_tint(cell->tone));
	/* The symbol stands for the word, for a reader who hears it too. */
	structure_open_symbol(l->structure, text_clean(l, cell_word(cell)));
	strip_mark(s, (struct mark){ .shape = SHAPE_SYMBOL, .tone = cell->tone, .x = x + width / 2, .y = s->height / 2, .w = grave ? 8 : 7 });
	structure_close(l->structure);
	if (cell_link(cell) != NULL)
		strip_mark(s, (struct mark){ .shape = SHAPE_LINK, .x = x, .w = width, .h = s->height, .text = text_clean(l, cell_word(cell)),
		    .link = cell_link(cell) });
}

static void
verdict_cell(struct layout *l, struct strip *s, const struct panel *p, const struct cell *cell)
{
	struct text_style style = verdict_style;
	double x = l->x + l->width - p->verdict + PAD, leading = text_leading(l, &style), top;
	struct lines words;

	style.colour = tone_ink(cell->tone);
	words = text_break_plain(l, cell_word(cell), &style, p->verdict - PAD - 13);
	top = (s->height - (double)words.n * leading) / 2;
	strip_mark(s, (struct mark){ .shape = SHAPE_SYMBOL, .tone = cell->tone, .x = x + 4.5, .y = s->height / 2, .w = p->dense ? 7.5 : 9 });
	text_put_lines(l, s, &words, x + 12, top, &style);
}

/* ---- rows ---- */

static double
row_height(const struct layout *l, const struct panel *p, const struct cell *cells, double names)
{
	double height = MAX(names + (p->dense ? 3.5 : 8), p->dense ? 13.5 : 29);

	for (size_t i = 0; !p->dense && i < p->n; i++) {
		const struct text_style style = word_style(cells[p->from + i].tone);
		struct lines words = text_break_plain(l, cell_word(&cells[p->from + i]), &style, p->cell - 6);

		height = MAX(height, 19 + (double)words.n * (text_leading(l, &style) - 1));
	}
	return height;
}

static void
matrix_row(struct layout *l, const struct panel *p, size_t r)
{
	const struct text_style *style = p->dense ? &dense_style : &subject_style;
	const struct cell *cells = &p->block->cells[r * p->block->ncolumns];
	const struct lines subject = text_break(l, &cells[0].runs, style, p->subject - PAD - 4);
	double names = (double)subject.n * text_leading(l, style);
	struct strip *s = strip_new(l, 0, row_height(l, p, cells, names));

	s->repeat = p->head;
	s->repeats = p->heads;
	if (p->from == 1 && p->block->row_anchors != NULL)
		s->anchor = p->block->row_anchors[r];
	structure_open(l->structure, ROLE_TR);
	structure_open_with(l->structure, ROLE_TH, ATTRIBUTE_ROW);
	text_put_lines(l, s, &subject, l->x + PAD, (s->height - names) / 2, style);
	structure_close(l->structure);
	for (size_t i = 0; i < p->n; i++) {
		double x = l->x + p->subject + (double)i * p->cell;
		const unsigned row = open_cell(l, cell_link(&cells[p->from + i]));

		if (p->dense)
			dense_cell(l, s, &cells[p->from + i], x, p->cell);
		else
			matrix_cell(l, s, &cells[p->from + i], x, p->cell);
		structure_return(l->structure, row);
	}
	if (p->block->verdicts) {
		structure_open(l->structure, ROLE_TD);
		verdict_cell(l, s, p, &cells[p->block->ncolumns - 1]);
		structure_close(l->structure);
	}
	structure_close(l->structure);
	strip_mark(s, (struct mark){ .shape = SHAPE_LINE, .x = l->x, .y = s->height, .w = l->width, .pen = p->dense ? 0.3 : 0.5,
	    .colour = COLOUR_RULE });
}

void
matrix_layout(struct layout *l, const struct block *b)
{
	const bool dense = b->nrows > MANY_ROWS;
	struct panel p = { .block = b, .dense = dense, .subject = l->width * (dense ? 0.24 : 0.22), .from = 1, .verdict = b->verdicts ? 74 : 0 };
	double least = dense ? 26 : 36, room = l->width - p.subject - p.verdict;
	size_t columns = inner_columns(b), fit = (size_t)(room / least), panels;

	if (columns == 0)
		return;
	/* More requirements than fit stand in panels of about the same number of columns. */
	panels = (columns + fit - 1) / fit;
	p.n = (columns + panels - 1) / panels;
	p.cell = MIN(room / (double)p.n, dense ? 44 : 74);
	for (; p.from <= columns; p.from += p.n) {
		p.n = MIN(p.n, columns + 1 - p.from);
		p.subject = l->width - p.verdict - p.cell * (double)p.n;
		matrix_head(l, &p);
		for (size_t r = 0; r < b->nrows; r++)
			matrix_row(l, &p, r);
		structure_close_table(l->structure);
	}
}
