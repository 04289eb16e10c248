#ifndef RULES_ZONES_H
#define RULES_ZONES_H

#include "rule.h"

/* Rules of caa.c, tlsa.c and signatures.c. */
void check_caa(const struct facts *, struct judge *);
void check_tlsa(const struct facts *, struct judge *);
void check_signatures(const struct facts *, struct judge *);

#endif
