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
 *   pfx-locked *                PKCS #12: no password opens this safe
 *   pfx-iterations *            more iterations than ITERATIONS_MAX or what is left of the container's
 *   pfx-unsupported *           protected in a way OpenSSL cannot open
 *   pfx-legacy-unavailable *    its cipher is in OpenSSL's legacy provider, which is not installed
 *   pfx-key, pfx-keys, pfx-key-closed, pfx-key-mismatch, pfx-no-mac, pfx-not-verified
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
	/* A private key of a PFX, after its certificates: of the certificate that it belongs to, or that the file says it belongs to
	 * (fits: NO; UNKNOWN when the key stays closed).  provider: the cryptographic provider it is for, or NULL.  May be NULL. */
	void (*key)(struct container *, const guint8 *der, size_t size, enum answer fits, const char *provider);
	void *closure;
	const struct passwords *passwords;      /* for PFX, or NULL */
	guint64 iterations;     /* that may still be spent on opening them: ITERATIONS_FILE_MAX */
	unsigned taken, lost;   /* certificates handed over; blocks that were not taken */
	bool refused;           /* nothing in it could be taken */
};

/* Reads PEM with text around it, base64 without armour, DER, PKCS #7, PKCS #12, serialised stores. */
void container_read(struct container *, const guint8 *, size_t);

/* Counts a loss and hands the problem over. */
void container_report(struct container *, const char *code, unsigned line, const char *text, bool loss);

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
