/* SPF: that there is one policy, that it names Exchange Online, and that receivers can evaluate it. */
#include <string.h>

#include "connectors.h"
#include "dns.h"

enum {
	LOOKUPS_MAX = 10,       /* RFC 7208, 4.6.4 */
	VOIDS_MAX = 2,
	SERVICE_LOOKUPS = 2,    /* what Exchange Online's own policy may ask beyond itself */
	LENGTH_GOOD = 450       /* RFC 7208, 3.4: so that the answer fits a packet */
};

/* The records of the domain that claim to be a policy. */
static void
tell_policy(struct finding *row, const struct domain *d, const struct spf_policy *p)
{
	finding_at(row, d->at);
	finding_view(row, p->answer.view);
	for (guint i = 0; i < p->texts->len; i++) {
		const struct record *r = g_ptr_array_index(p->texts, i);

		finding_value(row, "records", r->text);
		finding_at(row, r->at);
	}
	if (p->texts->len == 0)
		tell_answer(row, &p->answer);
}

/* Adds the row of a domain without one policy that could be judged; false when there is one. */
static bool
judge_no_policy(struct judge *j, enum severity severity, const struct domain *d, const struct spf_policy *p)
{
	struct finding *row;

	switch (p->state) {
	case SPF_UNKNOWN:
		row = judge_not_evaluated(j, severity, d->name, p->reason, "ZONE-P");
		break;
	case SPF_NONE:
		row = judge_not_applicable(j, severity, d->name, "no-spf");
		break;
	case SPF_SEVERAL:
		row = judge_not_applicable(j, severity, d->name, "several-spf");
		break;
	case SPF_FOUND:
	default:
		return false;
	}
	tell_policy(row, d, p);
	return true;
}

/* ---- DNS-003 ---- */

/* A record of the type that was given up (RFC 7208, 3.1). */
static bool
has_old_type(const struct facts *facts, const char *domain, struct place *at)
{
	struct dns_answer a = dns_lookup(facts, domain, TYPE_SPF, true);
	bool found = false;

	for (guint i = 0; !found && a.outcome == DNS_PRESENT && i < a.records->len; i++) {
		const struct record *r = g_ptr_array_index(a.records, i);

		found = r->type == TYPE_SPF && r->evaluable && spf_is_record(r->text);
		*at = r->at;
	}
	dns_answer_clear(&a);
	return found;
}

static void
judge_spf_record(const struct facts *facts, struct judge *j, const struct domain *d, const void *unused)
{
	struct place at = { NULL, 0, NULL };
	struct spf_policy p;
	struct finding *row;

	(void)unused;
	spf_policy_of(facts, d->name, &p);
	if (p.state == SPF_UNKNOWN)
		row = judge_not_evaluated(j, SEVERITY_ERROR, d->name, p.reason, "ZONE-P");
	else if (p.state == SPF_SEVERAL)
		row = judge_fail(j, SEVERITY_ERROR, d->name, "several");
	else if (p.state == SPF_NONE)
		row = judge_fail(j, SEVERITY_WARNING, d->name, has_old_type(facts, d->name, &at) ? "old-type" : "missing");
	else
		row = judge_pass(j, SEVERITY_ERROR, d->name);
	tell_policy(row, d, &p);
	finding_at(row, at);
	spf_policy_clear(&p);
}

void
check_spf_record(const struct facts *facts, struct judge *j)
{
	each_domain(facts, j, SEVERITY_ERROR, judge_spf_record, NULL);
}

/* ---- DNS-004 ---- */

/* A list that names every address of Exchange Online by itself does as well. */
static bool
lists_service_addresses(const struct facts *facts, const struct spf_record *r)
{
	const GArray *ranges = facts->knowledge->cloud_ranges;
	bool all = ranges->len > 0;

	for (guint i = 0; all && i < ranges->len; i++) {
		const struct range *range = &g_array_index(ranges, struct cloud_range, i).range;
		bool in = false;

		for (guint k = 0; !in && k < r->terms->len; k++) {
			const struct spf_term *t = &g_array_index(r->terms, struct spf_term, k);

			if (t->kind == SPF_ALL)
				break;
			in = (t->kind == SPF_IP4 || t->kind == SPF_IP6) && t->qualifier == '+' && range_within(range, &t->range);
		}
		all = in;
	}
	return all;
}

static const char *
service_of(const char *cloud)
{
	if (cloud != NULL && strcmp(cloud, "mail.partner.onmschina.cn") == 0)
		return "spf.protection.partner.outlook.cn";
	return cloud != NULL && strcmp(cloud, "mail.onmicrosoft.us") == 0 ? "spf.protection.office365.us" : "spf.protection.outlook.com";
}

/* With centralized transport Exchange Online hands everything to the organisation's own servers. */
static struct finding *
judge_not_named(const struct facts *facts, struct judge *j, const struct domain *d, const char *other)
{
	const enum severity severity = facts->hybrid->centralized == ANSWER_YES ? SEVERITY_INFO : SEVERITY_ERROR;

	if (facts->hybrid->centralized == ANSWER_UNKNOWN)
		return judge_centralized_unknown(facts, j, SEVERITY_ERROR, d->name);
	return judge_fail(j, severity, d->name,
	    other != NULL ? "other-cloud" : severity == SEVERITY_INFO ? "not-named-centralized" : "not-named");
}

static void
judge_spf_service(const struct facts *facts, struct judge *j, const struct domain *d, const void *cloud)
{
	const char *other;
	enum answer named;
	struct spf_policy p;
	struct finding *row;

	spf_policy_of(facts, d->name, &p);
	if (judge_no_policy(j, SEVERITY_ERROR, d, &p)) {
		spf_policy_clear(&p);
		return;
	}
	named = spf_includes_service(facts, d->name, cloud, &other);
	if (named == ANSWER_NO && lists_service_addresses(facts, &p.record))
		named = ANSWER_YES;
	if (named == ANSWER_YES)
		row = judge_pass(j, SEVERITY_ERROR, d->name);
	else if (named == ANSWER_UNKNOWN)
		row = judge_not_evaluated(j, SEVERITY_ERROR, d->name, "spf-outside", "ZONE-P");
	else
		row = judge_not_named(facts, j, d, other);
	finding_value(row, "service", service_of(cloud));
	finding_value(row, "other", other);
	tell_policy(row, d, &p);
	spf_policy_clear(&p);
}

void
check_spf_service(const struct facts *facts, struct judge *j)
{
	each_domain(facts, j, SEVERITY_ERROR, judge_spf_service, customer_cloud(facts));
}

/* ---- DNS-006 ---- */

/* The gravest of what is certain; NULL: nothing is. */
static const char *
limit_fault(const struct spf_summary *s, const struct spf_policy *p, enum severity *severity)
{
	*severity = SEVERITY_ERROR;
	if (s->fault != NULL)
		return "syntax";
	if (s->loop != NULL)
		return "loop";
	if (s->broken != NULL)
		return "include-without-policy";
	if (s->lookups > LOOKUPS_MAX)
		return "too-many-lookups";
	if (s->voids > VOIDS_MAX)
		return "void-lookups";
	if (s->everybody != NULL)
		return "all-pass";
	*severity = SEVERITY_WARNING;
	if (s->all == '?')
		return "all-neutral";
	if (s->all == 0 && !s->end_unknown)
		return "no-all";
	if (s->ptr)
		return "ptr";
	*severity = SEVERITY_INFO;
	return strlen(((const struct record *)g_ptr_array_index(p->texts, 0))->text) > LENGTH_GOOD ? "long" : NULL;
}

static void
tell_summary(struct finding *row, const struct spf_summary *s)
{
	const bool open = s->outside->len > 0 || s->service > 0 || s->cut;
	char *lookups = g_strdup_printf("%s%u", open ? "\342\211\245 " : "", s->lookups);

	finding_value(row, "lookups", lookups);
	finding_number(row, "voids", s->voids);
	finding_value(row, "term", s->fault);
	finding_value(row, "domain", s->fault != NULL ? s->fault_at : s->loop != NULL ? s->loop : s->broken != NULL ? s->broken : s->everybody);
	for (guint i = 0; i < s->outside->len; i++)
		finding_value(row, "outside", g_ptr_array_index(s->outside, i));
	g_free(lookups);
}

static void
judge_spf_limits(const struct facts *facts, struct judge *j, const struct domain *d, const void *unused)
{
	enum severity severity;
	struct spf_summary s;
	struct spf_policy p;
	struct finding *row;
	const char *fault;
	bool open;

	(void)unused;
	spf_policy_of(facts, d->name, &p);
	if (judge_no_policy(j, SEVERITY_ERROR, d, &p)) {
		spf_policy_clear(&p);
		return;
	}
	s = spf_summarise(facts, d->name, &p);
	fault = limit_fault(&s, &p, &severity);
	open = s.outside->len > 0 || s.cut || s.lookups + s.service * SERVICE_LOOKUPS > LOOKUPS_MAX;
	if (fault != NULL)
		row = judge_fail(j, severity, d->name, fault);
	else
		row = open ? judge_not_evaluated(j, SEVERITY_ERROR, d->name, "spf-outside", "ZONE-P") : judge_pass(j, SEVERITY_ERROR, d->name);
	tell_summary(row, &s);
	tell_policy(row, d, &p);
	spf_summary_clear(&s);
	spf_policy_clear(&p);
}

void
check_spf_limits(const struct facts *facts, struct judge *j)
{
	each_domain(facts, j, SEVERITY_ERROR, judge_spf_limits, NULL);
}
