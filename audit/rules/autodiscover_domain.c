/* The Autodiscover domain: what it lifts, and what it needs itself. */
#include <string.h>

#include "autodiscover.h"
#include "names.h"

/* ---- ADISC-005 ---- */

/* A gap of ADISC-001 or 002, had no domain been lifted. */
struct gaps {
	enum answer any;
	GPtrArray *domains;         /* const char *: those with a gap */
	const char *whole;          /* the first domain without one */
	bool zone_unknown, cover_unknown;
};

static enum answer
domain_has_gap(const struct autodiscover *a, const struct domain *d, struct gaps *g)
{
	struct published p;
	struct coverage c;
	enum answer record, cover;

	published_lookup(&p, a->facts, d->name);
	coverage_judge_domain(&c, a, d, &p);
	record = p.host.outcome == DNS_UNKNOWN ? ANSWER_UNKNOWN : published_gap(&p) != NULL ? ANSWER_YES : ANSWER_NO;
	cover = c.status == STATUS_FAIL ? ANSWER_YES : c.status == STATUS_NOT_EVALUATED ? ANSWER_UNKNOWN : ANSWER_NO;
	g->zone_unknown = g->zone_unknown || record == ANSWER_UNKNOWN;
	g->cover_unknown = g->cover_unknown || cover == ANSWER_UNKNOWN;
	coverage_clear(&c);
	published_clear(&p);
	return answer_or(record, cover);
}

static void
find_gaps(const struct facts *facts, struct gaps *g)
{
	struct autodiscover a;

	*g = (struct gaps){ facts->hybrid->domains_reason != NULL ? ANSWER_UNKNOWN : ANSWER_NO, g_ptr_array_new(), NULL, false, false };
	autodiscover_open(&a, facts);
	for (guint i = 0; i < facts->hybrid->domains->len; i++) {
		const struct domain *d = g_ptr_array_index(facts->hybrid->domains, i);
		enum answer gap = domain_has_gap(&a, d, g);

		g->any = answer_or(g->any, gap);
		if (gap == ANSWER_YES)
			g_ptr_array_add(g->domains, (gpointer)(gsize)d->name);
		else if (gap == ANSWER_NO && g->whole == NULL)
			g->whole = d->name;
	}
	autodiscover_close(&a);
}

static bool
any_lifted(const struct hybrid *h)
{
	for (guint i = 0; i < h->domains->len; i++)
		if (!((struct domain *)g_ptr_array_index(h->domains, i))->autod)
			return true;
	return false;
}

/* The flag is a wish until the wizard is run again: the relationship in the cloud tells whether it was.  The endpoint that asks
 * another name than an Autodiscover domain's, or NULL. */
static const struct object *
asks_another_name(const struct facts *facts)
{
	for (size_t i = 0; i < objects_count(facts->objects, KIND_CLOUD_ORGANIZATION_RELATIONSHIP); i++) {
		const struct object *o = objects_at(facts->objects, KIND_CLOUD_ORGANIZATION_RELATIONSHIP, i);
		const char *name = object_text(o, ORG_NAME), *url = object_text(o, ORG_TARGET_AUTODISCOVER_EPR);
		const char *host = url != NULL ? name_of_url(facts->region, url) : NULL;
		bool same = false;

		if (name == NULL || host == NULL || g_ascii_strncasecmp(name, "O365 to On-premises", strlen("O365 to On-premises")) != 0)
			continue;
		for (guint k = 0; k < facts->hybrid->autod->len; k++)
			same = same || strcmp(host, autodiscover_name(facts, ((struct domain *)g_ptr_array_index(facts->hybrid->autod, k))->name)) == 0;
		if (!same)
			return o;
	}
	return NULL;
}

static void
note_in_force(const struct facts *facts, struct judge *j)
{
	const struct hybrid *h = facts->hybrid;
	const struct object *other = asks_another_name(facts);
	struct finding *row = other != NULL ? judge_fail(j, SEVERITY_INFO, ORGANISATION, "not-applied") :
	    judge_note(j, ORGANISATION, "in-force");

	if (other != NULL) {
		finding_value(row, "endpoint", object_text(other, ORG_TARGET_AUTODISCOVER_EPR));
		finding_at(row, other->at);
	}
	for (guint i = 0; i < h->autod->len; i++) {
		const struct domain *d = g_ptr_array_index(h->autod, i);

		finding_value(row, "autod", d->name);
		finding_value(row, "names", autodiscover_name(facts, d->name));
		finding_at(row, d->at);
	}
	for (guint i = 0; i < h->domains->len; i++) {
		const struct domain *d = g_ptr_array_index(h->domains, i);

		if (!d->autod)
			finding_value(row, "lifted", d->name);
	}
}

/* The command of the remedy keeps every domain and flags one: one that needs nothing more, if there is one. */
static void
note_could_be_lifted(const struct facts *facts, struct judge *j, const struct gaps *g)
{
	const struct hybrid *h = facts->hybrid;
	const char *autod = g->whole != NULL ? g->whole : ((struct domain *)g_ptr_array_index(h->domains, 0))->name;
	struct finding *row = judge_note(j, ORGANISATION, "could-be-lifted");
	unsigned saved = 0;

	for (guint i = 0; i < g->domains->len; i++) {
		const char *name = g_ptr_array_index(g->domains, i);

		finding_value(row, "domains", name);
		saved += strcmp(name, autod) != 0;
	}
	finding_number(row, "saved", saved);
	finding_value(row, "autod", autod);
	for (guint i = 0; i < h->domains->len; i++) {
		const struct domain *d = g_ptr_array_index(h->domains, i);

		if (strcmp(d->name, autod) != 0)
			finding_value(row, "others", d->name);
	}
}

static enum answer
any_server_below(const struct hybrid *h)
{
	enum answer any = ANSWER_NO;

	for (guint i = 0; i < h->servers->len; i++) {
		const struct server *s = g_ptr_array_index(h->servers, i);

		if (s->in_transport || s->in_publishing)
			any = answer_or(any, answer_not(server_supports_autod(s)));
	}
	return any;
}

static void
judge_gaps(const struct facts *facts, struct judge *j, const struct gaps *g)
{
	const struct hybrid *h = facts->hybrid;
	const bool supplied = input_supplied(facts, "ZONE-P") && (input_supplied(facts, "CSRV") || input_supplied(facts, "CERT"));
	struct finding *row;

	if (h->domains_reason != NULL && (g->any != ANSWER_YES || h->domains->len < 2)) {
		judge_unknown_domains(facts, j, SEVERITY_NOTE);
	} else if (g->any == ANSWER_NO || h->domains->len < 2) {
		judge_not_applicable(j, SEVERITY_NOTE, ORGANISATION, "nothing-to-lift");
	} else if (g->any == ANSWER_UNKNOWN) {
		row = judge_not_evaluated(j, SEVERITY_NOTE, ORGANISATION, supplied ? "not-complete" : "input-missing",
		    g->zone_unknown ? "ZONE-P" : NULL);
		finding_needs(row, g->cover_unknown ? "CSRV" : NULL);
	} else if (h->autod->len > 0 || any_server_below(h) == ANSWER_YES) {
		row = judge_not_applicable(j, SEVERITY_NOTE, ORGANISATION, "build-below");
		for (guint i = 0; i < g->domains->len; i++)
			finding_value(row, "domains", g_ptr_array_index(g->domains, i));
	} else {
		note_could_be_lifted(facts, j, g);
	}
}

void
check_lift(const struct facts *facts, struct judge *j)
{
	const struct hybrid *h = facts->hybrid;
	struct gaps g;

	if (h->lift == LIFT_UNKNOWN) {
		judge_not_evaluated(j, SEVERITY_NOTE, ORGANISATION, "autod-unknown", "HC");
	} else if (h->lift == LIFT_CONDITIONAL) {
		judge_not_evaluated(j, SEVERITY_NOTE, ORGANISATION, "lift-conditional", "SRV+fv");
	} else if (h->lift == LIFT_YES) {
		if (any_lifted(h))
			note_in_force(facts, j);
		else
			judge_not_applicable(j, SEVERITY_NOTE, ORGANISATION, "nothing-to-lift");
	} else {
		find_gaps(facts, &g);
		judge_gaps(facts, j, &g);
		g_ptr_array_unref(g.domains);
	}
}

/* ---- ADISC-006 ---- */

static void
add_server(struct finding *row, const char *name, const struct server *s)
{
	const struct version *build = server_build(s);
	char buffer[48];
	char *item = build != NULL ? g_strdup_printf("%s (%s)", s->name, version_print(build, buffer)) : g_strdup(s->name);

	finding_value(row, name, item);
	if (s->object != NULL)
		finding_at(row, s->object->at);
	g_free(item);
}

void
check_lift_build(const struct facts *facts, struct judge *j)
{
	static const char *const lists[] = { "below", "supporting", "unknown" };   /* by enum answer */
	const struct hybrid *h = facts->hybrid;
	unsigned n[] = { 0, 0, 0 };
	bool incomplete = h->transport.reason != NULL || h->publishing.reason != NULL;
	struct finding *row;

	if (h->autod->len == 0) {
		if (h->autod_known)
			judge_not_applicable(j, SEVERITY_ERROR, ORGANISATION, "no-autod");
		else
			judge_not_evaluated(j, SEVERITY_ERROR, ORGANISATION, "autod-unknown", "HC");
		return;
	}
	for (guint i = 0; i < h->servers->len; i++) {
		const struct server *s = g_ptr_array_index(h->servers, i);

		if (s->in_transport || s->in_publishing)
			n[server_supports_autod(s)]++;
	}
	if (n[ANSWER_NO] > 0 && n[ANSWER_YES] + n[ANSWER_UNKNOWN] == 0 && !incomplete)
		row = judge_fail(j, SEVERITY_ERROR, ORGANISATION, "all-below");
	else if (n[ANSWER_NO] > 0)
		row = judge_fail(j, SEVERITY_WARNING, ORGANISATION, "mixed");
	else if (n[ANSWER_UNKNOWN] > 0 || n[ANSWER_YES] == 0 || incomplete)
		row = judge_not_evaluated(j, SEVERITY_ERROR, ORGANISATION, "build-unknown", "SRV+fv");
	else
		row = judge_pass(j, SEVERITY_ERROR, ORGANISATION);
	for (guint i = 0; i < h->autod->len; i++)
		finding_value(row, "autod", ((struct domain *)g_ptr_array_index(h->autod, i))->name);
	for (guint i = 0; i < h->servers->len; i++) {
		const struct server *s = g_ptr_array_index(h->servers, i);

		if (s->in_transport || s->in_publishing)
			add_server(row, lists[server_supports_autod(s)], s);
	}
}

/* ---- ADISC-007..010: one row for each Autodiscover domain ---- */

/* Says that there is none, or that there may be one that was not seen. True when there are some to judge. */
static bool
autod_to_judge(const struct facts *facts, struct judge *j, enum severity severity)
{
	const struct hybrid *h = facts->hybrid;

	if (h->autod->len == 0 && h->autod_known)
		judge_not_applicable(j, severity, ORGANISATION, "no-autod");
	else if (!h->autod_known)
		judge_not_evaluated(j, severity, ORGANISATION, "autod-unknown", "HC");
	return h->autod->len > 0;
}

void
check_one_autod(const struct facts *facts, struct judge *j)
{
	const struct hybrid *h = facts->hybrid;

	if (!autod_to_judge(facts, j, SEVERITY_WARNING) || (h->autod->len == 1 && !h->autod_known))
		return;
	for (guint i = 0; i < h->autod->len; i++) {
		const struct domain *d = g_ptr_array_index(h->autod, i);
		struct finding *row = h->autod->len > 1 ? judge_fail(j, SEVERITY_WARNING, d->name, "several") :
		    judge_pass(j, SEVERITY_WARNING, d->name);

		finding_at(row, d->at);
		for (guint k = 0; k < h->autod->len; k++)
			if (k != i)
				finding_value(row, "others", ((struct domain *)g_ptr_array_index(h->autod, k))->name);
	}
}

void
check_autod_record(const struct facts *facts, struct judge *j)
{
	const struct hybrid *h = facts->hybrid;
	const enum severity severity = h->agent ? SEVERITY_INFO : SEVERITY_BLOCKER;
	struct autodiscover a;

	if (!autod_to_judge(facts, j, severity))
		return;
	autodiscover_open(&a, facts);
	for (guint i = 0; i < h->autod->len; i++) {
		const struct domain *d = g_ptr_array_index(h->autod, i);
		struct published p;

		published_lookup(&p, facts, d->name);
		judge_record(&a, j, d, severity, &p);
		published_clear(&p);
	}
	autodiscover_close(&a);
}

void
check_autod_certificate(const struct facts *facts, struct judge *j)
{
	const struct hybrid *h = facts->hybrid;
	const enum severity severity = h->agent ? SEVERITY_INFO : SEVERITY_BLOCKER;
	struct autodiscover a;

	if (!autod_to_judge(facts, j, severity))
		return;
	autodiscover_open(&a, facts);
	for (guint i = 0; i < h->autod->len; i++) {
		const struct domain *d = g_ptr_array_index(h->autod, i);
		struct published p;
		struct coverage c;
		struct finding *row;

		published_lookup(&p, facts, d->name);
		coverage_judge_domain(&c, &a, d, &p);
		row = judge_coverage(j, facts, d->name, severity, &c, NULL);
		finding_value(row, "name", p.name);
		finding_at(row, d->at);
		if (p.host.alias) {
			finding_value(row, "target", p.host.target);
			finding_value(row, "target_covered", target_covered(&a, &p));
		}
		coverage_clear(&c);
		published_clear(&p);
	}
	autodiscover_close(&a);
}

void
check_autod_accepted(const struct facts *facts, struct judge *j)
{
	const struct hybrid *h = facts->hybrid;

	if (!autod_to_judge(facts, j, SEVERITY_ERROR))
		return;
	for (guint i = 0; i < h->autod->len; i++) {
		const struct domain *d = g_ptr_array_index(h->autod, i);
		const enum answer here = accepted_domain(facts, KIND_ACCEPTED_DOMAIN, d->name);
		const enum answer cloud = accepted_domain(facts, KIND_CLOUD_ACCEPTED_DOMAIN, d->name);
		struct finding *row;

		if (name_is_tenant(d->name))
			row = judge_fail(j, SEVERITY_ERROR, d->name, "tenant-form");
		else if (here == ANSWER_YES || cloud == ANSWER_YES)
			row = judge_pass(j, SEVERITY_ERROR, d->name);
		else if (here == ANSWER_NO && cloud == ANSWER_NO)
			row = judge_fail(j, SEVERITY_ERROR, d->name, "in-neither");
		else
			row = judge_not_evaluated(j, SEVERITY_ERROR, d->name, "other-list-missing", here == ANSWER_NO ? "ADX" : "AD");
		finding_at(row, d->at);
	}
}
