/* The addresses of Exchange Online against the receive connectors: covered by R(s) (CONN-004), taken from it by a more
 * specific connector (CONN-016). */
#include <string.h>

#include "connectors.h"
#include "receive.h"

/* The cloud's addresses of one family, piece by piece, by what becomes of their sessions on a server. */
struct tally {
	GArray *covered, *outside, *taken;      /* struct range: R(s) wins; not in R(s); in R(s), and another connector wins */
	GPtrArray *instead, *takers;            /* const char *: who wins outside R(s), and who takes from it */
	const char *unknown;                    /* token of the first piece that cannot be decided */
};

static struct tally
tally_new(void)
{
	return (struct tally){ g_array_new(FALSE, FALSE, sizeof(struct range)), g_array_new(FALSE, FALSE, sizeof(struct range)),
		g_array_new(FALSE, FALSE, sizeof(struct range)), g_ptr_array_new(), g_ptr_array_new(), NULL };
}

static void
tally_clear(struct tally *t)
{
	g_array_unref(t->covered);
	g_array_unref(t->outside);
	g_array_unref(t->taken);
	g_ptr_array_unref(t->instead);
	g_ptr_array_unref(t->takers);
}

static bool
has_range(const struct object *rc, bool (*fits)(const struct range *, const struct address *), const struct address *a)
{
	const struct value *v = object_get(rc, RC_REMOTE_IP_RANGES);
	struct range r;

	for (size_t i = 0; value_shows_items(v) && i < v->n; i++)
		if (range_parse(v->items[i], &r) && fits(&r, a))
			return true;
	return false;
}

static bool
all_of_family(const struct range *r, const struct address *a)
{
	return r->low.family == a->family && range_is_all(r);
}

/* Is the connector bound to port 25 of the family, and enabled? */
static enum answer
listens(const struct object *rc, int family)
{
	const struct value *v = object_get(rc, RC_BINDINGS), *enabled = object_get(rc, RC_ENABLED);
	enum answer bound = value_known(v) ? ANSWER_NO : ANSWER_UNKNOWN;
	struct address a;
	unsigned port;

	if (enabled->state == VALUE_STATED && value_true(enabled) == ANSWER_NO)
		return ANSWER_NO;
	for (size_t i = 0; value_shows_items(v) && i < v->n; i++)
		if (binding_parse(v->items[i], &a, &port) && a.family == family && port == 25)
			bound = ANSWER_YES;
	return bound;
}

/* Is a connector set up to take mail from the cloud, as R(s) is?  On Exchange 2010 its FQDN chooses the certificate. */
static enum answer
serves_cloud(const struct facts *facts, const struct server *s, const struct object *rc, const struct object *hybrid)
{
	const int property = host_of(s) == HOST_2010 ? RC_FQDN : RC_TLS_CERTIFICATE_NAME;
	const struct value *v = object_get(rc, property);
	enum answer certificate = value_text(v) != NULL ? ANSWER_YES : value_known(v) ? ANSWER_NO : ANSWER_UNKNOWN;

	if (certificate == ANSWER_YES && property == RC_FQDN)
		certificate = !value_known(object_get(hybrid, RC_FQDN)) ? ANSWER_UNKNOWN : value_same(v, object_get(hybrid, RC_FQDN)) ? ANSWER_YES :
		    ANSWER_NO;
	return answer_and(names_service_domain(facts, object_get(rc, RC_TLS_DOMAIN_CAPABILITIES)), certificate);
}

/* Why it is not known whether the winner serves the cloud. */
static const char *
serving_reason(const struct server *s, const struct object *winner, const struct object *hybrid)
{
	const int property = host_of(s) == HOST_2010 ? RC_FQDN : RC_TLS_CERTIFICATE_NAME;
	const char *reason = value_reason(object_get(winner, RC_TLS_DOMAIN_CAPABILITIES));

	if (reason == NULL)
		reason = value_reason(object_get(winner, property));
	return reason != NULL ? reason : value_reason(object_get(hybrid, property));
}

static void
add_winner(GPtrArray *winners, const struct object *winner)
{
	const char *identity = winner != NULL ? connector_identity(winner) : NULL;

	if (identity != NULL && !g_ptr_array_find_with_equal_func(winners, identity, g_str_equal, NULL))
		g_ptr_array_add(winners, (gpointer)(guintptr)identity);
}

/* Appends, joining neighbours. */
static void
add_range(GArray *list, const struct range *r)
{
	struct range *last = list->len > 0 ? &g_array_index(list, struct range, list->len - 1) : NULL;
	struct address next;

	if (last != NULL && address_next(&last->high, &next) && address_compare(&next, &r->low) == 0)
		last->high = r->high;
	else
		g_array_append_vals(list, r, 1);
}

static void
count_piece(const struct facts *facts, const struct server *s, const struct object *hybrid, const struct piece *p, struct tally *t)
{
	const struct winner *w = &p->winner;
	/* Disabled, or not bound to IPv4, R(s) leaves its addresses to whoever takes them. */
	const bool competes = listens(hybrid, p->range.low.family) != ANSWER_NO || (p->range.low.family == 4 && w->outcome == WINNER_FOUND);
	const bool held = competes && has_range(hybrid, range_contains, &p->range.low);
	const enum answer serves = w->outcome != WINNER_FOUND ? ANSWER_NO :
	    w->connector == hybrid ? ANSWER_YES : serves_cloud(facts, s, w->connector, hybrid);

	if (serves == ANSWER_YES) {
		add_range(t->covered, &p->range);
		return;
	}
	/* Not known who wins; known perhaps that R(s) does not, which is no more than not holding the addresses. */
	if (serves == ANSWER_UNKNOWN || (w->outcome == WINNER_UNKNOWN && (held || !receive_excludes(facts, s->id, hybrid, &p->range.low)))) {
		if (t->unknown == NULL)
			t->unknown = serves == ANSWER_UNKNOWN ? serving_reason(s, w->connector, hybrid) : w->reason;
		return;
	}
	add_range(held ? t->taken : t->outside, &p->range);
	add_winner(held ? t->takers : t->instead, w->connector);
}

static struct tally
tally_of(const struct facts *facts, const struct server *s, const struct object *hybrid, int family)
{
	const GArray *ranges = facts->knowledge->cloud_ranges;
	struct tally t = tally_new();

	for (guint i = 0; i < ranges->len; i++) {
		const struct cloud_range *r = &g_array_index(ranges, struct cloud_range, i);
		GArray *pieces;

		if (r->range.low.family != family || !dated(r->from, r->until, facts->as_of))
			continue;
		pieces = receive_winners(facts, s->id, &r->range);
		for (guint k = 0; k < pieces->len; k++)
			count_piece(facts, s, hybrid, &g_array_index(pieces, struct piece, k), &t);
		g_array_unref(pieces);
	}
	return t;
}

/* ---- the list's own date ---- */

/* The table holds the addresses of the worldwide cloud alone. */
bool
cloud_list_holds(const struct facts *facts)
{
	const char *cloud = customer_cloud(facts);

	if (cloud != NULL && strcmp(cloud, "mail.onmicrosoft.com") != 0)
		return false;
	for (guint i = 0; i < facts->knowledge->cloud_ranges->len; i++) {
		const struct cloud_range *r = &g_array_index(facts->knowledge->cloud_ranges, struct cloud_range, i);

		if (dated(r->from, r->until, facts->as_of))
			return true;
	}
	return false;
}

const char *
cloud_list_date(const struct facts *facts)
{
	for (guint i = 0; i < facts->knowledge->tables->len; i++) {
		const struct knowledge_table *t = &g_array_index(facts->knowledge->tables, struct knowledge_table, i);

		if (strcmp(t->name, "eop-ranges.csv") == 0)
			return t->as_of;
	}
	return NULL;
}

/* A list more than a year older than the day judged at may have changed. */
bool
cloud_list_is_old(const struct facts *facts)
{
	const char *date = cloud_list_date(facts);
	GDateTime *then, *next;
	GTimeZone *utc;
	bool old;

	if (date == NULL)
		return true;
	utc = g_time_zone_new_utc();
	then = g_date_time_new_from_iso8601(region_printf(facts->region, "%sT00:00:00Z", date), utc);
	next = then != NULL ? g_date_time_add_years(then, 1) : NULL;
	old = next == NULL || facts->as_of > g_date_time_to_unix(next);
	if (next != NULL)
		g_date_time_unref(next);
	if (then != NULL)
		g_date_time_unref(then);
	g_time_zone_unref(utc);
	return old;
}

/* ---- rows ---- */

static void
tell_ranges(struct finding *row, const GArray *ranges)
{
	for (guint i = 0; i < ranges->len; i++) {
		char *text = range_print(&g_array_index(ranges, struct range, i));

		finding_value(row, "pieces", text);
		g_free(text);
	}
}

static void
finish_row(const struct facts *facts, struct finding *row, const struct server *s, const struct object *hybrid, const GPtrArray *winners)
{
	const struct value *v = object_get(hybrid, RC_REMOTE_IP_RANGES);

	finding_server(row, s->name);
	finding_at(row, v->at.file != NULL ? v->at : hybrid->at);
	for (guint i = 0; winners != NULL && i < winners->len; i++)
		finding_value(row, "winner", g_ptr_array_index(winners, i));
	if (winners != NULL && winners->len == 0)
		finding_value(row, "winner", "-");
	finding_value(row, "list_date", cloud_list_date(facts));
}

static enum severity
at_most(enum severity severity, bool old)
{
	return old && severity < SEVERITY_WARNING ? SEVERITY_WARNING : severity;
}

/* ---- CONN-004 ---- */

static void
judge_family(const struct facts *facts, struct judge *j, const struct server *s, const struct object *hybrid, struct tally *t, bool ipv4)
{
	const char *identity = connector_identity(hybrid);
	const bool old = cloud_list_is_old(facts);
	const enum severity worst = at_most(ipv4 ? SEVERITY_BLOCKER : SEVERITY_INFO, old);
	const enum severity part = at_most(ipv4 ? SEVERITY_ERROR : SEVERITY_INFO, old);
	const bool none = t->covered->len == 0 && t->unknown == NULL;     /* not one session reaches R(s) */
	struct finding *row;

	if (t->outside->len + t->taken->len == 0)
		row = t->unknown != NULL ? judge_not_evaluated(j, worst, identity, t->unknown, "RC") : judge_pass(j, worst, identity);
	else if (none && t->taken->len == 0)
		row = judge_fail(j, worst, identity, "none-covered");
	else
		row = judge_fail(j, none ? worst : part, identity, t->outside->len > 0 ? "partly-covered" : "other-connector");
	tell_ranges(row, t->outside->len > 0 ? t->outside : t->taken);
	finish_row(facts, row, s, hybrid, t->outside->len > 0 ? t->instead : t->takers);
}

/* One row: IPv4 first; IPv6 counts only where the connector listens on it, since the cloud comes by IPv6 only to a smart
 * host with an AAAA record. */
static void
judge_ranges(const struct facts *facts, struct judge *j, const struct server *s, const struct object *hybrid)
{
	static const struct address v4 = { .family = 4 }, v6 = { .family = 6 };
	const bool all4 = has_range(hybrid, all_of_family, &v4), all6 = has_range(hybrid, all_of_family, &v6);
	const enum answer listens4 = listens(hybrid, 4), bound6 = listens(hybrid, 6);
	const bool listens6 = bound6 != ANSWER_NO;
	struct tally t4, t6;

	/* It takes every address only where it takes sessions at all. */
	if (all4 && listens4 == ANSWER_YES && (all6 || !listens6)) {
		finish_row(facts, judge_not_applicable(j, SEVERITY_BLOCKER, connector_identity(hybrid), all6 ? "all-addresses" : "no-ipv6-binding"),
		    s, hybrid, NULL);
		return;
	}
	t4 = tally_of(facts, s, hybrid, 4);
	t6 = tally_of(facts, s, hybrid, 6);
	if (!(all4 && listens4 == ANSWER_YES) && (t4.outside->len + t4.taken->len > 0 || t4.unknown != NULL || !listens6 || all6))
		judge_family(facts, j, s, hybrid, &t4, true);
	else
		judge_family(facts, j, s, hybrid, &t6, t6.outside->len + t6.taken->len == 0);
	tally_clear(&t4);
	tally_clear(&t6);
}

static void
judge_coverage(const struct facts *facts, struct judge *j, const struct server *s)
{
	const struct object *hybrid;

	if (host_of(s) == HOST_UNKNOWN) {
		judge_server_unknown(j, SEVERITY_BLOCKER, s->name, s->name, "generation-unknown", "SRV");
		return;
	}
	hybrid = demand_hybrid_connector(facts, j, SEVERITY_BLOCKER, s);
	if (hybrid != NULL)
		judge_ranges(facts, j, s, hybrid);
}

void
check_cloud_ranges(const struct facts *facts, struct judge *j)
{
	if (cloud_list_holds(facts))
		each_receiving(facts, j, SEVERITY_BLOCKER, judge_coverage);
	else
		judge_not_evaluated(j, SEVERITY_BLOCKER, ORGANISATION, "no-table-for-date", NULL);
}

/* ---- CONN-016 ---- */

static void
judge_taken(const struct facts *facts, struct judge *j, const struct server *s)
{
	const struct object *hybrid = demand_hybrid_connector(facts, j, SEVERITY_ERROR, s);
	struct tally t[2];
	struct finding *row;
	const char *identity, *unknown;

	if (hybrid == NULL)
		return;
	identity = connector_identity(hybrid);
	t[0] = tally_of(facts, s, hybrid, 4);
	t[1] = tally_of(facts, s, hybrid, 6);
	unknown = t[0].unknown != NULL ? t[0].unknown : t[1].unknown;
	if (t[0].taken->len + t[1].taken->len > 0) {
		row = judge_fail(j, SEVERITY_ERROR, identity, "more-specific");
		tell_ranges(row, t[0].taken);
		tell_ranges(row, t[1].taken);
		finish_row(facts, row, s, hybrid, t[0].taken->len > 0 ? t[0].takers : t[1].takers);
	} else
		finish_row(facts, unknown != NULL ? judge_not_evaluated(j, SEVERITY_ERROR, identity, unknown, "RC") :
		    judge_pass(j, SEVERITY_ERROR, identity), s, hybrid, NULL);
	tally_clear(&t[0]);
	tally_clear(&t[1]);
}

void
check_more_specific(const struct facts *facts, struct judge *j)
{
	if (cloud_list_holds(facts))
		each_receiving(facts, j, SEVERITY_ERROR, judge_taken);
	else
		judge_not_evaluated(j, SEVERITY_ERROR, ORGANISATION, "no-table-for-date", NULL);
}
