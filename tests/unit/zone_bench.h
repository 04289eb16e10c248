#ifndef UNIT_ZONE_BENCH_H
#define UNIT_ZONE_BENCH_H

#include <glib.h>
#include <string.h>

#include "../../audit/evidence/zone.h"

/* Zone files from memory, and what became of them. */

/* A zone file from memory, in pieces of `piece` octets. */
struct memory {
	const char *p;
	size_t left, piece;
};

static ssize_t
read_memory(void *closure, char *buffer, size_t size)
{
	struct memory *m = closure;
	size_t n = MIN(MIN(size, m->left), m->piece);

	memcpy(buffer, m->p, n);
	m->p += n;
	m->left -= n;
	return (ssize_t)n;
}

struct bench {
	struct facts facts;
	struct wanted *wanted;
	struct source *source;
	struct input input;
};

G_GNUC_UNUSED static void
setup(struct bench *b, gconstpointer data)
{
	static const char *const names[] = { "contoso.com", "autodiscover.contoso.com", "_autodiscover._tcp.contoso.com", "mail.contoso.com",
		"a.b.contoso.com", "xn--mller-kva.contoso.com" };

	(void)data;
	memset(b, 0, sizeof *b);
	b->facts.region = region_new();
	b->facts.zones = g_ptr_array_new_with_free_func((GDestroyNotify)zone_free);
	b->wanted = wanted_new();
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		wanted_add(b->wanted, names[i]);
}

G_GNUC_UNUSED static void
teardown(struct bench *b, gconstpointer data)
{
	(void)data;
	wanted_free(b->wanted);
	source_free(b->source);
	g_ptr_array_unref(b->facts.zones);
	region_free(b->facts.region);
}

G_GNUC_UNUSED static void
read_zone(struct bench *b, const char *path, const char *text, size_t size)
{
	struct memory m = { text, size, 7 };

	source_free(b->source);
	b->source = source_new(b->facts.region, path);
	b->input.path = b->input.raw_path = path;
	b->input.folder = -1;
	b->input.source = b->source;
	b->input.facts = &b->facts;
	zone_stream(&b->input, text, MIN(size, HEAD_BYTES), read_memory, &m, VIEW_NONE, b->wanted);
}

G_GNUC_UNUSED static void
read_text(struct bench *b, const char *path, const char *text)
{
	read_zone(b, path, text, strlen(text));
}

G_GNUC_UNUSED static const struct zone *
only_zone(struct bench *b)
{
	g_assert_cmpuint(b->facts.zones->len, ==, 1);
	return b->facts.zones->len > 0 ? g_ptr_array_index(b->facts.zones, 0) : NULL;
}

/* "code:line code:line" of the problems, in order. */
G_GNUC_UNUSED static void
problems(struct bench *b, const char *expected)
{
	GString *s = g_string_new(NULL);

	for (guint i = 0; i < b->source->problems->len; i++) {
		const struct problem *p = g_ptr_array_index(b->source->problems, i);

		g_string_append_printf(s, "%s%s:%u", i > 0 ? " " : "", p->code, p->line);
	}
	g_assert_cmpstr(s->str, ==, expected);
	g_string_free(s, TRUE);
}

/* What the i-th problem shows of the file. */
G_GNUC_UNUSED static void
shows(struct bench *b, guint i, const char *field, const char *text)
{
	const struct problem *p = i < b->source->problems->len ? g_ptr_array_index(b->source->problems, i) : NULL;

	g_assert_nonnull(p);
	g_assert_cmpstr(p != NULL ? p->field : NULL, ==, field);
	g_assert_cmpstr(p != NULL ? p->text : NULL, ==, text);
}

/* "type line text" of the kept records at a name, joined by " | ". */
G_GNUC_UNUSED static void
records(struct bench *b, const char *name, const char *expected)
{
	const struct zone *z = only_zone(b);
	const GPtrArray *node = z != NULL ? g_hash_table_lookup(z->owners, name) : NULL;
	GString *s = g_string_new(NULL);

	for (guint i = 0; node != NULL && i < node->len; i++) {
		const struct record *r = g_ptr_array_index(node, i);

		g_string_append_printf(s, "%s%u %u %s%s", i > 0 ? " | " : "", r->type, r->at.line, r->text, r->evaluable ? "" : " !");
	}
	g_assert_cmpstr(s->str, ==, expected);
	g_string_free(s, TRUE);
}

#define SOA "@ 3600 IN SOA ns1 hostmaster 1 2 3 4 300\n"

#endif
