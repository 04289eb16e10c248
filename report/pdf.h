#ifndef REPORT_PDF_H
#define REPORT_PDF_H

#include "pdf_font.h"
#include "structure.h"
#include "theme.h"

/*
 * A PDF file as a row of pages to draw on.  x grows to the right and y downwards from the page's upper left corner, in
 * points; a text's y is its baseline.  libharu stays behind this interface.  The first error is kept; drawing after it
 * does nothing, and canvas_finish() tells.
 */
struct canvas;

/* All that is given must outlive the canvas.  The level of the options is what pdf_conforms() allows. */
struct canvas *canvas_new(const struct theme *, const struct font fonts[FACES], const struct structure *, const struct pdf_options *);
void canvas_free(struct canvas *);

void canvas_add_page(struct canvas *);
void canvas_select_page(struct canvas *, unsigned page);        /* from 0 */

/* What is drawn from here on fills a slot of the structure; 0: it only decorates. */
void canvas_slot(struct canvas *, unsigned slot);

enum corner { CORNER_NONE = 0, CORNER_TOP_LEFT = 1, CORNER_TOP_RIGHT = 2, CORNER_BOTTOM_LEFT = 4, CORNER_BOTTOM_RIGHT = 8,
	CORNER_TOP = 3, CORNER_BOTTOM = 12, CORNER_RIGHT = 10, CORNER_ALL = 15 };

/* Text must be clean: every character with a glyph in the face (text_clean() of layout.h). */
void canvas_text(struct canvas *, double x, double y, enum face, double size, double tracking, enum colour, const char *);
void canvas_box(struct canvas *, double x, double y, double w, double h, double radius, unsigned corners, enum colour);
void canvas_frame(struct canvas *, double x, double y, double w, double h, double radius, unsigned corners, double pen, enum colour);
void canvas_line(struct canvas *, double x1, double y1, double x2, double y2, double pen, enum colour);
void canvas_dots(struct canvas *, double x1, double x2, double y, enum colour);
void canvas_polygon(struct canvas *, size_t n, const double (*points)[2], enum colour);
void canvas_polyline(struct canvas *, size_t n, const double (*points)[2], double pen, enum colour);
void canvas_disc(struct canvas *, double x, double y, double radius, enum colour);
void canvas_ring(struct canvas *, double x, double y, double radius, double pen, enum colour);
/* Part of a ring between two radii; angles in degrees, clockwise from the top. */
void canvas_slice(struct canvas *, double x, double y, double inner, double outer, double from, double to, enum colour);
void canvas_hatch(struct canvas *, double x, double y, double w, double h, enum colour);

/* The theme's logo. */
void canvas_image(struct canvas *, double x, double y, double w, double h);

/* The symbol of a tone, centred at x, y. */
void canvas_symbol(struct canvas *, double x, double y, double size, enum tone);

/* Links of the current slot; text says where one leads. */
void canvas_link_uri(struct canvas *, double x, double y, double w, double h, const char *uri, const char *text);
void canvas_link_page(struct canvas *, double x, double y, double w, double h, unsigned page, double top, const char *text);
/* level from 1; an entry hangs below the last one of a lower level. */
void canvas_outline(struct canvas *, unsigned level, const char *title, unsigned page, double top);

/* The file's bytes, or NULL with the first error. */
GByteArray *canvas_finish(struct canvas *, const struct document *, GError **);

#endif
