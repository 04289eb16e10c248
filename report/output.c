/* Files of the output folder: complete or absent. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "report.h"

static const char *const our_files[] = { "report.pdf", "report.txt", "findings.csv", "actions.csv" };
static const char temporary_prefix[] = ".hybrid-audit-";

/* The file being written, for the handler of SIGABRT: GLib aborts when memory ends.  Empty when there is none. */
static char unfinished[PATH_MAX];

static bool
failed(GError **error, const char *path)
{
	const int e = errno;

	g_set_error(error, G_FILE_ERROR, (gint)g_file_error_from_errno(e), "%s: %s", path, g_strerror(e));
	return false;
}

static bool
is_ours(const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(our_files); i++)
		if (strcmp(name, our_files[i]) == 0)
			return true;
	return g_str_has_prefix(name, temporary_prefix);
}

/* The first name in byte order that is not ours; free with g_free(). */
static char *
foreign_file(GDir *dir)
{
	const char *name;
	char *first = NULL;

	while ((name = g_dir_read_name(dir)) != NULL)
		if (!is_ours(name) && (first == NULL || strcmp(name, first) < 0)) {
			g_free(first);
			first = g_strdup(name);
		}
	return first;
}

bool
output_folder(const char *directory, bool force, GError **error)
{
	GDir *dir;
	char *foreign;

	if (g_mkdir_with_parents(directory, 0777) != 0)
		return failed(error, directory);
	dir = g_dir_open(directory, 0, error);
	if (dir == NULL)
		return false;
	foreign = force ? NULL : foreign_file(dir);
	g_dir_close(dir);
	if (foreign == NULL)
		return true;
	g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_EXIST, "%s: holds other files (%s); --force writes there all the same", directory, foreign);
	g_free(foreign);
	return false;
}

static bool
write_all(int fd, const char *data, size_t size)
{
	while (size > 0) {
		ssize_t n = write(fd, data, MIN(size, (size_t)INT_MAX));

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		data += n;
		size -= (size_t)n;
	}
	return true;
}

/* The rename is on disk when the folder is; file systems that cannot do that say EINVAL. */
static bool
sync_folder(const char *directory)
{
	const int fd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool ok;

	if (fd < 0)
		return false;
	ok = fsync(fd) == 0 || errno == EINVAL;
	close(fd);
	return ok;
}

static bool
write_file(int fd, const void *data, size_t size)
{
	/* mkstemp() leaves the file to its owner alone; a report has the permissions that the user's files have,
	 * where the file system knows permissions. */
	const mode_t mask = umask(0);
	bool ok;

	umask(mask);
	(void)fchmod(fd, 0666 & ~mask);
	ok = write_all(fd, data, size) && fsync(fd) == 0;
	return close(fd) == 0 && ok;
}

bool
output_write(const char *directory, const char *name, const void *data, size_t size, GError **error)
{
	char *path = g_build_filename(directory, name, NULL);
	bool ok = false;
	int fd;

	if ((size_t)g_snprintf(unfinished, sizeof unfinished, "%s/%sXXXXXX", directory, temporary_prefix) >= sizeof unfinished) {
		*unfinished = '\0';
		errno = ENAMETOOLONG;
	} else if ((fd = mkostemp(unfinished, O_CLOEXEC)) < 0) {
		*unfinished = '\0';
	} else {
		ok = write_file(fd, data, size) && rename(unfinished, path) == 0;
		if (ok)
			*unfinished = '\0';
		ok = ok && sync_folder(directory);
	}
	if (!ok)
		failed(error, path);
	output_abandon();
	g_free(path);
	return ok;
}

void
output_abandon(void)
{
	if (*unfinished != '\0')
		unlink(unfinished);
	*unfinished = '\0';
}
