#include "folder.h"

#include <glib/gstdio.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

static int
by_bytes(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

GPtrArray *
folder_names(const char *path)
{
	GDir *dir = g_dir_open(path, 0, NULL);
	GPtrArray *names;
	const char *name;

	if (dir == NULL)
		return NULL;
	names = g_ptr_array_new_with_free_func(g_free);
	while ((name = g_dir_read_name(dir)) != NULL)
		g_ptr_array_add(names, g_strdup(name));
	g_dir_close(dir);
	g_ptr_array_sort(names, by_bytes);
	return names;
}

static bool
skipped(GPtrArray *skip, const char *path)
{
	for (guint i = 0; skip != NULL && i < skip->len; i++)
		if (strcmp(g_ptr_array_index(skip, i), path) == 0)
			return true;
	return false;
}

static void
copy(const char *from, const char *to, const char *below, GPtrArray *skip)
{
	GPtrArray *names = folder_names(from);

	g_mkdir_with_parents(to, 0700);
	for (guint i = 0; names != NULL && i < names->len; i++) {
		const char *name = g_ptr_array_index(names, i);
		char *source = g_build_filename(from, name, NULL), *target = g_build_filename(to, name, NULL);
		char *path = *below != '\0' ? g_strconcat(below, "/", name, NULL) : g_strdup(name);
		char *bytes, *link;
		gsize size;

		if (skipped(skip, path)) {
			/* left out */
		} else if ((link = g_file_read_link(source, NULL)) != NULL) {
			g_assert_cmpint(symlink(link, target), ==, 0);
			g_free(link);
		} else if (g_file_test(source, G_FILE_TEST_IS_DIR)) {
			copy(source, target, path, skip);
		} else {
			g_assert_true(g_file_get_contents(source, &bytes, &size, NULL));
			g_assert_true(g_file_set_contents(target, bytes, (gssize)size, NULL));
			g_free(bytes);
		}
		g_free(source);
		g_free(target);
		g_free(path);
	}
	if (names != NULL)
		g_ptr_array_unref(names);
}

void
folder_copy(const char *from, const char *to, GPtrArray *skip)
{
	copy(from, to, "", skip);
}

void
folder_remove(const char *path)
{
	GPtrArray *names = g_file_test(path, G_FILE_TEST_IS_SYMLINK) ? NULL : folder_names(path);

	for (guint i = 0; names != NULL && i < names->len; i++) {
		char *child = g_build_filename(path, g_ptr_array_index(names, i), NULL);

		folder_remove(child);
		g_free(child);
	}
	if (names != NULL)
		g_ptr_array_unref(names);
	g_remove(path);
}
