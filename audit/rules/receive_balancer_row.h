#ifndef RULES_RECEIVE_BALANCER_ROW_H
#define RULES_RECEIVE_BALANCER_ROW_H

#include "../facts/balancer.h"
#include "rule.h"

/* An address under which the servers may see the cloud's sessions, and how grave it is when they go astray. */
struct balancer_source {
	const char *text;
	const char *kind;               /* pool, vip, vip-beside-pool */
	enum severity severity;
};

/* The addresses that the row names as sources; `worst` is the severity where the row leaves no doubt.
 * struct balancer_source, free with g_array_unref(). */
GArray *balancer_sources(const struct object *lb, enum severity worst);

#endif
