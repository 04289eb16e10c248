/* How the zones answer for the names: through a wildcard, and inside the company. */
#include <string.h>

#include "autodiscover.h"

/* ---- ADISC-012 ---- */

static void
judge_wildcard(const struct autodiscover *a, struct judge *j, const struct domain *d, enum severity gap, const struct published *p)
{
	const enum severity severity = a->facts->hybrid->agent || autodiscover_conditional(a->facts, d) ? SEVERITY_INFO : SEVERITY_WARNING;
	struct finding *row;

	(void)gap;
	if (p->host.outcome == DNS_UNKNOWN)
		row = judge_not_evaluated(j, severity, d->name, p->host.reason, "ZONE-P");
	else if (p->host.outcome == DNS_ABSENT)
		row = judge_not_applicable(j, severity, d->name, "no-address");
	else if (p->host.wildcard)
		row = judge_fail(j, severity, d->name, "wildcard");
	else
		row = judge_pass(j, severity, d->name);
	published_describe(row, p);
	describe_domain(row, a, d);
}

void
check_wildcard(const struct facts *facts, struct judge *j)
{
	autodiscover_each(facts, j, judge_wildcard, false);
}

/* ---- ADISC-014 ---- */

/* The hybrid domain that a host lies in, or NULL. */
static const struct domain *
domain_of(const struct hybrid *h, const char *host)
{
	const struct domain *found = NULL;

	for (guint i = 0; i < h->domains->len; i++) {
		const struct domain *d = g_ptr_array_index(h->domains, i);

		if (name_below(host, d->name) && (found == NULL || strlen(d->name) > strlen(found->name)))
			found = d;
	}
	return found;
}

static enum severity
internal_severity(const struct facts *facts, const struct domain *d)
{
	return d != NULL && autodiscover_is_preferred(facts->hybrid, d) ? SEVERITY_ERROR : SEVERITY_WARNING;
}

/* Inside the company any address will do; an alias may lead out of the supplied zones. */
static void
judge_internal_name(const struct facts *facts, struct judge *j, const char *subject, const char *name, enum severity severity,
    struct place at)
{
	struct dns_answer answer = dns_host(facts, name, false);
	struct finding *row;

	if (answer.outcome == DNS_UNKNOWN && strcmp(answer.reason, "zone-not-supplied") == 0 && answer.records->len == 0)
		row = judge_not_applicable(j, severity, subject, "no-internal-zone");
	else if (answer.outcome == DNS_UNKNOWN)
		row = judge_not_evaluated(j, severity, subject, answer.reason, "ZONE-I");
	else if (answer.outcome == DNS_ABSENT)
		row = judge_fail(j, severity, subject, answer.reason);
	else
		row = judge_pass(j, severity, subject);
	finding_view(row, answer.view);
	finding_value(row, "name", name);
	finding_value(row, "domain", answer.zone != NULL ? answer.zone->apex : NULL);
	list_addresses(row, &answer, NULL, "addresses");
	if (answer.alias)
		finding_value(row, "target", answer.target);
	if (answer.records->len == 0 && answer.zone != NULL)
		finding_at(row, answer.zone->soa);
	finding_at(row, at);
	dns_answer_clear(&answer);
}

/* The hosts of the web services, each once, where an internal zone hides the public one. */
static void
judge_internal_hosts(const struct facts *facts, struct judge *j)
{
	GHashTable *seen = g_hash_table_new(name_hash, g_str_equal);

	for (size_t i = 0; i < objects_count(facts->objects, KIND_EWS_DIRECTORY); i++) {
		const struct object *vd = objects_at(facts->objects, KIND_EWS_DIRECTORY, i);
		const char *url = object_text(vd, VD_EXTERNAL_URL), *host = url != NULL ? name_of_url(facts->region, url) : NULL;

		if (host != NULL && dns_zone_supplied(facts, host, false) && g_hash_table_add(seen, (gpointer)(gsize)host))
			judge_internal_name(facts, j, host, host, internal_severity(facts, domain_of(facts->hybrid, host)), vd->at);
	}
	g_hash_table_unref(seen);
}

void
check_internal_names(const struct facts *facts, struct judge *j)
{
	const struct hybrid *h = facts->hybrid;

	for (guint i = 0; i < h->domains->len; i++) {
		const struct domain *d = g_ptr_array_index(h->domains, i);
		const enum severity severity = internal_severity(facts, d);

		if (autodiscover_lifted(facts, d))
			finding_at(judge_not_applicable(j, severity, d->name, "lifted"), d->at);
		else
			judge_internal_name(facts, j, d->name, autodiscover_name(facts, d->name), severity, d->at);
	}
	judge_internal_hosts(facts, j);
	judge_unknown_domains(facts, j, SEVERITY_ERROR);
}
