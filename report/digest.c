#include <string.h>

#include "report.h"

static void
add(GChecksum *sum, const char *text)
{
	/* With the final NUL, so that neighbours cannot run together. */
	g_checksum_update(sum, (const guchar *)(text != NULL ? text : ""), (gssize)(text != NULL ? strlen(text) + 1 : 1));
}

void
report_digest(const struct audit *audit, const struct options *options, unsigned char digest[16])
{
	const struct facts *facts = audit->facts;
	GChecksum *sum = g_checksum_new(G_CHECKSUM_SHA256);
	guint8 all[32];
	gsize n = sizeof all;

	add(sum, HYBRID_AUDIT_VERSION);
	add(sum, facts->as_of_text);
	add(sum, options->rules);
	for (guint i = 0; i < facts->sources->len; i++) {
		const struct source *s = g_ptr_array_index(facts->sources, i);

		add(sum, s->path);
		add(sum, s->sha256);
	}
	for (guint i = 0; i < facts->settings->all->len; i++) {
		const struct setting *s = g_ptr_array_index(facts->settings->all, i);

		add(sum, s->section);
		add(sum, s->key);
		add(sum, s->value);
	}
	for (guint i = 0; i < facts->knowledge->tables->len; i++) {
		const struct knowledge_table *t = &g_array_index(facts->knowledge->tables, struct knowledge_table, i);

		add(sum, t->name);
		add(sum, t->as_of);
	}
	g_checksum_get_digest(sum, all, &n);
	g_checksum_free(sum);
	memcpy(digest, all, 16);
}
