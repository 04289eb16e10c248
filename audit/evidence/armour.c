/* Armoured text: blocks between BEGIN and END lines, with whatever stands around them, and their base64. */
#include "armour.h"
#include "secret.h"

#include <string.h>

static bool
is_base64(char ch)
{
	return g_ascii_isalnum(ch) || ch == '+' || ch == '/' || ch == '=';
}

/* The base64 of a body without blanks, quote marks of mail, and "\n" written out; NULL when something else is in it. */
static GString *
base64_of(const char *p, const char *end)
{
	GString *text = g_string_sized_new((size_t)(end - p) + 4);
	bool line_start = true;

	for (; p < end; p++) {
		if (*p == '\\' && p + 1 < end && (p[1] == 'n' || p[1] == 'r')) {
			p++;
		} else if (is_base64(*p)) {
			g_string_append_c(text, *p);
			line_start = false;
		} else if (*p == '\n' || *p == '\r') {
			line_start = true;
		} else if (!g_ascii_isspace(*p) && !(*p == '>' && line_start)) {
			secret_free_string(text);
			return NULL;
		}
	}
	return text;
}

guint8 *
base64_decode(const char *p, const char *end, size_t *n)
{
	GString *text = base64_of(p, end);
	guint8 *bytes = NULL;
	gsize length = 0;

	if (text != NULL && text->len > 0) {
		while (text->len % 4 != 0)             /* a body cut in mid-quantum still shows what it was */
			g_string_append_c(text, '=');
		bytes = g_base64_decode(text->str, &length);
	}
	secret_free_string(text);
	*n = length;
	return bytes;
}

/* RFC 1421 headers ("Proc-Type: 4,ENCRYPTED") stand before the body, a blank line between. */
const char *
block_body(const struct block *b)
{
	const char *end = b->end, *colon = memchr(b->body, ':', (size_t)(end - b->body)), *blank;

	if (colon == NULL)
		return b->body;
	for (blank = colon; blank < end; blank++) {
		if (*blank == '\n' && blank + 1 < end && (blank[1] == '\n' || (blank[1] == '\r' && blank + 2 < end && blank[2] == '\n')))
			return blank + 1;
	}
	return b->body;
}

static const char begin_mark[] = "-----BEGIN ", end_mark[] = "-----END ", dashes[] = "-----";

const char *
text_find(const char *p, const char *end, const char *what)
{
	return p < end ? memmem(p, (size_t)(end - p), what, strlen(what)) : NULL;
}

bool
block_next(const char *p, const char *end, struct block *b)
{
	const char *begin = text_find(p, end, begin_mark), *stop, *close;

	if (begin == NULL)
		return false;
	b->label = begin + strlen(begin_mark);
	stop = text_find(b->label, end, dashes);
	if (stop == NULL || stop - b->label > 40 || memchr(b->label, '\n', (size_t)(stop - b->label)) != NULL) {
		b->label_size = 0;
		b->body = b->end = b->next = b->label;
		b->whole = false;
		return true;
	}
	b->label_size = (size_t)(stop - b->label);
	b->body = stop + strlen(dashes);
	begin = text_find(b->body, end, begin_mark);
	b->end = text_find(b->body, begin != NULL ? begin : end, end_mark);
	b->whole = b->end != NULL;
	if (!b->whole) {
		b->end = b->next = begin != NULL ? begin : end;
		return true;
	}
	close = text_find(b->end + strlen(end_mark), end, dashes);
	b->next = close != NULL && close - b->end < 60 ? close + strlen(dashes) : b->end + strlen(end_mark);
	return true;
}

/* A line of base64, or of the headers above it. */
static bool
is_body_line(const char *p, const char *end)
{
	const size_t n = (size_t)(end - p);

	if (n > 9 && (memcmp(p, "DEK-Info:", 9) == 0 || memcmp(p, "Proc-Type", 9) == 0))
		return true;
	for (; p < end; p++)
		if (!is_base64(*p) && !g_ascii_isspace(*p) && *p != '>')
			return false;
	return true;
}

/* Without an END line, the lines that look like the body: other text follows. */
static const char *
block_close(const struct block *b)
{
	const char *p = b->body;

	while (!b->whole && p < b->next) {
		const char *stop = memchr(p, '\n', (size_t)(b->next - p));

		if (stop == NULL)
			stop = b->next;
		if (!is_body_line(p, stop))
			return p;
		p = stop < b->next ? stop + 1 : stop;
	}
	return b->next;
}

void
blocks_blank(char *text, size_t n)
{
	const char *p = text;
	struct block b;

	while (block_next(p, text + n, &b)) {
		const char *close = block_close(&b);

		for (char *q = text + (b.label - text) - strlen(begin_mark); b.label_size > 0 && q < close; q++)
			if (*q != '\n' && *q != '\r')
				*q = ' ';
		p = b.next;
	}
}

static const char *const labels[] = {
	"CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE", "PKCS7", "PKCS #7 SIGNED DATA", "CMS", "PKCS12", "X509 CRL",
	"CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST",
};

bool
block_is(const struct block *b, const char *label)
{
	return b->label_size == strlen(label) && memcmp(b->label, label, b->label_size) == 0;
}

bool
block_known(const struct block *b)
{
	for (size_t i = 0; i < G_N_ELEMENTS(labels); i++) {
		if (block_is(b, labels[i]))
			return true;
	}
	return false;
}

/* The label alone tells: a key's bytes are not even decoded. */
enum block_key
block_key(const struct block *b)
{
	const char suffix[] = "PRIVATE KEY";
	const size_t n = strlen(suffix);

	if (b->label_size < n || memcmp(b->label + b->label_size - n, suffix, n) != 0)
		return BLOCK_NO_KEY;
	return block_is(b, "ENCRYPTED PRIVATE KEY") || text_find(b->body, b->end, "Proc-Type: 4,ENCRYPTED") != NULL ?
	    BLOCK_ENCRYPTED_KEY : BLOCK_KEY;
}
