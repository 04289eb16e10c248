/* The servers that take part, their generations and the sets T, R and P (A1, A4, A5). */
#include <stdlib.h>
#include <string.h>

#include "facts.h"

static int
by_id(gconstpointer a, gconstpointer b)
{
	return strcmp((*(const struct server *const *)a)->id, (*(const struct server *const *)b)->id);
}

static struct server *
get_server(struct facts *facts, GHashTable *index, const char *name)
{
	const char *id = name_server(facts->region, name);
	struct server *s = g_hash_table_lookup(index, id);

	if (s == NULL) {
		s = region_alloc(facts->region, sizeof *s);
		s->name = region_strdup(facts->region, name);
		s->id = id;
		g_hash_table_insert(index, (gpointer)(guintptr)id, s);
		g_ptr_array_add(facts->hybrid->servers, s);
	}
	return s;
}

static void
read_server(struct facts *facts, GHashTable *index, const struct object *row)
{
	const char *name = object_text(row, SRV_NAME), *adv, *fv;
	struct server *s;

	if (name == NULL)
		return;
	s = get_server(facts, index, name);
	s->object = row;
	adv = object_text(row, SRV_ADMIN_DISPLAY_VERSION);
	fv = object_text(row, SRV_EX_SETUP_VERSION);
	s->has_adv = adv != NULL && version_parse(adv, &s->adv);
	s->has_fv = fv != NULL && version_parse(fv, &s->fv);
	s->edge = server_has_role(s, "Edge") == ANSWER_YES;
	s->generation = s->has_fv ? version_generation(&s->fv) : s->has_adv ? version_generation(&s->adv) : GENERATION_UNKNOWN;
	if (s->generation >= GENERATION_2013)
		s->era = HYBRID_2013_ON;
	else if (s->generation == GENERATION_2010)
		s->era = HYBRID_2010;
}

/* Other exports name servers too; TransportRole does not exist before 2013. */
static void
read_mentions(struct facts *facts, GHashTable *index)
{
	const struct objects *o = facts->objects;

	for (size_t i = 0; i < objects_count(o, KIND_RECEIVE_CONNECTOR); i++) {
		const struct object *rc = objects_at(o, KIND_RECEIVE_CONNECTOR, i);
		const char *name = object_text(rc, RC_SERVER);
		struct server *s = name != NULL ? get_server(facts, index, name) : NULL;

		if (s != NULL && s->generation == GENERATION_UNKNOWN && object_text(rc, RC_TRANSPORT_ROLE) != NULL)
			s->era = HYBRID_2013_ON;
	}
	for (size_t i = 0; i < objects_count(o, KIND_EXCHANGE_CERTIFICATE); i++) {
		const char *name = object_text(objects_at(o, KIND_EXCHANGE_CERTIFICATE, i), CSRV_SERVER);

		if (name != NULL)
			get_server(facts, index, name);
	}
}

/* The first reason stands. */
static void
set_not_whole(struct server_set *set, const char *reason, enum kind kind, const struct value *v, int property)
{
	if (set->reason != NULL)
		return;
	set->reason = reason;
	set->kind = kind;
	set->value = v;
	set->property = property;
}

/* Adds the servers of one property of the hybrid configuration to a set. True when the column is there. */
static bool
take_list(struct facts *facts, GHashTable *index, struct server_set *set, int property)
{
	const struct value *v = object_get(facts->hybrid->configuration, property);

	if (v->state == VALUE_NOT_STATED)
		return false;
	if (!value_known(v))
		set_not_whole(set, value_reason(v), KIND_HYBRID_CONFIGURATION, v, property);
	if (v->state != VALUE_STATED && v->state != VALUE_TRUNCATED)
		return true;
	for (size_t i = 0; i < v->n; i++) {
		struct server *s = get_server(facts, index, v->items[i]);

		s->edge = s->edge || property == HC_EDGE_TRANSPORT_SERVERS;
		if (!g_ptr_array_find(set->servers, s, NULL))
			g_ptr_array_add(set->servers, s);
	}
	return true;
}

static enum generation
newest_generation(const struct hybrid *h)
{
	enum generation newest = GENERATION_UNKNOWN;

	for (guint i = 0; i < h->servers->len; i++) {
		const struct server *s = g_ptr_array_index(h->servers, i);

		if (s->object != NULL && !s->edge && s->generation > newest)
			newest = s->generation;
	}
	return newest;
}

/* The bits that Exchange keeps the roles in; some exports show their sum. */
static const struct { const char *name; unsigned bit; } roles_bits[] = {
	{ "Mailbox", 2 }, { "ClientAccess", 4 }, { "UnifiedMessaging", 16 }, { "HubTransport", 32 }, { "Edge", 64 },
};

static enum answer
role_in_sum(const char *sum, const char *role)
{
	const unsigned long bits = strtoul(sum, NULL, 10);

	for (size_t i = 0; i < G_N_ELEMENTS(roles_bits); i++)
		if (strcmp(roles_bits[i].name, role) == 0)
			return (bits & roles_bits[i].bit) != 0 ? ANSWER_YES : ANSWER_NO;
	return ANSWER_UNKNOWN;
}

enum answer
server_has_role(const struct server *s, const char *role)
{
	const struct value *roles = s->object != NULL ? object_get(s->object, SRV_SERVER_ROLE) : &value_none;

	if (roles->state == VALUE_NOT_STATED)
		return ANSWER_UNKNOWN;
	if (roles->state == VALUE_STATED && roles->n == 1 && g_ascii_isdigit(roles->items[0][0]))
		return role_in_sum(roles->items[0], role);
	return value_has(roles, role);
}

/* May the server of the newest generation carry mail, or publish, by its roles?  Unknown roles do not rule it out. */
static bool
may_transport(const struct server *s)
{
	if (s->era == HYBRID_2010)
		return server_has_role(s, "HubTransport") != ANSWER_NO;
	return answer_or(server_has_role(s, "ClientAccess"), server_has_role(s, "Mailbox")) != ANSWER_NO;
}

static bool
may_publish(const struct server *s)
{
	if (s->generation == GENERATION_UNKNOWN)
		return answer_or(server_has_role(s, "ClientAccess"), server_has_role(s, "Mailbox")) != ANSWER_NO;
	return server_has_role(s, s->generation >= GENERATION_2016 ? "Mailbox" : "ClientAccess") != ANSWER_NO;
}

static void
version_unknown(struct server_set *set, const struct server *s)
{
	const struct value *v = object_get(s->object, SRV_ADMIN_DISPLAY_VERSION);

	set_not_whole(set, value_reason(v) != NULL ? value_reason(v) : "not-stated", KIND_SERVER, v, SRV_ADMIN_DISPLAY_VERSION);
}

static void
assume(const struct facts *facts, const struct hybrid *h, struct server_set *set, bool (*may)(const struct server *))
{
	enum generation newest = newest_generation(h);

	set->assumed = true;
	if (facts->objects->partial[KIND_SERVER])
		set_not_whole(set, "not-complete", KIND_SERVER, NULL, 0);
	for (guint i = 0; i < h->servers->len; i++) {
		struct server *s = g_ptr_array_index(h->servers, i);

		/* One whose version is not known may be the newest. */
		if (s->object != NULL && !s->edge && s->generation == GENERATION_UNKNOWN && newest != GENERATION_UNKNOWN && may(s))
			version_unknown(set, s);
		if (s->object != NULL && !s->edge && s->generation == newest &&
		    (newest == GENERATION_UNKNOWN || newest >= GENERATION_2010) && may(s))
			g_ptr_array_add(set->servers, s);
	}
}

/* Without a server list: the servers that hold a receive connector for the cloud. */
static void
assume_from_connectors(struct facts *facts, struct server_set *set)
{
	const char *reason;

	for (guint i = 0; i < facts->hybrid->servers->len; i++) {
		struct server *s = g_ptr_array_index(facts->hybrid->servers, i);

		if (hybrid_receive_connector(facts, s->id, &reason) != NULL)
			g_ptr_array_add(set->servers, s);
	}
}

static void
find_transport(struct facts *facts, GHashTable *index, struct hybrid *h)
{
	static const int transport[] = { HC_SENDING_TRANSPORT_SERVERS, HC_RECEIVING_TRANSPORT_SERVERS, HC_EDGE_TRANSPORT_SERVERS,
		HC_TRANSPORT_SERVERS };
	bool stated = false;

	for (size_t i = 0; h->configuration != NULL && i < G_N_ELEMENTS(transport); i++)
		stated = take_list(facts, index, &h->transport, transport[i]) || stated;
	if (stated) {
		take_list(facts, index, &h->receiving, HC_EDGE_TRANSPORT_SERVERS);
		if (h->receiving.servers->len == 0 && h->receiving.reason == NULL) {     /* Edge servers that are not known may be all of R */
			const struct value *receiving = object_get(h->configuration, HC_RECEIVING_TRANSPORT_SERVERS);

			take_list(facts, index, &h->receiving, HC_RECEIVING_TRANSPORT_SERVERS);
			take_list(facts, index, &h->receiving, HC_TRANSPORT_SERVERS);
			/* 2010's property stands for the column that it does not have. */
			if (h->receiving.servers->len == 0)
				set_not_whole(&h->receiving, value_reason(receiving), KIND_HYBRID_CONFIGURATION, receiving,
				    HC_RECEIVING_TRANSPORT_SERVERS);
		}
		return;
	}
	assume(facts, h, &h->transport, may_transport);
	if (objects_count(facts->objects, KIND_SERVER) == 0)
		assume_from_connectors(facts, &h->transport);
	/* R is assumed as T is, with what T lacks. */
	set_not_whole(&h->receiving, h->transport.reason, h->transport.kind, h->transport.value, h->transport.property);
	h->receiving.assumed = true;
	for (guint i = 0; i < h->transport.servers->len; i++)
		g_ptr_array_add(h->receiving.servers, g_ptr_array_index(h->transport.servers, i));
}

static void
take_publishing_directories(struct facts *facts, GHashTable *index, struct server_set *set)
{
	if (facts->objects->partial[KIND_EWS_DIRECTORY])
		set_not_whole(set, "not-complete", KIND_EWS_DIRECTORY, NULL, 0);
	for (size_t i = 0; i < objects_count(facts->objects, KIND_EWS_DIRECTORY); i++) {
		const struct object *vd = objects_at(facts->objects, KIND_EWS_DIRECTORY, i);
		const struct value *url = object_get(vd, VD_EXTERNAL_URL);
		struct server *s;

		/* Whether this server publishes is not known: the others are not all. */
		if (url->state != VALUE_NOT_STATED && !value_known(url))
			set_not_whole(set, value_reason(url), KIND_EWS_DIRECTORY, url, VD_EXTERNAL_URL);
		if (value_text(url) == NULL || object_text(vd, VD_SERVER) == NULL)
			continue;
		s = get_server(facts, index, object_text(vd, VD_SERVER));
		if (!g_ptr_array_find(set->servers, s, NULL))
			g_ptr_array_add(set->servers, s);
	}
}

static void
find_publishing(struct facts *facts, GHashTable *index, struct hybrid *h)
{
	struct server_set *set = &h->publishing;

	if (h->configuration != NULL)
		take_list(facts, index, set, HC_CLIENT_ACCESS_SERVERS);
	if (set->servers->len == 0 && set->reason == NULL)
		take_publishing_directories(facts, index, set);
	if (set->servers->len == 0 && set->reason == NULL)
		assume(facts, h, set, may_publish);
}

static enum hybrid_generation
find_generation(const struct hybrid *h)
{
	bool any2010 = false, any2013 = false, unknown = false;

	for (guint i = 0; i < h->servers->len; i++) {
		const struct server *s = g_ptr_array_index(h->servers, i);

		if (!s->in_transport && !s->in_publishing)
			continue;
		any2010 = any2010 || s->era == HYBRID_2010;
		any2013 = any2013 || s->era == HYBRID_2013_ON;
		unknown = unknown || s->era == HYBRID_GENERATION_UNKNOWN;
	}
	if (unknown || h->transport.reason != NULL || h->publishing.reason != NULL)
		return any2010 && any2013 ? HYBRID_MIXED : HYBRID_GENERATION_UNKNOWN;
	return any2010 && any2013 ? HYBRID_MIXED : any2010 ? HYBRID_2010 : any2013 ? HYBRID_2013_ON : HYBRID_GENERATION_UNKNOWN;
}

void
hybrid_find_servers(struct facts *facts, struct hybrid *h)
{
	GHashTable *index = g_hash_table_new(name_hash, g_str_equal);
	struct server_set *const sets[] = { &h->transport, &h->receiving, &h->publishing };

	for (size_t i = 0; i < objects_count(facts->objects, KIND_SERVER); i++)
		read_server(facts, index, objects_at(facts->objects, KIND_SERVER, i));
	read_mentions(facts, index);
	g_ptr_array_sort(h->servers, by_id);
	find_transport(facts, index, h);
	find_publishing(facts, index, h);
	g_ptr_array_sort(h->servers, by_id);
	for (size_t k = 0; k < G_N_ELEMENTS(sets); k++) {
		g_ptr_array_sort(sets[k]->servers, by_id);
		for (guint i = 0; i < sets[k]->servers->len; i++) {
			struct server *s = g_ptr_array_index(sets[k]->servers, i);

			s->in_transport = s->in_transport || k == 0;
			s->in_receiving = s->in_receiving || k == 1;
			s->in_publishing = s->in_publishing || k == 2;
		}
	}
	h->generation = find_generation(h);
	g_hash_table_unref(index);
}

const struct server *
hybrid_server(const struct facts *facts, const char *name)
{
	struct region *scratch = region_new();
	const char *id = name_server(scratch, name);
	const struct server *found = NULL;

	for (guint i = 0; found == NULL && i < facts->hybrid->servers->len; i++)
		if (strcmp(((struct server *)g_ptr_array_index(facts->hybrid->servers, i))->id, id) == 0)
			found = g_ptr_array_index(facts->hybrid->servers, i);
	region_free(scratch);
	return found;
}

const struct version *
server_build(const struct server *s)
{
	return s->has_fv ? &s->fv : s->has_adv ? &s->adv : NULL;
}
