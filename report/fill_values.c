/* The texts that {{name}} stands for: pairs, fields and values of rows, settings. */
#include "fill.h"

#include <string.h>

#include "../audit/rules/rule.h"
#include "clean.h"
#include "limits.h"
#include "unique.h"

static void
add_text(const struct filling *f, struct unique *texts, const char *text)
{
	unique_add(texts, clean_text(f->region, text));
}

static void
add_row_texts(const struct filling *f, struct unique *texts, const struct finding *row, const char *name)
{
	const struct { const char *name, *text; } fields[] = {
		{ "subject", row->subject }, { "server", row->server }, { "view", view_name(row->view) }, { "reason", row->reason },
		{ "severity", severity_name(row->severity) }, { "rule", row->rule->id },
	};
	const struct named *v = finding_named(row, name);

	for (size_t i = 0; i < G_N_ELEMENTS(fields); i++)
		if (strcmp(fields[i].name, name) == 0)
			add_text(f, texts, fields[i].text);
	for (guint i = 0; v != NULL && i < v->items->len; i++)
		add_text(f, texts, g_ptr_array_index(v->items, i));
}

/* The value of "section.key"; "" where it is not set, for a template cannot ask whether it is. */
static const char *
setting_text(const struct settings *settings, const char *name)
{
	const char *dot = strchr(name, '.'), *text;
	char *section = g_strndup(name, (gsize)(dot - name));

	text = settings_text(settings, section, dot + 1);
	g_free(section);
	return text != NULL ? text : "";
}

/* Where several rows speak at once, of very many the rest is counted: each has a row of its own elsewhere. */
static void
count_rest(const struct filling *f, GPtrArray *texts)
{
	const guint n = texts->len;

	if (n <= LIST_ITEMS || (f->filler->nrows <= 1 && !f->brief))
		return;
	g_ptr_array_set_size(texts, LIST_ITEMS);
	g_ptr_array_add(texts, (gpointer)(guintptr)region_printf(f->region, "\u2026 (+%u)", n - LIST_ITEMS));
}

GPtrArray *
texts_of(const struct filling *f, const char *name)
{
	struct unique found;
	GPtrArray *texts;

	unique_begin(&found);
	for (size_t i = 0; i < f->filler->npairs; i++)
		if (strcmp(f->filler->pairs[i][0], name) == 0)
			add_text(f, &found, f->filler->pairs[i][1]);
	if (found.texts->len == 0 && strcmp(name, "as-of") == 0)
		add_text(f, &found, f->filler->as_of);
	for (size_t i = 0, supplied = found.texts->len; supplied == 0 && i < f->filler->nrows; i++)
		add_row_texts(f, &found, f->filler->rows[i], name);
	if (found.texts->len == 0 && f->settings != NULL && settings_name(name))
		add_text(f, &found, setting_text(f->settings, name));
	texts = unique_end(&found);
	count_rest(f, texts);
	if (texts->len > 0)
		return texts;
	g_ptr_array_unref(texts);
	return NULL;
}

char *
only_placeholder(const char *text)
{
	char *t = g_strstrip(g_strdup(text)), *name = NULL;
	const size_t n = strlen(t);

	if (n > 4 && g_str_has_prefix(t, "{{") && strstr(t, "}}") == t + n - 2)
		name = g_strndup(t + 2, n - 4);
	g_free(t);
	return name;
}

static void
append_joined(GString *out, const GPtrArray *texts)
{
	for (guint i = 0; i < texts->len; i++)
		g_string_append_printf(out, "%s%s", i > 0 ? ", " : "", (const char *)g_ptr_array_index(texts, i));
}

const char *
fill_text(const struct filling *f, const char *text)
{
	GString *out = g_string_new(NULL);
	const char *from = text, *open, *close, *kept;

	while ((open = strstr(from, "{{")) != NULL && (close = strstr(open, "}}")) != NULL) {
		char *name = g_strndup(open + 2, (gsize)(close - open - 2));
		GPtrArray *texts = texts_of(f, name);

		g_string_append_len(out, from, open - from);
		if (texts == NULL)
			g_string_append_len(out, open, close + 2 - open);
		if (texts != NULL) {
			append_joined(out, texts);
			g_ptr_array_unref(texts);
		}
		g_free(name);
		from = close + 2;
	}
	g_string_append(out, from);
	kept = region_strdup(f->region, out->str);
	g_string_free(out, TRUE);
	return kept;
}

const char *
settings_fill(const struct settings *settings, struct region *region, const char *text)
{
	const struct filler nothing = { 0, NULL, "{{as-of}}", 0, NULL };
	const struct filling f = { &nothing, region, settings, false };

	return fill_text(&f, text);
}
