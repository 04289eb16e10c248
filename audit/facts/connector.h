#ifndef FACTS_CONNECTOR_H
#define FACTS_CONNECTOR_H

#include <glib.h>
#include <stdbool.h>

#include "address.h"
#include "object.h"
#include "version.h"

struct facts;

/* A10: which receive connector takes a session from a source address on a server's port 25. */
enum winner_outcome { WINNER_FOUND, WINNER_NONE, WINNER_UNKNOWN };
struct winner {
	enum winner_outcome outcome;
	const struct object *connector;     /* unknown: the best of what is certain, or NULL */
	struct range by;            /* the range of the connector that won */
	const char *reason;         /* tie, local-address-unknown, server-not-exported, not-complete, value-lost, value-truncated,
	                               value-conflict, not-stated */
	const struct object *rival; /* unknown: the connector that may win instead, or NULL */
};

struct winner receive_winner(const struct facts *, const char *server, const struct address *source);

/* Is it certain that the connector does not take the session, even when it is not known which one does? */
bool receive_excludes(const struct facts *, const char *server, const struct object *connector, const struct address *source);

/* Splits a range at every border of the connectors' ranges on the server: within one piece the winner is the same.
 * struct piece, free with g_array_unref(). */
struct piece {
	struct range range;
	struct winner winner;
};
GArray *receive_winners(const struct facts *, const char *server, const struct range *);

/* "0.0.0.0:25", "[::]:25": the local address and port of a binding. False when it is none. */
bool binding_parse(const char *text, struct address *, unsigned *port);

/* Name of a receive connector: "Default HUB1" of "HUB1\Default HUB1". */
const char *receive_connector_name(const struct object *);

/* Server -> its receive connectors (GPtrArray of const struct object *), for struct hybrid. */
GHashTable *receive_connectors_by_server(const struct facts *);

/* Receive connectors of a server; free with g_ptr_array_unref(). */
GPtrArray *receive_connectors_of(const struct facts *, const char *server);

/* A11: R(s), the connector meant to take mail from the cloud on a server. NULL with a reason (no-hybrid-connector,
 * server-not-exported, input-missing, value-...). */
const struct object *hybrid_receive_connector(const struct facts *, const char *server, const char **reason);

/* Does TlsDomainCapabilities name a service domain of any cloud and date (13.4), or the old certificate string? */
enum answer names_service_domain(const struct facts *, const struct value *tls_domain_capabilities);

/* A12: the hybrid send connectors.  Free with g_ptr_array_unref(). */
GPtrArray *hybrid_send_connectors(const struct facts *);

/* The routing domains that send connectors serve: each tenant has its own.  *whole: there are no others.  const char *, free with
 * g_ptr_array_unref(). */
GPtrArray *hybrid_tenants(const struct facts *, bool *whole);

/* Connectors that are enabled, or not said to be disabled; all of them when every one is disabled.  Takes over `all`. */
GPtrArray *prefer_enabled(GPtrArray *all, int enabled_property);

/* Exchange Online connectors to and from on-premises: ConnectorType OnPremises, or a wizard's name. Enabled or not. */
GPtrArray *hybrid_inbound_connectors(const struct facts *);
GPtrArray *hybrid_outbound_connectors(const struct facts *);

#endif
