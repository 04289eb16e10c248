#ifndef REPORT_CSV_H
#define REPORT_CSV_H

#include <glib.h>
#include <stdbool.h>

struct region;

/* A table of comma-separated values being written (RFC 4180): CRLF, every field quoted. */
struct csv {
	GString *out;
	bool excel;             /* --csv-excel */
	struct region *region;  /* for text of the customer */
};

/* Writes the names of the columns; for Excel, before them the mark by which it knows UTF-8. */
void csv_begin(struct csv *, GString *, bool excel, size_t n, const char *const *names);
void csv_end(struct csv *);

/* One field of a row, then a comma or CRLF.  What a spreadsheet would take for a formula gets an apostrophe before it (OWASP,
 * CSV injection).  NULL is the empty field. */
void csv_field(struct csv *, const char *text, bool last);

/* As csv_field() for text of the customer: cleaned first. */
void csv_customer_field(struct csv *, const char *text, bool last);

void csv_number_field(struct csv *, guint64 number, bool last);

/* Texts with " | " between them. */
void csv_list_field(struct csv *, const GPtrArray *texts, bool last);

#endif
