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

	for (size_t i = 0; i < v->n; i++)
		if (range_parse(v->items[i], &r) && fits(&r, a))
			return true;
	return false;
}

static bool
all_of_family(const struct range *r, const struct address *a)
{
	return r->low.family == a->family && range_is_all(r);
}

/* Is the connector bound to port 25 of the family?  Bindings that are not known make its winners unknown. */
static bool
listens(const struct object *rc, int family)
{
	const struct value *v = object_get(rc, RC_BINDINGS);
	struct address a;
	unsigned port;

	for (size_t i = 0; i < v->n; i++)
		if (binding_parse(v->items[i], &a, &port) && a.family == family && port == 25)
			return true;
	return false;
}

/* A connector that is set up to take mail from the cloud, whichever of several it is. */
static bool
serves_cloud(const struct facts *facts, const struct server *s, const struct object *rc)
{
	return names_service_domain(facts, object_get(rc, RC_TLS_DOMAIN_CAPABILITIES)) == ANSWER_YES &&
	    (host_of(s) == HOST_2010 || object_text(rc, RC_TLS_CERTIFICATE_NAME) != NULL);
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
	const bool held = listens(hybrid, p->range.low.family) && has_range(hybrid, range_contains, &p->range.low);

	if (w->outcome == WINNER_FOUND && (w->connector == hybrid || serves_cloud(facts, s, w->connector))) {
		add_range(t->covered, &p->range);
		return;
	}
	/* Not known who wins; known perhaps that R(s) does not, which is no more than not holding the addresses. */
	if (w->outcome == WINNER_UNKNOWN && (held || !receive_excludes(facts, s->id, hybrid, &p->range.low))) {
		if (t->unknown == NULL)
			t->unknown = w->reason;
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

static bool
list_holds(const struct facts *facts)
{
	for (guint i = 0; i < facts->knowledge->cloud_ranges->len; i++) {
		const struct cloud_range *r = &g_array_index(facts->knowledge->cloud_ranges, struct cloud_range, i);

		if (dated(r->from, r->until, facts->as_of))
			return true;
	}
	return false;
}

static const char *
list_date(const struct facts *facts)
{
	for (guint i = 0; i < facts->knowledge->tables->len; i++) {
		const struct knowledge_table *t = &g_array_index(facts->knowledge->tables, struct knowledge_table, i);

		if (strcmp(t->name, "eop-ranges.csv") == 0)
			return t->as_of;
	}
	return NULL;
}

/* A list more than a year older than the day judged at may have changed. */
static bool
list_is_old(const struct facts *facts)
{
	const char *date = list_date(facts);
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
	finding_value(row, "list_date", list_date(facts));
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
	const bool old = list_is_old(facts);
	const enum severity worst = at_most(ipv4 ? SEVERITY_BLOCKER : SEVERITY_INFO, old);
	const enum severity part = at_most(ipv4 ? SEVERITY_ERROR : SEVERITY_INFO, old);
	struct finding *row;

	if (t->outside->len + t->taken->len == 0)
		row = t->unknown != NULL ? judge_not_evaluated(j, worst, identity, t->unknown, "RC") : judge_pass(j, worst, identity);
	else if (t->covered->len == 0 && t->unknown == NULL && t->taken->len == 0)
		row = judge_fail(j, worst, identity, "none-covered");
	else
		row = judge_fail(j, part, identity, t->outside->len > 0 ? "partly-covered" : "other-connector");
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
	const bool listens6 = listens(hybrid, 6);
	struct tally t4, t6;

	if (all4 && (all6 || !listens6)) {
		finish_row(facts, judge_not_applicable(j, SEVERITY_BLOCKER, connector_identity(hybrid), all6 ? "all-addresses" : "no-ipv6-binding"),
		    s, hybrid, NULL);
		return;
	}
	t4 = tally_of(facts, s, hybrid, 4);
	t6 = tally_of(facts, s, hybrid, 6);
	if (!all4 && (t4.outside->len + t4.taken->len > 0 || t4.unknown != NULL || !listens6 || all6))
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
	if (list_holds(facts))
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
	if (list_holds(facts))
		each_receiving(facts, j, SEVERITY_ERROR, judge_taken);
	else
		judge_not_evaluated(j, SEVERITY_ERROR, ORGANISATION, "no-table-for-date", NULL);
}
