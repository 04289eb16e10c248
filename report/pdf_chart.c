#include "layout.h"

enum { MANY_BARS = 12, LOW_PAGE = 680 };        /* bars; points of text, of which A4 has 694 and Letter 644 */

/* Tiles, donut, bars and the list of first actions.  Every number is printed beside its mark. */

static const struct text_style label_style = { .type = TYPE_TABLE, .colour = COLOUR_TEXT };
static const struct text_style number_style = { .type = TYPE_TABLE, .face = FACE_STRONG, .colour = COLOUR_INK };
static const struct text_style part_style = { .type = TYPE_PART, .face = FACE_STRONG, .colour = COLOUR_INK };

static const char *
number_text(const struct layout *l, unsigned number)
{
	return region_printf(l->region, "%u", number);
}

static void
chart_title(struct layout *l, const char *title)
{
	if (title == NULL)
		return;
	structure_open(l->structure, structure_node(l->structure, l->structure->current)->role == ROLE_FIGURE ? ROLE_CAPTION : ROLE_P);
	text_put_plain(l, strip_new(l, 12, text_leading(l, &part_style) + 3), title, l->x, 0, &part_style);
	strip_last(l)->keep = true;
	structure_close(l->structure);
}

/* A number of many digits is set smaller, so that it keeps to its room. */
static struct text_style
figure_style(const struct layout *l, const char *number, double room)
{
	struct text_style style = { .type = TYPE_FIGURE, .face = FACE_STRONG, .colour = COLOUR_INK };

	style.scale = MIN(1, room / text_width(l, &style, number));
	return style;
}

/* ---- tiles ---- */

static void
tile(struct layout *l, struct strip *s, const struct share *share, double x, double width, const struct lines *label)
{
	const char *number = number_text(l, share->number);
	const struct text_style figure = figure_style(l, number, width - 12 - 26);
	const struct text_style small = { .type = TYPE_SMALL, .colour = COLOUR_CAPTION };

	strip_mark(s, (struct mark){ .shape = SHAPE_FRAME, .x = x, .w = width, .h = s->height, .radius = 4, .corners = CORNER_ALL, .pen = 0.6,
	    .colour = COLOUR_RULE });
	strip_box(s, x, 5, 2.4, s->height - 10, tone_ink(share->tone));
	structure_open(l->structure, ROLE_LI);
	structure_open(l->structure, ROLE_LBL);
	text_put_plain(l, s, number, x + 12, 18 - text_leading(l, &figure) / 2, &figure);
	structure_close(l->structure);
	structure_open(l->structure, ROLE_LBODY);
	strip_mark(s, (struct mark){ .shape = SHAPE_SYMBOL, .tone = share->tone, .x = x + width - 16, .y = 18, .w = 12 });
	text_put_lines(l, s, label, x + 12, 31, &small);
	structure_close(l->structure);
	structure_close(l->structure);
}

void
tiles_layout(struct layout *l, const struct block *b)
{
	const struct text_style small = { .type = TYPE_SMALL, .colour = COLOUR_CAPTION };
	const double gutter = 9;
	size_t across = b->nshares > 6 ? (b->nshares + 1) / 2 : b->nshares;
	double width = across == 0 ? 0 : (l->width - gutter * (double)(across - 1)) / (double)across;

	structure_open(l->structure, ROLE_L);
	for (size_t from = 0; from < b->nshares; from += across) {
		size_t n = MIN(across, b->nshares - from), most = 1;
		struct lines *labels = region_alloc(l->region, n * sizeof(*labels));
		struct strip *s;

		for (size_t i = 0; i < n; i++) {
			labels[i] = text_break_plain(l, b->shares[from + i].label, &small, width - 20);
			most = MAX(most, labels[i].n);
		}
		s = strip_new(l, from == 0 ? 13 : 7, 37 + (double)most * text_leading(l, &small));
		for (size_t i = 0; i < n; i++)
			tile(l, s, &b->shares[from + i], l->x + (width + gutter) * (double)i, width, &labels[i]);
	}
	structure_close(l->structure);
}

/* ---- donut ---- */

static unsigned
shares_sum(size_t n, const struct share *share)
{
	unsigned sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += share[i].number;
	return sum;
}

static const double HOLE = 0.63;        /* of the ring, as a share of its radius */

static void
donut_ring(struct strip *s, const struct block *b, unsigned sum, double x, double y, double outer)
{
	double at = 0, gap = b->nshares > 1 ? 1.2 : 0;

	for (size_t i = 0; i < b->nshares; i++) {
		double turn = sum == 0 ? 0 : 360.0 * b->shares[i].number / sum;

		if (b->shares[i].number > 0)
			strip_mark(s, (struct mark){ .shape = SHAPE_SLICE, .x = x, .y = y, .radius = outer * HOLE, .w = outer, .from = at,
			    .to = at + (turn > 2 * gap ? turn - gap : turn), .colour = tone_ink(b->shares[i].tone) });
		at += turn;
	}
	if (sum == 0)
		strip_mark(s, (struct mark){ .shape = SHAPE_RING, .x = x, .y = y, .w = outer * 0.8, .pen = outer * 0.3, .colour = COLOUR_RULE });
}

void
donut_layout(struct layout *l, const struct block *b)
{
	const struct text_style small = { .type = TYPE_SMALL, .colour = COLOUR_CAPTION };
	const double outer = 46, step = 15;
	double height = MAX(2 * outer, (double)b->nshares * step), x = l->x + outer + 6, legend = l->x + 2 * outer + 28, widest = 50;
	unsigned sum = shares_sum(b->nshares, b->shares);
	const char *total = number_text(l, sum), *word = b->word == NULL ? "" : text_clean(l, b->word);
	const struct text_style figure = figure_style(l, total, 2 * outer * HOLE - 10);
	double y = height / 2 - (double)b->nshares * step / 2;
	struct strip *s;

	chart_title(l, b->title);
	s = strip_new(l, 4, height);
	donut_ring(s, b, sum, x, height / 2, outer);
	text_put_plain(l, s, total, x - text_width(l, &figure, total) / 2, height / 2 - 5 - text_leading(l, &figure) / 2, &figure);
	text_put_plain(l, s, word, x - text_width(l, &small, word) / 2, height / 2 + 4, &small);
	for (size_t i = 0; i < b->nshares; i++)
		widest = MAX(widest, text_width(l, &label_style, text_clean(l, b->shares[i].label)));
	for (size_t i = 0; i < b->nshares; i++, y += step) {
		const char *n = number_text(l, b->shares[i].number);

		strip_mark(s, (struct mark){ .shape = SHAPE_SYMBOL, .tone = b->shares[i].tone, .x = legend, .y = y + step / 2, .w = 8.5 });
		text_put_plain(l, s, b->shares[i].label, legend + 10, y + (step - text_leading(l, &label_style)) / 2, &label_style);
		text_put_plain(l, s, n, legend + widest + 28 - text_width(l, &number_style, n), y + (step - text_leading(l, &number_style)) / 2,
		    &number_style);
	}
}

/* ---- bars ---- */

static void
bar_segment(struct layout *l, struct strip *s, const struct share *share, double x, double width)
{
	bool open = share->tone == TONE_OPEN || share->tone == TONE_NOT_APPLICABLE || share->tone == TONE_NOTE;
	const struct text_style style = { .type = TYPE_LABEL, .face = FACE_STRONG, .colour = open ? COLOUR_INK : COLOUR_WHITE };
	const char *n = number_text(l, share->number);
	double w = text_width(l, &style, n), h = MIN(10, s->height - 1.4), y = (s->height - h) / 2;

	if (open) {
		strip_box(s, x, y, width, h, tone_tint(TONE_NOTE));
		if (share->tone != TONE_NOT_APPLICABLE)
			strip_mark(s, (struct mark){ .shape = SHAPE_HATCH, .x = x, .y = y, .w = width, .h = h, .colour = COLOUR_PALE });
	} else
		strip_box(s, x, y, width, h, tone_ink(share->tone));
	if (w + 3 > width)
		return;
	/* Digits on hatching need a quiet ground. */
	if (open)
		strip_box(s, x + width / 2 - w / 2 - 1.5, y + 1.5, w + 3, h - 3, tone_tint(TONE_NOTE));
	text_put_plain(l, s, n, x + width / 2 - w / 2, (s->height - text_leading(l, &style)) / 2, &style);
}

/* The tones of all bars once, with the words of the bar that has most of them. */
static void
bars_legend(struct layout *l, const struct block *b, double left)
{
	const struct text_style style = { .type = TYPE_SMALL, .colour = COLOUR_CAPTION };
	struct strip *s = strip_new(l, 3, 14);
	bool seen[TONE_NOT_APPLICABLE + 1] = { false };
	double x = left;

	for (size_t i = 0; i < b->nbars; i++)
		for (size_t k = 0; k < b->bars[i].n; k++) {
			const struct share *share = &b->bars[i].share[k];

			double width = share->label == NULL ? 0 : 26 + text_width(l, &style, text_clean(l, share->label));

			if (seen[share->tone] || share->label == NULL)
				continue;
			seen[share->tone] = true;
			if (x > left && x + width - 15 > l->x + l->width) {
				s->keep = true;
				s = strip_new(l, 0, 12);
				x = left;
			}
			strip_mark(s, (struct mark){ .shape = SHAPE_SYMBOL, .tone = share->tone, .x = x + 4, .y = 7, .w = 8 });
			text_put_plain(l, s, share->label, x + 11, 7 - text_leading(l, &style) / 2, &style);
			x += width;
		}
}

void
bars_layout(struct layout *l, const struct block *b)
{
	/* With many areas the rows are lower, and on a page that is lower itself, so that the verdict stays on one. */
	const bool many = b->nbars > MANY_BARS, low = many && l->theme->bottom - l->theme->top < LOW_PAGE;
	const struct text_style label = { .type = TYPE_TABLE, .colour = COLOUR_TEXT, .scale = low ? 0.82 : many ? 0.9 : 1 };
	double names = 0, full = l->width * 0.36, scale;
	unsigned most = 1;

	chart_title(l, b->title);
	for (size_t i = 0; i < b->nbars; i++) {
		most = MAX(most, shares_sum(b->bars[i].n, b->bars[i].share));
		names = MAX(names, text_width(l, &label, text_clean(l, b->bars[i].label)));
	}
	names = MIN(names, full) + 14;
	scale = (l->width - names - 30) / most;
	for (size_t i = 0; i < b->nbars; i++) {
		const struct lines name = text_break_plain(l, b->bars[i].label, &label, names - 12);
		double leading = text_leading(l, &label), x = l->x + names;
		struct strip *s = strip_new(l, 0, MAX(low ? 9.6 : many ? 10.6 : 13, (double)name.n * leading));
		const char *n = number_text(l, shares_sum(b->bars[i].n, b->bars[i].share));

		s->keep = b->nbars <= 24 || i + 1 == b->nbars;
		text_put_lines(l, s, &name, l->x, (s->height - (double)name.n * leading) / 2, &label);
		for (size_t k = 0; k < b->bars[i].n; k++) {
			double width = b->bars[i].share[k].number * scale;

			if (width > 0)
				bar_segment(l, s, &b->bars[i].share[k], x, MAX(width - 0.7, 0.7));
			x += width;
		}
		text_put_plain(l, s, n, x + 6, (s->height - leading) / 2, &label);
	}
	bars_legend(l, b, l->x + names);
}

/* ---- actions ---- */

static void
action(struct layout *l, const struct block *item, size_t number)
{
	const struct text_style body = { .type = TYPE_BODY, .colour = COLOUR_TEXT };
	const struct text_style digit = { .type = TYPE_LABEL, .face = FACE_STRONG, .colour = COLOUR_WHITE, .scale = 1.1 };
	const struct text_style small = { .type = TYPE_SMALL, .colour = COLOUR_CAPTION };
	const char *link = item->anchor == NULL ? NULL : layout_link(l, region_printf(l->region, "#%s", item->anchor));
	const struct text_style id = { .type = TYPE_SMALL, .face = FACE_STRONG, .colour = link != NULL ? COLOUR_LINK : COLOUR_CAPTION };
	double right = item->number == NULL ? 0 : text_width(l, &id, item->number) + 12, who = item->word == NULL ? 0 : 86;
	const struct lines lines = text_break(l, &item->runs, &body, l->width - 28 - right - who);
	const struct lines words = text_break_plain(l, item->word, &small, who == 0 ? 10 : who - 12);
	double height = MAX((double)lines.n * text_leading(l, &body), who == 0 ? 0 : (double)words.n * text_leading(l, &small) + 2);
	struct strip *s = strip_new(l, 4, MAX(height, 17));
	const char *n = region_printf(l->region, "%zu", number);

	structure_open(l->structure, ROLE_LI);
	structure_open(l->structure, ROLE_LBL);
	strip_mark(s, (struct mark){ .shape = SHAPE_DISC, .x = l->x + 8.5, .y = 8, .w = 8.5, .colour = COLOUR_FIELD });
	text_put_plain(l, s, n, l->x + 8.5 - text_width(l, &digit, n) / 2, 8 - text_leading(l, &digit) / 2, &digit);
	structure_close(l->structure);
	structure_open(l->structure, ROLE_LBODY);
	structure_open(l->structure, ROLE_P);
	text_put_lines(l, s, &lines, l->x + 28, 0, &body);
	structure_close(l->structure);
	structure_open(l->structure, ROLE_P);
	if (who > 0)
		text_put_lines(l, s, &words, l->x + l->width - right - who + 12, 2, &small);
	structure_close(l->structure);
	if (item->number == NULL)
		return;
	structure_open(l->structure, ROLE_P);
	structure_open(l->structure, link != NULL ? ROLE_LINK : ROLE_REFERENCE);
	text_put_plain(l, s, item->number, l->x + l->width - right + 12, 2, &id);
	if (link != NULL)
		strip_mark(s, (struct mark){ .shape = SHAPE_LINK, .x = l->x + 28, .w = l->width - 28, .h = s->height,
		    .text = text_clean(l, item->number), .link = link });
}

void
actions_layout(struct layout *l, const struct block *b)
{
	const unsigned list = structure_open_with(l->structure, ROLE_L, ATTRIBUTE_NUMBERS);

	for (size_t i = 0; i < b->nchildren; i++) {
		action(l, b->children[i], i + 1);
		structure_return(l->structure, list);
	}
}
