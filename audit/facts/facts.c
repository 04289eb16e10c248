#include "facts.h"

#include <string.h>

struct facts *
facts_new(void)
{
	struct facts *f = g_new0(struct facts, 1);

	f->region = region_new();
	f->settings = settings_new();
	f->objects = objects_new();
	f->certificates = certificates_new();
	f->sources = g_ptr_array_new_with_free_func((GDestroyNotify)source_free);
	f->source_of = g_hash_table_new(name_hash, g_str_equal);
	f->zones = g_ptr_array_new_with_free_func((GDestroyNotify)zone_free);
	return f;
}

void
facts_free(struct facts *f)
{
	if (f == NULL)
		return;
	hybrid_free(f->hybrid);
	g_ptr_array_unref(f->zones);
	g_hash_table_unref(f->source_of);
	g_ptr_array_unref(f->sources);
	certificates_free(f->certificates);
	objects_free(f->objects);
	settings_free(f->settings);
	knowledge_free(f->knowledge);
	region_free(f->region);
	g_free(f);
}

void
facts_finish(struct facts *f)
{
	certificates_finish(f);
	hybrid_finish(f);
}

const struct source *
facts_source(const struct facts *f, const char *path)
{
	const struct source *s = g_hash_table_lookup(f->source_of, path);

	/* A name that is no UTF-8 is shown otherwise than the file system has it. */
	for (guint i = 0; s == NULL && i < f->sources->len; i++)
		if (strcmp(((const struct source *)g_ptr_array_index(f->sources, i))->path, path) == 0)
			s = g_ptr_array_index(f->sources, i);
	return s;
}
