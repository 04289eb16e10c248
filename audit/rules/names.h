#ifndef RULES_NAMES_H
#define RULES_NAMES_H

#include "rule.h"

/* Is the name (normal form) an accepted domain of that side, word for word?  Only a complete export can say no. */
enum answer accepted_domain(const struct facts *, enum kind, const char *name);

/* Do the accepted domains of that side come from an export?  A list of names that somebody wrote holds neither "*" nor the routing
 * domain, whether they are there or not.  An export without a row is one. */
bool accepted_exported(const struct facts *, enum kind);

/* Rules of names_accepted.c and names_routing.c. */
void check_own_domains(const struct facts *, struct judge *);
void check_tenant_domains(const struct facts *, struct judge *);
void check_only_on_premises(const struct facts *, struct judge *);
void check_every_domain_accepted(const struct facts *, struct judge *);
void check_external_relay(const struct facts *, struct judge *);
void check_routing_domain(const struct facts *, struct judge *);
void check_routing_accepted(const struct facts *, struct judge *);
void check_address_policy(const struct facts *, struct judge *);
void check_legacy_policy(const struct facts *, struct judge *);
void check_target_delivery(const struct facts *, struct judge *);
void check_trusted_inbound(const struct facts *, struct judge *);

#endif
