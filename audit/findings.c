#include "findings.h"

#include <string.h>

#include "facts/name.h"
#include "rules/rule.h"
#include "suppression.h"

static const char *const severity_names[] = { "blocker", "error", "warning", "info", "note" };
static const char *const status_names[] = { "fail", "not-evaluated", "note", "not-applicable", "pass" };
static const char *const verdict_names[] = { "not-ready", "no-verdict", "reservations", "ready" };

const char *
severity_name(enum severity s)
{
	return severity_names[s];
}

const char *
status_name(enum status s)
{
	return status_names[s];
}

const char *
verdict_name(enum verdict v)
{
	return verdict_names[v];
}

struct findings *
findings_new(void)
{
	struct findings *f = g_new0(struct findings, 1);

	f->region = region_new();
	f->all = g_ptr_array_new();
	return f;
}

static void
finding_release(struct finding *f)
{
	for (guint i = 0; i < f->values->len; i++)
		g_ptr_array_unref(((struct named *)g_ptr_array_index(f->values, i))->items);
	g_ptr_array_unref(f->values);
	g_ptr_array_unref(f->evidence);
	g_clear_pointer(&f->places, g_hash_table_unref);
}

void
findings_free(struct findings *f)
{
	if (f == NULL)
		return;
	for (guint i = 0; i < f->all->len; i++)
		finding_release(g_ptr_array_index(f->all, i));
	g_ptr_array_unref(f->all);
	region_free(f->region);
	g_free(f);
}

struct finding *
findings_add(struct findings *list, const struct rule *rule, enum status status, enum severity severity, const char *subject, const char *reason)
{
	struct finding *f = region_alloc(list->region, sizeof *f);

	f->rule = rule;
	f->status = status;
	f->severity = severity;
	f->subject = region_strdup(list->region, subject);
	f->server = "";
	f->reason = reason != NULL ? region_strdup(list->region, reason) : "";
	f->evidence = g_ptr_array_new();
	f->values = g_ptr_array_new();
	f->region = list->region;
	g_ptr_array_add(list->all, f);
	return f;
}

void
finding_server(struct finding *f, const char *server)
{
	f->server = server != NULL ? region_strdup(f->region, server) : "";
}

void
finding_view(struct finding *f, enum view view)
{
	f->view = view;
}

static guint
place_hash(gconstpointer data)
{
	const struct place *p = data;

	return name_hash(p->file) + p->line * 31 + (p->item != NULL ? name_hash(p->item) : 0);
}

static gboolean
place_equal(gconstpointer a, gconstpointer b)
{
	const struct place *p = a, *q = b;

	return p->line == q->line && strcmp(p->file, q->file) == 0 && g_strcmp0(p->item, q->item) == 0;
}

/* Is the place told already?  Most rows have one or two; the few with thousands need more than a look at each. */
static bool
is_told(struct finding *f, const struct place *at)
{
	enum { FEW = 16 };

	if (f->places != NULL)
		return g_hash_table_contains(f->places, at);
	for (guint i = 0; i < f->evidence->len; i++)
		if (place_equal(g_ptr_array_index(f->evidence, i), at))
			return true;
	if (f->evidence->len < FEW)
		return false;
	f->places = g_hash_table_new(place_hash, place_equal);
	for (guint i = 0; i < f->evidence->len; i++)
		g_hash_table_add(f->places, g_ptr_array_index(f->evidence, i));
	return false;
}

void
finding_at(struct finding *f, struct place at)
{
	struct place *p;

	if (at.file == NULL || is_told(f, &at))
		return;
	p = region_alloc(f->region, sizeof *p);
	p->file = region_strdup(f->region, at.file);
	p->line = at.line;
	p->item = region_strdup(f->region, at.item);
	g_ptr_array_add(f->evidence, p);
	if (f->places != NULL)
		g_hash_table_add(f->places, p);
}

const struct named *
finding_named(const struct finding *f, const char *name)
{
	for (guint i = 0; i < f->values->len; i++) {
		const struct named *v = g_ptr_array_index(f->values, i);

		if (strcmp(v->name, name) == 0)
			return v;
	}
	return NULL;
}

const char *
finding_text(const struct finding *f, const char *name)
{
	const struct named *v = finding_named(f, name);

	return v != NULL && v->items->len > 0 ? g_ptr_array_index(v->items, 0) : NULL;
}

void
finding_value(struct finding *f, const char *name, const char *item)
{
	const struct named *old = finding_named(f, name);
	struct named *v;

	if (item == NULL)
		return;
	if (old == NULL) {
		v = region_alloc(f->region, sizeof *v);
		v->name = region_strdup(f->region, name);
		v->items = g_ptr_array_new();
		g_ptr_array_add(f->values, v);
		old = v;
	}
	g_ptr_array_add(old->items, region_strdup(f->region, item));
}

void
finding_items(struct finding *f, const char *name, const struct value *v)
{
	for (size_t i = 0; value_shows_items(v) && i < v->n; i++)
		finding_value(f, name, v->items[i]);
}

void
finding_number(struct finding *f, const char *name, guint64 number)
{
	char text[32];

	g_snprintf(text, sizeof text, "%" G_GUINT64_FORMAT, number);
	finding_value(f, name, text);
}

void
finding_needs(struct finding *f, const char *code)
{
	const struct named *needs = finding_named(f, "needs");

	for (guint i = 0; code != NULL && needs != NULL && i < needs->items->len; i++)
		if (strcmp(g_ptr_array_index(needs->items, i), code) == 0)
			return;
	finding_value(f, "needs", code);
}

static int
compare(gconstpointer pa, gconstpointer pb)
{
	const struct finding *a = *(const struct finding *const *)pa, *b = *(const struct finding *const *)pb;
	int c;

	if (a->status != b->status)
		return a->status < b->status ? -1 : 1;
	if (a->severity != b->severity)
		return a->severity < b->severity ? -1 : 1;
	if ((c = strcmp(a->rule->id, b->rule->id)) != 0 || (c = strcmp(a->subject, b->subject)) != 0 ||
	    (c = strcmp(a->server, b->server)) != 0 || (c = strcmp(view_name(a->view), view_name(b->view))) != 0)
		return c;
	return strcmp(a->reason, b->reason);
}

/* The four rungs; the first that fits. */
static enum verdict
judge_verdict(const struct findings *f)
{
	if (f->failures > 0)
		return VERDICT_NOT_READY;
	if (f->open_requirements > 0)
		return VERDICT_NONE;
	return f->warnings > 0 ? VERDICT_RESERVATIONS : VERDICT_READY;
}

static void
decide(struct findings *f)
{
	for (guint i = 0; i < f->all->len; i++) {
		const struct finding *row = g_ptr_array_index(f->all, i);
		const bool grave = row->severity <= SEVERITY_ERROR;

		f->failures += row->status == STATUS_FAIL && grave;
		f->warnings += row->status == STATUS_FAIL && row->severity == SEVERITY_WARNING;
		f->open_requirements += row->status == STATUS_NOT_EVALUATED && grave;
	}
	f->verdict = judge_verdict(f);
}

static size_t
family_place(const struct family *family)
{
	size_t n = 0;

	while (families[n] != NULL && families[n] != family)
		n++;
	return n;
}

const unsigned *
findings_of_family(const struct findings *f, const struct family *family)
{
	return f->counts.of_family[family_place(family)];
}

/* The only place where rows are counted: whatever a report says of numbers comes from here. */
static void
count(struct findings *f)
{
	f->counts.of_family = region_alloc(f->region, (family_place(NULL) + 1) * sizeof *f->counts.of_family);
	for (guint i = 0; i < f->all->len; i++) {
		const struct finding *row = g_ptr_array_index(f->all, i);

		f->counts.by[row->status][row->severity]++;
		f->counts.of_status[row->status]++;
		f->counts.total++;
		f->counts.of_family[family_place(rule_family(row->rule))][row->status]++;
	}
}

void
findings_finish(struct findings *f, bool (*selected)(const struct rule *, const void *), const void *closure)
{
	guint kept = 0;

	suppress(f);
	decide(f);
	for (guint i = 0; i < f->all->len; i++) {
		struct finding *row = g_ptr_array_index(f->all, i);

		if (selected == NULL || selected(row->rule, closure))
			g_ptr_array_index(f->all, kept++) = row;
		else
			finding_release(row);
	}
	g_ptr_array_set_size(f->all, (gint)kept);
	g_ptr_array_sort(f->all, compare);
	count(f);
}
