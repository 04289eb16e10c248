#ifndef REPORT_EVIDENCE_H
#define REPORT_EVIDENCE_H

#include "../audit/facts/source.h"

const char *source_state_name(enum source_state);     /* "read", "partly", "refused", "ignored" */

/* "12", "12-14", or "" for the file as a whole. */
const char *problem_lines(struct region *, const struct problem *);

#endif
