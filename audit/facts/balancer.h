#ifndef FACTS_BALANCER_H
#define FACTS_BALANCER_H

#include <stdbool.h>

#include "hybrid.h"
#include "object.h"

/* What the row of a load balancer says; see balancer.c. */

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

#endif
