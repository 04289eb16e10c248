/* The public zones as a whole. */
#include "autodiscover.h"

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
	{ "DNS-014", SEVERITY_NOTE, SUBJECT_DOMAIN, WIZARD_NO, "HC|AD", "no-zone tenant-form not-public", "missing domains field", NULL, NULL,
	  check_coverage },
};

const struct family dns_family = { "dns", rules, G_N_ELEMENTS(rules) };
