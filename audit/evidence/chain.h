#ifndef EVIDENCE_CHAIN_H
#define EVIDENCE_CHAIN_H

#include "certificates.h"
#include "issuers.h"

/* A root of the table. */
struct listed {
	const struct root *root;
	const struct dn *subject;
};

/* What chains are built from. */
struct pool {
	struct facts *facts;
	OSSL_LIB_CTX *context;
	struct issuers *all_anchors, *all_others;       /* self-signed authorities; everything else */
	STACK_OF(X509) *anchors, *others;       /* of those what may stand above the leaf that is judged */
	STACK_OF(X509) *trusted;                /* what came with --trust, which are also among those two */
	GArray *listed;                         /* struct listed: the roots of the table at the as-of date */
};

/* The path from the certificate to a root, as a fact of it. */
void chain_judge(struct pool *, struct certificate *, X509 *);

#endif
