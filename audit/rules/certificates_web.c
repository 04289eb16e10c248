/* The certificate and the external host of the web services (CERT-008). */
#include <string.h>

#include "autodiscover.h"
#include "certificates.h"
#include "servers.h"

/* The hosts that a server publishes its web services under. */
struct hosts {
	GPtrArray *names;               /* const char *, normal */
	const struct object *at;        /* the last directory of the server, NULL: none was exported */
	const struct value *unknown;    /* an ExternalUrl that is not known, or is no URL */
	bool partial;                   /* the export was not read whole: there may be more */
};

static void
find_hosts(const struct facts *facts, const struct server *s, struct hosts *h)
{
	*h = (struct hosts){ g_ptr_array_new(), NULL, NULL, facts->objects->partial[KIND_EWS_DIRECTORY] };
	for (size_t i = 0; i < objects_count(facts->objects, KIND_EWS_DIRECTORY); i++) {
		const struct object *vd = objects_at(facts->objects, KIND_EWS_DIRECTORY, i);
		const char *server = object_text(vd, VD_SERVER), *url = object_text(vd, VD_EXTERNAL_URL), *name;

		if (server == NULL || hybrid_server(facts, server) != s)
			continue;
		h->at = vd;
		name = url != NULL ? name_of_url(facts->region, url) : NULL;
		if (!value_known(object_get(vd, VD_EXTERNAL_URL)) || (url != NULL && name == NULL))
			h->unknown = object_get(vd, VD_EXTERNAL_URL);
		else if (name != NULL)
			g_ptr_array_add(h->names, (gpointer)(gsize)name);
	}
}

/* What the certificates on a server (or in the files) say of a host. */
static const char *
host_gap(const struct facts *facts, const struct web_server *w, const char *host)
{
	unsigned yes = 0, cn_only = 0;
	const char *unknown = NULL;

	for (guint i = 0; i < w->certificates->len; i++) {
		const struct certificate *c = g_ptr_array_index(w->certificates, i);
		const enum cover cover = certificate_covers(c, host);

		yes += cover == COVER_YES;
		unknown = cover == COVER_UNKNOWN ? names_unknown(facts, c) : unknown;
		cn_only += cover == COVER_CN_ONLY;
	}
	if (w->assumed ? w->sole != NULL && certificate_covers(w->sole, host) == COVER_YES : yes == w->certificates->len)
		return NULL;
	if (yes > 0 || unknown != NULL)
		return yes > 0 ? "binding-unknown" : unknown;
	return cn_only > 0 ? "cn-only" : "not-covered";
}

/* A directory does not tell its host, or may be missing: NULL when all are known. */
static struct finding *
judge_host_unknown(struct judge *j, enum severity severity, const char *subject, const struct hosts *h)
{
	struct finding *row;

	if (h->unknown != NULL && value_reason(h->unknown) != NULL)
		return judge_value_unknown(j, severity, subject, h->unknown, KIND_EWS_DIRECTORY, VD_EXTERNAL_URL);
	if (h->unknown != NULL) {
		row = judge_not_evaluated(j, severity, subject, "not-stated", "VD");
		finding_value(row, "field", "WebServicesVirtualDirectory.ExternalUrl");
		finding_at(row, h->unknown->at);
		return row;
	}
	return h->partial ? judge_not_evaluated(j, severity, subject, "not-complete", "VD") : NULL;
}

/* Every host that is known is covered.  From the files alone one certificate covers them all. */
static struct finding *
judge_covered(const struct web_server *w, struct judge *j, enum severity severity, const struct hosts *h)
{
	const struct certificate *c = w->assumed ? w->sole : g_ptr_array_index(w->certificates, 0);
	struct finding *row = judge_host_unknown(j, severity, c->thumbprint, h);

	if (row == NULL)
		row = judge_pass(j, severity, c->thumbprint);
	if (w->assumed)
		finding_value(row, "assumed", "yes");
	return row;
}

/* What is certain comes before what is open. */
static bool
is_failure(const char *gap)
{
	return strcmp(gap, "not-covered") == 0 || strcmp(gap, "cn-only") == 0;
}

static struct finding *
judge_gap(struct judge *j, enum severity severity, const struct certificate *c, const char *gap)
{
	struct finding *row;

	if (is_failure(gap))
		return judge_fail(j, severity, c->thumbprint, gap);
	if (strcmp(gap, "binding-unknown") == 0)
		return judge_not_evaluated(j, severity, c->thumbprint, gap, "CSRV");
	row = judge_not_evaluated(j, severity, c->thumbprint, gap, "CERT");
	if (!c->from_file)
		finding_value(row, "field", "ExchangeCertificate.CertificateDomains");
	return row;
}

static struct finding *
judge_hosts(const struct facts *facts, struct judge *j, enum severity severity, const struct web_server *w, const struct hosts *h)
{
	const char *worst = NULL;
	struct finding *row;

	for (guint i = 0; i < h->names->len; i++) {
		const char *gap = host_gap(facts, w, g_ptr_array_index(h->names, i));

		if (gap != NULL && (worst == NULL || !is_failure(worst)))
			worst = gap;
	}
	row = worst != NULL ? judge_gap(j, severity, g_ptr_array_index(w->certificates, 0), worst) : judge_covered(w, j, severity, h);
	for (guint i = 0; i < h->names->len; i++)
		if (worst == NULL || host_gap(facts, w, g_ptr_array_index(h->names, i)) != NULL)
			finding_value(row, "hosts", g_ptr_array_index(h->names, i));
	for (guint i = 0; i < w->certificates->len; i++)
		if (worst != NULL || !w->assumed || g_ptr_array_index(w->certificates, i) == w->sole)
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
	else if (h.names->len == 0 && (h.unknown != NULL || h.partial))
		row = judge_host_unknown(j, severity, ORGANISATION, &h);
	else if (h.names->len == 0)
		row = judge_not_applicable(j, severity, ORGANISATION, "no-external-url");
	else if (w->certificates->len == 0)
		row = judge_not_evaluated(j, severity, ORGANISATION, w->reason != NULL ? w->reason : "no-candidate", "CSRV");
	else
		row = judge_hosts(facts, j, severity, w, &h);
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
	judge_set_unknown(j, facts->hybrid->agent ? SEVERITY_INFO : SEVERITY_ERROR, ORGANISATION, &facts->hybrid->publishing);
	autodiscover_close(&a);
}
