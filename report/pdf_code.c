#include "layout.h"

/* Blocks whose lines matter as they are: commands, records, evidence; and facts, label over value. */

static const struct text_style label_style = { .type = TYPE_LABEL, .colour = COLOUR_CAPTION, .tracking = 0.6 };

/* ---- code and evidence ---- */

/* Long lines make the whole block smaller before any is broken: a command copied from two lines runs in two parts. */
static double
code_scale(const struct layout *l, const struct block *b, double width)
{
	const struct text_style style = { .type = TYPE_CODE, .face = FACE_CODE };
	double widest = width;

	for (size_t i = 0; i < b->nlines; i++)
		widest = MAX(widest, text_width(l, &style, text_clean(l, b->lines[i])));
	return MAX(width / widest, 0.8);
}

static void
code_line(struct layout *l, const struct block *b, size_t i, const struct text_style *style)
{
	const struct run run = { RUN_PLAIN, b->lines[i], b->links != NULL ? b->links[i] : NULL };
	const struct runs runs = { 1, &run };
	double hang = 0;
	/* Broken narrower than the box, so that the rest of a long line can stand further in. */
	struct lines lines = text_break(l, &runs, style, l->width - 24);

	if (lines.n > 1) {
		hang = 10;
		lines = text_break(l, &runs, style, l->width - 24 - hang);
	}
	structure_open(l->structure, ROLE_P);
	structure_open(l->structure, ROLE_CODE);
	for (size_t k = 0; k < lines.n; k++) {
		struct strip *s = strip_new(l, 0, text_leading(l, style));

		text_put(l, s, &lines.line[k], l->x + 12 + (k > 0 ? hang : 0), 0, style);
		s->keep = k + 1 < lines.n && lines.n < 8;
	}
	structure_close(l->structure);
	structure_close(l->structure);
}

void
code_layout(struct layout *l, const struct block *b)
{
	const struct enclosure box = { .fill = COLOUR_BOX, .edge = COLOUR_RULE, .radius = 4, .pad = 5.5 };
	struct text_style style = { .type = TYPE_CODE, .face = FACE_CODE, .colour = COLOUR_INK };
	unsigned from = l->strips->len;

	style.scale = code_scale(l, b, l->width - 24);
	structure_open(l->structure, ROLE_DIV);
	if (b->title != NULL) {
		struct strip *s = strip_new(l, 0, text_leading(l, &label_style) + 3);

		text_put_plain(l, s, text_upper(l, b->title), l->x + 12, 0, &label_style);
		s->keep = true;
	}
	for (size_t i = 0; i < b->nlines; i++)
		code_line(l, b, i, &style);
	structure_close(l->structure);
	if (l->strips->len == from)
		return;
	for (unsigned i = from; l->strips->len - from <= 10 && i + 1 < l->strips->len; i++)
		((struct strip *)g_ptr_array_index(l->strips, i))->keep = true;
	layout_enclose(l, from, &box);
	((struct strip *)g_ptr_array_index(l->strips, from))->above = 5;
}

/* ---- facts ---- */

static void
facts_row(struct layout *l, const struct block *b, size_t from, size_t n, size_t across)
{
	const struct text_style value = { .type = TYPE_TABLE, .colour = COLOUR_INK, .scale = 1.06 };
	double gutter = 12, width = (l->width - gutter * (double)(across - 1)) / (double)across;
	struct lines lines[4];
	size_t most = 0;
	unsigned bodies[4];
	struct strip *s = strip_new(l, 9, text_leading(l, &label_style) + 1);

	for (size_t i = 0; i < n; i++) {
		lines[i] = text_break(l, &b->cells[from + i].runs, &value, width);
		most = MAX(most, lines[i].n);
		structure_open(l->structure, ROLE_LI);
		structure_open(l->structure, ROLE_LBL);
		text_put_plain(l, s, text_upper(l, b->columns[from + i].title), l->x + (width + gutter) * (double)i, 0, &label_style);
		structure_close(l->structure);
		bodies[i] = structure_open(l->structure, ROLE_LBODY);
		structure_close(l->structure);
		structure_close(l->structure);
	}
	for (size_t k = 0; k < most; k++) {
		s->keep = k < 2 || k + 1 == most;
		s = strip_new(l, 0, text_leading(l, &value));
		for (size_t i = 0; i < n; i++) {
			const unsigned before = structure_enter(l->structure, bodies[i]);

			if (k < lines[i].n)
				text_put(l, s, &lines[i].line[k], l->x + (width + gutter) * (double)i, 0, &value);
			structure_return(l->structure, before);
		}
	}
}

void
facts_layout(struct layout *l, const struct block *b)
{
	size_t cells = b->nrows > 0 && b->cells != NULL ? b->ncolumns : 0, across = b->ncolumns > 4 ? 3 : b->ncolumns;

	structure_open(l->structure, ROLE_L);
	for (size_t from = 0; from < cells; from += across)
		facts_row(l, b, from, MIN(across, cells - from), across);
	structure_close(l->structure);
}

/* ---- the table of contents ---- */

static void
contents_entry(struct layout *l, const struct block *b, bool chapter)
{
	const struct text_style style = { .type = TYPE_BODY, .face = chapter ? FACE_STRONG : FACE_REGULAR,
	    .colour = chapter ? COLOUR_INK : COLOUR_TEXT };
	const char *title = b->number == NULL ? b->title : region_printf(l->region, "%s  %s", b->number, b->title);
	double x = l->x + (chapter ? 0 : 16), width = l->width - (x - l->x) - 40, leading = text_leading(l, &style);
	double size = l->theme->type[TYPE_BODY].size, baseline = leading / 2 + size * 0.36;
	const struct lines lines = text_break_plain(l, title, &style, width);

	structure_open(l->structure, ROLE_TOCI);
	structure_open(l->structure, ROLE_REFERENCE);
	if (b->anchor != NULL)
		structure_open(l->structure, ROLE_LINK);
	for (size_t i = 0; i < lines.n; i++) {
		struct strip *s = strip_new(l, i > 0 ? 0 : chapter ? 7 : 1.5, leading);

		text_put(l, s, &lines.line[i], x, 0, &style);
		s->keep = chapter || i + 1 < lines.n;
		if (b->anchor != NULL)
			strip_mark(s, (struct mark){ .shape = SHAPE_LINK, .x = x, .w = l->x + l->width - x, .h = leading,
			    .text = text_clean(l, title), .link = region_printf(l->region, "#%s", b->anchor) });
		if (i + 1 < lines.n || b->anchor == NULL)
			continue;
		strip_mark(s, (struct mark){ .shape = SHAPE_DOTS, .x = x + lines.line[i].width + 6, .y = baseline,
		    .w = l->x + l->width - 22 - x - lines.line[i].width - 6, .colour = COLOUR_PALE });
		strip_mark(s, (struct mark){ .shape = SHAPE_PAGE_NUMBER, .x = l->x + l->width, .y = baseline, .face = style.face,
		    .size = size, .colour = style.colour, .text = b->anchor });
	}
}

/* Chapters and the findings: so much is read before a page is chosen.  The outline has the sections too. */
static void
contents_of(struct layout *l, const struct block *b, const char **chapter)
{
	const unsigned list = l->structure->current;

	if (b->kind == BLOCK_HEADING && b->level <= 1)
		*chapter = b->number;
	if (*chapter != NULL && ((b->kind == BLOCK_HEADING && b->level <= 1) || b->kind == BLOCK_FINDING))
		contents_entry(l, b, b->kind == BLOCK_HEADING && b->level <= 1);
	structure_return(l->structure, list);
	for (size_t i = 0; i < b->nchildren; i++)
		contents_of(l, b->children[i], chapter);
}

void
contents_layout(struct layout *l, const struct block *contents)
{
	const char *chapter = NULL;

	(void)contents;
	structure_open(l->structure, ROLE_TOC);
	for (guint i = 0; i < l->document->blocks->len; i++)
		contents_of(l, g_ptr_array_index(l->document->blocks, i), &chapter);
	structure_close(l->structure);
	if (l->strips->len > 0)
		strip_last(l)->keep = false;
}
