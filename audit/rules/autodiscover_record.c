/* What the public zones say of a domain's Autodiscover name. */
#include <string.h>

#include "autodiscover.h"

const char *
autodiscover_name(const struct facts *facts, const char *domain)
{
	return region_printf(facts->region, "autodiscover.%s", domain);
}

bool
is_cloud_autodiscover(const char *host)
{
	static const char *const hosts[] = { "autodiscover.outlook.com", "autodiscover-s.outlook.com", "autodiscover.office365.us",
		"autodiscover-s.office365.us", "autodiscover.outlook.cn", "autodiscover.partner.outlook.cn" };

	for (size_t i = 0; i < G_N_ELEMENTS(hosts); i++)
		if (strcmp(host, hosts[i]) == 0)
			return true;
	return name_below(host, "autodiscover.outlook.cn") || (g_str_has_prefix(host, "autodiscover.") && name_below(host, "outlook.cn"));
}

static bool
aliases_to_cloud(const struct dns_answer *answer)
{
	for (guint i = 0; i < answer->records->len; i++) {
		const struct record *r = g_ptr_array_index(answer->records, i);

		if (r->type == TYPE_CNAME && r->target != NULL && is_cloud_autodiscover(r->target))
			return true;
	}
	return false;
}

static const struct record *
service_record(const struct dns_answer *srv)
{
	for (guint i = 0; srv->outcome == DNS_PRESENT && i < srv->records->len; i++) {
		const struct record *r = g_ptr_array_index(srv->records, i);

		if (r->type == TYPE_SRV && r->target != NULL && *r->target != '\0')
			return r;
	}
	return NULL;
}

void
published_lookup(struct published *p, const struct facts *facts, const char *domain)
{
	const char *service = region_printf(facts->region, "_autodiscover._tcp.%s", domain);

	p->name = autodiscover_name(facts, domain);
	p->host = dns_host(facts, p->name, true);
	p->srv = dns_lookup(facts, service, TYPE_SRV, true);
	p->has_srv = service_record(&p->srv) != NULL;
	p->at_cloud = p->host.outcome != DNS_UNKNOWN && aliases_to_cloud(&p->host);
}

void
published_clear(struct published *p)
{
	dns_answer_clear(&p->host);
	dns_answer_clear(&p->srv);
}

const char *
published_gap(const struct published *p)
{
	if (p->host.outcome != DNS_ABSENT)
		return NULL;
	return strcmp(p->host.reason, "missing") == 0 && p->has_srv ? "srv-only" : p->host.reason;
}

void
list_addresses(struct finding *row, const struct dns_answer *answer, const char *(*class_of)(const struct address *), const char *class)
{
	unsigned told = 0, more = 0;

	for (guint i = 0; i < answer->records->len; i++) {
		const struct record *r = g_ptr_array_index(answer->records, i);
		const bool address = (r->type == TYPE_A || r->type == TYPE_AAAA) && r->evaluable;
		char *text;

		if (address && class_of != NULL && strcmp(class_of(&r->address), class) != 0)
			continue;
		if (told >= RECORDS_TOLD) {
			more += address;
			continue;
		}
		finding_at(row, r->at);
		if (!address)
			continue;
		told++;
		text = address_print(&r->address);
		finding_value(row, class, text);
		g_free(text);
	}
	if (more > 0) {
		char *text = g_strdup_printf("+%u", more);

		finding_value(row, class, text);
		g_free(text);
	}
}

static void
describe_answer(struct finding *row, const struct dns_answer *answer)
{
	list_addresses(row, answer, NULL, "addresses");
	if (answer->records->len == 0 && answer->zone != NULL)
		finding_at(row, answer->zone->soa);
	if (answer->alias) {
		finding_value(row, "target", answer->target);
		finding_value(row, "final", answer->final);
	}
	if (answer->outside)
		finding_value(row, "target_evaluated", "no");
	if (answer->wildcard)
		finding_value(row, "wildcard", "yes");
}

void
published_describe(struct finding *row, const struct published *p)
{
	const struct record *srv = service_record(&p->srv);

	finding_view(row, p->host.view);
	finding_value(row, "name", p->name);
	describe_answer(row, &p->host);
	if (srv != NULL) {
		finding_value(row, "srv_owner", srv->owner);
		finding_value(row, "srv_target", srv->target);
		finding_at(row, srv->at);
	}
}
