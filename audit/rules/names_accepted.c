/* Which accepted domains each side has, and of what type. */
#include <string.h>

#include "autodiscover.h"
#include "names.h"

/* An accepted domain that is one name and the organisation's own: no "*", no "*.contoso.com", no tenant domain. */
static const char *
own_name(const struct facts *facts, const struct object *row)
{
	const char *text = object_text(row, AD_DOMAIN_NAME), *name = text != NULL ? name_normal(facts->region, text) : NULL;

	return name != NULL && *name != '*' && !name_is_tenant(name) ? name : NULL;
}

bool
accepted_exported(const struct facts *facts, enum kind kind)
{
	for (size_t i = 0; i < objects_count(facts->objects, kind); i++)
		if (object_get(objects_at(facts->objects, kind, i), AD_DOMAIN_TYPE)->state != VALUE_NOT_STATED)
			return true;
	return objects_count(facts->objects, kind) == 0;
}

/* ---- NAME-001, NAME-002 ---- */

enum { TOLD = 20 };

static void
check_any(const struct facts *facts, struct judge *j, enum kind kind)
{
	struct finding *row = NULL;
	unsigned n = 0;

	for (size_t i = 0; i < objects_count(facts->objects, kind); i++) {
		const struct object *o = objects_at(facts->objects, kind, i);
		const char *name = own_name(facts, o);

		if (name == NULL || ++n > TOLD)
			continue;
		if (row == NULL)
			row = judge_pass(j, SEVERITY_BLOCKER, ORGANISATION);
		finding_value(row, "domains", name);
		finding_at(row, o->at);
	}
	if (n > TOLD) {
		char *more = g_strdup_printf("+%u", n - TOLD);

		finding_value(row, "domains", more);
		g_free(more);
	}
	if (row != NULL)
		return;
	if (objects_complete(facts->objects, kind))
		judge_fail(j, SEVERITY_BLOCKER, ORGANISATION, "none");
	else
		judge_not_evaluated(j, SEVERITY_BLOCKER, ORGANISATION, "not-complete", kinds[kind].code);
}

void
check_own_domains(const struct facts *facts, struct judge *j)
{
	check_any(facts, j, KIND_ACCEPTED_DOMAIN);
}

void
check_tenant_domains(const struct facts *facts, struct judge *j)
{
	check_any(facts, j, KIND_CLOUD_ACCEPTED_DOMAIN);
}

/* ---- NAME-005 ---- */

/* The address policy that gives out addresses of the domain, or NULL. */
static const struct object *
policy_using(const struct facts *facts, const char *name)
{
	for (size_t i = 0; i < objects_count(facts->objects, KIND_EMAIL_ADDRESS_POLICY); i++) {
		const struct object *o = objects_at(facts->objects, KIND_EMAIL_ADDRESS_POLICY, i);
		const struct value *v = object_get(o, EAP_ENABLED_EMAIL_ADDRESS_TEMPLATES);

		for (size_t k = 0; value_shows_items(v) && k < v->n; k++) {
			const char *at = strrchr(v->items[k], '@');

			if (at != NULL && g_ascii_strcasecmp(at + 1, name) == 0)
				return o;
		}
	}
	return NULL;
}

static void
judge_only_here(const struct facts *facts, struct judge *j, const char *name, const struct object *o)
{
	const struct object *policy = NULL;
	struct finding *row;

	switch (accepted_domain(facts, KIND_CLOUD_ACCEPTED_DOMAIN, name)) {
	case ANSWER_YES:
		row = judge_pass(j, SEVERITY_INFO, name);
		break;
	case ANSWER_NO:
		policy = policy_using(facts, name);
		if (value_true(object_get(o, AD_DEFAULT)) == ANSWER_YES)
			row = judge_fail(j, SEVERITY_WARNING, name, "default");
		else if (policy != NULL)
			row = judge_fail(j, SEVERITY_WARNING, name, "in-policy");
		else
			row = name_is_public(name) ? judge_fail(j, SEVERITY_INFO, name, "unused") :
			    judge_not_applicable(j, SEVERITY_INFO, name, "not-public");
		break;
	case ANSWER_UNKNOWN:
	default:
		row = judge_not_evaluated(j, SEVERITY_INFO, name, "not-complete", "ADX");
		break;
	}
	finding_at(row, o->at);
	if (policy != NULL) {
		finding_value(row, "policy", object_text(policy, EAP_NAME));
		finding_at(row, policy->at);
	}
}

static void
each_own(const struct facts *facts, struct judge *j,
    void (*judge)(const struct facts *, struct judge *, const char *, const struct object *))
{
	GHashTable *seen = g_hash_table_new(name_hash, g_str_equal);

	for (size_t i = 0; i < objects_count(facts->objects, KIND_ACCEPTED_DOMAIN); i++) {
		const struct object *o = objects_at(facts->objects, KIND_ACCEPTED_DOMAIN, i);
		const char *name = own_name(facts, o);

		if (name != NULL && g_hash_table_add(seen, (gpointer)(gsize)name))
			judge(facts, j, name, o);
	}
	g_hash_table_unref(seen);
}

void
check_only_on_premises(const struct facts *facts, struct judge *j)
{
	each_own(facts, j, judge_only_here);
}

/* ---- NAME-012 ---- */

void
check_every_domain_accepted(const struct facts *facts, struct judge *j)
{
	bool found = false;

	for (size_t i = 0; i < objects_count(facts->objects, KIND_ACCEPTED_DOMAIN); i++) {
		const struct object *o = objects_at(facts->objects, KIND_ACCEPTED_DOMAIN, i);
		const struct value *type = object_get(o, AD_DOMAIN_TYPE);
		struct finding *row;

		if (object_text(o, AD_DOMAIN_NAME) == NULL || strcmp(object_text(o, AD_DOMAIN_NAME), "*") != 0)
			continue;
		found = true;
		if (type->state != VALUE_STATED)
			row = judge_value_unknown(j, SEVERITY_ERROR, "*", type, KIND_ACCEPTED_DOMAIN, AD_DOMAIN_TYPE);
		else if (value_has(type, "ExternalRelay") == ANSWER_YES)
			row = judge_pass(j, SEVERITY_ERROR, "*");
		else
			row = judge_fail(j, SEVERITY_ERROR, "*", "every-domain");
		finding_value(row, "type", value_text(type));
		finding_at(row, o->at);
	}
	if (!found && objects_complete(facts->objects, KIND_ACCEPTED_DOMAIN) && accepted_exported(facts, KIND_ACCEPTED_DOMAIN))
		judge_pass(j, SEVERITY_ERROR, ORGANISATION);
	else if (!found)
		judge_not_evaluated(j, SEVERITY_ERROR, ORGANISATION, "not-complete", "AD");
}

/* ---- NAME-013 ---- */

void
check_external_relay(const struct facts *facts, struct judge *j)
{
	const struct value *open = NULL;

	for (guint i = 0; i < facts->hybrid->domains->len; i++) {
		const struct domain *d = g_ptr_array_index(facts->hybrid->domains, i);
		const struct object *o = g_hash_table_lookup(facts->hybrid->accepted, d->name);
		const struct value *type = o != NULL ? object_get(o, AD_DOMAIN_TYPE) : NULL;

		if (o != NULL && type->state != VALUE_STATED)
			open = type;
		else if (o != NULL)
			finding_at(value_has(type, "ExternalRelay") == ANSWER_YES ? judge_fail(j, SEVERITY_WARNING, d->name, "external-relay") :
			    judge_pass(j, SEVERITY_WARNING, d->name), o->at);
	}
	if (open != NULL)
		judge_value_unknown(j, SEVERITY_WARNING, ORGANISATION, open, KIND_ACCEPTED_DOMAIN, AD_DOMAIN_TYPE);
	judge_unknown_domains(facts, j, SEVERITY_WARNING);
}
