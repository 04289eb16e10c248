#ifndef FACTS_TAGS_H
#define FACTS_TAGS_H

#include <glib.h>
#include <stdbool.h>

#include "region.h"

/* "v=DMARC1; p=none; rua=mailto:a@contoso.com": the form of DMARC (RFC 7489, 6.4), MTA-STS (RFC 8461, 3.1) and TLS reports
 * (RFC 8460, 3). */
struct tag_pair {
	const char *name, *value;       /* blanks around both taken away */
};

struct tag_list {
	GArray *pairs;          /* struct tag_pair, the version first */
	const char *fault;      /* the first part that is no pair; or NULL */
};

/* Does the text begin as one of this version ("v=DMARC1")?  Blanks around the equals sign are no matter, letters' case is. */
bool tags_claim(const char *text, const char *version);

/* Clear with tags_clear(). */
void tags_parse(struct region *, const char *text, struct tag_list *);
void tags_clear(struct tag_list *);

/* The value of the first pair of the name (ASCII case ignored), or NULL. */
const char *tags_get(const struct tag_list *, const char *name);

#endif
