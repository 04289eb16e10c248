#ifndef REPORT_THEME_H
#define REPORT_THEME_H

#include "document.h"

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

struct theme {
	double width, height, margin;           /* of the page, points */
	double top, bottom;                     /* of the text area, from the top edge */
	struct rgb colour[COLOURS];
	struct type_size type[TYPES];
};

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
