/* The hybrid domains D and the Autodiscover domains (A2, A3). */
#include <string.h>

#include "facts.h"

static const char autod_prefix[] = "autod:";

/* En dash and curly quotes, as word processors and the printed form of the command have them. */
static bool
has_typography(const char *text)
{
	static const char *const marks[] = { "\u2013", "\u2014", "\u2018", "\u2019", "\u201c", "\u201d", "\u201e" };

	for (size_t i = 0; i < G_N_ELEMENTS(marks); i++)
		if (strstr(text, marks[i]) != NULL)
			return true;
	return false;
}

/* Letters, digits and hyphens, none of them at an end of a label (RFC 1123, 2.1). */
static bool
is_host_name(const char *name)
{
	return name != NULL && g_regex_match_simple("^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$", name, 0, 0);
}

/* What is wrong with one entry after the prefix was taken off; NULL when nothing is. */
static const char *
find_fault(struct region *region, const char *whole, const char *name)
{
	size_t n = strlen(name);

	if (g_ascii_strncasecmp(whole, "autodiscover:", 13) == 0 || g_regex_match_simple("^autod\\s+:", whole, G_REGEX_CASELESS, 0))
		return "prefix";
	if (has_typography(name))
		return "dash-or-quote";
	if (strstr(name, "://") != NULL || strchr(name, '@') != NULL)
		return "url-or-address";
	if (n > 0 && (name[0] == '.' || name[n - 1] == '.'))
		return "dot";
	if (strpbrk(name, " \t") != NULL)
		return "blank";
	return !is_host_name(name_normal(region, name)) ? "label" : NULL;
}

static void
add_entry(struct region *region, GPtrArray *entries, const char *whole, const char *comma, struct place at)
{
	struct domain_entry *e = region_alloc(region, sizeof *e);
	char *trimmed = g_strstrip(g_strdup(whole));
	size_t n = strlen(trimmed);
	const char *name;

	if (n >= 2 && trimmed[0] == '"' && trimmed[n - 1] == '"') {
		trimmed[n - 1] = '\0';
		memmove(trimmed, trimmed + 1, n - 1);
	}
	e->autod = g_ascii_strncasecmp(trimmed, autod_prefix, strlen(autod_prefix)) == 0;
	name = e->autod ? trimmed + strlen(autod_prefix) : trimmed;
	e->text = region_strdup(region, whole);
	e->malformed = comma != NULL ? comma : find_fault(region, trimmed, name);
	e->name = name_normal(region, name);
	e->at = at;
	g_free(trimmed);
	if (*whole != '\0')
		g_ptr_array_add(entries, e);
}

/* Where quotation marks open at an item and close at a later one, a single element held a comma, which the reader of the
 * table took for the separator.  One past its last item. */
static size_t
element_end(const struct value *v, size_t i)
{
	if (v->items[i][0] == '"' && !g_str_has_suffix(v->items[i] + 1, "\""))
		for (size_t k = i + 1; k < v->n && v->items[k][0] != '"'; k++)
			if (g_str_has_suffix(v->items[k], "\""))
				return k + 1;
	return i + 1;
}

/* A part of an element: the quotation mark at its end is not its own. */
static void
add_part(struct region *region, GPtrArray *entries, const char *part, struct place at)
{
	char *bare = g_strdup(*part == '"' ? part + 1 : part);

	if (g_str_has_suffix(bare, "\""))
		bare[strlen(bare) - 1] = '\0';
	add_entry(region, entries, bare, "comma", at);
	g_free(bare);
}

/* A comma inside one element: its parts are judged all the same, each carrying the fault. */
static void
parse_entries(struct region *region, GPtrArray *entries, const struct value *v)
{
	for (size_t i = 0, end; i < v->n; i = end) {
		end = element_end(v, i);
		if (end == i + 1 && strchr(v->items[i], ',') == NULL) {
			add_entry(region, entries, v->items[i], NULL, v->at);
			continue;
		}
		for (size_t k = i; k < end; k++) {
			char **parts = g_strsplit(v->items[k], ",", -1);

			for (size_t p = 0; parts[p] != NULL; p++)
				add_part(region, entries, parts[p], v->at);
			g_strfreev(parts);
		}
	}
}

static bool
in_labelled_public_zone(const struct facts *facts, const char *name)
{
	for (guint i = 0; i < facts->zones->len; i++) {
		const struct zone *z = g_ptr_array_index(facts->zones, i);

		if (z->view == VIEW_EXTERNAL && name_below(name, z->apex))
			return true;
	}
	return false;
}

/* Names met so far -> struct domain *; autod: those with the flag. */
struct met {
	GHashTable *all, *autod;
};

static void
add_domain(struct facts *facts, struct hybrid *h, struct met *met, const char *name, bool autod, struct place at)
{
	const char *dropped = name_is_tenant(name) ? "tenant-form" :
	    !name_is_public(name) && !in_labelled_public_zone(facts, name) ? "not-public" : NULL;
	struct domain *d = region_alloc(facts->region, sizeof *d), *old = g_hash_table_lookup(met->all, name);

	*d = (struct domain){ name, autod, at };
	if (autod && g_hash_table_add(met->autod, (gpointer)(guintptr)name))
		g_ptr_array_add(h->autod, d);
	if (old != NULL) {
		old->autod = old->autod || autod;       /* x beside autod:x: the flag wins */
		return;
	}
	g_hash_table_insert(met->all, (gpointer)(guintptr)name, d);
	if (dropped != NULL) {
		struct dropped_domain *out = region_alloc(facts->region, sizeof *out);

		*out = (struct dropped_domain){ name, dropped, at };
		g_ptr_array_add(h->dropped, out);
		return;
	}
	g_ptr_array_add(h->domains, d);
}

/* An accepted domain that takes mail for its own name: no wildcard, no external relay. */
static const char *
smtp_domain(struct facts *facts, const struct object *row)
{
	const char *text = object_text(row, AD_DOMAIN_NAME);
	const char *type = object_text(row, AD_DOMAIN_TYPE);

	if (text == NULL || text[0] == '*' || (type != NULL && g_ascii_strcasecmp(type, "ExternalRelay") == 0))
		return NULL;
	return name_normal(facts->region, text);
}

/* Whether a domain of an unknown type takes part is open: the others may not be all. */
static bool
type_unknown(const struct object *row, const char **reason)
{
	const struct value *type = object_get(row, AD_DOMAIN_TYPE);

	if (type->state == VALUE_NOT_STATED || value_known(type))
		return false;
	*reason = value_reason(type);
	return true;
}

static void
take_accepted_domains(struct facts *facts, struct hybrid *h, struct met *met)
{
	h->domains_assumed = true;
	if (facts->objects->partial[KIND_ACCEPTED_DOMAIN])
		h->domains_reason = "not-complete";
	else if (facts->objects->supply[KIND_ACCEPTED_DOMAIN] == NOT_SUPPLIED)
		h->domains_reason = "input-missing";
	for (size_t i = 0; i < objects_count(facts->objects, KIND_ACCEPTED_DOMAIN); i++) {
		const struct object *row = objects_at(facts->objects, KIND_ACCEPTED_DOMAIN, i);
		const char *name = smtp_domain(facts, row);

		if (name != NULL && !type_unknown(row, &h->domains_reason))
			add_domain(facts, h, met, name, false, row->at);
	}
}

static int
by_name(gconstpointer a, gconstpointer b)
{
	return strcmp((*(const struct domain *const *)a)->name, (*(const struct domain *const *)b)->name);
}

static int
dropped_by_name(gconstpointer a, gconstpointer b)
{
	return strcmp((*(const struct dropped_domain *const *)a)->name, (*(const struct dropped_domain *const *)b)->name);
}

void
hybrid_find_domains(struct facts *facts, struct hybrid *h)
{
	const struct value *v = h->configuration != NULL ? object_get(h->configuration, HC_DOMAINS) : &value_none;
	struct met met = { g_hash_table_new(name_hash, g_str_equal), g_hash_table_new(name_hash, g_str_equal) };

	h->autod_known = h->configuration != NULL ? value_known(v) : h->state != HYBRID_CONFIGURED ||
	    (facts->objects->supply[KIND_HYBRID_CONFIGURATION] == SUPPLIED_EMPTY && !facts->objects->partial[KIND_HYBRID_CONFIGURATION]);
	if (value_shows_items(v)) {
		parse_entries(facts->region, h->entries, v);
		for (guint i = 0; i < h->entries->len; i++) {
			const struct domain_entry *e = g_ptr_array_index(h->entries, i);

			if (e->name != NULL && e->name[0] != '*')
				add_domain(facts, h, &met, e->name, e->autod, e->at);
		}
	}
	if (v->state == VALUE_NOT_STATED || v->state == VALUE_EMPTY)
		take_accepted_domains(facts, h, &met);
	if (h->configuration != NULL && v->state != VALUE_EMPTY)
		h->domains_reason = value_reason(v);
	g_ptr_array_sort(h->domains, by_name);
	g_ptr_array_sort(h->autod, by_name);
	g_ptr_array_sort(h->dropped, dropped_by_name);
	g_hash_table_unref(met.all);
	g_hash_table_unref(met.autod);
}

GPtrArray *
hybrid_domain_names(struct facts *facts)
{
	GPtrArray *names = g_ptr_array_new(), *entries = g_ptr_array_new();

	if (objects_count(facts->objects, KIND_HYBRID_CONFIGURATION) > 0)
		parse_entries(facts->region, entries, object_get(objects_at(facts->objects, KIND_HYBRID_CONFIGURATION, 0), HC_DOMAINS));
	for (guint i = 0; i < entries->len; i++)
		if (((struct domain_entry *)g_ptr_array_index(entries, i))->name != NULL)
			g_ptr_array_add(names, (gpointer)(guintptr)((struct domain_entry *)g_ptr_array_index(entries, i))->name);
	for (size_t i = 0; i < objects_count(facts->objects, KIND_ACCEPTED_DOMAIN); i++) {
		const char *name = smtp_domain(facts, objects_at(facts->objects, KIND_ACCEPTED_DOMAIN, i));

		if (name != NULL)
			g_ptr_array_add(names, (gpointer)(guintptr)name);
	}
	g_ptr_array_unref(entries);
	return names;
}
