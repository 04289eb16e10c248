/* The file of --password-file.  Nothing of it is ever shown, neither in a message nor as a digest that could be tried against. */
#include "passwords.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/crypto.h>
#include <string.h>
#include <unistd.h>

#include "input.h"

enum { PASSWORDS_BYTES_MAX = 64 * 1024 };

struct passwords {
	dev_t device;
	ino_t inode;
	size_t n;
	const char *all[PASSWORDS_MAX];
	size_t size;
	char text[PASSWORDS_BYTES_MAX + 1];    /* the file; line ends become NUL */
};

/* Up to one octet more than the limit.  A pipe will do: a shell may get the passwords from a safe. */
static bool
read_text(struct passwords *p, const char *path)
{
	struct stat st;
	const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	ssize_t n = -1;
	int error;

	if (fd >= 0 && fstat(fd, &st) == 0) {
		p->device = st.st_dev;
		p->inode = st.st_ino;
		while ((n = read(fd, p->text + p->size, sizeof p->text - p->size)) > 0 || (n < 0 && errno == EINTR))
			p->size += n > 0 ? (size_t)n : 0;
	}
	error = errno;
	if (fd >= 0)
		close(fd);
	errno = error;
	return n == 0 || p->size == sizeof p->text;
}

/* False when there are too many. */
static bool
split(struct passwords *p)
{
	char *line = p->text, *const end = p->text + p->size;

	if (p->size >= 3 && memcmp(line, "\357\273\277", 3) == 0)
		line += 3;
	while (line < end) {
		char *stop = memchr(line, '\n', (size_t)(end - line));

		if (stop == NULL)
			stop = end;
		*stop = '\0';
		if (stop > line && stop[-1] == '\r')
			stop[-1] = '\0';
		if (*line != '\0' && p->n == PASSWORDS_MAX)
			return false;
		if (*line != '\0')
			p->all[p->n++] = line;
		line = stop + 1;
	}
	return true;
}

/* What is wrong with it, or NULL. */
static const char *
fault(struct passwords *p)
{
	if (p->size > PASSWORDS_BYTES_MAX)
		return "larger than 64 KB";
	if (memchr(p->text, '\0', p->size) != NULL || !g_utf8_validate(p->text, (gssize)p->size, NULL))
		return "not UTF-8 text";
	if (!split(p))
		return "more than 100 passwords";
	return p->n == 0 ? "no password in it" : NULL;
}

struct passwords *
passwords_read(const char *path, GError **error)
{
	struct passwords *p = g_new0(struct passwords, 1);
	const char *wrong = read_text(p, path) ? fault(p) : g_strerror(errno);

	if (wrong == NULL)
		return p;
	g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "--password-file: %s: %s", path, wrong);
	passwords_free(p);
	return NULL;
}

struct passwords *
passwords_parse(const char *text, size_t n)
{
	struct passwords *p = g_new0(struct passwords, 1);

	p->size = MIN(n, sizeof p->text);
	memcpy(p->text, text, p->size);
	if (fault(p) == NULL)
		return p;
	passwords_free(p);
	return NULL;
}

void
passwords_free(struct passwords *p)
{
	if (p == NULL)
		return;
	OPENSSL_cleanse(p, sizeof *p);
	g_free(p);
}

size_t
passwords_count(const struct passwords *p)
{
	return p != NULL ? p->n : 0;
}

const char *
passwords_at(const struct passwords *p, size_t i)
{
	return p->all[i];
}

bool
passwords_is_file(const struct passwords *p, const struct stat *st)
{
	return p != NULL && st->st_dev == p->device && st->st_ino == p->inode;
}
