/* Files of the templates: built in, and those of a directory. */
#include "templates.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../audit/embedded.h"

enum { DEPTH_MAX = 4, LANGUAGE_MAX = 35 };      /* folders below the directory; RFC 5646, 4.4.1 */

static const char root[] = "templates/", readme[] = "README.md";

static bool
refuse(GError **error, const char *file, const char *why)
{
	g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "%s: %s", file, why);
	return false;
}

/* ---- reading ---- */

static bool
read_whole(int fd, guint8 *data, gsize size)
{
	gsize got = 0;

	while (got < size) {
		const ssize_t n = read(fd, data + got, size - got);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		got += (gsize)n;
	}
	return true;
}

/* A pipe would make the audit wait for ever: only what is a file is read. */
static const guint8 *
read_file(struct region *region, const char *path, gsize max, gsize *size, GError **error)
{
	const int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	guint8 *data = NULL;
	struct stat about;

	if (fd < 0 || fstat(fd, &about) != 0) {
		refuse(error, path, g_strerror(errno));
	} else if (!S_ISREG(about.st_mode)) {
		refuse(error, path, "not a file");
	} else if ((guint64)about.st_size > max) {
		g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "%s: larger than %" G_GSIZE_FORMAT " octets", path, max);
	} else {
		*size = (gsize)about.st_size;
		data = region_alloc(region, *size + 1);
		if (!read_whole(fd, data, *size)) {
			refuse(error, path, "cannot be read");
			data = NULL;
		}
	}
	if (fd >= 0)
		close(fd);
	return data;
}

const struct template_file *
template_read(struct region *region, const char *directory, const char *path, gsize max, GError **error)
{
	struct template_file *file = region_alloc(region, sizeof *file);
	char *full = directory != NULL ? g_build_filename(directory, path, NULL) : NULL, *built_in = g_strconcat(root, path, NULL);
	const struct embedded *e = embedded_find(built_in);
	bool found = false;

	if (full != NULL && g_file_test(full, G_FILE_TEST_EXISTS)) {
		file->name = region_strdup(region, full);
		file->replaced = true;
		file->data = read_file(region, full, max, &file->size, error);
		found = file->data != NULL;
	} else if (e != NULL) {
		*file = (struct template_file){ e->path, e->data, e->size, false };
		found = true;
	}
	g_free(built_in);
	g_free(full);
	return found ? file : NULL;
}

const struct template_file *
template_read_text(struct region *region, const char *directory, const char *path, GError **error)
{
	const struct template_file *file = template_read(region, directory, path, TEMPLATE_TEXT_MAX, error);
	struct template_file *text;
	const gchar *end;
	unsigned line = 1;

	if (file == NULL)
		return NULL;
	text = region_copy(region, file, sizeof *file);
	/* What editors of Windows write before the text. */
	if (text->size >= 3 && memcmp(text->data, "\xef\xbb\xbf", 3) == 0) {
		text->data += 3;
		text->size -= 3;
	}
	if (g_utf8_validate((const char *)text->data, (gssize)text->size, &end))
		return text;
	for (const gchar *p = (const gchar *)text->data; p < end; p++)
		line += *p == '\n';
	g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "%s:%u: not UTF-8", text->name, line);
	return NULL;
}

/* ---- languages ---- */

bool
template_language_valid(const char *language)
{
	const size_t n = strlen(language), letters = strspn(language, "abcdefghijklmnopqrstuvwxyz");

	if (n > LANGUAGE_MAX || letters < 2 || letters > 3 || (letters < n && language[letters] != '-'))
		return false;
	for (size_t i = letters; i < n; i++)
		if (language[i] == '-' ? !g_ascii_isalnum(language[i + 1]) : !g_ascii_isalnum(language[i]))
			return false;
	return true;
}

bool
template_language_known(const char *directory, const char *language)
{
	char *below = g_strconcat(root, language, "/", NULL), *path = directory != NULL ? g_build_filename(directory, language, NULL) : NULL;
	bool known = path != NULL && g_file_test(path, G_FILE_TEST_IS_DIR);

	for (const struct embedded *e = embedded_files; !known && e->path != NULL; e++)
		known = g_str_has_prefix(e->path, below);
	g_free(path);
	g_free(below);
	return known;
}

/* ---- every file has a place ---- */

/* "de/rules/ADISC-001.md" has the place of "templates/en/rules/ADISC-001.md". */
static bool
has_place(const char *relative)
{
	const char *below = strchr(relative, '/');
	char *language = below != NULL ? g_strndup(relative, (gsize)(below - relative)) : NULL;
	char *built_in = below != NULL ? g_strconcat(root, "en", below, NULL) : NULL;
	const bool found = below != NULL && template_language_valid(language) && embedded_find(built_in) != NULL;

	g_free(built_in);
	g_free(language);
	return found;
}

/* Pictures, fonts and licences may have any name: theme.ini says which are used. */
static bool
is_text(const char *name)
{
	return (g_str_has_suffix(name, ".md") && strcmp(name, readme) != 0) || g_str_has_suffix(name, ".ini");
}

static bool
files_known(const char *directory, const char *below, unsigned depth, GError **error)
{
	char *path = g_build_filename(directory, below, NULL);
	GDir *dir = depth > DEPTH_MAX ? NULL : g_dir_open(path, 0, error);
	const char *name;
	bool ok = dir != NULL || (depth > DEPTH_MAX && refuse(error, path, "folders too deep in one another"));

	while (ok && (name = g_dir_read_name(dir)) != NULL) {
		char *file = g_build_filename(path, name, NULL), *relative = g_strconcat(below, name, NULL);

		if (g_file_test(file, G_FILE_TEST_IS_DIR)) {
			char *deeper = g_strconcat(relative, "/", NULL);

			ok = files_known(directory, deeper, depth + 1, error);
			g_free(deeper);
		} else if (is_text(name) && !has_place(relative)) {
			g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "%s: there is no %s%s to be replaced", file, root, relative);
			ok = false;
		}
		g_free(relative);
		g_free(file);
	}
	if (dir != NULL)
		g_dir_close(dir);
	g_free(path);
	return ok;
}

bool
templates_known(const char *directory, GError **error)
{
	return files_known(directory, "", 0, error);
}
