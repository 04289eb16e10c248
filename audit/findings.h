#ifndef AUDIT_FINDINGS_H
#define AUDIT_FINDINGS_H

#include <glib.h>
#include <stdbool.h>

#include "facts/dns.h"
#include "facts/region.h"
#include "facts/value.h"

struct family;
struct rule;

/* In the order of the report: the gravest first. */
enum severity { SEVERITY_BLOCKER, SEVERITY_ERROR, SEVERITY_WARNING, SEVERITY_INFO, SEVERITY_NOTE, SEVERITY_COUNT };
enum status { STATUS_FAIL, STATUS_NOT_EVALUATED, STATUS_NOTE, STATUS_NOT_APPLICABLE, STATUS_PASS, STATUS_COUNT };

const char *severity_name(enum severity);   /* "blocker" */
const char *status_name(enum status);       /* "not-evaluated" */

/* A named fact for the words file: {{name}}. */
struct named {
	const char *name;
	GPtrArray *items;           /* const char * */
};

/* One result: a rule judged for one subject (on one server, in one view). Facts, never sentences. */
struct finding {
	const struct rule *rule;
	enum status status;
	enum severity severity;     /* pass, not-applicable and not-evaluated: what a fail would have had */
	const char *subject;
	const char *server;         /* "" when the judgement is not of one server */
	enum view view;
	const char *reason;         /* "" for a pass without one */
	GPtrArray *evidence;        /* struct place *, in the order given, no doubles */
	GHashTable *places;         /* the same as a set, once there are many; or NULL */
	GPtrArray *values;          /* struct named *, in the order given */
	struct region *region;
};

/* All strings are copied. */
void finding_server(struct finding *, const char *server);
void finding_view(struct finding *, enum view);
void finding_at(struct finding *, struct place);                              /* a place without a file is left out */
void finding_value(struct finding *, const char *name, const char *item);     /* appends; a NULL item is left out */
void finding_items(struct finding *, const char *name, const struct value *); /* those that the value shows */
void finding_number(struct finding *, const char *name, guint64 number);
const struct named *finding_named(const struct finding *, const char *name);  /* or NULL */
const char *finding_text(const struct finding *, const char *name);           /* first item, or NULL */

/* Which exports would settle a not-evaluated row: input codes ("RC", "ZONE-P", "SRV+fv"), kept as the value `needs`. */
void finding_needs(struct finding *, const char *code);

enum verdict { VERDICT_NOT_READY, VERDICT_NONE, VERDICT_RESERVATIONS, VERDICT_READY };
const char *verdict_name(enum verdict);     /* "not-ready", "no-verdict", "reservations", "ready" */

struct counts {
	unsigned by[STATUS_COUNT][SEVERITY_COUNT];
	unsigned of_status[STATUS_COUNT];
	unsigned total;
	unsigned (*of_family)[STATUS_COUNT];    /* in the order of families; findings_of_family() */
};

struct findings {
	struct region *region;
	GPtrArray *all;             /* struct finding *, sorted by findings_finish() */
	struct counts counts;       /* of the rows selected by --rules */
	enum verdict verdict;       /* of all rows, as the numbers below: --rules filters what is shown, not what is true */
	unsigned failures;          /* failures at error or above */
	unsigned warnings;
	unsigned open_requirements; /* blocker- or error-level rows not evaluated */
};

struct findings *findings_new(void);
void findings_free(struct findings *);
struct finding *findings_add(struct findings *, const struct rule *, enum status, enum severity, const char *subject, const char *reason);

/* Suppression (one table), verdict, selection, order, counts. selected NULL: every rule. */
void findings_finish(struct findings *, bool (*selected)(const struct rule *, const void *), const void *closure);

/* The rows of a family by status, counted by findings_finish(). */
const unsigned *findings_of_family(const struct findings *, const struct family *);

#endif
