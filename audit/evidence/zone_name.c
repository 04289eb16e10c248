#include "zone_name.h"

#include <idn2.h>
#include <string.h>

enum { MAX_WIRE = 255, MAX_LABEL = 63 };

int
zone_escape(const char *p, size_t size, bool octal, size_t *used)
{
	int base = octal ? 8 : 10, value = 0;

	if (size == 0)
		return -1;
	*used = 1;
	if (!g_ascii_isdigit(p[0]))
		return (guint8)p[0];
	if (size < 3)
		return -1;
	for (size_t i = 0; i < 3; i++) {
		if (p[i] < '0' || p[i] >= '0' + base)
			return -1;
		value = value * base + (p[i] - '0');
	}
	*used = 3;
	return value <= 255 ? value : -1;
}

struct writer {
	char *out;
	size_t size;
	unsigned label, wire;       /* octets of this label; of the whole name so far */
};

static bool
put(struct writer *w, int octet)
{
	char ch = (char)g_ascii_tolower((char)octet);

	if (++w->label > MAX_LABEL || ++w->wire >= MAX_WIRE)
		return false;
	if (octet > ' ' && octet < 0x7f && strchr(".\\\"();@$", octet) == NULL)
		w->out[w->size++] = ch;
	else {
		w->out[w->size++] = '\\';
		w->out[w->size++] = (char)('0' + octet / 100);
		w->out[w->size++] = (char)('0' + octet / 10 % 10);
		w->out[w->size++] = (char)('0' + octet % 10);
	}
	return true;
}

static bool
end_label(struct writer *w)
{
	if (w->label == 0 || ++w->wire >= MAX_WIRE)
		return false;
	w->label = 0;
	return true;
}

/* Octets of a name in normal form. */
static unsigned
wire_size(const char *name)
{
	unsigned n = *name == '\0' ? 0 : 1;

	for (; *name != '\0'; name++, n++)
		if (*name == '\\')
			name += 3;
	return n;
}

static bool
append_origin(struct writer *w, const char *origin)
{
	size_t n = strlen(origin);

	if (w->wire + wire_size(origin) + 1 > MAX_WIRE)
		return false;
	if (w->size > 0 && n > 0)
		w->out[w->size++] = '.';
	memcpy(w->out + w->size, origin, n);
	w->size += n;
	return true;
}

/* Names in UTF-8 become A-labels; a name in another encoding cannot be told.  The labels before the first one that needs
 * it may be "*" or begin with '_', which are none of a host's. */
static bool
unicode(const char *token, size_t size, const char *origin, bool octal, char *name, unsigned *notes)
{
	char *text = g_strndup(token, size), *ascii = NULL, *from = text, *whole = NULL;
	bool ok;

	for (char *p = text; *p != '\0' && (guint8)*p < 0x80; p++)
		if (*p == '.')
			from = p + 1;
	ok = g_utf8_validate(text, -1, NULL) && idn2_to_ascii_8z(from, &ascii, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL) == IDN2_OK &&
	    g_str_is_ascii(ascii);
	if (ok) {
		whole = g_strdup_printf("%.*s%s", (int)(from - text), text, ascii);
		ok = zone_name(whole, strlen(whole), origin, octal, name, notes);
	}
	*notes |= NAME_UNICODE;
	idn2_free(ascii);
	g_free(whole);
	g_free(text);
	return ok;
}

static bool
labels(struct writer *w, const char *token, size_t size, bool octal, unsigned *notes)
{
	for (size_t i = 0; i < size; i++) {
		int octet = (guint8)token[i];
		size_t used;

		if (octet == '.') {
			if (!end_label(w))
				return false;
			if (i + 1 < size)
				w->out[w->size++] = '.';
			continue;
		}
		if (octet == '\\') {
			octet = zone_escape(token + i + 1, size - i - 1, octal, &used);
			if (octet < 0)
				return false;
			if (used == 3)
				*notes |= octal ? NAME_OCTAL : NAME_DECIMAL;
			i += used;
		}
		if (!put(w, octet))
			return false;
	}
	return true;
}

static bool
has_unicode(const char *token, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if ((guint8)token[i] >= 0x80)
			return true;
	return false;
}

bool
zone_name(const char *token, size_t size, const char *origin, bool octal, char name[ZONE_NAME_BYTES], unsigned *notes)
{
	struct writer w = { name, 0, 0, 0 };
	bool absolute = size > 0 && token[size - 1] == '.' && (size < 2 || token[size - 2] != '\\');

	if (size == 0)
		return false;
	if (size == 1 && token[0] == '.') {
		name[0] = '\0';
		return true;
	}
	if (has_unicode(token, size))
		return unicode(token, size, origin, octal, name, notes);
	if (!absolute && origin == NULL)
		return false;
	if (size == 1 && token[0] == '@')
		size = 0;
	else if (size > 2 && token[size - 1] == '@' && token[size - 2] == '.') {
		/* GoDaddy writes "_sip._tls.@". */
		*notes |= NAME_AT_SIGN;
		size -= 2;
	} else if (!absolute)
		*notes |= NAME_RELATIVE;
	if (!labels(&w, token, size, octal, notes))
		return false;
	if (!absolute && ((size > 0 && !end_label(&w)) || !append_origin(&w, origin)))
		return false;
	name[w.size] = '\0';
	return true;
}
