#ifndef AUDIT_AUDIT_H
#define AUDIT_AUDIT_H

#include "facts/facts.h"
#include "findings.h"
#include "options.h"

#define HYBRID_AUDIT_VERSION "0.1.0"

/* One audit: what was read, and what the rules say of it.  findings is NULL when only the evidence was asked for. */
struct audit {
	struct facts *facts;
	struct findings *findings;
};

/* Reads the folder and judges it.  today: seconds since 1970 for the case that nothing states a date; the only clock
 * there is, read by main().  progress: called with the path of each file before it is read, or NULL.  False with an error
 * when there is no audit; audit_clear() either way. */
bool audit_run(struct audit *, const struct options *, gint64 today, void (*progress)(const char *path, void *), GError **);
void audit_clear(struct audit *);

#endif
