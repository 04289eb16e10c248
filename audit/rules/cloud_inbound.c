/* How the cloud recognises sessions of the on-premises servers: the name in the certificate is the organisation's (CONN-052), or
 * addresses (CONN-053, CONN-054); what it makes of their mail (CONN-055 to CONN-059). */
#include <stdlib.h>
#include <string.h>

#include "cloud.h"
#include "names.h"

/* ---- CONN-052 ---- */

/* Is the name, or the domain right above it, an accepted domain of the cloud?  "*.contoso.com" counts as contoso.com. */
static enum answer
belongs(const struct facts *facts, const char *name)
{
	const char *own = g_str_has_prefix(name, "*.") ? name + 2 : name, *parent = name_parent(own);
	const enum answer exact = accepted_domain(facts, KIND_CLOUD_ACCEPTED_DOMAIN, own);

	return own != name || parent == NULL ? exact : answer_or(exact, accepted_domain(facts, KIND_CLOUD_ACCEPTED_DOMAIN, parent));
}

/* Is the name one of the certificate's, and has every certificate that is shown another one that belongs to the organisation? */
static enum answer
certificates_belong(const struct facts *facts, const struct presented *p, const char *host)
{
	const enum cover cover = host != NULL ? presented_cover(p, host) : COVER_NO;
	enum answer all = cover != COVER_YES && cover != COVER_CN_ONLY ? ANSWER_NO :
	    p->certificates->len > 0 && p->reason == NULL ? ANSWER_YES : ANSWER_UNKNOWN;

	for (guint i = 0; i < p->certificates->len; i++) {
		const struct certificate *c = g_ptr_array_index(p->certificates, i);
		enum answer one = c->names_known ? ANSWER_NO : ANSWER_UNKNOWN;

		for (size_t k = 0; k < c->nnames; k++)
			one = answer_or(one, belongs(facts, c->names[k]));
		if (c->common_name_host != NULL)
			one = answer_or(one, belongs(facts, c->common_name_host));
		all = answer_and(all, one);
	}
	return all;
}

/* The value may be a name, a wildcard, or a whole tag, of which the subject's CN counts. */
static const char *
sender_host(const struct facts *facts, const char *text)
{
	const char *cn;
	struct tag tag;

	if (strchr(text, '<') == NULL)
		return name_normal(facts->region, text);
	cn = tag_parse(facts->region, text, &tag) && tag.subject != NULL ? dn_value(tag.subject, "CN") : NULL;
	return cn != NULL ? name_normal(facts->region, cn) : NULL;
}

static void
judge_named(const struct facts *facts, struct judge *j, const struct object *c, const char *text)
{
	const char *host = sender_host(facts, text);
	const enum answer own = host != NULL ? belongs(facts, host) : ANSWER_NO;
	struct presented p = presented_by_send_connectors(facts);
	struct finding *row;

	if (own == ANSWER_YES)
		row = judge_pass(j, SEVERITY_ERROR, cloud_connector_name(c));
	else if (own == ANSWER_UNKNOWN)
		row = judge_not_evaluated(j, SEVERITY_ERROR, cloud_connector_name(c), "not-complete", "ADX");
	else if (certificates_belong(facts, &p, host) == ANSWER_YES) {
		row = judge_fail(j, SEVERITY_WARNING, cloud_connector_name(c), "san-only");
		presented_tell(&p, row);
	} else
		row = judge_fail(j, SEVERITY_ERROR, cloud_connector_name(c), "not-accepted");
	finding_value(about_cloud(row, c), "sender_name", text);
	presented_clear(&p);
}

static void
judge_sender_domain(const struct facts *facts, struct judge *j, const struct object *c)
{
	const struct value *name = object_get(c, EIC_TLS_SENDER_CERTIFICATE_NAME), *addresses = object_get(c, EIC_SENDER_IP_ADDRESSES);

	if (value_text(name) != NULL)
		judge_named(facts, j, c, value_text(name));
	else if (!value_known(name))
		cloud_unknown(j, SEVERITY_ERROR, c, EIC_TLS_SENDER_CERTIFICATE_NAME);
	else
		about_cloud(judge_not_applicable(j, SEVERITY_ERROR, cloud_connector_name(c), value_shows_items(addresses) && addresses->n > 0 ? "by-address" :
		    "no-sender-name"), c);
}

void
check_sender_domain(const struct facts *facts, struct judge *j)
{
	each_inbound(facts, j, SEVERITY_ERROR, judge_sender_domain);
}

/* ---- CONN-053 ---- */

static void
judge_both(const struct facts *facts, struct judge *j, const struct object *c)
{
	const struct value *name = object_get(c, EIC_TLS_SENDER_CERTIFICATE_NAME), *addresses = object_get(c, EIC_SENDER_IP_ADDRESSES);
	const bool named = value_text(name) != NULL, by_address = value_shows_items(addresses) && addresses->n > 0;
	struct finding *row;

	(void)facts;
	if (g_ascii_strcasecmp(cloud_connector_name(c), "Hybrid Mail Flow Inbound Connector") == 0)
		about_cloud(judge_not_applicable(j, SEVERITY_WARNING, cloud_connector_name(c), "older-wizard"), c);
	else if (named && by_address) {
		row = about_cloud(judge_fail(j, SEVERITY_WARNING, cloud_connector_name(c), "both"), c);
		finding_value(row, "sender_name", value_text(name));
		finding_items(row, "addresses", addresses);
	} else if (!named && !value_known(name) && (by_address || !value_known(addresses)))
		cloud_unknown(j, SEVERITY_WARNING, c, EIC_TLS_SENDER_CERTIFICATE_NAME);
	else if (named && !value_known(addresses))
		cloud_unknown(j, SEVERITY_WARNING, c, EIC_SENDER_IP_ADDRESSES);
	else
		about_cloud(judge_pass(j, SEVERITY_WARNING, cloud_connector_name(c)), c);
}

void
check_both(const struct facts *facts, struct judge *j)
{
	each_inbound(facts, j, SEVERITY_WARNING, judge_both);
}

/* ---- CONN-054 ---- */

/* Do the first three octets of its ends agree?  "203.0.113.0-203.0.117.255" is as wide as a network. */
static bool
within_24(const struct range *r)
{
	struct address last = r->high;

	last.octets[sizeof last.octets - 1] = r->low.octets[sizeof last.octets - 1];
	return address_compare(&last, &r->low) == 0;
}

/* What is wrong with an address; NULL when nothing is.  *unread: it is none. */
static const char *
wrong_address(const char *text, bool *unread)
{
	const char *slash = strchr(text, '/');
	struct range r;

	if (!range_parse(text, &r)) {
		*unread = true;
		return NULL;
	}
	if (r.low.family == 6)
		return "ipv6";
	if ((slash != NULL && strtoul(slash + 1, NULL, 10) < 24) || !within_24(&r))
		return "too-wide";
	return address_is_private(&r.low) || address_is_private(&r.high) ? "private" : NULL;
}

static void
judge_sender_addresses(const struct facts *facts, struct judge *j, const struct object *c)
{
	const struct value *v = object_get(c, EIC_SENDER_IP_ADDRESSES);
	const char *reason = NULL;
	bool unread = false;
	struct finding *row;

	(void)facts;
	for (size_t i = 0; value_shows_items(v) && reason == NULL && i < v->n; i++)
		reason = wrong_address(v->items[i], &unread);
	if (reason != NULL) {
		row = about_cloud(judge_fail(j, SEVERITY_ERROR, cloud_connector_name(c), reason), c);
		for (size_t i = 0; i < v->n; i++)
			if (g_strcmp0(wrong_address(v->items[i], &unread), reason) == 0)
				finding_value(row, "addresses", v->items[i]);
	} else if (!value_known(v))
		cloud_unknown(j, SEVERITY_ERROR, c, EIC_SENDER_IP_ADDRESSES);
	else if (unread)
		about_cloud(judge_not_evaluated(j, SEVERITY_ERROR, cloud_connector_name(c), "value-lost", "EIC"), c);
	else
		about_cloud(v->n == 0 ? judge_not_applicable(j, SEVERITY_ERROR, cloud_connector_name(c), "no-addresses") :
		    judge_pass(j, SEVERITY_ERROR, cloud_connector_name(c)), c);
}

void
check_sender_addresses(const struct facts *facts, struct judge *j)
{
	each_inbound(facts, j, SEVERITY_ERROR, judge_sender_addresses);
}

/* ---- CONN-055, CONN-057, CONN-058 ---- */

/* A boolean that must be true. */
static void
judge_true(struct judge *j, enum severity severity, const struct object *c, int property, const char *reason)
{
	const enum answer said = value_true(object_get(c, property));

	if (said == ANSWER_UNKNOWN)
		cloud_unknown(j, severity, c, property);
	else
		about_cloud(said == ANSWER_NO ? judge_fail(j, severity, cloud_connector_name(c), reason) :
		    judge_pass(j, severity, cloud_connector_name(c)), c);
}

static void
judge_inbound_headers(const struct facts *facts, struct judge *j, const struct object *c)
{
	(void)facts;
	judge_true(j, SEVERITY_ERROR, c, EIC_CLOUD_SERVICES_MAIL_ENABLED, "headers-off");
}

void
check_inbound_headers(const struct facts *facts, struct judge *j)
{
	each_inbound(facts, j, SEVERITY_ERROR, judge_inbound_headers);
}

/* Microsoft says that the setting counts for connectors of type Partner only; the wizard sets it all the same. */
static void
judge_inbound_tls(const struct facts *facts, struct judge *j, const struct object *c)
{
	(void)facts;
	judge_true(j, value_has(object_get(c, EIC_CONNECTOR_TYPE), "Partner") == ANSWER_YES ? SEVERITY_WARNING : SEVERITY_INFO, c,
	    EIC_REQUIRE_TLS, "tls-not-required");
}

void
check_inbound_tls(const struct facts *facts, struct judge *j)
{
	each_inbound(facts, j, SEVERITY_INFO, judge_inbound_tls);
}

static void
judge_source(const struct facts *facts, struct judge *j, const struct object *c)
{
	const struct value *v = object_get(c, EIC_CONNECTOR_SOURCE);

	(void)facts;
	if (object_text(c, EIC_CONNECTOR_SOURCE) == NULL)
		cloud_unknown(j, SEVERITY_INFO, c, EIC_CONNECTOR_SOURCE);
	else if (value_has(v, "HybridWizard") == ANSWER_YES)
		about_cloud(judge_pass(j, SEVERITY_INFO, cloud_connector_name(c)), c);
	else
		about_cloud(judge_fail(j, SEVERITY_INFO, cloud_connector_name(c), value_has(v, "Migrated") == ANSWER_YES ? "migrated" : "hand-made"), c);
}

void
check_source(const struct facts *facts, struct judge *j)
{
	each_inbound(facts, j, SEVERITY_INFO, judge_source);
}

/* ---- CONN-059 ---- */

static bool
addresses_meet(const struct value *a, const struct value *b)
{
	struct range x, y;

	for (size_t i = 0; value_shows_items(a) && i < a->n; i++)
		for (size_t k = 0; value_shows_items(b) && k < b->n; k++)
			if (range_parse(a->items[i], &x) && range_parse(b->items[k], &y) && x.low.family == y.low.family && range_overlaps(&x, &y))
				return true;
	return false;
}

/* Names without regard to case and final dot; whole tags as they are written. */
static bool
same_sender(const struct facts *facts, const char *a, const char *b)
{
	const char *x = name_normal(facts->region, a), *y = name_normal(facts->region, b);

	return x != NULL && y != NULL ? strcmp(x, y) == 0 : g_ascii_strcasecmp(a, b) == 0;
}

/* Another enabled connector from on-premises that the same sessions fit; NULL when there is none. */
static const char *
conflict_with(const struct facts *facts, const struct object *c, const struct object *other)
{
	const char *name = object_text(c, EIC_TLS_SENDER_CERTIFICATE_NAME), *its = object_text(other, EIC_TLS_SENDER_CERTIFICATE_NAME);

	if (name != NULL && its != NULL && same_sender(facts, name, its))
		return "same-name";
	return addresses_meet(object_get(c, EIC_SENDER_IP_ADDRESSES), object_get(other, EIC_SENDER_IP_ADDRESSES)) ? "same-addresses" : NULL;
}

/* A restriction to addresses makes the cloud refuse all mail of the sender domains that comes from elsewhere. */
static bool
restricted_for_all(const struct object *c)
{
	const struct value *domains = object_get(c, EIC_SENDER_DOMAINS);

	return value_true(object_get(c, EIC_RESTRICT_DOMAINS_TO_IP_ADDRESSES)) == ANSWER_YES &&
	    answer_or(value_has(domains, "*"), answer_or(value_has(domains, "smtp:*"), value_has(domains, "smtp:*;1"))) == ANSWER_YES;
}

/* A property that may hide that two connectors fit the same sessions; -1 when none does. */
static int
conflict_open(const struct object *c)
{
	static const int deciding[] = { EIC_TLS_SENDER_CERTIFICATE_NAME, EIC_SENDER_IP_ADDRESSES };

	for (size_t i = 0; i < G_N_ELEMENTS(deciding); i++)
		if (!value_known(object_get(c, deciding[i])))
			return deciding[i];
	return -1;
}

/* May it restrict the senders, although that is not stated?  Without addresses there is nothing to restrict them to. */
static bool
restriction_open(const struct object *c)
{
	const struct value *addresses = object_get(c, EIC_SENDER_IP_ADDRESSES);
	const bool none = value_known(addresses) && addresses->n == 0;

	return !none && value_true(object_get(c, EIC_RESTRICT_DOMAINS_TO_IP_ADDRESSES)) == ANSWER_UNKNOWN;
}

/* A pair is told once, for the connector that comes first. */
static void
judge_among(const struct facts *facts, struct judge *j, const GPtrArray *all, guint at)
{
	const struct object *c = g_ptr_array_index(all, at), *open = all->len > 1 && conflict_open(c) >= 0 ? c : NULL;
	struct finding *row = NULL;
	bool told = false;

	for (guint i = 0; i < all->len; i++) {
		const struct object *other = g_ptr_array_index(all, i);
		const char *reason = i != at ? conflict_with(facts, c, other) : NULL;

		if (i != at && open == NULL && conflict_open(other) >= 0)
			open = other;
		told = told || (reason != NULL && i < at);
		if (reason == NULL || i < at)
			continue;
		if (row == NULL)
			row = about_cloud(judge_fail(j, SEVERITY_WARNING, cloud_connector_name(c), reason), c);
		finding_value(row, "others", cloud_connector_name(other));
		finding_at(row, other->at);
	}
	if (row != NULL || told)
		return;
	if (restricted_for_all(c))
		about_cloud(judge_fail(j, SEVERITY_WARNING, cloud_connector_name(c), "restricted"), c);
	else if (open != NULL)
		judge_property_unknown(j, SEVERITY_WARNING, cloud_connector_name(c), open, conflict_open(open));
	else if (restriction_open(c))
		cloud_unknown(j, SEVERITY_WARNING, c, EIC_RESTRICT_DOMAINS_TO_IP_ADDRESSES);
	else if (facts->objects->partial[KIND_INBOUND_CONNECTOR])
		about_cloud(judge_not_evaluated(j, SEVERITY_WARNING, cloud_connector_name(c), "not-complete", "EIC"), c);
	else
		about_cloud(judge_pass(j, SEVERITY_WARNING, cloud_connector_name(c)), c);
}

void
check_inbound_conflict(const struct facts *facts, struct judge *j)
{
	GPtrArray *all = prefer_enabled(hybrid_inbound_connectors(facts), EIC_ENABLED);

	for (guint i = 0; i < all->len; i++)
		judge_among(facts, j, all, i);
	if (all->len == 0)
		judge_not_evaluated(j, SEVERITY_WARNING, ORGANISATION, "no-inbound-connector", "EIC");
	g_ptr_array_unref(all);
}
