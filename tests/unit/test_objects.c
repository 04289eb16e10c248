#include <glib.h>

#include "../../audit/facts/object.h"

static const struct value *
row(struct region *region, const char *name, const char *fqdn, enum value_state state)
{
	struct value *v = region_alloc(region, RC_COUNT * sizeof *v);
	const char **items = region_alloc(region, 2 * sizeof *items);

	items[0] = name;
	items[1] = fqdn;
	v[RC_IDENTITY] = (struct value){ VALUE_STATED, 1, items, { "a.csv", 2, NULL } };
	v[RC_FQDN] = (struct value){ state, state == VALUE_STATED ? 1 : 0, items + 1, { "a.csv", 2, NULL } };
	return v;
}

static void
equal_copies_merge(void)
{
	struct region *r = region_new();
	struct objects *o = objects_new();

	objects_add(o, r, KIND_RECEIVE_CONNECTOR, row(r, "HUB1\\Default HUB1", "hub1", VALUE_STATED), (struct place){ "a.csv", 2, NULL });
	objects_add(o, r, KIND_RECEIVE_CONNECTOR, row(r, "hub1\\default hub1", "HUB1", VALUE_STATED), (struct place){ "b.csv", 5, NULL });
	objects_finish(o);
	g_assert_cmpuint(objects_count(o, KIND_RECEIVE_CONNECTOR), ==, 1);
	g_assert_cmpuint(o->conflicts->len, ==, 0);
	g_assert_cmpuint(objects_at(o, KIND_RECEIVE_CONNECTOR, 0)->nsources, ==, 2);
	g_assert_true(objects_complete(o, KIND_RECEIVE_CONNECTOR));
	objects_free(o);
	region_free(r);
}

static void
differing_copies_conflict(void)
{
	struct region *r = region_new();
	struct objects *o = objects_new();
	const struct object *merged;

	objects_add(o, r, KIND_RECEIVE_CONNECTOR, row(r, "A\\B", "one", VALUE_STATED), (struct place){ "a.csv", 2, NULL });
	objects_add(o, r, KIND_RECEIVE_CONNECTOR, row(r, "A\\B", "two", VALUE_STATED), (struct place){ "b.csv", 2, NULL });
	objects_finish(o);
	merged = objects_find(o, KIND_RECEIVE_CONNECTOR, "a\\b");
	g_assert_nonnull(merged);
	g_assert_cmpint(object_get(merged, RC_FQDN)->state, ==, VALUE_CONFLICT);
	g_assert_cmpint(object_get(merged, RC_IDENTITY)->state, ==, VALUE_STATED);
	g_assert_cmpuint(o->conflicts->len, ==, 1);
	g_assert_false(objects_complete(o, KIND_RECEIVE_CONNECTOR));
	objects_free(o);
	region_free(r);
}

static void
a_lost_copy_beside_a_whole_one(void)
{
	struct region *r = region_new();
	struct objects *o = objects_new();

	objects_add(o, r, KIND_RECEIVE_CONNECTOR, row(r, "A\\B", "", VALUE_LOST), (struct place){ "a.csv", 2, NULL });
	objects_add(o, r, KIND_RECEIVE_CONNECTOR, row(r, "A\\B", "two", VALUE_STATED), (struct place){ "b.csv", 2, NULL });
	g_assert_cmpstr(object_text(objects_find(o, KIND_RECEIVE_CONNECTOR, "A\\B"), RC_FQDN), ==, "two");
	objects_free(o);
	region_free(r);
}

static const struct value *
list(struct region *region, enum value_state state, const char *const *texts, size_t n)
{
	struct value *v = region_alloc(region, RC_COUNT * sizeof *v);
	const char *const *items = region_copy(region, texts, n * sizeof *texts);
	static const char *const identity[] = { "A\\B" };

	v[RC_IDENTITY] = (struct value){ VALUE_STATED, 1, identity, { "a.csv", 2, NULL } };
	v[RC_REMOTE_IP_RANGES] = (struct value){ state, n, items, { "a.csv", 2, NULL } };
	return v;
}

/* What a cut list shows is certain: beside a whole one it says nothing, unless it shows more. */
static void
a_cut_copy_beside_a_whole_one(void)
{
	static const char *const whole[] = { "10.0.0.1", "10.0.0.2", "10.0.0.3" }, *const more[] = { "10.0.0.1", "10.0.0.9" };

	for (int turn = 0; turn < 4; turn++) {
		struct region *r = region_new();
		struct objects *o = objects_new();
		const struct value *a = list(r, VALUE_STATED, whole, 3), *b = list(r, VALUE_TRUNCATED, turn < 2 ? whole : more, 2);
		const struct value *v;

		objects_add(o, r, KIND_RECEIVE_CONNECTOR, turn % 2 == 0 ? a : b, (struct place){ "a.csv", 2, NULL });
		objects_add(o, r, KIND_RECEIVE_CONNECTOR, turn % 2 == 0 ? b : a, (struct place){ "b.csv", 2, NULL });
		v = object_get(objects_find(o, KIND_RECEIVE_CONNECTOR, "A\\B"), RC_REMOTE_IP_RANGES);
		g_assert_cmpint(v->state, ==, turn < 2 ? VALUE_STATED : VALUE_CONFLICT);
		g_assert_cmpuint(o->conflicts->len, ==, turn < 2 ? 0 : 1);
		if (turn < 2)
			g_assert_cmpuint(v->n, ==, 3);
		objects_free(o);
		region_free(r);
	}
}

static void
property_names_fold(void)
{
	g_assert_cmpint(kind_property(KIND_RECEIVE_CONNECTOR, "Remote IPranges"), ==, RC_REMOTE_IP_RANGES);
	g_assert_cmpint(kind_property(KIND_RECEIVE_CONNECTOR, "remote_ip_ranges"), ==, RC_REMOTE_IP_RANGES);
	g_assert_cmpint(kind_property(KIND_RECEIVE_CONNECTOR, "Remote"), ==, -1);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/objects/equal-copies-merge", equal_copies_merge);
	g_test_add_func("/objects/differing-copies-conflict", differing_copies_conflict);
	g_test_add_func("/objects/lost-beside-whole", a_lost_copy_beside_a_whole_one);
	g_test_add_func("/objects/cut-beside-whole", a_cut_copy_beside_a_whole_one);
	g_test_add_func("/objects/property-names-fold", property_names_fold);
	return g_test_run();
}
