/* The public zones as a whole. */
#include <stdlib.h>
#include <string.h>

#include "autodiscover.h"
#include "dns.h"

void
each_domain(const struct facts *facts, struct judge *j, enum severity severity, judge_mail_domain *judge, const void *closure)
{
	const struct hybrid *h = facts->hybrid;

	for (guint i = 0; i < h->domains->len; i++)
		judge(facts, j, g_ptr_array_index(h->domains, i), closure);
	judge_unknown_domains(facts, j, severity);
}

static int
compare_domain(const void *name, const void *domain)
{
	return strcmp(name, (*(const struct domain *const *)domain)->name);
}

bool
is_hybrid_domain(const struct facts *facts, const char *name)
{
	const GPtrArray *domains = facts->hybrid->domains;

	return domains->len > 0 && bsearch(name, domains->pdata, domains->len, sizeof *domains->pdata, compare_domain) != NULL;
}

void
tell_answer(struct finding *row, const struct dns_answer *a)
{
	if (row->view == VIEW_NONE)
		finding_view(row, a->view);
	for (guint i = 0; i < a->records->len && i < RECORDS_TOLD; i++)
		finding_at(row, ((const struct record *)g_ptr_array_index(a->records, i))->at);
	if (a->records->len == 0 && a->zone != NULL)
		finding_at(row, a->zone->soa);
}

const char *
answer_unknown(const struct dns_answer *a)
{
	return a->outcome == DNS_UNKNOWN ? a->reason : a->outside ? "zone-not-supplied" : NULL;
}

GPtrArray *
texts_of_version(const struct dns_answer *a, const char *version)
{
	GPtrArray *texts = g_ptr_array_new();

	for (guint i = 0; i < a->records->len; i++) {
		struct record *r = g_ptr_array_index(a->records, i);

		if (r->type == TYPE_TXT && r->evaluable && tags_claim(r->text, version))
			g_ptr_array_add(texts, r);
	}
	return texts;
}

static void
note_dropped(const struct facts *facts, struct judge *j)
{
	const struct hybrid *h = facts->hybrid;

	for (guint i = 0; i < h->dropped->len; i++) {
		const struct dropped_domain *d = g_ptr_array_index(h->dropped, i);

		finding_at(judge_note(j, d->name, d->reason), d->at);
	}
}

/* A report full of rows that were not judged must not look green: every domain without a zone is named and counted. */
static void
check_coverage(const struct facts *facts, struct judge *j)
{
	const struct hybrid *h = facts->hybrid;
	unsigned missing = 0;

	for (guint i = 0; i < h->domains->len; i++)
		missing += !dns_zone_supplied(facts, ((struct domain *)g_ptr_array_index(h->domains, i))->name, true);
	for (guint i = 0; i < h->domains->len; i++) {
		const struct domain *d = g_ptr_array_index(h->domains, i);
		const bool supplied = dns_zone_supplied(facts, d->name, true);
		struct finding *row = supplied ? judge_pass(j, SEVERITY_NOTE, d->name) : judge_note(j, d->name, "no-zone");

		finding_at(row, d->at);
		if (supplied)
			continue;
		finding_number(row, "missing", missing);
		finding_number(row, "domains", h->domains->len);
		finding_needs(row, "ZONE-P");
	}
	note_dropped(facts, j);
	judge_unknown_domains(facts, j, SEVERITY_NOTE);
}

static const struct rule rules[] = {
	{ "DNS-001", SEVERITY_ERROR, SUBJECT_DOMAIN, WIZARD_NO, "HC|AD, ZONE-P", "missing implicit null-mx " ZONE_TOKENS, "field",
	  NULL, NULL, check_mx },
	{ "DNS-002", SEVERITY_ERROR, SUBJECT_DOMAIN, WIZARD_NO, "HC|AD, ZONE-P",
	  "address-literal localhost alias unresolved private no-mx " ZONE_TOKENS, "hosts assumed field", NULL, NULL, check_mx_targets },
	{ "DNS-003", SEVERITY_ERROR, SUBJECT_DOMAIN, WIZARD_NO, "HC|AD, ZONE-P", "several missing old-type " ZONE_TOKENS, "records field",
	  NULL, NULL, check_spf_record },
	{ "DNS-004", SEVERITY_ERROR, SUBJECT_DOMAIN, WIZARD_NO, "ZONE-P, HC|EOC",
	  "not-named not-named-centralized other-cloud no-spf several-spf spf-outside " ZONE_TOKENS, "service other records field",
	  NULL, NULL, check_spf_service },
	{ "DNS-005", SEVERITY_WARNING, SUBJECT_DOMAIN, WIZARD_NO, "ZONE-P, SC, HC",
	  "address-missing perhaps-missing cmt-on no-internet-connector no-spf several-spf spf-outside outbound-unknown " ZONE_TOKENS,
	  "missing stated likely assumed field", NULL, NULL, check_spf_outbound },
	{ "DNS-006", SEVERITY_ERROR, SUBJECT_DOMAIN, WIZARD_NO, "HC|AD, ZONE-P",
	  "syntax loop include-without-policy too-many-lookups void-lookups all-pass all-neutral no-all ptr long no-spf several-spf "
	  "spf-outside " ZONE_TOKENS, "lookups voids term domain outside records field", NULL, NULL, check_spf_limits },
	{ "DNS-007", SEVERITY_WARNING, SUBJECT_DOMAIN, WIZARD_NO, "HC|AD, ZONE-P",
	  "missing only-one other-target domain-key-unknown " ZONE_TOKENS, "absent other dashed tenant field", "2016-01-01", NULL, check_dkim },
	{ "DNS-008", SEVERITY_ERROR, SUBJECT_DOMAIN, WIZARD_NO, "HC|AD, ZONE-P",
	  "missing several no-policy malformed policy-none suffix-unknown " ZONE_TOKENS, "name records tag field", "2015-03-01", NULL,
	  check_dmarc },
	{ "DNS-009", SEVERITY_INFO, SUBJECT_DOMAIN, WIZARD_NO, "HC|AD, ZONE-P", "missing " ZONE_TOKENS, "records field", NULL, NULL,
	  check_verification },
	{ "DNS-012", SEVERITY_INFO, SUBJECT_DOMAIN, WIZARD_NO, "HC|AD, ZONE-P",
	  "mx-elsewhere autodiscover-elsewhere not-relayed no-groups-domain " ZONE_TOKENS, "mx autodiscover type field",
	  NULL, NULL, check_groups },
	{ "DNS-014", SEVERITY_NOTE, SUBJECT_DOMAIN, WIZARD_NO, "HC|AD", "no-zone tenant-form not-public", "missing domains field", NULL, NULL,
	  check_coverage },
};

const struct family dns_family = { "dns", rules, G_N_ELEMENTS(rules) };
