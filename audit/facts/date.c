#include "date.h"

#include <string.h>

bool
date_parse(const char *text, gint64 *seconds)
{
	const size_t day = strlen("2013-07-01");
	GTimeZone *utc;
	GDateTime *t;
	char *iso;

	if (strlen(text) < day || text[4] != '-')
		return false;
	iso = text[day] == '\0' ? g_strconcat(text, "T00:00:00", NULL) : g_strdup(text);
	if (iso[day] == ' ')
		iso[day] = 'T';
	utc = g_time_zone_new_utc();
	t = g_date_time_new_from_iso8601(iso, utc);
	if (t != NULL) {
		*seconds = g_date_time_to_unix(t);
		g_date_time_unref(t);
	}
	g_time_zone_unref(utc);
	g_free(iso);
	return t != NULL;
}
