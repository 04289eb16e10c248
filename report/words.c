#include "words.h"

#include <string.h>

#include "../audit/embedded.h"

static const char root[] = "templates/", prefix[] = "templates/en/";

struct words {
	struct region *region;
	GHashTable *pages;          /* name -> struct page * */
	const char *theme, *theme_file;
	size_t theme_size;
};

static void
page_free(gpointer p)
{
	struct page *page = p;

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

static struct page *
page_parse(struct region *region, const char *name, const char *text, size_t size)
{
	struct page *page = region_alloc(region, sizeof *page);

	*page = (struct page){ region_strdup(region, name), "", g_ptr_array_new(), cmark_parse_document(text, size, CMARK_OPT_DEFAULT) };
	for (cmark_node *n = cmark_node_first_child(page->root); n != NULL; n = cmark_node_next(n)) {
		struct section *section;

		if (heading_level(n) == 1)
			page->title = heading_text(region, n);
		if (heading_level(n) != 2)
			continue;
		section = region_alloc(region, sizeof *section);
		section->name = heading_text(region, n);
		section->first = cmark_node_next(n);
		if (section->first != NULL && heading_level(section->first) == 2)
			section->first = NULL;
		g_ptr_array_add(page->sections, section);
	}
	return page;
}

/* The directory's file, else NULL with no error when it has none. */
static char *
replacement(const char *directory, const char *path, gsize *size, const char **file, struct region *region, GError **error)
{
	char *full = directory != NULL ? g_build_filename(directory, path, NULL) : NULL, *text = NULL;

	if (full != NULL && g_file_test(full, G_FILE_TEST_EXISTS)) {
		*file = region_strdup(region, full);
		if (g_file_get_contents(full, &text, size, error) && !g_utf8_validate(text, (gssize)*size, NULL)) {
			g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "%s: not UTF-8", full);
			g_free(text);
			text = NULL;
		}
	}
	g_free(full);
	return text;
}

/* A page that takes the place of a built-in one has all of its sections: a report never lacks words. */
static bool
page_replaces(const struct page *page, const struct page *built_in, const char *file, GError **error)
{
	for (guint i = 0; i < built_in->sections->len; i++) {
		const struct section *s = g_ptr_array_index(built_in->sections, i);

		if (page_section(page, s->name) == NULL) {
			g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "%s: the section \"## %s\" is missing", file, s->name);
			return false;
		}
	}
	return true;
}

static bool
load_page(struct words *w, const char *directory, const struct embedded *e, GError **error)
{
	const char *file = e->path;
	char *name = g_strndup(e->path + strlen(prefix), strlen(e->path + strlen(prefix)) - strlen(".md"));
	struct page *page = page_parse(w->region, name, (const char *)e->data, e->size);
	GError *mistake = NULL;
	gsize size;
	char *text = replacement(directory, e->path + strlen(root), &size, &file, w->region, &mistake);

	if (text != NULL) {
		struct page *other = page_parse(w->region, name, text, size);

		page_replaces(other, page, file, &mistake);
		page_free(page);
		page = other;
	}
	g_free(text);
	g_free(name);
	g_hash_table_replace(w->pages, (gpointer)(guintptr)page->name, page);
	if (mistake != NULL)
		g_propagate_error(error, mistake);
	return mistake == NULL;
}

static bool
load_theme(struct words *w, const char *directory, const struct embedded *e, GError **error)
{
	GError *mistake = NULL;
	gsize size = e->size;
	char *text;

	w->theme_file = e->path;
	text = replacement(directory, e->path + strlen(root), &size, &w->theme_file, w->region, &mistake);
	w->theme = text != NULL ? region_strndup(w->region, text, size) : (const char *)e->data;
	w->theme_size = size;
	g_free(text);
	if (mistake != NULL)
		g_propagate_error(error, mistake);
	return mistake == NULL;
}

static bool
is_page(const char *path)
{
	return g_str_has_prefix(path, prefix) && g_str_has_suffix(path, ".md") && !g_str_has_suffix(path, "/README.md");
}

/* Every page and setting in the directory has a place, or its author is told: a misspelt name would change nothing. */
static bool
files_known(const char *directory, const char *below, GError **error)
{
	char *path = g_build_filename(directory, below, NULL);
	GDir *dir = g_dir_open(path, 0, error);
	const char *name;
	bool ok = dir != NULL;

	while (ok && (name = g_dir_read_name(dir)) != NULL) {
		char *file = g_build_filename(path, name, NULL), *relative = g_strconcat(below, name, NULL);
		char *built_in = g_strconcat(root, relative, NULL);

		if (g_file_test(file, G_FILE_TEST_IS_DIR)) {
			char *deeper = g_strconcat(relative, "/", NULL);

			ok = files_known(directory, deeper, error);
			g_free(deeper);
		} else if ((g_str_has_suffix(name, ".md") || g_str_has_suffix(name, ".ini")) && embedded_find(built_in) == NULL) {
			g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "%s: there is no %s to be replaced", file, built_in);
			ok = false;
		}
		g_free(built_in);
		g_free(relative);
		g_free(file);
	}
	if (dir != NULL)
		g_dir_close(dir);
	g_free(path);
	return ok;
}

struct words *
words_load(const char *directory, GError **error)
{
	struct words *w;

	if (directory != NULL && !files_known(directory, "", error))
		return NULL;
	w = g_new0(struct words, 1);
	w->region = region_new();
	w->pages = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, page_free);
	for (const struct embedded *e = embedded_files; e->path != NULL; e++) {
		const bool ok = is_page(e->path) ? load_page(w, directory, e, error) :
		    strcmp(e->path, "templates/theme.ini") != 0 || load_theme(w, directory, e, error);

		if (!ok) {
			words_free(w);
			return NULL;
		}
	}
	return w;
}

void
words_free(struct words *w)
{
	if (w == NULL)
		return;
	g_hash_table_unref(w->pages);
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

const char *
words_theme(const struct words *w, size_t *size, const char **file)
{
	*size = w->theme_size;
	*file = w->theme_file;
	return w->theme;
}
