/* The last pages: the field's terms, and who stands for the report. */
#include "compose.h"

enum { ROOM = 4 };

void
compose_glossary(struct composer *c, GPtrArray *to)
{
	const struct page *page = words_page(c->speaker.words, "glossary");
	const struct filler nothing = { 0, NULL, c->speaker.as_of, 0, NULL };
	const struct column columns[] = { { say(c, "column-term"), 23, false, false }, { say(c, "column-meaning"), 77, false, false } };
	struct table t;

	appendix_add(c, to, "glossary-appendix");
	table_begin(&t, BLOCK_TABLE, G_N_ELEMENTS(columns), columns);
	for (guint i = 0; i < page->sections->len; i++) {
		const struct section *s = g_ptr_array_index(page->sections, i);

		table_cell(&t, styled_runs(c, RUN_STRONG, s->name, NULL), TONE_NONE);
		table_cell(&t, section_runs(s, &nothing, c->region), TONE_NONE);
	}
	table_end(c, to, &t);
}

void
compose_sign_off(struct composer *c, GPtrArray *to)
{
	static const char *const roles[] = { "sign-assessor", "sign-reviewer", "sign-customer" };
	const struct column columns[] = {
		{ say(c, "column-role"), 22, false, false }, { say(c, "column-name"), 32, false, false },
		{ say(c, "column-signature"), 30, false, false }, { say(c, "column-date"), 16, false, false },
	};
	pair pairs[] = {
		{ "report", c->document->report_id }, { "date", c->speaker.as_of }, { "verdict", c->document->verdict },
		{ "sentence", c->document->sentence },
	};
	struct table t;

	appendix_add(c, to, "sign-off-appendix");
	say_blocks(c, to, "sign-off", G_N_ELEMENTS(pairs), pairs);
	table_begin(&t, BLOCK_TABLE, G_N_ELEMENTS(columns), columns);
	for (size_t i = 0; i < G_N_ELEMENTS(roles); i++) {
		table_cell(&t, styled_runs(c, RUN_STRONG, say(c, roles[i]), NULL), TONE_NONE);
		for (size_t k = 1; k < G_N_ELEMENTS(columns); k++)
			table_cell(&t, plain_runs(c, ""), TONE_NONE);
	}
	table_end(c, to, &t)->room = ROOM;
}
