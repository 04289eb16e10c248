#ifndef RULES_RECEIVE_BALANCER_ROW_H
#define RULES_RECEIVE_BALANCER_ROW_H

#include "rule.h"

/* An address under which the servers may see the cloud's sessions, and how grave it is when they go astray. */
struct balancer_source {
	const char *text;
	const char *kind;               /* pool, vip, vip-beside-pool */
	enum severity severity;
};

/* Does the row stand for SMTP?  UNKNOWN where neither port nor service tells. */
enum answer balancer_is_smtp(const struct object *lb);

/* Does it stand for HTTPS, or may it, since nothing tells? */
bool balancer_may_be_https(const struct object *lb);

/* Does the server see an address of the balancer?  Only a plain no is one. */
enum answer balancer_source_nat(const struct object *lb);

/* Does the row state that there is no balancer? */
bool balancer_states_none(const struct object *lb);

const char *balancer_vip(const struct object *lb);    /* NULL when there is none */

/* The server that an item of Members names, or NULL. */
const struct server *balancer_member(const struct facts *, const char *text);

/* The addresses that the row names as sources; `worst` is the severity where the row leaves no doubt.
 * struct balancer_source, free with g_array_unref(). */
GArray *balancer_sources(const struct object *lb, enum severity worst);

#endif
