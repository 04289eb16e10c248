/* Send connectors: the one that takes mail to the cloud exists, checks the right name and shows the right certificate. */
#include "send.h"

#include <string.h>

#include "cloud.h"
#include "connectors.h"

const char *
send_connector_name(const struct object *sc)
{
	const char *name = object_text(sc, SC_NAME);

	return name != NULL ? name : sc->key;
}

void
each_send_connector(const struct facts *facts, struct judge *j, enum severity severity,
    void (*judge_one)(const struct facts *, struct judge *, const struct object *))
{
	GPtrArray *all = prefer_enabled(hybrid_send_connectors(facts), SC_ENABLED);

	for (guint i = 0; i < all->len; i++)
		judge_one(facts, j, g_ptr_array_index(all, i));
	if (all->len == 0)
		judge_not_evaluated(j, severity, ORGANISATION, "no-send-connector", "SC");
	g_ptr_array_unref(all);
}

struct finding *
send_unknown(struct judge *j, enum severity severity, const struct object *sc, int property)
{
	return judge_property_unknown(j, severity, send_connector_name(sc), sc, property);
}

/* ---- CONN-030 ---- */

/* A connector that cannot be told from the hybrid's, because what would tell is not known. */
static const struct object *
undecided(const struct facts *facts, int *property)
{
	static const int telling[] = { SC_ADDRESS_SPACES, SC_CLOUD_SERVICES_MAIL_ENABLED };

	for (size_t i = 0; i < objects_count(facts->objects, KIND_SEND_CONNECTOR); i++) {
		const struct object *sc = objects_at(facts->objects, KIND_SEND_CONNECTOR, i);

		for (size_t k = 0; k < G_N_ELEMENTS(telling); k++) {
			const struct value *v = object_get(sc, telling[k]);

			/* Exchange 2010 has no CloudServicesMailEnabled. */
			if (!value_known(v) && !(telling[k] == SC_CLOUD_SERVICES_MAIL_ENABLED && v->state == VALUE_NOT_STATED)) {
				*property = telling[k];
				return sc;
			}
		}
	}
	return NULL;
}

static void
check_exists(const struct facts *facts, struct judge *j)
{
	GPtrArray *all = hybrid_send_connectors(facts);
	const struct object *doubtful;
	struct finding *row;
	int property = 0;

	if (all->len > 0) {
		row = judge_pass(j, SEVERITY_BLOCKER, ORGANISATION);
		for (guint i = 0; i < all->len; i++) {
			finding_value(row, "connector", send_connector_name(g_ptr_array_index(all, i)));
			finding_at(row, ((const struct object *)g_ptr_array_index(all, i))->at);
		}
	} else if ((doubtful = undecided(facts, &property)) != NULL) {
		row = judge_value_unknown(j, SEVERITY_BLOCKER, ORGANISATION, object_get(doubtful, property), KIND_SEND_CONNECTOR, property);
		finding_at(row, doubtful->at);
	} else if (!objects_complete(facts->objects, KIND_SEND_CONNECTOR))
		judge_not_evaluated(j, SEVERITY_BLOCKER, ORGANISATION, "not-complete", "SC");
	else
		judge_fail(j, SEVERITY_BLOCKER, ORGANISATION, "missing");
	g_ptr_array_unref(all);
}

/* ---- CONN-036 ---- */

static struct finding *
judge_domain(const struct facts *facts, struct judge *j, const struct object *sc, const char *domain)
{
	switch (service_domain_match(facts, domain)) {
	case SERVICE_YES:
		return judge_pass(j, SEVERITY_ERROR, send_connector_name(sc));
	case SERVICE_WILDCARD:
		return judge_fail(j, SEVERITY_WARNING, send_connector_name(sc), "wildcard");
	case SERVICE_UNCERTAIN:
		return judge_not_evaluated(j, SEVERITY_ERROR, send_connector_name(sc), "no-table-for-date", NULL);
	case SERVICE_NO:
	default:
		return judge_fail(j, SEVERITY_ERROR, send_connector_name(sc), "wrong-domain");
	}
}

static void
judge_tls_domain(const struct facts *facts, struct judge *j, const struct object *sc)
{
	const struct value *level = object_get(sc, SC_TLS_AUTH_LEVEL), *domain = object_get(sc, SC_TLS_DOMAIN);
	struct finding *row;

	if (!value_known(level)) {
		send_unknown(j, SEVERITY_ERROR, sc, SC_TLS_AUTH_LEVEL);
		return;
	}
	if (value_has(level, "DomainValidation") == ANSWER_NO)
		row = judge_not_applicable(j, SEVERITY_ERROR, send_connector_name(sc), "not-domain-validation");
	else if (!value_known(domain)) {
		send_unknown(j, SEVERITY_ERROR, sc, SC_TLS_DOMAIN);
		return;
	} else
		row = value_text(domain) == NULL ? judge_fail(j, SEVERITY_ERROR, send_connector_name(sc), "empty") :
		    judge_domain(facts, j, sc, value_text(domain));
	finding_value(row, "tls_domain", value_text(domain));
	finding_value(row, "tls_auth_level", value_text(level));
	finding_at(row, sc->at);
}

static void
check_tls_domain(const struct facts *facts, struct judge *j)
{
	each_send_connector(facts, j, SEVERITY_ERROR, judge_tls_domain);
}

/* ---- CONN-038 ---- */

GPtrArray *
send_sources(const struct facts *facts, const struct object *sc)
{
	const struct value *v = object_get(sc, SC_SOURCE_TRANSPORT_SERVERS);
	GPtrArray *names = g_ptr_array_new();

	if (value_shows_items(v))
		for (size_t i = 0; i < v->n; i++)
			g_ptr_array_add(names, (gpointer)(guintptr)v->items[i]);
	for (guint i = 0; names->len == 0 && v->state == VALUE_NOT_STATED && i < facts->hybrid->transport.servers->len; i++)
		g_ptr_array_add(names, (gpointer)(guintptr)((struct server *)g_ptr_array_index(facts->hybrid->transport.servers, i))->name);
	return names;
}

enum host
host_of_sources(const struct facts *facts, const GPtrArray *names)
{
	bool all_old = names->len > 0;

	for (guint i = 0; i < names->len; i++) {
		enum host host = host_of(hybrid_server(facts, g_ptr_array_index(names, i)));

		if (host == HOST_2013_ON || host == HOST_EDGE)
			return HOST_2013_ON;
		all_old = all_old && host == HOST_2010;
	}
	return all_old ? HOST_2010 : HOST_UNKNOWN;
}

/* Without a tag the FQDN chooses the certificate. */
static struct finding *
judge_without_tag(const struct facts *facts, struct judge *j, const struct object *sc)
{
	const struct value *v = object_get(sc, SC_FQDN);
	const char *fqdn = value_text(v), *name = fqdn != NULL ? name_normal(facts->region, fqdn) : NULL;
	struct presented p;
	enum cover cover;
	struct finding *row;

	if (fqdn == NULL)
		return value_known(v) ? judge_fail(j, SEVERITY_ERROR, send_connector_name(sc), "both-empty") : send_unknown(j, SEVERITY_ERROR, sc, SC_FQDN);
	p = presented_by_organisation(facts);
	cover = name != NULL ? presented_cover(&p, name) : COVER_NO;
	if (p.certificates->len == 0)
		row = judge_not_evaluated(j, SEVERITY_ERROR, send_connector_name(sc), p.reason, "HC");
	else if (cover == COVER_UNKNOWN)
		row = judge_not_evaluated(j, SEVERITY_ERROR, send_connector_name(sc), "value-lost", "CERT");
	else
		row = cover == COVER_NO ? judge_fail(j, SEVERITY_ERROR, send_connector_name(sc), "differs") :
		    judge_fail(j, SEVERITY_INFO, send_connector_name(sc), "fqdn-instead");
	finding_value(row, "tag", fqdn);
	presented_tell(&p, row);
	presented_clear(&p);
	return row;
}

/* On which of the sources is the certificate missing, and on which is that not known? */
struct installed {
	GPtrArray *missing;
	const char *unknown;
};

static struct installed
installed_on(const struct facts *facts, const struct tag *tag, const GPtrArray *names)
{
	struct installed found = { g_ptr_array_new(), NULL };
	const char *reason;

	for (guint i = 0; i < names->len; i++)
		switch (tag_on_server(facts, tag, g_ptr_array_index(names, i), &reason)) {
		case ANSWER_NO:
			g_ptr_array_add(found.missing, g_ptr_array_index(names, i));
			break;
		case ANSWER_UNKNOWN:
			found.unknown = reason;
			break;
		case ANSWER_YES:
		default:
			break;
		}
	return found;
}

/* Is it the organisation's certificate (A14)?  With several tenants that is one tenant's, and the others expect their own. */
static enum answer
is_the_right_one(const struct facts *facts, const struct object *sc, const struct tag *tag, const struct secure_mail *mail,
    const char **reason)
{
	const enum answer same = tag_is_secure_mail(tag, mail);

	*reason = mail->reason != NULL ? mail->reason : "no-secure-mail-certificate";
	if (same != ANSWER_NO || !several_tenants(facts))
		return same;
	*reason = "tenant-unknown";
	return expected_by_a_tenant(facts, sc);
}

static struct finding *
judge_tag(const struct facts *facts, struct judge *j, const struct object *sc, const char *text, const GPtrArray *names)
{
	const char *subject = send_connector_name(sc);
	struct secure_mail mail = secure_mail_certificate(facts);
	struct installed on = { NULL, NULL };
	struct finding *row = NULL;
	struct tag tag;
	const enum tag_form form = tag_form(facts->region, text, &tag);
	const char *reason = NULL;
	const enum answer same = form == TAG_MALFORMED ? ANSWER_UNKNOWN : is_the_right_one(facts, sc, &tag, &mail, &reason);

	if (form == TAG_MALFORMED)
		row = judge_fail(j, SEVERITY_ERROR, subject, "malformed");
	else
		on = installed_on(facts, &tag, names);
	if (on.unknown == NULL)
		on.unknown = value_reason(object_get(sc, SC_SOURCE_TRANSPORT_SERVERS));
	if (row == NULL && (same == ANSWER_NO || on.missing->len > 0))
		row = judge_fail(j, SEVERITY_ERROR, subject, same == ANSWER_NO ? "differs" : "not-on-server");
	else if (row == NULL && form == TAG_WITHOUT_ISSUER)
		row = judge_fail(j, SEVERITY_WARNING, subject, "malformed");
	else if (row == NULL && same == ANSWER_UNKNOWN)
		row = judge_not_evaluated(j, SEVERITY_ERROR, subject, reason, strcmp(reason, "tenant-unknown") == 0 ? "EIC" : "HC");
	else if (row == NULL && (on.unknown != NULL || names->len == 0))
		row = judge_not_evaluated(j, SEVERITY_ERROR, subject, on.unknown != NULL ? on.unknown : "no-object", "CSRV");
	else if (row == NULL)
		row = judge_pass(j, SEVERITY_ERROR, subject);
	finding_value(row, "tag", text);
	finding_at(row, mail.at);
	for (guint i = 0; on.missing != NULL && i < on.missing->len; i++)
		finding_value(row, "servers", g_ptr_array_index(on.missing, i));
	if (on.missing != NULL)
		g_ptr_array_unref(on.missing);
	secure_mail_clear(&mail);
	return row;
}

static void
judge_certificate(const struct facts *facts, struct judge *j, const struct object *sc)
{
	const struct value *v = object_get(sc, SC_TLS_CERTIFICATE_NAME), *sources = object_get(sc, SC_SOURCE_TRANSPORT_SERVERS);
	GPtrArray *names = send_sources(facts, sc);
	const enum host host = host_of_sources(facts, names);

	if (sources->state == VALUE_NOT_STATED)         /* the hybrid's servers tell the generation, and no more */
		g_ptr_array_set_size(names, 0);
	if (host == HOST_2010)
		finding_at(judge_not_applicable(j, SEVERITY_ERROR, send_connector_name(sc), "not-in-generation"), sc->at);
	else if (host == HOST_UNKNOWN && value_text(v) == NULL)
		finding_at(judge_not_evaluated(j, SEVERITY_ERROR, send_connector_name(sc), "generation-unknown", "SRV"), sc->at);
	else if (!value_known(v))
		send_unknown(j, SEVERITY_ERROR, sc, SC_TLS_CERTIFICATE_NAME);
	else if (value_text(v) == NULL)
		finding_at(judge_without_tag(facts, j, sc), sc->at);
	else
		finding_at(judge_tag(facts, j, sc, value_text(v), names), sc->at);
	g_ptr_array_unref(names);
}

static void
check_certificate(const struct facts *facts, struct judge *j)
{
	each_send_connector(facts, j, SEVERITY_ERROR, judge_certificate);
}

static const struct rule rules[] = {
	{ "CONN-030", SEVERITY_BLOCKER, SUBJECT_ORGANISATION, WIZARD_MADE, "SC", "missing", "connector field", NULL, NULL, check_exists },
	{ "CONN-031", SEVERITY_ERROR, SUBJECT_SEND_CONNECTOR, WIZARD_MADE, "SC", "extra not-routing groups cost no-send-connector",
	  "spaces field", NULL, NULL, check_address_spaces },
	{ "CONN-032", SEVERITY_ERROR, SUBJECT_SEND_CONNECTOR, WIZARD_MADE, "SC", "several no-send-connector no-routing-space",
	  "domain others field", NULL, NULL, check_one_connector },
	{ "CONN-033", SEVERITY_WARNING, SUBJECT_SEND_CONNECTOR, WIZARD_MADE, "SC",
	  "smart-host service-host no-dns-routing no-send-connector all-mail", "hosts field", NULL, NULL, check_dns_routing },
	{ "CONN-034", SEVERITY_ERROR, SUBJECT_SEND_CONNECTOR, WIZARD_MADE, "SC",
	  "tls-not-required starttls-ignored no-send-connector relay-through-cloud", "tls_auth_level field", NULL, NULL, check_require_tls },
	{ "CONN-035", SEVERITY_ERROR, SUBJECT_SEND_CONNECTOR, WIZARD_MADE, "SC",
	  "empty encryption-only certificate-validation no-send-connector relay-through-cloud", "field", NULL, NULL, check_auth_level },
	{ "CONN-036", SEVERITY_ERROR, SUBJECT_SEND_CONNECTOR, WIZARD_MADE, "SC",
	  "empty wrong-domain wildcard no-send-connector not-domain-validation", "tls_domain tls_auth_level field", NULL, NULL, check_tls_domain },
	{ "CONN-037", SEVERITY_ERROR, SUBJECT_SEND_CONNECTOR, WIZARD_MADE, "SC",
	  "headers-off not-coexistence no-send-connector generation-unknown", "field", NULL, NULL, check_headers },
	{ "CONN-038", SEVERITY_ERROR, SUBJECT_SEND_CONNECTOR, WIZARD_MADE, "SC, HC|RC|SC, CSRV",
	  "both-empty malformed differs not-on-server fqdn-instead no-send-connector server-not-exported no-secure-mail-certificate "
	  "generation-unknown tenant-unknown", "tag servers certificate field", NULL, NULL, check_certificate },
	{ "CONN-039", SEVERITY_WARNING, SUBJECT_SEND_CONNECTOR, WIZARD_MADE, "SC, CERT|CSRV",
	  "not-covered no-send-connector no-secure-mail-certificate no-fqdn", "fqdn certificate cn_only field", NULL, NULL, check_send_fqdn },
	{ "CONN-040", SEVERITY_ERROR, SUBJECT_SEND_CONNECTOR, WIZARD_MADE, "SC, HC, SRV",
	  "no-source unknown-server older-server not-in-hybrid-configuration no-send-connector", "servers expected field", NULL, NULL,
	  check_sources },
	{ "CONN-041", SEVERITY_ERROR, SUBJECT_SEND_CONNECTOR, WIZARD_MADE, "SC", "disabled no-send-connector", "field", NULL, NULL,
	  check_send_enabled },
	{ "CONN-042", SEVERITY_WARNING, SUBJECT_SEND_CONNECTOR, WIZARD_MADE, "SC", "domain-secure no-send-connector", "field", NULL, NULL,
	  check_domain_secure },
	{ "CONN-043", SEVERITY_ERROR, SUBJECT_SEND_CONNECTOR, WIZARD_MADE, "SC",
	  "more-specific cheaper same-cost no-send-connector no-routing-domain", "domain others field", NULL, NULL, check_stolen },
	{ "CONN-044", SEVERITY_ERROR, SUBJECT_SEND_CONNECTOR, WIZARD_MADE, "SC",
	  "tls-auth-level tls-not-required tls-domain-empty no-relay", "hosts field", NULL, NULL, check_relay },
};

const struct family send_family = { "send", rules, G_N_ELEMENTS(rules) };
