/* The hybrid configuration: its domains, its smart host, its features. */
#include <string.h>

#include "autodiscover.h"
#include "certificates.h"
#include "connectors.h"
#include "hybrid.h"

/* ---- HYB-003 ---- */

void
check_tenant_entries(const struct facts *facts, struct judge *j)
{
	const struct hybrid *h = facts->hybrid;
	GHashTable *seen = g_hash_table_new(name_hash, g_str_equal);

	for (guint i = 0; i < h->entries->len; i++) {
		const struct domain_entry *e = g_ptr_array_index(h->entries, i);

		if (e->name == NULL || !g_hash_table_add(seen, (gpointer)(gsize)e->name))
			continue;
		finding_at(name_is_tenant(e->name) ? judge_fail(j, SEVERITY_WARNING, e->name, "tenant-form") :
		    judge_pass(j, SEVERITY_WARNING, e->name), e->at);
	}
	g_hash_table_unref(seen);
	if (h->configuration != NULL && !value_known(object_get(h->configuration, HC_DOMAINS)))
		judge_value_unknown(j, SEVERITY_WARNING, ORGANISATION, object_get(h->configuration, HC_DOMAINS), KIND_HYBRID_CONFIGURATION,
		    HC_DOMAINS);
}

/* ---- HYB-005 ---- */

static void
judge_repeated(const struct facts *facts, struct judge *j, const char *name)
{
	const GPtrArray *entries = facts->hybrid->entries;
	struct finding *row = judge_fail(j, SEVERITY_INFO, name, "repeated");

	for (guint i = 0; i < entries->len; i++) {
		const struct domain_entry *e = g_ptr_array_index(entries, i);

		if (e->name != NULL && strcmp(e->name, name) == 0) {
			finding_value(row, "entries", e->text);
			finding_at(row, e->at);
		}
	}
}

void
check_repeated_entries(const struct facts *facts, struct judge *j)
{
	const struct hybrid *h = facts->hybrid;
	GHashTable *seen = g_hash_table_new(name_hash, g_str_equal), *told = g_hash_table_new(name_hash, g_str_equal);
	const struct value *v = h->configuration != NULL ? object_get(h->configuration, HC_DOMAINS) : NULL;

	for (guint i = 0; i < h->entries->len; i++) {
		const struct domain_entry *e = g_ptr_array_index(h->entries, i);

		if (e->name != NULL && !g_hash_table_add(seen, (gpointer)(gsize)e->name) && g_hash_table_add(told, (gpointer)(gsize)e->name))
			judge_repeated(facts, j, e->name);
	}
	if (v != NULL && !value_known(v))
		judge_value_unknown(j, SEVERITY_INFO, ORGANISATION, v, KIND_HYBRID_CONFIGURATION, HC_DOMAINS);
	else if (v != NULL && g_hash_table_size(told) == 0 && h->entries->len > 0)
		finding_at(judge_pass(j, SEVERITY_INFO, ORGANISATION), v->at);
	g_hash_table_unref(seen);
	g_hash_table_unref(told);
}

/* ---- HYB-006, HYB-007, HYB-008 ---- */

/* The smart host as a name; NULL when it is empty or none. */
static const char *
smart_host_name(const struct facts *facts, const struct value *v)
{
	const char *text = value_text(v), *name;
	struct address address;

	if (text == NULL || address_parse(text, &address))
		return NULL;
	name = name_normal(facts->region, text);
	return name != NULL && name[0] != '*' && name_parent(name) != NULL ? name : NULL;
}

static const char *
smart_host_fault(const struct facts *facts, const struct value *v)
{
	const char *text = value_text(v), *name;
	struct address address;

	if (text == NULL)
		return "empty";
	if (smart_host_name(facts, v) != NULL)
		return NULL;
	name = name_normal(facts->region, text);
	return address_parse(text, &address) ? "address" : name != NULL && name[0] != '*' ? "single-label" : "malformed";
}

static const struct value *
smart_host(const struct facts *facts)
{
	return facts->hybrid->configuration != NULL ? object_get(facts->hybrid->configuration, HC_ON_PREMISES_SMART_HOST) : NULL;
}

/* Does the wizard set up mail at all?  Judges the organisation where it does not, or where that is not known. */
static bool
secure_mail_wanted(const struct facts *facts, struct judge *j, enum severity severity)
{
	const struct hybrid *h = facts->hybrid;

	if (h->secure_mail == ANSWER_YES)
		return true;
	if (h->secure_mail == ANSWER_NO)
		judge_not_applicable(j, severity, ORGANISATION, "secure-mail-off");
	else
		judge_value_unknown(j, severity, ORGANISATION, object_get(h->configuration, HC_FEATURES), KIND_HYBRID_CONFIGURATION, HC_FEATURES);
	return false;
}

void
check_smart_host(const struct facts *facts, struct judge *j)
{
	const struct value *v = smart_host(facts);
	const char *fault;
	struct finding *row;

	if (v == NULL || !secure_mail_wanted(facts, j, SEVERITY_ERROR))
		return;
	if (!value_known(v)) {
		judge_value_unknown(j, SEVERITY_ERROR, ORGANISATION, v, KIND_HYBRID_CONFIGURATION, HC_ON_PREMISES_SMART_HOST);
		return;
	}
	fault = smart_host_fault(facts, v);
	row = fault != NULL ? judge_fail(j, SEVERITY_ERROR, ORGANISATION, fault) : judge_pass(j, SEVERITY_ERROR, ORGANISATION);
	finding_value(row, "name", value_text(v));
	finding_at(row, v->at);
}

/* The smart host's name for the rules that go on from it; NULL after a row that says why not. */
static const char *
demand_smart_host(const struct facts *facts, struct judge *j)
{
	const struct value *v = smart_host(facts);
	const char *name;

	if (v == NULL || !secure_mail_wanted(facts, j, SEVERITY_ERROR))
		return NULL;
	if (!value_known(v)) {
		judge_value_unknown(j, SEVERITY_ERROR, ORGANISATION, v, KIND_HYBRID_CONFIGURATION, HC_ON_PREMISES_SMART_HOST);
		return NULL;
	}
	name = smart_host_name(facts, v);
	if (name == NULL)
		finding_at(judge_not_applicable(j, SEVERITY_ERROR, ORGANISATION, "no-smart-host"), v->at);
	return name;
}

/* The cloud connects by IPv4: a public IPv6 address alone is not enough. */
static struct finding *
judge_resolved(const struct facts *facts, struct judge *j, const char *name, const struct dns_answer *answer)
{
	struct dns_answer four = dns_lookup(facts, name, TYPE_A, true);
	struct finding *row;

	if (answer->outside)
		row = judge_not_evaluated(j, SEVERITY_ERROR, ORGANISATION, "zone-not-supplied", "ZONE-P");
	else if (four.outcome == DNS_PRESENT && four.private_only)
		row = judge_not_applicable(j, SEVERITY_ERROR, ORGANISATION, "replaced-by ADISC-013");
	else if (four.outcome == DNS_PRESENT)
		row = judge_pass(j, SEVERITY_ERROR, ORGANISATION);
	else if (four.outcome == DNS_ABSENT)
		row = judge_fail(j, SEVERITY_WARNING, ORGANISATION, "ipv6-only");
	else
		row = judge_not_evaluated(j, SEVERITY_ERROR, ORGANISATION, four.reason, "ZONE-P");
	dns_answer_clear(&four);
	return row;
}

void
check_smart_host_resolves(const struct facts *facts, struct judge *j)
{
	const char *name = demand_smart_host(facts, j);
	struct dns_answer answer;
	struct finding *row;

	if (name == NULL)
		return;
	answer = dns_host(facts, name, true);
	if (answer.outcome == DNS_UNKNOWN)
		row = judge_not_evaluated(j, SEVERITY_ERROR, ORGANISATION, answer.reason, "ZONE-P");
	else if (answer.outcome == DNS_PRESENT)
		row = judge_resolved(facts, j, name, &answer);
	else if (answer.private_only)
		row = judge_not_applicable(j, SEVERITY_ERROR, ORGANISATION, "replaced-by ADISC-013");
	else
		row = judge_fail(j, SEVERITY_ERROR, ORGANISATION, answer.reason);
	finding_view(row, answer.view);
	finding_value(row, "name", name);
	finding_at(row, smart_host(facts)->at);
	list_addresses(row, &answer, NULL, "addresses");
	if (answer.alias)
		finding_value(row, "final", answer.final);
	dns_answer_clear(&answer);
}

/* The cloud compares its connector's TLS domain with the certificate: where the certificate holds that, the host it connects to
 * need not be in it. */
static enum answer
tls_domain_covered(const struct facts *facts, const struct presented *p)
{
	GPtrArray *outbound = prefer_enabled(hybrid_outbound_connectors(facts), EOC_ENABLED);
	enum answer covered = outbound->len > 0 ? ANSWER_YES : ANSWER_UNKNOWN;

	if (outbound->len == 0 && objects_complete(facts->objects, KIND_OUTBOUND_CONNECTOR))
		covered = ANSWER_NO;
	for (guint i = 0; i < outbound->len; i++) {
		const struct value *v = object_get(g_ptr_array_index(outbound, i), EOC_TLS_DOMAIN);
		const char *name = value_text(v) != NULL ? name_normal(facts->region, value_text(v)) : NULL;
		const enum cover cover = name != NULL ? presented_cover(p, name) : COVER_NO;

		covered = answer_and(covered, !value_known(v) ? ANSWER_UNKNOWN :
		    cover == COVER_UNKNOWN ? ANSWER_UNKNOWN : cover == COVER_NO ? ANSWER_NO : ANSWER_YES);
	}
	g_ptr_array_unref(outbound);
	return covered;
}

static struct finding *
judge_uncovered(const struct facts *facts, struct judge *j, const struct presented *p)
{
	struct finding *row;

	switch (tls_domain_covered(facts, p)) {
	case ANSWER_YES:
		row = judge_pass(j, SEVERITY_WARNING, ORGANISATION);
		finding_value(row, "assumed", "tls-domain");
		return row;
	case ANSWER_NO:
		return judge_fail(j, SEVERITY_WARNING, ORGANISATION, "not-covered");
	case ANSWER_UNKNOWN:
	default:
		return judge_not_evaluated(j, SEVERITY_WARNING, ORGANISATION, "no-outbound-connector", "EOC");
	}
}

void
check_smart_host_covered(const struct facts *facts, struct judge *j)
{
	const char *name = demand_smart_host(facts, j);
	struct presented p;
	struct finding *row;
	enum cover cover;

	if (name == NULL)
		return;
	p = presented_by_organisation(facts);
	cover = presented_cover(&p, name);
	if (p.reason != NULL)
		row = judge_not_evaluated(j, SEVERITY_WARNING, ORGANISATION, p.reason, "CERT");
	else if (cover == COVER_UNKNOWN)
		row = judge_not_evaluated(j, SEVERITY_WARNING, ORGANISATION, "not-stated", "CERT");
	else if (cover == COVER_NO)
		row = judge_uncovered(facts, j, &p);
	else
		row = judge_pass(j, SEVERITY_WARNING, ORGANISATION);
	finding_value(row, "name", name);
	presented_tell(&p, row);
	finding_at(row, smart_host(facts)->at);
	presented_clear(&p);
}

/* ---- HYB-020 ---- */

void
check_features(const struct facts *facts, struct judge *j)
{
	static const char *const features[] = { "FreeBusy", "MailTips", "MessageTracking", "OWARedirection", "OnlineArchive", "SecureMail",
		"Photos" };
	const struct object *hc = facts->hybrid->configuration;
	const struct value *v = hc != NULL ? object_get(hc, HC_FEATURES) : NULL;
	struct finding *row = NULL;

	if (v == NULL)
		return;
	if (!value_known(v)) {
		judge_value_unknown(j, SEVERITY_INFO, ORGANISATION, v, KIND_HYBRID_CONFIGURATION, HC_FEATURES);
		return;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(features); i++) {
		/* Exchange 2010 has no photos. */
		if (value_has(v, features[i]) == ANSWER_YES || (strcmp(features[i], "Photos") == 0 && hybrid_is_2010(facts->hybrid) != ANSWER_NO))
			continue;
		if (row == NULL)
			row = judge_fail(j, SEVERITY_INFO, ORGANISATION, "missing");
		finding_value(row, "features", features[i]);
	}
	if (row == NULL)
		row = judge_pass(j, SEVERITY_INFO, ORGANISATION);
	finding_at(row, v->at);
}
