/* Fields as spreadsheets, databases and scripts read them alike, and none of them as a formula. */
#include "csv.h"

#include <csv.h>
#include <string.h>

#include "clean.h"
#include "../audit/facts/region.h"

enum {
	EXCEL_CELL_MAX = 32767, /* UTF-16 units in a cell: Excel puts what goes beyond into the next row */
	EXCEL_DIGITS_MAX = 15   /* it keeps no more of a number */
};

/* ---- formulas ---- */

/* What begins a formula, in full width or as a small form too: spreadsheets in East Asian settings take these for the same. */
static bool
is_trigger(const char *p)
{
	const gunichar c = g_utf8_get_char_validated(p, -1);
	gunichar plain[4];

	if (*p == '\0' || c >= 0x110000)
		return false;
	return (g_unichar_fully_decompose(c, TRUE, plain, G_N_ELEMENTS(plain)) > 0 && plain[0] < 0x80 && strchr("=+-@", (int)plain[0]) != NULL) ||
	    c == 0x2212;        /* the minus sign */
}

/* What some spreadsheet drops before it looks: white space, what nobody sees, quotation marks. */
static bool
is_dropped(gunichar c)
{
	return c < 0x110000 && c != 0 && (g_unichar_isspace(c) || g_unichar_iscntrl(c) || g_unichar_iszerowidth(c) || c == '"' ||
	    g_unichar_type(c) == G_UNICODE_FORMAT || g_unichar_type(c) == G_UNICODE_SPACE_SEPARATOR);
}

static const char *
after_dropped(const char *p)
{
	while (is_dropped(g_utf8_get_char_validated(p, -1)))
		p += g_utf8_skip[(guchar)*p];
	return p;
}

static bool
begins_formula(const char *text)
{
	const char *p = after_dropped(text);

	return is_trigger(p) || strcspn(text, "\t\r\n") < (size_t)(p - text);
}

/*
 * Where a text could become a cell of its own: at its beginning; and for a spreadsheet whose separator is a semicolon, to
 * which the quotation marks of these fields mean nothing, behind one and at the beginning of a line.  Lines of a command
 * begin with blanks, which stay.
 */
static void
append_guarded(GString *to, const char *text)
{
	bool guard = begins_formula(text);

	for (; *text != '\0'; text++) {
		if (guard)
			g_string_append_c(to, '\'');
		g_string_append_c(to, *text);
		guard = (*text == ';' && is_trigger(after_dropped(text + 1))) || ((*text == '\n' || *text == '\r') && is_trigger(text + 1));
	}
}

/* ---- Excel ---- */

/* Excel makes a number, a date or a time of these, and of long ones it loses digits: "00123", "1E5", "1-2", "10:30".  An
 * address of four numbers stays what it is. */
static bool
becomes_number(const char *text)
{
	size_t dots = 0, digits = 0;
	bool only_digits = true;

	for (const char *p = text; *p != '\0'; p++) {
		if (!g_ascii_isdigit(*p) && strchr(".,:/-+eE% ", *p) == NULL)
			return false;
		digits += g_ascii_isdigit(*p) != 0;
		dots += *p == '.';
		only_digits = only_digits && g_ascii_isdigit(*p);
	}
	if (only_digits && digits <= EXCEL_DIGITS_MAX && (*text != '0' || digits == 1))
		return false;           /* a number that stays as it is */
	return digits > 0 && dots != 3;
}

/* The text's first characters, as many as fit into a cell of Excel, and an ellipsis where that is not all. */
static void
cut_to_cell(GString *text)
{
	size_t units = 0;
	const char *fits = text->str;

	for (const char *p = text->str; *p != '\0'; p += g_utf8_skip[(guchar)*p]) {
		units += g_utf8_get_char(p) >= 0x10000 ? 2 : 1;
		if (units < EXCEL_CELL_MAX)
			fits = p + g_utf8_skip[(guchar)*p];
	}
	if (units <= EXCEL_CELL_MAX)
		return;
	g_string_truncate(text, (gsize)(fits - text->str));
	g_string_append(text, "\u2026");
}

/* ---- fields ---- */

static void
write_field(struct csv *csv, const char *text, bool apostrophe, bool last)
{
	GString *guarded = g_string_new(apostrophe ? "'" : NULL);
	const size_t at = csv->out->len;
	size_t room;

	append_guarded(guarded, text);
	if (csv->excel)
		cut_to_cell(guarded);
	room = 2 * guarded->len + 2;
	g_string_set_size(csv->out, at + room);
	g_string_truncate(csv->out, at + csv_write(csv->out->str + at, room, guarded->str, guarded->len));
	g_string_append(csv->out, last ? "\r\n" : ",");
	g_string_free(guarded, TRUE);
}

void
csv_field(struct csv *csv, const char *text, bool last)
{
	write_field(csv, text != NULL ? text : "", false, last);
}

void
csv_customer_field(struct csv *csv, const char *text, bool last)
{
	const char *clean = text != NULL ? clean_text(csv->region, text) : "";

	write_field(csv, clean, csv->excel && !begins_formula(clean) && becomes_number(clean), last);
}

void
csv_number_field(struct csv *csv, guint64 number, bool last)
{
	char text[32];

	g_snprintf(text, sizeof text, "%" G_GUINT64_FORMAT, number);
	csv_field(csv, text, last);
}

void
csv_list_field(struct csv *csv, const GPtrArray *texts, bool last)
{
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < texts->len; i++)
		g_string_append_printf(text, "%s%s", i > 0 ? " | " : "", (const char *)g_ptr_array_index(texts, i));
	csv_field(csv, text->str, last);
	g_string_free(text, TRUE);
}

/* ---- the table ---- */

void
csv_begin(struct csv *csv, GString *out, bool excel, size_t n, const char *const *names)
{
	*csv = (struct csv){ out, excel, region_new() };
	if (excel)
		g_string_append(out, "\ufeff");
	for (size_t i = 0; i < n; i++)
		csv_field(csv, names[i], i + 1 == n);
}

void
csv_end(struct csv *csv)
{
	region_free(csv->region);
}
