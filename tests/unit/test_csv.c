/*
 * What is written as CSV is read back, by libcsv and where it is there by Python: whatever a customer's file says, each row
 * keeps its columns, each cell its text, and no cell begins a formula.
 */
#include <glib.h>
#include <glib/gstdio.h>
#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <string.h>

#include "../../audit/audit.h"
#include "../../audit/rules/rule.h"
#include "../../report/clean.h"
#include "../../report/csv.h"
#include "../../report/report.h"
#include "csv_rows.h"

enum { FINDINGS_COLUMNS = 12, ACTIONS_COLUMNS = 13, EVIDENCE_COLUMNS = 8, AS_OF = 1780272000, EXCEL_MAX = 32767 };

/* ---- what is hostile ---- */

static const char *const before[] = {
	"", " ", "   ", "\t", "\r", "\n", "\r\n", "\"", "\"\"", "'", "\xc2\xa0", "\xe3\x80\x80", "\xef\xbb\xbf", "\xe2\x80\x8b", "\xe2\x81\xa0",
	"\xc2\xad", "\xe2\x80\xae", "\xe2\x80\x83", "\x01", "\x1f", "\x7f", "\xff", "\xc3", ";", "a;", "a; ", "a;\"", "a,", "a,\"", "\",\"", "\";",
	"x\n", "x\r\n", "\xef\xbb\xbf \"", "\xe2\x80\x8b\t", "v=spf1 ",
};
static const char *const triggers[] = {
	"=", "+", "-", "@", "\xef\xbc\x9d", "\xef\xbc\x8b", "\xef\xbc\x8d", "\xef\xbc\xa0", "\xef\xb9\xa2", "\xef\xb9\xa3", "\xef\xb9\xa6",
	"\xef\xb9\xab", "\xe2\x81\xba", "\xe2\x88\x92", "\t=", "\r+", "\n@", "==", "=\"", "\t", "\r", "\n", "",
};
static const char *const after[] = {
	"cmd|' /C calc'!A0", "HYPERLINK(\"http://example.com\",\"x\")", "1", "SUM(A1:A9),\"b\"", "", "all;=1+1", "x\n=1", "\xff", "mail.contoso.com",
};

#define NHOSTILE (G_N_ELEMENTS(before) * G_N_ELEMENTS(triggers) * G_N_ELEMENTS(after))

/* The n-th of them; every now and then one that is longer than a cell of Excel.  Free with g_free(). */
static char *
hostile(size_t n)
{
	const char *b = before[n % G_N_ELEMENTS(before)], *t = triggers[n / G_N_ELEMENTS(before) % G_N_ELEMENTS(triggers)];
	const char *a = after[n / G_N_ELEMENTS(before) / G_N_ELEMENTS(triggers) % G_N_ELEMENTS(after)];
	char *padding = n % 1009 == 1008 ? g_strnfill(40000, 'x') : g_strdup("");
	char *text = g_strconcat(b, t, a, padding, NULL);

	g_free(padding);
	return text;
}

/* Does the text begin with what begins a formula? */
static bool
begins(const char *text)
{
	for (size_t i = 0; i < G_N_ELEMENTS(triggers); i++)
		if (!g_ascii_isspace(*triggers[i]) && *triggers[i] != '\0' && g_str_has_prefix(text, triggers[i]))
			return true;
	return false;
}

/* And after what a spreadsheet may drop? */
static bool
begins_stripped(const char *text)
{
	static const char *const dropped[] = { " ", "\t", "\r", "\n", "\"", "\xc2\xa0", "\xe3\x80\x80", "\xef\xbb\xbf", "\xe2\x80\x8b",
		"\xe2\x81\xa0", "\xc2\xad", "\xe2\x80\xae", "\xe2\x80\x83", "\x01", "\x1f", "\x7f" };

	for (size_t i = 0; !begins(text) && *text != '\t' && *text != '\r' && *text != '\n' && i < G_N_ELEMENTS(dropped); i++)
		if (g_str_has_prefix(text, dropped[i])) {
			text += strlen(dropped[i]);
			i = (size_t)-1;
		}
	return begins(text) || *text == '\t' || *text == '\r' || *text == '\n';
}

/* "-Password": the line of a command of our own, behind its blanks. */
static bool
is_parameter(const char *text)
{
	return text[0] == '-' && g_ascii_isupper(text[1]) && g_ascii_islower(text[2]);
}

/* ---- reading back ---- */

/* The same bytes come out when each cell is quoted and each row ends in CRLF. */
static void
expect_quoted(const GPtrArray *rows, const char *text, size_t size)
{
	GString *again = g_string_new(NULL);

	for (guint r = 0; r < rows->len; r++) {
		const GPtrArray *row = g_ptr_array_index(rows, r);

		for (guint i = 0; i < row->len; i++) {
			const char *c = g_ptr_array_index(row, i);

			g_string_append_c(again, '"');
			for (; *c != '\0'; c++)
				g_string_append_len(again, *c == '"' ? "\"\"" : c, *c == '"' ? 2 : 1);
			g_string_append(again, i + 1 == row->len ? "\"\r\n" : "\",");
		}
	}
	g_assert_cmpuint(again->len, ==, size);
	g_assert_true(strncmp(again->str, text, size) == 0);
	g_string_free(again, TRUE);
}

/* What holds for every table; free with g_ptr_array_unref(). */
static GPtrArray *
expect_table(const GString *csv, guint columns, bool excel)
{
	const size_t mark = excel ? strlen("\xef\xbb\xbf") : 0;
	GPtrArray *rows = rows_of_csv(csv->str + mark, csv->len - mark, ',', CSV_STRICT | CSV_STRICT_FINI), *other;

	g_assert_true(g_str_has_prefix(csv->str, "\xef\xbb\xbf") == excel);
	g_assert_true(g_utf8_validate(csv->str, (gssize)csv->len, NULL));
	expect_quoted(rows, csv->str + mark, csv->len - mark);
	for (guint r = 0; r < rows->len; r++) {
		const GPtrArray *row = g_ptr_array_index(rows, r);

		g_assert_cmpuint(row->len, ==, columns);
		for (guint i = 0; i < row->len; i++) {
			if (begins_stripped(g_ptr_array_index(row, i)))
				g_test_message("row %u, column %u: %.60s", r, i, (const char *)g_ptr_array_index(row, i));
			g_assert_false(begins_stripped(g_ptr_array_index(row, i)));
			g_assert_true(!excel || g_utf8_strlen(g_ptr_array_index(row, i), -1) <= EXCEL_MAX);
		}
	}
	/* Where a semicolon separates, as in the settings of many a country, the cells are others, and no formulas either. */
	other = rows_of_csv(csv->str + mark, csv->len - mark, ';', 0);
	for (guint r = 0; r < other->len; r++)
		for (guint i = 0; i < ((GPtrArray *)g_ptr_array_index(other, r))->len; i++) {
			const bool formula = begins(cell(other, r, i)) && !is_parameter(cell(other, r, i));

			if (formula)
				g_test_message("by semicolons, row %u, column %u: %.60s", r, i, cell(other, r, i));
			g_assert_false(formula);
		}
	g_ptr_array_unref(other);
	return rows;
}

/* Is the cell the text, but for apostrophes before what could begin a cell? */
static bool
is_guarded(const char *cell, const char *text)
{
	for (; *cell != '\0'; cell++)
		if (*cell == *text)
			text++;
		else if (*cell != '\'')
			return false;
	return *text == '\0';
}

/* ---- fields ---- */

static void
expect_field(const char *text, const char *field, bool excel)
{
	static const char *const names[] = { "a" };
	GString *out = g_string_new(NULL);
	struct csv csv;
	size_t at;

	csv_begin(&csv, out, excel, 1, names);
	at = out->len;
	csv_customer_field(&csv, text, false);
	g_assert_cmpstr(out->str + at, ==, field);
	csv_end(&csv);
	g_string_free(out, TRUE);
}

static void
test_fields(void)
{
	static const struct { const char *text, *field, *excel; } cases[] = {
		{ "plain", "\"plain\",", NULL }, { "say \"yes\", twice", "\"say \"\"yes\"\", twice\",", NULL }, { "", "\"\",", NULL },
		{ NULL, "\"\",", NULL }, { "=HYPERLINK(\"x\")", "\"'=HYPERLINK(\"\"x\"\")\",", NULL }, { "-all", "\"'-all\",", NULL },
		{ "  @SUM(1)", "\"'  @SUM(1)\",", NULL }, { "\xef\xbc\x9d" "1", "\"'\xef\xbc\x9d" "1\",", NULL },
		{ "v=DKIM1; p=x", "\"v=DKIM1; p=x\",", NULL }, { "v=DKIM1; =1", "\"v=DKIM1;' =1\",", NULL },
		/* What Excel makes numbers, dates and times of. */
		{ "00123", "\"00123\",", "\"'00123\"," }, { "12E5", "\"12E5\",", "\"'12E5\"," }, { "1-2", "\"1-2\",", "\"'1-2\"," },
		{ "1234567890123456", "\"1234567890123456\",", "\"'1234567890123456\"," }, { "10:30", "\"10:30\",", "\"'10:30\"," },
		{ "0123456789012345678901234567890123456789", "\"0123456789012345678901234567890123456789\",",
		    "\"'0123456789012345678901234567890123456789\"," },
		{ "0", "\"0\",", NULL }, { "42", "\"42\",", NULL }, { "203.0.113.25", "\"203.0.113.25\",", NULL }, { "1A2B", "\"1A2B\",", NULL },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		expect_field(cases[i].text, cases[i].field, false);
		expect_field(cases[i].text, cases[i].excel != NULL ? cases[i].excel : cases[i].field, true);
	}
}

/* A cell of Excel's is full, and one character more. */
static void
test_long(void)
{
	char *full = g_strnfill(EXCEL_MAX, 'x'), *more = g_strnfill(EXCEL_MAX + 1, 'x');
	char *fits = g_strdup_printf("\"%s\",", full), *whole = g_strdup_printf("\"%s\",", more);
	char *cut = g_strdup_printf("\"%.*s\xe2\x80\xa6\",", EXCEL_MAX - 1, more);

	expect_field(full, fits, true);
	expect_field(more, cut, true);
	expect_field(more, whole, false);
	g_free(full);
	g_free(more);
	g_free(fits);
	g_free(whole);
	g_free(cut);
}

static void
test_hostile_fields(void)
{
	static const char *const names[] = { "as it is", "cleaned", "last" };

	for (int excel = 0; excel < 2; excel++) {
		GString *out = g_string_new(NULL);
		struct region *region = region_new();
		struct csv csv;
		GPtrArray *rows;

		csv_begin(&csv, out, excel == 1, G_N_ELEMENTS(names), names);
		for (size_t n = 0; n < NHOSTILE; n++) {
			char *text = hostile(n);

			csv_field(&csv, g_utf8_validate(text, -1, NULL) ? text : "", false);
			csv_customer_field(&csv, text, false);
			csv_customer_field(&csv, text, true);
			g_free(text);
		}
		csv_end(&csv);
		rows = expect_table(out, G_N_ELEMENTS(names), excel == 1);
		g_assert_cmpuint(rows->len, ==, NHOSTILE + 1);
		for (size_t n = 0; excel == 0 && n < NHOSTILE; n++) {
			char *text = hostile(n);

			g_assert_true(!g_utf8_validate(text, -1, NULL) || is_guarded(cell(rows, (guint)n + 1, 0), text));
			g_assert_true(is_guarded(cell(rows, (guint)n + 1, 1), clean_text(region, text)));
			g_free(text);
		}
		g_ptr_array_unref(rows);
		region_free(region);
		g_string_free(out, TRUE);
	}
}

/* ---- rows of every rule ---- */

/* A row in which everything that comes from the customer is hostile. */
static void
add_row(struct findings *f, const struct rule *rule, enum status status, const char *reason, size_t *n)
{
	char *subject = hostile(*n), *server = hostile(*n + 11), *file = hostile(*n + 23), **names = g_strsplit(rule->values, " ", -1);
	struct finding *row = findings_add(f, rule, status, rule->worst, subject, reason);

	finding_server(row, server);
	finding_at(row, (struct place){ file, *n % 3 == 0 ? 0 : 7, *n % 3 == 1 ? subject : NULL });
	for (size_t i = 0; names[i] != NULL; i++)
		for (size_t k = 0; *names[i] != '\0' && k < 2; k++) {
			char *item = hostile(*n + 31 * i + k);

			finding_value(row, names[i], item);
			g_free(item);
		}
	*n += 7;
	g_strfreev(names);
	g_free(subject);
	g_free(server);
	g_free(file);
}

static void
add_rows(struct findings *f)
{
	size_t n = 0;

	for (size_t k = 0; families[k] != NULL; k++)
		for (size_t i = 0; i < families[k]->n; i++) {
			const struct rule *rule = &families[k]->rules[i];
			char **reasons = g_strsplit(rule->reasons, " ", -1);

			add_row(f, rule, STATUS_PASS, NULL, &n);
			for (size_t r = 0; reasons[r] != NULL; r++)
				for (int status = STATUS_FAIL; *reasons[r] != '\0' && status < STATUS_PASS; status++)
					add_row(f, rule, (enum status)status, reasons[r], &n);
			g_strfreev(reasons);
		}
}

static void
test_hostile_rows(void)
{
	struct words *words = words_load(NULL, NULL);
	struct audit a = { facts_new(), findings_new() };

	a.facts->as_of_text = "2026-06-01";
	add_rows(a.findings);
	findings_finish(a.findings, NULL, NULL);
	for (int excel = 0; excel < 2; excel++) {
		GString *findings = g_string_new(NULL), *actions = g_string_new(NULL);
		GPtrArray *rows, *failed;

		findings_csv(&a, words, true, excel == 1, findings);
		actions_csv(&a, words, excel == 1, actions);
		rows = expect_table(findings, FINDINGS_COLUMNS, excel == 1);
		failed = expect_table(actions, ACTIONS_COLUMNS, excel == 1);
		g_assert_cmpuint(rows->len, ==, a.findings->all->len + 1);
		g_assert_cmpuint(failed->len, ==, a.findings->counts.of_status[STATUS_FAIL] + 1);
		g_assert_cmpuint(failed->len, >, 400);
		g_ptr_array_unref(rows);
		g_ptr_array_unref(failed);
		g_string_free(findings, TRUE);
		g_string_free(actions, TRUE);
	}
	audit_clear(&a);
	words_free(words);
}

/* ---- whole folders ---- */

static const char formula[] = "=cmd|' /C calc'!A0";

static void
write_certificate(const char *path)
{
	EVP_PKEY *key = EVP_EC_gen("P-256");
	X509 *x = X509_new();
	X509_NAME *name = X509_get_subject_name(x);
	X509_EXTENSION *san = X509V3_EXT_conf_nid(NULL, NULL, NID_subject_alt_name, "DNS:mail.contoso.com,email:+1@contoso.com");
	FILE *f = g_fopen(path, "w");

	X509_set_version(x, 2);
	ASN1_INTEGER_set(X509_get_serialNumber(x), 42);
	ASN1_TIME_set(X509_getm_notBefore(x), AS_OF - 86400);
	ASN1_TIME_set(X509_getm_notAfter(x), AS_OF + 86400);
	X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, (const unsigned char *)formula, -1, -1, 0);
	X509_NAME_add_entry_by_txt(name, "O", MBSTRING_UTF8, (const unsigned char *)"@SUM(1);=1+1", -1, -1, 0);
	X509_set_issuer_name(x, name);
	X509_set_pubkey(x, key);
	X509_add_ext(x, san, -1);
	X509_sign(x, key, EVP_sha256());
	g_assert_cmpint(PEM_write_X509(f, x), ==, 1);
	fclose(f);
	X509_EXTENSION_free(san);
	X509_free(x);
	EVP_PKEY_free(key);
}

/* Names and contents of the files of a customer who means no good. */
static const struct { const char *name, *text; } files[] = {
	{ "domains.csv", "Domain\ncontoso.com\n=1+1\n+fabrikam.com\n\"@x;=1\"\n" },
	{ "=cmd.csv", "Name,AddressSpaces,TlsDomain,TlsAuthLevel,RequireTLS,SmartHosts\n"
	    "\"=cmd|' /C calc'!A0\",smtp:contoso.mail.onmicrosoft.com;1,=1+1,DomainValidation,True,@x\n" },
	{ "+receive.csv", "Identity,Server,RemoteIPRanges,TlsCertificateName,Enabled,Bindings,AuthMechanism,Fqdn,PermissionGroups,TransportRole,Name\n"
	    "\"@EX\\=cmd|' /C calc'!A0\",@EX,\"0.0.0.0-255.255.255.255\",\"<I>=1<S>+1\",True,0.0.0.0:25,Tls,=mail.contoso.com,AnonymousUsers,"
	    "FrontendTransport,\"=cmd|' /C calc'!A0\"\n" },
	{ "@inbound.csv", "Name,SenderIPAddresses,ConnectorType,TlsSenderCertificateName,Enabled,RequireTls\n\xef\xbc\x9d" "1+1,203.0.113.5,OnPremises,=x,True,False\n" },
	{ "-servers.csv", "Name,AdminDisplayVersion,ServerRole\n=1+1,\"Version 15.2 (Build 1544.4)\",Mailbox\n00123,\"Version 14.3 (Build 123.4)\",HubTransport\n" },
	{ "external/contoso.com.dns", "$ORIGIN contoso.com.\n@ 3600 IN SOA ns1 hostmaster 1 7200 900 1209600 300\n@ NS ns1\n@ MX 10 mail\n"
	    "@ TXT \"=HYPERLINK(\\\"http://example.com\\\")\"\n@ TXT \"v=spf1 -all;=1+1\"\n_dmarc TXT \"v=DMARC1;=cmd|' /C calc'!A0\"\n"
	    "mail A 203.0.113.1\nns1 A 203.0.113.1\n=x A 203.0.113.9\nautodiscover CNAME =mail\n" },
	{ "external/=1.dns", "=1 broken" }, { "=HYPERLINK(1).txt", "Dear colleague" }, { "\xef\xbc\x8b" "1.csv", "x,y\n" }, { "@cut.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n" },
	{ "audit.ini", "[engagement]\ncustomer = =1+1\nprepared-by = @x\n" },
};

static char *
make_folder(void)
{
	char *folder = g_dir_make_tmp("hybrid-audit-csv-XXXXXX", NULL), *external = g_build_filename(folder, "external", NULL);
	char *certificate = g_build_filename(folder, "=cert.pem", NULL);

	g_assert_cmpint(g_mkdir(external, 0700), ==, 0);
	for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
		char *path = g_build_filename(folder, files[i].name, NULL);

		g_assert_true(g_file_set_contents(path, files[i].text, -1, NULL));
		g_free(path);
	}
	write_certificate(certificate);
	g_free(certificate);
	g_free(external);
	return folder;
}

static void
remove_folder(char *folder)
{
	char *external = g_build_filename(folder, "external", NULL), *certificate = g_build_filename(folder, "=cert.pem", NULL);

	for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
		char *path = g_build_filename(folder, files[i].name, NULL);

		g_remove(path);
		g_free(path);
	}
	g_remove(certificate);
	g_rmdir(external);
	g_rmdir(folder);
	g_free(certificate);
	g_free(external);
	g_free(folder);
}

/* Some cell holds it. */
static bool
holds(const GPtrArray *rows, const char *text)
{
	for (guint r = 0; r < rows->len; r++)
		for (guint i = 0; i < ((GPtrArray *)g_ptr_array_index(rows, r))->len; i++)
			if (strstr(cell(rows, r, i), text) != NULL)
				return true;
	return false;
}

/* Python's csv module in its strict mode: the same rows and cells. */
static void
expect_of_python(const char *folder, const GString *csv, const GPtrArray *rows)
{
	static const char program[] =
	    "import csv, sys\n"
	    "rows = list(csv.reader(open(sys.argv[1], newline='', encoding='utf-8-sig'), strict=True))\n"
	    "assert all(len(r) == len(rows[0]) for r in rows)\n"
	    "sys.stdout.buffer.write(''.join(c + chr(30) for r in rows for c in r).encode())\n";
	char *path = g_build_filename(folder, "read.csv", NULL), *python = g_find_program_in_path("python3"), *out = NULL;
	const char *const argv[] = { python, "-c", program, path, NULL };
	GString *cells = g_string_new(NULL);
	int status = -1;

	for (guint r = 0; r < rows->len; r++)
		for (guint i = 0; i < ((GPtrArray *)g_ptr_array_index(rows, r))->len; i++)
			g_string_append_printf(cells, "%s\x1e", cell(rows, r, i));
	if (python == NULL) {
		g_test_message("there is no python3");
	} else {
		g_assert_true(g_file_set_contents(path, csv->str, (gssize)csv->len, NULL));
		g_assert_true(g_spawn_sync(NULL, (char **)(guintptr)argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &out, NULL, &status, NULL));
		g_assert_cmpint(status, ==, 0);
		g_assert_cmpstr(out, ==, cells->str);
		g_remove(path);
	}
	g_free(out);
	g_free(path);
	g_free(python);
	g_string_free(cells, TRUE);
}

static void
test_hostile_folder(void)
{
	char *folder = make_folder(), *output = g_build_filename(folder, "none", NULL);
	struct options o = { .folder = folder, .output = output, .as_of = (char *)(guintptr)"2026-06-01" };
	struct words *words = words_load(NULL, NULL);
	struct audit a;
	GError *error = NULL;

	g_assert_true(audit_run(&a, &o, AS_OF, NULL, &error));
	g_assert_no_error(error);
	for (int excel = 0; excel < 2; excel++) {
		GString *csv[3] = { g_string_new(NULL), g_string_new(NULL), g_string_new(NULL) };
		const guint columns[] = { FINDINGS_COLUMNS, ACTIONS_COLUMNS, EVIDENCE_COLUMNS };

		findings_csv(&a, words, true, excel == 1, csv[0]);
		actions_csv(&a, words, excel == 1, csv[1]);
		evidence_csv(a.facts, excel == 1, csv[2]);
		for (size_t i = 0; i < G_N_ELEMENTS(csv); i++) {
			GPtrArray *rows = expect_table(csv[i], columns[i], excel == 1);

			expect_of_python(folder, csv[i], rows);
			g_assert_true(i == 2 || holds(rows, formula));
			g_assert_true(i != 2 || holds(rows, "'=cmd.csv"));
			g_ptr_array_unref(rows);
			g_string_free(csv[i], TRUE);
		}
	}
	audit_clear(&a);
	words_free(words);
	g_free(output);
	remove_folder(folder);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/csv/fields", test_fields);
	g_test_add_func("/csv/long", test_long);
	g_test_add_func("/csv/hostile-fields", test_hostile_fields);
	g_test_add_func("/csv/hostile-rows", test_hostile_rows);
	g_test_add_func("/csv/hostile-folder", test_hostile_folder);
	return g_test_run();
}
