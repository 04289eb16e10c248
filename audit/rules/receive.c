/* Receive connectors: the one that takes mail from the cloud exists and is set up for it. */
#include "receive.h"

#include <string.h>

#include "connectors.h"

struct finding *
at_connector(struct finding *row, const struct server *s, const struct object *rc)
{
	finding_server(row, s->name);
	if (rc != NULL)
		finding_at(row, rc->at);
	return row;
}

static struct finding *
value_unknown(struct judge *j, enum severity severity, const struct server *s, const struct object *rc, int property)
{
	struct finding *row = judge_value_unknown(j, severity, connector_identity(rc), object_get(rc, property), KIND_RECEIVE_CONNECTOR, property);

	return at_connector(row, s, rc);
}

/* ---- CONN-003 ---- */

static void
judge_exists(const struct facts *facts, struct judge *j, const struct server *s)
{
	const char *reason = NULL;
	const struct object *rc;

	if (host_of(s) != HOST_2010) {
		finding_server(host_of(s) == HOST_EDGE ? judge_not_applicable(j, SEVERITY_BLOCKER, s->name, "edge") :
		    host_of(s) == HOST_2013_ON ? judge_not_applicable(j, SEVERITY_BLOCKER, s->name, "not-in-generation") :
		    judge_not_evaluated(j, SEVERITY_BLOCKER, s->name, "generation-unknown", "SRV"), s->name);
		return;
	}
	rc = hybrid_receive_connector(facts, s->id, &reason);
	if (rc != NULL) {
		finding_value(at_connector(judge_pass(j, SEVERITY_BLOCKER, s->name), s, rc), "connector", connector_identity(rc));
		return;
	}
	if (strcmp(reason, "no-hybrid-connector") == 0)
		reason = facts->hybrid->receiving.assumed ? "servers-assumed" :
		    !objects_complete(facts->objects, KIND_RECEIVE_CONNECTOR) ? "not-complete" : NULL;
	if (reason != NULL) {
		judge_server_unknown(j, SEVERITY_BLOCKER, s->name, s->name, reason, strcmp(reason, "servers-assumed") == 0 ? "HC" : "RC");
		return;
	}
	at_connector(judge_fail(j, SEVERITY_BLOCKER, s->name, "missing"), s, facts->hybrid->configuration);
}

static void
check_exists(const struct facts *facts, struct judge *j)
{
	each_receiving(facts, j, SEVERITY_BLOCKER, judge_exists);
}

/* ---- CONN-008 ---- */

enum capability {
	CAPABILITY_NONE, CAPABILITY_WRONG_DOMAIN, CAPABILITY_CERTIFICATE, CAPABILITY_UNCERTAIN, CAPABILITY_OTHER_GENERATION, CAPABILITY_GOOD
};

/* 2016-04-15, when the service changed its certificate (KB3156771). */
static const gint64 string_broken = 1460678400;

/* What one "domain:Capability" is worth on the host. */
static enum capability
worth_of(const struct facts *facts, enum host host, const char *domain, const char *capability)
{
	const bool cloud_services = g_ascii_strcasecmp(capability, "AcceptCloudServicesMail") == 0;

	if (!cloud_services && g_ascii_strcasecmp(capability, "AcceptOorgProtocol") != 0)
		return CAPABILITY_NONE;
	if (strchr(domain, '<') != NULL) {
		const struct value string = { VALUE_STATED, 1, &domain, { NULL, 0, NULL } };

		return names_service_domain(facts, &string) != ANSWER_YES ? CAPABILITY_WRONG_DOMAIN :
		    facts->as_of < string_broken ? CAPABILITY_GOOD : CAPABILITY_CERTIFICATE;
	}
	switch (service_domain_match(facts, domain)) {
	case SERVICE_YES:
		return host == HOST_EDGE || cloud_services == (host == HOST_2013_ON) ? CAPABILITY_GOOD : CAPABILITY_OTHER_GENERATION;
	case SERVICE_UNCERTAIN:
		return CAPABILITY_UNCERTAIN;
	case SERVICE_NO:
	case SERVICE_WILDCARD:
	default:
		return CAPABILITY_WRONG_DOMAIN;
	}
}

/* "domain:Capability,Capability"; where a list was joined by commas, another "domain:" may follow. */
static enum capability
best_capability(const struct facts *facts, enum host host, const char *item)
{
	const char *colon = strrchr(item, ':');
	enum capability best = CAPABILITY_NONE, one;
	char **parts, *domain;

	if (colon == NULL)
		return CAPABILITY_NONE;
	if (strchr(item, '<') == NULL)
		colon = strchr(item, ':');
	domain = g_strndup(item, (gsize)(colon - item));
	parts = g_strsplit(colon + 1, ",", -1);
	for (size_t i = 0; parts[i] != NULL; i++) {
		char *word = g_strstrip(parts[i]), *next = strchr(word, ':');

		if (next != NULL) {
			g_free(domain);
			domain = g_strndup(word, (gsize)(next - word));
			word = next + 1;
		}
		one = worth_of(facts, host, domain, word);
		best = MAX(best, one);
	}
	g_strfreev(parts);
	g_free(domain);
	return best;
}

static struct finding *
judge_capability_of(struct judge *j, const char *identity, enum capability best, const struct value *v)
{
	switch (best) {
	case CAPABILITY_GOOD:
		return judge_pass(j, SEVERITY_ERROR, identity);
	case CAPABILITY_UNCERTAIN:
		return judge_not_evaluated(j, SEVERITY_ERROR, identity, "no-table-for-date", NULL);
	case CAPABILITY_OTHER_GENERATION:
		return judge_fail(j, SEVERITY_INFO, identity, "other-generation");
	case CAPABILITY_NONE:
	case CAPABILITY_WRONG_DOMAIN:
	case CAPABILITY_CERTIFICATE:
	default:
		break;
	}
	if (!value_known(v))        /* what was cut off may be the right one */
		return judge_not_evaluated(j, SEVERITY_ERROR, identity, value_reason(v), "RC");
	return judge_fail(j, SEVERITY_ERROR, identity, best == CAPABILITY_NONE ? "missing" :
	    best == CAPABILITY_CERTIFICATE ? "certificate-string" : "wrong-domain");
}

static void
judge_capability(const struct facts *facts, struct judge *j, const struct server *s)
{
	const enum host host = host_of(s);
	const char *reason = NULL;
	const struct object *rc = hybrid_receive_connector(facts, s->id, &reason);
	enum capability best = CAPABILITY_NONE;
	const struct value *v;
	struct finding *row;

	if (host == HOST_UNKNOWN) {
		judge_server_unknown(j, SEVERITY_ERROR, s->name, s->name, "generation-unknown", "SRV");
		return;
	}
	if (rc == NULL && host == HOST_2013_ON && strcmp(reason, "no-hybrid-connector") == 0)
		rc = setups_connector(facts, s);
	if (rc == NULL) {
		demand_hybrid_connector(facts, j, SEVERITY_ERROR, s);
		return;
	}
	v = object_get(rc, RC_TLS_DOMAIN_CAPABILITIES);
	for (size_t i = 0; value_shows_items(v) && i < v->n; i++)
		best = MAX(best, best_capability(facts, host, v->items[i]));
	row = at_connector(judge_capability_of(j, connector_identity(rc), best, v), s, rc);
	for (size_t i = 0; i < v->n; i++)
		finding_value(row, "capability", v->items[i]);
	finding_value(row, "expected", host == HOST_2010 ? "AcceptOorgProtocol" : "AcceptCloudServicesMail");
}

static void
check_capability(const struct facts *facts, struct judge *j)
{
	each_receiving(facts, j, SEVERITY_ERROR, judge_capability);
}

/* ---- CONN-018 ---- */

static struct finding *
judge_tag(const struct facts *facts, struct judge *j, const struct server *s, const struct object *rc, const char *text)
{
	const char *identity = connector_identity(rc), *reason = NULL;
	struct secure_mail mail = secure_mail_certificate(facts);
	struct tag tag;
	const enum tag_form form = tag_form(facts->region, text, &tag);
	const enum answer same = form == TAG_MALFORMED ? ANSWER_UNKNOWN : tag_is_secure_mail(&tag, &mail);
	const enum answer installed = form == TAG_MALFORMED ? ANSWER_UNKNOWN : tag_on_server(facts, &tag, s->id, &reason);
	const struct place at = mail.at;
	struct finding *row;

	if (form == TAG_MALFORMED)
		row = judge_fail(j, SEVERITY_ERROR, identity, "malformed");
	else if (same == ANSWER_NO || installed == ANSWER_NO)
		row = judge_fail(j, SEVERITY_ERROR, identity, same == ANSWER_NO ? "differs" : "not-on-server");
	else if (form == TAG_WITHOUT_ISSUER)
		row = judge_fail(j, SEVERITY_WARNING, identity, "malformed");
	else if (same == ANSWER_UNKNOWN)
		row = judge_not_evaluated(j, SEVERITY_ERROR, identity, mail.reason != NULL ? mail.reason : "no-secure-mail-certificate", "HC");
	else if (installed == ANSWER_UNKNOWN)
		row = judge_not_evaluated(j, SEVERITY_ERROR, identity, reason, "CSRV");
	else
		row = judge_pass(j, SEVERITY_ERROR, identity);
	finding_value(row, "tag", text);
	secure_mail_clear(&mail);
	at_connector(row, s, rc);
	finding_at(row, at);
	return row;
}

static void
judge_certificate_name(const struct facts *facts, struct judge *j, const struct server *s)
{
	const enum host host = host_of(s);
	const struct object *rc;
	const struct value *v;

	if (host == HOST_UNKNOWN) {
		judge_server_unknown(j, SEVERITY_ERROR, s->name, s->name, "generation-unknown", "SRV");
		return;
	}
	if (host == HOST_2010) {
		finding_server(judge_not_applicable(j, SEVERITY_ERROR, s->name, "not-in-generation"), s->name);
		return;
	}
	rc = demand_hybrid_connector(facts, j, SEVERITY_ERROR, s);
	if (rc == NULL)
		return;
	v = object_get(rc, RC_TLS_CERTIFICATE_NAME);
	if (value_text(v) != NULL)
		judge_tag(facts, j, s, rc, value_text(v));
	else if (!value_known(v))
		value_unknown(j, SEVERITY_ERROR, s, rc, RC_TLS_CERTIFICATE_NAME);
	else if (host == HOST_EDGE)     /* set up by hand, through its FQDN: CONN-006 */
		at_connector(judge_not_applicable(j, SEVERITY_ERROR, connector_identity(rc), "not-in-generation"), s, rc);
	else
		at_connector(judge_fail(j, SEVERITY_ERROR, connector_identity(rc), "empty"), s, rc);
}

static void
check_certificate_name(const struct facts *facts, struct judge *j)
{
	each_receiving(facts, j, SEVERITY_ERROR, judge_certificate_name);
}

static const struct rule rules[] = {
	{ "CONN-001", SEVERITY_BLOCKER, SUBJECT_ADDRESS, WIZARD_LATER, "RC, LB",
	  "other-connector no-connector add-after-wizard tie local-address-unknown no-hybrid-connector generation-unknown no-source-nat no-balancer",
	  "source winner range connector centralized members field", NULL, NULL, check_balancer_2010 },
	{ "CONN-002", SEVERITY_ERROR, SUBJECT_ADDRESS, WIZARD_MADE, "RC, LB",
	  "other-connector no-connector tie local-address-unknown no-hybrid-connector generation-unknown no-source-nat no-balancer",
	  "source winner range connector centralized members field", NULL, NULL, check_balancer_2013 },
	{ "CONN-003", SEVERITY_BLOCKER, SUBJECT_SERVER, WIZARD_MADE, "RC, HC",
	  "missing server-not-exported servers-assumed generation-unknown edge", "connector field", NULL, NULL, check_exists },
	{ "CONN-004", SEVERITY_BLOCKER, SUBJECT_RECEIVE_CONNECTOR, WIZARD_MADE, "RC",
	  "none-covered partly-covered other-connector tie local-address-unknown no-hybrid-connector server-not-exported generation-unknown "
	  "all-addresses no-ipv6-binding", "pieces winner list_date field", NULL, NULL, check_cloud_ranges },
	{ "CONN-005", SEVERITY_WARNING, SUBJECT_RECEIVE_CONNECTOR, WIZARD_MADE, "RC, LB",
	  "more-addresses all-addresses no-hybrid-connector server-not-exported generation-unknown edge default-connector",
	  "pieces list_date field", NULL, NULL, check_own_ranges },
	{ "CONN-006", SEVERITY_ERROR, SUBJECT_RECEIVE_CONNECTOR, WIZARD_MADE, "RC, CERT|CSRV",
	  "not-covered fqdn-empty no-hybrid-connector server-not-exported no-secure-mail-certificate generation-unknown",
	  "fqdn certificate cn_only field", NULL, NULL, check_connector_fqdn },
	{ "CONN-007", SEVERITY_ERROR, SUBJECT_RECEIVE_CONNECTOR, WIZARD_MADE, "RC, EOC, CERT|CSRV",
	  "fqdn-differs tls-domain-not-covered no-hybrid-connector server-not-exported no-secure-mail-certificate generation-unknown",
	  "fqdn tls_domain outbound certificate field", NULL, NULL, check_connector_agreement },
	{ "CONN-008", SEVERITY_ERROR, SUBJECT_RECEIVE_CONNECTOR, WIZARD_MADE, "RC",
	  "missing wrong-domain certificate-string other-generation no-hybrid-connector server-not-exported generation-unknown",
	  "capability expected field", NULL, NULL, check_capability },
	{ "CONN-009", SEVERITY_ERROR, SUBJECT_RECEIVE_CONNECTOR, WIZARD_MADE, "RC", "disabled no-hybrid-connector server-not-exported",
	  "field", NULL, NULL, check_enabled },
	{ "CONN-010", SEVERITY_ERROR, SUBJECT_RECEIVE_CONNECTOR, WIZARD_MADE, "RC",
	  "no-ipv6 no-ipv4 no-port-25 no-hybrid-connector server-not-exported generation-unknown edge", "bindings field", NULL, NULL,
	  check_bindings },
	{ "CONN-011", SEVERITY_ERROR, SUBJECT_RECEIVE_CONNECTOR, WIZARD_MADE, "RC",
	  "not-front-end no-hybrid-connector server-not-exported generation-unknown edge", "role field", NULL, NULL, check_role },
	{ "CONN-012", SEVERITY_ERROR, SUBJECT_RECEIVE_CONNECTOR, WIZARD_MADE, "RC",
	  "not-anonymous custom custom-rights no-hybrid-connector server-not-exported generation-unknown", "groups field", NULL, NULL,
	  check_permissions },
	{ "CONN-013", SEVERITY_ERROR, SUBJECT_RECEIVE_CONNECTOR, WIZARD_MADE, "RC",
	  "no-tls none-mixed basic-missing external-mixed external-groups no-hybrid-connector server-not-exported generation-unknown",
	  "methods require_tls field", NULL, NULL, check_authentication },
	{ "CONN-015", SEVERITY_ERROR, SUBJECT_RECEIVE_CONNECTOR, WIZARD_MADE, "RC",
	  "same-ranges partly-overlapping roles-differ server-not-exported", "others field", NULL, NULL, check_overlap },
	{ "CONN-016", SEVERITY_ERROR, SUBJECT_RECEIVE_CONNECTOR, WIZARD_MADE, "RC",
	  "more-specific tie local-address-unknown no-hybrid-connector server-not-exported", "pieces winner list_date field",
	  NULL, NULL, check_more_specific },
	{ "CONN-017", SEVERITY_ERROR, SUBJECT_RECEIVE_CONNECTOR, WIZARD_MADE, "RC", "many too-many server-not-exported", "count field",
	  NULL, NULL, check_range_count },
	{ "CONN-018", SEVERITY_ERROR, SUBJECT_RECEIVE_CONNECTOR, WIZARD_MADE, "RC, HC|RC|SC, CSRV",
	  "empty malformed differs not-on-server no-hybrid-connector server-not-exported no-secure-mail-certificate generation-unknown",
	  "tag field", NULL, NULL, check_certificate_name },
};

const struct family receive_family = { "receive", rules, G_N_ELEMENTS(rules) };
