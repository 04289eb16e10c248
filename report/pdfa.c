#include "pdfa.h"

#include <glib.h>
#include <hpdf_conf.h>
#include <hpdf_doc.h>
#include <hpdf_version.h>
#include <stdbool.h>
#include <string.h>

static bool
is_known(const char *version)
{
	return strcmp(HPDF_VERSION_TEXT, "2.3.0") == 0 && strcmp(version, HPDF_VERSION_TEXT) == 0;
}

void
pdfa_describe(const char *version, void *document, const char *language)
{
	HPDF_Doc doc = document;
	HPDF_Dict preferences;

	if (!is_known(version) || doc->catalog == NULL)
		return;
	/* Lang and DisplayDocTitle are of PDF 1.4; 1.7 is ISO 32000-1. */
	doc->pdf_version = HPDF_VER_17;
	HPDF_Dict_Add(doc->catalog, "Lang", HPDF_String_New(doc->mmgr, language, NULL));
	preferences = HPDF_Dict_New(doc->mmgr);
	HPDF_Dict_AddBoolean(preferences, "DisplayDocTitle", HPDF_TRUE);
	HPDF_Dict_Add(doc->catalog, "ViewerPreferences", preferences);
}

/*
 * libharu writes a ToUnicode map with operators of another kind of map (begincidrange), which readers refuse.  Codes are
 * UCS-2, so a code is its own character; a range must not cross its last octet (Adobe Technical Note 5411, 1.4).
 */
static GString *
identity_map(void)
{
	GString *map = g_string_new("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
	    "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n/CMapName /Adobe-Identity-UCS def\n"
	    "/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n");

	for (unsigned high = 0; high < 256; high++) {
		if (high % 64 == 0)
			g_string_append(map, "64 beginbfrange\n");
		g_string_append_printf(map, "<%02X00> <%02XFF> <%02X00>\n", high, high, high);
		if (high % 64 == 63)
			g_string_append(map, "endbfrange\n");
	}
	g_string_append(map, "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
	return map;
}

void
pdfa_repair_font(const char *version, void *font)
{
	HPDF_Dict map;
	GString *text;

	if (!is_known(version))
		return;
	map = HPDF_Dict_GetItem(font, "ToUnicode", HPDF_OCLASS_DICT);
	if (map == NULL || map->stream == NULL)
		return;
	text = identity_map();
	HPDF_MemStream_FreeData(map->stream);
	HPDF_Stream_Write(map->stream, (const HPDF_BYTE *)text->str, (HPDF_UINT)text->len);
	g_string_free(text, TRUE);
}
