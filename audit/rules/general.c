/* What was sent: completeness, contradictions, damage, dates, and what should not have been sent. */
#include <stdlib.h>
#include <string.h>

#include "../facts/date.h"
#include "sources.h"

enum { SECONDS_OF_A_DAY = 86400, COLLECTOR_DAYS_MAX = 90 };

/* ---- GEN-001 ---- */

static void
check_coverage(const struct facts *facts, struct judge *j)
{
	struct finding *row = judge_note(j, ORGANISATION, "coverage");
	unsigned missing = 0;

	for (int k = 0; k < KIND_COLLECTOR; k++) {
		if (facts->objects->supply[k] != NOT_SUPPLIED)
			finding_value(row, "supplied", kinds[k].name);
		else
			missing++;
	}
	if (finding_named(row, "supplied") == NULL)
		finding_value(row, "supplied", "-");
	finding_number(row, "missing", missing);
	finding_number(row, "zones", facts->zones->len);
	finding_number(row, "certificates", facts->certificates->all->len);
	finding_number(row, "files", facts->sources->len);
}

/* ---- GEN-002 ---- */

/* One row for each file that contradicts others read before it. */
struct contradiction {
	const char *file, *reason;
	struct finding *row;
};

static struct finding *
row_of(struct judge *j, GArray *rows, const char *file, const char *reason)
{
	struct contradiction new = { file, reason, NULL };

	for (guint i = 0; i < rows->len; i++) {
		const struct contradiction *c = &g_array_index(rows, struct contradiction, i);

		if (strcmp(c->file, file) == 0 && strcmp(c->reason, reason) == 0)
			return c->row;
	}
	new.row = judge_fail(j, SEVERITY_WARNING, file, reason);
	g_array_append_val(rows, new);
	return new.row;
}

static bool
tells(const struct finding *row, const char *name, const char *item)
{
	const struct named *n = finding_named(row, name);

	for (guint i = 0; n != NULL && i < n->items->len; i++)
		if (strcmp(g_ptr_array_index(n->items, i), item) == 0)
			return true;
	return false;
}

/* The object by the identity that people know it by: the first key property. */
static const char *
identity_of(const struct object *o)
{
	const int key = kinds[o->kind].key[0];
	const char *text = key >= 0 ? object_text(o, key) : NULL;

	return text != NULL ? text : *o->key != '\0' ? o->key : kinds[o->kind].name;
}

/* Where the other value stands: the other file, or the line of the same one. */
static char *
other_place(const struct conflict *c)
{
	if (strcmp(c->first.file, c->second.file) != 0)
		return g_strdup(c->first.file);
	return g_strdup_printf("%s:%u", c->first.file, c->first.line);
}

static void
judge_conflict(struct judge *j, GArray *rows, const struct conflict *c)
{
	struct finding *row = row_of(j, rows, c->second.file, "field-conflict");
	char *field = field_name(c->object->kind, c->property), *other = other_place(c);
	char *item = g_strdup_printf("%s (%s)", field, identity_of(c->object));

	if (!tells(row, "others", other))
		finding_value(row, "others", other);
	if (!tells(row, "fields", item))
		finding_value(row, "fields", item);
	finding_at(row, c->first);
	finding_at(row, c->second);
	g_free(item);
	g_free(other);
	g_free(field);
}

/* Two unlabelled files of one apex that differ: one is external, the other internal, and nothing says which. */
static void
judge_zone_pair(struct judge *j, GArray *rows, const struct zone *first, const struct zone *second)
{
	struct finding *row;

	if (first->view != VIEW_ASSUMED || second->view != VIEW_ASSUMED || strcmp(first->at.file, second->at.file) == 0 ||
	    g_strcmp0(first->fingerprint, second->fingerprint) == 0)
		return;
	row = row_of(j, rows, second->at.file, "zone-without-view");
	if (!tells(row, "others", first->at.file))
		finding_value(row, "others", first->at.file);
	if (!tells(row, "zones", second->apex))
		finding_value(row, "zones", second->apex);
	finding_at(row, first->soa);
	finding_at(row, second->soa);
}

static void
check_contradictions(const struct facts *facts, struct judge *j)
{
	GArray *rows = g_array_new(FALSE, FALSE, sizeof(struct contradiction));

	for (guint i = 0; i < facts->objects->conflicts->len; i++) {
		const struct conflict *c = g_ptr_array_index(facts->objects->conflicts, i);

		/* Two runs of the collector differ by nature. */
		if (c->object->kind != KIND_COLLECTOR)
			judge_conflict(j, rows, c);
	}
	for (guint i = 0; i < facts->zones->len; i++) {
		const struct zone *first = g_ptr_array_index(facts->zones, i), *second;

		/* In order of the apex: what follows another one follows none of this. */
		for (guint k = i + 1; k < facts->zones->len; k++) {
			second = g_ptr_array_index(facts->zones, k);
			if (strcmp(first->apex, second->apex) != 0)
				break;
			judge_zone_pair(j, rows, first, second);
		}
	}
	if (rows->len == 0)
		judge_pass(j, SEVERITY_WARNING, ORGANISATION);
	g_array_unref(rows);
}

/* ---- GEN-003 ---- */

/* Refusals of files that are no evidence, as far as can be told. */
static bool
is_unknown_file(const struct source *s)
{
	static const char *const codes[] = { "unknown-file", "not-text", "pdf-document", "picture", "program", "shortcut", "script", "event-log",
		"registry-file", "network-capture", "log-file", "protocol-log", "message-tracking-log", "property-list", "calendar" };

	for (size_t i = 0; i < G_N_ELEMENTS(codes); i++)
		if (source_has(s, codes[i]))
			return strcmp(s->kind, "unknown") == 0 || strcmp(s->kind, "foreign") == 0;
	return false;
}

/* Columns whose values have a problem; NULL row: only whether there are any. */
static bool
tell_columns(const struct source *s, const char *const *codes, struct finding *row)
{
	bool any = false;

	for (guint i = 0; i < s->problems->len; i++) {
		const struct problem *p = g_ptr_array_index(s->problems, i);

		if (!g_strv_contains(codes, p->code) || p->field == NULL)
			continue;
		any = true;
		if (row != NULL && !tells(row, "columns", p->field))
			finding_value(row, "columns", p->field);
	}
	return any;
}

static void
judge_damage(struct judge *j, const struct source *s)
{
	static const char *const lost[] = { "value-lost", "value-damaged", NULL }, *const cut[] = { "value-truncated", NULL };
	struct finding *row = NULL;

	if (s->state == SOURCE_REFUSED && is_unknown_file(s)) {
		row = judge_note(j, s->path, "unknown-file");
	} else if (s->state == SOURCE_REFUSED) {
		row = judge_fail(j, SEVERITY_WARNING, s->path, "refused");
	} else if (tell_columns(s, lost, NULL)) {
		row = judge_fail(j, SEVERITY_WARNING, s->path, "column-lost");
		tell_columns(s, lost, row);
		tell_columns(s, cut, row);
	} else if (tell_columns(s, cut, NULL)) {
		row = judge_fail(j, SEVERITY_WARNING, s->path, "column-truncated");
		tell_columns(s, cut, row);
	} else if (s->state == SOURCE_PARTLY) {
		row = judge_fail(j, SEVERITY_WARNING, s->path, "partly-read");
	}
	if (row == NULL)
		return;
	tell_problems(row, s, true);
	finding_at(row, (struct place){ s->path, 0, NULL });
}

static void
check_damage(const struct facts *facts, struct judge *j)
{
	bool any = false;

	for (guint i = 0; i < facts->sources->len; i++) {
		const struct source *s = g_ptr_array_index(facts->sources, i);

		if (is_certificate_file(s) || s->state == SOURCE_READ || s->state == SOURCE_IGNORED)
			continue;
		judge_damage(j, s);
		any = true;
	}
	if (!any)
		judge_pass(j, SEVERITY_WARNING, ORGANISATION);
}

/* ---- GEN-004 ---- */

static bool
is_distant(const struct facts *facts, const char *collected)
{
	char *day = g_strndup(collected, strlen("2013-06-28"));
	gint64 seconds;
	const bool distant = date_parse(day, &seconds) && llabs(seconds - facts->as_of) > (gint64)COLLECTOR_DAYS_MAX * SECONDS_OF_A_DAY;

	g_free(day);
	return distant;
}

/* Two runs of the collector give one row two dates: each counts. */
static void
judge_collected(const struct facts *facts, struct judge *j, const struct value *collected, struct finding **row)
{
	for (size_t i = 0; i < collected->n; i++) {
		char *day;

		if (!is_distant(facts, collected->items[i]))
			continue;
		if (*row == NULL)
			*row = judge_fail(j, SEVERITY_WARNING, ORGANISATION, "collector-date-differs");
		day = g_strndup(collected->items[i], strlen("2013-06-28"));
		if (!tells(*row, "collected", day))
			finding_value(*row, "collected", day);
		finding_at(*row, collected->at);
		g_free(day);
	}
}

/* Is a date of collection there that cannot be read?  Then the exports may be of any age. */
static bool
is_unread(const struct value *collected)
{
	gint64 seconds;

	for (size_t i = 0; i < collected->n; i++)
		if (!date_parse(collected->items[i], &seconds))
			return true;
	return collected->state == VALUE_LOST;
}

static const struct value *
unread_date(const struct facts *facts)
{
	for (size_t i = 0; i < objects_count(facts->objects, KIND_COLLECTOR); i++) {
		const struct value *collected = object_get(objects_at(facts->objects, KIND_COLLECTOR, i), COLLECTOR_COLLECTED_UTC);

		if (is_unread(collected))
			return collected;
	}
	return NULL;
}

static void
check_dates(const struct facts *facts, struct judge *j)
{
	const struct value *unread = unread_date(facts);
	struct finding *row = NULL;

	for (size_t i = 0; i < objects_count(facts->objects, KIND_COLLECTOR); i++)
		judge_collected(facts, j, object_get(objects_at(facts->objects, KIND_COLLECTOR, i), COLLECTOR_COLLECTED_UTC), &row);
	if (row == NULL && unread != NULL) {
		row = judge_not_evaluated(j, SEVERITY_WARNING, ORGANISATION, "value-lost", kinds[KIND_COLLECTOR].code);
		finding_value(row, "field", "Collector.CollectedUtc");
		finding_at(row, unread->at);
		return;
	}
	if (row == NULL)
		row = judge_note(j, ORGANISATION, "dates");
	finding_value(row, "origin", facts->as_of_origin);
	for (guint i = 0; i < facts->knowledge->tables->len; i++) {
		const struct knowledge_table *t = &g_array_index(facts->knowledge->tables, struct knowledge_table, i);
		char *item = g_strdup_printf("%s: %s", t->name, t->as_of);

		finding_value(row, "tables", item);
		g_free(item);
	}
}

/* ---- GEN-005 ---- */

/* What had to be assumed to read a text; NULL: nothing. */
static const char *
encoding_remark(const struct source *s)
{
	static const char *const codes[] = { "encoding-assumed", "encoding-mixed", "utf-16-without-mark" };

	for (size_t i = 0; i < G_N_ELEMENTS(codes); i++)
		if (source_has(s, codes[i]))
			return codes[i];
	return NULL;
}

static void
check_encodings(const struct facts *facts, struct judge *j)
{
	bool any = false;

	for (guint i = 0; i < facts->sources->len; i++) {
		const struct source *s = g_ptr_array_index(facts->sources, i);
		const char *remark = encoding_remark(s);
		struct finding *row;
		char *encoding;

		if (remark == NULL)
			continue;
		row = judge_note(j, s->path, remark);
		encoding = g_strndup(s->encoding, strcspn(s->encoding, ","));   /* behind it a table's delimiter */
		finding_value(row, "encoding", encoding);
		g_free(encoding);
		finding_at(row, (struct place){ s->path, 0, NULL });
		any = true;
	}
	if (!any)
		judge_pass(j, SEVERITY_NOTE, ORGANISATION);
}

/* ---- GEN-006 ---- */

static void
check_sensitive(const struct facts *facts, struct judge *j)
{
	bool any = false;

	for (guint i = 0; i < facts->sources->len; i++) {
		const struct source *s = g_ptr_array_index(facts->sources, i);
		const bool bare = source_has(s, "private-key"), pfx = !bare && (source_has(s, "pfx-key") || source_closed(s));

		if (!bare && !pfx && !source_has(s, "private-key-encrypted"))
			continue;
		finding_at(judge_fail(j, SEVERITY_WARNING, s->path, pfx ? "pfx" : "private-key"), (struct place){ s->path, 0, NULL });
		any = true;
	}
	if (!any)
		judge_pass(j, SEVERITY_WARNING, ORGANISATION);
}

static const struct rule rules[] = {
	{ "GEN-001", SEVERITY_NOTE, SUBJECT_ORGANISATION, WIZARD_NO, "", "coverage", "supplied missing zones certificates files", NULL, NULL,
	  check_coverage },
	{ "GEN-002", SEVERITY_WARNING, SUBJECT_FILE, WIZARD_NO, "", "field-conflict zone-without-view", "others fields zones", NULL, NULL,
	  check_contradictions },
	{ "GEN-003", SEVERITY_WARNING, SUBJECT_FILE, WIZARD_NO, "", "column-lost column-truncated refused partly-read unknown-file",
	  "columns codes problems", NULL, NULL, check_damage },
	{ "GEN-004", SEVERITY_WARNING, SUBJECT_ORGANISATION, WIZARD_NO, "", "collector-date-differs dates", "collected origin tables", NULL, NULL,
	  check_dates },
	{ "GEN-005", SEVERITY_NOTE, SUBJECT_FILE, WIZARD_NO, "", "encoding-assumed encoding-mixed utf-16-without-mark", "encoding", NULL, NULL,
	  check_encodings },
	{ "GEN-006", SEVERITY_WARNING, SUBJECT_FILE, WIZARD_NO, "", "private-key pfx", "", NULL, NULL, check_sensitive },
};

const struct family general_family = { "general", rules, G_N_ELEMENTS(rules) };
