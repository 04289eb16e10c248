#include <glib.h>
#include <string.h>

#include "zone_bench.h"

/* What is not certain in a zone file never becomes an answer. */

#define HEAD "$ORIGIN contoso.com.\n" SOA

static void
lines_of_a_text(struct bench *b, gconstpointer data)
{
	(void)data;
	read_text(b, "contoso.com.zone", HEAD
	    "autodiscover TXT (\n"
	    "   some text of\n"
	    "   a 203.0.113.9\n"
	    "\n"
	    "   mx 10 mail ; the text goes on\n"
	    "   soa ns1 hostmaster 1 2 3 4 5\n"
	    "   end )\n"
	    "mail A 203.0.113.5\n"
	    "   AAAA 2001:db8::1\n");
	problems(b, "zone-unclosed-parenthesis:3 zone-stray-parenthesis:9");
	records(b, "autodiscover.contoso.com", "16 3 sometextof ! | 1 5 203.0.113.9 ! | 15 7 10 mail.contoso.com. !");
	records(b, "mail.contoso.com", "1 10 203.0.113.5 | 28 11 2001:db8::1");
	g_assert_false(only_zone(b)->complete);
}

static void
lines_behind_an_open_quote(struct bench *b, gconstpointer data)
{
	(void)data;
	read_text(b, "contoso.com.zone", HEAD
	    "autodiscover TXT \"some text of\n"
	    "   a 203.0.113.9\n"
	    "mail A 203.0.113.5\n");
	problems(b, "zone-unclosed-quote:3");
	records(b, "autodiscover.contoso.com", "16 3 some text of ! | 1 4 203.0.113.9 !");
	records(b, "mail.contoso.com", "1 5 203.0.113.5");
}

static void
directive_of_a_text(struct bench *b, gconstpointer data)
{
	(void)data;
	read_text(b, "contoso.com.zone", HEAD
	    "text TXT (\n"
	    "   a 203.0.113.9\n"
	    "   $ORIGIN example.com. )\n"
	    "mail A 203.0.113.5\n");
	problems(b, "zone-unclosed-parenthesis:3 zone-stray-parenthesis:5 zone-bad-directive:5 zone-no-origin:6");
	records(b, "mail.contoso.com", "");
}

/* The types of an RRSIG's or NSEC's rdata do not begin a record. */
static void
lists_of_types(struct bench *b, gconstpointer data)
{
	(void)data;
	read_text(b, "contoso.com.zone", HEAD
	    "x RRSIG A 8 2 3600 (\n"
	    " 20300101000000 20130101000000 1 contoso.com. aaaa\n"
	    "autodiscover CNAME gone\n"
	    "y A 203.0.113.4 )\n"
	    "z NSEC mail (\n"
	    " A NS SOA )\n"
	    "mail A 203.0.113.5\n");
	problems(b, "zone-unclosed-parenthesis:3 zone-stray-parenthesis:6");
	records(b, "autodiscover.contoso.com", "5 5 gone.contoso.com.");
	records(b, "mail.contoso.com", "1 9 203.0.113.5");
	g_assert_false(only_zone(b)->complete);
}

/* The owner of a record that was too long is lost, and with it that of the lines that leave theirs away. */
static void
owner_of_a_long_record(struct bench *b, gconstpointer data)
{
	char *filler = g_strnfill(ZONE_ENTRY_BYTES + 1, 'a');
	char *text = g_strdup_printf(HEAD "autodiscover TXT \"x\"\nhuge TXT \"%s\"\n  A 203.0.113.9\nmail A 203.0.113.5\n  TXT \"%s\"\n"
	    "  AAAA 2001:db8::1\n", filler, filler);

	(void)data;
	read_text(b, "contoso.com.zone", text);
	problems(b, "zone-entry-too-long:4 zone-no-owner:5 zone-entry-too-long:7");
	records(b, "autodiscover.contoso.com", "16 3 x");
	records(b, "mail.contoso.com", "1 6 203.0.113.5 | 28 8 2001:db8::1");
	g_assert_false(only_zone(b)->complete);
	g_free(text);
	g_free(filler);
}

static void
origins(struct bench *b, gconstpointer data)
{
	static const struct { const char *line, *problems, *records; } rows[] = {
		{ " $ORIGIN branch.contoso.com.", "", "" },
		{ "$ORIGN branch.contoso.com.", "zone-unknown-directive:3 zone-no-origin:4", "" },
		{ "$RIGIN branch.contoso.com.", "zone-unknown-directive:3 zone-no-origin:4", "" },
		{ "$ORIGIN branch..contoso.com.", "zone-bad-directive:3 zone-no-origin:4", "" },
		{ "$ORIGIN branch", "", "" },
		{ "$TTLL 3600", "zone-unknown-directive:3", "1 4 203.0.113.5" },
		{ "$TTL x", "zone-bad-directive:3", "1 4 203.0.113.5" },
	};

	(void)data;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		char *text = g_strdup_printf(HEAD "%s\nmail A 203.0.113.5\n", rows[i].line);

		read_text(b, "contoso.com.zone", text);
		problems(b, rows[i].problems);
		records(b, "mail.contoso.com", rows[i].records);
		g_ptr_array_set_size(b->facts.zones, 0);
		g_free(text);
	}
}

/* Marks of a merge are searched for in the whole file, and what lies before them is not believed either. */
static void
merge_conflicts(struct bench *b, gconstpointer data)
{
	static const char *const ends[] = {
		"<<<<<<< HEAD\nmail A 203.0.113.5\n=======\nmail A 203.0.113.6\n>>>>>>> x\n",
		"mail TXT (\n<<<<<<< HEAD\n \"a\"\n=======\n \"b\"\n>>>>>>> x\n )\n",
		"fabrikam.com. 60 SOA ns1 h 1 2 3 4 5\n<<<<<<< HEAD\n",
	};
	static const char *const expected[] = { "zone-merge-conflict:4003", "zone-merge-conflict:4003", "zone-merge-conflict:4004" };

	(void)data;
	for (size_t i = 0; i < G_N_ELEMENTS(ends); i++) {
		GString *text = g_string_new(HEAD);

		for (unsigned n = 0; n < 4000; n++)
			g_string_append_printf(text, "host%u 3600 IN A 203.0.113.5\n", n);
		g_string_append(text, ends[i]);
		read_text(b, "contoso.com.zone", text->str);
		problems(b, expected[i]);
		g_assert_cmpint(b->source->state, ==, SOURCE_REFUSED);
		g_assert_cmpuint(b->facts.zones->len, ==, 0);
		g_string_free(text, TRUE);
	}
}

static void
late_transfer_failure(struct bench *b, gconstpointer data)
{
	GString *text = g_string_new("; <<>> DiG 9.8.2 <<>> @ns1 contoso.com AXFR\n" HEAD);

	(void)data;
	for (unsigned n = 0; n < 4000; n++)
		g_string_append_printf(text, "host%u 3600 IN A 203.0.113.5\n", n);
	g_string_append(text, "; Transfer failed.\n");
	read_text(b, "contoso.com.zone", text->str);
	problems(b, "zone-transfer-failed:4004");
	g_assert_false(only_zone(b)->complete);
	g_string_free(text, TRUE);
}

static void
messages_of_a_checker(struct bench *b, gconstpointer data)
{
	(void)data;
	read_text(b, "contoso.com.zone", HEAD
	    "zone contoso.com/IN: loaded serial 1 (DNSSEC signed)\n"
	    "zone contoso.com/IN: contoso.com/MX 'mail.contoso.com' has no address records (A or AAAA)\n"
	    "OK\n"
	    "mail A 203.0.113.5\n");
	problems(b, "zone-checker-output:3 zone-checker-output:4 zone-checker-output:5");
	g_assert_true(only_zone(b)->complete);
	records(b, "mail.contoso.com", "1 6 203.0.113.5");
}

static void
two_versions(struct bench *b, gconstpointer data)
{
	const struct zone *first, *second;

	(void)data;
	read_text(b, "contoso.com.zone", HEAD "autodiscover A 203.0.113.26\n@ IN SOA ns1 hostmaster 2 2 3 4 5\nwww A 203.0.113.80\n");
	problems(b, "zone-second-soa:4");
	g_assert_cmpuint(b->facts.zones->len, ==, 2);
	first = g_ptr_array_index(b->facts.zones, 0);
	second = g_ptr_array_index(b->facts.zones, 1);
	g_assert_cmpstr(first->fingerprint, !=, second->fingerprint);
	g_assert_false(g_hash_table_contains(second->owners, "autodiscover.contoso.com"));
}

/* A name that exists without records hides a wildcard: copies that differ in such a name differ. */
static void
names_that_merely_exist(struct bench *b, gconstpointer data)
{
	const struct zone *first, *second;

	(void)data;
	read_text(b, "a/contoso.com.zone", HEAD "* A 203.0.113.26\n");
	read_text(b, "b/contoso.com.zone", HEAD "* A 203.0.113.26\nx.autodiscover A 203.0.113.9\n");
	first = g_ptr_array_index(b->facts.zones, 0);
	second = g_ptr_array_index(b->facts.zones, 1);
	g_assert_cmpstr(first->fingerprint, !=, second->fingerprint);
	g_ptr_array_set_size(b->facts.zones, 0);
	/* Before the SOA record too, where the apex is not known yet. */
	read_text(b, "contoso.com.zone", "$ORIGIN autodiscover.contoso.com.\nx 3600 A 203.0.113.1\n" HEAD "* A 203.0.113.26\n");
	g_assert_true(g_hash_table_contains(only_zone(b)->owners, "autodiscover.contoso.com"));
}

static void
crowds(struct bench *b, gconstpointer data)
{
	GString *text = g_string_new(HEAD);
	const GPtrArray *node;
	const struct record *last;

	(void)data;
	for (unsigned n = 0; n < ZONE_RRSET_RECORDS + 100; n++)
		g_string_append_printf(text, "mail A 198.18.%u.%u\n", n / 256, n % 256);
	g_string_append(text, "mail AAAA 2001:db8::1\n");
	read_text(b, "contoso.com.zone", text->str);
	problems(b, "zone-too-many-records:4099");
	node = g_hash_table_lookup(only_zone(b)->owners, "mail.contoso.com");
	g_assert_cmpuint(node->len, ==, ZONE_RRSET_RECORDS + 2);
	last = g_ptr_array_index(node, ZONE_RRSET_RECORDS);
	g_assert_false(last->evaluable);
	g_assert_cmpuint(b->source->objects, ==, ZONE_RRSET_RECORDS + 102);
	g_assert_cmpint(b->source->state, ==, SOURCE_PARTLY);
	g_string_free(text, TRUE);
}

int
main(int argc, char **argv)
{
	static const struct { const char *name; void (*test)(struct bench *, gconstpointer); } tests[] = {
		{ "/zone-doubt/lines-of-a-text", lines_of_a_text }, { "/zone-doubt/open-quote", lines_behind_an_open_quote },
		{ "/zone-doubt/directive-of-a-text", directive_of_a_text }, { "/zone-doubt/lists-of-types", lists_of_types },
		{ "/zone-doubt/owner-of-a-long-record", owner_of_a_long_record }, { "/zone-doubt/origins", origins },
		{ "/zone-doubt/merge-conflicts", merge_conflicts }, { "/zone-doubt/late-transfer-failure", late_transfer_failure },
		{ "/zone-doubt/checker", messages_of_a_checker }, { "/zone-doubt/two-versions", two_versions },
		{ "/zone-doubt/names-that-merely-exist", names_that_merely_exist }, { "/zone-doubt/crowds", crowds },
	};

	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	for (size_t i = 0; i < G_N_ELEMENTS(tests); i++)
		g_test_add(tests[i].name, struct bench, NULL, setup, tests[i].test, teardown);
	return g_test_run();
}
