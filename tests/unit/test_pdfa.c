/* The report as PDF/A and PDF/UA: a file of each level is read by a reader of its own, and so are files that were damaged. */
#include <glib/gstdio.h>

#include "customer.h"
#include "pdf_tag_checks.h"

struct fixture {
	struct customer customer;
	GString *findings, *sources;
};

static void
fill(struct fixture *f, const char *folder, const char *rules)
{
	struct customer *c = &f->customer;

	customer_open(c, folder, rules);
	c->document->author = "B\xc3\xbcro <\xf0\x9f\x94\x91> & \"S\xc3\xb6hne\" (2)";
	f->findings = g_string_new(NULL);
	f->sources = g_string_new(NULL);
	findings_csv(&c->audit, c->words, false, false, f->findings);
	evidence_csv(c->audit.facts, false, f->sources);
}

static void
set_up(struct fixture *f, gconstpointer folder)
{
	fill(f, folder, NULL);
}

static void
set_up_short(struct fixture *f, gconstpointer folder)
{
	fill(f, folder, "ADISC-003");
}

static void
tear_down(struct fixture *f, gconstpointer folder)
{
	(void)folder;
	g_string_free(f->findings, TRUE);
	g_string_free(f->sources, TRUE);
	customer_close(&f->customer);
}

static GByteArray *
render(const struct fixture *f, enum pdf_level level)
{
	const struct attachment attachments[] = {
		{ "findings.csv", "Findings", "Data", f->findings->str, f->findings->len },
		{ "evidence.csv", "Evidence", "Source", f->sources->str, f->sources->len },
	};
	const struct pdf_options options = { level, { 0x7f, 0x3c, 0x91, 15 }, TODAY, G_N_ELEMENTS(attachments), attachments };
	GError *error = NULL;
	GByteArray *file = pdf_render(f->customer.document, words_theme(f->customer.words), &options, &error);

	g_assert_no_error(error);
	return file;
}

static void
expect_no_faults(const struct pdf *p)
{
	for (guint i = 0; i < p->faults->len && i < 20; i++)
		g_test_message("%s", (const char *)g_ptr_array_index(p->faults, i));
	g_assert_cmpuint(p->faults->len, ==, 0);
}

/* ---- attached files (ISO 19005-3, 6.8) ---- */

static void
check_attachment(struct pdf *p, const struct pdf_value *spec, const char *name, const GString *expected)
{
	const struct pdf_piece *file = object_of(p, entry_raw(entry(p, spec, "EF"), "F"));

	if (strcmp(entry_text(p, spec, "F"), name) != 0 || strcmp(entry_text(p, spec, "UF"), name) != 0 || *entry_text(p, spec, "Desc") == '\0' ||
	    !is_among(entry_text(p, spec, "AFRelationship"), " Data Source "))
		fault(p, "%s: specification", name);
	if (file == NULL || file->stream == NULL || file->stream->len != expected->len ||
	    memcmp(file->stream->data, expected->str, expected->len) != 0)
		fault(p, "%s: other octets", name);
	else if (strcmp(entry_text(p, file->value, "Subtype"), "text#2Fcsv") != 0 ||
	    *entry_text(p, entry(p, file->value, "Params"), "ModDate") == '\0')
		fault(p, "%s: kind or date", name);
}

static void
check_attachments(struct pdf *p, const struct fixture *f)
{
	const struct pdf_value *names = entry(p, entry(p, entry(p, catalog_of(p), "Names"), "EmbeddedFiles"), "Names");
	const struct pdf_value *files = entry(p, catalog_of(p), "AF");

	if (items(names) != 4 || items(files) != 2) {
		fault(p, "%u attached files", items(files));
		return;
	}
	check_attachment(p, item(p, names, 1), "evidence.csv", f->sources);
	check_attachment(p, item(p, names, 3), "findings.csv", f->findings);
	/* Readers search the names by halving. */
	if (strcmp(item(p, names, 0)->text->str, item(p, names, 2)->text->str) >= 0)
		fault(p, "names in disorder");
	if (item(p, names, 1) != item(p, files, 0) || item(p, names, 3) != item(p, files, 1))
		fault(p, "attached files of no document");
}

static void
check_all(struct pdf *p, const struct fixture *f)
{
	check_catalog(p);
	check_metadata(p, "3", "A", "1");
	check_fonts(p, false);
	check_tags(p);
	check_attachments(p, f);
}

/* ---- the levels ---- */

static void
test_tagged(struct fixture *f, gconstpointer folder)
{
	GByteArray *file = render(f, PDF_3A), *again = render(f, PDF_3A);
	struct pdf *p = pdf_open(file);

	(void)folder;
	g_assert_true(memcmp(file->data, "%PDF-1.7\n", 9) == 0);
	g_assert_true(file->len == again->len && memcmp(file->data, again->data, file->len) == 0);
	check_all(p, f);
	expect_no_faults(p);
	pdf_close(p);
	g_byte_array_unref(file);
	g_byte_array_unref(again);
}

static void
check_plain(struct pdf *p)
{
	GPtrArray *pages = pages_of(p);

	for (guint i = 0; i < pages->len; i++)
		g_array_unref(read_page(p, g_ptr_array_index(pages, i), i + 1, false));
	if (entry(p, catalog_of(p), "StructTreeRoot") != NULL || entry(p, catalog_of(p), "Names") != NULL || entry(p, catalog_of(p), "AF") != NULL)
		fault(p, "tags or attached files");
	g_ptr_array_unref(pages);
}

static void
test_plain(struct fixture *f, gconstpointer folder)
{
	static const struct { enum pdf_level level; const char *head, *part, *conformance; } levels[] = {
		{ PDF_1B, "%PDF-1.4\n", "1", "B" }, { PDF_2B, "%PDF-1.7\n", "2", "B" }, { PDF_NONE, "%PDF-1.7\n", NULL, NULL },
	};

	(void)folder;
	for (size_t i = 0; i < G_N_ELEMENTS(levels); i++) {
		GByteArray *file = render(f, levels[i].level);
		struct pdf *p = pdf_open(file);

		g_assert_true(memcmp(file->data, levels[i].head, 9) == 0);
		check_fonts(p, levels[i].level == PDF_1B);
		check_plain(p);
		if (levels[i].level != PDF_NONE) {
			check_catalog(p);
			check_metadata(p, levels[i].part, levels[i].conformance, NULL);
		}
		/* PDF 1.4 has no object streams. */
		for (guint k = 0; levels[i].level == PDF_1B && k < p->objects->len; k++)
			g_assert_false(g_ptr_array_index(p->objects, k) != NULL && ((struct pdf_piece *)g_ptr_array_index(p->objects, k))->packed);
		expect_no_faults(p);
		pdf_close(p);
		g_byte_array_unref(file);
	}
}

/* ---- the checks fail where they should ---- */

/* Exchanges a text of the same length wherever an object has it; how often. */
static unsigned
damage(struct pdf *p, const char *from, const char *to)
{
	unsigned n = 0;

	g_assert_cmpuint(strlen(from), ==, strlen(to));
	for (guint i = 0; i < p->objects->len; i++) {
		struct pdf_piece *o = g_ptr_array_index(p->objects, i);
		char *found = o == NULL ? NULL : memmem(o->text->str, o->text->len, from, strlen(from));
		const char *at;

		if (found == NULL)
			continue;
		n++;
		memcpy(found, to, strlen(to));
		at = o->text->str;
		o->value = parse_value(p, &at, o->text->str + o->text->len);
		g_hash_table_insert(p->numbers, o->value, GUINT_TO_POINTER(i));
	}
	return n;
}

static void
test_damaged(struct fixture *f, gconstpointer folder)
{
	static const char *const damages[][2] = {
		{ "/Alt", "/Alx" }, { "/BBox", "/BBux" }, { "/F 4", "/F 2" }, { "/Contents(", "/Cuntents(" }, { "/StructParent ", "/StructPurent " },
		{ "/StructParents ", "/StructPurents " }, { "/S/H2", "/S/H4" }, { "/S/H1", "/S/HX" }, { "/Nums[0[", "/Nums[9[" },
		{ "/Scope/", "/Scupe/" }, { "/S/TD", "/S/LI" }, { "/S/LBody", "/S/Lbudy" }, { "/Lang(", "/Lung(" }, { "/Marked true", "/Marked frue" },
		{ "/DisplayDocTitle true", "/DisplayDocTitle frue" }, { "/OutputIntents", "/OutputIntenti" }, { "/FontFile2", "/FontFile3" },
		{ "/ToUnicode", "/ToUnicude" }, { "/CIDToGIDMap", "/CIDToGIDMup" }, { "/CapHeight", "/CupHeight" }, { "/Title(", "/Tutle(" },
		{ "/Author<", "/Auther<" }, { "/CreationDate(D:2026", "/CreationDate(D:2027" }, { "/Metadata ", "/Metudata " },
		{ "/Desc(", "/Dusc(" }, { "/AF[", "/AG[" }, { "/AFRelationship/Data", "/AFRelationship/Dutu" }, { "/ModDate", "/ModDute" },
		{ "/Tabs/S", "/Tabs/R" }, { "/Dest[", "/Dust[" }, { "/S/THead/P ", "/S/THead/Q " }, { "/Type/OBJR", "/Type/OBJX" },
	};
	GByteArray *file = render(f, PDF_3A), *none = render(f, PDF_NONE);
	struct pdf *p;

	(void)folder;
	for (size_t i = 0; i < G_N_ELEMENTS(damages); i++) {
		p = pdf_open(file);
		if (damage(p, damages[i][0], damages[i][1]) > 0)
			check_all(p, f);
		if (p->faults->len == 0) {
			g_test_message("%s goes unnoticed", damages[i][0]);
			g_test_fail();
		}
		pdf_close(p);
	}
	p = pdf_open(none);
	check_all(p, f);
	g_assert_cmpuint(p->faults->len, >=, 4);
	pdf_close(p);
	g_byte_array_unref(file);
	g_byte_array_unref(none);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add("/pdfa/tagged/contoso-2010", struct fixture, "samples/contoso-2010", set_up, test_tagged, tear_down);
	g_test_add("/pdfa/tagged/adatum-2016", struct fixture, "samples/adatum-2016", set_up, test_tagged, tear_down);
	g_test_add("/pdfa/tagged/pre-engagement", struct fixture, "tests/whole/pre-engagement/in", set_up, test_tagged, tear_down);
	g_test_add("/pdfa/plain", struct fixture, "samples/contoso-2010", set_up, test_plain, tear_down);
	g_test_add("/pdfa/damaged", struct fixture, "samples/contoso-2010", set_up_short, test_damaged, tear_down);
	return g_test_run();
}
