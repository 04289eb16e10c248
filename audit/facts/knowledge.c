#include "knowledge.h"

#include <string.h>

#include "date.h"

enum { SECONDS_OF_A_DAY = 86400 };

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
	g_array_unref(k->lifecycles);
	g_array_unref(k->coexistence);
	g_array_unref(k->tls);
	g_array_unref(k->hybrid_app);
	g_array_unref(k->enforcements);
	g_array_unref(k->ca_identities);
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

bool
table_outlived(const struct knowledge *k, const char *name, gint64 at)
{
	for (guint i = 0; i < k->tables->len; i++) {
		const struct knowledge_table *t = &g_array_index(k->tables, struct knowledge_table, i);
		gint64 made;

		if (strcmp(t->name, name) == 0)
			return t->life != 0 && (!date_parse(t->as_of, &made) || at > made + (gint64)t->life * SECONDS_OF_A_DAY);
	}
	return true;
}

const struct build *
build_find(const struct knowledge *k, const struct version *v)
{
	const struct build *found = NULL;

	for (guint i = 0; i < k->builds->len; i++) {
		const struct build *b = &g_array_index(k->builds, struct build, i);

		if (version_compare_parts(&b->version, v, 3) == 0 && version_compare(&b->version, v) <= 0)
			found = b;
	}
	return found;
}

bool
build_is_preview(const struct build *b)
{
	return g_str_has_suffix(b->name, " Preview");
}

bool
build_is_security(const struct build *b)
{
	const char *word = strrchr(b->name, ' ');

	return word != NULL && strstr(word, "SU") != NULL;
}

const struct lifecycle *
lifecycle_find(const struct knowledge *k, enum generation g, bool extended, gint64 at)
{
	for (guint i = 0; i < k->lifecycles->len; i++) {
		const struct lifecycle *l = &g_array_index(k->lifecycles, struct lifecycle, i);

		if (l->generation == g && l->extended == extended && dated(l->from, l->until, at))
			return l;
	}
	return NULL;
}

const struct lifecycle *
lifecycle_support(const struct knowledge *k, enum generation g)
{
	for (guint i = 0; i < k->lifecycles->len; i++) {
		const struct lifecycle *l = &g_array_index(k->lifecycles, struct lifecycle, i);

		if (l->generation == g && !l->extended)
			return l;
	}
	return NULL;
}

const struct level *
level_beside(const struct knowledge *k, enum generation g, enum generation newest, gint64 at)
{
	for (guint i = 0; i < k->coexistence->len; i++) {
		const struct level *l = &g_array_index(k->coexistence, struct level, i);

		if (l->generation == g && l->newest == newest && dated(l->from, l->until, at))
			return l;
	}
	return NULL;
}
