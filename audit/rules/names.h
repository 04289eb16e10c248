#ifndef RULES_NAMES_H
#define RULES_NAMES_H

#include "rule.h"

/* Is the name (normal form) an accepted domain of that side, word for word?  Only a complete export can say no. */
enum answer accepted_domain(const struct facts *, enum kind, const char *name);

#endif
