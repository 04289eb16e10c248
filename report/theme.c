#include "theme.h"

#include <stddef.h>
#include <string.h>

#include "../audit/embedded.h"

enum value_kind { LENGTH, PAPER, COLOUR, TONE_COLOURS, SIZE, TEXT, FONT, LOGO };

struct key {
	const char *section, *name;
	enum value_kind kind;
	size_t offset;
	bool optional;
};

#define PAGE(name, optional) { "page", #name, LENGTH, offsetof(struct theme, name), optional }
#define COLOUR_ROW(name, index) { "colour", name, COLOUR, offsetof(struct theme, colour) + (size_t)(index) * sizeof(struct rgb), false }
#define TONE_ROW(name, tone) { "tone", name, TONE_COLOURS, (size_t)(tone), false }
#define TYPE_ROW(name, index) { "type", name, SIZE, offsetof(struct theme, type) + (size_t)(index) * sizeof(struct type_size), false }
#define TEXT_ROW(section, name, index) \
	{ section, name, TEXT, offsetof(struct theme, furniture) + (size_t)(index) * sizeof(struct furniture_text), false }
#define FONT_ROW(name, face) { "font", name, FONT, offsetof(struct theme, font) + (size_t)(face) * sizeof(struct font_data), false }

static const struct key keys[] = {
	{ "page", "size", PAPER, 0, true }, PAGE(width, true), PAGE(height, true), PAGE(margin, false), PAGE(top, true), PAGE(bottom, true),
	FONT_ROW("regular", FACE_REGULAR), FONT_ROW("strong", FACE_STRONG), FONT_ROW("code", FACE_CODE),
	{ "logo", "file", LOGO, 0, true }, { "logo", "height", LENGTH, offsetof(struct theme, logo_height), true },
	{ "logo", "header", LENGTH, offsetof(struct theme, logo_header), true },
	TEXT_ROW("header", "left", HEADER_LEFT), TEXT_ROW("header", "right", HEADER_RIGHT), TEXT_ROW("footer", "left", FOOTER_LEFT),
	TEXT_ROW("footer", "centre", FOOTER_CENTRE), TEXT_ROW("footer", "right", FOOTER_RIGHT),
	COLOUR_ROW("ink", COLOUR_INK), COLOUR_ROW("text", COLOUR_TEXT), COLOUR_ROW("caption", COLOUR_CAPTION),
	COLOUR_ROW("field", COLOUR_FIELD), COLOUR_ROW("chip", COLOUR_CHIP), COLOUR_ROW("faint", COLOUR_FAINT),
	COLOUR_ROW("pale", COLOUR_PALE), COLOUR_ROW("accent", COLOUR_ACCENT), COLOUR_ROW("link", COLOUR_LINK),
	COLOUR_ROW("rule", COLOUR_RULE), COLOUR_ROW("box", COLOUR_BOX), COLOUR_ROW("white", COLOUR_WHITE),
	TONE_ROW("none", TONE_NONE), TONE_ROW("blocker", TONE_BLOCKER), TONE_ROW("error", TONE_ERROR),
	TONE_ROW("warning", TONE_WARNING), TONE_ROW("info", TONE_INFO), TONE_ROW("note", TONE_NOTE),
	TONE_ROW("met", TONE_MET), TONE_ROW("open", TONE_OPEN), TONE_ROW("not-applicable", TONE_NOT_APPLICABLE),
	TYPE_ROW("cover", TYPE_COVER), TYPE_ROW("title", TYPE_TITLE), TYPE_ROW("section", TYPE_SECTION),
	TYPE_ROW("part", TYPE_PART), TYPE_ROW("body", TYPE_BODY), TYPE_ROW("list", TYPE_LIST),
	TYPE_ROW("table", TYPE_TABLE), TYPE_ROW("code", TYPE_CODE), TYPE_ROW("label", TYPE_LABEL),
	TYPE_ROW("small", TYPE_SMALL), TYPE_ROW("figure", TYPE_FIGURE),
};

struct reader {
	const char *file;
	unsigned line;
	char section[32];
	bool seen[G_N_ELEMENTS(keys)];
	struct theme *theme;
};

GQuark
theme_error_quark(void)
{
	return g_quark_from_static_string("theme-error");
}

static bool
refuse(const struct reader *r, GError **error, enum theme_error code, const char *what, const char *text)
{
	g_set_error(error, theme_error_quark(), (gint)code, "%s:%u: %s: %s", r->file, r->line, what, text);
	return false;
}

static const char *
read_length(const char *text, double *length)
{
	char *end;
	double value = g_ascii_strtod(text, &end);

	/* The bounds also keep NaN and infinity out; no page or letter is larger than two metres. */
	if (end == text || !(value > 0 && value < 6000))
		return NULL;
	*length = value;
	return end + strspn(end, " \t");
}

static const char *
read_colour(const char *text, struct rgb *colour)
{
	float part[3];

	if (*text++ != '#')
		return NULL;
	for (int i = 0; i < 3; i++, text += 2) {
		int high = g_ascii_xdigit_value(text[0]), low = high < 0 ? -1 : g_ascii_xdigit_value(text[1]);

		if (low < 0)
			return NULL;
		part[i] = (float)(high * 16 + low) / 255.0F;
	}
	*colour = (struct rgb){ part[0], part[1], part[2] };
	return text + strspn(text, " \t");
}

static bool
read_paper(const char *text, struct theme *theme)
{
	static const struct { const char *name; double width, height; } papers[] = { { "A4", 595.28, 841.89 }, { "Letter", 612, 792 } };

	for (size_t i = 0; i < G_N_ELEMENTS(papers); i++)
		if (g_ascii_strcasecmp(text, papers[i].name) == 0) {
			theme->width = papers[i].width;
			theme->height = papers[i].height;
			return true;
		}
	return false;
}

/* A name that leads nowhere but below the templates' directory. */
static bool
is_file_name(const char *text)
{
	char **parts = g_strsplit(text, "/", -1);
	bool good = *text != '\0';

	for (size_t i = 0; good && parts[i] != NULL; i++)
		good = *parts[i] != '\0' && *parts[i] != '.';
	g_strfreev(parts);
	return good;
}

static bool
read_font(const char *text, struct font_data *font, unsigned line)
{
	char *path = g_strconcat("templates/fonts/", text, NULL);
	const struct embedded *built_in = embedded_find(path);

	g_free(path);
	if (!is_file_name(text))
		return false;
	*font = (struct font_data){ g_strdup(text), line, built_in != NULL ? built_in->data : NULL, built_in != NULL ? built_in->size : 0 };
	return true;
}

static bool
read_text(const char *text, struct furniture_text *furniture, unsigned line)
{
	*furniture = (struct furniture_text){ g_strdup(text), line };
	return true;
}

static bool
read_value(struct reader *r, const struct key *key, const char *text)
{
	struct theme *theme = r->theme;
	void *field = (char *)theme + key->offset;
	struct type_size *size = field;

	switch (key->kind) {
	case PAPER:
		return read_paper(text, theme);
	case TEXT:
		return read_text(text, field, r->line);
	case FONT:
		return read_font(text, field, r->line);
	case LOGO:
		theme->logo_file = g_strdup(text);
		theme->logo_line = r->line;
		return *text == '\0' || is_file_name(text);
	case LENGTH:
		text = read_length(text, field);
		break;
	case COLOUR:
		text = read_colour(text, field);
		break;
	case TONE_COLOURS:
		text = read_colour(text, &theme->colour[COLOUR_TONE + key->offset]);
		if (text != NULL)
			text = read_colour(text, &theme->colour[COLOUR_TINT + key->offset]);
		break;
	case SIZE:
		text = read_length(text, &size->size);
		if (text != NULL)
			text = read_length(text, &size->leading);
		break;
	}
	return text != NULL && *text == '\0';
}

static bool
read_setting(struct reader *r, char *line, GError **error)
{
	char *equals = strchr(line, '=');

	if (equals == NULL)
		return refuse(r, error, THEME_ERROR_LINE, "neither a [section] nor key = value", line);
	*equals = '\0';
	g_strstrip(line);
	for (size_t i = 0; i < G_N_ELEMENTS(keys); i++) {
		if (strcmp(keys[i].section, r->section) != 0 || strcmp(keys[i].name, line) != 0)
			continue;
		if (r->seen[i])
			return refuse(r, error, THEME_ERROR_TWICE, "key stands twice", line);
		r->seen[i] = true;
		return read_value(r, &keys[i], g_strstrip(equals + 1)) ||
		    refuse(r, error, THEME_ERROR_VALUE, "not a value of this key", line);
	}
	return refuse(r, error, THEME_ERROR_KEY, "unknown key", line);
}

static bool
read_line(struct reader *r, char *line, GError **error)
{
	size_t length;

	g_strstrip(line);
	length = strlen(line);
	/* "#" begins a comment only where a key would stand: colours begin with it too. */
	if (length == 0 || line[0] == '#' || line[0] == ';')
		return true;
	if (line[0] != '[')
		return read_setting(r, line, error);
	if (line[length - 1] != ']' || length - 2 >= sizeof(r->section))
		return refuse(r, error, THEME_ERROR_LINE, "not a section", line);
	g_strlcpy(r->section, line + 1, length - 1);
	return true;
}

static bool
is_seen(const struct reader *r, const char *section, const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(keys); i++)
		if (strcmp(keys[i].section, section) == 0 && strcmp(keys[i].name, name) == 0)
			return r->seen[i];
	return false;
}

/* The page is a paper or two lengths; where the text begins and ends follows from it, unless it is said. */
static bool
complete_page(struct reader *r, GError **error)
{
	struct theme *t = r->theme;
	const bool lengths = is_seen(r, "page", "width") || is_seen(r, "page", "height");

	if (is_seen(r, "page", "size") && lengths)
		return refuse(r, error, THEME_ERROR_TWICE, "size, or width and height", "page");
	if (!is_seen(r, "page", "size") && !(is_seen(r, "page", "width") && is_seen(r, "page", "height")))
		return refuse(r, error, THEME_ERROR_MISSING, "missing key", "size, or width and height");
	if (!is_seen(r, "page", "top"))
		t->top = 78;
	if (!is_seen(r, "page", "bottom"))
		t->bottom = t->height - 70;
	return true;
}

static bool
check_complete(struct reader *r, GError **error)
{
	struct theme *t = r->theme;

	for (size_t i = 0; i < G_N_ELEMENTS(keys); i++)
		if (!r->seen[i] && !keys[i].optional)
			return refuse(r, error, THEME_ERROR_MISSING, "missing key", keys[i].name);
	if (!complete_page(r, error))
		return false;
	if (t->logo_file == NULL)
		t->logo_file = g_strdup("");
	if (*t->logo_file != '\0' && !is_seen(r, "logo", "height") && !is_seen(r, "logo", "header"))
		t->logo_height = 40;
	if (t->logo_height > 120 || t->logo_header > 24) {
		r->line = t->logo_line;
		return refuse(r, error, THEME_ERROR_VALUE, "logo larger than 120 points on the cover, or 24 in the header", "logo");
	}
	/* The blocks need room for a table of several columns and a heading with text below it. */
	if (t->width - 2 * t->margin < 360 || t->bottom - t->top < 400 || t->top < 60 || t->bottom > t->height - 60)
		return refuse(r, error, THEME_ERROR_PAGE, "page too small for its margins", "page");
	return true;
}

struct theme *
theme_parse(const char *ini, size_t size, const char *file, GError **error)
{
	struct reader r = { .file = file, .theme = g_new0(struct theme, 1) };
	char *text = g_strndup(ini, size), **lines = g_strsplit(text, "\n", -1);
	bool good = true;

	r.theme->region = region_new();
	r.theme->file = region_strdup(r.theme->region, file);
	for (char **line = lines; good && *line != NULL; line++) {
		r.line++;
		good = read_line(&r, *line, error);
	}
	good = good && check_complete(&r, error);
	g_strfreev(lines);
	g_free(text);
	if (good)
		return r.theme;
	theme_free(r.theme);
	return NULL;
}

void
theme_free(struct theme *theme)
{
	if (theme == NULL)
		return;
	for (int i = 0; i < FURNITURE_TEXTS; i++)
		g_free(theme->furniture[i].text);
	for (int i = 0; i < FACES; i++)
		g_free(theme->font[i].name);
	g_free(theme->logo_file);
	g_free(theme->logo.rgb);
	region_free(theme->region);
	g_free(theme);
}
