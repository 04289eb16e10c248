#ifndef FACTS_SPF_H
#define FACTS_SPF_H

#include <glib.h>
#include <stdbool.h>

#include "address.h"
#include "dns.h"
#include "value.h"

/* Sender Policy Framework (RFC 7208), as far as the supplied zones show it. */

enum spf_kind { SPF_ALL, SPF_INCLUDE, SPF_A, SPF_MX, SPF_PTR, SPF_IP4, SPF_IP6, SPF_EXISTS, SPF_REDIRECT, SPF_OTHER };

struct spf_term {
	enum spf_kind kind;
	char qualifier;         /* '+', '-', '~', '?' */
	const char *text;       /* as written */
	const char *name;       /* domain in normal form; NULL: the record's own domain, or one with macros */
	bool macro;             /* the domain is made of the message's data and cannot be known */
	unsigned prefix4, prefix6;      /* of a and mx */
	struct range range;     /* ip4, ip6 */
};

struct spf_record {
	GArray *terms;          /* struct spf_term */
	const char *fault;      /* the first term that no grammar fits: the record as a whole is an error; or NULL */
};

/* Does the text of a TXT record claim to be a policy (4.5)? */
bool spf_is_record(const char *text);

/* terms: free with spf_record_clear(). */
void spf_parse(struct region *, const char *text, struct spf_record *);
void spf_record_clear(struct spf_record *);

/* The policy that a domain publishes. */
enum spf_state { SPF_FOUND, SPF_NONE, SPF_SEVERAL, SPF_UNKNOWN };
struct spf_policy {
	enum spf_state state;
	const char *reason;     /* UNKNOWN: not-evaluated token */
	struct dns_answer answer;
	GPtrArray *texts;       /* const struct record *: the records that claim to be one */
	struct spf_record record;       /* FOUND; without terms otherwise */
};
void spf_policy_of(const struct facts *, const char *domain, struct spf_policy *);
void spf_policy_clear(struct spf_policy *);

/* What a policy amounts to with everything it leads to inside the supplied zones (4.6.4, 5, 6.1). */
struct spf_summary {
	unsigned lookups;       /* terms that ask the DNS */
	unsigned voids;         /* of them without an answer */
	char all;               /* qualifier of the `all` that ends it; 0: none */
	bool ptr;
	const char *everybody;  /* the domain whose policy lets every address pass; or NULL */
	const char *fault;      /* a term that no grammar fits, and the domain whose policy holds it */
	const char *fault_at;
	const char *broken;     /* an include or redirect whose domain has no policy, or several */
	const char *loop;       /* a domain whose policy leads back to it */
	bool addresses;         /* a term other than an include of Exchange Online may let a message pass */
	GPtrArray *outside;     /* const char *: domains whose policy, or other data, is not known; Exchange Online's are none */
	unsigned service;       /* includes of Exchange Online's own policies, which are not followed */
	bool end_unknown;       /* a redirect leads out of the zones, so that nothing tells how it ends */
	bool cut;               /* too much to follow: the numbers are lower bounds */
};
struct spf_summary spf_summarise(const struct facts *, const char *domain, const struct spf_policy *);
void spf_summary_clear(struct spf_summary *);

/* Does the policy of the domain let mail from the address pass?  UNKNOWN where a part lies outside the data. */
enum answer spf_passes(const struct facts *, const char *domain, const struct address *);

/* Exchange Online's policies by cloud: the domain that the routing domains end in, or NULL for another name. */
const char *spf_service_cloud(const char *name);

/* Does the policy name Exchange Online's of a cloud (NULL: of any), itself or through what it leads to? other: set to the
 * name of another cloud's policy that it names. */
enum answer spf_includes_service(const struct facts *, const char *domain, const char *cloud, const char **other);

/* Calls back for every name that the text of a policy asks about; for the list of wanted names. */
void spf_names(struct region *, const char *text, void (*)(const char *name, void *), void *closure);

#endif
