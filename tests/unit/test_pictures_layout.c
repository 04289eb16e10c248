/* Matrices, timelines and pictures of several sizes, laid out and looked at mark by mark: nothing cut, nothing on top of another. */
#include <glib.h>
#include <string.h>

#include "paper.h"

#define LONG_HOST "fra-mail-transport-01-with-a-very-long-name.department-of-the-north.subsidiary.contoso.example"
#define CONNECTOR "Inbound from the partner organisation in the north, second stage"         /* 64 characters, as many as Exchange allows */
#define CYRILLIC "\xd0\xbf\xd0\xbe\xd1\x87\xd1\x82\xd0\xb0.\xd0\xbe\xd1\x82\xd0\xb4\xd0\xb5\xd0\xbb\xd0\xb5\xd0\xbd\xd0\xb8\xd0\xb5-\xd1\x81\xd0\xb2\xd1\x8f\xd0\xb7\xd0\xb8.example"

static const gint64 day = 86400, now = 1780272000;     /* 2026-06-01 */

struct fixture {
	struct font fonts[FACES];
	struct theme *theme;
	struct document document;
	struct layout *layout;
};

/* The pages that the tests are laid out on. */
static const char *page_size;

static void
fixture_open(struct fixture *f)
{
	f->theme = theme_on(page_size);
	fonts_open(f->fonts, f->theme);
	f->document = (struct document){ .region = region_new(), .blocks = g_ptr_array_new(), .phrases = g_hash_table_new(g_str_hash, g_str_equal) };
	f->layout = layout_new(&f->document, f->theme, f->fonts);
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

/* ---- what is looked at ---- */

struct text {
	double left, right, top, bottom;
	const char *text;
};

static void
expect_inside(const struct fixture *f, const struct placed *p, const struct mark *m)
{
	const bool round = m->shape == SHAPE_DISC || m->shape == SHAPE_SYMBOL;
	const double r = m->shape == SHAPE_SYMBOL ? m->w / 2 : m->w, side = f->theme->margin - 5;
	double left = round ? m->x - r : MIN(m->x, m->x + m->w), right = round ? m->x + r : MAX(m->x, m->x + m->w);

	if (m->shape == SHAPE_HEAD)
		left = right = m->x;
	if (m->shape == SHAPE_TEXT && g_str_has_suffix(m->text, " "))
		right -= font_width(&f->fonts[m->face], ' ') * m->size;
	g_assert_cmpfloat(left, >=, side);
	g_assert_cmpfloat(right, <=, f->theme->width - side);
	g_assert_cmpfloat(p->y + m->y, >=, f->theme->top - 6);
	g_assert_cmpfloat(p->y + m->y, <=, f->theme->bottom + 1);
	if (m->shape == SHAPE_BOX || m->shape == SHAPE_FRAME)
		g_assert_cmpfloat(p->y + m->y + m->h, <=, f->theme->bottom + 1);
}

/* Texts of one page, of which no two may touch. */
static void
expect_apart(GArray *texts)
{
	for (guint i = 0; i < texts->len; i++) {
		const struct text *a = &g_array_index(texts, struct text, i);

		for (guint k = i + 1; k < texts->len; k++) {
			const struct text *b = &g_array_index(texts, struct text, k);

			if (a->left < b->right - 0.2 && b->left < a->right - 0.2 && a->top < b->bottom - 0.2 && b->top < a->bottom - 0.2)
				g_error("\"%s\" and \"%s\" overlap", a->text, b->text);
		}
	}
	g_array_set_size(texts, 0);
}

/* Lays out one block.  Returns the pages; *said: all texts, each followed by a line feed. */
static unsigned
look_at(struct fixture *f, struct block *b, GString *said)
{
	GArray *texts = g_array_new(FALSE, FALSE, sizeof(struct text));
	unsigned page = 0;

	layout_blocks(f->layout, &b, 1);
	layout_place(f->layout);
	for (guint i = 0; i < f->layout->places->len; i++) {
		const struct placed *p = &g_array_index(f->layout->places, struct placed, i);
		const struct strip *s = g_ptr_array_index(f->layout->strips, p->strip);

		if (p->page != page)
			expect_apart(texts);
		page = p->page;
		for (guint k = 0; k < s->marks->len; k++) {
			const struct mark *m = &g_array_index(s->marks, struct mark, k);
			const struct text t = { m->x, m->x + m->w, p->y + m->y - m->size * 0.72, p->y + m->y + m->size * 0.2, m->text };

			expect_inside(f, p, m);
			if (m->shape != SHAPE_TEXT)
				continue;
			g_array_append_val(texts, t);
			if (said != NULL)
				g_string_append_printf(said, "%s\n", m->text);
		}
	}
	expect_apart(texts);
	g_array_unref(texts);
	return f->layout->pages;
}

static unsigned
times(const GString *said, const char *text)
{
	unsigned n = 0;

	for (const char *p = said->str; (p = strstr(p, text)) != NULL; p += strlen(text))
		n++;
	return n;
}

/* ---- matrix ---- */

static void
check_matrix(size_t rows, size_t columns, unsigned most_pages)
{
	static const enum tone tones[] = { TONE_MET, TONE_BLOCKER, TONE_ERROR, TONE_WARNING, TONE_OPEN, TONE_NOT_APPLICABLE, TONE_INFO };
	static const char *const words[] = { "Met", "Blocker", "Error", "Warning", "Not evaluated", "n/a", "Info" };
	struct fixture f;
	struct block b = { .kind = BLOCK_MATRIX, .verdicts = true, .nrows = rows, .ncolumns = columns };
	struct column *heads;
	struct cell *cells;
	GString *said = g_string_new(NULL);
	unsigned pages;

	fixture_open(&f);
	heads = region_alloc(f.document.region, columns * sizeof *heads);
	cells = region_alloc(f.document.region, rows * columns * sizeof *cells);
	for (size_t i = 0; i < columns; i++)
		heads[i].title = i == 0 ? "Domain" : i + 1 == columns ? "Verdict" : i % 2 == 0 ? "Not at the cloud" : "Accepted domain";
	for (size_t i = 0; i < rows * columns; i++) {
		const size_t row = i / columns;
		const struct run run = { RUN_PLAIN, i % columns > 0 ? (i + 1) % columns == 0 ? "Reservations" : words[i % 7] :
			row % 50 == 7 ? LONG_HOST : row % 50 == 9 ? CYRILLIC : region_printf(f.document.region, "[%zu].example", row), NULL };

		cells[i].runs = (struct runs){ 1, region_copy(f.document.region, &run, sizeof run) };
		cells[i].tone = i % columns > 0 ? tones[i % 7] : TONE_NONE;
	}
	b.columns = heads;
	b.cells = cells;
	pages = look_at(&f, &b, said);
	g_assert_cmpuint(pages, <=, most_pages);
	g_assert_cmpuint(times(said, "Verdict\n"), >=, pages);           /* the head, on every page */
	for (size_t row = 0; row < rows; row++) {
		char *name = g_strdup_printf("[%zu].", row);

		if (row % 50 != 7 && row % 50 != 9 && times(said, name) == 0)
			g_error("row %zu is missing", row);
		g_free(name);
		if (row > 300)
			row += 13;                      /* looking for each would take longer than all the rest */
	}
	g_string_free(said, TRUE);
	fixture_close(&f);
}

static void
test_matrix(void)
{
	page_size = "size = A4";
	check_matrix(1, 3, 1);
	check_matrix(12, 10, 1);
	check_matrix(40, 22, 9);
	check_matrix(41, 10, 1);
	check_matrix(400, 14, 20);
	check_matrix(2000, 10, 50);
}

/* ---- timeline ---- */

static void
check_timeline(size_t n, size_t limits)
{
	static const struct tick ticks[] = {
		{ 1764547200, "2025-12" }, { 1780272000, "2026-06" }, { 1796083200, "2026-12" }, { 1811808000, "2027-06" }, { 1827619200, "2027-12" },
	};
	static const struct tick bands[] = { { 1782864000, "30 days after the day judged at" }, { 1788048000, "90 days after the day judged at" } };
	static const struct tick ahead[] = { { 1781000000, "200 days at most" }, { 1782000000, "100 days at most" }, { 1827000000, "47 days at most" } };
	static const char *const names[] = { "mail.contoso.com", LONG_HOST, CYRILLIC, CONNECTOR };
	static const struct column heads[] = { { .title = "Certificate" }, { .title = "Expires" } };
	const struct axis axis = { 1764547200, 1827619200, now, "2026-06-01", G_N_ELEMENTS(ticks), limits, G_N_ELEMENTS(bands), ticks, ahead, bands };
	struct block b = { .kind = BLOCK_TIMELINE, .ncolumns = 2, .columns = heads, .axis = &axis, .nspans = n };
	struct fixture f;
	struct span *spans;
	GString *said = g_string_new(NULL);
	unsigned pages;

	fixture_open(&f);
	spans = region_alloc(f.document.region, (n + 1) * sizeof *spans);
	for (size_t i = 0; i < n; i++)
		spans[i] = (struct span){ .name = names[i % 4], .detail = i % 3 == 0 ? "IMAP, POP, IIS, SMTP on " LONG_HOST " and 12 more" : "Root",
		    .tone = (enum tone)(1 + i % 8), .known = i % 11 != 10, .from = now + ((gint64)i * 40 - 2000) * day,
		    .until = now + ((gint64)i * 40 - (i % 5 == 4 ? -9000 : 1000)) * day, .date = "2035-12-31", .left = "valid from 2026-12-31 on",
		    .text = "" };
	b.spans = spans;
	pages = look_at(&f, &b, said);
	g_assert_cmpuint(times(said, "2026-06-01\n"), ==, pages);       /* the flag, on every page */
	g_assert_cmpuint(times(said, "2035-12-31\n"), ==, n);
	g_string_free(said, TRUE);
	fixture_close(&f);
}

/* No bar begins before the axis or ends behind it, however long the span is. */
static void
test_timeline(void)
{
	page_size = "size = A4";
	check_timeline(1, 0);
	check_timeline(7, 1);
	check_timeline(40, 3);
	check_timeline(130, 3);
}

/* ---- picture ---- */

static const char *const details[] = { "presents itself as " LONG_HOST, "certificate " CYRILLIC, "by the range 0.0.0.0/0" };

static struct station
station_of(unsigned column, size_t i)
{
	static const char *const titles[] = { CONNECTOR, "HUB1", LONG_HOST, CYRILLIC ", HUB2, HUB3 and 40 more alike" };

	return (struct station){ .column = column, .stroke = (enum stroke)(i % 3), .tone = (enum tone)(1 + i % 8), .title = titles[i % 4],
		.label = i % 2 == 0 ? "Exchange Online, outbound connector" : NULL, .word = i % 4 > 0 ? "Meant for the session, does not get it" : NULL,
		.nlines = i % 4, .lines = details, .arrow = true, .crossed = i % 5 == 1 };
}

static void
check_picture(size_t lanes, unsigned columns, size_t heads)
{
	struct fixture f;
	struct column *widths;
	struct lane *list;
	struct block b = { .kind = BLOCK_PICTURE, .ncolumns = columns, .nlanes = heads + lanes };
	GString *said = g_string_new(NULL);
	unsigned pages;

	fixture_open(&f);
	widths = region_alloc(f.document.region, columns * sizeof *widths);
	list = region_alloc(f.document.region, b.nlanes * sizeof *list);
	for (unsigned i = 0; i < columns; i++)
		widths[i] = (struct column){ heads == 0 ? "Leads to" : NULL, 1 + 0.3 * i, false, false };
	for (size_t i = 0; i < b.nlanes; i++) {
		struct station *stations = region_alloc(f.document.region, (columns + 1) * sizeof *stations);

		for (unsigned c = 0; c < columns; c++)
			stations[list[i].n++] = station_of(c, i + c);
		if (i % 2 == 1)                 /* two, one below the other */
			stations[list[i].n++] = station_of(columns - 1, i + 3);
		list[i].head = i < heads;
		if (list[i].head)
			stations[0].title = "the head";
		list[i].stations = stations;
	}
	b.columns = widths;
	b.lanes = list;
	pages = look_at(&f, &b, said);
	if (heads > 0)
		g_assert_cmpuint(times(said, "the head\n"), ==, pages * heads);
	else
		g_assert_cmpuint(times(said, "Leads to\n"), ==, pages * columns);
	g_string_free(said, TRUE);
	fixture_close(&f);
}

static void
test_picture(void)
{
	page_size = "size = A4";
	check_picture(1, 2, 1);
	check_picture(1, 4, 0);
	check_picture(9, 3, 0);
	check_picture(60, 2, 1);
	check_picture(120, 4, 0);
}

/* Names wrap more often where pages are narrow, and nothing else changes. */
static void
test_other_pages(void)
{
	static const char *const sizes[] = { "size = Letter", "width = 470\nheight = 700" };

	for (size_t i = 0; i < G_N_ELEMENTS(sizes); i++) {
		page_size = sizes[i];
		check_matrix(30, 9, 60);
		check_matrix(100, 9, 60);
		check_timeline(40, 3);
		check_picture(20, 2, 1);
		check_picture(20, 4, 0);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/pictures-layout/matrix", test_matrix);
	g_test_add_func("/pictures-layout/timeline", test_timeline);
	g_test_add_func("/pictures-layout/picture", test_picture);
	g_test_add_func("/pictures-layout/other-pages", test_other_pages);
	return g_test_run();
}
