#ifndef REPORT_TEMPLATES_H
#define REPORT_TEMPLATES_H

#include <glib.h>
#include <stdbool.h>

#include "../audit/facts/region.h"

/* Files of the templates: built in, and replaced file by file by those of a directory that is laid out alike. */

/* Octets of a page or theme.ini, of a font, of a picture.  cmark and the fonts' tables cost more than their size. */
enum { TEMPLATE_TEXT_MAX = 256 * 1024, TEMPLATE_FONT_MAX = 16 * 1024 * 1024, TEMPLATE_PICTURE_MAX = 10 * 1024 * 1024 };

struct template_file {
	const char *name;           /* for messages: the path in the directory, or that in the sources */
	const guint8 *data;
	gsize size;
	bool replaced;              /* of the directory */
};

/* path is below templates/: "en/report.md".  directory NULL: built in only.  The file lives in the region.  NULL with an error
 * when it cannot be read, NULL without one when there is none. */
const struct template_file *template_read(struct region *, const char *directory, const char *path, gsize max, GError **);

/* The same for text: without a byte order mark, and refused with its line where it is not UTF-8. */
const struct template_file *template_read_text(struct region *, const char *directory, const char *path, GError **);

/* "en", "de", "pt-BR": the form of a name of a language, and of its folder. */
bool template_language_valid(const char *language);

/* Has the directory, or the program, any page of the language? */
bool template_language_known(const char *directory, const char *language);

/* A file of the directory that takes the place of none is a mistake: a misspelt name would change nothing. */
bool templates_known(const char *directory, GError **);

#endif
