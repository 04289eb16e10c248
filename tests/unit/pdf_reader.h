#ifndef UNIT_PDF_READER_H
#define UNIT_PDF_READER_H

#include <zlib.h>

#include "pdf_values.h"

/* The objects of a file, wherever they stand in it, and what is in them. */

static struct pdf_piece *
object_of(const struct pdf *p, const struct pdf_value *v)
{
	if (v == NULL || v->type != PDF_REFERENCE || v->number >= p->objects->len)
		return NULL;
	return g_ptr_array_index(p->objects, (guint)v->number);
}

static struct pdf_value *
resolve(const struct pdf *p, struct pdf_value *v)
{
	struct pdf_piece *o = object_of(p, v);

	return v == NULL || v->type != PDF_REFERENCE ? v : o == NULL ? NULL : o->value;
}

/* The entry as it stands: perhaps a reference. */
static struct pdf_value *
entry_raw(const struct pdf_value *dict, const char *key)
{
	for (guint i = 0; dict != NULL && dict->type == PDF_DICT && i + 1 < dict->items->len; i += 2) {
		const struct pdf_value *k = g_ptr_array_index(dict->items, i);

		if (k->type == PDF_NAME && strcmp(k->text->str, key) == 0)
			return g_ptr_array_index(dict->items, i + 1);
	}
	return NULL;
}

static struct pdf_value *
entry(const struct pdf *p, const struct pdf_value *dict, const char *key)
{
	return resolve(p, entry_raw(dict, key));
}

static const char *
entry_text(const struct pdf *p, const struct pdf_value *dict, const char *key)
{
	const struct pdf_value *v = entry(p, dict, key);

	return v == NULL || v->text == NULL ? "" : v->text->str;
}

static unsigned
entry_number(const struct pdf *p, const struct pdf_value *dict, const char *key, unsigned otherwise)
{
	const struct pdf_value *v = entry(p, dict, key);

	return v == NULL || v->type != PDF_NUMBER ? otherwise : (unsigned)v->number;
}

static struct pdf_value *
item(const struct pdf *p, const struct pdf_value *array, guint i)
{
	return array == NULL || array->items == NULL || i >= array->items->len ? NULL : resolve(p, g_ptr_array_index(array->items, i));
}

static guint
items(const struct pdf_value *array)
{
	return array == NULL || array->items == NULL ? 0 : array->items->len;
}

/* A text string as UTF-8; free with g_free(). */
static char *
text_of(const struct pdf_value *v)
{
	if (v == NULL || v->type != PDF_STRING)
		return g_strdup("");
	if (v->text->len < 2 || memcmp(v->text->str, "\xfe\xff", 2) != 0)
		return g_strdup(v->text->str);
	return g_convert(v->text->str + 2, (gssize)v->text->len - 2, "UTF-8", "UTF-16BE", NULL, NULL, NULL);
}

/* ---- objects ---- */

static void
object_free(gpointer data)
{
	struct pdf_piece *o = data;

	if (o == NULL)
		return;
	g_string_free(o->text, TRUE);
	if (o->stream != NULL)
		g_byte_array_unref(o->stream);
	g_free(o);
}

static struct pdf_piece *
put_object(struct pdf *p, unsigned number, const char *text, gsize size, bool packed)
{
	struct pdf_piece *o = g_new0(struct pdf_piece, 1);
	const char *at;

	o->text = g_string_new_len(text, (gssize)size);
	o->packed = packed;
	at = o->text->str;
	o->value = parse_value(p, &at, o->text->str + o->text->len);
	if (number >= p->objects->len)
		g_ptr_array_set_size(p->objects, (gint)number + 1);
	object_free(g_ptr_array_index(p->objects, number));
	g_ptr_array_index(p->objects, number) = o;
	g_hash_table_insert(p->numbers, o->value, GUINT_TO_POINTER(number));
	return o;
}

static GByteArray *
inflated(const guint8 *data, gsize size)
{
	GByteArray *out = g_byte_array_new();
	z_stream z = { .next_in = (guint8 *)(guintptr)data, .avail_in = (uInt)size };
	guint8 buffer[16384];
	int status = inflateInit(&z);

	while (status == Z_OK) {
		z.next_out = buffer;
		z.avail_out = sizeof buffer;
		status = inflate(&z, Z_NO_FLUSH);
		g_byte_array_append(out, buffer, (guint)(sizeof buffer - z.avail_out));
	}
	inflateEnd(&z);
	if (status == Z_STREAM_END)
		return out;
	g_byte_array_unref(out);
	return NULL;
}

/* The object at an offset, which must be the one that the table says. */
static struct pdf_piece *
read_object(struct pdf *p, unsigned number, gsize offset)
{
	char *head = g_strdup_printf("%u 0 obj\n", number);
	const gsize n = strlen(head);
	const guint8 *from = p->data + offset + n, *end = NULL, *stream;
	struct pdf_piece *o = NULL;

	if (offset + n < p->size && memcmp(p->data + offset, head, n) == 0)
		end = memmem(from, p->size - offset - n, "\nendobj\n", 8);
	if (end == NULL)
		fault(p, "object %u is not at %" G_GSIZE_FORMAT, number, offset);
	else {
		stream = memmem(from, (gsize)(end - from), "stream\r\n", 8);
		o = put_object(p, number, (const char *)from, (gsize)((stream != NULL ? stream : end) - from), false);
		/* Compressed octets may look like the end of the object: the length decides. */
		if (stream != NULL)
			o->stream = g_byte_array_append(g_byte_array_new(), stream + 8, (guint)(p->data + p->size - stream - 8));
	}
	g_free(head);
	return o;
}

/* Lengths may be objects that come later. */
static void
cut_stream(struct pdf *p, unsigned number, struct pdf_piece *o)
{
	const unsigned length = entry_number(p, o->value, "Length", 0);
	struct pdf_value *filter = entry(p, o->value, "Filter");
	GByteArray *whole = o->stream, *plain;

	if (items(filter) > 0)
		filter = item(p, filter, 0);
	if (length + 10 > whole->len || memcmp(whole->data + length, "\nendstream", 10) != 0)
		fault(p, "object %u: the stream does not end where its length says", number);
	g_byte_array_set_size(whole, MIN(length, whole->len));
	if (filter == NULL)
		return;
	plain = inflated(whole->data, whole->len);
	if (plain == NULL)
		fault(p, "object %u: the stream cannot be inflated", number);
	else {
		g_byte_array_unref(whole);
		o->stream = plain;
	}
}

static void
read_object_stream(struct pdf *p, unsigned number)
{
	struct pdf_piece *o = number < p->objects->len ? g_ptr_array_index(p->objects, number) : NULL;
	const unsigned n = o == NULL ? 0 : entry_number(p, o->value, "N", 0), first = o == NULL ? 0 : entry_number(p, o->value, "First", 0);
	const char *data, *at;

	if (n == 0 || o->stream == NULL)
		return;
	g_byte_array_append(o->stream, (const guint8 *)"", 1);
	data = at = (const char *)o->stream->data;
	for (unsigned i = 0; i < n; i++) {
		const unsigned id = (unsigned)strtoul(at, (char **)(guintptr)&at, 10), from = (unsigned)strtoul(at, (char **)(guintptr)&at, 10);
		const char *next = at;
		unsigned to = o->stream->len - 1 - first;

		strtoul(next, (char **)(guintptr)&next, 10);
		if (i + 1 < n)
			to = (unsigned)strtoul(next, NULL, 10);
		put_object(p, id, data + first + from, to - from, true);
	}
}

static void
read_table_stream(struct pdf *p, gsize at)
{
	const unsigned number = (unsigned)strtoul((const char *)p->data + at, NULL, 10);
	struct pdf_piece *o = read_object(p, number, at);

	if (o == NULL || o->stream == NULL)
		return;
	cut_stream(p, number, o);
	p->trailer = o->value;
	/* The widths that all readers know and this writer uses: 1, 4 and 2 octets. */
	for (guint i = 0; i + 7 <= o->stream->len; i += 7) {
		const guint8 *row = o->stream->data + i;
		const gsize where = (gsize)row[1] << 24 | (gsize)row[2] << 16 | (gsize)row[3] << 8 | row[4];

		if (row[0] == 1 && i / 7 != number)
			read_object(p, i / 7, where);
	}
	for (guint i = 0; i < p->objects->len; i++) {
		struct pdf_piece *x = g_ptr_array_index(p->objects, i);

		if (x != NULL && x->stream != NULL && x != o && strcmp(entry_text(p, x->value, "Type"), "ObjStm") == 0) {
			cut_stream(p, i, x);
			read_object_stream(p, i);
		}
	}
}

static void
read_table(struct pdf *p, gsize at)
{
	const char *line = (const char *)p->data + at + 7, *trailer;
	const unsigned long n = strtoul(line, NULL, 10);

	line = strchr(line, '\n') + 1;
	for (unsigned long i = 1; i < n; i++)
		read_object(p, (unsigned)i, (gsize)strtoul(line + 20 * i, NULL, 10));
	trailer = line + 20 * n + strlen("trailer\n");
	p->trailer = parse_value(p, &trailer, (const char *)p->data + p->size);
}

static void
pdf_close(struct pdf *p)
{
	for (guint i = 0; i < p->objects->len; i++)
		object_free(g_ptr_array_index(p->objects, i));
	g_ptr_array_unref(p->objects);
	g_ptr_array_unref(p->values);
	g_ptr_array_unref(p->faults);
	g_hash_table_unref(p->numbers);
	g_hash_table_unref(p->faces);
	g_free(p);
}

static struct pdf *
pdf_open(const GByteArray *file)
{
	struct pdf *p = g_new0(struct pdf, 1);
	const guint8 *start = memmem(file->data + file->len - MIN(file->len, 60), MIN(file->len, 60), "startxref\n", 10);
	gsize at = start == NULL ? 0 : (gsize)strtoul((const char *)start + 10, NULL, 10);

	p->data = file->data;
	p->size = file->len;
	p->objects = g_ptr_array_new();
	p->values = g_ptr_array_new_with_free_func(value_free);
	p->faults = g_ptr_array_new_with_free_func(g_free);
	p->numbers = g_hash_table_new(NULL, NULL);
	p->faces = g_hash_table_new_full(NULL, NULL, NULL, g_free);
	if (at == 0 || at >= p->size)
		fault(p, "no cross-reference table");
	else if (memcmp(p->data + at, "xref\n0 ", 7) == 0)
		read_table(p, at);
	else
		read_table_stream(p, at);
	for (guint i = 0; i < p->objects->len; i++) {
		struct pdf_piece *o = g_ptr_array_index(p->objects, i);
		const char *type = o == NULL ? "" : entry_text(p, o->value, "Type");

		if (o != NULL && o->stream != NULL && strcmp(type, "ObjStm") != 0 && strcmp(type, "XRef") != 0)
			cut_stream(p, i, o);
	}
	return p;
}

#endif
