/* Pages of Markdown and their sections. */
#include "words.h"

#include <string.h>

#include "theme.h"

void
page_free(struct page *page)
{
	g_ptr_array_unref(page->sections);
	cmark_node_free(page->root);
}

/* The plain text of a heading. */
static const char *
heading_text(struct region *region, cmark_node *heading)
{
	GString *s = g_string_new(NULL);
	const char *kept;

	for (cmark_node *n = cmark_node_first_child(heading); n != NULL; n = cmark_node_next(n))
		if (cmark_node_get_literal(n) != NULL)
			g_string_append(s, cmark_node_get_literal(n));
	kept = region_strdup(region, g_strstrip(s->str));
	g_string_free(s, TRUE);
	return kept;
}

static int
heading_level(cmark_node *node)
{
	return cmark_node_get_type(node) == CMARK_NODE_HEADING ? cmark_node_get_heading_level(node) : 0;
}

struct page *
page_parse(struct region *region, const char *name, const char *file, const char *text, gsize size, const struct settings *const *settings)
{
	struct page *page = region_alloc(region, sizeof *page);

	*page = (struct page){ region_strdup(region, name), file, "", 1, g_ptr_array_new(),
		cmark_parse_document(text, size, CMARK_OPT_DEFAULT) };
	for (cmark_node *n = cmark_node_first_child(page->root); n != NULL; n = cmark_node_next(n)) {
		struct section *section;

		if (heading_level(n) == 1) {
			page->title = heading_text(region, n);
			page->title_line = (unsigned)cmark_node_get_start_line(n);
		}
		if (heading_level(n) != 2)
			continue;
		section = region_alloc(region, sizeof *section);
		*section = (struct section){ heading_text(region, n), (unsigned)cmark_node_get_start_line(n), cmark_node_next(n), settings };
		if (section->first != NULL && heading_level(section->first) == 2)
			section->first = NULL;
		g_ptr_array_add(page->sections, section);
	}
	return page;
}

void
words_free(struct words *w)
{
	if (w == NULL)
		return;
	g_hash_table_unref(w->pages);
	theme_free(w->theme);
	region_free(w->region);
	g_free(w);
}

const struct page *
words_page(const struct words *w, const char *name)
{
	return g_hash_table_lookup(w->pages, name);
}

static gint
by_string(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

GPtrArray *
words_page_names(const struct words *w)
{
	GPtrArray *names = g_ptr_array_new();
	GHashTableIter i;
	gpointer key;

	g_hash_table_iter_init(&i, w->pages);
	while (g_hash_table_iter_next(&i, &key, NULL))
		g_ptr_array_add(names, key);
	g_ptr_array_sort(names, by_string);
	return names;
}

const struct section *
page_section(const struct page *page, const char *name)
{
	for (guint i = 0; page != NULL && i < page->sections->len; i++) {
		const struct section *s = g_ptr_array_index(page->sections, i);

		if (strcmp(s->name, name) == 0)
			return s;
	}
	return NULL;
}

const struct section *
page_section_for(const struct page *page, const char *what, const char *reason)
{
	char *name = g_strdup_printf("%s %s", what, reason);
	const struct section *s = page_section(page, name);

	g_free(name);
	return s != NULL ? s : page_section(page, what);
}

const struct theme *
words_theme(const struct words *w)
{
	return w->theme;
}

void
words_faint(const struct words *w, void (*call)(const char *, const char *, double, void *))
{
	theme_faint(w->theme, call, (gpointer)(guintptr)w->theme->file);
}

const char *
words_language(const struct words *w)
{
	return w->language;
}

unsigned
words_missing(const struct words *w, unsigned *all)
{
	*all = w->npages;
	return w->missing;
}

void
words_settings(struct words *w, const struct settings *settings)
{
	GHashTableIter i;
	gpointer value;

	w->settings = settings;
	g_hash_table_iter_init(&i, w->pages);
	while (g_hash_table_iter_next(&i, NULL, &value))
		((struct page *)value)->title = settings_fill(settings, w->region, ((struct page *)value)->title);
}
