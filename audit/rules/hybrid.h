#ifndef RULES_HYBRID_H
#define RULES_HYBRID_H

#include "rule.h"

/* Do the demands of Exchange 2010 hold?  Mixed servers: those of the publishing ones (A4). */
enum answer hybrid_is_2010(const struct hybrid *);

/* Rules of hybrid_values.c and hybrid_lists.c. */
void check_tenant_entries(const struct facts *, struct judge *);
void check_repeated_entries(const struct facts *, struct judge *);
void check_smart_host(const struct facts *, struct judge *);
void check_smart_host_resolves(const struct facts *, struct judge *);
void check_smart_host_covered(const struct facts *, struct judge *);
void check_features(const struct facts *, struct judge *);
void check_transport_servers(const struct facts *, struct judge *);
void check_edge_alone(const struct facts *, struct judge *);
void check_legacy_values(const struct facts *, struct judge *);
void check_external_addresses(const struct facts *, struct judge *);
void check_old_server(const struct facts *, struct judge *);
void check_known_servers(const struct facts *, struct judge *);

#endif
