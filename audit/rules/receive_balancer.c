/*
 * The addresses under which a load balancer shows the cloud's sessions to the servers (CONN-001 for servers of Exchange
 * 2010, CONN-002 for later ones).  With source NAT the server sees the balancer, not the cloud: the session goes to
 * whichever connector holds that address most specifically.
 */
#include <string.h>

#include "connectors.h"
#include "receive.h"

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

/* An address under which the servers may see the cloud's sessions, and how grave it is when they go astray. */
struct seen {
	const char *text;
	const char *kind;               /* pool, vip, vip-beside-pool */
	enum severity severity;
};

static struct finding *
about(const struct run *run, struct finding *row, const struct server *s)
{
	finding_at(row, run->balancer->at);
	if (s != NULL)
		finding_server(row, s->name);
	return row;
}

/* ---- what the balancer's row says ---- */

/* Not blank: read, or lost on the way. */
static bool
has_content(const struct value *v)
{
	return v->state != VALUE_NOT_STATED && v->state != VALUE_EMPTY;
}

static bool
is_none(const char *text)
{
	return g_ascii_strcasecmp(text, "none") == 0;
}

/* What a text tells of the service: "SMTP from EOP", "25/tcp", "25,587"; UNKNOWN when it names neither port nor protocol. */
static enum answer
tells_smtp(const char *text)
{
	char *upper = g_ascii_strup(text != NULL ? text : "", -1);
	const bool smtp = strstr(upper, "SMTP") != NULL || g_regex_match_simple("(?<![0-9.])25(?![0-9.])", upper, 0, 0);
	const bool https = strstr(upper, "HTTP") != NULL || g_regex_match_simple("(?<![0-9.])443(?![0-9.])", upper, 0, 0);

	g_free(upper);
	return smtp ? ANSWER_YES : https ? ANSWER_NO : ANSWER_UNKNOWN;
}

/* A port is plain; 0 and "*" are every port.  Without one the service tells, and one that names no protocol may be mail. */
static enum answer
is_smtp(const struct object *lb)
{
	const char *port = object_text(lb, LB_PORT);
	const enum answer by_port = tells_smtp(port);

	if (port != NULL && strcmp(port, "0") != 0 && port[strspn(port, "0123456789")] == '\0')
		return by_port == ANSWER_YES ? ANSWER_YES : ANSWER_NO;
	return by_port != ANSWER_UNKNOWN ? by_port : tells_smtp(object_text(lb, LB_SERVICE));
}

/* Only a plain no is one: what is not stated, or anything else, is unknown. */
static enum answer
source_nat(const struct object *lb)
{
	static const char *const no[] = { "no", "false", "0", "nein", "non", "$false", "falsch", "faux" };
	const struct value *v = object_get(lb, LB_SOURCE_NAT);
	enum answer said = value_text(v) != NULL && value_true(v) == ANSWER_YES ? ANSWER_YES : ANSWER_UNKNOWN;

	for (size_t i = 0; value_text(v) != NULL && i < G_N_ELEMENTS(no); i++)
		if (g_ascii_strcasecmp(value_text(v), no[i]) == 0)
			said = ANSWER_NO;
	/* A pool of translated addresses beside a no: one of the two is wrong. */
	return said == ANSWER_NO && has_content(object_get(lb, LB_SNAT_ADDRESSES)) ? ANSWER_UNKNOWN : said;
}

/* Notes such as "no load balancer". */
static bool
denied_in_notes(const struct object *lb)
{
	char *notes = object_text(lb, LB_NOTES) != NULL ? g_ascii_strdown(object_text(lb, LB_NOTES), -1) : g_strdup("");
	const bool denied = strcmp(notes, "none") == 0 || strstr(notes, "no load balancer") != NULL || strstr(notes, "no balancer") != NULL;

	g_free(notes);
	return denied;
}

/* A row that states that there is no balancer: "none" in place of its address, or no address and a note that says so.  Blank
 * cells alone state nothing, and source NAT or a pool beside the word contradicts it: a firewall may translate without one. */
static bool
states_none(const struct object *lb)
{
	const struct value *vip = object_get(lb, LB_VIP);

	if (has_content(object_get(lb, LB_SNAT_ADDRESSES)) || source_nat(lb) == ANSWER_YES)
		return false;
	return value_text(vip) != NULL ? is_none(value_text(vip)) : !has_content(vip) && denied_in_notes(lb);
}

static bool
same_range(const char *a, const char *b)
{
	struct range x, y;

	return strcmp(a, b) == 0 || (range_parse(a, &x) && range_parse(b, &y) && range_within(&x, &y) && range_within(&y, &x));
}

/* SnatAddresses, else the virtual address; a virtual address beside a pool may still be the source of probes or of a
 * misread list: judged, but at info. */
static GArray *
sources_of(const struct run *run)
{
	GArray *all = g_array_new(FALSE, FALSE, sizeof(struct seen));
	const bool certain = source_nat(run->balancer) == ANSWER_YES;
	const struct value *pool = object_get(run->balancer, LB_SNAT_ADDRESSES);
	const bool pool_open = has_content(pool);
	const char *vip = object_text(run->balancer, LB_VIP);
	struct seen s = { .kind = "pool", .severity = certain ? run->worst : SEVERITY_WARNING };

	if (pool->state == VALUE_STATED || pool->state == VALUE_TRUNCATED)
		for (size_t i = 0; i < pool->n; i++) {
			s.text = pool->items[i];
			g_array_append_val(all, s);
		}
	if (vip != NULL && is_none(vip))
		vip = NULL;
	for (size_t i = 0; vip != NULL && i < all->len; i++)
		if (same_range(g_array_index(all, struct seen, i).text, vip))
			vip = NULL;
	if (vip != NULL) {
		s = (struct seen){ vip, certain && pool_open ? "vip-beside-pool" : "vip",
			!certain ? SEVERITY_WARNING : pool_open ? SEVERITY_INFO : run->worst };
		g_array_append_val(all, s);
	}
	return all;
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
told_before(const struct run *run, const struct server *s, const char *address, const struct seen *source)
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
add_judgement(const struct run *run, const struct server *s, const struct seen *source, const struct object *hybrid,
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
judge_range(const struct run *run, const struct server *s, const struct seen *source, const struct object *hybrid, const struct range *whole)
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
judge_source(const struct run *run, const struct server *s, const struct seen *source)
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
judge_stranger(const struct run *run, const char *member, const struct seen *source)
{
	struct finding *row = run->facts->hybrid->state == HYBRID_PLANNED ? judge_note(run->judge, source->text, "add-after-wizard") :
	    judge_not_evaluated(run->judge, source->severity, source->text, "generation-unknown", "SRV");

	about(run, row, NULL);
	finding_server(row, member);
}

static void
judge_members(const struct run *run, const struct seen *source)
{
	const struct value *members = object_get(run->balancer, LB_MEMBERS);
	const struct server_set *receiving = &run->facts->hybrid->receiving;

	if (run->facts->hybrid->state == HYBRID_PLANNED && strcmp(source->kind, "vip-beside-pool") == 0)
		return;
	for (size_t i = 0; !run->members_assumed && i < members->n; i++) {
		/* "HUB1/HUB2" are two servers to its writer, and a name cut at the slash to us. */
		const struct server *s = strpbrk(members->items[i], "/\\") == NULL ? hybrid_server(run->facts, members->items[i]) : NULL;

		if (s != NULL)
			judge_source(run, s, source);
		else
			judge_stranger(run, members->items[i], source);
	}
	for (guint i = 0; run->members_assumed && i < receiving->servers->len; i++)
		judge_source(run, g_ptr_array_index(receiving->servers, i), source);
	if (run->members_assumed && receiving->reason != NULL && run->facts->hybrid->state != HYBRID_PLANNED)
		judge_receiving_unknown(run->facts, run->judge, source->severity, source->text);
	else if (run->members_assumed && receiving->servers->len == 0)
		about(run, run->facts->hybrid->state == HYBRID_PLANNED ? judge_note(run->judge, source->text, "add-after-wizard") :
		    judge_not_evaluated(run->judge, source->severity, source->text, "no-object", "HC"), NULL);
}

/* ---- one balancer ---- */

static void
judge_value(const struct run *run, int property)
{
	const char *vip = object_text(run->balancer, LB_VIP), *reason = value_reason(object_get(run->balancer, property));
	char *field = field_name(KIND_LOAD_BALANCER, property);

	finding_value(about(run, judge_not_evaluated(run->judge, run->worst, vip != NULL && !is_none(vip) ? vip : ORGANISATION,
	    reason != NULL ? reason : "not-stated", "LB"), NULL), "field", field);
	g_free(field);
}

static void
judge_balancer(struct run *run)
{
	const struct value *pool = object_get(run->balancer, LB_SNAT_ADDRESSES), *members = object_get(run->balancer, LB_MEMBERS);
	const struct value *vip = object_get(run->balancer, LB_VIP);
	GArray *sources;

	if (states_none(run->balancer)) {
		about(run, judge_not_applicable(run->judge, run->worst, ORGANISATION, "no-balancer"), NULL);
		return;
	}
	if (source_nat(run->balancer) == ANSWER_NO) {
		about(run, judge_not_applicable(run->judge, run->worst, value_text(vip) != NULL ? value_text(vip) : ORGANISATION, "no-source-nat"),
		    NULL);
		return;
	}
	run->members_assumed = members->state == VALUE_NOT_STATED || members->state == VALUE_EMPTY;
	sources = sources_of(run);
	for (guint i = 0; i < sources->len; i++)
		judge_members(run, &g_array_index(sources, struct seen, i));
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
		switch (is_smtp(run.balancer)) {
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
