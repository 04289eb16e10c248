#ifndef REPORT_GROUPS_H
#define REPORT_GROUPS_H

#include "../audit/findings.h"

/* Rows of one rule that say the same of several subjects: one card of the report, and one number wherever they are named. */
struct group {
	const struct rule *rule;
	enum status status;
	enum severity severity;
	const char *reason;
	GPtrArray *rows;            /* const struct finding * */
	const char *number;         /* "F-001", notes "N-001"; NULL for the rest */
};

/* struct group *, in the order of the findings; free with g_ptr_array_unref().  The numbers live in the region. */
GPtrArray *groups_of(const struct findings *, struct region *);

/* The groups of a status, in order; NULL ends.  *at begins with 0. */
const struct group *groups_next(const GPtrArray *, enum status, guint *at);

#endif
