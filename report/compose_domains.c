/* Domains beside requirements. */
#include <string.h>

#include "compose_matrix.h"

/* ADISC-013 speaks of hosts; the Autodiscover host is its domain's affair. */
static const char *
domain_of(const struct composer *c, const struct finding *row)
{
	static const char host[] = "autodiscover.";

	(void)c;
	if (strcmp(row->rule->id, "ADISC-013") == 0 && g_str_has_prefix(row->subject, host))
		return row->subject + strlen(host);
	return row->rule->subject == SUBJECT_DOMAIN ? row->subject : NULL;
}

static bool
is_flagged(const struct hybrid *h, const char *name)
{
	for (guint i = 0; i < h->autod->len; i++)
		if (strcmp(((const struct domain *)g_ptr_array_index(h->autod, i))->name, name) == 0)
			return true;
	return false;
}

/* Rules of domains are about others as well: hosts of certificates and URLs, or the routing domain. */
static bool
concerns_domain(const struct composer *c, const struct finding *row, const char *name)
{
	static const char *const flagged[] = { "ADISC-007", "ADISC-008", "ADISC-009", "ADISC-010" };
	static const char *const further[] = { "ADISC-014", "DNS-005", "DNS-006", "DNS-008", "FLOW-005", "FLOW-007", "FLOW-010", "FLOW-011" };
	const struct hybrid *h = c->audit->facts->hybrid;

	if (strcmp(row->subject, ORGANISATION) != 0)
		return false;
	/* Where it is known which domain answers for the others, these rules are about no other one. */
	for (size_t i = 0; i < G_N_ELEMENTS(flagged); i++)
		if (strcmp(row->rule->id, flagged[i]) == 0)
			return !h->autod_known || is_flagged(h, name);
	for (size_t i = 0; i < G_N_ELEMENTS(further); i++)
		if (strcmp(row->rule->id, further[i]) == 0)
			return true;
	return has_phrase(c, "matrix", row->rule->id);
}

static void
add_dropped(const struct composer *c, GPtrArray *to)
{
	const GPtrArray *dropped = c->audit->facts->hybrid->dropped;
	GPtrArray *items = g_ptr_array_new();

	for (guint i = 0; i < dropped->len; i++) {
		const struct dropped_domain *d = g_ptr_array_index(dropped, i);

		const char *line = region_printf(c->region, "%s: %s", clean(c, d->name), say_of(c, "dropped", d->reason));

		block_add(c, items, BLOCK_ITEM)->runs = plain_runs(c, line);
	}
	if (items->len == 0) {
		g_ptr_array_unref(items);
		return;
	}
	say_blocks(c, to, "dropped-intro", 0, NULL);
	children_set(c, block_add(c, to, BLOCK_LIST), items);
}

void
compose_domains(struct composer *c, GPtrArray *to)
{
	const struct hybrid *h = c->audit->facts->hybrid;
	GArray *subjects = g_array_new(FALSE, FALSE, sizeof(struct matrix_subject));
	const struct matrix_kind kind = { "domains-chapter", h->domains_assumed ? "domains-assumed" : "domains-stated", "matrix",
		"column-domain", subjects, domain_of, concerns_domain, add_dropped };

	for (guint i = 0; i < h->domains->len; i++) {
		const char *name = ((const struct domain *)g_ptr_array_index(h->domains, i))->name;
		const struct matrix_subject subject = { name, name };

		g_array_append_val(subjects, subject);
	}
	matrix_compose(c, to, &kind);
	g_array_unref(subjects);
}
