#ifndef EVIDENCE_WANTED_H
#define EVIDENCE_WANTED_H

#include "input.h"

/* Is a wanted name at or below this one?  Such names tell "absent" from "delegated" and "covered by a wildcard". */
bool wanted_is_above(const struct wanted *, const char *name);

/* The i-th name, in the order in which they were added. */
const char *wanted_at(const struct wanted *, size_t i);

/* A zone file is read again only when a name below one of its zones became wanted since it was read last. */
bool wanted_file_is_current(const struct wanted *, const char *path);
void wanted_file_begin(struct wanted *, const char *path);
bool wanted_file_has_zones(const struct wanted *, const char *path);
void wanted_file_apex(struct wanted *, const char *path, const char *apex);

#endif
