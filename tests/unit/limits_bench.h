#ifndef UNIT_LIMITS_BENCH_H
#define UNIT_LIMITS_BENCH_H

#include <glib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "../../audit/evidence/input.h"

/* A folder made for one test, and what was read from it. */
struct bench {
	char *folder;
	struct facts *facts;
};

G_GNUC_UNUSED static void
remove_all(const char *path)
{
	GDir *dir = g_file_test(path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open(path, 0, NULL);
	const char *name;

	while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
		char *child = g_build_filename(path, name, NULL);

		remove_all(child);
		g_free(child);
	}
	if (dir != NULL)
		g_dir_close(dir);
	g_remove(path);
}

G_GNUC_UNUSED static void
setup(struct bench *b, gconstpointer data)
{
	static const char memory[] = "/dev/shm";        /* a hundred thousand files need no disk */

	(void)data;
	b->folder = g_access(memory, W_OK) == 0 ? g_mkdtemp(g_build_filename(memory, "limits-XXXXXX", NULL)) : NULL;
	if (b->folder == NULL)
		b->folder = g_dir_make_tmp("limits-XXXXXX", NULL);
	b->facts = NULL;
}

G_GNUC_UNUSED static void
teardown(struct bench *b, gconstpointer data)
{
	(void)data;
	facts_free(b->facts);
	remove_all(b->folder);
	g_free(b->folder);
}

/* A file below the folder, its folders made; path may hold '/'. */
G_GNUC_UNUSED static void
put_bytes(const struct bench *b, const char *path, const char *bytes, gsize size)
{
	char *whole = g_build_filename(b->folder, path, NULL), *parent = g_path_get_dirname(whole);

	g_assert_cmpint(g_mkdir_with_parents(parent, 0700), ==, 0);
	g_assert_true(g_file_set_contents(whole, bytes, (gssize)size, NULL));
	g_free(parent);
	g_free(whole);
}

G_GNUC_UNUSED static void
put(const struct bench *b, const char *path, GString *text)
{
	put_bytes(b, path, text->str, text->len);
	g_string_free(text, TRUE);
}

/* n times the text. */
G_GNUC_UNUSED static void
append_times(GString *to, const char *text, gsize n)
{
	for (gsize i = 0; i < n; i++)
		g_string_append(to, text);
}

G_GNUC_UNUSED static void
append_fill(GString *to, char c, gsize n)
{
	const gsize at = to->len;

	g_string_set_size(to, at + n);
	memset(to->str + at, c, n);
}

G_GNUC_UNUSED static void
read_all(struct bench *b)
{
	const struct evidence_options options = { .folder = b->folder };
	GError *error = NULL;

	facts_free(b->facts);
	b->facts = facts_new();
	b->facts->as_of = 1780272000;
	g_assert_true(evidence_read(b->facts, &options, &error));
	g_assert_no_error(error);
}

G_GNUC_UNUSED static const struct source *
source_at(const struct bench *b, const char *path)
{
	return g_hash_table_lookup(b->facts->source_of, path);
}

/* How often the code was given for the file; -1 when there is no such file. */
G_GNUC_UNUSED static int
times(const struct bench *b, const char *path, const char *code)
{
	const struct source *s = source_at(b, path);

	return s == NULL ? -1 : GPOINTER_TO_INT(g_hash_table_lookup(s->per_code, code));
}

/* The file was read with nothing to remark, and n objects were taken; or it gave the one code. */
G_GNUC_UNUSED static void
gives(const struct bench *b, const char *path, guint64 objects, const char *code)
{
	const struct source *s = source_at(b, path);

	g_assert_nonnull(s);
	if (s == NULL)
		return;
	g_test_message("%s", path);
	g_assert_cmpuint(s->objects, ==, objects);
	g_assert_cmpuint(s->nproblems, ==, code != NULL ? 1 : 0);
	if (code != NULL)
		g_assert_cmpint(times(b, path, code), ==, 1);
}

#endif
