/* The addresses under which the servers may see the sessions of the cloud, as the row of a load balancer names them. */
#include "receive_balancer_row.h"

#include <string.h>

static bool
same_range(const char *a, const char *b)
{
	struct range x, y;

	return strcmp(a, b) == 0 || (range_parse(a, &x) && range_parse(b, &y) && range_within(&x, &y) && range_within(&y, &x));
}

/* SnatAddresses, else the virtual address; a virtual address beside a pool may still be the source of probes or of a
 * misread list: judged, but at info. */
GArray *
balancer_sources(const struct object *lb, enum severity worst)
{
	GArray *all = g_array_new(FALSE, FALSE, sizeof(struct balancer_source));
	const bool certain = balancer_source_nat(lb) == ANSWER_YES;
	const struct value *pool = object_get(lb, LB_SNAT_ADDRESSES);
	const bool pool_open = pool->state != VALUE_NOT_STATED && pool->state != VALUE_EMPTY;
	const char *vip = balancer_vip(lb);
	struct balancer_source s = { .kind = "pool", .severity = certain ? worst : SEVERITY_WARNING };

	if (value_shows_items(pool))
		for (size_t i = 0; i < pool->n; i++) {
			s.text = pool->items[i];
			g_array_append_val(all, s);
		}
	for (size_t i = 0; vip != NULL && i < all->len; i++)
		if (same_range(g_array_index(all, struct balancer_source, i).text, vip))
			vip = NULL;
	if (vip != NULL) {
		s = (struct balancer_source){ vip, certain && pool_open ? "vip-beside-pool" : "vip",
			!certain ? SEVERITY_WARNING : pool_open ? SEVERITY_INFO : worst };
		g_array_append_val(all, s);
	}
	return all;
}
