#ifndef RUNNER_SAID_H
#define RUNNER_SAID_H

#include "../../audit/audit.h"
#include "../../report/report.h"

/* Says the audit as rows and as text, and complains of words that are missing: a row without a sentence, a placeholder
 * that nothing fills, a problem without words. */
void said_check(const struct audit *, const struct options *, const struct words *, GString *complaint);

#endif
