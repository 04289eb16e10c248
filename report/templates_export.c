/* The built-in templates as files, to begin one's own with. */
#include <errno.h>
#include <string.h>

#include "../audit/embedded.h"
#include "report.h"

static const char root[] = "templates/";

static bool
is_empty(const char *directory, bool *empty, GError **error)
{
	GDir *dir;

	if (g_mkdir_with_parents(directory, 0777) != 0) {
		g_set_error(error, G_FILE_ERROR, (gint)g_file_error_from_errno(errno), "%s: %s", directory, g_strerror(errno));
		return false;
	}
	dir = g_dir_open(directory, 0, error);
	if (dir == NULL)
		return false;
	*empty = g_dir_read_name(dir) == NULL;
	g_dir_close(dir);
	return true;
}

static bool
export_file(const char *directory, const struct embedded *e, GError **error)
{
	char *path = g_build_filename(directory, e->path + strlen(root), NULL), *folder = g_path_get_dirname(path);
	bool ok = g_mkdir_with_parents(folder, 0777) == 0;

	if (!ok)
		g_set_error(error, G_FILE_ERROR, (gint)g_file_error_from_errno(errno), "%s: %s", folder, g_strerror(errno));
	ok = ok && output_write(folder, strrchr(e->path, '/') + 1, e->data, e->size, error);
	g_free(folder);
	g_free(path);
	return ok;
}

bool
templates_export(const char *directory, bool force, GError **error)
{
	bool empty = true, ok = is_empty(directory, &empty, error);

	if (ok && !empty && !force) {
		g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_EXIST, "%s: is not empty; --force writes there all the same", directory);
		return false;
	}
	for (const struct embedded *e = embedded_files; ok && e->path != NULL; e++)
		if (g_str_has_prefix(e->path, root))
			ok = export_file(directory, e, error);
	return ok;
}
