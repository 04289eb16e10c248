#include "connectors.h"

#include <string.h>

#include "servers.h"

enum host
host_of(const struct server *s)
{
	if (s == NULL)
		return HOST_UNKNOWN;
	if (s->edge)
		return HOST_EDGE;
	if (s->era == HYBRID_2013_ON)
		return HOST_2013_ON;
	return s->era == HYBRID_2010 || s->generation != GENERATION_UNKNOWN ? HOST_2010 : HOST_UNKNOWN;
}

const char *
answer_name(enum answer a)
{
	return a == ANSWER_YES ? "yes" : a == ANSWER_NO ? "no" : "unknown";
}

/* ---- servers ---- */

void
name_unknown_field(struct finding *row, const char *reason, const struct object *object, const int *properties)
{
	for (size_t i = 0; properties[i] >= 0; i++) {
		const struct value *v = object_get(object, properties[i]);
		char *field;

		if (g_strcmp0(value_reason(v), reason) != 0)
			continue;
		field = field_name(object->kind, properties[i]);
		finding_value(row, "field", field);
		finding_at(row, v->at.file != NULL ? v->at : object->at);
		g_free(field);
		return;
	}
}

struct finding *
judge_server_unknown(struct judge *j, enum severity severity, const char *subject, const char *server, const char *reason, const char *need)
{
	struct finding *row = judge_not_evaluated(j, severity, subject, reason, need);

	finding_server(row, server);
	return row;
}

void
each_receiving(const struct facts *facts, struct judge *j, enum severity severity,
    void (*judge_one)(const struct facts *, struct judge *, const struct server *))
{
	const struct server_set *receiving = &facts->hybrid->receiving;

	for (guint i = 0; i < receiving->servers->len; i++)
		judge_one(facts, j, g_ptr_array_index(receiving->servers, i));
	judge_set_unknown(j, severity, ORGANISATION, receiving);
}

/* ---- connectors ---- */

const char *
connector_identity(const struct object *rc)
{
	const char *identity = object_text(rc, RC_IDENTITY);

	return identity != NULL ? identity : rc->key;
}

/* From 2013 on the wizard marks a connector that is there from setup. */
const struct object *
setups_connector(const struct facts *facts, const struct server *s)
{
	GPtrArray *all = receive_connectors_of(facts, s->id);
	const struct object *found = NULL;

	for (guint i = 0; found == NULL && i < all->len; i++)
		if (g_ascii_strncasecmp(receive_connector_name(g_ptr_array_index(all, i)), "Default Frontend", 16) == 0)
			found = g_ptr_array_index(all, i);
	g_ptr_array_unref(all);
	return found;
}

struct finding *
judge_property_unknown(struct judge *j, enum severity severity, const char *subject, const struct object *o, int property)
{
	struct finding *row = judge_value_unknown(j, severity, subject, object_get(o, property), o->kind, property);

	finding_at(row, o->at);
	return row;
}

/* The properties that decide which connector is meant for the cloud, and which one a session goes to. */
static const int deciding[] = { RC_TLS_DOMAIN_CAPABILITIES, RC_TRANSPORT_ROLE, RC_BINDINGS, RC_REMOTE_IP_RANGES, RC_ENABLED, -1 };

static void
name_connector_field(const struct facts *facts, struct finding *row, const char *server, const char *reason)
{
	GPtrArray *all = receive_connectors_of(facts, server);

	for (guint i = 0; i < all->len && finding_named(row, "field") == NULL; i++)
		name_unknown_field(row, reason, g_ptr_array_index(all, i), deciding);
	g_ptr_array_unref(all);
}

const struct object *
demand_hybrid_connector(const struct facts *facts, struct judge *j, enum severity severity, const struct server *s)
{
	const char *reason = NULL;
	const struct object *rc = hybrid_receive_connector(facts, s->id, &reason);

	if (rc == NULL)
		name_connector_field(facts, judge_server_unknown(j, severity, s->name, s->name, reason, "RC"), s->id, reason);
	return rc;
}

/* ---- clouds ---- */

static const struct service_domain *
service_row(const struct facts *facts, guint i)
{
	return &g_array_index(facts->knowledge->service_domains, struct service_domain, i);
}

/* Notes the cloud that a routing domain tells, by the domain that its routing domains end in.  False when it is
 * another one than that of the names before. */
static bool
note_cloud(const struct facts *facts, const char *text, const char **cloud)
{
	const char *name = text != NULL ? name_normal(facts->region, text) : NULL;

	for (guint i = 0; name != NULL && name_is_routing(name) && i < facts->knowledge->service_domains->len; i++) {
		const char *routing = service_row(facts, i)->routing;

		if (routing == NULL || !name_below(name, routing))
			continue;
		if (*cloud != NULL && strcmp(*cloud, routing) != 0)
			return false;
		*cloud = routing;
		return true;
	}
	return true;
}

/* "smtp:contoso.mail.onmicrosoft.com;1": the type before it and the cost after it are optional. */
static const char *
space_domain(const struct facts *facts, const char *space)
{
	if (g_ascii_strncasecmp(space, "smtp:", 5) == 0)
		space += 5;
	return region_strndup(facts->region, space, strcspn(space, ";"));
}

static bool
note_address_spaces(const struct facts *facts, const struct object *connector, const char **cloud)
{
	const struct value *spaces = object_get(connector, SC_ADDRESS_SPACES);
	bool one = true;

	if (value_shows_items(spaces))
		for (size_t i = 0; one && i < spaces->n; i++)
			one = note_cloud(facts, space_domain(facts, spaces->items[i]), cloud);
	return one;
}

const char *
customer_cloud(const struct facts *facts)
{
	static const enum kind domains[] = { KIND_ACCEPTED_DOMAIN, KIND_CLOUD_ACCEPTED_DOMAIN };
	const struct objects *o = facts->objects;
	const char *cloud = NULL;
	bool one = true;

	for (size_t k = 0; k < G_N_ELEMENTS(domains); k++)
		for (size_t i = 0; one && i < objects_count(o, domains[k]); i++)
			one = note_cloud(facts, object_text(objects_at(o, domains[k], i), AD_DOMAIN_NAME), &cloud);
	for (size_t i = 0; one && i < objects_count(o, KIND_SEND_CONNECTOR); i++)
		one = note_address_spaces(facts, objects_at(o, KIND_SEND_CONNECTOR, i), &cloud);
	return one ? cloud : NULL;
}

/* 2015-01-01: the service of Forefront Online Protection for Exchange had ended. */
static const gint64 fope_ended = 1420070400;

enum service_match
service_domain_match(const struct facts *facts, const char *domain)
{
	const char *name = name_normal(facts->region, domain), *cloud = customer_cloud(facts);
	const bool fope = facts->as_of < fope_ended;
	enum service_match match = SERVICE_NO;

	if (name == NULL)
		return SERVICE_NO;
	for (guint i = 0; i < facts->knowledge->service_domains->len; i++) {
		const struct service_domain *d = service_row(facts, i);

		/* The domain of the FOPE years is recalled, not read anywhere: good to recognise a connector, not to judge it. */
		if (!dated(d->from, d->until, facts->as_of) || (fope && d->until != 0) ||
		    (cloud != NULL && g_strcmp0(cloud, d->routing) != 0))
			continue;
		if (strcmp(name, d->domain) == 0)
			return SERVICE_YES;
		if (g_str_has_prefix(name, "*.") && strcmp(name + 2, d->domain) == 0) {
			/* 21Vianet's own documents print the wildcard. */
			if (g_str_has_suffix(name, ".partner.outlook.cn"))
				return SERVICE_YES;
			match = SERVICE_WILDCARD;
		}
	}
	return match == SERVICE_NO && fope && !name_is_tenant(name) ? SERVICE_UNCERTAIN : match;
}
