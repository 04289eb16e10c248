/* Where the Autodiscover and publishing names point to. */
#include <string.h>

#include "autodiscover.h"
#include "names.h"

/* ---- ADISC-011 ---- */

/* Before a hybrid exists the records may still be right for what there is. */
static enum severity
at_cloud_severity(const struct facts *facts, const struct domain *d)
{
	if (autodiscover_conditional(facts, d))
		return SEVERITY_INFO;
	return facts->hybrid->state == HYBRID_CONFIGURED ? SEVERITY_ERROR : SEVERITY_WARNING;
}

/* groups.<d> of a domain d of the organisation, which has to point to the cloud. */
static bool
is_groups_domain(const struct facts *facts, const char *name)
{
	const char *parent = name_parent(name);

	return g_str_has_prefix(name, "groups.") && (accepted_domain(facts, KIND_ACCEPTED_DOMAIN, parent) == ANSWER_YES ||
	    accepted_domain(facts, KIND_CLOUD_ACCEPTED_DOMAIN, parent) == ANSWER_YES);
}

static const char *
excuse(const struct facts *facts, const struct domain *d)
{
	if (is_groups_domain(facts, d->name))
		return "groups-domain";
	if (facts->hybrid->agent)
		return "hybrid-agent";
	return autodiscover_lifted(facts, d) ? "lifted" : NULL;
}

/* With part of the hybrid configuration unseen the domain may be lifted, and then its record harms nothing. */
static struct finding *
judge_unknown_autod(const struct facts *facts, struct judge *j, enum severity severity, const char *domain)
{
	const struct hybrid *h = facts->hybrid;

	if (h->configuration == NULL)
		return judge_not_evaluated(j, severity, domain,
		    facts->objects->partial[KIND_HYBRID_CONFIGURATION] ? "not-complete" : "input-missing", "HC");
	return judge_value_unknown(j, severity, domain, object_get(h->configuration, HC_DOMAINS), KIND_HYBRID_CONFIGURATION, HC_DOMAINS);
}

void
check_at_cloud(const struct facts *facts, struct judge *j)
{
	const struct hybrid *h = facts->hybrid;

	for (guint i = 0; i < h->domains->len; i++) {
		const struct domain *d = g_ptr_array_index(h->domains, i);
		const enum severity severity = at_cloud_severity(facts, d);
		const char *token = excuse(facts, d);
		struct published p;
		struct finding *row;

		if (token != NULL) {
			finding_at(judge_not_applicable(j, severity, d->name, token), d->at);
			continue;
		}
		published_lookup(&p, facts, d->name);
		if (p.at_cloud && !h->autod_known && !d->autod)
			row = judge_unknown_autod(facts, j, severity, d->name);
		else if (p.at_cloud)
			row = judge_fail(j, severity, d->name, "at-cloud");
		else if (p.host.outcome == DNS_UNKNOWN)
			row = judge_not_evaluated(j, severity, d->name, p.host.reason, "ZONE-P");
		else
			row = judge_pass(j, severity, d->name);
		published_describe(row, &p);
		finding_at(row, d->at);
		if (autodiscover_conditional(facts, d))
			finding_value(row, "conditional", "ADISC-006");
		published_clear(&p);
	}
	judge_unknown_domains(facts, j, h->state == HYBRID_CONFIGURED ? SEVERITY_ERROR : SEVERITY_WARNING);
}

/* ---- ADISC-013 ---- */

static const char *
address_class(const struct address *a)
{
	return address_is_private(a) ? "private" : address_is_documentation6(a) ? "documentation" : "public";
}

static bool
is_address(const struct record *r)
{
	return (r->type == TYPE_A || r->type == TYPE_AAAA) && r->evaluable;
}

/* A private address outweighs one of the documentation range. */
static const char *
address_fault(const struct dns_answer *answer)
{
	const char *fault = NULL;

	for (guint i = 0; i < answer->records->len; i++) {
		const struct record *r = g_ptr_array_index(answer->records, i);

		if (is_address(r) && address_is_private(&r->address))
			return "private-address";
		if (is_address(r) && address_is_documentation6(&r->address))
			fault = "documentation-range";
	}
	return fault;
}

static void
describe_addresses(struct finding *row, const struct dns_answer *answer)
{
	static const char *const classes[] = { "private", "documentation", "public" };

	for (size_t i = 0; i < G_N_ELEMENTS(classes); i++)
		list_addresses(row, answer, address_class, classes[i]);
	if (answer->alias)
		finding_value(row, "final", answer->final);
}

static void
judge_name(const struct facts *facts, struct judge *j, const char *name, bool at_cloud, struct place at)
{
	struct dns_answer answer = dns_host(facts, name, true);
	const enum severity severity = answer.view == VIEW_EXTERNAL ? SEVERITY_ERROR : SEVERITY_WARNING;
	const char *bad = address_fault(&answer);
	struct finding *row;

	if (answer.outcome == DNS_UNKNOWN)
		row = judge_not_evaluated(j, severity, name, answer.reason, "ZONE-P");
	else if (bad != NULL)
		row = judge_fail(j, strcmp(bad, "private-address") == 0 ? severity : SEVERITY_WARNING, name, bad);
	else if (answer.outside && !at_cloud)
		row = judge_not_evaluated(j, severity, name, "zone-not-supplied", "ZONE-P");
	else
		row = judge_pass(j, severity, name);
	finding_view(row, answer.view);
	finding_at(row, at);
	describe_addresses(row, &answer);
	dns_answer_clear(&answer);
}

struct names {
	const struct facts *facts;
	struct judge *judge;
	GHashTable *seen;
};

/* A name is judged once, whoever names it; addresses and internal names are other rules' business. */
static void
take_name(struct names *n, const char *text, struct place at)
{
	char *name = text != NULL ? name_normal(n->facts->region, text) : NULL;
	struct address address;

	if (name == NULL || address_parse(name, &address) || strchr(name, '.') == NULL || name[0] == '*' || !g_hash_table_add(n->seen, name))
		return;
	judge_name(n->facts, n->judge, name, false, at);
}

static void
take_values(struct names *n, enum kind kind, int property, bool url)
{
	for (size_t i = 0; i < objects_count(n->facts->objects, kind); i++) {
		const struct value *v = object_get(objects_at(n->facts->objects, kind, i), property);

		if (v->state == VALUE_LOST || v->state == VALUE_TRUNCATED || v->state == VALUE_CONFLICT)
			judge_value_unknown(n->judge, SEVERITY_ERROR, ORGANISATION, v, kind, property);
		/* Which of two copies holds is not known; what a cut list shows is certain. */
		if (v->state != VALUE_STATED && v->state != VALUE_TRUNCATED)
			continue;
		for (size_t k = 0; k < v->n; k++)
			take_name(n, url ? name_of_url(n->facts->region, v->items[k]) : v->items[k], v->at);
	}
}

void
check_private_address(const struct facts *facts, struct judge *j)
{
	struct names n = { facts, j, g_hash_table_new(name_hash, g_str_equal) };

	for (guint i = 0; i < facts->hybrid->domains->len; i++) {
		const struct domain *d = g_ptr_array_index(facts->hybrid->domains, i);
		const char *name = autodiscover_name(facts, d->name);
		struct published p;

		g_hash_table_add(n.seen, (gpointer)(gsize)name);
		if (autodiscover_lifted(facts, d)) {
			finding_at(judge_not_applicable(j, SEVERITY_ERROR, name, "lifted"), d->at);
			continue;
		}
		published_lookup(&p, facts, d->name);
		judge_name(facts, j, name, p.at_cloud, d->at);
		published_clear(&p);
	}
	take_values(&n, KIND_HYBRID_CONFIGURATION, HC_ON_PREMISES_SMART_HOST, false);
	take_values(&n, KIND_EWS_DIRECTORY, VD_EXTERNAL_URL, true);
	take_values(&n, KIND_OUTBOUND_CONNECTOR, EOC_SMART_HOSTS, false);
	judge_unknown_domains(facts, j, SEVERITY_WARNING);
	g_hash_table_unref(n.seen);
}
