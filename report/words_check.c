/* What the author of a page is told before anything is written: a page that would leave a gap in a report takes no other's place. */
#include <stdarg.h>
#include <string.h>

#include "../audit/rules/rule.h"
#include "report.h"
#include "theme.h"
#include "words.h"

enum { NESTING_MAX = 16 };      /* blocks and inlines in one another: they are followed by recursion */

/* What every row supplies, and what stands in every text. */
static const char row_fields[] = "subject server view reason severity rule", general[] = "as-of";

/* What header and footer know besides the phrases of the report. */
static const char furniture_names[] = "report-title section customer classification report-id tool as-of page pages";

struct checking {
	const struct page *page, *built_in;
	const struct rule *rule;            /* whose page it is, or NULL */
	const struct section *section;
	GError **error;
};

static bool mistake(const struct checking *, unsigned line, const char *format, ...) G_GNUC_PRINTF(3, 4);

static bool
mistake(const struct checking *c, unsigned line, const char *format, ...)
{
	va_list arguments;
	char *text;

	va_start(arguments, format);
	text = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	g_set_error(c->error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "%s:%u: %s", c->page->file, line, text);
	g_free(text);
	return false;
}

static bool
holds(const char *list, const char *word)
{
	char **words = g_strsplit(list, " ", -1);
	const bool found = g_strv_contains((const char *const *)words, word);

	g_strfreev(words);
	return found;
}

/* ---- Markdown ---- */

static bool
is_item(cmark_node *node)
{
	return cmark_node_get_type(node) == CMARK_NODE_ITEM;
}

/* Leaves have no event for their end. */
static bool
is_leaf(cmark_node *node)
{
	const cmark_node_type type = cmark_node_get_type(node);

	return cmark_node_get_literal(node) != NULL || type == CMARK_NODE_THEMATIC_BREAK || type == CMARK_NODE_SOFTBREAK ||
	    type == CMARK_NODE_LINEBREAK;
}

static bool
check_nodes(const struct checking *c)
{
	cmark_iter *nodes = cmark_iter_new(c->page->root);
	unsigned depth = 0;
	bool ok = true;
	cmark_event_type event;

	while (ok && (event = cmark_iter_next(nodes)) != CMARK_EVENT_DONE) {
		cmark_node *node = cmark_iter_get_node(nodes);
		const unsigned line = (unsigned)cmark_node_get_start_line(node);

		if (event == CMARK_EVENT_EXIT) {
			depth--;
			continue;
		}
		if (cmark_node_get_type(node) == CMARK_NODE_HTML_BLOCK)
			ok = mistake(c, line, "HTML is not shown");
		else if (depth > NESTING_MAX)
			ok = mistake(c, line, "nested more than %d deep", NESTING_MAX);
		depth += is_leaf(node) ? 0 : 1;
	}
	cmark_iter_free(nodes);
	return ok;
}

/* What stands above the first section has no place. */
static bool
check_head(const struct checking *c)
{
	for (cmark_node *n = cmark_node_first_child(c->page->root); n != NULL; n = cmark_node_next(n)) {
		const int level = cmark_node_get_type(n) == CMARK_NODE_HEADING ? cmark_node_get_heading_level(n) : 0;

		if (level == 2)
			break;
		if (level != 1)
			return mistake(c, (unsigned)cmark_node_get_start_line(n), "text above the first section is not shown");
	}
	if (c->rule != NULL && *c->page->title == '\0')
		return mistake(c, 1, "the title \"# ...\" is missing");
	return true;
}

/* ---- sections ---- */

/* A rule's section is of a result that it has. */
static bool
rule_says(const struct rule *rule, const char *name)
{
	char **words = g_strsplit(name, " ", 2);
	const char *what = words[0], *reason = what != NULL ? words[1] : NULL;
	bool known = what != NULL && holds("fail pass note why do sources", what);

	if (known && reason != NULL)
		known = holds(rule->reasons, reason) || (strcmp(name, "pass assumed") == 0 && holds(rule->values, "assumed"));
	g_strfreev(words);
	return known;
}

static bool
section_known(const struct checking *c, const char *name)
{
	static const char column[] = "matrix ";

	if (c->rule != NULL)
		return rule_says(c->rule, name);
	if (page_section(c->built_in, name) != NULL)
		return true;
	/* The author's own rule pages may cite more, and tables of newer knowledge name more; a column of the matrix is a rule's. */
	return strcmp(c->page->name, "references") == 0 || strcmp(c->page->name, "symptoms") == 0 ||
	    (strcmp(c->page->name, "report") == 0 && g_str_has_prefix(name, column) && rule_find(name + strlen(column)) != NULL);
}

static bool
check_sections(const struct checking *c)
{
	for (guint i = 0; i < c->page->sections->len; i++) {
		const struct section *s = g_ptr_array_index(c->page->sections, i), *first = page_section(c->page, s->name);

		if (first != s)
			return mistake(c, s->line, "the section \"## %s\" stands in line %u already", s->name, first->line);
		if (!section_known(c, s->name))
			return mistake(c, s->line, "the section \"## %s\" is not known", s->name);
	}
	for (guint i = 0; i < c->built_in->sections->len; i++) {
		const struct section *s = g_ptr_array_index(c->built_in->sections, i);

		if (page_section(c->page, s->name) != NULL)
			continue;
		g_set_error(c->error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "%s: the section \"## %s\" is missing", c->page->file, s->name);
		return false;
	}
	return true;
}

/* ---- placeholders ---- */

struct wanted {
	const char *name;
	bool found;
};

static bool
compare_name(const char *name, unsigned line, void *closure)
{
	struct wanted *w = closure;

	(void)line;
	w->found = w->found || g_strcmp0(name, w->name) == 0;
	return true;
}

/* Sections whose names begin alike ("open", "open one") are filled alike: what one of the built-in ones uses, all may. */
static bool
built_in_uses(const struct checking *c, const char *name)
{
	const size_t n = strcspn(c->section->name, " ");
	struct wanted w = { name, false };

	for (guint i = 0; i < c->built_in->sections->len; i++) {
		const struct section *s = g_ptr_array_index(c->built_in->sections, i);

		if (strcspn(s->name, " ") == n && strncmp(s->name, c->section->name, n) == 0)
			section_each_placeholder(s, compare_name, &w);
	}
	return w.found;
}

static bool
placeholder_known(const char *name, unsigned line, void *closure)
{
	const struct checking *c = closure;

	if (name == NULL)
		return mistake(c, line, "\"{{\" without \"}}\"");
	if (settings_name(name) || (c->section != NULL && holds(general, name)))
		return true;
	if (c->rule != NULL && c->section != NULL && (holds(row_fields, name) || holds(c->rule->values, name)))
		return true;
	return (c->section != NULL && c->rule == NULL && built_in_uses(c, name)) || mistake(c, line, "{{%s}} has no value here", name);
}

static bool
check_placeholders(struct checking *c)
{
	if (!text_each_placeholder(c->page->title, c->page->title_line, false, placeholder_known, c))
		return false;
	for (guint i = 0; i < c->page->sections->len; i++) {
		c->section = g_ptr_array_index(c->page->sections, i);
		if (!section_each_placeholder(c->section, placeholder_known, c))
			return false;
	}
	return true;
}

/* ---- chapters ---- */

/* The text of an item that is one paragraph of plain text, else NULL. */
static const char *
item_text(cmark_node *item)
{
	cmark_node *paragraph = cmark_node_first_child(item), *text;

	if (paragraph == NULL || cmark_node_next(paragraph) != NULL)
		return NULL;
	text = cmark_node_first_child(paragraph);
	return text != NULL && cmark_node_next(text) == NULL ? cmark_node_get_literal(text) : NULL;
}

static bool
check_chapters(const struct checking *c)
{
	const struct section *s = page_section(c->page, "chapters");
	cmark_node *list = s->first;
	GHashTable *seen = g_hash_table_new(g_str_hash, g_str_equal);
	bool ok = list != NULL && cmark_node_get_type(list) == CMARK_NODE_LIST && (cmark_node_next(list) == NULL ||
	    cmark_node_get_type(cmark_node_next(list)) == CMARK_NODE_HEADING) ? true : mistake(c, s->line, "a list of chapters is wanted");

	for (cmark_node *n = ok ? cmark_node_first_child(list) : NULL; ok && n != NULL && is_item(n); n = cmark_node_next(n)) {
		const char *name = item_text(n);
		const unsigned line = (unsigned)cmark_node_get_start_line(n);

		if (name == NULL || !report_has_chapter(name))
			ok = mistake(c, line, "there is no chapter \"%s\"", name != NULL ? name : "");
		else if (!g_hash_table_add(seen, (gpointer)(guintptr)name))
			ok = mistake(c, line, "the chapter \"%s\" stands twice", name);
	}
	g_hash_table_unref(seen);
	return ok;
}

/* ---- whole pages ---- */

bool
page_check(const struct page *page, const struct page *built_in, GError **error)
{
	static const char rules[] = "rules/";
	struct checking c = { page, built_in, g_str_has_prefix(page->name, rules) ? rule_find(page->name + strlen(rules)) : NULL, NULL, error };

	return check_nodes(&c) && check_head(&c) && check_sections(&c) && check_placeholders(&c) &&
	    (strcmp(page->name, "report") != 0 || check_chapters(&c));
}

/* ---- header and footer ---- */

struct furniture_checking {
	const struct words *words;
	GError **error;
};

/* A phrase that waits for more than the numbers of pages would show its braces. */
static bool
filled_there(const char *name, unsigned line, void *closure)
{
	(void)line;
	(void)closure;
	return name != NULL && (settings_name(name) || holds("page pages as-of", name));
}

static bool
is_phrase(const struct words *words, const char *name)
{
	const struct section *s = page_section(words_page(words, "report"), name);

	return s != NULL && section_each_placeholder(s, filled_there, NULL);
}

static bool
furniture_name_known(const char *name, unsigned line, void *closure)
{
	const struct furniture_checking *c = closure;
	const char *file = c->words->theme->file;

	if (name != NULL && (holds(furniture_names, name) || settings_name(name) || is_phrase(c->words, name)))
		return true;
	if (name == NULL)
		g_set_error(c->error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "%s:%u: \"{{\" without \"}}\"", file, line);
	else
		g_set_error(c->error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "%s:%u: {{%s}} has no value here", file, line, name);
	return false;
}

bool
words_check_furniture(const struct words *words, GError **error)
{
	struct furniture_checking c = { words, error };
	const struct theme *t = words->theme;

	for (int i = 0; i < FURNITURE_TEXTS; i++)
		if (!text_each_placeholder(t->furniture[i].text, t->furniture[i].line, false, furniture_name_known, &c))
			return false;
	return true;
}
