#include "pdf_parts.h"

/* Links and outline.  Destinations are arrays in their place: PDFBox Preflight does not follow a reference to one. */

/* Zoom 0 keeps the reader's (ISO 32000-1, table 151). */
static void
put_destination(GString *out, const struct pdf_file *f, unsigned page, double top)
{
	g_string_append_printf(out, "[%u 0 R/XYZ 0 ", g_array_index(f->pages, unsigned, page));
	pdf_put_number(out, top);
	g_string_append(out, " 0]");
}

static void
set_link(struct pdf_file *f, unsigned number, const struct link *link, bool tagged, unsigned key)
{
	GString *out = g_string_new("<</Type/Annot/Subtype/Link/F 4/Border[0 0 0]/Rect");

	pdf_put_box(out, link->left, link->bottom, link->right, link->top);
	g_string_append(out, "/Contents");
	pdf_put_text(out, link->text);
	if (tagged)
		g_string_append_printf(out, "/StructParent %u", key);
	if (link->uri != NULL) {
		g_string_append(out, "/A<</S/URI/URI");
		pdf_put_text(out, link->uri);
		g_string_append(out, ">>>>");
	} else {
		g_string_append(out, "/Dest");
		put_destination(out, f, link->target, link->target_top);
		g_string_append(out, ">>");
	}
	pdf_file_set(f, number, out);
}

unsigned
links_add(struct pdf_file *f, const struct parts *p)
{
	const unsigned first = f->objects->len;
	GPtrArray *pages = g_ptr_array_new();

	for (guint k = 0; k < f->pages->len; k++)
		g_ptr_array_add(pages, g_string_new(NULL));
	for (guint i = 0; i < p->links->len; i++) {
		const struct link *link = &g_array_index(p->links, struct link, i);

		set_link(f, pdf_file_reserve(f), link, p->structure != NULL, tags_link_key(f, i));
		g_string_append_printf(g_ptr_array_index(pages, link->page), " %u 0 R", first + i);
	}
	for (guint k = 0; k < f->pages->len; k++) {
		GString *more = g_ptr_array_index(pages, k);

		if (more->len > 0) {
			g_string_prepend(more, "/Annots[");
			g_string_append_c(more, ']');
		}
		/* The tabulator goes in reading order (ISO 14289-1, 7.18.3). */
		if (p->structure != NULL)
			g_string_append_printf(more, "/Tabs/S/StructParents %u", k);
		pdf_file_extend(f, g_array_index(f->pages, unsigned, k), "%s", more->str);
		g_string_free(more, TRUE);
	}
	g_ptr_array_unref(pages);
	return first;
}

/* ---- outline ---- */

struct item {
	unsigned parent, first, last, previous, next, children;     /* indices; 0 is the root, entries count from 1 */
};

/* Entries of one level are children of the last one of a lower level. */
static struct item *
hang_items(const GArray *outline)
{
	struct item *items = g_new0(struct item, outline->len + 1);

	for (unsigned i = 1; i <= outline->len; i++) {
		const struct entry *entries = &g_array_index(outline, struct entry, 0);
		unsigned parent = i - 1;

		while (parent > 0 && entries[parent - 1].level >= entries[i - 1].level)
			parent = items[parent].parent;
		items[i].parent = parent;
		items[i].previous = items[parent].last;
		if (items[parent].last == 0)
			items[parent].first = i;
		else
			items[items[parent].last].next = i;
		items[parent].last = i;
		items[parent].children++;
	}
	return items;
}

/* The whole outline shows its first two levels; the entries below are folded (12.3.3: Count below zero). */
static int
shown_below(const GArray *outline, const struct item *items, unsigned i)
{
	const struct entry *entries = &g_array_index(outline, struct entry, 0);
	int n = (int)items[i].children;

	if (i > 0 && entries[i - 1].level > 1)
		return -n;
	for (unsigned k = items[i].first; i == 0 && k != 0; k = items[k].next)
		n += MAX(shown_below(outline, items, k), 0);
	return n;
}

void
outline_add(struct pdf_file *f, const struct parts *p)
{
	static const char *const names[] = { "Parent", "First", "Last", "Prev", "Next" };
	const unsigned first = f->objects->len;
	struct item *items;

	if (p->outline->len == 0)
		return;
	items = hang_items(p->outline);
	for (unsigned i = 0; i <= p->outline->len; i++) {
		const unsigned kin[] = { items[i].parent, items[i].first, items[i].last, items[i].previous, items[i].next };
		GString *out = g_string_new(i == 0 ? "<</Type/Outlines" : "<<");

		for (size_t k = 0; k < G_N_ELEMENTS(kin); k++)
			if (kin[k] != 0 || (k == 0 && i > 0))
				g_string_append_printf(out, "/%s %u 0 R", names[k], first + kin[k]);
		if (items[i].children > 0)
			g_string_append_printf(out, "/Count %d", shown_below(p->outline, items, i));
		if (i > 0) {
			const struct entry *entry = &g_array_index(p->outline, struct entry, i - 1);

			g_string_append(out, "/Title");
			pdf_put_text(out, entry->title);
			g_string_append(out, "/Dest");
			put_destination(out, f, entry->page, entry->top);
		}
		g_string_append(out, ">>");
		pdf_file_add(f, out);
	}
	g_free(items);
	pdf_file_extend(f, f->root, "/PageMode/UseOutlines/Outlines %u 0 R", first);
}
