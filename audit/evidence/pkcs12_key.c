/* The private keys of a PKCS #12 file: which certificate each belongs to.  None is kept. */
#include <string.h>

#include <openssl/err.h>
#include <openssl/x509v3.h>

#include "pkcs12.h"

enum { KEY_BYTES_MAX = 16 * 1024 };      /* RSA of 16384 bits takes 9 KB */

/* ---- attributes, which can be read without a password ---- */

/* The name of the cryptographic provider that Windows imports the key into (1.3.6.1.4.1.311.17.1, a BMPString). */
static char *
provider_of(const PKCS12_SAFEBAG *bag)
{
	const ASN1_TYPE *value = PKCS12_SAFEBAG_get0_attr(bag, NID_ms_csp_name);
	unsigned char *utf8 = NULL;
	char *name = NULL;
	int n = -1;

	if (value != NULL && (value->type == V_ASN1_BMPSTRING || value->type == V_ASN1_UTF8STRING))
		n = ASN1_STRING_to_UTF8(&utf8, value->value.asn1_string);
	if (n > 0 && memchr(utf8, '\0', (size_t)n) == NULL && g_utf8_validate((const char *)utf8, n, NULL))
		name = g_strndup((const char *)utf8, (gsize)n);
	OPENSSL_free(utf8);
	return name;
}

/* "PROVIDER, FRIENDLY NAME": enough to know the certificate again by; NULL when the bag tells neither. */
static char *
told_by(PKCS12_SAFEBAG *bag, const char *provider)
{
	char *friendly = PKCS12_get_friendlyname(bag), *text;

	text = provider != NULL && friendly != NULL ? g_strdup_printf("%s, \"%s\"", provider, friendly) :
	    friendly != NULL ? g_strdup_printf("\"%s\"", friendly) : g_strdup(provider);
	OPENSSL_free(friendly);
	return text;
}

/* ---- keys ---- */

/* Decoding a key of another type may compute with numbers of any size. */
static EVP_PKEY *
decode(struct opening *o, const PKCS8_PRIV_KEY_INFO *key)
{
	const ASN1_OBJECT *type;
	const unsigned char *bytes;
	int n, nid;

	if (PKCS8_pkey_get0(&type, &bytes, &n, NULL, key) != 1 || n > KEY_BYTES_MAX)
		return NULL;
	nid = OBJ_obj2nid(type);
	if (nid != NID_rsaEncryption && nid != NID_X9_62_id_ecPublicKey && nid != NID_ED25519)
		return NULL;
	return EVP_PKCS82PKEY_ex(key, o->container->context, NULL);
}

struct shrouded {
	const X509_SIG *shroud;
	PKCS8_PRIV_KEY_INFO *key;
};

static bool
decrypt_key(struct opening *o, const char *password, int size, void *closure)
{
	struct shrouded *s = closure;

	s->key = PKCS8_decrypt_ex(s->shroud, password, size, o->crypto->context, NULL);
	return s->key != NULL;
}

/* NULL when no password fits, or it cannot be tried. */
static PKCS8_PRIV_KEY_INFO *
open_key(struct opening *o, const X509_SIG *shroud)
{
	struct shrouded s = { shroud, NULL };
	const X509_ALGOR *algorithm;
	struct protection p;

	X509_SIG_get0(shroud, &algorithm, NULL);
	protection_read(algorithm, &p);
	if (cryptography_want(o->crypto, p.cipher) != NULL || opening_try(o, p.count, decrypt_key, &s) != OUTCOME_FITS)
		opening_report_protection(o, "pfx-key-closed", &p, false);
	return s.key;
}

/* ---- its certificate ---- */

static void
tell(struct opening *o, const struct held *h, enum answer fits, const char *provider)
{
	struct container *c = o->container;

	if (h != NULL && c->key != NULL)
		c->key(c, h->der, h->n, fits, provider);
}

/* The certificate that the file says the key belongs to: by localKeyID, or the only one that is no authority's. */
static const struct held *
claimed(const struct opening *o, const PKCS12_SAFEBAG *bag)
{
	const ASN1_OCTET_STRING *id = bag_key_id(bag);
	const struct held *only = NULL;
	unsigned leaves = 0;

	for (guint i = 0; i < o->certificates->len; i++) {
		const struct held *h = o->certificates->pdata[i];

		if (id != NULL && h->key_id != NULL && ASN1_OCTET_STRING_cmp(id, h->key_id) == 0)
			return h;
		if (X509_check_ca(h->x) == 0) {
			only = h;
			leaves++;
		}
	}
	return leaves == 1 ? only : NULL;
}

/* X509_check_private_key() compares the public halves. */
static void
compare(struct opening *o, PKCS12_SAFEBAG *bag, EVP_PKEY *key, const char *provider)
{
	const struct held *owner = NULL;

	for (guint i = 0; key != NULL && i < o->certificates->len; i++) {
		const struct held *h = o->certificates->pdata[i];

		if (X509_check_private_key(h->x, key) == 1) {
			tell(o, h, ANSWER_YES, provider);
			owner = h;
		}
	}
	ERR_clear_error();
	if (owner != NULL || o->certificates->len == 0)
		return;
	owner = claimed(o, bag);
	tell(o, owner, key != NULL && owner != NULL ? ANSWER_NO : ANSWER_UNKNOWN, provider);
	if (key != NULL)
		opening_report(o, "pfx-key-mismatch", NULL, false);
}

/* A key that no password is needed for, or only one that everybody knows, lies open. */
static void
take_key(struct opening *o, PKCS12_SAFEBAG *bag)
{
	const bool bare = PKCS12_SAFEBAG_get_nid(bag) == NID_keyBag, wanted = o->certificates->len > 0 || o->fits >= 0;
	PKCS8_PRIV_KEY_INFO *opened = NULL;
	const X509_SIG *shroud = PKCS12_SAFEBAG_get0_pkcs8(bag);
	char *provider = provider_of(bag), *text = told_by(bag, provider);
	EVP_PKEY *key;

	if (shroud != NULL && wanted)
		opened = open_key(o, shroud);
	opening_report(o, bare || (opened != NULL && opening_is_public(o)) ? "private-key" : "pfx-key", text, false);
	key = bare ? decode(o, PKCS12_SAFEBAG_get0_p8inf(bag)) : opened != NULL ? decode(o, opened) : NULL;
	compare(o, bag, key, provider);
	EVP_PKEY_free(key);
	PKCS8_PRIV_KEY_INFO_free(opened);
	g_free(provider);
	g_free(text);
}

void
keys_compare(struct opening *o)
{
	for (guint i = 0; i < o->keys->len && i < KEYS_MAX; i++)
		take_key(o, o->keys->pdata[i]);
	if (o->keys->len > KEYS_MAX)
		opening_report(o, "pfx-keys", NULL, false);
	ERR_clear_error();
}
