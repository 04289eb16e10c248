#ifndef RULES_SERVERS_H
#define RULES_SERVERS_H

#include "rule.h"

/* What the rules about servers ask in common. */

/* A row whose subject and server is one server: its name, and where it was read. */
struct finding *about_server(struct finding *, const struct server *);

/* The build a server is judged by, as value `build`; nothing when it is not known. */
void tell_build(struct finding *, const struct server *);

/* Calls judge for every server of T and P (A1), by name.  True when there was one. */
bool each_taking_part(const struct facts *, struct judge *, void (*)(const struct facts *, struct judge *, const struct server *));

/* Not-evaluated rows for the parts of T and P that are not known. */
void judge_sets_unknown(const struct facts *, struct judge *, enum severity);

/* A not-evaluated row when a set of servers is not whole, with the field and its place; else NULL. */
struct finding *judge_set_unknown(struct judge *, enum severity, const char *subject, const struct server_set *);

/* Is free/busy switched off in the hybrid configuration, or may it be?  Then there is a row (reason free-busy-off, or why the list of
 * features is not known), and what only free/busy needs is not judged. */
bool free_busy_aside(const struct facts *, struct judge *, enum severity);

#endif
