/* Exports of Exchange in other forms than a table.  They are told, so that the report can say what to send in their place. */
#include <string.h>

#include "table_kinds.h"

enum { NAMES_MAX = 200 };

/* "RemoteIPRanges    : {10.0.0.1}": the name of a property line, or NULL. */
static char *
name_before_colon(const char *line)
{
	const size_t n = strspn(line, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS), blanks = strspn(line + n, " ");

	if (n == 0 || line[n + blanks] != ':' || (line[n + blanks + 1] != ' ' && line[n + blanks + 1] != '\0'))
		return NULL;
	return g_strndup(line, n);
}

static GPtrArray *
list_names(char *const *lines)
{
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);

	for (size_t i = 0; lines[i] != NULL && names->len < NAMES_MAX; i++) {
		char *name = name_before_colon(lines[i]);

		if (name != NULL)
			g_ptr_array_add(names, name);
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

static const char *
shape_of_text(const struct input *in, const char *text)
{
	static const struct { const char *code; GPtrArray *(*names)(char *const *); } shapes[] = {
		{ "format-list-text", list_names }, { "format-table-text", table_names },
	};
	char **lines = g_strsplit(text, "\n", -1);
	const char *code = NULL;

	for (size_t i = 0; code == NULL && i < G_N_ELEMENTS(shapes); i++) {
		GPtrArray *names = shapes[i].names(lines);
		const int kind = kind_of_names(names);

		if (kind >= 0) {
			code = shapes[i].code;
			in->source->kind = kinds[kind].name;
		}
		g_ptr_array_unref(names);
	}
	g_strfreev(lines);
	return code;
}

const char *
export_shape(const struct input *in, const struct text *head)
{
	const char *text = head->bytes + strspn(head->bytes, " \t\n");
	const char *code = NULL;

	if (*text != '<')
		return shape_of_text(in, text);
	if (strstr(text, "<Objs ") != NULL && strstr(text, "schemas.microsoft.com/powershell") != NULL)
		code = "clixml";
	else if (strstr(text, "<invoke ") != NULL && strstr(text, "cmdlet=") != NULL)
		code = "wizard-trace";
	if (code != NULL)
		in->source->kind = "export";
	return code;
}
