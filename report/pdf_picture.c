#include "layout.h"

#include <math.h>

/*
 * Stations in columns with arrows between them.  A lane is one strip; where a picture has head lanes, a stem runs from them
 * down its left edge, and they stand again on every page together with the heads of the columns.
 */

enum { GAP = 22, PAD = 7, BETWEEN = 6, STEM = 20, HEAD_LONG = 6, HEAD_WIDE = 6 };

static const struct text_style label_style = { .type = TYPE_LABEL, .colour = COLOUR_CAPTION };
static const struct text_style title_style = { .type = TYPE_TABLE, .face = FACE_STRONG, .colour = COLOUR_INK };
static const struct text_style line_style = { .type = TYPE_SMALL, .colour = COLOUR_TEXT };

/* What a station's text takes. */
struct measure {
	struct lines label, title, word;
	struct lines *lines;
	double height;
};

struct sketch {
	const struct block *block;
	double *x, *width;          /* of the columns */
	double stem;                /* x of the stem, or 0 */
	unsigned first, repeats;    /* strips repeated on every page; first from 1 */
};

/* ---- strokes ---- */

static void
put_line(struct strip *s, double x, double y, double w, double h, double pen, enum colour colour)
{
	strip_mark(s, (struct mark){ .shape = SHAPE_LINE, .x = x, .y = y, .w = w, .h = h, .pen = pen, .colour = colour });
}

/* Along an axis; a dashed one begins and ends with a dash. */
static void
put_stroke(struct strip *s, double x, double y, double w, double h, enum stroke stroke, enum colour colour)
{
	const double length = fabs(w) + fabs(h), pen = stroke == STROKE_THICK ? 1.6 : 0.9;
	const double n = MAX(floor(length / 4.5), 1), step = length / (n - 0.4);

	if (length < 0.1)
		return;
	if (stroke != STROKE_DASHED) {
		put_line(s, x, y, w, h, pen, colour);
		return;
	}
	for (double at = 0; at < length - 0.5; at += step) {
		double share = MIN(step * 0.6, length - at) / length, from = at / length;

		put_line(s, x + w * from, y + h * from, w * share, h * share, pen, colour);
	}
}

static void
put_frame(struct strip *s, double x, double y, double w, double h, const struct station *station)
{
	const enum colour colour = station->stroke == STROKE_THICK ? tone_ink(station->tone) : COLOUR_CAPTION;

	if (station->stroke != STROKE_DASHED) {
		strip_mark(s, (struct mark){ .shape = SHAPE_FRAME, .x = x, .y = y, .w = w, .h = h, .radius = 3, .corners = CORNER_ALL,
		    .pen = station->stroke == STROKE_THICK ? 1.5 : 0.6, .colour = colour });
		return;
	}
	put_stroke(s, x, y, w, 0, STROKE_DASHED, colour);
	put_stroke(s, x, y + h, w, 0, STROKE_DASHED, colour);
	put_stroke(s, x, y, 0, h, STROKE_DASHED, colour);
	put_stroke(s, x + w, y, 0, h, STROKE_DASHED, colour);
}

static void
put_cross(struct strip *s, double x, double y, enum colour colour)
{
	strip_mark(s, (struct mark){ .shape = SHAPE_DISC, .x = x, .y = y, .w = 5, .colour = COLOUR_WHITE });
	put_line(s, x - 3, y - 3, 6, 6, 1.4, colour);
	put_line(s, x - 3, y + 3, 6, -6, 1.4, colour);
}

/* From a point over the middle of the gap before a station to its left edge. */
static void
put_arrow(struct strip *s, double x, double y, double tip, double to, const struct station *station)
{
	const enum colour colour = station->stroke == STROKE_THICK ? tone_ink(station->tone) : COLOUR_CAPTION;
	double bend = tip - GAP / 2.0 - 2;

	if (bend < x)
		bend = x;
	put_stroke(s, x, y, bend - x, 0, station->stroke, colour);
	put_stroke(s, bend, y, 0, to - y, station->stroke, colour);
	put_stroke(s, bend, to, tip - HEAD_LONG - bend, 0, station->stroke, colour);
	strip_mark(s, (struct mark){ .shape = SHAPE_HEAD, .x = tip, .y = to, .w = HEAD_LONG, .h = HEAD_WIDE, .from = 90, .colour = colour });
	if (station->crossed && fabs(to - y) > 20)
		put_cross(s, bend, (y + to) / 2, tone_ink(station->tone));
	else if (station->crossed)
		put_cross(s, (x + tip - HEAD_LONG) / 2, to, tone_ink(station->tone));
}

/* ---- stations ---- */

static double
height_of(const struct layout *l, const struct lines *lines, const struct text_style *style)
{
	return (double)lines->n * text_leading(l, style);
}

static struct text_style
word_style(const struct station *station)
{
	return (struct text_style){ .type = TYPE_SMALL, .face = FACE_STRONG, .colour = tone_ink(station->tone) };
}

static struct measure
measure_station(const struct layout *l, const struct station *station, double width)
{
	const struct text_style style = word_style(station);
	const double room = width - 2 * PAD;
	struct measure m = { .height = 2 * PAD - 3 };

	m.lines = region_alloc(l->region, (station->nlines + 1) * sizeof(*m.lines));
	m.title = text_break_plain(l, station->title, &title_style, room);
	m.height += height_of(l, &m.title, &title_style);
	if (station->label != NULL) {
		m.label = text_break_plain(l, station->label, &label_style, room);
		m.height += height_of(l, &m.label, &label_style);
	}
	for (size_t i = 0; i < station->nlines; i++) {
		m.lines[i] = text_break_plain(l, station->lines[i], &line_style, room);
		m.height += height_of(l, &m.lines[i], &line_style);
	}
	if (station->word != NULL) {
		m.word = text_break_plain(l, station->word, &style, room - 11);
		m.height += height_of(l, &m.word, &style) + 3;
	}
	return m;
}

static void
put_station(const struct layout *l, struct strip *s, const struct station *station, const struct measure *m, double x, double y, double width)
{
	const struct text_style style = word_style(station);
	double at = y + PAD - 2;

	strip_mark(s, (struct mark){ .shape = SHAPE_BOX, .x = x, .y = y, .w = width, .h = m->height, .radius = station->stroke == STROKE_DASHED ? 0 : 3,
	    .corners = CORNER_ALL, .colour = station->stroke == STROKE_THICK ? tone_tint(station->tone) : COLOUR_WHITE });
	put_frame(s, x, y, width, m->height, station);
	if (station->label != NULL)
		at = text_put_lines(l, s, &m->label, x + PAD, at, &label_style);
	at = text_put_lines(l, s, &m->title, x + PAD, at, &title_style);
	for (size_t i = 0; i < station->nlines; i++)
		at = text_put_lines(l, s, &m->lines[i], x + PAD, at, &line_style);
	if (station->word != NULL) {
		strip_mark(s, (struct mark){ .shape = SHAPE_SYMBOL, .tone = station->tone, .x = x + PAD + 4, .y = at + 3 + text_leading(l, &style) / 2,
		    .w = 8 });
		text_put_lines(l, s, &m->word, x + PAD + 11, at + 3, &style);
	}
	if (station->link != NULL)
		strip_mark(s, (struct mark){ .shape = SHAPE_LINK, .x = x, .y = y, .w = width, .h = m->height, .link = station->link });
}

/* ---- lanes ---- */

/* Height of the stations of a column, one below the other. */
static double
stack_height(const struct lane *lane, const struct measure *m, unsigned column)
{
	double height = 0;

	for (size_t i = 0; i < lane->n; i++)
		if (lane->stations[i].column == column)
			height += m[i].height + (height > 0 ? BETWEEN : 0);
	return height;
}

/* The right edge of the column before, where arrows begin; the stem for the first column. */
static double
arrow_start(const struct sketch *k, const struct lane *lane, unsigned column)
{
	for (unsigned before = column; before-- > 0;)
		for (size_t i = 0; i < lane->n; i++)
			if (lane->stations[i].column == before)
				return k->x[before] + k->width[before];
	return k->stem;
}

static void
put_column(const struct layout *l, struct strip *s, const struct sketch *k, const struct lane *lane, const struct measure *m, unsigned column)
{
	double y = (s->height - stack_height(lane, m, column)) / 2, start = arrow_start(k, lane, column);

	for (size_t i = 0; i < lane->n; i++) {
		const struct station *station = &lane->stations[i];

		if (station->column != column)
			continue;
		if (station->arrow && start > 0)
			put_arrow(s, start, s->height / 2, k->x[column], y + m[i].height / 2, station);
		put_station(l, s, station, &m[i], k->x[column], y, k->width[column]);
		y += m[i].height + BETWEEN;
	}
}

/* From the foot of the last column to the stem. */
static void
put_stem_top(struct strip *s, const struct sketch *k, const struct lane *lane, const struct measure *m)
{
	const unsigned column = lane->n > 0 ? lane->stations[lane->n - 1].column : 0;
	double x = k->x[column] + k->width[column] / 2, y = s->height / 2 + stack_height(lane, m, column) / 2;
	double turn = s->height + 7;

	put_line(s, x, y, 0, turn - y, 0.9, COLOUR_CAPTION);
	put_line(s, x, turn, k->stem - x, 0, 0.9, COLOUR_CAPTION);
	s->height = turn + 7;
	put_line(s, k->stem, turn, 0, 7, 0.9, COLOUR_CAPTION);
}

static void
put_lane(struct layout *l, struct sketch *k, const struct lane *lane, bool last)
{
	struct measure *m = region_alloc(l->region, (lane->n + 1) * sizeof(*m));
	struct strip *s = strip_new(l, 0, 0);
	double height = 0;

	for (size_t i = 0; i < lane->n; i++)
		m[i] = measure_station(l, &lane->stations[i], k->width[lane->stations[i].column]);
	for (unsigned c = 0; c < k->block->ncolumns; c++)
		height = MAX(height, stack_height(lane, m, c));
	s->height = height + (lane->head ? 8 : 12);
	s->anchor = lane->anchor;
	if (k->stem > 0 && !lane->head)
		put_line(s, k->stem, 0, 0, last ? s->height / 2 : s->height, 0.9, COLOUR_CAPTION);
	for (unsigned c = 0; c < k->block->ncolumns; c++)
		put_column(l, s, k, lane, m, c);
	if (lane->head) {
		s->keep = true;
		put_stem_top(s, k, lane, m);
	} else {
		s->repeat = k->repeats > 0 ? k->first : 0;
		s->repeats = k->repeats;
	}
}

static void
put_titles(struct layout *l, const struct sketch *k)
{
	struct strip *s = strip_new(l, 0, 16);
	const struct block *b = k->block;

	for (size_t i = 0; i < b->ncolumns; i++)
		if (b->columns[i].title != NULL)
			text_put_plain(l, s, b->columns[i].title, k->x[i] + 1, 1, &title_style);
	put_line(s, l->x, 14, l->width, 0, 0.6, COLOUR_RULE);
	s->keep = true;
}

void
picture_layout(struct layout *l, const struct block *b)
{
	struct sketch k = { .block = b, .first = l->strips->len + 1 };
	bool titles = false;
	size_t heads = 0;
	double in;

	if (b->ncolumns == 0 || b->nlanes == 0)
		return;
	k.x = region_alloc(l->region, b->ncolumns * sizeof(*k.x));
	k.width = region_alloc(l->region, b->ncolumns * sizeof(*k.width));
	for (size_t i = 0; i < b->ncolumns; i++)
		titles = titles || b->columns[i].title != NULL;
	while (heads < b->nlanes && b->lanes[heads].head)
		heads++;
	k.stem = heads > 0 ? l->x + 4 : 0;
	in = heads > 0 ? STEM : 0;
	columns_place(b, l->x + in, l->width - in, GAP, k.x, k.width);
	if (titles)
		put_titles(l, &k);
	k.repeats = (titles ? 1 : 0) + (unsigned)heads;
	for (size_t i = 0; i < b->nlanes; i++)
		put_lane(l, &k, &b->lanes[i], i + 1 == b->nlanes);
	((struct strip *)g_ptr_array_index(l->strips, k.first - 1))->above = 10;
}
