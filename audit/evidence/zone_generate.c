#include "zone.h"

#include <string.h>

struct range_of {
	guint64 start, stop, step;
};

static bool
digits(const char **p, guint64 *value)
{
	const char *from = *p;
	guint64 n = 0;

	for (; g_ascii_isdigit(**p); (*p)++) {
		n = n * 10 + (guint64)(**p - '0');
		if (n > G_MAXINT32)
			return false;
	}
	*value = n;
	return *p > from;
}

/* "1-254", "0-126/2" */
static bool
parse_range(const char *text, struct range_of *range)
{
	range->step = 1;
	if (!digits(&text, &range->start) || *text++ != '-' || !digits(&text, &range->stop))
		return false;
	if (*text == '/') {
		text++;
		if (!digits(&text, &range->step))
			return false;
	}
	return *text == '\0' && range->step > 0 && range->start <= range->stop;
}

/* The number in base d, o, x, X, or as nibbles n, N (reversed, for ip6.arpa). */
static bool
append_number(GString *out, gint64 value, guint64 width, char base)
{
	static const char lower[] = "0123456789abcdef", upper[] = "0123456789ABCDEF";

	if (value < 0 || width > 63)
		return false;
	switch (base) {
	case 'd':
		g_string_append_printf(out, "%0*" G_GINT64_FORMAT, (int)width, value);
		return true;
	case 'o':
		g_string_append_printf(out, "%0*" G_GINT64_MODIFIER "o", (int)width, (guint64)value);
		return true;
	case 'x':
		g_string_append_printf(out, "%0*" G_GINT64_MODIFIER "x", (int)width, (guint64)value);
		return true;
	case 'X':
		g_string_append_printf(out, "%0*" G_GINT64_MODIFIER "X", (int)width, (guint64)value);
		return true;
	case 'n':
	case 'N':
		for (guint64 i = 0; i == 0 || value > 0 || i < width; i += 2, value >>= 4) {
			if (i > 0)
				g_string_append_c(out, '.');
			g_string_append_c(out, (base == 'n' ? lower : upper)[value & 15]);
		}
		return true;
	default:
		return false;
	}
}

static bool
parse_integer(const char *text, gint64 *value)
{
	gint64 low = -G_MAXINT32;

	return g_ascii_string_to_signed(text, 10, low, G_MAXINT32, value, NULL);
}

/* "{offset,width,base}"; *p stands behind the brace. */
static bool
modified(const char **p, const char *end, guint64 i, GString *out)
{
	const char *close = memchr(*p, '}', (size_t)(end - *p));
	gint64 offset = 0, width = 0;
	char *text, **parts;
	guint n;
	bool ok;

	if (close == NULL)
		return false;
	text = g_strndup(*p, (gsize)(close - *p));
	parts = g_strsplit(text, ",", 4);
	n = g_strv_length(parts);
	ok = n >= 1 && n <= 3 && parse_integer(parts[0], &offset) && (n < 2 || parse_integer(parts[1], &width)) && width >= 0 &&
	    (n < 3 || strlen(parts[2]) == 1) && append_number(out, (gint64)i + offset, (guint64)width, n < 3 ? 'd' : parts[2][0]);
	*p = close + 1;
	g_strfreev(parts);
	g_free(text);
	return ok;
}

/* '$' stands for the number, "$$" and "\$" for itself. */
static bool
substitute(const struct zone_token *t, guint64 i, GString *out)
{
	const char *p = t->text, *end = t->text + t->size;

	while (p < end) {
		if (*p == '\\' && p + 1 < end) {
			if (p[1] != '$')
				g_string_append_c(out, *p);
			g_string_append_c(out, p[1]);
			p += 2;
		} else if (*p != '$')
			g_string_append_c(out, *p++);
		else if (p + 1 < end && p[1] == '$') {
			g_string_append_c(out, '$');
			p += 2;
		} else if (p + 1 < end && p[1] == '{') {
			p += 2;
			if (!modified(&p, end, i, out))
				return false;
		} else {
			g_string_append_printf(out, "%" G_GUINT64_FORMAT, i);
			p++;
		}
	}
	return true;
}

/* Adds the tokens of a text; a quoted right side such as "10 mail$.x." holds several. */
static void
add_tokens(GArray *tokens, const struct zone_token *from, const char *text, size_t size, bool split)
{
	struct zone_token t = *from;

	t.quoted = from->quoted && !split;
	while (size > 0 || t.quoted) {
		size_t n = split ? 0 : size;

		while (split && n < size && text[n] != ' ' && text[n] != '\t')
			n++;
		t.text = text;
		t.size = n;
		if (n > 0 || t.quoted)
			g_array_append_val(tokens, t);
		if (n == size)
			return;
		text += n + 1;
		size -= n + 1;
	}
}

struct expansion {
	const struct zone_entry *e;
	GString *text;
	GArray *tokens, *ends;
	bool is_text;           /* of a type whose quoted strings stay whole */
};

/* The tokens of one record; the text they point to is complete before the first is made. */
static bool
expand(struct expansion *x, guint64 i)
{
	size_t at = 0;

	g_string_truncate(x->text, 0);
	g_array_set_size(x->tokens, 0);
	g_array_set_size(x->ends, 0);
	for (size_t k = 2; k < x->e->ntokens; k++) {
		if (!substitute(&x->e->tokens[k], i, x->text) || x->text->len > ZONE_ENTRY_BYTES)
			return false;
		g_array_append_val(x->ends, x->text->len);
	}
	for (size_t k = 2; k < x->e->ntokens; k++) {
		size_t end = g_array_index(x->ends, gsize, k - 2);

		add_tokens(x->tokens, &x->e->tokens[k], x->text->str + at, end - at, x->e->tokens[k].quoted && !x->is_text);
		at = end;
	}
	return x->tokens->len > 0 && x->text->str[0] != '$';
}

/* Most generated names are nobody's business: their data need not be made. */
static bool
is_skipped(struct expansion *x, guint64 i, const struct zone_generator *generator)
{
	struct zone_token owner = x->e->tokens[2];

	g_string_truncate(x->text, 0);
	if (!substitute(&owner, i, x->text))
		return false;
	owner.text = x->text->str;
	owner.size = x->text->len;
	return owner.size > 0 && owner.text[0] != '$' && generator->skip(generator->closure, &owner);
}

static const char *
generate(struct expansion *x, const struct range_of *range, struct zone_generated *generated, const struct zone_generator *generator)
{
	struct zone_entry one = *x->e;

	one.comment = NULL;
	one.blank_owner = false;
	for (guint64 i = range->start; i <= range->stop; i += range->step) {
		const bool between = i > range->start && range->stop - i >= range->step;

		const bool skipped = between && is_skipped(x, i, generator), whole = skipped || expand(x, i);

		generated->records++;
		generated->octets += x->text->len;
		if (generated->octets > ZONE_GENERATE_OCTETS)
			return "zone-generate-limit";
		if (!whole)
			return "zone-bad-directive";
		if (skipped)
			continue;
		one.tokens = (const struct zone_token *)(void *)x->tokens->data;
		one.ntokens = x->tokens->len;
		generator->emit(generator->closure, &one);
	}
	return NULL;
}

const char *
zone_generate(const struct zone_entry *e, struct zone_generated *generated, const struct zone_generator *generator)
{
	struct expansion x = { .e = e };
	struct range_of range;
	const char *code;
	char *text = e->ntokens > 3 ? g_strndup(e->tokens[1].text, e->tokens[1].size) : g_strdup("");
	bool ok = parse_range(text, &range);

	g_free(text);
	if (!ok)
		return "zone-bad-directive";
	if ((range.stop - range.start) / range.step + 1 > MIN(ZONE_GENERATE_EACH, ZONE_GENERATE_ALL - generated->records))
		return "zone-generate-limit";
	for (size_t k = 2; k < e->ntokens; k++)
		x.is_text = x.is_text || zone_type(e->tokens[k].text, e->tokens[k].size) == TYPE_TXT;
	x.text = g_string_new(NULL);
	x.tokens = g_array_new(FALSE, FALSE, sizeof(struct zone_token));
	x.ends = g_array_new(FALSE, FALSE, sizeof(gsize));
	code = generate(&x, &range, generated, generator);
	g_string_free(x.text, TRUE);
	g_array_unref(x.tokens);
	g_array_unref(x.ends);
	return code;
}
