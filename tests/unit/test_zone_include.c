#include <fcntl.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "../../audit/evidence/zone.h"

/* $INCLUDE in a folder of its own: what lies in it is read, nothing else. */
static void
include(void)
{
	static const struct { const char *path, *text; } files[] = {
		{ "zones/contoso.com.zone",
		    "$ORIGIN contoso.com.\n@ 60 IN SOA ns1 h 1 2 3 4 5\nmail A 203.0.113.1\n"
		    "$INCLUDE parts/hosts.inc\n  AAAA 2001:db8::1\n"
		    "$INCLUDE zones/parts/sub.inc sub\nlast A 203.0.113.9\n"
		    "$INCLUDE ../outside\n$INCLUDE /etc/hosts\n$INCLUDE C:\\dns\\x\n$INCLUDE missing.inc\n$INCLUDE link.inc\n"
		    "$INCLUDE contoso.com.zone\n$INCLUDE ./parts//key.pem\n$INCLUDE results.inc\n" },
		{ "zones/parts/hosts.inc", "www A 203.0.113.2\n$ORIGIN other.example.\n$INCLUDE more.inc\nbad\n" },
		{ "zones/parts/more.inc", "www.contoso.com. A 203.0.113.3\n" },
		{ "zones/parts/sub.inc", "www A 203.0.113.4\n" },
		{ "zones/parts/key.pem", "-----BEGIN PRIVATE KEY-----\nsecret\n" },
		{ "zones/results.inc", "results A 203.0.113.4\n" },     /* of an earlier run: not in the evidence list */
	};
	static const char *const wanted_names[] = { "mail.contoso.com", "www.contoso.com", "www.sub.contoso.com", "last.contoso.com" };
	static const char expected[] = "zone-out-of-zone:4:zones/parts/hosts.inc zone-no-type:4:zones/parts/hosts.inc "
	    "zone-include-refused:8: zone-include-refused:9: zone-include-refused:10: zone-include-missing:11: zone-include-refused:12: "
	    "zone-include-refused:13: zone-include-refused:14: zone-include-refused:15: ";
	char *folder = g_dir_make_tmp("zone-XXXXXX", NULL), *parts = g_build_filename(folder, "zones/parts", NULL);
	char *link = g_build_filename(folder, "zones/link.inc", NULL);
	struct facts facts = { .region = region_new(), .source_of = g_hash_table_new(g_str_hash, g_str_equal),
	    .zones = g_ptr_array_new_with_free_func((GDestroyNotify)zone_free) };
	struct wanted *wanted = wanted_new();
	struct source *sources[G_N_ELEMENTS(files)], *source, *part;
	struct input in = { .path = files[0].path, .raw_path = files[0].path, .facts = &facts };
	GString *problems = g_string_new(NULL);
	struct dns_answer a;

	g_assert_cmpint(g_mkdir_with_parents(parts, 0700), ==, 0);
	for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
		char *path = g_build_filename(folder, files[i].path, NULL);

		g_assert_true(g_file_set_contents(path, files[i].text, -1, NULL));
		g_free(path);
		sources[i] = source_new(facts.region, files[i].path);
		if (i < 5)
			g_hash_table_insert(facts.source_of, (gpointer)(gsize)files[i].path, sources[i]);
	}
	in.source = source = sources[0];
	part = sources[3];
	sources[4]->secret = true;
	g_assert_cmpint(symlink("/etc/hosts", link), ==, 0);
	for (size_t i = 0; i < G_N_ELEMENTS(wanted_names); i++)
		wanted_add(wanted, wanted_names[i]);
	in.folder = open(folder, O_RDONLY | O_DIRECTORY);
	in.head = (const guint8 *)files[0].text;
	in.head_size = strlen(files[0].text);
	/* Read by itself before, the part of the zone told no name. */
	source_problem(part, facts.region, "zone-no-origin", 1, NULL, NULL, true);
	zone_read(&in, VIEW_EXTERNAL, wanted);
	g_assert_cmpuint(part->nproblems, ==, 0);
	g_assert_cmpuint(part->objects, ==, 1);
	g_assert_cmpint(part->state, ==, SOURCE_READ);
	for (guint i = 0; i < source->problems->len; i++) {
		const struct problem *p = g_ptr_array_index(source->problems, i);

		g_string_append_printf(problems, "%s:%u:%s ", p->code, p->line, p->file != NULL ? p->file : "");
		g_assert_true(p->text == NULL || strstr(p->text, "secret") == NULL);
	}
	g_assert_cmpstr(problems->str, ==, expected);
	a = dns_lookup(&facts, "www.contoso.com", TYPE_A, true);
	g_assert_cmpuint(a.records->len, ==, 2);
	if (a.records->len == 2) {
		const struct record *first = g_ptr_array_index(a.records, 0), *second = g_ptr_array_index(a.records, 1);

		g_assert_cmpstr(first->at.file, ==, "zones/parts/hosts.inc");
		g_assert_cmpstr(second->at.file, ==, "zones/parts/more.inc");
	}
	dns_answer_clear(&a);
	/* The owner before the directive holds behind it, and so does the origin. */
	a = dns_lookup(&facts, "mail.contoso.com", TYPE_AAAA, true);
	g_assert_cmpint(a.outcome, ==, DNS_PRESENT);
	dns_answer_clear(&a);
	for (size_t i = 2; i < G_N_ELEMENTS(wanted_names); i++) {
		a = dns_lookup(&facts, wanted_names[i], TYPE_A, true);
		g_assert_cmpint(a.outcome, ==, DNS_PRESENT);
		dns_answer_clear(&a);
	}
	a = dns_lookup(&facts, "absent.contoso.com", TYPE_A, true);
	g_assert_cmpstr(a.reason, ==, "zone-incomplete");
	dns_answer_clear(&a);
	close(in.folder);
	g_unlink(link);
	for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
		char *path = g_build_filename(folder, files[i].path, NULL);

		g_unlink(path);
		g_free(path);
		source_free(sources[i]);
	}
	g_rmdir(parts);
	*strrchr(parts, '/') = '\0';
	g_rmdir(parts);
	g_rmdir(folder);
	g_string_free(problems, TRUE);
	g_hash_table_unref(facts.source_of);
	wanted_free(wanted);
	g_ptr_array_unref(facts.zones);
	region_free(facts.region);
	g_free(link);
	g_free(parts);
	g_free(folder);
}

/* Half a character at the end of a file without a mark costs itself, and is said. */
static void
odd_utf16(void)
{
	static const char text[] = ";\0\n\0@\0 \0I\0N\0 \0N\0S\0 \0a\0.\0\n";
	char *folder = g_dir_make_tmp("zone-XXXXXX", NULL), *path = g_build_filename(folder, "contoso.com.dns", NULL);
	struct facts facts = { .region = region_new(), .zones = g_ptr_array_new_with_free_func((GDestroyNotify)zone_free) };
	struct wanted *wanted = wanted_new();
	struct source *source = source_new(facts.region, "contoso.com.dns");
	struct input in = { .path = "contoso.com.dns", .raw_path = "contoso.com.dns", .source = source, .facts = &facts,
	    .head = (const guint8 *)text, .head_size = sizeof text - 2 };

	g_assert_true(g_file_set_contents(path, text, sizeof text - 1, NULL));
	in.folder = open(folder, O_RDONLY | O_DIRECTORY);
	zone_read(&in, VIEW_EXTERNAL, wanted);
	g_assert_cmpint(source->state, ==, SOURCE_PARTLY);
	g_assert_cmpuint(source->objects, ==, 1);
	g_assert_true(g_hash_table_contains(source->per_code, "text-cut"));
	close(in.folder);
	g_unlink(path);
	g_rmdir(folder);
	source_free(source);
	wanted_free(wanted);
	g_ptr_array_unref(facts.zones);
	region_free(facts.region);
	g_free(path);
	g_free(folder);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/zone-include/folder", include);
	g_test_add_func("/zone-include/odd-utf-16", odd_utf16);
	return g_test_run();
}
