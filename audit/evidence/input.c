#include "input.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Component by component with O_NOFOLLOW: a link anywhere in the path, even to a directory, is not followed. */
int
input_open(int folder, const char *path)
{
	char **parts = g_strsplit(path, "/", -1);
	int fd = dup(folder), saved;

	for (size_t i = 0; fd >= 0 && parts[i] != NULL; i++) {
		const bool last = parts[i + 1] == NULL;
		int next;

		if (strcmp(parts[i], "..") == 0) {
			next = -1;
			errno = EACCES;
		} else {
			next = openat(fd, parts[i], O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY | O_NONBLOCK | (last ? 0 : O_DIRECTORY));
		}
		saved = errno;
		close(fd);
		errno = saved;
		fd = next;
	}
	g_strfreev(parts);
	return fd;
}

/* Everything up to one octet more than the limit, so that a file that grew meanwhile is seen as too large. */
static GByteArray *
read_all(int fd, guint64 limit)
{
	GByteArray *bytes = g_byte_array_new();
	guint8 buffer[64 * 1024];
	ssize_t n;

	while ((n = read(fd, buffer, sizeof buffer)) != 0 && bytes->len <= limit) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			g_byte_array_unref(bytes);
			return NULL;
		}
		g_byte_array_append(bytes, buffer, (guint)n);
	}
	return bytes;
}

GBytes *
input_bytes(struct input *in)
{
	int fd = input_open(in->folder, in->raw_path);
	GByteArray *bytes = fd >= 0 ? read_all(fd, FILE_BYTES_MAX) : NULL;

	if (bytes == NULL)
		source_problem(in->source, in->facts->region, "unreadable", 0, NULL, g_strerror(errno), true);
	if (fd >= 0)
		close(fd);
	if (bytes != NULL && bytes->len > FILE_BYTES_MAX) {
		source_problem(in->source, in->facts->region, "too-large", 0, NULL, NULL, true);
		g_byte_array_unref(bytes);
		bytes = NULL;
	}
	if (bytes == NULL) {
		in->source->state = SOURCE_REFUSED;
		return NULL;
	}
	return g_byte_array_free_to_bytes(bytes);
}
