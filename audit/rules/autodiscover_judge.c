/* Whether the certificates answer for a name, server by server. */
#include <string.h>

#include "autodiscover.h"

const char *
names_unknown(const struct facts *facts, const struct certificate *c)
{
	const char *reason = c->from_file ? "value-lost" : NULL;
	GPtrArray *all = bindings_of(facts, NULL);

	for (guint i = 0; reason == NULL && i < all->len; i++) {
		const struct binding *b = g_ptr_array_index(all, i);

		if (b->certificate == c)
			reason = value_reason(object_get(b->row, CSRV_CERTIFICATE_DOMAINS));
	}
	g_ptr_array_unref(all);
	return reason != NULL ? reason : "not-stated";
}

struct tally {
	unsigned yes, no, cn_only;
	const char *unknown;        /* why a certificate could not be judged */
};

static struct tally
tally_of(const struct facts *facts, const struct web_server *w, const char *name)
{
	struct tally t = { 0, 0, 0, NULL };

	for (guint i = 0; i < w->certificates->len; i++) {
		const struct certificate *c = g_ptr_array_index(w->certificates, i);

		switch (certificate_covers(c, name)) {
		case COVER_YES:
			t.yes++;
			break;
		case COVER_NO:
			t.no++;
			break;
		case COVER_CN_ONLY:
			t.cn_only++;
			break;
		case COVER_UNKNOWN:
			t.unknown = names_unknown(facts, c);
			break;
		}
	}
	return t;
}

enum status
web_server_covers(const struct facts *facts, const struct web_server *w, const char *name, const char **reason)
{
	const struct tally t = tally_of(facts, w, name);

	*reason = NULL;
	if (w->terminated && !w->assumed)
		*reason = "tls-terminated";
	else if (w->certificates->len == 0)
		*reason = w->reason != NULL ? w->reason : "no-candidate";
	else if (w->assumed && t.yes > 0 && (w->sole == NULL || certificate_covers(w->sole, name) != COVER_YES))
		*reason = "binding-unknown";
	else if (t.yes > 0 && (w->assumed || t.yes == w->certificates->len))
		return STATUS_PASS;
	else if (t.unknown != NULL)
		*reason = t.unknown;
	else if (t.yes > 0)
		*reason = "binding-unknown";
	else if (w->terminated)
		*reason = "tls-terminated";
	if (*reason != NULL)
		return STATUS_NOT_EVALUATED;
	*reason = t.cn_only > 0 ? "cn-only" : "not-covered";
	return STATUS_FAIL;
}

/* A certain gap on one server decides; otherwise one that is not known leaves it open. */
void
coverage_judge(struct coverage *c, const struct autodiscover *a, const char *name)
{
	static const enum status order[] = { STATUS_FAIL, STATUS_NOT_EVALUATED, STATUS_PASS };
	const char *reason;

	*c = (struct coverage){ .status = STATUS_PASS, .servers = g_ptr_array_new() };
	for (size_t k = 0; c->servers->len == 0 && k < G_N_ELEMENTS(order); k++) {
		if (order[k] == STATUS_PASS && a->servers_reason != NULL)
			break;
		for (guint i = 0; i < a->servers->len; i++) {
			struct web_server *w = g_ptr_array_index(a->servers, i);

			if (web_server_covers(a->facts, w, name, &reason) != order[k])
				continue;
			/* not-covered outweighs cn-only: not every server that fails has even the common name */
			if (c->reason == NULL || g_strcmp0(reason, "not-covered") == 0)
				c->reason = reason;
			c->status = order[k];
			c->assumed = c->assumed || w->assumed;
			g_ptr_array_add(c->servers, w);
		}
	}
	if (c->servers->len == 0) {
		c->status = STATUS_NOT_EVALUATED;
		c->reason = a->servers_reason != NULL ? a->servers_reason : "no-candidate";
		c->set = a->servers_reason == a->facts->hybrid->publishing.reason && a->servers_reason != NULL ? &a->facts->hybrid->publishing : NULL;
	} else if (c->status == STATUS_NOT_EVALUATED && (g_str_has_prefix(c->reason, "value-") || strcmp(c->reason, "not-stated") == 0)) {
		const GPtrArray *certificates = ((struct web_server *)g_ptr_array_index(c->servers, 0))->certificates;

		if (certificates->len == 0)
			c->field = "ExchangeCertificate.Services";
		else if (!((const struct certificate *)g_ptr_array_index(certificates, 0))->from_file)
			c->field = "ExchangeCertificate.CertificateDomains";
	}
}

void
coverage_clear(struct coverage *c)
{
	g_ptr_array_unref(c->servers);
}

/* Where the rows of the server bind the certificate. */
static void
add_rows(struct finding *row, const struct facts *facts, const struct web_server *w)
{
	GPtrArray *rows = w->name != NULL ? bindings_of(facts, w->name) : g_ptr_array_new();

	for (guint i = 0; i < rows->len; i++) {
		const struct binding *b = g_ptr_array_index(rows, i);

		if (g_ptr_array_find(w->certificates, b->certificate, NULL))
			finding_at(row, b->row->at);
	}
	g_ptr_array_unref(rows);
}

void
coverage_describe(struct finding *row, const struct facts *facts, const struct coverage *c)
{
	GHashTable *seen = g_hash_table_new(NULL, NULL);

	for (guint i = 0; i < c->servers->len; i++) {
		const struct web_server *w = g_ptr_array_index(c->servers, i);

		finding_value(row, "servers", w->name);
		add_rows(row, facts, w);
		for (guint k = 0; k < w->certificates->len; k++) {
			const struct certificate *cert = g_ptr_array_index(w->certificates, k);
			char *pair = w->name != NULL ? g_strdup_printf("%s %s", w->name, cert->thumbprint) : g_strdup(cert->thumbprint);

			finding_value(row, "certificates", pair);
			g_free(pair);
			if (!g_hash_table_add(seen, (gpointer)(gsize)cert))
				continue;
			finding_value(row, "thumbprints", cert->thumbprint);
			finding_at(row, cert->at);
		}
	}
	if (c->assumed)
		finding_value(row, "assumed", "yes");
	g_hash_table_unref(seen);
}

void
coverage_judge_domain(struct coverage *c, const struct autodiscover *a, const struct domain *d, const struct published *p)
{
	const struct hybrid *h = a->facts->hybrid;

	coverage_judge(c, a, p->name);
	if (c->status != STATUS_FAIL || d->autod)
		return;
	if (!h->autod_known) {
		c->status = STATUS_NOT_EVALUATED;
		c->reason = "autod-unknown";
		return;
	}
	if (a->generation != HYBRID_2013_ON || h->autod->len > 0)
		return;
	/* The documents of 2013 and later ask only for the name that is published, and not where Exchange Online answers for it. */
	if (p->at_cloud) {
		c->status = STATUS_NOT_APPLICABLE;
		c->reason = "at-cloud";
	} else if (p->host.outcome == DNS_ABSENT) {
		c->status = STATUS_NOT_APPLICABLE;
		c->reason = "no-record";
	} else if (p->host.outcome == DNS_UNKNOWN) {
		c->status = STATUS_NOT_EVALUATED;
		c->reason = p->host.reason;
	}
}
