/* Accepted domains of both sides. */
#include "names.h"

#include <string.h>

#include "autodiscover.h"

enum answer
accepted_domain(const struct facts *facts, enum kind kind, const char *name)
{
	const struct hybrid *h = facts->hybrid;

	if (g_hash_table_contains(kind == KIND_ACCEPTED_DOMAIN ? h->accepted : h->cloud_accepted, name))
		return ANSWER_YES;
	return objects_complete(facts->objects, kind) ? ANSWER_NO : ANSWER_UNKNOWN;
}

/* An accepted domain above the name that takes mail for what is below it: "*.contoso.com", or contoso.com with
 * MatchSubDomains.  NULL when there is none. */
static const struct object *
accepting_parent(const struct facts *facts, const char *name)
{
	const struct object *row = NULL;

	for (const char *p = name_parent(name); p != NULL && row == NULL; p = name_parent(p))
		row = g_hash_table_lookup(facts->hybrid->accepting_below, p);
	return row;
}

static void
judge_hybrid_domain(const struct facts *facts, struct judge *j, const struct domain_entry *e)
{
	const enum answer accepted = accepted_domain(facts, KIND_ACCEPTED_DOMAIN, e->name);
	const struct object *parent = accepting_parent(facts, e->name);
	struct finding *row;

	if (accepted == ANSWER_YES) {
		row = judge_pass(j, SEVERITY_ERROR, e->name);
	} else if (accepted == ANSWER_UNKNOWN) {
		row = judge_not_evaluated(j, SEVERITY_ERROR, e->name, "not-complete", "AD");
	} else if (parent != NULL) {
		row = judge_fail(j, SEVERITY_WARNING, e->name, "parent-only");
		finding_value(row, "parent", object_text(parent, AD_DOMAIN_NAME));
		finding_at(row, parent->at);
	} else {
		row = judge_fail(j, SEVERITY_ERROR, e->name, "not-accepted");
	}
	finding_at(row, e->at);
}

static void
check_on_premises(const struct facts *facts, struct judge *j)
{
	const struct hybrid *h = facts->hybrid;
	GHashTable *seen;

	if (h->configuration == NULL && h->state == HYBRID_CONFIGURED) {
		judge_not_evaluated(j, SEVERITY_ERROR, ORGANISATION, "input-missing", "HC");
		return;
	}
	if (h->domains_assumed && (h->configuration == NULL || value_known(object_get(h->configuration, HC_DOMAINS)))) {
		judge_not_applicable(j, SEVERITY_ERROR, ORGANISATION, "domains-from-ad");
		return;
	}
	seen = g_hash_table_new(name_hash, g_str_equal);
	for (guint i = 0; i < h->entries->len; i++) {
		const struct domain_entry *e = g_ptr_array_index(h->entries, i);

		if (e->name != NULL && !name_is_tenant(e->name) && g_hash_table_add(seen, (gpointer)(gsize)e->name))
			judge_hybrid_domain(facts, j, e);
	}
	g_hash_table_unref(seen);
	judge_unknown_domains(facts, j, SEVERITY_ERROR);
}

static void
check_tenant(const struct facts *facts, struct judge *j)
{
	const struct hybrid *h = facts->hybrid;

	for (guint i = 0; i < h->domains->len; i++) {
		const struct domain *d = g_ptr_array_index(h->domains, i);
		const enum answer accepted = accepted_domain(facts, KIND_CLOUD_ACCEPTED_DOMAIN, d->name);
		struct finding *row = accepted == ANSWER_YES ? judge_pass(j, SEVERITY_ERROR, d->name) :
		    accepted == ANSWER_NO ? judge_fail(j, SEVERITY_ERROR, d->name, "not-accepted") :
		    judge_not_evaluated(j, SEVERITY_ERROR, d->name, "not-complete", "ADX");

		finding_at(row, d->at);
	}
	judge_unknown_domains(facts, j, SEVERITY_ERROR);
}

static const struct rule rules[] = {
	{ "NAME-001", SEVERITY_BLOCKER, SUBJECT_ORGANISATION, WIZARD_NO, "AD", "none", "domains", NULL, NULL, check_own_domains },
	{ "NAME-002", SEVERITY_BLOCKER, SUBJECT_ORGANISATION, WIZARD_NO, "ADX", "none", "domains", NULL, NULL, check_tenant_domains },
	{ "NAME-003", SEVERITY_ERROR, SUBJECT_DOMAIN, WIZARD_NO, "AD", "not-accepted parent-only domains-from-ad", "parent field", NULL, NULL,
	  check_on_premises },
	{ "NAME-004", SEVERITY_ERROR, SUBJECT_DOMAIN, WIZARD_NO, "HC|AD, ADX", "not-accepted", "field", NULL, NULL, check_tenant },
	{ "NAME-005", SEVERITY_WARNING, SUBJECT_DOMAIN, WIZARD_NO, "AD, ADX", "default in-policy unused not-public", "policy", NULL, NULL,
	  check_only_on_premises },
	{ "NAME-006", SEVERITY_BLOCKER, SUBJECT_ORGANISATION, WIZARD_NO, "ADX", "missing", "domains", NULL, NULL, check_routing_domain },
	{ "NAME-007", SEVERITY_ERROR, SUBJECT_DOMAIN, WIZARD_MADE, "AD", "not-accepted routing-domain-unknown no-routing-domain", "", NULL, NULL,
	  check_routing_accepted },
	{ "NAME-008", SEVERITY_ERROR, SUBJECT_ORGANISATION, WIZARD_MADE, "EAP", "primary missing routing-domain-unknown no-routing-domain",
	  "domain policy", NULL, NULL, check_address_policy },
	{ "NAME-009", SEVERITY_WARNING, SUBJECT_ORGANISATION, WIZARD_MADE, "EAP", "legacy", "policies", NULL, NULL, check_legacy_policy },
	{ "NAME-012", SEVERITY_ERROR, SUBJECT_DOMAIN, WIZARD_NO, "AD", "every-domain", "type", NULL, NULL, check_every_domain_accepted },
	{ "NAME-013", SEVERITY_WARNING, SUBJECT_DOMAIN, WIZARD_NO, "AD", "external-relay", "field", NULL, NULL, check_external_relay },
	{ "NAME-014", SEVERITY_ERROR, SUBJECT_DOMAIN, WIZARD_MADE, "RD", "off missing several routing-domain-unknown no-routing-domain",
	  "domains", NULL, NULL, check_target_delivery },
	{ "NAME-015", SEVERITY_WARNING, SUBJECT_DOMAIN, WIZARD_MADE, "RD", "off missing routing-domain-unknown no-routing-domain", "", NULL, NULL,
	  check_trusted_inbound },
};

const struct family names_family = { "names", rules, G_N_ELEMENTS(rules) };
