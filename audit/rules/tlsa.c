/* TLSA records of the mail hosts on-premises (FLOW-012): what they say must fit the certificate that is offered (RFC 7672). */
#include <string.h>

#include "servers.h"
#include "zones.h"

/* ---- one record and one certificate ---- */

static bool
digest_is(GChecksumType type, const unsigned char *octets, size_t n, const char *hex)
{
	char *sum = g_compute_checksum_for_data(type, octets, n);
	const bool same = g_ascii_strcasecmp(sum, hex) == 0;

	g_free(sum);
	return same;
}

static bool
octets_are(const unsigned char *octets, size_t n, const char *hex)
{
	bool same = strlen(hex) == 2 * n;

	for (size_t i = 0; same && i < n; i++)
		same = g_ascii_xdigit_value(hex[2 * i]) * 16 + g_ascii_xdigit_value(hex[2 * i + 1]) == octets[i];
	return same;
}

struct tlsa {
	unsigned usage, selector, matching;
	char hex[1];
};

/* "3 1 1 ab12..."; NULL when a number is none that RFC 6698 knows.  Free with g_free(). */
static struct tlsa *
tlsa_parse(const char *text)
{
	char **parts = g_strsplit(text, " ", 4);
	struct tlsa *t = NULL;

	if (g_strv_length(parts) == 4) {
		t = g_malloc0(sizeof *t + strlen(parts[3]));
		t->usage = (unsigned)g_ascii_strtoull(parts[0], NULL, 10);
		t->selector = (unsigned)g_ascii_strtoull(parts[1], NULL, 10);
		t->matching = (unsigned)g_ascii_strtoull(parts[2], NULL, 10);
		strcpy(t->hex, parts[3]);
	}
	if (t != NULL && (t->usage > 3 || t->selector > 1 || t->matching > 2)) {
		g_free(t);
		t = NULL;
	}
	g_strfreev(parts);
	return t;
}

static bool
fits(const struct tlsa *t, const struct certificate *c)
{
	const unsigned char *octets = t->selector == 0 ? c->der : c->key_info;
	const size_t n = t->selector == 0 ? c->der_size : c->key_info_size;

	return octets != NULL && (t->matching == 0 ? octets_are(octets, n, t->hex) :
	    digest_is(t->matching == 1 ? G_CHECKSUM_SHA256 : G_CHECKSUM_SHA512, octets, n, t->hex));
}

/* Usage 3 means the certificate itself, usage 2 an authority above it. */
static enum answer
record_fits(const struct facts *facts, const struct tlsa *t, const struct certificate *leaf)
{
	const GPtrArray *all = facts->certificates->all;

	if (t->usage == 3)
		return leaf->der == NULL ? ANSWER_UNKNOWN : fits(t, leaf) ? ANSWER_YES : ANSWER_NO;
	for (guint i = 0; i < all->len; i++) {
		const struct certificate *c = g_ptr_array_index(all, i);

		if (c->is_ca != ANSWER_NO && c->key_id != NULL && g_strcmp0(c->key_id, leaf->authority_key_id) == 0 && fits(t, c))
			return ANSWER_YES;
	}
	return ANSWER_UNKNOWN;      /* an authority further up, or one that was not sent */
}

/* ---- the certificates that are offered ---- */

struct offers {
	GPtrArray *certificates;    /* const struct certificate *, each once */
	const char *reason;         /* one of a server is not known */
	bool assumed;
};

static void
find_offers(const struct facts *facts, struct offers *o)
{
	const struct server_set *r = &facts->hybrid->receiving;

	*o = (struct offers){ g_ptr_array_new(), r->reason, false };
	for (guint i = 0; i < r->servers->len; i++) {
		const struct server *s = g_ptr_array_index(r->servers, i);
		const char *reason = NULL;
		const struct object *rc = hybrid_receive_connector(facts, s->id, &reason);
		struct offered offered = { NULL, reason, false };

		if (rc != NULL)
			offered = certificate_offered(facts, rc, s->id);
		if (offered.certificate == NULL)
			o->reason = offered.reason;
		else if (!g_ptr_array_find(o->certificates, offered.certificate, NULL))
			g_ptr_array_add(o->certificates, (gpointer)(gsize)offered.certificate);
		o->assumed = o->assumed || offered.assumed;
	}
	if (o->certificates->len == 0 && o->reason == NULL)
		o->reason = "no-candidate";
}

static bool
is_covered(const struct offers *o, const char *host)
{
	for (guint i = 0; i < o->certificates->len; i++)
		if (certificate_covers_smtp(g_ptr_array_index(o->certificates, i), host) != COVER_NO)
			return true;
	return false;
}

/* Is the host one of the servers on-premises, as far as the certificates that they offer tell?  A wildcard covers what stands
 * beside them as well, and a certificate that is not known may name it. */
static enum answer
is_ours(const struct facts *facts, const struct offers *o, const char *host)
{
	const struct object *hc = facts->hybrid->configuration;
	const char *smart = hc != NULL ? object_text(hc, HC_ON_PREMISES_SMART_HOST) : NULL;

	if (smart != NULL && g_strcmp0(name_normal(facts->region, smart), host) == 0)
		return ANSWER_YES;
	for (guint i = 0; i < o->certificates->len; i++) {
		const struct certificate *c = g_ptr_array_index(o->certificates, i);

		for (size_t k = 0; k < c->nnames; k++)
			if (strcmp(c->names[k], host) == 0)
				return ANSWER_YES;
		if (g_strcmp0(c->common_name_host, host) == 0)
			return ANSWER_YES;
	}
	return o->reason != NULL || is_covered(o, host) ? ANSWER_UNKNOWN : ANSWER_NO;
}

/* ---- judging a host ---- */

static bool
is_signed(const struct dns_answer *a)
{
	const GPtrArray *node = a->zone != NULL ? g_hash_table_lookup(a->zone->owners, a->zone->apex) : NULL;

	for (guint i = 0; node != NULL && i < node->len; i++) {
		const guint16 type = ((const struct record *)g_ptr_array_index(node, i))->type;

		if (type == TYPE_DNSKEY || type == TYPE_RRSIG)
			return true;
	}
	return false;
}

/* Usages 0 and 1 are none for mail (RFC 7672, 3.1.3). */
static bool
any_usable(const struct dns_answer *a)
{
	bool any = false;

	for (guint i = 0; i < a->records->len; i++) {
		const struct record *r = g_ptr_array_index(a->records, i);
		struct tlsa *t = r->type == TYPE_TLSA ? tlsa_parse(r->text) : NULL;

		any = any || (t != NULL && t->usage >= 2);
		g_free(t);
	}
	return any;
}

/* Every certificate must fit one of the records. */
static enum answer
all_fit(const struct facts *facts, const struct dns_answer *a, const struct offers *o)
{
	enum answer all = ANSWER_YES;

	for (guint i = 0; i < o->certificates->len; i++) {
		enum answer any = ANSWER_NO;

		for (guint k = 0; k < a->records->len; k++) {
			const struct record *r = g_ptr_array_index(a->records, k);
			struct tlsa *t = r->type == TYPE_TLSA ? tlsa_parse(r->text) : NULL;

			if (t != NULL && t->usage >= 2)
				any = answer_or(any, record_fits(facts, t, g_ptr_array_index(o->certificates, i)));
			g_free(t);
		}
		all = answer_and(all, any);
	}
	return all;
}

static struct finding *
judge_records(const struct facts *facts, struct judge *j, const char *host, const struct dns_answer *a, const struct offers *o,
    enum answer ours)
{
	const bool usable = any_usable(a);
	const enum answer all = all_fit(facts, a, o);

	if (!usable && ours == ANSWER_YES)
		return judge_fail(j, SEVERITY_WARNING, host, "no-usable-usage");
	if (usable && all == ANSWER_NO && ours == ANSWER_YES)
		return judge_fail(j, SEVERITY_ERROR, host, "no-match");
	if (o->reason != NULL)
		return judge_not_evaluated(j, SEVERITY_ERROR, host, o->reason, "CERT");
	if (all == ANSWER_NO)       /* only a wildcard covers the host: it may be another device with a certificate of its own */
		return judge_not_evaluated(j, SEVERITY_ERROR, host, "certificate-not-supplied", "CERT");
	if (all == ANSWER_UNKNOWN)
		return judge_not_evaluated(j, SEVERITY_ERROR, host, "certificate-not-supplied", "CERT");
	if (!is_signed(a))
		return judge_not_evaluated(j, SEVERITY_ERROR, host, "signatures-not-shown", "ZONE-P");
	return judge_pass(j, SEVERITY_ERROR, host);
}

static void
judge_host(const struct facts *facts, struct judge *j, const char *host, const struct offers *o, struct place at)
{
	char *name = g_strconcat("_25._tcp.", host, NULL);
	struct dns_answer a = dns_lookup(facts, region_strdup(facts->region, name), TYPE_TLSA, true);
	const enum answer ours = is_ours(facts, o, host);
	struct finding *row;

	/* The cloud's hosts and those of other services lie in zones that nobody sends. */
	if (ours == ANSWER_NO || (ours == ANSWER_UNKNOWN && !is_covered(o, host) && a.outcome == DNS_UNKNOWN &&
	    strcmp(a.reason, "zone-not-supplied") == 0))
		row = judge_not_applicable(j, SEVERITY_ERROR, host, "not-on-premises");
	else if (a.outcome == DNS_UNKNOWN || a.outside)
		row = judge_not_evaluated(j, SEVERITY_ERROR, host, a.outside ? "zone-not-supplied" : a.reason, "ZONE-P");
	else if (a.outcome == DNS_ABSENT)
		row = judge_not_applicable(j, SEVERITY_ERROR, host, "no-tlsa");
	else
		row = judge_records(facts, j, host, &a, o, ours);
	finding_view(row, a.view);
	finding_at(row, at);
	for (guint i = 0; i < a.records->len; i++) {
		const struct record *r = g_ptr_array_index(a.records, i);

		finding_at(row, r->at);
		if (r->type == TYPE_TLSA)
			finding_value(row, "records", r->text);
	}
	for (guint i = 0; i < o->certificates->len; i++)
		finding_value(row, "thumbprints", ((const struct certificate *)g_ptr_array_index(o->certificates, i))->thumbprint);
	if (o->assumed)
		finding_value(row, "assumed", "yes");
	g_free(name);
	dns_answer_clear(&a);
}

void
check_tlsa(const struct facts *facts, struct judge *j)
{
	GHashTable *seen = g_hash_table_new(name_hash, g_str_equal);
	struct offers o;

	find_offers(facts, &o);
	for (guint i = 0; i < facts->hybrid->domains->len; i++) {
		const struct domain *d = g_ptr_array_index(facts->hybrid->domains, i);
		struct dns_answer mx = dns_lookup(facts, d->name, TYPE_MX, true);

		for (guint k = 0; mx.outcome == DNS_PRESENT && k < mx.records->len; k++) {
			const struct record *r = g_ptr_array_index(mx.records, k);

			if (r->type == TYPE_MX && r->target != NULL && *r->target != '\0' && g_hash_table_add(seen, (gpointer)(gsize)r->target))
				judge_host(facts, j, r->target, &o, r->at);
		}
		dns_answer_clear(&mx);
	}
	g_hash_table_unref(seen);
	g_ptr_array_unref(o.certificates);
}
