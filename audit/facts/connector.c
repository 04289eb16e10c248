/*
 * Which receive connector takes a session (A10).  Exchange gives it to the enabled connector on the address and port
 * whose range is the smallest that holds the source (New-ReceiveConnector: "the most specific match"); at equal size a
 * binding to the exact local address comes before 0.0.0.0 or [::].
 */
#include "connector.h"

#include <string.h>

#include "facts.h"

enum { FAMILIES = 2 };

/* A connector as a listener on port 25. */
struct listener {
	const struct object *connector;
	GArray *ranges;                 /* struct range */
	bool any_local[FAMILIES];       /* bound to 0.0.0.0:25, [::]:25 */
	GArray *locals;                 /* struct address: bound to these on port 25 */
	const char *enabled_doubt, *bindings_doubt, *ranges_doubt;   /* tokens, NULL when known */
};

struct listeners {
	GPtrArray *all;                 /* struct listener *, enabled or perhaps enabled */
	bool server_exported;
	bool partial;                   /* rows of the export were not read */
};

static int
family_index(const struct address *a)
{
	return a->family == 4 ? 0 : 1;
}

static bool
is_any(const struct address *a)
{
	static const guint8 zero[16];

	return memcmp(a->octets, zero, sizeof zero) == 0;
}

static void
read_bindings(struct listener *l)
{
	const struct value *v = object_get(l->connector, RC_BINDINGS);
	struct address a;
	unsigned port;

	l->bindings_doubt = value_reason(v);
	for (size_t i = 0; value_shows_items(v) && i < v->n; i++) {
		if (!binding_parse(v->items[i], &a, &port))
			l->bindings_doubt = "value-lost";
		else if (port == 25 && is_any(&a))
			l->any_local[family_index(&a)] = true;
		else if (port == 25)
			g_array_append_val(l->locals, a);
	}
}

static void
read_ranges(struct listener *l)
{
	const struct value *v = object_get(l->connector, RC_REMOTE_IP_RANGES);
	struct range r;

	l->ranges_doubt = value_reason(v);
	for (size_t i = 0; value_shows_items(v) && i < v->n; i++) {
		if (range_parse(v->items[i], &r))
			g_array_append_val(l->ranges, r);
		else
			l->ranges_doubt = "value-lost";
	}
}

/* Exchange 2010 and hand-made sheets may lack the column: enabled, assumed. */
static bool
certainly_disabled(const struct object *connector)
{
	const struct value *v = object_get(connector, RC_ENABLED);

	return v->state == VALUE_STATED && value_true(v) == ANSWER_NO;
}

static struct listener *
listener_new(const struct object *connector)
{
	const struct value *enabled = object_get(connector, RC_ENABLED);
	struct listener *l = g_new0(struct listener, 1);

	l->connector = connector;
	l->ranges = g_array_new(FALSE, FALSE, sizeof(struct range));
	l->locals = g_array_new(FALSE, FALSE, sizeof(struct address));
	if (enabled->state != VALUE_NOT_STATED)
		l->enabled_doubt = value_reason(enabled);
	read_bindings(l);
	read_ranges(l);
	return l;
}

static void
listener_free(gpointer p)
{
	struct listener *l = p;

	g_array_unref(l->ranges);
	g_array_unref(l->locals);
	g_free(l);
}

static struct listeners
listeners_of(const struct facts *facts, const char *server)
{
	GPtrArray *connectors = receive_connectors_of(facts, server);
	struct listeners list = { g_ptr_array_new_with_free_func(listener_free), connectors->len > 0,
		facts->objects->partial[KIND_RECEIVE_CONNECTOR] };

	for (guint i = 0; i < connectors->len; i++)
		if (!certainly_disabled(g_ptr_array_index(connectors, i)))
			g_ptr_array_add(list.all, listener_new(g_ptr_array_index(connectors, i)));
	g_ptr_array_unref(connectors);
	return list;
}

static const struct listener *
listener_at(const struct listeners *list, guint i)
{
	return g_ptr_array_index(list->all, i);
}

/* The smallest range of the listener that holds the address, or NULL. */
static const struct range *
smallest_range(const struct listener *l, const struct address *source)
{
	const struct range *best = NULL;

	for (guint i = 0; i < l->ranges->len; i++) {
		const struct range *r = &g_array_index(l->ranges, struct range, i);

		if (range_contains(r, source) && (best == NULL || range_compare_size(r, best) < 0))
			best = r;
	}
	return best;
}

static bool
bound_to_one_address(const struct listener *l, int family)
{
	for (guint i = 0; i < l->locals->len; i++)
		if (family_index(&g_array_index(l->locals, struct address, i)) == family)
			return true;
	return false;
}

/* When every listener of the family is bound to one and the same address, sessions can come in nowhere else. */
static bool
one_local_address(const struct listeners *list, int family)
{
	const struct address *only = NULL;

	for (guint i = 0; i < list->all->len; i++) {
		const struct listener *l = listener_at(list, i);

		if (l->any_local[family] || l->bindings_doubt != NULL)
			return false;
		for (guint k = 0; k < l->locals->len; k++) {
			const struct address *a = &g_array_index(l->locals, struct address, k);

			if (family_index(a) != family)
				continue;
			if (only != NULL && address_compare(only, a) != 0)
				return false;
			only = a;
		}
	}
	return only != NULL;
}

/* The state of one evaluation. */
struct contest {
	const struct listeners *list;
	const struct address *source;
	int family;
	bool one_local;                 /* exact bindings count as bound to every address */
	const struct listener *best, *equal;
	const struct range *by;
};

static bool
takes_every_local(const struct contest *c, const struct listener *l)
{
	return l->any_local[c->family] || (c->one_local && bound_to_one_address(l, c->family));
}

static void
find_best(struct contest *c)
{
	for (guint i = 0; i < c->list->all->len; i++) {
		const struct listener *l = listener_at(c->list, i);
		const struct range *r = takes_every_local(c, l) ? smallest_range(l, c->source) : NULL;
		int order = r == NULL ? 1 : c->by == NULL ? -1 : range_compare_size(r, c->by);

		if (order < 0) {
			c->best = l;
			c->by = r;
			c->equal = NULL;
		} else if (order == 0)
			c->equal = l;
	}
}

/* A range as small as the best one, or smaller. */
static bool
rivals(const struct contest *c, const struct listener *l)
{
	const struct range *r = smallest_range(l, c->source);

	return r != NULL && (c->by == NULL || range_compare_size(r, c->by) <= 0);
}

/* What is not known of the listener and may change the winner; NULL when nothing is. */
static const char *
doubt_about(const struct contest *c, const struct listener *l)
{
	const bool bound = l->any_local[c->family] || bound_to_one_address(l, c->family);

	if (l == c->best || l == c->equal)
		return l->enabled_doubt;
	if (!bound && l->bindings_doubt == NULL)
		return NULL;
	if (l->ranges_doubt != NULL)
		return l->ranges_doubt;
	return !rivals(c, l) ? NULL : l->enabled_doubt != NULL ? l->enabled_doubt : l->bindings_doubt;
}

static struct winner
unknown(const struct contest *c, const char *reason, const struct listener *rival)
{
	struct winner w = { WINNER_UNKNOWN, c->best != NULL ? c->best->connector : NULL, { { 0, { 0 } }, { 0, { 0 } } }, reason,
		rival != NULL ? rival->connector : NULL };

	if (c->by != NULL)
		w.by = *c->by;
	return w;
}

static struct contest
contest_new(const struct listeners *list, const struct address *source)
{
	const int family = family_index(source);
	struct contest c = { list, source, family, one_local_address(list, family), NULL, NULL, NULL };

	find_best(&c);
	return c;
}

static struct winner
find_winner(const struct listeners *list, const struct address *source)
{
	struct contest c = contest_new(list, source);
	struct winner w = { WINNER_NONE, NULL, { { 0, { 0 } }, { 0, { 0 } } }, NULL, NULL };

	if (!list->server_exported)
		return unknown(&c, "server-not-exported", NULL);
	for (guint i = 0; i < list->all->len; i++) {
		const char *doubt = doubt_about(&c, listener_at(list, i));

		if (doubt != NULL)
			return unknown(&c, doubt, listener_at(list, i));
	}
	for (guint i = 0; !c.one_local && i < list->all->len; i++) {
		const struct listener *l = listener_at(list, i);

		if (l != c.best && bound_to_one_address(l, c.family) && rivals(&c, l))
			return unknown(&c, "local-address-unknown", l);
	}
	if (c.equal != NULL)
		return unknown(&c, "tie", c.equal);
	if (list->partial)
		return unknown(&c, "not-complete", NULL);
	if (c.best != NULL) {
		w.outcome = WINNER_FOUND;
		w.connector = c.best->connector;
		w.by = *c.by;
	}
	return w;
}

struct winner
receive_winner(const struct facts *facts, const char *server, const struct address *source)
{
	struct listeners list = listeners_of(facts, server);
	struct winner w = find_winner(&list, source);

	g_ptr_array_unref(list.all);
	return w;
}

static bool
excludes(const struct listeners *list, const struct object *connector, const struct address *source)
{
	struct contest c = contest_new(list, source);

	for (guint i = 0; i < list->all->len; i++) {
		const struct listener *l = listener_at(list, i);

		if (l->connector != connector)
			continue;
		if (l->bindings_doubt == NULL && !l->any_local[c.family] && !bound_to_one_address(l, c.family))
			return true;
		if (l->ranges_doubt != NULL)
			return false;
		return smallest_range(l, source) == NULL ||
		    (c.best != NULL && c.best->enabled_doubt == NULL && c.best != l && !rivals(&c, l));
	}
	return list->server_exported;
}

bool
receive_excludes(const struct facts *facts, const char *server, const struct object *connector, const struct address *source)
{
	struct listeners list = listeners_of(facts, server);
	bool excluded = excludes(&list, connector, source);

	g_ptr_array_unref(list.all);
	return excluded;
}

static int
by_address(gconstpointer a, gconstpointer b)
{
	return address_compare(a, b);
}

/* The first addresses of the pieces, in order. */
static GArray *
borders_within(const struct listeners *list, const struct range *whole)
{
	GArray *starts = g_array_new(FALSE, FALSE, sizeof(struct address));
	struct address after;

	g_array_append_val(starts, whole->low);
	for (guint i = 0; i < list->all->len; i++) {
		const struct listener *l = listener_at(list, i);

		for (guint k = 0; k < l->ranges->len; k++) {
			const struct range *r = &g_array_index(l->ranges, struct range, k);

			if (range_contains(whole, &r->low))
				g_array_append_val(starts, r->low);
			if (address_next(&r->high, &after) && range_contains(whole, &after))
				g_array_append_val(starts, after);
		}
	}
	g_array_sort(starts, by_address);
	return starts;
}

static GArray *
split(const struct listeners *list, const struct range *whole)
{
	GArray *starts = borders_within(list, whole), *pieces = g_array_new(FALSE, FALSE, sizeof(struct range));

	for (guint i = 0; i < starts->len; i++) {
		struct range piece = { g_array_index(starts, struct address, i), whole->high };

		if (i + 1 < starts->len) {
			const struct address *next = &g_array_index(starts, struct address, i + 1);

			if (address_compare(&piece.low, next) == 0)
				continue;
			address_previous(next, &piece.high);
		}
		g_array_append_val(pieces, piece);
	}
	g_array_unref(starts);
	return pieces;
}

GArray *
receive_winners(const struct facts *facts, const char *server, const struct range *whole)
{
	struct listeners list = listeners_of(facts, server);
	GArray *ranges = split(&list, whole), *pieces = g_array_new(FALSE, FALSE, sizeof(struct piece));

	for (guint i = 0; i < ranges->len; i++) {
		struct piece p = { .range = g_array_index(ranges, struct range, i) };

		p.winner = find_winner(&list, &p.range.low);
		g_array_append_val(pieces, p);
	}
	g_array_unref(ranges);
	g_ptr_array_unref(list.all);
	return pieces;
}
