#ifndef EVIDENCE_ROWS_H
#define EVIDENCE_ROWS_H

#include <stddef.h>

#include "input.h"

/*
 * What every form of an export is turned into first: rows of cells, each with its line.  What the cells mean is the business of
 * the tables; a form knows nothing of kinds and properties.
 */

/* A row as it stands in the file, its cells without what is invisible at their ends.  A cell is NULL when it was empty without
 * quotes ("a,,b": PowerShell's $null). */
struct row {
	unsigned line, last_line;       /* physical lines, 1-based */
	size_t n;
	const char *const *cells;
	const unsigned *lines;          /* of each cell; NULL: all begin at `line` */
};

/*
 * What stands in a cell of a form that wraps lines or knows the ends of items.  But for CELL_ITEM none ever comes from the file.
 *   CELL_BREAK     a line as wide as the window went on below: broken in a word, or between two
 *   CELL_WRAP      a shorter one did: broken between words or items, unless the window was narrower then
 *   CELL_UNCLEAR   text of another origin follows, or the file was cut: nobody knows the value
 *   CELL_ITEM      behind each item of a list
 */
enum { CELL_WRAP = 0x1d, CELL_UNCLEAR = 0x1e, CELL_BREAK = 0x1f, CELL_ITEM = '\n' };

enum side { SIDE_OPEN, SIDE_ON_PREMISES, SIDE_CLOUD };

/* An object of an export that names the properties of each of its objects. */
struct named_row {
	struct row row;
	const char *const *names;       /* row.n of them */
	const char *class;              /* what the export calls the object, or NULL */
	enum side side;
	bool partial;                   /* only some of its kind were asked for: it proves no absence */
};

/* Where the objects of a text go.  Everything is the caller's until the function returns. */
struct rows_sink {
	void (*row)(const struct named_row *, void *closure);
	/* loss: an object, or a part of one, could not be read */
	void (*problem)(const char *code, unsigned line, const char *field, const char *text, bool loss, void *closure);
	void *closure;
};

/* "Name   : value": how long the name is, and where the colon stands; 0 for another line.  Format-List writes a blank at least in
 * front of every colon. */
size_t list_name(const char *line, size_t size, size_t *colon);

void rows_read_list(const char *text, size_t size, const struct rows_sink *);      /* Format-List */
void rows_read_clixml(const char *text, size_t size, const struct rows_sink *);    /* Export-Clixml */
void rows_read_trace(const char *text, size_t size, const struct rows_sink *);     /* *.xhcw of the Hybrid Configuration Wizard */

/* Takes blanks, and the no-break and zero-width characters that copies from mail and web pages bring along, from both ends of a
 * text, in place; returns where it begins then. */
char *cell_strip(char *);

#endif
