#ifndef REPORT_CSV_H
#define REPORT_CSV_H

#include <glib.h>
#include <stdbool.h>

struct region;

/* One field of a row, quoted, then a comma or CRLF (RFC 4180).  What a spreadsheet would take for a formula gets an
 * apostrophe before it (OWASP, CSV injection).  NULL is the empty field. */
void csv_field(GString *, const char *text, bool last);

/* As csv_field() for text of the customer: cleaned first. */
void csv_customer_field(GString *, struct region *, const char *text, bool last);

/* A row of constant names. */
void csv_header(GString *, size_t n, const char *const *names);

#endif
