#ifndef FACTS_DATE_H
#define FACTS_DATE_H

#include <glib.h>
#include <stdbool.h>

/* "2013-07-01", "2013-07-01T09:12:44Z", "2013-07-01 09:12:44" as seconds since 1970, UTC where nothing else is said.  False
 * for anything but ISO 8601: any other date follows the culture of the shell that wrote it, which nothing tells. */
bool date_parse(const char *text, gint64 *seconds);

#endif
