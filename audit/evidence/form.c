/* Which form an export has that is no CSV: told by its first lines. */
#include <string.h>

#include "export.h"
#include "table_kinds.h"

static GPtrArray *
list_names(char *const *lines)
{
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);

	for (size_t i = 0; lines[i] != NULL && names->len < LIST_NAMES_MAX; i++) {
		size_t colon;
		const size_t n = list_name(lines[i], strlen(lines[i]), &colon);

		if (n > 0)
			g_ptr_array_add(names, g_strndup(lines[i], n));
	}
	return names;
}

/* "Name  Bindings" above "----  --------". */
static GPtrArray *
table_names(char *const *lines)
{
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);

	for (size_t i = 0; lines[i] != NULL && names->len == 0; i++) {
		const char *below = lines[i + 1] != NULL ? lines[i + 1] : "";
		char **words;

		if (strstr(below, "--") == NULL || below[strspn(below, "- ")] != '\0')
			continue;
		words = g_strsplit(lines[i], " ", -1);
		for (size_t k = 0; words[k] != NULL; k++)
			if (*words[k] != '\0')
				g_ptr_array_add(names, g_strdup(words[k]));
		g_strfreev(words);
	}
	return names;
}

/* "Name     = value": hash tables, and objects that were printed by hand. */
static GPtrArray *
dump_names(char *const *lines)
{
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);

	for (size_t i = 0; lines[i] != NULL && names->len < LIST_NAMES_MAX; i++) {
		const char *name = lines[i] + strspn(lines[i], " \t");
		size_t n = 0, equals;

		while (g_ascii_isalnum(name[n]))
			n++;
		equals = n + strspn(name + n, " \t");
		if (n > 0 && name[equals] == '=')
			g_ptr_array_add(names, g_strndup(name, n));
	}
	return names;
}

/* The kind that a cmdlet prints with these names: prose may have one of them by accident, hardly two. */
static int
kind_of_names(GPtrArray *names)
{
	const struct signature *s = find_signature((char *const *)names->pdata, names->len);
	const bool two = s != NULL && s->names[1] != NULL;
	bool printed = two;

	for (guint i = 0; s != NULL && !two && i < names->len; i++)
		printed = printed || strcmp(g_ptr_array_index(names, i), s->names[0]) == 0;
	return printed && s->kind != KIND_LOAD_BALANCER && s->kind != KIND_COLLECTOR ? s->kind : NO_KIND;
}

/* Do the names that some lines of the text hold make a kind? */
static bool
names_make_kind(const struct input *in, const char *head, GPtrArray *(*names_of)(char *const *))
{
	char **lines = g_strsplit(head, "\n", -1);
	GPtrArray *names = names_of(lines);
	const int kind = kind_of_names(names);

	if (kind >= 0)
		in->source->kind = kinds[kind].name;
	g_ptr_array_unref(names);
	g_strfreev(lines);
	return kind != NO_KIND;
}

bool
form_is_list(const struct input *in, const char *head)
{
	return *head != '<' && names_make_kind(in, head, list_names);
}

bool
form_is_table(const struct input *in, const char *head)
{
	return *head != '<' && names_make_kind(in, head, table_names);
}

bool
form_is_dump(const struct input *in, const char *head)
{
	return *head != '<' && *head != '{' && names_make_kind(in, head, dump_names);
}

bool
form_is_clixml(const struct input *in, const char *head)
{
	(void)in;
	return *head == '<' && strstr(head, "<Objs ") != NULL && strstr(head, "schemas.microsoft.com/powershell") != NULL;
}

bool
form_is_trace(const struct input *in, const char *head)
{
	(void)in;
	return *head == '<' && strstr(head, "<invoke ") != NULL && strstr(head, "cmdlet=") != NULL;
}
