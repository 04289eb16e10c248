#include "pdf.h"

#include <hpdf.h>
#include <math.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "pdf_parts.h"
#include "pdfa.h"

struct canvas {
	const struct theme *theme;
	const struct font *fonts;
	const struct pdf_options *options;
	HPDF_Doc doc;
	GPtrArray *pages;                       /* HPDF_Page */
	HPDF_Page page;
	unsigned number;                        /* of the page */
	HPDF_Font font[FACES];
	int memory[FACES];                      /* descriptors of the fonts' files; -1 when not open */
	HPDF_Image logo;
	struct used used[FACES];
	struct parts parts;
	GArray *counts;                         /* unsigned: marked contents on each page */
	unsigned slot, open_slot;               /* for what is drawn next; of the marked content that is open */
	bool open;
	unsigned long error, detail;            /* first error of libharu */
};

bool
pdf_conforms(void)
{
	return pdfa_knows(HPDF_GetVersion());
}

static void
keep_first_error(HPDF_STATUS error, HPDF_STATUS detail, void *data)
{
	struct canvas *c = data;

	if (c->error == 0) {
		c->error = error;
		c->detail = detail;
	}
}

/* libharu's public interface reads fonts from files only; a file in memory is one. */
static void
load_font(struct canvas *c, enum face face)
{
	const struct font_data *file = &c->theme->font[face];
	char path[32];
	const char *name;

	c->memory[face] = memfd_create("font", MFD_CLOEXEC);
	if (file->data == NULL || c->memory[face] < 0 || write(c->memory[face], file->data, file->size) != (ssize_t)file->size) {
		keep_first_error(HPDF_FILE_IO_ERROR, 0, c);
		return;
	}
	g_snprintf(path, sizeof(path), "/proc/self/fd/%d", c->memory[face]);
	name = HPDF_LoadTTFontFromFile(c->doc, path, HPDF_TRUE);
	if (name != NULL)
		c->font[face] = HPDF_GetFont(c->doc, name, "UTF-8");
}

struct canvas *
canvas_new(const struct theme *theme, const struct font fonts[FACES], const struct structure *structure, const struct pdf_options *options)
{
	struct canvas *c = g_new0(struct canvas, 1);

	c->theme = theme;
	c->fonts = fonts;
	c->options = options;
	c->parts = (struct parts){ options->level == PDF_3A ? structure : NULL, theme->height, g_array_new(FALSE, FALSE, sizeof(struct content)),
	    g_array_new(FALSE, FALSE, sizeof(struct link)), g_array_new(FALSE, FALSE, sizeof(struct entry)) };
	c->counts = g_array_new(FALSE, TRUE, sizeof(unsigned));
	c->pages = g_ptr_array_new();
	for (int face = 0; face < FACES; face++)
		c->memory[face] = -1;
	c->doc = HPDF_New(keep_first_error, c);
	if (c->doc == NULL) {
		keep_first_error(HPDF_FAILD_TO_ALLOC_MEM, 0, c);
		return c;
	}
	HPDF_SetCompressionMode(c->doc, HPDF_COMP_ALL);
	/* Without this the page tree is one array, which ends at 32767 pages. */
	HPDF_SetPagesConfiguration(c->doc, 64);
	HPDF_UseUTFEncodings(c->doc);
	for (int face = 0; face < FACES; face++)
		load_font(c, (enum face)face);
	return c;
}

void
canvas_free(struct canvas *c)
{
	if (c->doc != NULL)
		HPDF_Free(c->doc);
	for (int face = 0; face < FACES; face++)
		if (c->memory[face] >= 0)
			close(c->memory[face]);
	g_ptr_array_unref(c->pages);
	g_array_unref(c->parts.contents);
	g_array_unref(c->parts.links);
	g_array_unref(c->parts.outline);
	g_array_unref(c->counts);
	g_free(c);
}

void
canvas_add_page(struct canvas *c)
{
	c->page = c->error == 0 ? HPDF_AddPage(c->doc) : NULL;
	if (c->page == NULL)
		return;
	HPDF_Page_SetWidth(c->page, (HPDF_REAL)c->theme->width);
	HPDF_Page_SetHeight(c->page, (HPDF_REAL)c->theme->height);
	g_ptr_array_add(c->pages, c->page);
	g_array_set_size(c->counts, c->pages->len);
}

static void
close_content(struct canvas *c)
{
	if (c->open)
		pdfa_write(c->page, "EMC\n");
	c->open = false;
}

void
canvas_select_page(struct canvas *c, unsigned page)
{
	if (page != c->number)
		close_content(c);
	c->number = page;
	c->page = page < c->pages->len ? g_ptr_array_index(c->pages, page) : NULL;
}

static HPDF_REAL
up(const struct canvas *c, double y)
{
	return (HPDF_REAL)(c->theme->height - y);
}

void
canvas_slot(struct canvas *c, unsigned slot)
{
	c->slot = slot;
}

/* Marks of one slot that follow each other are one marked-content sequence (ISO 32000-1, 14.6). */
static void
open_content(struct canvas *c)
{
	struct content content = { c->number, c->slot, 0 };
	const struct structure *s = c->parts.structure;
	char text[64];

	if (s == NULL || (c->open && c->open_slot == c->slot))
		return;
	close_content(c);
	if (c->slot == 0)
		pdfa_write(c->page, "/Artifact BMC\n");
	else {
		content.number = g_array_index(c->counts, unsigned, c->number)++;
		g_array_append_val(c->parts.contents, content);
		g_snprintf(text, sizeof text, "/%s <</MCID %u>>BDC\n", role_name(structure_node(s, structure_node(s, c->slot)->parent)->role),
		    content.number);
		pdfa_write(c->page, text);
	}
	c->open = true;
	c->open_slot = c->slot;
}

/* Every mark sets its own colour and pen: pages may be drawn in any order. */
static bool
begin(struct canvas *c, enum colour fill, double pen)
{
	struct rgb rgb = c->theme->colour[fill];

	if (c->error != 0 || c->page == NULL)
		return false;
	open_content(c);
	if (pen > 0) {
		HPDF_Page_SetRGBStroke(c->page, rgb.red, rgb.green, rgb.blue);
		HPDF_Page_SetLineWidth(c->page, (HPDF_REAL)pen);
	} else
		HPDF_Page_SetRGBFill(c->page, rgb.red, rgb.green, rgb.blue);
	return true;
}

void
canvas_text(struct canvas *c, double x, double y, enum face face, double size, double tracking, enum colour colour, const char *text)
{
	if (*text == '\0' || !begin(c, colour, 0))
		return;
	for (const char *p = text; *p != '\0'; p += g_utf8_skip[(guchar)*p]) {
		const gunichar ch = g_utf8_get_char(p);

		if (ch <= 0xffff)
			c->used[face].bits[ch / 8] |= (guint8)(0x80 >> ch % 8);
	}
	HPDF_Page_BeginText(c->page);
	HPDF_Page_SetFontAndSize(c->page, c->font[face], (HPDF_REAL)size);
	HPDF_Page_SetCharSpace(c->page, (HPDF_REAL)tracking);
	HPDF_Page_TextOut(c->page, (HPDF_REAL)x, up(c, y), text);
	HPDF_Page_EndText(c->page);
}

/* A quarter of a circle from the current point as one cubic curve, and the line to where it begins. */
static void
round_corner(struct canvas *c, double x, double y, double dx1, double dy1, double dx2, double dy2)
{
	const double k = 0.5523;                /* 4/3 (sqrt 2 - 1) */

	HPDF_Page_LineTo(c->page, (HPDF_REAL)(x + dx1), up(c, y + dy1));
	if (dx1 == 0 && dy1 == 0 && dx2 == 0 && dy2 == 0)
		return;
	HPDF_Page_CurveTo(c->page, (HPDF_REAL)(x + dx1 * (1 - k)), up(c, y + dy1 * (1 - k)), (HPDF_REAL)(x + dx2 * (1 - k)),
	    up(c, y + dy2 * (1 - k)), (HPDF_REAL)(x + dx2), up(c, y + dy2));
}

static void
box_path(struct canvas *c, double x, double y, double w, double h, double radius, unsigned corners)
{
	double tl = (corners & CORNER_TOP_LEFT) != 0 ? radius : 0, tr = (corners & CORNER_TOP_RIGHT) != 0 ? radius : 0;
	double bl = (corners & CORNER_BOTTOM_LEFT) != 0 ? radius : 0, br = (corners & CORNER_BOTTOM_RIGHT) != 0 ? radius : 0;

	HPDF_Page_MoveTo(c->page, (HPDF_REAL)(x + tl), up(c, y));
	round_corner(c, x + w, y, -tr, 0, 0, tr);
	round_corner(c, x + w, y + h, 0, -br, -br, 0);
	round_corner(c, x, y + h, bl, 0, 0, -bl);
	round_corner(c, x, y, 0, tl, tl, 0);
	HPDF_Page_ClosePath(c->page);
}

void
canvas_box(struct canvas *c, double x, double y, double w, double h, double radius, unsigned corners, enum colour colour)
{
	if (!begin(c, colour, 0))
		return;
	box_path(c, x, y, w, h, radius, corners);
	HPDF_Page_Fill(c->page);
}

void
canvas_frame(struct canvas *c, double x, double y, double w, double h, double radius, unsigned corners, double pen, enum colour colour)
{
	if (!begin(c, colour, pen))
		return;
	box_path(c, x, y, w, h, radius, corners);
	HPDF_Page_Stroke(c->page);
}

void
canvas_line(struct canvas *c, double x1, double y1, double x2, double y2, double pen, enum colour colour)
{
	if (!begin(c, colour, pen))
		return;
	HPDF_Page_MoveTo(c->page, (HPDF_REAL)x1, up(c, y1));
	HPDF_Page_LineTo(c->page, (HPDF_REAL)x2, up(c, y2));
	HPDF_Page_Stroke(c->page);
}

void
canvas_dots(struct canvas *c, double x1, double x2, double y, enum colour colour)
{
	/* On a grid of the page, so that the leaders of a table of contents stand below each other. */
	for (double x = ceil(x1 / 5) * 5; x < x2; x += 5)
		canvas_box(c, x, y - 0.7, 0.8, 0.8, 0, CORNER_NONE, colour);
}

static void
trace(struct canvas *c, size_t n, const double (*points)[2])
{
	HPDF_Page_MoveTo(c->page, (HPDF_REAL)points[0][0], up(c, points[0][1]));
	for (size_t i = 1; i < n; i++)
		HPDF_Page_LineTo(c->page, (HPDF_REAL)points[i][0], up(c, points[i][1]));
}

void
canvas_polygon(struct canvas *c, size_t n, const double (*points)[2], enum colour colour)
{
	if (!begin(c, colour, 0))
		return;
	trace(c, n, points);
	HPDF_Page_ClosePath(c->page);
	HPDF_Page_Fill(c->page);
}

void
canvas_polyline(struct canvas *c, size_t n, const double (*points)[2], double pen, enum colour colour)
{
	if (!begin(c, colour, pen))
		return;
	trace(c, n, points);
	HPDF_Page_Stroke(c->page);
}

void
canvas_disc(struct canvas *c, double x, double y, double radius, enum colour colour)
{
	canvas_box(c, x - radius, y - radius, 2 * radius, 2 * radius, radius, CORNER_ALL, colour);
}

void
canvas_ring(struct canvas *c, double x, double y, double radius, double pen, enum colour colour)
{
	canvas_frame(c, x - radius, y - radius, 2 * radius, 2 * radius, radius, CORNER_ALL, pen, colour);
}

/* An arc as cubic curves of at most 45 degrees; the error of one is below a thousandth of the radius. */
static void
arc_path(struct canvas *c, double x, double y, double radius, double from, double to)
{
	int parts = (int)ceil(fabs(to - from) / 45);
	double step = (to - from) * G_PI / 180 / parts, a = from * G_PI / 180, k = 4.0 / 3.0 * tan(step / 4) * radius;

	for (int i = 0; i < parts; i++, a += step) {
		double b = a + step;

		HPDF_Page_CurveTo(c->page, (HPDF_REAL)(x + radius * sin(a) + k * cos(a)), up(c, y - radius * cos(a) + k * sin(a)),
		    (HPDF_REAL)(x + radius * sin(b) - k * cos(b)), up(c, y - radius * cos(b) - k * sin(b)),
		    (HPDF_REAL)(x + radius * sin(b)), up(c, y - radius * cos(b)));
	}
}

void
canvas_slice(struct canvas *c, double x, double y, double inner, double outer, double from, double to, enum colour colour)
{
	double a = from * G_PI / 180, b = to * G_PI / 180;

	if (!(to > from) || !begin(c, colour, 0))
		return;
	HPDF_Page_MoveTo(c->page, (HPDF_REAL)(x + outer * sin(a)), up(c, y - outer * cos(a)));
	arc_path(c, x, y, outer, from, to);
	HPDF_Page_LineTo(c->page, (HPDF_REAL)(x + inner * sin(b)), up(c, y - inner * cos(b)));
	arc_path(c, x, y, inner, to, from);
	HPDF_Page_ClosePath(c->page);
	HPDF_Page_Fill(c->page);
}

void
canvas_hatch(struct canvas *c, double x, double y, double w, double h, enum colour colour)
{
	if (!begin(c, colour, 0.6))
		return;
	HPDF_Page_GSave(c->page);
	HPDF_Page_Rectangle(c->page, (HPDF_REAL)x, up(c, y + h), (HPDF_REAL)w, (HPDF_REAL)h);
	HPDF_Page_Clip(c->page);
	HPDF_Page_EndPath(c->page);
	for (double at = x - h; at < x + w; at += 3) {
		HPDF_Page_MoveTo(c->page, (HPDF_REAL)at, up(c, y + h));
		HPDF_Page_LineTo(c->page, (HPDF_REAL)(at + h), up(c, y));
	}
	HPDF_Page_Stroke(c->page);
	HPDF_Page_GRestore(c->page);
}

void
canvas_image(struct canvas *c, double x, double y, double w, double h)
{
	const struct picture *p = &c->theme->logo;

	if (c->error != 0 || c->page == NULL || p->rgb == NULL)
		return;
	open_content(c);
	if (c->logo == NULL)
		c->logo = HPDF_LoadRawImageFromMem(c->doc, p->rgb, p->width, p->height, HPDF_CS_DEVICE_RGB, 8);
	if (c->logo != NULL)
		HPDF_Page_DrawImage(c->page, c->logo, (HPDF_REAL)x, up(c, y + h), (HPDF_REAL)w, (HPDF_REAL)h);
}

/* ---- what is noted beside the pages ---- */

static void
note_link(struct canvas *c, double x, double y, double w, double h, struct link link)
{
	/* In a file with tags each link belongs to one (ISO 14289-1, 7.18.5). */
	if (c->error != 0 || c->page == NULL || (c->parts.structure != NULL && c->slot == 0))
		return;
	link.page = c->number;
	link.slot = c->slot;
	link.left = x;
	link.right = x + w;
	link.bottom = c->theme->height - y - h;
	link.top = c->theme->height - y;
	g_array_append_val(c->parts.links, link);
}

void
canvas_link_uri(struct canvas *c, double x, double y, double w, double h, const char *uri, const char *text)
{
	note_link(c, x, y, w, h, (struct link){ .uri = uri, .text = text });
}

void
canvas_link_page(struct canvas *c, double x, double y, double w, double h, unsigned page, double top, const char *text)
{
	note_link(c, x, y, w, h, (struct link){ .target = page, .target_top = c->theme->height - top, .text = text });
}

void
canvas_outline(struct canvas *c, unsigned level, const char *title, unsigned page, double top)
{
	const struct entry entry = { level, page, c->theme->height - top, title };

	g_array_append_val(c->parts.outline, entry);
}

/* ---- the file ---- */

static GByteArray *
save(struct canvas *c)
{
	GByteArray *bytes = g_byte_array_new();
	HPDF_UINT32 size;

	close_content(c);
	for (int face = 0; face < FACES && c->error == 0 && pdf_conforms(); face++)
		pdfa_finish_font(c->font[face], &c->fonts[face], &c->used[face], c->options->level == PDF_1B);
	if (c->error == 0 && HPDF_SaveToStream(c->doc) == HPDF_OK) {
		size = HPDF_GetStreamSize(c->doc);
		g_byte_array_set_size(bytes, size);
		HPDF_ReadFromStream(c->doc, bytes->data, &size);
		if (size != bytes->len)
			keep_first_error(HPDF_FILE_IO_ERROR, 0, c);
	}
	return bytes;
}

GByteArray *
canvas_finish(struct canvas *c, const struct document *document, GError **error)
{
	static const unsigned minor_versions[] = { [PDF_NONE] = 7, [PDF_1B] = 4, [PDF_2B] = 7, [PDF_3A] = 7 };
	const enum pdf_level level = c->options->level;
	GByteArray *bytes = save(c), *out = NULL;
	struct pdf_file *file = c->error == 0 ? pdf_file_parse(bytes) : NULL;
	unsigned links;

	if (file == NULL || file->pages->len != c->pages->len) {
		g_set_error(error, g_quark_from_static_string("libharu"), (gint)c->error, "libharu: error 0x%04lX, detail %lu, page %u",
		    c->error, c->detail, c->pages->len);
	} else {
		links = links_add(file, &c->parts);
		outline_add(file, &c->parts);
		if (c->parts.structure != NULL)
			tags_add(file, &c->parts, links);
		metadata_add(file, document, c->options);
		/* PDF 1.4, and so PDF/A-1, knows no object streams. */
		out = pdf_file_write(file, level == PDF_2B || level == PDF_3A, minor_versions[level], c->options->digest);
	}
	if (file != NULL)
		pdf_file_free(file);
	g_byte_array_unref(bytes);
	return out;
}
