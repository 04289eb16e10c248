/* Virtual directories: what is switched on, and what stands before them. */
#include <string.h>

#include "../facts/balancer.h"
#include "servers.h"
#include "urls.h"

/* Directories that publish: those with an external URL, or all of them where none has one. */
static GPtrArray *
publishing_directories(const struct facts *facts, const struct server *s)
{
	GPtrArray *all = directories_of(facts, KIND_EWS_DIRECTORY, s);
	bool any = false;

	for (guint i = 0; i < all->len; i++)
		any = any || object_text(g_ptr_array_index(all, i), VD_EXTERNAL_URL) != NULL;
	for (guint i = all->len; any && i-- > 0;)
		if (object_get(g_ptr_array_index(all, i), VD_EXTERNAL_URL)->state == VALUE_EMPTY)
			g_ptr_array_remove_index(all, i);
	return all;
}

/* A switch that an export without -ADPropertiesOnly would tell stands empty in one with it: that is no "off". */
static enum answer
switched_on(const struct object *vd, int property)
{
	const struct value *v = object_get(vd, property);

	return v->state == VALUE_EMPTY ? ANSWER_UNKNOWN : value_true(v);
}

static struct finding *
judge_switch_unknown(struct judge *j, enum severity severity, const char *subject, const struct object *vd, int property)
{
	const struct value *v = object_get(vd, property);
	struct finding *row;
	char *field;

	if (v->state != VALUE_EMPTY)
		return judge_value_unknown(j, severity, subject, v, vd->kind, property);
	row = judge_not_evaluated(j, severity, subject, "not-stated", kinds[vd->kind].code);
	field = field_name(vd->kind, property);
	finding_value(row, "field", field);
	g_free(field);
	return row;
}

/* ---- VDIR-005 ---- */

/* Are mailboxes to be moved: by the hybrid configuration, or through an endpoint that is there? */
static enum answer
moves_in_scope(const struct facts *facts)
{
	const struct object *hc = facts->hybrid->configuration;
	enum answer features = hc != NULL ? value_has(object_get(hc, HC_FEATURES), "MoveMailbox") : ANSWER_UNKNOWN;
	const enum answer endpoints = objects_count(facts->objects, KIND_MIGRATION_ENDPOINT) > 0 ? ANSWER_YES :
	    objects_complete(facts->objects, KIND_MIGRATION_ENDPOINT) ? ANSWER_NO : ANSWER_UNKNOWN;

	return answer_or(features, endpoints);
}

static struct finding *
judge_disabled(const struct facts *facts, struct judge *j, const struct server *s, enum severity severity)
{
	struct finding *row;

	switch (moves_in_scope(facts)) {
	case ANSWER_YES:
		return judge_fail(j, severity, s->name, "disabled");
	case ANSWER_NO:
		return judge_not_applicable(j, severity, s->name, "no-moves");
	case ANSWER_UNKNOWN:
		break;
	}
	row = judge_not_evaluated(j, severity, s->name, "input-missing", "EP");
	if (facts->hybrid->configuration == NULL)
		finding_needs(row, "HC");
	return row;
}

static void
judge_mrs_proxy(const struct facts *facts, struct judge *j, const struct server *s, enum severity severity)
{
	GPtrArray *all = publishing_directories(facts, s);
	const struct object *unknown = NULL;
	struct finding *row;
	bool off = false;

	for (guint i = 0; i < all->len; i++) {
		const struct object *vd = g_ptr_array_index(all, i);
		const enum answer on = switched_on(vd, VD_MRS_PROXY_ENABLED);

		off = off || on == ANSWER_NO;
		unknown = on == ANSWER_UNKNOWN ? vd : unknown;
	}
	if (all->len == 0)
		row = judge_not_evaluated(j, severity, s->name, "server-not-exported", "VD");
	else if (off)
		row = judge_disabled(facts, j, s, severity);
	else if (unknown != NULL)
		row = judge_switch_unknown(j, severity, s->name, unknown, VD_MRS_PROXY_ENABLED);
	else if (facts->objects->partial[KIND_EWS_DIRECTORY])
		row = judge_not_evaluated(j, severity, s->name, "not-complete", "VD");
	else
		row = judge_pass(j, severity, s->name);
	about_server(row, s);
	for (guint i = 0; i < all->len; i++) {
		const struct object *vd = g_ptr_array_index(all, i);

		finding_at(row, vd->at);
		if (off && switched_on(vd, VD_MRS_PROXY_ENABLED) == ANSWER_NO)
			finding_value(row, "directories", object_text(vd, VD_IDENTITY));
	}
	g_ptr_array_unref(all);
}

void
check_mrs_proxy(const struct facts *facts, struct judge *j)
{
	each_publishing(facts, j, unless_agent(facts, SEVERITY_ERROR), judge_mrs_proxy);
}

/* ---- VDIR-006 ---- */

static bool
is_remote_move(const struct object *endpoint)
{
	const char *type = object_text(endpoint, EP_ENDPOINT_TYPE);

	return type == NULL || g_ascii_strcasecmp(type, "ExchangeRemoteMove") == 0;
}

static bool
is_told(const struct finding *row, const char *host)
{
	const struct named *told = finding_named(row, "hosts");

	for (guint i = 0; told != NULL && i < told->items->len; i++)
		if (strcmp(g_ptr_array_index(told->items, i), host) == 0)
			return true;
	return false;
}

/* Is the name one under which the web services are published?  Only directories that are all known can say no. */
static enum answer
is_published_host(const struct facts *facts, const char *name, struct finding *row)
{
	const struct objects *o = facts->objects;
	enum answer found = objects_complete(o, KIND_EWS_DIRECTORY) ? ANSWER_NO : ANSWER_UNKNOWN;

	for (size_t i = 0; i < objects_count(o, KIND_EWS_DIRECTORY); i++) {
		const struct object *vd = objects_at(o, KIND_EWS_DIRECTORY, i);
		const struct value *v = object_get(vd, VD_EXTERNAL_URL);
		const char *host = value_text(v) != NULL ? name_of_url(facts->region, value_text(v)) : NULL;

		if (row != NULL) {
			if (host != NULL && !is_told(row, host))
				finding_value(row, "hosts", host);
			finding_at(row, vd->at);
		} else {
			found = answer_or(found, !value_known(v) ? ANSWER_UNKNOWN : host != NULL && strcmp(host, name) == 0 ? ANSWER_YES : ANSWER_NO);
		}
	}
	return found;
}

/* Without one VDIR-001 fails, and there is nothing to compare with. */
static bool
any_external_url(const struct facts *facts)
{
	for (size_t i = 0; i < objects_count(facts->objects, KIND_EWS_DIRECTORY); i++)
		if (object_text(objects_at(facts->objects, KIND_EWS_DIRECTORY, i), VD_EXTERNAL_URL) != NULL)
			return true;
	return false;
}

static struct finding *
judge_remote_server(const struct facts *facts, struct judge *j, const char *remote, const struct object *endpoint, enum severity severity)
{
	const char *name = name_normal(facts->region, remote);
	const bool agent = name != NULL && name_below(name, "resource.mailboxmigration.his.msappproxy.net");
	struct finding *row;

	if (!is_remote_move(endpoint))
		return judge_not_applicable(j, severity, ORGANISATION, "other-type");
	if (agent || facts->hybrid->agent)
		return judge_not_applicable(j, severity, ORGANISATION, "hybrid-agent");
	if (name == NULL)
		return judge_fail(j, severity, ORGANISATION, "not-a-host-name");
	switch (is_published_host(facts, name, NULL)) {
	case ANSWER_YES:
		return judge_pass(j, severity, ORGANISATION);
	case ANSWER_NO:
		if (!any_external_url(facts))
			return judge_not_applicable(j, severity, ORGANISATION, "no-external-url");
		row = judge_fail(j, severity, ORGANISATION, "other-host");
		is_published_host(facts, name, row);
		return row;
	case ANSWER_UNKNOWN:
		break;
	}
	return judge_not_evaluated(j, severity, ORGANISATION, "not-complete", "VD");
}

void
check_endpoint_host(const struct facts *facts, struct judge *j)
{
	for (size_t i = 0; i < objects_count(facts->objects, KIND_MIGRATION_ENDPOINT); i++) {
		const struct object *endpoint = objects_at(facts->objects, KIND_MIGRATION_ENDPOINT, i);
		const struct value *remote = object_get(endpoint, EP_REMOTE_SERVER);
		struct finding *row;

		if (value_text(remote) != NULL)
			row = judge_remote_server(facts, j, value_text(remote), endpoint, SEVERITY_WARNING);
		else if (!is_remote_move(endpoint))
			row = judge_not_applicable(j, SEVERITY_WARNING, ORGANISATION, "other-type");
		else if (value_known(remote))
			row = judge_not_evaluated(j, SEVERITY_WARNING, ORGANISATION, "not-stated", "EP");
		else
			row = judge_value_unknown(j, SEVERITY_WARNING, ORGANISATION, remote, KIND_MIGRATION_ENDPOINT, EP_REMOTE_SERVER);
		finding_value(row, "endpoint", object_text(endpoint, EP_IDENTITY));
		finding_value(row, "remote", value_text(remote));
		finding_at(row, endpoint->at);
	}
}

/* ---- VDIR-007 ---- */

static const struct { enum kind kind; int property; bool later; } switches[] = {
	{ KIND_EWS_DIRECTORY, VD_WS_SECURITY_AUTHENTICATION, false }, { KIND_EWS_DIRECTORY, VD_OAUTH_AUTHENTICATION, true },
	{ KIND_EWS_DIRECTORY, VD_WINDOWS_AUTHENTICATION, false }, { KIND_AUTODISCOVER_DIRECTORY, VD_WS_SECURITY_AUTHENTICATION, false },
	{ KIND_AUTODISCOVER_DIRECTORY, VD_OAUTH_AUTHENTICATION, true },
};

/* What the directories of a server say of the switches. */
struct authentication {
	GPtrArray *off;                 /* char *: "EX1\EWS (Default Web Site): OAuthAuthentication" */
	GPtrArray *places;              /* const struct object * */
	const struct object *unknown;
	int property;                   /* of the unknown one */
	bool missing[KIND_COUNT];       /* no directory of the kind was exported for the server */
};

static void
look_at_switch(const struct facts *facts, const struct server *s, size_t k, struct authentication *a)
{
	GPtrArray *all = directories_of(facts, switches[k].kind, s);

	a->missing[switches[k].kind] = all->len == 0;
	for (guint i = 0; i < all->len; i++) {
		const struct object *vd = g_ptr_array_index(all, i);
		const enum answer on = switched_on(vd, switches[k].property);
		const char *name = object_text(vd, VD_IDENTITY);

		if (!g_ptr_array_find(a->places, vd, NULL))
			g_ptr_array_add(a->places, (gpointer)(gsize)vd);
		if (on == ANSWER_NO) {
			g_ptr_array_add(a->off, g_strdup_printf("%s: %s", name != NULL ? name : kinds[vd->kind].name,
			    kinds[vd->kind].properties[switches[k].property].name));
		} else if (on == ANSWER_UNKNOWN && a->unknown == NULL) {
			a->unknown = vd;
			a->property = switches[k].property;
		}
	}
	g_ptr_array_unref(all);
}

static void
judge_authentication(const struct facts *facts, struct judge *j, const struct server *s, enum severity severity)
{
	struct authentication a = { g_ptr_array_new_with_free_func(g_free), g_ptr_array_new(), NULL, 0, { false } };
	struct finding *row;

	for (size_t k = 0; k < G_N_ELEMENTS(switches); k++)
		if (!switches[k].later || s->era != HYBRID_2010)
			look_at_switch(facts, s, k, &a);
	if (a.off->len > 0)
		row = judge_fail(j, severity, s->name, "disabled");
	else if (a.missing[KIND_EWS_DIRECTORY] || a.missing[KIND_AUTODISCOVER_DIRECTORY])
		row = judge_not_evaluated(j, severity, s->name, "server-not-exported", a.missing[KIND_EWS_DIRECTORY] ? "VD" : "AVD");
	else if (a.unknown != NULL)
		row = judge_switch_unknown(j, severity, s->name, a.unknown, a.property);
	else if (facts->objects->partial[KIND_EWS_DIRECTORY] || facts->objects->partial[KIND_AUTODISCOVER_DIRECTORY])
		row = judge_not_evaluated(j, severity, s->name, "not-complete", "VD");
	else
		row = judge_pass(j, severity, s->name);
	about_server(row, s);
	for (guint i = 0; i < a.off->len; i++)
		finding_value(row, "settings", g_ptr_array_index(a.off, i));
	for (guint i = 0; i < a.places->len; i++)
		finding_at(row, ((const struct object *)g_ptr_array_index(a.places, i))->at);
	g_ptr_array_unref(a.off);
	g_ptr_array_unref(a.places);
}

void
check_directory_authentication(const struct facts *facts, struct judge *j)
{
	each_publishing(facts, j, unless_agent(facts, SEVERITY_WARNING), judge_authentication);
}

/* ---- VDIR-009 ---- */

/* Where nothing tells, there is only something to mind: a note's worth, as far as the verdict goes. */
static struct finding *
judge_balancer(struct judge *j, const struct object *lb, const char *subject)
{
	const struct value *pre = object_get(lb, LB_PRE_AUTH);

	if (balancer_states_none(lb))
		return judge_not_applicable(j, SEVERITY_ERROR, ORGANISATION, "no-balancer");
	if (pre->state == VALUE_EMPTY)
		return judge_not_evaluated(j, SEVERITY_NOTE, subject, "not-stated", "LB");
	if (!value_known(pre))
		return judge_value_unknown(j, pre->state == VALUE_NOT_STATED ? SEVERITY_NOTE : SEVERITY_ERROR, subject, pre, KIND_LOAD_BALANCER,
		    LB_PRE_AUTH);
	if (value_true(pre) == ANSWER_YES)
		return judge_fail(j, SEVERITY_ERROR, subject, "pre-authentication");
	return value_true(object_get(lb, LB_TLS_TERMINATION)) == ANSWER_YES ? judge_note(j, subject, "tls-ends") :
	    judge_pass(j, SEVERITY_ERROR, subject);
}

void
check_pre_authentication(const struct facts *facts, struct judge *j)
{
	for (size_t i = 0; i < objects_count(facts->objects, KIND_LOAD_BALANCER); i++) {
		const struct object *lb = objects_at(facts->objects, KIND_LOAD_BALANCER, i);
		const char *vip = balancer_vip(lb);
		struct finding *row;

		if (!balancer_may_be_https(lb))
			continue;
		row = judge_balancer(j, lb, vip != NULL ? vip : ORGANISATION);
		finding_value(row, "service", object_text(lb, LB_SERVICE));
		finding_at(row, lb->at);
	}
}
