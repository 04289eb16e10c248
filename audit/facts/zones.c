#include "zones.h"

#include <string.h>

#include "facts.h"

const char *
view_name(enum view view)
{
	static const char *const names[] = { "", "external", "internal", "assumed" };

	return names[view];
}

struct zone *
zone_new(struct region *region, const char *apex, enum view view, struct place at)
{
	struct zone *z = g_new0(struct zone, 1);

	z->apex = region_strdup(region, apex);
	z->view = view;
	z->complete = true;
	z->at = z->soa = at;
	z->owners = g_hash_table_new_full(name_hash, g_str_equal, NULL, (GDestroyNotify)g_ptr_array_unref);
	z->cuts = g_hash_table_new(name_hash, g_str_equal);
	z->dnames = g_hash_table_new(name_hash, g_str_equal);
	return z;
}

void
zone_free(struct zone *z)
{
	if (z == NULL)
		return;
	g_hash_table_unref(z->owners);
	g_hash_table_unref(z->cuts);
	g_hash_table_unref(z->dnames);
	g_free(z);
}

/* Keys are not copied: every owner is a suffix of a string that lives in the region. */
static GPtrArray *
owner_node(struct zone *z, const char *owner)
{
	GPtrArray *node = g_hash_table_lookup(z->owners, owner);

	if (node == NULL) {
		node = g_ptr_array_new();
		g_hash_table_insert(z->owners, (gpointer)(gsize)owner, node);
	}
	return node;
}

void
zone_add_empty(struct zone *z, const char *owner)
{
	for (const char *p = owner; p != NULL && name_below(p, z->apex); p = name_parent(p)) {
		owner_node(z, p);
		if (strcmp(p, z->apex) == 0)
			return;
	}
}

void
zone_add(struct zone *z, struct record *r)
{
	g_ptr_array_add(owner_node(z, r->owner), r);
	zone_add_empty(z, r->owner);
	if (r->type == TYPE_NS && strcmp(r->owner, z->apex) != 0 && !g_hash_table_contains(z->cuts, r->owner))
		g_hash_table_insert(z->cuts, (gpointer)(gsize)r->owner, r);
	if (r->type == TYPE_DNAME && !g_hash_table_contains(z->dnames, r->owner))
		g_hash_table_insert(z->dnames, (gpointer)(gsize)r->owner, r);
}

/* ---- which zone is asked ---- */

static int
compare_key(const struct zone *z, const char *apex, enum view view)
{
	int c = strcmp(z->apex, apex);

	return c != 0 ? c : (z->view > view) - (z->view < view);
}

/* The first zone that is not before (apex, view) in facts->zones. */
static guint
lower_bound(const GPtrArray *zones, const char *apex, enum view view)
{
	guint low = 0, high = zones->len;

	while (low < high) {
		guint middle = low + (high - low) / 2;

		if (compare_key(g_ptr_array_index(zones, middle), apex, view) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

const struct zone *
zone_file(const struct facts *facts, const char *apex, enum view view, guint i)
{
	guint at = lower_bound(facts->zones, apex, view) + i;
	const struct zone *z = at < facts->zones->len ? g_ptr_array_index(facts->zones, at) : NULL;

	return z != NULL && compare_key(z, apex, view) == 0 ? z : NULL;
}

void
zones_add(GPtrArray *zones, struct zone *z)
{
	guint at = lower_bound(zones, z->apex, z->view);

	while (at < zones->len) {
		struct zone *other = g_ptr_array_index(zones, at);
		int c = compare_key(other, z->apex, z->view) != 0 ? 1 : g_strcmp0(other->at.file, z->at.file);

		if (c == 0)
			c = other->at.line != z->at.line ? (other->at.line > z->at.line) - (other->at.line < z->at.line) :
			    (other->part > z->part) - (other->part < z->part);
		if (c == 0) {
			zone_free(other);
			g_ptr_array_index(zones, at) = z;
			return;
		}
		if (c > 0)
			break;
		at++;
	}
	g_ptr_array_insert(zones, (gint)at, z);
}

static const struct zone *
longest(const struct facts *facts, const char *name, enum view view)
{
	const struct zone *z = NULL;

	for (const char *p = name; p != NULL && z == NULL; p = name_parent(p))
		z = zone_file(facts, p, view, 0);
	return z;
}

/* Is `child`, or a name between it and the apex, delegated?  Several files of the zone may differ: one is enough. */
static bool
delegates(const struct facts *facts, const struct zone *parent, const char *child)
{
	const struct zone *z;

	for (guint i = 0; (z = zone_file(facts, parent->apex, parent->view, i)) != NULL; i++)
		for (const char *p = child; p != NULL && strcmp(p, z->apex) != 0; p = name_parent(p))
			if (g_hash_table_contains(z->cuts, p))
				return true;
	return false;
}

/* A zone without a label answers for the public where no labelled one does, or where the labelled parent hands the name on. */
static const struct zone *
zone_for(const struct facts *facts, const char *name, bool public_view)
{
	const struct zone *labelled, *assumed;

	if (!public_view)
		return longest(facts, name, VIEW_INTERNAL);
	labelled = longest(facts, name, VIEW_EXTERNAL);
	assumed = longest(facts, name, VIEW_ASSUMED);
	if (labelled == NULL)
		return assumed;
	if (assumed != NULL && strlen(assumed->apex) > strlen(labelled->apex) && delegates(facts, labelled, assumed->apex))
		return assumed;
	return labelled;
}

bool
dns_zone_supplied(const struct facts *facts, const char *name, bool public_view)
{
	const struct zone *z = zone_for(facts, name, public_view);

	return z != NULL && !delegates(facts, z, name);
}

GPtrArray *
zones_asked(const struct facts *facts, const char *name, bool public_view)
{
	const struct zone *first = zone_for(facts, name, public_view), *z;
	GPtrArray *found = g_ptr_array_new();

	for (guint i = 0; first != NULL && (z = zone_file(facts, first->apex, first->view, i)) != NULL; i++) {
		bool copy = false;

		for (guint k = 0; k < found->len && !copy; k++) {
			const struct zone *other = g_ptr_array_index(found, k);

			copy = z->fingerprint != NULL && g_strcmp0(z->fingerprint, other->fingerprint) == 0;
		}
		if (!copy)
			g_ptr_array_add(found, (gpointer)(gsize)z);
	}
	return found;
}
