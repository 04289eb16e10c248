/* The certificates of --trust. */
#include <string.h>

#include "certificates.h"
#include "secret.h"

struct trust {
	OSSL_LIB_CTX *context;
	STACK_OF(X509) *all;
	unsigned taken;
};

static void
take_trusted(struct container *c, X509 *x, const guint8 *der, size_t size, unsigned line)
{
	struct trust *t = c->closure;

	(void)der;
	(void)size;
	(void)line;
	X509_up_ref(x);
	sk_X509_push(t->all, x);
}

static void
ignore_problem(struct container *c, const char *code, unsigned line, const char *text, bool loss)
{
	(void)c;
	(void)code;
	(void)line;
	(void)text;
	(void)loss;
}

static bool
read_file(struct trust *t, const char *path, GError **error)
{
	struct container c = { .context = t->context, .certificate = take_trusted, .problem = ignore_problem, .closure = t,
		.iterations = ITERATIONS_FILE_MAX };
	char *bytes;
	gsize size;

	if (!g_file_get_contents(path, &bytes, &size, error))
		return false;
	container_read(&c, (const guint8 *)bytes, size);
	t->taken += c.taken;
	secret_free(bytes, size);
	return true;
}

static int
by_name(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The files of the folder, in byte order: of two roots alike the first is taken. */
static bool
read_folder(struct trust *t, const char *path, GError **error)
{
	GDir *dir = g_dir_open(path, 0, error);
	GPtrArray *files;
	const char *name;
	bool ok = true;

	if (dir == NULL)
		return false;
	files = g_ptr_array_new_with_free_func(g_free);
	while ((name = g_dir_read_name(dir)) != NULL)
		g_ptr_array_add(files, g_build_filename(path, name, NULL));
	g_dir_close(dir);
	g_ptr_array_sort(files, by_name);
	for (guint i = 0; ok && i < files->len; i++) {
		if (g_file_test(files->pdata[i], G_FILE_TEST_IS_REGULAR))
			ok = read_file(t, files->pdata[i], error);
	}
	g_ptr_array_unref(files);
	return ok;
}

bool
trust_read(OSSL_LIB_CTX *context, const char *path, STACK_OF(X509) *into, GError **error)
{
	struct trust t = { context, into, 0 };
	const bool folder = g_file_test(path, G_FILE_TEST_IS_DIR);

	if (!(folder ? read_folder(&t, path, error) : read_file(&t, path, error)))
		return false;
	if (t.taken == 0)
		g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "--trust: %s: no certificate in it", path);
	return t.taken > 0;
}
