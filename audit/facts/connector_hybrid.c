/* Connectors by what they are for: R(s) of A11, the hybrid send connectors of A12 and their counterparts in the cloud. */
#include "connector.h"

#include <stdlib.h>
#include <string.h>

#include "facts.h"

bool
binding_parse(const char *text, struct address *a, unsigned *port)
{
	const char *colon = strrchr(text, ':');
	char *host, *end;
	unsigned long number;
	bool good;

	if (colon == NULL || colon[1] < '0' || colon[1] > '9')
		return false;
	number = strtoul(colon + 1, &end, 10);
	if (*end != '\0' || number > 65535)
		return false;
	host = *text == '[' && colon > text + 1 && colon[-1] == ']' ? g_strndup(text + 1, (gsize)(colon - text - 2)) :
	    g_strndup(text, (gsize)(colon - text));
	good = address_parse(host, a);
	g_free(host);
	*port = (unsigned)number;
	return good;
}

const char *
receive_connector_name(const struct object *connector)
{
	const char *identity = object_text(connector, RC_IDENTITY), *name;

	if (identity == NULL)
		identity = connector->key;
	name = strchr(identity, '\\');
	return name != NULL ? name + 1 : identity;
}

/* The server of a connector: its column, else what stands before the name in its identity.  NULL when nothing tells. */
static const char *
server_of(const struct object *connector, struct region *region)
{
	const char *server = object_text(connector, RC_SERVER);

	if (server == NULL) {
		server = object_text(connector, RC_IDENTITY);
		if (server == NULL || strchr(server, '\\') == NULL)
			return NULL;
	}
	return name_server(region, server);
}

GHashTable *
receive_connectors_by_server(const struct facts *facts)
{
	GHashTable *by_server = g_hash_table_new_full(name_hash, g_str_equal, NULL, (GDestroyNotify)g_ptr_array_unref);

	for (size_t i = 0; i < objects_count(facts->objects, KIND_RECEIVE_CONNECTOR); i++) {
		const struct object *rc = objects_at(facts->objects, KIND_RECEIVE_CONNECTOR, i);
		const char *id = server_of(rc, facts->region);
		GPtrArray *on = id != NULL ? g_hash_table_lookup(by_server, id) : NULL;

		if (id != NULL && on == NULL)
			g_hash_table_insert(by_server, (gpointer)(guintptr)id, on = g_ptr_array_new());
		if (id != NULL)
			g_ptr_array_add(on, (gpointer)(guintptr)rc);
	}
	return by_server;
}

GPtrArray *
receive_connectors_of(const struct facts *facts, const char *server)
{
	GHashTable *by_server = facts->hybrid != NULL ? g_hash_table_ref(facts->hybrid->receive_connectors) : receive_connectors_by_server(facts);
	struct region *scratch = region_new();
	GPtrArray *on = g_hash_table_lookup(by_server, name_server(scratch, server)), *found = g_ptr_array_new();

	if (on != NULL)
		g_ptr_array_extend(found, on, NULL, NULL);
	region_free(scratch);
	g_hash_table_unref(by_server);
	return found;
}

/* ---- service domains ---- */

static bool
is_service_domain(const struct facts *facts, const char *name)
{
	if (strncmp(name, "*.", 2) == 0)
		name += 2;
	for (guint i = 0; i < facts->knowledge->service_domains->len; i++)
		if (strcmp(name, g_array_index(facts->knowledge->service_domains, struct service_domain, i).domain) == 0)
			return true;
	return false;
}

/* "domain:Capability,Capability", or the "<I>issuer<S>subject:Capability" of Exchange 2013 before CU9 (KB3156771). */
static bool
capability_names_service(const struct facts *facts, struct region *scratch, const char *item)
{
	const char *colon = strrchr(item, ':'), *name;
	const char *target = region_strndup(scratch, item, colon != NULL ? (size_t)(colon - item) : strlen(item));
	struct tag tag;

	if (strchr(target, '<') != NULL) {
		name = tag_parse(scratch, target, &tag) && tag.subject != NULL ? dn_value(tag.subject, "CN") : NULL;
		name = name != NULL ? name_normal(scratch, name) : NULL;
	} else
		name = name_normal(scratch, target);
	return name != NULL && is_service_domain(facts, name);
}

enum answer
names_service_domain(const struct facts *facts, const struct value *capabilities)
{
	struct region *scratch = region_new();
	bool found = false;

	if (value_shows_items(capabilities))
		for (size_t i = 0; !found && i < capabilities->n; i++)
			found = capability_names_service(facts, scratch, capabilities->items[i]);
	region_free(scratch);
	return found ? ANSWER_YES : value_known(capabilities) ? ANSWER_NO : ANSWER_UNKNOWN;
}

/* ---- R(s) ---- */

/* The 2010 wizard's name, and the connector that every Edge server has from its setup. */
static bool
named_for_the_cloud(const struct server *s, const struct object *rc)
{
	const char *name = receive_connector_name(rc);
	static const char edge_default[] = "Default internal receive connector";

	if (s != NULL && s->edge)
		return g_ascii_strncasecmp(name, edge_default, strlen(edge_default)) == 0;
	return (s == NULL || s->era != HYBRID_2013_ON) && g_ascii_strcasecmp(name, "Inbound from Office 365") == 0;
}

/* From 2013 on the cloud's sessions reach the front end only; the column does not exist before. */
static enum answer
on_front_end(const struct server *s, const struct object *rc)
{
	const struct value *role = object_get(rc, RC_TRANSPORT_ROLE);

	if (s != NULL && s->era == HYBRID_2010)     /* a newer shell shows HubTransport */
		return ANSWER_YES;
	return role->state == VALUE_NOT_STATED || role->state == VALUE_EMPTY ? ANSWER_YES : value_has(role, "FrontendTransport");
}

/* How well a connector fits: by name or capability, enabled first, the setup's own Default Frontend before others. */
static unsigned
rank_of(const struct object *rc, bool named)
{
	const struct value *enabled = object_get(rc, RC_ENABLED);
	const bool disabled = enabled->state == VALUE_STATED && value_true(enabled) == ANSWER_NO;
	const bool preferred = named || g_ascii_strncasecmp(receive_connector_name(rc), "Default Frontend", 16) == 0;

	return (disabled ? 0U : 2U) + (preferred ? 1U : 0U) + 1;
}

const struct object *
hybrid_receive_connector(const struct facts *facts, const char *server, const char **reason)
{
	const struct server *s = facts->hybrid != NULL ? hybrid_server(facts, server) : NULL;
	GPtrArray *all = receive_connectors_of(facts, server);
	const struct object *best = NULL;
	unsigned best_rank = 0;
	const char *doubt = NULL;

	for (guint i = 0; i < all->len; i++) {
		const struct object *rc = g_ptr_array_index(all, i);
		const struct value *capabilities = object_get(rc, RC_TLS_DOMAIN_CAPABILITIES);
		const bool named = named_for_the_cloud(s, rc);
		const enum answer fits = answer_or(named ? ANSWER_YES : ANSWER_NO,
		    answer_and(names_service_domain(facts, capabilities), on_front_end(s, rc)));

		if (fits == ANSWER_YES && rank_of(rc, named) > best_rank) {
			best = rc;
			best_rank = rank_of(rc, named);
		} else if (fits == ANSWER_UNKNOWN && doubt == NULL)
			doubt = value_known(capabilities) ? value_reason(object_get(rc, RC_TRANSPORT_ROLE)) : value_reason(capabilities);
	}
	if (best == NULL)
		*reason = facts->objects->supply[KIND_RECEIVE_CONNECTOR] == NOT_SUPPLIED ? "input-missing" :
		    all->len == 0 ? "server-not-exported" : doubt != NULL ? doubt :
		    facts->objects->partial[KIND_RECEIVE_CONNECTOR] ? "not-complete" : "no-hybrid-connector";
	g_ptr_array_unref(all);
	return best;
}

/* ---- A12 and the cloud ---- */

/* "smtp:contoso.mail.onmicrosoft.com;1": the type before the domain and the cost after it are optional. */
static bool
space_is_routing(struct region *scratch, const char *space)
{
	const char *name;

	if (g_ascii_strncasecmp(space, "smtp:", 5) == 0)
		space += 5;
	name = name_normal(scratch, region_strndup(scratch, space, strcspn(space, ";")));
	return name != NULL && *name != '*' && name_is_routing(name);
}

static bool
has_routing_space(const struct object *sc)
{
	const struct value *spaces = object_get(sc, SC_ADDRESS_SPACES);
	struct region *scratch = region_new();
	bool found = false;

	if (value_shows_items(spaces))
		for (size_t i = 0; !found && i < spaces->n; i++)
			found = space_is_routing(scratch, spaces->items[i]);
	region_free(scratch);
	return found;
}

static bool
name_begins(const struct object *o, int property, const char *prefix)
{
	const char *name = object_text(o, property);

	return name != NULL && g_ascii_strncasecmp(name, prefix, strlen(prefix)) == 0;
}

GPtrArray *
hybrid_send_connectors(const struct facts *facts)
{
	GPtrArray *found = g_ptr_array_new();

	for (size_t i = 0; i < objects_count(facts->objects, KIND_SEND_CONNECTOR); i++) {
		const struct object *sc = objects_at(facts->objects, KIND_SEND_CONNECTOR, i);

		if (name_begins(sc, SC_NAME, "Outbound to Office 365") || has_routing_space(sc) ||
		    value_true(object_get(sc, SC_CLOUD_SERVICES_MAIL_ENABLED)) == ANSWER_YES)
			g_ptr_array_add(found, (gpointer)(guintptr)sc);
	}
	return found;
}

GPtrArray *
prefer_enabled(GPtrArray *all, int enabled_property)
{
	GPtrArray *enabled = g_ptr_array_new();

	for (guint i = 0; i < all->len; i++) {
		const struct object *o = g_ptr_array_index(all, i);
		const struct value *v = object_get(o, enabled_property);

		if (v->state != VALUE_STATED || value_true(v) != ANSWER_NO)
			g_ptr_array_add(enabled, g_ptr_array_index(all, i));
	}
	if (enabled->len == 0) {
		g_ptr_array_unref(enabled);
		return all;
	}
	g_ptr_array_unref(all);
	return enabled;
}

GPtrArray *
hybrid_tenants(const struct facts *facts, bool *whole)
{
	GPtrArray *found = g_ptr_array_new();

	*whole = objects_complete(facts->objects, KIND_SEND_CONNECTOR);
	for (size_t i = 0; i < objects_count(facts->objects, KIND_SEND_CONNECTOR); i++) {
		const struct value *spaces = object_get(objects_at(facts->objects, KIND_SEND_CONNECTOR, i), SC_ADDRESS_SPACES);

		*whole = *whole && value_known(spaces);
		for (size_t k = 0; k < spaces->n; k++) {
			const char *p = g_ascii_strncasecmp(spaces->items[k], "smtp:", 5) == 0 ? spaces->items[k] + 5 : spaces->items[k];
			const char *name = name_normal(facts->region, region_strndup(facts->region, p, strcspn(p, ";")));

			if (name != NULL && name_is_routing(name) && !g_ptr_array_find_with_equal_func(found, name, g_str_equal, NULL))
				g_ptr_array_add(found, (gpointer)(guintptr)name);
		}
	}
	return found;
}

static GPtrArray *
cloud_connectors(const struct facts *facts, enum kind kind, int type, int name, const char *legacy, const char *guid)
{
	GPtrArray *found = g_ptr_array_new();

	for (size_t i = 0; i < objects_count(facts->objects, kind); i++) {
		const struct object *c = objects_at(facts->objects, kind, i);

		if (value_has(object_get(c, type), "OnPremises") == ANSWER_YES || name_begins(c, name, legacy) ||
		    (object_text(c, name) != NULL && g_regex_match_simple(guid, object_text(c, name), G_REGEX_CASELESS, 0)))
			g_ptr_array_add(found, (gpointer)(guintptr)c);
	}
	return found;
}

GPtrArray *
hybrid_inbound_connectors(const struct facts *facts)
{
	return cloud_connectors(facts, KIND_INBOUND_CONNECTOR, EIC_CONNECTOR_TYPE, EIC_NAME, "Hybrid Mail Flow Inbound Connector",
	    "^Inbound from [0-9a-f]{8}-[0-9a-f-]{27}$");
}

GPtrArray *
hybrid_outbound_connectors(const struct facts *facts)
{
	return cloud_connectors(facts, KIND_OUTBOUND_CONNECTOR, EOC_CONNECTOR_TYPE, EOC_NAME, "Hybrid Mail Flow Outbound Connector",
	    "^Outbound to [0-9a-f]{8}-[0-9a-f-]{27}$");
}
