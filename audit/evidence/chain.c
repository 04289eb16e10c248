/*
 * The path from every certificate of the folder to a root, at the as-of date.  The system's trust store is never read:
 * roots are the self-signed authorities in the folder, those of --trust, and the names and key ids of knowledge/roots.csv.
 */
#include <openssl/err.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include <string.h>

#include "chain.h"

enum { DEPTH = 10, RETRIES = 64 };

/* What one run of X509_verify_cert said. */
struct outcome {
	int error, depth;
	STACK_OF(X509) *chain;                  /* as far as it was built, the leaf first */
};

/* ---- one verification ---- */

/* What is wrong with the leaf itself is other rules' business, and notAfter is inclusive (RFC 5280, 4.1.2.5). */
static int
leave_out(int ok, X509_STORE_CTX *ctx)
{
	const int error = X509_STORE_CTX_get_error(ctx);
	const bool leaf = X509_STORE_CTX_get_error_depth(ctx) == 0;
	const X509 *x = X509_STORE_CTX_get_current_cert(ctx);

	if (ok == 1)
		return 1;
	switch (error) {
	case X509_V_ERR_CERT_HAS_EXPIRED:
		if (leaf || ASN1_TIME_cmp_time_t(X509_get0_notAfter(x), X509_VERIFY_PARAM_get_time(X509_STORE_CTX_get0_param(ctx))) == 0)
			return 1;
		return 0;
	case X509_V_ERR_CERT_NOT_YET_VALID:
		/* Before the leaf's own time its issuer's does not matter either. */
		return leaf || ASN1_TIME_cmp_time_t(X509_get0_notBefore(X509_STORE_CTX_get0_cert(ctx)),
		    X509_VERIFY_PARAM_get_time(X509_STORE_CTX_get0_param(ctx))) > 0;
	case X509_V_ERR_UNHANDLED_CRITICAL_EXTENSION:
	case X509_V_ERR_ERROR_IN_CERT_NOT_BEFORE_FIELD:
	case X509_V_ERR_ERROR_IN_CERT_NOT_AFTER_FIELD:
		return leaf;
	default:
		return 0;
	}
}

static struct outcome
verify(const struct pool *pool, X509 *leaf, STACK_OF(X509) *anchors, STACK_OF(X509) *others, bool partial)
{
	X509_STORE *store = X509_STORE_new();
	X509_STORE_CTX *ctx = X509_STORE_CTX_new_ex(pool->context, NULL);
	struct outcome o = { X509_V_ERR_UNSPECIFIED, 0, NULL };
	X509_VERIFY_PARAM *param;

	if (store != NULL && ctx != NULL && X509_STORE_CTX_init(ctx, store, leaf, others) == 1) {
		X509_STORE_CTX_set0_trusted_stack(ctx, anchors);
		X509_STORE_CTX_set_verify_cb(ctx, leave_out);
		param = X509_STORE_CTX_get0_param(ctx);
		X509_VERIFY_PARAM_set_time(param, pool->facts->as_of);
		X509_VERIFY_PARAM_set_depth(param, DEPTH);
		X509_VERIFY_PARAM_set_auth_level(param, 0);    /* weak keys and digests are findings of their own */
		if (partial)
			X509_VERIFY_PARAM_set_flags(param, X509_V_FLAG_PARTIAL_CHAIN);
		o.error = X509_verify_cert(ctx) == 1 ? X509_V_OK : X509_STORE_CTX_get_error(ctx);
		if (o.error == X509_V_OK)
			o.depth = 0;
		else
			o.depth = X509_STORE_CTX_get_error_depth(ctx);
		o.chain = X509_STORE_CTX_get1_chain(ctx);
	}
	X509_STORE_CTX_free(ctx);
	X509_STORE_free(store);
	ERR_clear_error();
	return o;
}

static X509 *
top_of(const struct outcome *o)
{
	return sk_X509_value(o->chain, sk_X509_num(o->chain) - 1);
}

/* ---- the verdict ---- */

static const char *
subject_text(const struct pool *pool, const X509 *x)
{
	return dn_print(pool->facts->region, certificate_name(pool->facts->region, X509_get_subject_name(x)));
}

static const char *
issuer_text(const struct pool *pool, const X509 *x)
{
	return dn_print(pool->facts->region, certificate_name(pool->facts->region, X509_get_issuer_name(x)));
}

static bool
equals_hex(const unsigned char *bytes, size_t n, const char *hex)
{
	if (hex == NULL || strlen(hex) != 2 * n)
		return false;
	for (size_t i = 0; i < n; i++) {
		if (g_ascii_xdigit_value(hex[2 * i]) != bytes[i] >> 4 || g_ascii_xdigit_value(hex[2 * i + 1]) != (bytes[i] & 15))
			return false;
	}
	return true;
}

/* The root of the table that issued the certificate: its name and its key identifier are all the table has. */
static const struct root *
listed_issuer(const struct pool *pool, X509 *x)
{
	const ASN1_OCTET_STRING *key_id = X509_get0_authority_key_id(x);
	const struct dn *issuer = NULL;

	for (guint i = 0; key_id != NULL && i < pool->listed->len; i++) {
		const struct listed *l = &g_array_index(pool->listed, struct listed, i);

		if (!equals_hex(ASN1_STRING_get0_data(key_id), (size_t)ASN1_STRING_length(key_id), l->root->key_id))
			continue;
		if (issuer == NULL)
			issuer = certificate_name(pool->facts->region, X509_get_issuer_name(x));
		if (dn_compare(issuer, l->subject) == DN_SAME)
			return l->root;
	}
	return NULL;
}

/* Is a root of the folder one of the table's?  The digest of its key says so, whichever of its certificates it is. */
static bool
is_listed(const struct pool *pool, X509 *x)
{
	unsigned char key[EVP_MAX_MD_SIZE], whole[EVP_MAX_MD_SIZE];
	unsigned n, m;

	if (X509_pubkey_digest(x, EVP_sha1(), key, &n) != 1 || X509_digest(x, EVP_sha256(), whole, &m) != 1)
		return false;
	for (guint i = 0; i < pool->listed->len; i++) {
		const struct root *r = g_array_index(pool->listed, struct listed, i).root;

		if (equals_hex(key, n, r->key_id) || equals_hex(whole, m, r->sha256))
			return true;
	}
	return false;
}

static bool
is_incomplete(int error)
{
	return error == X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT || error == X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY ||
	    error == X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE || error == X509_V_ERR_CERT_UNTRUSTED;
}

static bool
is_time(int error)
{
	return error == X509_V_ERR_CERT_HAS_EXPIRED || error == X509_V_ERR_CERT_NOT_YET_VALID;
}

static void
set_failure(const struct pool *pool, struct certificate *c, const struct outcome *o)
{
	X509 *x = sk_X509_value(o->chain, MIN(o->depth, sk_X509_num(o->chain) - 1));

	c->chain = is_time(o->error) ? CHAIN_INTERMEDIATE_EXPIRED : CHAIN_BROKEN_LINK;
	c->chain_issuer = x != NULL ? subject_text(pool, x) : NULL;
}

static bool
is_trusted(const struct pool *pool, const X509 *x)
{
	for (int i = 0; i < sk_X509_num(pool->trusted); i++) {
		if (X509_cmp(x, sk_X509_value(pool->trusted, i)) == 0)
			return true;
	}
	return false;
}

/* Keeps the intermediates among the first n certificates of a chain; a root's own signature is nobody's business. */
static void
keep_above(const struct pool *pool, struct certificate *c, STACK_OF(X509) *chain, int n)
{
	struct region *region = pool->facts->region;
	const struct certificate **above = region_alloc(region, ((size_t)MAX(n, 0) + 1) * sizeof *above);

	c->above = above;
	c->nabove = 0;
	for (int i = 1; i < n; i++) {
		unsigned char sum[EVP_MAX_MD_SIZE];
		char thumbprint[2 * EVP_MAX_MD_SIZE + 1] = "";
		const struct certificate *up;
		unsigned size = 0;

		if (X509_digest(sk_X509_value(chain, i), EVP_sha1(), sum, &size) != 1)
			continue;
		for (unsigned k = 0; k < size; k++)
			g_snprintf(thumbprint + 2 * k, 3, "%02X", sum[k]);
		up = certificates_find(pool->facts->certificates, thumbprint);
		if (up != NULL && up->self_signed != ANSWER_YES)
			above[c->nabove++] = up;
	}
}

static bool
set_complete(const struct pool *pool, struct certificate *c, X509 *root)
{
	const bool public = is_trusted(pool, root) || is_listed(pool, root);

	c->chain = CHAIN_COMPLETE;
	c->chain_issuer = NULL;
	c->chain_root = subject_text(pool, root);
	c->public_root = public ? ANSWER_YES : ANSWER_UNKNOWN;
	return true;
}

/* Verifies the links up to the j-th certificate of a chain, which stands in for the root that is not there. */
static struct outcome
verify_up_to(const struct pool *pool, const struct outcome *o, int j)
{
	STACK_OF(X509) *anchor = sk_X509_new_null(), *others = sk_X509_new_null();
	struct outcome part;

	sk_X509_push(anchor, sk_X509_value(o->chain, j));
	for (int i = 1; i < j; i++)
		sk_X509_push(others, sk_X509_value(o->chain, i));
	part = verify(pool, sk_X509_value(o->chain, 0), anchor, others, true);
	sk_X509_free(anchor);
	sk_X509_free(others);
	return part;
}

/* Does the chain, or its beginning, end below a root of the table?  Roots are not sent, so it need not be in the folder. */
static bool
ends_at_listed(const struct pool *pool, struct certificate *c, const struct outcome *o)
{
	for (int j = 0; j < sk_X509_num(o->chain); j++) {
		const struct root *root = listed_issuer(pool, sk_X509_value(o->chain, j));
		struct outcome part;
		bool ok = root != NULL;

		if (root == NULL)
			continue;
		if (j > 0) {                       /* the leaf's own signature cannot be verified without the root */
			part = verify_up_to(pool, o, j);
			ok = part.error == X509_V_OK;
			sk_X509_pop_free(part.chain, X509_free);
		}
		if (ok) {
			keep_above(pool, c, o->chain, j + 1);
			c->chain = CHAIN_COMPLETE;
			c->chain_issuer = NULL;
			c->chain_root = root->subject;
			c->public_root = ANSWER_YES;
			return true;
		}
	}
	return false;
}

/* A certificate with the issuer's name that X509_verify_cert passes over as if it were missing, since it must not sign or since
 * the extensions of either do not decode. */
static X509 *
refused_issuer(STACK_OF(X509) *all, X509 *x)
{
	for (int i = 0; i < sk_X509_num(all); i++) {
		X509 *other = sk_X509_value(all, i);
		const int why = X509_check_issued(other, x);

		if (why == X509_V_ERR_KEYUSAGE_NO_CERTSIGN || why == X509_V_ERR_SIGNATURE_ALGORITHM_MISMATCH || why == X509_V_ERR_UNSPECIFIED)
			return other;
	}
	return NULL;
}

static void
set_refused(const struct pool *pool, struct certificate *c, X509 *x, X509 *issuer)
{
	const bool own = (X509_get_extension_flags(x) & EXFLAG_INVALID) != 0;
	const bool damaged = own || (X509_get_extension_flags(issuer) & EXFLAG_INVALID) != 0;

	c->chain = damaged ? CHAIN_DAMAGED : CHAIN_BROKEN_LINK;
	c->chain_issuer = subject_text(pool, own ? x : issuer);
}

static void
set_incomplete(const struct pool *pool, struct certificate *c, const struct outcome *o)
{
	const int last = sk_X509_num(o->chain) - 1;
	X509 *top = top_of(o);
	X509 *refused = refused_issuer(pool->others, top);
	struct outcome part;

	if (refused == NULL)
		refused = refused_issuer(pool->anchors, top);
	if (refused != NULL) {
		set_refused(pool, c, top, refused);
		return;
	}
	c->chain_issuer = issuer_text(pool, top);
	if (last == 0) {
		c->chain = c->bundle ? CHAIN_INTERMEDIATE_MISSING : CHAIN_LEAF_ONLY;
		return;
	}
	c->chain = CHAIN_ISSUER_UNKNOWN;
	part = verify_up_to(pool, o, last);
	if (part.error != X509_V_OK)
		set_failure(pool, c, &part);
	sk_X509_pop_free(part.chain, X509_free);
}

static bool
try(const struct pool *pool, struct certificate *c, X509 *leaf, STACK_OF(X509) *others, struct outcome *o)
{
	*o = verify(pool, leaf, pool->anchors, others, false);
	keep_above(pool, c, o->chain, sk_X509_num(o->chain));
	if (o->error == X509_V_OK)
		return set_complete(pool, c, top_of(o));
	return ends_at_listed(pool, c, o);
}

/* X509_verify_cert does not go back where two intermediates of one name could serve: without the topmost of those it took
 * the other one gets its turn. */
static bool
retry(const struct pool *pool, struct certificate *c, X509 *leaf, const struct outcome *first)
{
	STACK_OF(X509) *others = sk_X509_dup(pool->others);
	struct outcome o = { first->error, first->depth, X509_chain_up_ref(first->chain) };
	bool done = false;

	for (int n = 0; n < RETRIES && !done; n++) {
		int dropped = -1;

		for (int i = sk_X509_num(o.chain) - 1; i > 0 && dropped < 0; i--) {
			dropped = sk_X509_find(others, sk_X509_value(o.chain, i));
			if (dropped >= 0)
				sk_X509_delete(others, dropped);
		}
		sk_X509_pop_free(o.chain, X509_free);
		o.chain = NULL;
		if (dropped < 0)
			break;
		done = try(pool, c, leaf, others, &o);
	}
	sk_X509_pop_free(o.chain, X509_free);
	sk_X509_free(others);
	return done;
}

static void
judge_chain(const struct pool *pool, struct certificate *c, X509 *leaf)
{
	struct outcome o;

	if (!try(pool, c, leaf, pool->others, &o) && !retry(pool, c, leaf, &o)) {
		if (is_incomplete(o.error) && sk_X509_num(o.chain) > 0)
			set_incomplete(pool, c, &o);
		else
			set_failure(pool, c, &o);
	}
	sk_X509_pop_free(o.chain, X509_free);
}

void
chain_judge(struct pool *pool, struct certificate *c, X509 *leaf)
{
	if (c->self_signed == ANSWER_YES) {
		c->chain = CHAIN_SELF_SIGNED;
		c->public_root = ANSWER_NO;
		return;
	}
	pool->anchors = sk_X509_new_null();
	pool->others = sk_X509_new_null();
	issuers_above(pool->all_others, pool->all_anchors, leaf, pool->others, pool->anchors);
	judge_chain(pool, c, leaf);
	sk_X509_free(pool->anchors);
	sk_X509_free(pool->others);
}
