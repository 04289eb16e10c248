#include <glib.h>
#include <string.h>

#include "../../audit/evidence/zone_fields.h"
#include "../../audit/facts/dns.h"

/* A zone file from memory, in pieces of `piece` octets. */
struct memory {
	const char *p;
	size_t left, piece;
};

static ssize_t
read_memory(void *closure, char *buffer, size_t size)
{
	struct memory *m = closure;
	size_t n = MIN(MIN(size, m->left), m->piece);

	memcpy(buffer, m->p, n);
	m->p += n;
	m->left -= n;
	return (ssize_t)n;
}

/* The entries do not depend on where the buffer ends. */
static void
chunks(void)
{
	GString *text = g_string_new(NULL);
	guint hashes[3] = { 0 };
	static const size_t buffers[] = { 1024, 1500, 65536 };

	for (int i = 0; i < 500; i++)
		g_string_append_printf(text, "n%d%s A ( 203.0.113.5\r\n \"x;\\\"%d\" ) ; c\r%s", i, i % 7 == 0 ? "(" : "", i,
		    i % 5 == 0 ? "\n; line\n" : "\n");
	for (size_t k = 0; k < G_N_ELEMENTS(buffers); k++) {
		struct memory m = { text->str, text->len, 13 + k };
		struct zone_scan *s = zone_scan_new(read_memory, &m, buffers[k]);
		struct zone_entry e;
		enum zone_scanned what;

		while ((what = zone_scan_next(s, &e)) < ZONE_END) {
			hashes[k] = hashes[k] * 31 + e.line * 7 + e.last_line + (e.broken != NULL ? g_str_hash(e.broken) : 0) + (guint)what;
			for (size_t t = 0; t < e.ntokens; t++)
				for (size_t j = 0; j < e.tokens[t].size; j++)
					hashes[k] = hashes[k] * 33 + (guint8)e.tokens[t].text[j] + e.tokens[t].column;
		}
		zone_scan_free(s);
	}
	g_assert_cmpuint(hashes[0], ==, hashes[1]);
	g_assert_cmpuint(hashes[0], ==, hashes[2]);
	g_string_free(text, TRUE);
}

static void
mnemonics(void)
{
	static const struct { const char *text; guint16 type; } rows[] = {
		{ "a", 1 }, { "AAAA", 28 }, { "Mx", 15 }, { "ZONEMD", 63 }, { "WINS-R", ZONE_TYPE_WINSR }, { "winsr", ZONE_TYPE_WINSR },
		{ "TYPE257", 257 }, { "TYPE65536", 0 }, { "TYPE", 0 }, { "", 0 }, { "NSEC3PARAM", 51 }, { "OPENPGPKEY", 61 }, { "LOC", 29 }, { "XX", 0 },
		{ "URL301", ZONE_TYPE_ALIAS }, { "SPF", 99 }, { "SRV", 33 }, { "TXT", 16 }, { "HTTPS", 65 }, { "DNAME", 39 }, { "DS", 43 },
	};
	static const struct { const char *text; bool ok; guint32 ttl; } ttls[] = {
		{ "0", true, 0 }, { "1h30m", true, 5400 }, { "1W", true, 604800 }, { "2147483647", true, 2147483647 }, { "2147483648", false, 0 },
		{ "99999999999999999999", false, 0 }, { "1x", false, 0 }, { "h", false, 0 }, { "1h2", true, 3602 }, { "", false, 0 },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		g_assert_cmpuint(zone_type(rows[i].text, strlen(rows[i].text)), ==, rows[i].type);
	for (size_t i = 0; i < G_N_ELEMENTS(ttls); i++) {
		guint32 ttl = 0;

		g_assert_cmpint(zone_ttl(ttls[i].text, strlen(ttls[i].text), &ttl), ==, ttls[i].ok);
		if (ttls[i].ok)
			g_assert_cmpuint(ttl, ==, ttls[i].ttl);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/zone-scan/chunks", chunks);
	g_test_add_func("/zone-scan/mnemonics", mnemonics);
	return g_test_run();
}
