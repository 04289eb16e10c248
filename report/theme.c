#include "theme.h"

#include <stddef.h>
#include <string.h>

enum value_kind { LENGTH, COLOUR, TONE_COLOURS, SIZE };

struct key {
	const char *section, *name;
	enum value_kind kind;
	size_t offset;
};

#define PAGE(name) { "page", #name, LENGTH, offsetof(struct theme, name) }
#define COLOUR_ROW(name, index) { "colour", name, COLOUR, offsetof(struct theme, colour) + (size_t)(index) * sizeof(struct rgb) }
#define TONE_ROW(name, tone) { "tone", name, TONE_COLOURS, (size_t)(tone) }
#define TYPE_ROW(name, index) { "type", name, SIZE, offsetof(struct theme, type) + (size_t)(index) * sizeof(struct type_size) }

static const struct key keys[] = {
	PAGE(width), PAGE(height), PAGE(margin), PAGE(top), PAGE(bottom),
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
read_value(struct theme *theme, const struct key *key, const char *text)
{
	void *field = (char *)theme + key->offset;
	struct type_size *size = field;

	switch (key->kind) {
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
		return read_value(r->theme, &keys[i], g_strstrip(equals + 1)) ||
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
check_complete(struct reader *r, GError **error)
{
	const struct theme *t = r->theme;

	for (size_t i = 0; i < G_N_ELEMENTS(keys); i++)
		if (!r->seen[i])
			return refuse(r, error, THEME_ERROR_MISSING, "missing key", keys[i].name);
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
	g_free(theme);
}
