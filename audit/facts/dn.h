#ifndef FACTS_DN_H
#define FACTS_DN_H

#include <stdbool.h>
#include <stddef.h>

#include "region.h"

/* A distinguished name, most specific RDN first (the order .NET prints; the reverse of DER). */
struct rdn {
	const char *type;       /* upper-case: CN, OU, O, L, S (not ST), C, E, DC, STREET, SERIALNUMBER, OID.1.2.3 */
	const char *value;      /* UTF-8 */
	bool joined;            /* a further attribute of the RDN before it */
};

struct dn {
	size_t n;
	const struct rdn *rdns;
};

/* Parses .NET's text: ", " between RDNs, quotes around values that need them with inner quotes doubled, " + " in
 * multi-valued RDNs.  NULL when the text is no distinguished name. */
const struct dn *dn_parse(struct region *, const char *text);

/* How two names compare: RDN by RDN, types alias-folded (ST = S, EMAILADDRESS = E), values case-folded and without
 * blanks: exports wrap long lines and lose blanks.  An RDN is a set: within one the order does not count (X.501, 9.3). */
enum dn_match { DN_DIFFERENT, DN_SAME, DN_REVERSED };
enum dn_match dn_compare(const struct dn *, const struct dn *);

/* Equal for names that compare as DN_SAME or DN_REVERSED, and for few others: for tables of many names. */
char *dn_key(struct region *, const struct dn *);

const char *dn_value(const struct dn *, const char *type);   /* first value of the type: the most specific CN; or NULL */
char *dn_print(struct region *, const struct dn *);           /* .NET's text */

/* The tag of TlsCertificateName: <I>issuer<S>subject, tags in any case.  <I> is optional for Exchange: issuer is
 * NULL then.  A value of 40 hexadecimal digits (blanks and U+200E aside) is a thumbprint instead. */
struct tag {
	const struct dn *issuer, *subject;
	const char *thumbprint;     /* 40 upper-case digits, or NULL */
};

bool tag_parse(struct region *, const char *text, struct tag *);

/* 40 upper-case hexadecimal digits of a thumbprint as people paste it (blanks, colons and U+200E dropped); NULL when it is none. */
char *thumbprint_normal(struct region *, const char *text);

#endif
