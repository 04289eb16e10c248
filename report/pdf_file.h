#ifndef REPORT_PDF_FILE_H
#define REPORT_PDF_FILE_H

#include <glib.h>

/* Two corrections to the bytes of a finished file; neither moves an object, so its cross-reference table stays true. */

void pdf_file_keep_zoom(GByteArray *);
/* digest: 16 octets, both parts of the file ID (ISO 32000-1, 14.4). */
void pdf_file_insert_id(GByteArray *, const unsigned char digest[16]);

#endif
