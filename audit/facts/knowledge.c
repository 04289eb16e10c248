#include "knowledge.h"

#include <string.h>

void
knowledge_free(struct knowledge *k)
{
	if (k == NULL)
		return;
	g_array_unref(k->tables);
	g_array_unref(k->builds);
	g_array_unref(k->cloud_ranges);
	g_array_unref(k->service_domains);
	g_array_unref(k->roots);
	g_array_unref(k->certificate_limits);
	g_array_unref(k->symptoms);
	g_free(k);
}

bool
dated(gint64 from, gint64 until, gint64 at)
{
	return from <= at && (until == 0 || at <= until);
}

gint64
certificate_limit(const struct knowledge *k, const char *name, gint64 at)
{
	enum { REST_OF_A_DAY = 86399 };         /* the last day counts to its end */

	for (guint i = 0; i < k->certificate_limits->len; i++) {
		const struct certificate_limit *c = &g_array_index(k->certificate_limits, struct certificate_limit, i);

		if (strcmp(c->name, name) == 0 && dated(c->from, c->until != 0 ? c->until + REST_OF_A_DAY : 0, at))
			return c->value;
	}
	return -1;
}
