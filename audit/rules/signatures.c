/* DNSSEC signatures in the supplied zones (CERT-038). */
#include <stdlib.h>
#include <string.h>

#include "../facts/zones.h"
#include "zones.h"

/* "20260701000000" or the number of seconds since 1970, as RRSIG records show times (RFC 4034, 3.2). */
static bool
time_parse(const char *text, gint64 *seconds)
{
	char part[5][3] = { "" };
	GDateTime *t;

	if (strspn(text, "0123456789") != strlen(text))
		return false;
	if (strlen(text) != 14) {
		*seconds = g_ascii_strtoll(text, NULL, 10);
		return strlen(text) > 0 && strlen(text) <= 10;
	}
	for (size_t i = 0; i < 5; i++)
		memcpy(part[i], text + 4 + 2 * i, 2);
	t = g_date_time_new_utc((gint)(g_ascii_strtoll(text, NULL, 10) / 10000000000), atoi(part[0]), atoi(part[1]), atoi(part[2]), atoi(part[3]),
	    atoi(part[4]));
	if (t == NULL)
		return false;
	*seconds = g_date_time_to_unix(t);
	g_date_time_unref(t);
	return true;
}

/* One set of records, and what its signatures say: one that holds is enough while keys are changed. */
struct signed_set {
	const char *owner;
	char *type;
	bool valid, unread;
	gint64 latest;              /* expiration of the last to expire */
	struct place at;
};

static void
set_free(gpointer p)
{
	struct signed_set *s = p;

	g_free(s->type);
	g_free(s);
}

static struct signed_set *
set_of(GPtrArray *sets, const char *owner, const char *type, struct place at)
{
	struct signed_set *s;

	for (guint i = 0; i < sets->len; i++) {
		s = g_ptr_array_index(sets, i);
		if (strcmp(s->owner, owner) == 0 && strcmp(s->type, type) == 0)
			return s;
	}
	s = g_new0(struct signed_set, 1);
	s->owner = owner;
	s->type = g_strdup(type);
	s->at = at;
	s->latest = G_MININT64;
	g_ptr_array_add(sets, s);
	return s;
}

/* What hybrid asks for: the apex, the Autodiscover hosts, and CAA records of any name. */
static bool
matters(const struct zone *z, const struct record *r, const char *type)
{
	return strcmp(r->owner, z->apex) == 0 || g_str_has_prefix(r->owner, "autodiscover.") || strcmp(type, "CAA") == 0;
}

static void
take_signature(const struct facts *facts, const struct zone *z, const struct record *r, GPtrArray *sets)
{
	char **parts = g_strsplit(r->text, " ", 7);
	const bool whole = g_strv_length(parts) == 7;
	struct signed_set *s;
	gint64 expires, begins;

	if (!whole || matters(z, r, parts[0])) {
		s = set_of(sets, r->owner, whole ? parts[0] : "", r->at);
		if (!r->evaluable || !whole || !time_parse(parts[4], &expires) || !time_parse(parts[5], &begins)) {
			s->unread = true;
		} else {
			s->valid = s->valid || (begins <= facts->as_of && facts->as_of <= expires);
			s->latest = MAX(s->latest, expires);
		}
	}
	g_strfreev(parts);
}

static gint
by_owner(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static GPtrArray *
signed_sets(const struct facts *facts, const struct zone *z)
{
	GPtrArray *sets = g_ptr_array_new_with_free_func(set_free), *owners = g_ptr_array_new();
	GHashTableIter iter;
	gpointer owner;

	g_hash_table_iter_init(&iter, z->owners);
	while (g_hash_table_iter_next(&iter, &owner, NULL))
		g_ptr_array_add(owners, owner);
	g_ptr_array_sort(owners, by_owner);
	for (guint i = 0; i < owners->len; i++) {
		const GPtrArray *node = g_hash_table_lookup(z->owners, g_ptr_array_index(owners, i));

		for (guint k = 0; k < node->len; k++) {
			const struct record *r = g_ptr_array_index(node, k);

			if (r->type == TYPE_RRSIG)
				take_signature(facts, z, r, sets);
		}
	}
	g_ptr_array_unref(owners);
	return sets;
}

static bool
points_to_keys(const struct zone *parent, const char *apex)
{
	const GPtrArray *node = g_hash_table_lookup(parent->owners, apex);

	for (guint k = 0; node != NULL && k < node->len; k++)
		if (((const struct record *)g_ptr_array_index(node, k))->type == TYPE_DS)
			return true;
	return false;
}

/* Does a supplied parent zone point to the zone's keys?  Then resolvers check the signatures. */
static bool
is_chained(const struct facts *facts, const struct zone *z)
{
	static const enum view views[] = { VIEW_NONE, VIEW_EXTERNAL, VIEW_ASSUMED };
	const struct zone *parent;

	for (const char *p = name_parent(z->apex); p != NULL; p = name_parent(p))
		for (size_t v = 0; v < G_N_ELEMENTS(views); v++)
			for (guint i = 0; (parent = zone_file(facts, p, views[v], i)) != NULL; i++)
				if (points_to_keys(parent, z->apex))
					return true;
	return false;
}

static void
judge_zone(const struct facts *facts, struct judge *j, const struct zone *z)
{
	GPtrArray *sets = signed_sets(facts, z);
	const bool chained = is_chained(facts, z);
	const enum severity severity = chained ? SEVERITY_ERROR : SEVERITY_NOTE;
	const struct signed_set *bad = NULL, *unread = NULL;
	struct finding *row;

	for (guint i = 0; i < sets->len; i++) {
		const struct signed_set *s = g_ptr_array_index(sets, i);

		if (!s->valid && !s->unread && bad == NULL)
			bad = s;
		if (!s->valid && s->unread)
			unread = s;
	}
	if (sets->len == 0 && chained)      /* signed by the servers on the way out: the file does not show it */
		row = judge_not_evaluated(j, severity, z->apex, "signatures-not-shown", "ZONE-P");
	else if (sets->len == 0)
		row = judge_not_applicable(j, severity, z->apex, "unsigned");
	else if (bad != NULL && chained)
		row = judge_fail(j, severity, z->apex, bad->latest < facts->as_of ? "expired" : "not-yet-valid");
	else if (bad != NULL)
		row = judge_note(j, z->apex, bad->latest < facts->as_of ? "expired" : "not-yet-valid");
	else if (unread != NULL)
		row = judge_not_evaluated(j, severity, z->apex, "record-not-evaluable", "ZONE-P");
	else if (!z->complete)
		row = judge_not_evaluated(j, severity, z->apex, "zone-incomplete", "ZONE-P");
	else
		row = judge_pass(j, severity, z->apex);
	finding_view(row, z->view);
	for (guint i = 0; bad != NULL && i < sets->len; i++) {
		const struct signed_set *s = g_ptr_array_index(sets, i);
		char *text = g_strdup_printf("%s %s", s->owner, s->type);

		if (!s->valid && !s->unread) {
			finding_value(row, "sets", text);
			finding_at(row, s->at);
		}
		g_free(text);
	}
	if (bad == NULL)
		finding_at(row, unread != NULL ? unread->at : z->soa);
	g_ptr_array_unref(sets);
}

void
check_signatures(const struct facts *facts, struct judge *j)
{
	for (guint i = 0; i < facts->zones->len; i++) {
		const struct zone *z = g_ptr_array_index(facts->zones, i);

		if (z->view != VIEW_INTERNAL)
			judge_zone(facts, j, z);
	}
}
