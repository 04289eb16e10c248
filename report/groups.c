/* The rows in groups, and the numbers of these: once, for all that names them. */
#include "groups.h"

#include <string.h>

static bool
belongs(const struct group *g, const struct finding *row)
{
	return g->rule == row->rule && g->status == row->status && g->severity == row->severity && strcmp(g->reason, row->reason) == 0;
}

/* Rows of one rule stand together: the group is among the last ones, as many as the rule has reasons, or not there. */
static struct group *
group_of(const GPtrArray *groups, const struct finding *row)
{
	for (guint k = groups->len; k > 0; k--) {
		struct group *known = g_ptr_array_index(groups, k - 1);

		if (known->rule != row->rule || known->status != row->status)
			break;
		if (belongs(known, row))
			return known;
	}
	return NULL;
}

static void
group_free(gpointer p)
{
	g_ptr_array_unref(((struct group *)p)->rows);
}

GPtrArray *
groups_of(const struct findings *findings, struct region *region)
{
	GPtrArray *groups = g_ptr_array_new_with_free_func(group_free);
	unsigned fails = 0, notes = 0;

	for (guint i = 0; i < findings->all->len; i++) {
		struct finding *row = g_ptr_array_index(findings->all, i);
		struct group *g = group_of(groups, row);

		if (g == NULL) {
			g = region_alloc(region, sizeof *g);
			*g = (struct group){ row->rule, row->status, row->severity, row->reason, g_ptr_array_new(), NULL };
			if (row->status == STATUS_FAIL)
				g->number = region_printf(region, "F-%03u", ++fails);
			if (row->status == STATUS_NOTE)
				g->number = region_printf(region, "N-%03u", ++notes);
			g_ptr_array_add(groups, g);
		}
		g_ptr_array_add(g->rows, row);
	}
	return groups;
}

const struct group *
groups_next(const GPtrArray *groups, enum status status, guint *at)
{
	while (*at < groups->len) {
		const struct group *g = g_ptr_array_index(groups, (*at)++);

		if (g->status == status)
			return g;
	}
	return NULL;
}
