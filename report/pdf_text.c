#include "layout.h"

#include <string.h>

#include "clean.h"

/* ---- which face shows a character, and what stands for one that none shows ---- */

/* g_utf8_next_char() casts const away. */
static const char *
next_char(const char *p)
{
	return p + g_utf8_skip[(guchar)*p];
}

static bool
has_glyph(const struct layout *l, enum face face, gunichar c)
{
	return font_glyph(&l->fonts[face], c) != 0;
}

static enum face
face_for(const struct layout *l, enum face face, gunichar c)
{
	if (has_glyph(l, face, c))
		return face;
	return has_glyph(l, FACE_CODE, c) ? FACE_CODE : FACE_REGULAR;
}

const char *
text_clean(const struct layout *l, const char *text)
{
	char *valid = g_utf8_make_valid(text == NULL ? "" : text, -1), *nfc = g_utf8_normalize(valid, -1, G_NORMALIZE_NFC);
	GString *out = g_string_sized_new(strlen(nfc));
	const char *copy;

	for (const char *p = nfc; *p != '\0'; p = next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		if (c == '\t' || c == '\n' || c == '\r')
			g_string_append_c(out, ' ');
		else if (clean_hides(c))
			g_string_append_printf(out, "<U+%04X>", c);
		else if (has_glyph(l, FACE_REGULAR, c) || has_glyph(l, FACE_CODE, c))
			g_string_append_unichar(out, c);
		else {
			g_string_append_printf(out, "<U+%04X>", c);
			g_hash_table_add(l->lacking, GUINT_TO_POINTER(c));
		}
	}
	copy = region_strdup(l->region, out->str);
	g_string_free(out, TRUE);
	g_free(nfc);
	g_free(valid);
	return copy;
}

const char *
text_upper(const struct layout *l, const char *text)
{
	char *upper = g_utf8_strup(text_clean(l, text), -1);
	const char *copy = text_clean(l, upper);

	g_free(upper);
	return copy;
}

/* ---- measuring ---- */

static double
style_size(const struct layout *l, const struct text_style *style)
{
	return l->theme->type[style->type].size * (style->scale > 0 ? style->scale : 1);
}

double
text_leading(const struct layout *l, const struct text_style *style)
{
	return l->theme->type[style->type].leading * (style->scale > 0 ? style->scale : 1);
}

double
text_width(const struct layout *l, const struct text_style *style, const char *text)
{
	double size = style_size(l, style), w = 0;

	for (const char *p = text; *p != '\0'; p = next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		w += font_width(&l->fonts[face_for(l, style->face, c)], c) * size + style->tracking;
	}
	return w;
}

/* ---- line breaking ---- */

/* One character of all runs together, so that a word may change its style in the middle. */
struct glyph {
	gunichar c;
	enum face face;
	enum colour colour;
	double size, width;
	const char *link;
	bool code;
	const void *origin;
};

static void
add_run(const struct layout *l, GArray *glyphs, const struct run *run, const struct text_style *style)
{
	enum face face = run->style == RUN_CODE ? FACE_CODE : run->style == RUN_STRONG ? FACE_STRONG : style->face;
	const char *link = layout_link(l, run->link);
	enum colour colour = link != NULL ? COLOUR_LINK : style->colour;
	double size = style_size(l, style);

	/* The fixed-width face looks larger than the text face at the same size. */
	if (face == FACE_CODE && style->face != FACE_CODE)
		size *= 0.92;
	if (run->style != RUN_PLAIN && colour == COLOUR_TEXT)
		colour = COLOUR_INK;
	for (const char *p = text_clean(l, run->text); *p != '\0'; p = next_char(p)) {
		struct glyph g = { .c = g_utf8_get_char(p), .colour = colour, .size = size, .link = link,
		    .code = run->style == RUN_CODE, .origin = run };

		g.face = face_for(l, face, g.c);
		g.width = font_width(&l->fonts[g.face], g.c) * size + style->tracking;
		g_array_append_val(glyphs, g);
	}
}

static const struct glyph *
glyph_at(const GArray *glyphs, guint i)
{
	return &g_array_index(glyphs, struct glyph, i);
}

/* A long name may end a line after these: host names, paths, addresses, distinguished names, file names. */
static bool
breaks_after(const GArray *glyphs, guint i)
{
	gunichar c = glyph_at(glyphs, i)->c;

	if (c < 0x80 && strchr("./\\:-_@=,;|+&?", (int)c) != NULL)
		return true;
	return i + 1 < glyphs->len && g_unichar_islower(c) && g_unichar_isupper(glyph_at(glyphs, i + 1)->c);
}

/* The run of hexadecimal digits around i: thumbprints and digests have 32 or more. */
static guint
hex_run(const GArray *glyphs, guint i, guint *start)
{
	guint end = i;

	for (*start = i; *start > 0 && g_unichar_isxdigit(glyph_at(glyphs, *start - 1)->c); --*start)
		;
	while (end < glyphs->len && g_unichar_isxdigit(glyph_at(glyphs, end)->c))
		end++;
	return end - *start;
}

/* Where a token too long for a line ends its piece: limit is the first character that does not fit. */
static guint
break_token(const GArray *glyphs, guint start, guint limit)
{
	guint first, hex = hex_run(glyphs, start, &first), fits = MAX(limit - start, 1);

	if (hex >= 32 && first + hex >= limit) {
		/* Pieces of one length, of whole groups of four digits where the line has room for them. */
		guint pieces = (hex + fits - 1) / fits, piece = (hex + pieces - 1) / pieces, whole = (piece + 3) / 4 * 4;

		return start + (whole <= fits ? whole : MIN(piece, fits));
	}
	/* A break in the first fifth would leave a ragged scrap. */
	for (guint i = limit; i > start + fits / 5; i--)
		if (breaks_after(glyphs, i - 1))
			return i;
	return MAX(limit, start + 1);
}

/* End of the line that begins at start: the index of the next line's first character. */
static guint
line_end(const GArray *glyphs, guint start, double width)
{
	guint space = 0;
	double w = 0;

	for (guint i = start; i < glyphs->len; i++) {
		const struct glyph *g = glyph_at(glyphs, i);

		/* A space may hang over the edge: it is not seen, and copied text keeps its words apart. */
		if (g->c == ' ')
			space = i + 1;
		else if (w + g->width > width + 0.01)
			return space > start ? space : break_token(glyphs, start, i);
		w += g->width;
	}
	return glyphs->len;
}

static bool
same_segment(const struct glyph *a, const struct glyph *b)
{
	return a->face == b->face && a->colour == b->colour && a->link == b->link && a->size == b->size && a->code == b->code;
}

static struct line
make_line(const struct layout *l, const GArray *glyphs, guint start, guint end)
{
	GArray *segments = g_array_new(FALSE, TRUE, sizeof(struct segment));
	GString *text = g_string_new(NULL);
	struct line line = { .n = 0 };

	for (guint i = start; i < end;) {
		const struct glyph *first = glyph_at(glyphs, i);
		struct segment s = { .face = first->face, .colour = first->colour, .size = first->size, .link = first->link,
		    .x = line.width, .code = first->code, .origin = first->origin };

		g_string_truncate(text, 0);
		for (; i < end && same_segment(first, glyph_at(glyphs, i)); i++) {
			g_string_append_unichar(text, glyph_at(glyphs, i)->c);
			s.width += glyph_at(glyphs, i)->width;
		}
		s.text = region_strdup(l->region, text->str);
		line.width += s.width;
		g_array_append_val(segments, s);
	}
	/* The hanging space does not count where a line is set flush right. */
	if (end > start && glyph_at(glyphs, end - 1)->c == ' ')
		line.width -= glyph_at(glyphs, end - 1)->width;
	line.n = segments->len;
	line.segment = region_copy(l->region, segments->data, segments->len * sizeof(struct segment));
	g_string_free(text, TRUE);
	g_array_unref(segments);
	return line;
}

struct lines
text_break(const struct layout *l, const struct runs *runs, const struct text_style *style, double width)
{
	GArray *glyphs = g_array_new(FALSE, FALSE, sizeof(struct glyph)), *all = g_array_new(FALSE, FALSE, sizeof(struct line));
	struct lines lines;
	guint at = 0;

	for (size_t i = 0; i < runs->n; i++)
		add_run(l, glyphs, &runs->run[i], style);
	do {
		guint end = line_end(glyphs, at, width);
		struct line line = make_line(l, glyphs, at, end);

		g_array_append_val(all, line);
		at = end;
	} while (at < glyphs->len);
	lines.n = all->len;
	lines.line = region_copy(l->region, all->data, all->len * sizeof(struct line));
	g_array_unref(all);
	g_array_unref(glyphs);
	return lines;
}

struct lines
text_break_plain(const struct layout *l, const char *text, const struct text_style *style, double width)
{
	const struct run run = { .style = RUN_PLAIN, .text = text };
	const struct runs runs = { 1, &run };

	return text_break(l, &runs, style, width);
}

/* ---- putting lines into strips ---- */

static void
put_segment(const struct layout *l, struct strip *s, const struct segment *g, const struct mark *mark)
{
	const unsigned before = l->structure->current;

	/* The link is the inner one: it needs its words and its annotation together. */
	if (g->code)
		structure_open_inline(l->structure, ROLE_CODE, g->origin);
	if (g->link != NULL)
		structure_open_inline(l->structure, ROLE_LINK, g->origin);
	strip_mark(s, *mark);
	structure_return(l->structure, before);
}

void
text_put(const struct layout *l, struct strip *s, const struct line *line, double x, double y, const struct text_style *style)
{
	double size = style_size(l, style), baseline = y + text_leading(l, style) / 2 + size * 0.36;

	for (size_t i = 0; i < line->n; i++) {
		const struct segment *g = &line->segment[i];

		put_segment(l, s, g, &(struct mark){ .shape = SHAPE_TEXT, .x = x + g->x, .y = baseline, .w = g->width, .h = size,
		    .face = g->face, .size = g->size, .tracking = style->tracking, .colour = g->colour, .text = g->text, .link = g->link });
	}
}

double
text_put_lines(const struct layout *l, struct strip *s, const struct lines *lines, double x, double y, const struct text_style *style)
{
	for (size_t i = 0; i < lines->n; i++, y += text_leading(l, style))
		text_put(l, s, &lines->line[i], x, y, style);
	return y;
}

void
text_put_plain(const struct layout *l, struct strip *s, const char *text, double x, double y, const struct text_style *style)
{
	const struct lines lines = text_break_plain(l, text, style, 1e6);

	text_put(l, s, &lines.line[0], x, y, style);
}

void
text_strips(struct layout *l, const struct runs *runs, const struct text_style *style, double above)
{
	const struct lines lines = text_break(l, runs, style, l->width);

	structure_open(l->structure, ROLE_P);
	for (size_t i = 0; i < lines.n; i++) {
		struct strip *s = strip_new(l, i == 0 ? above : 0, text_leading(l, style));

		text_put(l, s, &lines.line[i], l->x, 0, style);
		s->keep = lines.n > 1 && (i == 0 || i + 2 == lines.n);
	}
	structure_close(l->structure);
}
