#ifndef RULES_SOURCES_H
#define RULES_SOURCES_H

#include "rule.h"

/* What the rules about files ask in common. */

bool source_has(const struct source *, const char *code);

/* The codes of a file's problems as value `codes`, once each in order, and how many there were as `problems`. */
void tell_problems(struct finding *, const struct source *, bool losses_only);

/* A PFX of which something stayed closed: for want of a password, or because OpenSSL cannot or should not open it. */
bool source_closed(const struct source *);

/* Certificate files are judged by CERT-035. */
bool is_certificate_file(const struct source *);

#endif
