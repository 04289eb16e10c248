/* How a PKCS #12 file is protected: what can be told of it without its password. */
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/provider.h>

#include <string.h>

#include "pkcs12.h"

/* INTEGER DEFAULT 1 (RFC 7292, 4).  OpenSSL would take one that is too large for a negative number. */
static guint64
count_of(const ASN1_INTEGER *i)
{
	uint64_t count;

	if (i == NULL)
		return 1;
	return ASN1_INTEGER_get_uint64(&count, i) == 1 ? count : G_MAXUINT64;
}

static void
put_name(struct protection *p, const ASN1_OBJECT *object)
{
	const int nid = OBJ_obj2nid(object);

	if (nid != NID_undef)
		g_strlcpy(p->name, OBJ_nid2sn(nid), sizeof p->name);
	else
		OBJ_obj2txt(p->name, sizeof p->name, object, 1);
}

/* PBES2 with PBKDF2 (RFC 8018, 6.2).  scrypt, whose cost three numbers decide, is not met in such files. */
static void
read_pbes2(const X509_ALGOR *a, struct protection *p)
{
	PBE2PARAM *both = ASN1_TYPE_unpack_sequence(ASN1_ITEM_rptr(PBE2PARAM), a->parameter);
	PBKDF2PARAM *key = NULL;
	char *name;

	if (both == NULL)
		return;
	put_name(p, both->encryption->algorithm);
	name = g_strdup_printf("PBES2 %s", p->name);
	g_strlcpy(p->name, name, sizeof p->name);
	g_free(name);
	if (OBJ_obj2nid(both->keyfunc->algorithm) == NID_id_pbkdf2)
		key = ASN1_TYPE_unpack_sequence(ASN1_ITEM_rptr(PBKDF2PARAM), both->keyfunc->parameter);
	if (key != NULL) {
		p->cipher = OBJ_obj2nid(both->encryption->algorithm);
		p->count = count_of(key->iter);
	}
	PBKDF2PARAM_free(key);
	PBE2PARAM_free(both);
}

void
protection_read(const X509_ALGOR *a, struct protection *p)
{
	PBEPARAM *parameter;
	int cipher, digest;

	*p = (struct protection){ .cipher = NID_undef, .count = G_MAXUINT64 };
	put_name(p, a->algorithm);
	if (OBJ_obj2nid(a->algorithm) == NID_pbes2) {
		read_pbes2(a, p);
	} else if (EVP_PBE_find(EVP_PBE_TYPE_OUTER, OBJ_obj2nid(a->algorithm), &cipher, &digest, NULL) == 1) {
		parameter = ASN1_TYPE_unpack_sequence(ASN1_ITEM_rptr(PBEPARAM), a->parameter);
		if (parameter != NULL) {
			p->cipher = cipher;
			p->count = count_of(parameter->iter);
		}
		PBEPARAM_free(parameter);
	}
}

bool
protection_of_mac(PKCS12 *p12, struct protection *p)
{
	const ASN1_INTEGER *count;
	const X509_ALGOR *a;
	const ASN1_OBJECT *object;

	PKCS12_get0_mac(NULL, &a, NULL, &count, p12);
	X509_ALGOR_get0(&object, NULL, NULL, a);
	*p = (struct protection){ .cipher = NID_undef, .count = count_of(count) };
	put_name(p, object);
	return EVP_get_digestbyobj(object) != NULL;
}

/* ---- providers ---- */

void
cryptography_open(struct cryptography *c)
{
	c->context = OSSL_LIB_CTX_new();
	c->standard = OSSL_PROVIDER_load(c->context, "default");
	c->legacy = NULL;
}

void
cryptography_close(struct cryptography *c)
{
	if (c->legacy != NULL)
		OSSL_PROVIDER_unload(c->legacy);
	if (c->standard != NULL)
		OSSL_PROVIDER_unload(c->standard);
	OSSL_LIB_CTX_free(c->context);
}

static bool
has_cipher(const struct cryptography *c, int nid)
{
	EVP_CIPHER *cipher = EVP_CIPHER_fetch(c->context, OBJ_nid2sn(nid), NULL);

	EVP_CIPHER_free(cipher);
	return cipher != NULL;
}

const char *
cryptography_want(struct cryptography *c, int cipher)
{
	if (cipher == NID_undef)
		return "pfx-unsupported";
	if (has_cipher(c, cipher))
		return NULL;
	if (c->legacy == NULL)
		c->legacy = OSSL_PROVIDER_load(c->context, "legacy");
	if (c->legacy == NULL)
		return "pfx-legacy-unavailable";
	return has_cipher(c, cipher) ? NULL : "pfx-unsupported";
}
