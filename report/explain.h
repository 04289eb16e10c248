#ifndef REPORT_EXPLAIN_H
#define REPORT_EXPLAIN_H

#include "compose.h"

/* A page of its own for the terminal: open, add blocks to c->document->blocks, print (which closes it).  audit may be NULL. */
void page_open(struct composer *, const struct words *, const struct audit *);
void page_print(struct composer *, GString *out);

/* "Not met (Error), other-connector" */
const char *row_state(const struct composer *, const struct finding *);

#endif
