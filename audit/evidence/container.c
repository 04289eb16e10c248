/*
 * What certificates come in: PEM with text around it, base64 without armour, DER, PKCS #7, PKCS #12; keys, requests and revocation
 * lists beside them.  OpenSSL's PEM reader gives up at the first damaged block and reads neither indented, quoted,
 * one-line nor UTF-16 text, so blocks are cut out by armour.c and only their DER is left to OpenSSL.
 */
#include <openssl/err.h>
#include <openssl/pkcs7.h>
#include <openssl/x509.h>

#include <string.h>

#include "armour.h"
#include "certificates.h"
#include "pkcs12.h"
#include "secret.h"
#include "store.h"

enum content { CONTENT_OTHER, CONTENT_CERTIFICATE, CONTENT_PKCS7, CONTENT_PFX, CONTENT_KEY, CONTENT_ENCRYPTED_KEY };

/* What follows the outer SEQUENCE's header.  "inner" rows stand behind a second SEQUENCE header. */
static const struct {
	enum content content;
	bool inner;
	size_t n;
	guint8 bytes[12];
} shapes[] = {
	{ CONTENT_PKCS7, false, 11, { 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02 } },
	{ CONTENT_PFX, false, 4, { 0x02, 0x01, 0x03, 0x30 } },
	{ CONTENT_KEY, false, 4, { 0x02, 0x01, 0x00, 0x30 } },             /* PKCS #8 */
	{ CONTENT_KEY, false, 4, { 0x02, 0x01, 0x01, 0x30 } },
	{ CONTENT_KEY, false, 4, { 0x02, 0x01, 0x00, 0x02 } },             /* RSA, DSA */
	{ CONTENT_KEY, false, 4, { 0x02, 0x01, 0x01, 0x04 } },             /* EC */
	{ CONTENT_ENCRYPTED_KEY, true, 9, { 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01 } },
	{ CONTENT_ENCRYPTED_KEY, true, 5, { 0x06, 0x0a, 0x2a, 0x86, 0x48 } },
	{ CONTENT_CERTIFICATE, true, 4, { 0xa0, 0x03, 0x02, 0x01 } },      /* version */
	{ CONTENT_CERTIFICATE, true, 1, { 0x02 } },                        /* serial number or version: certificate, request, list */
};

/* The header of a SEQUENCE: its own length, and the length of all of it (0: indefinite). */
static bool
sequence_at(const guint8 *p, size_t n, size_t *header, guint64 *total)
{
	size_t octets;
	guint64 length = 0;

	if (n < 2 || p[0] != 0x30)
		return false;
	octets = p[1] & 0x7f;
	if (p[1] < 0x80) {
		*header = 2;
		*total = 2 + octets;
		return true;
	}
	if (octets > 4 || n < 2 + octets)
		return false;
	for (size_t i = 0; i < octets; i++)
		length = length << 8 | p[2 + i];
	*header = 2 + octets;
	*total = octets == 0 ? 0 : length + *header;
	return true;
}

static enum content
content_of(const guint8 *p, size_t n)
{
	size_t header, inner = 0;
	guint64 total;
	bool nested;

	if (!sequence_at(p, n, &header, &total))
		return CONTENT_OTHER;
	p += header;
	n -= header;
	nested = sequence_at(p, n, &inner, &total);
	for (size_t i = 0; i < G_N_ELEMENTS(shapes); i++) {
		const size_t skip = shapes[i].inner ? inner : 0;

		if (shapes[i].inner && !nested)
			continue;
		if (n >= skip + shapes[i].n && memcmp(p + skip, shapes[i].bytes, shapes[i].n) == 0)
			return shapes[i].content;
	}
	return CONTENT_OTHER;
}

void
container_report(struct container *c, const char *code, unsigned line, const char *text, bool loss)
{
	c->lost += loss;
	c->problem(c, code, line, text, loss);
}

/* ---- DER ---- */

static void
take_pkcs7(struct container *c, const guint8 *der, size_t n, unsigned line)
{
	PKCS7 *p7 = PKCS7_new_ex(c->context, NULL);
	const unsigned char *p = der;
	STACK_OF(X509) *all = NULL;

	if (d2i_PKCS7(&p7, &p, (long)n) == NULL) {
		ERR_clear_error();
		container_report(c, "certificate-damaged", line, NULL, true);
		return;
	}
	if (PKCS7_type_is_signed(p7) && p7->d.sign != NULL)
		all = p7->d.sign->cert;
	for (int i = 0; i < sk_X509_num(all); i++) {
		X509 *x = sk_X509_value(all, i);
		unsigned char *bytes = NULL;
		const int length = i2d_X509(x, &bytes);

		if (length > 0) {
			c->taken++;
			c->certificate(c, x, bytes, (size_t)length, line);
		}
		OPENSSL_free(bytes);
	}
	if (sk_X509_num(all) <= 0)
		container_report(c, "no-certificate", line, NULL, true);
	PKCS7_free(p7);
}

/* A request or a revocation list: known, and of no use here. */
static bool
take_other(struct container *c, const guint8 *der, size_t n, unsigned line)
{
	const unsigned char *p = der;
	X509_REQ *request = d2i_X509_REQ(NULL, &p, (long)n);
	X509_CRL *list = NULL;

	if (request == NULL) {
		p = der;
		list = d2i_X509_CRL(NULL, &p, (long)n);
	}
	ERR_clear_error();
	if (request != NULL)
		container_report(c, "certificate-request", line, NULL, false);
	else if (list != NULL)
		container_report(c, "revocation-list", line, NULL, false);
	X509_REQ_free(request);
	X509_CRL_free(list);
	return request != NULL || list != NULL;
}

/* One object; returns the bytes it takes, 0 when it could not be read. */
static size_t
take_object(struct container *c, const guint8 *der, size_t n, unsigned line)
{
	size_t used = 0, header;
	guint64 total = 0;
	X509 *x;

	switch (content_of(der, n)) {
	case CONTENT_PFX:
		used = pkcs12_read(c, der, n, line);
		if (used > 0)
			return used;
		if (sequence_at(der, n, &header, &total) && total > n) {
			container_report(c, "certificate-cut", line, NULL, true);
			return 0;
		}
		container_report(c, "certificate-damaged", line, NULL, true);
		break;
	case CONTENT_KEY:
		container_report(c, "private-key", line, NULL, false);
		break;
	case CONTENT_ENCRYPTED_KEY:
		container_report(c, "private-key-encrypted", line, NULL, false);
		break;
	case CONTENT_PKCS7:
		if (sequence_at(der, n, &header, &total) && total > n) {
			container_report(c, "certificate-cut", line, NULL, true);
			return n;
		}
		take_pkcs7(c, der, n, line);
		break;
	case CONTENT_CERTIFICATE:
	case CONTENT_OTHER:
	default:
		x = certificate_decode(c->context, der, n, &used);
		if (x != NULL) {
			c->taken++;
			c->certificate(c, x, der, used, line);
			X509_free(x);
			return used;
		}
		if (sequence_at(der, n, &header, &total) && total > n) {
			container_report(c, "certificate-cut", line, NULL, true);
			return 0;
		}
		if (!take_other(c, der, n, line)) {
			container_report(c, "certificate-damaged", line, NULL, true);
			return 0;
		}
	}
	return sequence_at(der, n, &header, &total) && total > 0 && total <= n ? (size_t)total : n;
}

/* Objects one after the other: people join DER files as they join PEM files. */
static void
take_der(struct container *c, const guint8 *der, size_t n, unsigned line, bool trusted)
{
	for (unsigned i = 0; i < BLOCKS_MAX; i++) {
		const size_t used = take_object(c, der, n, line);

		if (used == 0 || used == n || trusted)     /* a TRUSTED CERTIFICATE goes on with OpenSSL's own settings */
			return;
		der += used;
		n -= used;
		if (content_of(der, n) == CONTENT_OTHER) {
			container_report(c, "certificate-trailing-bytes", line, NULL, false);
			return;
		}
	}
}

/* ---- text ---- */

static void
take_block(struct container *c, const struct block *b, unsigned line)
{
	size_t n;
	guint8 *der;
	char *label;

	if (block_key(b) != BLOCK_NO_KEY) {
		container_report(c, block_key(b) == BLOCK_KEY ? "private-key" : "private-key-encrypted", line, NULL, false);
		return;
	}
	if (!block_known(b)) {
		label = g_strndup(b->label, b->label_size);
		container_report(c, "unknown-block", line, label, false);
		g_free(label);
		return;
	}
	der = base64_decode(block_body(b), b->end, &n);
	if (der == NULL)
		container_report(c, b->whole ? "certificate-damaged" : "certificate-cut", line, NULL, true);
	else if (!b->whole && content_of(der, n) == CONTENT_OTHER)
		container_report(c, "certificate-cut", line, NULL, true);
	else
		take_der(c, der, n, line, block_is(b, "TRUSTED CERTIFICATE"));
	secret_free(der, n);
}

/* Lines end with LF, CR LF or CR. */
static unsigned
count_lines(const char *p, const char *end)
{
	unsigned n = 0;

	for (; p < end; p++)
		n += *p == '\n' || (*p == '\r' && (p + 1 == end || p[1] != '\n'));
	return n;
}

static void
take_blocks(struct container *c, const char *text, const char *end)
{
	const char *p = text, *counted = text;
	unsigned line = 1;
	struct block b;

	for (unsigned i = 0; block_next(p, end, &b); i++) {
		if (i == BLOCKS_MAX) {
			container_report(c, "too-many-blocks", line, NULL, true);
			return;
		}
		line += count_lines(counted, b.label);
		counted = b.label;
		if (b.label_size > 0)
			take_block(c, &b, line);
		p = b.next;
	}
}

/* ---- the whole file ---- */

/* UTF-16 shows as NUL bytes in the first characters.  All that matters is ASCII, so dropping the NULs (and a byte order
 * mark) decodes it; lines stay where they are. NULL: it is no UTF-16. */
static char *
from_utf16(const guint8 *bytes, size_t n, size_t *size)
{
	const bool marked = n >= 2 && ((bytes[0] == 0xff && bytes[1] == 0xfe) || (bytes[0] == 0xfe && bytes[1] == 0xff));
	const bool bare = n >= 8 && (bytes[0] == 0) != (bytes[1] == 0) && (bytes[0] == 0) == (bytes[2] == 0) &&
	    (bytes[1] == 0) == (bytes[3] == 0);
	char *text;

	if (!marked && !bare)
		return NULL;
	text = g_malloc(n + 1);
	*size = 0;
	for (size_t i = marked ? 2 : 0; i < n; i++) {
		if (bytes[i] != 0)
			text[(*size)++] = (char)bytes[i];
	}
	text[*size] = '\0';
	return text;
}

/* Base64 without armour: nothing but base64, and it decodes to one of the shapes. */
static guint8 *
bare_base64(const char *text, const char *end, size_t *n)
{
	guint8 *der;

	*n = 0;
	while (text < end && g_ascii_isspace(*text))
		text++;
	if (end - text < 64 || *text != 'M')
		return NULL;
	der = base64_decode(text, end, n);
	if (der != NULL && content_of(der, *n) == CONTENT_OTHER) {
		secret_free(der, *n);
		return NULL;
	}
	return der;
}

static void
read_text(struct container *c, const char *text, size_t n)
{
	const size_t mark = n >= 3 && memcmp(text, "\357\273\277", 3) == 0 ? 3 : 0;
	size_t size;
	guint8 *der;

	text += mark;
	n -= mark;
	if (text_find(text, text + n, "-----BEGIN ") != NULL) {
		take_blocks(c, text, text + n);
	} else if ((der = bare_base64(text, text + n, &size)) != NULL) {
		take_der(c, der, size, 1, false);
		secret_free(der, size);
	} else {
		container_report(c, "no-certificate", 0, NULL, true);
	}
}

void
container_read(struct container *c, const guint8 *bytes, size_t n)
{
	size_t size;
	char *text;

	c->taken = c->lost = 0;
	c->refused = false;
	if (store_recognise(bytes, n)) {
		store_read(c, bytes, n);
	} else if (content_of(bytes, n) != CONTENT_OTHER) {
		take_der(c, bytes, n, 0, false);
	} else if ((text = from_utf16(bytes, n, &size)) != NULL) {
		read_text(c, text, size);
		secret_free(text, size);
	} else {
		read_text(c, (const char *)bytes, n);
	}
	c->refused = c->refused || (c->taken == 0 && c->lost > 0);
}

const char *
container_encoding(const guint8 *bytes, size_t n)
{
	size_t size;
	char *text;

	if (store_recognise(bytes, n) || content_of(bytes, n) != CONTENT_OTHER)
		return "binary";
	text = from_utf16(bytes, MIN(n, 64), &size);
	if (text != NULL) {
		secret_free(text, size);
		return bytes[0] == 0xfe || bytes[0] == 0 ? "utf-16be" : "utf-16le";
	}
	for (size_t i = 0; i < n; i++) {
		if (bytes[i] >= 0x80)
			return g_utf8_validate((const char *)bytes, (gssize)n, NULL) ? "utf-8" : "windows-1252";
	}
	return "ascii";
}

static bool
recognise_text(const char *text, size_t n, bool whole)
{
	const char *p = text, *end = text + n;
	struct block b;
	guint8 *der;
	size_t size = 0;

	if (n >= 3 && memcmp(text, "\357\273\277", 3) == 0)
		p = text = text + 3;
	while (block_next(p, end, &b)) {
		if (b.label_size > 0 && (block_known(&b) || block_key(&b) != BLOCK_NO_KEY))
			return true;
		p = b.next;
	}
	if (!whole)                            /* the cut at the end of the head may stand in mid-quantum */
		end -= MIN(n, 3);
	der = bare_base64(text, end, &size);
	secret_free(der, size);
	return der != NULL;
}

bool
container_recognise(const guint8 *head, size_t n, guint64 size)
{
	size_t header, length;
	guint64 total;
	char *text;
	bool known;

	if (store_recognise(head, n))
		return true;
	/* "0" followed by such bytes is no text; a cut file is still told by its beginning. */
	if (content_of(head, n) != CONTENT_OTHER)
		return sequence_at(head, n, &header, &total) && header > 1 && (head[1] >= 0x80 || total <= size);
	if ((text = from_utf16(head, n, &length)) == NULL)
		return recognise_text((const char *)head, n, n == size);
	known = recognise_text(text, length, n == size);
	secret_free(text, length);
	return known;
}
