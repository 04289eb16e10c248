#ifndef EVIDENCE_FOREIGN_H
#define EVIDENCE_FOREIGN_H

#include "input.h"

/* What a file is that no reader takes: told by its content, so that its sender learns what to send instead. */
struct foreign {
	const char *code;       /* of the problem */
	const char *what;       /* the form or product ("xlsx", "HAProxy"), or NULL */
};

/* By its first octets (of Office files also by what lies behind them). */
bool foreign_binary(const struct input *, struct foreign *);

/* By lines that no export, table or zone has; asked before the readers are. */
bool foreign_text(const struct text *head, struct foreign *);

/* By lines that prose and configurations have, when no reader takes the text. */
bool foreign_text_at_last(const struct text *head, struct foreign *);

/* What systems and programs leave beside the files of people: no evidence, and nothing is lost with it. */
bool foreign_is_litter(const struct foreign *);

#endif
