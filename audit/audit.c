#include "audit.h"

#include <stdlib.h>
#include <string.h>

#include "evidence/input.h"
#include "rules/rule.h"

struct context {
	const struct options *options;
	gint64 today;
};

/* "2013-07-01" as 00:00:00 UTC of that day. */
static bool
parse_day(const char *text, gint64 *seconds)
{
	char *iso = g_strconcat(text, "T00:00:00Z", NULL);
	GDateTime *t = strlen(text) == strlen("2013-07-01") ? g_date_time_new_from_iso8601(iso, NULL) : NULL;

	g_free(iso);
	if (t == NULL)
		return false;
	*seconds = g_date_time_to_unix(t);
	g_date_time_unref(t);
	return true;
}

static void
set_day(struct facts *facts, gint64 seconds, const char *origin)
{
	const gint64 day = 24 * 60 * 60;
	GDateTime *t = g_date_time_new_from_unix_utc(seconds - (seconds % day + day) % day);
	char *text = g_date_time_format(t, "%Y-%m-%d");

	facts->as_of = g_date_time_to_unix(t);
	facts->as_of_text = region_strdup(facts->region, text);
	facts->as_of_origin = origin;
	g_free(text);
	g_date_time_unref(t);
}

static bool
bad_date(GError **error, const char *where, const char *text)
{
	g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "%s: a date such as 2013-07-01 is wanted, not \"%s\"", where, text);
	return false;
}

/* The first that is there: the option, audit.ini, SOURCE_DATE_EPOCH, today. */
static bool
decide_day(struct facts *facts, const struct context *c, GError **error)
{
	const struct setting *stated = settings_find(facts->settings, "engagement", "as-of");
	const char *epoch = getenv("SOURCE_DATE_EPOCH");
	gint64 seconds;

	if (c->options->as_of != NULL) {
		if (!parse_day(c->options->as_of, &seconds))
			return bad_date(error, "--as-of", c->options->as_of);
		set_day(facts, seconds, "option");
	} else if (stated != NULL) {
		char *where = g_strdup_printf("%s:%u", stated->at.file, stated->at.line);
		bool ok = parse_day(stated->value, &seconds) || bad_date(error, where, stated->value);

		g_free(where);
		if (!ok)
			return false;
		set_day(facts, seconds, "settings");
	} else if (epoch != NULL) {
		char *end;

		seconds = g_ascii_strtoll(epoch, &end, 10);
		if (*epoch == '\0' || *end != '\0')
			return bad_date(error, "SOURCE_DATE_EPOCH", epoch);
		set_day(facts, seconds, "source-date-epoch");
	} else {
		set_day(facts, c->today, "today");
	}
	return true;
}

/* Options win over audit.ini. */
static bool
override_settings(struct facts *facts, const struct options *o, GError **error)
{
	for (size_t i = 0; o->set != NULL && o->set[i] != NULL; i++) {
		char *section = g_strdup(o->set[i]), *key = strchr(section, '.'), *value;
		const char *words = NULL;
		bool known;

		*key++ = '\0';
		value = strchr(key, '=');
		*value++ = '\0';
		known = settings_known(section, key) && settings_valid(section, key, value, &words);
		if (known)
			settings_add(facts->settings, facts->region, section, key, value, (struct place){ "--set", 0, NULL });
		else if (words != NULL)
			g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "--set: %s.%s is one of: %s", section, key, words);
		else
			g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "--set: audit.ini has no [%s] %s", section, key);
		g_free(section);
		if (!known)
			return false;
	}
	for (size_t i = 0; o->require_names != NULL && o->require_names[i] != NULL; i++) {
		const char *words;

		if (settings_valid("require", "names", o->require_names[i], &words))
			continue;
		g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "--require-name: no host name: %s", o->require_names[i]);
		return false;
	}
	if (o->require_names != NULL) {
		const char *before = settings_text(facts->settings, "require", "names");
		char *names = g_strjoinv(" ", o->require_names);
		char *all = before != NULL ? g_strjoin(" ", before, names, NULL) : g_strdup(names);

		settings_add(facts->settings, facts->region, "require", "names", all, (struct place){ "--require-name", 0, NULL });
		g_free(names);
		g_free(all);
	}
	return true;
}

static bool
settings_done(struct facts *facts, void *closure, GError **error)
{
	const struct context *c = closure;

	return override_settings(facts, c->options, error) && decide_day(facts, c, error);
}

static bool
selected(const struct rule *rule, const void *list)
{
	return rule_selected(rule, list);
}

/* An audit of nothing would be a report of nothing but questions. */
static bool
anything_taken(const struct facts *facts, const char *folder, GError **error)
{
	bool any = facts->certificates->all->len > 0 || facts->zones->len > 0;

	for (int k = 0; k < KIND_COUNT && !any; k++)
		any = facts->objects->supply[k] != NOT_SUPPLIED;
	if (!any)
		g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_NOENT, "%s: nothing in it could be used (%u files; --evidence lists them)", folder,
		    facts->sources->len);
	return any;
}

bool
audit_run(struct audit *a, const struct options *o, gint64 today, void (*progress)(const char *path, void *), GError **error)
{
	struct context c = { o, today };
	const struct evidence_options reading = { o->folder, o->output, o->trust, o->password_file, progress, settings_done, &c };

	*a = (struct audit){ facts_new(), NULL };
	a->facts->knowledge = knowledge_load(a->facts->region, o->knowledge, error);
	if (a->facts->knowledge == NULL || !evidence_read(a->facts, &reading, error))
		return false;
	if (o->evidence)
		return true;
	if (!anything_taken(a->facts, o->folder, error))
		return false;
	facts_finish(a->facts);
	a->findings = findings_new();
	rules_run(a->facts, a->findings);
	findings_finish(a->findings, selected, o->rules);
	return true;
}

void
audit_clear(struct audit *a)
{
	findings_free(a->findings);
	facts_free(a->facts);
	*a = (struct audit){ NULL, NULL };
}
