#include "layout.h"

static const struct text_style body_style = { .type = TYPE_BODY, .colour = COLOUR_TEXT };
static const struct text_style list_style = { .type = TYPE_LIST, .colour = COLOUR_TEXT };

static void
children_layout(struct layout *l, const struct block *b)
{
	layout_blocks(l, b->children, b->nchildren);
}

static struct strip *
strip_first(const struct layout *l, unsigned from)
{
	return from < l->strips->len ? g_ptr_array_index(l->strips, from) : NULL;
}

/* ---- headings ---- */

static void
chapter_layout(struct layout *l, const struct block *b)
{
	const struct text_style style = { .type = TYPE_TITLE, .face = FACE_STRONG, .colour = COLOUR_INK };
	const struct text_style number = { .type = TYPE_TITLE, .face = FACE_STRONG, .colour = COLOUR_LINK };
	double leading = text_leading(l, &style), in = b->number == NULL ? 0 : text_width(l, &number, b->number) + 10;
	const struct lines lines = text_break_plain(l, b->title, &style, l->width - in);
	struct strip *s = strip_new(l, 0, (double)lines.n * leading + 18);

	s->new_page = s->keep = true;
	s->outline = 1;
	s->outline_title = s->running = b->number == NULL ? text_clean(l, b->title) :
	    text_clean(l, region_printf(l->region, "%s  %s", b->number, b->title));
	structure_chapter(l->structure);
	structure_open_heading(l->structure, 1);
	/* The blank keeps number and title apart where they are read without being seen. */
	if (b->number != NULL)
		text_put_plain(l, s, region_printf(l->region, "%s ", b->number), l->x, 0, &number);
	text_put_lines(l, s, &lines, l->x + in, 0, &style);
	structure_close(l->structure);
	strip_box(s, l->x, (double)lines.n * leading + 5, 34, 2, COLOUR_ACCENT);
}

static void
heading_layout(struct layout *l, const struct block *b)
{
	const struct text_style section = { .type = TYPE_SECTION, .face = FACE_STRONG, .colour = COLOUR_INK };
	const struct text_style part = { .type = TYPE_PART, .face = FACE_STRONG, .colour = COLOUR_INK };
	const struct text_style *style = b->level <= 2 ? &section : &part;
	const char *title = b->number == NULL ? b->title : region_printf(l->region, "%s  %s", b->number, b->title);
	struct lines lines;
	unsigned level;

	if (b->level <= 1) {
		chapter_layout(l, b);
		return;
	}
	level = structure_open_heading(l->structure, b->level);
	lines = text_break_plain(l, title, style, l->width);
	for (size_t i = 0; i < lines.n; i++) {
		struct strip *s = strip_new(l, i > 0 ? 0 : b->level == 2 ? 16 : 9, text_leading(l, style));

		text_put(l, s, &lines.line[i], l->x, 0, style);
		s->keep = true;
		s->kind = STRIP_HEADING;
		/* The parts of a card are the same in all of them: no place to look for. */
		if (i == 0 && l->structure->card == 0) {
			s->outline = level;
			s->outline_title = text_clean(l, title);
		}
	}
	structure_close(l->structure);
}

/* ---- lists ---- */

static void
item_layout(struct layout *l, const struct block *item, const char *marker, const struct text_style *style)
{
	double in = text_width(l, style, marker) + 7;
	unsigned from = l->strips->len, label, before, below;
	struct strip *first;

	structure_open(l->structure, ROLE_LI);
	label = structure_open(l->structure, ROLE_LBL);
	structure_close(l->structure);
	structure_open(l->structure, ROLE_LBODY);
	l->x += in;
	l->width -= in;
	if (item->runs.n > 0)
		text_strips(l, &item->runs, &list_style, 4);
	if (item->runs.n > 0 && item->nchildren > 0)
		strip_last(l)->keep = true;
	below = l->strips->len;
	children_layout(l, item);
	/* What belongs to an item stands nearer to it than the next item does. */
	if (below > from && below < l->strips->len && strip_first(l, below)->kind == STRIP_PLAIN)
		strip_first(l, below)->above = 2;
	l->x -= in;
	l->width += in;
	structure_close(l->structure);
	structure_close(l->structure);
	first = strip_first(l, from);
	if (first == NULL)
		return;
	first->above = item->nchildren == 0 ? 4 : 6;
	before = structure_enter(l->structure, label);
	text_put_plain(l, first, marker, l->x, 0, style);
	structure_return(l->structure, before);
}

static void
list_layout(struct layout *l, const struct block *b)
{
	const struct text_style number = { .type = TYPE_LIST, .face = FACE_STRONG, .colour = COLOUR_LINK };
	const struct text_style bullet = { .type = TYPE_LIST, .face = FACE_REGULAR, .colour = COLOUR_CAPTION };

	structure_open_with(l->structure, ROLE_L, b->ordered ? ATTRIBUTE_NUMBERS : ATTRIBUTE_BULLETS);
	for (size_t i = 0; i < b->nchildren; i++) {
		const char *marker = b->ordered ? region_printf(l->region, "%zu.", i + 1) : "\xe2\x80\xa2";

		item_layout(l, b->children[i], marker, b->ordered ? &number : &bullet);
	}
	structure_close(l->structure);
}

/* ---- boxes ---- */

static void
band_layout(struct layout *l, const struct block *b)
{
	const struct text_style style = { .type = TYPE_SECTION, .face = FACE_STRONG, .colour = tone_ink(b->tone), .scale = 0.94 };
	const struct enclosure box = { .fill = tone_tint(b->tone), .edge = tone_tint(b->tone), .bar = b->tone, .radius = 5, .pad = 8 };
	const char *title = b->title != NULL ? b->title : b->word;
	double x = l->x, width = l->width, in = b->tone == TONE_NONE ? 14 : 40;
	unsigned from = l->strips->len;

	l->x += in;
	l->width -= in + 12;
	structure_open(l->structure, ROLE_SECT);
	if (title != NULL) {
		const struct lines lines = text_break_plain(l, title, &style, l->width);

		structure_open(l->structure, ROLE_P);
		for (size_t i = 0; i < lines.n; i++) {
			text_put(l, strip_new(l, 0, text_leading(l, &style)), &lines.line[i], l->x, 0, &style);
			strip_last(l)->keep = true;
		}
		structure_close(l->structure);
	}
	/* In a box beside another one the text goes back below the symbol: it needs the width. */
	if (b->title != NULL) {
		l->width += in - 14;
		l->x -= in - 14;
	}
	if (b->runs.n > 0)
		text_strips(l, &b->runs, &body_style, 3);
	children_layout(l, b);
	structure_close(l->structure);
	l->x = x;
	l->width = width;
	if (strip_first(l, from) == NULL)
		return;
	if (b->tone != TONE_NONE)
		strip_mark(strip_first(l, from), (struct mark){ .shape = SHAPE_SYMBOL, .tone = b->tone, .x = l->x + 21,
		    .y = strip_first(l, from)->height / 2, .w = 17 });
	layout_enclose(l, from, &box);
	strip_first(l, from)->above = 10;
}

static void
finding_head(struct layout *l, const struct block *b)
{
	const struct text_style number = { .type = TYPE_SMALL, .face = FACE_STRONG, .colour = tone_ink(b->tone) };
	const struct text_style title = { .type = TYPE_SECTION, .face = FACE_STRONG, .colour = COLOUR_INK, .scale = 0.9 };
	const struct text_style word = { .type = TYPE_BODY, .face = FACE_STRONG, .colour = tone_ink(b->tone) };
	const struct text_style below = { .type = TYPE_SMALL, .colour = COLOUR_CAPTION };
	double word_width = b->word == NULL ? 0 : text_width(l, &word, text_clean(l, b->word)) + 12, leading = text_leading(l, &title);
	double x = l->x + 38, width = l->width - 38 - word_width - 12, y = 7;
	const struct lines lines = text_break_plain(l, b->title, &title, width);
	const struct lines small = text_break_plain(l, b->subtitle, &below, width);
	double height = 15 + text_leading(l, &number) + (double)lines.n * leading +
	    (b->subtitle == NULL ? 0 : (double)small.n * text_leading(l, &below));
	struct strip *s = strip_new(l, 20, height);
	unsigned heading, before;

	s->keep = true;
	s->kind = STRIP_BOX;
	s->outline = structure_open_card(l->structure);
	heading = l->structure->current;
	structure_close(l->structure);
	s->outline_title = text_clean(l, region_printf(l->region, "%s  %s", b->number == NULL ? "" : b->number, b->title));
	strip_mark(s, (struct mark){ .shape = SHAPE_BOX, .x = l->x, .w = l->width, .h = height, .radius = 5, .corners = CORNER_RIGHT,
	    .colour = tone_tint(b->tone) });
	strip_box(s, l->x, 0, 3.5, height, tone_ink(b->tone));
	strip_mark(s, (struct mark){ .shape = SHAPE_SYMBOL, .tone = b->tone, .x = l->x + 21, .y = height / 2, .w = 16 });
	before = structure_enter(l->structure, heading);
	if (b->number != NULL)
		text_put_plain(l, s, region_printf(l->region, "%s ", b->number), x, y, &number);
	y += text_leading(l, &number);
	y = text_put_lines(l, s, &lines, x, y, &title);
	structure_return(l->structure, before);
	structure_open(l->structure, ROLE_P);
	if (b->word != NULL)
		text_put_plain(l, s, b->word, l->x + l->width - word_width, height / 2 - text_leading(l, &word) / 2, &word);
	structure_close(l->structure);
	if (b->subtitle != NULL)
		text_put_lines(l, s, &small, x, y, &below);
}

static void
finding_layout(struct layout *l, const struct block *b)
{
	unsigned from = l->strips->len;

	structure_open(l->structure, ROLE_SECT);
	finding_head(l, b);
	children_layout(l, b);
	l->structure->card = 0;
	structure_close(l->structure);
	l->groups++;
	for (unsigned i = from; i < l->strips->len; i++)
		strip_first(l, i)->group = l->groups;
}

/* ---- one block of any kind ---- */

/* A heading belongs to what follows it, and a box keeps its distance. */
static void
leave_room(const struct layout *l, unsigned from)
{
	const struct strip *before = from == 0 ? NULL : g_ptr_array_index(l->strips, from - 1);
	struct strip *first = strip_first(l, from);

	if (before != NULL && before->kind == STRIP_HEADING)
		first->above = MIN(first->above, first->kind == STRIP_BOX ? 4 : 2);
	else if (before != NULL && before->kind == STRIP_BOX)
		first->above = MAX(first->above, 9);
}

static void
paragraph_layout(struct layout *l, const struct block *b)
{
	text_strips(l, &b->runs, &body_style, 6);
}

/* What has a text instead of itself is one figure with it; a matrix can be read as the table that it is. */
static bool
is_picture(const struct block *b)
{
	return b->alternate != NULL && b->kind != BLOCK_MATRIX;
}

static void
block_layout(struct layout *l, const struct block *b)
{
	static void (*const layouts[])(struct layout *, const struct block *) = {
		[BLOCK_COVER] = cover_layout, [BLOCK_HEADING] = heading_layout, [BLOCK_PARAGRAPH] = paragraph_layout,
		[BLOCK_LIST] = list_layout, [BLOCK_ITEM] = children_layout, [BLOCK_CODE] = code_layout, [BLOCK_TABLE] = table_layout,
		[BLOCK_BAND] = band_layout, [BLOCK_TILES] = tiles_layout, [BLOCK_DONUT] = donut_layout, [BLOCK_BARS] = bars_layout,
		[BLOCK_ACTIONS] = actions_layout, [BLOCK_MATRIX] = matrix_layout, [BLOCK_FINDING] = finding_layout,
		[BLOCK_FACTS] = facts_layout, [BLOCK_EVIDENCE] = code_layout, [BLOCK_CONTENTS] = contents_layout,
		[BLOCK_TIMELINE] = timeline_layout, [BLOCK_PICTURE] = picture_layout,
	};
	const unsigned from = l->strips->len, around = l->structure->current;

	if (is_picture(b))
		structure_open_figure(l->structure, b->alternate);
	layouts[b->kind](l, b);
	/* A chapter's heading opens what ends with the next one. */
	if (b->kind != BLOCK_HEADING)
		structure_return(l->structure, around);
	if (from == l->strips->len)
		return;
	leave_room(l, from);
	if (b->anchor != NULL && strip_first(l, from)->anchor == NULL && b->kind != BLOCK_ITEM)
		strip_first(l, from)->anchor = b->anchor;
	if (b->keep)
		strip_last(l)->keep = true;
}

/* Both reach down to the lower one's end, where they are boxes. */
static void
even_sheets(struct strip *s)
{
	for (guint i = 0; i < s->marks->len; i++) {
		struct mark *m = &g_array_index(s->marks, struct mark, i);

		if (m->shape == SHAPE_SHEET)
			m->h = s->height - m->y;
	}
}

/* Lays a block out into a strip, flush with its upper edge; returns where it ends. */
static double
side_layout(struct layout *l, struct strip *s, const struct block *b)
{
	unsigned from = l->strips->len;

	block_layout(l, b);
	if (strip_first(l, from) != NULL)
		strip_first(l, from)->above = 0;
	return layout_absorb(l, s, from, 0);
}

/* Two blocks side by side; left: the first one's share of the width. */
static void
pair_layout(struct layout *l, const struct block *first, const struct block *second, double left)
{
	const double gap = first->kind == BLOCK_BAND ? 0.025 : 0.05;
	struct strip *s = strip_new(l, first->kind == BLOCK_BAND ? 12 : 10, 0);
	double x = l->x, width = l->width, end, other;

	l->width = width * left;
	end = side_layout(l, s, first);
	l->x = x + width * (left + gap);
	l->width = width * (1 - left - gap);
	other = side_layout(l, s, second);      /* MAX() would lay it out twice */
	s->height = MAX(end, other);
	even_sheets(s);
	l->x = x;
	l->width = width;
}

/* The share of the first of two blocks that answer one question together: a donut and its bars, two titled boxes.  0: no pair. */
static double
pair_share(const struct block *first, const struct block *second)
{
	if (first->kind == BLOCK_DONUT && second->kind == BLOCK_BARS && second->nbars <= 16)
		return 0.42;
	return first->kind == BLOCK_BAND && second->kind == BLOCK_BAND && first->title != NULL && second->title != NULL ? 0.4875 : 0;
}

/* A paragraph says what a list, a table or commands below it are, which should not begin on another page. */
static bool
introduces(const struct block *b, const struct block *next)
{
	return b->kind == BLOCK_PARAGRAPH && (next->kind == BLOCK_LIST || next->kind == BLOCK_TABLE || next->kind == BLOCK_CODE);
}

void
layout_blocks(struct layout *l, struct block *const *blocks, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const double left = i + 1 < n ? pair_share(blocks[i], blocks[i + 1]) : 0;

		if (left > 0) {
			pair_layout(l, blocks[i], blocks[i + 1], left);
			i++;
			continue;
		}
		block_layout(l, blocks[i]);
		if (i + 1 < n && introduces(blocks[i], blocks[i + 1]) && strip_last(l) != NULL)
			strip_last(l)->keep = true;
	}
}
