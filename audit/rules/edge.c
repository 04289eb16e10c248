/* Edge Transport servers that take part. */
#include <string.h>

#include "../facts/date.h"
#include "servers.h"

/* ---- EDGE-001 ---- */

static const struct object *
subscription_of(const struct facts *facts, const struct server *s)
{
	for (size_t i = 0; i < objects_count(facts->objects, KIND_EDGE_SUBSCRIPTION); i++) {
		const struct object *o = objects_at(facts->objects, KIND_EDGE_SUBSCRIPTION, i);
		const char *name = object_text(o, EDGE_NAME);

		if (name != NULL && strcmp(name_server(facts->region, name), s->id) == 0)
			return o;
	}
	return NULL;
}

/* It runs many times a day: a test whose last run lies so far behind tells nothing of the date judged at. */
static bool
is_stale(const struct facts *facts, const struct object *subscription)
{
	enum { SECONDS_OF_A_DAY = 86400, DAYS_MAX = 90 };
	const char *last = object_text(subscription, EDGE_LAST_SYNCHRONIZED_UTC);
	gint64 seconds;

	return last != NULL && date_parse(last, &seconds) && facts->as_of - seconds > (gint64)DAYS_MAX * SECONDS_OF_A_DAY;
}

/* What Test-EdgeSynchronization says.  Its other words tell of a test that came to no end. */
static struct finding *
judge_sync(const struct facts *facts, struct judge *j, const struct server *s, const struct object *subscription)
{
	const struct value *status = object_get(subscription, EDGE_SYNC_STATUS);
	const char *word = value_text(status);
	struct finding *row;

	if (!value_known(status))
		row = judge_value_unknown(j, SEVERITY_ERROR, s->name, status, KIND_EDGE_SUBSCRIPTION, EDGE_SYNC_STATUS);
	else if (word != NULL && g_ascii_strcasecmp(word, "Normal") == 0 && !is_stale(facts, subscription))
		row = judge_pass(j, SEVERITY_ERROR, s->name);
	else if (word != NULL && g_ascii_strcasecmp(word, "Failed") == 0)
		row = judge_fail(j, SEVERITY_ERROR, s->name, "sync-failed");
	else
		row = judge_not_evaluated(j, SEVERITY_ERROR, s->name, "sync-unknown", "EDGE");
	finding_value(row, "last", object_text(subscription, EDGE_LAST_SYNCHRONIZED_UTC));
	finding_at(row, subscription->at);
	return row;
}

static void
judge_subscription(const struct facts *facts, struct judge *j, const struct server *s)
{
	const struct object *subscription = subscription_of(facts, s);
	struct finding *row;

	if (!input_supplied(facts, "EDGE"))
		row = judge_not_evaluated(j, SEVERITY_ERROR, s->name, "input-missing", "EDGE");
	else if (subscription != NULL)
		row = judge_sync(facts, j, s, subscription);
	else if (!objects_complete(facts->objects, KIND_EDGE_SUBSCRIPTION))
		row = judge_not_evaluated(j, SEVERITY_ERROR, s->name, "not-complete", "EDGE");
	else
		row = judge_fail(j, SEVERITY_ERROR, s->name, "no-subscription");
	about_server(row, s);
}

/* Without the property (Exchange 2010) the roles of the transport servers tell. */
static bool
roles_tell_no_edge(const struct facts *facts)
{
	const struct server_set *t = &facts->hybrid->transport;

	for (guint i = 0; i < t->servers->len; i++)
		if (server_has_role(g_ptr_array_index(t->servers, i), "Edge") != ANSWER_NO)
			return false;
	return t->servers->len > 0 && t->reason == NULL;
}

static void
check_subscriptions(const struct facts *facts, struct judge *j)
{
	const struct hybrid *h = facts->hybrid;
	const struct value *named = h->configuration != NULL ? object_get(h->configuration, HC_EDGE_TRANSPORT_SERVERS) : &value_none;
	bool any = false;

	for (guint i = 0; i < h->transport.servers->len; i++) {
		const struct server *s = g_ptr_array_index(h->transport.servers, i);

		if (!s->edge)
			continue;
		judge_subscription(facts, j, s);
		any = true;
	}
	if (named->state != VALUE_NOT_STATED && !value_known(named))
		judge_value_unknown(j, SEVERITY_ERROR, ORGANISATION, named, KIND_HYBRID_CONFIGURATION, HC_EDGE_TRANSPORT_SERVERS);
	else if (!any && (h->configuration == NULL || value_known(named) || roles_tell_no_edge(facts)))
		judge_not_applicable(j, SEVERITY_ERROR, ORGANISATION, "no-edge");
	else if (!any)
		judge_value_unknown(j, SEVERITY_ERROR, ORGANISATION, named, KIND_HYBRID_CONFIGURATION, HC_EDGE_TRANSPORT_SERVERS);
}

static const struct rule rules[] = {
	{ "EDGE-001", SEVERITY_ERROR, SUBJECT_SERVER, WIZARD_NO, "HC", "no-subscription sync-failed sync-unknown no-edge", "last", NULL, NULL,
	  check_subscriptions },
};

const struct family edge_family = { "edge", rules, G_N_ELEMENTS(rules) };
