/* Private keys in files of any kind: found by their label, never decoded. */
#include "secret.h"

#include <malloc.h>
#include <openssl/crypto.h>
#include <stdlib.h>
#include <string.h>

enum { LETTERS_MAX = 16, BETWEEN_MAX = 24 };       /* "ENCRYPTED " may stand between the two words of a label */

/* The word with as many octets a letter as the text has; returns its size. */
static size_t
spread(guint8 *wide, const char *word, size_t width)
{
	size_t n = 0;

	for (; *word != '\0'; word++, n += width) {
		memset(wide + n, 0, width);
		wide[n] = (guint8)*word;
	}
	return n - width + 1;      /* the last octet of UTF-16 belongs to what follows in the other byte order */
}

static bool
label_in(const guint8 *bytes, size_t n, size_t width)
{
	guint8 begin[2 * LETTERS_MAX], key[2 * LETTERS_MAX];
	const size_t nbegin = spread(begin, "BEGIN ", width), nkey = spread(key, "PRIVATE KEY", width);
	const guint8 *end = bytes + n, *found;

	for (const guint8 *p = bytes; (found = memmem(p, (size_t)(end - p), key, nkey)) != NULL; p = found + nkey) {
		const size_t before = MIN((size_t)(found - bytes), (nbegin + BETWEEN_MAX) * width);

		if (memmem(found - before, before, begin, nbegin) != NULL)
			return true;
	}
	return false;
}

bool
secret_in(const guint8 *bytes, size_t n)
{
	return label_in(bytes, n, 1) || label_in(bytes, n, 2);
}

/* ---- overwriting ---- */

void
secret_free(void *p, size_t n)
{
	if (p != NULL)
		OPENSSL_cleanse(p, n);
	g_free(p);
}

void
secret_free_string(GString *s)
{
	if (s == NULL)
		return;
	OPENSSL_cleanse(s->str, s->len);
	g_string_free(s, TRUE);
}

static void *
allocate(size_t n, const char *file, int line)
{
	(void)file;
	(void)line;
	return malloc(n);
}

static void
wipe_and_free(void *p, const char *file, int line)
{
	(void)file;
	(void)line;
	if (p != NULL)
		OPENSSL_cleanse(p, malloc_usable_size(p));
	free(p);
}

static void *
wipe_and_move(void *p, size_t n, const char *file, int line)
{
	void *new = n > 0 ? malloc(n) : NULL;

	if (new == NULL && n > 0)
		return NULL;
	if (new != NULL && p != NULL)
		memcpy(new, p, MIN(malloc_usable_size(p), n));
	wipe_and_free(p, file, line);
	return new;
}

void
secret_wipe_freed(void)
{
	(void)CRYPTO_set_mem_functions(allocate, wipe_and_move, wipe_and_free);
}
