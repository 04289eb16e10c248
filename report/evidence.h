#ifndef REPORT_EVIDENCE_H
#define REPORT_EVIDENCE_H

#include "../audit/facts/source.h"

const char *source_state_name(enum source_state);     /* "read", "partly", "refused", "ignored" */

/* Where the problem is: "12", "12-14", "" for the file as a whole; with a file before it, "zones/hosts.inc:12".  file: of
 * the source, or NULL to leave it out.  A file that the source includes is always named. */
const char *problem_place(struct region *, const struct problem *, const char *file);

#endif
