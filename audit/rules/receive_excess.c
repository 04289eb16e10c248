/* The connector for the cloud takes more than the addresses of the cloud and of the balancer (CONN-005). */
#include <string.h>

#include "connectors.h"
#include "receive.h"
#include "receive_balancer_row.h"

/* What R(s) is for: the cloud's addresses at the as-of date, and those the balancers may show.  *open: a balancer's are not known. */
static GArray *
addresses_meant(const struct facts *facts, const struct object **open)
{
	GArray *meant = g_array_new(FALSE, FALSE, sizeof(struct range));
	const GArray *cloud = facts->knowledge->cloud_ranges;
	struct range r;

	*open = NULL;
	for (guint i = 0; i < cloud->len; i++) {
		const struct cloud_range *c = &g_array_index(cloud, struct cloud_range, i);

		if (dated(c->from, c->until, facts->as_of))
			g_array_append_val(meant, c->range);
	}
	for (size_t i = 0; i < objects_count(facts->objects, KIND_LOAD_BALANCER); i++) {
		const struct object *lb = objects_at(facts->objects, KIND_LOAD_BALANCER, i);
		const struct value *pool = object_get(lb, LB_SNAT_ADDRESSES);
		GArray *sources;

		if (balancer_is_smtp(lb) == ANSWER_NO || balancer_states_none(lb))
			continue;
		sources = balancer_sources(lb, SEVERITY_WARNING);
		for (guint k = 0; k < sources->len; k++)
			if (range_parse(g_array_index(sources, struct balancer_source, k).text, &r))
				g_array_append_val(meant, r);
		if (*open == NULL && !value_known(pool) && pool->state != VALUE_NOT_STATED)
			*open = lb;
		g_array_unref(sources);
	}
	return meant;
}

static const struct range *
meant_holding(const GArray *meant, const struct address *a)
{
	for (guint i = 0; i < meant->len; i++)
		if (range_contains(&g_array_index(meant, struct range, i), a))
			return &g_array_index(meant, struct range, i);
	return NULL;
}

/* The last address from `low` on, within `whole`, before one that is meant. */
static struct address
end_of_excess(const GArray *meant, const struct range *whole, const struct address *low)
{
	struct address end = whole->high;

	for (guint i = 0; i < meant->len; i++) {
		const struct address *first = &g_array_index(meant, struct range, i).low;

		if (range_contains(whole, first) && address_compare(first, low) > 0 && address_compare(first, &end) <= 0)
			address_previous(first, &end);
	}
	return end;
}

static void
add_excess(GArray *excess, const GArray *meant, const struct range *whole)
{
	struct address at = whole->low;

	for (;;) {
		const struct range *held = meant_holding(meant, &at);
		struct range piece = { at, whole->high };

		if (held == NULL) {
			piece.high = end_of_excess(meant, whole, &at);
			g_array_append_val(excess, piece);
		}
		if (!address_next(held != NULL ? &held->high : &piece.high, &at) || !range_contains(whole, &at))
			return;
	}
}

static bool
listens_everywhere(const struct object *rc)
{
	bool unread, found = false;
	GArray *bindings = connector_bindings(rc, &unread);

	for (guint i = 0; i < bindings->len; i++)
		found = found || g_array_index(bindings, struct local_binding, i).any;
	g_array_unref(bindings);
	return found;
}

static bool
takes_all(const GArray *ranges)
{
	for (guint i = 0; i < ranges->len; i++)
		if (range_is_all(&g_array_index(ranges, struct range, i)))
			return true;
	return false;
}

static void
tell_excess(struct finding *row, const GArray *excess)
{
	for (guint i = 0; i < excess->len; i++) {
		char *text = range_print(&g_array_index(excess, struct range, i));

		finding_value(row, "pieces", text);
		g_free(text);
	}
}

static void
judge_excess(const struct facts *facts, struct judge *j, const struct server *s, const struct object *rc, const GArray *ranges, bool unread)
{
	const enum severity severity = cloud_list_is_old(facts) ? SEVERITY_INFO : SEVERITY_WARNING;
	const struct value *v = object_get(rc, RC_REMOTE_IP_RANGES);
	const struct object *open;
	GArray *meant = addresses_meant(facts, &open), *excess = g_array_new(FALSE, FALSE, sizeof(struct range));
	struct finding *row;

	for (guint i = 0; i < ranges->len; i++)
		add_excess(excess, meant, &g_array_index(ranges, struct range, i));
	if (excess->len > 0 && open != NULL)
		row = judge_property_unknown(j, severity, connector_identity(rc), open, LB_SNAT_ADDRESSES);
	else if (excess->len > 0)
		row = judge_fail(j, severity, connector_identity(rc), "more-addresses");
	else if (!value_known(v) || unread)
		row = judge_not_evaluated(j, severity, connector_identity(rc), unread ? "value-lost" : value_reason(v), "RC");
	else
		row = judge_pass(j, severity, connector_identity(rc));
	at_connector(row, s, rc);
	tell_excess(row, excess);
	finding_value(row, "list_date", cloud_list_date(facts));
	g_array_unref(excess);
	g_array_unref(meant);
}

static void
judge_own_ranges(const struct facts *facts, struct judge *j, const struct server *s)
{
	const enum host host = host_of(s);
	const struct object *rc = NULL;
	GArray *ranges;
	bool unread;

	if (host == HOST_UNKNOWN)
		judge_server_unknown(j, SEVERITY_WARNING, s->name, s->name, "generation-unknown", "SRV");
	else if (host != HOST_2010)
		finding_server(judge_not_applicable(j, SEVERITY_WARNING, s->name, host == HOST_EDGE ? "edge" : "not-in-generation"), s->name);
	else
		rc = demand_hybrid_connector(facts, j, SEVERITY_WARNING, s);
	if (rc == NULL)
		return;
	ranges = connector_ranges(rc, &unread);
	if (g_ascii_strncasecmp(receive_connector_name(rc), "Default ", 8) == 0)        /* marked by hand; meant for everybody */
		at_connector(judge_not_applicable(j, SEVERITY_WARNING, connector_identity(rc), "default-connector"), s, rc);
	else if (takes_all(ranges))
		at_connector(judge_fail(j, listens_everywhere(rc) ? SEVERITY_ERROR : SEVERITY_WARNING, connector_identity(rc), "all-addresses"), s, rc);
	else if (cloud_list_holds(facts))
		judge_excess(facts, j, s, rc, ranges, unread);
	g_array_unref(ranges);
}

void
check_own_ranges(const struct facts *facts, struct judge *j)
{
	const GPtrArray *servers = facts->hybrid->receiving.servers;
	bool old = false;

	each_receiving(facts, j, SEVERITY_WARNING, judge_own_ranges);
	for (guint i = 0; i < servers->len; i++)
		old = old || host_of(g_ptr_array_index(servers, i)) == HOST_2010;
	if (old && !cloud_list_holds(facts))
		judge_not_evaluated(j, SEVERITY_WARNING, ORGANISATION, "no-table-for-date", NULL);
}
