#include "layout.h"

/*
 * Validity on an axis of time: a bar for each span, cut with an arrow where it reaches beyond the axis.  The head with the
 * days of the axis stands on every page.
 */

enum { BAR = 8, ROW = 25, FLAG = 14, LABEL = 11, ENDS = 92, GAP = 10 };

static const struct text_style tick_style = { .type = TYPE_LABEL, .colour = COLOUR_CAPTION };
static const struct text_style limit_style = { .type = TYPE_LABEL, .face = FACE_STRONG, .colour = COLOUR_LINK };
static const struct text_style name_style = { .type = TYPE_SMALL, .face = FACE_STRONG, .colour = COLOUR_INK };
static const struct text_style detail_style = { .type = TYPE_LABEL, .colour = COLOUR_CAPTION };

struct scale {
	const struct axis *axis;
	double x, width;            /* of the axis on the page */
	unsigned head;              /* the repeated strip, from 1 */
};

static double
x_of(const struct scale *s, gint64 at)
{
	double share = (double)(at - s->axis->from) / (double)(s->axis->until - s->axis->from);

	return s->x + s->width * CLAMP(share, 0, 1);
}

static double
label_x(const struct layout *l, const struct scale *s, gint64 at, const struct text_style *style, const char *label)
{
	double w = text_width(l, style, text_clean(l, label));

	return CLAMP(x_of(s, at) - w / 2, s->x - 14, s->x + s->width + 6 - w);
}

/* ---- head ---- */

/* Labels that would touch the one before stand a row higher.  Returns the rows; row[i] counts from 0, the lowest. */
static unsigned
stagger(const struct layout *l, const struct scale *s, unsigned *row)
{
	double end[8] = { 0 };
	unsigned rows = 0;

	for (size_t i = 0; i < s->axis->nlimits; i++) {
		const struct tick *t = &s->axis->limits[i];
		double x = label_x(l, s, t->at, &limit_style, t->label);

		for (row[i] = 0; row[i] + 1 < G_N_ELEMENTS(end) && end[row[i]] > x - 6;)
			row[i]++;
		end[row[i]] = x + text_width(l, &limit_style, text_clean(l, t->label));
		rows = MAX(rows, row[i] + 1);
	}
	return rows;
}

static void
put_limits(const struct layout *l, struct strip *strip, const struct scale *s, double foot)
{
	unsigned *row = region_alloc(l->region, (s->axis->nlimits + 1) * sizeof(*row));

	stagger(l, s, row);
	for (size_t i = 0; i < s->axis->nlimits; i++) {
		const struct tick *t = &s->axis->limits[i];
		double y = foot - (row[i] + 1) * LABEL;

		text_put_plain(l, strip, t->label, label_x(l, s, t->at, &limit_style, t->label), y, &limit_style);
		strip_mark(strip, (struct mark){ .shape = SHAPE_LINE, .x = x_of(s, t->at), .y = y + LABEL - 1, .h = strip->height - y - LABEL + 1,
		    .pen = 0.7, .colour = COLOUR_LINK });
	}
}

/* Does the line of a limit run through the label? */
static bool
crossed(const struct scale *s, double x, double w)
{
	for (size_t i = 0; i < s->axis->nlimits; i++)
		if (x_of(s, s->axis->limits[i].at) > x - 2 && x_of(s, s->axis->limits[i].at) < x + w + 2)
			return true;
	return false;
}

static void
put_ticks(const struct layout *l, struct strip *strip, const struct scale *s, double y)
{
	double end = -1e6;

	for (size_t i = 0; i < s->axis->nticks; i++) {
		const struct tick *t = &s->axis->ticks[i];
		double x = label_x(l, s, t->at, &tick_style, t->label);

		if (x < end + 5 || crossed(s, x, text_width(l, &tick_style, text_clean(l, t->label))))
			continue;
		text_put_plain(l, strip, t->label, x, y, &tick_style);
		end = x + text_width(l, &tick_style, text_clean(l, t->label));
	}
}

static void
put_flag(const struct layout *l, struct strip *strip, const struct scale *s, double y)
{
	const struct text_style style = { .type = TYPE_LABEL, .face = FACE_STRONG, .colour = COLOUR_WHITE };
	double w = text_width(l, &style, text_clean(l, s->axis->now_label)) + 10, now = x_of(s, s->axis->now);
	double x = CLAMP(now - w / 2, s->x - 14, s->x + s->width + 6 - w);

	strip_mark(strip, (struct mark){ .shape = SHAPE_BOX, .x = x, .y = y, .w = w, .h = FLAG - 2, .radius = 3, .corners = CORNER_ALL,
	    .colour = COLOUR_INK });
	text_put_plain(l, strip, s->axis->now_label, x + 5, y + (FLAG - 2 - text_leading(l, &style)) / 2, &style);
	strip_mark(strip, (struct mark){ .shape = SHAPE_LINE, .x = now, .y = y + FLAG - 2, .h = strip->height - y - FLAG + 2, .pen = 1.2,
	    .colour = COLOUR_INK });
}

static void
timeline_head(struct layout *l, struct scale *s, const struct block *b)
{
	const struct text_style style = { .type = TYPE_SMALL, .face = FACE_STRONG, .colour = COLOUR_CAPTION };
	unsigned *row = region_alloc(l->region, (s->axis->nlimits + 1) * sizeof(*row));
	double limits = stagger(l, s, row) * LABEL, y = limits + LABEL;
	struct strip *strip = strip_new(l, 10, y + FLAG + 3);

	put_limits(l, strip, s, limits);
	put_ticks(l, strip, s, limits);
	put_flag(l, strip, s, y);
	text_put_plain(l, strip, b->columns[0].title, l->x, y + 1, &style);
	text_put_plain(l, strip, b->columns[1].title, l->x + l->width - ENDS + 15, y + 1, &style);
	strip_mark(strip, (struct mark){ .shape = SHAPE_LINE, .x = l->x, .y = strip->height, .w = l->width, .pen = 0.6, .colour = COLOUR_RULE });
	strip->keep = true;
	s->head = l->strips->len;
}

/* ---- rows ---- */

static void
put_ground(struct strip *strip, const struct scale *s)
{
	static const enum tone tints[] = { TONE_ERROR, TONE_WARNING };
	const struct axis *a = s->axis;
	double from = x_of(s, a->now);

	for (size_t i = 0; i < a->nbands && i < G_N_ELEMENTS(tints); i++) {
		double to = x_of(s, a->bands[i].at);

		if (to > from)
			strip_box(strip, from, 0, to - from, strip->height, tone_tint(tints[i]));
		from = to;
	}
	for (size_t i = 0; i < a->nticks; i++)
		strip_mark(strip, (struct mark){ .shape = SHAPE_LINE, .x = x_of(s, a->ticks[i].at), .h = strip->height, .pen = 0.4,
		    .colour = COLOUR_RULE });
	for (size_t i = 0; i < a->nlimits; i++)
		for (double y = 0; y < strip->height; y += 4)
			strip_mark(strip, (struct mark){ .shape = SHAPE_LINE, .x = x_of(s, a->limits[i].at), .y = y, .h = MIN(2.2, strip->height - y),
			    .pen = 0.7, .colour = COLOUR_LINK });
}

static void
put_head(struct strip *strip, double tip, double y, double degrees, enum colour colour)
{
	strip_mark(strip, (struct mark){ .shape = SHAPE_HEAD, .x = tip, .y = y, .w = 6, .h = BAR + 4, .from = degrees, .colour = colour });
}

/* A bar that ends before the axis begins, or begins after its end, is an arrow alone. */
static void
put_bar(struct strip *strip, const struct scale *s, const struct span *span)
{
	const enum colour colour = tone_ink(span->tone);
	bool before = span->from < s->axis->from, after = span->until > s->axis->until;
	double x = x_of(s, span->from) + (before ? 6 : 0), end = x_of(s, span->until) - (after ? 6 : 0), y = strip->height / 2;
	unsigned corners = (before ? CORNER_NONE : CORNER_TOP_LEFT | CORNER_BOTTOM_LEFT) | (after ? CORNER_NONE : CORNER_RIGHT);

	if (before)
		put_head(strip, s->x, y, 270, colour);
	if (after)
		put_head(strip, s->x + s->width, y, 90, colour);
	if (span->until < s->axis->from || span->from > s->axis->until)
		return;
	if (end < x + 1.5)
		end = x + 1.5;
	strip_mark(strip, (struct mark){ .shape = SHAPE_BOX, .x = x, .y = y - BAR / 2.0, .w = end - x, .h = BAR, .radius = MIN(2.5, (end - x) / 2),
	    .corners = corners, .colour = colour });
}

static void
put_unknown(struct strip *strip, const struct scale *s)
{
	double y = strip->height / 2 - BAR / 2.0;

	strip_mark(strip, (struct mark){ .shape = SHAPE_HATCH, .x = s->x, .y = y, .w = s->width, .h = BAR, .colour = COLOUR_PALE });
	strip_mark(strip, (struct mark){ .shape = SHAPE_FRAME, .x = s->x, .y = y, .w = s->width, .h = BAR, .radius = 0, .pen = 0.5,
	    .colour = COLOUR_CAPTION });
}

static void
put_end(const struct layout *l, struct strip *strip, const struct span *span)
{
	struct text_style style = detail_style;
	double x = l->x + l->width - ENDS + 15, y = (strip->height - text_leading(l, &name_style) - text_leading(l, &style)) / 2;

	strip_mark(strip, (struct mark){ .shape = SHAPE_SYMBOL, .tone = span->tone, .x = x - 9, .y = y + text_leading(l, &name_style) / 2, .w = 9 });
	style.colour = tone_ink(span->tone);
	text_put_plain(l, strip, span->date, x, y, &name_style);
	text_put_plain(l, strip, span->left, x, y + text_leading(l, &name_style), &style);
	if (span->link != NULL)
		strip_mark(strip, (struct mark){ .shape = SHAPE_LINK, .x = l->x, .w = l->width, .h = strip->height, .link = span->link });
}

static void
timeline_row(struct layout *l, const struct scale *s, const struct span *span)
{
	double room = s->x - l->x - GAP - 8, leading = text_leading(l, &name_style), small = text_leading(l, &detail_style);
	const struct lines name = text_break_plain(l, span->name, &name_style, room);
	const struct lines detail = text_break_plain(l, span->detail, &detail_style, room);
	double text = (double)name.n * leading + (double)detail.n * small, y;
	struct strip *strip = strip_new(l, 0, MAX(ROW, text + 7));

	strip->repeat = s->head;
	strip->repeats = 1;
	strip->anchor = span->anchor;
	put_ground(strip, s);
	if (span->known)
		put_bar(strip, s, span);
	else
		put_unknown(strip, s);
	strip_mark(strip, (struct mark){ .shape = SHAPE_LINE, .x = x_of(s, s->axis->now), .h = strip->height, .pen = 1.2, .colour = COLOUR_INK });
	y = (strip->height - text) / 2;
	y = text_put_lines(l, strip, &name, l->x, y, &name_style);
	text_put_lines(l, strip, &detail, l->x, y, &detail_style);
	put_end(l, strip, span);
	strip_mark(strip, (struct mark){ .shape = SHAPE_LINE, .x = l->x, .y = strip->height, .w = l->width, .pen = 0.4, .colour = COLOUR_RULE });
}

/* What the bands and the line mean. */
static void
timeline_legend(struct layout *l, const struct axis *a)
{
	static const enum tone tints[] = { TONE_ERROR, TONE_WARNING };
	struct strip *strip = strip_new(l, 4, 13);
	double x = l->x;

	for (size_t i = 0; i < a->nbands && i < G_N_ELEMENTS(tints); i++) {
		strip_box(strip, x, 3, 12, 7, tone_tint(tints[i]));
		strip_mark(strip, (struct mark){ .shape = SHAPE_FRAME, .x = x, .y = 3, .w = 12, .h = 7, .pen = 0.4, .colour = tone_ink(tints[i]) });
		text_put_plain(l, strip, a->bands[i].label, x + 17, 6.5 - text_leading(l, &detail_style) / 2, &detail_style);
		x += 17 + text_width(l, &detail_style, text_clean(l, a->bands[i].label)) + 16;
	}
}

void
timeline_layout(struct layout *l, const struct block *b)
{
	double names = l->width * 0.33;
	struct scale s = { .axis = b->axis, .x = l->x + names, .width = l->width - names - ENDS - GAP };

	if (b->nspans == 0 || b->axis->until <= b->axis->from)
		return;
	timeline_head(l, &s, b);
	for (size_t i = 0; i < b->nspans; i++)
		timeline_row(l, &s, &b->spans[i]);
	strip_last(l)->keep = true;
	timeline_legend(l, b->axis);
}
