#include "compose.h"

#include <string.h>

#include "clean.h"
#include "theme.h"

/* ---- phrases ---- */

const char *
say_with(const struct composer *c, const char *name, size_t n, pair *pairs)
{
	const struct section *s = page_section(c->page, name);
	const struct filler filler = { 0, NULL, c->speaker.as_of, n, pairs };

	/* The braces show a reader, and the tests, that the words are missing. */
	return s != NULL ? section_text(s, &filler, c->region) : region_printf(c->region, "{{%s}}", name);
}

const char *
say(const struct composer *c, const char *name)
{
	return say_with(c, name, 0, NULL);
}

const char *
say_of(const struct composer *c, const char *name, const char *suffix)
{
	return say(c, region_printf(c->region, "%s %s", name, suffix));
}

bool
has_phrase(const struct composer *c, const char *name, const char *suffix)
{
	return page_section(c->page, region_printf(c->region, "%s %s", name, suffix)) != NULL;
}

const char *
say_count(const struct composer *c, const char *name, guint64 n)
{
	pair number[] = { { "n", number_text(c, n) } };

	return say_with(c, n == 1 ? region_printf(c->region, "%s one", name) : name, 1, number);
}

void
say_blocks(const struct composer *c, GPtrArray *to, const char *name, size_t n, pair *pairs)
{
	const struct filler filler = { 0, NULL, c->speaker.as_of, n, pairs };

	section_blocks(page_section(c->page, name), &filler, c->region, to);
}

/* ---- blocks ---- */

struct block *
block_add(const struct composer *c, GPtrArray *to, enum block_kind kind)
{
	struct block *b = region_alloc(c->region, sizeof *b);

	b->kind = kind;
	g_ptr_array_add(to, b);
	return b;
}

void
children_set(const struct composer *c, struct block *b, GPtrArray *children)
{
	b->nchildren = children->len;
	b->children = children->len > 0 ? region_copy(c->region, children->pdata, children->len * sizeof *children->pdata) : NULL;
	g_ptr_array_unref(children);
}

void
heading_add(const struct composer *c, GPtrArray *to, unsigned level, const char *title, const char *anchor)
{
	struct block *b = block_add(c, to, BLOCK_HEADING);

	b->level = level;
	b->title = title;
	b->anchor = anchor;
}

void
chapter_add(struct composer *c, GPtrArray *to, const char *phrase)
{
	heading_add(c, to, 1, say(c, phrase), phrase);
	((struct block *)g_ptr_array_index(to, to->len - 1))->number = number_text(c, ++c->chapter);
}

void
appendix_add(struct composer *c, GPtrArray *to, const char *phrase)
{
	heading_add(c, to, 1, say(c, phrase), phrase);
	((struct block *)g_ptr_array_index(to, to->len - 1))->number = region_printf(c->region, "%c", 'A' + (int)c->appendix++ % 26);
}

struct runs
styled_runs(const struct composer *c, enum run_style style, const char *text, const char *link)
{
	const struct run run = { style, text, link };

	return (struct runs){ 1, region_copy(c->region, &run, sizeof run) };
}

struct runs
plain_runs(const struct composer *c, const char *text)
{
	return styled_runs(c, RUN_PLAIN, text, NULL);
}

void
paragraph_add(const struct composer *c, GPtrArray *to, const char *text)
{
	block_add(c, to, BLOCK_PARAGRAPH)->runs = plain_runs(c, text);
}

const char *
clean(const struct composer *c, const char *text)
{
	return clean_text(c->region, text);
}

const char *
number_text(const struct composer *c, guint64 n)
{
	return region_printf(c->region, "%" G_GUINT64_FORMAT, n);
}

/* ---- tables ---- */

void
table_begin(struct table *t, enum block_kind kind, size_t ncolumns, const struct column *columns)
{
	*t = (struct table){ kind, ncolumns, g_memdup2(columns, ncolumns * sizeof *columns), g_array_new(FALSE, TRUE, sizeof(struct cell)),
		g_ptr_array_new() };
}

void
table_cell(struct table *t, struct runs runs, enum tone tone)
{
	const struct cell cell = { runs, tone };

	g_array_append_val(t->cells, cell);
}

void
table_row_anchor(struct table *t, const char *anchor)
{
	g_ptr_array_set_size(t->anchors, (gint)(t->cells->len / t->ncolumns));
	g_ptr_array_index(t->anchors, t->anchors->len - 1) = (gpointer)(guintptr)anchor;
}

void
table_drop(struct table *t)
{
	g_free(t->columns);
	g_array_unref(t->cells);
	g_ptr_array_unref(t->anchors);
}

struct block *
table_end(const struct composer *c, GPtrArray *to, struct table *t)
{
	struct block *b = block_add(c, to, t->kind);

	b->ncolumns = t->ncolumns;
	b->columns = region_copy(c->region, t->columns, t->ncolumns * sizeof *t->columns);
	b->nrows = t->cells->len / t->ncolumns;
	b->cells = t->cells->len > 0 ? region_copy(c->region, t->cells->data, t->cells->len * sizeof(struct cell)) : NULL;
	if (t->anchors->len > 0) {
		g_ptr_array_set_size(t->anchors, (gint)b->nrows);
		b->row_anchors = region_copy(c->region, t->anchors->pdata, t->anchors->len * sizeof *t->anchors->pdata);
	}
	table_drop(t);
	return b;
}

/* ---- tones ---- */

enum tone
severity_tone(enum severity severity)
{
	static const enum tone tones[] = { TONE_BLOCKER, TONE_ERROR, TONE_WARNING, TONE_INFO, TONE_NOTE };

	return tones[severity];
}

enum tone
finding_tone(const struct finding *row)
{
	static const enum tone tones[] = { TONE_NONE, TONE_OPEN, TONE_NOTE, TONE_NOT_APPLICABLE, TONE_MET };

	return row->status == STATUS_FAIL ? severity_tone(row->severity) : tones[row->status];
}

const char *
finding_word(const struct composer *c, const struct finding *row)
{
	return row->status == STATUS_FAIL ? say_of(c, "severity", severity_name(row->severity)) : say_of(c, "cell", status_name(row->status));
}

enum tone
verdict_tone(const struct findings *f)
{
	const enum tone worst = f->counts.by[STATUS_FAIL][SEVERITY_BLOCKER] > 0 ? TONE_BLOCKER : TONE_ERROR;
	const enum tone tones[] = { worst, TONE_OPEN, TONE_WARNING, TONE_MET };

	return tones[f->verdict];
}

/* ---- groups ---- */

static void
index_groups(const struct composer *c)
{
	for (guint i = 0; i < c->groups->len; i++) {
		struct group *g = g_ptr_array_index(c->groups, i);

		for (guint k = 0; k < g->rows->len; k++)
			g_hash_table_insert(c->group_of, g_ptr_array_index(g->rows, k), g);
	}
}

const char *
finding_link(const struct composer *c, const struct finding *row)
{
	const struct group *g = c->group_of != NULL ? g_hash_table_lookup(c->group_of, row) : NULL;

	return g != NULL && g->number != NULL ? region_printf(c->region, "#%s", g->number) : NULL;
}

const struct group *
next_group(const struct composer *c, enum status status, guint *at)
{
	return groups_next(c->groups, status, at);
}

/* ---- the document ---- */

const char *
export_title(const struct composer *c, const char *code)
{
	const struct section *s = page_section(words_page(c->speaker.words, "exports"), region_printf(c->region, "%s name", code));
	const struct filler nothing = { 0, NULL, c->speaker.as_of, 0, NULL };

	return s != NULL ? section_text(s, &nothing, c->region) : region_printf(c->region, "{{%s name}}", code);
}

static const char *
stated(const struct composer *c, const char *key, const char *otherwise)
{
	const char *text = settings_text(c->audit->facts->settings, "engagement", key);

	return text != NULL && *text != '\0' ? clean(c, text) : otherwise;
}

const char *
report_identity(const struct composer *c)
{
	unsigned char digest[16];
	char **date = g_strsplit(c->speaker.as_of, "-", -1);
	char *day = g_strjoinv("", date);
	const char *made;

	report_digest(c->audit, c->options, digest);
	made = region_printf(c->region, "HA-%s-%02X%02X%02X", day, digest[0], digest[1], digest[2]);
	g_free(day);
	g_strfreev(date);
	return stated(c, "id", made);
}

/* The settings that header and footer name, where the renderer finds phrases. */
static bool
keep_setting(const char *name, unsigned line, void *closure)
{
	const struct composer *c = closure;
	const struct settings *settings = c->audit->facts->settings;

	(void)line;
	if (settings_name(name))
		g_hash_table_insert(c->document->phrases, (gpointer)(guintptr)region_strdup(c->region, name),
		    (gpointer)(guintptr)settings_fill(settings, c->region, region_printf(c->region, "{{%s}}", name)));
	return true;
}

static void
fill_phrases(struct composer *c)
{
	const struct theme *theme = words_theme(c->speaker.words);
	GHashTable *phrases = c->document->phrases;
	const char *logo = say(c, c->document->author != NULL ? "logo-alternate" : "logo-alternate none");

	for (guint i = 0; i < c->page->sections->len; i++) {
		const struct section *s = g_ptr_array_index(c->page->sections, i);

		g_hash_table_insert(phrases, (gpointer)(guintptr)region_strdup(c->region, s->name), (gpointer)(guintptr)say(c, s->name));
	}
	g_hash_table_insert(phrases, (gpointer)(guintptr)"logo-alternate", (gpointer)(guintptr)logo);
	for (int i = 0; i < FURNITURE_TEXTS; i++)
		text_each_placeholder(theme->furniture[i].text, 0, true, keep_setting, c);
}

static void
fill_head(struct composer *c)
{
	struct document *d = c->document;

	d->language = words_language(c->speaker.words);
	d->title = say(c, "report-title");
	d->author = stated(c, "prepared-by", NULL);
	d->subject = say(c, "report-subject");
	d->customer = stated(c, "customer", NULL);
	d->classification = stated(c, "classification", NULL);
	d->tool = "hybrid-audit " HYBRID_AUDIT_VERSION;
	d->date = c->speaker.as_of;
	d->report_id = report_identity(c);
	d->verdict = say_of(c, "verdict", verdict_name(c->audit->findings->verdict));
	d->sentence = verdict_sentence(c);
	fill_phrases(c);
}

/* The chapters that report.md may name, in whatever order it does. */
static const struct chapter {
	const char *name;
	void (*compose)(struct composer *, GPtrArray *);
} chapters[] = {
	{ "cover", compose_cover }, { "summary", compose_summary }, { "contents", compose_contents }, { "domains", compose_domains },
	{ "servers", compose_servers }, { "certificates", compose_certificates }, { "mail-flow", compose_mail_flow }, { "names", compose_names },
	{ "findings", compose_findings }, { "open", compose_open }, { "plan", compose_plan }, { "rules", compose_rules },
	{ "evidence", compose_evidence }, { "basis", compose_basis }, { "glossary", compose_glossary }, { "sign-off", compose_sign_off },
};

bool
report_has_chapter(const char *name)
{
	for (size_t k = 0; k < G_N_ELEMENTS(chapters); k++)
		if (strcmp(name, chapters[k].name) == 0)
			return true;
	return false;
}

static void
compose_chapters(struct composer *c)
{
	const struct filler nothing = { 0, NULL, c->speaker.as_of, 0, NULL };
	char **names = g_strsplit(section_text(page_section(c->page, "chapters"), &nothing, c->region), "\n", -1);

	for (size_t i = 0; names[i] != NULL; i++)
		for (size_t k = 0; k < G_N_ELEMENTS(chapters); k++)
			if (g_str_has_prefix(names[i], "- ") && strcmp(names[i] + 2, chapters[k].name) == 0)
				chapters[k].compose(c, c->document->blocks);
	g_strfreev(names);
}

struct document *
report_compose(const struct audit *audit, const struct options *options, const struct words *words)
{
	struct document *d = g_new0(struct document, 1);
	struct composer c = { { words, NULL, NULL, true }, audit, options, d, NULL, words_page(words, "report"), NULL, 0, 0, NULL };

	d->region = c.region = region_new();
	d->blocks = g_ptr_array_new();
	d->phrases = g_hash_table_new(g_str_hash, g_str_equal);
	c.speaker.region = c.region;
	c.speaker.as_of = region_strdup(c.region, audit->facts->as_of_text);
	c.groups = groups_of(audit->findings, c.region);
	c.group_of = g_hash_table_new(NULL, NULL);
	index_groups(&c);
	fill_head(&c);
	compose_chapters(&c);
	g_hash_table_unref(c.group_of);
	g_ptr_array_unref(c.groups);
	return d;
}

void
document_free(struct document *d)
{
	if (d == NULL)
		return;
	g_ptr_array_unref(d->blocks);
	g_hash_table_unref(d->phrases);
	region_free(d->region);
	g_free(d);
}
