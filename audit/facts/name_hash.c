/*
 * SipHash-1-3 (Aumasson and Bernstein, 2012) with a key of its own in each run.  The names of a zone file come from
 * strangers: with a hash that is known beforehand a file can be written whose names all meet in one place of the table.
 * The key decides nothing but where in a table a name lies, and the order of a table reaches no output.
 */
#include <string.h>
#include <sys/random.h>

#include "name.h"

struct state {
	guint64 v0, v1, v2, v3;
};

/* Set once, before the first name is hashed. */
static guint64 key[2];

static void
choose_key(void)
{
	static gsize chosen;

	if (!g_once_init_enter(&chosen))
		return;
	/* Without a key names are hashed all the same, only not in secret. */
	if (getrandom(key, sizeof key, GRND_NONBLOCK) != (ssize_t)sizeof key)
		key[0] = (guint64)g_get_monotonic_time();
	g_once_init_leave(&chosen, 1);
}

static guint64
rotate(guint64 x, unsigned n)
{
	return x << n | x >> (64 - n);
}

static void
round_of(struct state *s)
{
	s->v0 += s->v1;
	s->v2 += s->v3;
	s->v1 = rotate(s->v1, 13) ^ s->v0;
	s->v3 = rotate(s->v3, 16) ^ s->v2;
	s->v0 = rotate(s->v0, 32);
	s->v2 += s->v1;
	s->v0 += s->v3;
	s->v1 = rotate(s->v1, 17) ^ s->v2;
	s->v3 = rotate(s->v3, 21) ^ s->v0;
	s->v2 = rotate(s->v2, 32);
}

static void
take(struct state *s, guint64 word)
{
	s->v3 ^= word;
	round_of(s);
	s->v0 ^= word;
}

guint
name_hash(gconstpointer name)
{
	const char *p = name;
	size_t size = strlen(p), left;
	struct state s;
	guint64 word;

	choose_key();
	s = (struct state){ key[0] ^ 0x736f6d6570736575, key[1] ^ 0x646f72616e646f6d, key[0] ^ 0x6c7967656e657261, key[1] ^ 0x7465646279746573 };
	for (left = size; left >= sizeof word; left -= sizeof word, p += sizeof word) {
		memcpy(&word, p, sizeof word);
		take(&s, word);
	}
	word = 0;
	memcpy(&word, p, left);
	take(&s, word | (guint64)size << 56);
	s.v2 ^= 0xff;
	for (int i = 0; i < 3; i++)
		round_of(&s);
	word = s.v0 ^ s.v1 ^ s.v2 ^ s.v3;
	return (guint)(word ^ word >> 32);
}
