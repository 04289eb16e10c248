#include <string.h>

#include "../audit/rules/rule.h"
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

const char *
rules_identity(struct region *region)
{
	GChecksum *sum = g_checksum_new(G_CHECKSUM_SHA256);
	const char *identity;
	char *upper;

	for (size_t f = 0; families[f] != NULL; f++)
		for (size_t i = 0; i < families[f]->n; i++) {
			const struct rule *r = &families[f]->rules[i];
			const char *const parts[] = { r->id, severity_name(r->worst), r->needs, r->reasons, r->values, r->from, r->until };

			for (size_t k = 0; k < G_N_ELEMENTS(parts); k++)
				add(sum, parts[k]);
		}
	upper = g_ascii_strup(g_checksum_get_string(sum), 6);
	identity = region_strdup(region, upper);
	g_free(upper);
	g_checksum_free(sum);
	return identity;
}
