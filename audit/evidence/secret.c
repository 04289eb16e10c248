/* Private keys in files of any kind: found by their label, never decoded. */
#include "secret.h"

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
