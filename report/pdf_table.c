#include "layout.h"

/* Tables: rows of cells below a head that every page repeats. */

enum { PAD = 8, ROW_PAD = 5 };

void
columns_place(const struct block *b, double left, double room, double gap, double *x, double *width)
{
	double sum = 0;

	if (b->ncolumns > 0)
		room -= gap * (double)(b->ncolumns - 1);
	for (size_t i = 0; i < b->ncolumns; i++)
		sum += b->columns[i].weight > 0 ? b->columns[i].weight : 1;
	for (size_t i = 0; i < b->ncolumns; i++) {
		x[i] = left;
		width[i] = room * (b->columns[i].weight > 0 ? b->columns[i].weight : 1) / sum;
		left += width[i] + gap;
	}
}

/* The cells of a row, which are filled line by line. */
static unsigned *
open_row(const struct layout *l, size_t n)
{
	unsigned *cells = region_alloc(l->region, (n + 1) * sizeof(*cells));

	structure_open(l->structure, ROLE_TR);
	for (size_t i = 0; i < n; i++) {
		cells[i] = structure_open(l->structure, ROLE_TD);
		structure_close(l->structure);
	}
	return cells;
}

static unsigned
table_head(struct layout *l, const struct block *b, const double *x, const double *width)
{
	const struct text_style style = { .type = TYPE_TABLE, .face = FACE_STRONG, .colour = COLOUR_WHITE, .scale = 0.96 };
	struct lines *lines = region_alloc(l->region, (b->ncolumns + 1) * sizeof(*lines));
	double leading = text_leading(l, &style);
	struct strip *s;
	size_t most = 1;

	for (size_t i = 0; i < b->ncolumns; i++) {
		lines[i] = text_break_plain(l, b->columns[i].title, &style, width[i] - 2 * PAD);
		most = MAX(most, lines[i].n);
	}
	s = strip_new(l, 8, (double)most * leading + 2 * ROW_PAD);
	s->keep = true;
	s->kind = STRIP_BOX;
	strip_box(s, l->x, 0, l->width, s->height, COLOUR_FIELD);
	structure_open_table(l->structure);
	for (size_t i = 0; i < b->ncolumns; i++) {
		structure_open_with(l->structure, ROLE_TH, ATTRIBUTE_COLUMN);
		for (size_t k = 0; k < lines[i].n; k++)
			text_put(l, s, &lines[i].line[k], b->columns[i].right ? x[i] + width[i] - PAD - lines[i].line[k].width : x[i] + PAD,
			    ROW_PAD + (double)k * leading, &style);
		structure_close(l->structure);
	}
	structure_open_body(l->structure);
	return l->strips->len;
}

/* ---- rows ---- */

static struct text_style
cell_style(const struct column *column, const struct cell *cell)
{
	struct text_style style = { .type = TYPE_TABLE, .face = column->code ? FACE_CODE : FACE_REGULAR, .colour = COLOUR_TEXT };

	if (column->code)
		style.scale = 0.9;
	if (cell->tone != TONE_NONE) {
		style.face = FACE_STRONG;
		style.colour = tone_ink(cell->tone);
	}
	return style;
}

static void
pill(const struct layout *l, struct strip *s, const struct cell *cell, const struct lines *lines, double x, double y,
    const struct text_style *style)
{
	double leading = text_leading(l, style), width = 14 + lines->line[0].width + 8;

	/* Words of several lines stand beside the symbol without a box around them. */
	if (lines->n == 1)
		strip_mark(s, (struct mark){ .shape = SHAPE_BOX, .x = x - 4, .y = y - 1.2, .w = width, .h = leading + 2.4,
		    .radius = leading / 2 + 1.2, .corners = CORNER_ALL, .colour = tone_tint(cell->tone) });
	strip_mark(s, (struct mark){ .shape = SHAPE_SYMBOL, .tone = cell->tone, .x = x + 4, .y = y + leading / 2, .w = 8 });
}

struct row {
	struct lines *lines;
	size_t most;                            /* lines of the tallest cell */
	double leading;
};

static struct row
measure_row(const struct layout *l, const struct block *b, const struct cell *cells, const double *width)
{
	const struct text_style base = { .type = TYPE_TABLE };
	struct row row = { .lines = region_alloc(l->region, (b->ncolumns + 1) * sizeof(struct lines)),
	    .leading = text_leading(l, &base), .most = MAX(b->room, 1) };

	for (size_t i = 0; i < b->ncolumns; i++) {
		const struct text_style style = cell_style(&b->columns[i], &cells[i]);

		row.lines[i] = text_break(l, &cells[i].runs, &style, width[i] - 2 * PAD - (cells[i].tone == TONE_NONE ? 0 : 12));
		row.most = MAX(row.most, row.lines[i].n);
	}
	return row;
}

/* A row is as many strips as it has lines, so that even one taller than a page has its breaks. */
static void
put_row(struct layout *l, const struct block *b, size_t r, unsigned head, const double *x, const double *width)
{
	const struct cell *cells = &b->cells[r * b->ncolumns];
	const struct row row = measure_row(l, b, cells, width);
	const unsigned *elements = open_row(l, b->ncolumns), around = l->structure->current;

	for (size_t k = 0; k < row.most; k++) {
		bool last = k + 1 == row.most;
		double y = k == 0 ? ROW_PAD : 0, height = y + row.leading + (last ? ROW_PAD : 0);
		struct strip *s = strip_new(l, 0, height);

		s->repeat = head;
		s->repeats = 1;
		s->keep = !last && row.most <= 16;
		if (k == 0 && b->row_anchors != NULL)
			s->anchor = b->row_anchors[r];
		if (r % 2 == 1)
			strip_box(s, l->x, 0, l->width, height + (last ? 0 : 0.4), COLOUR_BOX);
		for (size_t i = 0; i < b->ncolumns; i++) {
			struct text_style style = cell_style(&b->columns[i], &cells[i]);
			double at = x[i] + PAD + (cells[i].tone == TONE_NONE ? 0 : 12), lead = row.leading - text_leading(l, &style);

			if (k >= row.lines[i].n)
				continue;
			if (b->columns[i].right)
				at = x[i] + width[i] - PAD - row.lines[i].line[k].width;
			structure_enter(l->structure, elements[i]);
			if (k == 0 && cells[i].tone != TONE_NONE)
				pill(l, s, &cells[i], &row.lines[i], x[i] + PAD, y + lead / 2, &style);
			text_put(l, s, &row.lines[i].line[k], at, y + lead / 2, &style);
			structure_return(l->structure, around);
		}
		/* What is written by hand needs to know its column. */
		for (size_t i = 1; b->room > 0 && i < b->ncolumns; i++)
			strip_mark(s, (struct mark){ .shape = SHAPE_LINE, .x = x[i], .h = height, .pen = 0.5, .colour = COLOUR_RULE });
		if (last)
			strip_mark(s, (struct mark){ .shape = SHAPE_LINE, .x = l->x, .y = height, .w = l->width, .pen = 0.5,
			    .colour = COLOUR_RULE });
	}
	structure_close(l->structure);
}

void
table_layout(struct layout *l, const struct block *b)
{
	double *x = region_alloc(l->region, (b->ncolumns + 1) * sizeof(*x)), *width = region_alloc(l->region, (b->ncolumns + 1) * sizeof(*width));
	unsigned head;

	columns_place(b, l->x, l->width, 0, x, width);
	head = table_head(l, b, x, width);
	for (size_t r = 0; r < b->nrows; r++) {
		put_row(l, b, r, head, x, width);
		/* No row stands alone: the first one at the foot of a page, or the last one at the head of the next. */
		strip_last(l)->keep = r + 1 < b->nrows && (r == 0 || r + 2 == b->nrows);
	}
	structure_close_table(l->structure);
	strip_last(l)->kind = STRIP_BOX;
	if (b->nrows == 0)
		strip_last(l)->keep = false;
}
