/* The connectors' ranges against each other: two of them overlap (CONN-015), one has too many (CONN-017). */
#include <string.h>

#include "connectors.h"
#include "receive.h"

GArray *
connector_ranges(const struct object *rc, bool *unread)
{
	const struct value *v = object_get(rc, RC_REMOTE_IP_RANGES);
	GArray *all = g_array_new(FALSE, FALSE, sizeof(struct range));
	struct range r;

	*unread = false;
	for (size_t i = 0; value_shows_items(v) && i < v->n; i++) {
		if (range_parse(v->items[i], &r))
			g_array_append_val(all, r);
		else
			*unread = true;
	}
	return all;
}

GArray *
connector_bindings(const struct object *rc, bool *unread)
{
	static const guint8 zero[16];
	const struct value *v = object_get(rc, RC_BINDINGS);
	GArray *all = g_array_new(FALSE, FALSE, sizeof(struct local_binding));
	struct local_binding b;

	*unread = false;
	for (size_t i = 0; value_shows_items(v) && i < v->n; i++) {
		if (binding_parse(v->items[i], &b.address, &b.port)) {
			b.any = memcmp(b.address.octets, zero, sizeof zero) == 0;
			g_array_append_val(all, b);
		} else
			*unread = true;
	}
	return all;
}

/* ---- CONN-015 ---- */

/* What two connectors have to do with each other, the worst of all; MAYBE: a value that would tell is not known. */
enum clash { CLASH_NONE, CLASH_MAYBE, CLASH_ROLES, CLASH_PARTLY, CLASH_SAME };

static bool
partly(const struct range *a, const struct range *b)
{
	return range_overlaps(a, b) && !range_within(a, b) && !range_within(b, a);
}

static enum clash
clash_of_ranges(const GArray *a, const GArray *b, int family, bool identical)
{
	enum clash worst = CLASH_NONE;

	for (guint i = 0; i < a->len; i++) {
		const struct range *x = &g_array_index(a, struct range, i);

		for (guint k = 0; x->low.family == family && k < b->len; k++) {
			const struct range *y = &g_array_index(b, struct range, k);

			if (y->low.family != family)
				continue;
			if (partly(x, y))
				worst = MAX(worst, CLASH_PARTLY);
			else if (identical && range_within(x, y) && range_within(y, x))
				worst = MAX(worst, CLASH_SAME);
		}
	}
	return worst;
}

static bool
bindings_meet(const struct local_binding *a, const struct local_binding *b, bool *identical)
{
	*identical = a->port == b->port && address_compare(&a->address, &b->address) == 0;
	return *identical || (a->port == b->port && a->address.family == b->address.family && (a->any || b->any));
}

static bool
roles_differ(const struct object *a, const struct object *b)
{
	const char *x = object_text(a, RC_TRANSPORT_ROLE), *y = object_text(b, RC_TRANSPORT_ROLE);

	return x != NULL && y != NULL && g_ascii_strcasecmp(x, y) != 0;
}

static enum clash
clash_of(const struct object *a, const struct object *b)
{
	bool open_bindings[2], open_ranges[2], identical;
	GArray *at[2] = { connector_bindings(a, &open_bindings[0]), connector_bindings(b, &open_bindings[1]) };
	GArray *from[2] = { connector_ranges(a, &open_ranges[0]), connector_ranges(b, &open_ranges[1]) };
	const bool bindings_open = open_bindings[0] || open_bindings[1] || !value_known(object_get(a, RC_BINDINGS)) ||
	    !value_known(object_get(b, RC_BINDINGS));
	const bool ranges_open = open_ranges[0] || open_ranges[1] || !value_known(object_get(a, RC_REMOTE_IP_RANGES)) ||
	    !value_known(object_get(b, RC_REMOTE_IP_RANGES));
	enum clash worst = bindings_open ? CLASH_MAYBE : CLASH_NONE;

	for (guint i = 0; i < at[0]->len; i++)
		for (guint k = 0; k < at[1]->len; k++) {
			const struct local_binding *x = &g_array_index(at[0], struct local_binding, i), *y = &g_array_index(at[1], struct local_binding, k);
			enum clash one;

			if (!bindings_meet(x, y, &identical))
				continue;
			one = clash_of_ranges(from[0], from[1], x->address.family, identical);
			worst = MAX(worst, one);
			if (ranges_open)
				worst = MAX(worst, CLASH_MAYBE);
			if (roles_differ(a, b))
				worst = MAX(worst, CLASH_ROLES);
		}
	for (size_t i = 0; i < 2; i++) {
		g_array_unref(at[i]);
		g_array_unref(from[i]);
	}
	return worst;
}

/* The property of either that is not known. */
static void
clash_unknown(struct judge *j, const struct server *s, const struct object *rc, const struct object *other)
{
	static const int deciding[] = { RC_BINDINGS, RC_REMOTE_IP_RANGES, -1 };
	const struct object *const both[] = { rc, other };

	for (size_t i = 0; i < 2; i++)
		for (size_t k = 0; deciding[k] >= 0; k++)
			if (!value_known(object_get(both[i], deciding[k]))) {
				finding_server(judge_property_unknown(j, SEVERITY_ERROR, connector_identity(rc), both[i], deciding[k]), s->name);
				return;
			}
	at_connector(judge_not_evaluated(j, SEVERITY_ERROR, connector_identity(rc), "value-lost", "RC"), s, rc);
}

/* A pair that clashes is told once, for the connector that comes first; for the second it is no pass either. */
static void
judge_against(struct judge *j, const struct server *s, const GPtrArray *all, guint at)
{
	const struct object *rc = g_ptr_array_index(all, at), *open = NULL;
	static const char *const reasons[] = {
		[CLASH_ROLES] = "roles-differ", [CLASH_PARTLY] = "partly-overlapping", [CLASH_SAME] = "same-ranges"
	};
	GPtrArray *others = g_ptr_array_new();
	enum clash worst = CLASH_NONE;
	bool told = false;
	struct finding *row;

	for (guint i = 0; i < all->len; i++) {
		const enum clash clash = i != at ? clash_of(rc, g_ptr_array_index(all, i)) : CLASH_NONE;

		if (clash == CLASH_MAYBE && open == NULL)
			open = g_ptr_array_index(all, i);
		told = told || (clash > CLASH_MAYBE && i < at);
		if (clash > CLASH_MAYBE && i > at) {
			worst = MAX(worst, clash);
			g_ptr_array_add(others, g_ptr_array_index(all, i));
		}
	}
	if (others->len > 0) {
		row = at_connector(judge_fail(j, SEVERITY_ERROR, connector_identity(rc), reasons[worst]), s, rc);
		for (guint i = 0; i < others->len; i++) {
			finding_value(row, "others", connector_identity(g_ptr_array_index(others, i)));
			finding_at(row, ((const struct object *)g_ptr_array_index(others, i))->at);
		}
	} else if (open != NULL && !told)
		clash_unknown(j, s, rc, open);
	else if (!told)
		at_connector(judge_pass(j, SEVERITY_ERROR, connector_identity(rc)), s, rc);
	g_ptr_array_unref(others);
}

static void
judge_overlap(const struct facts *facts, struct judge *j, const struct server *s)
{
	GPtrArray *all = receive_connectors_of(facts, s->id);

	for (guint i = 0; i < all->len; i++)
		judge_against(j, s, all, i);
	if (all->len == 0 || facts->objects->partial[KIND_RECEIVE_CONNECTOR])
		judge_server_unknown(j, SEVERITY_ERROR, s->name, s->name, all->len == 0 ? "server-not-exported" : "not-complete", "RC");
	g_ptr_array_unref(all);
}

void
check_overlap(const struct facts *facts, struct judge *j)
{
	each_receiving(facts, j, SEVERITY_ERROR, judge_overlap);
}

/* ---- CONN-017 ---- */

enum { MANY_RANGES = 1200, TOO_MANY_RANGES = 1300 };

static void
judge_count(const struct facts *facts, struct judge *j, const struct server *s)
{
	GPtrArray *all = receive_connectors_of(facts, s->id);

	for (guint i = 0; i < all->len; i++) {
		const struct object *rc = g_ptr_array_index(all, i);
		const struct value *v = object_get(rc, RC_REMOTE_IP_RANGES);
		const size_t n = value_shows_items(v) ? v->n : 0;
		struct finding *row;

		if (n > MANY_RANGES)
			row = judge_fail(j, n > TOO_MANY_RANGES ? SEVERITY_ERROR : SEVERITY_WARNING, connector_identity(rc),
			    n > TOO_MANY_RANGES ? "too-many" : "many");
		else if (!value_known(v))
			row = judge_property_unknown(j, SEVERITY_WARNING, connector_identity(rc), rc, RC_REMOTE_IP_RANGES);
		else
			row = judge_pass(j, SEVERITY_WARNING, connector_identity(rc));
		finding_number(at_connector(row, s, rc), "count", n);
	}
	if (all->len == 0)
		judge_server_unknown(j, SEVERITY_WARNING, s->name, s->name, "server-not-exported", "RC");
	g_ptr_array_unref(all);
}

void
check_range_count(const struct facts *facts, struct judge *j)
{
	each_receiving(facts, j, SEVERITY_WARNING, judge_count);
}
