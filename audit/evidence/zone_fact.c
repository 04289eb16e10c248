/* A zone that was read becomes a fact. */
#include "zone.h"

#include <string.h>

static gint
compare_strings(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Of what the rules may ask: copies of one zone in two spellings are equal, and order does not matter. */
static const char *
fingerprint(struct zone_reader *r, const struct zone *z)
{
	GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);
	GChecksum *sum = g_checksum_new(G_CHECKSUM_SHA256);
	char *head = g_strdup_printf("%s %u %d %d\n", z->apex, r->serial, z->complete, z->wins);
	GHashTableIter iter;
	gpointer name;
	const char *text;

	for (guint i = 0; i < r->kept->len; i++) {
		const struct record *rec = g_ptr_array_index(r->kept, i);

		g_ptr_array_add(lines, g_strdup_printf("%s %u %d %s\n", rec->owner, rec->type, rec->evaluable, rec->text));
	}
	g_hash_table_iter_init(&iter, r->existing);
	while (g_hash_table_iter_next(&iter, &name, NULL))
		if (name_below(name, z->apex))
			g_ptr_array_add(lines, g_strdup_printf("%s\n", (const char *)name));
	g_ptr_array_sort(lines, compare_strings);
	g_checksum_update(sum, (const guchar *)head, -1);
	for (guint i = 0; i < lines->len; i++)
		g_checksum_update(sum, g_ptr_array_index(lines, i), -1);
	text = region_strdup(r->facts->region, g_checksum_get_string(sum));
	g_checksum_free(sum);
	g_ptr_array_unref(lines);
	g_free(head);
	return text;
}

enum view
zone_view(const struct zone_reader *r)
{
	if (r->told != VIEW_NONE)
		return r->told;
	if (r->hosted_privately || r->head.hosted_privately)
		return VIEW_INTERNAL;
	return r->head.hoster ? VIEW_EXTERNAL : r->looks_internal ? VIEW_INTERNAL : VIEW_ASSUMED;
}

static void
problem_at(struct zone_reader *r, const char *code, struct place at, const char *text, bool loss)
{
	struct problem p = { .line = at.line, .code = code, .text = text, .loss = loss };

	if (strcmp(at.file, r->input->path) != 0)
		p.file = at.file;
	source_problem_at(r->input->source, r->facts->region, p);
}

void
zone_file_problem(struct zone_reader *r, const char *code, const char *text, bool loss)
{
	problem_at(r, code, r->at, text, loss);
}

/* What several sources say the zone is called; NULL when none does. */
static const char *
apex_of(struct zone_reader *r)
{
	const char *apex = r->apex;

	if (apex == NULL) {
		apex = r->head.name;
		zone_file_problem(r, "zone-no-soa", apex, false);
		r->complete = false;
	} else if (r->nzones == 0 && r->head.name != r->head.file_name && strcmp(r->head.name, apex) != 0)
		zone_file_problem(r, "zone-name-differs", r->head.name, false);
	return apex;
}

static guint
rrset_hash(gconstpointer data)
{
	const struct record *r = data;

	return name_hash(r->owner) * 33 + r->type;
}

static gboolean
rrset_equal(gconstpointer a, gconstpointer b)
{
	const struct record *r = a, *s = b;

	return r->type == s->type && strcmp(r->owner, s->owner) == 0;
}

static guint
record_hash(gconstpointer data)
{
	const struct record *r = data;

	return rrset_hash(r) + name_hash(r->text);
}

static gboolean
record_equal(gconstpointer a, gconstpointer b)
{
	const struct record *r = a, *s = b;

	return rrset_equal(r, s) && strcmp(r->text, s->text) == 0;
}

/* What was kept and lies in the zone. An RRset is a set: a server gives a record written twice once (RFC 2181, 5). */
static void
add_kept(struct zone_reader *r, struct zone *z)
{
	GHashTable *set = g_hash_table_new(record_hash, record_equal);
	GHashTableIter iter;
	gpointer name;

	for (guint i = 0; i < r->kept->len; i++) {
		struct record *rec = g_ptr_array_index(r->kept, i);
		const char *code = !name_below(rec->owner, z->apex) ? "zone-out-of-zone" : !g_hash_table_add(set, rec) ? "zone-duplicate" : NULL;

		if (code == NULL)
			zone_add(z, rec);
		else
			problem_at(r, code, rec->at, rec->owner, false);
	}
	g_hash_table_unref(set);
	g_hash_table_iter_init(&iter, r->existing);
	while (g_hash_table_iter_next(&iter, &name, NULL))
		if (name_below(name, z->apex))
			zone_add_empty(z, name);
}

/* A DNAME leads every wanted name below its owner elsewhere. */
static void
want_below_dnames(struct zone_reader *r, const struct zone *z)
{
	size_t n = wanted_count(r->wanted);
	unsigned seen = 0;

	for (guint i = 0; i < r->kept->len && seen < ZONE_DNAMES_MAX; i++) {
		const struct record *rec = g_ptr_array_index(r->kept, i);

		if (rec->type != TYPE_DNAME || rec->target == NULL || !name_below(rec->owner, z->apex))
			continue;
		seen++;
		for (size_t k = 0; k < n; k++) {
			const char *name = wanted_at(r->wanted, k);
			size_t prefix = strlen(name) - MIN(strlen(name), strlen(rec->owner));
			char *target;

			if (prefix == 0 || !name_below(name, rec->owner))
				continue;
			target = g_strdup_printf("%.*s%s", (int)prefix, name, rec->target);
			if (strlen(target) <= 253)
				wanted_add(r->wanted, target);
			g_free(target);
		}
	}
}

void
zone_begin(struct zone_reader *r)
{
	r->apex = r->soa = NULL;
	r->serial = 0;
	r->at.file = r->input->path;
	r->at.line = 0;
	r->kept = g_ptr_array_new();
	r->sizes = g_hash_table_new(rrset_hash, rrset_equal);
	r->existing = g_hash_table_new(name_hash, g_str_equal);
	r->complete = !r->head.aliases_left_out;
	r->wins = r->root_hints = r->closed = false;
	r->nrecords = r->key_records = 0;
}

void
zone_release(struct zone_reader *r)
{
	g_ptr_array_unref(r->kept);
	g_hash_table_unref(r->sizes);
	g_hash_table_unref(r->existing);
}

/* What the records are that make no zone; or NULL. */
static const char *
no_zone(const struct zone_reader *r)
{
	if (r->root_hints)
		return "zone-root-hints";
	/* "dsset-contoso.com." and "keyset-contoso.com.", which dnssec-signzone writes for the zone above. */
	return r->nrecords > 0 && r->soa == NULL && r->key_records == r->nrecords ? "zone-key-set" : NULL;
}

void
zone_finish(struct zone_reader *r)
{
	const char *other = no_zone(r), *apex = r->nrecords > 0 && other == NULL ? apex_of(r) : NULL;
	struct place at = { r->input->path, r->at.line, NULL };

	if (r->head.transfer && r->soa != NULL && !r->closed) {
		zone_file_problem(r, "zone-transfer-cut", NULL, true);
		r->complete = false;
	}

	if (apex != NULL && *apex != '\0') {
		struct zone *z = zone_new(r->facts->region, apex, zone_view(r), at);

		z->part = r->nzones;
		z->soa = r->at;
		z->complete = r->complete;
		z->wins = r->wins;
		z->nrecords = r->nrecords;
		z->fingerprint = fingerprint(r, z);
		add_kept(r, z);
		zones_add(r->facts->zones, z);
		wanted_file_apex(r->wanted, r->input->path, apex);
		want_below_dnames(r, z);
		if (r->nzones++ == 0)
			r->first = z->apex;
	} else if (apex != NULL || other != NULL) {
		zone_file_problem(r, other != NULL ? other : "zone-root-hints", NULL, false);
		r->input->source->state = SOURCE_IGNORED;
	} else if (r->nrecords > 0)
		zone_file_problem(r, "zone-name-unknown", NULL, true);
	r->total += r->nrecords;
	zone_release(r);
	zone_begin(r);
}
