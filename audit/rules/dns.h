#ifndef RULES_DNS_H
#define RULES_DNS_H

#include "../facts/spf.h"
#include "../facts/tags.h"
#include "rule.h"

/* What the rules about the public records of mail ask in common. */

/* Tokens of a DNS answer that is not known. */
#define ZONE_TOKENS "zone-not-supplied delegated looks-internal view-unknown zone-incomplete record-not-evaluable records-contradict"

/* Judges every domain of D; what of D is not known becomes a not-evaluated row of this severity. */
typedef void judge_mail_domain(const struct facts *, struct judge *, const struct domain *, const void *closure);
void each_domain(const struct facts *, struct judge *, enum severity, judge_mail_domain *judge, const void *closure);

/* Is it a domain of D? */
bool is_hybrid_domain(const struct facts *, const char *name);

/* Where an answer was read, and in which view. */
void tell_answer(struct finding *, const struct dns_answer *);

/* Why the records of a name are not known: the answer's token, or that an alias leads out of the zones; NULL: they are known. */
const char *answer_unknown(const struct dns_answer *);

/* The texts at a name that claim to be of a version; const struct record *, free with g_ptr_array_unref(). */
GPtrArray *texts_of_version(const struct dns_answer *, const char *version);

void check_mx(const struct facts *, struct judge *);                    /* DNS-001 */
void check_mx_targets(const struct facts *, struct judge *);            /* DNS-002 */
void check_spf_record(const struct facts *, struct judge *);            /* DNS-003 */
void check_spf_service(const struct facts *, struct judge *);           /* DNS-004 */
void check_spf_outbound(const struct facts *, struct judge *);          /* DNS-005 */
void check_spf_limits(const struct facts *, struct judge *);            /* DNS-006 */
void check_dkim(const struct facts *, struct judge *);                  /* DNS-007 */
void check_dmarc(const struct facts *, struct judge *);                 /* DNS-008 */
void check_verification(const struct facts *, struct judge *);          /* DNS-009 */
void check_groups(const struct facts *, struct judge *);                /* DNS-012 */

void check_centralized_spf(const struct facts *, struct judge *);       /* FLOW-005 */
void check_mx_place(const struct facts *, struct judge *);              /* FLOW-007 */
void check_mta_sts(const struct facts *, struct judge *);               /* FLOW-010 */
void check_tls_reports(const struct facts *, struct judge *);           /* FLOW-011 */

/* Exchange Online takes the domain's mail at this host (of any cloud). */
bool is_cloud_exchanger(const char *host);

/* The row of a rule that depends on centralized mail transport, when that is not known. */
struct finding *judge_centralized_unknown(const struct facts *, struct judge *, enum severity, const char *subject);

#endif
