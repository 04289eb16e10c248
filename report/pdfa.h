#ifndef REPORT_PDFA_H
#define REPORT_PDFA_H

#include <stdbool.h>

#include "pdf_font.h"

/*
 * What libharu's public interface lacks and PDF/A needs, done with the objects behind it.  The structures are those of one
 * version: pdfa_knows() tells whether it is the one compiled with and the one running.  Nothing else here may be called
 * with another.
 */

/* version: of the library at run time. */
bool pdfa_knows(const char *version);

/* Operators for the content of a page (HPDF_Page). */
void pdfa_write(void *page, const char *operators);

/* Characters shown with a font, one bit each. */
struct used {
	guint8 bits[0x10000 / 8];
};

/*
 * font: HPDF_Font with the encoding "UTF-8", whose text is complete.  Its glyphs get all their parts, and widths, map of
 * glyphs and map to Unicode say what is used and no more.  cid_set: PDF/A-1 wants one (ISO 19005-1, 6.3.5), later parts
 * compare it with what is not ours to say.
 */
void pdfa_finish_font(void *font, const struct font *, const struct used *, bool cid_set);

#endif
