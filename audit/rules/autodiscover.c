/* Autodiscover: its DNS records, its certificate names, and the Autodiscover domain. */
#include "autodiscover.h"

#include <string.h>

#include "servers.h"

bool
autodiscover_lifted(const struct facts *facts, const struct domain *d)
{
	return facts->hybrid->lift == LIFT_YES && !d->autod;
}

bool
autodiscover_conditional(const struct facts *facts, const struct domain *d)
{
	return facts->hybrid->lift == LIFT_CONDITIONAL && !d->autod;
}

bool
autodiscover_is_preferred(const struct hybrid *h, const struct domain *d)
{
	return h->autod->len > 0 ? d->autod : h->domains->len > 0 && g_ptr_array_index(h->domains, 0) == d;
}

static bool
endpoint_serves(const struct autodiscover *a, const struct domain *d)
{
	for (guint i = 0; i < a->endpoints->len; i++) {
		const struct object *o = g_ptr_array_index(a->endpoints, i);
		const int domains = o->kind == KIND_CLOUD_ORGANIZATION_RELATIONSHIP ? (int)ORG_DOMAIN_NAMES : (int)IOC_TARGET_ADDRESS_DOMAINS;

		if (value_has(object_get(o, domains), d->name) == ANSWER_YES)
			return true;
	}
	return false;
}

enum severity
autodiscover_severity(const struct autodiscover *a, const struct domain *d)
{
	if (a->facts->hybrid->agent || autodiscover_conditional(a->facts, d))
		return SEVERITY_INFO;
	switch (a->generation) {
	case HYBRID_2010:
		return SEVERITY_ERROR;
	case HYBRID_2013_ON:
		return autodiscover_is_preferred(a->facts->hybrid, d) ? SEVERITY_ERROR : endpoint_serves(a, d) ? SEVERITY_INFO : SEVERITY_WARNING;
	case HYBRID_GENERATION_UNKNOWN:
	case HYBRID_MIXED:
		break;
	}
	return SEVERITY_WARNING;
}

void
judge_unknown_domains(const struct facts *facts, struct judge *j, enum severity severity)
{
	const struct hybrid *h = facts->hybrid;
	const struct value *stated = h->configuration != NULL ? object_get(h->configuration, HC_DOMAINS) : &value_none;

	if (h->domains_reason == NULL)
		return;
	if (h->domains_assumed)
		judge_not_evaluated(j, severity, ORGANISATION, h->domains_reason, "AD");
	else
		judge_value_unknown(j, severity, ORGANISATION, stated, KIND_HYBRID_CONFIGURATION, HC_DOMAINS);
}

/* Which demands hold, and what softens them. */
void
describe_domain(struct finding *row, const struct autodiscover *a, const struct domain *d)
{
	static const char *const generations[] = { "unknown", "2010", "2013-on", "mixed" };

	finding_at(row, d->at);
	finding_value(row, "generation", generations[a->generation]);
	if (a->facts->hybrid->domains_assumed)
		finding_value(row, "domains_assumed", "yes");
	if (autodiscover_conditional(a->facts, d))
		finding_value(row, "conditional", "ADISC-006");
}

void
autodiscover_each(const struct facts *facts, struct judge *j, judge_domain *judge, bool lifted_too)
{
	struct autodiscover a;
	const GPtrArray *domains = facts->hybrid->domains;

	autodiscover_open(&a, facts);
	for (guint i = 0; i < domains->len; i++) {
		const struct domain *d = g_ptr_array_index(domains, i);
		enum severity severity = autodiscover_severity(&a, d);
		struct published p;

		if (autodiscover_lifted(facts, d) && !lifted_too) {
			finding_at(judge_not_applicable(j, severity, d->name, "lifted"), d->at);
			continue;
		}
		published_lookup(&p, facts, d->name);
		judge(&a, j, d, severity, &p);
		published_clear(&p);
	}
	judge_unknown_domains(facts, j, facts->hybrid->agent ? SEVERITY_INFO :
	    a.generation == HYBRID_2010 ? SEVERITY_ERROR : SEVERITY_WARNING);
	autodiscover_close(&a);
}

void
judge_record(const struct autodiscover *a, struct judge *j, const struct domain *d, enum severity severity, const struct published *p)
{
	const char *gap = published_gap(p);
	struct finding *row;

	if (p->host.outcome == DNS_UNKNOWN)
		row = judge_not_evaluated(j, severity, d->name, p->host.reason, "ZONE-P");
	else if (gap == NULL)
		row = judge_pass(j, severity, d->name);
	else if (!a->facts->hybrid->autod_known && !d->autod)
		row = judge_not_evaluated(j, severity, d->name, "autod-unknown", "HC");
	else
		row = judge_fail(j, severity, d->name, gap);
	published_describe(row, p);
	describe_domain(row, a, d);
}

/* Where a token asks for more input. */
static const char *
need_of(const char *reason)
{
	static const struct { const char *reason, *need; } needs[] = {
		{ "autod-unknown", "HC" }, { "binding-unknown", "CSRV" }, { "no-candidate", "CSRV" }, { "server-not-exported", "CSRV" },
		{ "tls-terminated", "CERT" }, { "input-missing", "CSRV" }, { "zone-not-supplied", "ZONE-P" }, { "delegated", "ZONE-P" },
		{ "looks-internal", "ZONE-P" }, { "view-unknown", "ZONE-P" }, { "zone-incomplete", "ZONE-P" },
		{ "record-not-evaluable", "ZONE-P" }, { "value-lost", "CSRV" }, { "value-truncated", "CSRV" },
		{ "value-conflict", "CSRV" }, { "not-stated", "CSRV" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(needs); i++)
		if (strcmp(needs[i].reason, reason) == 0)
			return needs[i].need;
	return NULL;
}

struct finding *
judge_coverage(struct judge *j, const struct facts *facts, const char *subject, enum severity severity, const struct coverage *c,
    const char *fail_reason)
{
	struct finding *row;

	if (c->status == STATUS_PASS)
		row = judge_pass(j, severity, subject);
	else if (c->status == STATUS_FAIL)
		row = judge_fail(j, severity, subject, fail_reason != NULL ? fail_reason : c->reason);
	else if (c->status == STATUS_NOT_APPLICABLE)
		row = judge_not_applicable(j, severity, subject, c->reason);
	else if (c->set != NULL)
		row = judge_set_unknown(j, severity, subject, c->set);
	else
		row = judge_not_evaluated(j, severity, subject, c->reason, need_of(c->reason));
	finding_value(row, "field", c->field);
	coverage_describe(row, facts, c);
	return row;
}

static void
judge_certificate(const struct autodiscover *a, struct judge *j, const struct domain *d, enum severity severity,
    const struct published *p)
{
	struct coverage c;
	struct finding *row;

	coverage_judge_domain(&c, a, d, p);
	row = judge_coverage(j, a->facts, d->name, severity, &c, NULL);
	finding_value(row, "name", p->name);
	describe_domain(row, a, d);
	coverage_clear(&c);
}

/* Does the certificate cover what the alias points to?  It does not matter, but many believe that it does. */
const char *
target_covered(const struct autodiscover *a, const struct published *p)
{
	struct coverage c;
	const char *text;

	coverage_judge(&c, a, p->host.target);
	text = c.status == STATUS_PASS ? "yes" : c.status == STATUS_FAIL ? "no" : "unknown";
	coverage_clear(&c);
	return text;
}

static void
judge_alias(const struct autodiscover *a, struct judge *j, const struct domain *d, enum severity severity, const struct published *p)
{
	struct coverage c;
	struct finding *row;

	/* Where the name is certainly an alias, what becomes of its target does not matter. */
	if (p->host.outcome == DNS_UNKNOWN && !(p->host.alias && strcmp(p->host.reason, "zone-incomplete") == 0)) {
		row = judge_not_evaluated(j, severity, d->name, p->host.reason, "ZONE-P");
	} else if (!p->host.alias) {
		row = judge_pass(j, severity, d->name);
	} else {
		coverage_judge_domain(&c, a, d, p);
		row = judge_coverage(j, a->facts, d->name, severity, &c, "owner-not-covered");
		finding_value(row, "target_covered", target_covered(a, p));
		coverage_clear(&c);
	}
	published_describe(row, p);
	describe_domain(row, a, d);
}

/* Is there an address or an alias at all, whatever becomes of it? */
static bool
has_host_record(const struct published *p)
{
	return p->host.outcome == DNS_PRESENT || p->host.records->len > 0;
}

static void
judge_srv(const struct autodiscover *a, struct judge *j, const struct domain *d, enum severity severity, const struct published *p)
{
	struct finding *row;

	if (p->srv.outcome == DNS_UNKNOWN || (p->srv.outside && !p->has_srv))
		row = judge_not_evaluated(j, severity, d->name, p->srv.outside ? "zone-not-supplied" : p->srv.reason, "ZONE-P");
	else if (!p->has_srv)
		row = judge_pass(j, severity, d->name);
	else if (autodiscover_lifted(a->facts, d))
		row = judge_fail(j, SEVERITY_INFO, d->name, "srv-lifted");
	else if (p->host.outcome == DNS_UNKNOWN)
		row = judge_not_evaluated(j, severity, d->name, p->host.reason, "ZONE-P");
	else if (has_host_record(p))
		row = judge_fail(j, SEVERITY_INFO, d->name, "srv-beside-host");
	else if (!a->facts->hybrid->autod_known && !d->autod)
		row = judge_not_evaluated(j, severity, d->name, "autod-unknown", "HC");
	else
		row = judge_fail(j, severity, d->name, "srv-only");
	published_describe(row, p);
	finding_view(row, p->srv.view);
	describe_domain(row, a, d);
}

static void
check_records(const struct facts *facts, struct judge *j)
{
	autodiscover_each(facts, j, judge_record, false);
}

static void
check_certificates(const struct facts *facts, struct judge *j)
{
	autodiscover_each(facts, j, judge_certificate, false);
}

static void
check_aliases(const struct facts *facts, struct judge *j)
{
	autodiscover_each(facts, j, judge_alias, false);
}

static void
check_srv(const struct facts *facts, struct judge *j)
{
	autodiscover_each(facts, j, judge_srv, true);
}

#define ZONE_REASONS "zone-not-supplied delegated looks-internal view-unknown zone-incomplete record-not-evaluable " \
    "records-contradict"
#define COVER_REASONS "binding-unknown no-candidate server-not-exported tls-terminated autod-unknown"
#define DOMAIN_VALUES "name generation domains_assumed conditional field "
#define RECORD_VALUES "addresses target final target_evaluated wildcard srv_owner srv_target "
#define COVER_VALUES "servers thumbprints certificates assumed "

static const struct rule rules[] = {
	{ "ADISC-001", SEVERITY_ERROR, SUBJECT_DOMAIN, WIZARD_NO, "HC|AD, ZONE-P",
	  "missing dangling loop srv-only private-only autod-unknown lifted " ZONE_REASONS, DOMAIN_VALUES RECORD_VALUES, NULL, NULL, check_records },
	{ "ADISC-002", SEVERITY_ERROR, SUBJECT_DOMAIN, WIZARD_NO, "HC|AD, CERT|CSRV",
	  "not-covered cn-only lifted no-record at-cloud " COVER_REASONS " " ZONE_REASONS, DOMAIN_VALUES COVER_VALUES, NULL, NULL, check_certificates },
	{ "ADISC-003", SEVERITY_ERROR, SUBJECT_DOMAIN, WIZARD_NO, "HC|AD, ZONE-P, CERT|CSRV",
	  "owner-not-covered lifted no-record at-cloud " COVER_REASONS " " ZONE_REASONS,
	  DOMAIN_VALUES RECORD_VALUES COVER_VALUES "target_covered", NULL, NULL, check_aliases },
	{ "ADISC-004", SEVERITY_ERROR, SUBJECT_DOMAIN, WIZARD_NO, "HC|AD, ZONE-P",
	  "srv-only srv-beside-host srv-lifted autod-unknown " ZONE_REASONS, DOMAIN_VALUES RECORD_VALUES, NULL, NULL, check_srv },
	{ "ADISC-005", SEVERITY_INFO, SUBJECT_ORGANISATION, WIZARD_NO, "HC|AD",
	  "in-force not-applied could-be-lifted lift-conditional autod-unknown nothing-to-lift build-below",
	  "autod names lifted domains saved others endpoint field", NULL, NULL, check_lift },
	{ "ADISC-006", SEVERITY_ERROR, SUBJECT_ORGANISATION, WIZARD_MADE, "HC, SRV+fv", "all-below mixed build-unknown autod-unknown no-autod",
	  "autod below supporting unknown", NULL, NULL, check_lift_build },
	{ "ADISC-007", SEVERITY_WARNING, SUBJECT_DOMAIN, WIZARD_MADE, "HC", "several autod-unknown no-autod", "others", NULL, NULL, check_one_autod },
	{ "ADISC-008", SEVERITY_BLOCKER, SUBJECT_DOMAIN, WIZARD_MADE, "HC, ZONE-P",
	  "missing dangling loop srv-only private-only autod-unknown no-autod " ZONE_REASONS, DOMAIN_VALUES RECORD_VALUES, NULL, NULL,
	  check_autod_record },
	{ "ADISC-009", SEVERITY_BLOCKER, SUBJECT_DOMAIN, WIZARD_MADE, "HC, CERT|CSRV", "not-covered cn-only no-autod " COVER_REASONS,
	  "name field target target_covered " COVER_VALUES, NULL, NULL, check_autod_certificate },
	{ "ADISC-010", SEVERITY_ERROR, SUBJECT_DOMAIN, WIZARD_MADE, "HC, AD|ADX",
	  "in-neither tenant-form other-list-missing autod-unknown no-autod", "", NULL, NULL, check_autod_accepted },
	{ "ADISC-011", SEVERITY_ERROR, SUBJECT_DOMAIN, WIZARD_NO, "HC|AD, ZONE-P", "at-cloud lifted hybrid-agent groups-domain " ZONE_REASONS,
	  "name conditional field " RECORD_VALUES, NULL, NULL, check_at_cloud },
	{ "ADISC-012", SEVERITY_WARNING, SUBJECT_DOMAIN, WIZARD_NO, "HC|AD, ZONE-P", "wildcard no-address lifted " ZONE_REASONS,
	  DOMAIN_VALUES RECORD_VALUES, NULL, NULL, check_wildcard },
	{ "ADISC-013", SEVERITY_ERROR, SUBJECT_DOMAIN, WIZARD_NO, "HC|AD|VD|EOC, ZONE-P",
	  "private-address documentation-range lifted " ZONE_REASONS, "private documentation public final field", NULL, NULL, check_private_address },
	{ "ADISC-014", SEVERITY_ERROR, SUBJECT_DOMAIN, WIZARD_NO, "HC|AD, ZONE-I",
	  "missing dangling loop no-internal-zone lifted " ZONE_REASONS, "name domain addresses target field", NULL, NULL, check_internal_names },
	{ "ADISC-019", SEVERITY_ERROR, SUBJECT_ORGANISATION, WIZARD_MADE, "ORG|IOC, ZONE-P, CERT|CSRV",
	  "not-a-url not-https path not-covered cn-only missing dangling loop private-only other-cloud-host disabled " COVER_REASONS
	  " " ZONE_REASONS,
	  "object side url host expected " COVER_VALUES, NULL, NULL, check_endpoints },
	{ "ADISC-022", SEVERITY_NOTE, SUBJECT_ORGANISATION, WIZARD_NO, "HC|AD, ZONE-P, CERT|CSRV",
	  "autodiscover-domain-smaller records-smaller alike nothing-to-lift hybrid-agent autod-unknown",
	  "gaps records names certificates all autod below unknown remaining fewer field", NULL, NULL, check_ways },
};

const struct family autodiscover_family = { "autodiscover", rules, G_N_ELEMENTS(rules) };
