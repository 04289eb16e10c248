/* Mail flow: centralized mail transport is on at both ends or at neither, and makes the connectors carry all Internet mail. */
#include <string.h>

#include "dns.h"
#include "send.h"

/* ---- FLOW-001 ---- */

/* The hybrid configuration's side.  An empty export of it has no features. */
static enum answer
feature_on(const struct facts *facts)
{
	const struct object *hc = facts->hybrid->configuration;
	const struct value *features = hc != NULL ? object_get(hc, HC_FEATURES) : NULL;

	if (features == NULL)
		return ANSWER_NO;
	if (value_shows_items(features))
		for (size_t i = 0; i < features->n; i++)
			if (g_ascii_strncasecmp(features->items[i], "Centralized", strlen("Centralized")) == 0)
				return ANSWER_YES;
	return value_known(features) ? ANSWER_NO : ANSWER_UNKNOWN;
}

static enum answer
takes_every_domain(const struct object *c)
{
	const struct value *v = object_get(c, EOC_RECIPIENT_DOMAINS);

	return answer_or(value_has(v, "*"), answer_or(value_has(v, "smtp:*"), value_has(v, "smtp:*;1")));
}

/* The cloud's side: how the enabled connector that routes all mail to on-premises is set up, the best of several. */
enum route { ROUTE_NONE, ROUTE_PARTNER, ROUTE_UNKNOWN, ROUTE_SOME_DOMAINS, ROUTE_DOMAINS_UNKNOWN, ROUTE_ALL };

struct routing {
	enum route route;
	const struct object *connector;
	const char *unknown;            /* token of ROUTE_UNKNOWN and ROUTE_DOMAINS_UNKNOWN */
};

static enum route
route_of(const struct object *c, const char **unknown)
{
	const struct value *all = object_get(c, EOC_ROUTE_ALL_MESSAGES_VIA_ON_PREMISES), *type = object_get(c, EOC_CONNECTOR_TYPE);
	const struct value *domains = object_get(c, EOC_RECIPIENT_DOMAINS);

	if (value_true(all) == ANSWER_NO)
		return ROUTE_NONE;
	*unknown = value_reason(all) != NULL ? value_reason(all) : value_reason(type);
	if (*unknown != NULL)
		return ROUTE_UNKNOWN;
	if (value_has(type, "OnPremises") == ANSWER_NO)
		return ROUTE_PARTNER;
	if (takes_every_domain(c) == ANSWER_YES)
		return ROUTE_ALL;
	*unknown = value_reason(domains);
	return *unknown != NULL ? ROUTE_DOMAINS_UNKNOWN : ROUTE_SOME_DOMAINS;
}

static struct routing
look_at_routing(const struct facts *facts)
{
	struct routing best = { ROUTE_NONE, NULL, NULL };

	for (size_t i = 0; i < objects_count(facts->objects, KIND_OUTBOUND_CONNECTOR); i++) {
		const struct object *c = objects_at(facts->objects, KIND_OUTBOUND_CONNECTOR, i);
		const struct value *enabled = object_get(c, EOC_ENABLED);
		const char *unknown = NULL;
		enum route route;

		if (enabled->state == VALUE_STATED && value_true(enabled) == ANSWER_NO)
			continue;
		route = route_of(c, &unknown);
		if (best.connector == NULL || route > best.route)
			best = (struct routing){ route, c, unknown };
	}
	if (best.route == ROUTE_NONE && best.connector != NULL && facts->objects->partial[KIND_OUTBOUND_CONNECTOR])
		best = (struct routing){ ROUTE_UNKNOWN, best.connector, "not-complete" };
	return best;
}

/* The reason and severity of a fail; a NULL reason is a pass. */
static const char *
disagreement(enum answer feature, enum route route, enum severity *severity)
{
	*severity = SEVERITY_ERROR;
	switch (route) {
	case ROUTE_PARTNER:
		return "not-onpremises";
	case ROUTE_SOME_DOMAINS:
		*severity = feature == ANSWER_YES ? SEVERITY_ERROR : SEVERITY_WARNING;
		return "recipients-not-star";
	case ROUTE_ALL:
		return feature == ANSWER_YES ? NULL : "only-connector";
	case ROUTE_NONE:
		return feature == ANSWER_YES ? "only-hybrid-configuration" : NULL;
	case ROUTE_UNKNOWN:
	case ROUTE_DOMAINS_UNKNOWN:
	default:
		return NULL;
	}
}

static struct finding *
judge_sides(const struct facts *facts, struct judge *j, const struct routing *r)
{
	const enum answer feature = feature_on(facts);
	enum severity severity;
	const char *reason = disagreement(feature, r->route, &severity);

	if (r->unknown != NULL)
		return judge_not_evaluated(j, SEVERITY_ERROR, ORGANISATION, r->unknown, "EOC");
	if (feature == ANSWER_UNKNOWN && r->route != ROUTE_PARTNER)
		return judge_value_unknown(j, SEVERITY_ERROR, ORGANISATION, object_get(facts->hybrid->configuration, HC_FEATURES),
		    KIND_HYBRID_CONFIGURATION, HC_FEATURES);
	return reason != NULL ? judge_fail(j, severity, ORGANISATION, reason) : judge_pass(j, SEVERITY_ERROR, ORGANISATION);
}

static void
check_both_sides(const struct facts *facts, struct judge *j)
{
	GPtrArray *hybrid = hybrid_outbound_connectors(facts);
	struct routing r = look_at_routing(facts);
	struct finding *row;

	if (r.connector == NULL || (hybrid->len == 0 && r.route == ROUTE_NONE))
		row = judge_not_evaluated(j, SEVERITY_ERROR, ORGANISATION, "no-outbound-connector", "EOC");
	else {
		row = judge_sides(facts, j, &r);
		finding_value(row, "connector", object_text(r.connector, EOC_NAME) != NULL ? object_text(r.connector, EOC_NAME) : r.connector->key);
		finding_at(row, r.connector->at);
	}
	if (facts->hybrid->configuration != NULL)
		finding_at(row, facts->hybrid->configuration->at);
	g_ptr_array_unref(hybrid);
}

/* ---- FLOW-002 ---- */

struct finding *
judge_centralized_unknown(const struct facts *facts, struct judge *j, enum severity severity, const char *subject)
{
	const struct objects *o = facts->objects;
	const struct object *hc = facts->hybrid->configuration;
	const struct value *features = hc != NULL ? object_get(hc, HC_FEATURES) : NULL;

	if (features != NULL && value_reason(features) != NULL)
		return judge_value_unknown(j, severity, subject, features, KIND_HYBRID_CONFIGURATION, HC_FEATURES);
	if (o->supply[KIND_OUTBOUND_CONNECTOR] == NOT_SUPPLIED || o->supply[KIND_HYBRID_CONFIGURATION] == NOT_SUPPLIED)
		return judge_not_evaluated(j, severity, subject, "input-missing",
		    o->supply[KIND_OUTBOUND_CONNECTOR] == NOT_SUPPLIED ? "EOC" : "HC");
	return judge_not_evaluated(j, severity, subject, "not-complete", "EOC");
}

static void
check_centralized(const struct facts *facts, struct judge *j)
{
	if (facts->hybrid->centralized == ANSWER_YES)
		finding_at(judge_note(j, ORGANISATION, "cmt-on"), facts->hybrid->centralized_at);
	else if (facts->hybrid->centralized == ANSWER_NO)
		judge_not_applicable(j, SEVERITY_NOTE, ORGANISATION, "cmt-off");
	else
		judge_centralized_unknown(facts, j, SEVERITY_NOTE, ORGANISATION);
}

/* ---- FLOW-003 ---- */

/* Does an enabled connector send all mail?  *open: one whose values would tell. */
static enum answer
sends_to_internet(const struct facts *facts, const struct object **open, int *property)
{
	enum answer found = ANSWER_NO;

	for (size_t i = 0; i < objects_count(facts->objects, KIND_SEND_CONNECTOR); i++) {
		const struct object *sc = objects_at(facts->objects, KIND_SEND_CONNECTOR, i);
		const enum answer all = sends_all(facts, sc), one = answer_and(all, send_enabled(sc));

		if (one == ANSWER_UNKNOWN && *open == NULL) {
			*open = sc;
			*property = all == ANSWER_UNKNOWN ? SC_ADDRESS_SPACES : SC_ENABLED;
		}
		found = answer_or(found, one);
	}
	return found;
}

/* Whether centralized transport is on is told as FLOW-002 tells it. */
static void
check_internet_connector(const struct facts *facts, struct judge *j)
{
	const struct object *hc = facts->hybrid->configuration, *open = NULL;
	enum answer found;
	int property = 0;

	if (facts->hybrid->centralized == ANSWER_NO) {
		judge_not_applicable(j, SEVERITY_ERROR, ORGANISATION, "cmt-off");
		return;
	}
	found = sends_to_internet(facts, &open, &property);
	if (found == ANSWER_YES)
		judge_pass(j, SEVERITY_ERROR, ORGANISATION);
	else if (facts->hybrid->centralized == ANSWER_UNKNOWN && hc != NULL && !value_known(object_get(hc, HC_FEATURES)))
		judge_property_unknown(j, SEVERITY_ERROR, ORGANISATION, hc, HC_FEATURES);
	else if (facts->hybrid->centralized == ANSWER_UNKNOWN)
		judge_not_evaluated(j, SEVERITY_ERROR, ORGANISATION, hc == NULL ? "input-missing" : "not-complete", hc == NULL ? "HC" : "EOC");
	else if (found == ANSWER_UNKNOWN)
		judge_property_unknown(j, SEVERITY_ERROR, ORGANISATION, open, property);
	else if (!objects_complete(facts->objects, KIND_SEND_CONNECTOR))
		judge_not_evaluated(j, SEVERITY_ERROR, ORGANISATION, "not-complete", "SC");
	else
		finding_at(judge_fail(j, SEVERITY_ERROR, ORGANISATION, "missing"), facts->hybrid->centralized_at);
}

static const struct rule rules[] = {
	{ "FLOW-001", SEVERITY_ERROR, SUBJECT_ORGANISATION, WIZARD_MADE, "HC, EOC",
	  "only-hybrid-configuration only-connector recipients-not-star not-onpremises no-outbound-connector", "connector field",
	  NULL, NULL, check_both_sides },
	{ "FLOW-002", SEVERITY_NOTE, SUBJECT_ORGANISATION, WIZARD_MADE, "HC|EOC", "cmt-on cmt-off", "field", NULL, NULL, check_centralized },
	{ "FLOW-003", SEVERITY_ERROR, SUBJECT_ORGANISATION, WIZARD_MADE, "HC|EOC, SC", "missing cmt-off", "field", NULL, NULL,
	  check_internet_connector },
	{ "FLOW-005", SEVERITY_ERROR, SUBJECT_DOMAIN, WIZARD_MADE, "HC|EOC, ZONE-P",
	  "address-missing no-address cmt-off no-spf several-spf spf-outside outbound-unknown " ZONE_TOKENS, "missing stated likely field",
	  NULL, NULL, check_centralized_spf },
	{ "FLOW-007", SEVERITY_ERROR, SUBJECT_DOMAIN, WIZARD_MADE, "ZONE-P", "mixed legacy no-mx " ZONE_TOKENS,
	  "cloud legacy own other field", NULL, NULL, check_mx_place },
	{ "FLOW-010", SEVERITY_ERROR, SUBJECT_DOMAIN, WIZARD_MADE, "ZONE-P", "several malformed no-policy-host no-mta-sts " ZONE_TOKENS,
	  "name host records field", "2018-09-01", NULL, check_mta_sts },
	{ "FLOW-011", SEVERITY_ERROR, SUBJECT_DOMAIN, WIZARD_MADE, "ZONE-P", "missing several malformed " ZONE_TOKENS, "name records field",
	  "2018-09-01", NULL, check_tls_reports },
};

const struct family mailflow_family = { "mailflow", rules, G_N_ELEMENTS(rules) };
