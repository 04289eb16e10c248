/* Domains beside requirements. */
#include "compose_matrix.h"

static const char *
domain_of(const struct composer *c, const struct finding *row)
{
	(void)c;
	return row->rule->subject == SUBJECT_DOMAIN ? row->subject : NULL;
}

static void
add_dropped(const struct composer *c, GPtrArray *to)
{
	const GPtrArray *dropped = c->audit->facts->hybrid->dropped;
	GPtrArray *items = g_ptr_array_new();

	for (guint i = 0; i < dropped->len; i++) {
		const struct dropped_domain *d = g_ptr_array_index(dropped, i);

		const char *line = region_printf(c->region, "%s: %s", clean(c, d->name), say_of(c, "dropped", d->reason));

		block_add(c, items, BLOCK_ITEM)->runs = plain_runs(c, line);
	}
	if (items->len == 0) {
		g_ptr_array_unref(items);
		return;
	}
	say_blocks(c, to, "dropped-intro", 0, NULL);
	children_set(c, block_add(c, to, BLOCK_LIST), items);
}

void
compose_domains(struct composer *c, GPtrArray *to)
{
	const struct hybrid *h = c->audit->facts->hybrid;
	GArray *subjects = g_array_new(FALSE, FALSE, sizeof(struct matrix_subject));
	const struct matrix_kind kind = { "domains-chapter", h->domains_assumed ? "domains-assumed" : "domains-stated", "matrix",
		"column-domain", subjects, domain_of, add_dropped };

	for (guint i = 0; i < h->domains->len; i++) {
		const char *name = ((const struct domain *)g_ptr_array_index(h->domains, i))->name;
		const struct matrix_subject subject = { name, name };

		g_array_append_val(subjects, subject);
	}
	matrix_compose(c, to, &kind);
	g_array_unref(subjects);
}
