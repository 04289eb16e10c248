/* The servers that send to the cloud (CONN-040). */
#include "send.h"

/* What is wrong with one source, the worst last. */
enum wrong { WRONG_NOTHING, WRONG_UNKNOWN, WRONG_NOT_NAMED, WRONG_OLDER, WRONG_STRANGER };

struct expected {
	GPtrArray *names;               /* the hybrid configuration's sending and Edge servers, as exported */
	GPtrArray *ids;                 /* the same in name_server() form */
	bool newer;                     /* one of them is of Exchange 2013 or later */
	int open;                       /* the property that is not known, or -1 */
};

static struct expected
expected_servers(const struct facts *facts)
{
	static const int lists[] = { HC_SENDING_TRANSPORT_SERVERS, HC_EDGE_TRANSPORT_SERVERS, HC_TRANSPORT_SERVERS };
	struct expected e = { g_ptr_array_new(), g_ptr_array_new(), false, -1 };

	for (size_t k = 0; k < G_N_ELEMENTS(lists); k++) {
		const struct value *v = object_get(facts->hybrid->configuration, lists[k]);

		for (size_t i = 0; value_shows_items(v) && i < v->n; i++) {
			g_ptr_array_add(e.names, (gpointer)(guintptr)v->items[i]);
			g_ptr_array_add(e.ids, name_server(facts->region, v->items[i]));
			e.newer = e.newer || host_of(hybrid_server(facts, v->items[i])) == HOST_2013_ON;
		}
		/* A shell of one generation has not the columns of the other. */
		if (!value_known(v) && v->state != VALUE_NOT_STATED)
			e.open = lists[k];
	}
	return e;
}

/* A server that the hybrid configuration names, but the list of servers lacks, is the business of the rules about that. */
static enum wrong
wrong_with(const struct facts *facts, const struct expected *e, const char *name, bool newer_beside)
{
	const struct server *s = hybrid_server(facts, name);
	const bool named = g_ptr_array_find_with_equal_func(e->ids, name_server(facts->region, name), g_str_equal, NULL);

	if (!named && (s == NULL || s->object == NULL))
		return objects_complete(facts->objects, KIND_SERVER) ? WRONG_STRANGER : WRONG_UNKNOWN;
	if ((e->newer || newer_beside) && host_of(s) == HOST_2010)
		return WRONG_OLDER;
	if ((e->newer || newer_beside) && host_of(s) == HOST_UNKNOWN)
		return WRONG_UNKNOWN;
	if (named)
		return WRONG_NOTHING;
	return e->open >= 0 || e->names->len == 0 ? WRONG_UNKNOWN : WRONG_NOT_NAMED;
}

static bool
one_is_newer(const struct facts *facts, const struct value *sources)
{
	for (size_t i = 0; i < sources->n; i++)
		if (host_of(hybrid_server(facts, sources->items[i])) == HOST_2013_ON)
			return true;
	return false;
}

static void
judge_unknown_source(const struct facts *facts, struct judge *j, const struct object *sc, const struct expected *e)
{
	if (e->open >= 0)
		judge_property_unknown(j, SEVERITY_WARNING, send_connector_name(sc), facts->hybrid->configuration, e->open);
	else
		finding_at(judge_not_evaluated(j, SEVERITY_WARNING, send_connector_name(sc), "not-complete",
		    e->names->len == 0 ? "HC" : "SRV"), sc->at);
}

static void
judge_items(const struct facts *facts, struct judge *j, const struct object *sc, const struct value *sources, const struct expected *e)
{
	static const char *const reasons[] = {
		[WRONG_NOT_NAMED] = "not-in-hybrid-configuration", [WRONG_OLDER] = "older-server", [WRONG_STRANGER] = "unknown-server"
	};
	const bool newer = one_is_newer(facts, sources);
	enum wrong worst = WRONG_NOTHING;
	struct finding *row;

	for (size_t i = 0; i < sources->n; i++)
		worst = MAX(worst, wrong_with(facts, e, sources->items[i], newer));
	if (worst == WRONG_UNKNOWN) {
		judge_unknown_source(facts, j, sc, e);
		return;
	}
	if (worst == WRONG_NOTHING && !value_known(sources)) {
		judge_property_unknown(j, SEVERITY_ERROR, send_connector_name(sc), sc, SC_SOURCE_TRANSPORT_SERVERS);
		return;
	}
	row = worst == WRONG_NOTHING ? judge_pass(j, SEVERITY_ERROR, send_connector_name(sc)) :
	    judge_fail(j, worst == WRONG_NOT_NAMED ? SEVERITY_WARNING : SEVERITY_ERROR, send_connector_name(sc), reasons[worst]);
	finding_at(row, sc->at);
	finding_at(row, facts->hybrid->configuration->at);
	for (size_t i = 0; i < sources->n; i++)
		if (worst == WRONG_NOTHING || wrong_with(facts, e, sources->items[i], newer) == worst)
			finding_value(row, "servers", sources->items[i]);
	for (guint i = 0; i < e->names->len; i++)
		finding_value(row, "expected", g_ptr_array_index(e->names, i));
}

static void
judge_sources(const struct facts *facts, struct judge *j, const struct object *sc)
{
	const struct value *sources = object_get(sc, SC_SOURCE_TRANSPORT_SERVERS);
	struct expected e;

	if (facts->hybrid->configuration == NULL) {
		finding_at(judge_not_evaluated(j, SEVERITY_ERROR, send_connector_name(sc), "no-object", "HC"), sc->at);
		return;
	}
	if (!value_shows_items(sources)) {
		if (value_known(sources))
			finding_at(judge_fail(j, SEVERITY_ERROR, send_connector_name(sc), "no-source"), sc->at);
		else
			judge_property_unknown(j, SEVERITY_ERROR, send_connector_name(sc), sc, SC_SOURCE_TRANSPORT_SERVERS);
		return;
	}
	e = expected_servers(facts);
	judge_items(facts, j, sc, sources, &e);
	g_ptr_array_unref(e.names);
	g_ptr_array_unref(e.ids);
}

void
check_sources(const struct facts *facts, struct judge *j)
{
	each_send_connector(facts, j, SEVERITY_ERROR, judge_sources);
}
