/* What a certificate says of its key and its purpose. */
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/x509v3.h>

#include "certificates.h"

enum { EXPONENT_MIN = 65537 };      /* CA/B Forum Baseline Requirements, 6.1.6 */

static void
read_exponent(struct certificate *c, const EVP_PKEY *key)
{
	BIGNUM *e = NULL;

	if (EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_RSA_E, &e) == 1)
		c->weak_exponent = !BN_is_odd(e) || (BN_num_bits(e) <= 32 && BN_get_word(e) < EXPONENT_MIN);
	BN_free(e);
}

static void
read_key(struct certificate *c, X509 *x)
{
	const EVP_PKEY *key = X509_get0_pubkey(x);

	if (key == NULL)
		return;
	c->key_bits = (unsigned)EVP_PKEY_get_bits(key);
	switch (EVP_PKEY_get_base_id(key)) {
	case EVP_PKEY_RSA:
	case EVP_PKEY_RSA_PSS:
		c->key_type = KEY_RSA;
		read_exponent(c, key);
		break;
	case EVP_PKEY_EC:
		c->key_type = KEY_EC;
		break;
	default:
		c->key_type = KEY_OTHER;
		break;
	}
}

static void
read_signature(struct certificate *c, X509 *x)
{
	int hash, key, bits;
	guint32 flags;

	if (X509_get_signature_info(x, &hash, &key, &bits, &flags) == 1)
		c->signature_hash = hash != NID_undef ? OBJ_nid2sn(hash) : "";
}

/* RFC 5280, 4.2.1.12: without the extension every purpose is allowed. */
static void
read_usages(struct certificate *c, const X509 *x)
{
	int critical;
	EXTENDED_KEY_USAGE *all = X509_get_ext_d2i(x, NID_ext_key_usage, &critical, NULL);

	c->has_usages = all != NULL ? ANSWER_YES : critical == -1 ? ANSWER_NO : ANSWER_UNKNOWN;
	for (int i = 0; all != NULL && i < sk_ASN1_OBJECT_num(all); i++) {
		const int usage = OBJ_obj2nid(sk_ASN1_OBJECT_value(all, i));

		c->server_auth = c->server_auth || usage == NID_server_auth || usage == NID_anyExtendedKeyUsage;
		c->client_auth = c->client_auth || usage == NID_client_auth || usage == NID_anyExtendedKeyUsage;
	}
	EXTENDED_KEY_USAGE_free(all);
}

static const char *
print_address(struct region *region, const ASN1_OCTET_STRING *octets)
{
	enum { FOUR = 4, SIX = 16 };
	const int n = ASN1_STRING_length(octets);
	struct address a = { .family = n == FOUR ? 4 : 6 };
	char *text;
	const char *kept;

	if (n != FOUR && n != SIX)
		return NULL;
	for (int i = 0; i < n; i++)
		a.octets[SIX - n + i] = ASN1_STRING_get0_data(octets)[i];
	text = address_print(&a);
	kept = region_strdup(region, text);
	g_free(text);
	return kept;
}

static void
read_addresses(struct region *region, struct certificate *c, const X509 *x)
{
	GENERAL_NAMES *all = X509_get_ext_d2i(x, NID_subject_alt_name, NULL, NULL);
	const int count = all != NULL ? sk_GENERAL_NAME_num(all) : 0;
	const char **addresses = region_alloc(region, ((size_t)count + 1) * sizeof *addresses);

	c->addresses = addresses;
	for (int i = 0; i < count; i++) {
		const GENERAL_NAME *g = sk_GENERAL_NAME_value(all, i);
		const char *text = g->type == GEN_IPADD ? print_address(region, g->d.iPAddress) : NULL;

		if (text != NULL)
			addresses[c->naddresses++] = text;
	}
	GENERAL_NAMES_free(all);
}

void
certificate_purpose(struct region *region, struct certificate *c, X509 *x)
{
	read_key(c, x);
	read_signature(c, x);
	read_usages(c, x);
	read_addresses(region, c, x);
}
