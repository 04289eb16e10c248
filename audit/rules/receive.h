#ifndef RULES_RECEIVE_H
#define RULES_RECEIVE_H

#include "rule.h"

/* Adds the server to a row, and where the connector (or NULL) was read. */
struct finding *at_connector(struct finding *, const struct server *, const struct object *receive_connector);

/* Checks of the family that have files of their own. */
void check_balancer_2010(const struct facts *, struct judge *);        /* CONN-001 */
void check_balancer_2013(const struct facts *, struct judge *);        /* CONN-002 */
void check_cloud_ranges(const struct facts *, struct judge *);         /* CONN-004 */
void check_connector_fqdn(const struct facts *, struct judge *);       /* CONN-006 */
void check_connector_agreement(const struct facts *, struct judge *);  /* CONN-007 */
void check_own_ranges(const struct facts *, struct judge *);           /* CONN-005 */
void check_enabled(const struct facts *, struct judge *);              /* CONN-009 */
void check_bindings(const struct facts *, struct judge *);             /* CONN-010 */
void check_role(const struct facts *, struct judge *);                 /* CONN-011 */
void check_permissions(const struct facts *, struct judge *);          /* CONN-012 */
void check_authentication(const struct facts *, struct judge *);       /* CONN-013 */
void check_overlap(const struct facts *, struct judge *);              /* CONN-015 */
void check_more_specific(const struct facts *, struct judge *);        /* CONN-016 */
void check_range_count(const struct facts *, struct judge *);          /* CONN-017 */

/* The ranges of a connector, struct range, and its bindings, struct local_binding.  *unread: an item is none.  Free with
 * g_array_unref(). */
struct local_binding {
	struct address address;
	unsigned port;
	bool any;                       /* 0.0.0.0 or [::] */
};
GArray *connector_ranges(const struct object *receive_connector, bool *unread);
GArray *connector_bindings(const struct object *receive_connector, bool *unread);

/* The list of the cloud's addresses (CONN-004, CONN-005): is there one for this cloud and date, of which date, and more than a
 * year older than the day judged at? */
bool cloud_list_holds(const struct facts *);
const char *cloud_list_date(const struct facts *);
bool cloud_list_is_old(const struct facts *);

#endif
