#include "pdf_file.h"

#include <string.h>

/*
 * "Keep the reader's zoom" is zoom 0 in a destination (ISO 32000-1, table 151), which libharu refuses; 1 becomes 0 in
 * place, which moves no object.
 */
void
pdf_file_keep_zoom(GByteArray *file)
{
	static const char xyz[] = "/XYZ ";
	guint8 *at = file->data, *end = file->data + file->len;

	while ((at = memmem(at, (size_t)(end - at), xyz, sizeof(xyz) - 1)) != NULL) {
		at += sizeof(xyz) - 1;
		guint8 *close = memchr(at, ']', (size_t)MIN(end - at, 60));

		if (close != NULL && close - at > 3 && close[-2] == '1' && close[-3] == ' ')
			close[-2] = '0';
	}
}

/* libharu makes a file ID from the clock only.  The trailer comes after all that is counted in offsets. */
void
pdf_file_insert_id(GByteArray *file, const unsigned char digest[16])
{
	static const char trailer[] = "trailer\n<<\n";
	GString *id = g_string_new("/ID [");
	gsize at = file->len - MIN(file->len, 400);
	const guint8 *found;

	for (int twice = 0; twice < 2; twice++) {
		g_string_append_c(id, '<');
		for (int i = 0; i < 16; i++)
			g_string_append_printf(id, "%02X", digest[i]);
		g_string_append_c(id, '>');
	}
	g_string_append(id, "]\n");
	found = memmem(file->data + at, file->len - at, trailer, sizeof(trailer) - 1);
	if (found != NULL) {
		at = (gsize)(found - file->data) + sizeof(trailer) - 1;
		GByteArray *tail = g_byte_array_new();

		g_byte_array_append(tail, file->data + at, (guint)(file->len - at));
		g_byte_array_set_size(file, (guint)at);
		g_byte_array_append(file, (const guint8 *)id->str, (guint)id->len);
		g_byte_array_append(file, tail->data, tail->len);
		g_byte_array_unref(tail);
	}
	g_string_free(id, TRUE);
}
