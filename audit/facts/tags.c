#include "tags.h"

#include <string.h>

bool
tags_claim(const char *text, const char *version)
{
	const char *p = text, *end;

	if (*p != 'v')
		return false;
	p += 1 + strspn(p + 1, " \t");
	if (*p != '=')
		return false;
	p += 1 + strspn(p + 1, " \t");
	end = p + strcspn(p, "; \t");
	return (size_t)(end - p) == strlen(version) && strncmp(p, version, strlen(version)) == 0;
}

void
tags_parse(struct region *region, const char *text, struct tag_list *t)
{
	char **parts = g_strsplit(text, ";", -1);

	t->pairs = g_array_new(FALSE, FALSE, sizeof(struct tag_pair));
	t->fault = NULL;
	for (size_t i = 0; parts[i] != NULL; i++) {
		char *part = g_strstrip(parts[i]), *equals = strchr(part, '=');
		struct tag_pair pair;

		if (*part == '\0' && i > 0)
			continue;
		if (equals == NULL || equals == part) {
			if (t->fault == NULL)
				t->fault = region_strdup(region, part);
			continue;
		}
		*equals = '\0';
		pair.name = region_strdup(region, g_strchomp(part));
		pair.value = region_strdup(region, g_strchug(equals + 1));
		g_array_append_val(t->pairs, pair);
	}
	g_strfreev(parts);
}

void
tags_clear(struct tag_list *t)
{
	g_array_unref(t->pairs);
}

const char *
tags_get(const struct tag_list *t, const char *name)
{
	for (guint i = 0; i < t->pairs->len; i++) {
		const struct tag_pair *p = &g_array_index(t->pairs, struct tag_pair, i);

		if (g_ascii_strcasecmp(p->name, name) == 0)
			return p->value;
	}
	return NULL;
}
