#include "settings.h"

#include <string.h>

#include "name.h"
#include "object.h"

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
		{ "engagement", "as-of" }, { "hybrid", "state" }, { "hybrid", "agent" },
		{ "hybrid", "extended-security-updates" }, { "load-balancer", "addresses" }, { "load-balancer", "source-nat" },
		{ "gateways", "names" }, { "require", "names" },
	};

	if (strcmp(section, "files") == 0)
		return *key != '\0';
	for (size_t i = 0; i < G_N_ELEMENTS(known); i++)
		if (strcmp(section, known[i][0]) == 0 && strcmp(key, known[i][1]) == 0)
			return true;
	return false;
}

bool
word_is_cloud(const char *word)
{
	static const char *const words[] = { "exo", "online", "cloud", "tenant", "o365", "m365" };

	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (g_ascii_strcasecmp(word, words[i]) == 0)
			return true;
	return false;
}

/* ---- [files] ---- */

static bool
take_kind(const char *word, struct file_setting *f)
{
	static const struct { const char *word; int kind; } others[] = {
		{ "", FILE_OPEN }, { "ignore", FILE_IGNORED }, { "zone", FILE_ZONE }, { "certificates", FILE_CERTIFICATES },
	};

	f->kind = kind_named(word);
	for (size_t i = 0; i < G_N_ELEMENTS(others); i++)
		if (g_ascii_strcasecmp(word, others[i].word) == 0) {
			f->kind = others[i].kind;
			return true;
		}
	return f->kind >= 0;
}

static bool
take_side(const char *word, struct file_setting *f)
{
	f->cloud = word_is_cloud(word);
	f->on_premises = g_ascii_strcasecmp(word, "on-premises") == 0;
	return *word == '\0' || f->cloud || f->on_premises;
}

static bool
take_view(const char *word, struct file_setting *f)
{
	f->view = g_ascii_strcasecmp(word, "internal") == 0 ? VIEW_INTERNAL : g_ascii_strcasecmp(word, "external") == 0 ? VIEW_EXTERNAL :
	    VIEW_NONE;
	return *word == '\0' || f->view != VIEW_NONE;
}

bool
file_setting_parse(const char *value, struct file_setting *f)
{
	static bool (*const take[])(const char *, struct file_setting *) = { take_kind, take_side, take_view };
	char **words = g_strsplit(value, ",", -1);
	bool good = true;

	*f = (struct file_setting){ FILE_OPEN, false, false, VIEW_NONE };
	for (size_t i = 0; good && words[i] != NULL; i++)
		good = i < G_N_ELEMENTS(take) && take[i](g_strstrip(words[i]), f);
	g_strfreev(words);
	return good && (f->kind != FILE_OPEN || f->cloud || f->on_premises || f->view != VIEW_NONE);
}

/* ---- values ---- */

static bool
all_names(const char *list)
{
	struct region *region = region_new();
	char **words = g_strsplit_set(list, LIST_SEPARATORS, -1);
	bool all = true, any = false;

	for (size_t i = 0; words[i] != NULL; i++)
		if (*words[i] != '\0') {
			any = true;
			all = all && name_normal(region, words[i]) != NULL;
		}
	g_strfreev(words);
	region_free(region);
	return any && all;
}

bool
settings_valid(const char *section, const char *key, const char *value, const char **words)
{
	static const char *const closed[][3] = {
		{ "hybrid", "state", "planned configured" }, { "hybrid", "agent", "yes no" },
		{ "hybrid", "extended-security-updates", "yes no" }, { "load-balancer", "source-nat", "yes no unknown" },
	};
	struct file_setting file;
	char **known;
	bool valid = false;

	*words = NULL;
	if (strcmp(section, "files") == 0) {
		*words = "KIND, SIDE, VIEW (ignore, zone, certificates or a kind of --evidence; cloud or on-premises; internal or external)";
		return file_setting_parse(value, &file);
	}
	if (strcmp(section, "require") == 0 || strcmp(section, "gateways") == 0) {
		*words = "host names";
		return all_names(value);
	}
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

bool
settings_append(struct settings *s, struct region *region, const char *section, const char *key, const char *value)
{
	static const char *const lists[][2] = { { "load-balancer", "addresses" }, { "gateways", "names" }, { "require", "names" } };
	bool list = false;

	for (size_t i = 0; i < G_N_ELEMENTS(lists); i++)
		list = list || (strcmp(section, lists[i][0]) == 0 && strcmp(key, lists[i][1]) == 0);
	for (guint i = 0; list && i < s->all->len; i++) {
		struct setting *old = g_ptr_array_index(s->all, i);

		if (strcmp(old->section, section) == 0 && strcmp(old->key, key) == 0) {
			old->value = region_printf(region, "%s, %s", old->value, value);
			return true;
		}
	}
	return false;
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
