#ifndef FACTS_ZONES_H
#define FACTS_ZONES_H

#include "dns.h"

/* The files that answer for a name: of the zone with the longest apex, every one that differs.  They are asked one by one
 * and never united (A6).  struct zone *; free with g_ptr_array_unref(). */
GPtrArray *zones_asked(const struct facts *, const char *name, bool public_view);

#endif
