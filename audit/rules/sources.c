#include "sources.h"

#include <string.h>

bool
source_has(const struct source *s, const char *code)
{
	return g_hash_table_contains(s->per_code, code);
}

void
tell_problems(struct finding *row, const struct source *s, bool losses_only)
{
	GHashTable *seen = g_hash_table_new(g_str_hash, g_str_equal);

	for (guint i = 0; i < s->problems->len; i++) {
		const struct problem *p = g_ptr_array_index(s->problems, i);

		if ((losses_only && !p->loss) || !g_hash_table_add(seen, (gpointer)(gsize)p->code))
			continue;
		finding_value(row, "codes", p->code);
		finding_at(row, (struct place){ p->file != NULL ? p->file : s->path, p->line, NULL });
	}
	finding_number(row, "problems", s->nproblems);
	g_hash_table_unref(seen);
}

bool
source_closed(const struct source *s)
{
	return source_has(s, "pfx-locked") || source_has(s, "pfx-iterations") || source_has(s, "pfx-unsupported") ||
	    source_has(s, "pfx-legacy-unavailable");
}

bool
is_certificate_file(const struct source *s)
{
	return strcmp(s->kind, "certificates") == 0;
}
