#ifndef REPORT_LAYOUT_H
#define REPORT_LAYOUT_H

#include "pdf.h"
#include "structure.h"

/*
 * From blocks to pages in two passes.  Measuring turns every block into strips: pieces of the page's full width that no
 * page break cuts, each a list of marks placed from the strip's upper left corner.  Placing puts the strips on pages.
 * Nothing is drawn here, so a test can look at every mark of every page.
 */

enum shape {
	SHAPE_TEXT,         /* baseline at x, y; link over its box */
	SHAPE_PAGE_NUMBER,  /* of the anchor in text; right edge at x, baseline at y */
	SHAPE_BOX, SHAPE_FRAME, SHAPE_LINE, SHAPE_DOTS, SHAPE_DISC, SHAPE_RING, SHAPE_SLICE, SHAPE_HATCH,
	SHAPE_SYMBOL,       /* centre at x, y; w is its size */
	SHAPE_HEAD,         /* of an arrow: tip at x, y; w long and h wide, pointing to `from` degrees clockwise from the top */
	SHAPE_LINK,         /* only the link, over x, y, w, h */
	SHAPE_IMAGE,        /* the theme's logo; text is its alternate text */
	SHAPE_SHEET         /* part of a box behind several strips; drawn as one piece on each page */
};

struct mark {
	enum shape shape;
	enum colour colour;
	enum tone tone;
	enum face face;
	unsigned corners;
	double x, y, w, h;          /* LINE: w and h lead to its other end.  DISC, RING: centre, w is the radius */
	double size, tracking;      /* text */
	double radius, pen;         /* box, frame; slice: inner radius, w is the outer one */
	double from, to;            /* slice, degrees */
	unsigned sheet;             /* parts of one sheet have one number */
	enum colour edge;           /* of a sheet; tone is its bar's, TONE_NONE for none */
	const char *text;           /* of a LINK: what it says of itself */
	const char *link;           /* "#anchor" or URI, or NULL */
	unsigned slot;              /* of the structure; 0 for what only decorates */
};

struct strip {
	double above;               /* space to the strip before; none at the top of a page */
	double height;
	enum { STRIP_PLAIN, STRIP_HEADING, STRIP_BOX } kind;    /* how much room the next block leaves above itself */
	bool keep;                  /* on the same page as the next one */
	bool new_page;
	bool full_page;             /* the cover: marks count from the page's corner, no header and footer */
	unsigned group;             /* strips of one group share a page when a page can hold them; 0 for none */
	unsigned repeat;            /* 1 + index of the strip repeated above this one where it begins a page (table heads); 0 */
	unsigned repeats;           /* number of strips repeated */
	const char *anchor;
	unsigned outline;           /* level of its entry in the outline; 0 for none */
	const char *outline_title;
	const char *running;        /* section named in the page headers from here on; NULL for no change */
	struct structure *structure;    /* the layout's; NULL for what stands around the text of a page */
	GArray *marks;              /* struct mark */
};

struct placed {
	unsigned strip;             /* index */
	unsigned page;              /* from 0 */
	double y;                   /* of the strip's upper edge, from the top of the page */
};

struct layout {
	struct region *region;
	const struct document *document;
	const struct theme *theme;
	const struct font *fonts;   /* FACES of them */
	GPtrArray *strips;          /* struct strip * */
	GArray *places;             /* struct placed, in page order */
	GHashTable *anchors;        /* anchor to struct placed, after placing */
	GHashTable *targets;        /* anchors of the document's blocks, before they are placed */
	GHashTable *lacking;        /* characters that no face shows, set by text_clean() */
	struct structure *structure;
	unsigned groups, sheets, pages;
	double x, width;            /* of the text area now being filled */
};

struct layout *layout_new(const struct document *, const struct theme *, const struct font *fonts);
void layout_free(struct layout *);

/* The measuring pass over blocks and their children (pdf_blocks.c). */
void layout_blocks(struct layout *, struct block *const *, size_t n);
/* The placing pass. */
void layout_place(struct layout *);
/* Place of an anchor (without "#"), or NULL; the first one wins. */
const struct placed *layout_anchor(const struct layout *, const char *anchor);

/* The link, or NULL when it leads to a chapter that the report leaves out: then it is plain text. */
const char *layout_link(const struct layout *, const char *link);

struct strip *strip_new(struct layout *, double above, double height);
struct strip *strip_last(const struct layout *);
/* A mark belongs to the structure's element that is open now: text does always, and all of a
 * figure or symbol; other shapes decorate. */
struct mark *strip_mark(struct strip *, struct mark);
struct mark *strip_box(struct strip *, double x, double y, double w, double h, enum colour);

/* A tinted box behind the strips from index on; they become one piece of paper. */
struct enclosure {
	enum colour fill, edge;     /* edge: the frame's colour; the same as fill for none */
	enum tone bar;              /* bar at the left; TONE_NONE for none */
	double radius, pad;         /* pad: room above the first strip and below the last one */
};
void layout_enclose(struct layout *, unsigned from, const struct enclosure *);
/* The strips from index on become marks of a strip before them, from y down; returns where they end. */
double layout_absorb(struct layout *, struct strip *into, unsigned from, double y);

/* ---- text ---- */

struct text_style {
	enum type type;
	enum face face;
	enum colour colour;
	double tracking;
	double scale;               /* of the type's size; 0 means 1 */
};

struct segment {
	enum face face;
	enum colour colour;
	double x, width, size;      /* x from the line's start */
	const char *text, *link;
	bool code;                  /* said in code within other text */
	const void *origin;         /* tells the pieces of one run from those of others */
};

struct line {
	size_t n;
	const struct segment *segment;
	double width;
};

struct lines {
	size_t n;                   /* at least 1: empty text gives an empty line */
	const struct line *line;
};

/* NFC; malformed bytes, controls, bidirectional controls and characters no face can show become <U+XXXX>.  NULL is "". */
const char *text_clean(const struct layout *, const char *);
/* Clean, in capitals (Unicode's, not the locale's). */
const char *text_upper(const struct layout *, const char *);
double text_width(const struct layout *, const struct text_style *, const char *);
struct lines text_break(const struct layout *, const struct runs *, const struct text_style *, double width);
struct lines text_break_plain(const struct layout *, const char *, const struct text_style *, double width);
double text_leading(const struct layout *, const struct text_style *);
/* One line of a text; y is the line's upper edge. */
void text_put(const struct layout *, struct strip *, const struct line *, double x, double y, const struct text_style *);
/* Lines one below the other; returns where they end. */
double text_put_lines(const struct layout *, struct strip *, const struct lines *, double x, double y, const struct text_style *);
/* Text that is known to fit in a line. */
void text_put_plain(const struct layout *, struct strip *, const char *, double x, double y, const struct text_style *);
/* All lines as strips of their own at the layout's x and width; the first and last two lines stay together. */
void text_strips(struct layout *, const struct runs *, const struct text_style *, double above);

/* What stands above and below a page, placed from its corner; running: the section, or NULL (pdf_furniture.c). */
void furniture_layout(const struct layout *, unsigned page, const char *running, struct strip *);

/* Width of the logo at this height. */
double logo_width(const struct theme *, double height);

/* The document's blocks with a note on the characters that a first layout lacked; free with g_ptr_array_unref() (pdf_furniture.c). */
GPtrArray *substitutes_noted(const struct document *, const struct layout *first, struct region *);

/* ---- kinds of blocks (pdf_*.c) ---- */
/* Left edges and widths of columns by their weights, with gaps between them. */
void columns_place(const struct block *, double left, double room, double gap, double *x, double *width);
void cover_layout(struct layout *, const struct block *);
void code_layout(struct layout *, const struct block *);
void table_layout(struct layout *, const struct block *);
void matrix_layout(struct layout *, const struct block *);
void facts_layout(struct layout *, const struct block *);
void tiles_layout(struct layout *, const struct block *);
void donut_layout(struct layout *, const struct block *);
void bars_layout(struct layout *, const struct block *);
void actions_layout(struct layout *, const struct block *);
void timeline_layout(struct layout *, const struct block *);
void picture_layout(struct layout *, const struct block *);
void contents_layout(struct layout *, const struct block *);

#endif
