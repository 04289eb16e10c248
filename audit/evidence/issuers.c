#include "issuers.h"

struct issuers {
	OSSL_LIB_CTX *context;
	GHashTable *by_subject;     /* hash of a subject -> GPtrArray of X509 * */
};

/* Of the name in its canonical form, in which X509_NAME_cmp() compares: equal names have one hash. */
static gpointer
hash_of(const struct issuers *all, const X509_NAME *name)
{
	int ok = 0;
	const unsigned long hash = X509_NAME_hash_ex(name, all->context, NULL, &ok);

	return GSIZE_TO_POINTER(ok ? hash : 0);
}

static void
free_x509(gpointer x)
{
	X509_free(x);
}

static void
free_list(gpointer list)
{
	g_ptr_array_unref(list);
}

struct issuers *
issuers_new(OSSL_LIB_CTX *context)
{
	struct issuers *all = g_new0(struct issuers, 1);

	all->context = context;
	all->by_subject = g_hash_table_new_full(NULL, NULL, NULL, free_list);
	return all;
}

void
issuers_free(struct issuers *all)
{
	g_hash_table_unref(all->by_subject);
	g_free(all);
}

void
issuers_add(struct issuers *all, X509 *x)
{
	gpointer hash = hash_of(all, X509_get_subject_name(x));
	GPtrArray *list = g_hash_table_lookup(all->by_subject, hash);

	if (list == NULL) {
		list = g_ptr_array_new_with_free_func(free_x509);
		g_hash_table_insert(all->by_subject, hash, list);
	}
	X509_up_ref(x);
	g_ptr_array_add(list, x);
}

const GPtrArray *
issuers_of(const struct issuers *all, const X509 *x)
{
	return g_hash_table_lookup(all->by_subject, hash_of(all, X509_get_issuer_name(x)));
}

/* Those above x that are not met yet go to the stack, and to the list of those whose own issuers are to be found. */
static void
add_above(const struct issuers *all, const X509 *x, GHashTable *met, GPtrArray *next, STACK_OF(X509) *to)
{
	const GPtrArray *list = issuers_of(all, x);

	for (guint i = 0; list != NULL && i < list->len; i++) {
		X509 *above = g_ptr_array_index(list, i);

		if (!g_hash_table_add(met, above))
			continue;
		sk_X509_push(to, above);
		g_ptr_array_add(next, above);
	}
}

void
issuers_above(const struct issuers *others, const struct issuers *anchors, X509 *x, STACK_OF(X509) *to_others,
    STACK_OF(X509) *to_anchors)
{
	GHashTable *met = g_hash_table_new(NULL, NULL);
	GPtrArray *next = g_ptr_array_new();

	g_ptr_array_add(next, x);
	for (guint i = 0; i < next->len; i++) {
		add_above(others, g_ptr_array_index(next, i), met, next, to_others);
		add_above(anchors, g_ptr_array_index(next, i), met, next, to_anchors);
	}
	g_ptr_array_unref(next);
	g_hash_table_unref(met);
}
