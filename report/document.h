#ifndef REPORT_DOCUMENT_H
#define REPORT_DOCUMENT_H

#include <glib.h>
#include <stdbool.h>

#include "../audit/facts/region.h"

/*
 * The report as a tree of blocks: what is said, in reading order, without a coordinate.  compose.c builds it once;
 * text.c and pdf.c render it.  Everything lives in the document's region.
 */

/* Shape, colour and word go together; see theme.ini. */
enum tone { TONE_NONE, TONE_BLOCKER, TONE_ERROR, TONE_WARNING, TONE_INFO, TONE_NOTE, TONE_MET, TONE_OPEN, TONE_NOT_APPLICABLE };

enum run_style { RUN_PLAIN, RUN_STRONG, RUN_CODE };

/* A piece of a line.  link: "#anchor" inside the document, or a URI; NULL for none. */
struct run {
	enum run_style style;
	const char *text;           /* UTF-8, already cleaned */
	const char *link;
};

struct runs {
	size_t n;
	const struct run *run;
};

enum block_kind {
	BLOCK_COVER,        /* title, subtitle, tone + verdict chip, facts */
	BLOCK_HEADING,      /* level 1 to 3, anchor; level 1 begins a page */
	BLOCK_PARAGRAPH,
	BLOCK_LIST,         /* children are BLOCK_ITEMs */
	BLOCK_ITEM,         /* children are blocks */
	BLOCK_CODE,         /* lines, never wrapped away: copies cleanly */
	BLOCK_TABLE,
	BLOCK_BAND,         /* tinted box with a tone: title and children (the verdict, boxes of the summary) */
	BLOCK_TILES,        /* numbers with labels */
	BLOCK_DONUT,        /* shares by tone, with a legend */
	BLOCK_BARS,         /* stacked bars, one a row */
	BLOCK_ACTIONS,      /* numbered: what to do first, with a link each */
	BLOCK_MATRIX,       /* subjects x requirements, a symbol and a word per cell */
	BLOCK_FINDING,      /* head of a finding card: id, title, tone, word; children are its blocks, kept together if they fit */
	BLOCK_FACTS,        /* label over value, side by side */
	BLOCK_EVIDENCE,     /* file:line lines */
	BLOCK_TIMELINE,     /* spans of time below an axis */
	BLOCK_PICTURE,      /* stations in columns, with arrows between them */
	BLOCK_CONTENTS      /* the table of contents; pages filled in by the renderer */
};

struct cell {
	struct runs runs;
	enum tone tone;             /* matrix and table cells: symbol before the words */
};

struct column {
	const char *title;
	double weight;              /* share of the width */
	bool code;                  /* set in the fixed-width face */
	bool right;                 /* numbers */
};

struct share {                  /* a slice, a bar's segment or a tile */
	enum tone tone;
	const char *label;
	unsigned number;
};

struct bar {
	const char *label;
	size_t n;
	const struct share *share;
};

/* ---- timeline; times are seconds since 1970, UTC ---- */

struct tick {
	gint64 at;
	const char *label;
};

/* What all spans stand below.  Spans may reach beyond both ends. */
struct axis {
	gint64 from, until, now;
	const char *now_label;
	size_t nticks, nlimits, nbands;
	const struct tick *ticks;
	const struct tick *limits;  /* days to come on which something changes */
	const struct tick *bands;   /* ends of the bands that begin now, the nearest first; the label is in the legend */
};

struct span {
	const char *name, *detail;
	enum tone tone;
	bool known;                 /* both ends are */
	gint64 from, until;
	const char *date, *left;    /* its end, and how far that is */
	const char *text;           /* all of it as a sentence, for the text */
	const char *anchor, *link;  /* or NULL */
};

/* ---- picture ---- */

enum stroke { STROKE_SOLID, STROKE_DASHED, STROKE_THICK };

/* A station: what it is, its name, and lines of what is known of it. */
struct station {
	unsigned column;            /* of the picture, from 0; stations of a lane in one column stand one below the other */
	enum stroke stroke;         /* of its frame: dashed is not known, or not what happens */
	enum tone tone;             /* of the word */
	const char *label, *word;   /* above the name; beside a symbol below everything; or NULL */
	const char *title;
	size_t nlines;
	const char *const *lines;
	const char *link;           /* or NULL */
	bool arrow;                 /* an arrow leads to it from the column before: of its stroke, and crossed out where `crossed` */
	bool crossed;
};

/* What stands side by side.  A head lane has a stem that leads to all lanes below it, and is repeated with them on every page. */
struct lane {
	bool head;
	size_t n;
	const struct station *stations;
	const char *anchor;         /* or NULL */
};

/*
 * Which fields a kind reads, beside kind, anchor and keep:
 *   COVER     title, subtitle, number (line above the title); tone + word + runs (chip: verdict and its sentence);
 *             columns[].title + cells (labels and values, as FACTS); children (below the facts)
 *   HEADING   level, number, title
 *   PARAGRAPH runs          LIST  ordered, children          ITEM  runs and then children (either may be empty)
 *   CODE      lines; title (small label above, or NULL)      EVIDENCE  lines, links, title
 *   TABLE     columns, cells, row_anchors, room                  MATRIX    the same; the first column is the subject
 *   BAND      tone, word or title (bold first line), runs, children
 *   TILES     shares        DONUT shares, title, word (what is counted, under the total)
 *   BARS      bars, title; segments of all bars share one scale
 *   ACTIONS   children are ITEMs: runs, word (who, how long; or NULL), number + anchor (text and target of the link: "F-001")
 *   FINDING   number, title, tone, word, subtitle (or NULL), anchor, children
 *   FACTS     columns[].title are the labels, cells (one row) the values; up to four stand side by side, the rest follow below
 *   TIMELINE  axis, spans, columns[].title (of the names, of the ends)
 *   PICTURE   columns (title: its head, or NULL for none; weight), lanes
 *   CONTENTS  nothing: the numbered headings of level 1 and the findings of the whole document
 */
struct block {
	enum block_kind kind;
	unsigned level;             /* headings */
	bool ordered;               /* lists */
	bool keep;                  /* keep with the next block */
	enum tone tone;
	const char *anchor;         /* target of "#anchor" links; NULL for none */
	const char *number;         /* "4", "A"; finding id "F-001" */
	const char *title;
	const char *subtitle;
	const char *word;           /* "Blocker", "Not ready" */
	struct runs runs;           /* paragraph, band */
	size_t nlines;              /* code, evidence */
	const char *const *lines;
	const char *const *links;   /* evidence: where a line leads to ("#anchor" or NULL), or NULL */
	size_t ncolumns;
	const struct column *columns;
	size_t nrows;
	const struct cell *cells;   /* nrows * ncolumns */
	const char *const *row_anchors;  /* tables: anchor per row or NULL */
	unsigned room;              /* tables: lines that a row has at least, to be written into by hand */
	bool verdicts;              /* matrix: the last column says what the row comes to */
	size_t nshares;
	const struct share *shares; /* tiles, donut */
	size_t nbars;
	const struct bar *bars;
	const struct axis *axis;
	size_t nspans;
	const struct span *spans;
	size_t nlanes;
	const struct lane *lanes;
	size_t nchildren;
	struct block *const *children;
	const char *alternate;      /* alternate text of charts, matrices and pictures, from the same numbers */
};

struct document {
	struct region *region;
	const char *language;       /* "en" */
	const char *title, *author, *subject, *customer, *classification, *report_id, *tool, *date;   /* author, customer, classification: or NULL */
	const char *verdict, *sentence;     /* "Not ready", and why */
	GPtrArray *blocks;          /* struct block *, top level */
	GHashTable *phrases;        /* fixed phrases the renderers need: "page-of", "contents", ...; from report.md */
};

/* A phrase of the templates by name; never NULL: a missing phrase is a mistake in the templates, found on loading. */
const char *document_phrase(const struct document *, const char *name);

/* The text of runs without their styles. */
const char *runs_text(struct region *, const struct runs *);

/* Plain text of blocks: paragraphs, items and lines on lines of their own. */
void blocks_text(const GPtrArray *blocks, GString *);

/* The same with another mark before items than "- ", which begins a formula. */
void blocks_marked(const GPtrArray *blocks, const char *mark, GString *);

/* ---- renderers ---- */

/* Plain text, UTF-8, 100 columns. */
void text_render(const struct document *, GString *);

struct theme;
/* theme.ini as text; file is named in errors ("file:line: ..."). */
struct theme *theme_parse(const char *ini, size_t size, const char *file, GError **);
void theme_free(struct theme *);

/* PDF/A-3a with PDF/UA-1, PDF/A-2b, PDF/A-1b (ISO 19005-3, -2, -1; ISO 14289-1), or a file that claims nothing. */
enum pdf_level { PDF_NONE, PDF_1B, PDF_2B, PDF_3A };

/* A CSV file to be carried by a file of level 3A, the only one that may. */
struct attachment {
	const char *name, *description;
	const char *relationship;   /* "Data", "Source" (ISO 32000-2, 7.11.3) */
	const void *data;
	gsize size;
};

struct pdf_options {
	enum pdf_level level;
	unsigned char digest[16];   /* of the input: the file ID */
	gint64 as_of;               /* the date the file bears */
	size_t nattachments;
	const struct attachment *attachments;
};

/* Can a level be reached with the libharu that runs?  Else pdf_render() makes a file without tags that claims nothing. */
bool pdf_conforms(void);

/* PDF into memory (free with g_byte_array_unref).  NULL and an error when libharu fails. */
GByteArray *pdf_render(const struct document *, const struct theme *, const struct pdf_options *, GError **);

#endif
