#ifndef EVIDENCE_CERTIFICATES_H
#define EVIDENCE_CERTIFICATES_H

#include <openssl/x509.h>

#include "input.h"

/* A library context of our own, which reads no openssl.cnf.  Free with OSSL_LIB_CTX_free(). */
OSSL_LIB_CTX *certificate_context(void);

/* The certificate at the start of the bytes, and how many it takes; NULL when there is none. */
X509 *certificate_decode(OSSL_LIB_CTX *, const guint8 *der, size_t size, size_t *used);

/* A certificate as a fact, in the facts' region; its chain is not judged yet. */
struct certificate *certificate_fields(struct facts *, X509 *, const guint8 *der, size_t size, struct place at);

/* Its key, signature, purposes and addresses: a step of certificate_fields(). */
void certificate_purpose(struct region *, struct certificate *, X509 *);

/* A name as dn.h keeps it, most specific RDN first. */
const struct dn *certificate_name(struct region *, const X509_NAME *);

/*
 * The content of one file or buffer.  Codes of its problems (* = something was not taken):
 *   pfx *                       PKCS #12: encrypted, and it holds a key; not opened
 *   certificate-cut *           it ends before the certificate does
 *   certificate-damaged *       no certificate in a block or file that should hold one
 *   no-certificate *            nothing that could be a certificate; an empty PKCS #7
 *   too-many-blocks *           more than BLOCKS_MAX
 *   private-key, private-key-encrypted, certificate-request, revocation-list, unknown-block
 *   certificate-trailing-bytes  something follows a certificate that was read
 *   certificate-names-damaged   its subject alternative names do not decode: they are unknown
 * Every certificate is handed over as DER with the line of its block; those of --trust come the same way.
 */
struct container {
	OSSL_LIB_CTX *context;
	void (*certificate)(struct container *, X509 *, const guint8 *der, size_t size, unsigned line);
	/* loss: something was not taken */
	void (*problem)(struct container *, const char *code, unsigned line, const char *text, bool loss);
	void *closure;
	unsigned taken, lost;   /* certificates handed over; blocks that were not taken */
	bool refused;           /* a PFX, or nothing in it could be taken */
};

/* Reads PEM with text around it, base64 without armour, DER, PKCS #7. */
void container_read(struct container *, const guint8 *, size_t);

/* As struct text has it, or "binary": how the evidence list names it. */
const char *container_encoding(const guint8 *, size_t);

/* A certificate that stands in base64 among the values of another form.  False when it could not be taken; then a problem says
 * so. */
bool certificates_take(struct input *, const char *base64, unsigned line);

/* Is it one of these, by content? */
bool container_recognise(const guint8 *head, size_t n, guint64 size);

/* The certificates of a file, or of the files in a folder, into the stack.  False with an error when there is none. */
bool trust_read(OSSL_LIB_CTX *, const char *path, STACK_OF(X509) *into, GError **);

#endif
