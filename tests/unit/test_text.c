#include <string.h>

#include "../../audit/evidence/csv_rows.h"

/* A table larger than the head, in UTF-16 without a mark. */
static GByteArray *
wide_table(bool big)
{
	static const char row[] = "\"d.example\",\"Authoritative\"\r\n";
	GByteArray *bytes = g_byte_array_new();

	while (bytes->len <= HEAD_BYTES + 100)
		for (size_t i = 0; row[i] != '\0'; i++) {
			const guint8 pair[2] = { big ? 0 : (guint8)row[i], big ? (guint8)row[i] : 0 };

			g_byte_array_append(bytes, pair, sizeof pair);
		}
	return bytes;
}

static void
head_of_wide_text(void)
{
	for (int big = 0; big < 2; big++) {
		GByteArray *bytes = wide_table(big);
		struct text *head = text_head(&(struct input){ .head = bytes->data, .head_size = HEAD_BYTES, .size = bytes->len });

		g_assert_nonnull(head);
		g_assert_cmpstr(head->encoding, ==, big ? "utf-16be" : "utf-16le");
		g_assert_cmpint(head->bytes[head->size - 1], ==, '\n');
		text_free(head);
		g_byte_array_unref(bytes);
	}
}

static void
ends_of_cells(void)
{
	static const struct { const char *text, *stripped; } rows[] = {
		{ "", "" }, { " \t ", "" }, { "a b", "a b" }, { "\302\240a\302\240", "a" }, { "\342\200\213\357\273\277a\342\200\216 \302\240", "a" },
		{ "a\302\240b", "a\302\240b" }, { "\342\200\246", "\342\200\246" }, { "\303\240", "\303\240" }, { "\302\240\342\200\213", "" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		char *text = g_strdup(rows[i].text);

		g_assert_cmpstr(cell_strip(text), ==, rows[i].stripped);
		g_free(text);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/text/head-of-wide-text", head_of_wide_text);
	g_test_add_func("/text/ends-of-cells", ends_of_cells);
	return g_test_run();
}
