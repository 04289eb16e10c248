#ifndef EVIDENCE_ISSUERS_H
#define EVIDENCE_ISSUERS_H

#include <glib.h>
#include <openssl/x509.h>

/*
 * Certificates by their subject.  X509_verify_cert() copies and looks through all it is given: with ten thousand
 * certificates in a folder each must be given the few that can stand above it.
 */
struct issuers;

struct issuers *issuers_new(OSSL_LIB_CTX *);
void issuers_free(struct issuers *);
void issuers_add(struct issuers *, X509 *);     /* keeps a reference */

/* Those that may be called as the issuer of the certificate is (a hash is compared), in the order in which they were
 * added: X509 *; NULL when there is none. */
const GPtrArray *issuers_of(const struct issuers *, const X509 *);

/* Adds to the stacks, without references, what may stand above the certificate at any height. */
void issuers_above(const struct issuers *others, const struct issuers *anchors, X509 *, STACK_OF(X509) *to_others,
    STACK_OF(X509) *to_anchors);

#endif
