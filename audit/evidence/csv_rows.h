#ifndef EVIDENCE_CSV_ROWS_H
#define EVIDENCE_CSV_ROWS_H

#include <stddef.h>

#include "input.h"

/* A row as it stands in the file, its cells without what is invisible at their ends.  A cell is NULL when it was empty without
 * quotes ("a,,b": PowerShell's $null). */
struct row {
	unsigned line, last_line;       /* physical lines, 1-based */
	size_t n;
	const char *const *cells;
};

struct rows_reader {
	char delimiter;
	unsigned first_line;            /* number of the first line of the text */
	void (*row)(const struct row *, void *);
	/* A row that is no CSV: its first line, and whether the file ended inside its quotes. */
	void (*faulty)(unsigned line, const char *text, bool cut, void *);
	void *closure;
};

/* Reads RFC 4180 strictly by libcsv, one physical line at a time.  A faulty row costs its own line only. */
void rows_read_csv(const struct rows_reader *, const char *bytes, size_t size);

/* Takes blanks, and the no-break and zero-width characters that copies from mail and web pages bring along, from both ends of a
 * text, in place; returns where it begins then. */
char *cell_strip(char *);

#endif
