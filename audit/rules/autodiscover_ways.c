/* ADISC-022: two ways out of missing Autodiscover records and certificate names, and which of them is the smaller one. */
#include <string.h>

#include "autodiscover.h"

/* What one domain lacks. */
struct lack {
	const struct domain *domain;
	const char *name;           /* "autodiscover.contoso.com" */
	enum answer record, cover;
};

struct ways {
	GArray *lacks;              /* struct lack: every domain of D */
	GPtrArray *holders;         /* char *: servers and their certificates that lack a name, each once; freed with it */
	unsigned gaps;              /* domains that lack something for certain */
	bool zones_open, certificates_open;
};

static void
add_once(GPtrArray *list, char *text)
{
	if (g_ptr_array_find_with_equal_func(list, text, g_str_equal, NULL))
		g_free(text);
	else
		g_ptr_array_add(list, text);
}

/* The certificates that the name would have to be added to. */
static void
add_holders(struct ways *w, const struct coverage *c)
{
	for (guint i = 0; i < c->servers->len; i++) {
		const struct web_server *s = g_ptr_array_index(c->servers, i);

		for (guint k = 0; k < s->certificates->len; k++) {
			const struct certificate *held = g_ptr_array_index(s->certificates, k);

			add_once(w->holders, s->name != NULL ? g_strdup_printf("%s (%s)", held->thumbprint, s->name) : g_strdup(held->thumbprint));
		}
	}
}

/* A record that is to come needs its name in the certificate from the first day: the name is judged whether it is published or not. */
static void
judge_lack(struct ways *w, const struct autodiscover *a, const struct domain *d)
{
	struct lack lack = { d, autodiscover_name(a->facts, d->name), ANSWER_NO, ANSWER_NO };
	struct published p;
	struct coverage c;

	published_lookup(&p, a->facts, d->name);
	coverage_judge(&c, a, lack.name);
	lack.record = p.host.outcome == DNS_UNKNOWN ? ANSWER_UNKNOWN : published_gap(&p) != NULL ? ANSWER_YES : ANSWER_NO;
	lack.cover = c.status == STATUS_FAIL ? ANSWER_YES : c.status == STATUS_NOT_EVALUATED ? ANSWER_UNKNOWN : ANSWER_NO;
	if (lack.cover == ANSWER_YES)
		add_holders(w, &c);
	w->gaps += lack.record == ANSWER_YES || lack.cover == ANSWER_YES;
	w->zones_open = w->zones_open || lack.record == ANSWER_UNKNOWN;
	w->certificates_open = w->certificates_open || lack.cover == ANSWER_UNKNOWN;
	g_array_append_val(w->lacks, lack);
	coverage_clear(&c);
	published_clear(&p);
}

static unsigned
steps_of(const struct lack *l)
{
	return (l->record == ANSWER_YES ? 1U : 0U) + (l->cover == ANSWER_YES ? 1U : 0U);
}

/* The Autodiscover domain that is set, else the one that leaves the least to do; of equal ones the first by name. */
static const struct lack *
choose_domain(const struct ways *w)
{
	const struct lack *best = NULL;

	for (guint i = 0; i < w->lacks->len; i++) {
		const struct lack *l = &g_array_index(w->lacks, struct lack, i);

		if (l->domain->autod)
			return l;
		if (best == NULL || steps_of(l) < steps_of(best))
			best = l;
	}
	return best;
}

/* "-" stands for none, so that every list has something to say. */
static void
end_list(struct finding *row, const char *name)
{
	if (finding_named(row, name) == NULL)
		finding_value(row, name, "-");
}

static void
tell_all(struct finding *row, const struct ways *w)
{
	for (guint i = 0; i < w->lacks->len; i++) {
		const struct lack *l = &g_array_index(w->lacks, struct lack, i);

		finding_value(row, "records", l->record == ANSWER_YES ? l->name : NULL);
		finding_value(row, "names", l->cover == ANSWER_YES ? l->name : NULL);
		finding_at(row, l->domain->at);
	}
	for (guint i = 0; i < w->holders->len; i++)
		finding_value(row, "certificates", g_ptr_array_index(w->holders, i));
}

static bool
to_be_raised(const struct server *s)
{
	return (s->in_transport || s->in_publishing) && server_supports_autod(s) != ANSWER_YES;
}

static void
tell_servers(struct finding *row, const struct hybrid *h)
{
	for (guint i = 0; i < h->servers->len; i++) {
		const struct server *s = g_ptr_array_index(h->servers, i);
		char text[48], *item;

		if (!to_be_raised(s))
			continue;
		item = server_build(s) != NULL ? g_strdup_printf("%s (%s)", s->name, version_print(server_build(s), text)) : g_strdup(s->name);
		finding_value(row, server_supports_autod(s) == ANSWER_NO ? "below" : "unknown", item);
		g_free(item);
	}
}

static void
compare_ways(const struct facts *facts, struct judge *j, const struct ways *w)
{
	static const char *const lists[] = { "records", "names", "certificates", "below", "unknown", "remaining" };
	const struct lack *autod = choose_domain(w);
	unsigned all = 0, fewer = steps_of(autod);
	struct finding *row;

	for (guint i = 0; i < w->lacks->len; i++)
		all += steps_of(&g_array_index(w->lacks, struct lack, i));
	for (guint i = 0; i < facts->hybrid->servers->len; i++)
		fewer += to_be_raised(g_ptr_array_index(facts->hybrid->servers, i));
	row = judge_note(j, ORGANISATION, fewer < all ? "autodiscover-domain-smaller" : fewer > all ? "records-smaller" : "alike");
	finding_number(row, "gaps", w->gaps);
	tell_all(row, w);
	finding_number(row, "all", all);
	finding_value(row, "autod", autod->domain->name);
	tell_servers(row, facts->hybrid);
	finding_value(row, "remaining", autod->record == ANSWER_YES ? "DNS" : NULL);
	finding_value(row, "remaining", autod->cover == ANSWER_YES ? "SAN" : NULL);
	finding_number(row, "fewer", fewer);
	for (size_t i = 0; i < G_N_ELEMENTS(lists); i++)
		end_list(row, lists[i]);
}

static void
judge_ways(const struct facts *facts, struct judge *j, const struct ways *w)
{
	struct finding *row;

	if (w->zones_open || w->certificates_open) {
		row = judge_not_evaluated(j, SEVERITY_NOTE, ORGANISATION, "not-complete", w->zones_open ? "ZONE-P" : NULL);
		finding_needs(row, w->certificates_open ? "CSRV" : NULL);
	} else if (w->gaps < 2) {
		judge_not_applicable(j, SEVERITY_NOTE, ORGANISATION, "nothing-to-lift");
	} else {
		compare_ways(facts, j, w);
	}
}

void
check_ways(const struct facts *facts, struct judge *j)
{
	const struct hybrid *h = facts->hybrid;
	struct ways w = { g_array_new(FALSE, FALSE, sizeof(struct lack)), g_ptr_array_new_with_free_func(g_free), 0, false, false };
	struct autodiscover a;

	autodiscover_open(&a, facts);
	for (guint i = 0; !h->agent && h->lift != LIFT_YES && h->lift != LIFT_UNKNOWN && i < h->domains->len; i++)
		judge_lack(&w, &a, g_ptr_array_index(h->domains, i));
	if (h->agent)
		finding_at(judge_not_applicable(j, SEVERITY_NOTE, ORGANISATION, "hybrid-agent"), h->agent_at);
	else if (h->lift == LIFT_UNKNOWN)
		judge_not_evaluated(j, SEVERITY_NOTE, ORGANISATION, "autod-unknown", "HC");
	else if (h->domains_reason != NULL && h->lift != LIFT_YES)
		judge_unknown_domains(facts, j, SEVERITY_NOTE);
	else
		judge_ways(facts, j, &w);
	autodiscover_close(&a);
	g_array_unref(w.lacks);
	g_ptr_array_unref(w.holders);
}
