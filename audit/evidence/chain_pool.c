/* What chains are built from: the certificates of the folder, those of --trust, the roots of the table. */
#include <openssl/err.h>

#include "chain.h"

static void
list_roots(struct pool *pool)
{
	const struct knowledge *k = pool->facts->knowledge;

	for (guint i = 0; k != NULL && i < k->roots->len; i++) {
		const struct root *r = &g_array_index(k->roots, struct root, i);
		const struct listed l = { r, dn_parse(pool->facts->region, r->subject) };

		if (l.subject != NULL && dated(r->from, r->until, pool->facts->as_of))
			g_array_append_val(pool->listed, l);
	}
}

static void
fill(struct pool *pool, GPtrArray *decoded)
{
	const GPtrArray *all = pool->facts->certificates->all;

	for (guint i = 0; i < all->len; i++) {
		const struct certificate *c = all->pdata[i];
		size_t used;
		X509 *x = c->der != NULL ? certificate_decode(pool->context, c->der, c->der_size, &used) : NULL;

		g_ptr_array_add(decoded, x);
		if (x == NULL)
			continue;
		issuers_add(c->self_signed == ANSWER_YES && c->is_ca == ANSWER_YES ? pool->all_anchors : pool->all_others, x);
	}
}

static void
add_trusted(struct pool *pool)
{
	for (int i = 0; i < sk_X509_num(pool->trusted); i++) {
		X509 *x = sk_X509_value(pool->trusted, i);

		issuers_add(X509_self_signed(x, 1) == 1 ? pool->all_anchors : pool->all_others, x);
	}
}

bool
certificates_verify(struct facts *facts, const char *trust, GError **error)
{
	struct pool pool = { .facts = facts, .context = certificate_context(), .trusted = sk_X509_new_null(),
		.listed = g_array_new(FALSE, FALSE, sizeof(struct listed)) };
	GPtrArray *decoded = g_ptr_array_new();
	const bool ok = trust == NULL || trust_read(pool.context, trust, pool.trusted, error);

	pool.all_anchors = issuers_new(pool.context);
	pool.all_others = issuers_new(pool.context);
	list_roots(&pool);
	add_trusted(&pool);
	fill(&pool, decoded);
	for (guint i = 0; ok && i < decoded->len; i++) {
		struct certificate *c = facts->certificates->all->pdata[i];

		if (decoded->pdata[i] != NULL)
			chain_judge(&pool, c, decoded->pdata[i]);
	}
	for (guint i = 0; i < decoded->len; i++)
		X509_free(decoded->pdata[i]);
	g_ptr_array_unref(decoded);
	g_array_unref(pool.listed);
	sk_X509_pop_free(pool.trusted, X509_free);
	issuers_free(pool.all_anchors);
	issuers_free(pool.all_others);
	OSSL_LIB_CTX_free(pool.context);
	ERR_clear_error();
	return ok;
}
