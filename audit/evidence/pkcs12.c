/*
 * PKCS #12 files.  PKCS12_parse() takes all or nothing: it wants a MAC, gives up at the first safe it cannot open, and derives
 * keys with as many iterations as the file demands.  So the safes are walked here, and OpenSSL decodes and decrypts each.
 */
#include "pkcs12.h"

#include <openssl/err.h>

#include <string.h>

#include "passwords.h"

void
opening_report(struct opening *o, const char *code, const char *text, bool loss)
{
	container_report(o->container, code, o->line, text, loss);
}

void
opening_report_protection(struct opening *o, const char *code, const struct protection *p, bool loss)
{
	char *text = p->count == G_MAXUINT64 ? g_strdup(p->name) : g_strdup_printf("%s, %" G_GUINT64_FORMAT " iterations", p->name, p->count);

	opening_report(o, code, text, loss);
	g_free(text);
}

/* ---- passwords ---- */

/* Those of the file in their order, then none at all, then the empty one. */
static const char *
candidate(const struct opening *o, size_t i, int *size)
{
	const size_t n = passwords_count(o->container->passwords);
	const char *password = i < n ? passwords_at(o->container->passwords, i) : i == n ? NULL : "";

	*size = password != NULL ? (int)strlen(password) : 0;
	return password;
}

bool
opening_is_public(const struct opening *o)
{
	return o->fits >= 0 && (size_t)o->fits >= passwords_count(o->container->passwords);
}

/* Each attempt may also decrypt, or compute the MAC of, all of the file: as much work as an iteration for every 64 octets. */
static bool
afford(struct opening *o, guint64 count)
{
	const guint64 work = count + o->size / 64 + 1;

	if (count > ITERATIONS_MAX || work > o->container->iterations)
		return false;
	o->container->iterations -= work;
	return true;
}

enum outcome
opening_try(struct opening *o, guint64 count, bool (*attempt)(struct opening *, const char *, int, void *), void *closure)
{
	const gssize n = (gssize)passwords_count(o->container->passwords) + 2, first = o->fits;

	for (gssize k = first >= 0 ? -1 : 0; k < n; k++) {
		const gssize i = k < 0 ? first : k;
		const char *password;
		bool fits;
		int size;

		if (k == first)
			continue;
		if (!afford(o, count))
			return OUTCOME_TOO_COSTLY;
		password = candidate(o, (size_t)i, &size);
		fits = attempt(o, password, size, closure);
		ERR_clear_error();
		if (fits) {
			o->fits = i;
			return OUTCOME_FITS;
		}
	}
	return OUTCOME_NONE_FITS;
}

/* ---- safes ---- */

struct locked {
	const PKCS7_ENC_CONTENT *content;
	STACK_OF(PKCS12_SAFEBAG) *bags;
};

static bool
decrypt_safe(struct opening *o, const char *password, int size, void *closure)
{
	struct locked *l = closure;

	l->bags = PKCS12_item_decrypt_d2i_ex(l->content->algorithm, ASN1_ITEM_rptr(PKCS12_SAFEBAGS), password, size, l->content->enc_data, 1,
	    o->crypto->context, NULL);
	return l->bags != NULL;
}

static STACK_OF(PKCS12_SAFEBAG) *
open_encrypted(struct opening *o, const PKCS7_ENC_CONTENT *content)
{
	static const char *const codes[] = { NULL, "pfx-locked", "pfx-iterations" };
	struct locked l = { content, NULL };
	struct protection p;
	const char *code;

	protection_read(content->algorithm, &p);
	code = cryptography_want(o->crypto, p.cipher);
	if (code == NULL)
		code = codes[opening_try(o, p.count, decrypt_safe, &l)];
	if (code != NULL)
		opening_report_protection(o, code, &p, true);
	return l.bags;
}

/* A safe is data, encryptedData, or, for the certificate of a recipient, envelopedData (RFC 7292, 4.1). */
static STACK_OF(PKCS12_SAFEBAG) *
open_safe(struct opening *o, PKCS7 *safe)
{
	STACK_OF(PKCS12_SAFEBAG) *bags = NULL;

	if (PKCS7_type_is_data(safe) && safe->d.data != NULL) {
		bags = PKCS12_unpack_p7data(safe);
		if (bags == NULL)
			opening_report(o, "certificate-damaged", NULL, true);
	} else if (PKCS7_type_is_encrypted(safe) && safe->d.encrypted != NULL && safe->d.encrypted->enc_data->enc_data != NULL) {
		bags = open_encrypted(o, safe->d.encrypted->enc_data);
	} else if (PKCS7_type_is_enveloped(safe)) {
		opening_report(o, "pfx-unsupported", OBJ_nid2sn(OBJ_obj2nid(safe->type)), true);
	} else {
		opening_report(o, "certificate-damaged", NULL, true);
	}
	ERR_clear_error();
	return bags;
}

/* ---- bags ---- */

const ASN1_OCTET_STRING *
bag_key_id(const PKCS12_SAFEBAG *bag)
{
	const ASN1_TYPE *value = PKCS12_SAFEBAG_get0_attr(bag, NID_localKeyID);

	return value != NULL && value->type == V_ASN1_OCTET_STRING ? value->value.octet_string : NULL;
}

static void
held_free(gpointer p)
{
	struct held *h = p;

	X509_free(h->x);
	OPENSSL_free(h->der);
	g_free(h);
}

static void
take_certificate(struct opening *o, const PKCS12_SAFEBAG *bag)
{
	struct container *c = o->container;
	X509 *decoded = PKCS12_SAFEBAG_get1_cert(bag);
	struct held *h = g_new0(struct held, 1);
	const int n = decoded != NULL ? i2d_X509(decoded, &h->der) : -1;

	if (n > 0)
		h->x = certificate_decode(c->context, h->der, (size_t)n, &h->n);
	X509_free(decoded);
	ERR_clear_error();
	if (h->x == NULL) {
		opening_report(o, "certificate-damaged", NULL, true);
		held_free(h);
		return;
	}
	h->key_id = bag_key_id(bag);
	g_ptr_array_add(o->certificates, h);
	c->taken++;
	c->certificate(c, h->x, h->der, h->n, o->line);
}

/* Bags in bags: OpenSSL decodes no deeper than 30. */
static void
take_bags(struct opening *o, const STACK_OF(PKCS12_SAFEBAG) *bags)
{
	for (int i = 0; i < sk_PKCS12_SAFEBAG_num(bags); i++) {
		PKCS12_SAFEBAG *bag = sk_PKCS12_SAFEBAG_value(bags, i);

		switch (PKCS12_SAFEBAG_get_nid(bag)) {
		case NID_certBag:
			if (o->certificates->len < BLOCKS_MAX)
				take_certificate(o, bag);
			else if (!o->too_many)
				opening_report(o, "too-many-blocks", NULL, o->too_many = true);
			break;
		case NID_keyBag:
		case NID_pkcs8ShroudedKeyBag:
		case NID_secretBag:
			g_ptr_array_add(o->keys, bag);
			break;
		case NID_crlBag:
			opening_report(o, "revocation-list", NULL, false);
			break;
		case NID_safeContentsBag:
			take_bags(o, PKCS12_SAFEBAG_get0_safes(bag));
			break;
		default:
			opening_report(o, "unknown-block", NULL, false);
		}
	}
}

/* ---- the file ---- */

static bool
verify_mac(struct opening *o, const char *password, int size, void *closure)
{
	(void)o;
	return PKCS12_verify_mac(closure, password, size) == 1;
}

/* The MAC tells which password it is, and afterwards that nothing was changed; the safes can be opened without it. */
static void
check_mac(struct opening *o, PKCS12 *p12)
{
	struct protection mac = { "", NID_undef, 0 };

	if (!PKCS12_mac_present(p12))
		opening_report(o, "pfx-no-mac", NULL, false);
	else if (!protection_of_mac(p12, &mac) || opening_try(o, mac.count, verify_mac, p12) != OUTCOME_FITS)
		opening_report_protection(o, "pfx-not-verified", &mac, false);
}

static void
bags_free(gpointer bags)
{
	sk_PKCS12_SAFEBAG_pop_free(bags, PKCS12_SAFEBAG_free);
}

static void
read_safes(struct opening *o, const STACK_OF(PKCS7) *safes)
{
	for (int i = 0; i < sk_PKCS7_num(safes); i++) {
		STACK_OF(PKCS12_SAFEBAG) *bags = open_safe(o, sk_PKCS7_value(safes, i));

		if (bags == NULL)
			continue;
		g_ptr_array_add(o->bags, bags);
		take_bags(o, bags);
	}
	keys_compare(o);
}

static void
read_decoded(struct container *c, PKCS12 *p12, size_t size, struct cryptography *crypto, unsigned line)
{
	struct opening o = { c, line, size, crypto, false, -1, g_ptr_array_new_with_free_func(bags_free), g_ptr_array_new_with_free_func(held_free),
		g_ptr_array_new() };
	STACK_OF(PKCS7) *safes = PKCS12_unpack_authsafes(p12);
	const bool other = ERR_GET_REASON(ERR_peek_last_error()) == PKCS12_R_CONTENT_TYPE_NOT_DATA;
	const unsigned lost = c->lost;

	if (safes != NULL) {
		check_mac(&o, p12);
		read_safes(&o, safes);
		if (o.certificates->len == 0 && c->lost == lost)
			opening_report(&o, "no-certificate", NULL, true);
	} else {
		opening_report(&o, other ? "pfx-unsupported" : "certificate-damaged", other ? "content that is no data" : NULL, true);
	}
	sk_PKCS7_pop_free(safes, PKCS7_free);
	g_ptr_array_unref(o.keys);
	g_ptr_array_unref(o.certificates);
	g_ptr_array_unref(o.bags);
	ERR_clear_error();
}

size_t
pkcs12_read(struct container *c, const guint8 *der, size_t n, unsigned line)
{
	struct cryptography crypto;
	const unsigned char *p = der;
	PKCS12 *p12;

	cryptography_open(&crypto);
	p12 = PKCS12_init_ex(NID_pkcs7_data, crypto.context, NULL);
	if (d2i_PKCS12(&p12, &p, (long)n) != NULL)
		read_decoded(c, p12, (size_t)(p - der), &crypto, line);
	PKCS12_free(p12);
	cryptography_close(&crypto);
	ERR_clear_error();
	return (size_t)(p - der);
}
