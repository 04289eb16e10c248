/* Where {{name}} stands in a template, for those who check it. */
#include <string.h>

#include "words.h"

bool
settings_name(const char *name)
{
	const char *dot = strchr(name, '.');
	char *section = dot != NULL ? g_strndup(name, (gsize)(dot - name)) : NULL;
	const bool known = dot != NULL && strcmp(section, "files") != 0 && settings_known(section, dot + 1);

	g_free(section);
	return known;
}

/* In code, braces that are not closed are code. */
bool
text_each_placeholder(const char *text, unsigned line, bool code, placeholder_function *call, void *closure)
{
	const char *open, *close;
	bool ok = true;

	for (; ok && (open = strstr(text, "{{")) != NULL; text = close + 2) {
		char *name;

		for (; text < open; text++)
			line += *text == '\n';
		close = strstr(open, "}}");
		if (close == NULL)
			return code || call(NULL, line, closure);
		name = g_strndup(open + 2, (gsize)(close - open - 2));
		ok = call(name, line, closure);
		g_free(name);
	}
	return ok;
}

static bool
node_each_placeholder(cmark_node *node, placeholder_function *call, void *closure)
{
	const char *literal = cmark_node_get_literal(node);
	const cmark_node_type type = cmark_node_get_type(node);
	const bool fenced = type == CMARK_NODE_CODE_BLOCK && cmark_node_get_start_column(node) < 5;
	const int line = cmark_node_get_start_line(node) + (fenced ? 1 : 0);

	return literal == NULL || text_each_placeholder(literal, (unsigned)line, type == CMARK_NODE_CODE_BLOCK || type == CMARK_NODE_CODE,
	    call, closure);
}

bool
section_each_placeholder(const struct section *s, placeholder_function *call, void *closure)
{
	bool ok = true;

	for (cmark_node *n = s->first; ok && n != NULL && !node_ends_section(n); n = cmark_node_next(n)) {
		cmark_iter *i = cmark_iter_new(n);
		cmark_event_type event;

		while (ok && (event = cmark_iter_next(i)) != CMARK_EVENT_DONE)
			ok = event != CMARK_EVENT_ENTER || node_each_placeholder(cmark_iter_get_node(i), call, closure);
		cmark_iter_free(i);
	}
	return ok;
}
