/* One X.509 certificate as a fact. */
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/objects.h>
#include <openssl/x509v3.h>

#include <string.h>
#include <time.h>

#include "certificates.h"

OSSL_LIB_CTX *
certificate_context(void)
{
	OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, NULL);
	return OSSL_LIB_CTX_new();
}

X509 *
certificate_decode(OSSL_LIB_CTX *context, const guint8 *der, size_t size, size_t *used)
{
	X509 *x = X509_new_ex(context, NULL);
	const unsigned char *p = der;

	if (d2i_X509(&x, &p, (long)size) == NULL) {
		ERR_clear_error();
		return NULL;
	}
	*used = (size_t)(p - der);
	return x;
}

static char *
hex(struct region *region, const guint8 *bytes, size_t n)
{
	char *text = region_alloc(region, 2 * n + 1);

	for (size_t i = 0; i < n; i++) {
		text[2 * i] = "0123456789abcdef"[bytes[i] >> 4];
		text[2 * i + 1] = "0123456789abcdef"[bytes[i] & 15];
	}
	return text;
}

static char *
digest(struct region *region, GChecksumType type, const guint8 *bytes, size_t n, bool upper)
{
	char *sum = g_compute_checksum_for_data(type, bytes, n);
	char *copy = region_strdup(region, sum);

	for (char *p = copy; upper && *p != '\0'; p++)
		*p = g_ascii_toupper(*p);
	g_free(sum);
	return copy;
}

/* Valid UTF-8 without control characters: a NUL or an escape sequence in a name must not reach a page or a terminal. */
static char *
printable(const char *bytes, size_t n)
{
	char *valid = g_utf8_make_valid(bytes, (gssize)n);
	GString *text = g_string_new(NULL);

	for (char *p = valid; *p != '\0'; p = g_utf8_next_char(p)) {
		const gunichar c = g_utf8_get_char(p);

		g_string_append_unichar(text, g_unichar_iscntrl(c) ? 0xfffd : c);
	}
	g_free(valid);
	return g_string_free(text, FALSE);
}

/* One attribute as .NET would write it, its type as an OID, for dn_parse() to name. */
static void
append_attribute(GString *text, const X509_NAME_ENTRY *entry, bool joined)
{
	unsigned char *utf8 = NULL;
	const int n = ASN1_STRING_to_UTF8(&utf8, X509_NAME_ENTRY_get_data(entry));
	char oid[128], *value = n >= 0 ? printable((const char *)utf8, (size_t)n) : g_strdup("\357\277\275");

	OBJ_obj2txt(oid, sizeof oid, X509_NAME_ENTRY_get_object(entry), 1);
	g_string_append_printf(text, "%sOID.%s=\"", text->len == 0 ? "" : joined ? " + " : ", ", oid);
	for (const char *p = value; *p != '\0'; p++) {
		if (*p == '"')
			g_string_append_c(text, '"');
		g_string_append_c(text, *p);
	}
	g_string_append_c(text, '"');
	g_free(value);
	OPENSSL_free(utf8);
}

const struct dn *
certificate_name(struct region *region, const X509_NAME *name)
{
	GString *text = g_string_new(NULL);
	const struct dn *dn;

	for (int i = X509_NAME_entry_count(name) - 1, set = -1; i >= 0; i--) {
		const X509_NAME_ENTRY *entry = X509_NAME_get_entry(name, i);

		append_attribute(text, entry, X509_NAME_ENTRY_set(entry) == set);
		set = X509_NAME_ENTRY_set(entry);
	}
	dn = text->len > 0 ? dn_parse(region, text->str) : NULL;
	g_string_free(text, TRUE);
	return dn != NULL ? dn : region_alloc(region, sizeof *dn);   /* an empty subject is a name of no RDNs */
}

static bool
read_time(const ASN1_TIME *t, gint64 *seconds)
{
	struct tm tm;

	if (ASN1_TIME_to_tm(t, &tm) != 1)
		return false;
	*seconds = timegm(&tm);
	return true;
}

/* A dNSName in normal form; NULL when it is none. Blanks and a final dot, which people's lists may have, are faults here. */
static const char *
dns_name(struct region *region, const char *bytes, size_t n)
{
	const char *name;

	for (size_t i = 0; i < n; i++) {
		if (!g_ascii_isgraph(bytes[i]))
			return NULL;
	}
	if (n == 0 || bytes[n - 1] == '.')
		return NULL;
	name = name_normal(region, region_strndup(region, bytes, n));
	return name != NULL && strcmp(name, "*") != 0 ? name : NULL;
}

static void
read_names(struct region *region, struct certificate *c, const X509 *x)
{
	int critical;
	GENERAL_NAMES *all = X509_get_ext_d2i(x, NID_subject_alt_name, &critical, NULL);
	const int count = all != NULL ? sk_GENERAL_NAME_num(all) : 0;
	const char **names = region_alloc(region, ((size_t)count + 1) * sizeof *names);
	const char **bad = region_alloc(region, ((size_t)count + 1) * sizeof *bad);

	c->names = names;
	c->bad_names = bad;
	c->names_known = all != NULL || critical == -1;    /* -1: there is no such extension; else it does not decode */
	for (int i = 0; i < count; i++) {
		const GENERAL_NAME *g = sk_GENERAL_NAME_value(all, i);
		const char *bytes, *name;
		size_t n;

		if (g->type != GEN_DNS)
			continue;
		c->has_dns_names = true;
		bytes = (const char *)ASN1_STRING_get0_data(g->d.dNSName);
		n = (size_t)ASN1_STRING_length(g->d.dNSName);
		if ((name = dns_name(region, bytes, n)) != NULL) {
			names[c->nnames++] = name;
		} else {
			char *text = printable(bytes, n);

			bad[c->nbad_names++] = region_strdup(region, text);
			g_free(text);
		}
	}
	GENERAL_NAMES_free(all);
}

/* The host of a directory's URL, which holds characters that no URL may: "ldap://dc1.contoso.local/CN=CA, CN=AIA". */
static const char *
directory_host(struct region *region, const char *url)
{
	const char *host = url + strlen("ldap://");

	return name_normal(region, region_strndup(region, host, strcspn(host, "/:?")));
}

/* A location only the company's own network can reach tells of a CA of its own. */
static bool
is_internal(struct region *region, const GENERAL_NAME *g)
{
	const char *host;
	char *url;
	bool internal;

	if (g->type != GEN_URI)
		return false;
	url = printable((const char *)ASN1_STRING_get0_data(g->d.uniformResourceIdentifier),
	    (size_t)ASN1_STRING_length(g->d.uniformResourceIdentifier));
	internal = g_ascii_strncasecmp(url, "ldap:///", strlen("ldap:///")) == 0 || g_ascii_strncasecmp(url, "file:", strlen("file:")) == 0;
	host = g_ascii_strncasecmp(url, "ldap://", strlen("ldap://")) == 0 ? directory_host(region, url) : name_of_url(region, url);
	internal = internal || (host != NULL && !name_is_public(host));
	g_free(url);
	return internal;
}

static bool
points_inside(struct region *region, const X509 *x)
{
	AUTHORITY_INFO_ACCESS *info = X509_get_ext_d2i(x, NID_info_access, NULL, NULL);
	CRL_DIST_POINTS *points = X509_get_ext_d2i(x, NID_crl_distribution_points, NULL, NULL);
	bool inside = false;

	for (int i = 0; info != NULL && i < sk_ACCESS_DESCRIPTION_num(info); i++)
		inside = inside || is_internal(region, sk_ACCESS_DESCRIPTION_value(info, i)->location);
	for (int i = 0; points != NULL && i < sk_DIST_POINT_num(points); i++) {
		const DIST_POINT_NAME *name = sk_DIST_POINT_value(points, i)->distpoint;

		for (int j = 0; name != NULL && name->type == 0 && j < sk_GENERAL_NAME_num(name->name.fullname); j++)
			inside = inside || is_internal(region, sk_GENERAL_NAME_value(name->name.fullname, j));
	}
	AUTHORITY_INFO_ACCESS_free(info);
	CRL_DIST_POINTS_free(points);
	return inside;
}

/* Subject = issuer alone is only self-issued: the signature must verify with the certificate's own key. */
static enum answer
is_self_signed(X509 *x)
{
	if (X509_NAME_cmp(X509_get_subject_name(x), X509_get_issuer_name(x)) != 0)
		return ANSWER_NO;
	switch (X509_self_signed(x, 1)) {
	case 1:
		return ANSWER_YES;
	case 0:
		return ANSWER_NO;
	default:
		return ANSWER_UNKNOWN;
	}
}

/* A root of version 1 has no basicConstraints to say so; one with a host's name is a server's. */
static bool
is_authority(X509 *x, const struct certificate *c)
{
	const guint32 flags = X509_get_extension_flags(x);
	const bool host = c->common_name_host != NULL && name_labels(c->common_name_host) > 1;

	return (flags & EXFLAG_CA) != 0 || ((flags & EXFLAG_V1) != 0 && c->self_signed == ANSWER_YES && !host);
}

static void
read_key_ids(struct region *region, struct certificate *c, X509 *x)
{
	const ASN1_OCTET_STRING *own = X509_get0_subject_key_id(x), *issuer = X509_get0_authority_key_id(x);
	const ASN1_BIT_STRING *key = X509_get0_pubkey_bitstr(x);

	if (own != NULL)
		c->key_id = hex(region, ASN1_STRING_get0_data(own), (size_t)ASN1_STRING_length(own));
	else if (key != NULL)          /* RFC 5280, 4.2.1.2, method 1; knowledge/roots.csv does the same */
		c->key_id = digest(region, G_CHECKSUM_SHA1, ASN1_STRING_get0_data(key), (size_t)ASN1_STRING_length(key), false);
	if (issuer != NULL)
		c->authority_key_id = hex(region, ASN1_STRING_get0_data(issuer), (size_t)ASN1_STRING_length(issuer));
}

/* Kept as it stands in the certificate: what is digested are these octets (RFC 6698, 2.1.2). */
static void
read_key_info(struct region *region, struct certificate *c, const X509 *x)
{
	unsigned char *der = NULL;
	const int n = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(x), &der);

	if (n > 0) {
		c->key_info = region_copy(region, der, (size_t)n);
		c->key_info_size = (size_t)n;
	}
	OPENSSL_free(der);
}

struct certificate *
certificate_fields(struct facts *facts, X509 *x, const guint8 *der, size_t size, struct place at)
{
	struct region *region = facts->region;
	struct certificate *c = region_alloc(region, sizeof *c);

	c->thumbprint = digest(region, G_CHECKSUM_SHA1, der, size, true);
	c->sha256 = digest(region, G_CHECKSUM_SHA256, der, size, false);
	c->at = at;
	c->at.item = c->thumbprint;
	c->from_file = true;
	c->der = region_copy(region, der, size);
	c->der_size = size;
	read_key_info(region, c, x);
	c->subject = certificate_name(region, X509_get_subject_name(x));
	c->issuer = certificate_name(region, X509_get_issuer_name(x));
	c->subject_text = dn_print(region, c->subject);
	c->issuer_text = dn_print(region, c->issuer);
	c->common_name = dn_value(c->subject, "CN");
	c->common_name_host = c->common_name != NULL ? name_normal(region, c->common_name) : NULL;
	read_names(region, c, x);
	c->dates_known = read_time(X509_get0_notBefore(x), &c->not_before) && read_time(X509_get0_notAfter(x), &c->not_after);
	c->not_after_known = c->dates_known;
	c->self_signed = is_self_signed(x);
	c->is_ca = is_authority(x, c) ? ANSWER_YES : ANSWER_NO;
	read_key_ids(region, c, x);
	certificate_purpose(region, c, x);
	c->internal_ca_evidence = points_inside(region, x);
	c->chain = CHAIN_UNKNOWN;
	c->public_root = ANSWER_UNKNOWN;
	c->private_key = ANSWER_UNKNOWN;
	ERR_clear_error();
	return c;
}
