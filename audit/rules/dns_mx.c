/* Mail exchangers: that a domain has one, that it can be reached, and whose it is. */
#include <string.h>

#include "dns.h"

static bool
is_exchanger(const struct record *r)
{
	return r->type == TYPE_MX && r->evaluable && r->target != NULL;
}

/* ---- DNS-001 ---- */

/* Without MX records mail goes to the address of the domain itself (RFC 5321, 5.1). */
static void
judge_implicit(const struct facts *facts, struct judge *j, const struct domain *d, const struct dns_answer *mx)
{
	struct dns_answer host = dns_host(facts, d->name, true);
	struct finding *row;

	if (host.outcome == DNS_PRESENT || (host.outcome == DNS_UNKNOWN && strcmp(host.reason, "record-not-evaluable") == 0))
		row = judge_fail(j, SEVERITY_WARNING, d->name, "implicit");
	else if (host.outcome == DNS_UNKNOWN)
		row = judge_not_evaluated(j, SEVERITY_ERROR, d->name, host.reason, "ZONE-P");
	else
		row = judge_fail(j, SEVERITY_ERROR, d->name, "missing");
	finding_at(row, d->at);
	tell_answer(row, mx);
	tell_answer(row, &host);
	dns_answer_clear(&host);
}

static void
judge_mx(const struct facts *facts, struct judge *j, const struct domain *d, const void *unused)
{
	struct dns_answer mx = dns_lookup(facts, d->name, TYPE_MX, true);
	const char *unknown = answer_unknown(&mx);
	struct finding *row;
	bool null = false;

	(void)unused;
	if (unknown == NULL && mx.outcome == DNS_ABSENT) {
		judge_implicit(facts, j, d, &mx);
		dns_answer_clear(&mx);
		return;
	}
	for (guint i = 0; i < mx.records->len; i++) {
		const struct record *r = g_ptr_array_index(mx.records, i);

		null = null || (is_exchanger(r) && *r->target == '\0');
	}
	if (unknown != NULL)
		row = judge_not_evaluated(j, SEVERITY_ERROR, d->name, unknown, "ZONE-P");
	else
		row = null ? judge_fail(j, SEVERITY_ERROR, d->name, "null-mx") : judge_pass(j, SEVERITY_ERROR, d->name);
	finding_at(row, d->at);
	tell_answer(row, &mx);
	dns_answer_clear(&mx);
}

void
check_mx(const struct facts *facts, struct judge *j)
{
	each_domain(facts, j, SEVERITY_ERROR, judge_mx, NULL);
}

/* ---- DNS-002 ---- */

/* What may be wrong with a target, the gravest first; then what leaves it open. */
enum fault { FAULT_LITERAL, FAULT_LOCALHOST, FAULT_ALIAS, FAULT_UNRESOLVED, FAULT_PRIVATE, FAULT_UNKNOWN, FAULT_OUTSIDE, FAULT_NONE };
static const char *const fault_reasons[] = { "address-literal", "localhost", "alias", "unresolved", "private" };

/* "203.0.113.25", and "203.0.113.25.contoso.com", which such a target becomes without its final dot. */
static bool
begins_with_address(const char *host)
{
	char **labels = g_strsplit(host, ".", 5);
	bool numbers = g_strv_length(labels) >= 4;

	for (size_t i = 0; numbers && i < 4; i++)
		numbers = *labels[i] != '\0' && strlen(labels[i]) <= 3 && strspn(labels[i], "0123456789") == strlen(labels[i]);
	g_strfreev(labels);
	return numbers;
}

static bool
any_private(const struct dns_answer *a)
{
	for (guint i = 0; i < a->records->len; i++) {
		const struct record *r = g_ptr_array_index(a->records, i);

		if ((r->type == TYPE_A || r->type == TYPE_AAAA) && r->evaluable && address_is_private(&r->address))
			return true;
	}
	return false;
}

static enum fault
target_fault(const struct dns_answer *a, const char *host)
{
	const bool alone = a->reason == NULL || strcmp(a->reason, "view-unknown") != 0;

	if (strcmp(host, "localhost") == 0 || strcmp(host, "localhost.localdomain") == 0)
		return FAULT_LOCALHOST;
	if (begins_with_address(host) && (a->outcome != DNS_PRESENT || a->wildcard))
		return FAULT_LITERAL;
	if (a->alias && alone)
		return FAULT_ALIAS;
	if (a->outcome == DNS_UNKNOWN)
		return strcmp(a->reason, "zone-not-supplied") == 0 ? FAULT_OUTSIDE : FAULT_UNKNOWN;
	if (a->outcome == DNS_ABSENT)
		return strcmp(a->reason, "private-only") == 0 ? FAULT_PRIVATE : FAULT_UNRESOLVED;
	return any_private(a) ? FAULT_PRIVATE : FAULT_NONE;
}

/* One row for each fault that a target of the domain has. */
struct targets {
	struct finding *rows[FAULT_UNKNOWN];
	const struct domain *domain;
	const struct dns_answer *mx;
	const char *unknown;    /* token of the first target that could not be judged */
	struct place unknown_at;
	unsigned n, outside;
};

static void
judge_target(const struct facts *facts, struct judge *j, struct targets *t, const struct record *r)
{
	struct dns_answer a = dns_host(facts, r->target, true);
	const enum fault fault = target_fault(&a, r->target);
	/* Where the zone is only assumed to be public, a private address may belong there. */
	const enum severity severity = fault == FAULT_PRIVATE && a.view == VIEW_ASSUMED ? SEVERITY_WARNING : SEVERITY_ERROR;

	t->n++;
	t->outside += fault == FAULT_OUTSIDE;
	if (fault < FAULT_UNKNOWN) {
		if (t->rows[fault] == NULL) {
			t->rows[fault] = judge_fail(j, severity, t->domain->name, fault_reasons[fault]);
			finding_at(t->rows[fault], t->domain->at);
			finding_view(t->rows[fault], t->mx->view);
		}
		t->rows[fault]->severity = MIN(t->rows[fault]->severity, severity);
		finding_value(t->rows[fault], "hosts", r->target);
		finding_at(t->rows[fault], r->at);
		tell_answer(t->rows[fault], &a);
	} else if (fault == FAULT_UNKNOWN && t->unknown == NULL) {
		t->unknown = a.reason;
		t->unknown_at = r->at;
	}
	dns_answer_clear(&a);
}

static void
judge_mx_targets(const struct facts *facts, struct judge *j, const struct domain *d, const void *unused)
{
	struct dns_answer mx = dns_lookup(facts, d->name, TYPE_MX, true);
	struct targets t = { .domain = d, .mx = &mx };
	struct finding *row = NULL;
	bool failed = false;

	(void)unused;
	for (guint i = 0; mx.outcome == DNS_PRESENT && i < mx.records->len; i++) {
		const struct record *r = g_ptr_array_index(mx.records, i);

		if (is_exchanger(r) && *r->target != '\0')
			judge_target(facts, j, &t, r);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(t.rows); i++)
		failed = failed || t.rows[i] != NULL;
	if (answer_unknown(&mx) != NULL) {
		row = judge_not_evaluated(j, SEVERITY_ERROR, d->name, answer_unknown(&mx), "ZONE-P");
	} else if (t.n == 0) {
		row = judge_not_applicable(j, SEVERITY_ERROR, d->name, "no-mx");
	} else if (t.unknown != NULL && !failed) {
		row = judge_not_evaluated(j, SEVERITY_ERROR, d->name, t.unknown, "ZONE-P");
		finding_at(row, t.unknown_at);
	} else if (!failed) {
		row = judge_pass(j, SEVERITY_ERROR, d->name);
		if (t.outside > 0)
			finding_value(row, "assumed", "outside");
	}
	if (row != NULL) {
		finding_at(row, d->at);
		tell_answer(row, &mx);
	}
	dns_answer_clear(&mx);
}

void
check_mx_targets(const struct facts *facts, struct judge *j)
{
	each_domain(facts, j, SEVERITY_ERROR, judge_mx_targets, NULL);
}
