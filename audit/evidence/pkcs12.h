#ifndef EVIDENCE_PKCS12_H
#define EVIDENCE_PKCS12_H

#include <openssl/pkcs12.h>

#include "certificates.h"

/*
 * Reads a PKCS #12 file (PFX, RFC 7292) and hands its certificates over: those of unencrypted safes always, those of encrypted
 * ones when one of the container's passwords, the empty one or none opens them.  Private keys are compared with the
 * certificates, and kept nowhere.  Returns the bytes it takes, 0 when it is damaged.  Its problems are in certificates.h.
 */
size_t pkcs12_read(struct container *, const guint8 *der, size_t n, unsigned line);

/* ---- how a PFX is protected, in pkcs12_algorithm.c ---- */

struct protection {
	char name[48];          /* "PBE-SHA1-RC2-40", "PBES2 AES-256-CBC"; an OID when it has no name */
	int cipher;             /* NID; NID_undef when keys are derived in a way that is not known */
	guint64 count;          /* iterations; G_MAXUINT64 when there is no telling */
};

/* The algorithm of an encrypted safe or key. */
void protection_read(const X509_ALGOR *, struct protection *);

/* The same of the MAC.  False when OpenSSL cannot verify such a one (PBMAC1, RFC 9579); there must be a MAC. */
bool protection_of_mac(PKCS12 *, struct protection *);

/* A library context that decrypts for one file; its providers are loaded by name, so that no openssl.cnf has a say. */
struct cryptography {
	OSSL_LIB_CTX *context;
	OSSL_PROVIDER *standard, *legacy;
};
void cryptography_open(struct cryptography *);
void cryptography_close(struct cryptography *);

/* NULL when the cipher can be used; else the code of the problem: pfx-legacy-unavailable, pfx-unsupported.  RC2 and its like
 * are in OpenSSL's legacy provider, which is loaded when one is met. */
const char *cryptography_want(struct cryptography *, int cipher);

/* ---- one file while it is open: pkcs12.c, pkcs12_key.c ---- */

struct opening {
	struct container *container;
	unsigned line;
	size_t size;            /* of the file */
	struct cryptography *crypto;
	bool too_many;          /* certificates, which was said */
	gssize fits;            /* the candidate that opened something, tried first; -1: none yet */
	GPtrArray *bags;        /* STACK_OF(PKCS12_SAFEBAG) *: of the safes that are open */
	GPtrArray *certificates;        /* struct held * */
	GPtrArray *keys;        /* PKCS12_SAFEBAG *, not owned */
};

struct held {
	X509 *x;
	unsigned char *der;
	size_t n;
	const ASN1_OCTET_STRING *key_id;        /* localKeyID (RFC 7292, 4.2), or NULL */
};

void opening_report(struct opening *, const char *code, const char *text, bool loss);
void opening_report_protection(struct opening *, const char *code, const struct protection *, bool loss);

/* Tries the container's passwords, none at all (NULL) and the empty one, which derive different keys (RFC 7292, B.1), on
 * something that costs so many iterations a time.  `attempt` says whether it fits; o->fits is then which. */
enum outcome { OUTCOME_FITS, OUTCOME_NONE_FITS, OUTCOME_TOO_COSTLY };
enum outcome opening_try(struct opening *, guint64 count, bool (*attempt)(struct opening *, const char *, int size, void *), void *);

/* Is the candidate that fits one that everybody knows: the empty password, or none? */
bool opening_is_public(const struct opening *);

/* Value of a bag's localKeyID; or NULL. */
const ASN1_OCTET_STRING *bag_key_id(const PKCS12_SAFEBAG *);

/* What the keys are and which certificate each belongs to; once all certificates are known. */
void keys_compare(struct opening *);

#endif
