/* Versions: are they told, and can the servers host a hybrid deployment? */
#include <string.h>

#include "versions.h"

struct finding *
judge_build_unknown(struct judge *j, enum severity severity, const struct server *s)
{
	return judge_not_evaluated(j, severity, s->name, "build-unknown", s->has_adv && !s->has_fv ? "SRV+fv" : "SRV");
}

char *
build_text(const char *name, const struct version *v)
{
	char text[48];

	return *name != '\0' ? g_strdup_printf("%s (%s)", name, version_print(v, text)) : g_strdup(version_print(v, text));
}

/* ---- VER-001 ---- */

static bool
unparsable(const struct server *s, int property, bool parsed)
{
	return !parsed && object_text(s->object, property) != NULL;
}

/* Service packs and updates of 2010 and before leave AdminDisplayVersion's build alone; from 2013 on it is the
 * cumulative update's, as the file version's is. */
static bool
versions_differ(const struct server *s)
{
	const size_t n = s->adv.part[0] >= 15 || s->fv.part[0] >= 15 ? 3 : 2;

	return memcmp(s->adv.part, s->fv.part, n * sizeof s->adv.part[0]) != 0;
}

static void
judge_text(struct judge *j, const struct server *s)
{
	const struct value *adv = object_get(s->object, SRV_ADMIN_DISPLAY_VERSION), *fv = object_get(s->object, SRV_EX_SETUP_VERSION);
	const bool bad_adv = unparsable(s, SRV_ADMIN_DISPLAY_VERSION, s->has_adv), bad_fv = unparsable(s, SRV_EX_SETUP_VERSION, s->has_fv);
	struct finding *row;
	char text[48];

	if (bad_adv || bad_fv) {
		row = judge_note(j, s->name, "unparsable");
		finding_value(row, "text", object_text(s->object, bad_adv ? SRV_ADMIN_DISPLAY_VERSION : SRV_EX_SETUP_VERSION));
	} else if (s->has_adv && s->has_fv && versions_differ(s)) {
		row = judge_fail(j, SEVERITY_WARNING, s->name, "adv-fv-differ");
		finding_value(row, "displayed", object_text(s->object, SRV_ADMIN_DISPLAY_VERSION));
		finding_value(row, "file", version_print(&s->fv, text));
	} else if (fv->state != VALUE_NOT_STATED && !value_known(fv)) {
		row = judge_value_unknown(j, SEVERITY_WARNING, s->name, fv, KIND_SERVER, SRV_EX_SETUP_VERSION);
	} else if (s->has_adv || s->has_fv) {
		row = judge_pass(j, SEVERITY_WARNING, s->name);
		tell_build(row, s);
	} else {
		row = value_known(adv) ? judge_not_evaluated(j, SEVERITY_WARNING, s->name, "not-stated", "SRV") :
		    judge_value_unknown(j, SEVERITY_WARNING, s->name, adv, KIND_SERVER, SRV_ADMIN_DISPLAY_VERSION);
	}
	finding_at(row, adv->at);
	finding_at(row, fv->at);
	about_server(row, s);
}

static void
check_parse(const struct facts *facts, struct judge *j)
{
	for (guint i = 0; i < facts->hybrid->servers->len; i++) {
		const struct server *s = g_ptr_array_index(facts->hybrid->servers, i);

		if (s->object != NULL)
			judge_text(j, s);
	}
}

/* ---- VER-002 ---- */

enum { DAY_2014 = 1388534400 };     /* 2014-01-01, since when tenants without the 2013 service are gone */

/* 2010 SP2 could host a hybrid with a tenant that was not upgraded yet. */
static bool
enough_before_2014(const struct facts *facts, const struct version *v)
{
	return facts->as_of < DAY_2014 && v->part[0] == 14 && version_at_least(v, 14, 2, 247, 5);
}

static enum answer
hosts_hybrid(const struct server *s)
{
	const struct version *v = server_build(s);

	if (v == NULL || version_generation(v) == GENERATION_UNKNOWN)
		return ANSWER_UNKNOWN;
	if (v->part[0] == 14)
		return version_at_least(v, 14, 3, 123, 4) ? ANSWER_YES : ANSWER_NO;
	return version_at_least(v, 15, 0, 620, 29) ? ANSWER_YES : ANSWER_NO;
}

struct tally {
	enum answer any;
	bool sp2, newer_than_2007;
	GPtrArray *judged;          /* const struct server *; those that decided */
};

static void
count_server(const struct facts *facts, struct tally *t, const struct server *s)
{
	const enum answer can = hosts_hybrid(s);
	const struct version *v = server_build(s);

	t->any = answer_or(t->any, can);
	t->sp2 = t->sp2 || (v != NULL && enough_before_2014(facts, v));
	t->newer_than_2007 = t->newer_than_2007 || s->generation == GENERATION_UNKNOWN || s->generation > GENERATION_2007;
	g_ptr_array_add(t->judged, (gpointer)(gsize)s);
}

/* The servers that take part; when none is known, every server that is no Edge server. */
static void
count_servers(const struct facts *facts, struct tally *t)
{
	const struct hybrid *h = facts->hybrid;

	*t = (struct tally){ ANSWER_NO, false, false, g_ptr_array_new() };
	for (int all = 0; t->judged->len == 0 && all < 2; all++)
		for (guint i = 0; i < h->servers->len; i++) {
			const struct server *s = g_ptr_array_index(h->servers, i);

			if (all ? s->object != NULL && !s->edge : s->in_transport || s->in_publishing)
				count_server(facts, t, s);
		}
	if (h->transport.reason != NULL || h->publishing.reason != NULL)
		t->any = answer_or(t->any, ANSWER_UNKNOWN);
}

static void
check_host(const struct facts *facts, struct judge *j)
{
	struct tally t;
	struct finding *row;
	char text[48];

	count_servers(facts, &t);
	if (t.any == ANSWER_YES)
		row = judge_pass(j, SEVERITY_BLOCKER, ORGANISATION);
	else if (t.judged->len == 0)
		row = judge_not_evaluated(j, SEVERITY_BLOCKER, ORGANISATION, "no-object", "SRV");
	else if (t.any == ANSWER_UNKNOWN)
		row = judge_not_evaluated(j, SEVERITY_BLOCKER, ORGANISATION, "build-unknown", "SRV");
	else if (!t.newer_than_2007)
		row = judge_fail(j, SEVERITY_BLOCKER, ORGANISATION, "only-2003-2007");
	else
		row = judge_fail(j, t.sp2 ? SEVERITY_WARNING : SEVERITY_BLOCKER, ORGANISATION, "too-old");
	for (guint i = 0; i < t.judged->len; i++) {
		const struct server *s = g_ptr_array_index(t.judged, i);
		const struct version *v = server_build(s);
		char *item = g_strconcat(s->name, " ", v != NULL ? version_print(v, text) : "?", NULL);

		if (t.any != ANSWER_YES || hosts_hybrid(s) == ANSWER_YES)
			finding_value(row, "builds", item);
		if (s->object != NULL)
			finding_at(row, s->object->at);
		g_free(item);
	}
	g_ptr_array_unref(t.judged);
}

/* ---- VER-003 ---- */

static void
judge_service_pack(const struct facts *facts, struct judge *j, const struct server *s)
{
	const struct version *v = server_build(s);
	struct finding *row;

	if (v == NULL && s->era == HYBRID_2013_ON)
		row = judge_not_applicable(j, SEVERITY_ERROR, s->name, "not-in-generation");
	else if (v == NULL)
		row = judge_not_evaluated(j, SEVERITY_ERROR, s->name, "build-unknown", "SRV");
	else if (v->part[0] != 14)
		row = judge_not_applicable(j, SEVERITY_ERROR, s->name, "not-in-generation");
	else if (version_at_least(v, 14, 3, 123, 4))
		row = judge_pass(j, SEVERITY_ERROR, s->name);
	else
		row = judge_fail(j, enough_before_2014(facts, v) ? SEVERITY_WARNING : SEVERITY_ERROR, s->name, "below-sp3");
	tell_build(row, s);
	about_server(row, s);
}

static void
check_service_pack(const struct facts *facts, struct judge *j)
{
	each_taking_part(facts, j, judge_service_pack);
	judge_sets_unknown(facts, j, SEVERITY_ERROR);
}

static const struct rule rules[] = {
	{ "VER-001", SEVERITY_WARNING, SUBJECT_SERVER, WIZARD_NO, "SRV", "adv-fv-differ unparsable", "text displayed file build", NULL, NULL,
	  check_parse },
	{ "VER-002", SEVERITY_BLOCKER, SUBJECT_ORGANISATION, WIZARD_NO, "SRV", "too-old only-2003-2007 build-unknown", "builds", NULL, NULL,
	  check_host },
	{ "VER-003", SEVERITY_ERROR, SUBJECT_SERVER, WIZARD_NO, "SRV", "below-sp3 build-unknown", "build", NULL, NULL, check_service_pack },
	{ "VER-004", SEVERITY_ERROR, SUBJECT_SERVER, WIZARD_NO, "SRV", "below-cu1 below-sp1 build-unknown", "build", NULL, NULL,
	  check_2013_updates },
	{ "VER-005", SEVERITY_WARNING, SUBJECT_SERVER, WIZARD_NO, "SRV", "behind build-unknown table-too-old newer-than-table",
	  "build required newest", NULL, NULL, check_cumulative_update },
	{ "VER-006", SEVERITY_WARNING, SUBJECT_SERVER, WIZARD_NO, "SRV",
	  "security-update-missing hotfix-missing build-unknown table-too-old newer-than-table", "build newest", NULL, NULL,
	  check_security_update },
	{ "VER-007", SEVERITY_ERROR, SUBJECT_SERVER, WIZARD_NO, "SRV", "ended extended build-unknown", "generation until extended", NULL, NULL,
	  check_support },
	{ "VER-008", SEVERITY_ERROR, SUBJECT_ORGANISATION, WIZARD_NO, "SRV", "older-than-organisation cannot-coexist build-unknown",
	  "base servers", NULL, NULL, check_base },
	{ "VER-009", SEVERITY_ERROR, SUBJECT_SERVER, WIZARD_NO, "SRV",
	  "below cannot-coexist base-does-not-fit newest-version build-unknown", "build required newest", NULL, NULL, check_coexistence },
	{ "VER-010", SEVERITY_ERROR, SUBJECT_SERVER, WIZARD_MADE, "SRV, SC",
	  "out-of-support outdated build-unknown level-unknown table-too-old newer-than-table", "build generation released", "2023-01-01", NULL,
	  check_enforcement },
	{ "VER-011", SEVERITY_ERROR, SUBJECT_SERVER, WIZARD_NO, "SRV", "below not-in-this-version edge-no-mailboxes free-busy-off build-unknown",
	  "build generation required", "2025-11-01", NULL, check_hybrid_app_build },
	{ "VER-012", SEVERITY_INFO, SUBJECT_ORGANISATION, WIZARD_NO, "SRV", "builds-differ single-server build-unknown", "builds", NULL, NULL,
	  check_mixed_builds },
	{ "VER-014", SEVERITY_ERROR, SUBJECT_SERVER, WIZARD_MADE, "SRV, SC", "below one-tenant build-unknown", "build tenants", NULL, NULL,
	  check_several_tenants },
	{ "VER-015", SEVERITY_INFO, SUBJECT_ORGANISATION, WIZARD_NO, "SRV", "beside-older no-se build-unknown", "servers", "2026-07-01", NULL,
	  check_se_coexistence },
	{ "VER-016", SEVERITY_ERROR, SUBJECT_SERVER, WIZARD_NO, "SRV", "below not-in-this-version build-unknown", "build generation required",
	  NULL, NULL, check_tls },
	{ "VER-017", SEVERITY_ERROR, SUBJECT_SERVER, WIZARD_NO, "SRV", "preview newer-than-table unlisted build-unknown", "build last name", NULL,
	  NULL, check_listed },
	{ "VER-018", SEVERITY_ERROR, SUBJECT_SERVER, WIZARD_NO, "SRV", "role-missing edge-no-roles build-unknown", "role roles", NULL, NULL,
	  check_roles },
};

const struct family versions_family = { "versions", rules, G_N_ELEMENTS(rules) };
