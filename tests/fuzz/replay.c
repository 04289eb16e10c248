/* Runs a fuzz target over its corpus, one test a file: what once crashed must not crash again.  CORPUS is the folder. */
#include <glib.h>

int LLVMFuzzerTestOneInput(const guint8 *, size_t);

static void
replay(gconstpointer path)
{
	GError *error = NULL;
	char *bytes = NULL;
	guint8 *exact;
	gsize size = 0;

	g_assert_true(g_file_get_contents(path, &bytes, &size, &error));
	g_assert_no_error(error);
	/* GLib adds a NUL behind the contents, which would hide a read past the end. */
	exact = g_memdup2(bytes, size);
	g_free(bytes);
	g_assert_cmpint(LLVMFuzzerTestOneInput(exact, size), ==, 0);
	g_free(exact);
}

static int
by_text(gconstpointer a, gconstpointer b)
{
	return g_strcmp0(*(const char *const *)a, *(const char *const *)b);
}

int
main(int argc, char **argv)
{
	GPtrArray *paths = g_ptr_array_new_with_free_func(g_free);
	GDir *dir = g_dir_open(CORPUS, 0, NULL);
	const char *name;
	int status;

	g_test_init(&argc, &argv, NULL);
	while (dir != NULL && (name = g_dir_read_name(dir)) != NULL)
		g_ptr_array_add(paths, g_build_filename(CORPUS, name, NULL));
	g_ptr_array_sort(paths, by_text);
	for (guint i = 0; i < paths->len; i++) {
		const char *path = g_ptr_array_index(paths, i);
		char *test = g_strconcat("/", path, NULL);

		g_test_add_data_func(test, path, replay);
		g_free(test);
	}
	status = paths->len > 0 ? g_test_run() : 1;
	if (dir != NULL)
		g_dir_close(dir);
	g_ptr_array_unref(paths);
	return status;
}
