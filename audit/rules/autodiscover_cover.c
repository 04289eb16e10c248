/* Which certificate answers for the Autodiscover names, and what it covers (A7, A8). */
#include <string.h>

#include "autodiscover.h"
#include "../facts/balancer.h"

/* ---- balancers that end TLS ---- */

/* A member may stand as an address, which no server list resolves: then any server may be meant. */
static bool
is_member(const struct facts *facts, const struct object *lb, const struct server *s)
{
	const struct value *members = object_get(lb, LB_MEMBERS);
	bool unresolved = members->state != VALUE_STATED;

	for (size_t i = 0; !unresolved && i < members->n; i++) {
		const struct server *member = balancer_member(facts, members->items[i]);

		if (s == NULL || member == s)
			return true;
		unresolved = member == NULL;
	}
	return unresolved;
}

/* s NULL: any server. */
static bool
tls_ends_before(const struct facts *facts, const struct server *s)
{
	for (size_t i = 0; i < objects_count(facts->objects, KIND_LOAD_BALANCER); i++) {
		const struct object *lb = objects_at(facts->objects, KIND_LOAD_BALANCER, i);
		const struct value *ends = object_get(lb, LB_TLS_TERMINATION);

		/* Lost or contradicting: it may end there. */
		if (balancer_may_be_https(lb) && (value_true(ends) == ANSWER_YES || ends->state == VALUE_LOST || ends->state == VALUE_CONFLICT) &&
		    is_member(facts, lb, s))
			return true;
	}
	return false;
}

/* ---- the certificates of the servers that publish ---- */

/* From Exchange 2013 on the self-signed certificate of the back end site carries IIS too, and an old one may linger: the one in front
 * is told apart by its issuer, then by its dates. */
static void
keep_only(GPtrArray *certificates, bool (*wanted)(const struct facts *, const struct certificate *), const struct facts *facts)
{
	bool any = false;

	for (guint i = 0; i < certificates->len; i++)
		any = any || wanted(facts, g_ptr_array_index(certificates, i));
	for (guint i = certificates->len; any && i-- > 0;)
		if (!wanted(facts, g_ptr_array_index(certificates, i)))
			g_ptr_array_remove_index(certificates, i);
}

static bool
is_issued(const struct facts *facts, const struct certificate *c)
{
	(void)facts;
	return c->self_signed != ANSWER_YES;
}

static bool
is_not_invalid(const struct facts *facts, const struct certificate *c)
{
	return certificate_valid(c, facts->as_of) != ANSWER_NO;
}

static void
add_web_server(struct autodiscover *a, const struct server *s)
{
	struct candidates found = candidates_for(a->facts, "IIS", s != NULL ? s->id : NULL);
	struct web_server *w = g_new0(struct web_server, 1);

	w->name = s != NULL ? s->name : NULL;
	w->terminated = tls_ends_before(a->facts, s);
	w->assumed = found.assumed;
	w->reason = found.reason;
	w->certificates = g_ptr_array_copy(found.certificates, NULL, NULL);
	if (!w->assumed) {
		keep_only(w->certificates, is_issued, a->facts);
		keep_only(w->certificates, is_not_invalid, a->facts);
	}
	candidates_clear(&found);
	g_ptr_array_add(a->servers, w);
}

static void
web_server_free(gpointer p)
{
	struct web_server *w = p;

	g_ptr_array_unref(w->certificates);
	g_free(w);
}

/* Without a list of servers that publish, those on which a certificate is enabled for IIS. */
static void
add_servers_of_rows(struct autodiscover *a)
{
	GPtrArray *all = bindings_of(a->facts, NULL), *done = g_ptr_array_new();

	for (guint i = 0; i < all->len; i++) {
		const struct binding *b = g_ptr_array_index(all, i);
		const struct server *s = hybrid_server(a->facts, b->server);

		if (binding_has_service(b, "IIS") != ANSWER_YES || s == NULL || g_ptr_array_find(done, s, NULL))
			continue;
		g_ptr_array_add(done, (gpointer)(gsize)s);
		add_web_server(a, s);
	}
	if (a->servers->len == 0)
		a->servers_reason = "no-candidate";
	g_ptr_array_unref(done);
	g_ptr_array_unref(all);
}

static bool
any_covers(const struct web_server *w, const char *name)
{
	for (guint i = 0; i < w->certificates->len; i++)
		if (certificate_covers(g_ptr_array_index(w->certificates, i), name) == COVER_YES)
			return true;
	return false;
}

/* The Autodiscover names and the hosts of the web services (A8). */
static GPtrArray *
needed_names(const struct autodiscover *a)
{
	const struct hybrid *h = a->facts->hybrid;
	const GPtrArray *domains = h->lift == LIFT_YES ? h->autod : h->domains;
	const struct objects *o = a->facts->objects;
	GPtrArray *names = g_ptr_array_new();

	for (guint i = 0; i < domains->len; i++)
		g_ptr_array_add(names, (gpointer)(gsize)autodiscover_name(a->facts, ((struct domain *)g_ptr_array_index(domains, i))->name));
	for (size_t i = 0; i < objects_count(o, KIND_EWS_DIRECTORY); i++) {
		const char *url = object_text(objects_at(o, KIND_EWS_DIRECTORY, i), VD_EXTERNAL_URL);
		const char *host = url != NULL ? name_of_url(a->facts->region, url) : NULL;

		if (host != NULL)
			g_ptr_array_add(names, (gpointer)(gsize)host);
	}
	return names;
}

/* One IIS binding holds one certificate: the names that the files cover must be covered by one of them. */
static void
find_sole(const struct autodiscover *a, struct web_server *w)
{
	GPtrArray *needed = needed_names(a);

	for (guint c = 0; w->sole == NULL && c < w->certificates->len; c++) {
		const struct certificate *cert = g_ptr_array_index(w->certificates, c);
		bool all = true;

		for (guint i = 0; all && i < needed->len; i++) {
			const char *name = g_ptr_array_index(needed, i);

			all = certificate_covers(cert, name) == COVER_YES || !any_covers(w, name);
		}
		if (all)
			w->sole = cert;
	}
	g_ptr_array_unref(needed);
}

void
autodiscover_open(struct autodiscover *a, const struct facts *facts)
{
	const struct hybrid *h = facts->hybrid;

	*a = (struct autodiscover){ facts, h->generation, g_ptr_array_new_with_free_func(web_server_free), NULL, g_ptr_array_new() };
	if (h->generation == HYBRID_MIXED) {
		a->generation = HYBRID_2013_ON;
		for (guint i = 0; i < h->publishing.servers->len; i++)
			if (((struct server *)g_ptr_array_index(h->publishing.servers, i))->era == HYBRID_2010)
				a->generation = HYBRID_2010;
	}
	if (!input_supplied(facts, "CSRV")) {
		add_web_server(a, NULL);
	} else {
		for (guint i = 0; i < h->publishing.servers->len; i++)
			add_web_server(a, g_ptr_array_index(h->publishing.servers, i));
		a->servers_reason = h->publishing.reason;
		if (a->servers->len == 0 && a->servers_reason == NULL)
			add_servers_of_rows(a);
	}
	for (guint i = 0; i < a->servers->len; i++)
		find_sole(a, g_ptr_array_index(a->servers, i));
	autodiscover_find_endpoints(a);
}

void
autodiscover_close(struct autodiscover *a)
{
	g_ptr_array_unref(a->servers);
	g_ptr_array_unref(a->endpoints);
}
