/* Whether the mail for the tenant's routing domain has a send connector that works: enabled (CONN-041), and not for the routing
 * domain of another tenant (CONN-031). */
#include <string.h>

#include "send.h"

static bool
has_space(const struct facts *facts, const struct object *sc, const char *domain)
{
	const struct value *v = object_get(sc, SC_ADDRESS_SPACES);

	for (size_t i = 0; value_shows_items(v) && i < v->n; i++) {
		const struct space s = space_read(facts->region, v->items[i]);

		if (s.smtp && strcmp(s.domain, domain) == 0)
			return true;
	}
	return false;
}

/* May an enabled connector carry the domain's mail to the cloud: one for the domain, or one for all mail that keeps the headers? */
static bool
carried(const struct facts *facts, const char *domain)
{
	for (size_t i = 0; i < objects_count(facts->objects, KIND_SEND_CONNECTOR); i++) {
		const struct object *sc = objects_at(facts->objects, KIND_SEND_CONNECTOR, i);

		if (send_enabled(sc) == ANSWER_NO)
			continue;
		if (has_space(facts, sc, domain) || !value_known(object_get(sc, SC_ADDRESS_SPACES)) ||
		    (sends_all(facts, sc) == ANSWER_YES && value_true(object_get(sc, SC_CLOUD_SERVICES_MAIL_ENABLED)) == ANSWER_YES))
			return true;
	}
	return false;
}

/* ---- CONN-041 ---- */

/* Is the connector for a routing domain of the organisation that no enabled one carries? */
static bool
left_alone(const struct facts *facts, const struct object *sc)
{
	const struct value *v = object_get(sc, SC_ADDRESS_SPACES);

	for (size_t i = 0; value_shows_items(v) && i < v->n; i++) {
		const struct space s = space_read(facts->region, v->items[i]);

		/* A leftover of a tenant that was given up is disabled for good. */
		if (s.smtp && name_is_routing(s.domain) && !carried(facts, s.domain) && (g_hash_table_contains(facts->hybrid->accepted, s.domain) ||
		    g_hash_table_contains(facts->hybrid->cloud_accepted, s.domain)))
			return true;
	}
	return false;
}

static void
judge_enabled(const struct facts *facts, struct judge *j, const struct object *sc)
{
	(void)facts;
	if (send_enabled(sc) == ANSWER_UNKNOWN)
		judge_property_unknown(j, SEVERITY_ERROR, send_connector_name(sc), sc, SC_ENABLED);
	else
		finding_at(send_enabled(sc) == ANSWER_NO ? judge_fail(j, SEVERITY_ERROR, send_connector_name(sc), "disabled") :
		    judge_pass(j, SEVERITY_ERROR, send_connector_name(sc)), sc->at);
}

/* Where some are enabled, a disabled one is told of only if it is missed. */
void
check_send_enabled(const struct facts *facts, struct judge *j)
{
	GPtrArray *all = hybrid_send_connectors(facts);
	bool any = false;

	for (guint i = 0; i < all->len; i++)
		any = any || send_enabled(g_ptr_array_index(all, i)) != ANSWER_NO;
	each_send_connector(facts, j, SEVERITY_ERROR, judge_enabled);
	for (guint i = 0; any && i < all->len; i++)
		if (send_enabled(g_ptr_array_index(all, i)) == ANSWER_NO && left_alone(facts, g_ptr_array_index(all, i)))
			judge_enabled(facts, j, g_ptr_array_index(all, i));
	g_ptr_array_unref(all);
}

/* ---- CONN-031 ---- */

/* Several tenants may share an organisation, and the accepted domains are those of one: another's connector is right beside that. */
bool
is_for_another_tenant(const struct facts *facts, const struct object *sc)
{
	bool stranger = objects_complete(facts->objects, KIND_CLOUD_ACCEPTED_DOMAIN), any = false;

	for (size_t i = 0; stranger && i < objects_count(facts->objects, KIND_CLOUD_ACCEPTED_DOMAIN); i++) {
		const char *text = object_text(objects_at(facts->objects, KIND_CLOUD_ACCEPTED_DOMAIN, i), AD_DOMAIN_NAME);
		const char *name = text != NULL ? name_normal(facts->region, text) : NULL;

		if (name == NULL || !name_is_routing(name))
			continue;
		any = true;
		stranger = !has_space(facts, sc, name) && !carried(facts, name);
	}
	return stranger && any && !facts->objects->partial[KIND_SEND_CONNECTOR];
}
