#include <glib/gstdio.h>
#include <string.h>

#include "paper.h"

/* A document with every kind of block, some too large for a page, rendered and looked at mark by mark. */

#define RUN(...) { 1, (const struct run[]){ { __VA_ARGS__ } } }
#define PLAIN(text) RUN(RUN_PLAIN, text, NULL)
#define CELL(words) { PLAIN(words), TONE_NONE }
#define LONG_NAME "autodiscover.a-very-long-department-name.subsidiary-of-the-north.fabrikam.contoso.example.com"
#define THUMBPRINT "0123456789ABCDEF0123456789ABCDEF01234567"

enum { DOMAINS = 40, REQUIREMENTS = 12 };

static const struct share severities[] = {
	{ TONE_BLOCKER, "Blocker", 2 }, { TONE_ERROR, "Error", 3 }, { TONE_WARNING, "Warning", 5 }, { TONE_INFO, "Info", 1 },
	{ TONE_NOTE, "Note", 0 },
};
static const struct share area[] = { { TONE_MET, "Met", 8 }, { TONE_ERROR, "Not met", 4 }, { TONE_OPEN, "Not evaluated", 1 } };
static const struct bar bars[] = { { "Autodiscover", 3, area }, { "Certificates and what they are used for", 2, area } };
static const char *const commands[] = {
	"Get-ReceiveConnector | Format-List Identity,RemoteIPRanges",
	"Set-ReceiveConnector -Identity 'EX01\\Inbound from Office 365' -RemoteIPRanges @{Add='10.20.8.15'} -TlsCertificateName "
	"'<I>CN=Contoso Issuing CA 2, O=Contoso Ltd, C=US<S>CN=mail.contoso.com, O=Contoso Ltd, L=Redmond' -AuthMechanism Tls",
};
static const struct column fact_columns[] = {
	{ .title = "Affected" }, { .title = "Rule and source" }, { .title = "Thumbprint" },
};
static const struct cell fact_cells[] = { CELL(LONG_NAME), CELL("CONN-003"), { RUN(RUN_CODE, THUMBPRINT, NULL), TONE_NONE } };
static const struct column table_columns[] = {
	{ .title = "ID", .weight = 1 }, { .title = "Severity", .weight = 1.6 }, { .title = "Finding", .weight = 5 },
	{ .title = "SHA-1", .weight = 2, .code = true }, { .title = "Rows", .weight = 1, .right = true },
};

/* The runs of a caller's compound literal live no longer than its function. */
static struct block *
child(struct document *d, struct block value)
{
	value.runs.run = region_copy(d->region, value.runs.run, value.runs.n * sizeof(struct run));
	return region_copy(d->region, &value, sizeof(value));
}

static struct block *
block(struct document *d, struct block value)
{
	struct block *b = child(d, value);

	g_ptr_array_add(d->blocks, b);
	return b;
}

static struct block *const *
children(struct document *d, size_t n, struct block *const *list)
{
	return region_copy(d->region, list, n * sizeof(*list));
}

static void
add_table(struct document *d, size_t rows)
{
	struct cell *cells = region_alloc(d->region, rows * 5 * sizeof(*cells));

	for (size_t i = 0; i < rows; i++) {
		const struct cell row[5] = {
			{ RUN(RUN_PLAIN, "F-001", "#F-001"), TONE_NONE }, { PLAIN("Blocker"), TONE_BLOCKER },
			CELL(i % 3 == 0 ? "The name " LONG_NAME " is missing" : "Names missing"), CELL(THUMBPRINT), CELL("118"),
		};
		for (size_t k = 0; k < 5; k++) {
			cells[5 * i + k].tone = row[k].tone;
			cells[5 * i + k].runs.n = 1;
			cells[5 * i + k].runs.run = region_copy(d->region, row[k].runs.run, sizeof(struct run));
		}
	}
	block(d, (struct block){ .kind = BLOCK_TABLE, .ncolumns = 5, .columns = table_columns, .nrows = rows, .cells = cells });
}

static void
add_matrix(struct document *d)
{
	static const enum tone tones[] = { TONE_MET, TONE_BLOCKER, TONE_WARNING, TONE_OPEN, TONE_NOT_APPLICABLE, TONE_INFO, TONE_ERROR };
	static const char *const words[] = { "Met", "Blocker", "Warning", "Not evaluated", "n/a", "Info", "Error" };
	struct column *columns = region_alloc(d->region, (REQUIREMENTS + 1) * sizeof(*columns));
	struct cell *cells = region_alloc(d->region, (size_t)DOMAINS * (REQUIREMENTS + 1) * sizeof(*cells));

	columns[0] = (struct column){ .title = "Domain" };
	for (size_t k = 1; k <= REQUIREMENTS; k++)
		columns[k].title = "Autodiscover record";
	for (size_t i = 0; i < DOMAINS; i++)
		for (size_t k = 0; k <= REQUIREMENTS; k++) {
			struct run run = { RUN_PLAIN, words[(i + k) % 7], NULL };
			struct cell *cell = &cells[i * (REQUIREMENTS + 1) + k];

			if (k == 0)
				run.text = region_printf(d->region, "domain-%zu.contoso.com", i);
			else
				cell->tone = tones[(i + k) % 7];
			cell->runs.n = 1;
			cell->runs.run = region_copy(d->region, &run, sizeof(run));
		}
	block(d, (struct block){ .kind = BLOCK_MATRIX, .ncolumns = REQUIREMENTS + 1, .columns = columns, .nrows = DOMAINS, .cells = cells });
}

static void
add_finding(struct document *d, const char *number, enum tone tone, const char *word, size_t paragraphs)
{
	struct block *list[64];
	size_t n = 0;
	struct block *code = child(d, (struct block){ .kind = BLOCK_CODE, .nlines = 2, .lines = commands });
	struct block *item = child(d, (struct block){ .kind = BLOCK_ITEM, .runs = PLAIN("Add the address of the load balancer."),
	    .nchildren = 1, .children = children(d, 1, &code) });

	list[n++] = child(d, (struct block){ .kind = BLOCK_FACTS, .ncolumns = 3, .columns = fact_columns, .nrows = 1, .cells = fact_cells });
	list[n++] = child(d, (struct block){ .kind = BLOCK_HEADING, .level = 3, .title = "Why it matters" });
	while (paragraphs-- > 0)
		list[n++] = child(d, (struct block){ .kind = BLOCK_PARAGRAPH, .runs = PLAIN("Exchange Online asks for the name " LONG_NAME
		    " of each domain. The request ends in a certificate error, and users of those domains see no availability of others.") });
	list[n++] = child(d, (struct block){ .kind = BLOCK_EVIDENCE, .title = "Evidence", .nlines = 2, .lines = commands });
	list[n++] = child(d, (struct block){ .kind = BLOCK_LIST, .ordered = true, .nchildren = 1, .children = children(d, 1, &item) });
	block(d, (struct block){ .kind = BLOCK_FINDING, .number = number, .anchor = number, .tone = tone, .word = word,
	    .title = "Autodiscover names missing from the hybrid certificate", .nchildren = n, .children = children(d, n, list) });
}

static void
add_summary(struct document *d)
{
	struct block *inner = child(d, (struct block){ .kind = BLOCK_PARAGRAPH, .runs = PLAIN("Both causes are configuration.") });
	struct block *action = child(d, (struct block){ .kind = BLOCK_ITEM, .runs = PLAIN("Add 10.20.8.15 to the connector."),
	    .number = "F-002", .anchor = "F-002", .word = "Exchange team, minutes" });

	block(d, (struct block){ .kind = BLOCK_HEADING, .level = 1, .number = "1", .title = "Summary", .anchor = "summary" });
	block(d, (struct block){ .kind = BLOCK_BAND, .tone = TONE_BLOCKER, .word = "Not ready", .nchildren = 1,
	    .runs = PLAIN("Mail is refused with 454 4.7.5."), .children = children(d, 1, &inner) });
	block(d, (struct block){ .kind = BLOCK_TILES, .nshares = 5, .shares = severities });
	block(d, (struct block){ .kind = BLOCK_DONUT, .title = "Findings by severity", .word = "findings", .nshares = 5, .shares = severities });
	block(d, (struct block){ .kind = BLOCK_BARS, .title = "Requirements by area", .nbars = 2, .bars = bars });
	block(d, (struct block){ .kind = BLOCK_HEADING, .level = 2, .title = "What to do first", .anchor = "first" });
	block(d, (struct block){ .kind = BLOCK_ACTIONS, .nchildren = 1, .children = children(d, 1, &action) });
}

static struct document *
document_sample(void)
{
	struct document *d = g_new0(struct document, 1);

	d->region = region_new();
	d->blocks = g_ptr_array_new();
	d->phrases = g_hash_table_new(g_str_hash, g_str_equal);
	g_hash_table_insert(d->phrases, region_strdup(d->region, "page-of"), region_strdup(d->region, "Page {{page}} of {{pages}}"));
	d->language = "en";
	d->title = "Hybrid readiness audit";
	d->author = "B\xc3\xbcro N\xc3\xbcrnberg";
	d->customer = "Contoso Ltd.";
	d->classification = "Confidential";
	d->report_id = "HA-20260601-7F3C91";
	d->tool = "hybrid-audit 1.0";
	d->date = "2026-06-01";
	block(d, (struct block){ .kind = BLOCK_COVER, .number = "Hybrid readiness audit", .title = "Certificates, DNS and mail flow for "
	    "Exchange hybrid", .subtitle = "Contoso Ltd.", .tone = TONE_BLOCKER, .word = "Not ready", .runs = PLAIN("5 findings"),
	    .ncolumns = 3, .columns = fact_columns, .nrows = 1, .cells = fact_cells });
	block(d, (struct block){ .kind = BLOCK_HEADING, .level = 1, .title = "Contents" });
	block(d, (struct block){ .kind = BLOCK_CONTENTS });
	add_summary(d);
	block(d, (struct block){ .kind = BLOCK_HEADING, .level = 1, .number = "2", .title = "Domains", .anchor = "domains" });
	add_matrix(d);
	block(d, (struct block){ .kind = BLOCK_HEADING, .level = 1, .number = "3", .title = "Findings", .anchor = "findings" });
	add_table(d, 60);
	add_finding(d, "F-001", TONE_BLOCKER, "Blocker", 2);
	add_finding(d, "F-002", TONE_ERROR, "Error", 3);
	add_finding(d, "F-003", TONE_WARNING, "Warning", 40);
	return d;
}

static void
document_drop(struct document *d)
{
	g_ptr_array_unref(d->blocks);
	g_hash_table_unref(d->phrases);
	region_free(d->region);
	g_free(d);
}

static struct theme *
theme_built_in(void)
{
	return theme_on("size = A4");
}

/* ---- tests ---- */

static void
test_fonts(void)
{
	struct font fonts[FACES];
	struct theme *theme = theme_built_in();

	fonts_open(fonts, theme);
	for (int face = 0; face < FACES; face++) {
		g_assert_cmpuint(font_nested_composites(&fonts[face]), ==, 0);
		g_assert_cmpuint(font_glyph(&fonts[face], 0xfc), !=, 0);
		g_assert_cmpuint(font_glyph(&fonts[face], 0x4e2d), ==, 0);
		g_assert_cmpuint(font_glyph(&fonts[face], 0x1f600), ==, 0);
	}
	/* Every glyph of the fixed-width face is 600 of 1000 units wide. */
	g_assert_cmpfloat_with_epsilon(font_width(&fonts[FACE_CODE], 'i'), 0.6, 1e-9);
	g_assert_cmpfloat(font_width(&fonts[FACE_REGULAR], 'i'), <, font_width(&fonts[FACE_REGULAR], 'm'));
	g_assert_false(font_open(&fonts[0], (const guint8 *)"\0\1\0\0", 4));
	theme_free(theme);
}

static void
expect_theme_error(const char *ini, enum theme_error code, const char *where)
{
	GError *error = NULL;

	g_assert_null(theme_parse(ini, strlen(ini), "theme.ini", &error));
	g_assert_error(error, theme_error_quark(), (int)code);
	g_assert_true(g_str_has_prefix(error->message, where));
	g_clear_error(&error);
}

static void
test_theme(void)
{
	theme_free(theme_built_in());
	expect_theme_error("[page]\nwidth = wide\n", THEME_ERROR_VALUE, "theme.ini:2: ");
	expect_theme_error("[page]\nwidth = 595\n\nwidth = 595\n", THEME_ERROR_TWICE, "theme.ini:4: ");
	expect_theme_error("# none\n[colour]\npink = #ff00ff\n", THEME_ERROR_KEY, "theme.ini:3: ");
	expect_theme_error("[colour]\nink = #ff00\n", THEME_ERROR_VALUE, "theme.ini:2: ");
	expect_theme_error("width\n", THEME_ERROR_LINE, "theme.ini:1: ");
	expect_theme_error("[page]\nwidth = 595\n", THEME_ERROR_MISSING, "theme.ini:");
}

struct fixture {
	struct font fonts[FACES];
	struct theme *theme;
	struct document *document;
	struct layout *layout;
};

static void
fixture_open_on(struct fixture *f, const char *size)
{
	f->theme = theme_on(size);
	fonts_open(f->fonts, f->theme);
	f->document = document_sample();
	f->layout = layout_new(f->document, f->theme, f->fonts);
}

static void
fixture_open(struct fixture *f)
{
	fixture_open_on(f, "size = A4");
}

static void
fixture_close(struct fixture *f)
{
	layout_free(f->layout);
	document_drop(f->document);
	theme_free(f->theme);
}

static void
expect_lines(const struct layout *l, const char *text, double width, size_t n, const char *const *expected)
{
	const struct text_style style = { .type = TYPE_BODY };
	struct lines lines = text_break_plain(l, text, &style, width);

	g_assert_cmpuint(lines.n, ==, n);
	for (size_t i = 0; i < MIN(n, lines.n); i++)
		g_assert_cmpstr(lines.line[i].segment[0].text, ==, expected[i]);
}

static void
test_lines(void)
{
	static const char *const words[] = { "one ", "two" }, *const name[] = { "autodiscover.", "contoso.com" };
	static const char *const print[] = { "0123456789ABCDEF0123", "456789ABCDEF01234567" };
	static const char *const camel[] = { "Organization", "Configuration" };
	static const char *const scrap[] = { "EXO-", "Organization", "Relationship" };
	static const char *const hidden[] = { "a<U+202E>b<U+4E2D>" };
	struct fixture f;

	fixture_open(&f);
	expect_lines(f.layout, "one two", 24, 2, words);
	expect_lines(f.layout, "autodiscover.contoso.com", 80, 2, name);
	expect_lines(f.layout, THUMBPRINT, 130, 2, print);
	expect_lines(f.layout, "OrganizationConfiguration", 85, 2, camel);
	expect_lines(f.layout, "EXO-OrganizationRelationship", 70, 3, scrap);
	expect_lines(f.layout, "a\xe2\x80\xae" "b\xe4\xb8\xad", 300, 1, hidden);
	g_assert_cmpstr(text_clean(f.layout, "e\xcc\x81\xff"), ==, "\xc3\xa9\xef\xbf\xbd");
	fixture_close(&f);
}

/* The box a mark covers; text reaches from its ascent to its descent. */
static void
mark_extent(const struct mark *m, double *left, double *right, double *top, double *bottom)
{
	bool round = m->shape == SHAPE_DISC || m->shape == SHAPE_RING || m->shape == SHAPE_SYMBOL || m->shape == SHAPE_SLICE;
	double r = m->shape == SHAPE_SYMBOL ? m->w / 2 : m->w;

	*left = round ? m->x - r : m->shape == SHAPE_PAGE_NUMBER ? m->x - 20 : m->x;
	*right = round ? m->x + r : m->shape == SHAPE_PAGE_NUMBER ? m->x : m->x + m->w;
	*top = round ? m->y - r : m->shape == SHAPE_TEXT ? m->y - m->size * 0.8 : m->y;
	*bottom = round ? m->y + r : m->shape == SHAPE_TEXT ? m->y + m->size * 0.25 : m->y + m->h;
}

/* Hanging spaces do not show. */
static double
space_at_end(const struct layout *l, const struct mark *m)
{
	return m->shape == SHAPE_TEXT && g_str_has_suffix(m->text, " ") ? font_width(&l->fonts[m->face], ' ') * m->size : 0;
}

static void
expect_inside(const char *size)
{
	struct fixture f;
	unsigned seen = 0, last = 0;

	fixture_open_on(&f, size);
	layout_blocks(f.layout, (struct block *const *)f.document->blocks->pdata, f.document->blocks->len);
	layout_place(f.layout);
	for (guint i = 0; i < f.layout->places->len; i++) {
		const struct placed *p = &g_array_index(f.layout->places, struct placed, i);
		const struct strip *s = g_ptr_array_index(f.layout->strips, p->strip);
		double side = s->full_page ? 0 : f.theme->margin - 5, foot = s->full_page ? f.theme->height : f.theme->bottom + 1;

		g_assert_true(p->page == last || p->page == last + 1);
		last = p->page;
		for (guint k = 0; k < s->marks->len; k++) {
			const struct mark *m = &g_array_index(s->marks, struct mark, k);
			double left, right, top, bottom;

			mark_extent(m, &left, &right, &top, &bottom);
			/* Arcs of the cover's rings are cut at the edge; their circles are not. */
			if (s->full_page && m->shape == SHAPE_SLICE)
				continue;
			g_assert_cmpfloat(left, >=, side);
			g_assert_cmpfloat(right - space_at_end(f.layout, m), <=, f.theme->width - side + 0.1);
			g_assert_cmpfloat(p->y + top, >=, s->full_page ? 0 : f.theme->top - 6);
			g_assert_cmpfloat(p->y + bottom, <=, foot);
			seen++;
		}
	}
	g_assert_cmpuint(seen, >, 2000);
	g_assert_cmpuint(last + 1, ==, f.layout->pages);
	g_assert_nonnull(layout_anchor(f.layout, "F-003"));
	g_assert_null(layout_anchor(f.layout, "F-999"));
	fixture_close(&f);
}

static void
test_inside(void)
{
	expect_inside("size = A4");
	expect_inside("size = Letter");
	expect_inside("width = 500\nheight = 700");
}

/* ---- header, footer, links, and a note on characters without a glyph ---- */

static const char *
text_at(const struct strip *s, unsigned wanted)
{
	for (guint i = 0; i < s->marks->len; i++)
		if (g_array_index(s->marks, struct mark, i).shape == SHAPE_TEXT && wanted-- == 0)
			return g_array_index(s->marks, struct mark, i).text;
	return NULL;
}

/* Parts that are empty go with their dots; a customer's braces are text; what is too long is cut inside its room. */
static void
test_furniture(void)
{
	struct strip s = { .marks = g_array_new(FALSE, FALSE, sizeof(struct mark)) };
	struct fixture f;

	fixture_open(&f);
	f.document->title = "Title";
	f.document->customer = "{{page}}";
	f.document->classification = NULL;
	f.layout->pages = 9;
	furniture_layout(f.layout, 2, NULL, &s);
	g_assert_cmpstr(text_at(&s, 0), ==, "{{page}}");
	g_assert_cmpstr(text_at(&s, 1), ==, "Title");
	g_array_set_size(s.marks, 0);
	f.document->customer = LONG_NAME " " LONG_NAME " " LONG_NAME " " LONG_NAME;
	furniture_layout(f.layout, 2, "Section", &s);
	g_assert_cmpstr(text_at(&s, 1), ==, "Title  \xc2\xb7  Section");
	g_assert_true(g_str_has_suffix(text_at(&s, 0), "\u2026"));
	g_assert_cmpfloat(g_array_index(s.marks, struct mark, 0).w, <=, f.layout->width / 2 + 0.01);
	g_array_unref(s.marks);
	fixture_close(&f);
}

static void
test_links(void)
{
	struct fixture f;

	fixture_open(&f);
	g_assert_cmpstr(layout_link(f.layout, "#F-003"), ==, "#F-003");
	g_assert_null(layout_link(f.layout, "#F-999"));
	g_assert_cmpstr(layout_link(f.layout, "https://example.com/"), ==, "https://example.com/");
	g_assert_null(layout_link(f.layout, NULL));
	fixture_close(&f);
}

static void
test_substitutes(void)
{
	struct fixture f;
	GPtrArray *blocks;
	const struct block *note;

	fixture_open(&f);
	g_assert_cmpuint(g_hash_table_size(f.layout->lacking), ==, 0);
	text_clean(f.layout, "\xe6\x96\x87 and \xe4\xb8\xad and \xe2\x80\xae");
	/* What is hidden on purpose is no character that a font lacks. */
	g_assert_cmpuint(g_hash_table_size(f.layout->lacking), ==, 2);
	g_hash_table_insert(f.document->phrases, (gpointer)(guintptr)"substitutes", (gpointer)(guintptr)"<{{characters}}>");
	blocks = substitutes_noted(f.document, f.layout, f.layout->region);
	g_assert_cmpuint(blocks->len, ==, f.document->blocks->len + 1);
	note = g_ptr_array_index(blocks, blocks->len - 1);
	g_assert_cmpstr(note->runs.run[0].text, ==, "<U+4E2D, U+6587>");
	g_ptr_array_unref(blocks);
	fixture_close(&f);
}

/* A head that stands alone at the foot of a page, or a table's page without its head, is a layout that broke. */
static void
test_breaks(void)
{
	struct fixture f;
	unsigned repeated = 0;

	fixture_open(&f);
	layout_blocks(f.layout, (struct block *const *)f.document->blocks->pdata, f.document->blocks->len);
	layout_place(f.layout);
	for (guint i = 1; i < f.layout->places->len; i++) {
		const struct placed *a = &g_array_index(f.layout->places, struct placed, i - 1), *b = a + 1;
		const struct strip *before = g_ptr_array_index(f.layout->strips, a->strip), *s = g_ptr_array_index(f.layout->strips, b->strip);

		if (b->page != a->page) {
			g_assert_false(before->keep);
			g_assert_cmpuint(s->repeats, ==, 0);
		}
		repeated += b->strip < a->strip;
	}
	g_assert_cmpuint(repeated, >=, 4);
	fixture_close(&f);
}

static GByteArray *
render(const struct document *document, const struct theme *theme, enum pdf_level level)
{
	const struct pdf_options options = { .level = level, .digest = { 0x7f, 0x3c, 0x91, 15 }, .as_of = 1780272000 };
	GError *error = NULL;
	GByteArray *file = pdf_render(document, theme, &options, &error);

	g_assert_no_error(error);
	return file;
}

static char *
run_tool(const char *command, const char *file)
{
	char *line = g_strdup_printf("%s %s%s", command, file, g_str_has_prefix(command, "pdftotext") ? " -" : ""), *out = NULL, *err = NULL;
	int status = -1;

	g_assert_true(g_spawn_command_line_sync(line, &out, &err, &status, NULL));
	g_assert_cmpint(status, ==, 0);
	g_assert_cmpstr(err, ==, "");
	g_free(err);
	g_free(line);
	return out;
}

static void
test_file(void)
{
	struct theme *theme = theme_built_in();
	struct document *document = document_sample();
	GByteArray *a = render(document, theme, PDF_NONE), *b = render(document, theme, PDF_NONE);

	g_assert_true(a->len == b->len && memcmp(a->data, b->data, a->len) == 0);
	g_assert_true(memcmp(a->data, "%PDF-1.", 7) == 0);
	g_assert_nonnull(memmem(a->data, a->len, "/ID[<7F3C910F0000", 17));
	g_assert_nonnull(memmem(a->data, a->len, "(D:20260601000000+00'00')", 25));
	g_assert_nonnull(memmem(a->data, a->len, "/Lang(en)", 9));
	g_byte_array_unref(a);
	g_byte_array_unref(b);
	document_drop(document);
	theme_free(theme);
}

/* What other programs read out of the file. */
static void
test_readers(void)
{
	static const char *const expected[] = { LONG_NAME, THUMBPRINT, "Not ready", "F-003", "454 4.7.5", "domain-39.contoso.com",
		"B\xc3\xbcro", "Page 2 of " };
	char *qpdf = g_find_program_in_path("qpdf"), *pdftotext = g_find_program_in_path("pdftotext"), *out;
	char *folder = g_dir_make_tmp(NULL, NULL), *path = g_build_filename(folder, "report.pdf", NULL);
	struct theme *theme = theme_built_in();
	struct document *document = document_sample();
	GByteArray *file;
	struct block extra = { .kind = BLOCK_PARAGRAPH, .runs = PLAIN(THUMBPRINT " " LONG_NAME " B\xc3\xbcro") };

	if (qpdf == NULL || pdftotext == NULL)
		g_test_skip("qpdf or pdftotext is not there");
	else {
		g_ptr_array_add(document->blocks, &extra);
		file = render(document, theme, PDF_3A);
		g_assert_true(g_file_set_contents(path, (const char *)file->data, file->len, NULL));
		out = run_tool("qpdf --check", path);
		g_assert_nonnull(strstr(out, "No syntax or stream encoding errors found"));
		g_free(out);
		out = run_tool("pdftotext -layout", path);
		for (size_t i = 0; i < G_N_ELEMENTS(expected); i++)
			g_assert_nonnull(strstr(out, expected[i]));
		g_free(out);
		g_byte_array_unref(file);
		g_remove(path);
	}
	g_rmdir(folder);
	g_free(folder);
	g_free(path);
	g_free(qpdf);
	g_free(pdftotext);
	document_drop(document);
	theme_free(theme);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/pdf/fonts", test_fonts);
	g_test_add_func("/pdf/theme", test_theme);
	g_test_add_func("/pdf/furniture", test_furniture);
	g_test_add_func("/pdf/links", test_links);
	g_test_add_func("/pdf/substitutes", test_substitutes);
	g_test_add_func("/pdf/lines", test_lines);
	g_test_add_func("/pdf/inside", test_inside);
	g_test_add_func("/pdf/breaks", test_breaks);
	g_test_add_func("/pdf/file", test_file);
	g_test_add_func("/pdf/readers", test_readers);
	return g_test_run();
}
