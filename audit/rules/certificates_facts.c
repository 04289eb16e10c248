/* What a certificate is to the hybrid deployment, as the rules ask it. */
#include <string.h>

#include "certificates.h"

struct finding *
about_certificate(struct finding *row, const struct certificate *c)
{
	finding_value(row, "name", c->common_name != NULL ? c->common_name :
	    c->subject_text != NULL && *c->subject_text != '\0' ? c->subject_text : c->thumbprint);
	finding_at(row, c->at);
	return row;
}

static bool
in_set(const struct facts *facts, const struct server_set *set, const char *server)
{
	const struct server *s = server != NULL ? hybrid_server(facts, server) : NULL;

	return s != NULL && g_ptr_array_find(set->servers, s, NULL);
}

/* In a set that is not known every server may be meant. */
static enum answer
may_be_in(const struct facts *facts, const struct server_set *set, const char *server)
{
	if (in_set(facts, set, server))
		return ANSWER_YES;
	return set->reason != NULL || set->servers->len == 0 ? ANSWER_UNKNOWN : ANSWER_NO;
}

/* From Exchange 2013 on the server's own certificate carries IIS for the back end: it answers clients only where no certificate
 * of an authority does. */
static enum answer
answers_web(const struct facts *facts, const struct binding *own)
{
	const GPtrArray *all = facts->certificates->bindings;
	enum answer other = facts->objects->partial[KIND_EXCHANGE_CERTIFICATE] ? ANSWER_UNKNOWN : ANSWER_NO;

	if (certificate_self_signed(own->certificate) != ANSWER_YES)
		return binding_has_service(own, "IIS");
	for (guint i = 0; i < all->len; i++) {
		const struct binding *b = g_ptr_array_index(all, i);

		if (certificate_self_signed(b->certificate) != ANSWER_YES && g_strcmp0(b->server, own->server) == 0)
			other = answer_or(other, binding_has_service(b, "IIS"));
	}
	return answer_and(binding_has_service(own, "IIS"), answer_not(other));
}

enum answer
certificate_in_use(const struct facts *facts, const struct certificate *c)
{
	const GPtrArray *all = facts->certificates->bindings;
	const bool something_named = facts->hybrid->state == HYBRID_CONFIGURED && g_hash_table_size(facts->certificates->named) > 0;
	enum answer used = ANSWER_NO;

	if (g_hash_table_contains(facts->certificates->named, c) || all->len == 0)
		return ANSWER_YES;
	for (guint i = 0; i < all->len; i++) {
		const struct binding *b = g_ptr_array_index(all, i);

		if (b->certificate != c)
			continue;
		used = answer_or(used, answer_and(answers_web(facts, b), may_be_in(facts, &facts->hybrid->publishing, b->server)));
		if (!something_named)
			used = answer_or(used, answer_and(binding_has_service(b, "SMTP"),
			    may_be_in(facts, &facts->hybrid->transport, b->server)));
	}
	return used;
}

static bool
same_names(const struct certificate *a, const struct certificate *b)
{
	return a->subject != NULL && b->subject != NULL && a->issuer != NULL && b->issuer != NULL &&
	    dn_compare(a->subject, b->subject) == DN_SAME && dn_compare(a->issuer, b->issuer) == DN_SAME;
}

/* Is a valid one there that has the same subject and issuer, and is used? */
static bool
any_stands_in(const struct facts *facts, const struct certificate *c)
{
	const GPtrArray *same = certificates_of_names(facts, c);
	bool found = false;

	for (guint i = 0; same != NULL && !found && i < same->len; i++) {
		const struct certificate *other = g_ptr_array_index(same, i);

		found = other != c && same_names(c, other) && certificate_valid(other, facts->as_of) == ANSWER_YES &&
		    certificate_in_use(facts, other) == ANSWER_YES;
	}
	return found;
}

/* Does a valid one of the same names do the service on the row's server? */
static bool
stands_in(const struct facts *facts, const struct binding *own, const char *service)
{
	const GPtrArray *all = facts->certificates->bindings;
	bool found = binding_has_service(own, service) == ANSWER_NO;

	for (guint i = 0; !found && i < all->len; i++) {
		const struct binding *b = g_ptr_array_index(all, i);

		found = b->certificate != own->certificate && g_strcmp0(b->server, own->server) == 0 &&
		    same_names(b->certificate, own->certificate) && certificate_valid(b->certificate, facts->as_of) == ANSWER_YES &&
		    binding_has_service(b, service) == ANSWER_YES;
	}
	return found;
}

bool
certificate_superseded(const struct facts *facts, const struct certificate *c)
{
	for (guint i = 0; i < facts->certificates->bindings->len; i++) {
		const struct binding *b = g_ptr_array_index(facts->certificates->bindings, i);

		if (b->certificate == c && (!stands_in(facts, b, "SMTP") || !stands_in(facts, b, "IIS")))
			return false;
	}
	return any_stands_in(facts, c);
}

enum answer
certificate_self_signed(const struct certificate *c)
{
	if (c->self_signed == ANSWER_UNKNOWN && c->subject != NULL && c->issuer != NULL && dn_compare(c->subject, c->issuer) == DN_DIFFERENT)
		return ANSWER_NO;
	return c->self_signed;
}

bool
certificate_nameless(const struct facts *facts, const struct certificate *c)
{
	return c->subject == NULL && certificate_self_signed(c) != ANSWER_NO && !g_hash_table_contains(facts->certificates->named, c);
}

/* What Exchange says of the root. */
static enum answer
root_type_public(const struct value *type)
{
	static const char *const internal[] = { "Enterprise", "GroupPolicy", "Registry", "None" };

	if (value_has(type, "ThirdParty") == ANSWER_YES)
		return ANSWER_YES;
	for (size_t i = 0; i < G_N_ELEMENTS(internal); i++)
		if (value_has(type, internal[i]) == ANSWER_YES)
			return ANSWER_NO;
	return ANSWER_UNKNOWN;
}

enum answer
certificate_public(const struct facts *facts, const struct certificate *c, bool *evidence)
{
	const GPtrArray *all = facts->certificates->bindings;
	enum answer told = c->public_root == ANSWER_YES ? ANSWER_YES : ANSWER_UNKNOWN;

	*evidence = false;
	for (guint i = 0; told != ANSWER_YES && i < all->len; i++) {
		const struct binding *b = g_ptr_array_index(all, i);
		const enum answer row = b->certificate == c ? root_type_public(object_get(b->row, CSRV_ROOT_CA_TYPE)) : ANSWER_UNKNOWN;

		if (row != ANSWER_UNKNOWN)
			told = row;
	}
	if (told != ANSWER_UNKNOWN)
		return told;
	if (certificate_self_signed(c) == ANSWER_YES)
		return ANSWER_NO;
	*evidence = c->internal_ca_evidence;
	return *evidence ? ANSWER_NO : ANSWER_UNKNOWN;
}

enum answer
certificate_ready(const struct facts *facts, const struct certificate *c)
{
	const struct server_set *transport = &facts->hybrid->transport;
	const GPtrArray *all = facts->certificates->bindings;
	enum answer ready = ANSWER_NO;

	if (facts->objects->supply[KIND_EXCHANGE_CERTIFICATE] == NOT_SUPPLIED || transport->reason != NULL ||
	    facts->objects->partial[KIND_EXCHANGE_CERTIFICATE])
		ready = ANSWER_UNKNOWN;
	for (guint i = 0; i < transport->servers->len; i++) {
		GPtrArray *rows = bindings_of(facts, ((const struct server *)g_ptr_array_index(transport->servers, i))->id);

		ready = rows->len == 0 ? ANSWER_UNKNOWN : ready;
		g_ptr_array_unref(rows);
	}
	for (guint i = 0; i < all->len; i++) {
		const struct binding *b = g_ptr_array_index(all, i);

		if (b->certificate != c || (transport->servers->len > 0 && !in_set(facts, transport, b->server)))
			continue;
		ready = answer_or(ready, answer_and(value_true(object_get(b->row, CSRV_HAS_PRIVATE_KEY)), binding_has_service(b, "SMTP")));
	}
	return ready;
}

GPtrArray *
bindings_among(const struct facts *facts, const char *server, const GPtrArray *certificates)
{
	GPtrArray *rows = bindings_of(facts, server), *some = g_ptr_array_new();

	for (guint i = 0; i < rows->len; i++) {
		const struct binding *b = g_ptr_array_index(rows, i);

		if (g_ptr_array_find((GPtrArray *)(gsize)certificates, b->certificate, NULL))
			g_ptr_array_add(some, g_ptr_array_index(rows, i));
	}
	g_ptr_array_unref(rows);
	return some;
}

int
unclear_property(const struct binding *b)
{
	return b->certificate->subject == NULL ? CSRV_SUBJECT : CSRV_ISSUER;
}

const struct binding *
binding_unclear(const struct facts *facts, const char *server, const struct tag *tag)
{
	GPtrArray *rows = bindings_of(facts, server);
	const struct binding *unclear = NULL;

	for (guint i = 0; tag->thumbprint == NULL && unclear == NULL && i < rows->len; i++) {
		const struct binding *b = g_ptr_array_index(rows, i);

		if (b->certificate->subject == NULL || b->certificate->issuer == NULL)
			unclear = b;
	}
	g_ptr_array_unref(rows);
	return unclear;
}

struct finding *
judge_row_unknown(struct judge *j, enum severity severity, const char *subject, const struct binding *b, int property)
{
	const struct value *v = object_get(b->row, property);
	struct finding *row;

	if (value_reason(v) != NULL) {
		row = judge_value_unknown(j, severity, subject, v, KIND_EXCHANGE_CERTIFICATE, property);
	} else {
		row = judge_not_evaluated(j, severity, subject, "not-stated", "CSRV");
		finding_at(row, b->row->at);
	}
	finding_server(row, object_text(b->row, CSRV_SERVER));
	return row;
}

bool
certificate_aside(const struct facts *facts, const struct certificate *c)
{
	return certificate_is_exempt(facts, c) || certificate_in_use(facts, c) == ANSWER_NO;
}
