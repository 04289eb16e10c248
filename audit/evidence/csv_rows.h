#ifndef EVIDENCE_CSV_ROWS_H
#define EVIDENCE_CSV_ROWS_H

#include "rows.h"

struct rows_reader {
	char delimiter;
	unsigned first_line;            /* number of the first line of the text */
	void (*row)(const struct row *, void *);
	/* A row that is not taken, and its first line: "bad-row" is no CSV, "cut-row" ends with the file inside its quotes,
	 * "row-too-large" has more cells than FIELDS_MAX or a line of more than LINE_BYTES_MAX. */
	void (*faulty)(unsigned line, const char *text, const char *code, void *);
	void *closure;
};

/* Reads RFC 4180 strictly by libcsv, one physical line at a time.  A faulty row costs its own line only. */
void rows_read_csv(const struct rows_reader *, const char *bytes, size_t size);

#endif
