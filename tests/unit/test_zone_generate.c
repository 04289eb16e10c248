#include <glib.h>
#include <string.h>

#include "zone_bench.h"

static void
generated(struct bench *b, gconstpointer data)
{
	(void)data;
	wanted_add(b->wanted, "host7.contoso.com");
	wanted_add(b->wanted, "h003.contoso.com");
	read_text(b, "contoso.com.zone", "$ORIGIN contoso.com.\n" SOA
	    "$GENERATE 1-20/2 host$ A 203.0.113.$\n"
	    "$GENERATE 1-4 h${0,3,d} 60 MX \"1$ mail\"\n"
	    "$GENERATE 1-2000000000 x$ A 203.0.113.5\n"
	    "$GENERATE 1-2 $$TTL 5\n");
	problems(b, "zone-generate-limit:5 zone-bad-directive:6");
	records(b, "host7.contoso.com", "1 3 203.0.113.7");
	records(b, "h003.contoso.com", "15 4 13 mail.contoso.com.");
	g_assert_cmpuint(b->source->objects, ==, 15);
}

/* Data that nobody asks for are not made; what is wrong with a name or a type is said all the same. */
static void
generated_in_part(struct bench *b, gconstpointer data)
{
	char *filler = g_strnfill(200, 'y'), *text;

	(void)data;
	wanted_add(b->wanted, "host7.contoso.com");
	text = g_strdup_printf("$ORIGIN contoso.com.\n" SOA
	    "$GENERATE 1-60000 host$ TXT \"%s\"\n"
	    "$GENERATE 1-9 x$.mail A 203.0.113.$\n"
	    "$GENERATE 1-9 y$ FOO bar\n"
	    "$GENERATE 1-9 z$.fabrikam.com. A 203.0.113.5\n"
	    "$GENERATE 1-65536 mail TXT \"%s%s%s%s%s%s\"\n", filler, filler, filler, filler, filler, filler, filler);
	read_text(b, "contoso.com.zone", text);
	g_free(text);
	text = g_strdup_printf("16 3 %s", filler);
	records(b, "host7.contoso.com", text);
	g_assert_true(g_hash_table_contains(only_zone(b)->owners, "mail.contoso.com"));
	g_assert_cmpuint(GPOINTER_TO_UINT(g_hash_table_lookup(b->source->per_code, "zone-out-of-zone")), ==, 9);
	g_assert_cmpuint(GPOINTER_TO_UINT(g_hash_table_lookup(b->source->per_code, "zone-unknown-type")), >=, 1);
	g_assert_cmpuint(GPOINTER_TO_UINT(g_hash_table_lookup(b->source->per_code, "zone-too-many-records")), ==, 1);
	g_assert_cmpuint(GPOINTER_TO_UINT(g_hash_table_lookup(b->source->per_code, "zone-generate-limit")), ==, 1);
	g_assert_false(only_zone(b)->complete);
	g_free(text);
	g_free(filler);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add("/zone-generate/records", struct bench, NULL, setup, generated, teardown);
	g_test_add("/zone-generate/in-part", struct bench, NULL, setup, generated_in_part, teardown);
	return g_test_run();
}
