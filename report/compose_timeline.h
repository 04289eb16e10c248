#ifndef REPORT_COMPOSE_TIMELINE_H
#define REPORT_COMPOSE_TIMELINE_H

#include "compose.h"

/* Seconds; days of the bands behind the day judged at. */
enum { DAY = 86400, YEAR_DAYS = 365, SOON = 30, LATER = 90 };

/* "2013-07-01". */
const char *date_text(const struct composer *, gint64);

/*
 * An axis around the day judged at.  It reaches back and forward no farther than is of use, however long some spans last: a root
 * valid for 25 years must not squeeze those that end this year.
 */
const struct axis *axis_around(const struct composer *, size_t n, const struct span *);

#endif
