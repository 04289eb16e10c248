/* The aliases through which Exchange Online publishes its DKIM keys. */
#include <string.h>

#include "dns.h"

enum selector_state { SELECTOR_GOOD, SELECTOR_OTHER, SELECTOR_NONE, SELECTOR_UNKNOWN };

struct selector {
	enum selector_state state;
	const char *name, *target;      /* target: of the alias, or NULL */
	const char *reason;             /* UNKNOWN: token */
	struct dns_answer answer;
};

static bool
is_routing_or_initial(const char *name)
{
	return name_is_tenant(name) && name_labels(name) == (g_str_has_suffix(name, ".partner.onmschina.cn") ? 4 : 3);
}

/* "contoso.onmicrosoft.com", also from the routing domain "contoso.mail.onmicrosoft.com". */
static const char *
initial_of(const struct facts *facts, const char *name)
{
	const char *rest = name_parent(name);

	if (name_is_routing(name) && rest != NULL && name_parent(rest) != NULL)
		return region_printf(facts->region, "%.*s%s", (int)(rest - name), name, name_parent(rest));
	return is_routing_or_initial(name) ? name : NULL;
}

/* The tenant's own domains; const char *, free with g_ptr_array_unref().  Empty: not known. */
static GPtrArray *
tenants(const struct facts *facts)
{
	static const enum kind kinds_asked[] = { KIND_ACCEPTED_DOMAIN, KIND_CLOUD_ACCEPTED_DOMAIN };
	GPtrArray *list = g_ptr_array_new();

	for (size_t k = 0; k < G_N_ELEMENTS(kinds_asked); k++)
		for (size_t i = 0; i < objects_count(facts->objects, kinds_asked[k]); i++) {
			const char *text = object_text(objects_at(facts->objects, kinds_asked[k], i), AD_DOMAIN_NAME);
			const char *name = text != NULL ? name_normal(facts->region, text) : NULL;
			const char *initial = name != NULL ? initial_of(facts, name) : NULL;

			if (initial != NULL && !g_ptr_array_find_with_equal_func(list, initial, g_str_equal, NULL))
				g_ptr_array_add(list, (gpointer)(guintptr)initial);
		}
	return list;
}

/* "contoso-com" of contoso.com. */
static const char *
dashed(const struct facts *facts, const char *domain)
{
	char *text = region_strdup(facts->region, domain);

	for (char *p = text; *p != '\0'; p++)
		if (*p == '.')
			*p = '-';
	return text;
}

/* Is the rest of a target the tenant's: contoso.onmicrosoft.com, or contoso.n-v1.dkim.mail.microsoft? */
static bool
is_tenants(const char *rest, const GPtrArray *known)
{
	const bool new_form = g_str_has_suffix(rest, "-v1.dkim.mail.microsoft") && name_labels(rest) == 5;

	if (known->len == 0)
		return new_form || is_routing_or_initial(rest);
	for (guint i = 0; i < known->len; i++) {
		const char *tenant = g_ptr_array_index(known, i);
		const size_t n = strcspn(tenant, ".");

		if (strcmp(rest, tenant) == 0 || (new_form && strncmp(rest, tenant, n) == 0 && rest[n] == '.'))
			return true;
	}
	return false;
}

/* Does an MX record of the domain lead to Exchange Online under this domain key ("contoso-com")? */
static bool
is_key_of_exchanger(const struct facts *facts, const char *domain, const char *key, size_t n)
{
	struct dns_answer a = dns_lookup(facts, domain, TYPE_MX, true);
	bool same = false;

	for (guint i = 0; !same && a.outcome == DNS_PRESENT && i < a.records->len; i++) {
		const struct record *r = g_ptr_array_index(a.records, i);

		same = r->type == TYPE_MX && r->target != NULL && is_cloud_exchanger(r->target) && strcspn(r->target, ".") == n &&
		    strncmp(r->target, key, n) == 0;
	}
	dns_answer_clear(&a);
	return same;
}

/* selector1-<domain key>._domainkey.<tenant's>.  The key is the domain with dashes, or, above all for a domain with a hyphen,
 * one that only the tenant and the MX record tell. */
static enum selector_state
target_state(const struct facts *facts, const char *target, const struct domain *d, unsigned number, const GPtrArray *known)
{
	const char *start = region_printf(facts->region, "selector%u-", number), *key = target + strlen(start);
	const char *rest = strstr(target, "._domainkey."), *name = dashed(facts, d->name);
	size_t n;

	if (!g_str_has_prefix(target, start) || rest == NULL || rest < key || !is_tenants(rest + strlen("._domainkey."), known))
		return SELECTOR_OTHER;
	n = (size_t)(rest - key);
	if ((n == strlen(name) && strncmp(key, name, n) == 0) || is_key_of_exchanger(facts, d->name, key, n))
		return SELECTOR_GOOD;
	return strchr(d->name, '-') != NULL ? SELECTOR_UNKNOWN : SELECTOR_OTHER;
}

static bool
has_text(const struct facts *facts, const char *name)
{
	struct dns_answer a = dns_lookup(facts, name, TYPE_TXT, true);
	const bool found = a.outcome == DNS_PRESENT && a.records->len > 0;

	dns_answer_clear(&a);
	return found;
}

static void
look_at_selector(const struct facts *facts, struct selector *s, const struct domain *d, unsigned number, const GPtrArray *known)
{
	s->name = region_printf(facts->region, "selector%u._domainkey.%s", number, d->name);
	s->answer = dns_lookup(facts, s->name, TYPE_CNAME, true);
	s->reason = s->answer.reason;
	s->target = NULL;
	for (guint i = 0; s->target == NULL && i < s->answer.records->len; i++)
		s->target = ((const struct record *)g_ptr_array_index(s->answer.records, i))->target;
	if (s->answer.outcome == DNS_UNKNOWN)
		s->state = SELECTOR_UNKNOWN;
	else if (s->answer.outcome == DNS_ABSENT)
		s->state = has_text(facts, s->name) ? SELECTOR_OTHER : SELECTOR_NONE;
	else
		s->state = s->target != NULL ? target_state(facts, s->target, d, number, known) : SELECTOR_OTHER;
	if (s->state == SELECTOR_UNKNOWN && s->reason == NULL)
		s->reason = "domain-key-unknown";
}

static struct finding *
judge_selectors(struct judge *j, const struct domain *d, const struct selector s[2])
{
	if (s[0].state == SELECTOR_OTHER || s[1].state == SELECTOR_OTHER)
		return judge_fail(j, SEVERITY_WARNING, d->name, "other-target");
	for (size_t i = 0; i < 2; i++)
		if (s[i].state == SELECTOR_UNKNOWN)
			return judge_not_evaluated(j, SEVERITY_WARNING, d->name, s[i].reason, "ZONE-P");
	if (s[0].state != s[1].state)
		return judge_fail(j, SEVERITY_WARNING, d->name, "only-one");
	return s[0].state == SELECTOR_GOOD ? judge_pass(j, SEVERITY_WARNING, d->name) : judge_fail(j, SEVERITY_INFO, d->name, "missing");
}

static void
judge_dkim(const struct facts *facts, struct judge *j, const struct domain *d, const void *tenants_known)
{
	const GPtrArray *known = tenants_known;
	struct selector s[2];
	struct finding *row;

	for (unsigned i = 0; i < 2; i++)
		look_at_selector(facts, &s[i], d, i + 1, known);
	row = judge_selectors(j, d, s);
	finding_at(row, d->at);
	for (size_t i = 0; i < 2; i++) {
		if (s[i].state == SELECTOR_NONE)
			finding_value(row, "absent", s[i].name);
		else if (s[i].state == SELECTOR_OTHER)
			finding_value(row, "other", s[i].target != NULL ? s[i].target : s[i].name);
		tell_answer(row, &s[i].answer);
		dns_answer_clear(&s[i].answer);
	}
	finding_value(row, "dashed", dashed(facts, d->name));
	finding_value(row, "tenant", known->len > 0 ? g_ptr_array_index(known, 0) : "<tenant>.onmicrosoft.com");
}

void
check_dkim(const struct facts *facts, struct judge *j)
{
	GPtrArray *known = tenants(facts);

	each_domain(facts, j, SEVERITY_WARNING, judge_dkim, known);
	g_ptr_array_unref(known);
}
