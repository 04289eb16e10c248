/* The accepted domains of both sides by name: with ten thousand of them no rule may look at each for each domain. */
#include <string.h>

#include "facts.h"

static void
add(GHashTable *table, char *name, const struct object *row)
{
	if (name != NULL && !g_hash_table_contains(table, name))
		g_hash_table_insert(table, name, (gpointer)(gsize)row);
}

static GHashTable *
accepted_of(const struct facts *facts, enum kind kind)
{
	GHashTable *table = g_hash_table_new(name_hash, g_str_equal);

	for (size_t i = 0; i < objects_count(facts->objects, kind); i++) {
		const struct object *row = objects_at(facts->objects, kind, i);
		const char *text = object_text(row, AD_DOMAIN_NAME);

		if (text != NULL)
			add(table, name_normal(facts->region, text), row);
	}
	return table;
}

void
hybrid_find_accepted(struct facts *facts, struct hybrid *h)
{
	h->accepted = accepted_of(facts, KIND_ACCEPTED_DOMAIN);
	h->cloud_accepted = accepted_of(facts, KIND_CLOUD_ACCEPTED_DOMAIN);
	h->accepting_below = g_hash_table_new(name_hash, g_str_equal);
	for (size_t i = 0; i < objects_count(facts->objects, KIND_ACCEPTED_DOMAIN); i++) {
		const struct object *row = objects_at(facts->objects, KIND_ACCEPTED_DOMAIN, i);
		const char *text = object_text(row, AD_DOMAIN_NAME);
		const bool wildcard = text != NULL && g_str_has_prefix(text, "*.");

		if (text != NULL && (wildcard || value_true(object_get(row, AD_MATCH_SUB_DOMAINS)) == ANSWER_YES))
			add(h->accepting_below, name_normal(facts->region, wildcard ? text + 2 : text), row);
	}
}
