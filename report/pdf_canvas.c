#include "pdf.h"

#include <hpdf.h>
#include <math.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "pdf_file.h"
#include "pdfa.h"

enum { OUTLINE_LEVELS = 4 };

struct canvas {
	const struct theme *theme;
	HPDF_Doc doc;
	GPtrArray *pages;                       /* HPDF_Page */
	HPDF_Page page;
	HPDF_Font font[FACES];
	int memory[FACES];                      /* descriptors of the fonts' files; -1 when not open */
	HPDF_Encoder encoder;
	HPDF_Image logo;
	HPDF_Outline above[OUTLINE_LEVELS + 1]; /* last outline entry of each level */
	unsigned long error, detail;            /* first error of libharu */
};

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
	if (c->font[face] != NULL)
		pdfa_repair_font(HPDF_GetVersion(), c->font[face]);
}

static void
set_dates(struct canvas *c, gint64 as_of)
{
	GDateTime *time = g_date_time_new_from_unix_utc(as_of);
	HPDF_Date date;

	if (time == NULL)
		return;
	date = (HPDF_Date){ .year = g_date_time_get_year(time), .month = g_date_time_get_month(time),
	    .day = g_date_time_get_day_of_month(time), .hour = g_date_time_get_hour(time),
	    .minutes = g_date_time_get_minute(time), .seconds = g_date_time_get_second(time), .ind = '+' };
	HPDF_SetInfoDateAttr(c->doc, HPDF_INFO_CREATION_DATE, date);
	HPDF_SetInfoDateAttr(c->doc, HPDF_INFO_MOD_DATE, date);
	g_date_time_unref(time);
}

static void
set_info(struct canvas *c, const struct document *document)
{
	const struct { HPDF_InfoType type; const char *text; } rows[] = {
		{ HPDF_INFO_TITLE, document->title }, { HPDF_INFO_AUTHOR, document->author }, { HPDF_INFO_SUBJECT, document->subject },
		{ HPDF_INFO_CREATOR, document->tool }, { HPDF_INFO_PRODUCER, document->tool },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		if (rows[i].text != NULL)
			HPDF_SetInfoAttr(c->doc, rows[i].type, rows[i].text);
}

struct canvas *
canvas_new(const struct theme *theme, const struct document *document, gint64 as_of)
{
	struct canvas *c = g_new0(struct canvas, 1);

	c->theme = theme;
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
	HPDF_SetCurrentEncoder(c->doc, "UTF-8");
	c->encoder = HPDF_GetEncoder(c->doc, "UTF-8");
	HPDF_SetPageMode(c->doc, HPDF_PAGE_MODE_USE_OUTLINE);
	for (int face = 0; face < FACES; face++)
		load_font(c, (enum face)face);
	set_info(c, document);
	set_dates(c, as_of);
	pdfa_describe(HPDF_GetVersion(), c->doc, document->language);
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
}

unsigned
canvas_pages(const struct canvas *c)
{
	return c->pages->len;
}

void
canvas_select_page(struct canvas *c, unsigned page)
{
	c->page = page < c->pages->len ? g_ptr_array_index(c->pages, page) : NULL;
}

static HPDF_REAL
up(const struct canvas *c, double y)
{
	return (HPDF_REAL)(c->theme->height - y);
}

/* Every mark sets its own colour and pen: pages may be drawn in any order. */
static bool
begin(struct canvas *c, enum colour fill, double pen)
{
	struct rgb rgb = c->theme->colour[fill];

	if (c->error != 0 || c->page == NULL)
		return false;
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
	if (c->logo == NULL)
		c->logo = HPDF_LoadRawImageFromMem(c->doc, p->rgb, p->width, p->height, HPDF_CS_DEVICE_RGB, 8);
	if (c->logo != NULL)
		HPDF_Page_DrawImage(c->page, c->logo, (HPDF_REAL)x, up(c, y + h), (HPDF_REAL)w, (HPDF_REAL)h);
}

static HPDF_Rect
rectangle(const struct canvas *c, double x, double y, double w, double h)
{
	return (HPDF_Rect){ .left = (HPDF_REAL)x, .bottom = up(c, y + h), .right = (HPDF_REAL)(x + w), .top = up(c, y) };
}

static HPDF_Destination
destination(struct canvas *c, unsigned page, double top)
{
	HPDF_Destination d;

	if (c->error != 0 || page >= c->pages->len)
		return NULL;
	d = HPDF_Page_CreateDestination(g_ptr_array_index(c->pages, page));
	HPDF_Destination_SetXYZ(d, 0, up(c, top), 1);
	return d;
}

void
canvas_link_uri(struct canvas *c, double x, double y, double w, double h, const char *uri)
{
	HPDF_Annotation link;

	if (c->error != 0 || c->page == NULL)
		return;
	link = HPDF_Page_CreateURILinkAnnot(c->page, rectangle(c, x, y, w, h), uri);
	HPDF_LinkAnnot_SetBorderStyle(link, 0, 0, 0);
}

void
canvas_link_page(struct canvas *c, double x, double y, double w, double h, unsigned page, double top)
{
	HPDF_Destination d = destination(c, page, top);
	HPDF_Annotation link;

	if (d == NULL || c->page == NULL)
		return;
	link = HPDF_Page_CreateLinkAnnot(c->page, rectangle(c, x, y, w, h), d);
	HPDF_LinkAnnot_SetBorderStyle(link, 0, 0, 0);
}

void
canvas_outline(struct canvas *c, unsigned level, const char *title, unsigned page, double top)
{
	HPDF_Destination d = destination(c, page, top);
	HPDF_Outline above = NULL;

	level = CLAMP(level, 1, OUTLINE_LEVELS);
	for (unsigned i = 1; i < level; i++)
		if (c->above[i] != NULL)
			above = c->above[i];
	if (d == NULL)
		return;
	c->above[level] = HPDF_CreateOutline(c->doc, above, title, c->encoder);
	for (unsigned i = level + 1; i <= OUTLINE_LEVELS; i++)
		c->above[i] = NULL;
	HPDF_Outline_SetDestination(c->above[level], d);
	HPDF_Outline_SetOpened(c->above[level], level == 1 ? HPDF_TRUE : HPDF_FALSE);
}

GByteArray *
canvas_finish(struct canvas *c, const unsigned char digest[16], GError **error)
{
	GByteArray *file = g_byte_array_new();
	HPDF_UINT32 size;

	if (c->error == 0 && HPDF_SaveToStream(c->doc) == HPDF_OK) {
		size = HPDF_GetStreamSize(c->doc);
		g_byte_array_set_size(file, size);
		HPDF_ReadFromStream(c->doc, file->data, &size);
		if (size != file->len)
			keep_first_error(HPDF_FILE_IO_ERROR, 0, c);
	}
	if (c->error != 0 || file->len == 0) {
		g_set_error(error, g_quark_from_static_string("libharu"), (gint)c->error, "libharu: error 0x%04lX, detail %lu, page %u",
		    c->error, c->detail, c->pages->len);
		g_byte_array_unref(file);
		return NULL;
	}
	pdf_file_keep_zoom(file);
	pdf_file_insert_id(file, digest);
	return file;
}
