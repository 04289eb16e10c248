/* The routing domain and the tenant's own: accepted domains, remote domains and address policies for them. */
#include <string.h>

#include "names.h"

/* ---- domains of the tenant ---- */

static bool
is_routing(const struct object *row, const struct facts *facts, char **name)
{
	const char *text = object_text(row, AD_DOMAIN_NAME);

	*name = text != NULL ? name_normal(facts->region, text) : NULL;
	return *name != NULL && name_is_routing(*name);
}

/* A13: routing domains among the accepted domains of Exchange Online, else of the organisation itself; and where they stand. */
struct routing {
	GPtrArray *names;               /* char * */
	GPtrArray *rows;                /* const struct object * */
};

static struct routing
routing_open(const struct facts *facts)
{
	static const enum kind where[] = { KIND_CLOUD_ACCEPTED_DOMAIN, KIND_ACCEPTED_DOMAIN };
	struct routing r = { g_ptr_array_new(), g_ptr_array_new() };

	for (size_t w = 0; w < G_N_ELEMENTS(where) && r.names->len == 0; w++)
		for (size_t i = 0; i < objects_count(facts->objects, where[w]); i++) {
			const struct object *row = objects_at(facts->objects, where[w], i);
			char *name;

			if (is_routing(row, facts, &name)) {
				g_ptr_array_add(r.names, name);
				g_ptr_array_add(r.rows, (gpointer)(gsize)row);
			}
		}
	return r;
}

static void
routing_close(struct routing *r)
{
	g_ptr_array_unref(r->names);
	g_ptr_array_unref(r->rows);
}

/* The rules below judge every routing domain; without one, why there is none. */
static void
each_routing(const struct facts *facts, struct judge *j, enum severity severity,
    void (*judge)(const struct facts *, struct judge *, const char *name, const struct object *))
{
	struct routing r = routing_open(facts);

	for (guint i = 0; i < r.names->len; i++)
		judge(facts, j, g_ptr_array_index(r.names, i), g_ptr_array_index(r.rows, i));
	if (r.names->len == 0 && objects_complete(facts->objects, KIND_CLOUD_ACCEPTED_DOMAIN))
		judge_not_applicable(j, severity, ORGANISATION, "no-routing-domain");
	else if (r.names->len == 0)
		judge_not_evaluated(j, severity, ORGANISATION, "routing-domain-unknown", "ADX");
	routing_close(&r);
}

/* ---- NAME-006, NAME-007 ---- */

void
check_routing_domain(const struct facts *facts, struct judge *j)
{
	struct finding *row = NULL;

	for (size_t i = 0; i < objects_count(facts->objects, KIND_CLOUD_ACCEPTED_DOMAIN); i++) {
		const struct object *o = objects_at(facts->objects, KIND_CLOUD_ACCEPTED_DOMAIN, i);
		char *name;

		if (!is_routing(o, facts, &name))
			continue;
		if (row == NULL)
			row = judge_pass(j, SEVERITY_BLOCKER, ORGANISATION);
		finding_value(row, "domains", name);
		finding_at(row, o->at);
	}
	if (row != NULL)
		return;
	if (objects_complete(facts->objects, KIND_CLOUD_ACCEPTED_DOMAIN) && accepted_exported(facts, KIND_CLOUD_ACCEPTED_DOMAIN))
		judge_fail(j, SEVERITY_BLOCKER, ORGANISATION, "missing");
	else
		judge_not_evaluated(j, SEVERITY_BLOCKER, ORGANISATION, "not-complete", "ADX");
}

static void
judge_routing_accepted(const struct facts *facts, struct judge *j, const char *name, const struct object *at)
{
	const enum answer accepted = accepted_domain(facts, KIND_ACCEPTED_DOMAIN, name);
	struct finding *row = accepted == ANSWER_YES ? judge_pass(j, SEVERITY_ERROR, name) :
	    accepted == ANSWER_NO && accepted_exported(facts, KIND_ACCEPTED_DOMAIN) ? judge_fail(j, SEVERITY_ERROR, name, "not-accepted") :
	    judge_not_evaluated(j, SEVERITY_ERROR, name, "not-complete", "AD");

	finding_at(row, at->at);
}

void
check_routing_accepted(const struct facts *facts, struct judge *j)
{
	each_routing(facts, j, SEVERITY_ERROR, judge_routing_accepted);
}

/* ---- NAME-008, NAME-009 ---- */

/* Does the template make an address of the domain ("smtp:%m@contoso.mail.onmicrosoft.com")?  *primary: as the primary one. */
static bool
stamps(const char *template, const char *domain, bool *primary)
{
	const char *at = strrchr(template, '@');

	if (at == NULL || g_ascii_strcasecmp(at + 1, domain) != 0)
		return false;
	*primary = g_str_has_prefix(template, "SMTP:");
	return g_ascii_strncasecmp(template, "smtp:", strlen("smtp:")) == 0 || strchr(template, ':') == NULL;
}

struct stamping {
	const struct object *policy, *wrong;    /* that stamps it, that stamps it as the primary address; or NULL */
	const struct value *open;               /* templates that are not known, or NULL */
};

static struct stamping
find_stamping(const struct facts *facts, const char *name)
{
	struct stamping s = { NULL, NULL, NULL };

	for (size_t i = 0; i < objects_count(facts->objects, KIND_EMAIL_ADDRESS_POLICY); i++) {
		const struct object *o = objects_at(facts->objects, KIND_EMAIL_ADDRESS_POLICY, i);
		const struct value *v = object_get(o, EAP_ENABLED_EMAIL_ADDRESS_TEMPLATES);
		bool primary = false, found = false;

		for (size_t k = 0; value_shows_items(v) && k < v->n; k++)
			if (stamps(v->items[k], name, &primary)) {
				found = true;
				s.wrong = primary && s.wrong == NULL ? o : s.wrong;
			}
		if (found && s.policy == NULL)
			s.policy = o;
		if (v->state != VALUE_STATED && v->state != VALUE_EMPTY)
			s.open = v;
	}
	return s;
}

static void
judge_stamped(const struct facts *facts, struct judge *j, const char *name, const struct object *at)
{
	const struct stamping s = find_stamping(facts, name);
	const struct object *policy = s.wrong != NULL ? s.wrong : s.policy;
	struct finding *row;

	if (s.wrong != NULL)
		row = judge_fail(j, SEVERITY_ERROR, ORGANISATION, "primary");
	else if (s.policy != NULL && s.open == NULL)
		row = judge_pass(j, SEVERITY_WARNING, ORGANISATION);
	else if (s.open != NULL)        /* what is not known may make it the primary address */
		row = judge_value_unknown(j, SEVERITY_WARNING, ORGANISATION, s.open, KIND_EMAIL_ADDRESS_POLICY,
		    EAP_ENABLED_EMAIL_ADDRESS_TEMPLATES);
	else if (objects_complete(facts->objects, KIND_EMAIL_ADDRESS_POLICY))
		row = judge_fail(j, SEVERITY_WARNING, ORGANISATION, "missing");
	else
		row = judge_not_evaluated(j, SEVERITY_WARNING, ORGANISATION, "not-complete", "EAP");
	finding_value(row, "domain", name);
	if (policy != NULL) {
		finding_value(row, "policy", object_text(policy, EAP_NAME));
		finding_at(row, policy->at);
	}
	finding_at(row, at->at);
}

void
check_address_policy(const struct facts *facts, struct judge *j)
{
	each_routing(facts, j, SEVERITY_WARNING, judge_stamped);
}

void
check_legacy_policy(const struct facts *facts, struct judge *j)
{
	struct finding *row = NULL;
	const struct value *open = NULL;
	const size_t n = objects_count(facts->objects, KIND_EMAIL_ADDRESS_POLICY);

	for (size_t i = 0; i < n; i++) {
		const struct object *o = objects_at(facts->objects, KIND_EMAIL_ADDRESS_POLICY, i);
		const struct value *type = object_get(o, EAP_RECIPIENT_FILTER_TYPE);

		if (!value_known(type))
			open = type;
		if (value_has(type, "Legacy") != ANSWER_YES)
			continue;
		if (row == NULL)
			row = judge_fail(j, SEVERITY_WARNING, ORGANISATION, "legacy");
		finding_value(row, "policies", object_text(o, EAP_NAME));
		finding_at(row, o->at);
	}
	if (row != NULL || n == 0)
		return;
	if (open != NULL)
		judge_value_unknown(j, SEVERITY_WARNING, ORGANISATION, open, KIND_EMAIL_ADDRESS_POLICY, EAP_RECIPIENT_FILTER_TYPE);
	else if (objects_complete(facts->objects, KIND_EMAIL_ADDRESS_POLICY))
		judge_pass(j, SEVERITY_WARNING, ORGANISATION);
	else
		judge_not_evaluated(j, SEVERITY_WARNING, ORGANISATION, "not-complete", "EAP");
}

/* ---- NAME-014, NAME-015 ---- */

static const struct object *
remote_domain(const struct facts *facts, const char *name)
{
	return objects_find(facts->objects, KIND_REMOTE_DOMAIN, name);
}

static struct finding *
judge_flag(const struct facts *facts, struct judge *j, const char *name, int property, enum severity off)
{
	const struct object *o = remote_domain(facts, name);
	const struct value *v = o != NULL ? object_get(o, property) : NULL;
	struct finding *row;

	if (o == NULL)
		return objects_complete(facts->objects, KIND_REMOTE_DOMAIN) ? judge_fail(j, SEVERITY_WARNING, name, "missing") :
		    judge_not_evaluated(j, off, name, "not-complete", "RD");
	switch (v->state == VALUE_EMPTY ? ANSWER_UNKNOWN : value_true(v)) {
	case ANSWER_YES:
		row = judge_pass(j, off, name);
		break;
	case ANSWER_NO:
		row = judge_fail(j, off, name, "off");
		break;
	case ANSWER_UNKNOWN:
	default:
		row = judge_value_unknown(j, off, name, v, KIND_REMOTE_DOMAIN, property);
		break;
	}
	finding_at(row, o->at);
	return row;
}

static void
judge_target_delivery(const struct facts *facts, struct judge *j, const char *name, const struct object *at)
{
	finding_at(judge_flag(facts, j, name, RD_TARGET_DELIVERY_DOMAIN, SEVERITY_ERROR), at->at);
}

/* The one remote domain of the tenant, or of one of several: each tenant's has the flag. */
static bool
is_a_tenants(const GPtrArray *tenants, const struct object *o)
{
	const char *name = object_text(o, RD_DOMAIN_NAME);

	for (guint i = 0; name != NULL && tenants->len > 1 && i < tenants->len; i++)
		if (g_ascii_strcasecmp(name, g_ptr_array_index(tenants, i)) == 0)
			return true;
	return false;
}

void
check_target_delivery(const struct facts *facts, struct judge *j)
{
	bool whole;
	GPtrArray *tenants = hybrid_tenants(facts, &whole);
	struct finding *row = NULL;
	const struct object *first = NULL;

	each_routing(facts, j, SEVERITY_ERROR, judge_target_delivery);
	for (size_t i = 0; i < objects_count(facts->objects, KIND_REMOTE_DOMAIN); i++) {
		const struct object *o = objects_at(facts->objects, KIND_REMOTE_DOMAIN, i);

		if (value_true(object_get(o, RD_TARGET_DELIVERY_DOMAIN)) != ANSWER_YES)
			continue;
		if (first != NULL && row == NULL && !(is_a_tenants(tenants, first) && is_a_tenants(tenants, o))) {
			row = judge_fail(j, SEVERITY_WARNING, ORGANISATION, "several");
			finding_value(row, "domains", object_text(first, RD_DOMAIN_NAME));
			finding_at(row, first->at);
		}
		if (row != NULL) {
			finding_value(row, "domains", object_text(o, RD_DOMAIN_NAME));
			finding_at(row, o->at);
		}
		first = first != NULL ? first : o;
	}
	g_ptr_array_unref(tenants);
}

/* contoso.onmicrosoft.com of contoso.mail.onmicrosoft.com. */
static void
judge_trusted_inbound(const struct facts *facts, struct judge *j, const char *routing, const struct object *at)
{
	const char *mail = strstr(routing, ".mail.");
	char *initial = region_printf(facts->region, "%.*s%s", (int)(mail - routing), routing, mail + strlen(".mail"));

	finding_at(judge_flag(facts, j, initial, RD_TRUSTED_MAIL_INBOUND_ENABLED, SEVERITY_WARNING), at->at);
}

void
check_trusted_inbound(const struct facts *facts, struct judge *j)
{
	each_routing(facts, j, SEVERITY_WARNING, judge_trusted_inbound);
}
