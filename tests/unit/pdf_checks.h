#ifndef UNIT_PDF_CHECKS_H
#define UNIT_PDF_CHECKS_H

#include "pdf_reader.h"

/* What ISO 19005 and ISO 14289-1 demand of a file and a program can see.  Each check adds what it finds to the faults. */

static struct pdf_value *
catalog_of(const struct pdf *p)
{
	return entry(p, p->trailer, "Root");
}

/* The page objects in order, found by walking the tree. */
static void
collect_pages(const struct pdf *p, struct pdf_value *node, GPtrArray *pages)
{
	const struct pdf_value *kids = entry(p, node, "Kids");

	if (strcmp(entry_text(p, node, "Type"), "Page") == 0)
		g_ptr_array_add(pages, node);
	for (guint i = 0; i < items(kids); i++)
		collect_pages(p, item(p, kids, i), pages);
}

static GPtrArray *
pages_of(const struct pdf *p)
{
	GPtrArray *pages = g_ptr_array_new();

	collect_pages(p, entry(p, catalog_of(p), "Pages"), pages);
	return pages;
}

static unsigned
number_of(const struct pdf *p, const struct pdf_value *v)
{
	return GPOINTER_TO_UINT(g_hash_table_lookup(p->numbers, v));
}

/* ---- metadata: XMP, information, colours (ISO 19005-1, 6.2.2 and 6.7) ---- */

struct xmp {
	GPtrArray *open;            /* names of the open elements */
	GHashTable *properties;     /* "dc:title" to its text */
};

static void
xmp_start(GMarkupParseContext *context, const char *name, const char **names, const char **values, gpointer data, GError **error)
{
	struct xmp *x = data;

	(void)context, (void)names, (void)values, (void)error;
	g_ptr_array_add(x->open, g_strdup(name));
}

static void
xmp_end(GMarkupParseContext *context, const char *name, gpointer data, GError **error)
{
	struct xmp *x = data;

	(void)context, (void)name, (void)error;
	g_ptr_array_set_size(x->open, (gint)x->open->len - 1);
}

static void
xmp_text(GMarkupParseContext *context, const char *text, gsize size, gpointer data, GError **error)
{
	struct xmp *x = data;
	char *plain = g_strndup(text, size);

	(void)context, (void)error;
	for (guint i = x->open->len; *g_strstrip(plain) != '\0' && i > 0; i--) {
		const char *name = g_ptr_array_index(x->open, i - 1);

		if (g_str_has_prefix(name, "rdf:"))
			continue;
		g_hash_table_insert(x->properties, g_strdup(name), g_strdup(plain));
		break;
	}
	g_free(plain);
}

/* The properties, or NULL when the metadata is no XML. */
static GHashTable *
read_xmp(struct pdf *p)
{
	static const GMarkupParser parser = { .start_element = xmp_start, .end_element = xmp_end, .text = xmp_text };
	const struct pdf_piece *o = object_of(p, entry_raw(catalog_of(p), "Metadata"));
	struct xmp x = { g_ptr_array_new_with_free_func(g_free), g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free) };
	GMarkupParseContext *context = g_markup_parse_context_new(&parser, 0, &x, NULL);
	bool ok = o != NULL && o->stream != NULL && entry(p, o->value, "Filter") == NULL;

	ok = ok && g_markup_parse_context_parse(context, (const char *)o->stream->data, (gssize)o->stream->len, NULL) &&
	    g_markup_parse_context_end_parse(context, NULL);
	g_markup_parse_context_free(context);
	g_ptr_array_unref(x.open);
	if (ok)
		return x.properties;
	g_hash_table_unref(x.properties);
	return NULL;
}

/* "D:20260601000000+00'00'" and "2026-06-01T00:00:00+00:00" say the same. */
static char *
digits_of(const char *text)
{
	GString *out = g_string_new(NULL);

	for (; text != NULL && *text != '\0'; text++)
		if (g_ascii_isdigit(*text))
			g_string_append_c(out, *text);
	return g_string_free(out, FALSE);
}

static void
check_metadata(struct pdf *p, const char *part, const char *conformance, const char *accessible)
{
	static const struct { const char *key, *property; bool date; } same[] = {
		{ "Title", "dc:title", false }, { "Author", "dc:creator", false }, { "Subject", "dc:description", false },
		{ "Creator", "xmp:CreatorTool", false }, { "Producer", "pdf:Producer", false }, { "CreationDate", "xmp:CreateDate", true },
		{ "ModDate", "xmp:ModifyDate", true },
	};
	const struct { const char *property, *text; } claims[] = {
		{ "pdfaid:part", part }, { "pdfaid:conformance", conformance }, { "pdfuaid:part", accessible },
	};
	const struct pdf_value *info = entry(p, p->trailer, "Info");
	GHashTable *xmp = read_xmp(p);

	if (xmp == NULL) {
		fault(p, "no metadata");
		return;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(same); i++) {
		char *said = text_of(entry(p, info, same[i].key)), *other = g_strdup(g_hash_table_lookup(xmp, same[i].property));

		if (same[i].date) {
			char *a = digits_of(said), *b = digits_of(other);

			g_free(said);
			g_free(other);
			said = a;
			other = b;
		}
		if (*said == '\0' || g_strcmp0(said, other) != 0)
			fault(p, "%s is \"%s\" and \"%s\"", same[i].key, said, other);
		g_free(said);
		g_free(other);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(claims); i++)
		if (g_strcmp0(g_hash_table_lookup(xmp, claims[i].property), claims[i].text) != 0)
			fault(p, "%s is %s", claims[i].property, (const char *)g_hash_table_lookup(xmp, claims[i].property));
	g_hash_table_unref(xmp);
}

static void
check_catalog(struct pdf *p)
{
	const struct pdf_value *intent = item(p, entry(p, catalog_of(p), "OutputIntents"), 0), *id = entry(p, p->trailer, "ID");
	const struct pdf_piece *profile = object_of(p, entry_raw(intent, "DestOutputProfile"));
	const guint8 *icc = profile == NULL || profile->stream == NULL ? NULL : profile->stream->data;

	if (icc == NULL || profile->stream->len < 132 || memcmp(icc + 36, "acsp", 4) != 0 || icc[8] != 2 ||
	    (guint)(icc[2] << 8 | icc[3]) != profile->stream->len || entry_number(p, profile->value, "N", 0) != 3)
		fault(p, "no output intent with a profile of three colours");
	if (items(id) != 2 || item(p, id, 0)->text->len != 16 || !g_string_equal(item(p, id, 0)->text, item(p, id, 1)->text))
		fault(p, "no file identifier of 16 octets");
	if (strlen(entry_text(p, catalog_of(p), "Lang")) < 2)
		fault(p, "no language");
	if (strcmp(entry_text(p, entry(p, catalog_of(p), "ViewerPreferences"), "DisplayDocTitle"), "true") != 0)
		fault(p, "the title is not displayed");
	if (entry(p, catalog_of(p), "AA") != NULL || entry(p, catalog_of(p), "OpenAction") != NULL || entry(p, p->trailer, "Encrypt") != NULL)
		fault(p, "an action or encryption");
}

/* ---- fonts (ISO 19005-1, 6.3) ---- */

struct face_read {
	const GByteArray *map;      /* glyphs of the codes */
	const guint8 *widths;       /* one bit for each code that has one */
};

static guint8 *
read_widths(const struct pdf *p, const struct pdf_value *widths)
{
	guint8 *bits = g_malloc0(0x10000 / 8);

	for (guint i = 0; i + 1 < items(widths); i += 2) {
		const unsigned first = (unsigned)item(p, widths, i)->number;

		for (unsigned c = first; c < first + items(item(p, widths, i + 1)) && c < 0x10000; c++)
			bits[c / 8] |= (guint8)(1 << c % 8);
	}
	return bits;
}

static struct face_read
read_face(const struct pdf *p, struct pdf_value *font)
{
	struct pdf_value *below = item(p, entry(p, font, "DescendantFonts"), 0);
	const struct pdf_piece *map = object_of(p, entry_raw(below, "CIDToGIDMap"));

	if (!g_hash_table_contains(p->faces, font))
		g_hash_table_insert(p->faces, font, read_widths(p, entry(p, below, "W")));
	return (struct face_read){ map == NULL ? NULL : map->stream, g_hash_table_lookup(p->faces, font) };
}

/* The codes of a string that is shown: each has a glyph of its own, and a width. */
static void
check_shown(struct pdf *p, const struct face_read *face, const struct pdf_value *string)
{
	for (gsize i = 0; string->type == PDF_STRING && i + 1 < string->text->len; i += 2) {
		const guint8 *at = (const guint8 *)string->text->str + i;
		const unsigned code = (unsigned)at[0] << 8 | at[1];

		if (face->map == NULL || 2 * code + 1 >= face->map->len || (face->map->data[2 * code] | face->map->data[2 * code + 1]) == 0)
			fault(p, "U+%04X is shown without a glyph", code);
		else if ((face->widths[code / 8] & 1 << code % 8) == 0)
			fault(p, "U+%04X has no width", code);
	}
}

static void
check_fonts(struct pdf *p, bool cid_set)
{
	unsigned n = 0;

	for (guint i = 0; i < p->objects->len; i++) {
		const struct pdf_piece *o = g_ptr_array_index(p->objects, i), *map, *program;
		struct pdf_value *below, *descriptor;
		const char *name;

		if (o == NULL || strcmp(entry_text(p, o->value, "Subtype"), "Type0") != 0)
			continue;
		n++;
		below = item(p, entry(p, o->value, "DescendantFonts"), 0);
		descriptor = entry(p, below, "FontDescriptor");
		name = entry_text(p, o->value, "BaseFont");
		map = object_of(p, entry_raw(o->value, "ToUnicode"));
		program = object_of(p, entry_raw(descriptor, "FontFile2"));
		if (strlen(name) < 8 || name[6] != '+' || strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") < 6 ||
		    strcmp(name, entry_text(p, descriptor, "FontName")) != 0 || strcmp(name, entry_text(p, below, "BaseFont")) != 0)
			fault(p, "%s is no name of a subset", name);
		if (program == NULL || program->stream == NULL || entry_number(p, program->value, "Length1", 0) != program->stream->len)
			fault(p, "%s is not embedded", name);
		if (map == NULL || map->stream == NULL || memmem(map->stream->data, map->stream->len, "beginbfrange", 12) == NULL ||
		    memmem(map->stream->data, map->stream->len, "cidrange", 8) != NULL)
			fault(p, "%s has no map to Unicode", name);
		if (strcmp(entry_text(p, entry(p, below, "CIDSystemInfo"), "Ordering"), "Identity") != 0 ||
		    strcmp(entry_text(p, o->value, "Encoding"), "Identity-H") != 0)
			fault(p, "%s is of another encoding", name);
		if (entry_number(p, descriptor, "CapHeight", 0) == 0 || (entry(p, descriptor, "CIDSet") != NULL) != cid_set)
			fault(p, "%s: CapHeight or CIDSet", name);
	}
	if (n == 0)
		fault(p, "no fonts");
}

/* ---- content of pages (ISO 32000-1, 14.6) ---- */

struct reading {
	struct pdf *pdf;
	struct pdf_value *page;
	unsigned number;
	bool tagged;
	GPtrArray *operands;
	unsigned depth;             /* of marked content */
	bool text;                  /* between BT and ET */
	struct face_read face;
	GArray *marked;             /* unsigned: identifiers of marked contents */
};

static bool
is_among(const char *word, const char *list)
{
	char *padded = g_strdup_printf(" %s ", word);
	const bool found = strstr(list, padded) != NULL;

	g_free(padded);
	return found;
}

static void
begin_marked(struct reading *r, const char *operator)
{
	const struct pdf_value *tag = r->operands->len > 0 ? g_ptr_array_index(r->operands, 0) : NULL;
	const unsigned id = r->operands->len < 2 ? G_MAXUINT : entry_number(r->pdf, g_ptr_array_index(r->operands, 1), "MCID", G_MAXUINT);

	if (r->text || r->depth++ > 0)
		fault(r->pdf, "page %u: marked content in text or in marked content", r->number);
	if (strcmp(operator, "BDC") == 0 && id != G_MAXUINT)
		g_array_append_val(r->marked, id);
	else if (tag == NULL || tag->type != PDF_NAME || strcmp(tag->text->str, "Artifact") != 0)
		fault(r->pdf, "page %u: marked content of no element", r->number);
}

static void
read_operator(struct reading *r, const char *operator)
{
	const struct pdf_value *first = r->operands->len > 0 ? g_ptr_array_index(r->operands, 0) : NULL;

	if (strcmp(operator, "BDC") == 0 || strcmp(operator, "BMC") == 0)
		begin_marked(r, operator);
	else if (strcmp(operator, "EMC") == 0 && r->depth-- == 0)
		fault(r->pdf, "page %u: EMC without its begin", r->number);
	else if (strcmp(operator, "BT") == 0 || strcmp(operator, "ET") == 0)
		r->text = *operator == 'B';
	else if (strcmp(operator, "Tf") == 0 && first != NULL)
		r->face = read_face(r->pdf, entry(r->pdf, entry(r->pdf, entry(r->pdf, r->page, "Resources"), "Font"), first->text->str));
	else if (is_among(operator, " Tj TJ ' \" ") && first != NULL)
		check_shown(r->pdf, &r->face, first);
	if (is_among(operator, " Tj TJ ' \" S s f F f* B B* b b* Do sh ") && r->tagged && r->depth == 0)
		fault(r->pdf, "page %u: %s outside of marked content", r->number, operator);
	if (!r->tagged && r->depth > 0)
		fault(r->pdf, "page %u: marked content in a file without tags", r->number);
}

/* Identifiers of the page's marked contents in the order of the content. */
static GArray *
read_page(struct pdf *p, struct pdf_value *page, unsigned number, bool tagged)
{
	struct reading r = { .pdf = p, .page = page, .number = number, .tagged = tagged, .operands = g_ptr_array_new(),
		.marked = g_array_new(FALSE, FALSE, sizeof(unsigned)) };
	const struct pdf_piece *content = object_of(p, entry_raw(page, "Contents"));
	const char *at, *end;

	if (content == NULL || content->stream == NULL) {
		fault(p, "page %u: no content", number);
		return r.marked;
	}
	at = (const char *)content->stream->data;
	end = at + content->stream->len;
	for (skip_blanks(&at, end); at < end; skip_blanks(&at, end)) {
		struct pdf_value *v = parse_value(p, &at, end);

		if (v->type != PDF_WORD) {
			g_ptr_array_add(r.operands, v);
			continue;
		}
		read_operator(&r, v->text->str);
		g_ptr_array_set_size(r.operands, 0);
	}
	if (r.depth != 0)
		fault(p, "page %u: marked content does not end", number);
	g_ptr_array_unref(r.operands);
	return r.marked;
}

#endif
