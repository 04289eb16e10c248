#ifndef REPORT_CLEAN_H
#define REPORT_CLEAN_H

#include <glib.h>
#include <stdbool.h>

#include "../audit/facts/region.h"

/*
 * Text of the customer as it may stand in a report: valid UTF-8, NFC, no control and no bidirectional formatting
 * characters; what is not shown as itself is shown as <U+202E>.  A tab or line end becomes a blank.
 */
const char *clean_text(struct region *, const char *);

/* A control, or a character that changes how its neighbours are shown, or that nobody can see (Unicode TR 36, Default_Ignorable). */
bool clean_hides(gunichar);

#endif
