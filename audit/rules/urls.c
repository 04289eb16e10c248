/* Virtual directories: the URLs under which the web services are published. */
#include "urls.h"

#include <string.h>

#include "autodiscover.h"
#include "servers.h"

enum severity
unless_agent(const struct facts *facts, enum severity severity)
{
	return facts->hybrid->agent ? SEVERITY_INFO : severity;
}

/* From Exchange 2013 on the back end site has directories of its own, which nobody outside asks. */
static bool
is_back_end(const struct object *vd)
{
	const char *identity = object_text(vd, VD_IDENTITY);
	char *lower = identity != NULL ? g_ascii_strdown(identity, -1) : NULL;
	const bool found = lower != NULL && strstr(lower, "exchange back end") != NULL;

	g_free(lower);
	return found;
}

GPtrArray *
directories_of(const struct facts *facts, enum kind kind, const struct server *s)
{
	GPtrArray *found = g_ptr_array_new();

	for (size_t i = 0; i < objects_count(facts->objects, kind); i++) {
		const struct object *vd = objects_at(facts->objects, kind, i);
		const char *server = object_text(vd, VD_SERVER);

		if (server != NULL && hybrid_server(facts, server) == s && !is_back_end(vd))
			g_ptr_array_add(found, (gpointer)(gsize)vd);
	}
	return found;
}

void
each_publishing(const struct facts *facts, struct judge *j, enum severity severity,
    void (*judge)(const struct facts *, struct judge *, const struct server *, enum severity))
{
	const struct server_set *p = &facts->hybrid->publishing;

	for (guint i = 0; i < p->servers->len; i++)
		judge(facts, j, g_ptr_array_index(p->servers, i), severity);
	judge_set_unknown(j, severity, ORGANISATION, p);
}

/* ---- what the directories of a server say of a URL ---- */

enum url_state { URL_SET, URL_EMPTY, URL_UNKNOWN, URL_NOT_EXPORTED };

struct urls {
	enum url_state state;
	GPtrArray *set;                 /* const struct object *: directories that state one */
	const struct value *unknown;    /* of a directory that does not tell; or NULL */
	const struct object *at;        /* a directory of the server, or NULL */
};

static void
find_urls(const struct facts *facts, const struct server *s, int property, struct urls *u)
{
	GPtrArray *all = directories_of(facts, KIND_EWS_DIRECTORY, s);

	*u = (struct urls){ .set = g_ptr_array_new() };
	for (guint i = 0; i < all->len; i++) {
		const struct object *vd = g_ptr_array_index(all, i);
		const struct value *v = object_get(vd, property);

		u->at = vd;
		if (value_text(v) != NULL)
			g_ptr_array_add(u->set, (gpointer)(gsize)vd);
		else if (!value_known(v))
			u->unknown = v;
	}
	u->state = u->set->len > 0 ? URL_SET : all->len == 0 ? URL_NOT_EXPORTED :
	    u->unknown != NULL || facts->objects->partial[KIND_EWS_DIRECTORY] ? URL_UNKNOWN : URL_EMPTY;
	g_ptr_array_unref(all);
}

static struct finding *
judge_url_unknown(struct judge *j, enum severity severity, const char *subject, const struct urls *u, int property)
{
	if (u->state == URL_NOT_EXPORTED)
		return judge_not_evaluated(j, severity, subject, "server-not-exported", "VD");
	if (u->unknown != NULL)
		return judge_value_unknown(j, severity, subject, u->unknown, KIND_EWS_DIRECTORY, property);
	return judge_not_evaluated(j, severity, subject, "not-complete", "VD");
}

static void
about_urls(struct finding *row, const struct server *s, const struct urls *u, int property)
{
	about_server(row, s);
	for (guint i = 0; i < u->set->len; i++) {
		const struct object *vd = g_ptr_array_index(u->set, i);

		finding_value(row, "urls", object_text(vd, property));
		finding_at(row, vd->at);
	}
	if (u->set->len == 0 && u->at != NULL)
		finding_at(row, u->at->at);
}

/* ---- VDIR-001 ---- */

/* How many servers that publish have a URL, or may have one. */
static void
count_urls(const struct facts *facts, unsigned *set, unsigned *open)
{
	const struct server_set *p = &facts->hybrid->publishing;

	*set = 0;
	*open = p->reason != NULL;
	for (guint i = 0; i < p->servers->len; i++) {
		struct urls u;

		find_urls(facts, g_ptr_array_index(p->servers, i), VD_EXTERNAL_URL, &u);
		*set += u.state == URL_SET;
		*open += u.state == URL_UNKNOWN || u.state == URL_NOT_EXPORTED;
		g_ptr_array_unref(u.set);
	}
}

/* No export names the servers that publish: then only all directories together can be without a URL. */
static void
judge_no_url(const struct facts *facts, struct judge *j, enum severity severity)
{
	const struct objects *o = facts->objects;
	const struct value *unknown = NULL;
	struct finding *row;

	for (size_t i = 0; unknown == NULL && i < objects_count(o, KIND_EWS_DIRECTORY); i++) {
		const struct value *v = object_get(objects_at(o, KIND_EWS_DIRECTORY, i), VD_EXTERNAL_URL);

		unknown = value_known(v) ? NULL : v;
	}
	if (objects_count(o, KIND_EWS_DIRECTORY) == 0)
		return;
	if (unknown != NULL)
		row = judge_value_unknown(j, severity, ORGANISATION, unknown, KIND_EWS_DIRECTORY, VD_EXTERNAL_URL);
	else if (!objects_complete(o, KIND_EWS_DIRECTORY))
		row = judge_not_evaluated(j, severity, ORGANISATION, "not-complete", "VD");
	else
		row = judge_fail(j, severity, ORGANISATION, "none-set");
	for (size_t i = 0; i < objects_count(o, KIND_EWS_DIRECTORY); i++) {
		const struct object *vd = objects_at(o, KIND_EWS_DIRECTORY, i);

		finding_value(row, "servers", object_text(vd, VD_SERVER));
		finding_at(row, vd->at);
	}
}

static void
check_external_url(const struct facts *facts, struct judge *j)
{
	const struct server_set *p = &facts->hybrid->publishing;
	const enum severity worst = unless_agent(facts, SEVERITY_BLOCKER), less = unless_agent(facts, SEVERITY_WARNING);
	unsigned set, open;

	if (p->assumed) {
		judge_no_url(facts, j, worst);
		return;
	}
	count_urls(facts, &set, &open);
	for (guint i = 0; i < p->servers->len; i++) {
		const struct server *s = g_ptr_array_index(p->servers, i);
		struct finding *row;
		struct urls u;

		find_urls(facts, s, VD_EXTERNAL_URL, &u);
		if (u.state == URL_SET)
			row = judge_pass(j, worst, s->name);
		else if (u.state != URL_EMPTY)
			row = judge_url_unknown(j, set > 0 ? less : worst, s->name, &u, VD_EXTERNAL_URL);
		else if (set > 0 || open > 0)
			row = judge_fail(j, less, s->name, "empty");
		else
			row = judge_fail(j, worst, s->name, "none-set");
		if (u.state == URL_EMPTY)
			finding_value(row, "servers", s->name);
		about_urls(row, s, &u, VD_EXTERNAL_URL);
		g_ptr_array_unref(u.set);
	}
	judge_set_unknown(j, set > 0 ? less : worst, ORGANISATION, p);
}

/* ---- VDIR-002 ---- */

/* What is wrong with the text as the published URL of the web services, the gravest first; NULL: nothing. */
static const char *
url_fault(const struct facts *facts, const char *text)
{
	char *scheme = NULL, *user = NULL, *host = NULL, *path = NULL, *query = NULL, *fragment = NULL;
	const char *fault = NULL, *name;
	struct address address;
	int port = -1;

	if (!g_uri_split(text, G_URI_FLAGS_PARSE_RELAXED, &scheme, &user, &host, &port, &path, &query, &fragment, NULL) || scheme == NULL ||
	    host == NULL || *host == '\0')
		fault = "not-a-url";
	else if (strcmp(scheme, "https") != 0)
		fault = "not-https";
	else if (address_parse(host, &address))
		fault = "address";
	else if ((name = name_normal(facts->region, host)) == NULL)
		fault = "not-a-url";
	else if (!name_is_public(name))
		fault = "internal-name";
	else if (g_ascii_strcasecmp(path, "/EWS/Exchange.asmx") != 0 || query != NULL || fragment != NULL)
		fault = "path";
	else if (port != -1 && port != 443)
		fault = "port";
	g_free(scheme);
	g_free(user);
	g_free(host);
	g_free(path);
	g_free(query);
	g_free(fragment);
	return fault;
}

static void
judge_url_form(const struct facts *facts, struct judge *j, const struct server *s, enum severity severity)
{
	const char *worst = NULL;
	struct finding *row;
	struct urls u;

	find_urls(facts, s, VD_EXTERNAL_URL, &u);
	for (guint i = 0; i < u.set->len; i++) {
		const char *fault = url_fault(facts, object_text(g_ptr_array_index(u.set, i), VD_EXTERNAL_URL));

		if (fault != NULL && (worst == NULL || strcmp(worst, "port") == 0))
			worst = fault;
	}
	for (guint i = u.set->len; worst != NULL && i-- > 0;)
		if (g_strcmp0(url_fault(facts, object_text(g_ptr_array_index(u.set, i), VD_EXTERNAL_URL)), worst) != 0)
			g_ptr_array_remove_index(u.set, i);
	if (worst != NULL)
		row = judge_fail(j, strcmp(worst, "port") == 0 ? unless_agent(facts, SEVERITY_WARNING) : severity, s->name, worst);
	else if (u.state == URL_EMPTY)
		row = judge_not_applicable(j, severity, s->name, "no-external-url");
	else if (u.state != URL_SET || u.unknown != NULL)
		row = judge_url_unknown(j, severity, s->name, &u, VD_EXTERNAL_URL);
	else
		row = judge_pass(j, severity, s->name);
	about_urls(row, s, &u, VD_EXTERNAL_URL);
	g_ptr_array_unref(u.set);
}

static void
check_url_form(const struct facts *facts, struct judge *j)
{
	each_publishing(facts, j, unless_agent(facts, SEVERITY_ERROR), judge_url_form);
}

/* ---- VDIR-008 ---- */

/* Is it a name that no public certificate can hold? */
static bool
is_internal(const struct facts *facts, const char *url, const char **host)
{
	struct address address;

	*host = name_of_url(facts->region, url);
	return *host != NULL && (address_parse(*host, &address) || !name_is_public(*host));
}

/* Does the certificate in front of the server hold the name all the same: that of a company's own CA, or one of old? */
static enum status
covered_on(const struct autodiscover *a, const struct server *s, const char *host, const char **reason)
{
	*reason = a->servers_reason != NULL ? a->servers_reason : "no-candidate";
	for (guint i = 0; i < a->servers->len; i++) {
		struct web_server *w = g_ptr_array_index(a->servers, i);

		if (w->name == NULL || strcmp(w->name, s->name) == 0)
			return web_server_covers(a->facts, w, host, reason);
	}
	return STATUS_NOT_EVALUATED;
}

static void
judge_internal_url(const struct autodiscover *a, struct judge *j, const struct server *s)
{
	const char *reason = NULL, *bad = NULL;
	enum status worst = STATUS_PASS;
	struct finding *row;
	struct urls u;

	find_urls(a->facts, s, VD_INTERNAL_URL, &u);
	for (guint i = 0; i < u.set->len && worst != STATUS_FAIL; i++) {
		const char *host, *why;
		const bool internal = is_internal(a->facts, object_text(g_ptr_array_index(u.set, i), VD_INTERNAL_URL), &host);
		const enum status status = internal ? covered_on(a, s, host, &why) : STATUS_PASS;

		if (status == STATUS_PASS)
			continue;
		worst = status;
		reason = why;
		bad = host;
	}
	if (worst == STATUS_FAIL)
		row = judge_fail(j, SEVERITY_WARNING, s->name, "internal-name");
	else if (worst != STATUS_PASS)
		row = judge_not_evaluated(j, SEVERITY_WARNING, s->name, reason, "CSRV");
	else if (u.state == URL_EMPTY)
		row = judge_not_applicable(j, SEVERITY_WARNING, s->name, "no-internal-url");
	else if (u.state != URL_SET || u.unknown != NULL)
		row = judge_url_unknown(j, SEVERITY_WARNING, s->name, &u, VD_INTERNAL_URL);
	else
		row = judge_pass(j, SEVERITY_WARNING, s->name);
	finding_value(row, "host", bad);
	about_urls(row, s, &u, VD_INTERNAL_URL);
	g_ptr_array_unref(u.set);
}

static void
check_internal_url(const struct facts *facts, struct judge *j)
{
	const struct server_set *p = &facts->hybrid->publishing;
	struct autodiscover a;

	autodiscover_open(&a, facts);
	for (guint i = 0; i < p->servers->len; i++)
		judge_internal_url(&a, j, g_ptr_array_index(p->servers, i));
	judge_set_unknown(j, SEVERITY_WARNING, ORGANISATION, p);
	autodiscover_close(&a);
}

static const struct rule rules[] = {
	{ "VDIR-001", SEVERITY_BLOCKER, SUBJECT_SERVER, WIZARD_NO, "VD", "none-set empty server-not-exported", "urls servers field", NULL, NULL,
	  check_external_url },
	{ "VDIR-002", SEVERITY_ERROR, SUBJECT_SERVER, WIZARD_NO, "VD",
	  "not-a-url not-https address internal-name path port no-external-url server-not-exported", "urls field", NULL, NULL, check_url_form },
	{ "VDIR-005", SEVERITY_ERROR, SUBJECT_SERVER, WIZARD_MADE, "VD", "disabled no-moves server-not-exported", "directories field", NULL, NULL,
	  check_mrs_proxy },
	{ "VDIR-006", SEVERITY_WARNING, SUBJECT_ORGANISATION, WIZARD_MADE, "EP, VD",
	  "not-a-host-name other-host hybrid-agent other-type no-external-url",
	  "endpoint remote hosts field", NULL, NULL, check_endpoint_host },
	{ "VDIR-007", SEVERITY_WARNING, SUBJECT_SERVER, WIZARD_NO, "VD", "disabled server-not-exported", "settings field", NULL, NULL,
	  check_directory_authentication },
	{ "VDIR-008", SEVERITY_WARNING, SUBJECT_SERVER, WIZARD_NO, "VD",
	  "internal-name no-internal-url server-not-exported binding-unknown no-candidate tls-terminated", "urls host field", NULL, NULL,
	  check_internal_url },
	{ "VDIR-009", SEVERITY_ERROR, SUBJECT_ADDRESS, WIZARD_NO, "LB", "pre-authentication tls-ends no-balancer", "service field", NULL, NULL,
	  check_pre_authentication },
};

const struct family urls_family = { "urls", rules, G_N_ELEMENTS(rules) };
