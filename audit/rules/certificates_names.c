/* The names in certificates: those of the transport, and the domain that mail is attributed by. */
#include <string.h>

#include "certificates.h"
#include "connectors.h"
#include "names.h"
#include "servers.h"

/* ---- CERT-010 ---- */

/* Names that the certificate must answer for in SMTP; grave: the cloud's sessions depend on it.  strict: the user demands the
 * name, whatever asks for it. */
struct needed {
	const char *name;
	bool grave, strict;
	struct place at;
	const struct object *object;    /* whose property states the name; NULL: the user */
	int property;
};

static void
need(const struct facts *facts, GArray *all, const struct object *o, int property, bool grave)
{
	const struct value *v = object_get(o, property);
	const char *text = value_text(v), *name = text != NULL ? name_normal(facts->region, text) : NULL;
	struct needed new = { name, grave, false, v->at, o, property };

	if (v->state == VALUE_NOT_STATED || v->state == VALUE_EMPTY || (text != NULL && name == NULL))
		return;
	if (name == NULL) {             /* lost, cut or in conflict: it may be one that is not covered */
		g_array_append_val(all, new);
		return;
	}
	for (guint i = 0; i < all->len; i++) {
		struct needed *old = &g_array_index(all, struct needed, i);

		if (g_strcmp0(old->name, name) == 0) {
			old->grave = old->grave || grave;
			return;
		}
	}
	g_array_append_val(all, new);
}

/* [require] names, or --require-name. */
static void
need_required(const struct facts *facts, GArray *all)
{
	const struct setting *required = settings_find(facts->settings, "require", "names");
	char **words = g_strsplit_set(required != NULL ? required->value : "", LIST_SEPARATORS, -1);

	for (size_t i = 0; words[i] != NULL; i++) {
		const char *name = name_normal(facts->region, words[i]);
		const struct needed new = { name, true, true, required->at, NULL, 0 };

		if (name != NULL)
			g_array_append_val(all, new);
	}
	g_strfreev(words);
}

static enum cover
needed_cover(const struct certificate *c, const struct needed *n)
{
	if (n->name == NULL)
		return COVER_UNKNOWN;
	if (!n->strict)
		return certificate_covers_smtp(c, n->name);
	return certificate_covers(c, n->name) == COVER_CN_ONLY ? COVER_NO : certificate_covers(c, n->name);
}

static GArray *
needed_names(const struct facts *facts)
{
	const struct hybrid *h = facts->hybrid;
	GArray *all = g_array_new(FALSE, FALSE, sizeof(struct needed));
	GPtrArray *outbound = prefer_enabled(hybrid_outbound_connectors(facts), EOC_ENABLED);
	const char *reason;

	if (h->configuration != NULL)
		need(facts, all, h->configuration, HC_ON_PREMISES_SMART_HOST, false);
	for (guint i = 0; i < h->receiving.servers->len; i++) {
		const struct server *s = g_ptr_array_index(h->receiving.servers, i);
		const struct object *rc = host_of(s) == HOST_2010 ? hybrid_receive_connector(facts, s->id, &reason) : NULL;

		if (rc != NULL)
			need(facts, all, rc, RC_FQDN, true);
	}
	for (guint i = 0; i < outbound->len; i++)
		need(facts, all, g_ptr_array_index(outbound, i), EOC_TLS_DOMAIN, true);
	g_ptr_array_unref(outbound);
	need_required(facts, all);
	return all;
}

/* The cloud compares its TLS domain, not the host it connects to: where that is covered, the smart host's name does not matter. */
static bool
tls_domain_covered(const struct facts *facts, const struct certificate *c)
{
	GPtrArray *outbound = prefer_enabled(hybrid_outbound_connectors(facts), EOC_ENABLED);
	bool covered = outbound->len > 0;

	for (guint i = 0; i < outbound->len; i++) {
		const char *text = object_text(g_ptr_array_index(outbound, i), EOC_TLS_DOMAIN);
		const char *name = text != NULL ? name_normal(facts->region, text) : NULL;
		const enum cover cover = name != NULL ? certificate_covers_smtp(c, name) : COVER_NO;

		covered = covered && (cover == COVER_YES || cover == COVER_CN_ONLY);
	}
	g_ptr_array_unref(outbound);
	return covered;
}

/* The export of an object that may state a further name and was not read whole; NULL when there is none. */
static const char *
cut_export(const struct facts *facts)
{
	const bool *partial = facts->objects->partial;
	bool by_fqdn = false;

	for (guint i = 0; i < facts->hybrid->receiving.servers->len; i++) {
		const enum host host = host_of(g_ptr_array_index(facts->hybrid->receiving.servers, i));

		by_fqdn = by_fqdn || host == HOST_2010 || host == HOST_UNKNOWN;
	}
	return partial[KIND_OUTBOUND_CONNECTOR] ? "EOC" : partial[KIND_HYBRID_CONFIGURATION] ? "HC" :
	    partial[KIND_RECEIVE_CONNECTOR] && by_fqdn ? "RC" : NULL;
}

/* lost: a name that is not known; NULL: the certificate's are not. */
static struct finding *
judge_names_open(struct judge *j, const struct certificate *c, const struct needed *lost)
{
	if (lost == NULL)
		return judge_not_evaluated(j, SEVERITY_ERROR, c->thumbprint, "value-lost", "CERT");
	return judge_value_unknown(j, SEVERITY_ERROR, c->thumbprint, object_get(lost->object, lost->property), lost->object->kind, lost->property);
}

static void
judge_transport_names(const struct facts *facts, struct judge *j, const struct certificate *c, const GArray *needed)
{
	const bool settled = tls_domain_covered(facts, c);
	bool grave = false, gap = false, unknown = false, cn_only = false;
	const struct needed *lost = NULL;
	struct finding *row;

	for (guint i = 0; i < needed->len; i++) {
		const struct needed *n = &g_array_index(needed, struct needed, i);
		const enum cover cover = needed_cover(c, n);
		const bool counts = n->grave || !settled;

		if (n->name == NULL && counts && lost == NULL)
			lost = n;
		grave = grave || (cover == COVER_NO && n->grave);
		gap = gap || (cover == COVER_NO && counts);
		unknown = unknown || (cover == COVER_UNKNOWN && counts);
		cn_only = cn_only || cover == COVER_CN_ONLY;
	}
	if (grave || (gap && !unknown))
		row = judge_fail(j, grave ? SEVERITY_ERROR : SEVERITY_WARNING, c->thumbprint, "not-covered");
	else if (unknown)
		row = judge_names_open(j, c, lost);
	else if (cut_export(facts) != NULL)
		row = judge_not_evaluated(j, SEVERITY_ERROR, c->thumbprint, "not-complete", cut_export(facts));
	else
		row = judge_pass(j, SEVERITY_ERROR, c->thumbprint);
	for (guint i = 0; i < needed->len; i++) {
		const struct needed *n = &g_array_index(needed, struct needed, i);

		/* A pass tells what is covered: the smart host's name need not be. */
		if (n->name != NULL && (needed_cover(c, n) == COVER_NO) == (grave || gap))
			finding_value(row, "names", n->name);
		finding_at(row, n->at);
	}
	if (cn_only)
		finding_value(row, "cn_only", "yes");
	about_certificate(row, c);
}

void
check_transport_names(const struct facts *facts, struct judge *j)
{
	struct presented p = presented_by_organisation(facts);
	GArray *needed = needed_names(facts);

	if (needed->len == 0 && !input_supplied(facts, "HC") && !input_supplied(facts, "RC") && !input_supplied(facts, "SC")) {
		struct finding *row = judge_not_evaluated(j, SEVERITY_ERROR, ORGANISATION, "input-missing", "HC");

		finding_needs(row, "RC");
		finding_needs(row, "SC");
	} else if (p.certificates->len == 0) {
		judge_not_evaluated(j, SEVERITY_ERROR, ORGANISATION, p.reason, "HC");
	}
	for (guint i = 0; needed->len > 0 && i < p.certificates->len; i++)
		judge_transport_names(facts, j, g_ptr_array_index(p.certificates, i), needed);
	g_array_unref(needed);
	presented_clear(&p);
}

/* ---- CERT-011 ---- */

/* Is the name, or the domain right above it, an accepted domain?  "*.contoso.com" counts as contoso.com. */
static enum answer
name_accepted(const struct facts *facts, enum kind kind, const char *name)
{
	const char *own = g_str_has_prefix(name, "*.") ? name + 2 : name, *parent = name_parent(own);
	const enum answer exact = accepted_domain(facts, kind, own);

	return own != name || parent == NULL ? exact : answer_or(exact, accepted_domain(facts, kind, parent));
}

static enum answer
any_name_accepted(const struct facts *facts, enum kind kind, const struct certificate *c)
{
	enum answer accepted = c->names_known ? ANSWER_NO : ANSWER_UNKNOWN;

	for (size_t i = 0; i < c->nnames; i++)
		accepted = answer_or(accepted, name_accepted(facts, kind, c->names[i]));
	return accepted;
}

/* Is a domain further up accepted?  The cloud does not look there. */
static bool
ancestor_accepted(const struct facts *facts, enum kind kind, const char *name)
{
	for (const char *p = name_parent(name); p != NULL; p = name_parent(p))
		if (accepted_domain(facts, kind, p) == ANSWER_YES)
			return true;
	return false;
}

static void
judge_attribution(const struct facts *facts, struct judge *j, const struct certificate *c)
{
	const bool cloud = input_supplied(facts, "ADX");
	const enum kind kind = cloud ? KIND_CLOUD_ACCEPTED_DOMAIN : KIND_ACCEPTED_DOMAIN;
	const enum severity severity = cloud ? SEVERITY_ERROR : SEVERITY_WARNING;
	const enum answer by_cn = c->common_name_host != NULL ? name_accepted(facts, kind, c->common_name_host) : ANSWER_NO;
	const enum answer by_name = any_name_accepted(facts, kind, c);
	const char *parent = c->common_name_host != NULL ? name_parent(c->common_name_host) : NULL;
	struct finding *row;

	if (c->common_name == NULL)
		row = judge_not_evaluated(j, severity, c->thumbprint, "no-common-name", "CERT");
	else if (by_cn == ANSWER_YES)
		row = judge_pass(j, severity, c->thumbprint);
	else if (by_cn == ANSWER_UNKNOWN)
		row = judge_not_evaluated(j, severity, c->thumbprint, "not-complete", cloud ? "ADX" : "AD");
	else if (by_name == ANSWER_YES)
		row = judge_fail(j, SEVERITY_WARNING, c->thumbprint, "san-only");
	else if (by_name == ANSWER_UNKNOWN && !c->names_known)
		row = judge_not_evaluated(j, severity, c->thumbprint, "value-lost", "CERT");
	else if (by_name == ANSWER_UNKNOWN)
		row = judge_not_evaluated(j, severity, c->thumbprint, "not-complete", cloud ? "ADX" : "AD");
	else
		row = judge_fail(j, severity, c->thumbprint, parent != NULL && ancestor_accepted(facts, kind, parent) ? "parent-not-accepted" :
		    "not-accepted");
	about_certificate(row, c);
	finding_value(row, "side", cloud ? "cloud" : "on-premises");
	finding_value(row, "parent", parent != NULL ? parent : c->common_name);
}

void
check_attribution(const struct facts *facts, struct judge *j)
{
	struct presented p = presented_by_organisation(facts);

	if (p.certificates->len == 0)
		judge_not_evaluated(j, SEVERITY_ERROR, ORGANISATION, p.reason, "HC");
	for (guint i = 0; i < p.certificates->len; i++)
		judge_attribution(facts, j, g_ptr_array_index(p.certificates, i));
	presented_clear(&p);
}
