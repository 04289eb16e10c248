#ifndef RULES_RULE_H
#define RULES_RULE_H

#include "../facts/facts.h"
#include "../findings.h"

/* What the subject of a rule's rows is. */
enum subject {
	SUBJECT_DOMAIN, SUBJECT_CERTIFICATE, SUBJECT_RECEIVE_CONNECTOR, SUBJECT_SEND_CONNECTOR, SUBJECT_INBOUND_CONNECTOR,
	SUBJECT_OUTBOUND_CONNECTOR, SUBJECT_SERVER, SUBJECT_ADDRESS, SUBJECT_ZONE, SUBJECT_FILE, SUBJECT_ORGANISATION
};

/* When wizard-made objects cannot be there yet (rules.md 0.5). */
enum wizard {
	WIZARD_NO,
	WIZARD_MADE,
	WIZARD_LATER                /* as WIZARD_MADE when unknown; when planned the check runs and gives notes, whatever its needs */
};

struct judge;

struct rule {
	const char *id;             /* "ADISC-001" */
	enum severity worst;        /* of a fail; engine rows carry it */
	enum subject subject;
	enum wizard wizard;         /* WIZARD_MADE: not-applicable when planned, one not-evaluated row when unknown (CONN-001: LATER) */
	const char *needs;          /* "HC|AD, ZONE-P": ',' = and, '|' = or; "" = nothing */
	const char *reasons;        /* closed list, blanks between; the engine's own tokens may always stand */
	const char *values;         /* names a row may carry, blanks between; besides the engine's own */
	const char *from, *until;   /* ISO dates between which the rule holds; NULL = open */
	void (*check)(const struct facts *, struct judge *);
};

/* A family: one file of rules. */
struct family {
	const char *name;           /* "autodiscover" */
	const struct rule *rules;
	size_t n;
};

extern const struct family *const families[];   /* NULL-terminated, in the order of the report */

const struct rule *rule_find(const char *id);   /* or NULL */
const struct family *rule_family(const struct rule *);

/* Is the token in the rule's list of reasons, or one of the engine's? */
bool rule_has_reason(const struct rule *, const char *token);

/* Selected by --rules: ids, prefixes or family names, separated by commas; NULL selects all. */
bool rule_selected(const struct rule *, const char *list);
bool rule_matches(const char *word);                                /* does the word select any rule? */

/* Runs every rule over the facts. */
void rules_run(const struct facts *, struct findings *);

/* ---- for the rules ---- */

/* Adds a row.  The severity of a fail; for the others what a fail would have had.  reason NULL for a pass. */
struct finding *judge_fail(struct judge *, enum severity, const char *subject, const char *reason);
struct finding *judge_pass(struct judge *, enum severity, const char *subject);
struct finding *judge_note(struct judge *, const char *subject, const char *reason);
struct finding *judge_not_applicable(struct judge *, enum severity, const char *subject, const char *reason);
/* need: the input code that would settle it, or NULL. */
struct finding *judge_not_evaluated(struct judge *, enum severity, const char *subject, const char *reason, const char *need);
/* A not-evaluated row because of a value's state (value_reason()): field is "ReceiveConnector.RemoteIPRanges". */
struct finding *judge_value_unknown(struct judge *, enum severity, const char *subject, const struct value *, enum kind, int property);

/* The subject of rows about the whole. */
#define ORGANISATION "organisation"

/* Was the input of a code ("RC", "ZONE-P", "CERT", "LB", "SRV+fv", ...) supplied? */
bool input_supplied(const struct facts *, const char *code);

/* Exchange kind's name and property as "ReceiveConnector.Fqdn"; free with g_free(). */
char *field_name(enum kind, int property);

#endif
