#include "address.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static size_t
first_octet(const struct address *a)
{
	return a->family == 4 ? 12 : 0;
}

static unsigned
family_bits(const struct address *a)
{
	return a->family == 4 ? 32 : 128;
}

bool
address_parse(const char *text, struct address *a)
{
	char copy[INET6_ADDRSTRLEN];
	size_t n = strcspn(text, "%");

	memset(a, 0, sizeof *a);
	if (n == 0 || n >= sizeof copy || (text[n] == '%' && strchr(text, ':') == NULL))
		return false;
	memcpy(copy, text, n);
	copy[n] = '\0';
	if (inet_pton(AF_INET, copy, a->octets + 12) == 1)
		a->family = 4;
	else if (inet_pton(AF_INET6, copy, a->octets) == 1)
		a->family = 6;
	return a->family != 0;
}

int
address_compare(const struct address *a, const struct address *b)
{
	return a->family != b->family ? (int)a->family - (int)b->family : memcmp(a->octets, b->octets, sizeof a->octets);
}

bool
address_next(const struct address *a, struct address *next)
{
	*next = *a;
	for (size_t i = sizeof next->octets; i-- > first_octet(a);)
		if (++next->octets[i] != 0)
			return true;
	return false;
}

bool
address_previous(const struct address *a, struct address *previous)
{
	*previous = *a;
	for (size_t i = sizeof previous->octets; i-- > first_octet(a);)
		if (previous->octets[i]-- != 0)
			return true;
	return false;
}

/* The block of a prefix around an address. */
static void
block_of(const struct address *a, unsigned prefix, struct range *r)
{
	r->low = r->high = *a;
	for (unsigned bit = prefix; bit < family_bits(a); bit++) {
		size_t octet = first_octet(a) + bit / 8;
		guint8 mask = (guint8)(0x80 >> bit % 8);

		r->low.octets[octet] &= (guint8)~mask;
		r->high.octets[octet] |= mask;
	}
}

/* 255.255.255.0 as 24; -1 when its bits are no prefix. */
static int
mask_prefix(const struct address *mask)
{
	int prefix = 0;
	bool ended = false;

	for (unsigned bit = 0; bit < 32; bit++) {
		bool one = (mask->octets[12 + bit / 8] >> (7 - bit % 8) & 1) != 0;

		if (one && ended)
			return -1;
		if (one)
			prefix++;
		else
			ended = true;
	}
	return prefix;
}

static bool
parse_prefix(const char *text, const struct address *a, unsigned *prefix)
{
	size_t n = strspn(text, "0123456789");

	if (n == 0 || n > 3 || text[n] != '\0')
		return false;
	*prefix = (unsigned)strtoul(text, NULL, 10);
	return *prefix <= family_bits(a);
}

/* What stands behind the first address: "", "/24", "-10.0.0.9" or "(255.255.255.0)". */
static bool
parse_tail(char separator, char *tail, const struct address *first, struct range *r)
{
	struct address second;
	unsigned prefix;
	size_t n = strlen(tail);
	int bits;

	switch (separator) {
	case '\0':
		r->low = r->high = *first;
		return true;
	case '/':
		if (!parse_prefix(tail, first, &prefix))
			return false;
		block_of(first, prefix, r);
		return true;
	case '-':
		if (!address_parse(tail, &second) || second.family != first->family || address_compare(first, &second) > 0)
			return false;
		r->low = *first;
		r->high = second;
		return true;
	default:
		if (n == 0 || tail[n - 1] != ')')
			return false;
		tail[n - 1] = '\0';
		if (first->family != 4 || !address_parse(tail, &second) || second.family != 4 || (bits = mask_prefix(&second)) < 0)
			return false;
		block_of(first, (unsigned)bits, r);
		return true;
	}
}

bool
range_parse(const char *text, struct range *r)
{
	char copy[2 * INET6_ADDRSTRLEN + 4];
	size_t n = 0, head;
	struct address first;
	char separator;

	for (const char *p = text; *p != '\0'; p++) {
		if (isspace((unsigned char)*p))
			continue;
		if (n + 1 >= sizeof copy)
			return false;
		copy[n++] = *p;
	}
	copy[n] = '\0';
	head = strcspn(copy, "/-(");
	separator = copy[head];
	copy[head] = '\0';
	return address_parse(copy, &first) && parse_tail(separator, copy + (separator == '\0' ? head : head + 1), &first, r);
}

bool
range_contains(const struct range *r, const struct address *a)
{
	return a->family == r->low.family && address_compare(&r->low, a) <= 0 && address_compare(a, &r->high) <= 0;
}

bool
range_within(const struct range *inner, const struct range *outer)
{
	return range_contains(outer, &inner->low) && range_contains(outer, &inner->high);
}

bool
range_overlaps(const struct range *a, const struct range *b)
{
	return a->low.family == b->low.family && address_compare(&a->low, &b->high) <= 0 && address_compare(&b->low, &a->high) <= 0;
}

int
range_compare_size(const struct range *a, const struct range *b)
{
	guint8 size[2][16];
	const struct range *r[2] = { a, b };

	for (size_t k = 0; k < 2; k++) {
		int borrow = 0;

		for (size_t i = 16; i-- > 0;) {
			int d = r[k]->high.octets[i] - r[k]->low.octets[i] - borrow;

			borrow = d < 0;
			size[k][i] = (guint8)d;
		}
	}
	return memcmp(size[0], size[1], sizeof size[0]);
}

/* The prefix length when the range is exactly one CIDR block, else -1. */
static int
block_prefix(const struct range *r)
{
	unsigned bits = family_bits(&r->low), prefix = 0;
	struct range block;

	while (prefix < bits) {
		size_t octet = first_octet(&r->low) + prefix / 8;

		if (((r->low.octets[octet] ^ r->high.octets[octet]) >> (7 - prefix % 8) & 1) != 0)
			break;
		prefix++;
	}
	block_of(&r->low, prefix, &block);
	return address_compare(&block.low, &r->low) == 0 && address_compare(&block.high, &r->high) == 0 ? (int)prefix : -1;
}

bool
range_is_all(const struct range *r)
{
	return block_prefix(r) == 0;
}

char *
address_print(const struct address *a)
{
	char text[INET6_ADDRSTRLEN];

	inet_ntop(a->family == 4 ? AF_INET : AF_INET6, a->octets + first_octet(a), text, sizeof text);
	return g_strdup(text);
}

char *
range_print(const struct range *r)
{
	char *low = address_print(&r->low), *high, *text;
	int prefix;

	if (address_compare(&r->low, &r->high) == 0)
		return low;
	prefix = block_prefix(r);
	high = address_print(&r->high);
	text = prefix >= 0 ? g_strdup_printf("%s/%d", low, prefix) : g_strdup_printf("%s-%s", low, high);
	g_free(low);
	g_free(high);
	return text;
}

static bool
in_one_of(const struct address *a, const char *const *blocks, size_t n)
{
	struct range r;

	for (size_t i = 0; i < n; i++)
		if (range_parse(blocks[i], &r) && range_contains(&r, a))
			return true;
	return false;
}

bool
address_is_private(const struct address *a)
{
	static const char *const blocks[] = {
		"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16",    /* RFC 1918 */
		"100.64.0.0/10",                                    /* RFC 6598 */
		"169.254.0.0/16",                                   /* RFC 3927 */
		"0.0.0.0/8", "127.0.0.0/8", "224.0.0.0/4", "240.0.0.0/4",
		"fc00::/7",                                         /* RFC 4193 */
		"fe80::/10", "::1", "::", "ff00::/8",               /* RFC 4291 */
	};
	static const char *const mapped[] = { "::ffff:0:0/96" };

	if (a->family == 6 && in_one_of(a, mapped, G_N_ELEMENTS(mapped))) {
		struct address v4 = { .family = 4 };

		memcpy(v4.octets + 12, a->octets + 12, 4);
		return address_is_private(&v4);
	}
	return in_one_of(a, blocks, G_N_ELEMENTS(blocks));
}

bool
address_is_documentation6(const struct address *a)
{
	static const char *const blocks[] = { "2001:db8::/32" };

	return in_one_of(a, blocks, G_N_ELEMENTS(blocks));
}
