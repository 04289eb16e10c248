#include <glib.h>

#include "../../audit/facts/dn.h"

/* Text and what dn_print() makes of it; NULL: no distinguished name. */
static const struct {
	const char *text, *printed;
} names[] = {
	{ "CN=mail.contoso.com", "CN=mail.contoso.com" },
	{ "CN=GeoTrust TLS RSA CA G1, OU=www.digicert.com, O=DigiCert Inc, C=US",
	  "CN=GeoTrust TLS RSA CA G1, OU=www.digicert.com, O=DigiCert Inc, C=US" },
	{ "CN=a, O=\"Contoso, Inc.\", ST=Washington", "CN=a, O=\"Contoso, Inc.\", S=Washington" },
	{ "CN=a, O=Contoso, Inc., C=US", "CN=a, O=\"Contoso, Inc.\", C=US" },
	{ "CN=a, O=Contoso\\, Inc., C=US", "CN=a, O=\"Contoso, Inc.\", C=US" },
	{ "O=\"the \"\"big\"\" one\"", "O=\"the \"\"big\"\" one\"" },
	{ "CN = a , C = US", "CN=a, C=US" },
	{ "cn=a + ou=b, emailAddress=x@y.example", "CN=a + OU=b, E=x@y.example" },
	{ "CN=a+b, C=US", "CN=\"a+b\", C=US" },
	{ "CN=a, OID.2.5.4.8=Bayern, 1.2.3.4=x", "CN=a, S=Bayern, OID.1.2.3.4=x" },
	{ "CN=\"\"", "CN=\"\"" },
	{ "", NULL }, { "contoso.com", NULL }, { "=x", NULL }, { "CN=\"open", NULL }, { "CN=\"a\"b", NULL }, { "CN=a, ", "CN=\"a,\"" },
};

static const struct {
	const char *a, *b;
	enum dn_match match;
} pairs[] = {
	{ "CN=A, O=Contoso  Ltd", "cn=a, o=contoso ltd", DN_SAME },
	{ "CN=a, ST=x, E=m@n.example", "CN=a, S=x, EMAILADDRESS=m@n.example", DN_SAME },
	{ "CN=a, O=b, C=US", "C=US, O=b, CN=a", DN_REVERSED },
	{ "CN=a, O=b", "CN=a", DN_DIFFERENT },
	{ "CN=a, O=b", "CN=a, OU=b", DN_DIFFERENT },
	{ "CN=\303\204RZTE", "CN=\303\244rzte", DN_SAME },
	{ "CN=a", "CN=a", DN_SAME },
	{ "CN=M?ller + OU=x, O=y", "OU=x + CN=M\303\274ller, O=y", DN_SAME },
	{ "OU=b + CN=a, O=x", "CN=a + OU=b, O=x", DN_SAME },
	{ "O=x, OU=b + CN=a", "CN=a + OU=b, O=x", DN_REVERSED },
	{ "CN=a + OU=b, O=x", "CN=a, OU=b, O=x", DN_DIFFERENT },
	{ "CN=a + OU=b, O=x", "CN=a, OU=b + O=x", DN_DIFFERENT },
};

static void
test_print(void)
{
	struct region *r = region_new();

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		const struct dn *dn = dn_parse(r, names[i].text);

		g_assert_cmpstr(dn != NULL ? dn_print(r, dn) : NULL, ==, names[i].printed);
	}
	region_free(r);
}

static void
test_compare(void)
{
	struct region *r = region_new();

	for (size_t i = 0; i < G_N_ELEMENTS(pairs); i++) {
		const struct dn *a = dn_parse(r, pairs[i].a), *b = dn_parse(r, pairs[i].b);

		g_assert_cmpint(dn_compare(a, b), ==, pairs[i].match);
		if (pairs[i].match != DN_DIFFERENT)
			g_assert_cmpstr(dn_key(r, a), ==, dn_key(r, b));
	}
	g_assert_cmpstr(dn_key(r, dn_parse(r, "CN=a, O=b")), !=, dn_key(r, dn_parse(r, "CN=b, O=a")));
	g_assert_cmpstr(dn_value(dn_parse(r, "O=x, CN=first, CN=second"), "CN"), ==, "first");
	g_assert_null(dn_value(dn_parse(r, "O=x"), "CN"));
	region_free(r);
}

static void
test_tag(void)
{
	struct region *r = region_new();
	struct tag tag;

	g_assert_true(tag_parse(r, "<I>CN=CA, O=\"a <S> b\"<S>CN=mail.contoso.com", &tag));
	g_assert_cmpstr(dn_print(r, tag.issuer), ==, "CN=CA, O=\"a <S> b\"");
	g_assert_cmpstr(dn_print(r, tag.subject), ==, "CN=mail.contoso.com");
	g_assert_null(tag.thumbprint);
	g_assert_true(tag_parse(r, "<i>CN=CA<s>CN=b", &tag));
	g_assert_true(tag_parse(r, "<S>CN=b", &tag));
	g_assert_null(tag.issuer);
	g_assert_true(tag_parse(r, "\342\200\2160a 1b 2c 3d 4e 5f 60 71 82 93 a4 b5 c6 d7 e8 f9 0a 1b 2c 3d", &tag));
	g_assert_cmpstr(tag.thumbprint, ==, "0A1B2C3D4E5F60718293A4B5C6D7E8F90A1B2C3D");
	g_assert_false(tag_parse(r, "<I>CN=CA", &tag));
	g_assert_false(tag_parse(r, "CN=a<S>CN=b", &tag));
	g_assert_false(tag_parse(r, "<I>nothing<S>CN=b", &tag));
	g_assert_false(tag_parse(r, "", &tag));
	g_assert_null(thumbprint_normal(r, "0A1B2C3D4E5F60718293A4B5C6D7E8F90A1B2C3"));
	g_assert_null(thumbprint_normal(r, "0A1B2C3D4E5F60718293A4B5C6D7E8F90A1B2C3D0"));
	region_free(r);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/dn/print", test_print);
	g_test_add_func("/dn/compare", test_compare);
	g_test_add_func("/dn/tag", test_tag);
	return g_test_run();
}
