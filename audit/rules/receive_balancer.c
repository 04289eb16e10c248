/*
 * The addresses under which a load balancer shows the cloud's sessions to the servers (CONN-001 for servers of Exchange
 * 2010, CONN-002 for later ones).  With source NAT the server sees the balancer, not the cloud: the session goes to
 * whichever connector holds that address most specifically.
 */
#include <string.h>

#include "connectors.h"
#include "receive.h"
#include "receive_balancer_row.h"
#include "servers.h"

/* One rule over one balancer. */
struct run {
	const struct facts *facts;
	struct judge *judge;
	const struct object *balancer;
	enum host host;                 /* servers of 2010, or later ones and Edge */
	enum severity worst;
	bool members_assumed;
	GPtrArray *told;                /* struct finding *: rows of addresses judged on a server, over all balancers */
};

static struct finding *
about(const struct run *run, struct finding *row, const struct server *s)
{
	finding_at(row, run->balancer->at);
	if (s != NULL)
		finding_server(row, s->name);
	return row;
}

/* ---- one piece on one server ---- */

static bool
same_text(const struct object *a, const struct object *b, int property)
{
	const struct value *x = object_get(a, property), *y = object_get(b, property);

	return x->state == VALUE_STATED && value_same(x, y);
}

/* Another connector that serves the cloud just as R(s) does. */
static bool
serves_alike(const struct run *run, const struct object *other, const struct object *hybrid)
{
	return names_service_domain(run->facts, object_get(other, RC_TLS_DOMAIN_CAPABILITIES)) == ANSWER_YES &&
	    same_text(other, hybrid, RC_TLS_DOMAIN_CAPABILITIES) &&
	    same_text(other, hybrid, run->host == HOST_2010 ? RC_FQDN : RC_TLS_CERTIFICATE_NAME);
}

/* May the connector serve as R(s) does, as far as its values are known? */
static bool
may_serve_alike(const struct run *run, const struct object *other, const struct object *hybrid)
{
	return serves_alike(run, other, hybrid) || !value_known(object_get(other, RC_TLS_DOMAIN_CAPABILITIES)) ||
	    (run->host != HOST_2010 && !value_known(object_get(other, RC_TLS_CERTIFICATE_NAME)));
}

enum outcome { OUTCOME_PASS, OUTCOME_OTHER, OUTCOME_NOBODY, OUTCOME_UNKNOWN };

struct judgement {
	enum outcome outcome;
	const struct object *winner;
	struct range by;
	const char *reason;
};

/* Neither R(s) nor any connector that may serve as it does can take the session. */
static bool
certainly_astray(const struct run *run, const struct server *s, const struct object *hybrid, const struct address *source)
{
	GPtrArray *all = receive_connectors_of(run->facts, s->id);
	bool astray = true;

	for (guint i = 0; astray && i < all->len; i++) {
		const struct object *rc = g_ptr_array_index(all, i);

		astray = (rc != hybrid && !may_serve_alike(run, rc, hybrid)) || receive_excludes(run->facts, s->id, rc, source);
	}
	g_ptr_array_unref(all);
	return astray;
}

/* Not known who wins, but perhaps known that R(s) does not. */
static struct judgement
judge_unknown(const struct run *run, const struct server *s, const struct object *hybrid, const struct piece *p)
{
	const struct winner *w = &p->winner;
	struct judgement v = { OUTCOME_UNKNOWN, w->connector, w->by, w->reason };

	if (w->connector != NULL && w->connector != hybrid && strcmp(w->reason, "not-complete") != 0 &&
	    certainly_astray(run, s, hybrid, &p->range.low))
		v.outcome = OUTCOME_OTHER;
	return v;
}

static struct judgement
judge_piece(const struct run *run, const struct server *s, const struct object *hybrid, const struct piece *p)
{
	struct judgement v = { OUTCOME_PASS, p->winner.connector, p->winner.by, NULL };

	if (p->winner.outcome == WINNER_UNKNOWN)
		return judge_unknown(run, s, hybrid, p);
	if (p->winner.outcome == WINNER_NONE)
		v.outcome = OUTCOME_NOBODY;
	else if (v.winner != hybrid && !serves_alike(run, v.winner, hybrid)) {
		v.outcome = OUTCOME_OTHER;
		if (may_serve_alike(run, v.winner, hybrid)) {
			v.outcome = OUTCOME_UNKNOWN;
			v.reason = value_reason(object_get(v.winner, RC_TLS_DOMAIN_CAPABILITIES));
			if (v.reason == NULL)
				v.reason = value_reason(object_get(v.winner, RC_TLS_CERTIFICATE_NAME));
		}
	}
	return v;
}

/* The row that another balancer with the same pool has given the address; the graver severity counts. */
static bool
told_before(const struct run *run, const struct server *s, const char *address, const struct balancer_source *source)
{
	for (guint i = 0; i < run->told->len; i++) {
		struct finding *row = g_ptr_array_index(run->told, i);

		if (strcmp(row->subject, address) != 0 || strcmp(row->server, s->name) != 0)
			continue;
		row->severity = MIN(row->severity, source->severity);
		finding_at(row, run->balancer->at);
		return true;
	}
	return false;
}

static void
add_judgement(const struct run *run, const struct server *s, const struct balancer_source *source, const struct object *hybrid,
    const struct range *range, const struct judgement *v)
{
	char *address = range_print(range), *by = v->winner != NULL && v->by.low.family != 0 ? range_print(&v->by) : NULL;
	struct finding *row;

	if (told_before(run, s, address, source)) {
		g_free(address);
		g_free(by);
		return;
	}
	row = v->outcome == OUTCOME_PASS ? judge_pass(run->judge, source->severity, address) :
	    v->outcome == OUTCOME_OTHER ? judge_fail(run->judge, source->severity, address, "other-connector") :
	    v->outcome == OUTCOME_NOBODY ? judge_fail(run->judge, source->severity, address, "no-connector") :
	    judge_not_evaluated(run->judge, source->severity, address, v->reason, "RC");
	g_ptr_array_add(run->told, about(run, row, s));
	finding_value(row, "source", source->kind);
	finding_value(row, "connector", connector_identity(hybrid));
	finding_value(row, "centralized", answer_name(run->facts->hybrid->centralized));
	finding_value(row, "members", run->members_assumed ? "assumed" : "stated");
	finding_at(row, hybrid->at);
	if (v->winner != NULL && v->outcome != OUTCOME_NOBODY) {
		finding_value(row, "winner", connector_identity(v->winner));
		finding_value(row, "range", by);
		finding_at(row, v->winner->at);
	}
	g_free(address);
	g_free(by);
}

static bool
same_judgement(const struct judgement *a, const struct judgement *b)
{
	return a->outcome == b->outcome && a->winner == b->winner && g_strcmp0(a->reason, b->reason) == 0;
}

/* Neighbouring pieces with one verdict are one row. */
static void
judge_range(const struct run *run, const struct server *s, const struct balancer_source *source, const struct object *hybrid, const struct range *whole)
{
	GArray *pieces = receive_winners(run->facts, s->id, whole);
	struct range joined = g_array_index(pieces, struct piece, 0).range;
	struct judgement last = judge_piece(run, s, hybrid, &g_array_index(pieces, struct piece, 0));

	for (guint i = 1; i < pieces->len; i++) {
		const struct piece *p = &g_array_index(pieces, struct piece, i);
		struct judgement v = judge_piece(run, s, hybrid, p);

		if (!same_judgement(&v, &last)) {
			add_judgement(run, s, source, hybrid, &joined, &last);
			joined.low = p->range.low;
			last = v;
		}
		joined.high = p->range.high;
	}
	add_judgement(run, s, source, hybrid, &joined, &last);
	g_array_unref(pieces);
}

/* ---- one server ---- */

/* A server of the other rule's kind, or of none.  True when the rule judges it. */
static bool
in_generation(const struct run *run, const struct server *s, const char *subject)
{
	const enum host host = host_of(s);

	if (host == HOST_UNKNOWN)
		about(run, judge_not_evaluated(run->judge, run->worst, subject, "generation-unknown", "SRV"), s);
	else if ((host == HOST_2010) != (run->host == HOST_2010))
		about(run, judge_not_applicable(run->judge, run->worst, subject, "not-in-generation"), s);
	else
		return true;
	return false;
}

static void
judge_source(const struct run *run, const struct server *s, const struct balancer_source *source)
{
	const char *reason = NULL;
	const struct object *hybrid;
	struct range range;

	if (!range_parse(source->text, &range)) {
		about(run, judge_not_evaluated(run->judge, source->severity, source->text, "value-lost", "LB"), s);
		return;
	}
	if (run->facts->hybrid->state == HYBRID_PLANNED && host_of(s) == HOST_UNKNOWN) {
		about(run, judge_note(run->judge, source->text, "add-after-wizard"), s);
		return;
	}
	if (!in_generation(run, s, source->text))
		return;
	if (run->facts->hybrid->state == HYBRID_PLANNED) {
		about(run, judge_note(run->judge, source->text, "add-after-wizard"), s);
		return;
	}
	hybrid = hybrid_receive_connector(run->facts, s->id, &reason);
	if (hybrid == NULL) {
		if (strcmp(reason, "server-not-exported") == 0)
			reason = "no-hybrid-connector";
		about(run, judge_not_evaluated(run->judge, source->severity, source->text, reason, "RC"), s);
		return;
	}
	judge_range(run, s, source, hybrid, &range);
}

/* A member that no export knows: nothing can be said of where its sessions go. */
static void
judge_stranger(const struct run *run, const char *member, const struct balancer_source *source)
{
	struct finding *row = run->facts->hybrid->state == HYBRID_PLANNED ? judge_note(run->judge, source->text, "add-after-wizard") :
	    judge_not_evaluated(run->judge, source->severity, source->text, "generation-unknown", "SRV");

	about(run, row, NULL);
	finding_server(row, member);
}

static void
judge_members(const struct run *run, const struct balancer_source *source)
{
	const struct value *members = object_get(run->balancer, LB_MEMBERS);
	const struct server_set *receiving = &run->facts->hybrid->receiving;
	const bool certain = value_shows_items(members);   /* not what two copies dispute */

	if (run->facts->hybrid->state == HYBRID_PLANNED && strcmp(source->kind, "vip-beside-pool") == 0)
		return;
	for (size_t i = 0; certain && i < members->n; i++) {
		const struct server *s = balancer_member(run->facts, members->items[i]);

		if (s != NULL)
			judge_source(run, s, source);
		else
			judge_stranger(run, members->items[i], source);
	}
	for (guint i = 0; run->members_assumed && i < receiving->servers->len; i++)
		judge_source(run, g_ptr_array_index(receiving->servers, i), source);
	if (run->members_assumed && receiving->reason != NULL && run->facts->hybrid->state != HYBRID_PLANNED)
		judge_set_unknown(run->judge, source->severity, source->text, receiving);
	else if (run->members_assumed && receiving->servers->len == 0)
		about(run, run->facts->hybrid->state == HYBRID_PLANNED ? judge_note(run->judge, source->text, "add-after-wizard") :
		    judge_not_evaluated(run->judge, source->severity, source->text, "no-object", "HC"), NULL);
}

/* ---- one balancer ---- */

static void
judge_value(const struct run *run, int property)
{
	const char *vip = balancer_vip(run->balancer), *reason = value_reason(object_get(run->balancer, property));
	char *field = field_name(KIND_LOAD_BALANCER, property);

	finding_value(about(run, judge_not_evaluated(run->judge, run->worst, vip != NULL ? vip : ORGANISATION,
	    reason != NULL ? reason : "not-stated", "LB"), NULL), "field", field);
	g_free(field);
}

static void
judge_balancer(struct run *run)
{
	const struct value *pool = object_get(run->balancer, LB_SNAT_ADDRESSES), *members = object_get(run->balancer, LB_MEMBERS);
	const char *vip = balancer_vip(run->balancer);
	GArray *sources;

	if (balancer_states_none(run->balancer)) {
		about(run, judge_not_applicable(run->judge, run->worst, ORGANISATION, "no-balancer"), NULL);
		return;
	}
	if (balancer_source_nat(run->balancer) == ANSWER_NO) {
		about(run, judge_not_applicable(run->judge, run->worst, vip != NULL ? vip : ORGANISATION, "no-source-nat"), NULL);
		return;
	}
	run->members_assumed = members->state == VALUE_NOT_STATED || members->state == VALUE_EMPTY;
	sources = balancer_sources(run->balancer, run->worst);
	for (guint i = 0; i < sources->len; i++)
		judge_members(run, &g_array_index(sources, struct balancer_source, i));
	if (!value_known(pool) && pool->state != VALUE_NOT_STATED)
		judge_value(run, LB_SNAT_ADDRESSES);
	else if (sources->len == 0)
		judge_value(run, LB_VIP);
	if (!run->members_assumed && !value_known(members))
		judge_value(run, LB_MEMBERS);
	g_array_unref(sources);
}

static void
check_balancers(const struct facts *facts, struct judge *j, enum host host, enum severity worst)
{
	struct run run = { .facts = facts, .judge = j, .host = host, .worst = worst, .told = g_ptr_array_new() };

	for (size_t i = 0; i < objects_count(facts->objects, KIND_LOAD_BALANCER); i++) {
		run.balancer = objects_at(facts->objects, KIND_LOAD_BALANCER, i);
		switch (balancer_is_smtp(run.balancer)) {
		case ANSWER_YES:
			judge_balancer(&run);
			break;
		case ANSWER_UNKNOWN:
			judge_value(&run, LB_SERVICE);
			break;
		case ANSWER_NO:
		default:
			break;
		}
	}
	/* A row that was lost may be a balancer that translates. */
	if (facts->objects->partial[KIND_LOAD_BALANCER])
		judge_not_evaluated(j, worst, ORGANISATION, "not-complete", "LB");
	g_ptr_array_unref(run.told);
}

void
check_balancer_2010(const struct facts *facts, struct judge *j)
{
	check_balancers(facts, j, HOST_2010, SEVERITY_BLOCKER);
}

void
check_balancer_2013(const struct facts *facts, struct judge *j)
{
	check_balancers(facts, j, HOST_2013_ON, SEVERITY_ERROR);
}
