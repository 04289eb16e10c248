#include <glib.h>
#include <string.h>

#include "zone_bench.h"

static void
bind_file(struct bench *b, gconstpointer data)
{
	(void)data;
	read_text(b, "dns/contoso.com.zone",
	    "$ORIGIN .\n"
	    "$TTL 1h\n"
	    "contoso.com\tIN SOA ns1.contoso.com. host.contoso.com. (\n"
	    "\t\t7 ; serial\n"
	    "\t\t2 3 4 300 )\n"
	    "\t\tNS ns1.contoso.com.\n"
	    "\t\t10 MX 10 mail.contoso.com.\n"
	    "$ORIGIN contoso.com.\n"
	    "Mail IN 60 A 203.0.113.5 ; class before TTL\n"
	    "autodiscover\tCNAME mail\n"
	    "x.a.b A 203.0.113.9\n"
	    "_autodiscover._tcp SRV 0 5 443 Mail\n"
	    "@ TXT ( \"v=spf1 \"\n\n"
	    "\t\"-all;\" ) ; end\n");
	problems(b, "");
	records(b, "contoso.com",
	    "6 3 ns1.contoso.com. host.contoso.com. 7 2 3 4 300 | 2 6 ns1.contoso.com. | 15 7 10 mail.contoso.com. | 16 13 v=spf1 -all;");
	records(b, "mail.contoso.com", "1 9 203.0.113.5");
	records(b, "autodiscover.contoso.com", "5 10 mail.contoso.com.");
	records(b, "_autodiscover._tcp.contoso.com", "33 12 0 5 443 mail.contoso.com.");
	records(b, "b.contoso.com", "");
	g_assert_true(g_hash_table_contains(only_zone(b)->owners, "a.b.contoso.com"));
	g_assert_true(only_zone(b)->complete);
	g_assert_cmpuint(only_zone(b)->view, ==, VIEW_ASSUMED);
	g_assert_cmpuint(b->source->objects, ==, 8);
	g_assert_cmpint(b->source->state, ==, SOURCE_READ);
}

static void
windows_file(struct bench *b, gconstpointer data)
{
	const GPtrArray *addresses;
	const struct record *without_ttl;

	(void)data;
	read_text(b, "dns/zone1.dns",
	    ";\r\n;  Database file zone1.dns for Default zone scope in zone contoso.com.\r\n;      Zone version:  57\r\n;\r\n\r\n"
	    "@                       IN  SOA dc1.corp.example.  hostmaster. (\r\n"
	    "                        \t57           ; serial number\r\n"
	    "                        \t900          ; refresh\r\n"
	    "                        \t600          ; retry\r\n"
	    "                        \t86400        ; expire\r\n"
	    "                        \t3600       ) ; default TTL\r\n"
	    "@                       NS\tns1.contoso.com.\r\n"
	    "mail                    [AGE:3636449]\t600\tA\t203.0.113.5\r\n"
	    "                        [AGE:3633973]\tA\t203.0.113.6\r\n"
	    "@                       0\tWINS\tLOCAL L2 C900 ( 10.1.1.7 )\r\n"
	    "ns9.elsewhere.example.  A\t192.0.2.9\r\n"
	    "print\\040server         A\t203.0.113.7\r\n"
	    "autodiscover            CNAME\tmail\r\n"
	    "branch                  NS\tns1.branch.contoso.com.\r\n");
	problems(b, "zone-wins:15 zone-out-of-zone:16 zone-octal-escape:17");
	records(b, "mail.contoso.com", "1 13 203.0.113.5 | 1 14 203.0.113.6");
	g_assert_true(only_zone(b)->wins);
	g_assert_cmpint(only_zone(b)->view, ==, VIEW_INTERNAL);
	addresses = g_hash_table_lookup(only_zone(b)->owners, "mail.contoso.com");
	without_ttl = g_ptr_array_index(addresses, 1);
	g_assert_cmpuint(without_ttl->ttl, ==, 3600);
}

static void
open_parenthesis(struct bench *b, gconstpointer data)
{
	(void)data;
	read_text(b, "contoso.com.zone",
	    "$ORIGIN contoso.com.\n" SOA
	    "@ TXT ( \"never closed\"\n"
	    "mail A 203.0.113.5\n"
	    "autodiscover CNAME mail\n"
	    "x TXT ( \"again\"\n"
	    "      MX 10 mail\n"
	    "@ MX 10 mail )\n");
	problems(b, "zone-unclosed-parenthesis:3 zone-unclosed-parenthesis:6 zone-stray-parenthesis:8");
	records(b, "mail.contoso.com", "1 4 203.0.113.5");
	records(b, "autodiscover.contoso.com", "5 5 mail.contoso.com.");
	g_assert_false(only_zone(b)->complete);
}

static void
open_parenthesis_at_end(struct bench *b, gconstpointer data)
{
	(void)data;
	read_text(b, "contoso.com.zone", "$ORIGIN contoso.com.\n" SOA "mail A 203.0.113.5\n@ TXT ( \"x\"\n  \"y\"");
	problems(b, "zone-unclosed-parenthesis:4");
	records(b, "mail.contoso.com", "1 3 203.0.113.5");
	g_assert_false(only_zone(b)->complete);
}

static void
open_quote(struct bench *b, gconstpointer data)
{
	(void)data;
	read_text(b, "contoso.com.zone", "$ORIGIN contoso.com.\n" SOA "@ TXT \"v=spf1 -all\nmail A 203.0.113.5\n@ TXT \"x\"\n");
	problems(b, "zone-unclosed-quote:3");
	records(b, "contoso.com", "6 2 ns1.contoso.com. hostmaster.contoso.com. 1 2 3 4 300 | 16 3 v=spf1 -all ! | 16 5 x");
	records(b, "mail.contoso.com", "1 4 203.0.113.5");
}

static void
bad_lines(struct bench *b, gconstpointer data)
{
	static const char zeros[] = "$ORIGIN contoso.com.\n" SOA "ma\0il A 203.0.113.5\n";

	(void)data;
	read_text(b, "contoso.com.zone",
	    "$ORIGIN contoso.com.\n" SOA
	    "# comment of another language\n"
	    "mail A 203.0.113.256\n"
	    "@ MX 70000 mail\n"
	    "@ MX mail\n"
	    "autodiscover CNAME\n"
	    "mail..x A 203.0.113.5\n"
	    "  A 203.0.113.5\n"
	    "mail A \\# 4 cb007105\n"
	    "mail A \\# 4 zz007105\n"
	    "mail FOO x\n"
	    "mail CH TXT x\n"
	    "$FOO x\n");
	problems(b, "zone-unknown-type:3 zone-bad-rdata:4 zone-bad-rdata:5 zone-bad-rdata:6 zone-bad-rdata:7 zone-bad-name:8 zone-no-owner:9 "
	    "zone-bad-rdata:11 zone-unknown-type:12 zone-other-class:13 zone-unknown-directive:14");
	shows(b, 7, "rdata", "zz007105");
	shows(b, 9, "class", "CH");
	records(b, "mail.contoso.com", "1 4 203.0.113.256 ! | 1 10 203.0.113.5 | 1 11 \\# 4 zz007105 !");
	records(b, "autodiscover.contoso.com", "5 7  !");
	g_assert_cmpint(b->source->state, ==, SOURCE_PARTLY);
	g_ptr_array_set_size(b->facts.zones, 0);
	read_zone(b, "contoso.com.zone", zeros, sizeof zeros - 1);
	problems(b, "zone-control-character:3");
}

static void
repairs(struct bench *b, gconstpointer data)
{
	char *longest = g_strnfill(300, 'a');
	char *text = g_strdup_printf("$origin contoso.com.\n$ttl 5m\n" SOA
	    "mail txt \"%s\"\n"
	    "_autodiscover._tcp.@ SRV 0 0 443 mail\n"
	    "autodiscover CNAME autodiscover.outlook.com\n"
	    "m\303\274ller A 203.0.113.5\n"
	    "www ALIAS x.y.\n"
	    "mail.contoso.com A 203.0.113.5\n", longest);
	char *expected = g_strdup_printf("16 4 %s", longest);

	(void)data;
	read_text(b, "x", text);
	problems(b, "zone-text-split:4 zone-at-sign:5 zone-target-final-dot:6 zone-unicode-name:7 zone-alias:8 zone-owner-final-dot:9");
	records(b, "mail.contoso.com", expected);
	records(b, "_autodiscover._tcp.contoso.com", "33 5 0 0 443 mail.contoso.com.");
	records(b, "autodiscover.contoso.com", "5 6 autodiscover.outlook.com.contoso.com.");
	records(b, "xn--mller-kva.contoso.com", "1 7 203.0.113.5");
	g_assert_true(only_zone(b)->complete);
	g_free(expected);
	g_free(text);
	g_free(longest);
}

static void
remarks(struct bench *b, gconstpointer data)
{
	(void)data;
	wanted_add(b->wanted, "_dmarc.contoso.com");
	wanted_add(b->wanted, "mail.fabrikam.com");
	read_text(b, "contoso.com.zone", "$ORIGIN contoso.com.\r" "@ 3600 IN SOA ns1 hostmaster 1 2 3 4 300\r"
	    "_dmarc TXT v=DMARC1; p=none\r"
	    "_dmarc TXT \"v=DMARC1; p=none\" ; both=kept\r"
	    "mail A 203.0.113.5\rmail 60 A 203.0.113.5\r"
	    "mail.fabrikam.com. A 203.0.113.5\r");
	problems(b, "zone-text-cut:3 zone-out-of-zone:7 zone-duplicate:6");
	records(b, "_dmarc.contoso.com", "16 3 v=DMARC1 | 16 4 v=DMARC1; p=none");
	records(b, "mail.contoso.com", "1 5 203.0.113.5");
	g_assert_false(g_hash_table_contains(only_zone(b)->owners, "mail.fabrikam.com"));
}

static void
hosters(struct bench *b, gconstpointer data)
{
	(void)data;
	read_text(b, "contoso.com.txt",
	    ";;\n;; Domain:     contoso.com.\n;; Exported:   2026-01-02 10:11:12\n;;\n\n"
	    "contoso.com\t3600\tIN\tSOA\tx.ns.cloudflare.com. dns.cloudflare.com. 1 2 3 4 5\n"
	    "mail.contoso.com.\t1\tIN\tA\t203.0.113.5 ; cf_tags=cf-proxied:true\n"
	    "contoso.com.\t1\tIN\tCNAME\tx.example.\n");
	problems(b, "zone-owner-taken-absolute:6 zone-proxied:7 zone-alias:8");
	g_assert_cmpint(only_zone(b)->view, ==, VIEW_EXTERNAL);
	g_assert_cmpstr(only_zone(b)->apex, ==, "contoso.com");
	records(b, "mail.contoso.com", "1 7 203.0.113.5 !");
	g_ptr_array_set_size(b->facts.zones, 0);
	read_text(b, "azure.txt", "\n    \n; Exported zone file from Azure DNS\n;      Zone name: contoso.com\n$TTL 3600\n"
	    "$ORIGIN contoso.com.\n" SOA "mail A 203.0.113.5\n");
	problems(b, "zone-aliases-left-out:0");
	g_assert_false(only_zone(b)->complete);
}

/* Words of people that look like those of a hoster's or a server's header. */
static void
comments(struct bench *b, gconstpointer data)
{
	(void)data;
	read_text(b, "contoso.com.zone", "; Exported: 2013-06-01 by admin\n; Zone: external\n" SOA "mail A 10.1.1.5 ; cf_tags=cf-proxied:true\n");
	problems(b, "");
	g_assert_cmpstr(only_zone(b)->apex, ==, "contoso.com");
	g_assert_cmpint(only_zone(b)->view, ==, VIEW_ASSUMED);
	g_ptr_array_set_size(b->facts.zones, 0);
	read_text(b, "contoso.com.zone", "; Exported: 2013-06-01\n" SOA "_ldap._tcp.dc._msdcs [AGE:3636525] 600 SRV 0 100 389 dc1\n");
	g_assert_cmpint(only_zone(b)->view, ==, VIEW_INTERNAL);
}

/* Numbers behind a backslash are decimal (RFC 1035, 5.1) but in the files of two servers. */
static void
escapes(struct bench *b, gconstpointer data)
{
	(void)data;
	read_text(b, "contoso.com.zone", "$ORIGIN contoso.com.\n" SOA "autodis\\099over A 203.0.113.5\nma\\151l A 203.0.113.6\n");
	problems(b, "zone-decimal-escape:3 zone-decimal-escape:4");
	records(b, "autodiscover.contoso.com", "1 3 203.0.113.5");
	records(b, "mail.contoso.com", "");
	g_ptr_array_set_size(b->facts.zones, 0);
	read_text(b, "contoso.com.dns", ";  Database file contoso.com.dns for contoso.com zone.\n" SOA "ma\\151l A 203.0.113.6\n");
	problems(b, "zone-octal-escape:3");
	records(b, "mail.contoso.com", "1 3 203.0.113.6");
}

static void
names_of_files(struct bench *b, gconstpointer data)
{
	static const struct { const char *path, *name; } rows[] = {
		{ "dns/external/contoso.com.dns", "contoso.com" }, { "db.contoso.com", "contoso.com" },
		{ "external-contoso.com.zone.txt", "contoso.com" }, { "contoso.com (internal).dns", "contoso.com" },
		{ "zone.contoso.com", "contoso.com" }, { "zone.com", "zone.com" }, { "hosts.txt", NULL },
		{ "contoso.com-2013.txt", NULL }, { "Contoso.COM.bak", "contoso.com" },
	};

	(void)data;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		struct zone_head head;

		zone_head(b->facts.region, "", 0, rows[i].path, &head);
		g_assert_cmpstr(head.name, ==, rows[i].name);
	}
	read_text(b, "fabrikam.com.zone", ";  Database file x.dns for contoso.com zone.\n" SOA "mail A 203.0.113.5\n");
	problems(b, "zone-name-differs:0");
	shows(b, 0, NULL, "fabrikam.com");
	g_ptr_array_set_size(b->facts.zones, 0);
	read_text(b, "fabrikam.com.zone", "$ORIGIN contoso.com.\n" SOA);
	problems(b, "zone-name-differs:0");
	g_ptr_array_set_size(b->facts.zones, 0);
	read_text(b, "2-contoso.com.zone", "$ORIGIN contoso.com.\n" SOA);
	problems(b, "");
	g_ptr_array_set_size(b->facts.zones, 0);
	read_text(b, "all.zones.txt", "contoso.com. 60 SOA a b 1 2 3 4 5\nfabrikam.com. 60 SOA a b 1 2 3 4 5\n");
	problems(b, "");
	g_ptr_array_set_size(b->facts.zones, 0);
	read_text(b, "contoso.com.zone", "mail A 203.0.113.5\n");
	problems(b, "zone-no-soa:0");
	g_assert_false(only_zone(b)->complete);
	g_ptr_array_set_size(b->facts.zones, 0);
	read_text(b, "hosts", "mail A 203.0.113.5\n");
	problems(b, "zone-no-origin:1 zone-empty:0");
	g_assert_cmpint(b->source->state, ==, SOURCE_REFUSED);
}

static void
refused(struct bench *b, gconstpointer data)
{
	static const struct { const char *text, *problem; enum source_state state; } rows[] = {
		{ "; comments only\n", "zone-empty:0", SOURCE_REFUSED },
		{ "$VERSION 1\n$ADD x A 1.2.3.4\n", "zone-update-log:0", SOURCE_IGNORED },
		{ "; <<>> DiG 9 <<>> axfr contoso.com\n; Transfer failed.\n", "zone-transfer-failed:0", SOURCE_REFUSED },
		{ "mail A 1.2.3.4\n<<<<<<< HEAD\n", "zone-merge-conflict:0", SOURCE_REFUSED },
		{ ".\t3600000\tNS\ta.root-servers.net.\n", "zone-root-hints:0", SOURCE_IGNORED },
	};

	(void)data;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		read_text(b, i == 4 ? "cache.dns" : "contoso.com.dns.log", rows[i].text);
		problems(b, rows[i].problem);
		g_assert_cmpint(b->source->state, ==, rows[i].state);
		g_assert_cmpuint(b->facts.zones->len, ==, 0);
	}
}

static void
recognised(struct bench *b, gconstpointer data)
{
	static const struct { const char *text; bool zone; } rows[] = {
		{ "$ORIGIN contoso.com.\n" SOA, true },
		{ "mail A 203.0.113.5\nwww CNAME mail\n", true },
		{ ";  Database file x for contoso.com zone.\n@ IN SOA dc1. h. (\n 1 2 3 4 5 )\n", true },
		{ "@ [AGE:3636449] 600 A 10.1.1.5\n", true },
		{ "$VERSION 1\n", true },
		{ "The connector takes mail on one address.\nIt stands in a row of its own\nand mx records are none of its business.\n", false },
		{ "Name,DomainName,DomainType\ncontoso.com,contoso.com,Authoritative\n", false },
		{ "zone \"contoso.com\" {\n\ttype master;\n};\n", true },      /* known, and not read */
		{ "{ \"Name\": \"contoso.com.\" }\n", false },
		{ "[hybrid]\nstate = planned\n", false },
		{ "", false },
	};

	b->input.path = "x";
	(void)data;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		struct text head = { .bytes = g_strdup(rows[i].text), .size = strlen(rows[i].text) };

		g_assert_cmpint(zone_recognise(&b->input, &head), ==, rows[i].zone);
		g_free(head.bytes);
	}
}

static void
sections(struct bench *b, gconstpointer data)
{
	const struct zone *z;

	(void)data;
	wanted_add(b->wanted, "mail.fabrikam.com");
	read_text(b, "all.txt",
	    "contoso.com. 60 IN SOA ns1.x. h.x. 1 2 3 4 5\nmail.contoso.com. A 203.0.113.5\n"
	    "contoso.com. 60 IN SOA ns1.x. h.x. 1 2 3 4 5\n"
	    "fabrikam.com. 60 IN SOA ns1.x. h.x. 1 2 3 4 5\nmail.fabrikam.com. A 203.0.113.6\n"
	    "fabrikam.com. 60 IN SOA ns1.x. h.x. 9 2 3 4 5\n");
	problems(b, "zone-second-soa:6");
	g_assert_cmpuint(b->facts.zones->len, ==, 3);
	z = g_ptr_array_index(b->facts.zones, 1);
	g_assert_cmpstr(z->apex, ==, "fabrikam.com");
	g_assert_cmpuint(z->at.line, ==, 4);
	g_assert_true(g_hash_table_contains(z->owners, "mail.fabrikam.com"));
	z = g_ptr_array_index(b->facts.zones, 2);
	g_assert_cmpstr(z->apex, ==, "fabrikam.com");
	g_assert_cmpuint(z->at.line, ==, 6);
	g_assert_false(g_hash_table_contains(z->owners, "mail.fabrikam.com"));
	g_assert_cmpuint(b->source->objects, ==, 5);
}

/* A second reading replaces the first: targets that became wanted are there, nothing is there twice. */
static void
again(struct bench *b, gconstpointer data)
{
	static const char text[] = "$ORIGIN contoso.com.\n" SOA "bad..name A 1.2.3.4\nautodiscover CNAME other\nother A 203.0.113.5\n";

	(void)data;
	read_text(b, "contoso.com.zone", text);
	g_assert_true(wanted_has(b->wanted, "other.contoso.com"));
	g_assert_false(wanted_file_is_current(b->wanted, "contoso.com.zone"));
	for (int i = 0; i < 2; i++) {
		struct memory m = { text, strlen(text), 1 };

		zone_stream(&b->input, text, strlen(text), read_memory, &m, VIEW_NONE, b->wanted);
	}
	g_assert_true(wanted_file_is_current(b->wanted, "contoso.com.zone"));
	wanted_add(b->wanted, "mail.elsewhere.example");
	g_assert_true(wanted_file_is_current(b->wanted, "contoso.com.zone"));
	problems(b, "zone-bad-name:3");
	g_assert_cmpuint(b->source->nproblems, ==, 1);
	records(b, "other.contoso.com", "1 5 203.0.113.5");
	g_assert_cmpstr(b->source->view, ==, "assumed");
}

static void
dnames(struct bench *b, gconstpointer data)
{
	(void)data;
	wanted_add(b->wanted, "autodiscover.old.contoso.com");
	read_text(b, "contoso.com.zone", "$ORIGIN contoso.com.\n" SOA "old DNAME fabrikam.com.\n");
	g_assert_true(wanted_has(b->wanted, "autodiscover.fabrikam.com"));
	records(b, "old.contoso.com", "39 3 fabrikam.com.");
}

static void
fingerprints(struct bench *b, gconstpointer data)
{
	const struct zone *first, *second;

	(void)data;
	read_text(b, "a.zone", "$ORIGIN contoso.com.\n" SOA "mail A 203.0.113.5\nmail A 203.0.113.6\n");
	read_text(b, "b.zone", "contoso.com. 5 IN SOA ns1.contoso.com. hostmaster.contoso.com. 1 2 3 4 300\n"
	    "mail.contoso.com. 5 IN A 203.0.113.6\nMAIL.contoso.com. 5 IN A 203.0.113.5\n");
	g_assert_cmpuint(b->facts.zones->len, ==, 2);
	first = g_ptr_array_index(b->facts.zones, 0);
	second = g_ptr_array_index(b->facts.zones, 1);
	g_assert_cmpstr(first->fingerprint, ==, second->fingerprint);
	read_text(b, "c.zone", "$ORIGIN contoso.com.\n" SOA "mail A 203.0.113.5\n");
	second = g_ptr_array_index(b->facts.zones, 2);
	g_assert_cmpstr(first->fingerprint, !=, second->fingerprint);
}

int
main(int argc, char **argv)
{
	static const struct { const char *name; void (*test)(struct bench *, gconstpointer); } tests[] = {
		{ "/zone/bind", bind_file }, { "/zone/windows", windows_file }, { "/zone/open-parenthesis", open_parenthesis },
		{ "/zone/open-parenthesis-at-end", open_parenthesis_at_end }, { "/zone/open-quote", open_quote }, { "/zone/bad-lines", bad_lines },
		{ "/zone/repairs", repairs }, { "/zone/remarks", remarks }, { "/zone/hosters", hosters },
		{ "/zone/comments", comments }, { "/zone/escapes", escapes },
		{ "/zone/names-of-files", names_of_files }, { "/zone/refused", refused }, { "/zone/recognised", recognised },
		{ "/zone/sections", sections }, { "/zone/again", again },
		{ "/zone/dnames", dnames }, { "/zone/fingerprints", fingerprints },
	};

	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	for (size_t i = 0; i < G_N_ELEMENTS(tests); i++)
		g_test_add(tests[i].name, struct bench, NULL, setup, tests[i].test, teardown);
	return g_test_run();
}
