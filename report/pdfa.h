#ifndef REPORT_PDFA_H
#define REPORT_PDFA_H

/*
 * What libharu's public interface lacks, done with the objects behind it.  The structures are those of one version; with
 * any other these functions do nothing, and the file stays a plain one.
 */

/* version: of the library at run time.  document: HPDF_Doc.  language: RFC 5646 tag, "en". */
void pdfa_describe(const char *version, void *document, const char *language);

/* font: HPDF_Font with the encoding "UTF-8". */
void pdfa_repair_font(const char *version, void *font);

#endif
