#include "layout.h"

#include <math.h>

/* The field of the cover ends at two thirds of the page; the facts stand below it. */

static void
line_between(struct strip *s, double x1, double y1, double x2, double y2)
{
	double dx = x2 - x1, dy = y2 - y1, d = sqrt(dx * dx + dy * dy), gap = 7 / d;

	strip_mark(s, (struct mark){ .shape = SHAPE_LINE, .x = x1 + dx * gap, .y = y1 + dy * gap, .w = dx * (1 - 2 * gap),
	    .h = dy * (1 - 2 * gap), .pen = 0.7, .colour = COLOUR_LINK });
}

/* Zones and servers as a graph: rings around one node, a few edges.  A picture without a meaning to be read. */
static void
cover_graph(struct strip *s, double width, double field)
{
	static const struct { double x, y, r; bool accent; } nodes[] = {
		{ 0.79, 0.27, 5, true }, { 0.725, 0.27, 3, false }, { 0.835, 0.315, 3, false }, { 0.61, 0.19, 3, false },
		{ 0.87, 0.107, 3.4, false }, { 0.73, 0.465, 3.4, true }, { 0.595, 0.505, 3, false }, { 0.935, 0.51, 3, false },
		{ 0.53, 0.37, 2.6, false }, { 0.395, 0.235, 2.6, true }, { 0.25, 0.107, 2.2, false }, { 0.505, 0.07, 2.4, false },
		{ 0.30, 0.42, 2.2, false },
	};
	static const unsigned edges[][2] = {
		{ 0, 1 }, { 0, 2 }, { 0, 4 }, { 1, 3 }, { 2, 5 }, { 5, 6 }, { 5, 7 }, { 3, 8 }, { 3, 9 }, { 9, 10 }, { 9, 11 }, { 8, 12 },
	};
	double x = nodes[0].x * width, y = nodes[0].y * field;

	for (int i = 1; i < 10; i++) {
		double r = 38.0 * i, reach = MIN(r, width - x), top = MIN(r, y), bottom = MIN(r, field - y);

		/* Whole rings while they fit, then the parts of them that lie on the field. */
		if (reach >= r && top >= r && bottom >= r) {
			strip_mark(s, (struct mark){ .shape = SHAPE_RING, .x = x, .y = y, .w = r, .pen = 0.6, .colour = COLOUR_FAINT });
			continue;
		}
		for (int a = 0; a < 360; a += 2) {
			double mid = (a + 1) * G_PI / 180, px = x + (r + 1) * sin(mid), py = y - (r + 1) * cos(mid);

			if (px > 2 && px < width - 6 && py > 6 && py < field - 6)
				strip_mark(s, (struct mark){ .shape = SHAPE_SLICE, .x = x, .y = y, .radius = r - 0.3, .w = r + 0.3, .from = a,
				    .to = a + 2.2, .colour = COLOUR_FAINT });
		}
	}
	for (size_t i = 0; i < G_N_ELEMENTS(edges); i++)
		line_between(s, nodes[edges[i][0]].x * width, nodes[edges[i][0]].y * field, nodes[edges[i][1]].x * width,
		    nodes[edges[i][1]].y * field);
	for (size_t i = 0; i < G_N_ELEMENTS(nodes); i++)
		strip_mark(s, (struct mark){ .shape = SHAPE_DISC, .x = nodes[i].x * width, .y = nodes[i].y * field, .w = nodes[i].r,
		    .colour = nodes[i].accent ? COLOUR_ACCENT : COLOUR_PALE });
}

/* The verdict: symbol on white, word and sentence on the field.  Returns its upper edge; bottom is its lower one. */
static double
cover_chip(struct layout *l, struct strip *s, const struct block *b, double bottom)
{
	const struct text_style word = { .type = TYPE_SECTION, .face = FACE_STRONG, .colour = COLOUR_WHITE };
	const struct text_style sentence = { .type = TYPE_BODY, .colour = COLOUR_PALE };
	double width = MIN(l->width, 400), x = l->x + 54, inner = width - 54 - 16;
	const struct lines words = text_break_plain(l, b->word, &word, inner), lines = text_break(l, &b->runs, &sentence, inner);
	double height = 18 + (double)words.n * text_leading(l, &word) + (b->runs.n == 0 ? 0 : (double)lines.n * text_leading(l, &sentence));
	double top = bottom - height, y = top + 8;

	strip_mark(s, (struct mark){ .shape = SHAPE_BOX, .x = l->x, .y = top, .w = width, .h = height, .radius = 5, .corners = CORNER_RIGHT,
	    .colour = COLOUR_CHIP });
	strip_box(s, l->x, top, 4, height, COLOUR_ACCENT);
	strip_mark(s, (struct mark){ .shape = SHAPE_DISC, .x = l->x + 30, .y = top + height / 2, .w = 15, .colour = COLOUR_WHITE });
	strip_mark(s, (struct mark){ .shape = SHAPE_SYMBOL, .tone = b->tone, .x = l->x + 30, .y = top + height / 2, .w = 18 });
	structure_open(l->structure, ROLE_P);
	y = text_put_lines(l, s, &words, x, y, &word);
	structure_close(l->structure);
	structure_open(l->structure, ROLE_P);
	if (b->runs.n > 0)
		text_put_lines(l, s, &lines, x, y + 1, &sentence);
	structure_close(l->structure);
	return top;
}

/* Title and verdict stand at the foot of the field, and grow upwards. */
static void
cover_title(struct layout *l, struct strip *s, const struct block *b, double field)
{
	const struct text_style above = { .type = TYPE_PART, .face = FACE_STRONG, .colour = COLOUR_ACCENT, .tracking = 1.4, .scale = 0.9 };
	const struct text_style title = { .type = TYPE_COVER, .face = FACE_STRONG, .colour = COLOUR_WHITE };
	const struct text_style below = { .type = TYPE_SECTION, .colour = COLOUR_PALE, .scale = 0.95 };
	const struct lines lines = text_break_plain(l, b->title, &title, l->width), sub = text_break_plain(l, b->subtitle, &below, l->width);
	/* The title is said before the verdict, whose height tells where it stands. */
	const unsigned titles = structure_open(l->structure, ROLE_DIV), around = structure_node(l->structure, titles)->parent;
	double y;

	structure_return(l->structure, around);
	y = b->word == NULL ? field - 40 : cover_chip(l, s, b, field - 44);
	structure_enter(l->structure, titles);
	y -= 28 + (double)lines.n * text_leading(l, &title) + (b->subtitle == NULL ? 0 : 6 + (double)sub.n * text_leading(l, &below));
	structure_open(l->structure, ROLE_P);
	if (b->number != NULL)
		text_put_plain(l, s, text_upper(l, b->number), l->x, y - 22, &above);
	structure_close(l->structure);
	structure_open(l->structure, ROLE_P);
	y = text_put_lines(l, s, &lines, l->x, y, &title);
	structure_close(l->structure);
	structure_open(l->structure, ROLE_P);
	if (b->subtitle != NULL)
		text_put_lines(l, s, &sub, l->x, y + 6, &below);
	structure_return(l->structure, around);
}

/* The logo on a plate of its own: its colours were made for white paper. */
static void
cover_logo(struct layout *l, struct strip *s)
{
	const struct theme *t = l->theme;
	const double pad = 10, y = 40, all = t->logo_height > 0 ? logo_width(t, t->logo_height) : 0, w = MIN(all, l->width / 2);
	const double h = all > 0 ? t->logo_height * w / all : 0;

	if (t->logo.rgb == NULL || h <= 0)
		return;
	strip_mark(s, (struct mark){ .shape = SHAPE_BOX, .x = l->x - pad, .y = y - pad, .w = w + 2 * pad, .h = h + 2 * pad, .radius = 5,
	    .corners = CORNER_ALL, .colour = COLOUR_WHITE });
	structure_open_figure(l->structure, document_phrase(l->document, "logo-alternate"));
	strip_mark(s, (struct mark){ .shape = SHAPE_IMAGE, .x = l->x, .y = y, .w = w, .h = h });
	structure_close(l->structure);
}

void
cover_layout(struct layout *l, const struct block *b)
{
	struct strip *s = strip_new(l, 0, l->theme->height), *facts = strip_new(l, 0, 0);
	unsigned from = l->strips->len;
	/* What stands above is said first, and laid out last. */
	const unsigned head = structure_open(l->structure, ROLE_SECT), around = structure_node(l->structure, head)->parent;
	double field, below;

	structure_return(l->structure, around);
	s->new_page = s->full_page = true;
	facts_layout(l, b);
	below = layout_absorb(l, facts, from, 0);
	for (size_t i = 0; i < b->nchildren; i++) {
		layout_blocks(l, &b->children[i], 1);
		below = layout_absorb(l, facts, from, below + (i == 0 ? 10 : 0));
	}
	/* The facts decide how far down the field may reach. */
	field = MIN(l->theme->height * 0.668, l->theme->height - below - 56);
	strip_box(s, 0, 0, l->theme->width, field, COLOUR_FIELD);
	cover_graph(s, l->theme->width, field);
	strip_box(s, 0, field - 2.5, l->theme->width, 2.5, COLOUR_ACCENT);
	structure_enter(l->structure, head);
	cover_title(l, s, b, field);
	cover_logo(l, s);
	structure_return(l->structure, around);
	layout_absorb(l, s, from - 1, field + 16);
}
