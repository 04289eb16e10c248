#include "suppression.h"

#include <string.h>

#include "rules/rule.h"

enum when { WHEN_FAILS, WHEN_JUDGED };

/*
 * `by` fails (or is judged at all) for a subject: the rows of `rule` for the same subject say nothing more.
 * reason: only a failure with it counts.  prefix: the subject of `rule` is this prefix and the subject of `by`.
 * any: one failure of `by` settles every failing row of `rule`.
 */
static const struct suppression {
	const char *by;
	enum when when;
	const char *reason;
	const char *rule;
	const char *prefix;
	bool any;
} suppressions[] = {
	{ "ADISC-008", WHEN_JUDGED, NULL, "ADISC-001", "", false },
	{ "ADISC-009", WHEN_JUDGED, NULL, "ADISC-002", "", false },
	{ "ADISC-009", WHEN_JUDGED, NULL, "ADISC-003", "", false },
	{ "ADISC-003", WHEN_FAILS, NULL, "ADISC-002", "", false },
	{ "ADISC-001", WHEN_FAILS, "private-only", "ADISC-013", "autodiscover.", false },
	{ "ADISC-008", WHEN_FAILS, "private-only", "ADISC-013", "autodiscover.", false },
	{ "NAME-004", WHEN_FAILS, NULL, "NAME-005", "", false },
	{ "ADISC-013", WHEN_FAILS, "private-address", "DNS-011", "", false },
	{ "CERT-001", WHEN_FAILS, NULL, "CERT-008", "", true },
	{ "CERT-001", WHEN_FAILS, NULL, "CERT-010", "", true },
};

static bool
decides(const struct suppression *s, const struct finding *f)
{
	if (strcmp(f->rule->id, s->by) != 0)
		return false;
	if (s->when == WHEN_FAILS)
		return f->status == STATUS_FAIL && (s->reason == NULL || strcmp(f->reason, s->reason) == 0);
	return f->status != STATUS_NOT_APPLICABLE && strcmp(f->subject, ORGANISATION) != 0;
}

/* The subjects that `by` settles. */
static GHashTable *
settled_subjects(const struct findings *list, const struct suppression *s)
{
	GHashTable *subjects = g_hash_table_new_full(name_hash, g_str_equal, g_free, NULL);

	for (guint i = 0; i < list->all->len; i++) {
		const struct finding *f = g_ptr_array_index(list->all, i);

		if (decides(s, f))
			g_hash_table_add(subjects, g_strconcat(s->prefix, f->subject, NULL));
	}
	return subjects;
}

static void
apply(struct findings *list, const struct suppression *s)
{
	GHashTable *subjects = settled_subjects(list, s);

	for (guint i = 0; g_hash_table_size(subjects) > 0 && i < list->all->len; i++) {
		struct finding *f = g_ptr_array_index(list->all, i);

		if (strcmp(f->rule->id, s->rule) != 0 || f->status == STATUS_NOT_APPLICABLE)
			continue;
		if (s->any ? f->status != STATUS_FAIL : !g_hash_table_contains(subjects, f->subject))
			continue;
		f->status = STATUS_NOT_APPLICABLE;
		f->reason = region_printf(list->region, "replaced-by %s", s->by);
	}
	g_hash_table_unref(subjects);
}

void
suppress(struct findings *list)
{
	for (size_t i = 0; i < G_N_ELEMENTS(suppressions); i++)
		apply(list, &suppressions[i]);
}
