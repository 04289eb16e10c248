#ifndef RULES_RECEIVE_H
#define RULES_RECEIVE_H

#include "rule.h"

/* Checks of the family that have files of their own. */
void check_balancer_2010(const struct facts *, struct judge *);        /* CONN-001 */
void check_balancer_2013(const struct facts *, struct judge *);        /* CONN-002 */
void check_cloud_ranges(const struct facts *, struct judge *);         /* CONN-004 */
void check_connector_fqdn(const struct facts *, struct judge *);       /* CONN-006 */
void check_connector_agreement(const struct facts *, struct judge *);  /* CONN-007 */
void check_more_specific(const struct facts *, struct judge *);        /* CONN-016 */

#endif
