/* One organisation with several tenants: to each of them a send connector, with a certificate of its own.  The hybrid configuration
 * names the certificate and the host of one of them; which send connector belongs to which tenant, no export tells. */
#include "cloud.h"

bool
several_tenants(const struct facts *facts)
{
	bool whole;
	GPtrArray *tenants = hybrid_tenants(facts, &whole);
	const bool several = tenants->len > 1;

	g_ptr_array_unref(tenants);
	return several;
}

static enum answer
sends_as(const struct facts *facts, const struct object *send_connector, const char *sender_name)
{
	struct presented p = presented_by_send_connector(facts, send_connector);
	const enum cover cover = sender_matches(facts, &p, sender_name);
	const enum answer known = p.certificates->len == 0 || p.reason != NULL || cover == COVER_UNKNOWN ? ANSWER_UNKNOWN : ANSWER_YES;

	presented_clear(&p);
	return cover == COVER_NO ? ANSWER_NO : known;
}

enum answer
expected_by_a_tenant(const struct facts *facts, const struct object *send_connector)
{
	bool whole;
	GPtrArray *all = prefer_enabled(hybrid_inbound_connectors(facts), EIC_ENABLED), *tenants = hybrid_tenants(facts, &whole);
	/* Where a tenant's connector was not sent, that one may expect it. */
	enum answer any = all->len < tenants->len || !objects_complete(facts->objects, KIND_INBOUND_CONNECTOR) ? ANSWER_UNKNOWN : ANSWER_NO;

	for (guint i = 0; i < all->len; i++) {
		const struct value *name = object_get(g_ptr_array_index(all, i), EIC_TLS_SENDER_CERTIFICATE_NAME);

		any = answer_or(any, value_text(name) != NULL ? sends_as(facts, send_connector, value_text(name)) :
		    value_known(name) ? ANSWER_NO : ANSWER_UNKNOWN);
	}
	g_ptr_array_unref(tenants);
	g_ptr_array_unref(all);
	return any;
}

enum answer
sent_by_a_connector(const struct facts *facts, const char *sender_name)
{
	GPtrArray *send = prefer_enabled(hybrid_send_connectors(facts), SC_ENABLED);
	enum answer any = ANSWER_NO, all = ANSWER_YES;

	for (guint i = 0; i < send->len; i++) {
		any = answer_or(any, sends_as(facts, g_ptr_array_index(send, i), sender_name));
		all = answer_and(all, expected_by_a_tenant(facts, g_ptr_array_index(send, i)));
	}
	g_ptr_array_unref(send);
	/* A certificate that no tenant expects may be the one that this tenant gets. */
	return any == ANSWER_YES && all != ANSWER_YES ? ANSWER_UNKNOWN : any;
}
