/* Which form an export has that is no CSV: told by its first lines. */
#include <string.h>

#include "export.h"
#include "table_kinds.h"
#include "zone_route53.h"

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

/* Get-DnsServerResourceRecord on the screen. */
bool
form_is_dns_table(const struct input *in, const char *head)
{
	char **lines = g_strsplit(head, "\n", -1);
	bool is = false;

	for (int form = 0; form < 2 && *head != '<'; form++) {
		GPtrArray *names = form == 0 ? list_names(lines) : table_names(lines);
		unsigned found = 0;

		for (guint i = 0; i < names->len; i++)
			found += strcmp(g_ptr_array_index(names, i), "RecordData") == 0 || strcmp(g_ptr_array_index(names, i), "RecordType") == 0;
		is = is || found > 1;
		g_ptr_array_unref(names);
	}
	if (is)
		in->source->kind = "zone";
	g_strfreev(lines);
	return is;
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

/* What Google Cloud DNS lists, as YAML or JSON. */
bool
form_is_google(const struct input *in, const char *head)
{
	const bool is = strstr(head, "kind: dns#resourceRecordSet") != NULL ||
	    ((*head == '{' || *head == '[') && strstr(head, "\"dns#resourceRecordSet\"") != NULL);

	if (is)
		in->source->kind = "zone";
	return is;
}

bool
form_is_json(const struct input *in, const char *head)
{
	const char *behind;

	(void)in;
	if ((*head != '{' && *head != '[') || zone_route53_recognise(head, strlen(head)))
		return false;
	behind = head + 1 + strspn(head + 1, " \t\n");
	/* No section of a settings file and no name of a server: "[files]", "[PS] C:\\>". */
	return *behind != '\0' && strchr("\"{}[]", *behind) != NULL;
}

/* "www:", "'':", "- name: x" */
static bool
is_yaml_key(const char *line)
{
	const size_t n = strcspn(line, ":");

	return n > 0 && line[n] == ':' && (line[n + 1] == '\0' || line[n + 1] == ' ') && memchr(line, ' ', n) == NULL;
}

/* A document's mark, or a key with keys below it. */
bool
form_is_yaml(const struct input *in, const char *head)
{
	char **lines = g_strsplit(head, "\n", 50);
	const char *found[2] = { NULL, NULL };
	bool is;

	(void)in;
	for (size_t i = 0, n = 0; lines[i] != NULL && n < 2; i++)
		if (*g_strchomp(lines[i]) != '\0' && *lines[i] != '#')
			found[n++] = lines[i];
	is = found[1] != NULL && (strcmp(found[0], "---") == 0 || g_str_has_prefix(found[0], "%YAML") ||
	    (is_yaml_key(found[0]) && found[0][strlen(found[0]) - 1] == ':' && strspn(found[1], " ") > 0 &&
	    (is_yaml_key(found[1] + strspn(found[1], " ")) || g_str_has_prefix(found[1] + strspn(found[1], " "), "- "))));
	g_strfreev(lines);
	return is;
}
