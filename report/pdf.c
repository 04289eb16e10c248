#include "layout.h"

#include <math.h>
#include <string.h>


/* From placed strips to the pages of a file. */

struct renderer {
	const struct layout *layout;
	struct canvas *canvas;
};

static void
draw_link(const struct renderer *r, const struct mark *m, double y, double h)
{
	const struct placed *target;
	const char *text;

	if (m->link == NULL)
		return;
	text = m->text != NULL ? m->text : m->link[0] == '#' ? m->link + 1 : m->link;
	if (m->link[0] != '#') {
		canvas_link_uri(r->canvas, m->x, y, m->w, h, m->link, text);
		return;
	}
	target = layout_anchor(r->layout, m->link + 1);
	if (target != NULL)
		canvas_link_page(r->canvas, m->x, y, m->w, h, target->page, MAX(target->y - 10, 0), text);
}

static void
draw_page_number(const struct renderer *r, const struct mark *m, double y)
{
	const struct placed *target = layout_anchor(r->layout, m->text);
	const struct font *font = &r->layout->fonts[m->face];
	char text[16];
	double w = 0;

	if (target == NULL)
		return;
	g_snprintf(text, sizeof(text), "%u", target->page + 1);
	for (const char *p = text; *p != '\0'; p++)
		w += font_width(font, (gunichar)*p) * m->size;
	canvas_text(r->canvas, m->x - w, y, m->face, m->size, 0, m->colour, text);
}

static const struct mark *
sheet_part(const struct layout *l, guint place, unsigned page, unsigned sheet)
{
	const struct placed *p = &g_array_index(l->places, struct placed, place);
	const struct strip *s;

	if (place >= l->places->len || p->page != page)
		return NULL;
	s = g_ptr_array_index(l->strips, p->strip);
	for (guint i = 0; i < s->marks->len; i++)
		if (g_array_index(s->marks, struct mark, i).sheet == sheet)
			return &g_array_index(s->marks, struct mark, i);
	return NULL;
}

/* All parts of a sheet on this page as one box: viewers show a hair between boxes that only touch. */
static void
draw_sheet(const struct renderer *r, const struct mark *m, guint place)
{
	const struct layout *l = r->layout;
	const struct placed *p = &g_array_index(l->places, struct placed, place);
	double y = p->y + m->y, h, in = m->edge == m->colour ? 0 : 0.6;
	unsigned corners = CORNER_NONE;

	if (place > 0 && sheet_part(l, place - 1, p->page, m->sheet) != NULL)
		return;
	h = m->h;
	for (const struct mark *part; (part = sheet_part(l, place, p->page, m->sheet)) != NULL; place++) {
		h = g_array_index(l->places, struct placed, place).y + part->y + part->h - y;
		corners |= part->corners;
	}
	canvas_box(r->canvas, m->x, y, m->w, h, m->radius, corners, m->edge);
	if (in > 0)
		canvas_box(r->canvas, m->x + in, y + in, m->w - 2 * in, h - 2 * in, MAX(m->radius - in, 0), corners, m->colour);
	if (m->tone != TONE_NONE)
		canvas_box(r->canvas, m->x, y, 3.5, h, 0, CORNER_NONE, tone_ink(m->tone));
}

static void
draw_head(struct canvas *c, const struct mark *m, double y)
{
	const double a = m->from * G_PI / 180, dx = sin(a), dy = -cos(a), bx = m->x - dx * m->w, by = y - dy * m->w;
	const double points[3][2] = { { m->x, y }, { bx - dy * m->h / 2, by + dx * m->h / 2 }, { bx + dy * m->h / 2, by - dx * m->h / 2 } };

	canvas_polygon(c, 3, points, m->colour);
}

static void
draw_mark(const struct renderer *r, const struct mark *m, double top, guint place)
{
	struct canvas *c = r->canvas;
	double y = top + m->y;

	switch (m->shape) {
	case SHAPE_TEXT:
		canvas_text(c, m->x, y, m->face, m->size, m->tracking, m->colour, m->text);
		draw_link(r, m, y - m->size, m->size * 1.3);
		break;
	case SHAPE_PAGE_NUMBER:
		draw_page_number(r, m, y);
		break;
	case SHAPE_BOX:
		canvas_box(c, m->x, y, m->w, m->h, m->radius, m->corners, m->colour);
		break;
	case SHAPE_FRAME:
		canvas_frame(c, m->x, y, m->w, m->h, m->radius, m->corners, m->pen, m->colour);
		break;
	case SHAPE_LINE:
		canvas_line(c, m->x, y, m->x + m->w, y + m->h, m->pen, m->colour);
		break;
	case SHAPE_DOTS:
		canvas_dots(c, m->x, m->x + m->w, y, m->colour);
		break;
	case SHAPE_DISC:
		canvas_disc(c, m->x, y, m->w, m->colour);
		break;
	case SHAPE_RING:
		canvas_ring(c, m->x, y, m->w, m->pen, m->colour);
		break;
	case SHAPE_SLICE:
		canvas_slice(c, m->x, y, m->radius, m->w, m->from, m->to, m->colour);
		break;
	case SHAPE_HATCH:
		canvas_hatch(c, m->x, y, m->w, m->h, m->colour);
		break;
	case SHAPE_SYMBOL:
		canvas_symbol(c, m->x, y, m->w, m->tone);
		break;
	case SHAPE_SHEET:
		draw_sheet(r, m, place);
		break;
	case SHAPE_HEAD:
		draw_head(c, m, y);
		break;
	case SHAPE_LINK:
		draw_link(r, m, y, m->h);
		break;
	case SHAPE_IMAGE:
		canvas_image(c, m->x, y, m->w, m->h);
		break;
	}
}

/* ---- header and footer ---- */

static void
draw_furniture(const struct renderer *r, unsigned page, const char *running)
{
	struct strip s = { .marks = g_array_new(FALSE, FALSE, sizeof(struct mark)) };

	furniture_layout(r->layout, page, running, &s);
	for (guint i = 0; i < s.marks->len; i++)
		draw_mark(r, &g_array_index(s.marks, struct mark, i), 0, 0);
	g_array_unref(s.marks);
}

/* ---- the whole document ---- */

/* The box of a figure grows by a mark of it.  Text reaches from its size above the baseline to a third below. */
static void
extend_figure(struct figure *f, const struct mark *m, unsigned page, double y)
{
	const bool round = m->shape == SHAPE_DISC || m->shape == SHAPE_RING || m->shape == SHAPE_SLICE || m->shape == SHAPE_SYMBOL;
	const bool text = m->shape == SHAPE_TEXT || m->shape == SHAPE_PAGE_NUMBER;
	const double left = m->x - (round ? m->w : MAX(-m->w, 0)), right = m->x + MAX(m->w, 0);
	const double top = y - (round ? m->w : text ? m->size : MAX(-m->h, 0)), bottom = y + (round ? m->w : text ? m->size / 3 : MAX(m->h, 0));

	if (f->pages == 0) {
		f->page = page;
		f->left = left;
		f->right = right;
		f->top = top;
		f->bottom = bottom;
	}
	f->pages = page - f->page + 1;
	f->left = MIN(f->left, left);
	f->right = MAX(f->right, right);
	f->top = MIN(f->top, top);
	f->bottom = MAX(f->bottom, bottom);
}

/* again: the strip stands on an earlier page too, so that there is nothing new in it. */
static void
draw_strip(const struct renderer *r, const struct strip *s, guint place, bool again)
{
	const struct layout *l = r->layout;
	const struct placed *p = &g_array_index(l->places, struct placed, place);

	for (guint k = 0; k < s->marks->len; k++) {
		const struct mark *m = &g_array_index(s->marks, struct mark, k);
		struct figure *figure = again || m->slot == 0 ? NULL : structure_figure(l->structure, m->slot);

		canvas_slot(r->canvas, again ? 0 : m->slot);
		if (figure != NULL)
			extend_figure(figure, m, p->page, p->y + m->y);
		draw_mark(r, m, p->y, place);
	}
	canvas_slot(r->canvas, 0);
}

static void
draw_pages(const struct renderer *r)
{
	const struct layout *l = r->layout;
	const char *running = NULL;
	unsigned drawn = 0;         /* strips stand in order, but for the heads of tables repeated */

	for (unsigned page = 0; page < l->pages; page++)
		canvas_add_page(r->canvas);
	for (guint i = 0; i < l->places->len; i++) {
		const struct placed *p = &g_array_index(l->places, struct placed, i), *before = i == 0 ? NULL : p - 1;
		const struct strip *s = g_ptr_array_index(l->strips, p->strip);

		canvas_select_page(r->canvas, p->page);
		if (s->running != NULL)
			running = s->running;
		if ((before == NULL || before->page != p->page) && !s->full_page)
			draw_furniture(r, p->page, running);
		draw_strip(r, s, i, p->strip < drawn);
		drawn = MAX(drawn, p->strip + 1);
		if (s->outline > 0)
			canvas_outline(r->canvas, s->outline, s->outline_title, p->page, MAX(p->y - 10, 0));
	}
}

static bool
open_fonts(const struct theme *theme, struct font *fonts, GError **error)
{
	for (int face = 0; face < FACES; face++) {
		const struct font_data *file = &theme->font[face];

		if (file->data != NULL && font_open(&fonts[face], file->data, file->size))
			continue;
		g_set_error(error, g_quark_from_static_string("font"), face, "%s: not a TrueType font", file->name);
		return false;
	}
	return true;
}

/* Only a document that has characters without a glyph is laid out again, with a note on them. */
static struct layout *
lay_out(const struct document *document, const struct theme *theme, const struct font *fonts)
{
	struct layout *l = layout_new(document, theme, fonts), *noted;
	GPtrArray *blocks;

	layout_blocks(l, (struct block *const *)document->blocks->pdata, document->blocks->len);
	if (g_hash_table_size(l->lacking) > 0) {
		noted = layout_new(document, theme, fonts);
		blocks = substitutes_noted(document, l, noted->region);
		layout_blocks(noted, (struct block *const *)blocks->pdata, blocks->len);
		g_ptr_array_unref(blocks);
		layout_free(l);
		l = noted;
	}
	layout_place(l);
	return l;
}

GByteArray *
pdf_render(const struct document *document, const struct theme *theme, const struct pdf_options *options, GError **error)
{
	struct pdf_options possible = *options;
	struct font fonts[FACES];
	struct layout *l;
	struct renderer r;
	GByteArray *file;

	if (!open_fonts(theme, fonts, error))
		return NULL;
	if (!pdf_conforms())
		possible.level = PDF_NONE;
	l = lay_out(document, theme, fonts);
	r = (struct renderer){ l, canvas_new(theme, fonts, l->structure, &possible) };
	draw_pages(&r);
	file = canvas_finish(r.canvas, document, error);
	canvas_free(r.canvas);
	layout_free(l);
	return file;
}
