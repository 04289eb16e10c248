/* No key and no password is left in memory when the evidence has been read. */
#include <fcntl.h>
#include <glib.h>
#include <openssl/crypto.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "../../audit/evidence/input.h"
#include "../../audit/evidence/secret.h"

enum { NEEDLE = 24, WINDOW = 1024 * 1024 };

/* What is looked for is kept in complement: it must not be found here. */
struct needle {
	const char *what;
	guint8 bytes[NEEDLE];
	size_t n;
};

static struct needle
needle_of(const char *what, const void *bytes, size_t n)
{
	struct needle needle = { what, { 0 }, MIN(n, NEEDLE) };

	for (size_t i = 0; i < needle.n; i++)
		needle.bytes[i] = (guint8)~((const guint8 *)bytes)[i];
	return needle;
}

static bool
matches(const struct needle *needle, const guint8 *p)
{
	for (size_t i = 0; i < needle->n; i++)
		if ((p[i] ^ needle->bytes[i]) != 0xff)
			return false;
	return true;
}

static unsigned
count_in(const struct needle *needle, const guint8 *p, size_t n)
{
	unsigned found = 0;

	for (size_t i = 0; i + needle->n <= n; i++)
		found += matches(needle, p + i);
	return found;
}

/* The heap as the kernel has it: what was freed is there as it was left. */
static unsigned
count_in_heap(const struct needle *needle)
{
	FILE *maps = fopen("/proc/self/maps", "r");
	const int memory = open("/proc/self/mem", O_RDONLY);
	static guint8 window[WINDOW];
	char line[512];
	unsigned long from, to;
	unsigned found = 0;

	while (maps != NULL && fgets(line, sizeof line, maps) != NULL) {
		if (strstr(line, "[heap]") == NULL || sscanf(line, "%lx-%lx", &from, &to) != 2)
			continue;
		for (unsigned long at = from; at < to; at += WINDOW - NEEDLE) {
			const ssize_t n = pread(memory, window, MIN(WINDOW, to - at), (off_t)at);

			found += n > 0 ? count_in(needle, window, (size_t)n) : 0;
		}
	}
	OPENSSL_cleanse(window, sizeof window);
	if (maps != NULL)
		fclose(maps);
	if (memory >= 0)
		close(memory);
	return found;
}

static void
read_folder(const char *folder, const char *passwords)
{
	struct facts *facts = facts_new();
	const struct evidence_options options = { .folder = folder, .password_file = passwords };

	g_assert_true(evidence_read(facts, &options, NULL));
	facts_free(facts);
}

/* The secret number of the key, from inside it: where every encoding of the key has the same octets. */
static struct needle
secret_of(const char *path)
{
	char *text, *begin, *end;
	gsize n;
	guint8 *der;
	struct needle needle;

	g_assert_true(g_file_get_contents(path, &text, &n, NULL));
	begin = strchr(text, '\n') + 1;
	end = strstr(begin, "-----END");
	*end = '\0';
	der = g_base64_decode(begin, &n);
	needle = needle_of(path, der + 40, NEEDLE);
	secret_free(der, n);
	g_free(text);
	return needle;
}

static void
test_key(void)
{
	const struct needle needle = secret_of("tests/certs/keys/ec.key");

	g_assert_cmpuint(count_in_heap(&needle), ==, 0);
	read_folder("tests/readers/pkcs12/keys/in", "tests/readers/pkcs12/keys/passwords");
	g_assert_cmpuint(count_in_heap(&needle), ==, 0);
}

static void
test_password(void)
{
	/* "last-of-them", the characters one further */
	char word[] = "mbtu.pg.uifn";
	struct needle needle;

	for (char *p = word; *p != '\0'; p++)
		*p = *p == '.' ? '-' : (char)(*p - 1);
	needle = needle_of("password", word, strlen(word));
	OPENSSL_cleanse(word, sizeof word);
	read_folder("tests/readers/pkcs12/passwords-file/in", "tests/readers/pkcs12/passwords-file/passwords");
	g_assert_cmpuint(count_in_heap(&needle), ==, 0);
}

int
main(int argc, char **argv)
{
	secret_wipe_freed();
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/wiped/key", test_key);
	g_test_add_func("/wiped/password", test_password);
	return g_test_run();
}
