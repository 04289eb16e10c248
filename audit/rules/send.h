#ifndef RULES_SEND_H
#define RULES_SEND_H

#include "connectors.h"

/* What the rules about send connectors ask in common. */

const char *send_connector_name(const struct object *);        /* as exported; its key without one */

/* A not-evaluated row about one of its properties. */
struct finding *send_unknown(struct judge *, enum severity, const struct object *, int property);

/* Runs a check over the hybrid send connectors that are enabled; over disabled ones when there are no others. */
void each_send_connector(const struct facts *, struct judge *, enum severity,
    void (*)(const struct facts *, struct judge *, const struct object *));

/* The servers a connector sends from: its own list, else those of the hybrid that carry mail.  Names; free with
 * g_ptr_array_unref(). */
GPtrArray *send_sources(const struct facts *, const struct object *);

/* 2010 when every source is, unknown when no source is known to be newer and one is unknown. */
enum host host_of_sources(const struct facts *, const GPtrArray *names);

/* An address space, "smtp:contoso.mail.onmicrosoft.com;1": the type before the domain and the cost after it are optional. */
struct space {
	bool smtp;
	const char *domain;             /* normal form, "*", or as written when it is neither */
	unsigned cost;                  /* 1 when it is not stated */
};
struct space space_read(struct region *, const char *text);

/* Does the connector send all mail ("*")? */
enum answer sends_all(const struct facts *, const struct object *);

/* Is it enabled?  A missing column says nothing. */
enum answer send_enabled(const struct object *);

/* Does it send all mail, and to the service itself?  CONN-044 judges such connectors. */
enum answer relays_through_cloud(const struct facts *, const struct object *);

/* Is the smart host one of a tenant of the service, "contoso-com.mail.protection.outlook.com"? */
bool is_service_host(const char *smart_host);

/* Is it for the routing domain of a tenant that the accepted domains of Exchange Online do not know, and no other for theirs? */
bool is_for_another_tenant(const struct facts *, const struct object *);

/* Checks of the family that have files of their own. */
void check_address_spaces(const struct facts *, struct judge *);       /* CONN-031 */
void check_one_connector(const struct facts *, struct judge *);        /* CONN-032 */
void check_dns_routing(const struct facts *, struct judge *);          /* CONN-033 */
void check_require_tls(const struct facts *, struct judge *);          /* CONN-034 */
void check_auth_level(const struct facts *, struct judge *);           /* CONN-035 */
void check_headers(const struct facts *, struct judge *);              /* CONN-037 */
void check_send_fqdn(const struct facts *, struct judge *);            /* CONN-039 */
void check_sources(const struct facts *, struct judge *);              /* CONN-040 */
void check_send_enabled(const struct facts *, struct judge *);         /* CONN-041 */
void check_domain_secure(const struct facts *, struct judge *);        /* CONN-042 */
void check_stolen(const struct facts *, struct judge *);               /* CONN-043 */
void check_relay(const struct facts *, struct judge *);                /* CONN-044 */

#endif
