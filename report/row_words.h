#ifndef REPORT_ROW_WORDS_H
#define REPORT_ROW_WORDS_H

#include "../audit/rules/rule.h"
#include "words.h"

/* What a row is said with.  Everything said lives in the region. */
struct speaker {
	const struct words *words;
	struct region *region;
	const char *as_of;
	bool brief;                 /* of long lists the rest is counted: for people, who have findings.csv beside it */
};

const char *rule_title(const struct words *, const struct rule *);
const char *row_title(const struct speaker *, const struct finding *);

/* struct block *; free with g_ptr_array_unref().  Empty when there is nothing to say. */
GPtrArray *row_detail(const struct speaker *, const struct finding *);   /* what was found, or why it was not judged */
GPtrArray *row_remedy(const struct speaker *, const struct finding *);   /* what to do; for a row not evaluated: what to export */

/* The first step of the remedy, without the command that it leads to. */
struct runs row_step(const struct speaker *, const struct finding *);
struct runs group_step(const struct speaker *, const GPtrArray *rows);

/* The same for rows of one rule, status and reason together: texts name all of them, commands stand once for each. */
GPtrArray *group_detail(const struct speaker *, const GPtrArray *rows);
GPtrArray *group_why(const struct speaker *, const GPtrArray *rows);
GPtrArray *group_remedy(const struct speaker *, const GPtrArray *rows);

/* "[key] text" of each source of the rule; const char *, free with g_ptr_array_unref(). */
GPtrArray *row_sources(const struct speaker *, const struct finding *);

/* "path:line", "path#thumbprint" or "path", cleaned. */
const char *place_text(struct region *, const struct place *);

#endif
