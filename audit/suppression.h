#ifndef AUDIT_SUPPRESSION_H
#define AUDIT_SUPPRESSION_H

#include "findings.h"

/* Judges away what another finding already says (one table): the row stays as not-applicable, reason
 * "replaced-by <ID>", so that the counts add up. */
void suppress(struct findings *);

#endif
