/* Records that tie a domain to its tenant: the proof of ownership, and those of the domain of groups. */
#include <string.h>

#include "dns.h"
#include "names.h"

/* ---- DNS-009 ---- */

/* "MS=ms12345678" */
static bool
is_proof(const char *text)
{
	return g_ascii_strncasecmp(text, "MS=ms", 5) == 0 && text[5] != '\0' && strspn(text + 5, "0123456789") == strlen(text + 5);
}

static void
judge_verification(const struct facts *facts, struct judge *j, const struct domain *d, const void *unused)
{
	struct dns_answer txt = dns_lookup(facts, d->name, TYPE_TXT, true);
	const enum answer listed = accepted_domain(facts, KIND_CLOUD_ACCEPTED_DOMAIN, d->name);
	const struct record *proof = NULL;
	struct finding *row;

	(void)unused;
	for (guint i = 0; proof == NULL && i < txt.records->len; i++) {
		const struct record *r = g_ptr_array_index(txt.records, i);

		if (r->type == TYPE_TXT && r->evaluable && is_proof(r->text))
			proof = r;
	}
	if (proof != NULL || listed == ANSWER_YES)
		row = judge_pass(j, SEVERITY_INFO, d->name);
	else if (answer_unknown(&txt) != NULL)
		row = judge_not_evaluated(j, SEVERITY_INFO, d->name, answer_unknown(&txt), "ZONE-P");
	else if (listed == ANSWER_NO)
		row = judge_fail(j, SEVERITY_INFO, d->name, "missing");
	else
		row = judge_not_evaluated(j, SEVERITY_INFO, d->name,
		    facts->objects->supply[KIND_CLOUD_ACCEPTED_DOMAIN] == NOT_SUPPLIED ? "input-missing" : "not-complete", "ADX");
	finding_at(row, d->at);
	if (proof != NULL) {
		finding_value(row, "records", proof->text);
		finding_at(row, proof->at);
	} else {
		tell_answer(row, &txt);
	}
	dns_answer_clear(&txt);
}

void
check_verification(const struct facts *facts, struct judge *j)
{
	each_domain(facts, j, SEVERITY_INFO, judge_verification, NULL);
}

/* ---- DNS-012 ---- */

static bool
is_groups_name(const struct facts *facts, const char *name)
{
	const char *parent = g_str_has_prefix(name, "groups.") ? name_parent(name) : NULL;

	return parent != NULL && strchr(parent, '.') != NULL && (accepted_domain(facts, KIND_ACCEPTED_DOMAIN, parent) == ANSWER_YES ||
	    accepted_domain(facts, KIND_CLOUD_ACCEPTED_DOMAIN, parent) == ANSWER_YES);
}

static struct finding *
judge_groups_mx(struct judge *j, const char *name, const struct dns_answer *mx)
{
	struct finding *row;

	for (guint i = 0; mx->outcome == DNS_PRESENT && i < mx->records->len; i++) {
		const struct record *r = g_ptr_array_index(mx->records, i);

		if (r->type == TYPE_MX && r->target != NULL && !is_cloud_exchanger(r->target)) {
			row = judge_fail(j, SEVERITY_INFO, name, "mx-elsewhere");
			finding_value(row, "mx", *r->target != '\0' ? r->target : ".");
			return row;
		}
	}
	if (mx->outcome != DNS_ABSENT)
		return NULL;
	row = judge_fail(j, SEVERITY_INFO, name, "mx-elsewhere");
	finding_value(row, "mx", "-");
	return row;
}

static struct finding *
judge_groups_alias(struct judge *j, const char *name, const struct dns_answer *host)
{
	static const char *const hosts[] = { "autodiscover.outlook.com", "autodiscover.partner.outlook.cn", "autodiscover.office365.us" };
	struct finding *row;

	for (size_t i = 0; i < G_N_ELEMENTS(hosts); i++)
		if (host->target != NULL && strcmp(host->target, hosts[i]) == 0)
			return NULL;
	if (host->outcome == DNS_UNKNOWN)
		return NULL;
	row = judge_fail(j, SEVERITY_INFO, name, "autodiscover-elsewhere");
	finding_value(row, "autodiscover", host->target != NULL ? host->target : "-");
	return row;
}

static struct finding *
judge_groups_type(const struct facts *facts, struct judge *j, const char *name)
{
	const struct object *row = g_hash_table_lookup(facts->hybrid->accepted, name);
	const struct value *type = row != NULL ? object_get(row, AD_DOMAIN_TYPE) : NULL;
	struct finding *f;

	if (type == NULL || type->state != VALUE_STATED || value_has(type, "InternalRelay") != ANSWER_NO)
		return NULL;
	f = judge_fail(j, SEVERITY_INFO, name, "not-relayed");
	finding_value(f, "type", value_text(type));
	finding_at(f, row->at);
	return f;
}

static void
judge_groups(const struct facts *facts, struct judge *j, const char *name)
{
	struct dns_answer mx = dns_lookup(facts, name, TYPE_MX, true);
	struct dns_answer host = dns_host(facts, region_printf(facts->region, "autodiscover.%s", name), true);
	struct finding *row = judge_groups_mx(j, name, &mx), *alias = judge_groups_alias(j, name, &host);
	struct finding *type = judge_groups_type(facts, j, name);
	const struct object *here = g_hash_table_lookup(facts->hybrid->accepted, name);
	const char *unknown = answer_unknown(&mx);

	if (unknown == NULL && host.outcome == DNS_UNKNOWN && host.target == NULL)
		unknown = host.reason;
	if (row != NULL)
		tell_answer(row, &mx);
	if (alias != NULL)
		tell_answer(alias, &host);
	if (row == NULL && alias == NULL && type == NULL) {
		row = unknown != NULL ? judge_not_evaluated(j, SEVERITY_INFO, name, unknown, "ZONE-P") :
		    here != NULL && value_text(object_get(here, AD_DOMAIN_TYPE)) == NULL ?
		    judge_value_unknown(j, SEVERITY_INFO, name, object_get(here, AD_DOMAIN_TYPE), KIND_ACCEPTED_DOMAIN, AD_DOMAIN_TYPE) :
		    judge_pass(j, SEVERITY_INFO, name);
		tell_answer(row, &mx);
	}
	dns_answer_clear(&mx);
	dns_answer_clear(&host);
}

static gint
compare_names(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void
check_groups(const struct facts *facts, struct judge *j)
{
	GHashTable *const sides[] = { facts->hybrid->accepted, facts->hybrid->cloud_accepted };
	GPtrArray *names = g_ptr_array_new();
	GHashTableIter iter;
	gpointer name;

	for (size_t i = 0; i < G_N_ELEMENTS(sides); i++) {
		g_hash_table_iter_init(&iter, sides[i]);
		while (g_hash_table_iter_next(&iter, &name, NULL))
			if (is_groups_name(facts, name) && (i == 0 || !g_hash_table_contains(sides[0], name)))
				g_ptr_array_add(names, name);
	}
	g_ptr_array_sort(names, compare_names);
	for (guint i = 0; i < names->len; i++)
		judge_groups(facts, j, g_ptr_array_index(names, i));
	if (names->len == 0 && !objects_complete(facts->objects, KIND_ACCEPTED_DOMAIN) &&
	    !objects_complete(facts->objects, KIND_CLOUD_ACCEPTED_DOMAIN))
		judge_not_evaluated(j, SEVERITY_INFO, ORGANISATION, "not-complete", "AD");
	else if (names->len == 0)
		judge_not_applicable(j, SEVERITY_INFO, ORGANISATION, "no-groups-domain");
	g_ptr_array_unref(names);
}
