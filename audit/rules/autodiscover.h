#ifndef RULES_AUTODISCOVER_H
#define RULES_AUTODISCOVER_H

#include "rule.h"

/* The IIS certificates of one publishing server, or those of the files when no row tells which is bound. */
struct web_server {
	const char *name;           /* as written; NULL: the supplied files stand for every server */
	bool terminated;            /* a load balancer ends TLS before it */
	bool assumed;
	const char *reason;         /* not-evaluated token when there are no certificates */
	GPtrArray *certificates;    /* const struct certificate * */
	const struct certificate *sole;   /* assumed: the one that covers every needed name that any covers; else NULL */
};

/* What every Autodiscover rule needs, computed once a check. */
struct autodiscover {
	const struct facts *facts;
	enum hybrid_generation generation;   /* MIXED resolved to the demands that hold (A4) */
	GPtrArray *servers;         /* struct web_server * */
	const char *servers_reason; /* the publishing servers are not (all) known */
	GPtrArray *endpoints;       /* const struct object *: cloud relationships whose Autodiscover endpoint works (ADISC-019) */
};

void autodiscover_open(struct autodiscover *, const struct facts *);
void autodiscover_close(struct autodiscover *);

/* The Autodiscover domain takes this one's demands away (A18), or would if every server had the build. */
bool autodiscover_lifted(const struct facts *, const struct domain *);
bool autodiscover_conditional(const struct facts *, const struct domain *);

/* The one the wizard needs: the Autodiscover domain, else the first hybrid domain. */
bool autodiscover_is_preferred(const struct hybrid *, const struct domain *);

/* Severity of a gap of ADISC-001..004 for a domain. */
enum severity autodiscover_severity(const struct autodiscover *, const struct domain *);

/* "autodiscover.contoso.com"; lives in the facts' region. */
const char *autodiscover_name(const struct facts *, const char *domain);

/* The public answers for a domain. */
struct published {
	const char *name;
	struct dns_answer host;     /* of `name` */
	struct dns_answer srv;      /* of _autodiscover._tcp.<domain> */
	bool has_srv;               /* a service record that names a host ("." names none, RFC 2782) */
	bool at_cloud;              /* an alias on the way points to Exchange Online's Autodiscover */
};
void published_lookup(struct published *, const struct facts *, const char *domain);
void published_clear(struct published *);

/* A check of one domain; severity is that of a gap in ADISC-001. */
typedef void judge_domain(const struct autodiscover *, struct judge *, const struct domain *, enum severity, const struct published *);

/* Calls it for every domain of D.  lifted_too: the rule has something to say about lifted domains. */
void autodiscover_each(const struct facts *, struct judge *, judge_domain *, bool lifted_too);

/* Which demands hold for the domain, and what softens them: as values. */
void describe_domain(struct finding *, const struct autodiscover *, const struct domain *);

/* Cloud relationships and connectors whose endpoint works (ADISC-019), into a->endpoints. */
void autodiscover_find_endpoints(struct autodiscover *);

/* An Autodiscover host of Exchange Online, in any of its clouds. */
bool is_cloud_autodiscover(const char *host);

/* ADISC-001's reason for a gap, or NULL: present, or not known (host.outcome tells). */
const char *published_gap(const struct published *);

enum { RECORDS_TOLD = 50 };     /* of one name in one row */

/* Adds the places of the records that answered, and their addresses as the value `class`: those of the class, or with a
 * NULL class_of all.  Behind the first RECORDS_TOLD "+4046" counts the rest. */
void list_addresses(struct finding *, const struct dns_answer *, const char *(*class_of)(const struct address *), const char *class);

/* Adds view, name, evidence and what was found to a row. */
void published_describe(struct finding *, const struct published *);

/* ADISC-002's condition for one name. */
struct coverage {
	enum status status;         /* PASS, FAIL or NOT_EVALUATED */
	const char *reason;         /* NULL for a pass */
	bool assumed;               /* judged on the files: the binding is not known */
	const char *field;          /* the property whose value is not known; or NULL */
	const struct server_set *set;   /* the servers that are not all known, when that is the reason; else NULL */
	GPtrArray *servers;         /* const struct web_server *: those that decided */
};
void coverage_judge(struct coverage *, const struct autodiscover *, const char *name);
void coverage_clear(struct coverage *);
void coverage_describe(struct finding *, const struct facts *, const struct coverage *);

/* ADISC-002's condition on one server: PASS, FAIL with not-covered or cn-only, or NOT_EVALUATED with a token. */
enum status web_server_covers(const struct facts *, const struct web_server *, const char *name, const char **reason);

/* Why it is not known whether the certificate covers a name: its row lost the names, does not tell the common name from the
 * others, or the file's do not decode. */
const char *names_unknown(const struct facts *, const struct certificate *);

/* ADISC-002's condition for a domain: the coverage of its name, and where Exchange 2013 and later ask for the name
 * only when it is published, what that makes of a gap.  NOT_APPLICABLE with no-record or at-cloud. */
void coverage_judge_domain(struct coverage *, const struct autodiscover *, const struct domain *, const struct published *);

/* ADISC-001 for one domain; ADISC-002's row of a coverage (fail_reason NULL: its own). */
void judge_record(const struct autodiscover *, struct judge *, const struct domain *, enum severity, const struct published *);
struct finding *judge_coverage(struct judge *, const struct facts *, const char *subject, enum severity, const struct coverage *,
    const char *fail_reason);

/* "yes", "no" or "unknown": is the target of the alias covered? */
const char *target_covered(const struct autodiscover *, const struct published *);

/* Rows about the domains that are not known, if D is not whole. */
void judge_unknown_domains(const struct facts *, struct judge *, enum severity);

/* Rules of autodiscover_domain.c, autodiscover_target.c, autodiscover_zone.c and autodiscover_endpoint.c. */
void check_lift(const struct facts *, struct judge *);
void check_lift_build(const struct facts *, struct judge *);
void check_one_autod(const struct facts *, struct judge *);
void check_autod_record(const struct facts *, struct judge *);
void check_autod_certificate(const struct facts *, struct judge *);
void check_autod_accepted(const struct facts *, struct judge *);
void check_at_cloud(const struct facts *, struct judge *);
void check_private_address(const struct facts *, struct judge *);
void check_wildcard(const struct facts *, struct judge *);
void check_internal_names(const struct facts *, struct judge *);
void check_endpoints(const struct facts *, struct judge *);
void check_ways(const struct facts *, struct judge *);                   /* ADISC-022 */

#endif
