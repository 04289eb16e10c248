/* What Microsoft, and Exchange Online, still take from a build at the as-of date. */
#include <string.h>

#include "versions.h"

enum { SECONDS_OF_A_YEAR = 365 * 86400 };

static void
tell_day(struct finding *row, const char *name, gint64 seconds)
{
	GDateTime *t = g_date_time_new_from_unix_utc(seconds);
	char *text = g_date_time_format(t, "%Y-%m-%d");

	finding_value(row, name, text);
	g_free(text);
	g_date_time_unref(t);
}

/* ---- VER-007 ---- */

static bool
buys_updates(const struct facts *facts)
{
	const char *stated = settings_text(facts->settings, "hybrid", "extended-security-updates");

	return stated != NULL && g_ascii_strcasecmp(stated, "yes") == 0;
}

static void
judge_support(const struct facts *facts, struct judge *j, const struct server *s)
{
	const struct lifecycle *support = lifecycle_support(facts->knowledge, s->generation), *extended;
	struct finding *row;

	if (s->generation == GENERATION_UNKNOWN) {
		row = judge_build_unknown(j, SEVERITY_ERROR, s);
	} else if (support == NULL) {
		row = judge_not_evaluated(j, SEVERITY_ERROR, s->name, "no-table-for-date", NULL);
	} else if (dated(support->from, support->until, facts->as_of)) {
		row = judge_pass(j, SEVERITY_ERROR, s->name);
	} else {
		extended = lifecycle_find(facts->knowledge, s->generation, true, facts->as_of);
		if (extended != NULL && buys_updates(facts)) {
			row = judge_fail(j, SEVERITY_WARNING, s->name, "extended");
			tell_day(row, "extended", extended->until);
		} else {
			row = judge_fail(j, SEVERITY_ERROR, s->name, "ended");
		}
	}
	if (support != NULL && support->until != 0)
		tell_day(row, "until", support->until);
	if (s->generation != GENERATION_UNKNOWN)
		finding_value(row, "generation", generation_name(s->generation));
	about_server(row, s);
}

void
check_support(const struct facts *facts, struct judge *j)
{
	each_taking_part(facts, j, judge_support);
	judge_sets_unknown(facts, j, SEVERITY_ERROR);
}

/* ---- VER-010 ---- */

static const struct enforcement *
enforcement_at(const struct facts *facts, enum generation g)
{
	for (guint i = 0; i < facts->knowledge->enforcements->len; i++) {
		const struct enforcement *e = &g_array_index(facts->knowledge->enforcements, struct enforcement, i);

		if (e->generation == g && dated(e->from, e->until, facts->as_of))
			return e;
	}
	return NULL;
}

/* When what is installed was released.  AdminDisplayVersion stands for every build of its update: 0 in `earliest` of none,
 * and in `latest` what the newest of them could be at the date. */
struct age { gint64 earliest, latest; };

static struct age
age_of(const struct facts *facts, const struct server *s)
{
	struct age a = { 0, 0 };

	for (guint i = 0; i < facts->knowledge->builds->len; i++) {
		const struct build *b = &g_array_index(facts->knowledge->builds, struct build, i);
		const int order = version_compare(&b->version, server_build(s));

		if (version_compare_parts(&b->version, server_build(s), 3) != 0 || b->released > facts->as_of)
			continue;
		if (order <= 0)
			a.earliest = b->released;
		if (order <= 0 || !s->has_fv)
			a.latest = MAX(a.latest, b->released);
	}
	return a;
}

/* How far a server of 2016 or later may be behind is told nowhere: what is neither certainly bad nor of the last year stays open. */
static struct finding *
judge_age(const struct facts *facts, struct judge *j, const struct server *s, const struct enforcement *e)
{
	const struct age a = age_of(facts, s);
	struct finding *row;

	if (a.latest == 0)
		return judge_not_evaluated(j, SEVERITY_ERROR, s->name, "newer-than-table", NULL);
	if (e != NULL && a.latest < e->released) {
		row = judge_fail(j, SEVERITY_ERROR, s->name, "outdated");
		tell_day(row, "released", e->released);
		return row;
	}
	if (table_outlived(facts->knowledge, "enforcement.csv", facts->as_of))
		return judge_not_evaluated(j, SEVERITY_ERROR, s->name, "table-too-old", NULL);
	if (e == NULL || a.earliest >= facts->as_of - SECONDS_OF_A_YEAR)
		return judge_pass(j, SEVERITY_ERROR, s->name);
	if (!s->has_fv)
		return judge_build_unknown(j, SEVERITY_ERROR, s);
	return judge_not_evaluated(j, SEVERITY_ERROR, s->name, "level-unknown", NULL);
}

static void
judge_enforced(const struct facts *facts, struct judge *j, const struct server *s)
{
	const struct enforcement *e = enforcement_at(facts, s->generation);
	struct finding *row;

	if (server_build(s) == NULL || s->generation == GENERATION_UNKNOWN)
		row = judge_build_unknown(j, SEVERITY_ERROR, s);
	else if (e != NULL && e->released == 0)
		row = judge_fail(j, SEVERITY_ERROR, s->name, "out-of-support");
	else
		row = judge_age(facts, j, s, e);
	tell_build(row, s);
	if (s->generation != GENERATION_UNKNOWN)
		finding_value(row, "generation", generation_name(s->generation));
	about_server(row, s);
}

/* The servers that hand mail to Exchange Online, each once. */
static void
check_sources(const struct facts *facts, struct judge *j, const struct object *connector, GHashTable *seen)
{
	const struct value *sources = object_get(connector, SC_SOURCE_TRANSPORT_SERVERS);

	for (size_t i = 0; value_shows_items(sources) && i < sources->n; i++) {
		const struct server *s = hybrid_server(facts, sources->items[i]);

		if (!g_hash_table_add(seen, (gpointer)(guintptr)(s != NULL ? s->id : sources->items[i])))
			continue;
		if (s != NULL)
			judge_enforced(facts, j, s);
		else
			finding_server(judge_not_evaluated(j, SEVERITY_ERROR, sources->items[i], "build-unknown", "SRV"), sources->items[i]);
	}
	if (!value_known(sources))
		judge_value_unknown(j, SEVERITY_ERROR, ORGANISATION, sources, KIND_SEND_CONNECTOR, SC_SOURCE_TRANSPORT_SERVERS);
}

void
check_enforcement(const struct facts *facts, struct judge *j)
{
	GPtrArray *connectors = hybrid_send_connectors(facts);
	GHashTable *seen = g_hash_table_new(name_hash, g_str_equal);

	for (guint i = 0; i < connectors->len; i++)
		check_sources(facts, j, g_ptr_array_index(connectors, i), seen);
	if (connectors->len == 0 && !objects_complete(facts->objects, KIND_SEND_CONNECTOR))
		judge_not_evaluated(j, SEVERITY_ERROR, ORGANISATION, "not-complete", "SC");
	g_hash_table_unref(seen);
	g_ptr_array_unref(connectors);
}

/* ---- levels: VER-011, VER-016 ---- */

/* The row that a server is held to: the one of its own cumulative update, else the highest. NULL: the generation has none. */
static const struct level *
level_for(const GArray *levels, const struct server *s, gint64 as_of)
{
	const struct level *found = NULL;

	for (guint i = 0; i < levels->len; i++) {
		const struct level *l = &g_array_index(levels, struct level, i);

		if (l->generation != s->generation || !dated(l->from, l->until, as_of))
			continue;
		if (l->kind == LEVEL_MINIMUM && server_build(s) != NULL && version_compare_parts(&l->minimum, server_build(s), 3) == 0)
			return l;
		if (found == NULL || version_compare(&l->minimum, &found->minimum) > 0)
			found = l;
	}
	return found;
}

static struct finding *
judge_level(struct judge *j, const struct server *s, const struct level *l)
{
	struct finding *row;
	char *text;

	if (s->generation == GENERATION_UNKNOWN)
		return judge_build_unknown(j, SEVERITY_ERROR, s);
	if (l == NULL || l->kind == LEVEL_ANY)
		return judge_pass(j, SEVERITY_ERROR, s->name);
	if (l->kind == LEVEL_NEVER)
		return judge_fail(j, SEVERITY_ERROR, s->name, "not-in-this-version");
	switch (server_at_least(s, &l->minimum)) {
	case ANSWER_YES:
		row = judge_pass(j, SEVERITY_ERROR, s->name);
		break;
	case ANSWER_NO:
		row = judge_fail(j, SEVERITY_ERROR, s->name, "below");
		break;
	case ANSWER_UNKNOWN:
	default:
		row = judge_build_unknown(j, SEVERITY_ERROR, s);
		break;
	}
	text = build_text(l->name, &l->minimum);
	finding_value(row, "required", text);
	g_free(text);
	return row;
}

static void
tell_server(struct finding *row, const struct server *s)
{
	if (s->generation != GENERATION_UNKNOWN)
		finding_value(row, "generation", generation_name(s->generation));
	tell_build(row, s);
	about_server(row, s);
}

static void
judge_hybrid_app(const struct facts *facts, struct judge *j, const struct server *s)
{
	const struct level *l = level_for(facts->knowledge->hybrid_app, s, facts->as_of);

	if (s->edge)
		tell_server(judge_not_applicable(j, SEVERITY_ERROR, s->name, "edge-no-mailboxes"), s);
	else if (l == NULL && s->generation != GENERATION_UNKNOWN)
		tell_server(judge_not_evaluated(j, SEVERITY_ERROR, s->name, "no-table-for-date", NULL), s);
	else
		tell_server(judge_level(j, s, l), s);
}

void
check_hybrid_app_build(const struct facts *facts, struct judge *j)
{
	if (free_busy_aside(facts, j, SEVERITY_ERROR))
		return;
	each_taking_part(facts, j, judge_hybrid_app);
	judge_sets_unknown(facts, j, SEVERITY_ERROR);
}

static bool
has_level(const GArray *levels, enum generation g)
{
	for (guint i = 0; i < levels->len; i++)
		if (g_array_index(levels, struct level, i).generation == g)
			return true;
	return false;
}

/* Exchange 2019 and later came with TLS 1.2 and need no row; one whose rows hold at another date is not asked for it yet. */
static void
judge_tls(const struct facts *facts, struct judge *j, const struct server *s)
{
	const struct level *l = level_for(facts->knowledge->tls, s, facts->as_of);

	if (l == NULL && has_level(facts->knowledge->tls, s->generation))
		tell_server(judge_not_applicable(j, SEVERITY_ERROR, s->name, "outside-dates"), s);
	else if (l == NULL && s->generation != GENERATION_UNKNOWN && s->generation < GENERATION_2019)
		tell_server(judge_not_evaluated(j, SEVERITY_ERROR, s->name, "no-table-for-date", NULL), s);
	else
		tell_server(judge_level(j, s, l), s);
}

void
check_tls(const struct facts *facts, struct judge *j)
{
	each_taking_part(facts, j, judge_tls);
	judge_sets_unknown(facts, j, SEVERITY_ERROR);
}
