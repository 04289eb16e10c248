#include "clean.h"

bool
clean_hides(gunichar c)
{
	static const struct { gunichar first, last; } hidden[] = {
		{ 0x00ad, 0x00ad }, { 0x034f, 0x034f }, { 0x061c, 0x061c }, { 0x115f, 0x1160 }, { 0x17b4, 0x17b5 }, { 0x180b, 0x180f },
		{ 0x200b, 0x200f }, { 0x2028, 0x202e }, { 0x2060, 0x206f }, { 0x3164, 0x3164 }, { 0xfe00, 0xfe0f }, { 0xfeff, 0xfeff },
		{ 0xffa0, 0xffa0 }, { 0xfff9, 0xfffb }, { 0xe0000, 0xe0fff },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(hidden); i++)
		if (c >= hidden[i].first && c <= hidden[i].last)
			return true;
	return g_unichar_iscntrl(c);
}

static bool
is_plain(const char *text)
{
	for (; *text != '\0'; text++)
		if ((unsigned char)*text < 0x20 || (unsigned char)*text >= 0x7f)
			return false;
	return true;
}

const char *
clean_text(struct region *region, const char *text)
{
	GString *out;
	char *composed;
	const char *kept;

	if (text == NULL || is_plain(text))
		return region_strdup(region, text);
	out = g_string_new(NULL);
	while (*text != '\0') {
		gunichar c = g_utf8_get_char_validated(text, -1);

		if (c >= 0x110000) {
			g_string_append_printf(out, "<%02X>", (unsigned char)*text++);
			continue;
		}
		if (c == '\t' || c == '\n' || c == '\r')
			g_string_append_c(out, ' ');
		else if (clean_hides(c))
			g_string_append_printf(out, "<U+%04X>", c);
		else
			g_string_append_unichar(out, c);
		text += g_utf8_skip[(guchar)*text];
	}
	composed = g_utf8_normalize(out->str, -1, G_NORMALIZE_DEFAULT_COMPOSE);
	kept = region_strdup(region, composed);
	g_free(composed);
	g_string_free(out, TRUE);
	return kept;
}
