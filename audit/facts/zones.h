#ifndef FACTS_ZONES_H
#define FACTS_ZONES_H

#include "dns.h"

/* The files that answer for a name: of the zone with the longest apex, every one that differs.  They are asked one by one
 * and never united (A6).  struct zone *; free with g_ptr_array_unref(). */
GPtrArray *zones_asked(const struct facts *, const char *name, bool public_view);

/* The i-th file of the zone with this apex in a view, or NULL. */
const struct zone *zone_file(const struct facts *, const char *apex, enum view, guint i);

#endif
