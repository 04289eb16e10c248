/* Octets to UTF-8 lines, by the shapes that Windows PowerShell, editors and mail leave (PowerShell: about_Character_Encoding). */
#include <openssl/crypto.h>
#include <string.h>

#include "input.h"

/* What the first octets and the places of zeros tell. */
struct shape {
	const char *encoding;       /* as in struct text */
	enum { FORM_UTF8, FORM_ANSI, FORM_UTF16LE, FORM_UTF16BE } form;
	size_t skip;
};

/* Zeros in one half of the octet pairs only: text of mostly Latin letters as UTF-16 without a mark. */
static const char *
utf16_by_zeros(const guint8 *bytes, size_t size)
{
	size_t zeros[2] = { 0, 0 }, look = MIN(size, 4096) & ~(size_t)1;

	for (size_t i = 0; i < look; i++)
		if (bytes[i] == 0)
			zeros[i % 2]++;
	if (look < 4 || size % 2 != 0)
		return NULL;
	if (zeros[1] > look / 4 && zeros[0] <= look / 64)
		return "utf-16le";
	if (zeros[0] > look / 4 && zeros[1] <= look / 64)
		return "utf-16be";
	return NULL;
}

static bool
all_ascii(const guint8 *bytes, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if (bytes[i] >= 0x80)
			return false;
	return true;
}

/* False when the octets are no text. */
static bool
find_shape(const guint8 *bytes, size_t size, struct shape *s)
{
	const char *wide;

	*s = (struct shape){ "ascii", FORM_UTF8, 0 };
	if (size >= 3 && memcmp(bytes, "\357\273\277", 3) == 0)
		*s = (struct shape){ "utf-8 bom", FORM_UTF8, 3 };
	else if (size >= 2 && memcmp(bytes, "\377\376", 2) == 0)
		*s = (struct shape){ "utf-16le bom", FORM_UTF16LE, 2 };
	else if (size >= 2 && memcmp(bytes, "\376\377", 2) == 0)
		*s = (struct shape){ "utf-16be bom", FORM_UTF16BE, 2 };
	else if ((wide = utf16_by_zeros(bytes, size)) != NULL)
		*s = (struct shape){ wide, strcmp(wide, "utf-16le") == 0 ? FORM_UTF16LE : FORM_UTF16BE, 0 };
	if (s->form != FORM_UTF8)
		return true;
	if (size == 0)
		return true;
	if (memchr(bytes + s->skip, 0, size - s->skip) != NULL)
		return false;
	if (!g_utf8_validate((const char *)bytes + s->skip, (gssize)(size - s->skip), NULL)) {
		s->encoding = "windows-1252";
		s->form = FORM_ANSI;
	} else if (s->skip == 0 && !all_ascii(bytes, size)) {
		s->encoding = "utf-8";
	}
	return true;
}

/* Windows-1252; the five octets that it leaves open become U+FFFD. */
static void
append_ansi_line(GString *out, const char *bytes, size_t size)
{
	for (size_t i = 0; i < size; i++) {
		char *one = (unsigned char)bytes[i] < 0x80 ? NULL : g_convert(bytes + i, 1, "UTF-8", "WINDOWS-1252", NULL, NULL, NULL);

		if ((unsigned char)bytes[i] < 0x80)
			g_string_append_c(out, bytes[i]);
		else
			g_string_append(out, one != NULL ? one : "\357\277\275");
		g_free(one);
	}
}

/* Lines that are UTF-8 (or ASCII) stay; only the others are taken as the machine's code page (Export-Csv -Append mixes both). */
static void
append_ansi(GString *out, const char *bytes, size_t size)
{
	while (size > 0) {
		const char *end = memchr(bytes, '\n', size);
		size_t n = end != NULL ? (size_t)(end - bytes) + 1 : size;

		if (g_utf8_validate(bytes, (gssize)n, NULL))
			g_string_append_len(out, bytes, (gssize)n);
		else
			append_ansi_line(out, bytes, n);
		bytes += n;
		size -= n;
	}
}

/* A surrogate without its other half, or an odd last octet, costs itself and not the file. */
static void
append_utf16(GString *out, const guint8 *bytes, size_t size, bool big)
{
	for (size_t i = 0; i + 1 < size; i += 2) {
		gunichar low, c = big ? (gunichar)bytes[i] << 8 | bytes[i + 1] : (gunichar)bytes[i + 1] << 8 | bytes[i];

		if (c >= 0xd800 && c < 0xdc00 && i + 3 < size) {
			low = big ? (gunichar)bytes[i + 2] << 8 | bytes[i + 3] : (gunichar)bytes[i + 3] << 8 | bytes[i + 2];
			if (low >= 0xdc00 && low < 0xe000) {
				c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
				i += 2;
			}
		}
		g_string_append_unichar(out, c >= 0xd800 && c < 0xe000 ? 0xfffd : c);
	}
}

/* CRLF and lone CR become LF, so that a line is a line; a byte order mark goes from the beginning of any line: files were
 * appended to one another.  False when a NUL is left. */
static bool
unify_lines(GString *s)
{
	static const char mark[] = "\357\273\277";
	size_t to = 0;

	for (size_t from = 0; from < s->len; from++) {
		if (s->str[from] == '\0')
			return false;
		if (s->str[from] == '\r' && from + 1 < s->len && s->str[from + 1] == '\n')
			continue;
		if ((to == 0 || s->str[to - 1] == '\n') && g_str_has_prefix(s->str + from, mark)) {
			from += sizeof mark - 2;
			continue;
		}
		s->str[to++] = s->str[from] == '\r' ? '\n' : s->str[from];
	}
	OPENSSL_cleanse(s->str + to, s->len - to);
	g_string_truncate(s, to);
	return true;
}

/* The final 1A of a DOS copy. */
static bool
cut_end_mark(GString *s)
{
	const gsize n = s->len;

	while (s->len > 0 && s->str[s->len - 1] == 0x1a)
		g_string_truncate(s, s->len - 1);
	return s->len < n;
}

/* At least as many octets as the text takes: one that grows leaves copies of itself behind, perhaps of a private key. */
static size_t
utf8_room(const guint8 *bytes, size_t size, const struct shape *s)
{
	size_t room = size;

	if (s->form == FORM_UTF16LE || s->form == FORM_UTF16BE)
		return size + size / 2 + 1;
	for (size_t i = 0; s->form == FORM_ANSI && i < size; i++)
		room += bytes[i] >= 0x80 ? 2 : 0;
	return room;
}

static GString *
to_utf8(const guint8 *bytes, size_t size, const struct shape *s)
{
	GString *out = g_string_sized_new(utf8_room(bytes, size, s));

	if (s->form == FORM_UTF8)
		g_string_append_len(out, (const char *)bytes + s->skip, (gssize)(size - s->skip));
	else if (s->form == FORM_ANSI)
		append_ansi(out, (const char *)bytes + s->skip, size - s->skip);
	else
		append_utf16(out, bytes + s->skip, size - s->skip, s->form == FORM_UTF16BE);
	return out;
}

static struct text *
decode(const guint8 *bytes, size_t size)
{
	struct shape shape;
	struct text *t;
	GString *s;
	bool end_mark;

	if (!find_shape(bytes, size, &shape))
		return NULL;
	s = to_utf8(bytes, size, &shape);
	end_mark = cut_end_mark(s);
	if (!unify_lines(s)) {
		OPENSSL_cleanse(s->str, s->len);
		g_string_free(s, TRUE);
		return NULL;
	}
	t = g_new0(struct text, 1);
	t->encoding = shape.encoding;
	t->ansi = shape.form == FORM_ANSI;
	t->end_mark = end_mark;
	t->size = s->len;
	t->bytes = g_string_free(s, FALSE);
	return t;
}

struct text *
text_decode(struct input *in, const guint8 *bytes, size_t size)
{
	struct text *t = decode(bytes, size);

	if (t == NULL)
		return NULL;
	in->source->encoding = t->encoding;
	if (t->ansi)
		source_problem(in->source, in->facts->region, "encoding-assumed", 0, NULL, NULL, false);
	else if (g_str_has_prefix(t->encoding, "utf-16") && strchr(t->encoding, ' ') == NULL)
		source_problem(in->source, in->facts->region, "utf-16-without-mark", 0, NULL, NULL, false);
	if (t->end_mark)
		source_problem(in->source, in->facts->region, "dos-end-mark", 0, NULL, NULL, false);
	return t;
}

struct text *
text_head(const struct input *in)
{
	size_t size = in->head_size;

	/* A cut in the middle of a line would make a character or a row look damaged. */
	if (in->size > size) {
		while (size > 0 && in->head[size - 1] != '\n')
			size--;
		if (size == 0)
			size = in->head_size;
		else if (size % 2 != 0 && size < in->head_size && in->head[size] == 0)
			size++;     /* the other half of a line end in UTF-16LE; in UTF-16BE it comes first */
	}
	return decode(in->head, size);
}

void
text_free(struct text *t)
{
	if (t == NULL)
		return;
	OPENSSL_cleanse(t->bytes, t->size);
	g_free(t->bytes);
	g_free(t);
}
