#include "layout.h"

/* Of the spaces between the blocks of a chapter, and in points: some two lines. */
static const double SQUEEZED_SHARE = 0.5, SQUEEZED_MOST = 30;

static void
strip_free(gpointer data)
{
	struct strip *s = data;

	g_array_unref(s->marks);
	g_free(s);
}

/* The items of "what to do first" only name what they lead to. */
static void
note_targets(GHashTable *targets, struct block *const *blocks, size_t n, bool named)
{
	for (size_t i = 0; i < n; i++) {
		const struct block *b = blocks[i];

		if (b->anchor != NULL && !named)
			g_hash_table_add(targets, (gpointer)(guintptr)b->anchor);
		for (size_t r = 0; b->row_anchors != NULL && r < b->nrows; r++)
			if (b->row_anchors[r] != NULL)
				g_hash_table_add(targets, (gpointer)(guintptr)b->row_anchors[r]);
		note_targets(targets, b->children, b->nchildren, b->kind == BLOCK_ACTIONS);
	}
}

const char *
layout_link(const struct layout *l, const char *link)
{
	return link == NULL || *link != '#' || g_hash_table_contains(l->targets, link + 1) ? link : NULL;
}

struct layout *
layout_new(const struct document *document, const struct theme *theme, const struct font *fonts)
{
	struct layout *l = g_new0(struct layout, 1);

	l->region = region_new();
	l->document = document;
	l->theme = theme;
	l->fonts = fonts;
	l->strips = g_ptr_array_new_with_free_func(strip_free);
	l->places = g_array_new(FALSE, FALSE, sizeof(struct placed));
	l->anchors = g_hash_table_new(g_str_hash, g_str_equal);
	l->lacking = g_hash_table_new(NULL, NULL);
	l->targets = g_hash_table_new(g_str_hash, g_str_equal);
	note_targets(l->targets, (struct block *const *)document->blocks->pdata, document->blocks->len, false);
	l->structure = structure_new();
	l->x = theme->margin;
	l->width = theme->width - 2 * theme->margin;
	return l;
}

void
layout_free(struct layout *l)
{
	g_ptr_array_unref(l->strips);
	g_array_unref(l->places);
	g_hash_table_unref(l->anchors);
	g_hash_table_unref(l->lacking);
	g_hash_table_unref(l->targets);
	structure_free(l->structure);
	region_free(l->region);
	g_free(l);
}

struct strip *
strip_new(struct layout *l, double above, double height)
{
	struct strip *s = g_new0(struct strip, 1);

	s->above = above;
	s->height = height;
	s->structure = l->structure;
	s->marks = g_array_new(FALSE, FALSE, sizeof(struct mark));
	g_ptr_array_add(l->strips, s);
	return s;
}

struct strip *
strip_last(const struct layout *l)
{
	return l->strips->len == 0 ? NULL : g_ptr_array_index(l->strips, l->strips->len - 1);
}

static bool
speaks(const struct strip *s, enum shape shape)
{
	const enum role role = structure_node(s->structure, s->structure->current)->role;

	return shape == SHAPE_TEXT || shape == SHAPE_PAGE_NUMBER || shape == SHAPE_LINK || role == ROLE_FIGURE || role == ROLE_SPAN;
}

/* A link over something is an element of its own, unless it belongs to one whose words are drawn apart. */
static unsigned
slot_for(struct structure *s, enum shape shape)
{
	const unsigned before = s->current;
	unsigned slot;

	if (shape == SHAPE_LINK && structure_node(s, before)->role != ROLE_LINK)
		structure_open(s, ROLE_LINK);
	slot = structure_slot(s);
	structure_return(s, before);
	return slot;
}

/* The mark returned is good until the next one is added. */
struct mark *
strip_mark(struct strip *s, struct mark mark)
{
	if (mark.slot == 0 && s->structure != NULL && speaks(s, mark.shape))
		mark.slot = slot_for(s->structure, mark.shape);
	g_array_append_val(s->marks, mark);
	return &g_array_index(s->marks, struct mark, s->marks->len - 1);
}

struct mark *
strip_box(struct strip *s, double x, double y, double w, double h, enum colour colour)
{
	return strip_mark(s, (struct mark){ .shape = SHAPE_BOX, .x = x, .y = y, .w = w, .h = h, .colour = colour });
}

static void
push_down(struct strip *s, double by)
{
	for (guint i = 0; i < s->marks->len; i++)
		g_array_index(s->marks, struct mark, i).y += by;
	s->height += by;
}

static void
enclose_strip(const struct layout *l, struct strip *s, const struct enclosure *e, bool first, bool last)
{
	unsigned corners = (first ? CORNER_TOP : CORNER_NONE) | (last ? CORNER_BOTTOM : CORNER_NONE);
	/* The bar stands on a straight edge. */
	const struct mark back = { .shape = SHAPE_SHEET, .sheet = l->sheets, .x = l->x, .w = l->width, .h = s->height,
	    .radius = e->radius, .corners = e->bar == TONE_NONE ? corners : corners & CORNER_RIGHT, .colour = e->fill, .edge = e->edge,
	    .tone = e->bar };

	g_array_prepend_val(s->marks, back);
	s->kind = STRIP_BOX;
}

void
layout_enclose(struct layout *l, unsigned from, const struct enclosure *e)
{
	unsigned end = l->strips->len;

	l->sheets++;
	for (unsigned i = from; i < end; i++) {
		struct strip *s = g_ptr_array_index(l->strips, i);
		bool first = i == from, last = i + 1 == end;

		if (first)
			push_down(s, e->pad);
		else {
			push_down(s, s->above);
			s->above = 0;
		}
		if (last)
			s->height += e->pad;
		/* No box begins with its padding at the foot of a page, and none ends with it at the head. */
		if ((first && !last) || i + 2 == end)
			s->keep = true;
		enclose_strip(l, s, e, first, last);
	}
}

/* The parts of a sheet become one in a strip. */
static bool
sheet_grows(struct strip *into, const struct mark *part)
{
	for (guint i = 0; part->shape == SHAPE_SHEET && i < into->marks->len; i++) {
		struct mark *m = &g_array_index(into->marks, struct mark, i);

		if (m->shape != SHAPE_SHEET || m->sheet != part->sheet)
			continue;
		m->h = part->y + part->h - m->y;
		m->corners |= part->corners;
		return true;
	}
	return false;
}

double
layout_absorb(struct layout *l, struct strip *into, unsigned from, double y)
{
	for (unsigned i = from; i < l->strips->len; i++) {
		struct strip *s = g_ptr_array_index(l->strips, i);

		y += s->above;
		for (guint k = 0; k < s->marks->len; k++) {
			struct mark m = g_array_index(s->marks, struct mark, k);

			m.y += y;
			if (!sheet_grows(into, &m))
				g_array_append_val(into->marks, m);
		}
		y += s->height;
	}
	g_ptr_array_set_size(l->strips, (gint)from);
	return y;
}

/* ---- placing ---- */

static const struct strip *
strip_at(const struct layout *l, unsigned i)
{
	return g_ptr_array_index(l->strips, i);
}

/* First strip after i from which a page may begin. */
static unsigned
unit_end(const struct layout *l, unsigned i, bool groups)
{
	unsigned group = groups ? strip_at(l, i)->group : 0;

	for (; i + 1 < l->strips->len; i++) {
		const struct strip *next = strip_at(l, i + 1);

		if (next->new_page)
			break;
		if (group == 0 && groups && strip_at(l, i)->keep)
			group = next->group;            /* a heading kept with a group */
		if (!strip_at(l, i)->keep && (group == 0 || next->group != group))
			break;
	}
	return i + 1;
}

static double
unit_height(const struct layout *l, unsigned from, unsigned to, bool top)
{
	double h = 0;

	for (unsigned i = from; i < to; i++)
		h += (i == from && top ? 0 : strip_at(l, i)->above) + strip_at(l, i)->height;
	if (top)
		for (unsigned i = 0; i < strip_at(l, from)->repeats; i++)
			h += strip_at(l, strip_at(l, from)->repeat - 1 + i)->height;
	return h;
}

static void
put(struct layout *l, unsigned strip, double *y)
{
	struct placed p = { .strip = strip, .page = l->pages - 1, .y = *y };

	g_array_append_val(l->places, p);
	*y += strip_at(l, strip)->height;
}

static void
begin_page(struct layout *l, unsigned strip, double *y)
{
	const struct strip *s = strip_at(l, strip);

	l->pages++;
	*y = s->full_page ? 0 : l->theme->top;
	for (unsigned i = 0; i < s->repeats; i++)
		put(l, s->repeat - 1 + i, y);
}

/* Is so much of the page left that leaving it empty would be worse than breaking a group? */
static bool
much_is_left(const struct layout *l, double room)
{
	return room > 0.4 * (l->theme->bottom - l->theme->top);
}

/*
 * The strips that go on a page together: a group when a page holds it and little room is left on this one, else a chain of
 * kept strips, else a single one.  split: the group that is broken, whose rest is not kept together either.
 */
static unsigned
choose_unit(const struct layout *l, unsigned i, double room, unsigned *split)
{
	double page = l->theme->bottom - l->theme->top;
	unsigned group = strip_at(l, i)->group, end = unit_end(l, i, group == 0 || group != *split);

	if (unit_height(l, i, end, true) <= page && (unit_height(l, i, end, false) <= room || !much_is_left(l, room)))
		return end;
	/* A heading kept with the group goes before the group is known. */
	*split = strip_at(l, end - 1)->group;
	end = unit_end(l, i, false);
	return unit_height(l, i, end, true) <= page ? end : i + 1;
}

/* A card that no page holds as a whole does not begin at the foot of one either: its head would stand apart from what it is about. */
static bool
begins_late(const struct layout *l, unsigned i, unsigned end, double room)
{
	const unsigned group = strip_at(l, end - 1)->group;

	return i > 0 && group != 0 && group != strip_at(l, i - 1)->group && room < 0.25 * (l->theme->bottom - l->theme->top);
}

static void
note_anchor(struct layout *l, unsigned strip)
{
	const char *anchor = strip_at(l, strip)->anchor;
	struct placed *p = &g_array_index(l->places, struct placed, l->places->len - 1);

	if (anchor != NULL && !g_hash_table_contains(l->anchors, anchor))
		g_hash_table_insert(l->anchors, region_strdup(l->region, anchor), region_copy(l->region, p, sizeof(*p)));
}

/* A chapter that is a line or two too long for one page has one all the same, with less room between its blocks. */
static void
squeeze(struct layout *l, unsigned from, unsigned to)
{
	const double over = unit_height(l, from, to, true) - (l->theme->bottom - l->theme->top);
	double spaces = 0;

	for (unsigned i = from + 1; i < to; i++)
		spaces += strip_at(l, i)->above;
	if (over <= 0 || over > MIN(spaces * SQUEEZED_SHARE, SQUEEZED_MOST))
		return;
	for (unsigned i = from + 1; i < to; i++)
		((struct strip *)g_ptr_array_index(l->strips, i))->above *= 1 - (over + 0.01) / spaces;
}

static void
squeeze_chapters(struct layout *l)
{
	for (unsigned from = 0, to; from < l->strips->len; from = to) {
		for (to = from + 1; to < l->strips->len && !strip_at(l, to)->new_page;)
			to++;
		squeeze(l, from, to);
	}
}

void
layout_place(struct layout *l)
{
	double y = 0;
	bool full = true;
	unsigned split = 0;

	squeeze_chapters(l);
	for (unsigned i = 0, end; i < l->strips->len; i = end) {
		const struct strip *s = strip_at(l, i);
		const bool top = full || s->new_page;
		const double room = l->theme->bottom - (top ? l->theme->top : y);

		end = choose_unit(l, i, room, &split);
		if (top || unit_height(l, i, end, false) > room || (split != 0 && begins_late(l, i, end, room))) {
			begin_page(l, i, &y);
			put(l, i, &y);
		} else {
			y += s->above;
			put(l, i, &y);
		}
		note_anchor(l, i);
		full = s->full_page;
		for (unsigned k = i + 1; k < end; k++) {
			y += strip_at(l, k)->above;
			put(l, k, &y);
			note_anchor(l, k);
		}
	}
}

const struct placed *
layout_anchor(const struct layout *l, const char *anchor)
{
	return g_hash_table_lookup(l->anchors, anchor);
}
