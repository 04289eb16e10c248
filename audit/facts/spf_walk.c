/* What an SPF policy amounts to with everything it leads to inside the supplied zones. */
#include "spf_walk.h"

#include <string.h>

#include "facts.h"

enum {
	DEPTH_MAX = 20,         /* policies in one another */
	VISITS_MAX = 200        /* policies looked at for one question; each may stand in several others */
};

/* The policies on the way to the one at hand. */
struct step {
	const char *domain;
	const struct step *previous;
	unsigned depth;
};

static bool
met_before(const struct step *at, const char *domain)
{
	for (; at != NULL; at = at->previous)
		if (strcmp(at->domain, domain) == 0)
			return true;
	return false;
}

/* ---- the summary ---- */

struct survey {
	const struct facts *facts;
	struct spf_summary *sum;
	unsigned visits;
	bool passes;            /* a message that the policy at hand lets pass passes for the domain asked about, too */
};

static void
add_outside(struct spf_summary *sum, const char *name)
{
	if (!g_ptr_array_find_with_equal_func(sum->outside, name, g_str_equal, NULL))
		g_ptr_array_add(sum->outside, (gpointer)(guintptr)name);
}

static void survey_record(struct survey *, const struct step *, const struct spf_record *, bool ends);

/* The policy that an include or a redirect names.  ends: its `all` is the one that counts. */
static void
survey_policy(struct survey *s, const struct step *at, const struct spf_term *t, bool ends)
{
	struct step next = { t->name, at, at->depth + 1 };
	const bool passes = s->passes;
	struct spf_policy p;

	if (t->name == NULL) {
		add_outside(s->sum, t->text);
		s->sum->end_unknown = s->sum->end_unknown || ends;
		return;
	}
	if (spf_service_cloud(t->name) != NULL && !ends) {
		s->sum->service++;
		return;
	}
	if (met_before(at, t->name)) {
		s->sum->loop = t->name;
		return;
	}
	if (next.depth > DEPTH_MAX || ++s->visits > VISITS_MAX) {
		s->sum->cut = true;
		return;
	}
	spf_policy_of(s->facts, t->name, &p);
	if (p.state == SPF_FOUND) {
		s->passes = passes && t->qualifier == '+';
		survey_record(s, &next, &p.record, ends);
		s->passes = passes;
	} else if (p.state == SPF_UNKNOWN) {
		add_outside(s->sum, t->name);
		s->sum->end_unknown = s->sum->end_unknown || ends;
	} else {
		s->sum->broken = t->name;
		s->sum->voids += p.answer.outcome == DNS_ABSENT;
	}
	spf_policy_clear(&p);
}

/* A term that asks for addresses or mail exchangers, or for any name at all. */
static void
survey_name(struct survey *s, const struct step *at, const struct spf_term *t)
{
	const char *name = t->name != NULL ? t->name : at->domain;
	struct dns_answer a;

	s->sum->addresses = true;
	if (t->macro) {
		add_outside(s->sum, t->text);
		return;
	}
	if (t->kind == SPF_PTR)
		return;
	a = t->kind == SPF_MX ? dns_lookup(s->facts, name, TYPE_MX, true) : dns_host(s->facts, name, true);
	if (a.outcome == DNS_UNKNOWN || a.outside)
		add_outside(s->sum, name);
	else if (a.outcome == DNS_ABSENT && strcmp(a.reason, "private-only") != 0)
		s->sum->voids++;
	dns_answer_clear(&a);
}

/* "all", and a network that is all of an address family. */
static bool
takes_everybody(const struct spf_term *t)
{
	return t->kind == SPF_ALL || ((t->kind == SPF_IP4 || t->kind == SPF_IP6) && range_is_all(&t->range));
}

static void
survey_term(struct survey *s, const struct step *at, const struct spf_term *t, bool ends)
{
	if (s->passes && t->qualifier == '+' && s->sum->everybody == NULL && takes_everybody(t))
		s->sum->everybody = at->domain;
	switch (t->kind) {
	case SPF_ALL:
		s->sum->all = ends ? t->qualifier : s->sum->all;
		s->sum->addresses = s->sum->addresses || t->qualifier == '+';
		break;
	case SPF_IP4:
	case SPF_IP6:
		s->sum->addresses = true;
		break;
	case SPF_INCLUDE:
		s->sum->lookups++;
		survey_policy(s, at, t, false);
		break;
	case SPF_A:
	case SPF_MX:
	case SPF_EXISTS:
	case SPF_PTR:
		s->sum->lookups++;
		s->sum->ptr = s->sum->ptr || t->kind == SPF_PTR;
		survey_name(s, at, t);
		break;
	case SPF_REDIRECT:
	case SPF_OTHER:
		break;
	}
}

/* What stands behind `all` is never looked at (5.1). */
static void
survey_record(struct survey *s, const struct step *at, const struct spf_record *r, bool ends)
{
	const struct spf_term *redirect = spf_redirect(r);

	if (r->fault != NULL && s->sum->fault == NULL) {
		s->sum->fault = r->fault;
		s->sum->fault_at = at->domain;
	}
	for (guint i = 0; i < r->terms->len; i++) {
		const struct spf_term *t = &g_array_index(r->terms, struct spf_term, i);

		survey_term(s, at, t, ends);
		if (t->kind == SPF_ALL)
			return;
	}
	if (redirect == NULL)
		return;
	s->sum->lookups++;
	survey_policy(s, at, redirect, ends);
}

struct spf_summary
spf_summarise(const struct facts *facts, const char *domain, const struct spf_policy *p)
{
	const struct step first = { domain, NULL, 0 };
	struct spf_summary sum = { .outside = g_ptr_array_new() };
	struct survey s = { facts, &sum, 0, true };

	survey_record(&s, &first, &p->record, true);
	return sum;
}

void
spf_summary_clear(struct spf_summary *sum)
{
	g_ptr_array_unref(sum->outside);
}

/* ---- does mail from an address pass? ---- */

struct check {
	const struct facts *facts;
	const struct address *address;
	unsigned visits;
};

static enum answer policy_passes(struct check *, const struct step *);

/* Is the address in the network of this length around the other one? */
static bool
in_network(const struct spf_term *t, const struct address *around, const struct address *address)
{
	char *text = address_print(around), *network = g_strdup_printf("%s/%u", text, around->family == 4 ? t->prefix4 : t->prefix6);
	struct range range;
	const bool in = around->family == address->family && range_parse(network, &range) && range_contains(&range, address);

	g_free(network);
	g_free(text);
	return in;
}

static enum answer
host_matches(struct check *c, const struct spf_term *t, const char *host)
{
	struct dns_answer a = dns_host(c->facts, host, true);
	enum answer match = a.outcome == DNS_UNKNOWN || a.outside ? ANSWER_UNKNOWN : ANSWER_NO;

	for (guint i = 0; match != ANSWER_YES && i < a.records->len; i++) {
		const struct record *r = g_ptr_array_index(a.records, i);

		if ((r->type == TYPE_A || r->type == TYPE_AAAA) && r->evaluable && in_network(t, &r->address, c->address) &&
		    g_strcmp0(a.reason, "view-unknown") != 0)
			match = ANSWER_YES;
	}
	dns_answer_clear(&a);
	return match;
}

static enum answer
exchanger_matches(struct check *c, const struct spf_term *t, const char *name)
{
	struct dns_answer a = dns_lookup(c->facts, name, TYPE_MX, true);
	enum answer match = a.outcome == DNS_UNKNOWN || a.outside ? ANSWER_UNKNOWN : ANSWER_NO;

	for (guint i = 0; match != ANSWER_YES && i < a.records->len; i++) {
		const struct record *r = g_ptr_array_index(a.records, i);

		if (r->type == TYPE_MX && r->evaluable && r->target != NULL && *r->target != '\0')
			match = answer_or(match, host_matches(c, t, r->target));
	}
	dns_answer_clear(&a);
	return match;
}

/* The policy of another domain.  Exchange Online's own names no address of the customer. */
static enum answer
other_passes(struct check *c, const struct step *at, const char *name)
{
	const struct step next = { name, at, at->depth + 1 };

	if (name == NULL || next.depth > DEPTH_MAX || met_before(at, name) || ++c->visits > VISITS_MAX)
		return ANSWER_UNKNOWN;
	return spf_service_cloud(name) != NULL ? ANSWER_NO : policy_passes(c, &next);
}

static enum answer
term_matches(struct check *c, const struct step *at, const struct spf_term *t)
{
	switch (t->kind) {
	case SPF_ALL:
		return ANSWER_YES;
	case SPF_IP4:
	case SPF_IP6:
		return range_contains(&t->range, c->address) ? ANSWER_YES : ANSWER_NO;
	case SPF_INCLUDE:
		return other_passes(c, at, t->name);
	case SPF_A:
		return t->macro ? ANSWER_UNKNOWN : host_matches(c, t, t->name != NULL ? t->name : at->domain);
	case SPF_MX:
		return t->macro ? ANSWER_UNKNOWN : exchanger_matches(c, t, t->name != NULL ? t->name : at->domain);
	case SPF_PTR:
	case SPF_EXISTS:
		return ANSWER_UNKNOWN;
	case SPF_REDIRECT:
	case SPF_OTHER:
	default:
		return ANSWER_NO;
	}
}

/* The first term that matches decides.  One of which that is not known matters only if it would decide otherwise. */
static enum answer
record_passes(struct check *c, const struct step *at, const struct spf_record *r)
{
	const struct spf_term *redirect = spf_redirect(r);
	bool may_pass = false, may_not = false;
	enum answer end;

	for (guint i = 0; i < r->terms->len; i++) {
		const struct spf_term *t = &g_array_index(r->terms, struct spf_term, i);
		const enum answer match = term_matches(c, at, t);
		const bool pass = t->qualifier == '+';

		if (match == ANSWER_YES)
			return pass ? (may_not ? ANSWER_UNKNOWN : ANSWER_YES) : may_pass ? ANSWER_UNKNOWN : ANSWER_NO;
		may_pass = may_pass || (match == ANSWER_UNKNOWN && pass);
		may_not = may_not || (match == ANSWER_UNKNOWN && !pass);
	}
	end = redirect != NULL ? other_passes(c, at, redirect->name) : ANSWER_NO;
	if (end == ANSWER_YES)
		return may_not ? ANSWER_UNKNOWN : ANSWER_YES;
	return may_pass ? ANSWER_UNKNOWN : end;
}

/* A policy with a fault is an error, whatever it says of the address. */
static enum answer
policy_passes(struct check *c, const struct step *at)
{
	struct spf_policy p;
	enum answer passes;

	spf_policy_of(c->facts, at->domain, &p);
	if (p.state == SPF_UNKNOWN || p.record.fault != NULL)
		passes = ANSWER_UNKNOWN;
	else
		passes = p.state == SPF_FOUND ? record_passes(c, at, &p.record) : ANSWER_NO;
	spf_policy_clear(&p);
	return passes;
}

enum answer
spf_passes(const struct facts *facts, const char *domain, const struct address *address)
{
	struct check c = { facts, address, 0 };
	const struct step first = { domain, NULL, 0 };

	return policy_passes(&c, &first);
}

/* ---- does it name Exchange Online? ---- */

struct search {
	const struct facts *facts;
	const char *cloud;      /* NULL: any */
	const char **other;
	unsigned visits;
};

static enum answer search_policy(struct search *, const struct step *);

static enum answer
search_name(struct search *s, const struct step *at, const char *name)
{
	const char *cloud = name != NULL ? spf_service_cloud(name) : NULL;
	const struct step next = { name, at, at->depth + 1 };

	if (cloud != NULL && (s->cloud == NULL || strcmp(cloud, s->cloud) == 0))
		return ANSWER_YES;
	if (cloud != NULL) {
		*s->other = name;
		return ANSWER_NO;
	}
	if (name == NULL)
		return ANSWER_UNKNOWN;
	if (met_before(at, name))
		return ANSWER_NO;
	return next.depth > DEPTH_MAX || ++s->visits > VISITS_MAX ? ANSWER_UNKNOWN : search_policy(s, &next);
}

static enum answer
search_policy(struct search *s, const struct step *at)
{
	const struct spf_term *redirect;
	enum answer found = ANSWER_NO;
	struct spf_policy p;

	spf_policy_of(s->facts, at->domain, &p);
	if (p.state == SPF_UNKNOWN)
		found = ANSWER_UNKNOWN;
	for (guint i = 0; i < p.record.terms->len; i++) {
		const struct spf_term *t = &g_array_index(p.record.terms, struct spf_term, i);

		if (t->kind == SPF_ALL)
			break;
		if (t->kind == SPF_INCLUDE && t->qualifier == '+')
			found = answer_or(found, search_name(s, at, t->name));
		else if (t->kind == SPF_EXISTS && t->qualifier == '+')
			found = answer_or(found, ANSWER_UNKNOWN);
	}
	redirect = spf_redirect(&p.record);
	if (redirect != NULL)
		found = answer_or(found, search_name(s, at, redirect->name));
	spf_policy_clear(&p);
	return found;
}

enum answer
spf_includes_service(const struct facts *facts, const char *domain, const char *cloud, const char **other)
{
	struct search s = { facts, cloud, other, 0 };
	const struct step first = { domain, NULL, 0 };

	*other = NULL;
	return search_policy(&s, &first);
}
