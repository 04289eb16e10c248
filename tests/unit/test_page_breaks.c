/* Tables, lists and cards that begin at every height of a page: nothing is left alone at its foot or at the head of the next one. */
#include <glib.h>
#include <string.h>

#include "paper.h"

#define RUNS(...) { 1, (const struct run[]){ { RUN_PLAIN, __VA_ARGS__, NULL } } }

enum { LINES = 60, ROWS = 5 };          /* of what stands above: more than a page holds */

static const struct column columns[] = { { .title = "Rule", .weight = 1 }, { .title = "Requirement", .weight = 3 } };
static const struct cell cells[] = {
	{ RUNS("row1"), TONE_NONE }, { RUNS("one"), TONE_NONE }, { RUNS("row2"), TONE_NONE }, { RUNS("two"), TONE_NONE },
	{ RUNS("row3"), TONE_NONE }, { RUNS("three"), TONE_NONE }, { RUNS("row4"), TONE_NONE }, { RUNS("four"), TONE_NONE },
	{ RUNS("row5"), TONE_NONE }, { RUNS("five"), TONE_NONE },
};
static struct block line = { .kind = BLOCK_PARAGRAPH, .runs = RUNS("above") };
static struct block intro = { .kind = BLOCK_PARAGRAPH, .runs = RUNS("intro:") };
static struct block heading = { .kind = BLOCK_HEADING, .level = 2, .title = "heading" };
static struct block table = { .kind = BLOCK_TABLE, .ncolumns = 2, .columns = columns, .nrows = ROWS, .cells = cells };
static struct block item = { .kind = BLOCK_ITEM, .runs = RUNS("item") };
static struct block below = { .kind = BLOCK_ITEM, .runs = RUNS("last"), .nchildren = 1, .children = (struct block *const[]){ &intro } };
static struct block list = { .kind = BLOCK_LIST, .nchildren = 2, .children = (struct block *const[]){ &item, &below } };
static const char *const commands[] = { "Get-ReceiveConnector" };
static struct block code = { .kind = BLOCK_CODE, .nlines = 1, .lines = commands };

struct fixture {
	struct font fonts[FACES];
	struct theme *theme;
	struct document document;
	struct layout *layout;
};

/* The blocks below some lines of text. */
static void
fixture_open(struct fixture *f, unsigned lines, size_t n, struct block *const *blocks)
{
	f->theme = theme_on("size = A4");
	fonts_open(f->fonts, f->theme);
	f->document = (struct document){ .region = region_new(), .blocks = g_ptr_array_new(), .phrases = g_hash_table_new(g_str_hash, g_str_equal) };
	while (lines-- > 0)
		g_ptr_array_add(f->document.blocks, &line);
	for (size_t i = 0; i < n; i++)
		g_ptr_array_add(f->document.blocks, blocks[i]);
	f->layout = layout_new(&f->document, f->theme, f->fonts);
	layout_blocks(f->layout, (struct block *const *)f->document.blocks->pdata, f->document.blocks->len);
	layout_place(f->layout);
}

static void
fixture_close(struct fixture *f)
{
	layout_free(f->layout);
	g_ptr_array_unref(f->document.blocks);
	g_hash_table_unref(f->document.phrases);
	region_free(f->document.region);
	theme_free(f->theme);
}

/* The first strip that says the text, as it is placed. */
static const struct placed *
place_of(const struct fixture *f, const char *text)
{
	for (guint i = 0; i < f->layout->places->len; i++) {
		const struct placed *p = &g_array_index(f->layout->places, struct placed, i);
		const struct strip *s = g_ptr_array_index(f->layout->strips, p->strip);

		for (guint k = 0; k < s->marks->len; k++) {
			const struct mark *m = &g_array_index(s->marks, struct mark, k);

			if (m->shape == SHAPE_TEXT && strcmp(m->text, text) == 0)
				return p;
		}
	}
	g_error("%s is nowhere", text);
}

static void
expect_together(const struct fixture *f, const char *first, const char *second)
{
	g_assert_cmpuint(place_of(f, first)->page, ==, place_of(f, second)->page);
}

static void
test_table(void)
{
	struct block *const blocks[] = { &heading, &intro, &table };
	unsigned broken = 0;

	for (unsigned lines = 0; lines < LINES; lines++) {
		struct fixture f;

		fixture_open(&f, lines, G_N_ELEMENTS(blocks), blocks);
		expect_together(&f, "heading", "intro:");
		expect_together(&f, "intro:", "Rule");
		expect_together(&f, "Rule", "row1");
		expect_together(&f, "row1", "row2");
		expect_together(&f, "row4", "row5");
		broken += place_of(&f, "row1")->page != place_of(&f, "row5")->page;
		fixture_close(&f);
	}
	g_assert_cmpuint(broken, >, 0);
}

/* What says what follows stays with it, and what belongs to an item stands nearer to it than the item to the one before. */
static void
test_intro(void)
{
	struct block *const before_list[] = { &heading, &intro, &list }, *const before_code[] = { &heading, &intro, &code };

	for (unsigned lines = 0; lines < LINES; lines++) {
		struct fixture f;

		fixture_open(&f, lines, G_N_ELEMENTS(before_list), before_list);
		expect_together(&f, "intro:", "item");
		if (lines == 0) {
			const double item_at = place_of(&f, "item")->y, last_at = place_of(&f, "last")->y;
			const struct placed *child = place_of(&f, "last") + 1;

			g_assert_cmpfloat(child->y - last_at, <, last_at - item_at);
		}
		fixture_close(&f);
		fixture_open(&f, lines, G_N_ELEMENTS(before_code), before_code);
		expect_together(&f, "intro:", "Get-ReceiveConnector");
		fixture_close(&f);
	}
}

/* A card that no page holds as a whole begins where a quarter of the page is left for it. */
static void
test_card(void)
{
	struct block *inside[LINES], card = { .kind = BLOCK_FINDING, .number = "F-001", .title = "title", .tone = TONE_ERROR, .word = "Error",
		.nchildren = LINES, .children = inside };
	struct block *const blocks[] = { &card };

	for (unsigned i = 0; i < LINES; i++)
		inside[i] = &intro;
	for (unsigned lines = 0; lines < LINES; lines++) {
		struct fixture f;
		const struct placed *p;

		fixture_open(&f, lines, G_N_ELEMENTS(blocks), blocks);
		p = place_of(&f, "title");
		g_assert_cmpfloat(f.theme->bottom - p->y, >, 0.22 * (f.theme->bottom - f.theme->top));
		fixture_close(&f);
	}
}

/* A line or two too many keep to the page, with less room between them; more of them begin the next one. */
static void
test_squeezed(void)
{
	double spilled = 0;
	unsigned pages = 1;

	for (unsigned lines = 1; pages == 1 && lines < LINES; lines++) {
		struct fixture f;
		const struct placed *last;
		const struct strip *s;

		fixture_open(&f, lines, 0, NULL);
		pages = f.layout->pages;
		last = &g_array_index(f.layout->places, struct placed, f.layout->places->len - 1);
		s = g_ptr_array_index(f.layout->strips, last->strip);
		g_assert_cmpfloat(last->y + s->height, <=, f.theme->bottom);
		if (pages == 1)
			spilled = lines * s->height + (lines - 1) * 6 - (f.theme->bottom - f.theme->top);
		fixture_close(&f);
	}
	g_assert_cmpuint(pages, ==, 2);
	g_assert_cmpfloat(spilled, >, 0);
	g_assert_cmpfloat(spilled, <=, 30);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/page-breaks/table", test_table);
	g_test_add_func("/page-breaks/intro", test_intro);
	g_test_add_func("/page-breaks/card", test_card);
	g_test_add_func("/page-breaks/squeezed", test_squeezed);
	return g_test_run();
}
