/* The limits of zones: at the limit all is read, one beyond costs what is beyond. */
#include "limits_bench.h"

static const char soa[] = "@ 300 IN SOA ns1 hostmaster 1 2 3 4 5\n@ 300 IN NS ns1\n";

/* A zone of contoso.com, and the names that are looked for in it. */
static GString *
zone(const struct bench *b)
{
	GString *text = g_string_new("$ORIGIN contoso.com.\n");

	put_bytes(b, "audit.ini", "[require]\nnames = mail.contoso.com\n", 35);
	return g_string_append(text, soa);
}

/* The file gave this many records, and the code that often. */
static void
gave(struct bench *b, GString *text, guint64 records, const char *code, int n)
{
	put(b, "contoso.com.zone", text);
	read_all(b);
	g_assert_cmpuint(source_at(b, "contoso.com.zone")->objects, ==, records);
	g_assert_cmpint(times(b, "contoso.com.zone", code), ==, n);
}

static void
entry_bytes(struct bench *b, gconstpointer data)
{
	static const char record[] = "mail 300 IN A 203.0.113.1";

	(void)data;
	for (int over = 0; over < 2; over++) {
		GString *text = g_string_append(zone(b), record);

		append_fill(text, ' ', (gsize)(ZONE_ENTRY_BYTES + over) - strlen(record) - 1);
		g_string_append(text, "\n@ 300 IN MX 10 mail\n");
		gave(b, text, over ? 3 : 4, "zone-entry-too-long", over);
	}
}

static void
entry_lines(struct bench *b, gconstpointer data)
{
	(void)data;
	for (int over = 0; over < 2; over++) {
		GString *text = g_string_append(zone(b), "mail 300 IN TXT ( \"a\"");

		append_times(text, "\n", (gsize)(ZONE_ENTRY_LINES - 1 + over));
		g_string_append(text, ")\n@ 300 IN MX 10 mail\n");
		put(b, "contoso.com.zone", text);
		read_all(b);
		g_assert_cmpint(times(b, "contoso.com.zone", "zone-unclosed-parenthesis"), ==, over);
		g_assert_cmpint(source_at(b, "contoso.com.zone")->state, ==, over ? SOURCE_PARTLY : SOURCE_READ);
	}
}

static void
rrset(struct bench *b, gconstpointer data)
{
	(void)data;
	for (int over = 0; over < 2; over++) {
		GString *text = zone(b);

		for (int i = 0; i < ZONE_RRSET_RECORDS + over; i++)
			g_string_append_printf(text, "mail 300 IN A 10.0.%d.%d\n", i / 256, i % 256);
		put(b, "contoso.com.zone", text);
		read_all(b);
		g_assert_cmpint(times(b, "contoso.com.zone", "zone-too-many-records"), ==, over);
	}
}

/* ---- $GENERATE ---- */

static void
generate_each(struct bench *b, gconstpointer data)
{
	(void)data;
	for (int over = 0; over < 2; over++) {
		GString *text = zone(b);

		g_string_append_printf(text, "$GENERATE 1-%d host$ 300 IN A 203.0.113.1\n", ZONE_GENERATE_EACH + over);
		gave(b, text, over ? 2 : 2 + ZONE_GENERATE_EACH, "zone-generate-limit", over);
	}
}

static void
generate_all(struct bench *b, gconstpointer data)
{
	const unsigned each = ZONE_GENERATE_ALL / 16;

	(void)data;
	G_STATIC_ASSERT(ZONE_GENERATE_ALL % 16 == 0 && ZONE_GENERATE_ALL / 16 <= ZONE_GENERATE_EACH);
	for (int over = 0; over < 2; over++) {
		GString *text = zone(b);

		for (unsigned i = 0; i < 16; i++)
			g_string_append_printf(text, "$GENERATE 1-%u host%u-$ 300 IN A 203.0.113.1\n", each, i);
		if (over)
			g_string_append(text, "$GENERATE 1-1 beyond$ 300 IN A 203.0.113.1\n");
		gave(b, text, 2 + ZONE_GENERATE_ALL, "zone-generate-limit", over);
	}
}

/* A name that is looked for, so that the whole text is made: 1024 octets of tokens a record. */
static void
generate_octets(struct bench *b, gconstpointer data)
{
	const unsigned records = ZONE_GENERATE_OCTETS / 1024;

	(void)data;
	for (int over = 0; over < 2; over++) {
		GString *text = zone(b);

		g_string_append_printf(text, "$GENERATE 1-%u mail TXT ", records);
		for (unsigned i = 0; i < 4; i++) {
			g_string_append_c(text, '"');
			append_fill(text, 'x', 254 + (gsize)(i == 0));
			g_string_append(text, "\" ");
		}
		g_string_append(text, "\n");
		if (over)
			g_string_append(text, "$GENERATE 1-1 mail TXT x\n");
		put(b, "contoso.com.zone", text);
		read_all(b);
		g_assert_cmpint(times(b, "contoso.com.zone", "zone-generate-limit"), ==, over);
	}
}

/* ---- $INCLUDE ---- */

static void
include_depth(struct bench *b, gconstpointer data)
{
	(void)data;
	put(b, "contoso.com.zone", g_string_append(zone(b), "$INCLUDE parts/1.inc\n"));
	for (unsigned i = 1; i <= ZONE_INCLUDE_DEPTH + 1; i++) {
		char *path = g_strdup_printf("parts/%u.inc", i);
		GString *text = g_string_new(NULL);

		g_string_append_printf(text, "host%u 300 IN A 203.0.113.1\n", i);
		if (i <= ZONE_INCLUDE_DEPTH)
			g_string_append_printf(text, "$INCLUDE %u.inc\n", i + 1);
		put(b, path, text);
		g_free(path);
	}
	read_all(b);
	g_assert_cmpuint(source_at(b, "contoso.com.zone")->objects, ==, 2 + ZONE_INCLUDE_DEPTH);
	g_assert_cmpint(times(b, "contoso.com.zone", "zone-include-limit"), ==, 1);
}

static void
include_files(struct bench *b, gconstpointer data)
{
	(void)data;
	put_bytes(b, "parts/host.inc", "host 300 IN TXT a\n", 18);
	for (int over = 0; over < 2; over++) {
		GString *text = zone(b);

		append_times(text, "$INCLUDE parts/host.inc\n", (gsize)(ZONE_INCLUDE_FILES + over));
		put(b, "contoso.com.zone", text);
		read_all(b);
		g_assert_cmpuint(source_at(b, "contoso.com.zone")->objects, ==, 2 + ZONE_INCLUDE_FILES);
		g_assert_cmpint(times(b, "contoso.com.zone", "zone-include-limit"), ==, over);
	}
}

/* ---- the names that are looked for ---- */

static bool
was_kept(const struct bench *b, const char *name)
{
	for (guint i = 0; i < b->facts->zones->len; i++)
		if (g_hash_table_contains(((const struct zone *)g_ptr_array_index(b->facts->zones, i))->owners, name))
			return true;
	return false;
}

/* Each reading finds the target of one alias, because the zones stand in the wrong order. */
static void
rounds(struct bench *b, gconstpointer data)
{
	char *name;

	(void)data;
	put_bytes(b, "audit.ini", "[require]\nnames = mail.z00.example\n", 35);
	for (unsigned i = 0; i <= ZONE_ROUNDS_MAX; i++) {
		char *path = g_strdup_printf("%c.z%02u.example.zone", 'z' - (char)i, i);
		GString *text = g_string_new(NULL);

		g_string_append_printf(text, "$ORIGIN z%02u.example.\n%smail 300 IN CNAME mail.z%02u.example.\n", i, soa, i + 1);
		put(b, path, text);
		g_free(path);
	}
	read_all(b);
	g_assert_cmpuint(b->facts->zones->len, ==, ZONE_ROUNDS_MAX + 1);
	for (unsigned i = 0; i <= ZONE_ROUNDS_MAX; i++) {
		name = g_strdup_printf("mail.z%02u.example", i);
		g_assert_cmpint(was_kept(b, name), ==, i < ZONE_ROUNDS_MAX);
		g_free(name);
	}
}

static void
dnames(struct bench *b, gconstpointer data)
{
	GString *text = g_string_append(zone(b), "$ORIGIN contoso.com.\n"), *names = g_string_new("[require]\nnames =");
	GString *other = g_string_new("$ORIGIN other.example.\n");

	(void)data;
	g_string_append(other, soa);
	for (unsigned i = 0; i <= ZONE_DNAMES_MAX; i++) {
		g_string_append_printf(names, " mail.d%03u.contoso.com", i);
		g_string_append_printf(text, "d%03u 300 IN DNAME d%03u.other.example.\n", i, i);
		g_string_append_printf(other, "mail.d%03u 300 IN A 203.0.113.1\n", i);
	}
	put(b, "audit.ini", g_string_append_c(names, '\n'));
	put(b, "contoso.com.zone", text);
	put(b, "other.example.zone", other);
	read_all(b);
	g_assert_true(was_kept(b, "mail.d000.other.example"));
	g_assert_true(was_kept(b, "mail.d099.other.example"));
	g_assert_false(was_kept(b, "mail.d100.other.example"));
}

int
main(int argc, char **argv)
{
	static const struct { const char *name; void (*run)(struct bench *, gconstpointer); } tests[] = {
		{ "entry-bytes", entry_bytes }, { "entry-lines", entry_lines }, { "rrset", rrset }, { "generate-each", generate_each },
		{ "generate-all", generate_all }, { "generate-octets", generate_octets }, { "include-depth", include_depth },
		{ "include-files", include_files }, { "rounds", rounds }, { "dnames", dnames },
	};

	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	for (size_t i = 0; i < G_N_ELEMENTS(tests); i++) {
		char *path = g_strconcat("/limits-zone/", tests[i].name, NULL);

		g_test_add(path, struct bench, NULL, setup, tests[i].run, teardown);
		g_free(path);
	}
	return g_test_run();
}
