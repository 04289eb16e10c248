#ifndef EVIDENCE_WANTED_H
#define EVIDENCE_WANTED_H

#include "input.h"

/* Is a wanted name below this one?  Such names tell "absent" from "delegated" and "covered by a wildcard". */
bool wanted_is_above(const struct wanted *, const char *name);

#endif
