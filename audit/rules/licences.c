/* Licences. */
#include <string.h>

#include "servers.h"

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

static const struct rule rules[] = {
	{ "LIC-001", SEVERITY_NOTE, SUBJECT_SERVER, WIZARD_NO, "SRV", "trial not-2013 not-trial", "", NULL, NULL, check_trial },
};

const struct family licences_family = { "licences", rules, G_N_ELEMENTS(rules) };
