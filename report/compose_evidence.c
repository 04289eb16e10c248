/* Appendices: the files, what was found in them, the settings, the tables and the sources. */
#include <string.h>

#include "clean.h"
#include "compose.h"
#include "evidence.h"
#include "limits.h"

enum { CITED_SHOWN = 6 };

static enum tone
state_tone(enum source_state state)
{
	static const enum tone tones[] = { TONE_MET, TONE_WARNING, TONE_ERROR, TONE_NOT_APPLICABLE };

	return tones[state];
}

/* ---- files ---- */

/* Names of tables and encodings are what they are; other kinds, sides and views are words. */
static const char *
read_as_word(const struct composer *c, const char *token)
{
	return token != NULL && has_phrase(c, "read-as", token) ? say_of(c, "read-as", token) : token;
}

/* Kind, encoding with the delimiter of a table in quotation marks or the name of another form, side and view. */
static const char *
read_as(const struct composer *c, const struct source *s)
{
	const char *delimiter = strstr(s->encoding, ", ");
	const char *encoding = delimiter == NULL || strlen(delimiter + 2) > 1 ? s->encoding :
	    region_printf(c->region, "%.*s \"%s\"", (int)(delimiter - s->encoding), s->encoding, delimiter + 2);
	const char *parts[] = { encoding, read_as_word(c, s->side), read_as_word(c, s->view) };
	GString *text = g_string_new(read_as_word(c, s->kind));
	const char *kept;

	for (size_t i = 0; i < G_N_ELEMENTS(parts); i++)
		if (parts[i] != NULL && *parts[i] != '\0')
			g_string_append_printf(text, ", %s", parts[i]);
	kept = region_strdup(c->region, text->str);
	g_string_free(text, TRUE);
	return kept;
}

/* Is the file in the list, which may end before all of them? */
static bool
is_listed(const struct composer *c, const char *path)
{
	const GPtrArray *sources = c->audit->facts->sources;
	const struct source *s = facts_source(c->audit->facts, path);

	for (guint i = 0; s != NULL && i < MIN(sources->len, FILES_LISTED); i++)
		if (g_ptr_array_index(sources, i) == s)
			return true;
	return false;
}

const char *
file_link(const struct composer *c, const char *path)
{
	return !is_listed(c, path) ? NULL : region_printf(c->region, "#file-%s", path);
}

/* The numbers of the findings and notes that name a file: path -> GPtrArray of const char *, each once. */
static GHashTable *
citations(const struct composer *c)
{
	GHashTable *by_path = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)g_ptr_array_unref);

	for (guint i = 0; i < c->groups->len; i++) {
		const struct group *g = g_ptr_array_index(c->groups, i);

		for (guint r = 0; g->number != NULL && r < g->rows->len; r++) {
			const GPtrArray *evidence = ((const struct finding *)g_ptr_array_index(g->rows, r))->evidence;

			for (guint k = 0; k < evidence->len; k++) {
				const struct place *at = g_ptr_array_index(evidence, k);
				GPtrArray *numbers = g_hash_table_lookup(by_path, at->file);

				if (numbers == NULL)
					g_hash_table_insert(by_path, (gpointer)(guintptr)at->file, numbers = g_ptr_array_new());
				/* The groups come one after the other. */
				if (numbers->len == 0 || g_ptr_array_index(numbers, numbers->len - 1) != (gconstpointer)g->number)
					g_ptr_array_add(numbers, (gpointer)(guintptr)g->number);
			}
		}
	}
	return by_path;
}

/* The path, and the findings that rest on the file. */
static struct runs
file_runs(const struct composer *c, const struct source *s, const GPtrArray *numbers)
{
	const guint n = numbers == NULL ? 0 : MIN(numbers->len, CITED_SHOWN);
	struct run *runs = region_alloc(c->region, (2 * n + 2) * sizeof *runs);
	size_t used = 0;

	runs[used++] = (struct run){ RUN_PLAIN, clean(c, s->path), NULL };
	for (guint i = 0; i < n; i++) {
		const char *number = g_ptr_array_index(numbers, i);

		runs[used++] = (struct run){ RUN_PLAIN, i == 0 ? " \u2190 " : " ", NULL };
		runs[used++] = (struct run){ RUN_PLAIN, number, region_printf(c->region, "#%s", number) };
	}
	if (numbers != NULL && numbers->len > n)
		runs[used++] = (struct run){ RUN_PLAIN, " \u2026", NULL };
	return (struct runs){ used, runs };
}

/* Where the list ends before all of them. */
static void
say_cut(const struct composer *c, GPtrArray *to, const char *phrase, guint listed, guint all)
{
	pair numbers[] = { { "listed", number_text(c, listed) }, { "all", number_text(c, all) } };

	if (all > listed)
		say_blocks(c, to, phrase, G_N_ELEMENTS(numbers), numbers);
}

static void
add_files(const struct composer *c, GPtrArray *to)
{
	GHashTable *cited = citations(c);
	const GPtrArray *sources = c->audit->facts->sources;
	const struct column columns[] = {
		{ say(c, "column-file"), 27, true, false }, { say(c, "column-state"), 15, false, false }, { say(c, "column-read-as"), 26, false, false },
		{ say(c, "column-objects"), 10, false, true }, { say(c, "column-problems"), 12.5, false, true },
		{ say(c, "column-sha256"), 30.5, true, false },
	};
	struct table t;

	table_begin(&t, BLOCK_TABLE, G_N_ELEMENTS(columns), columns);
	for (guint i = 0; i < MIN(sources->len, FILES_LISTED); i++) {
		const struct source *s = g_ptr_array_index(sources, i);

		table_cell(&t, file_runs(c, s, g_hash_table_lookup(cited, s->path)), TONE_NONE);
		table_cell(&t, plain_runs(c, say_of(c, "state", source_state_name(s->state))), state_tone(s->state));
		table_cell(&t, plain_runs(c, read_as(c, s)), TONE_NONE);
		table_cell(&t, plain_runs(c, number_text(c, s->objects)), TONE_NONE);
		table_cell(&t, plain_runs(c, number_text(c, s->nproblems)), TONE_NONE);
		table_cell(&t, plain_runs(c, s->sha256), TONE_NONE);
		table_row_anchor(&t, file_link(c, s->path) + 1);
	}
	table_end(c, to, &t);
	g_hash_table_unref(cited);
	say_cut(c, to, "files-cut", FILES_LISTED, sources->len);
}

/* ---- problems ---- */

/* "12: field: text". */
static const char *
problem_line(const struct composer *c, const struct problem *p)
{
	const char *at = clean(c, problem_place(c->region, p, NULL));
	const char *field = p->field != NULL ? clean(c, p->field) : "", *text = p->text != NULL ? clean(c, p->text) : "";

	return region_printf(c->region, "%s%s%s%s%s", at, *at != '\0' && (*field != '\0' || *text != '\0') ? ": " : "", field,
	    *field != '\0' && *text != '\0' ? ": " : "", text);
}

/* The words of a code, then its places in the file. */
static void
add_code(const struct composer *c, GPtrArray *to, const struct source *s, const char *code)
{
	const struct section *words = page_section(words_page(c->speaker.words, "problems"), code);
	const struct filler nothing = { 0, NULL, c->speaker.as_of, 0, NULL };
	const guint all = GPOINTER_TO_UINT(g_hash_table_lookup(s->per_code, code));
	GPtrArray *lines = g_ptr_array_new();
	guint listed = 0;

	if (words != NULL)
		section_blocks(words, &nothing, c->region, to);
	else
		paragraph_add(c, to, region_printf(c->region, "{{%s}}", code));
	for (guint i = 0; i < s->problems->len; i++) {
		const struct problem *p = g_ptr_array_index(s->problems, i);
		const char *line = strcmp(p->code, code) == 0 ? problem_line(c, p) : NULL;

		if (line == NULL)
			continue;
		listed++;
		if (*line != '\0')
			g_ptr_array_add(lines, (gpointer)(guintptr)line);
	}
	if (all > listed)
		g_ptr_array_add(lines, (gpointer)(guintptr)say_count(c, "more-lines", all - listed));
	if (lines->len > 0) {
		struct block *b = block_add(c, to, BLOCK_EVIDENCE);

		b->title = say(c, "problem-lines");
		b->nlines = lines->len;
		b->lines = region_copy(c->region, lines->pdata, lines->len * sizeof *lines->pdata);
	}
	g_ptr_array_unref(lines);
}

static void
add_problems_of(const struct composer *c, GPtrArray *to, const struct source *s)
{
	GPtrArray *codes = g_ptr_array_new();

	heading_add(c, to, 3, clean(c, s->path), NULL);
	for (guint i = 0; i < s->problems->len; i++) {
		const char *code = ((struct problem *)g_ptr_array_index(s->problems, i))->code;

		if (g_ptr_array_find_with_equal_func(codes, code, g_str_equal, NULL))
			continue;
		g_ptr_array_add(codes, (gpointer)(guintptr)code);
		add_code(c, to, s, code);
	}
	g_ptr_array_unref(codes);
}

static void
add_problems(const struct composer *c, GPtrArray *to)
{
	const GPtrArray *sources = c->audit->facts->sources;
	guint n = 0;

	for (guint i = 0; i < sources->len; i++) {
		const struct source *s = g_ptr_array_index(sources, i);

		if (s->problems->len == 0)
			continue;
		if (n++ == 0) {
			heading_add(c, to, 2, say(c, "problems-title"), "problems");
			say_blocks(c, to, "problems-intro", 0, NULL);
		}
		if (n <= FILES_EXPLAINED)
			add_problems_of(c, to, s);
	}
	say_cut(c, to, "problems-cut", FILES_EXPLAINED, n);
}

void
compose_evidence(struct composer *c, GPtrArray *to)
{
	pair files[] = { { "files", say_count(c, "files", c->audit->facts->sources->len) } };

	appendix_add(c, to, "evidence-appendix");
	say_blocks(c, to, "evidence-intro", 1, files);
	add_files(c, to);
	add_problems(c, to);
}

/* ---- settings and tables ---- */

static const char *
setting_origin(const struct composer *c, const struct setting *s)
{
	const char *place = place_text(c->region, &s->at);
	pair at[] = { { "place", place } };

	return s->overridden ? say_with(c, "setting-overridden", 1, at) : place;
}

static void
add_settings(const struct composer *c, GPtrArray *to)
{
	const GPtrArray *all = c->audit->facts->settings->all;
	const struct column columns[] = {
		{ say(c, "column-setting"), 32, true, false }, { say(c, "column-value"), 38, false, false },
		{ say(c, "column-origin"), 30, false, false },
	};
	struct table t;

	heading_add(c, to, 2, say(c, "settings-title"), "settings");
	if (all->len == 0) {
		say_blocks(c, to, "no-settings", 0, NULL);
		return;
	}
	say_blocks(c, to, "settings-intro", 0, NULL);
	table_begin(&t, BLOCK_TABLE, G_N_ELEMENTS(columns), columns);
	for (guint i = 0; i < all->len; i++) {
		const struct setting *s = g_ptr_array_index(all, i);

		table_cell(&t, plain_runs(c, region_printf(c->region, "[%s] %s", clean(c, s->section), clean(c, s->key))), TONE_NONE);
		table_cell(&t, plain_runs(c, clean(c, s->value)), TONE_NONE);
		table_cell(&t, plain_runs(c, setting_origin(c, s)), TONE_NONE);
	}
	table_end(c, to, &t);
}

static void
add_tables(const struct composer *c, GPtrArray *to)
{
	const GArray *tables = c->audit->facts->knowledge->tables;
	const struct column columns[] = {
		{ say(c, "column-table"), 24, true, false }, { say(c, "column-as-of"), 13, false, false }, { say(c, "column-source"), 63, false, false },
	};
	struct table t;

	heading_add(c, to, 2, say(c, "tables-title"), "tables");
	say_blocks(c, to, "tables-intro", 0, NULL);
	table_begin(&t, BLOCK_TABLE, G_N_ELEMENTS(columns), columns);
	for (guint i = 0; i < tables->len; i++) {
		const struct knowledge_table *k = &g_array_index(tables, struct knowledge_table, i);
		const bool built_in = strcmp(k->origin, "embedded") == 0;
		pair file[] = { { "file", k->origin }, { "source", k->source } };

		table_cell(&t, plain_runs(c, clean(c, k->name)), TONE_NONE);
		table_cell(&t, plain_runs(c, clean(c, k->as_of)), TONE_NONE);
		table_cell(&t, plain_runs(c, built_in ? clean(c, k->source) : say_with(c, "table-replaced", 2, file)), TONE_NONE);
	}
	table_end(c, to, &t);
}

/* ---- sources ---- */

/* The keys in brackets that the rows' sources begin with. */
static GHashTable *
cited_keys(const struct composer *c)
{
	GHashTable *keys = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (guint i = 0; i < c->groups->len; i++) {
		const struct group *g = g_ptr_array_index(c->groups, i);
		GPtrArray *sources = row_sources(&c->speaker, g_ptr_array_index(g->rows, 0));

		for (guint k = 0; k < sources->len; k++) {
			const char *line = g_ptr_array_index(sources, k), *end = strchr(line, ']');

			if (*line == '[' && end != NULL)
				g_hash_table_add(keys, g_strndup(line + 1, (gsize)(end - line - 1)));
		}
		g_ptr_array_unref(sources);
	}
	return keys;
}

static void
add_references(const struct composer *c, GPtrArray *to)
{
	const struct page *page = words_page(c->speaker.words, "references");
	const struct filler nothing = { 0, NULL, c->speaker.as_of, 0, NULL };
	const struct column columns[] = { { say(c, "column-key"), 28, true, false }, { say(c, "column-reference"), 72, false, false } };
	GHashTable *keys = cited_keys(c);
	struct table t;

	heading_add(c, to, 2, say(c, "references-title"), "references");
	say_blocks(c, to, "references-intro", 0, NULL);
	table_begin(&t, BLOCK_TABLE, G_N_ELEMENTS(columns), columns);
	for (guint i = 0; i < page->sections->len; i++) {
		const struct section *s = g_ptr_array_index(page->sections, i);

		if (!g_hash_table_contains(keys, s->name))
			continue;
		table_cell(&t, plain_runs(c, s->name), TONE_NONE);
		table_cell(&t, section_runs(s, &nothing, c->region), TONE_NONE);
		table_row_anchor(&t, region_printf(c->region, "ref-%s", s->name));
	}
	table_end(c, to, &t);
	g_hash_table_unref(keys);
}

void
compose_basis(struct composer *c, GPtrArray *to)
{
	appendix_add(c, to, "basis-appendix");
	add_settings(c, to);
	add_tables(c, to);
	add_references(c, to);
}
