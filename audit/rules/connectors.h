#ifndef RULES_CONNECTORS_H
#define RULES_CONNECTORS_H

#include "rule.h"

/* What the rules about connectors ask in common. */

/* Which of the rules that differ by generation a server falls under.  A server older than 2010 counts as 2010: a
 * balancer may send to it, and no connector for the cloud will be found there. */
enum host { HOST_UNKNOWN, HOST_2010, HOST_2013_ON, HOST_EDGE };
enum host host_of(const struct server *);      /* NULL: HOST_UNKNOWN */

/* Judges every server of R (A1); what of R is not known becomes a not-evaluated row. */
void each_receiving(const struct facts *, struct judge *, enum severity, void (*)(const struct facts *, struct judge *, const struct server *));

/* A not-evaluated row for one server. */
struct finding *judge_server_unknown(struct judge *, enum severity, const char *subject, const char *server, const char *reason,
    const char *need);

/* Names the field and its place when the reason is the state of one of the object's properties (ends with -1). */
void name_unknown_field(struct finding *, const char *reason, const struct object *, const int *properties);

/* R(s), or NULL after a not-evaluated row whose subject is the server. */
const struct object *demand_hybrid_connector(const struct facts *, struct judge *, enum severity, const struct server *);

const char *connector_identity(const struct object *receive_connector);   /* as exported; its key without one */

/* A not-evaluated row about one property of a connector, at its place; an empty one counts as not stated. */
struct finding *judge_property_unknown(struct judge *, enum severity, const char *subject, const struct object *, int property);

/* The connector that setup makes for port 25 of Exchange 2013 and later ("Default Frontend"), or NULL. */
const struct object *setups_connector(const struct facts *, const struct server *);

/* How a domain relates to the service domains (13.4) of the customer's cloud at the as-of date.  UNCERTAIN: before
 * 2015, when the service had another domain that no source names. */
enum service_match { SERVICE_NO, SERVICE_YES, SERVICE_WILDCARD, SERVICE_UNCERTAIN };
/* The domain that the routing domains of the customer's cloud end in ("mail.onmicrosoft.com"); NULL when it is not known, or several. */
const char *customer_cloud(const struct facts *);
enum service_match service_domain_match(const struct facts *, const char *domain);

/* A tag as TlsCertificateName must hold it: <I>issuer<S>subject, the subject with a CN that is a domain name. */
enum tag_form { TAG_WELL_FORMED, TAG_WITHOUT_ISSUER, TAG_MALFORMED };
enum tag_form tag_form(struct region *, const char *text, struct tag *);

/* Does the tag name the secure-mail certificate (A14)?  UNKNOWN when that is only assumed and does not tell. */
enum answer tag_is_secure_mail(const struct tag *, const struct secure_mail *);

/* Does the tag name the certificate?  UNKNOWN when a row does not tell its subject or issuer. */
enum answer tag_names(const struct tag *, const struct certificate *);

/* Is a certificate that the tag names installed on the server?  UNKNOWN, with a not-evaluated token, when the server's
 * certificates were not exported (whole), or a row cannot be read. */
enum answer tag_on_server(const struct facts *, const struct tag *, const char *server, const char **reason);

/* The certificates that one end may present in SMTP, valid ones first of all.  Exchange does not say which of several
 * matches it takes, so every one must do.  Clear with presented_clear(). */
struct presented {
	GPtrArray *certificates;        /* const struct certificate *; empty with a reason, or with `none` */
	const char *reason;             /* not-evaluated token */
	bool none;                      /* it is known that no certificate of the server fits, so that none is shown */
	bool assumed;                   /* the secure-mail certificate (A14) stands for what is presented */
};
struct presented presented_by_connector(const struct facts *, const struct object *receive_connector, const char *server);
struct presented presented_by_send_connectors(const struct facts *);
struct presented presented_by_send_connector(const struct facts *, const struct object *send_connector);
struct presented presented_by_organisation(const struct facts *);       /* A14 */
void presented_clear(struct presented *);

/* Do all of them answer for the name (A7s)?  CN_ONLY: all, one of them by its subject alone.  NO where none is shown. */
enum cover presented_cover(const struct presented *, const char *name);
enum cover presented_cover_by(const struct presented *, enum cover (*)(const struct certificate *, const char *), const char *name);

/* Can it be judged: are certificates known, or that there is none? */
bool presented_known(const struct presented *);

/* Their thumbprints as value `certificate` ("none"), and where they were read. */
void presented_tell(const struct presented *, struct finding *);

/* "yes", "no", "unknown" */
const char *answer_name(enum answer);

#endif
