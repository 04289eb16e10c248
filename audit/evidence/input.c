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

const char *
container_kind(const guint8 *head, size_t size)
{
	static const struct { const char *magic; size_t n; const char *kind; } known[] = {
		{ "PK\003\004", 4, "zip-archive" },      /* also xlsx and docx */
		{ "\320\317\021\340", 4, "office-document" },
		{ "%PDF", 4, "pdf-document" }, { "Rar!", 4, "archive" }, { "7z\274\257", 4, "archive" }, { "MSCF", 4, "archive" },
		{ "\037\213", 2, "archive" }, { "\211PNG", 4, "picture" }, { "\377\330\377", 3, "picture" }, { "GIF8", 4, "picture" },
		{ "MZ", 2, "program" }, { "\177ELF", 4, "program" }, { "SQLite format 3", 15, "database" },
		{ ";BIND LOG V9", 12, "dns-journal" },
		/* BIND's masterfile-format "raw" and "map", behind them the version of the format. */
		{ "\0\0\0\2\0\0\0\0", 8, "dns-binary-zone" }, { "\0\0\0\2\0\0\0\1", 8, "dns-binary-zone" },
		{ "\0\0\0\3\0\0\0\0", 8, "dns-binary-zone" }, { "\0\0\0\3\0\0\0\1", 8, "dns-binary-zone" },
	};
	static const char *const html[] = { "<!doctype html", "<html" };
	size_t blank = 0;

	for (size_t i = 0; i < G_N_ELEMENTS(known); i++)
		if (size >= known[i].n && memcmp(head, known[i].magic, known[i].n) == 0)
			return known[i].kind;
	if (size >= 3 && memcmp(head, "\357\273\277", 3) == 0)
		blank = 3;
	while (blank < size && strchr(" \t\r\n", head[blank]) != NULL && head[blank] != '\0')
		blank++;
	for (size_t i = 0; i < G_N_ELEMENTS(html); i++)
		if (size - blank >= strlen(html[i]) && g_ascii_strncasecmp((const char *)head + blank, html[i], strlen(html[i])) == 0)
			return "html-page";
	return NULL;
}
