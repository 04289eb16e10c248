#include "path.h"

#include <fnmatch.h>
#include <string.h>

static bool
is_one_of(const char *word, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (g_ascii_strcasecmp(word, list[i]) == 0)
			return true;
	return false;
}

/* The file name without what zone files are called after their zone. */
static char *
without_extension(const char *name)
{
	static const char *const endings[] = { ".dns", ".zone", ".txt", ".db", ".hosts", ".bind", ".export", ".csv", ".json" };
	char *base = g_strdup(name);
	bool again = true;

	while (again) {
		again = false;
		for (size_t i = 0; i < G_N_ELEMENTS(endings); i++) {
			size_t n = strlen(base), m = strlen(endings[i]);

			if (n > m && g_ascii_strcasecmp(base + n - m, endings[i]) == 0) {
				base[n - m] = '\0';
				again = true;
			}
		}
	}
	return base;
}

/* Words of a path component.  In a file name a piece with a dot is a domain name, not words. */
static char **
words_of(const char *component, bool file)
{
	char *base = file ? without_extension(component) : g_strdup(component);
	char **pieces = g_strsplit_set(base, file ? "-_ ()[]+,@=~" : "-_ ()[]+,@=~.", -1);

	g_free(base);
	for (size_t i = 0; pieces[i] != NULL; i++)
		if (strchr(pieces[i], '.') != NULL)
			pieces[i][0] = '\0';
	return pieces;
}

static unsigned
views_in(const char *component, bool file)
{
	static const char *const internal[] = { "internal", "intern", "lan", "inside" };
	static const char *const external[] = { "external", "extern", "public", "internet" };
	char **words = words_of(component, file);
	unsigned found = 0;

	for (size_t i = 0; words[i] != NULL; i++) {
		if (is_one_of(words[i], internal, G_N_ELEMENTS(internal)))
			found |= 1U << VIEW_INTERNAL;
		if (is_one_of(words[i], external, G_N_ELEMENTS(external)))
			found |= 1U << VIEW_EXTERNAL;
	}
	g_strfreev(words);
	return found;
}

static enum view
view_of(unsigned found, bool *contradicts)
{
	*contradicts = found == (1U << VIEW_INTERNAL | 1U << VIEW_EXTERNAL);
	if (*contradicts || found == 0)
		return VIEW_NONE;
	return found == 1U << VIEW_INTERNAL ? VIEW_INTERNAL : VIEW_EXTERNAL;
}

enum view
words_view(const char *text, bool *contradicts)
{
	return view_of(views_in(text, false), contradicts);
}

enum view
path_view(const char *path, bool *contradicts)
{
	char **components = g_strsplit(path, "/", -1);
	size_t last = g_strv_length(components) - 1;
	unsigned found = 0;

	for (size_t i = last + 1; found == 0 && i-- > 0;)
		found = views_in(components[i], i == last);
	g_strfreev(components);
	return view_of(found, contradicts);
}

bool
path_is_cloud(const char *path)
{
	char **words = g_strsplit_set(path, "/-_ ()[]+,@=~.", -1);
	bool found = false;

	for (size_t i = 0; words[i] != NULL; i++)
		found = found || word_is_cloud(words[i]);
	g_strfreev(words);
	return found;
}

bool
path_matches(const struct setting *s, const char *path)
{
	return strcmp(s->section, "files") == 0 && !s->overridden && fnmatch(s->key, path, 0) == 0;
}

bool
path_setting(const struct facts *facts, const char *path, struct file_setting *out)
{
	for (guint i = 0; i < facts->settings->all->len; i++) {
		const struct setting *s = g_ptr_array_index(facts->settings->all, i);

		if (path_matches(s, path))
			return file_setting_parse(s->value, out);
	}
	*out = (struct file_setting){ FILE_OPEN, false, false, VIEW_NONE };
	return false;
}
