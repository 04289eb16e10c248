#include <glib.h>

#include "../../audit/facts/address.h"
#include "../../audit/facts/name.h"
#include "../../audit/facts/version.h"

static void
normal_form(void)
{
	static const struct { const char *text, *normal; } rows[] = {
		{ " Contoso.COM. ", "contoso.com" },
		{ "m\303\274ller.example", "xn--mller-kva.example" },
		{ "stra\303\237e.example", "xn--strae-oqa.example" },       /* non-transitional: not "strasse" */
		{ "*.Contoso.com", "*.contoso.com" },
		{ "_autodiscover._tcp.contoso.com", "_autodiscover._tcp.contoso.com" },
		{ "contoso..com", NULL }, { "", NULL }, { ".", NULL }, { "con toso.com", NULL }, { "a.*.com", NULL },
		{ "012345678901234567890123456789012345678901234567890123456789abcd.com", NULL },
	};
	struct region *r = region_new();

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		g_assert_cmpstr(name_normal(r, rows[i].text), ==, rows[i].normal);
	region_free(r);
}

static void
cover(void)
{
	static const struct { const char *pattern, *host; bool covers; } rows[] = {
		{ "mail.contoso.com", "mail.contoso.com", true },
		{ "*.contoso.com", "autodiscover.contoso.com", true },
		{ "*.contoso.com", "contoso.com", false },
		{ "*.contoso.com", "a.b.contoso.com", false },
		{ "*.com", "contoso.com", false },
		{ "auto*.contoso.com", "autodiscover.contoso.com", false },
		{ "*.contoso.com", "*.contoso.com", true },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		g_assert_cmpint(name_covers(rows[i].pattern, rows[i].host), ==, rows[i].covers);
}

static void
kinds_of_names(void)
{
	g_assert_true(name_is_tenant("contoso.mail.onmicrosoft.com"));
	g_assert_false(name_is_tenant("onmicrosoft.com"));
	g_assert_false(name_is_tenant("notonmicrosoft.com"));
	g_assert_true(name_is_routing("contoso.mail.onmicrosoft.com"));
	g_assert_false(name_is_routing("contoso.onmicrosoft.com"));
	g_assert_true(name_is_routing("contoso.mail.partner.onmschina.cn"));
	g_assert_false(name_is_public("contoso.local"));
	g_assert_false(name_is_public("ex01"));
	g_assert_true(name_is_public("contoso.example"));
}

static void
servers_and_urls(void)
{
	struct region *r = region_new();

	g_assert_cmpstr(name_server(r, "EX01.corp.contoso.com"), ==, "ex01");
	g_assert_cmpstr(name_server(r, "CN=EX01,CN=Servers,CN=Exchange Administrative Group (FYDIBOHF23SPDLT)"), ==, "ex01");
	g_assert_cmpstr(name_server(r, "EX01\\EWS (Default Web Site)"), ==, "ex01");
	g_assert_cmpstr(name_of_url(r, "https://Mail.contoso.com:443/EWS/Exchange.asmx"), ==, "mail.contoso.com");
	g_assert_null(name_of_url(r, "ldap://dc01.contoso.com/"));
	g_assert_null(name_of_url(r, "mail.contoso.com"));
	region_free(r);
}

static void
ranges(void)
{
	static const struct { const char *text, *printed; } rows[] = {
		{ "10.0.0.50", "10.0.0.50" }, { "10.0.0.0-10.0.0.255", "10.0.0.0/24" }, { "192.168.1.1/24", "192.168.1.0/24" },
		{ "10.1.2.3(255.255.255.0)", "10.1.2.0/24" }, { "10.0.0.1 - 10.0.0.9", "10.0.0.1-10.0.0.9" }, { "fe80::1%4", "fe80::1" },
		{ "::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "::/0" }, { "0.0.0.0-255.255.255.255", "0.0.0.0/0" },
		{ "2a01:111:f400::/48", "2a01:111:f400::/48" },
		{ "10.0.0.9-10.0.0.1", NULL }, { "10.0.0.1/33", NULL }, { "10.0.0.1(255.0.255.0)", NULL }, { "10.0.0", NULL },
		{ "10.0.0.1-::1", NULL }, { "", NULL }, { "10.0.0.1/", NULL }, { "10.0.0.1%4", NULL },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		struct range range;
		bool good = range_parse(rows[i].text, &range);
		char *printed = good ? range_print(&range) : NULL;

		g_assert_cmpstr(printed, ==, rows[i].printed);
		g_free(printed);
	}
}

static void
sizes_and_steps(void)
{
	struct range small, large;
	struct address a, b;

	g_assert_true(range_parse("10.0.0.0/24", &small) && range_parse("10.0.0.0-10.0.1.0", &large));
	g_assert_cmpint(range_compare_size(&small, &large), <, 0);
	g_assert_true(range_within(&small, &large) && !range_within(&large, &small) && range_overlaps(&small, &large));
	g_assert_true(address_parse("10.0.0.255", &a) && address_next(&a, &b));
	g_assert_cmpint(address_compare(&b, &large.high), <=, 0);
	g_assert_true(address_parse("255.255.255.255", &a));
	g_assert_false(address_next(&a, &b));
	g_assert_true(address_parse("0.0.0.0", &a));
	g_assert_false(address_previous(&a, &b));
}

static void
private_addresses(void)
{
	static const struct { const char *text; bool private; } rows[] = {
		{ "10.1.1.1", true }, { "172.31.0.1", true }, { "172.32.0.1", false }, { "100.64.0.1", true }, { "203.0.113.10", false },
		{ "fd00::1", true }, { "2a01:111:f400::1", false }, { "::ffff:10.0.0.1", true }, { "::ffff:8.8.8.8", false },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		struct address a;

		g_assert_true(address_parse(rows[i].text, &a));
		g_assert_cmpint(address_is_private(&a), ==, rows[i].private);
	}
}

static void
versions(void)
{
	static const struct { const char *text, *printed; enum generation generation; } rows[] = {
		{ "Version 14.3 (Build 123.4)", "14.3.123.4", GENERATION_2010 },
		{ "14.03.0146.000", "14.3.146.0", GENERATION_2010 },
		{ "Version 6.5 (Build 7638.2: Service Pack 2)", "6.5.7638.2", GENERATION_2003 },
		{ "Version 15.1 (Build 32507.006)", "15.1.2507.6", GENERATION_2016 },
		{ "15.02.0986.005", "15.2.986.5", GENERATION_2019 },
		{ "15.2.2562.17", "15.2.2562.17", GENERATION_SE },
		{ "0.20 (15.0.0.0)", NULL, GENERATION_UNKNOWN }, { "14.3", NULL, GENERATION_UNKNOWN }, { "", NULL, GENERATION_UNKNOWN },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		struct version v;
		char buffer[48];
		bool good = version_parse(rows[i].text, &v);

		g_assert_cmpstr(good ? version_print(&v, buffer) : NULL, ==, rows[i].printed);
		if (good)
			g_assert_cmpint(version_generation(&v), ==, rows[i].generation);
	}
}

/* Texts of "ab" and "bA" in any order are alike to a hash that is known beforehand. */
static void
hashes(void)
{
	enum { PIECES = 12 };
	GHashTable *seen = g_hash_table_new(g_direct_hash, g_direct_equal);
	char name[2 * PIECES + 1] = "";

	for (guint i = 0; i < 1U << PIECES; i++) {
		for (guint k = 0; k < PIECES; k++)
			memcpy(name + 2 * k, i >> k & 1 ? "ab" : "bA", 2);
		g_hash_table_add(seen, GUINT_TO_POINTER(name_hash(name)));
		g_assert_cmpuint(g_str_hash(name), ==, g_str_hash("abababababababababababab"));
	}
	g_assert_cmpuint(g_hash_table_size(seen), >, (1U << PIECES) - 10);
	g_assert_cmpuint(name_hash("contoso.com"), ==, name_hash("contoso.com"));
	g_assert_cmpuint(name_hash(""), ==, name_hash(""));
	g_hash_table_unref(seen);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/names/normal-form", normal_form);
	g_test_add_func("/names/cover", cover);
	g_test_add_func("/names/hashes", hashes);
	g_test_add_func("/names/kinds", kinds_of_names);
	g_test_add_func("/names/servers-and-urls", servers_and_urls);
	g_test_add_func("/addresses/ranges", ranges);
	g_test_add_func("/addresses/sizes-and-steps", sizes_and_steps);
	g_test_add_func("/addresses/private", private_addresses);
	g_test_add_func("/versions/parse", versions);
	return g_test_run();
}
