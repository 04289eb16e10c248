#ifndef FACTS_VERSION_H
#define FACTS_VERSION_H

#include <stdbool.h>
#include <stddef.h>

/* A build of Exchange, compared numerically field by field. */
struct version {
	unsigned part[4];       /* 14.3.146.0 */
};

/* "Version 15.2 (Build 986.5)", "Version 6.5 (Build 7638.2: Service Pack 2)", "15.02.0986.005", "15.2.986.5".
 * serialNumber's builds of 30000 and more are lowered by 30000.  False when the text is none, and for an
 * object-schema version such as "0.20 (15.0.0.0)". */
bool version_parse(const char *text, struct version *);

int version_compare(const struct version *, const struct version *);
bool version_at_least(const struct version *, unsigned a, unsigned b, unsigned c, unsigned d);

/* Which product the build belongs to. */
enum generation {
	GENERATION_UNKNOWN, GENERATION_2003, GENERATION_2007, GENERATION_2010, GENERATION_2013, GENERATION_2016,
	GENERATION_2019, GENERATION_SE
};

enum generation version_generation(const struct version *);
const char *generation_name(enum generation);     /* "2010", ... ; "unknown" */
enum generation generation_named(const char *);   /* the generation of such a name; UNKNOWN for another word */

/* The first n numbers: two are the service pack until 2010, three the cumulative update from 2013 on.  <0, 0 or >0. */
int version_compare_parts(const struct version *, const struct version *, size_t n);

/* "14.3.146.0" into a buffer of 48 characters, returned. */
const char *version_print(const struct version *, char buffer[48]);

#endif
