/* Which certificates the configuration names, and which of them the rules about public certificates leave alone. */
#include <string.h>

#include "certificate.h"
#include "connector.h"
#include "facts.h"

/* Newest first; the thumbprint decides between certificates of one day, so that the order never varies. */
static int
newest_first(gconstpointer a, gconstpointer b)
{
	const struct certificate *x = *(const struct certificate *const *)a, *y = *(const struct certificate *const *)b;

	if (x->dates_known != y->dates_known)
		return x->dates_known ? -1 : 1;
	if (x->dates_known && x->not_before != y->not_before)
		return x->not_before > y->not_before ? -1 : 1;
	return strcmp(x->thumbprint, y->thumbprint);
}

static enum dn_match
tag_match(const struct tag *tag, const struct certificate *c)
{
	enum dn_match subject, issuer;

	if (c->subject == NULL || (tag->issuer != NULL && c->issuer == NULL))
		return DN_DIFFERENT;
	subject = dn_compare(tag->subject, c->subject);
	issuer = tag->issuer != NULL ? dn_compare(tag->issuer, c->issuer) : DN_SAME;
	if (subject == DN_DIFFERENT || issuer == DN_DIFFERENT)
		return DN_DIFFERENT;
	return subject == DN_SAME && issuer == DN_SAME ? DN_SAME : DN_REVERSED;
}

GPtrArray *
certificates_by_tag(const struct facts *facts, const struct tag *tag)
{
	const GPtrArray *all = facts->certificates->all;
	GPtrArray *found = g_ptr_array_new(), *reversed = g_ptr_array_new();
	struct certificate *c = certificates_find(facts->certificates, tag->thumbprint);

	if (c != NULL)
		g_ptr_array_add(found, c);
	for (size_t i = 0; tag->thumbprint == NULL && tag->subject != NULL && i < all->len; i++) {
		const enum dn_match m = tag_match(tag, all->pdata[i]);

		if (m != DN_DIFFERENT)
			g_ptr_array_add(m == DN_SAME ? found : reversed, all->pdata[i]);
	}
	if (found->len == 0) {             /* a hand-made export wrote the names in the order of the certificate */
		GPtrArray *none = found;

		found = reversed;
		reversed = none;
	}
	g_ptr_array_unref(reversed);
	g_ptr_array_sort(found, newest_first);
	return found;
}

/* Where configuration names a certificate. */
static const struct {
	enum kind kind;
	int property;
} references[] = {
	{ KIND_HYBRID_CONFIGURATION, HC_TLS_CERTIFICATE_NAME },
	{ KIND_HYBRID_CONFIGURATION, HC_SECURE_MAIL_CERTIFICATE_THUMBPRINT },
	{ KIND_RECEIVE_CONNECTOR, RC_TLS_CERTIFICATE_NAME },
	{ KIND_SEND_CONNECTOR, SC_TLS_CERTIFICATE_NAME },
};

static void
add_named(const struct facts *facts, const struct value *v, GHashTable *named)
{
	struct tag tag;

	/* Both copies of a conflict may be true: what either names is judged. */
	for (size_t i = 0; i < v->n; i++) {
		GPtrArray *match;

		if (!tag_parse(facts->region, v->items[i], &tag))
			continue;
		match = certificates_by_tag(facts, &tag);
		for (size_t j = 0; j < match->len; j++)
			g_hash_table_add(named, match->pdata[j]);
		g_ptr_array_unref(match);
	}
}

/* Of the connectors only those to and from the cloud: what others name is no business of the hybrid deployment. */
static bool
is_hybrid(const struct facts *facts, const struct object *o, const GPtrArray *send)
{
	if (o->kind == KIND_SEND_CONNECTOR)
		return g_ptr_array_find((GPtrArray *)(gsize)send, o, NULL);
	return o->kind != KIND_RECEIVE_CONNECTOR || g_ascii_strcasecmp(receive_connector_name(o), "Inbound from Office 365") == 0 ||
	    names_service_domain(facts, object_get(o, RC_TLS_DOMAIN_CAPABILITIES)) != ANSWER_NO;
}

void
certificates_find_named(struct facts *facts)
{
	const struct objects *o = facts->objects;
	GPtrArray *send = hybrid_send_connectors(facts);

	for (size_t r = 0; r < G_N_ELEMENTS(references); r++)
		for (size_t i = 0; i < objects_count(o, references[r].kind); i++) {
			const struct object *named = objects_at(o, references[r].kind, i);

			if (is_hybrid(facts, named, send))
				add_named(facts, object_get(named, references[r].property), facts->certificates->named);
		}
	g_ptr_array_unref(send);
}

static char *
names_key(struct region *region, const struct certificate *c)
{
	return c->subject != NULL && c->issuer != NULL ?
	    region_printf(region, "%s\n\n%s", dn_key(region, c->subject), dn_key(region, c->issuer)) : NULL;
}

static void
add_leaf(struct facts *facts, struct certificate *c)
{
	char *key = names_key(facts->region, c);
	GPtrArray *same = key != NULL ? g_hash_table_lookup(facts->certificates->by_names, key) : NULL;

	g_ptr_array_add(facts->certificates->leaves, c);
	if (key != NULL && same == NULL) {
		same = g_ptr_array_new();
		g_hash_table_insert(facts->certificates->by_names, key, same);
	}
	if (same != NULL)
		g_ptr_array_add(same, c);
}

void
certificates_find_leaves(struct facts *facts)
{
	const struct certificates *all = facts->certificates;
	GHashTable *bound = g_hash_table_new(NULL, NULL);
	bool any;

	for (size_t i = 0; i < all->bindings->len; i++)
		g_hash_table_add(bound, (gpointer)(guintptr)((const struct binding *)all->bindings->pdata[i])->certificate);
	any = g_hash_table_size(bound) > 0 || g_hash_table_size(all->named) > 0;
	for (size_t i = 0; i < all->all->len; i++) {
		struct certificate *c = all->all->pdata[i];

		/* What a server holds or the configuration names does a leaf's work, whatever its basicConstraints say. */
		if (any ? g_hash_table_contains(bound, c) || g_hash_table_contains(all->named, c) : c->is_ca != ANSWER_YES)
			add_leaf(facts, c);
	}
	g_hash_table_unref(bound);
}

GPtrArray *
certificate_leaves(const struct facts *facts)
{
	return g_ptr_array_ref(facts->certificates->leaves);
}

const GPtrArray *
certificates_of_names(const struct facts *facts, const struct certificate *c)
{
	struct region *region = region_new();
	const char *key = names_key(region, c);
	const GPtrArray *same = key != NULL ? g_hash_table_lookup(facts->certificates->by_names, key) : NULL;

	region_free(region);
	return same;
}

static bool
made_for_exchange_itself(const struct certificate *c)
{
	return c->common_name != NULL && (g_ascii_strcasecmp(c->common_name, "Microsoft Exchange Server Auth Certificate") == 0 ||
	    g_ascii_strcasecmp(c->common_name, "Federation") == 0 || g_ascii_strncasecmp(c->common_name, "WMSvc-", 6) == 0);
}

/* Setup makes one for every server, with its NetBIOS name as CN. */
static bool
looks_like_default(const struct certificate *c)
{
	return c->self_signed == ANSWER_YES && c->common_name_host != NULL && name_labels(c->common_name_host) == 1;
}

/* Is it the only one with the service on a server where it has it? Then the rules must judge it. */
static bool
only_one_for(const struct facts *facts, const struct certificate *c, const char *service)
{
	const GPtrArray *all = facts->certificates->bindings;

	for (size_t i = 0; i < all->len; i++) {
		const struct binding *own = all->pdata[i];
		bool other = false;

		if (own->certificate != c || binding_has_service(own, service) == ANSWER_NO)
			continue;
		for (size_t j = 0; j < all->len && !other; j++) {
			const struct binding *b = all->pdata[j];

			other = b->certificate != c && g_strcmp0(b->server, own->server) == 0 &&
			    !made_for_exchange_itself(b->certificate) && binding_has_service(b, service) == ANSWER_YES;
		}
		if (!other)
			return true;
	}
	return false;
}

/* Without rows: is there another certificate that could do the work? */
static bool
another_leaf(const struct facts *facts, const struct certificate *c)
{
	const GPtrArray *all = facts->certificates->all;

	for (size_t i = 0; i < all->len; i++) {
		const struct certificate *other = all->pdata[i];

		if (other != c && other->is_ca != ANSWER_YES && !made_for_exchange_itself(other) && !looks_like_default(other))
			return true;
	}
	return false;
}

bool
certificate_is_exempt(const struct facts *facts, const struct certificate *c)
{
	if (g_hash_table_contains(facts->certificates->named, c))
		return false;
	if (c->is_ca == ANSWER_YES && facts->certificates->bindings->len == 0)
		return true;
	if (made_for_exchange_itself(c))
		return true;
	if (!looks_like_default(c))
		return false;
	return facts->certificates->bindings->len > 0 ? !only_one_for(facts, c, "SMTP") && !only_one_for(facts, c, "IIS") :
	    another_leaf(facts, c);
}
