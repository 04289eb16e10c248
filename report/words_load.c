/* The words of a report: which file each page is read from. */
#include <string.h>

#include "../audit/embedded.h"
#include "templates.h"
#include "theme.h"
#include "words.h"

static const char english[] = "en", prefix[] = "templates/en/";

/* Where the pages come from, and the first mistake. */
struct loading {
	struct words *words;
	const char *directory, *language;
	GError **error;
};

static const struct template_file *
read_in(const struct loading *l, const char *language, const char *name)
{
	char *path = g_strconcat(language, "/", name, NULL);
	const struct template_file *file = template_read_text(l->words->region, l->directory, path, l->error);

	g_free(path);
	return file;
}

/* A file in the language, else the English one. */
static const struct template_file *
read_text(const struct loading *l, const char *name)
{
	const bool foreign = strcmp(l->language, english) != 0;
	const struct template_file *file = read_in(l, l->language, name);

	if (file == NULL && foreign && *l->error == NULL)
		file = read_in(l, english, name);
	return file;
}

static bool
load_page(const struct loading *l, const struct embedded *e)
{
	struct words *w = l->words;
	const struct settings *const *settings = &w->settings;
	char *name = g_strndup(e->path + strlen(prefix), strlen(e->path + strlen(prefix)) - strlen(".md"));
	struct page *page = page_parse(w->region, name, e->path, (const char *)e->data, e->size, settings);
	const struct template_file *file = read_text(l, e->path + strlen(prefix));
	bool ok = file != NULL;

	w->npages++;
	if (ok && file->data != e->data) {
		struct page *other = page_parse(w->region, name, file->name, (const char *)file->data, file->size, settings);

		ok = page_check(other, page, l->error);
		page_free(page);
		page = other;
	}
	g_free(name);
	g_hash_table_replace(w->pages, (gpointer)(guintptr)page->name, page);
	return ok;
}

static bool
lacks_page(const struct loading *l, const struct embedded *e)
{
	char *path = g_strconcat(l->language, "/", e->path + strlen(prefix), NULL), *built_in = g_strconcat("templates/", path, NULL);
	char *full = l->directory != NULL ? g_build_filename(l->directory, path, NULL) : NULL;
	const bool lacks = embedded_find(built_in) == NULL && (full == NULL || !g_file_test(full, G_FILE_TEST_EXISTS));

	g_free(full);
	g_free(built_in);
	g_free(path);
	return lacks;
}

static bool
load_pages(const struct loading *l)
{
	for (const struct embedded *e = embedded_files; e->path != NULL; e++) {
		if (!g_str_has_prefix(e->path, prefix) || !g_str_has_suffix(e->path, ".md"))
			continue;
		l->words->missing += lacks_page(l, e);
		if (!load_page(l, e))
			return false;
	}
	return true;
}

static bool
load_theme(const struct loading *l)
{
	struct words *w = l->words;
	const struct template_file *file = read_text(l, "theme.ini");

	w->theme = file == NULL ? NULL : theme_parse((const char *)file->data, file->size, file->name, l->error);
	return w->theme != NULL && theme_load_files(w->theme, l->directory, l->error) && words_check_furniture(w, l->error);
}

static bool
language_known(const struct loading *l)
{
	if (template_language_valid(l->language) && template_language_known(l->directory, l->language))
		return true;
	g_set_error(l->error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "--language %s: there are no pages of this language", l->language);
	return false;
}

static void
free_page(gpointer page)
{
	page_free(page);
}

struct words *
words_load_language(const char *directory, const char *language, GError **error)
{
	struct words *w = g_new0(struct words, 1);
	GError *mistake = NULL;
	const struct loading l = { w, directory, language, &mistake };

	w->region = region_new();
	w->pages = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, free_page);
	w->language = region_strdup(w->region, language);
	if ((directory == NULL || templates_known(directory, &mistake)) && language_known(&l) && load_pages(&l) && load_theme(&l))
		return w;
	words_free(w);
	if (mistake != NULL)
		g_propagate_error(error, mistake);
	return NULL;
}

struct words *
words_load(const char *directory, GError **error)
{
	return words_load_language(directory, english, error);
}
