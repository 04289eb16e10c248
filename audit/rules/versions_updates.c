/* Is what is installed up to date?  Everything by the dates of release in the table of builds and the as-of date. */
#include <string.h>

#include "versions.h"

static const char builds_table[] = "exchange-builds.csv";

static const struct version cu1_of_2013 = { { 15, 0, 620, 29 } }, sp1_of_2013 = { { 15, 0, 847, 32 } };

/* ---- VER-004 ---- */

/* What nobody could install at the date is not missing. */
static bool
released(const struct facts *facts, const struct version *v)
{
	const struct build *b = build_find(facts->knowledge, v);

	return b == NULL || b->released <= facts->as_of;
}

static void
judge_2013(const struct facts *facts, struct judge *j, const struct server *s)
{
	struct finding *row;

	if (s->generation == GENERATION_UNKNOWN)
		row = judge_build_unknown(j, SEVERITY_ERROR, s);
	else if (s->generation != GENERATION_2013)
		row = judge_not_applicable(j, SEVERITY_ERROR, s->name, "not-in-generation");
	else if (server_at_least(s, &cu1_of_2013) == ANSWER_NO)
		row = judge_fail(j, SEVERITY_ERROR, s->name, "below-cu1");
	else if (server_at_least(s, &sp1_of_2013) == ANSWER_NO && released(facts, &sp1_of_2013))
		row = judge_fail(j, SEVERITY_WARNING, s->name, "below-sp1");
	else
		row = judge_pass(j, SEVERITY_ERROR, s->name);
	tell_build(row, s);
	about_server(row, s);
}

void
check_2013_updates(const struct facts *facts, struct judge *j)
{
	each_taking_part(facts, j, judge_2013);
	judge_sets_unknown(facts, j, SEVERITY_ERROR);
}

/* ---- VER-005 ---- */

/* The releases of a generation that were there at the date: the last one, and the one before it. */
struct last_two { const struct build *newest, *previous; };

static bool
is_of(const struct build *b, enum generation g)
{
	return strcmp(b->generation, generation_name(g)) == 0;
}

/* The rows ascend; the first of those with the same three numbers is the update itself, the others fix it. */
static struct last_two
last_two_at(const struct facts *facts, enum generation g)
{
	struct last_two l = { NULL, NULL };

	for (guint i = 0; i < facts->knowledge->builds->len; i++) {
		const struct build *b = &g_array_index(facts->knowledge->builds, struct build, i);

		if (!is_of(b, g) || build_is_preview(b) || b->released > facts->as_of ||
		    (l.newest != NULL && version_compare_parts(&l.newest->version, &b->version, 3) == 0))
			continue;
		l.previous = l.newest;
		l.newest = b;
	}
	return l;
}

static const struct build *
last_known(const struct facts *facts, enum generation g)
{
	const struct build *last = NULL;

	for (guint i = 0; i < facts->knowledge->builds->len; i++) {
		const struct build *b = &g_array_index(facts->knowledge->builds, struct build, i);

		if (is_of(b, g))
			last = b;
	}
	return last;
}

static bool
beyond_table(const struct facts *facts, const struct server *s)
{
	const struct build *last = last_known(facts, s->generation);

	return last != NULL && version_compare(server_build(s), &last->version) > 0;
}

/* The oldest build that counts: the one before the last, or the last of a generation whose support has ended. */
static struct version
oldest_allowed(const struct facts *facts, enum generation g, const struct last_two *l)
{
	const struct lifecycle *support = lifecycle_support(facts->knowledge, g);
	const struct build *allowed = l->previous != NULL ? l->previous : l->newest;

	if (support != NULL && support->has_last && !dated(0, support->until, facts->as_of))
		return version_compare(&support->last, &l->newest->version) < 0 ? support->last : l->newest->version;
	return allowed->version;
}

static void
tell_wanted(const struct facts *facts, struct finding *row, const struct version *required, const struct build *newest)
{
	const struct build *b = build_find(facts->knowledge, required);
	char *text = build_text(b != NULL ? b->name : "", required), *last = build_text(newest->name, &newest->version);

	finding_value(row, "required", text);
	finding_value(row, "newest", last);
	g_free(last);
	g_free(text);
}

static struct finding *
judge_update(const struct facts *facts, struct judge *j, const struct server *s)
{
	const struct last_two l = last_two_at(facts, s->generation);
	struct version required;
	struct finding *row;

	if (l.newest == NULL)
		return judge_not_evaluated(j, SEVERITY_WARNING, s->name, "no-table-for-date", NULL);
	required = oldest_allowed(facts, s->generation, &l);
	switch (server_at_least(s, &required)) {
	case ANSWER_NO:
		row = judge_fail(j, SEVERITY_WARNING, s->name, "behind");
		break;
	case ANSWER_YES:
		row = judge_pass(j, SEVERITY_WARNING, s->name);
		break;
	case ANSWER_UNKNOWN:
	default:
		row = judge_build_unknown(j, SEVERITY_WARNING, s);
		break;
	}
	tell_wanted(facts, row, &required, l.newest);
	return row;
}

typedef struct finding *judge_known_build(const struct facts *, struct judge *, const struct server *);

/* What can be judged only where the table of builds knows the server's; least: the first generation that has such updates. */
static void
judge_by_table(const struct facts *facts, struct judge *j, const struct server *s, enum generation least, judge_known_build *judge)
{
	struct finding *row;

	if (server_build(s) == NULL || s->generation == GENERATION_UNKNOWN)
		row = judge_build_unknown(j, SEVERITY_WARNING, s);
	else if (s->generation < least)
		row = judge_not_applicable(j, SEVERITY_WARNING, s->name, "not-in-generation");
	else if (table_outlived(facts->knowledge, builds_table, facts->as_of))
		row = judge_not_evaluated(j, SEVERITY_WARNING, s->name, "table-too-old", NULL);
	else if (beyond_table(facts, s))
		row = judge_not_evaluated(j, SEVERITY_WARNING, s->name, "newer-than-table", NULL);
	else
		row = judge(facts, j, s);
	tell_build(row, s);
	about_server(row, s);
}

static void
judge_cumulative(const struct facts *facts, struct judge *j, const struct server *s)
{
	judge_by_table(facts, j, s, GENERATION_2007, judge_update);
}

void
check_cumulative_update(const struct facts *facts, struct judge *j)
{
	each_taking_part(facts, j, judge_cumulative);
	judge_sets_unknown(facts, j, SEVERITY_WARNING);
}

/* ---- VER-006 ---- */

/* The newest row of the server's cumulative update at the date; security: one of those that fix what is attacked. */
static const struct build *
newest_fix(const struct facts *facts, const struct version *v, bool security)
{
	const struct build *newest = NULL;

	for (guint i = 0; i < facts->knowledge->builds->len; i++) {
		const struct build *b = &g_array_index(facts->knowledge->builds, struct build, i);

		if (version_compare_parts(&b->version, v, 3) == 0 && b->released <= facts->as_of && (!security || build_is_security(b)))
			newest = b;
	}
	return newest;
}

static struct finding *
judge_fixes(const struct facts *facts, struct judge *j, const struct server *s)
{
	const struct version *v = server_build(s);
	const struct build *security = newest_fix(facts, v, true), *any = newest_fix(facts, v, false), *missing = NULL;
	struct finding *row;
	char *text;

	if (any == NULL)
		return judge_not_evaluated(j, SEVERITY_WARNING, s->name, "no-table-for-date", NULL);
	if (security != NULL && server_at_least(s, &security->version) != ANSWER_YES)
		missing = security;
	else if (server_at_least(s, &any->version) != ANSWER_YES)
		missing = any;
	if (missing == NULL) {
		row = judge_pass(j, SEVERITY_WARNING, s->name);
	} else if (!s->has_fv) {
		row = judge_build_unknown(j, SEVERITY_WARNING, s);
	} else {
		row = judge_fail(j, missing == security ? SEVERITY_WARNING : SEVERITY_INFO, s->name,
		    missing == security ? "security-update-missing" : "hotfix-missing");
		text = build_text(any->name, &any->version);
		finding_value(row, "newest", text);
		g_free(text);
	}
	return row;
}

static void
judge_security(const struct facts *facts, struct judge *j, const struct server *s)
{
	judge_by_table(facts, j, s, GENERATION_2013, judge_fixes);
}

void
check_security_update(const struct facts *facts, struct judge *j)
{
	each_taking_part(facts, j, judge_security);
	judge_sets_unknown(facts, j, SEVERITY_WARNING);
}

/* ---- VER-017 ---- */

static void
judge_listed(const struct facts *facts, struct judge *j, const struct server *s)
{
	const struct build *b = build_find(facts->knowledge, server_build(s)), *last = last_known(facts, s->generation);
	struct finding *row;
	char text[48];

	if (b != NULL && build_is_preview(b)) {
		row = judge_fail(j, SEVERITY_ERROR, s->name, "preview");
	} else if (last != NULL && version_compare(server_build(s), &last->version) > 0) {
		row = judge_fail(j, SEVERITY_WARNING, s->name, "newer-than-table");
		finding_value(row, "last", version_print(&last->version, text));
	} else if (b == NULL) {
		row = judge_fail(j, SEVERITY_WARNING, s->name, "unlisted");
	} else {
		row = judge_pass(j, SEVERITY_WARNING, s->name);
		finding_value(row, "name", b->name);
	}
	tell_build(row, s);
	about_server(row, s);
}

void
check_listed(const struct facts *facts, struct judge *j)
{
	for (guint i = 0; i < facts->hybrid->servers->len; i++) {
		const struct server *s = g_ptr_array_index(facts->hybrid->servers, i);

		if (s->object == NULL)
			continue;
		if (server_build(s) == NULL)
			about_server(judge_build_unknown(j, SEVERITY_WARNING, s), s);
		else
			judge_listed(facts, j, s);
	}
}
