#include "input.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "secret.h"

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

/* The first octets; a read may give fewer than were asked for. */
static void
add_to_head(struct input *in, const guint8 *bytes, size_t n)
{
	const size_t take = MIN(n, HEAD_BYTES - in->head_size);
	guint8 *head;

	if (take == 0)
		return;
	head = g_malloc(in->head_size + take);
	if (in->head != NULL)
		memcpy(head, in->head, in->head_size);
	memcpy(head + in->head_size, bytes, take);
	input_clear(in);
	in->head = head;
	in->head_size += take;
}

bool
input_look(struct input *in)
{
	const int fd = input_open(in->folder, in->raw_path);
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	unsigned char sum[EVP_MAX_MD_SIZE];
	guint8 *chunk = g_malloc0(SECRET_OVERLAP + HEAD_BYTES), *buffer = chunk + SECRET_OVERLAP;
	ssize_t n = -1;

	if (fd >= 0 && EVP_DigestInit_ex(ctx, EVP_sha256(), NULL) == 1)
		while ((n = read(fd, buffer, HEAD_BYTES)) > 0 || (n < 0 && errno == EINTR)) {
			if (n < 0)
				continue;
			add_to_head(in, buffer, (size_t)n);
			in->size += (guint64)n;
			EVP_DigestUpdate(ctx, buffer, (size_t)n);
			in->source->secret = in->source->secret || secret_in(chunk, SECRET_OVERLAP + (size_t)n);
			memmove(chunk, chunk + n, SECRET_OVERLAP);
		}
	if (n == 0 && EVP_DigestFinal_ex(ctx, sum, NULL) == 1)
		for (size_t i = 0; i < 32; i++)
			g_snprintf(in->source->sha256 + 2 * i, 3, "%02x", sum[i]);
	EVP_MD_CTX_free(ctx);
	OPENSSL_cleanse(chunk, SECRET_OVERLAP + HEAD_BYTES);
	g_free(chunk);
	if (fd >= 0)
		close(fd);
	in->source->size = in->size;
	return n == 0;
}

void
input_clear(struct input *in)
{
	guint8 *head = (guint8 *)(gsize)in->head;

	if (head != NULL)
		OPENSSL_cleanse(head, in->head_size);
	g_free(head);
	in->head = NULL;
}

struct whole {
	guint8 *bytes;
	size_t n, room;
};

/* What is freed of a file is overwritten first: it may hold a private key. */
static void
whole_free(gpointer p)
{
	struct whole *w = p;

	if (w->bytes != NULL)
		OPENSSL_cleanse(w->bytes, w->n);
	g_free(w->bytes);
	g_free(w);
}

/* A file that grew since it was looked at.  g_realloc() would leave the old octets behind. */
static void
make_room(struct whole *w)
{
	guint8 *bytes;

	if (w->n < w->room)
		return;
	w->room *= 2;
	bytes = g_malloc(w->room);
	memcpy(bytes, w->bytes, w->n);
	OPENSSL_cleanse(w->bytes, w->n);
	g_free(w->bytes);
	w->bytes = bytes;
}

/* Everything, or more than the limit, so that a file that grew meanwhile is seen as too large. */
static struct whole *
read_all(int fd, guint64 expected, size_t limit)
{
	struct whole *w = g_new0(struct whole, 1);
	ssize_t n;

	w->room = (size_t)MIN(expected, limit) + 1;
	w->bytes = g_malloc(w->room);
	while (w->n <= limit && (n = read(fd, w->bytes + w->n, w->room - w->n)) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			whole_free(w);
			return NULL;
		}
		w->n += (size_t)n;
		make_room(w);
	}
	return w;
}

GBytes *
input_bytes(struct input *in)
{
	int fd = input_open(in->folder, in->raw_path);
	struct whole *whole = fd >= 0 ? read_all(fd, in->size, FILE_BYTES_MAX) : NULL;

	if (whole == NULL)
		source_problem(in->source, in->facts->region, "unreadable", 0, NULL, g_strerror(errno), true);
	if (fd >= 0)
		close(fd);
	if (whole != NULL && whole->n > FILE_BYTES_MAX) {
		source_problem(in->source, in->facts->region, "too-large", 0, NULL, NULL, true);
		whole_free(whole);
		whole = NULL;
	}
	if (whole == NULL) {
		in->source->state = SOURCE_REFUSED;
		return NULL;
	}
	return g_bytes_new_with_free_func(whole->bytes, whole->n, whole_free, whole);
}
