/* How the connector for the cloud is set up: enabled, bound to port 25, on the front end, open to anonymous sessions with TLS
 * (CONN-009 to CONN-013). */
#include <string.h>

#include "connectors.h"
#include "receive.h"

static void
value_unknown(struct judge *j, enum severity severity, const struct server *s, const struct object *rc, int property)
{
	finding_server(judge_property_unknown(j, severity, connector_identity(rc), rc, property), s->name);
}

/* ---- CONN-009 ---- */

/* Another connector of the server that may be the one for the cloud, since its capabilities are not known; or NULL. */
static const struct object *
other_may_be_meant(const struct facts *facts, const struct server *s, const struct object *rc)
{
	GPtrArray *all = receive_connectors_of(facts, s->id);
	const struct object *found = NULL;

	for (guint i = 0; found == NULL && i < all->len; i++) {
		const struct object *other = g_ptr_array_index(all, i);

		if (other != rc && value_true(object_get(other, RC_ENABLED)) != ANSWER_NO &&
		    object_get(other, RC_TLS_DOMAIN_CAPABILITIES)->state != VALUE_NOT_STATED &&
		    names_service_domain(facts, object_get(other, RC_TLS_DOMAIN_CAPABILITIES)) == ANSWER_UNKNOWN)
			found = other;
	}
	g_ptr_array_unref(all);
	return found;
}

static void
judge_enabled(const struct facts *facts, struct judge *j, const struct server *s)
{
	const struct object *rc = demand_hybrid_connector(facts, j, SEVERITY_ERROR, s), *other;

	if (rc == NULL)
		return;
	other = other_may_be_meant(facts, s, rc);
	if (value_true(object_get(rc, RC_ENABLED)) == ANSWER_YES)
		at_connector(judge_pass(j, SEVERITY_ERROR, connector_identity(rc)), s, rc);
	else if (value_true(object_get(rc, RC_ENABLED)) == ANSWER_UNKNOWN)
		value_unknown(j, SEVERITY_ERROR, s, rc, RC_ENABLED);
	else if (other != NULL)
		value_unknown(j, SEVERITY_ERROR, s, other, RC_TLS_DOMAIN_CAPABILITIES);
	else if (facts->objects->partial[KIND_RECEIVE_CONNECTOR])
		at_connector(judge_not_evaluated(j, SEVERITY_ERROR, connector_identity(rc), "not-complete", "RC"), s, rc);
	else
		at_connector(judge_fail(j, SEVERITY_ERROR, connector_identity(rc), "disabled"), s, rc);
}

void
check_enabled(const struct facts *facts, struct judge *j)
{
	each_receiving(facts, j, SEVERITY_ERROR, judge_enabled);
}

/* ---- servers from 2013 on ---- */

/* Is the rule, which is one for Exchange 2013 and later, for this server?  False after a row that says why not. */
static bool
is_modern(struct judge *j, enum severity severity, const struct server *s)
{
	switch (host_of(s)) {
	case HOST_2013_ON:
		return true;
	case HOST_2010:
		finding_server(judge_not_applicable(j, severity, s->name, "not-in-generation"), s->name);
		return false;
	case HOST_EDGE:
		finding_server(judge_not_applicable(j, severity, s->name, "edge"), s->name);
		return false;
	case HOST_UNKNOWN:
	default:
		judge_server_unknown(j, severity, s->name, s->name, "generation-unknown", "SRV");
		return false;
	}
}

/* ---- CONN-010 ---- */

/* Is it bound to every local address of the family on port 25? */
static enum answer
bound_to_all(const struct object *rc, int family)
{
	static const guint8 zero[16];
	const struct value *v = object_get(rc, RC_BINDINGS);
	enum answer bound = value_known(v) ? ANSWER_NO : ANSWER_UNKNOWN;
	struct address a;
	unsigned port;

	for (size_t i = 0; value_shows_items(v) && i < v->n; i++) {
		if (!binding_parse(v->items[i], &a, &port))
			bound = bound == ANSWER_NO ? ANSWER_UNKNOWN : bound;
		else if (port == 25 && a.family == family && memcmp(a.octets, zero, sizeof zero) == 0)
			return ANSWER_YES;
	}
	return bound;
}

/* The wizard looks for the connector that setup made; without one of that name it is the one marked for the cloud. */
static void
judge_bindings(const struct facts *facts, struct judge *j, const struct server *s)
{
	const struct object *rc = is_modern(j, SEVERITY_ERROR, s) ? setups_connector(facts, s) : NULL;
	enum answer v4, v6;
	struct finding *row;

	if (rc == NULL && host_of(s) == HOST_2013_ON)
		rc = demand_hybrid_connector(facts, j, SEVERITY_ERROR, s);
	if (rc == NULL)
		return;
	v4 = bound_to_all(rc, 4);
	v6 = bound_to_all(rc, 6);
	if (v6 == ANSWER_NO || v4 == ANSWER_NO)
		row = judge_fail(j, SEVERITY_ERROR, connector_identity(rc), v6 == ANSWER_NO && v4 == ANSWER_NO ? "no-port-25" :
		    v6 == ANSWER_NO ? "no-ipv6" : "no-ipv4");
	else if (v6 == ANSWER_YES && v4 == ANSWER_YES)
		row = judge_pass(j, SEVERITY_ERROR, connector_identity(rc));
	else if (value_known(object_get(rc, RC_BINDINGS)))
		row = judge_not_evaluated(j, SEVERITY_ERROR, connector_identity(rc), "value-lost", "RC");
	else {
		value_unknown(j, SEVERITY_ERROR, s, rc, RC_BINDINGS);
		return;
	}
	at_connector(row, s, rc);
	finding_items(row, "bindings", object_get(rc, RC_BINDINGS));
}

void
check_bindings(const struct facts *facts, struct judge *j)
{
	each_receiving(facts, j, SEVERITY_ERROR, judge_bindings);
}

/* ---- CONN-011 ---- */

/* A connector that is marked for the cloud, but is certainly not on the front end; or NULL. */
static const struct object *
marked_elsewhere(const struct facts *facts, const struct server *s)
{
	GPtrArray *all = receive_connectors_of(facts, s->id);
	const struct object *found = NULL;

	for (guint i = 0; found == NULL && i < all->len; i++) {
		const struct object *rc = g_ptr_array_index(all, i);

		if (names_service_domain(facts, object_get(rc, RC_TLS_DOMAIN_CAPABILITIES)) == ANSWER_YES &&
		    object_text(rc, RC_TRANSPORT_ROLE) != NULL && value_has(object_get(rc, RC_TRANSPORT_ROLE), "FrontendTransport") == ANSWER_NO)
			found = rc;
	}
	g_ptr_array_unref(all);
	return found;
}

static void
judge_role(const struct facts *facts, struct judge *j, const struct server *s)
{
	const char *reason = NULL;
	const struct object *rc;

	if (!is_modern(j, SEVERITY_ERROR, s))
		return;
	rc = hybrid_receive_connector(facts, s->id, &reason);
	if (rc == NULL && strcmp(reason, "no-hybrid-connector") == 0 && (rc = marked_elsewhere(facts, s)) != NULL) {
		finding_value(at_connector(judge_fail(j, SEVERITY_ERROR, connector_identity(rc), "not-front-end"), s, rc), "role",
		    object_text(rc, RC_TRANSPORT_ROLE));
		return;
	}
	if (rc == NULL)
		demand_hybrid_connector(facts, j, SEVERITY_ERROR, s);
	else if (object_text(rc, RC_TRANSPORT_ROLE) == NULL)
		value_unknown(j, SEVERITY_ERROR, s, rc, RC_TRANSPORT_ROLE);
	else
		at_connector(judge_pass(j, SEVERITY_ERROR, connector_identity(rc)), s, rc);
}

void
check_role(const struct facts *facts, struct judge *j)
{
	each_receiving(facts, j, SEVERITY_ERROR, judge_role);
}

/* ---- CONN-012 ---- */

/* R(s) of a server of known generation; NULL after a row that says why not.  What the 2010 wizard sets is in no source, so
 * that there only what breaks mail is judged, and as a warning. */
static const struct object *
demand_judged(const struct facts *facts, struct judge *j, const struct server *s, enum severity *severity)
{
	*severity = host_of(s) == HOST_2010 ? SEVERITY_WARNING : SEVERITY_ERROR;
	if (host_of(s) != HOST_UNKNOWN)
		return demand_hybrid_connector(facts, j, *severity, s);
	judge_server_unknown(j, *severity, s->name, s->name, "generation-unknown", "SRV");
	return NULL;
}

static void
judge_permissions(const struct facts *facts, struct judge *j, const struct server *s)
{
	enum severity severity;
	const struct object *rc = demand_judged(facts, j, s, &severity);
	const struct value *v = rc != NULL ? object_get(rc, RC_PERMISSION_GROUPS) : NULL;
	struct finding *row;

	if (rc == NULL)
		return;
	if (value_has(v, "AnonymousUsers") == ANSWER_UNKNOWN) {
		value_unknown(j, severity, s, rc, RC_PERMISSION_GROUPS);
		return;
	}
	/* "Custom": rights were given one by one, which this export does not list. */
	if (value_has(v, "AnonymousUsers") == ANSWER_YES)
		row = value_has(v, "Custom") == ANSWER_YES ? judge_fail(j, SEVERITY_INFO, connector_identity(rc), "custom") :
		    judge_pass(j, severity, connector_identity(rc));
	else
		row = value_has(v, "Custom") == ANSWER_YES ? judge_not_evaluated(j, severity, connector_identity(rc), "custom-rights", NULL) :
		    judge_fail(j, severity, connector_identity(rc), "not-anonymous");
	at_connector(row, s, rc);
	finding_items(row, "groups", v);
}

void
check_permissions(const struct facts *facts, struct judge *j)
{
	each_receiving(facts, j, SEVERITY_ERROR, judge_permissions);
}

/* ---- CONN-013 ---- */

/* What contradicts in the methods, as New-ReceiveConnector has them; NULL when nothing certainly does. */
static const char *
contradiction(const struct value *methods, const struct value *groups)
{
	const bool external = value_has(methods, "ExternalAuthoritative") == ANSWER_YES;
	static const char *const others[] = { "Integrated", "BasicAuth", "BasicAuthRequireTLS", "ExchangeServer" };

	if (value_has(methods, "None") == ANSWER_YES && methods->n > 1)
		return "none-mixed";
	if (value_has(methods, "BasicAuthRequireTLS") == ANSWER_YES && value_has(methods, "BasicAuth") == ANSWER_NO)
		return "basic-missing";
	for (size_t i = 0; external && i < G_N_ELEMENTS(others); i++)
		if (value_has(methods, others[i]) == ANSWER_YES)
			return "external-mixed";
	return external && value_has(groups, "ExchangeServers") == ANSWER_NO ? "external-groups" : NULL;
}

static void
judge_authentication(const struct facts *facts, struct judge *j, const struct server *s)
{
	enum severity severity;
	const struct object *rc = demand_judged(facts, j, s, &severity);
	const struct value *methods = rc != NULL ? object_get(rc, RC_AUTH_MECHANISM) : NULL;
	const struct value *groups = rc != NULL ? object_get(rc, RC_PERMISSION_GROUPS) : NULL;
	const char *reason;
	struct finding *row;

	if (rc == NULL)
		return;
	reason = value_has(methods, "Tls") == ANSWER_NO ? "no-tls" : host_of(s) != HOST_2010 ? contradiction(methods, groups) : NULL;
	if (reason == NULL && (value_has(methods, "Tls") == ANSWER_UNKNOWN || (!value_known(methods) && host_of(s) != HOST_2010))) {
		value_unknown(j, severity, s, rc, RC_AUTH_MECHANISM);
		return;
	}
	if (reason == NULL && host_of(s) != HOST_2010 && value_has(methods, "ExternalAuthoritative") == ANSWER_YES &&
	    value_has(groups, "ExchangeServers") == ANSWER_UNKNOWN) {
		value_unknown(j, severity, s, rc, RC_PERMISSION_GROUPS);
		return;
	}
	row = at_connector(reason != NULL ? judge_fail(j, severity, connector_identity(rc), reason) :
	    judge_pass(j, severity, connector_identity(rc)), s, rc);
	finding_items(row, "methods", methods);
	if (value_known(methods) && methods->n == 0)
		finding_value(row, "methods", "none");
	finding_value(row, "require_tls", answer_name(value_true(object_get(rc, RC_REQUIRE_TLS))));
}

void
check_authentication(const struct facts *facts, struct judge *j)
{
	each_receiving(facts, j, SEVERITY_ERROR, judge_authentication);
}
