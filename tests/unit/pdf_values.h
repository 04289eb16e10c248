#ifndef UNIT_PDF_VALUES_H
#define UNIT_PDF_VALUES_H

#include <glib.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/*
 * A small reader of PDF files (ISO 32000-1, 7): objects by number, with what their streams hold.  It shares nothing with
 * the code that writes them, and takes no offset on trust.  What it finds wrong is a line in faults.
 */

enum pdf_type { PDF_NULL, PDF_NUMBER, PDF_NAME, PDF_STRING, PDF_ARRAY, PDF_DICT, PDF_REFERENCE, PDF_WORD };

struct pdf_value {
	enum pdf_type type;
	double number;              /* of a reference: the object's */
	GString *text;              /* name without the slash, octets of a string, word */
	GPtrArray *items;           /* struct pdf_value *; of a dictionary: key, value, key, value */
};

struct pdf_piece {
	GString *text;              /* NULL: there is no such object */
	struct pdf_value *value;
	GByteArray *stream;         /* inflated, or NULL */
	bool packed;                /* was in an object stream */
};

struct pdf {
	const guint8 *data;
	gsize size;
	GPtrArray *objects;         /* struct pdf_piece *, by number */
	GPtrArray *values;          /* all that were parsed */
	GPtrArray *faults;          /* char * */
	GHashTable *numbers;        /* value of an object to its number */
	GHashTable *faces;          /* font to its widths: 65536 bits */
	struct pdf_value *trailer;
};

static G_GNUC_PRINTF(2, 3) void
fault(struct pdf *p, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	g_ptr_array_add(p->faults, g_strdup_vprintf(format, arguments));
	va_end(arguments);
}

/* ---- values ---- */

static void
value_free(gpointer data)
{
	struct pdf_value *v = data;

	if (v->text != NULL)
		g_string_free(v->text, TRUE);
	if (v->items != NULL)
		g_ptr_array_unref(v->items);
	g_free(v);
}

static struct pdf_value *
new_value(struct pdf *p, enum pdf_type type)
{
	struct pdf_value *v = g_new0(struct pdf_value, 1);

	v->type = type;
	g_ptr_array_add(p->values, v);
	return v;
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == '\0';
}

static bool
is_regular(char c)
{
	return !is_blank(c) && strchr("()<>[]{}/%", c) == NULL;
}

static void
skip_blanks(const char **at, const char *end)
{
	while (*at < end && is_blank(**at))
		++*at;
}

static struct pdf_value *
parse_string(struct pdf *p, const char **at, const char *end)
{
	struct pdf_value *v = new_value(p, PDF_STRING);
	unsigned depth = 1;

	v->text = g_string_new(NULL);
	if (*(*at)++ == '<') {
		for (; *at + 1 < end && **at != '>'; *at += 2)
			g_string_append_c(v->text, (char)(g_ascii_xdigit_value((*at)[0]) * 16 + g_ascii_xdigit_value((*at)[1])));
		++*at;
		return v;
	}
	for (; *at < end; ++*at) {
		char c = **at;

		if (c == '\\') {
			c = *++*at;
			if (c >= '0' && c <= '7') {
				c = (char)(((*at)[0] - '0') * 64 + ((*at)[1] - '0') * 8 + (*at)[2] - '0');
				*at += 2;
			} else if (strchr("nrtbf", c) != NULL)
				c = "\n\r\t\b\f"[strchr("nrtbf", c) - "nrtbf"];
		} else if (c == '(')
			depth++;
		else if (c == ')' && --depth == 0)
			break;
		g_string_append_c(v->text, c);
	}
	++*at;
	return v;
}

static struct pdf_value *parse_value(struct pdf *, const char **, const char *);

static struct pdf_value *
parse_items(struct pdf *p, const char **at, const char *end, bool dict)
{
	struct pdf_value *v = new_value(p, dict ? PDF_DICT : PDF_ARRAY);

	v->items = g_ptr_array_new();
	*at += dict ? 2 : 1;
	for (skip_blanks(at, end); *at < end && **at != (dict ? '>' : ']'); skip_blanks(at, end))
		g_ptr_array_add(v->items, parse_value(p, at, end));
	*at += dict ? 2 : 1;
	return v;
}

/* "12 0 R" after its first number. */
static bool
is_reference(const char *at, const char *end)
{
	skip_blanks(&at, end);
	if (at >= end || *at != '0')
		return false;
	at++;
	skip_blanks(&at, end);
	return at < end && *at == 'R' && (at + 1 == end || !is_regular(at[1]));
}

static struct pdf_value *
parse_value(struct pdf *p, const char **at, const char *end)
{
	struct pdf_value *v;
	const char *from;

	skip_blanks(at, end);
	if (*at + 1 < end && (*at)[0] == '<' && (*at)[1] == '<')
		return parse_items(p, at, end, true);
	if (*at < end && **at == '[')
		return parse_items(p, at, end, false);
	if (*at < end && (**at == '(' || **at == '<'))
		return parse_string(p, at, end);
	v = new_value(p, *at < end && **at == '/' ? PDF_NAME : PDF_WORD);
	from = v->type == PDF_NAME ? ++*at : *at;
	while (*at < end && is_regular(**at))
		++*at;
	v->text = g_string_new_len(from, *at - from);
	if (v->type == PDF_WORD && v->text->len > 0 && strchr("+-.0123456789", v->text->str[0]) != NULL) {
		v->type = PDF_NUMBER;
		v->number = g_ascii_strtod(v->text->str, NULL);
		if (is_reference(*at, end)) {
			v->type = PDF_REFERENCE;
			*at = strchr(*at, 'R') + 1;
		}
	}
	/* What is no value must not stop the reader. */
	if (*at == from && v->type == PDF_WORD)
		++*at;
	return v;
}

#endif
