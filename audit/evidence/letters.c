/* Letters that an encoding damaged on the way. */
#include "letters.h"

#include <string.h>

/* A second octet of UTF-8 as Windows-1252 shows it: U+00A0 to U+00BF, and what stands in that code page at 80 to 9F. */
static bool
is_continuation(gunichar c)
{
	static const gunichar upper[] = { 0x20ac, 0x201a, 0x192, 0x201e, 0x2026, 0x2020, 0x2021, 0x2c6, 0x2030, 0x160, 0x2039, 0x152, 0x17d,
		0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x2dc, 0x2122, 0x161, 0x203a, 0x153, 0x17e, 0x178 };

	for (size_t i = 0; i < G_N_ELEMENTS(upper); i++)
		if (c == upper[i])
			return true;
	return c >= 0x80 && c <= 0xbf;
}

/* UTF-8 that was taken for Windows-1252 and written as UTF-8 once more: two letters stand for each that was there. */
static bool
is_twice_encoded(const char *text)
{
	for (const char *p = text, *next; *p != '\0'; p = next) {
		const gunichar c = g_utf8_get_char(p);

		next = p + g_utf8_skip[(guchar)*p];
		if (c >= 0xc2 && c <= 0xc5 && is_continuation(g_utf8_get_char(next)))
			return true;
	}
	return false;
}

bool
letters_damaged(const char *text, bool ansi)
{
	if (strstr(text, "\357\277\275") != NULL || is_twice_encoded(text))
		return true;
	if (strstr(text, "://") == NULL && strchr(text, '?') != NULL)
		return true;
	for (const char *p = text; ansi && *p != '\0'; p++)
		if ((unsigned char)*p >= 0x80)
			return true;
	return false;
}
