#ifndef FACTS_ADDRESS_H
#define FACTS_ADDRESS_H

#include <glib.h>
#include <stdbool.h>

/* An address of either family as a 128-bit number; IPv4 in the last four octets. */
struct address {
	guint8 family;          /* 4 or 6 */
	guint8 octets[16];      /* network order */
};

struct range {
	struct address low, high;   /* inclusive, one family */
};

/* Parse one address; "%zone" of IPv6 is dropped.  False when it is none. */
bool address_parse(const char *text, struct address *);

/* RemoteIPRanges grammar: one address, lo-hi, CIDR with host bits allowed, a.b.c.d(m.m.m.m).  False when it is none. */
bool range_parse(const char *text, struct range *);

int address_compare(const struct address *, const struct address *);   /* families apart: 4 before 6 */
bool range_contains(const struct range *, const struct address *);
bool range_within(const struct range *inner, const struct range *outer);
bool range_overlaps(const struct range *, const struct range *);
int range_compare_size(const struct range *, const struct range *);     /* by number of addresses; one family */
bool range_is_all(const struct range *);                                /* every address of its family */

bool address_next(const struct address *, struct address *);      /* false after the last */
bool address_previous(const struct address *, struct address *);

/* "10.0.0.50", "10.0.0.0/24" when the range is a CIDR block, else "lo-hi".  Free with g_free(). */
char *address_print(const struct address *);
char *range_print(const struct range *);

/* Not routable on the Internet: RFC 1918, 6598, 3927, 4193, 4291 link-local and loopback, 0/8, multicast and
 * reserved.  Documentation ranges 192.0.2.0/24, 198.51.100.0/24 and 203.0.113.0/24 count as public. */
bool address_is_private(const struct address *);
bool address_is_documentation6(const struct address *);   /* 2001:db8::/32 */

#endif
