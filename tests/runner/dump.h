#ifndef RUNNER_DUMP_H
#define RUNNER_DUMP_H

#include <glib.h>

#include "../../audit/facts/facts.h"

/* Everything the readers took and everything they refused, as text: files with their problems, settings, kinds, objects
 * with their values and states, conflicts, certificates, zones. */
void dump_facts(const struct facts *, GString *);

#endif
