/* How the send connector to the cloud is set up: routed by DNS, with TLS and its level, with the headers of the organisation, from
 * the servers of the hybrid (CONN-033 to CONN-042), and connectors that relay through the service (CONN-044). */
#include <string.h>

#include "send.h"

static void
passes(struct judge *j, enum severity severity, const struct object *sc)
{
	finding_at(judge_pass(j, severity, send_connector_name(sc)), sc->at);
}

static struct finding *
fails(struct judge *j, enum severity severity, const struct object *sc, const char *reason)
{
	struct finding *row = judge_fail(j, severity, send_connector_name(sc), reason);

	finding_at(row, sc->at);
	return row;
}

bool
is_service_host(const char *smart_host)
{
	return g_regex_match_simple("^[^.]+\\.mail\\.protection\\.(outlook\\.com|partner\\.outlook\\.cn|office365\\.us)\\.?$", smart_host,
	    G_REGEX_CASELESS, 0);
}

static enum answer
any_service_host(const struct object *sc)
{
	const struct value *v = object_get(sc, SC_SMART_HOSTS);

	for (size_t i = 0; value_shows_items(v) && i < v->n; i++)
		if (is_service_host(v->items[i]))
			return ANSWER_YES;
	return value_known(v) ? ANSWER_NO : ANSWER_UNKNOWN;
}

enum answer
relays_through_cloud(const struct facts *facts, const struct object *sc)
{
	return answer_and(sends_all(facts, sc), any_service_host(sc));
}

/* Is the connector one that CONN-044 judges?  Says so, if it is. */
static bool
left_to_relay(const struct facts *facts, struct judge *j, const struct object *sc)
{
	if (relays_through_cloud(facts, sc) != ANSWER_YES)
		return false;
	finding_at(judge_not_applicable(j, SEVERITY_ERROR, send_connector_name(sc), "relay-through-cloud"), sc->at);
	return true;
}

/* ---- CONN-033 ---- */

static bool
all_service_hosts(const struct value *hosts)
{
	for (size_t i = 0; i < hosts->n; i++)
		if (!is_service_host(hosts->items[i]))
			return false;
	return true;
}

static void
judge_dns_routing(const struct facts *facts, struct judge *j, const struct object *sc)
{
	const struct value *hosts = object_get(sc, SC_SMART_HOSTS);
	const enum answer dns = value_true(object_get(sc, SC_DNS_ROUTING_ENABLED)), all = sends_all(facts, sc);

	if (all == ANSWER_YES)
		finding_at(judge_not_applicable(j, SEVERITY_WARNING, send_connector_name(sc), "all-mail"), sc->at);
	else if (all == ANSWER_UNKNOWN)
		send_unknown(j, SEVERITY_WARNING, sc, SC_ADDRESS_SPACES);
	else if (value_shows_items(hosts) && hosts->n > 0 && !all_service_hosts(hosts))
		finding_items(fails(j, SEVERITY_WARNING, sc, "smart-host"), "hosts", hosts);
	else if (!value_known(hosts))
		send_unknown(j, SEVERITY_WARNING, sc, SC_SMART_HOSTS);
	else if (hosts->n > 0)
		finding_items(fails(j, SEVERITY_INFO, sc, "service-host"), "hosts", hosts);
	else if (dns == ANSWER_UNKNOWN)
		send_unknown(j, SEVERITY_WARNING, sc, SC_DNS_ROUTING_ENABLED);
	else if (dns == ANSWER_NO)
		fails(j, SEVERITY_WARNING, sc, "no-dns-routing");
	else
		passes(j, SEVERITY_WARNING, sc);
}

void
check_dns_routing(const struct facts *facts, struct judge *j)
{
	each_send_connector(facts, j, SEVERITY_WARNING, judge_dns_routing);
}

/* ---- CONN-034 ---- */

static void
judge_require_tls(const struct facts *facts, struct judge *j, const struct object *sc)
{
	const enum answer required = value_true(object_get(sc, SC_REQUIRE_TLS));
	const char *level = object_text(sc, SC_TLS_AUTH_LEVEL);
	enum answer ignored = value_true(object_get(sc, SC_IGNORE_STARTTLS));

	/* Exchange takes a TlsAuthLevel only where STARTTLS is not ignored. */
	if (ignored == ANSWER_UNKNOWN && level != NULL && object_get(sc, SC_IGNORE_STARTTLS)->state != VALUE_CONFLICT)
		ignored = ANSWER_NO;
	if (left_to_relay(facts, j, sc))
		return;
	if (required == ANSWER_NO || ignored == ANSWER_YES)
		finding_value(fails(j, SEVERITY_ERROR, sc, required == ANSWER_NO ? "tls-not-required" : "starttls-ignored"), "tls_auth_level",
		    level != NULL ? level : "none");
	else if (required == ANSWER_UNKNOWN)
		send_unknown(j, SEVERITY_ERROR, sc, SC_REQUIRE_TLS);
	else if (ignored == ANSWER_UNKNOWN)
		send_unknown(j, SEVERITY_ERROR, sc, SC_IGNORE_STARTTLS);
	else
		passes(j, SEVERITY_ERROR, sc);
}

void
check_require_tls(const struct facts *facts, struct judge *j)
{
	each_send_connector(facts, j, SEVERITY_ERROR, judge_require_tls);
}

/* ---- CONN-035 ---- */

static void
judge_auth_level(const struct facts *facts, struct judge *j, const struct object *sc)
{
	const struct value *v = object_get(sc, SC_TLS_AUTH_LEVEL);

	if (left_to_relay(facts, j, sc))
		return;
	if (!value_known(v))
		send_unknown(j, SEVERITY_ERROR, sc, SC_TLS_AUTH_LEVEL);
	else if (v->n == 0)
		fails(j, SEVERITY_ERROR, sc, "empty");
	else if (value_has(v, "EncryptionOnly") == ANSWER_YES)
		fails(j, SEVERITY_ERROR, sc, "encryption-only");
	else if (value_has(v, "CertificateValidation") == ANSWER_YES)
		fails(j, SEVERITY_INFO, sc, "certificate-validation");
	else if (value_has(v, "DomainValidation") == ANSWER_YES)
		passes(j, SEVERITY_ERROR, sc);
	else
		finding_at(judge_not_evaluated(j, SEVERITY_ERROR, send_connector_name(sc), "value-lost", "SC"), sc->at);
}

void
check_auth_level(const struct facts *facts, struct judge *j)
{
	each_send_connector(facts, j, SEVERITY_ERROR, judge_auth_level);
}

/* ---- CONN-037 ---- */

/* Exchange 2010 has IsCoexistenceConnector in its place. */
static void
judge_coexistence(struct judge *j, const struct object *sc)
{
	const enum answer said = value_true(object_get(sc, SC_IS_COEXISTENCE_CONNECTOR));

	if (said == ANSWER_UNKNOWN)
		finding_at(judge_not_applicable(j, SEVERITY_ERROR, send_connector_name(sc), "not-in-generation"), sc->at);
	else if (said == ANSWER_NO)
		fails(j, SEVERITY_ERROR, sc, "not-coexistence");
	else
		passes(j, SEVERITY_ERROR, sc);
}

static void
judge_headers(const struct facts *facts, struct judge *j, const struct object *sc)
{
	const enum answer said = value_true(object_get(sc, SC_CLOUD_SERVICES_MAIL_ENABLED));
	GPtrArray *names = send_sources(facts, sc);
	const enum host host = host_of_sources(facts, names);

	if (host == HOST_2010)
		judge_coexistence(j, sc);
	else if (said == ANSWER_YES)
		passes(j, SEVERITY_ERROR, sc);
	else if (host == HOST_UNKNOWN)
		finding_at(judge_not_evaluated(j, SEVERITY_ERROR, send_connector_name(sc), "generation-unknown", "SRV"), sc->at);
	else if (said == ANSWER_NO)
		fails(j, SEVERITY_ERROR, sc, "headers-off");
	else
		send_unknown(j, SEVERITY_ERROR, sc, SC_CLOUD_SERVICES_MAIL_ENABLED);
	g_ptr_array_unref(names);
}

void
check_headers(const struct facts *facts, struct judge *j)
{
	each_send_connector(facts, j, SEVERITY_ERROR, judge_headers);
}

/* ---- CONN-039 ---- */

static void
judge_fqdn_cover(const struct facts *facts, struct judge *j, const struct object *sc, const char *fqdn)
{
	const char *name = name_normal(facts->region, fqdn);
	struct presented p = presented_by_send_connector(facts, sc);
	const enum cover cover = name != NULL ? presented_cover(&p, name) : COVER_NO;
	struct finding *row;

	if (!presented_known(&p))
		row = judge_not_evaluated(j, SEVERITY_WARNING, send_connector_name(sc), p.reason, "CSRV");
	else
		row = cover == COVER_NO ? judge_fail(j, SEVERITY_WARNING, send_connector_name(sc), "not-covered") :
		    cover == COVER_UNKNOWN ? judge_not_evaluated(j, SEVERITY_WARNING, send_connector_name(sc), "value-lost", "CERT") :
		    judge_pass(j, SEVERITY_WARNING, send_connector_name(sc));
	finding_at(row, sc->at);
	finding_value(row, "fqdn", fqdn);
	if (cover == COVER_CN_ONLY)
		finding_value(row, "cn_only", "yes");
	presented_tell(&p, row);
	presented_clear(&p);
}

static void
judge_send_fqdn(const struct facts *facts, struct judge *j, const struct object *sc)
{
	const char *fqdn = object_text(sc, SC_FQDN);

	if (fqdn != NULL)
		judge_fqdn_cover(facts, j, sc, fqdn);
	else if (!value_known(object_get(sc, SC_FQDN)))
		send_unknown(j, SEVERITY_WARNING, sc, SC_FQDN);
	else
		finding_at(judge_not_applicable(j, SEVERITY_WARNING, send_connector_name(sc), "no-fqdn"), sc->at);
}

void
check_send_fqdn(const struct facts *facts, struct judge *j)
{
	each_send_connector(facts, j, SEVERITY_WARNING, judge_send_fqdn);
}

/* ---- CONN-042 ---- */

static void
judge_domain_secure(const struct facts *facts, struct judge *j, const struct object *sc)
{
	const enum answer said = value_true(object_get(sc, SC_DOMAIN_SECURE_ENABLED));

	(void)facts;
	if (said == ANSWER_UNKNOWN)
		send_unknown(j, SEVERITY_WARNING, sc, SC_DOMAIN_SECURE_ENABLED);
	else if (said == ANSWER_YES)
		fails(j, SEVERITY_WARNING, sc, "domain-secure");
	else
		passes(j, SEVERITY_WARNING, sc);
}

void
check_domain_secure(const struct facts *facts, struct judge *j)
{
	each_send_connector(facts, j, SEVERITY_WARNING, judge_domain_secure);
}

/* ---- CONN-044 ---- */

static void
judge_relay(struct judge *j, const struct object *sc)
{
	const struct value *level = object_get(sc, SC_TLS_AUTH_LEVEL), *domain = object_get(sc, SC_TLS_DOMAIN);
	const enum answer required = value_true(object_get(sc, SC_REQUIRE_TLS)), by_domain = value_has(level, "DomainValidation");
	const enum answer validated = answer_or(value_has(level, "CertificateValidation"), by_domain);
	const char *reason = validated == ANSWER_NO ? "tls-auth-level" : required == ANSWER_NO ? "tls-not-required" :
	    by_domain == ANSWER_YES && value_known(domain) && value_text(domain) == NULL ? "tls-domain-empty" : NULL;

	if (reason != NULL)
		finding_items(fails(j, SEVERITY_ERROR, sc, reason), "hosts", object_get(sc, SC_SMART_HOSTS));
	else if (validated == ANSWER_UNKNOWN)
		send_unknown(j, SEVERITY_ERROR, sc, SC_TLS_AUTH_LEVEL);
	else if (required == ANSWER_UNKNOWN)
		send_unknown(j, SEVERITY_ERROR, sc, SC_REQUIRE_TLS);
	else if (by_domain == ANSWER_YES && !value_known(domain))
		send_unknown(j, SEVERITY_ERROR, sc, SC_TLS_DOMAIN);
	else
		passes(j, SEVERITY_ERROR, sc);
}

void
check_relay(const struct facts *facts, struct judge *j)
{
	bool told = false;

	for (size_t i = 0; i < objects_count(facts->objects, KIND_SEND_CONNECTOR); i++) {
		const struct object *sc = objects_at(facts->objects, KIND_SEND_CONNECTOR, i);
		const enum answer relays = relays_through_cloud(facts, sc);

		if (send_enabled(sc) == ANSWER_NO || relays == ANSWER_NO)
			continue;
		told = true;
		if (relays == ANSWER_YES)
			judge_relay(j, sc);
		else
			send_unknown(j, SEVERITY_ERROR, sc, sends_all(facts, sc) == ANSWER_UNKNOWN ? SC_ADDRESS_SPACES : SC_SMART_HOSTS);
	}
	if (told)
		return;
	if (objects_complete(facts->objects, KIND_SEND_CONNECTOR))
		judge_not_applicable(j, SEVERITY_ERROR, ORGANISATION, "no-relay");
	else
		judge_not_evaluated(j, SEVERITY_ERROR, ORGANISATION, "not-complete", "SC");
}
