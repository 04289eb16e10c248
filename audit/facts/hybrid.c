#include "hybrid.h"

#include <string.h>

#include "facts.h"

static bool
is_wizards_receive_connector(const struct facts *facts, const struct object *rc)
{
	const char *identity = object_text(rc, RC_IDENTITY);
	const char *name = identity != NULL ? strrchr(identity, '\\') : NULL;

	if (name != NULL && g_ascii_strcasecmp(name + 1, "Inbound from Office 365") == 0)
		return true;
	return names_service_domain(facts, object_get(rc, RC_TLS_DOMAIN_CAPABILITIES)) == ANSWER_YES;
}

/*
 * Where a mark tells that the wizard made an object: what it writes into ConnectorSource, or what its names begin with.  Those of the
 * organisation relationships were without an id in Exchange 2010 and the first 2013.
 */
static const struct mark {
	enum kind kind;
	int property;
	const char *text;
	bool whole;
} marks[] = {
	{ KIND_INBOUND_CONNECTOR, EIC_CONNECTOR_SOURCE, "HybridWizard", true },
	{ KIND_OUTBOUND_CONNECTOR, EOC_CONNECTOR_SOURCE, "HybridWizard", true },
	{ KIND_REMOTE_DOMAIN, RD_NAME, "Hybrid Domain - ", false },
	{ KIND_CLOUD_REMOTE_DOMAIN, RD_NAME, "Hybrid Domain - ", false },
	{ KIND_ORGANIZATION_RELATIONSHIP, ORG_NAME, "On-premises to O365 - ", false },
	{ KIND_ORGANIZATION_RELATIONSHIP, ORG_NAME, "On Premises to Exchange Online Organization Relationship", true },
	{ KIND_CLOUD_ORGANIZATION_RELATIONSHIP, ORG_NAME, "O365 to On-premises - ", false },
	{ KIND_CLOUD_ORGANIZATION_RELATIONSHIP, ORG_NAME, "Exchange Online to on premises Organization Relationship", true },
	{ KIND_INTRA_ORGANIZATION_CONNECTOR, IOC_NAME, "HybridIOC - ", false },
	{ KIND_CLOUD_INTRA_ORGANIZATION_CONNECTOR, IOC_NAME, "HybridIOC - ", false },
};

static bool
is_marked(const struct object *o, const struct mark *m)
{
	const char *text = object_text(o, m->property);

	return text != NULL && (m->whole ? g_ascii_strcasecmp(text, m->text) == 0 : g_ascii_strncasecmp(text, m->text, strlen(m->text)) == 0);
}

GPtrArray *
hybrid_wizard_objects(const struct facts *facts)
{
	const struct objects *o = facts->objects;
	GPtrArray *found = g_ptr_array_new(), *send = hybrid_send_connectors(facts);

	for (size_t i = 0; i < objects_count(o, KIND_RECEIVE_CONNECTOR); i++)
		if (is_wizards_receive_connector(facts, objects_at(o, KIND_RECEIVE_CONNECTOR, i)))
			g_ptr_array_add(found, (gpointer)(guintptr)objects_at(o, KIND_RECEIVE_CONNECTOR, i));
	g_ptr_array_extend_and_steal(found, send);
	for (size_t m = 0; m < G_N_ELEMENTS(marks); m++)
		for (size_t i = 0; i < objects_count(o, marks[m].kind); i++)
			if (is_marked(objects_at(o, marks[m].kind, i), &marks[m]))
				g_ptr_array_add(found, (gpointer)(guintptr)objects_at(o, marks[m].kind, i));
	return found;
}

static bool
wizard_object_exists(const struct facts *facts)
{
	GPtrArray *found = hybrid_wizard_objects(facts);
	const bool any = found->len > 0;

	g_ptr_array_unref(found);
	return any;
}

static enum hybrid_state
find_state(const struct facts *facts)
{
	const char *stated = settings_text(facts->settings, "hybrid", "state");

	/* An export whose row was cut off shows that there is one. */
	if (objects_count(facts->objects, KIND_HYBRID_CONFIGURATION) > 0 || facts->objects->partial[KIND_HYBRID_CONFIGURATION] ||
	    wizard_object_exists(facts) ||
	    (stated != NULL && g_ascii_strcasecmp(stated, "configured") == 0))
		return HYBRID_CONFIGURED;
	if (facts->objects->supply[KIND_HYBRID_CONFIGURATION] == SUPPLIED_EMPTY ||
	    (stated != NULL && g_ascii_strcasecmp(stated, "planned") == 0))
		return HYBRID_PLANNED;
	return HYBRID_UNKNOWN;
}

/* The host name under which Exchange Online reaches a Hybrid Agent (hybrid-agent.md). */
static bool
is_agent_host(const char *text)
{
	return g_regex_match_simple("^(https?://)?[0-9a-f-]{36}\\.resource\\.mailboxmigration\\.his\\.msappproxy\\.net(?![^/:])", text,
	    G_REGEX_CASELESS, 0);
}

static void
find_agent(const struct facts *facts, struct hybrid *h)
{
	static const struct { enum kind kind; int property; } where[] = {
		{ KIND_MIGRATION_ENDPOINT, EP_REMOTE_SERVER },
		{ KIND_CLOUD_ORGANIZATION_RELATIONSHIP, ORG_TARGET_SHARING_EPR },
	};
	const struct setting *stated = settings_find(facts->settings, "hybrid", "agent");

	if (stated != NULL && g_ascii_strcasecmp(stated->value, "yes") == 0) {
		h->agent = true;
		h->agent_at = stated->at;
		return;
	}
	for (size_t w = 0; w < G_N_ELEMENTS(where); w++)
		for (size_t i = 0; i < objects_count(facts->objects, where[w].kind); i++) {
			const struct object *o = objects_at(facts->objects, where[w].kind, i);
			const char *text = object_text(o, where[w].property);

			if (text != NULL && is_agent_host(text)) {
				h->agent = true;
				h->agent_at = o->at;
				return;
			}
		}
}

/* Features default to all: no hybrid configuration, or no such column, leaves a feature in scope. */
static enum answer
feature_in_scope(const struct hybrid *h, const char *feature)
{
	const struct value *features;

	if (h->configuration == NULL)
		return ANSWER_YES;
	features = object_get(h->configuration, HC_FEATURES);
	return features->state == VALUE_NOT_STATED ? ANSWER_YES : value_has(features, feature);
}

static enum answer
feature_centralized(const struct hybrid *h)
{
	const struct value *features;

	if (h->configuration == NULL)
		return ANSWER_UNKNOWN;
	features = object_get(h->configuration, HC_FEATURES);
	if (value_shows_items(features))
		for (size_t i = 0; i < features->n; i++)
			if (g_ascii_strncasecmp(features->items[i], "Centralized", strlen("Centralized")) == 0)
				return ANSWER_YES;
	return value_known(features) ? ANSWER_NO : ANSWER_UNKNOWN;
}

static void
find_centralized(const struct facts *facts, struct hybrid *h)
{
	const struct objects *o = facts->objects;
	enum answer connectors = objects_complete(o, KIND_OUTBOUND_CONNECTOR) ? ANSWER_NO : ANSWER_UNKNOWN;

	h->centralized = feature_centralized(h);
	if (h->centralized == ANSWER_YES)
		h->centralized_at = h->configuration->at;
	for (size_t i = 0; i < objects_count(o, KIND_OUTBOUND_CONNECTOR); i++) {
		const struct object *c = objects_at(o, KIND_OUTBOUND_CONNECTOR, i);
		enum answer routes = value_true(object_get(c, EOC_ROUTE_ALL_MESSAGES_VIA_ON_PREMISES));

		connectors = answer_or(connectors, routes);
		if (routes == ANSWER_YES && h->centralized_at.file == NULL)
			h->centralized_at = c->at;
	}
	h->centralized = answer_or(h->centralized, connectors);
}

enum answer
server_supports_autod(const struct server *s)
{
	const struct version *v = server_build(s);

	if (v == NULL)
		return ANSWER_UNKNOWN;
	if (v->part[0] > 14)
		return version_at_least(v, 15, 0, 516, 32) ? ANSWER_YES : ANSWER_NO;
	if (version_at_least(v, 14, 3, 146, 0))
		return ANSWER_YES;
	/* AdminDisplayVersion is frozen at the service pack: SP3 with and without RU1 look alike in it. */
	return s->has_fv || !version_at_least(v, 14, 3, 123, 4) ? ANSWER_NO : ANSWER_UNKNOWN;
}

enum answer
server_at_least(const struct server *s, const struct version *minimum)
{
	const struct version *v = server_build(s);
	const size_t told = s->generation >= GENERATION_2013 ? 3 : 2;

	if (v == NULL)
		return ANSWER_UNKNOWN;
	if (version_compare(v, minimum) >= 0)
		return ANSWER_YES;
	return s->has_fv || version_compare_parts(v, minimum, told) < 0 ? ANSWER_NO : ANSWER_UNKNOWN;
}

static enum lift
find_lift(const struct hybrid *h)
{
	bool all = true, none = true;
	unsigned n = 0;

	if (!h->autod_known)
		return LIFT_UNKNOWN;
	if (h->autod->len == 0)
		return LIFT_NO;
	for (guint i = 0; i < h->servers->len; i++) {
		const struct server *s = g_ptr_array_index(h->servers, i);
		enum answer supports;

		if (!s->in_transport && !s->in_publishing)
			continue;
		n++;
		supports = server_supports_autod(s);
		all = all && supports == ANSWER_YES;
		none = none && supports == ANSWER_NO;
	}
	if (n == 0 || h->transport.reason != NULL || h->publishing.reason != NULL)
		return LIFT_CONDITIONAL;
	return all ? LIFT_YES : none ? LIFT_NO : LIFT_CONDITIONAL;
}

void
hybrid_finish(struct facts *facts)
{
	struct hybrid *h = g_new0(struct hybrid, 1);

	h->servers = g_ptr_array_new();
	h->transport.servers = g_ptr_array_new();
	h->receiving.servers = g_ptr_array_new();
	h->publishing.servers = g_ptr_array_new();
	h->entries = g_ptr_array_new();
	h->domains = g_ptr_array_new();
	h->dropped = g_ptr_array_new();
	h->autod = g_ptr_array_new();
	h->receive_connectors = receive_connectors_by_server(facts);
	facts->hybrid = h;
	if (objects_count(facts->objects, KIND_HYBRID_CONFIGURATION) > 0)
		h->configuration = objects_at(facts->objects, KIND_HYBRID_CONFIGURATION, 0);
	h->state = find_state(facts);
	hybrid_find_servers(facts, h);
	hybrid_find_domains(facts, h);
	hybrid_find_accepted(facts, h);
	find_agent(facts, h);
	h->free_busy = feature_in_scope(h, "FreeBusy");
	h->secure_mail = feature_in_scope(h, "SecureMail");
	find_centralized(facts, h);
	h->lift = find_lift(h);
}

void
hybrid_free(struct hybrid *h)
{
	if (h == NULL)
		return;
	g_ptr_array_unref(h->servers);
	g_ptr_array_unref(h->transport.servers);
	g_ptr_array_unref(h->receiving.servers);
	g_ptr_array_unref(h->publishing.servers);
	g_ptr_array_unref(h->entries);
	g_ptr_array_unref(h->domains);
	g_ptr_array_unref(h->dropped);
	g_ptr_array_unref(h->autod);
	g_hash_table_unref(h->accepted);
	g_hash_table_unref(h->cloud_accepted);
	g_hash_table_unref(h->accepting_below);
	g_hash_table_unref(h->receive_connectors);
	g_free(h);
}
