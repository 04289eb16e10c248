/* The names in certificates: the web host, the transport names, and the domain that mail is attributed by. */
#include <string.h>

#include "autodiscover.h"
#include "certificates.h"
#include "connectors.h"
#include "names.h"

/* ---- CERT-008 ---- */

/* The hosts that a server publishes its web services under. */
struct hosts {
	GPtrArray *names;               /* const char *, normal */
	const struct object *at;        /* the last directory of the server, NULL: none was exported */
	const struct value *unknown;    /* an ExternalUrl that is not known */
	bool unusable;                  /* one that is no URL */
};

static void
find_hosts(const struct facts *facts, const struct server *s, struct hosts *h)
{
	*h = (struct hosts){ g_ptr_array_new(), NULL, NULL, false };
	for (size_t i = 0; i < objects_count(facts->objects, KIND_EWS_DIRECTORY); i++) {
		const struct object *vd = objects_at(facts->objects, KIND_EWS_DIRECTORY, i);
		const char *server = object_text(vd, VD_SERVER), *url = object_text(vd, VD_EXTERNAL_URL), *name;

		if (server == NULL || hybrid_server(facts, server) != s)
			continue;
		h->at = vd;
		if (!value_known(object_get(vd, VD_EXTERNAL_URL)))
			h->unknown = object_get(vd, VD_EXTERNAL_URL);
		else if (url != NULL && (name = name_of_url(facts->region, url)) == NULL)
			h->unusable = true;
		else if (url != NULL)
			g_ptr_array_add(h->names, (gpointer)(gsize)name);
	}
}

/* What the certificates on a server (or in the files) say of a host. */
static const char *
host_gap(const struct web_server *w, const char *host)
{
	unsigned yes = 0, unknown = 0, cn_only = 0;

	for (guint i = 0; i < w->certificates->len; i++) {
		const enum cover cover = certificate_covers(g_ptr_array_index(w->certificates, i), host);

		yes += cover == COVER_YES;
		unknown += cover == COVER_UNKNOWN;
		cn_only += cover == COVER_CN_ONLY;
	}
	if (w->assumed ? w->sole != NULL && certificate_covers(w->sole, host) == COVER_YES : yes == w->certificates->len)
		return NULL;
	if (yes > 0 || unknown > 0)
		return "binding-unknown";
	return cn_only > 0 ? "cn-only" : "not-covered";
}

static struct finding *
judge_hosts(const struct web_server *w, struct judge *j, enum severity severity, const struct hosts *h)
{
	const char *worst = NULL, *subject = ((const struct certificate *)g_ptr_array_index(w->certificates, 0))->thumbprint;
	struct finding *row;

	for (guint i = 0; i < h->names->len; i++) {
		const char *gap = host_gap(w, g_ptr_array_index(h->names, i));

		if (gap != NULL && (worst == NULL || strcmp(worst, "binding-unknown") == 0))
			worst = gap;
	}
	if (worst == NULL)
		row = judge_pass(j, severity, subject);
	else if (strcmp(worst, "binding-unknown") == 0)
		row = judge_not_evaluated(j, severity, subject, worst, "CSRV");
	else
		row = judge_fail(j, severity, subject, worst);
	for (guint i = 0; i < h->names->len; i++)
		if (worst == NULL || host_gap(w, g_ptr_array_index(h->names, i)) != NULL)
			finding_value(row, "hosts", g_ptr_array_index(h->names, i));
	for (guint i = 0; i < w->certificates->len; i++)
		about_certificate(row, g_ptr_array_index(w->certificates, i));
	return row;
}

static void
judge_web_server(const struct facts *facts, struct judge *j, const struct web_server *w, const struct server *s)
{
	const enum severity severity = facts->hybrid->agent ? SEVERITY_INFO : SEVERITY_ERROR;
	struct hosts h;
	struct finding *row;

	find_hosts(facts, s, &h);
	if (h.at == NULL)
		row = judge_not_evaluated(j, severity, ORGANISATION, "server-not-exported", "VD");
	else if (w->terminated)
		row = judge_not_evaluated(j, severity, ORGANISATION, "tls-terminated", "CERT");
	else if (h.names->len == 0 && h.unknown != NULL)
		row = judge_value_unknown(j, severity, ORGANISATION, h.unknown, KIND_EWS_DIRECTORY, VD_EXTERNAL_URL);
	else if (h.names->len == 0 && h.unusable)
		row = judge_not_evaluated(j, severity, ORGANISATION, "not-stated", "VD");
	else if (h.names->len == 0)
		row = judge_not_applicable(j, severity, ORGANISATION, "no-external-url");
	else if (w->certificates->len == 0)
		row = judge_not_evaluated(j, severity, ORGANISATION, w->reason != NULL ? w->reason : "no-candidate", "CSRV");
	else
		row = judge_hosts(w, j, severity, &h);
	finding_server(row, s->name);
	if (h.at != NULL)
		finding_at(row, h.at->at);
	g_ptr_array_unref(h.names);
}

void
check_web_host(const struct facts *facts, struct judge *j)
{
	const GPtrArray *servers = facts->hybrid->publishing.servers;
	struct autodiscover a;

	autodiscover_open(&a, facts);
	for (guint i = 0; i < servers->len; i++)
		for (guint k = 0; k < a.servers->len; k++) {
			const struct server *s = g_ptr_array_index(servers, i);
			const struct web_server *w = g_ptr_array_index(a.servers, k);

			if (w->name == NULL || strcmp(w->name, s->name) == 0)
				judge_web_server(facts, j, w, s);
		}
	if (facts->hybrid->publishing.reason != NULL)
		judge_not_evaluated(j, facts->hybrid->agent ? SEVERITY_INFO : SEVERITY_ERROR, ORGANISATION, facts->hybrid->publishing.reason, "HC");
	autodiscover_close(&a);
}

/* ---- CERT-010 ---- */

/* Names that the certificate must answer for in SMTP; grave: the cloud's sessions depend on it. */
struct needed {
	const char *name;
	bool grave;
	struct place at;
	const struct value *value;
};

static void
need(const struct facts *facts, GArray *all, const struct value *v, bool grave)
{
	const char *text = value_text(v), *name = text != NULL ? name_normal(facts->region, text) : NULL;
	struct needed new = { name, grave, v->at, v };

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

static GArray *
needed_names(const struct facts *facts)
{
	const struct hybrid *h = facts->hybrid;
	GArray *all = g_array_new(FALSE, FALSE, sizeof(struct needed));
	GPtrArray *outbound = prefer_enabled(hybrid_outbound_connectors(facts), EOC_ENABLED);
	const char *reason;

	if (h->configuration != NULL)
		need(facts, all, object_get(h->configuration, HC_ON_PREMISES_SMART_HOST), false);
	for (guint i = 0; i < h->receiving.servers->len; i++) {
		const struct server *s = g_ptr_array_index(h->receiving.servers, i);
		const struct object *rc = host_of(s) == HOST_2010 ? hybrid_receive_connector(facts, s->id, &reason) : NULL;

		if (rc != NULL)
			need(facts, all, object_get(rc, RC_FQDN), true);
	}
	for (guint i = 0; i < outbound->len; i++)
		need(facts, all, object_get(g_ptr_array_index(outbound, i), EOC_TLS_DOMAIN), true);
	g_ptr_array_unref(outbound);
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

static void
judge_transport_names(const struct facts *facts, struct judge *j, const struct certificate *c, const GArray *needed)
{
	const bool settled = tls_domain_covered(facts, c);
	bool grave = false, gap = false, unknown = false, cn_only = false;
	const struct value *lost = NULL;
	struct finding *row;

	for (guint i = 0; i < needed->len; i++) {
		const struct needed *n = &g_array_index(needed, struct needed, i);
		const enum cover cover = n->name != NULL ? certificate_covers_smtp(c, n->name) : COVER_UNKNOWN;

		if (n->name == NULL && lost == NULL)
			lost = n->value;
		grave = grave || (cover == COVER_NO && n->grave);
		gap = gap || (cover == COVER_NO && !settled);
		unknown = unknown || cover == COVER_UNKNOWN;
		cn_only = cn_only || cover == COVER_CN_ONLY;
	}
	if (grave || (gap && !unknown))
		row = judge_fail(j, grave ? SEVERITY_ERROR : SEVERITY_WARNING, c->thumbprint, "not-covered");
	else if (unknown)
		row = judge_not_evaluated(j, SEVERITY_ERROR, c->thumbprint, lost != NULL ? value_reason(lost) : "value-lost",
		    lost != NULL ? "HC" : "CERT");
	else
		row = judge_pass(j, SEVERITY_ERROR, c->thumbprint);
	for (guint i = 0; i < needed->len; i++) {
		const struct needed *n = &g_array_index(needed, struct needed, i);

		/* A pass tells what is covered: the smart host's name need not be. */
		if (n->name != NULL && (certificate_covers_smtp(c, n->name) == COVER_NO) == (grave || gap))
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

	if (p.certificates->len == 0)
		judge_not_evaluated(j, SEVERITY_ERROR, ORGANISATION, p.reason, "HC");
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
	struct finding *row;

	if (c->common_name_host == NULL)
		row = judge_not_evaluated(j, severity, c->thumbprint, "no-common-name", "CERT");
	else if (by_cn == ANSWER_YES)
		row = judge_pass(j, severity, c->thumbprint);
	else if (by_cn == ANSWER_UNKNOWN)
		row = judge_not_evaluated(j, severity, c->thumbprint, "not-complete", cloud ? "ADX" : "AD");
	else if (by_name == ANSWER_YES)
		row = judge_fail(j, SEVERITY_WARNING, c->thumbprint, "san-only");
	else if (by_name == ANSWER_UNKNOWN)
		row = judge_not_evaluated(j, severity, c->thumbprint, "value-lost", "CERT");
	else
		row = judge_fail(j, severity, c->thumbprint, ancestor_accepted(facts, kind, c->common_name_host) ? "parent-not-accepted" :
		    "not-accepted");
	about_certificate(row, c);
	finding_value(row, "side", cloud ? "cloud" : "on-premises");
	if (c->common_name_host != NULL)
		finding_value(row, "parent", name_parent(c->common_name_host) != NULL ? name_parent(c->common_name_host) : c->common_name_host);
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
