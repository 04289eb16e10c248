#include "pdf_parts.h"

#include <math.h>
#include <string.h>

#include "clean.h"

/* What a file says of itself: the information dictionary, and the same as XMP (ISO 16684-1), with the level it is made to. */

struct about {
	const char *title, *author, *subject, *tool, *language;
	char *date;                 /* "2026-06-01T00:00:00", UTC */
};

/* "2026-06-01T00:00:00" as "D:20260601000000". */
static void
put_date(GString *out, const struct about *about)
{
	g_string_append(out, "(D:");
	for (const char *p = about->date; *p != '\0'; p++)
		if (g_ascii_isdigit(*p))
			g_string_append_c(out, *p);
	g_string_append(out, "+00'00')");
}

static void
set_information(struct pdf_file *f, const struct about *about)
{
	const struct { const char *key, *text; } rows[] = {
		{ "Title", about->title }, { "Author", about->author }, { "Subject", about->subject }, { "Creator", about->tool },
		{ "Producer", about->tool },
	};
	GString *out = g_string_new("<<");

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		if (rows[i].text != NULL) {
			g_string_append_printf(out, "/%s", rows[i].key);
			pdf_put_text(out, rows[i].text);
		}
	g_string_append(out, "/CreationDate");
	put_date(out, about);
	g_string_append(out, "/ModDate");
	put_date(out, about);
	g_string_append(out, ">>");
	pdf_file_set(f, f->info, out);
}

/* ---- XMP ---- */

static void
put_property(GString *out, const char *before, const char *text, const char *after)
{
	char *escaped = text == NULL ? NULL : g_markup_escape_text(text, -1);

	if (escaped != NULL)
		g_string_append_printf(out, "%s%s%s\n", before, escaped, after);
	g_free(escaped);
}

/* PDF/A knows the properties of PDF/UA only from such a description (ISO 19005-3, 6.6.2.3.3). */
static const char accessible[] = "<pdfuaid:part>1</pdfuaid:part>\n"
    "</rdf:Description>\n"
    "<rdf:Description rdf:about=\"\" xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\""
    " xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\" xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\">\n"
    "<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType=\"Resource\">\n"
    "<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>\n"
    "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\n"
    "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\n"
    "<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType=\"Resource\">\n"
    "<pdfaProperty:name>part</pdfaProperty:name>\n"
    "<pdfaProperty:valueType>Integer</pdfaProperty:valueType>\n"
    "<pdfaProperty:category>internal</pdfaProperty:category>\n"
    "<pdfaProperty:description>Part of ISO 14289 that the file conforms to</pdfaProperty:description>\n"
    "</rdf:li></rdf:Seq></pdfaSchema:property>\n"
    "</rdf:li></rdf:Bag></pdfaExtension:schemas>\n";

static void
add_xmp(struct pdf_file *f, const struct about *about, enum pdf_level level)
{
	static const struct { const char *part, *conformance; } levels[] = {
		[PDF_NONE] = { NULL, NULL }, [PDF_1B] = { "1", "B" }, [PDF_2B] = { "2", "B" }, [PDF_3A] = { "3", "A" },
	};
	GString *out = g_string_new("<?xpacket begin=\"\xef\xbb\xbf\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
	    "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
	    "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\""
	    " xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\" xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\""
	    " xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\">\n<dc:format>application/pdf</dc:format>\n");
	unsigned number;

	put_property(out, "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">", about->title, "</rdf:li></rdf:Alt></dc:title>");
	put_property(out, "<dc:creator><rdf:Seq><rdf:li>", about->author, "</rdf:li></rdf:Seq></dc:creator>");
	put_property(out, "<dc:description><rdf:Alt><rdf:li xml:lang=\"x-default\">", about->subject, "</rdf:li></rdf:Alt></dc:description>");
	put_property(out, "<dc:language><rdf:Bag><rdf:li>", about->language, "</rdf:li></rdf:Bag></dc:language>");
	put_property(out, "<xmp:CreatorTool>", about->tool, "</xmp:CreatorTool>");
	put_property(out, "<xmp:CreateDate>", about->date, "+00:00</xmp:CreateDate>");
	put_property(out, "<xmp:ModifyDate>", about->date, "+00:00</xmp:ModifyDate>");
	put_property(out, "<pdf:Producer>", about->tool, "</pdf:Producer>");
	put_property(out, "<pdfaid:part>", levels[level].part, "</pdfaid:part>");
	put_property(out, "<pdfaid:conformance>", levels[level].conformance, "</pdfaid:conformance>");
	if (level == PDF_3A)
		g_string_append(out, accessible);
	g_string_append(out, "</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"w\"?>");
	/* Read by programs that know no PDF: not compressed (ISO 19005-1, 6.7.2). */
	number = pdf_file_add_stream(f, "/Type/Metadata/Subtype/XML", out->str, out->len, false);
	pdf_file_extend(f, f->root, "/Metadata %u 0 R", number);
	g_string_free(out, TRUE);
}

/* ---- colours ---- */

static void
put_u32(GByteArray *out, guint32 n)
{
	const guint8 octets[4] = { (guint8)(n >> 24), (guint8)(n >> 16), (guint8)(n >> 8), (guint8)n };

	g_byte_array_append(out, octets, sizeof octets);
}

static void
put_xyz(GByteArray *out, const double xyz[3])
{
	g_byte_array_append(out, (const guint8 *)"XYZ \0\0\0\0", 8);
	for (int i = 0; i < 3; i++)
		put_u32(out, (guint32)lround(xyz[i] * 65536));
}

/* The transfer function of sRGB at 1024 places (IEC 61966-2-1, 5.2). */
static void
put_curve(GByteArray *out)
{
	enum { PLACES = 1024 };

	g_byte_array_append(out, (const guint8 *)"curv\0\0\0\0", 8);
	put_u32(out, PLACES);
	for (int i = 0; i < PLACES; i++) {
		const double v = i / (PLACES - 1.0), linear = v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4);
		const unsigned n = (unsigned)lround(linear * 65535);
		const guint8 octets[2] = { (guint8)(n >> 8), (guint8)n };

		g_byte_array_append(out, octets, sizeof octets);
	}
}

static void
put_description(GByteArray *out)
{
	/* The ASCII name, then an empty one in Unicode and in a Macintosh script (ICC.1:2001-04, 6.5.17). */
	static const guint8 text[] = "desc\0\0\0\0\0\0\0\5sRGB";
	static const guint8 empty[4 + 4 + 2 + 1 + 67] = { 0 };

	g_byte_array_append(out, text, sizeof text);
	g_byte_array_append(out, empty, sizeof empty);
}

/* An ICC profile of sRGB: version 2, which PDF 1.4 knows; primaries and white adapted to D50. */
static GByteArray *
srgb_profile(void)
{
	static const double white[3] = { 0.9642, 1, 0.8249 }, red[3] = { 0.4361, 0.2225, 0.0139 }, green[3] = { 0.3851, 0.7169, 0.0971 },
	    blue[3] = { 0.1431, 0.0606, 0.7141 };
	static const char *const tags[] = { "desc", "cprt", "wtpt", "rXYZ", "gXYZ", "bXYZ", "rTRC", "gTRC", "bTRC" };
	static const unsigned parts[] = { 0, 1, 2, 3, 4, 5, 6, 6, 6 };
	GByteArray *out = g_byte_array_new(), *body = g_byte_array_new();
	guint from[8];

	from[0] = body->len; put_description(body);
	while (body->len % 4 != 0)
		g_byte_array_append(body, (const guint8 *)"", 1);
	from[1] = body->len;
	g_byte_array_append(body, (const guint8 *)"text\0\0\0\0No copyright\0\0\0", 24);
	from[2] = body->len; put_xyz(body, white);
	from[3] = body->len; put_xyz(body, red);
	from[4] = body->len; put_xyz(body, green);
	from[5] = body->len; put_xyz(body, blue);
	from[6] = body->len; put_curve(body);
	from[7] = body->len;
	/* The header (6.1), 128 octets: size, version 2.1, a display's, from RGB to XYZ. */
	put_u32(out, (guint32)(132 + 12 * G_N_ELEMENTS(tags) + body->len));
	g_byte_array_append(out, (const guint8 *)"\0\0\0\0\2\x10\0\0mntrRGB XYZ \x07\xd0\0\1\0\1\0\0\0\0\0\0acsp", 36);
	while (out->len < 68)
		put_u32(out, 0);
	for (int i = 0; i < 3; i++)
		put_u32(out, (guint32)lround(white[i] * 65536));
	while (out->len < 128)
		put_u32(out, 0);
	put_u32(out, G_N_ELEMENTS(tags));
	for (size_t i = 0; i < G_N_ELEMENTS(tags); i++) {
		g_byte_array_append(out, (const guint8 *)tags[i], 4);
		put_u32(out, (guint32)(132 + 12 * G_N_ELEMENTS(tags) + from[parts[i]]));
		put_u32(out, from[parts[i] + 1] - from[parts[i]]);
	}
	g_byte_array_append(out, body->data, body->len);
	g_byte_array_unref(body);
	return out;
}

static void
add_colours(struct pdf_file *f)
{
	GByteArray *profile = srgb_profile();
	const unsigned number = pdf_file_add_stream(f, "/N 3/Alternate/DeviceRGB", profile->data, profile->len, true);

	g_byte_array_unref(profile);
	pdf_file_extend(f, f->root, "/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)"
	    "/RegistryName(http://www.color.org)/Info(sRGB IEC61966-2.1)/DestOutputProfile %u 0 R>>]", number);
}

/* ---- attached files ---- */

static gint
by_name(gconstpointer a, gconstpointer b)
{
	return strcmp((*(const struct attachment *const *)a)->name, (*(const struct attachment *const *)b)->name);
}

/* A full specification of each, named by the document as a whole (ISO 19005-3, 6.8).  Names are found by halving (7.9.6). */
static void
add_attachments(struct pdf_file *f, const struct about *about, const struct pdf_options *o)
{
	GString *names = g_string_new(NULL), *files = g_string_new(NULL);
	GPtrArray *sorted = g_ptr_array_new();

	for (size_t i = 0; i < o->nattachments; i++)
		g_ptr_array_add(sorted, (gpointer)(guintptr)&o->attachments[i]);
	g_ptr_array_sort(sorted, by_name);
	for (guint i = 0; i < sorted->len; i++) {
		const struct attachment *a = g_ptr_array_index(sorted, i);
		GString *out = g_string_new("/Type/EmbeddedFile/Subtype/text#2Fcsv/Params<</ModDate");
		unsigned number;

		put_date(out, about);
		g_string_append_printf(out, "/Size %" G_GSIZE_FORMAT ">>", a->size);
		number = pdf_file_add_stream(f, out->str, a->data, a->size, true);
		g_string_assign(out, "<</Type/Filespec/F");
		pdf_put_text(out, a->name);
		g_string_append(out, "/UF");
		pdf_put_text(out, a->name);
		g_string_append(out, "/Desc");
		pdf_put_text(out, a->description);
		g_string_append_printf(out, "/AFRelationship/%s/EF<</F %u 0 R/UF %u 0 R>>>>", a->relationship, number, number);
		number = pdf_file_add(f, out);
		pdf_put_text(names, a->name);
		g_string_append_printf(names, " %u 0 R", number);
		g_string_append_printf(files, " %u 0 R", number);
	}
	if (o->nattachments > 0)
		pdf_file_extend(f, f->root, "/AF[%s]/Names<</EmbeddedFiles<</Names[%s]>>>>", files->str, names->str);
	g_string_free(names, TRUE);
	g_string_free(files, TRUE);
	g_ptr_array_unref(sorted);
}

/* ---- all of it ---- */

void
metadata_add(struct pdf_file *f, const struct document *d, const struct pdf_options *o)
{
	struct region *region = region_new();
	GDateTime *time = g_date_time_new_from_unix_utc(o->as_of);
	struct about about = { clean_text(region, d->title), NULL, NULL, clean_text(region, d->tool), d->language, NULL };

	about.author = d->author == NULL ? NULL : clean_text(region, d->author);
	about.subject = d->subject == NULL ? NULL : clean_text(region, d->subject);
	about.date = time == NULL ? g_strdup("1970-01-01T00:00:00") : g_date_time_format(time, "%Y-%m-%dT%H:%M:%S");
	set_information(f, &about);
	pdf_file_extend(f, f->root, "/Lang(%s)/ViewerPreferences<</DisplayDocTitle true>>", d->language);
	if (o->level != PDF_NONE) {
		add_xmp(f, &about, o->level);
		add_colours(f);
	}
	if (o->level == PDF_3A)
		add_attachments(f, &about, o);
	g_free(about.date);
	if (time != NULL)
		g_date_time_unref(time);
	region_free(region);
}
