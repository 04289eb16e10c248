/* The register of the findings, and a card for each. */
#include <string.h>

#include "clean.h"
#include "compose.h"
#include "limits.h"
#include "unique.h"

enum { THUMBPRINT_SHOWN = 8 };

static const char *
severity_word(const struct composer *c, enum severity severity)
{
	return say_of(c, "severity", severity_name(severity));
}

/* A certificate is known to people by its name; the thumbprint's beginning tells two of one name apart, its place has all of it. */
static const char *
subject_name(const struct composer *c, const struct finding *row)
{
	const struct certificate *known = row->rule->subject == SUBJECT_CERTIFICATE ?
	    certificates_find(c->audit->facts->certificates, row->subject) : NULL;
	const char *name = known == NULL ? NULL : known->common_name != NULL ? known->common_name : known->nnames > 0 ? known->names[0] : NULL;

	if (strcmp(row->subject, ORGANISATION) == 0)
		return say(c, "organisation");
	if (name == NULL || *name == '\0')
		return clean(c, row->subject);
	return region_printf(c->region, "%s (%.*s\u2026)", clean(c, name), THUMBPRINT_SHOWN, row->subject);
}

const char *
row_subject(const struct composer *c, const struct finding *row)
{
	const char *subject = subject_name(c, row);

	if (*row->server != '\0' && g_ascii_strcasecmp(row->server, row->subject) != 0 && !g_str_has_prefix(row->subject, row->server))
		subject = region_printf(c->region, "%s, %s", subject, clean(c, row->server));
	if (*view_name(row->view) != '\0')
		subject = region_printf(c->region, "%s (%s)", subject, say_of(c, "view", view_name(row->view)));
	return subject;
}

const char *
affected_text(const struct composer *c, const struct group *g)
{
	GString *text = g_string_new(NULL);
	struct unique named;
	GPtrArray *subjects;
	const char *kept;

	unique_begin(&named);
	for (guint i = 0; i < g->rows->len; i++) {
		const struct finding *row = g_ptr_array_index(g->rows, i);

		unique_add(&named, subject_name(c, row));
	}
	subjects = unique_end(&named);
	if (subjects->len > SUBJECTS_NAMED)
		g_string_append(text, say_count(c, "affected", subjects->len));
	for (guint i = 0; subjects->len <= SUBJECTS_NAMED && i < subjects->len; i++)
		g_string_append_printf(text, "%s%s", i > 0 ? ", " : "", (const char *)g_ptr_array_index(subjects, i));
	kept = region_strdup(c->region, text->str);
	g_string_free(text, TRUE);
	g_ptr_array_unref(subjects);
	return kept;
}

/* ---- register ---- */

/* The way back from a card: where its line stands in the register. */
static const char *
register_anchor(const struct composer *c, const struct group *g)
{
	return region_printf(c->region, "register-%s", g->number);
}

static void
add_register(const struct composer *c, GPtrArray *to)
{
	const struct column columns[] = {
		{ say(c, "column-number"), 11, false, false }, { say(c, "column-severity"), 15, false, false },
		{ say(c, "column-finding"), 46, false, false }, { say(c, "column-affected"), 27, false, false },
		{ say(c, "column-rule"), 16, true, false },
	};
	const struct group *g;
	struct table t;
	guint at = 0;

	table_begin(&t, BLOCK_TABLE, G_N_ELEMENTS(columns), columns);
	while ((g = next_group(c, STATUS_FAIL, &at)) != NULL) {
		table_cell(&t, styled_runs(c, RUN_STRONG, g->number, region_printf(c->region, "#%s", g->number)), TONE_NONE);
		table_cell(&t, plain_runs(c, severity_word(c, g->severity)), severity_tone(g->severity));
		table_cell(&t, plain_runs(c, rule_title(c->speaker.words, g->rule)), TONE_NONE);
		table_cell(&t, plain_runs(c, affected_text(c, g)), TONE_NONE);
		table_cell(&t, plain_runs(c, g->rule->id), TONE_NONE);
		table_row_anchor(&t, register_anchor(c, g));
	}
	table_end(c, to, &t);
}

/* ---- cards ---- */

static void
extend(GPtrArray *to, GPtrArray *blocks)
{
	g_ptr_array_extend(to, blocks, NULL, NULL);
	g_ptr_array_unref(blocks);
}

static void
add_facts(const struct composer *c, GPtrArray *to, const struct group *g)
{
	const struct column columns[] = {
		{ say(c, "card-affected"), 1, false, false }, { say(c, "card-rule"), 1, false, false }, { say(c, "card-area"), 1, false, false },
	};
	const char *rule = *g->reason != '\0' ? region_printf(c->region, "%s %s", g->rule->id, g->reason) : g->rule->id;
	struct table t;

	table_begin(&t, BLOCK_FACTS, G_N_ELEMENTS(columns), columns);
	table_cell(&t, plain_runs(c, affected_text(c, g)), TONE_NONE);
	table_cell(&t, styled_runs(c, RUN_CODE, rule, g->status == STATUS_FAIL ? region_printf(c->region, "#%s", register_anchor(c, g)) : NULL),
	    TONE_NONE);
	table_cell(&t, plain_runs(c, say_of(c, "family", rule_family(g->rule)->name)), TONE_NONE);
	table_end(c, to, &t);
}

static bool
is_summary(const struct group *g)
{
	return g->rows->len > CARD_ROWS;
}

static guint
rows_told(const struct group *g)
{
	return is_summary(g) ? SUMMARY_ROWS : g->rows->len;
}

/* One row says what was found in a paragraph; several say it in a list, each below its subject. */
static void
add_found(const struct composer *c, GPtrArray *to, const struct group *g)
{
	const guint n = rows_told(g);
	GPtrArray *items;

	heading_add(c, to, 3, say(c, "card-found"), NULL);
	if (g->rows->len == 1) {
		extend(to, row_detail(&c->speaker, g_ptr_array_index(g->rows, 0)));
		return;
	}
	items = g_ptr_array_new();
	for (guint i = 0; i < n; i++) {
		const struct finding *row = g_ptr_array_index(g->rows, i);
		struct block *item = block_add(c, items, BLOCK_ITEM);

		item->runs = styled_runs(c, RUN_STRONG, row_subject(c, row), NULL);
		children_set(c, item, row_detail(&c->speaker, row));
	}
	children_set(c, block_add(c, to, BLOCK_LIST), items);
	if (g->rows->len > n)
		paragraph_add(c, to, say_count(c, "and-more", g->rows->len - n));
}

/* Each place of the rows once, and the file's line in the evidence list that it leads to. */
static void
collect_places(const struct composer *c, const struct group *g, GPtrArray *lines, GPtrArray *links)
{
	GHashTable *seen = g_hash_table_new(g_str_hash, g_str_equal);
	guint beyond = 0;

	for (guint i = 0; i < g->rows->len; i++) {
		const struct finding *row = g_ptr_array_index(g->rows, i);

		for (guint k = 0; k < row->evidence->len; k++) {
			const struct place *at = g_ptr_array_index(row->evidence, k);
			const char *line = place_text(c->region, at);

			if (!g_hash_table_add(seen, (gpointer)(guintptr)line))
				continue;
			if (lines->len >= CARD_PLACES) {
				beyond++;
				continue;
			}
			g_ptr_array_add(lines, (gpointer)(guintptr)line);
			g_ptr_array_add(links, (gpointer)(guintptr)file_link(c, at->file));
		}
	}
	if (beyond > 0) {
		g_ptr_array_add(lines, (gpointer)(guintptr)say_count(c, "and-more", beyond));
		g_ptr_array_add(links, NULL);
	}
	g_hash_table_unref(seen);
}

struct block *
evidence_add(const struct composer *c, GPtrArray *to, const struct group *g)
{
	GPtrArray *lines = g_ptr_array_new(), *links = g_ptr_array_new();
	struct block *b = NULL;

	collect_places(c, g, lines, links);
	if (lines->len > 0) {
		heading_add(c, to, 3, say(c, "card-evidence"), NULL);
		b = block_add(c, to, BLOCK_EVIDENCE);
		b->nlines = lines->len;
		b->lines = region_copy(c->region, lines->pdata, lines->len * sizeof *lines->pdata);
		b->links = region_copy(c->region, links->pdata, links->len * sizeof *links->pdata);
	}
	g_ptr_array_unref(lines);
	g_ptr_array_unref(links);
	return b;
}

static void
add_part(const struct composer *c, GPtrArray *to, const char *phrase, GPtrArray *blocks)
{
	if (blocks->len > 0)
		heading_add(c, to, 3, say(c, phrase), NULL);
	extend(to, blocks);
}

/* "[key] text": the key leads to the document it stands for; "[inference]" and its like stand for none. */
static struct runs
source_runs(const struct composer *c, const char *line)
{
	const char *end = *line == '[' ? strchr(line, ']') : NULL;
	const char *key = end != NULL ? region_strndup(c->region, line + 1, (size_t)(end - line - 1)) : NULL;
	struct run runs[2];

	if (key == NULL || page_section(words_page(c->speaker.words, "references"), key) == NULL)
		return plain_runs(c, line);
	runs[0] = (struct run){ RUN_PLAIN, region_printf(c->region, "[%s]", key), region_printf(c->region, "#ref-%s", key) };
	runs[1] = (struct run){ RUN_PLAIN, end + 1, NULL };
	return (struct runs){ G_N_ELEMENTS(runs), region_copy(c->region, runs, sizeof runs) };
}

static bool
has_code(size_t n, struct block *const *blocks)
{
	for (size_t i = 0; i < n; i++)
		if (blocks[i]->kind == BLOCK_CODE || has_code(blocks[i]->nchildren, blocks[i]->children))
			return true;
	return false;
}

static void
add_remedy(const struct composer *c, GPtrArray *to, const struct group *g)
{
	GPtrArray *blocks = group_remedy(&c->speaker, g->rows);
	const bool cut = is_summary(g) && has_code(blocks->len, (struct block *const *)blocks->pdata);
	pair numbers[] = { { "shown", number_text(c, SUMMARY_COMMANDS) }, { "all", number_text(c, g->rows->len) } };

	add_part(c, to, "card-do", blocks);
	if (cut)
		say_blocks(c, to, "commands-cut", G_N_ELEMENTS(numbers), numbers);
}

static void
add_sources(const struct composer *c, GPtrArray *to, const struct group *g)
{
	GPtrArray *sources = row_sources(&c->speaker, g_ptr_array_index(g->rows, 0)), *items = g_ptr_array_new();

	for (guint i = 0; i < sources->len; i++)
		block_add(c, items, BLOCK_ITEM)->runs = source_runs(c, g_ptr_array_index(sources, i));
	g_ptr_array_unref(sources);
	if (items->len == 0) {
		g_ptr_array_unref(items);
		return;
	}
	heading_add(c, to, 3, say(c, "card-sources"), NULL);
	children_set(c, block_add(c, to, BLOCK_LIST), items);
}

/* What shows that the requirement is met: the exports that the rule reads, once more. */
static void
add_verify(const struct composer *c, GPtrArray *to, const struct group *g)
{
	char **codes = g_strsplit_set(g->rule->needs, "|, ", -1);
	struct unique names;
	GPtrArray *texts;
	char **joined, *exports;

	unique_begin(&names);
	for (size_t i = 0; codes[i] != NULL; i++)
		if (*codes[i] != '\0')
			unique_add(&names, export_title(c, codes[i]));
	texts = unique_end(&names);
	g_ptr_array_add(texts, NULL);
	joined = (char **)texts->pdata;
	exports = g_strjoinv(", ", joined);
	if (*exports != '\0') {
		pair pairs[] = { { "exports", exports }, { "number", g->number } };

		say_blocks(c, to, "card-verify", G_N_ELEMENTS(pairs), pairs);
	}
	g_free(exports);
	g_ptr_array_unref(texts);
	g_strfreev(codes);
}

static void
add_card(const struct composer *c, GPtrArray *to, const struct group *g)
{
	struct block *card = block_add(c, to, BLOCK_FINDING);
	GPtrArray *children = g_ptr_array_new();

	card->number = card->anchor = g->number;
	card->title = rule_title(c->speaker.words, g->rule);
	card->tone = severity_tone(g->severity);
	card->word = severity_word(c, g->severity);
	add_facts(c, children, g);
	add_found(c, children, g);
	add_part(c, children, "card-why", group_why(&c->speaker, g->rows));
	evidence_add(c, children, g);
	add_remedy(c, children, g);
	if (g->status == STATUS_FAIL)
		add_verify(c, children, g);
	add_sources(c, children, g);
	children_set(c, card, children);
}

static void
add_cards(const struct composer *c, GPtrArray *to, enum status status)
{
	const struct group *g;
	guint at = 0;

	while ((g = next_group(c, status, &at)) != NULL)
		add_card(c, to, g);
}

/* Says that some cards are summaries, where any is. */
static void
say_summaries(const struct composer *c, GPtrArray *to)
{
	pair numbers[] = { { "limit", number_text(c, CARD_ROWS) }, { "shown", number_text(c, SUMMARY_ROWS) } };
	const struct group *g;
	guint at = 0;

	while ((g = next_group(c, STATUS_FAIL, &at)) != NULL)
		if (is_summary(g)) {
			say_blocks(c, to, "findings-cut", G_N_ELEMENTS(numbers), numbers);
			return;
		}
}

void
compose_findings(struct composer *c, GPtrArray *to)
{
	const struct counts *n = &c->audit->findings->counts;

	chapter_add(c, to, "findings-chapter");
	if (n->of_status[STATUS_FAIL] > 0) {
		say_blocks(c, to, "findings-intro", 0, NULL);
		say_summaries(c, to);
		add_register(c, to);
		heading_add(c, to, 2, say(c, "cards-title"), "cards");
		add_cards(c, to, STATUS_FAIL);
	} else {
		say_blocks(c, to, "no-findings", 0, NULL);
	}
	if (n->of_status[STATUS_NOTE] == 0)
		return;
	heading_add(c, to, 2, say(c, "notes-title"), "notes");
	say_blocks(c, to, "notes-intro", 0, NULL);
	((struct block *)g_ptr_array_index(to, to->len - 1))->keep = true;
	add_cards(c, to, STATUS_NOTE);
}
