#include <glib.h>
#include <string.h>

#include "../../audit/evidence/armour.h"
#include "../../audit/evidence/certificates.h"
#include "../../audit/evidence/secret.h"

/* What a container gave: "cert:LINE" for every certificate and "code:LINE" for every problem, in order. */
static void
take(struct container *c, X509 *x, const guint8 *der, size_t size, unsigned line)
{
	(void)x;
	(void)der;
	g_assert_cmpuint(size, >, 0);
	g_string_append_printf(c->closure, "%scert:%u", ((GString *)c->closure)->len > 0 ? " " : "", line);
}

static void
note(struct container *c, const char *code, unsigned line, const char *text, bool loss)
{
	(void)text;
	g_string_append_printf(c->closure, "%s%s:%u%s", ((GString *)c->closure)->len > 0 ? " " : "", code, line, loss ? "*" : "");
}

static char *
gave(const void *bytes, size_t n, bool *recognised)
{
	GString *all = g_string_new(NULL);
	struct container c = { .context = certificate_context(), .certificate = take, .problem = note, .closure = all,
		.iterations = ITERATIONS_FILE_MAX };

	container_read(&c, bytes, n);
	if (c.refused)
		g_string_append(all, " refused");
	*recognised = container_recognise(bytes, MIN(n, HEAD_BYTES), n);
	OSSL_LIB_CTX_free(c.context);
	return g_string_free(all, FALSE);
}

static void
check(const char *what, const void *bytes, size_t n, const char *expected)
{
	bool recognised;
	char *got = gave(bytes, n, &recognised);

	g_test_message("%s", what);
	g_assert_cmpstr(got, ==, expected);
	g_assert_cmpint(recognised, ==, !g_str_has_prefix(expected, "no-certificate"));
	g_free(got);
}

/* The base64 lines of a certificate of tests/certs/out, and its bytes. */
static char *
armour_of(const char *name)
{
	char *path = g_strdup_printf("tests/certs/out/%s.pem", name), *text, *begin, *end, *body;

	g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
	begin = strstr(text, "-----BEGIN CERTIFICATE-----\n") + strlen("-----BEGIN CERTIFICATE-----\n");
	end = strstr(begin, "-----END");
	body = g_strndup(begin, (gsize)(end - begin));
	g_free(text);
	g_free(path);
	return body;
}

static char *
without(const char *text, const char *what, const char *instead)
{
	char **parts = g_strsplit(text, what, -1), *joined = g_strjoinv(instead, parts);

	g_strfreev(parts);
	return joined;
}

/* %s is the body of contoso, %t of fabrikam; what becomes of the text. */
static const struct {
	const char *text, *expected;
} texts[] = {
	{ "-----BEGIN CERTIFICATE-----\n%s-----END CERTIFICATE-----\n", "cert:1" },
	{ "subject=/CN=x\nBag Attributes\n\n-----BEGIN CERTIFICATE-----\n%s-----END CERTIFICATE-----\n", "cert:4" },
	{ "\357\273\277-----BEGIN X509 CERTIFICATE-----\n%s-----END X509 CERTIFICATE-----", "cert:1" },
	{ "-----BEGIN TRUSTED CERTIFICATE-----\n%s-----END TRUSTED CERTIFICATE-----\n", "cert:1" },
	{ "-----BEGIN CERTIFICATE-----\n%s-----END CERTIFICATE----------BEGIN CERTIFICATE-----\n%t-----END CERTIFICATE-----\n", "cert:1 cert:25" },
	{ "-----BEGIN CERTIFICATE-----\nMIIBnotacertificate====\n-----END CERTIFICATE-----\n-----BEGIN CERTIFICATE-----\n%t-----END CERTIFICATE-----\n",
	  "certificate-cut:1* cert:4" },
	{ "-----BEGIN CERTIFICATE-----\n!!!\n-----END CERTIFICATE-----\n-----BEGIN CERTIFICATE-----\n%t-----END CERTIFICATE-----\n",
	  "certificate-damaged:1* cert:4" },
	{ "-----BEGIN CERTIFICATE-----\n%s-----BEGIN CERTIFICATE-----\n%t-----END CERTIFICATE-----\n", "cert:1 cert:25" },
	{ "-----BEGIN CERTIFICATE-----\n%s", "cert:1" },
	{ "-----BEGIN CERTIFICATE-----\nMIIEUjCC\n", "certificate-cut:1* refused" },
	{ "-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n-----BEGIN CERTIFICATE-----\n%s-----END CERTIFICATE-----\n",
	  "private-key:1 cert:4" },
	{ "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES\n\nMIIE\n-----END RSA PRIVATE KEY-----\n", "private-key-encrypted:1" },
	{ "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIE\n-----END ENCRYPTED PRIVATE KEY-----\n", "private-key-encrypted:1" },
	{ "-----BEGIN DH PARAMETERS-----\nMIIE\n-----END DH PARAMETERS-----\n-----BEGIN CERTIFICATE-----\n%s-----END CERTIFICATE-----\n",
	  "unknown-block:1 cert:4" },
	{ "-----BEGIN CERTIFICATE-----\nComment: x\n\n%s-----END CERTIFICATE-----\n", "cert:1" },
	{ "%s", "cert:1" },
	{ "nothing of the kind\n", "no-certificate:0* refused" },
	{ "", "no-certificate:0* refused" },
};

static char *
filled(const char *pattern, const char *s, const char *t)
{
	char *first = without(pattern, "%s", s), *both = without(first, "%t", t);

	g_free(first);
	return both;
}

static void
test_texts(void)
{
	char *s = armour_of("contoso"), *t = armour_of("fabrikam");

	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
		char *text = filled(texts[i].text, s, t);

		check(texts[i].text, text, strlen(text), texts[i].expected);
		g_free(text);
	}
	g_free(s);
	g_free(t);
}

/* Every way of breaking lines gives the same certificates at the same lines. */
static void
test_lines(void)
{
	static const char *const ends[] = { "\r\n", "\r", " \n", "\n\n", "\n  ", "\n> ", "\\n", "" };
	static const char *const expected[] = { "cert:2 cert:27", "cert:2 cert:27", "cert:2 cert:27", "cert:3 cert:53", "cert:2 cert:27",
		"cert:2 cert:27", "cert:1 cert:1", "cert:1 cert:1" };
	char *s = armour_of("contoso"), *t = armour_of("fabrikam");
	char *text = filled("text\n-----BEGIN CERTIFICATE-----\n%s-----END CERTIFICATE-----\n-----BEGIN CERTIFICATE-----\n%t-----END CERTIFICATE-----\n",
	    s, t);

	for (size_t i = 0; i < G_N_ELEMENTS(ends); i++) {
		char *other = without(text, "\n", ends[i]);

		check(ends[i], other, strlen(other), expected[i]);
		g_free(other);
	}
	for (size_t i = 0; i < 4; i++) {           /* UTF-16, either way round, with a byte order mark and without */
		gsize n;
		char *marked = i < 2 ? g_strconcat("\357\273\277", text, NULL) : g_strdup(text);
		char *wide = g_convert(marked, -1, i % 2 == 0 ? "UTF-16LE" : "UTF-16BE", "UTF-8", NULL, &n, NULL);

		check(i % 2 == 0 ? "UTF-16LE" : "UTF-16BE", wide, n, "cert:2 cert:27");
		g_free(wide);
		g_free(marked);
	}
	g_free(text);
	g_free(s);
	g_free(t);
}

static void
test_der(void)
{
	static const guint8 pfx[] = { 0x30, 0x82, 0x00, 0x0a, 0x02, 0x01, 0x03, 0x30, 0x05, 0x06, 0x03, 0x2a, 0x03, 0x04 };
	static const guint8 key[] = { 0x30, 0x08, 0x02, 0x01, 0x00, 0x30, 0x03, 0x06, 0x01, 0x2a };
	char *s = armour_of("contoso"), *t = armour_of("fabrikam");
	gsize n, m;
	guint8 *a = g_base64_decode(s, &n), *b = g_base64_decode(t, &m), *all = g_malloc(n + m + 6);

	check("DER", a, n, "cert:0");
	check("cut DER", a, n - 1, "certificate-cut:0* refused");
	memcpy(all, a, n);
	memcpy(all + n, b, m);
	check("two in one file", all, n + m, "cert:0 cert:0");
	memcpy(all + n, "\0\0\0\0\r\n", 6);
	check("trailing bytes", all, n + 6, "cert:0 certificate-trailing-bytes:0");
	check("PFX", pfx, sizeof pfx, "pfx-unsupported:0* refused");
	check("key", key, sizeof key, "private-key:0");
	g_free(all);
	g_free(a);
	g_free(b);
	g_free(s);
	g_free(t);
}

/* Each container that OpenSSL made, kept as a file. */
static const struct {
	const char *file, *expected;
} files[] = {
	{ "chain.p7b", "cert:0 cert:0 cert:0" },
	{ "chain-pem.p7b", "cert:1 cert:1 cert:1" },
	{ "chain-labelled-certificate.cer", "cert:1 cert:1 cert:1" },
	{ "contoso.pfx", "pfx-not-verified:0 pfx-locked:0* pfx-key:0 refused" },
	{ "contoso-base64.pfx", "pfx-not-verified:1 pfx-locked:1* pfx-key:1 refused" },
	{ "request.req", "certificate-request:1" },
	{ "request-der.pfx", "certificate-request:0" },
	{ "list.crl", "revocation-list:1" },
	{ "key.key", "private-key:1" },
	{ "key-encrypted.key", "private-key-encrypted:1" },
	{ "key.der", "private-key:0" },
	{ "key-encrypted.der", "private-key-encrypted:0" },
	{ "trusted.pem", "cert:1" },
	{ "empty.p7b", "no-certificate:0* refused" },
};

static void
test_files(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
		char *path = g_strdup_printf("tests/certs/containers/%s", files[i].file), *bytes = NULL;
		gsize n = 0;
		bool recognised;
		char *got;

		g_test_message("%s", path);
		g_assert_true(g_file_get_contents(path, &bytes, &n, NULL));
		got = gave(bytes, n, &recognised);
		g_assert_cmpstr(got, ==, files[i].expected);
		g_assert_true(recognised);
		g_free(got);
		g_free(bytes);
		g_free(path);
	}
}

/* Certificates of a PFX are kept after it was closed. */
static void
test_trust(void)
{
	OSSL_LIB_CTX *context = certificate_context();
	STACK_OF(X509) *all = sk_X509_new_null();

	g_assert_true(trust_read(context, "tests/readers/pkcs12/no-mac/in/certificates-unencrypted.pfx", all, NULL));
	g_assert_cmpint(sk_X509_num(all), ==, 1);
	g_assert_cmpint(X509_self_signed(sk_X509_value(all, 0), 1), ==, 0);
	sk_X509_pop_free(all, X509_free);
	OSSL_LIB_CTX_free(context);
}

/* ---- what stands around blocks ---- */

/* The lines without blanks at their ends, joined with "|". */
static char *
blanked(const char *text)
{
	char *copy = g_strdup(text), **lines, *joined;

	blocks_blank(copy, strlen(copy));
	g_assert_cmpuint(strlen(copy), ==, strlen(text));
	lines = g_strsplit(copy, "\n", -1);
	for (size_t i = 0; lines[i] != NULL; i++)
		g_strstrip(lines[i]);
	joined = g_strjoinv("|", lines);
	g_strfreev(lines);
	g_free(copy);
	return joined;
}

static void
test_blank(void)
{
	static const struct { const char *text, *left; } pairs[] = {
		{ "a\n-----BEGIN X-----\nMIIB\n-----END X-----\nb\n", "a||||b|" },
		{ "\"a\",\"-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\"\n", "\"a\",\"||\"|" },
		{ "-----BEGIN X-----\nMIIB\nb IN A 192.0.2.1\nMIIB\n", "||b IN A 192.0.2.1|MIIB|" },
		{ "-----BEGIN X-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: A,B\n\nMIIB", "||||" },
		{ "a -----BEGIN b\n", "a -----BEGIN b|" },
		{ "", "" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(pairs); i++) {
		char *left = blanked(pairs[i].text);

		g_assert_cmpstr(left, ==, pairs[i].left);
		g_free(left);
	}
}

static void
test_secret(void)
{
	static const char marked[] = "-----BEGIN RSA PRIVATE KEY-----", word[] = "\342\200\224BEGIN PRIVATE KEY\342\200\224";
	static const char *const others[] = { "", "PRIVATE KEY", "-----BEGIN CERTIFICATE-----", "never send a PRIVATE KEY-----",
		"-----BEGIN CERTIFICATE-----, and whoever sends it keeps the PRIVATE KEY" };
	guint8 little[2 * sizeof marked] = { 0 }, big[2 * sizeof marked] = { 0 };

	for (size_t i = 0; i < strlen(marked); i++)
		little[2 * i] = big[2 * i + 1] = (guint8)marked[i];
	g_assert_true(secret_in((const guint8 *)marked, strlen(marked)));
	g_assert_true(secret_in((const guint8 *)word, strlen(word)));
	g_assert_true(secret_in(little, sizeof little));
	g_assert_true(secret_in(big, sizeof big));
	for (size_t i = 0; i < G_N_ELEMENTS(others); i++)
		g_assert_false(secret_in((const guint8 *)others[i], strlen(others[i])));
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/container/texts", test_texts);
	g_test_add_func("/container/lines", test_lines);
	g_test_add_func("/container/der", test_der);
	g_test_add_func("/container/files", test_files);
	g_test_add_func("/container/trust", test_trust);
	g_test_add_func("/container/blank", test_blank);
	g_test_add_func("/container/secret", test_secret);
	return g_test_run();
}
