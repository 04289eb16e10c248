#include "pdf_parts.h"

/* The tree of the structure as objects of the file (ISO 32000-1, 14.7). */

enum { KEYS_PER_NODE = 256 };

struct tags {
	struct pdf_file *file;
	const struct parts *parts;
	unsigned links;             /* number of the first link's object */
	unsigned *objects;          /* number of the object by node; 0: says nothing */
	unsigned attributes[ATTRIBUTES];
	GArray **filled;            /* by slot: struct kid, or NULL */
};

/* Content of a slot. */
struct kid {
	bool link;
	unsigned index;             /* of the link, or identifier of the content on its page */
	unsigned page;
};

unsigned
tags_link_key(const struct pdf_file *f, guint link)
{
	return f->pages->len + link;
}

static const struct node *
node_at(const struct tags *t, unsigned id)
{
	return structure_node(t->parts->structure, id);
}

static void
fill(struct tags *t, unsigned slot, struct kid kid)
{
	if (t->filled[slot] == NULL)
		t->filled[slot] = g_array_new(FALSE, FALSE, sizeof kid);
	g_array_append_val(t->filled[slot], kid);
}

/* Content in the order in which it was drawn, then links. */
static void
fill_slots(struct tags *t)
{
	for (guint i = 0; i < t->parts->contents->len; i++) {
		const struct content *c = &g_array_index(t->parts->contents, struct content, i);

		fill(t, c->slot, (struct kid){ false, c->number, c->page });
	}
	for (guint i = 0; i < t->parts->links->len; i++) {
		const struct link *link = &g_array_index(t->parts->links, struct link, i);

		fill(t, link->slot, (struct kid){ true, i, link->page });
	}
}

/* Elements that say something get an object.  A table keeps its empty cells, so that its columns stay in line. */
static void
number_elements(struct tags *t)
{
	const guint n = t->parts->structure->nodes->len;
	bool *said = g_new0(bool, n);

	for (guint id = n; --id > 0;) {
		const struct node *node = node_at(t, id);

		said[id] = said[id] || t->filled[id] != NULL || node->role == ROLE_TD || node->role == ROLE_TH || id == 1;
		if (said[id])
			said[node->parent] = true;
	}
	for (guint id = 1; id < n; id++)
		if (said[id] && node_at(t, id)->role != ROLE_CONTENT)
			t->objects[id] = pdf_file_reserve(t->file);
	g_free(said);
}

static unsigned
page_object(const struct tags *t, unsigned page)
{
	return g_array_index(t->file->pages, unsigned, page);
}

/* ---- elements ---- */

/* The page of an element's first content, which the others need not name; or none. */
static bool
first_page(const struct tags *t, const struct node *node, unsigned *page)
{
	for (unsigned id = node->first; id != 0; id = node_at(t, id)->next)
		if (t->filled[id] != NULL) {
			*page = g_array_index(t->filled[id], struct kid, 0).page;
			return true;
		}
	return false;
}

static void
put_kids(const struct tags *t, const struct node *node, unsigned page, GString *out)
{
	unsigned n = 0;
	const gsize at = out->len;

	for (unsigned id = node->first; id != 0; id = node_at(t, id)->next) {
		if (t->objects[id] != 0) {
			g_string_append_printf(out, " %u 0 R", t->objects[id]);
			n++;
		}
		for (guint i = 0; t->filled[id] != NULL && i < t->filled[id]->len; i++, n++) {
			const struct kid *kid = &g_array_index(t->filled[id], struct kid, i);

			if (kid->link)
				g_string_append_printf(out, "<</Type/OBJR/Obj %u 0 R/Pg %u 0 R>>", t->links + kid->index,
				    page_object(t, kid->page));
			else if (kid->page == page)
				g_string_append_printf(out, " %u", kid->index);
			else
				g_string_append_printf(out, "<</Type/MCR/Pg %u 0 R/MCID %u>>", page_object(t, kid->page), kid->index);
		}
	}
	if (n == 0)
		return;
	g_string_insert(out, (gssize)at, n > 1 ? "/K[" : "/K");
	if (n > 1)
		g_string_append_c(out, ']');
}

/* Every figure on one page has its box (14.8.5.4.3). */
static void
put_figure(const struct tags *t, enum role role, const struct figure *figure, GString *out)
{
	g_string_append(out, role == ROLE_FIGURE ? "/Alt" : "/ActualText");
	pdf_put_text(out, figure->alternate);
	if (role != ROLE_FIGURE || figure->pages != 1)
		return;
	g_string_append(out, "/A<</O/Layout/Placement/Block/BBox");
	pdf_put_box(out, figure->left, t->parts->height - figure->bottom, figure->right, t->parts->height - figure->top);
	g_string_append(out, ">>");
}

/* Objects that say the same are one. */
static unsigned
attribute_object(struct tags *t, enum attribute attribute)
{
	static const char *const texts[ATTRIBUTES] = {
		[ATTRIBUTE_COLUMN] = "<</O/Table/Scope/Column>>", [ATTRIBUTE_ROW] = "<</O/Table/Scope/Row>>",
		[ATTRIBUTE_NUMBERS] = "<</O/List/ListNumbering/Decimal>>", [ATTRIBUTE_BULLETS] = "<</O/List/ListNumbering/Disc>>",
	};

	if (t->attributes[attribute] == 0)
		t->attributes[attribute] = pdf_file_add(t->file, g_string_new(texts[attribute]));
	return t->attributes[attribute];
}

static void
set_element(struct tags *t, unsigned id, unsigned root)
{
	const struct node *node = node_at(t, id);
	GString *out = g_string_new(NULL);
	unsigned page = 0;

	g_string_printf(out, "<</S/%s/P %u 0 R", role_name(node->role), node->parent == 0 ? root : t->objects[node->parent]);
	if (first_page(t, node, &page))
		g_string_append_printf(out, "/Pg %u 0 R", page_object(t, page));
	if (node->figure != NULL)
		put_figure(t, node->role, node->figure, out);
	if (node->attribute != ATTRIBUTE_NONE)
		g_string_append_printf(out, "/A %u 0 R", attribute_object(t, node->attribute));
	put_kids(t, node, page, out);
	g_string_append(out, ">>");
	pdf_file_set(t->file, t->objects[id], out);
}

/* ---- from content back to its element ---- */

static unsigned
element_of(const struct tags *t, unsigned slot)
{
	return t->objects[node_at(t, slot)->parent];
}

/* The values of the number tree in order of their keys: a list for each page, an element for each link. */
static GPtrArray *
tree_values(const struct tags *t)
{
	GPtrArray *values = g_ptr_array_new();

	for (guint i = 0; i < t->file->pages->len; i++)
		g_ptr_array_add(values, g_string_new("["));
	for (guint i = 0; i < t->parts->contents->len; i++) {
		const struct content *c = &g_array_index(t->parts->contents, struct content, i);

		g_string_append_printf(g_ptr_array_index(values, c->page), " %u 0 R", element_of(t, c->slot));
	}
	for (guint i = 0; i < t->file->pages->len; i++)
		g_string_append_c(g_ptr_array_index(values, i), ']');
	for (guint i = 0; i < t->parts->links->len; i++) {
		const struct link *link = &g_array_index(t->parts->links, struct link, i);
		GString *value = g_string_new(NULL);

		g_string_printf(value, " %u 0 R", element_of(t, link->slot));
		g_ptr_array_add(values, value);
	}
	return values;
}

static unsigned
add_parent_tree(struct tags *t)
{
	GPtrArray *values = tree_values(t);
	GString *kids = g_string_new("<</Kids[");

	for (guint from = 0; from < values->len; from += KEYS_PER_NODE) {
		const guint to = MIN(from + KEYS_PER_NODE, values->len);
		GString *node = g_string_new(NULL);

		g_string_printf(node, "<</Limits[%u %u]/Nums[", from, to - 1);
		for (guint i = from; i < to; i++) {
			GString *value = g_ptr_array_index(values, i);

			g_string_append_printf(node, "%s%u%s", i > from ? " " : "", i, value->str);
			g_string_free(value, TRUE);
		}
		g_string_append(node, "]>>");
		g_string_append_printf(kids, " %u 0 R", pdf_file_add(t->file, node));
	}
	g_string_append(kids, "]>>");
	g_ptr_array_unref(values);
	return pdf_file_add(t->file, kids);
}

void
tags_add(struct pdf_file *f, const struct parts *p, unsigned links)
{
	const guint n = p->structure->nodes->len;
	struct tags t = { f, p, links, g_new0(unsigned, n), { 0 }, g_new0(GArray *, n) };
	const unsigned root = pdf_file_reserve(f);
	GString *out = g_string_new(NULL);

	fill_slots(&t);
	number_elements(&t);
	for (guint id = 1; id < n; id++)
		if (t.objects[id] != 0)
			set_element(&t, id, root);
	g_string_printf(out, "<</Type/StructTreeRoot/K %u 0 R/ParentTree %u 0 R/ParentTreeNextKey %u>>", t.objects[1],
	    add_parent_tree(&t), tags_link_key(f, p->links->len));
	pdf_file_set(f, root, out);
	pdf_file_extend(f, f->root, "/MarkInfo<</Marked true>>/StructTreeRoot %u 0 R", root);
	for (guint id = 0; id < n; id++)
		if (t.filled[id] != NULL)
			g_array_unref(t.filled[id]);
	g_free(t.filled);
	g_free(t.objects);
}
