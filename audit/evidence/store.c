/* Serialised certificate stores (.sst): elements one after the other, integers little-endian ([MS-OSHARED] 2.3.2.5.5). */
#include "store.h"

#include <string.h>

enum { HEADER = 8, ELEMENT = 12, ID_END = 0, ID_CERTIFICATE = 32, ID_CRL = 33, ID_TRUST_LIST = 34 };

bool
store_recognise(const guint8 *bytes, size_t n)
{
	return n >= HEADER && memcmp(bytes, "\0\0\0\0CERT", HEADER) == 0;
}

static guint32
number_at(const guint8 *p)
{
	return (guint32)p[0] | (guint32)p[1] << 8 | (guint32)p[2] << 16 | (guint32)p[3] << 24;
}

static void
take_certificate(struct container *c, const guint8 *der, size_t n)
{
	size_t used;
	X509 *x = certificate_decode(c->context, der, n, &used);

	if (x == NULL) {
		container_report(c, "certificate-damaged", 0, NULL, true);
		return;
	}
	c->taken++;
	c->certificate(c, x, der, used, 0);
	X509_free(x);
}

/* Properties (its friendly name, where the key lies) stand before each certificate.  Private keys are in none. */
void
store_read(struct container *c, const guint8 *bytes, size_t n)
{
	size_t at = HEADER;
	bool any = false;

	while (n - at >= ELEMENT && number_at(bytes + at) != ID_END) {
		const guint32 id = number_at(bytes + at), size = number_at(bytes + at + 8);

		at += ELEMENT;
		if (size > n - at)
			break;
		any = any || id == ID_CERTIFICATE;
		if (id == ID_CERTIFICATE && c->taken == BLOCKS_MAX) {
			container_report(c, "too-many-blocks", 0, NULL, true);
			return;
		}
		if (id == ID_CERTIFICATE)
			take_certificate(c, bytes + at, size);
		else if (id == ID_CRL)
			container_report(c, "revocation-list", 0, NULL, false);
		else if (id == ID_TRUST_LIST)
			container_report(c, "unknown-block", 0, NULL, false);
		at += size;
	}
	if (n - at < ELEMENT || number_at(bytes + at) != ID_END)
		container_report(c, "certificate-cut", 0, NULL, true);
	else if (!any)
		container_report(c, "no-certificate", 0, NULL, true);
}
