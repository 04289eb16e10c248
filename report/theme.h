#ifndef REPORT_THEME_H
#define REPORT_THEME_H

#include "document.h"
#include "pdf_font.h"

/* Colours are of one use each, so that a customer's theme can change one without the others. */
enum colour {
	COLOUR_INK, COLOUR_TEXT, COLOUR_CAPTION, COLOUR_FIELD, COLOUR_CHIP, COLOUR_FAINT, COLOUR_PALE, COLOUR_ACCENT, COLOUR_LINK,
	COLOUR_RULE, COLOUR_BOX, COLOUR_WHITE,
	COLOUR_TONE,                            /* COLOUR_TONE + enum tone: the tone's ink */
	COLOUR_TINT = COLOUR_TONE + TONE_NOT_APPLICABLE + 1,
	COLOURS = COLOUR_TINT + TONE_NOT_APPLICABLE + 1
};

enum type {
	TYPE_COVER, TYPE_TITLE, TYPE_SECTION, TYPE_PART, TYPE_BODY, TYPE_LIST, TYPE_TABLE, TYPE_CODE, TYPE_LABEL, TYPE_SMALL,
	TYPE_FIGURE, TYPES
};

struct rgb {
	float red, green, blue;                 /* 0 to 1 */
};

struct type_size {
	double size, leading;                   /* points */
};

/* Texts above and below every page but the cover, with {{placeholders}}; see pdf_furniture.c. */
enum furniture { HEADER_LEFT, HEADER_RIGHT, FOOTER_LEFT, FOOTER_CENTRE, FOOTER_RIGHT, FURNITURE_TEXTS };

struct furniture_text {
	char *text;
	unsigned line;                          /* of theme.ini */
};

struct font_data {
	char *name;                             /* of a file below fonts/ */
	unsigned line;
	const guint8 *data;
	gsize size;
};

/* A picture as rows of red, green and blue octets, nothing else: libharu's own decoders abort on damaged files. */
struct picture {
	guint8 *rgb;                            /* NULL for none; freed with the theme */
	unsigned width, height;                 /* pixels */
};

struct theme {
	const char *file;                       /* for messages */
	double width, height, margin;           /* of the page, points */
	double top, bottom;                     /* of the text area, from the top edge */
	struct rgb colour[COLOURS];
	struct type_size type[TYPES];
	struct furniture_text furniture[FURNITURE_TEXTS];
	struct font_data font[FACES];
	char *logo_file;                        /* "" for none */
	unsigned logo_line;
	double logo_height, logo_header;        /* on the cover, in the header; 0: not there */
	struct picture logo;
	struct region *region;                  /* files of the directory */
};

/* Reads the fonts and the logo that the theme names: from the directory, else the built-in fonts.  Each is checked before libharu
 * sees it. */
bool theme_load_files(struct theme *, const char *directory, GError **);

/* WCAG 2.1, 1.4.3: 4.5:1 between a text and what it stands on. */
double theme_contrast(const struct rgb *, const struct rgb *);
/* Calls back for each text colour with less on a ground that it is used on, with the names of both. */
void theme_faint(const struct theme *, void (*)(const char *colour, const char *ground, double contrast, void *), void *);

/* PNG or JPEG into a picture: alpha on white, 8 bits, RGB.  NULL, or why it cannot be used. */
const char *picture_decode(struct picture *, const guint8 *data, gsize size);
const char *picture_decode_jpeg(struct picture *, const guint8 *data, gsize size);
/* Of more pixels than a printer shows at the largest size of a logo it becomes a smaller one, and with it the file. */
void picture_reduce(struct picture *, unsigned width, unsigned height);
enum { PICTURE_PIXELS_MAX = 16000000, LOGO_WIDTH_MAX = 2400, LOGO_HEIGHT_MAX = 600 };

static inline enum colour
tone_ink(enum tone tone)
{
	return (enum colour)(COLOUR_TONE + (int)tone);
}

static inline enum colour
tone_tint(enum tone tone)
{
	return (enum colour)(COLOUR_TINT + (int)tone);
}

/* Codes of the errors theme_parse() gives; the message begins with "file:line: ". */
enum theme_error { THEME_ERROR_LINE, THEME_ERROR_KEY, THEME_ERROR_VALUE, THEME_ERROR_TWICE, THEME_ERROR_MISSING, THEME_ERROR_PAGE };
GQuark theme_error_quark(void);

#endif
