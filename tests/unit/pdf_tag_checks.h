#ifndef UNIT_PDF_TAG_CHECKS_H
#define UNIT_PDF_TAG_CHECKS_H

#include "pdf_checks.h"

/* The tree of tags, from the elements to the content and back (ISO 32000-1, 14.7; ISO 14289-1, 7). */

struct tree {
	struct pdf *pdf;
	GPtrArray *pages;
	GHashTable *parents;        /* key of the parent tree to its value */
	GHashTable *claimed;        /* "page object, identifier" and "link object": who has it */
	unsigned level;             /* of the last heading */
	unsigned depth;
	unsigned count[2];          /* figures, links */
};

static void
collect_parents(const struct pdf *p, const struct pdf_value *node, GHashTable *parents)
{
	const struct pdf_value *nums = entry(p, node, "Nums"), *kids = entry(p, node, "Kids");

	for (guint i = 0; i + 1 < items(nums); i += 2)
		g_hash_table_insert(parents, GUINT_TO_POINTER((guint)item(p, nums, i)->number), g_ptr_array_index(nums->items, i + 1));
	for (guint i = 0; i < items(kids); i++)
		collect_parents(p, item(p, kids, i), parents);
}

static void
claim(struct tree *t, unsigned a, unsigned b, struct pdf_value *element)
{
	char *key = g_strdup_printf("%u %u", a, b);

	if (!g_hash_table_insert(t->claimed, key, element))
		fault(t->pdf, "%s belongs to two elements", key);
}

static void
check_heading(struct tree *t, const char *role)
{
	const unsigned level = (unsigned)(role[1] - '0');

	if (level > t->level + 1)
		fault(t->pdf, "heading %s follows one of level %u", role, t->level);
	t->level = level;
}

static unsigned
count_kids(const struct tree *t, const struct pdf_value *element, const char *roles)
{
	struct pdf_value *k = entry(t->pdf, element, "K"), single = { .type = PDF_ARRAY };
	unsigned n = 0;

	if (k != NULL && k->type != PDF_ARRAY) {
		single.items = g_ptr_array_new();
		g_ptr_array_add(single.items, k);
		k = &single;
	}
	for (guint i = 0; i < items(k); i++)
		n += is_among(entry_text(t->pdf, item(t->pdf, k, i), "S"), roles);
	if (single.items != NULL)
		g_ptr_array_unref(single.items);
	return n;
}

static bool
has_other_page(const struct pdf *p, const struct pdf_value *element)
{
	const struct pdf_value *kids = entry(p, element, "K");

	for (guint i = 0; i < items(kids); i++)
		if (strcmp(entry_text(p, item(p, kids, i), "Type"), "MCR") == 0)
			return true;
	return false;
}

/* What an element of its role must have. */
static void
check_role(struct tree *t, const struct pdf_value *element, const char *role, const char *above)
{
	static const struct { const char *roles, *above; } places[] = {
		{ " Document ", " StructTreeRoot " }, { " LI ", " L " }, { " Lbl LBody ", " LI " }, { " THead TBody ", " Table " },
		{ " TR ", " THead TBody " }, { " TH TD ", " TR " }, { " TOCI ", " TOC " }, { " Caption ", " Figure Table " },
	};
	const struct pdf_value *attributes = entry(t->pdf, element, "A");

	if (!is_among(role, " Document Sect Div H1 H2 H3 H4 H5 H6 P L LI Lbl LBody Table THead TBody TR TH TD Figure Caption TOC TOCI Reference"
	    " Link Code Span "))
		fault(t->pdf, "%s is no standard role", role);
	for (size_t i = 0; i < G_N_ELEMENTS(places); i++)
		if (is_among(role, places[i].roles) && !is_among(above, places[i].above))
			fault(t->pdf, "%s in %s", role, above);
	if (role[0] == 'H' && role[1] != '\0')
		check_heading(t, role);
	if (strcmp(role, "TH") == 0 && *entry_text(t->pdf, attributes, "Scope") == '\0')
		fault(t->pdf, "a head of a table without its scope");
	if (strcmp(role, "Span") == 0 && *entry_text(t->pdf, element, "ActualText") == '\0')
		fault(t->pdf, "a symbol without its word");
	if (strcmp(role, "Figure") == 0) {
		t->count[0]++;
		/* The box is that of one page. */
		if (*entry_text(t->pdf, element, "Alt") == '\0' || (items(entry(t->pdf, attributes, "BBox")) != 4 && !has_other_page(t->pdf, element)))
			fault(t->pdf, "a figure without alternate text or box");
	}
}

/* All rows of a table are of one length. */
static void
check_table(struct tree *t, struct pdf_value *table)
{
	const struct pdf_value *parts = entry(t->pdf, table, "K");
	unsigned columns = 0;

	for (guint i = 0; i < items(parts); i++) {
		struct pdf_value *rows = entry(t->pdf, item(t->pdf, parts, i), "K");
		const guint n = rows == NULL ? 0 : rows->type == PDF_ARRAY ? items(rows) : 1;

		for (guint k = 0; k < n; k++) {
			const unsigned cells = count_kids(t, rows->type == PDF_ARRAY ? item(t->pdf, rows, k) : rows, " TH TD ");

			if (cells == 0 || (columns != 0 && cells != columns))
				fault(t->pdf, "a row of %u cells in a table of %u", cells, columns);
			columns = cells;
		}
	}
}

static void walk_element(struct tree *, struct pdf_value *, struct pdf_value *above, const char *role_above);

/* One item of K: an identifier, content of another page, a link, or an element. */
static void
walk_kid(struct tree *t, struct pdf_value *kid, struct pdf_value *element, const char *role)
{
	const struct pdf *p = t->pdf;
	const char *type = entry_text(p, kid, "Type");
	const struct pdf_value *page = entry_raw(kid, "Pg") != NULL ? entry_raw(kid, "Pg") : entry_raw(element, "Pg");

	if (kid->type == PDF_NUMBER || strcmp(type, "MCR") == 0) {
		if (page == NULL || is_among(role, " Document Sect Div L LI Table THead TBody TR TOC TOCI "))
			fault(t->pdf, "content in %s, or of no page", role);
		else
			claim(t, (unsigned)page->number, kid->type == PDF_NUMBER ? (unsigned)kid->number : entry_number(p, kid, "MCID", 0), element);
	} else if (strcmp(type, "OBJR") == 0) {
		if (strcmp(role, "Link") != 0)
			fault(t->pdf, "a link in %s", role);
		claim(t, (unsigned)entry_raw(kid, "Obj")->number, G_MAXUINT, element);
		t->count[1]++;
	} else
		walk_element(t, kid, element, role);
}

static void
walk_element(struct tree *t, struct pdf_value *element, struct pdf_value *above, const char *role_above)
{
	const char *role = entry_text(t->pdf, element, "S");
	struct pdf_value *kids = entry(t->pdf, element, "K");

	/* A damaged tree may bite its tail. */
	if (t->depth++ > 40) {
		fault(t->pdf, "a tree too deep");
		return;
	}
	if (entry(t->pdf, element, "P") != above)
		fault(t->pdf, "%s does not name its parent", role);
	check_role(t, element, role, role_above);
	if (strcmp(role, "Table") == 0)
		check_table(t, element);
	if (kids == NULL && !is_among(role, " TD TH "))
		fault(t->pdf, "%s is empty", role);
	else if (kids != NULL && kids->type != PDF_ARRAY)
		walk_kid(t, kids, element, role);
	for (guint i = 0; kids != NULL && kids->type == PDF_ARRAY && i < items(kids); i++)
		walk_kid(t, item(t->pdf, kids, i), element, role);
	t->depth--;
}

static bool
is_claimed_by(const struct tree *t, unsigned a, unsigned b, const struct pdf_value *reference)
{
	char *key = g_strdup_printf("%u %u", a, b);
	const struct pdf_value *element = g_hash_table_lookup(t->claimed, key);

	g_free(key);
	return element != NULL && element == resolve(t->pdf, (struct pdf_value *)(guintptr)reference);
}

/* Content and parent tree agree: as many, and each leads to the element that has it. */
static void
check_page_tags(struct tree *t, struct pdf_value *page, unsigned number)
{
	struct pdf *p = t->pdf;
	GArray *marked = read_page(p, page, number, true);
	const struct pdf_value *list = resolve(p, g_hash_table_lookup(t->parents, GUINT_TO_POINTER(entry_number(p, page, "StructParents", G_MAXUINT))));

	if (items(list) != marked->len)
		fault(p, "page %u: %u marked contents, %u in the parent tree", number, marked->len, items(list));
	for (guint i = 0; i < marked->len && i < items(list); i++)
		if (g_array_index(marked, unsigned, i) != i || !is_claimed_by(t, number_of(p, page), i, g_ptr_array_index(list->items, i)))
			fault(p, "page %u: content %u is not its element's", number, i);
	g_array_unref(marked);
}

static void
check_link(struct tree *t, const struct pdf_value *reference, unsigned page)
{
	struct pdf *p = t->pdf;
	const struct pdf_value *link = resolve(p, (struct pdf_value *)(guintptr)reference), *dest = entry_raw(link, "Dest");
	const struct pdf_value *parent = g_hash_table_lookup(t->parents, GUINT_TO_POINTER(entry_number(p, link, "StructParent", G_MAXUINT)));
	char *says = text_of(entry(p, link, "Contents"));

	if (entry_number(p, link, "F", 0) != 4 || *says == '\0')
		fault(p, "page %u: a link that is not printed or says nothing", page);
	if ((dest == NULL || dest->type != PDF_ARRAY) && *entry_text(p, entry(p, link, "A"), "URI") == '\0')
		fault(p, "page %u: a link that leads nowhere", page);
	if (parent == NULL || !is_claimed_by(t, (unsigned)reference->number, G_MAXUINT, parent))
		fault(p, "page %u: a link of no element", page);
	g_free(says);
}

static void
check_tags(struct pdf *p)
{
	struct pdf_value *root = entry(p, catalog_of(p), "StructTreeRoot");
	struct tree t = { p, pages_of(p), g_hash_table_new(NULL, NULL), g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL), 0, 0, { 0 } };

	if (root == NULL || strcmp(entry_text(p, entry(p, catalog_of(p), "MarkInfo"), "Marked"), "true") != 0)
		fault(p, "no tags");
	else {
		collect_parents(p, entry(p, root, "ParentTree"), t.parents);
		walk_element(&t, entry(p, root, "K"), root, "StructTreeRoot");
		if (t.count[0] == 0 || t.count[1] == 0)
			fault(p, "%u figures, %u links", t.count[0], t.count[1]);
		for (guint i = 0; i < t.pages->len; i++) {
			struct pdf_value *page = g_ptr_array_index(t.pages, i), *links = entry(p, page, "Annots");

			check_page_tags(&t, page, i + 1);
			for (guint k = 0; k < items(links); k++)
				check_link(&t, g_ptr_array_index(links->items, k), i + 1);
			if (items(links) > 0 && strcmp(entry_text(p, page, "Tabs"), "S") != 0)
				fault(p, "page %u: tabulator", i + 1);
		}
	}
	g_ptr_array_unref(t.pages);
	g_hash_table_unref(t.parents);
	g_hash_table_unref(t.claimed);
}

#endif
