/* Exchange 2010 chooses a receive connector's certificate by its FQDN: the name, the certificate and the cloud's TLS domain
 * must agree (CONN-006, CONN-007). */
#include <string.h>

#include "connectors.h"
#include "receive.h"


/* Is the connector's FQDN what chooses its certificate?  On Exchange 2010, and on an Edge server without a tag. */
static bool
fqdn_chooses(const struct server *s, const struct object *rc)
{
	return host_of(s) == HOST_2010 || (host_of(s) == HOST_EDGE && object_text(rc, RC_TLS_CERTIFICATE_NAME) == NULL);
}

/* R(s) of a server whose connector's FQDN matters; NULL after a row that says why not. */
static const struct object *
demand_fqdn_connector(const struct facts *facts, struct judge *j, const struct server *s)
{
	const struct object *rc;

	if (host_of(s) == HOST_UNKNOWN) {
		judge_server_unknown(j, SEVERITY_ERROR, s->name, s->name, "generation-unknown", "SRV");
		return NULL;
	}
	if (host_of(s) == HOST_2013_ON) {
		finding_server(judge_not_applicable(j, SEVERITY_ERROR, s->name, "not-in-generation"), s->name);
		return NULL;
	}
	rc = demand_hybrid_connector(facts, j, SEVERITY_ERROR, s);
	if (rc != NULL && !fqdn_chooses(s, rc)) {
		at_connector(judge_not_applicable(j, SEVERITY_ERROR, connector_identity(rc), "not-in-generation"), s, rc);
		return NULL;
	}
	return rc;
}

/* A self-signed certificate covers its own server's name and is trusted by nobody else. */
static enum cover
cover_of(const struct presented *p, const char *fqdn)
{
	const struct certificate *first = p->none ? NULL : g_ptr_array_index(p->certificates, 0);

	return fqdn == NULL || first == NULL || (first->self_signed == ANSWER_YES && !p->assumed) ? COVER_NO : presented_cover(p, fqdn);
}

static void
judge_cover(struct judge *j, const struct server *s, const struct object *rc, const struct presented *p, const char *fqdn)
{
	const char *identity = connector_identity(rc);
	struct finding *row;
	enum cover cover;

	if (!presented_known(p)) {
		at_connector(judge_not_evaluated(j, SEVERITY_ERROR, identity, p->reason, "CSRV"), s, rc);
		return;
	}
	cover = cover_of(p, fqdn);
	row = cover == COVER_NO ? judge_fail(j, SEVERITY_ERROR, identity, "not-covered") :
	    cover == COVER_UNKNOWN ? judge_not_evaluated(j, SEVERITY_ERROR, identity, "value-lost", "CERT") :
	    judge_pass(j, SEVERITY_ERROR, identity);
	at_connector(row, s, rc);
	finding_value(row, "fqdn", object_text(rc, RC_FQDN));
	if (cover == COVER_CN_ONLY)
		finding_value(row, "cn_only", "yes");
	presented_tell(p, row);
}

/* Does the hybrid certificate decide?  Not where it is what the connector shows, or none is shown; and where it has the name,
 * but what the server shows is not known, it decides nothing. */
static bool
decided_by(const struct presented *organisation, const struct presented *p, const char *fqdn)
{
	if (organisation->certificates->len == 0 || p->none)
		return false;
	if (p->certificates->len == 0)
		return cover_of(organisation, fqdn) == COVER_NO;
	return !g_ptr_array_find(organisation->certificates, g_ptr_array_index(p->certificates, 0), NULL);
}

/* The name must be that of the hybrid certificate: a connector left at the server's own name selects another one. */
static void
judge_fqdn(const struct facts *facts, struct judge *j, const struct server *s)
{
	const struct object *rc = demand_fqdn_connector(facts, j, s);
	struct presented p, organisation;
	const char *fqdn;

	if (rc == NULL)
		return;
	if (!value_known(object_get(rc, RC_FQDN))) {
		at_connector(judge_value_unknown(j, SEVERITY_ERROR, connector_identity(rc), object_get(rc, RC_FQDN), KIND_RECEIVE_CONNECTOR, RC_FQDN),
		    s, rc);
		return;
	}
	if (object_text(rc, RC_FQDN) == NULL) {
		at_connector(judge_fail(j, SEVERITY_ERROR, connector_identity(rc), "fqdn-empty"), s, rc);
		return;
	}
	fqdn = name_normal(facts->region, object_text(rc, RC_FQDN));
	organisation = presented_by_organisation(facts);
	p = presented_by_connector(facts, rc, s->id);
	judge_cover(j, s, rc, decided_by(&organisation, &p, fqdn) ? &organisation : &p, fqdn);
	presented_clear(&p);
	presented_clear(&organisation);
}

void
check_connector_fqdn(const struct facts *facts, struct judge *j)
{
	each_receiving(facts, j, SEVERITY_ERROR, judge_fqdn);
}

/* TLS domains of the cloud's connectors to on-premises that ask for one. */
static GPtrArray *
tls_domains(const struct facts *facts)
{
	GPtrArray *connectors = prefer_enabled(hybrid_outbound_connectors(facts), EOC_ENABLED), *stated = g_ptr_array_new();

	for (guint i = 0; i < connectors->len; i++)
		if (object_text(g_ptr_array_index(connectors, i), EOC_TLS_DOMAIN) != NULL)
			g_ptr_array_add(stated, g_ptr_array_index(connectors, i));
	g_ptr_array_unref(connectors);
	return stated;
}

/* Is the FQDN the TLS domain, or one that "*.domain" stands for?  An assumption of one label, as for certificates. */
static bool
tls_domain_takes(const char *tls_domain, const char *fqdn)
{
	return name_covers(tls_domain, fqdn) || (strncmp(tls_domain, "*.", 2) == 0 && strcmp(tls_domain + 2, fqdn) == 0);
}

enum agreement { AGREES, FQDN_DIFFERS, UNDECIDED, NOT_COVERED };

static enum agreement
agreement_of(const struct facts *facts, const struct object *rc, const struct presented *p, const struct object *outbound)
{
	const char *domain = name_normal(facts->region, object_text(outbound, EOC_TLS_DOMAIN)), *fqdn = object_text(rc, RC_FQDN);
	const enum cover cover = domain == NULL ? COVER_NO : presented_cover(p, domain);

	if (!presented_known(p) || cover == COVER_UNKNOWN)
		return UNDECIDED;
	if (cover == COVER_NO)
		return NOT_COVERED;
	fqdn = fqdn != NULL ? name_normal(facts->region, fqdn) : NULL;
	if (fqdn == NULL)
		return value_known(object_get(rc, RC_FQDN)) ? FQDN_DIFFERS : UNDECIDED;
	return tls_domain_takes(domain, fqdn) ? AGREES : FQDN_DIFFERS;
}

static struct finding *
add_agreement(struct judge *j, const struct object *rc, const struct presented *p, enum agreement a)
{
	const char *identity = connector_identity(rc), *reason = p->reason;

	switch (a) {
	case NOT_COVERED:
		return judge_fail(j, SEVERITY_ERROR, identity, "tls-domain-not-covered");
	case FQDN_DIFFERS:
		return judge_fail(j, SEVERITY_INFO, identity, "fqdn-differs");
	case UNDECIDED:
		if (reason == NULL)
			reason = value_reason(object_get(rc, RC_FQDN));
		return judge_not_evaluated(j, SEVERITY_ERROR, identity, reason != NULL ? reason : "value-lost", "CSRV");
	case AGREES:
	default:
		return judge_pass(j, SEVERITY_ERROR, identity);
	}
}

/* Several outbound connectors may be enabled: the row tells of the one that agrees least. */
static void
judge_agreement(const struct facts *facts, struct judge *j, const struct server *s)
{
	const struct object *rc = demand_fqdn_connector(facts, j, s), *worst = NULL;
	enum agreement worst_agreement = AGREES;
	GPtrArray *outbound;
	struct presented p;
	struct finding *row;

	if (rc == NULL)
		return;
	outbound = tls_domains(facts);
	p = presented_by_connector(facts, rc, s->id);
	for (guint i = 0; i < outbound->len; i++) {
		enum agreement a = agreement_of(facts, rc, &p, g_ptr_array_index(outbound, i));

		if (worst == NULL || a > worst_agreement) {
			worst = g_ptr_array_index(outbound, i);
			worst_agreement = a;
		}
	}
	if (worst == NULL) {
		at_connector(judge_not_evaluated(j, SEVERITY_ERROR, connector_identity(rc), "no-object", "EOC"), s, rc);
	} else {
		row = at_connector(add_agreement(j, rc, &p, worst_agreement), s, rc);
		finding_at(row, worst->at);
		finding_value(row, "fqdn", object_text(rc, RC_FQDN) != NULL ? object_text(rc, RC_FQDN) : "-");
		finding_value(row, "tls_domain", object_text(worst, EOC_TLS_DOMAIN));
		finding_value(row, "outbound", object_text(worst, EOC_NAME));
		presented_tell(&p, row);
	}
	g_ptr_array_unref(outbound);
	presented_clear(&p);
}

void
check_connector_agreement(const struct facts *facts, struct judge *j)
{
	each_receiving(facts, j, SEVERITY_ERROR, judge_agreement);
}
