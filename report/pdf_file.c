#include "pdf_file.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum { XREF_ENTRY = 20, OBJECTS_PER_STREAM = 200 };

static struct pdf_object *
object_at(const struct pdf_file *f, unsigned number)
{
	return &g_array_index(f->objects, struct pdf_object, number);
}

/* ---- taking apart ---- */

/* What follows a keyword in the trailer, which libharu keeps short. */
static const char *
in_trailer(const GByteArray *bytes, const char *keyword)
{
	const gsize n = MIN(bytes->len, 300);
	const char *found = memmem(bytes->data + bytes->len - n, n, keyword, strlen(keyword));

	return found == NULL ? NULL : found + strlen(keyword);
}

static bool
has(const struct pdf_object *o, const char *text)
{
	return memmem(o->data, o->size, text, strlen(text)) != NULL;
}

static bool
take_object(struct pdf_file *f, const GByteArray *bytes, gsize from, gsize to)
{
	static const char after[] = "\nendobj\n", end_of_stream[] = "\nendstream";
	const unsigned number = f->objects->len;
	char before[24];
	const gsize n = (gsize)g_snprintf(before, sizeof before, "%u 0 obj\n", number);
	struct pdf_object o = { .data = bytes->data + from + n };

	if (from + n + sizeof after - 1 > to || to > bytes->len || memcmp(bytes->data + from, before, n) != 0 ||
	    memcmp(bytes->data + to - sizeof after + 1, after, sizeof after - 1) != 0)
		return false;
	o.size = to - from - n - (sizeof after - 1);
	o.stream = o.size > sizeof end_of_stream &&
	    memcmp(o.data + o.size - sizeof end_of_stream + 1, end_of_stream, sizeof end_of_stream - 1) == 0;
	g_array_append_val(f->objects, o);
	if (!o.stream && has(&o, "/Type /Page\n"))
		g_array_append_val(f->pages, number);
	return true;
}

static bool
take_objects(struct pdf_file *f, const GByteArray *bytes)
{
	const char *start = in_trailer(bytes, "startxref\n"), *root = in_trailer(bytes, "/Root "), *info = in_trailer(bytes, "/Info ");
	const gsize at = start == NULL ? 0 : (gsize)strtoul(start, NULL, 10);
	const char *line;
	unsigned long n;

	if (at == 0 || at + 7 >= bytes->len || memcmp(bytes->data + at, "xref\n0 ", 7) != 0 || root == NULL || info == NULL)
		return false;
	f->root = (unsigned)strtoul(root, NULL, 10);
	f->info = (unsigned)strtoul(info, NULL, 10);
	n = strtoul((const char *)bytes->data + at + 7, NULL, 10);
	line = memchr(bytes->data + at + 7, '\n', bytes->len - at - 7);
	if (line == NULL || n < 2 || (gsize)(line - (const char *)bytes->data) + n * XREF_ENTRY > bytes->len)
		return false;
	for (unsigned long i = 1; i < n; i++) {
		const gsize from = (gsize)strtoul(line + 1 + i * XREF_ENTRY, NULL, 10);
		const gsize to = i + 1 < n ? (gsize)strtoul(line + 1 + (i + 1) * XREF_ENTRY, NULL, 10) : at;

		if (from > to || !take_object(f, bytes, from, to))
			return false;
	}
	return f->root < f->objects->len && f->info < f->objects->len;
}

struct pdf_file *
pdf_file_parse(const GByteArray *bytes)
{
	struct pdf_file *f = g_new0(struct pdf_file, 1);

	f->region = region_new();
	f->objects = g_array_new(FALSE, TRUE, sizeof(struct pdf_object));
	f->pages = g_array_new(FALSE, FALSE, sizeof(unsigned));
	g_array_set_size(f->objects, 1);
	if (take_objects(f, bytes))
		return f;
	pdf_file_free(f);
	return NULL;
}

void
pdf_file_free(struct pdf_file *f)
{
	region_free(f->region);
	g_array_unref(f->objects);
	g_array_unref(f->pages);
	g_free(f);
}

/* ---- adding ---- */

unsigned
pdf_file_reserve(struct pdf_file *f)
{
	g_array_set_size(f->objects, f->objects->len + 1);
	return f->objects->len - 1;
}

static void
keep(struct pdf_file *f, unsigned number, const void *data, gsize size, bool stream)
{
	*object_at(f, number) = (struct pdf_object){ region_copy(f->region, data, size), size, stream, NULL };
}

void
pdf_file_set(struct pdf_file *f, unsigned number, GString *value)
{
	keep(f, number, value->str, value->len, false);
	g_string_free(value, TRUE);
}

unsigned
pdf_file_add(struct pdf_file *f, GString *value)
{
	const unsigned number = pdf_file_reserve(f);

	pdf_file_set(f, number, value);
	return number;
}

void
pdf_file_extend(struct pdf_file *f, unsigned number, const char *format, ...)
{
	const char *before = object_at(f, number)->more;
	va_list arguments;
	char *entries;

	va_start(arguments, format);
	entries = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	object_at(f, number)->more = region_printf(f->region, "%s%s", before != NULL ? before : "", entries);
	g_free(entries);
}

/* ---- streams ---- */

static void
put_stream(GByteArray *out, const char *entries, const void *data, gsize size, bool compressed)
{
	uLongf length = compressed ? compressBound(size) : size;
	guint8 *packed = g_malloc(length + 1);
	char *head;

	if (compressed)
		compress2(packed, &length, data, size, Z_DEFAULT_COMPRESSION);
	else if (size > 0)
		memcpy(packed, data, size);
	head = g_strdup_printf("<<%s/Length %lu%s>>\nstream\r\n", entries, length, compressed ? "/Filter/FlateDecode" : "");
	g_byte_array_append(out, (const guint8 *)head, (guint)strlen(head));
	g_byte_array_append(out, packed, (guint)length);
	g_byte_array_append(out, (const guint8 *)"\nendstream", 10);
	g_free(head);
	g_free(packed);
}

unsigned
pdf_file_add_stream(struct pdf_file *f, const char *entries, const void *data, gsize size, bool compressed)
{
	const unsigned number = pdf_file_reserve(f);
	GByteArray *out = g_byte_array_new();

	put_stream(out, entries, data, size, compressed);
	keep(f, number, out->data, out->len, true);
	g_byte_array_unref(out);
	return number;
}

/* ---- writing ---- */

struct writer {
	const struct pdf_file *file;
	GByteArray *out;
	GArray *where;              /* struct where, by number; those of object streams follow the file's own */
};

struct where {
	guint32 at;                 /* offset, or the number of the object stream */
	guint16 index;              /* in the object stream */
	guint8 type;                /* 1 or 2, as in a cross-reference stream */
};

static void
put(struct writer *w, const char *text)
{
	g_byte_array_append(w->out, (const guint8 *)text, (guint)strlen(text));
}

static void
put_value(GByteArray *out, const struct pdf_object *o)
{
	const gsize head = o->more != NULL ? 2 : 0;     /* "<<" */

	g_byte_array_append(out, o->data, (guint)head);
	if (o->more != NULL)
		g_byte_array_append(out, (const guint8 *)o->more, (guint)strlen(o->more));
	g_byte_array_append(out, o->data + head, (guint)(o->size - head));
}

static void
begin_object(struct writer *w, unsigned number)
{
	const struct where where = { .at = w->out->len, .type = 1 };
	char text[24];

	if (number >= w->where->len)
		g_array_set_size(w->where, number + 1);
	g_array_index(w->where, struct where, number) = where;
	g_snprintf(text, sizeof text, "%u 0 obj\n", number);
	put(w, text);
}

static void
put_object(struct writer *w, unsigned number)
{
	begin_object(w, number);
	put_value(w->out, object_at(w->file, number));
	put(w, "\nendobj\n");
}

/* Some objects that are no streams, from a number on, as one object stream; returns the number after the last one looked at. */
static unsigned
put_object_stream(struct writer *w, unsigned from)
{
	GString *numbers = g_string_new(NULL);
	GByteArray *values = g_byte_array_new();
	const unsigned stream = w->where->len;
	guint16 n = 0;
	char *entries;

	for (; from < w->file->objects->len && n < OBJECTS_PER_STREAM; from++) {
		if (object_at(w->file, from)->stream)
			continue;
		g_string_append_printf(numbers, "%u %u ", from, values->len);
		put_value(values, object_at(w->file, from));
		g_byte_array_append(values, (const guint8 *)"\n", 1);
		g_array_index(w->where, struct where, from) = (struct where){ stream, n++, 2 };
	}
	entries = g_strdup_printf("/Type/ObjStm/N %u/First %u", n, (unsigned)numbers->len);
	g_byte_array_prepend(values, (const guint8 *)numbers->str, (guint)numbers->len);
	if (n > 0) {
		begin_object(w, stream);
		put_stream(w->out, entries, values->data, values->len, true);
		put(w, "\nendobj\n");
	}
	g_free(entries);
	g_string_free(numbers, TRUE);
	g_byte_array_unref(values);
	return from;
}

static char *
trailer_entries(const struct pdf_file *f, unsigned size, const unsigned char digest[16])
{
	GString *id = g_string_new(NULL);
	char *entries;

	for (int i = 0; i < 16; i++)
		g_string_append_printf(id, "%02X", digest[i]);
	entries = g_strdup_printf("/Size %u/Root %u 0 R/Info %u 0 R/ID[<%s><%s>]", size, f->root, f->info, id->str, id->str);
	g_string_free(id, TRUE);
	return entries;
}

static void
put_table(struct writer *w, const unsigned char digest[16])
{
	char *entries = trailer_entries(w->file, w->where->len, digest);
	GString *text = g_string_new(NULL);

	g_string_printf(text, "xref\n0 %u\n0000000000 65535 f\r\n", w->where->len);
	for (guint i = 1; i < w->where->len; i++)
		g_string_append_printf(text, "%010u 00000 n\r\n", g_array_index(w->where, struct where, i).at);
	g_string_append_printf(text, "trailer\n<<%s>>\n", entries);
	put(w, text->str);
	g_string_free(text, TRUE);
	g_free(entries);
}

static void
put_table_stream(struct writer *w, const unsigned char digest[16])
{
	const unsigned number = w->where->len;
	GByteArray *rows = g_byte_array_new();
	char *trailer, *entries;

	begin_object(w, number);
	for (guint i = 0; i < w->where->len; i++) {
		const struct where *x = &g_array_index(w->where, struct where, i);
		const guint8 row[7] = { x->type, (guint8)(x->at >> 24), (guint8)(x->at >> 16), (guint8)(x->at >> 8), (guint8)x->at,
			(guint8)(x->index >> 8), (guint8)x->index };

		g_byte_array_append(rows, row, sizeof row);
	}
	/* Number 0 is free, and the head of the list of free ones (7.5.4). */
	rows->data[5] = rows->data[6] = 0xff;
	trailer = trailer_entries(w->file, w->where->len, digest);
	entries = g_strconcat("/Type/XRef/W[1 4 2]", trailer, NULL);
	put_stream(w->out, entries, rows->data, rows->len, true);
	put(w, "\nendobj\n");
	g_free(entries);
	g_free(trailer);
	g_byte_array_unref(rows);
}

GByteArray *
pdf_file_write(const struct pdf_file *f, bool packed, unsigned minor_version, const unsigned char digest[16])
{
	struct writer w = { f, g_byte_array_new(), g_array_new(FALSE, TRUE, sizeof(struct where)) };
	char text[64];
	guint table;

	g_array_set_size(w.where, f->objects->len);
	/* Four octets above 127 tell that the file is binary (7.5.2). */
	g_snprintf(text, sizeof text, "%%PDF-1.%u\n%%\xb5\xb6\xb7\xb8\n", minor_version);
	put(&w, text);
	for (unsigned i = 1; i < f->objects->len; i++)
		if (!packed || object_at(f, i)->stream)
			put_object(&w, i);
	for (unsigned from = 1; packed && from < f->objects->len;)
		from = put_object_stream(&w, from);
	table = w.out->len;
	if (packed)
		put_table_stream(&w, digest);
	else
		put_table(&w, digest);
	g_snprintf(text, sizeof text, "startxref\n%u\n%%%%EOF\n", table);
	put(&w, text);
	g_array_unref(w.where);
	return w.out;
}

/* ---- values ---- */

void
pdf_put_text(GString *out, const char *text)
{
	bool plain = true;
	gunichar2 *wide;

	for (const char *p = text; plain && *p != '\0'; p++)
		plain = *p >= 0x20 && *p < 0x7f;
	if (plain) {
		g_string_append_c(out, '(');
		for (; *text != '\0'; text++)
			g_string_append_printf(out, "%s%c", strchr("()\\", *text) != NULL ? "\\" : "", *text);
		g_string_append_c(out, ')');
		return;
	}
	g_string_append(out, "<FEFF");
	wide = g_utf8_to_utf16(text, -1, NULL, NULL, NULL);
	for (size_t i = 0; wide != NULL && wide[i] != 0; i++)
		g_string_append_printf(out, "%04X", wide[i]);
	g_string_append_c(out, '>');
	g_free(wide);
}

void
pdf_put_number(GString *out, double number)
{
	char text[G_ASCII_DTOSTR_BUF_SIZE];

	/* As a decimal, "%g" would go to an exponent, which PDF has not (7.3.3). */
	g_string_append(out, g_ascii_formatd(text, sizeof text, "%.2f", number));
}

void
pdf_put_box(GString *out, double left, double bottom, double right, double top)
{
	const double sides[] = { left, bottom, right, top };

	for (size_t i = 0; i < G_N_ELEMENTS(sides); i++) {
		g_string_append_c(out, i == 0 ? '[' : ' ');
		pdf_put_number(out, sides[i]);
	}
	g_string_append_c(out, ']');
}
