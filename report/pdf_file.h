#ifndef REPORT_PDF_FILE_H
#define REPORT_PDF_FILE_H

#include <glib.h>
#include <stdbool.h>

#include "../audit/facts/region.h"

/*
 * A file that libharu has made, as a list of objects to which others are added, and from which the final file is written.
 * libharu has no calls for most of what a document says about itself, and needs 2 KB of memory for a link; and what has no
 * call can be said in a line of PDF.  ISO 32000-1, 7.5 describes all that is read and written here.
 */

struct pdf_object {
	const guint8 *data;         /* between "obj" and "endobj"; NULL while only reserved */
	gsize size;
	bool stream;
	const char *more;           /* further entries of the dictionary, or NULL */
};

struct pdf_file {
	struct region *region;
	GArray *objects;            /* struct pdf_object, by number; 0 is not used */
	GArray *pages;              /* unsigned: numbers of the page objects in order */
	unsigned root, info;
};

/* NULL when the bytes are not laid out as libharu does; they stay the caller's and must outlive what is returned. */
struct pdf_file *pdf_file_parse(const GByteArray *);
void pdf_file_free(struct pdf_file *);

unsigned pdf_file_reserve(struct pdf_file *);
/* Both consume the string. */
void pdf_file_set(struct pdf_file *, unsigned number, GString *value);
unsigned pdf_file_add(struct pdf_file *, GString *value);
/* Further entries for a dictionary. */
void pdf_file_extend(struct pdf_file *, unsigned number, const char *format, ...) G_GNUC_PRINTF(3, 4);

/* entries: of the stream's dictionary beside length and filter. */
unsigned pdf_file_add_stream(struct pdf_file *, const char *entries, const void *data, gsize size, bool compressed);

/* With object streams and a cross-reference stream (7.5.7, 7.5.8) when packed.  digest: 16 octets for the file ID (14.4). */
GByteArray *pdf_file_write(const struct pdf_file *, bool packed, unsigned minor_version, const unsigned char digest[16]);

/* ---- values ---- */

/* A text string (7.9.2.2) of UTF-8. */
void pdf_put_text(GString *, const char *);
/* Rounded to a hundredth, with a point in every locale. */
void pdf_put_number(GString *, double);
/* A rectangle (7.9.5). */
void pdf_put_box(GString *, double left, double bottom, double right, double top);

#endif
