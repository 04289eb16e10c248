#include "settings.h"

#include <string.h>

struct settings *
settings_new(void)
{
	struct settings *s = g_new0(struct settings, 1);

	s->all = g_ptr_array_new();
	return s;
}

void
settings_free(struct settings *s)
{
	if (s == NULL)
		return;
	g_ptr_array_unref(s->all);
	g_free(s);
}

bool
settings_known(const char *section, const char *key)
{
	static const char *const known[][2] = {
		{ "engagement", "customer" }, { "engagement", "prepared-by" }, { "engagement", "id" }, { "engagement", "classification" },
		{ "engagement", "as-of" }, { "hybrid", "state" }, { "hybrid", "agent" }, { "load-balancer", "addresses" },
		{ "load-balancer", "source-nat" }, { "gateways", "names" }, { "require", "names" },
	};

	if (strcmp(section, "files") == 0)
		return *key != '\0';
	for (size_t i = 0; i < G_N_ELEMENTS(known); i++)
		if (strcmp(section, known[i][0]) == 0 && strcmp(key, known[i][1]) == 0)
			return true;
	return false;
}

bool
settings_valid(const char *section, const char *key, const char *value, const char **words)
{
	static const char *const closed[][3] = {
		{ "hybrid", "state", "planned configured" }, { "hybrid", "agent", "yes no" }, { "load-balancer", "source-nat", "yes no unknown" },
	};
	char **known;
	bool valid = false;

	*words = NULL;
	for (size_t i = 0; i < G_N_ELEMENTS(closed); i++)
		if (strcmp(section, closed[i][0]) == 0 && strcmp(key, closed[i][1]) == 0)
			*words = closed[i][2];
	if (*words == NULL)
		return true;
	known = g_strsplit(*words, " ", -1);
	for (size_t i = 0; !valid && known[i] != NULL; i++)
		valid = g_ascii_strcasecmp(known[i], value) == 0;
	g_strfreev(known);
	return valid;
}

void
settings_add(struct settings *s, struct region *region, const char *section, const char *key, const char *value, struct place at)
{
	struct setting *added = region_alloc(region, sizeof *added);

	for (guint i = 0; i < s->all->len; i++) {
		struct setting *other = g_ptr_array_index(s->all, i);

		if (strcmp(other->section, section) == 0 && strcmp(other->key, key) == 0)
			other->overridden = true;
	}
	*added = (struct setting){ region_strdup(region, section), region_strdup(region, key), region_strdup(region, value), at, false };
	g_ptr_array_add(s->all, added);
}

const struct setting *
settings_find(const struct settings *s, const char *section, const char *key)
{
	for (guint i = s->all->len; i-- > 0;) {
		const struct setting *found = g_ptr_array_index(s->all, i);

		if (strcmp(found->section, section) == 0 && strcmp(found->key, key) == 0)
			return found;
	}
	return NULL;
}

const char *
settings_text(const struct settings *s, const char *section, const char *key)
{
	const struct setting *found = settings_find(s, section, key);

	return found != NULL ? found->value : NULL;
}
