/* Licences. */
#include <stdlib.h>
#include <string.h>

#include "servers.h"

enum { DAYS_LEFT = 30 };

/* ---- LIC-001 ---- */

/* IsExchangeTrialEdition, or the edition's name where that column is not there. */
static enum answer
is_trial(const struct object *row)
{
	const struct value *trial = object_get(row, SRV_IS_EXCHANGE_TRIAL_EDITION);
	const char *edition = object_text(row, SRV_EDITION);
	char *lower;
	bool evaluation;

	if (edition == NULL || trial->state != VALUE_NOT_STATED)
		return value_true(trial);
	lower = g_ascii_strdown(edition, -1);
	evaluation = g_str_has_suffix(lower, "evaluation");
	g_free(lower);
	return evaluation ? ANSWER_YES : ANSWER_NO;
}

static void
judge_trial(const struct facts *facts, struct judge *j, const struct server *s)
{
	const struct value *trial = s->object != NULL ? object_get(s->object, SRV_IS_EXCHANGE_TRIAL_EDITION) : &value_none;
	struct finding *row;

	(void)facts;
	if (s->object == NULL) {
		row = judge_not_evaluated(j, SEVERITY_NOTE, s->name, "not-stated", "SRV");
	} else if (s->generation != GENERATION_UNKNOWN && s->generation != GENERATION_2013) {
		row = judge_not_applicable(j, SEVERITY_NOTE, s->name, "not-2013");
	} else {
		switch (is_trial(s->object)) {
		case ANSWER_NO:
			row = judge_not_applicable(j, SEVERITY_NOTE, s->name, "not-trial");
			break;
		case ANSWER_YES:
			row = s->generation == GENERATION_2013 ? judge_note(j, s->name, "trial") :
			    judge_not_evaluated(j, SEVERITY_NOTE, s->name, "not-stated", "SRV");
			break;
		case ANSWER_UNKNOWN:
		default:
			row = judge_value_unknown(j, SEVERITY_NOTE, s->name, trial, KIND_SERVER, SRV_IS_EXCHANGE_TRIAL_EDITION);
			break;
		}
	}
	about_server(row, s);
}

static void
check_trial(const struct facts *facts, struct judge *j)
{
	each_taking_part(facts, j, judge_trial);
	judge_sets_unknown(facts, j, SEVERITY_NOTE);
}

/* ---- LIC-002 ---- */

/* LIC-001 speaks of Exchange 2013. */
static void
judge_expired(const struct facts *facts, struct judge *j, const struct server *s)
{
	const struct value *expired = s->object != NULL ? object_get(s->object, SRV_IS_EXPIRED_EXCHANGE_TRIAL_EDITION) : &value_none;
	struct finding *row;

	(void)facts;
	if (s->generation == GENERATION_2013)
		row = judge_not_applicable(j, SEVERITY_INFO, s->name, "of-2013");
	else if (expired->state == VALUE_EMPTY)     /* "no" would be a word */
		row = judge_not_evaluated(j, SEVERITY_INFO, s->name, "not-stated", "SRV");
	else if (value_true(expired) == ANSWER_UNKNOWN)
		row = judge_value_unknown(j, SEVERITY_INFO, s->name, expired, KIND_SERVER, SRV_IS_EXPIRED_EXCHANGE_TRIAL_EDITION);
	else if (value_true(expired) == ANSWER_NO)
		row = judge_pass(j, SEVERITY_INFO, s->name);
	else if (s->generation == GENERATION_UNKNOWN)
		row = judge_not_evaluated(j, SEVERITY_INFO, s->name, "build-unknown", "SRV");
	else
		row = judge_fail(j, SEVERITY_INFO, s->name, "expired-trial");
	if (s->generation != GENERATION_UNKNOWN)
		finding_value(row, "generation", generation_name(s->generation));
	about_server(row, s);
}

static void
check_expired(const struct facts *facts, struct judge *j)
{
	each_taking_part(facts, j, judge_expired);
	judge_sets_unknown(facts, j, SEVERITY_INFO);
}

/* ---- LIC-004 ---- */

/* A time span of .NET: "119.23:59:59", "-3.00:00:00"; without days "23:59:59".  False when it is none. */
static bool
parse_days(const char *text, long *days)
{
	char *end;
	const long number = strtol(text, &end, 10);

	if (end == text || (*end != '.' && *end != ':'))
		return false;
	*days = *end == '.' ? number : 0;
	return true;
}

static void
judge_running(const struct facts *facts, struct judge *j, const struct server *s)
{
	const struct value *left = s->object != NULL ? object_get(s->object, SRV_REMAINING_TRIAL_PERIOD) : &value_none;
	const enum answer trial = s->object != NULL ? is_trial(s->object) : ANSWER_UNKNOWN;
	struct finding *row;
	long days;

	(void)facts;
	if (trial == ANSWER_NO) {
		row = judge_not_applicable(j, SEVERITY_INFO, s->name, "not-trial");
	} else if (trial == ANSWER_UNKNOWN) {
		row = judge_not_evaluated(j, SEVERITY_INFO, s->name, "not-stated", "SRV");
	} else if (!value_known(left)) {
		row = judge_value_unknown(j, SEVERITY_INFO, s->name, left, KIND_SERVER, SRV_REMAINING_TRIAL_PERIOD);
	} else if (value_text(left) == NULL) {
		row = judge_not_evaluated(j, SEVERITY_INFO, s->name, "not-stated", "SRV");
	} else if (!parse_days(value_text(left), &days)) {
		row = judge_not_evaluated(j, SEVERITY_INFO, s->name, "value-lost", "SRV");
	} else {
		row = days <= DAYS_LEFT ? judge_fail(j, SEVERITY_INFO, s->name, "ends-soon") : judge_pass(j, SEVERITY_INFO, s->name);
		finding_number(row, "days", (guint64)MAX(days, 0));
	}
	about_server(row, s);
}

static void
check_running(const struct facts *facts, struct judge *j)
{
	each_taking_part(facts, j, judge_running);
	judge_sets_unknown(facts, j, SEVERITY_INFO);
}

static const struct rule rules[] = {
	{ "LIC-001", SEVERITY_NOTE, SUBJECT_SERVER, WIZARD_NO, "SRV", "trial not-2013 not-trial", "", NULL, NULL, check_trial },
	{ "LIC-002", SEVERITY_INFO, SUBJECT_SERVER, WIZARD_NO, "SRV", "expired-trial of-2013 build-unknown", "generation", NULL, NULL,
	  check_expired },
	{ "LIC-004", SEVERITY_INFO, SUBJECT_SERVER, WIZARD_NO, "SRV", "ends-soon not-trial", "days", NULL, NULL, check_running },
};

const struct family licences_family = { "licences", rules, G_N_ELEMENTS(rules) };
