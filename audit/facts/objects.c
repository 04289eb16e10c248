/* The store of objects: one entry per key, equal copies merged, differing fields in conflict. */
#include <string.h>

#include "date.h"
#include "name.h"
#include "object.h"

struct objects *
objects_new(void)
{
	struct objects *o = g_new0(struct objects, 1);

	for (int k = 0; k < KIND_COUNT; k++) {
		o->of[k] = g_ptr_array_new();
		o->index[k] = g_hash_table_new(name_hash, g_str_equal);
	}
	o->conflicts = g_ptr_array_new();
	return o;
}

void
objects_free(struct objects *o)
{
	if (o == NULL)
		return;
	for (int k = 0; k < KIND_COUNT; k++) {
		g_ptr_array_unref(o->of[k]);
		g_hash_table_unref(o->index[k]);
	}
	g_ptr_array_unref(o->conflicts);
	g_free(o);
}

static const char *
make_key(struct region *region, enum kind kind, const struct value *values)
{
	GString *key = g_string_new(NULL);
	char *lower;
	const char *kept;

	for (size_t i = 0; i < G_N_ELEMENTS(kinds[kind].key) && kinds[kind].key[i] >= 0; i++) {
		const int property = kinds[kind].key[i];
		const char *text = value_text(&values[property]);

		if (text != NULL && strcmp(kinds[kind].properties[property].name, "Server") == 0)
			text = name_server(region, text);
		if (i > 0)
			g_string_append_c(key, '\n');
		g_string_append(key, text != NULL ? text : "");
	}
	lower = g_utf8_strdown(key->str, -1);
	kept = region_strdup(region, lower);
	g_free(lower);
	g_string_free(key, TRUE);
	return kept;
}

static void
add_source(struct region *region, struct object *o, struct place at)
{
	struct place *all = (struct place *)(guintptr)o->sources;

	/* Full at 0, 1, 2, 4, 8, ...: the room doubles, because thousands of rows may say the same. */
	if ((o->nsources & (o->nsources - 1)) == 0) {
		all = region_alloc(region, MAX(2 * o->nsources, 1) * sizeof *all);
		if (o->nsources > 0)
			memcpy(all, o->sources, o->nsources * sizeof *all);
	}
	all[o->nsources++] = at;
	o->sources = all;
}

/* Both values are kept as items: neither wins. */
static struct value
conflicting(struct region *region, const struct value *a, const struct value *b)
{
	const char **items = region_alloc(region, (a->n + b->n + 1) * sizeof *items);

	for (size_t i = 0; i < a->n; i++)
		items[i] = a->items[i];
	for (size_t i = 0; i < b->n; i++)
		items[a->n + i] = b->items[i];
	return (struct value){ VALUE_CONFLICT, a->n + b->n, items, a->at };
}

/* One virtual server told in several rows of one file, a row per member or pool address. */
static bool
told_in_rows(const struct object *old, unsigned property, const struct value *a, const struct value *b)
{
	return old->kind == KIND_LOAD_BALANCER && (property == LB_MEMBERS || property == LB_SNAT_ADDRESSES) && a->state == VALUE_STATED &&
	    b->state == VALUE_STATED && g_strcmp0(a->at.file, b->at.file) == 0;
}

/* Is `cut` the beginning of a list that `whole` holds? */
static bool
cut_from(const struct value *cut, const struct value *whole)
{
	bool ok = cut->state == VALUE_TRUNCATED && whole->state == VALUE_STATED;

	for (size_t i = 0; ok && i < cut->n; i++)
		ok = value_has(whole, cut->items[i]) == ANSWER_YES;
	return ok;
}

static bool
is_key(enum kind kind, unsigned property)
{
	for (size_t i = 0; i < G_N_ELEMENTS(kinds[kind].key); i++)
		if (kinds[kind].key[i] == (int)property)
			return true;
	return false;
}

/* A server is called as its own export spells it ("EX1"); a table of builds may have the name from an FQDN ("ex1"). */
static bool
spells_name(const struct object *old, const struct value *values)
{
	return old->kind == KIND_SERVER && old->values[SRV_ADMIN_DISPLAY_VERSION].state == VALUE_NOT_STATED &&
	    values[SRV_ADMIN_DISPLAY_VERSION].state != VALUE_NOT_STATED;
}

static bool
is_date(enum kind kind, unsigned property)
{
	static const struct { enum kind kind; unsigned property; } dates[] = {
		{ KIND_EXCHANGE_CERTIFICATE, CSRV_NOT_BEFORE }, { KIND_EXCHANGE_CERTIFICATE, CSRV_NOT_AFTER },
		{ KIND_EDGE_SUBSCRIPTION, EDGE_CREATE_TIME }, { KIND_EDGE_SUBSCRIPTION, EDGE_LAST_SYNCHRONIZED_UTC },
		{ KIND_AUTH_CONFIG, AUTHC_NEXT_CERTIFICATE_EFFECTIVE_DATE },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(dates); i++)
		if (dates[i].kind == kind && dates[i].property == property)
			return true;
	return false;
}

/* Lost on the way: its text, or what it says.  A date of some culture tells nothing against an ISO date. */
static bool
is_lost(enum kind kind, unsigned property, const struct value *v)
{
	gint64 seconds;

	return v->state == VALUE_LOST || (is_date(kind, property) && value_text(v) != NULL && !date_parse(value_text(v), &seconds));
}

/* In an address template "SMTP:" is the primary address and "smtp:" a further one; elsewhere case says nothing. */
static bool
same_primary(const struct value *a, const struct value *b)
{
	for (size_t i = 0; i < a->n; i++)
		for (size_t k = 0; k < b->n; k++)
			if (g_ascii_strcasecmp(a->items[i], b->items[k]) == 0 && a->items[i][0] != b->items[k][0])
				return false;
	return true;
}

static bool
same_field(enum kind kind, unsigned property, const struct value *a, const struct value *b)
{
	return value_same(a, b) && (kinds[kind].properties[property].grammar != GRAMMAR_TEMPLATES || same_primary(a, b));
}

static void
merge(struct objects *list, struct region *region, struct object *old, const struct value *values, struct place at)
{
	struct value *merged = region_copy(region, old->values, kinds[old->kind].count * sizeof *merged);

	for (unsigned i = 0; i < kinds[old->kind].count; i++) {
		struct conflict *c;

		if (values[i].state == VALUE_NOT_STATED || is_key(old->kind, i) || same_field(old->kind, i, &merged[i], &values[i]))
			continue;
		/* A lost copy beside a whole one says nothing against it, nor does a cut one unless it shows what the whole one has not. */
		if (merged[i].state == VALUE_NOT_STATED || is_lost(old->kind, i, &merged[i]) || cut_from(&merged[i], &values[i])) {
			if (!is_lost(old->kind, i, &values[i]) || merged[i].state == VALUE_NOT_STATED)
				merged[i] = values[i];
			continue;
		}
		if (is_lost(old->kind, i, &values[i]) || cut_from(&values[i], &merged[i]))
			continue;
		if (told_in_rows(old, i, &merged[i], &values[i])) {
			merged[i] = conflicting(region, &merged[i], &values[i]);
			merged[i].state = VALUE_STATED;
			continue;
		}
		c = region_alloc(region, sizeof *c);
		*c = (struct conflict){ old, (int)i, merged[i].at.file != NULL ? merged[i].at : old->at, at };
		g_ptr_array_add(list->conflicts, c);
		merged[i] = conflicting(region, &merged[i], &values[i]);
	}
	if (spells_name(old, values))
		merged[SRV_NAME] = values[SRV_NAME];
	old->values = merged;
	add_source(region, old, at);
}

void
objects_add(struct objects *list, struct region *region, enum kind kind, const struct value *values, struct place at)
{
	const char *key = make_key(region, kind, values);
	struct object *o = g_hash_table_lookup(list->index[kind], key);

	if (o != NULL) {
		merge(list, region, o, values, at);
	} else {
		o = region_alloc(region, sizeof *o);
		o->kind = kind;
		o->key = key;
		o->at = at;
		o->values = values;
		add_source(region, o, at);
		g_ptr_array_add(list->of[kind], o);
		g_hash_table_insert(list->index[kind], (gpointer)(guintptr)key, o);
	}
	list->supply[kind] = SUPPLIED;
}

void
objects_supplied(struct objects *list, enum kind kind, bool empty)
{
	if (!empty)
		list->supply[kind] = SUPPLIED;
	else if (list->supply[kind] == NOT_SUPPLIED)
		list->supply[kind] = SUPPLIED_EMPTY;
}

void
objects_partial(struct objects *list, enum kind kind)
{
	list->partial[kind] = true;
}

static int
by_key(gconstpointer a, gconstpointer b)
{
	return strcmp((*(const struct object *const *)a)->key, (*(const struct object *const *)b)->key);
}

static int
compare_places(const struct place *a, const struct place *b)
{
	int c = g_strcmp0(a->file, b->file);

	return c != 0 ? c : (a->line > b->line) - (a->line < b->line);
}

static int
by_place(gconstpointer pa, gconstpointer pb)
{
	const struct conflict *a = *(const struct conflict *const *)pa, *b = *(const struct conflict *const *)pb;
	int c = compare_places(&a->first, &b->first);

	if (c == 0)
		c = compare_places(&a->second, &b->second);
	return c != 0 ? c : a->property - b->property;
}

/* Did the collector run on an Edge server?  It counts what that server holds, which is no other's. */
static bool
is_of_edge(const struct objects *list, const struct object *run)
{
	const char *computer = object_text(run, COLLECTOR_COMPUTER);
	const struct object *server = computer != NULL ? objects_find(list, KIND_SERVER, computer) : NULL;
	const struct value *roles = server != NULL ? object_get(server, SRV_SERVER_ROLE) : NULL;

	return roles != NULL && (value_has(roles, "Edge") == ANSWER_YES || g_strcmp0(value_text(roles), "64") == 0);
}

/* Each tenant has one initial domain. */
static bool
has_several_tenants(const struct objects *list)
{
	unsigned n = 0;

	for (size_t i = 0; i < objects_count(list, KIND_CLOUD_ACCEPTED_DOMAIN); i++)
		n += value_true(object_get(objects_at(list, KIND_CLOUD_ACCEPTED_DOMAIN, i), AD_INITIAL_DOMAIN)) == ANSWER_YES;
	return n > 1;
}

/* Runs on an Edge server or in another tenant count other objects, and say nothing about those of the rest.  A "0" is never left out:
 * it would state that there are none at all. */
static bool
counts_apart(const struct objects *list, const struct object *run, bool several_tenants)
{
	const struct value *count = object_get(run, COLLECTOR_COUNT_);
	bool some = count->n > 0;

	for (size_t i = 0; i < count->n; i++)
		some = some && strcmp(count->items[i], "0") != 0;
	return some && ((several_tenants && g_ascii_strncasecmp(object_text(run, COLLECTOR_KIND), "EXO-", 4) == 0) || is_of_edge(list, run));
}

/* Two runs of the collector that counted differently: one of them is not today's, and a "0" states nothing (0.6). */
static void
check_counts(struct objects *list)
{
	const struct value *first[KIND_COUNT] = { NULL };
	const bool several_tenants = has_several_tenants(list);

	for (guint i = 0; i < list->of[KIND_COLLECTOR]->len; i++) {
		const struct object *o = objects_at(list, KIND_COLLECTOR, i);
		const struct value *count = object_get(o, COLLECTOR_COUNT_);
		const char *name = object_text(o, COLLECTOR_KIND);
		const int kind = name != NULL ? kind_counted(name) : -1;

		if (kind < 0 || count->state == VALUE_NOT_STATED || counts_apart(list, o, several_tenants))
			continue;
		if (count->state == VALUE_CONFLICT || (first[kind] != NULL && !value_same(first[kind], count)))
			list->partial[kind] = true;
		first[kind] = count;
	}
}

void
objects_finish(struct objects *list)
{
	check_counts(list);
	for (int k = 0; k < KIND_COUNT; k++)
		g_ptr_array_sort(list->of[k], by_key);
	g_ptr_array_sort(list->conflicts, by_place);
}

bool
objects_complete(const struct objects *list, enum kind kind)
{
	if (list->supply[kind] == NOT_SUPPLIED || list->partial[kind])
		return false;
	for (guint i = 0; i < list->conflicts->len; i++)
		if (((const struct conflict *)g_ptr_array_index(list->conflicts, i))->object->kind == kind)
			return false;
	return true;
}

const struct value *
object_get(const struct object *o, int property)
{
	return &o->values[property];
}

const char *
object_text(const struct object *o, int property)
{
	return value_text(&o->values[property]);
}

size_t
objects_count(const struct objects *list, enum kind kind)
{
	return list->of[kind]->len;
}

const struct object *
objects_at(const struct objects *list, enum kind kind, size_t i)
{
	return g_ptr_array_index(list->of[kind], i);
}

const struct object *
objects_find(const struct objects *list, enum kind kind, const char *key)
{
	char *lower = g_utf8_strdown(key, -1);
	const struct object *o = g_hash_table_lookup(list->index[kind], lower);

	g_free(lower);
	return o;
}
