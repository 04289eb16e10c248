/* Templates of one's own: a picture, a font, a theme or a page, as its first octets say. */
#include <string.h>

#include "../../audit/facts/settings.h"
#include "../../report/font_check.h"
#include "../../report/theme.h"
#include "../../report/words.h"

int LLVMFuzzerTestOneInput(const guint8 *, size_t);

/* What passes the check is looked at as a report does. */
static void
font_use(const guint8 *bytes, size_t n)
{
	struct font font;
	double width = 0;

	if (font_check(bytes, n) != NULL)
		return;
	g_assert_true(font_open(&font, bytes, n));
	for (gunichar c = 0; c <= 0xffff; c++)
		width += font_width(&font, c);
	g_assert_cmpfloat(width, >=, 0);
}

static void
theme_use(const guint8 *bytes, size_t n)
{
	theme_free(theme_parse((const char *)bytes, n, "theme.ini", NULL));
}

static void
page_use(const guint8 *bytes, size_t n, const char *name)
{
	struct region *region = region_new();
	struct settings *all = settings_new();
	const struct settings *settings = all;
	const char *const pairs[][2] = { { "n", "1" }, { "files", "{{n}}" } };
	const struct filler filler = { 0, NULL, "2026-01-01", G_N_ELEMENTS(pairs), pairs };
	struct page *page = page_parse(region, name, "page.md", (const char *)bytes, n, &settings);

	if (page_check(page, page, NULL))
		for (guint i = 0; i < page->sections->len; i++)
			(void)section_text(g_ptr_array_index(page->sections, i), &filler, region);
	page_free(page);
	settings_free(all);
	region_free(region);
}

int
LLVMFuzzerTestOneInput(const guint8 *bytes, size_t n)
{
	struct picture picture;

	if (n >= 3 && (bytes[0] == 0x89 || bytes[0] == 0xff)) {
		(void)picture_decode(&picture, bytes, n);
		g_free(picture.rgb);
	} else if (n >= 4 && bytes[0] == 0) {
		font_use(bytes, n);
	} else if (n >= 1 && bytes[0] == '[') {
		theme_use(bytes, n);
	} else if (g_utf8_validate((const char *)bytes, (gssize)n, NULL)) {
		page_use(bytes, n, n % 2 == 0 ? "exports" : "rules/ADISC-001");
	}
	return 0;
}
