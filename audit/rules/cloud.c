/* The cloud's own connectors to and from on-premises: they exist, and expect the certificate that is shown to them. */
#include "cloud.h"

#include <string.h>

#include "servers.h"

const char *
cloud_connector_name(const struct object *c)
{
	const char *name = object_text(c, c->kind == KIND_INBOUND_CONNECTOR ? EIC_NAME : EOC_NAME);

	return name != NULL ? name : c->key;
}

struct finding *
about_cloud(struct finding *row, const struct object *c)
{
	finding_at(row, c->at);
	return row;
}

struct finding *
cloud_unknown(struct judge *j, enum severity severity, const struct object *c, int property)
{
	return judge_property_unknown(j, severity, cloud_connector_name(c), c, property);
}

/* ---- CONN-050 ---- */

/* What the connectors from on-premises amount to, the best of them first. */
struct inbound {
	GPtrArray *working;                     /* OnPremises and enabled */
	const struct object *disabled, *partner, *doubtful;
	int doubtful_property;
};

static void
note_doubt(struct inbound *in, const struct object *c, int property)
{
	if (in->doubtful == NULL) {
		in->doubtful = c;
		in->doubtful_property = property;
	}
}

static struct inbound
look_at_inbound(const struct facts *facts)
{
	struct inbound in = { g_ptr_array_new(), NULL, NULL, NULL, 0 };
	GPtrArray *hybrid = hybrid_inbound_connectors(facts);

	for (size_t i = 0; i < objects_count(facts->objects, KIND_INBOUND_CONNECTOR); i++) {
		const struct object *c = objects_at(facts->objects, KIND_INBOUND_CONNECTOR, i);
		const struct value *type = object_get(c, EIC_CONNECTOR_TYPE), *enabled = object_get(c, EIC_ENABLED);

		if (!value_known(type))
			note_doubt(&in, c, EIC_CONNECTOR_TYPE);
		else if (value_has(type, "OnPremises") == ANSWER_NO)
			in.partner = g_ptr_array_find(hybrid, c, NULL) ? c : in.partner;
		else if (value_true(enabled) == ANSWER_UNKNOWN)
			note_doubt(&in, c, EIC_ENABLED);
		else if (value_true(enabled) == ANSWER_YES)
			g_ptr_array_add(in.working, (gpointer)(guintptr)c);
		else
			in.disabled = c;
	}
	g_ptr_array_unref(hybrid);
	return in;
}

static void
judge_no_inbound(const struct facts *facts, struct judge *j, const struct inbound *in)
{
	const struct object *culprit = in->disabled != NULL ? in->disabled : in->partner;
	const enum answer wanted = facts->hybrid->secure_mail;
	struct finding *row;

	if (wanted == ANSWER_NO)
		row = judge_not_applicable(j, SEVERITY_BLOCKER, ORGANISATION, "secure-mail-off");
	else if (wanted == ANSWER_UNKNOWN)
		row = judge_value_unknown(j, SEVERITY_BLOCKER, ORGANISATION, object_get(facts->hybrid->configuration, HC_FEATURES),
		    KIND_HYBRID_CONFIGURATION, HC_FEATURES);
	else if (in->doubtful != NULL)
		row = judge_property_unknown(j, SEVERITY_BLOCKER, ORGANISATION, in->doubtful, in->doubtful_property);
	else if (!objects_complete(facts->objects, KIND_INBOUND_CONNECTOR))
		row = judge_not_evaluated(j, SEVERITY_BLOCKER, ORGANISATION, "not-complete", "EIC");
	else
		row = judge_fail(j, SEVERITY_BLOCKER, ORGANISATION, in->disabled != NULL ? "disabled" :
		    in->partner != NULL ? "not-onpremises" : "missing");
	if (culprit != NULL) {
		finding_value(row, "connector", cloud_connector_name(culprit));
		finding_at(row, culprit->at);
	}
}

static void
check_inbound_exists(const struct facts *facts, struct judge *j)
{
	struct inbound in = look_at_inbound(facts);

	if (in.working->len > 0) {
		struct finding *row = judge_pass(j, SEVERITY_BLOCKER, ORGANISATION);

		for (guint i = 0; i < in.working->len; i++) {
			finding_value(row, "connector", cloud_connector_name(g_ptr_array_index(in.working, i)));
			finding_at(row, ((const struct object *)g_ptr_array_index(in.working, i))->at);
		}
	} else
		judge_no_inbound(facts, j, &in);
	g_ptr_array_unref(in.working);
}

/* ---- CONN-051 ---- */

/* "*.d" stands for the names one label below d, not for d itself. */
static enum cover
below_covers(const struct certificate *c, const char *d)
{
	for (size_t i = 0; i < c->nnames; i++)
		if (g_strcmp0(name_parent(c->names[i]), d) == 0)
			return COVER_YES;
	if (!c->names_known)
		return COVER_UNKNOWN;
	if (c->common_name_host == NULL || g_strcmp0(name_parent(c->common_name_host), d) != 0)
		return COVER_NO;
	return c->has_dns_names ? COVER_CN_ONLY : COVER_YES;
}

/* The value may be a name, a wildcard, or a whole tag. */
enum cover
sender_matches(const struct facts *facts, const struct presented *p, const char *text)
{
	const char *name = name_normal(facts->region, text);
	enum answer all = p->certificates->len > 0 ? ANSWER_YES : ANSWER_UNKNOWN;
	struct tag tag;

	if (name != NULL && g_str_has_prefix(name, "*."))
		return presented_cover_by(p, below_covers, name + 2);
	if (strchr(text, '<') == NULL)
		return name != NULL ? presented_cover(p, name) : COVER_NO;
	if (!tag_parse(facts->region, text, &tag))
		return COVER_NO;
	for (guint i = 0; i < p->certificates->len; i++)
		all = answer_and(all, tag_names(&tag, g_ptr_array_index(p->certificates, i)));
	return all == ANSWER_YES ? COVER_YES : all == ANSWER_NO ? COVER_NO : COVER_UNKNOWN;
}

static struct finding *
judge_sender_of_several(const struct facts *facts, struct judge *j, const struct object *c, const char *text)
{
	const enum answer sent = sent_by_a_connector(facts, text);

	return sent == ANSWER_YES ? judge_pass(j, SEVERITY_ERROR, cloud_connector_name(c)) :
	    sent == ANSWER_NO ? judge_fail(j, SEVERITY_ERROR, cloud_connector_name(c), "not-matching") :
	    judge_not_evaluated(j, SEVERITY_ERROR, cloud_connector_name(c), "tenant-unknown", "EIC");
}

static void
judge_named_sender(const struct facts *facts, struct judge *j, const struct object *c, const char *text)
{
	struct presented p = presented_by_send_connectors(facts);
	const enum cover cover = sender_matches(facts, &p, text);
	struct finding *row;

	/* A certain "no" decides; beside a match, a connector whose certificate is not known leaves it open. */
	if (p.certificates->len == 0 || (p.reason != NULL && cover != COVER_NO))
		row = judge_not_evaluated(j, SEVERITY_ERROR, cloud_connector_name(c), p.reason, "SC");
	else if (several_tenants(facts))
		row = judge_sender_of_several(facts, j, c, text);
	else
		row = cover == COVER_NO ? judge_fail(j, SEVERITY_ERROR, cloud_connector_name(c), "not-matching") :
		    cover == COVER_UNKNOWN ? judge_not_evaluated(j, SEVERITY_ERROR, cloud_connector_name(c), "value-lost", "CERT") :
		    judge_pass(j, SEVERITY_ERROR, cloud_connector_name(c));
	finding_at(row, c->at);
	finding_value(row, "sender_name", text);
	if (cover == COVER_CN_ONLY)
		finding_value(row, "cn_only", "yes");
	presented_tell(&p, row);
	presented_clear(&p);
}

static void
judge_sender(const struct facts *facts, struct judge *j, const struct object *c)
{
	const struct value *name = object_get(c, EIC_TLS_SENDER_CERTIFICATE_NAME), *addresses = object_get(c, EIC_SENDER_IP_ADDRESSES);

	if (value_text(name) != NULL)
		judge_named_sender(facts, j, c, value_text(name));
	else if (!value_known(name))
		cloud_unknown(j, SEVERITY_ERROR, c, EIC_TLS_SENDER_CERTIFICATE_NAME);
	else if (addresses->n > 0 && value_shows_items(addresses))
		finding_at(judge_pass(j, SEVERITY_ERROR, cloud_connector_name(c)), c->at);   /* attributed by address */
	else if (!value_known(addresses))
		cloud_unknown(j, SEVERITY_ERROR, c, EIC_SENDER_IP_ADDRESSES);
	else
		finding_at(judge_fail(j, SEVERITY_ERROR, cloud_connector_name(c), "empty"), c->at);
}

void
each_inbound(const struct facts *facts, struct judge *j, enum severity severity,
    void (*judge_one)(const struct facts *, struct judge *, const struct object *))
{
	GPtrArray *all = prefer_enabled(hybrid_inbound_connectors(facts), EIC_ENABLED);

	for (guint i = 0; i < all->len; i++)
		judge_one(facts, j, g_ptr_array_index(all, i));
	if (all->len == 0)
		judge_not_evaluated(j, severity, ORGANISATION, "no-inbound-connector", "EIC");
	g_ptr_array_unref(all);
}

static void
check_sender(const struct facts *facts, struct judge *j)
{
	each_inbound(facts, j, SEVERITY_ERROR, judge_sender);
}

/* ---- CONN-060 ---- */

void
each_outbound(const struct facts *facts, struct judge *j, enum severity severity,
    void (*judge_one)(const struct facts *, struct judge *, const struct object *))
{
	GPtrArray *all = prefer_enabled(hybrid_outbound_connectors(facts), EOC_ENABLED);

	for (guint i = 0; i < all->len; i++)
		judge_one(facts, j, g_ptr_array_index(all, i));
	if (all->len == 0)
		judge_not_evaluated(j, severity, ORGANISATION, "no-outbound-connector", "EOC");
	g_ptr_array_unref(all);
}

/* What a server shows the cloud.  Without a connector of its own to tell, it is the certificate of the organisation. */
static struct presented
presented_on(const struct facts *facts, const struct server *s, const struct object **rc)
{
	const char *reason = NULL;
	struct presented p;

	*rc = s != NULL ? hybrid_receive_connector(facts, s->id, &reason) : NULL;
	if (*rc != NULL)
		return presented_by_connector(facts, *rc, s->id);
	if (reason == NULL || strcmp(reason, "input-missing") == 0)
		return presented_by_organisation(facts);
	/* Without a connector for the cloud, the session lands on another, which shows what it chooses. */
	if (strcmp(reason, "no-hybrid-connector") == 0)
		reason = "no-secure-mail-certificate";
	p = (struct presented){ g_ptr_array_new(), reason, false, false };
	return p;
}

static void
judge_on_server(const struct facts *facts, struct judge *j, const struct object *c, const char *text, const struct server *s)
{
	const char *domain = name_normal(facts->region, text);
	const struct object *rc;
	struct presented p = presented_on(facts, s, &rc);
	const enum cover cover = domain != NULL ? presented_cover(&p, domain) : COVER_NO;
	struct finding *row;

	if (!presented_known(&p))
		row = judge_not_evaluated(j, SEVERITY_BLOCKER, cloud_connector_name(c), p.reason, "CSRV");
	else
		row = cover == COVER_NO ? judge_fail(j, SEVERITY_BLOCKER, cloud_connector_name(c), "not-covered") :
		    cover == COVER_UNKNOWN ? judge_not_evaluated(j, SEVERITY_BLOCKER, cloud_connector_name(c), "value-lost", "CERT") :
		    judge_pass(j, SEVERITY_BLOCKER, cloud_connector_name(c));
	finding_at(row, c->at);
	if (rc != NULL)
		finding_at(row, rc->at);
	finding_server(row, s != NULL ? s->name : "");
	finding_value(row, "tls_domain", text);
	finding_value(row, "centralized", answer_name(facts->hybrid->centralized));
	if (cover == COVER_CN_ONLY)
		finding_value(row, "cn_only", "yes");
	if (p.assumed)
		finding_value(row, "assumed", "yes");
	presented_tell(&p, row);
	presented_clear(&p);
}

static void
judge_outbound(const struct facts *facts, struct judge *j, const struct object *c)
{
	const struct value *settings = object_get(c, EOC_TLS_SETTINGS), *domain = object_get(c, EOC_TLS_DOMAIN);
	const struct server_set *receiving = &facts->hybrid->receiving;

	if (!value_known(settings)) {
		cloud_unknown(j, SEVERITY_BLOCKER, c, EOC_TLS_SETTINGS);
		return;
	}
	if (value_has(settings, "DomainValidation") == ANSWER_NO) {
		finding_at(judge_not_applicable(j, SEVERITY_BLOCKER, cloud_connector_name(c), "not-domain-validation"), c->at);
		return;
	}
	if (!value_known(domain)) {
		cloud_unknown(j, SEVERITY_BLOCKER, c, EOC_TLS_DOMAIN);
		return;
	}
	if (value_text(domain) == NULL) {
		finding_at(judge_fail(j, SEVERITY_BLOCKER, cloud_connector_name(c), "tls-domain-empty"), c->at);
		return;
	}
	for (guint i = 0; i < receiving->servers->len; i++)
		judge_on_server(facts, j, c, value_text(domain), g_ptr_array_index(receiving->servers, i));
	if (receiving->reason != NULL)
		judge_set_unknown(j, SEVERITY_BLOCKER, cloud_connector_name(c), receiving);
	else if (receiving->servers->len == 0 && !receiving->assumed)
		finding_at(judge_not_evaluated(j, SEVERITY_BLOCKER, cloud_connector_name(c), "no-object", "HC"), c->at);
	else if (receiving->servers->len == 0)
		judge_on_server(facts, j, c, value_text(domain), NULL);
}

static void
check_outbound(const struct facts *facts, struct judge *j)
{
	each_outbound(facts, j, SEVERITY_BLOCKER, judge_outbound);
}

/* ---- CONN-061 ---- */

static void
judge_settings(const struct facts *facts, struct judge *j, const struct object *c)
{
	static const struct { const char *text, *reason; enum severity severity; } known[] = {
		{ "DomainValidation", NULL, SEVERITY_ERROR },
		{ "CertificateValidation", "certificate-validation", SEVERITY_WARNING },
		{ "EncryptionOnly", "encryption-only", SEVERITY_ERROR },
		{ "None", "empty", SEVERITY_ERROR },
	};
	const struct value *v = object_get(c, EOC_TLS_SETTINGS);
	const char *text = value_text(v);
	struct finding *row = NULL;

	(void)facts;
	if (!value_known(v)) {
		cloud_unknown(j, SEVERITY_ERROR, c, EOC_TLS_SETTINGS);
		return;
	}
	for (size_t i = 0; text != NULL && row == NULL && i < G_N_ELEMENTS(known); i++)
		if (g_ascii_strcasecmp(text, known[i].text) == 0)
			row = known[i].reason == NULL ? judge_pass(j, known[i].severity, cloud_connector_name(c)) :
			    judge_fail(j, known[i].severity, cloud_connector_name(c), known[i].reason);
	if (row == NULL)
		row = text == NULL ? judge_fail(j, SEVERITY_ERROR, cloud_connector_name(c), "empty") :
		    judge_not_evaluated(j, SEVERITY_ERROR, cloud_connector_name(c), "value-lost", "EOC");
	finding_at(row, c->at);
}

static void
check_settings(const struct facts *facts, struct judge *j)
{
	each_outbound(facts, j, SEVERITY_ERROR, judge_settings);
}

static const struct rule rules[] = {
	{ "CONN-050", SEVERITY_BLOCKER, SUBJECT_ORGANISATION, WIZARD_MADE, "EIC", "missing disabled not-onpremises secure-mail-off",
	  "connector field", NULL, NULL, check_inbound_exists },
	{ "CONN-051", SEVERITY_ERROR, SUBJECT_INBOUND_CONNECTOR, WIZARD_MADE, "EIC, CERT|CSRV",
	  "not-matching empty no-inbound-connector no-secure-mail-certificate tenant-unknown",
	  "sender_name certificate cn_only field", NULL, NULL, check_sender },
	{ "CONN-052", SEVERITY_ERROR, SUBJECT_INBOUND_CONNECTOR, WIZARD_MADE, "EIC, ADX",
	  "not-accepted san-only no-inbound-connector by-address no-sender-name", "sender_name certificate field", "2017-07-05", NULL,
	  check_sender_domain },
	{ "CONN-053", SEVERITY_WARNING, SUBJECT_INBOUND_CONNECTOR, WIZARD_MADE, "EIC", "both no-inbound-connector older-wizard",
	  "sender_name addresses field", NULL, NULL, check_both },
	{ "CONN-054", SEVERITY_ERROR, SUBJECT_INBOUND_CONNECTOR, WIZARD_MADE, "EIC",
	  "ipv6 too-wide private no-inbound-connector no-addresses", "addresses field", NULL, NULL, check_sender_addresses },
	{ "CONN-055", SEVERITY_ERROR, SUBJECT_INBOUND_CONNECTOR, WIZARD_MADE, "EIC", "headers-off no-inbound-connector", "field", NULL, NULL,
	  check_inbound_headers },
	{ "CONN-057", SEVERITY_WARNING, SUBJECT_INBOUND_CONNECTOR, WIZARD_MADE, "EIC", "tls-not-required no-inbound-connector", "field",
	  NULL, NULL, check_inbound_tls },
	{ "CONN-058", SEVERITY_INFO, SUBJECT_INBOUND_CONNECTOR, WIZARD_MADE, "EIC", "hand-made migrated no-inbound-connector", "field",
	  NULL, NULL, check_source },
	{ "CONN-059", SEVERITY_WARNING, SUBJECT_INBOUND_CONNECTOR, WIZARD_MADE, "EIC",
	  "same-name same-addresses restricted no-inbound-connector", "others field", NULL, NULL, check_inbound_conflict },
	{ "CONN-060", SEVERITY_BLOCKER, SUBJECT_OUTBOUND_CONNECTOR, WIZARD_MADE, "EOC, CERT|CSRV",
	  "not-covered tls-domain-empty no-outbound-connector server-not-exported no-secure-mail-certificate not-domain-validation",
	  "tls_domain certificate centralized cn_only assumed field", NULL, NULL, check_outbound },
	{ "CONN-061", SEVERITY_ERROR, SUBJECT_OUTBOUND_CONNECTOR, WIZARD_MADE, "EOC",
	  "empty encryption-only certificate-validation no-outbound-connector", "field", NULL, NULL, check_settings },
	{ "CONN-062", SEVERITY_ERROR, SUBJECT_OUTBOUND_CONNECTOR, WIZARD_MADE, "EOC, HC",
	  "empty mx-record differs address no-outbound-connector smart-host-not-set other-tenant",
	  "hosts expected field", NULL, NULL, check_smart_hosts },
	{ "CONN-063", SEVERITY_ERROR, SUBJECT_OUTBOUND_CONNECTOR, WIZARD_MADE, "EOC, HC|AD", "missing rule-scoped no-outbound-connector",
	  "domains assumed field", NULL, NULL, check_recipient_domains },
	{ "CONN-065", SEVERITY_ERROR, SUBJECT_OUTBOUND_CONNECTOR, WIZARD_MADE, "EOC",
	  "disabled headers-off rule-scoped not-validated no-outbound-connector", "field", NULL, NULL, check_outbound_setup },
	{ "CONN-066", SEVERITY_WARNING, SUBJECT_OUTBOUND_CONNECTOR, WIZARD_MADE, "EOC", "same-domain more-specific no-outbound-connector",
	  "domains others field", NULL, NULL, check_outbound_overlap },
	{ "CONN-067", SEVERITY_ERROR, SUBJECT_OUTBOUND_CONNECTOR, WIZARD_MADE, "EOC",
	  "private-address internal-name no-outbound-connector no-smart-host", "hosts field", NULL, NULL, check_private_hosts },
	{ "CONN-069", SEVERITY_WARNING, SUBJECT_OUTBOUND_CONNECTOR, WIZARD_MADE, "EOC", "both-enabled no-outbound-connector", "others field",
	  NULL, NULL, check_pairs },
};

const struct family cloud_family = { "cloud", rules, G_N_ELEMENTS(rules) };
