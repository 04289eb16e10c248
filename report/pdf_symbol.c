#include "pdf.h"

#include <math.h>

/* Symbols differ in outline as well as in colour, so that a grey print or a colour-blind reader loses nothing. */

/* A regular polygon whose corners lie on a circle; first corner in degrees clockwise from the top. */
static void
regular(struct canvas *c, double x, double y, double radius, unsigned corners, double first, enum colour colour)
{
	double points[8][2];

	for (unsigned i = 0; i < corners && i < 8; i++) {
		double a = (first + 360.0 * i / corners) * G_PI / 180;

		points[i][0] = x + radius * sin(a);
		points[i][1] = y - radius * cos(a);
	}
	canvas_polygon(c, MIN(corners, 8), (const double (*)[2])points, colour);
}

static void
exclamation(struct canvas *c, double x, double y, double size)
{
	canvas_box(c, x - 0.06 * size, y - 0.2 * size, 0.12 * size, 0.25 * size, 0.03 * size, CORNER_ALL, COLOUR_WHITE);
	canvas_disc(c, x, y + 0.16 * size, 0.07 * size, COLOUR_WHITE);
}

static void
blocker(struct canvas *c, double x, double y, double size)
{
	regular(c, x, y, 0.54 * size, 8, 22.5, tone_ink(TONE_BLOCKER));
	canvas_box(c, x - 0.28 * size, y - 0.08 * size, 0.56 * size, 0.16 * size, 0, CORNER_NONE, COLOUR_WHITE);
}

static void
error(struct canvas *c, double x, double y, double size)
{
	const double points[3][2] = {
		{ x, y - 0.5 * size }, { x + 0.55 * size, y + 0.45 * size }, { x - 0.55 * size, y + 0.45 * size },
	};

	canvas_polygon(c, 3, points, tone_ink(TONE_ERROR));
	exclamation(c, x, y + 0.13 * size, size);
}

static void
warning(struct canvas *c, double x, double y, double size)
{
	regular(c, x, y, 0.58 * size, 4, 0, tone_ink(TONE_WARNING));
	exclamation(c, x, y, size);
}

static void
info(struct canvas *c, double x, double y, double size)
{
	canvas_disc(c, x, y, 0.5 * size, tone_ink(TONE_INFO));
	canvas_disc(c, x, y - 0.24 * size, 0.08 * size, COLOUR_WHITE);
	canvas_box(c, x - 0.07 * size, y - 0.1 * size, 0.14 * size, 0.38 * size, 0, CORNER_NONE, COLOUR_WHITE);
}

static void
note(struct canvas *c, double x, double y, double size)
{
	canvas_box(c, x - 0.42 * size, y - 0.46 * size, 0.84 * size, 0.92 * size, 0.1 * size, CORNER_ALL, tone_ink(TONE_NOTE));
	for (int i = -1; i <= 1; i++)
		canvas_box(c, x - 0.24 * size, y + (0.22 * i - 0.045) * size, (i == 1 ? 0.3 : 0.48) * size, 0.09 * size, 0, CORNER_NONE,
		    COLOUR_WHITE);
}

static void
met(struct canvas *c, double x, double y, double size)
{
	const double tick[3][2] = {
		{ x - 0.24 * size, y + 0.02 * size }, { x - 0.07 * size, y + 0.19 * size }, { x + 0.26 * size, y - 0.17 * size },
	};

	canvas_disc(c, x, y, 0.5 * size, tone_ink(TONE_MET));
	canvas_polyline(c, 3, tick, 0.13 * size, COLOUR_WHITE);
}

/* A ring with a question mark: asked, but not answered. */
static void
open_question(struct canvas *c, double x, double y, double size)
{
	canvas_ring(c, x, y, 0.45 * size, 0.1 * size, tone_ink(TONE_OPEN));
	canvas_slice(c, x, y - 0.1 * size, 0.1 * size, 0.2 * size, -90, 170, tone_ink(TONE_OPEN));
	canvas_box(c, x - 0.05 * size, y + 0.02 * size, 0.1 * size, 0.1 * size, 0, CORNER_NONE, tone_ink(TONE_OPEN));
	canvas_disc(c, x, y + 0.22 * size, 0.065 * size, tone_ink(TONE_OPEN));
}

static void
not_applicable(struct canvas *c, double x, double y, double size)
{
	canvas_ring(c, x, y, 0.45 * size, 0.1 * size, tone_ink(TONE_NOT_APPLICABLE));
	canvas_box(c, x - 0.2 * size, y - 0.05 * size, 0.4 * size, 0.1 * size, 0, CORNER_NONE, tone_ink(TONE_NOT_APPLICABLE));
}

static void
none(struct canvas *c, double x, double y, double size)
{
	canvas_disc(c, x, y, 0.2 * size, tone_ink(TONE_NONE));
}

void
canvas_symbol(struct canvas *c, double x, double y, double size, enum tone tone)
{
	static void (*const draw[])(struct canvas *, double, double, double) = {
		[TONE_NONE] = none, [TONE_BLOCKER] = blocker, [TONE_ERROR] = error, [TONE_WARNING] = warning, [TONE_INFO] = info,
		[TONE_NOTE] = note, [TONE_MET] = met, [TONE_OPEN] = open_question, [TONE_NOT_APPLICABLE] = not_applicable,
	};

	draw[tone](c, x, y, size);
}
