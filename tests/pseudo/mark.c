/* Templates in which every letter of prose is another one: what an output then still says in ASCII was not said by a template. */
#include <cmark.h>
#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pseudo.h"

/* The 26 letters from U+0410 and U+0430 on; the typefaces of the report have them. */
static void
mark_letter(char c, GString *out)
{
	if (g_ascii_islower(c))
		g_string_append_unichar(out, (gunichar)(0x430 + c - 'a'));
	else if (g_ascii_isupper(c))
		g_string_append_unichar(out, (gunichar)(0x410 + c - 'A'));
	else
		g_string_append_c(out, c);
}

/* "{{name}}", and the "[key]" that a source begins with: length, or 0. */
static size_t
fixed(const char *text)
{
	const char *end = g_str_has_prefix(text, "{{") ? strstr(text, "}}") : NULL;
	size_t n;

	if (end != NULL)
		return (size_t)(end + 2 - text);
	n = *text == '[' ? strspn(text + 1, "abcdefghijklmnopqrstuvwxyz0123456789-.") : 0;
	return n > 0 && text[n + 1] == ']' ? n + 2 : 0;
}

static void
mark_text(cmark_node *node)
{
	GString *out = g_string_new(NULL);

	for (const char *p = cmark_node_get_literal(node); *p != '\0';) {
		const size_t n = fixed(p);

		if (n == 0)
			mark_letter(*p, out);
		g_string_append_len(out, p, (gssize)n);
		p += MAX(n, 1);
	}
	cmark_node_set_literal(node, out->str);
	g_string_free(out, TRUE);
}

static bool
is_key(cmark_node *node)
{
	for (cmark_node *n = node; n != NULL; n = cmark_node_parent(n))
		if (cmark_node_get_type(n) == CMARK_NODE_HEADING && cmark_node_get_heading_level(n) == 2)
			return true;
	return false;
}

/* Below "## chapters" stand keys. */
static bool
is_chapters(cmark_node *heading)
{
	cmark_node *text = cmark_node_first_child(heading);

	return text != NULL && g_strcmp0(cmark_node_get_literal(text), "chapters") == 0;
}

/* Code, HTML and keys stay as they are, and are kept for check(). */
static void
mark_tree(cmark_node *root, GString *kept)
{
	cmark_iter *i = cmark_iter_new(root);
	bool keys = false;

	while (cmark_iter_next(i) != CMARK_EVENT_DONE) {
		cmark_node *node = cmark_iter_get_node(i);

		if (cmark_node_get_type(node) == CMARK_NODE_HEADING && cmark_node_get_heading_level(node) == 2)
			keys = is_chapters(node);
		if (cmark_node_get_literal(node) == NULL)
			continue;
		if (cmark_node_get_type(node) == CMARK_NODE_TEXT && !keys && !is_key(node))
			mark_text(node);
		else
			g_string_append_printf(kept, "%s\n", cmark_node_get_literal(node));
	}
	cmark_iter_free(i);
}

bool
mark_file(const char *from, const char *to, GString *kept)
{
	gsize size;
	char *text, *marked;
	cmark_node *root;
	bool ok;

	if (!g_file_get_contents(from, &text, &size, NULL))
		return false;
	root = cmark_parse_document(text, size, CMARK_OPT_DEFAULT);
	mark_tree(root, kept);
	marked = cmark_render_commonmark(root, CMARK_OPT_DEFAULT, 0);
	ok = g_file_set_contents(to, marked, -1, NULL);
	free(marked);
	cmark_node_free(root);
	g_free(text);
	return ok;
}
