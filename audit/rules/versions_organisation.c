/* Which versions can stand beside each other in one organisation. */
#include <string.h>

#include "versions.h"

static const struct server *
server_at(const struct facts *facts, guint i)
{
	return g_ptr_array_index(facts->hybrid->servers, i);
}

/* Is there a server whose version is not known, or may one be missing from the list? */
static bool
others_unknown(const struct facts *facts)
{
	for (guint i = 0; i < facts->hybrid->servers->len; i++)
		if (server_at(facts, i)->object != NULL && server_at(facts, i)->generation == GENERATION_UNKNOWN)
			return true;
	return false;
}

/* ---- VER-008 ---- */

/* The newest generation that takes part; UNKNOWN when a server that takes part may be newer. */
static enum generation
base_generation(const struct facts *facts)
{
	enum generation newest = GENERATION_UNKNOWN;

	if (facts->hybrid->transport.reason != NULL || facts->hybrid->publishing.reason != NULL)
		return GENERATION_UNKNOWN;
	for (guint i = 0; i < facts->hybrid->servers->len; i++) {
		const struct server *s = server_at(facts, i);

		if (s->edge || (!s->in_transport && !s->in_publishing))
			continue;
		if (s->generation == GENERATION_UNKNOWN)
			return GENERATION_UNKNOWN;
		newest = MAX(newest, s->generation);
	}
	return newest;
}

/* SE counts as 2019 here: it is the same program. */
static bool
is_newer(enum generation a, enum generation base)
{
	return MIN(a, GENERATION_2019) > MIN(base, GENERATION_2019);
}

/* Can it not be beside the newest at all?  A table in place of ours may not tell. */
static enum answer
never_beside(const struct facts *facts, enum generation g, enum generation newest)
{
	const struct level *l = level_beside(facts->knowledge, g, newest, facts->as_of);

	if (g >= newest)
		return ANSWER_NO;
	return l == NULL ? ANSWER_UNKNOWN : l->kind == LEVEL_NEVER ? ANSWER_YES : ANSWER_NO;
}

static void
tell_versions(const struct facts *facts, struct finding *row)
{
	for (guint i = 0; i < facts->hybrid->servers->len; i++) {
		const struct server *s = server_at(facts, i);
		char *item;

		if (s->object == NULL)
			continue;
		item = g_strdup_printf("%s (%s)", s->name, s->generation != GENERATION_UNKNOWN ? generation_name(s->generation) : "?");
		finding_value(row, "servers", item);
		finding_at(row, s->object->at);
		g_free(item);
	}
}

void
check_base(const struct facts *facts, struct judge *j)
{
	const enum generation base = base_generation(facts);
	enum answer apart = ANSWER_NO;
	bool newer = false;
	struct finding *row;

	for (guint i = 0; base != GENERATION_UNKNOWN && i < facts->hybrid->servers->len; i++) {
		const struct server *s = server_at(facts, i);

		if (s->object == NULL || s->edge || s->generation == GENERATION_UNKNOWN)
			continue;
		newer = newer || is_newer(s->generation, base);
		apart = answer_or(apart, never_beside(facts, s->generation, base));
	}
	if (newer)
		row = judge_fail(j, SEVERITY_ERROR, ORGANISATION, "older-than-organisation");
	else if (apart == ANSWER_YES)
		row = judge_fail(j, SEVERITY_ERROR, ORGANISATION, "cannot-coexist");
	else if (base == GENERATION_UNKNOWN || others_unknown(facts))
		row = judge_not_evaluated(j, SEVERITY_ERROR, ORGANISATION, "build-unknown", "SRV");
	else if (!objects_complete(facts->objects, KIND_SERVER))
		row = judge_not_evaluated(j, SEVERITY_ERROR, ORGANISATION, "not-complete", "SRV");
	else if (apart == ANSWER_UNKNOWN)
		row = judge_not_evaluated(j, SEVERITY_ERROR, ORGANISATION, "no-table-for-date", NULL);
	else
		row = judge_pass(j, SEVERITY_ERROR, ORGANISATION);
	if (base != GENERATION_UNKNOWN)
		finding_value(row, "base", generation_name(base));
	tell_versions(facts, row);
}

/* ---- VER-009 ---- */

/* What the newer servers of the organisation ask of one: the strictest row, and whose it is.  open: the table has no row for one. */
static const struct level *
strictest(const struct facts *facts, const struct server *s, bool *newer, bool *open)
{
	const struct level *found = NULL;

	*newer = *open = false;
	for (guint i = 0; i < facts->hybrid->servers->len; i++) {
		const struct server *o = server_at(facts, i);
		const struct level *l;

		if (o->object == NULL || o->generation <= s->generation)
			continue;
		*newer = true;
		l = level_beside(facts->knowledge, s->generation, o->generation, facts->as_of);
		*open = *open || l == NULL;
		if (l == NULL || l->kind == LEVEL_ANY)
			continue;
		if (found == NULL || l->kind == LEVEL_NEVER ||
		    (found->kind == LEVEL_MINIMUM && version_compare(&l->minimum, &found->minimum) > 0))
			found = l;
	}
	return found;
}

static struct finding *
judge_beside(const struct facts *facts, struct judge *j, const struct server *s, const struct level *l)
{
	const enum answer enough = server_at_least(s, &l->minimum);
	struct finding *row;
	char *text;

	/* VER-008 says it of the version that the hybrid deployment rests on. */
	if (l->kind == LEVEL_NEVER && l->newest == base_generation(facts))
		return judge_not_applicable(j, SEVERITY_ERROR, s->name, "base-does-not-fit");
	if (l->kind == LEVEL_NEVER) {
		row = judge_fail(j, SEVERITY_ERROR, s->name, "cannot-coexist");
	} else {
		row = enough == ANSWER_YES ? judge_pass(j, SEVERITY_ERROR, s->name) :
		    enough == ANSWER_NO ? judge_fail(j, SEVERITY_ERROR, s->name, "below") : judge_build_unknown(j, SEVERITY_ERROR, s);
		text = build_text(l->name, &l->minimum);
		finding_value(row, "required", text);
		g_free(text);
	}
	finding_value(row, "newest", generation_name(l->newest));
	return row;
}

static void
judge_coexistence(const struct facts *facts, struct judge *j, const struct server *s)
{
	bool newer, open;
	const struct level *l = strictest(facts, s, &newer, &open);
	struct finding *row;

	if (s->generation == GENERATION_UNKNOWN)
		row = judge_build_unknown(j, SEVERITY_ERROR, s);
	else if (l != NULL && (l->kind == LEVEL_NEVER || server_at_least(s, &l->minimum) == ANSWER_NO))
		row = judge_beside(facts, j, s, l);
	else if (others_unknown(facts))
		row = judge_not_evaluated(j, SEVERITY_ERROR, s->name, "build-unknown", "SRV");
	else if (!objects_complete(facts->objects, KIND_SERVER))
		row = judge_not_evaluated(j, SEVERITY_ERROR, s->name, "not-complete", "SRV");
	else if (!newer)
		row = judge_not_applicable(j, SEVERITY_ERROR, s->name, "newest-version");
	else if (open)
		row = judge_not_evaluated(j, SEVERITY_ERROR, s->name, "no-table-for-date", NULL);
	else
		row = l != NULL ? judge_beside(facts, j, s, l) : judge_pass(j, SEVERITY_ERROR, s->name);
	tell_build(row, s);
	about_server(row, s);
}

void
check_coexistence(const struct facts *facts, struct judge *j)
{
	for (guint i = 0; i < facts->hybrid->servers->len; i++)
		if (server_at(facts, i)->object != NULL)
			judge_coexistence(facts, j, server_at(facts, i));
}

/* ---- VER-012 ---- */

/* What a server's version tells for certain: the update from 2013 on; of 2010 only the file version does. */
static bool
tells_update(const struct server *s)
{
	return s->has_fv || (s->has_adv && s->generation >= GENERATION_2013);
}

static bool
same_update(const struct server *a, const struct server *b)
{
	const size_t n = tells_update(a) && tells_update(b) ? 3 : 2;

	return version_compare_parts(server_build(a), server_build(b), n) == 0;
}

struct builds { unsigned n; bool differ, open; };

static void
compare_builds(const struct facts *facts, struct builds *b, struct finding *row)
{
	for (guint i = 0; i < facts->hybrid->servers->len; i++) {
		const struct server *s = server_at(facts, i);
		char text[48], *item;

		if (!s->in_transport && !s->in_publishing)
			continue;
		b->n++;
		b->open = b->open || s->generation == GENERATION_UNKNOWN || !tells_update(s);
		for (guint k = 0; k < i && s->generation != GENERATION_UNKNOWN; k++) {
			const struct server *o = server_at(facts, k);

			if ((o->in_transport || o->in_publishing) && o->generation == s->generation)
				b->differ = b->differ || !same_update(s, o);
		}
		if (row == NULL)
			continue;
		item = g_strdup_printf("%s (%s)", s->name, server_build(s) != NULL ? version_print(server_build(s), text) : "?");
		finding_value(row, "builds", item);
		if (s->object != NULL)
			finding_at(row, s->object->at);
		g_free(item);
	}
}

void
check_mixed_builds(const struct facts *facts, struct judge *j)
{
	const struct hybrid *h = facts->hybrid;
	struct builds b = { 0, false, false }, again = { 0, false, false };
	struct finding *row;

	compare_builds(facts, &b, NULL);
	if (b.differ)
		row = judge_fail(j, SEVERITY_INFO, ORGANISATION, "builds-differ");
	else if (h->transport.reason != NULL || h->publishing.reason != NULL)
		row = judge_set_unknown(j, SEVERITY_INFO, ORGANISATION, h->transport.reason != NULL ? &h->transport : &h->publishing);
	else if (b.n == 0)
		return;
	else if (b.n == 1)
		row = judge_not_applicable(j, SEVERITY_INFO, ORGANISATION, "single-server");
	else if (b.open)
		row = judge_not_evaluated(j, SEVERITY_INFO, ORGANISATION, "build-unknown", "SRV+fv");
	else
		row = judge_pass(j, SEVERITY_INFO, ORGANISATION);
	compare_builds(facts, &again, row);
}

/* ---- VER-014 ---- */

static const struct version cu18_of_2016 = { { 15, 1, 2106, 2 } }, cu7_of_2019 = { { 15, 2, 721, 2 } };

static void
judge_for_tenants(struct judge *j, const struct server *s, const GPtrArray *tenants)
{
	const enum answer enough = s->generation == GENERATION_UNKNOWN ? ANSWER_UNKNOWN : s->generation == GENERATION_SE ? ANSWER_YES :
	    s->generation == GENERATION_2019 ? server_at_least(s, &cu7_of_2019) :
	    s->generation == GENERATION_2016 ? server_at_least(s, &cu18_of_2016) : ANSWER_NO;
	struct finding *row = enough == ANSWER_YES ? judge_pass(j, SEVERITY_ERROR, s->name) :
	    enough == ANSWER_NO ? judge_fail(j, SEVERITY_ERROR, s->name, "below") : judge_build_unknown(j, SEVERITY_ERROR, s);

	for (guint i = 0; i < tenants->len; i++)
		finding_value(row, "tenants", g_ptr_array_index(tenants, i));
	tell_build(row, s);
	about_server(row, s);
}

void
check_several_tenants(const struct facts *facts, struct judge *j)
{
	bool whole;
	GPtrArray *tenants = hybrid_tenants(facts, &whole);

	for (guint i = 0; tenants->len > 1 && i < facts->hybrid->transport.servers->len; i++)
		judge_for_tenants(j, g_ptr_array_index(facts->hybrid->transport.servers, i), tenants);
	if (tenants->len > 1)
		judge_set_unknown(j, SEVERITY_ERROR, ORGANISATION, &facts->hybrid->transport);
	else if (!whole)
		judge_not_evaluated(j, SEVERITY_ERROR, ORGANISATION, "not-complete", "SC");
	else
		judge_not_applicable(j, SEVERITY_ERROR, ORGANISATION, "one-tenant");
	g_ptr_array_unref(tenants);
}

/* ---- VER-015 ---- */

void
check_se_coexistence(const struct facts *facts, struct judge *j)
{
	bool se = false, older = false;
	struct finding *row;

	for (guint i = 0; i < facts->hybrid->servers->len; i++) {
		const struct server *s = server_at(facts, i);

		if (s->object == NULL || s->generation == GENERATION_UNKNOWN)
			continue;
		se = se || s->generation == GENERATION_SE;
		older = older || s->generation < GENERATION_SE;
	}
	if (se && older)
		row = judge_fail(j, SEVERITY_INFO, ORGANISATION, "beside-older");
	else if (others_unknown(facts))
		row = judge_not_evaluated(j, SEVERITY_INFO, ORGANISATION, "build-unknown", "SRV");
	else if (!objects_complete(facts->objects, KIND_SERVER))
		row = judge_not_evaluated(j, SEVERITY_INFO, ORGANISATION, "not-complete", "SRV");
	else
		row = se ? judge_pass(j, SEVERITY_INFO, ORGANISATION) : judge_not_applicable(j, SEVERITY_INFO, ORGANISATION, "no-se");
	tell_versions(facts, row);
}

/* ---- VER-018 ---- */

/* What a server that takes part must be, and the role that says so. */
static enum answer
has_its_roles(const struct server *s, const char **role)
{
	enum answer answer = ANSWER_YES;

	*role = "Mailbox";
	if (s->generation >= GENERATION_2016)
		return server_has_role(s, "Mailbox");
	if (s->in_publishing) {
		*role = "ClientAccess";
		answer = server_has_role(s, "ClientAccess");
	}
	if (s->in_transport && answer == ANSWER_YES) {
		*role = s->generation == GENERATION_2013 ? "ClientAccess, Mailbox" : "HubTransport";
		answer = s->generation == GENERATION_2013 ? answer_or(server_has_role(s, "ClientAccess"), server_has_role(s, "Mailbox")) :
		    server_has_role(s, "HubTransport");
	}
	return answer;
}

static void
judge_roles(const struct facts *facts, struct judge *j, const struct server *s)
{
	const struct value *roles = s->object != NULL ? object_get(s->object, SRV_SERVER_ROLE) : &value_none;
	const char *role;
	struct finding *row;
	enum answer answer;

	(void)facts;
	if (s->edge) {
		about_server(judge_not_applicable(j, SEVERITY_ERROR, s->name, "edge-no-roles"), s);
		return;
	}
	if (s->generation < GENERATION_2010) {
		row = s->generation == GENERATION_UNKNOWN ? judge_build_unknown(j, SEVERITY_ERROR, s) :
		    judge_not_applicable(j, SEVERITY_ERROR, s->name, "not-in-generation");
		about_server(row, s);
		return;
	}
	answer = has_its_roles(s, &role);
	if (answer == ANSWER_UNKNOWN && !value_known(roles))
		row = judge_value_unknown(j, SEVERITY_ERROR, s->name, roles, KIND_SERVER, SRV_SERVER_ROLE);
	else
		row = answer == ANSWER_YES ? judge_pass(j, SEVERITY_ERROR, s->name) : judge_fail(j, SEVERITY_ERROR, s->name, "role-missing");
	if (answer == ANSWER_NO)
		finding_value(row, "role", role);
	for (size_t i = 0; i < roles->n; i++)
		finding_value(row, "roles", roles->items[i]);
	about_server(row, s);
}

void
check_roles(const struct facts *facts, struct judge *j)
{
	each_taking_part(facts, j, judge_roles);
	judge_sets_unknown(facts, j, SEVERITY_ERROR);
}
