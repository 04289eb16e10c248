#include <string.h>

#include "rule.h"

struct judge {
	const struct rule *rule;
	struct findings *findings;
	unsigned rows;
};

/* Tokens that may stand with any rule. */
static const char engine_tokens[] = "input-missing not-stated value-lost value-truncated value-conflict not-complete no-object state-unknown "
    "no-table-for-date created-by-wizard outside-dates not-in-generation";

static bool
listed(const char *list, const char *token)
{
	size_t n = strlen(token);

	for (const char *p = strstr(list, token); p != NULL; p = strstr(p + 1, token))
		if ((p == list || p[-1] == ' ') && (p[n] == ' ' || p[n] == '\0'))
			return true;
	return false;
}

bool
rule_has_reason(const struct rule *rule, const char *token)
{
	return listed(rule->reasons, token) || listed(engine_tokens, token) || g_str_has_prefix(token, "replaced-by ");
}

const struct rule *
rule_find(const char *id)
{
	for (size_t f = 0; families[f] != NULL; f++)
		for (size_t i = 0; i < families[f]->n; i++)
			if (strcmp(families[f]->rules[i].id, id) == 0)
				return &families[f]->rules[i];
	return NULL;
}

const struct family *
rule_family(const struct rule *rule)
{
	for (size_t f = 0; families[f] != NULL; f++)
		if (rule >= families[f]->rules && rule < families[f]->rules + families[f]->n)
			return families[f];
	return NULL;
}

bool
rule_selected(const struct rule *rule, const char *list)
{
	char **wanted;
	bool found = false;

	if (list == NULL)
		return true;
	wanted = g_strsplit_set(list, ", ", -1);
	for (size_t i = 0; !found && wanted[i] != NULL; i++)
		found = *wanted[i] != '\0' && (g_ascii_strncasecmp(rule->id, wanted[i], strlen(wanted[i])) == 0 ||
		    g_ascii_strcasecmp(rule_family(rule)->name, wanted[i]) == 0);
	g_strfreev(wanted);
	return found;
}

bool
rule_matches(const char *word)
{
	for (size_t f = 0; families[f] != NULL; f++)
		for (size_t i = 0; i < families[f]->n; i++)
			if (rule_selected(&families[f]->rules[i], word))
				return true;
	return false;
}

/* ---- what was supplied ---- */

static bool
zone_supplied(const struct facts *facts, bool public_view)
{
	for (guint i = 0; i < facts->zones->len; i++)
		if ((((struct zone *)g_ptr_array_index(facts->zones, i))->view == VIEW_INTERNAL) != public_view)
			return true;
	return false;
}

static bool
certificate_file_supplied(const struct facts *facts)
{
	for (guint i = 0; i < facts->certificates->all->len; i++)
		if (((struct certificate *)g_ptr_array_index(facts->certificates->all, i))->from_file)
			return true;
	return false;
}

bool
input_supplied(const struct facts *facts, const char *code)
{
	if (strcmp(code, "ZONE-P") == 0 || strcmp(code, "ZONE-I") == 0)
		return zone_supplied(facts, code[5] == 'P');
	if (strcmp(code, "CERT") == 0)
		return certificate_file_supplied(facts);
	if (strcmp(code, "SRV+fv") == 0)
		return input_supplied(facts, "SRV");
	for (int k = 0; k < KIND_COUNT; k++)
		if (strcmp(kinds[k].code, code) == 0)
			return facts->objects->supply[k] != NOT_SUPPLIED;
	g_error("unknown input code %s", code);
}

/* A file was sent, but every row in it was cut or damaged. */
static bool
input_unread(const struct facts *facts, const char *code)
{
	for (int k = 0; k < KIND_COUNT; k++)
		if (strcmp(kinds[k].code, code) == 0)
			return facts->objects->partial[k];
	return false;
}

static const char *
unmet_reason(const struct facts *facts, const struct finding *row)
{
	const struct named *needs = finding_named(row, "needs");

	for (guint i = 0; needs != NULL && i < needs->items->len; i++)
		if (input_unread(facts, g_ptr_array_index(needs->items, i)))
			return "not-complete";
	return "input-missing";
}

/* Adds the codes of every unmet demand to the row, or only tells whether there is one (row NULL). */
static bool
demands_unmet(const struct facts *facts, const char *needs, struct finding *row)
{
	char **demands = g_strsplit(needs, ",", -1);
	bool unmet = false;

	for (size_t i = 0; demands[i] != NULL; i++) {
		char **codes = g_strsplit(g_strstrip(demands[i]), "|", -1);
		bool met = codes[0] == NULL;

		for (size_t c = 0; !met && codes[c] != NULL; c++)
			met = input_supplied(facts, codes[c]);
		for (size_t c = 0; !met && row != NULL && codes[c] != NULL; c++)
			finding_needs(row, codes[c]);
		unmet = unmet || !met;
		g_strfreev(codes);
	}
	g_strfreev(demands);
	return unmet;
}

/* ---- the run ---- */

static gint64
date_of(const char *iso, gint64 open)
{
	GTimeZone *utc = g_time_zone_new_utc();
	char *text;
	GDateTime *t;
	gint64 seconds;

	if (iso == NULL) {
		g_time_zone_unref(utc);
		return open;
	}
	text = g_strconcat(iso, "T00:00:00Z", NULL);
	t = g_date_time_new_from_iso8601(text, utc);
	if (t == NULL)
		g_error("bad date %s in a rule", iso);
	seconds = g_date_time_to_unix(t);
	g_date_time_unref(t);
	g_free(text);
	g_time_zone_unref(utc);
	return seconds;
}

static bool
outside_dates(const struct rule *rule, gint64 as_of)
{
	return as_of < date_of(rule->from, G_MININT64) || as_of > date_of(rule->until, G_MAXINT64);
}

static void
judge_rule(const struct facts *facts, struct judge *j)
{
	const struct rule *rule = j->rule;
	const enum hybrid_state state = facts->hybrid->state;
	const bool later = rule->wizard == WIZARD_LATER && state == HYBRID_PLANNED;
	struct finding *row;

	if (outside_dates(rule, facts->as_of)) {
		judge_not_applicable(j, rule->worst, ORGANISATION, "outside-dates");
		return;
	}
	if (rule->wizard != WIZARD_NO && state == HYBRID_UNKNOWN) {
		judge_not_evaluated(j, rule->worst, ORGANISATION, "state-unknown", "HC");
		return;
	}
	if (rule->wizard == WIZARD_MADE && state == HYBRID_PLANNED) {
		judge_not_applicable(j, rule->worst, ORGANISATION, "created-by-wizard");
		return;
	}
	if (!later && demands_unmet(facts, rule->needs, NULL)) {
		row = judge_not_evaluated(j, rule->worst, ORGANISATION, "input-missing", NULL);
		demands_unmet(facts, rule->needs, row);
		row->reason = unmet_reason(facts, row);
		return;
	}
	rule->check(facts, j);
	if (j->rows > 0)
		return;
	if (later)
		judge_not_applicable(j, rule->worst, ORGANISATION, "created-by-wizard");
	else
		judge_not_evaluated(j, rule->worst, ORGANISATION, "no-object", NULL);
}

void
rules_run(const struct facts *facts, struct findings *findings)
{
	for (size_t f = 0; families[f] != NULL; f++)
		for (size_t i = 0; i < families[f]->n; i++) {
			struct judge j = { &families[f]->rules[i], findings, 0 };

			judge_rule(facts, &j);
		}
}

/* ---- rows ---- */

static struct finding *
add(struct judge *j, enum status status, enum severity severity, const char *subject, const char *reason)
{
	j->rows++;
	return findings_add(j->findings, j->rule, status, severity, subject, reason);
}

struct finding *
judge_fail(struct judge *j, enum severity severity, const char *subject, const char *reason)
{
	return add(j, STATUS_FAIL, severity, subject, reason);
}

struct finding *
judge_pass(struct judge *j, enum severity severity, const char *subject)
{
	return add(j, STATUS_PASS, severity, subject, NULL);
}

struct finding *
judge_note(struct judge *j, const char *subject, const char *reason)
{
	return add(j, STATUS_NOTE, SEVERITY_NOTE, subject, reason);
}

struct finding *
judge_not_applicable(struct judge *j, enum severity severity, const char *subject, const char *reason)
{
	return add(j, STATUS_NOT_APPLICABLE, severity, subject, reason);
}

struct finding *
judge_not_evaluated(struct judge *j, enum severity severity, const char *subject, const char *reason, const char *need)
{
	struct finding *row = add(j, STATUS_NOT_EVALUATED, severity, subject, reason);

	finding_needs(row, need);
	return row;
}

char *
field_name(enum kind kind, int property)
{
	return g_strconcat(kinds[kind].name, ".", kinds[kind].properties[property].name, NULL);
}

struct finding *
judge_value_unknown(struct judge *j, enum severity severity, const char *subject, const struct value *value, enum kind kind, int property)
{
	const char *reason = value_reason(value);
	/* An empty cell where a word has to stand says as little as a missing column. */
	struct finding *row = judge_not_evaluated(j, severity, subject, reason != NULL ? reason : "not-stated", kinds[kind].code);
	char *field = field_name(kind, property);

	finding_value(row, "field", field);
	finding_at(row, value->at);
	g_free(field);
	return row;
}
