/* Every limit of audit/evidence/limits.h but those of zones: at the limit all is read, one beyond costs what is beyond. */
#include "limits_bench.h"

#include <unistd.h>

static const char domain[] = "Domain\ncontoso.com\n";

/* ---- the folder ---- */

/* The first files in order of their paths are read, whatever lies behind them. */
static void
files(struct bench *b, gconstpointer data)
{
	char *links = g_build_filename(b->folder, "aa", NULL);

	(void)data;
	g_assert_cmpint(g_mkdir(links, 0700), ==, 0);
	for (unsigned i = 0; i < FILES_MAX - 1; i++) {
		char *link = g_strdup_printf("%s/%u", links, i);

		g_assert_cmpint(symlink("x", link), ==, 0);
		g_free(link);
	}
	g_free(links);
	put_bytes(b, "ab.csv", domain, strlen(domain));
	read_all(b);
	g_assert_cmpuint(b->facts->sources->len, ==, FILES_MAX);
	gives(b, "ab.csv", 1, NULL);
	put_bytes(b, "ac.csv", domain, strlen(domain));
	put_bytes(b, "ad.csv", domain, strlen(domain));
	put_bytes(b, "audit.ini", "[hybrid]\nstate = planned\n", 25);
	read_all(b);
	g_assert_cmpuint(b->facts->sources->len, ==, FILES_MAX + 2);
	gives(b, "ab.csv", 1, NULL);
	gives(b, "ac.csv", 0, "too-many-files");
	g_assert_cmpstr(((const struct problem *)g_ptr_array_index(source_at(b, "ac.csv")->problems, 0))->text, ==, "2");
	g_assert_null(source_at(b, "ad.csv"));
	gives(b, "audit.ini", 1, NULL);
}

static void
depth(struct bench *b, gconstpointer data)
{
	GString *path = g_string_new(NULL);
	char *deepest, *beyond;

	(void)data;
	append_times(path, "d/", DEPTH_MAX);
	deepest = g_strconcat(path->str, "domains.csv", NULL);
	g_string_append(path, "e");
	beyond = g_strconcat(path->str, "/domains.csv", NULL);
	put_bytes(b, deepest, domain, strlen(domain));
	put_bytes(b, beyond, domain, strlen(domain));
	read_all(b);
	gives(b, deepest, 1, NULL);
	gives(b, path->str, 0, "too-deep");
	g_free(deepest);
	g_free(beyond);
	g_string_free(path, TRUE);
}

static void
file_bytes(struct bench *b, gconstpointer data)
{
	(void)data;
	for (int over = 0; over < 2; over++) {
		GString *text = g_string_new(domain);

		append_fill(text, '\n', (gsize)(FILE_BYTES_MAX + over) - text->len);
		put(b, "domains.csv", text);
		read_all(b);
		gives(b, "domains.csv", over ? 0 : 1, over ? "too-large" : NULL);
	}
}

static void
head(struct bench *b, gconstpointer data)
{
	(void)data;
	for (int over = 0; over < 2; over++) {
		GString *text = g_string_new(NULL);

		append_fill(text, '\n', (gsize)(HEAD_BYTES + over) - strlen("Domain\n"));
		g_string_append(text, domain);
		put(b, "domains.csv", text);
		read_all(b);
		gives(b, "domains.csv", over ? 0 : 1, over ? "unknown-file" : NULL);
	}
}

static void
settings(struct bench *b, gconstpointer data)
{
	(void)data;
	for (int over = 0; over < 2; over++) {
		GString *text = g_string_new("; lines that count begin here\n\n[require]\n");

		append_times(text, "names = mail.contoso.com\n", (gsize)(SETTINGS_MAX - 2 + over));
		g_string_append(text, "[hybrid]\n");
		put(b, "audit.ini", text);
		read_all(b);
		g_assert_cmpint(times(b, "audit.ini", "too-many-settings"), ==, over);
	}
}

static void
settings_bytes(struct bench *b, gconstpointer data)
{
	(void)data;
	for (int over = 0; over < 2; over++) {
		GString *text = g_string_new("[require]\n");

		append_fill(text, ';', (gsize)(SETTINGS_BYTES_MAX + over) - text->len - strlen("\nnames = mail.contoso.com\n"));
		g_string_append(text, "\nnames = mail.contoso.com\n");
		put(b, "audit.ini", text);
		read_all(b);
		gives(b, "audit.ini", over ? 0 : 1, over ? "too-many-settings" : NULL);
	}
}

/* ---- tables ---- */

static void
line_bytes(struct bench *b, gconstpointer data)
{
	(void)data;
	for (int over = 0; over < 2; over++) {
		GString *text = g_string_new("DomainName,DomainType,Name\n");
		const gsize row = text->len;

		g_string_append(text, "contoso.com,Authoritative,");
		append_fill(text, 'x', (gsize)(LINE_BYTES_MAX + over) - (text->len - row) - 1);
		g_string_append(text, "\nfabrikam.com,Authoritative,y\n");
		put(b, "domains.csv", text);
		read_all(b);
		gives(b, "domains.csv", over ? 1 : 2, over ? "row-too-large" : NULL);
	}
}

static void
row_lines(struct bench *b, gconstpointer data)
{
	(void)data;
	for (int over = 0; over < 2; over++) {
		GString *text = g_string_new("DomainName,DomainType,Name\ncontoso.com,Authoritative,\"x");

		append_times(text, "\n", (gsize)(ROW_LINES_MAX - 1 + over));
		g_string_append(text, "\"\nfabrikam.com,Authoritative,y\n");
		put(b, "domains.csv", text);
		read_all(b);
		g_assert_cmpuint(source_at(b, "domains.csv")->objects, ==, over ? 1 : 2);
		g_assert_cmpint(times(b, "domains.csv", "bad-row"), ==, over);
		g_assert_cmpint(times(b, "domains.csv", "cut-row"), ==, over);      /* what closes the quote opens another */
	}
}

/* Cells that no header has are still cells of a row. */
static void
fields(struct bench *b, gconstpointer data)
{
	(void)data;
	for (int over = 0; over < 2; over++) {
		GString *text = g_string_new("DomainName,DomainType\ncontoso.com,Authoritative");

		append_fill(text, ',', (gsize)(FIELDS_MAX - 2 + over));
		g_string_append(text, "\nfabrikam.com,Authoritative\n");
		put(b, "domains.csv", text);
		read_all(b);
		gives(b, "domains.csv", over ? 1 : 2, over ? "row-too-large" : NULL);
	}
}

static void
rows(struct bench *b, gconstpointer data)
{
	GString *text = g_string_new("Domain\n");

	(void)data;
	append_times(text, "a,b\n", ROWS_MAX - 1);      /* a cell too many: the rows count, and no memory goes into objects */
	g_string_append(text, "last.example\n");
	put_bytes(b, "domains.csv", text->str, text->len);
	read_all(b);
	g_assert_cmpuint(source_at(b, "domains.csv")->objects, ==, 1);
	g_assert_cmpint(times(b, "domains.csv", "too-many-rows"), ==, 0);
	g_string_append(text, "beyond.example\nand.example\n");
	put(b, "domains.csv", text);
	read_all(b);
	g_assert_cmpuint(source_at(b, "domains.csv")->objects, ==, 1);
	g_assert_cmpint(times(b, "domains.csv", "too-many-rows"), ==, 1);
	g_assert_true(b->facts->objects->partial[KIND_ACCEPTED_DOMAIN]);
}

static void
cell_bytes(struct bench *b, gconstpointer data)
{
	(void)data;
	for (int over = 0; over < 2; over++) {
		GString *text = g_string_new("DomainName : contoso.com\nDomainType : Authoritative\nName       : ");

		append_fill(text, 'x', (gsize)(CELL_BYTES_MAX + over));
		g_string_append(text, "\n\n");
		put(b, "domains.txt", text);
		read_all(b);
		gives(b, "domains.txt", 1, over ? "value-too-long" : NULL);
	}
}

static void
list_names(struct bench *b, gconstpointer data)
{
	(void)data;
	for (int over = 0; over < 2; over++) {
		GString *text = g_string_new(NULL);

		for (int i = 0; i < LIST_NAMES_MAX - 1 + over; i++)
			g_string_append_printf(text, "Property%03d : x\n", i);
		g_string_append(text, "DomainName  : contoso.com\n\n");
		put(b, "domains.txt", text);
		read_all(b);
		gives(b, "domains.txt", over ? 0 : 1, over ? "unknown-file" : NULL);
	}
}

/* ---- XML, certificates ---- */

static void
xml_depth(struct bench *b, gconstpointer data)
{
	static const char objs[] = "<Objs Version=\"1.1.0.1\" xmlns=\"http://schemas.microsoft.com/powershell/2004/04\">"
	    "<Obj RefId=\"0\"><MS>"
	    "<S N=\"DomainName\">contoso.com</S><S N=\"DomainType\">Authoritative</S>";

	(void)data;
	for (int over = 0; over < 2; over++) {
		GString *text = g_string_new(objs);

		append_times(text, "<X>", (gsize)(XML_DEPTH_MAX - 3 + over));
		append_times(text, "</X>", (gsize)(XML_DEPTH_MAX - 3 + over));
		g_string_append(text, "</MS></Obj></Objs>");
		put(b, "domains.xml", text);
		read_all(b);
		if (over)
			g_assert_cmpint(times(b, "domains.xml", "xml-too-deep"), ==, 1);
		else
			gives(b, "domains.xml", 1, NULL);
	}
}

static void
blocks(struct bench *b, gconstpointer data)
{
	char *first, *last;

	(void)data;
	g_assert_true(g_file_get_contents("tests/certs/out/contoso.pem", &first, NULL, NULL));
	g_assert_true(g_file_get_contents("tests/certs/out/fabrikam.pem", &last, NULL, NULL));
	for (int over = 0; over < 2; over++) {
		GString *text = g_string_new(strstr(first, "-----BEGIN"));

		append_times(text, "-----BEGIN X-----\nAA==\n-----END X-----\n", (gsize)(BLOCKS_MAX - 2 + over));
		g_string_append(text, strstr(last, "-----BEGIN"));
		put(b, "many.pem", text);
		read_all(b);
		g_assert_cmpuint(source_at(b, "many.pem")->objects, ==, over ? 1 : 2);
		g_assert_cmpint(times(b, "many.pem", "too-many-blocks"), ==, over);
	}
	g_free(first);
	g_free(last);
}

/* ---- words ---- */

/* "1,000,000" */
static char *
number_text(unsigned n)
{
	if (n < 10000)
		return g_strdup_printf("%u", n);
	if (n < 1000000)
		return g_strdup_printf("%u,%03u", n / 1000, n % 1000);
	return g_strdup_printf("%u,%03u,%03u", n / 1000000, n / 1000 % 1000, n % 1000);
}

/* What is said of a limit is the limit. */
static void
words(struct bench *b, gconstpointer data)
{
	static const struct { const char *code; unsigned number; const char *unit; } rows_of[] = {
		{ "too-many-files", FILES_MAX, " files" }, { "too-deep", DEPTH_MAX, " folders" }, { "too-large", FILE_BYTES_MAX >> 20, " MB" },
		{ "too-many-settings", SETTINGS_MAX, " lines" }, { "too-many-settings", SETTINGS_BYTES_MAX >> 10, " KB" },
		{ "row-too-large", FIELDS_MAX, " cells" }, { "row-too-large", LINE_BYTES_MAX >> 20, " MB" },
		{ "too-many-rows", ROWS_MAX, " rows" }, { "value-too-long", CELL_BYTES_MAX >> 20, " MB" },
		{ "xml-too-deep", XML_DEPTH_MAX, " elements" }, { "too-many-blocks", BLOCKS_MAX, " certificates" },
		{ "zone-entry-too-long", ZONE_ENTRY_BYTES >> 10, " KB" }, { "zone-entry-too-long", ZONE_ENTRY_LINES, " lines" },
		{ "zone-too-many-records", ZONE_RRSET_RECORDS, " records" }, { "zone-generate-limit", ZONE_GENERATE_EACH, " records" },
		{ "zone-generate-limit", ZONE_GENERATE_ALL, " records" }, { "zone-generate-limit", ZONE_GENERATE_OCTETS >> 20, " MB" },
	};
	char *text;

	(void)b;
	(void)data;
	g_assert_true(g_file_get_contents("templates/en/problems.md", &text, NULL, NULL));
	for (size_t i = 0; i < G_N_ELEMENTS(rows_of); i++) {
		char *head_of = g_strdup_printf("\n## %s\n", rows_of[i].code), *number = number_text(rows_of[i].number);
		char *said = g_strconcat(number, rows_of[i].unit, NULL);
		const char *from = strstr(text, head_of), *to = from != NULL ? strstr(from + 1, "\n## ") : NULL;
		char *section = to != NULL ? g_strndup(from, (gsize)(to - from)) : g_strdup(from != NULL ? from : "");

		g_test_message("%s: %s", rows_of[i].code, said);
		g_assert_nonnull(strstr(section, said));
		g_free(section);
		g_free(said);
		g_free(number);
		g_free(head_of);
	}
	g_free(text);
}

int
main(int argc, char **argv)
{
	static const struct { const char *name; void (*run)(struct bench *, gconstpointer); } tests[] = {
		{ "files", files }, { "depth", depth }, { "file-bytes", file_bytes }, { "head", head }, { "settings", settings },
		{ "settings-bytes", settings_bytes },
		{ "line-bytes", line_bytes }, { "row-lines", row_lines }, { "fields", fields }, { "rows", rows }, { "cell-bytes", cell_bytes },
		{ "list-names", list_names }, { "xml-depth", xml_depth }, { "blocks", blocks }, { "words", words },
	};

	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	for (size_t i = 0; i < G_N_ELEMENTS(tests); i++) {
		char *path = g_strconcat("/limits/", tests[i].name, NULL);

		g_test_add(path, struct bench, NULL, setup, tests[i].run, teardown);
		g_free(path);
	}
	return g_test_run();
}
