/* Where the mail of a domain goes first. */
#include <string.h>

#include "dns.h"

enum place_of_mx { PLACE_CLOUD, PLACE_LEGACY, PLACE_OWN, PLACE_OTHER, PLACES };
static const char *const places[] = { "cloud", "legacy", "own", "other" };

/* 2015-01-01: until then the names of Forefront Online Protection for Exchange and of its first successor were right. */
static const gint64 legacy_from = 1420070400;

/* "contoso-com" before the service's domain: one label, or two as in "contoso-com.i-v1". */
static bool
below_by(const char *host, const char *domain, unsigned labels)
{
	return strcmp(host, domain) != 0 && name_below(host, domain) && name_labels(host) == name_labels(domain) + labels;
}

bool
is_cloud_exchanger(const char *host)
{
	static const char *const services[] = { "mail.protection.outlook.com", "mail.protection.partner.outlook.cn",
		"mail.protection.office365.us" };
	const char *parent = name_parent(host);

	for (size_t i = 0; i < G_N_ELEMENTS(services); i++)
		if (below_by(host, services[i], 1))
			return true;
	return below_by(host, "mx.microsoft", 2) && strstr(parent, "-v1.mx.microsoft") != NULL;
}

static bool
is_legacy_exchanger(const char *host)
{
	return name_below(host, "eo.outlook.com") || strcmp(host, "mail.global.frontbridge.com") == 0;
}

/* Below one of the customer's own domains, or the host that the hybrid configuration names. */
static bool
is_own_host(const struct facts *facts, const char *host)
{
	const struct hybrid *h = facts->hybrid;
	const char *smart = h->configuration != NULL ? object_text(h->configuration, HC_ON_PREMISES_SMART_HOST) : NULL;

	if (smart != NULL && g_strcmp0(name_normal(facts->region, smart), host) == 0)
		return true;
	for (const char *p = host; p != NULL; p = name_parent(p))
		if (g_hash_table_contains(h->accepted, p) || g_hash_table_contains(h->cloud_accepted, p) || is_hybrid_domain(facts, p))
			return true;
	return false;
}

static enum place_of_mx
place_of(const struct facts *facts, const char *host)
{
	if (is_cloud_exchanger(host))
		return PLACE_CLOUD;
	if (is_legacy_exchanger(host))
		return facts->as_of < legacy_from ? PLACE_CLOUD : PLACE_LEGACY;
	return is_own_host(facts, host) ? PLACE_OWN : PLACE_OTHER;
}

static struct finding *
judge_places(struct judge *j, const struct domain *d, const struct dns_answer *mx, const unsigned count[PLACES])
{
	if (count[PLACE_LEGACY] > 0)
		return judge_fail(j, SEVERITY_ERROR, d->name, "legacy");
	if (count[PLACE_CLOUD] > 0 && count[PLACE_OWN] > 0)
		return judge_fail(j, SEVERITY_WARNING, d->name, "mixed");
	if (answer_unknown(mx) != NULL)
		return judge_not_evaluated(j, SEVERITY_WARNING, d->name, answer_unknown(mx), "ZONE-P");
	if (count[PLACE_CLOUD] + count[PLACE_OWN] + count[PLACE_OTHER] == 0)
		return judge_not_applicable(j, SEVERITY_WARNING, d->name, "no-mx");
	return judge_pass(j, SEVERITY_WARNING, d->name);
}

static void
judge_mx_place(const struct facts *facts, struct judge *j, const struct domain *d, const void *unused)
{
	struct dns_answer mx = dns_lookup(facts, d->name, TYPE_MX, true);
	unsigned count[PLACES] = { 0 };
	struct finding *row;

	(void)unused;
	for (guint i = 0; i < mx.records->len; i++) {
		const struct record *r = g_ptr_array_index(mx.records, i);

		if (mx.outcome == DNS_PRESENT && r->type == TYPE_MX && r->target != NULL && *r->target != '\0')
			count[place_of(facts, r->target)]++;
	}
	row = judge_places(j, d, &mx, count);
	for (guint i = 0; i < mx.records->len; i++) {
		const struct record *r = g_ptr_array_index(mx.records, i);

		if (mx.outcome == DNS_PRESENT && r->type == TYPE_MX && r->target != NULL && *r->target != '\0')
			finding_value(row, places[place_of(facts, r->target)], r->target);
	}
	finding_at(row, d->at);
	tell_answer(row, &mx);
	dns_answer_clear(&mx);
}

void
check_mx_place(const struct facts *facts, struct judge *j)
{
	each_domain(facts, j, SEVERITY_WARNING, judge_mx_place, NULL);
}
