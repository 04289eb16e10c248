/* What stands above and below every page, and what is said of characters that no font shows. */
#include <string.h>

#include "layout.h"

enum { CHARACTERS_NAMED = 40 };

/* ---- texts of the theme, filled ---- */

struct filling {
	const struct layout *layout;
	unsigned page;
	const char *running;
};

static const char *
number(const struct layout *l, unsigned n)
{
	return region_printf(l->region, "%u", n);
}

/* A value of the document, NULL for a name of none. */
static const char *
value_of(const struct filling *f, const char *name)
{
	const struct document *d = f->layout->document;
	const struct { const char *name, *text; } values[] = {
		{ "report-title", d->title }, { "section", f->running }, { "customer", d->customer }, { "classification", d->classification },
		{ "report-id", d->report_id }, { "tool", d->tool }, { "as-of", d->date },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(values); i++)
		if (strcmp(values[i].name, name) == 0)
			return values[i].text != NULL ? values[i].text : "";
	if (strcmp(name, "page") == 0)
		return number(f->layout, f->page + 1);
	if (strcmp(name, "pages") == 0)
		return number(f->layout, f->layout->pages);
	return NULL;
}

/* deep: in a phrase of the report, of which compose.c left only the numbers of pages.  A setting ("section.key") is text. */
static void
fill(const struct filling *f, const char *text, bool deep, GString *out)
{
	const char *open, *close;

	for (; (open = strstr(text, "{{")) != NULL && (close = strstr(open, "}}")) != NULL; text = close + 2) {
		char *name = g_strndup(open + 2, (gsize)(close - open - 2));
		const char *value = !deep || g_str_has_prefix(name, "page") ? value_of(f, name) : NULL;
		const char *phrase = value == NULL && !deep ? g_hash_table_lookup(f->layout->document->phrases, name) : NULL;

		g_string_append_len(out, text, open - text);
		if (value != NULL)
			g_string_append(out, value);
		else if (phrase != NULL && strchr(name, '.') == NULL)
			fill(f, phrase, true, out);
		else if (phrase != NULL)
			g_string_append(out, phrase);
		else
			g_string_append_len(out, open, close + 2 - open);
		g_free(name);
	}
	g_string_append(out, text);
}

/* Parts between dots; one that comes out empty goes with its dot. */
static const char *
filled(const struct filling *f, const char *text)
{
	char **parts = g_strsplit(text, "\xc2\xb7", -1);
	GString *all = g_string_new(NULL);
	const char *kept;

	for (size_t i = 0; parts[i] != NULL; i++) {
		GString *part = g_string_new(NULL);

		fill(f, parts[i], false, part);
		g_strstrip(part->str);
		if (*part->str != '\0')
			g_string_append_printf(all, "%s%s", all->len > 0 ? "  \xc2\xb7  " : "", part->str);
		g_string_free(part, TRUE);
	}
	g_strfreev(parts);
	kept = text_clean(f->layout, all->str);
	g_string_free(all, TRUE);
	return kept;
}

/* As much as there is room for. */
static const char *
cut(const struct layout *l, const char *text, double width, const struct text_style *style)
{
	GString *s = g_string_new(text);

	while (s->len > 0 && text_width(l, style, s->str) > width) {
		const char *end = g_utf8_find_prev_char(s->str, s->str + s->len);
		const char *before = g_str_has_suffix(s->str, "\u2026") && end > s->str ? g_utf8_find_prev_char(s->str, end) : end;

		g_string_truncate(s, before != NULL ? (gsize)(before - s->str) : 0);
		g_string_append(s, "\u2026");
		if (strcmp(s->str, "\u2026") == 0)
			break;
	}
	text = region_strdup(l->region, s->str);
	g_string_free(s, TRUE);
	return text;
}

/* Returns its width. */
static double
put(const struct filling *f, struct strip *s, enum furniture which, double at, double align, double room, double y,
    const struct text_style *style)
{
	const struct layout *l = f->layout;
	const char *text = cut(l, filled(f, l->theme->furniture[which].text), room, style);
	const double w = text_width(l, style, text), size = l->theme->type[style->type].size;

	if (*text != '\0')
		strip_mark(s, (struct mark){ .shape = SHAPE_TEXT, .x = at - align * w, .y = y, .w = w, .h = size, .face = style->face,
		    .size = size, .tracking = style->tracking, .colour = style->colour, .text = text });
	return w;
}

double
logo_width(const struct theme *t, double height)
{
	return t->logo.height > 0 ? height * t->logo.width / t->logo.height : 0;
}

void
furniture_layout(const struct layout *l, unsigned page, const char *running, struct strip *s)
{
	const struct filling f = { l, page, running };
	const struct theme *t = l->theme;
	const struct text_style plain = { .type = TYPE_SMALL, .colour = COLOUR_CAPTION };
	const struct text_style strong = { .type = TYPE_SMALL, .face = FACE_STRONG, .colour = COLOUR_INK };
	const struct text_style code = { .type = TYPE_LABEL, .face = FACE_CODE, .colour = COLOUR_CAPTION };
	const double left = t->margin, right = t->width - left, width = right - left, gap = 12, head = 44, foot = t->height - 30;
	const double logo = MIN(logo_width(t, t->logo_header), width / 4), past = logo > 0 ? logo + 8 : 0;
	double used;

	if (logo > 0)
		strip_mark(s, (struct mark){ .shape = SHAPE_IMAGE, .x = left, .y = 48 - t->logo_header * logo / logo_width(t, t->logo_header),
		    .w = logo, .h = t->logo_header * logo / logo_width(t, t->logo_header),
		    .text = document_phrase(l->document, "logo-alternate") });
	used = put(&f, s, HEADER_RIGHT, right, 1, width / 2, head, &plain);
	put(&f, s, HEADER_LEFT, left + past, 0, width - past - used - gap, head, &plain);
	strip_mark(s, (struct mark){ .shape = SHAPE_LINE, .x = left, .y = 52, .w = width, .pen = 0.6, .colour = COLOUR_RULE });
	strip_mark(s, (struct mark){ .shape = SHAPE_LINE, .x = left, .y = t->height - 42, .w = width, .pen = 0.6, .colour = COLOUR_RULE });
	put(&f, s, FOOTER_LEFT, left, 0, width / 3 - gap, foot, &code);
	put(&f, s, FOOTER_CENTRE, t->width / 2, 0.5, width / 3, foot, &plain);
	put(&f, s, FOOTER_RIGHT, right, 1, width / 3 - gap, foot, &strong);
}

/* ---- characters that no font shows ---- */

static gint
by_number(gconstpointer a, gconstpointer b)
{
	return GPOINTER_TO_INT(a) - GPOINTER_TO_INT(b);
}

/* "U+4E2D, U+6587". */
static const char *
characters(const struct layout *first, struct region *region)
{
	GList *all = g_list_sort(g_hash_table_get_keys(first->lacking), by_number);
	GString *text = g_string_new(NULL);
	const char *kept;
	unsigned n = 0;

	for (const GList *c = all; c != NULL; c = c->next, n++)
		if (n < CHARACTERS_NAMED)
			g_string_append_printf(text, "%sU+%04X", n > 0 ? ", " : "", GPOINTER_TO_UINT(c->data));
	if (n > CHARACTERS_NAMED)
		g_string_append_printf(text, ", \u2026 (+%u)", n - CHARACTERS_NAMED);
	g_list_free(all);
	kept = region_strdup(region, text->str);
	g_string_free(text, TRUE);
	return kept;
}

static struct block *
note_of(const struct document *document, const struct layout *first, struct region *region)
{
	GString *text = g_string_new(document_phrase(document, "substitutes"));
	struct block *b = region_alloc(region, sizeof *b);
	struct run run = { RUN_PLAIN, NULL, NULL };

	g_string_replace(text, "{{characters}}", characters(first, region), 0);
	run.text = region_strdup(region, text->str);
	b->kind = BLOCK_PARAGRAPH;
	b->runs = (struct runs){ 1, region_copy(region, &run, sizeof run) };
	g_string_free(text, TRUE);
	return b;
}

GPtrArray *
substitutes_noted(const struct document *document, const struct layout *first, struct region *region)
{
	GPtrArray *blocks = g_ptr_array_new();
	struct block *note = note_of(document, first, region);
	bool below = false;         /* the heading that it stands below was passed */

	for (guint i = 0; i < document->blocks->len; i++) {
		struct block *b = g_ptr_array_index(document->blocks, i);

		if (note != NULL && below && b->kind == BLOCK_HEADING && b->level <= 2) {
			g_ptr_array_add(blocks, note);
			note = NULL;
		}
		below = below || (b->kind == BLOCK_HEADING && g_strcmp0(b->anchor, "how-to-read") == 0);
		g_ptr_array_add(blocks, b);
	}
	if (note != NULL)
		g_ptr_array_add(blocks, note);
	return blocks;
}
