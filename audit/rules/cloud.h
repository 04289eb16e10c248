#ifndef RULES_CLOUD_H
#define RULES_CLOUD_H

#include "connectors.h"

/* What the rules about the cloud's connectors ask in common. */

const char *cloud_connector_name(const struct object *);       /* as exported; its key without one */

/* Where the connector was read; a not-evaluated row about one of its properties. */
struct finding *about_cloud(struct finding *, const struct object *connector);
struct finding *cloud_unknown(struct judge *, enum severity, const struct object *connector, int property);

/* Run a check over the connectors from and to on-premises that are enabled; over disabled ones when there are no others. */
void each_inbound(const struct facts *, struct judge *, enum severity,
    void (*)(const struct facts *, struct judge *, const struct object *));
void each_outbound(const struct facts *, struct judge *, enum severity,
    void (*)(const struct facts *, struct judge *, const struct object *));

/* Does what a send connector shows match the TlsSenderCertificateName of an inbound connector? */
enum cover sender_matches(const struct facts *, const struct presented *, const char *sender_name);

/* Do the send connectors go to more than one tenant?  Then: does a tenant expect the certificate of this send connector, and does one
 * of them send as this tenant expects? */
bool several_tenants(const struct facts *);
enum answer expected_by_a_tenant(const struct facts *, const struct object *send_connector);
enum answer sent_by_a_connector(const struct facts *, const char *sender_name);

/* Checks of the family that have files of their own. */
void check_sender_domain(const struct facts *, struct judge *);        /* CONN-052 */
void check_both(const struct facts *, struct judge *);                 /* CONN-053 */
void check_sender_addresses(const struct facts *, struct judge *);     /* CONN-054 */
void check_inbound_headers(const struct facts *, struct judge *);      /* CONN-055 */
void check_inbound_tls(const struct facts *, struct judge *);          /* CONN-057 */
void check_source(const struct facts *, struct judge *);               /* CONN-058 */
void check_inbound_conflict(const struct facts *, struct judge *);     /* CONN-059 */
void check_smart_hosts(const struct facts *, struct judge *);          /* CONN-062 */
void check_recipient_domains(const struct facts *, struct judge *);    /* CONN-063 */
void check_outbound_setup(const struct facts *, struct judge *);       /* CONN-065 */
void check_outbound_overlap(const struct facts *, struct judge *);     /* CONN-066 */
void check_private_hosts(const struct facts *, struct judge *);        /* CONN-067 */
void check_pairs(const struct facts *, struct judge *);                /* CONN-069 */

#endif
