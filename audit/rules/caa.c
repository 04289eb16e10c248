/* CAA records: may the authority that issued the certificate issue the next one (CERT-037)? */
#include <string.h>

#include "certificates.h"
#include "zones.h"

/* ---- the authority ---- */

/* Rows of the table for an organisation; domain NULL: any row, else that one.  organisation NULL: of any. */
static bool
is_listed(const struct facts *facts, const char *organisation, const char *domain)
{
	for (guint i = 0; i < facts->knowledge->ca_identities->len; i++) {
		const struct ca_identity *c = &g_array_index(facts->knowledge->ca_identities, struct ca_identity, i);

		if (dated(c->from, c->until, facts->as_of) && (organisation == NULL || g_ascii_strcasecmp(c->organisation, organisation) == 0) &&
		    (domain == NULL || strcmp(c->domain, domain) == 0))
			return true;
	}
	return false;
}

/* ---- the records ---- */

struct caa_property {
	char *tag, *domain;         /* lower case; the domain without parameters, "" forbids */
	bool critical;
};

/* "0 issue "ca.example; account=1"": false when it is none. */
static bool
property_parse(const char *text, struct caa_property *p)
{
	char **parts = g_strsplit(text, " ", 3), *value;
	const bool whole = g_strv_length(parts) == 3;

	*p = (struct caa_property){ NULL, NULL, false };
	if (whole) {
		p->critical = (g_ascii_strtoull(parts[0], NULL, 10) & 128) != 0;
		p->tag = g_ascii_strdown(parts[1], -1);
		value = g_strstrip(parts[2]);
		if (*value == '"')
			value++;
		value[strcspn(value, ";\"")] = '\0';
		p->domain = g_ascii_strdown(g_strstrip(value), -1);
	}
	g_strfreev(parts);
	return whole;
}

static void
property_clear(struct caa_property *p)
{
	g_free(p->tag);
	g_free(p->domain);
}

static bool
is_known_tag(const char *tag)
{
	static const char *const known[] = { "issue", "issuewild", "issuemail", "issuevmc", "iodef", "contactemail", "contactphone" };

	for (size_t i = 0; i < G_N_ELEMENTS(known); i++)
		if (strcmp(tag, known[i]) == 0)
			return true;
	return false;
}

/* What the records say, for one kind of name. */
struct permission {
	bool restricted;            /* an issue property is there */
	bool critical;              /* one that nobody knows, and that must be known */
	GPtrArray *domains;         /* char *: those permitted */
};

/* issuewild stands in place of issue for a wildcard, where it is there (RFC 8659, 4.3). */
static void
read_permission(const struct dns_answer *a, bool wildcard, struct permission *p)
{
	bool wild = false;

	*p = (struct permission){ false, false, g_ptr_array_new_with_free_func(g_free) };
	for (int pass = 0; pass < 2; pass++)
		for (guint i = 0; i < a->records->len; i++) {
			const struct record *r = g_ptr_array_index(a->records, i);
			struct caa_property v;

			if (r->type != TYPE_CAA || !property_parse(r->text, &v))
				continue;
			if (pass == 0) {
				wild = wild || (wildcard && strcmp(v.tag, "issuewild") == 0);
				p->critical = p->critical || (v.critical && !is_known_tag(v.tag));
			} else if (strcmp(v.tag, wild ? "issuewild" : "issue") == 0) {
				p->restricted = true;
				if (*v.domain != '\0')
					g_ptr_array_add(p->domains, g_strdup(v.domain));
			}
			property_clear(&v);
		}
}

/* The answer of the nearest name that has CAA records, from the name upwards; ABSENT when there are none in the zones. */
static struct dns_answer
climb(const struct facts *facts, const char *name, const char **at)
{
	struct dns_answer a = dns_lookup(facts, name, TYPE_CAA, true);

	*at = name;
	while (a.outcome == DNS_ABSENT && strcmp(a.reason, "loop") != 0) {
		const char *parent = name_parent(*at);

		if (parent == NULL || !dns_zone_supplied(facts, parent, true))
			return a;
		dns_answer_clear(&a);
		a = dns_lookup(facts, parent, TYPE_CAA, true);
		*at = parent;
	}
	return a;
}

/* The name above is one of the organisation's, so its zone may hold records that count, and was not sent. */
static bool
is_open_above(const struct facts *facts, const char *at)
{
	const char *parent = name_parent(at);

	for (guint i = 0; parent != NULL && i < facts->hybrid->domains->len; i++)
		if (name_below(parent, ((struct domain *)g_ptr_array_index(facts->hybrid->domains, i))->name))
			return true;
	return false;
}

/* ---- judging ---- */

static enum answer
permits(const struct facts *facts, const struct permission *p, const char *organisation)
{
	enum answer any = ANSWER_NO;

	if (p->critical)
		return ANSWER_NO;
	if (!p->restricted)
		return ANSWER_YES;
	if (organisation == NULL || !is_listed(facts, organisation, NULL))
		return p->domains->len > 0 ? ANSWER_UNKNOWN : ANSWER_NO;
	for (guint i = 0; i < p->domains->len; i++) {
		const char *domain = g_ptr_array_index(p->domains, i);

		/* A domain that the table does not know may be one more of this authority. */
		any = answer_or(any, is_listed(facts, organisation, domain) ? ANSWER_YES : is_listed(facts, NULL, domain) ? ANSWER_NO : ANSWER_UNKNOWN);
	}
	return any;
}

/* The certificates that name it, and whose authority is asked again. */
static GPtrArray *
certificates_naming(const struct facts *facts, const GPtrArray *leaves, const char *name)
{
	GPtrArray *found = g_ptr_array_new();

	for (guint i = 0; i < leaves->len; i++) {
		const struct certificate *c = g_ptr_array_index(leaves, i);
		bool evidence, names = false;

		for (size_t k = 0; !names && k < c->nnames; k++)
			names = strcmp(c->names[k], name) == 0;
		if (names && c->self_signed != ANSWER_YES && !certificate_is_exempt(facts, c) && certificate_valid(c, facts->as_of) != ANSWER_NO &&
		    certificate_public(facts, c, &evidence) != ANSWER_NO)
			g_ptr_array_add(found, (gpointer)(gsize)c);
	}
	return found;
}

static const char *
organisation_of(const struct certificate *c)
{
	return c->issuer != NULL ? dn_value(c->issuer, "O") : NULL;
}

static void
describe(struct finding *row, const struct dns_answer *a, const char *at, const struct permission *p, const GPtrArray *certificates)
{
	finding_view(row, a->view);
	if (a->outcome == DNS_PRESENT)
		finding_value(row, "owner", at);
	for (guint i = 0; i < a->records->len; i++)
		finding_at(row, ((const struct record *)g_ptr_array_index(a->records, i))->at);
	for (guint i = 0; i < p->domains->len; i++)
		finding_value(row, "permitted", g_ptr_array_index(p->domains, i));
	if (p->restricted && p->domains->len == 0)
		finding_value(row, "permitted", ";");
	for (guint i = 0; i < certificates->len; i++) {
		const struct certificate *c = g_ptr_array_index(certificates, i);

		if (i == 0)
			finding_value(row, "authority", organisation_of(c) != NULL ? organisation_of(c) : c->issuer_text);
		finding_value(row, "thumbprints", c->thumbprint);
		finding_at(row, c->at);
	}
}

static void
judge_name(const struct facts *facts, struct judge *j, const char *name, GPtrArray *certificates)
{
	const bool wildcard = g_str_has_prefix(name, "*.");
	const char *at, *unknown = NULL;
	struct dns_answer a = climb(facts, wildcard ? name + 2 : name, &at);
	enum answer all = ANSWER_YES;
	struct permission p;
	struct finding *row;

	read_permission(&a, wildcard, &p);
	if (a.outcome == DNS_UNKNOWN)
		unknown = a.reason;
	else if (a.outcome == DNS_ABSENT && strcmp(a.reason, "loop") == 0)
		unknown = "loop";
	else if (a.outside || (a.outcome == DNS_ABSENT && is_open_above(facts, at)))
		unknown = "zone-not-supplied";
	for (guint i = 0; unknown == NULL && a.outcome == DNS_PRESENT && i < certificates->len; i++) {
		const enum answer one = permits(facts, &p, organisation_of(g_ptr_array_index(certificates, i)));

		if (one == ANSWER_NO && all != ANSWER_NO) {
			gpointer first = certificates->pdata[0];

			certificates->pdata[0] = certificates->pdata[i];
			certificates->pdata[i] = first;
		}
		all = answer_and(all, one);
	}
	if (unknown != NULL)
		row = judge_not_evaluated(j, SEVERITY_ERROR, name, unknown, "ZONE-P");
	else if (all == ANSWER_NO)
		row = judge_fail(j, SEVERITY_ERROR, name, p.critical ? "critical-property" : "forbidden");
	else if (all == ANSWER_UNKNOWN)
		row = judge_not_evaluated(j, SEVERITY_ERROR, name, "authority-not-listed", NULL);
	else
		row = judge_pass(j, SEVERITY_ERROR, name);
	describe(row, &a, at, &p, certificates);
	g_ptr_array_unref(p.domains);
	dns_answer_clear(&a);
}

static gint
by_name(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void
check_caa(const struct facts *facts, struct judge *j)
{
	GPtrArray *leaves = certificate_leaves(facts), *names = g_ptr_array_new();
	GHashTable *seen = g_hash_table_new(name_hash, g_str_equal);

	for (guint i = 0; i < leaves->len; i++) {
		const struct certificate *c = g_ptr_array_index(leaves, i);

		for (size_t k = 0; k < c->nnames; k++)
			if (name_is_public(c->names[k]) && g_hash_table_add(seen, (gpointer)(gsize)c->names[k]))
				g_ptr_array_add(names, (gpointer)(gsize)c->names[k]);
	}
	g_ptr_array_sort(names, by_name);
	for (guint i = 0; i < names->len; i++) {
		GPtrArray *certificates = certificates_naming(facts, leaves, g_ptr_array_index(names, i));

		if (certificates->len > 0)
			judge_name(facts, j, g_ptr_array_index(names, i), certificates);
		g_ptr_array_unref(certificates);
	}
	g_hash_table_unref(seen);
	g_ptr_array_unref(names);
	g_ptr_array_unref(leaves);
}
