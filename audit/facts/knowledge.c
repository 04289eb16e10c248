#include "knowledge.h"

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
	g_array_unref(k->ca_identities);
	g_free(k);
}

bool
dated(gint64 from, gint64 until, gint64 at)
{
	return from <= at && (until == 0 || at <= until);
}
