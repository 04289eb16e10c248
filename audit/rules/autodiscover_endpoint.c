/* The Autodiscover endpoints that either side has stored of the other (ADISC-019): running free/busy asks only these. */
#include <string.h>

#include "autodiscover.h"

/* An organisation relationship or an intra-organisation connector. */
struct endpoint {
	const struct object *object;
	bool relationship, cloud;   /* cloud: stored in Exchange Online, so that it names the servers on-premises */
};

static const struct value *
endpoint_url(const struct endpoint *e)
{
	return object_get(e->object, e->relationship ? (int)ORG_TARGET_AUTODISCOVER_EPR : (int)IOC_DISCOVERY_ENDPOINT);
}

/* A relationship with a partner is none of ours: the wizard's are told by their names, or by what they are for. */
static bool
is_of_hybrid(const struct facts *facts, const struct endpoint *e)
{
	static const char *const names[][2] = { { "on-premises to o365", "on-premises to exchange online" },
		{ "o365 to on-premises", "exchange online to on" } };
	const char *name = object_text(e->object, e->relationship ? (int)ORG_NAME : (int)IOC_NAME);
	const struct value *domains = object_get(e->object, e->relationship ? (int)ORG_DOMAIN_NAMES : (int)IOC_TARGET_ADDRESS_DOMAINS);

	for (size_t i = 0; name != NULL && e->relationship && i < 2; i++)
		if (g_ascii_strncasecmp(name, names[e->cloud][i], strlen(names[e->cloud][i])) == 0)
			return true;
	if (name != NULL && !e->relationship && g_ascii_strncasecmp(name, "HybridIOC", strlen("HybridIOC")) == 0)
		return true;
	for (guint i = 0; e->cloud && i < facts->hybrid->domains->len; i++)
		if (value_has(domains, ((struct domain *)g_ptr_array_index(facts->hybrid->domains, i))->name) == ANSWER_YES)
			return true;
	for (size_t i = 0; !e->cloud && domains->state == VALUE_STATED && i < domains->n; i++)
		if (name_is_routing(domains->items[i]))
			return true;
	return false;
}

/* A connector that names neither domains nor an endpoint may be the hybrid's: the row is there, and says nothing. */
static bool
says_nothing(const struct endpoint *e)
{
	return !e->relationship && endpoint_url(e)->state == VALUE_EMPTY && object_get(e->object, IOC_TARGET_ADDRESS_DOMAINS)->state != VALUE_STATED;
}

/* Of the two forms of a relationship one ends in /WSSecurity. */
static const char *
form_fault(const struct endpoint *e, const char *url)
{
	if (strstr(url, "://") == NULL)
		return "not-a-url";
	if (g_ascii_strncasecmp(url, "https://", 8) != 0)
		return "not-https";
	if (!g_regex_match_simple(e->relationship ? "^https://[^/]+/autodiscover/autodiscover\\.svc(/WSSecurity)?$" :
	    "^https://[^/]+/autodiscover/autodiscover\\.svc$", url, G_REGEX_CASELESS, 0))
		return "path";
	return NULL;
}

/* Switched off: it is not asked. */
static bool
is_disabled(const struct endpoint *e)
{
	return !e->relationship && value_true(object_get(e->object, IOC_ENABLED)) == ANSWER_NO;
}

/* Everything about an endpoint on-premises is known and right. */
static bool
endpoint_works(const struct autodiscover *a, const struct endpoint *e)
{
	const char *url = value_text(endpoint_url(e)), *host = url != NULL ? name_of_url(a->facts->region, url) : NULL;
	struct dns_answer answer;
	struct coverage cover;
	bool works;

	if (!is_of_hybrid(a->facts, e) || host == NULL || form_fault(e, url) != NULL ||
	    (!e->relationship && value_true(object_get(e->object, IOC_ENABLED)) != ANSWER_YES))
		return false;
	answer = dns_host(a->facts, host, true);
	works = answer.outcome == DNS_PRESENT && !answer.outside;
	dns_answer_clear(&answer);
	coverage_judge(&cover, a, host);
	works = works && cover.status == STATUS_PASS;
	coverage_clear(&cover);
	return works;
}

void
autodiscover_find_endpoints(struct autodiscover *a)
{
	static const enum kind stored[] = { KIND_CLOUD_ORGANIZATION_RELATIONSHIP, KIND_CLOUD_INTRA_ORGANIZATION_CONNECTOR };

	for (size_t k = 0; k < G_N_ELEMENTS(stored); k++)
		for (size_t i = 0; i < objects_count(a->facts->objects, stored[k]); i++) {
			const struct endpoint e = { objects_at(a->facts->objects, stored[k], i), stored[k] == KIND_CLOUD_ORGANIZATION_RELATIONSHIP, true };

			if (endpoint_works(a, &e))
				g_ptr_array_add(a->endpoints, (gpointer)(gsize)e.object);
		}
}

/* ---- rows ---- */

static struct finding *
judge_published(const struct autodiscover *a, struct judge *j, const char *host, enum severity severity)
{
	struct dns_answer answer = dns_host(a->facts, host, true);
	struct finding *row = NULL;
	struct coverage c;

	coverage_judge(&c, a, host);
	if (answer.outcome == DNS_ABSENT)
		row = judge_fail(j, severity, ORGANISATION, answer.reason);
	else if (c.status == STATUS_FAIL)
		row = judge_coverage(j, a->facts, ORGANISATION, severity, &c, NULL);
	else if (answer.outcome == DNS_UNKNOWN || answer.outside)
		row = judge_not_evaluated(j, severity, ORGANISATION, answer.outside ? "zone-not-supplied" : answer.reason, "ZONE-P");
	else
		row = judge_coverage(j, a->facts, ORGANISATION, severity, &c, NULL);
	finding_view(row, answer.view);
	for (guint i = 0; i < MIN(answer.records->len, RECORDS_TOLD); i++)
		finding_at(row, ((const struct record *)g_ptr_array_index(answer.records, i))->at);
	coverage_clear(&c);
	dns_answer_clear(&answer);
	return row;
}

/* What the servers on-premises have stored of the cloud: in the clouds of states and countries it differs. */
static struct finding *
judge_cloud_host(struct judge *j, const char *host)
{
	struct finding *row;

	if (is_cloud_autodiscover(host))
		return judge_pass(j, SEVERITY_INFO, ORGANISATION);
	row = judge_fail(j, SEVERITY_INFO, ORGANISATION, "other-cloud-host");
	finding_value(row, "expected", "autodiscover-s.outlook.com");
	return row;
}

static struct finding *
judge_url(const struct autodiscover *a, struct judge *j, const struct endpoint *e, const char *url, enum severity severity)
{
	const char *fault = form_fault(e, url), *host = name_of_url(a->facts->region, url);
	struct finding *row;

	if (fault != NULL || host == NULL)
		row = judge_fail(j, e->cloud ? severity : SEVERITY_INFO, ORGANISATION, fault != NULL ? fault : "not-a-url");
	else
		row = e->cloud ? judge_published(a, j, host, severity) : judge_cloud_host(j, host);
	finding_value(row, "host", host);
	return row;
}

static void
judge_endpoint(const struct autodiscover *a, struct judge *j, const struct endpoint *e)
{
	const enum severity severity = !e->cloud || a->facts->hybrid->agent ? SEVERITY_INFO : SEVERITY_ERROR;
	const struct value *v = endpoint_url(e);
	struct finding *row;

	if (!is_of_hybrid(a->facts, e) && !says_nothing(e))
		return;
	if (is_disabled(e))
		row = judge_not_applicable(j, severity, ORGANISATION, "disabled");
	else if (v->state == VALUE_EMPTY)
		row = judge_not_evaluated(j, severity, ORGANISATION, "not-stated", kinds[e->object->kind].code);
	else if (value_text(v) == NULL || !value_known(v))
		row = judge_value_unknown(j, severity, ORGANISATION, v, e->object->kind, e->relationship ? (int)ORG_TARGET_AUTODISCOVER_EPR :
		    (int)IOC_DISCOVERY_ENDPOINT);
	else
		row = judge_url(a, j, e, value_text(v), severity);
	finding_value(row, "object", object_text(e->object, e->relationship ? (int)ORG_NAME : (int)IOC_NAME));
	finding_value(row, "side", e->cloud ? "cloud" : "on-premises");
	finding_value(row, "url", value_text(v));
	finding_at(row, e->object->at);
}

void
check_endpoints(const struct facts *facts, struct judge *j)
{
	static const struct { enum kind kind; bool relationship, cloud; } stored[] = {
		{ KIND_CLOUD_ORGANIZATION_RELATIONSHIP, true, true }, { KIND_CLOUD_INTRA_ORGANIZATION_CONNECTOR, false, true },
		{ KIND_ORGANIZATION_RELATIONSHIP, true, false }, { KIND_INTRA_ORGANIZATION_CONNECTOR, false, false },
	};
	struct autodiscover a;

	autodiscover_open(&a, facts);
	for (size_t k = 0; k < G_N_ELEMENTS(stored); k++)
		for (size_t i = 0; i < objects_count(facts->objects, stored[k].kind); i++) {
			const struct endpoint e = { objects_at(facts->objects, stored[k].kind, i), stored[k].relationship, stored[k].cloud };

			judge_endpoint(&a, j, &e);
		}
	autodiscover_close(&a);
}
