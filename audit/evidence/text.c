/* Octets to UTF-8 lines, by the shapes that Windows PowerShell, editors and mail leave (PowerShell: about_Character_Encoding). */
#include <openssl/crypto.h>
#include <string.h>

#include "input.h"

/* What the first octets and the places of zeros tell. */
struct shape {
	const char *encoding;       /* as in struct text */
	enum { FORM_OCTETS, FORM_UTF16LE, FORM_UTF16BE, FORM_UTF32LE, FORM_UTF32BE } form;
	size_t skip;
};

/* Letters that are octets, in front of the first zero: then the zeros belong to what was appended. */
static bool
begins_with_octets(const guint8 *bytes, size_t size)
{
	enum { ENOUGH = 8 };
	size_t n = 0;

	while (n < MIN(size, ENOUGH) && ((bytes[n] >= 0x20 && bytes[n] < 0x7f) || g_ascii_isspace(bytes[n])))
		n++;
	return n == ENOUGH;
}

/* Zeros where the upper octets of mostly Latin letters are: UTF-32 or UTF-16 without a mark. */
static bool
wide_by_zeros(const guint8 *bytes, size_t size, struct shape *s)
{
	size_t zeros[4] = { 0, 0, 0, 0 };
	const size_t look = MIN(size, 4096) & ~(size_t)3;

	for (size_t i = 0; i < look; i++)
		if (bytes[i] == 0)
			zeros[i % 4]++;
	if (look < 4 || begins_with_octets(bytes, size))
		return false;
	if (zeros[0] == 0 && zeros[2] == look / 4 && zeros[3] == look / 4)
		*s = (struct shape){ "utf-32le", FORM_UTF32LE, 0 };
	else if (zeros[3] == 0 && zeros[0] == look / 4 && zeros[1] == look / 4)
		*s = (struct shape){ "utf-32be", FORM_UTF32BE, 0 };
	else if (zeros[1] + zeros[3] > look / 4 && zeros[0] + zeros[2] <= look / 64)
		*s = (struct shape){ "utf-16le", FORM_UTF16LE, 0 };
	else if (zeros[0] + zeros[2] > look / 4 && zeros[1] + zeros[3] <= look / 64)
		*s = (struct shape){ "utf-16be", FORM_UTF16BE, 0 };
	else
		return false;
	return true;
}

static bool
all_ascii(const guint8 *bytes, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if (bytes[i] >= 0x80)
			return false;
	return true;
}

static struct shape
find_shape(const guint8 *bytes, size_t size)
{
	static const struct { const char *mark; struct shape shape; } marks[] = {
		{ "\357\273\277", { "utf-8 bom", FORM_OCTETS, 3 } },
		{ "\377\376\0\0", { "utf-32le bom", FORM_UTF32LE, 4 } },
		{ "\0\0\376\377", { "utf-32be bom", FORM_UTF32BE, 4 } },
		{ "\377\376", { "utf-16le bom", FORM_UTF16LE, 2 } },
		{ "\376\377", { "utf-16be bom", FORM_UTF16BE, 2 } },
	};
	struct shape s = { "ascii", FORM_OCTETS, 0 };

	for (size_t i = 0; i < G_N_ELEMENTS(marks); i++)
		if (size >= marks[i].shape.skip && memcmp(bytes, marks[i].mark, marks[i].shape.skip) == 0)
			return marks[i].shape;
	if (!wide_by_zeros(bytes, size, &s) && !all_ascii(bytes, size))
		s.encoding = "utf-8";
	return s;
}

/* What is being decoded, and what was met. */
struct decoding {
	GString *out;
	bool ansi, mixed, cut;
};

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
append_octets(struct decoding *d, const guint8 *bytes, size_t size)
{
	const char *p = (const char *)bytes, *end = p + size;

	if (g_utf8_validate(p, (gssize)size, NULL)) {
		g_string_append_len(d->out, p, (gssize)size);
		return;
	}
	while (p < end) {
		const char *stop = p;

		while (stop < end && *stop != '\n' && *stop != '\r')
			stop++;
		stop += stop < end;
		if (g_utf8_validate(p, stop - p, NULL)) {
			g_string_append_len(d->out, p, stop - p);
		} else {
			append_ansi_line(d->out, p, (size_t)(stop - p));
			d->ansi = true;
		}
		p = stop;
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

static void
append_utf32(GString *out, const guint8 *bytes, size_t size, bool big)
{
	for (size_t i = 0; i + 3 < size; i += 4) {
		gunichar c = 0;

		for (size_t k = 0; k < 4; k++)
			c = c << 8 | bytes[i + (big ? k : 3 - k)];
		g_string_append_unichar(out, g_unichar_validate(c) ? c : 0xfffd);
	}
}

/* ---- files of two encodings ---- */

/* cmd.exe appends octets to a file in UTF-16: plain letters with a line end of two octets, which UTF-16 never has.  How many
 * octets they are, up to where zeros begin again; 0: there are none.  *looked is where the search for them ended. */
static size_t
octets_at(const guint8 *bytes, size_t size, size_t *looked)
{
	size_t n = 0;
	bool ended = false;

	for (; n < size && bytes[n] != 0 && bytes[n] < 0x80; n++)
		ended = ended || (n > 0 && bytes[n - 1] == '\r' && bytes[n] == '\n');
	*looked = n;
	if (!ended || n < 3)
		return 0;
	while (n < size && bytes[n] != 0)
		n++;
	return n < size ? n - 1 : n;
}

/* UTF-16 as Windows writes it, and what was appended to it. */
static size_t
append_utf16le(struct decoding *d, const guint8 *bytes, size_t size)
{
	size_t at = 0, looked = 0, n = 0;

	while (at + 1 < size && n == 0) {
		if (at >= looked) {
			n = octets_at(bytes + at, size - at, &looked);
			looked += at;
		}
		if (n == 0)
			at += 2;
	}
	if (n == 0)
		at = size;
	append_utf16(d->out, bytes, at, false);
	d->mixed = d->mixed || n > 0;
	d->cut = at % 2 != 0;
	return at;
}

/* ">>" of Windows PowerShell appends UTF-16 to whatever the file is.  Where it begins behind the octets that end with the first
 * zero; `size` when there is none, and 0 when the zero belongs to no such text. */
static size_t
utf16_at(const guint8 *bytes, size_t size)
{
	const guint8 *zero = memchr(bytes, 0, size);
	size_t zeros = 0, pairs = 0;

	if (zero == NULL)
		return size;
	for (const guint8 *p = zero; p < bytes + size && pairs < 64; p += 2, pairs++)
		zeros += *p == 0;
	return zero > bytes && pairs >= 2 && 4 * zeros >= 3 * pairs ? (size_t)(zero - bytes) - 1 : 0;
}

/* Stretches of octets and of UTF-16 by turns; false when it is no text. */
static bool
append_both(struct decoding *d, const guint8 *bytes, size_t size, bool wide)
{
	while (size > 0) {
		size_t n = wide ? append_utf16le(d, bytes, size) : utf16_at(bytes, size);

		if (n == 0 && !(wide && d->mixed))
			return false;
		if (!wide) {
			const bool mark = n >= 2 && memcmp(bytes + n - 2, "\377\376", 2) == 0;

			append_octets(d, bytes, mark ? n - 2 : n);
			d->mixed = d->mixed || n < size;
		}
		bytes += n;
		size -= n;
		wide = !wide;
	}
	return true;
}

/* ---- lines ---- */

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

static bool
append_text(struct decoding *d, const guint8 *bytes, size_t size, const struct shape *s)
{
	bytes += s->skip;
	size -= s->skip;
	switch (s->form) {
	case FORM_UTF16BE:
		d->cut = size % 2 != 0;
		append_utf16(d->out, bytes, size, true);
		return true;
	case FORM_UTF32LE:
	case FORM_UTF32BE:
		d->cut = size % 4 != 0;
		append_utf32(d->out, bytes, size, s->form == FORM_UTF32BE);
		return true;
	case FORM_OCTETS:
	case FORM_UTF16LE:
	default:
		return append_both(d, bytes, size, s->form == FORM_UTF16LE);
	}
}

/* At least as many octets as the text takes: one that grows leaves copies of itself behind, perhaps of a private key.  Parts of a
 * text of octets may turn out to be of two. */
static size_t
utf8_room(const guint8 *bytes, size_t size, const struct shape *s)
{
	size_t room = size + size / 2 + 1;

	for (size_t i = 0; s->form == FORM_OCTETS && i < size; i++)
		room += bytes[i] >= 0x80 ? 2 : 0;
	return room;
}

static struct text *
decode(const guint8 *bytes, size_t size)
{
	const struct shape shape = find_shape(bytes, size);
	struct decoding d = { g_string_sized_new(utf8_room(bytes, size, &shape)), false, false, false };
	struct text *t;
	const bool good = append_text(&d, bytes, size, &shape), end_mark = cut_end_mark(d.out);

	if (!good || !unify_lines(d.out)) {
		OPENSSL_cleanse(d.out->str, d.out->len);
		g_string_free(d.out, TRUE);
		return NULL;
	}
	t = g_new0(struct text, 1);
	t->encoding = d.mixed ? "mixed" : d.ansi ? "windows-1252" : shape.encoding;
	t->ansi = d.ansi;
	t->cut = d.cut;
	t->end_mark = end_mark;
	t->size = d.out->len;
	t->bytes = g_string_free(d.out, FALSE);
	return t;
}

/* UTF-16 and UTF-32 without a mark. */
static bool
is_bare(const char *encoding)
{
	return (g_str_has_prefix(encoding, "utf-16") || g_str_has_prefix(encoding, "utf-32")) && strchr(encoding, ' ') == NULL;
}

/* Of the file as a whole, and once: a zone is decoded for each of its readings. */
static void
note(struct input *in, const char *code, bool loss)
{
	if (!g_hash_table_contains(in->source->per_code, code))
		source_problem(in->source, in->facts->region, code, 0, NULL, NULL, loss);
}

struct text *
text_decode(struct input *in, const guint8 *bytes, size_t size)
{
	struct text *t = decode(bytes, size);

	if (t == NULL)
		return NULL;
	in->source->encoding = t->encoding;
	if (t->ansi)
		note(in, "encoding-assumed", false);
	if (strcmp(t->encoding, "mixed") == 0)
		note(in, "encoding-mixed", false);
	if (is_bare(t->encoding))
		note(in, "utf-16-without-mark", false);
	if (t->cut)
		note(in, "text-cut", true);
	if (t->end_mark)
		note(in, "dos-end-mark", false);
	return t;
}

bool
text_few_zeros(const guint8 *bytes, size_t size)
{
	enum { TEXT_PER_ZERO = 256 };
	size_t zeros = 0;

	for (size_t i = 0; i < size; i++)
		zeros += bytes[i] == 0;
	return zeros <= MAX(size / TEXT_PER_ZERO, 1);
}

/* Enough to tell what it is.  Its reader says where the zeros are. */
static struct text *
decode_with_zeros(const guint8 *bytes, size_t size)
{
	guint8 *copy = g_malloc(MAX(size, 1));
	struct text *t;

	for (size_t i = 0; i < size; i++)
		copy[i] = bytes[i] == 0 ? 0x7f : bytes[i];
	t = text_few_zeros(bytes, size) ? decode(copy, size) : NULL;
	g_free(copy);
	return t;
}

struct text *
text_head(const struct input *in)
{
	size_t size = in->head_size;
	struct text *t;

	/* A cut in the middle of a line would make a character or a row look damaged. */
	if (in->size > size) {
		while (size > 0 && in->head[size - 1] != '\n')
			size--;
		if (size == 0)
			size = in->head_size;
		else if (size % 2 != 0 && size < in->head_size && in->head[size] == 0)
			size++;     /* the other half of a line end in UTF-16LE; in UTF-16BE it comes first */
	}
	t = decode(in->head, size);
	return t != NULL ? t : decode_with_zeros(in->head, size);
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
