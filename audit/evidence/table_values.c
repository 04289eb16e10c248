/* The text of a cell as a value: lists in the spellings that exports use, and what an export lost on the way. */
#include "letters.h"
#include "table_values.h"

#include <string.h>

#include "rows.h"

static bool
is_word_char(char c)
{
	return g_ascii_isalnum(c) || c == '_';
}

/* Export-Csv writes the class of a list where its items were: "System.String[]", "Microsoft....MultiValuedProperty`1[...]". */
static bool
is_class_name(const char *text)
{
	static const char *const roots[] = { "System.", "Microsoft.Exchange.", "Deserialized.", "Selected." };
	bool rooted = g_str_has_prefix(text, "DnsServerResourceRecord");
	const char *p = text;

	for (size_t i = 0; i < G_N_ELEMENTS(roots); i++)
		rooted = rooted || (g_str_has_prefix(text, roots[i]) && is_word_char(text[strlen(roots[i])]));
	if (!rooted)
		return g_str_has_prefix(text, "@{");
	while (is_word_char(*p) || *p == '.')
		p++;
	if (*p == '`')
		for (p++; g_ascii_isdigit(*p);)
			p++;
	return *p == '\0' || (*p == '[' && text[strlen(text) - 1] == ']');
}

static bool
is_called(enum kind kind, int property, const char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(kinds[kind].properties[property].name, names[i]) == 0)
			return true;
	return false;
}

/* What people write themselves: it may end in dots and hold any letter. */
static bool
is_free_text(enum kind kind, int property)
{
	static const char *const names[] = { "Name", "FriendlyName", "Notes", "Site", "Service", "Computer" };

	return is_called(kind, property, names, G_N_ELEMENTS(names));
}

/* Names and addresses: a '?' or a letter of an unknown code page in them would be another name. */
static bool
holds_names(enum kind kind, int property)
{
	static const char *const others[] = { "Identity", "Subject", "Issuer" };

	return !is_free_text(kind, property) && !is_called(kind, property, others, G_N_ELEMENTS(others));
}

/* "{a, b, c...}" of Format-List; U+2026 in PowerShell 7. */
static bool
is_truncated(const char *text)
{
	size_t n = strlen(text);

	if (n == 0)
		return false;
	if (text[n - 1] == '}')
		n--;
	return (n >= 3 && memcmp(text + n - 3, "...", 3) == 0) || (n >= 3 && memcmp(text + n - 3, "\342\200\246", 3) == 0);
}

static struct value
stated(const struct cell_context *c, GPtrArray *items, enum value_state state)
{
	struct value v = { state, items->len, NULL, c->at };

	v.items = region_copy(c->region, items->pdata, items->len * sizeof *items->pdata);
	g_ptr_array_unref(items);
	return v;
}

static struct value
scalar(const struct cell_context *c, const char *text)
{
	GPtrArray *one = g_ptr_array_new();

	g_ptr_array_add(one, region_strdup(c->region, text));
	return stated(c, one, VALUE_STATED);
}

static struct value
without_items(const struct cell_context *c, enum value_state state)
{
	return (struct value){ state, 0, NULL, c->at };
}

/* ---- grammars ---- */

static struct value
boolean(const struct cell_context *c, const char *text, const char **code)
{
	static const char *const words[][12] = {
		{ "true", "$true", "yes", "1", "wahr", "vrai", "verdadero", "vero", "ja", "oui", "истина", NULL },
		{ "false", "$false", "no", "0", "falsch", "faux", "falso", "nein", "non", "none", "ложь", NULL },
	};
	char *lower = g_utf8_strdown(text, -1);
	int found = -1;

	for (int k = 0; k < 2; k++)
		for (size_t i = 0; words[k][i] != NULL; i++)
			if (strcmp(lower, words[k][i]) == 0)
				found = k;
	if (found < 0 && strcmp(lower, "unknown") != 0)
		*code = "bad-boolean";
	g_free(lower);
	if (found >= 0)
		return scalar(c, found == 0 ? "True" : "False");
	return without_items(c, *code != NULL ? VALUE_LOST : VALUE_NOT_STATED);
}

static struct value
thumbprint(const struct cell_context *c, const char *text, const char **code)
{
	const char *normal = thumbprint_normal(c->region, text);

	if (normal != NULL)
		return scalar(c, normal);
	*code = "bad-thumbprint";
	return without_items(c, VALUE_LOST);
}

/* "{a, b, c...}" was cut behind an item, "{a, b, c..." (a table's column) and "{a, b, c" (a file that ends) in the middle of one: then
 * that item goes too.  An item that could not be printed leaves the whole list unknown. */
static struct value
list(const struct cell_context *c, enum grammar grammar, char *text, const char **code)
{
	const bool dots = is_truncated(text);
	size_t n = strlen(text);
	const bool closed = text[n - 1] == '}', truncated = dots || (text[0] == '{' && !closed);
	GPtrArray *items;

	if (closed)
		text[n - 1] = '\0';
	if (text[0] == '{' && (closed || truncated))
		text++;
	if (truncated) {
		if (dots)
			text[strlen(text) - 3] = '\0';    /* three dots and U+2026 are three octets alike */
		g_strchomp(text);
		n = strlen(text);
		while (!closed && n > 0 && text[n - 1] != ',')
			n--;
		text[n] = '\0';
		*code = "value-truncated";
	}
	items = cell_split(c->region, grammar, text);
	for (guint i = 0; i < items->len; i++)
		if (is_class_name(g_ptr_array_index(items, i))) {
			g_ptr_array_unref(items);
			*code = "value-lost";
			return without_items(c, VALUE_LOST);
		}
	if (items->len == 0 && !truncated) {
		g_ptr_array_unref(items);
		return without_items(c, VALUE_EMPTY);
	}
	return stated(c, items, truncated ? VALUE_TRUNCATED : VALUE_STATED);
}

static struct value
by_grammar(const struct cell_context *c, enum kind kind, int property, char *text, const char **code)
{
	const struct property *p = &kinds[kind].properties[property];

	if (p->grammar == GRAMMAR_BOOLEAN)
		return boolean(c, text, code);
	if ((kind == KIND_EXCHANGE_CERTIFICATE && property == CSRV_THUMBPRINT) || (kind == KIND_AUTH_CONFIG &&
	    (property == AUTHC_CURRENT_CERTIFICATE_THUMBPRINT || property == AUTHC_PREVIOUS_CERTIFICATE_THUMBPRINT ||
	    property == AUTHC_NEXT_CERTIFICATE_THUMBPRINT)))
		return thumbprint(c, text, code);
	if (p->grammar != GRAMMAR_SCALAR)
		return list(c, p->grammar, text, code);
	if (!is_truncated(text) || is_free_text(kind, property))
		return scalar(c, text);
	*code = "value-truncated";
	return without_items(c, VALUE_LOST);
}

/* ---- wrapped lines ---- */

/* How a value takes that a line was wrapped in it. */
enum wrapping {
	WRAP_LIST,              /* no item holds a blank; an item a line, or in braces, where lines break anywhere */
	WRAP_WORD,              /* no blank in it that matters: names of hosts, flags, addresses */
	WRAP_NAME,              /* a distinguished name: compared without blanks */
	WRAP_TEXT,              /* nobody compares it */
	WRAP_KEY                /* a blank more or less makes another object */
};

static enum wrapping
wrapping_of(enum kind kind, int property)
{
	static const char *const names[] = { "TlsCertificateName", "Subject", "Issuer" };
	static const char *const keys[] = { "Identity", "Name" };
	const enum grammar grammar = kinds[kind].properties[property].grammar;

	if (grammar == GRAMMAR_LIST || grammar == GRAMMAR_SPACES || grammar == GRAMMAR_CAPABILITIES || grammar == GRAMMAR_TEMPLATES ||
	    grammar == GRAMMAR_SETTINGS)
		return WRAP_LIST;
	if (is_called(kind, property, names, G_N_ELEMENTS(names)))
		return WRAP_NAME;
	if (is_called(kind, property, keys, G_N_ELEMENTS(keys)))
		return WRAP_KEY;
	return is_free_text(kind, property) ? WRAP_TEXT : WRAP_WORD;
}

/* What a mark becomes: a character, 0 for none, -1 when nobody can tell. */
static int
unwrap_mark(char mark, enum wrapping how, bool braces)
{
	switch (how) {
	case WRAP_LIST:
		return mark == CELL_ITEM ? CELL_ITEM : braces ? 0 : mark == CELL_WRAP ? CELL_ITEM : -1;
	case WRAP_TEXT:
		return ' ';
	case WRAP_KEY:
		return -1;
	case WRAP_WORD:
	case WRAP_NAME:
	default:
		return mark == CELL_ITEM ? ' ' : 0;
	}
}

/* Joins the lines of a value; false when nobody can tell how. */
static bool
unwrap(enum kind kind, int property, char *text)
{
	const enum wrapping how = wrapping_of(kind, property);
	const bool braces = *text == '{';
	char *to = text;

	g_strchomp(text);               /* the mark behind the last item */
	for (const char *from = text; *from != '\0'; from++) {
		const bool mark = *from == CELL_ITEM || *from == CELL_WRAP || *from == CELL_BREAK;
		const int c = mark ? unwrap_mark(*from, how, braces) : *from;

		if (*from == CELL_UNCLEAR || (mark && c < 0))
			return false;
		if (!mark || c != 0)
			*to++ = (char)c;
	}
	*to = '\0';
	g_strchug(text);
	return true;
}

/* What states "nothing": braces of an empty list, PowerShell's null, the wizard's trace, and in hand-made sheets a word. */
static bool
states_nothing(const struct cell_context *c, enum kind kind, int property, const char *text)
{
	if (strcmp(text, "{}") == 0 || strcmp(text, "--") == 0 || g_ascii_strcasecmp(text, "$null") == 0)
		return true;
	return !c->native && g_ascii_strcasecmp(text, "none") == 0 && !(kind == KIND_LOAD_BALANCER && property == LB_VIP);
}

/* A boolean has no empty value: the shell that exported it does not have the property, or did not ask the server that knows it. */
static bool
may_be_empty(enum kind kind, int property)
{
	return kinds[kind].properties[property].grammar != GRAMMAR_BOOLEAN;
}

struct value
cell_value(const struct cell_context *c, enum kind kind, int property, const char *cell, const char **code)
{
	char *text = g_strdup(cell != NULL ? cell : "");
	struct value v;

	*code = NULL;
	if (strlen(text) > CELL_BYTES_MAX) {
		*code = "value-too-long";
		v = without_items(c, VALUE_LOST);
	} else if (c->broken && !unwrap(kind, property, text)) {
		*code = "value-wrapped";
		v = without_items(c, VALUE_LOST);
	} else if (*text == '\0') {
		v = without_items(c, c->native && may_be_empty(kind, property) ? VALUE_EMPTY : VALUE_NOT_STATED);
	} else if (states_nothing(c, kind, property, text)) {
		v = without_items(c, may_be_empty(kind, property) ? VALUE_EMPTY : VALUE_NOT_STATED);
	} else if (is_class_name(text)) {
		*code = "value-lost";
		v = without_items(c, VALUE_LOST);
	} else if (holds_names(kind, property) && letters_damaged(text, c->ansi)) {
		*code = "value-damaged";
		v = without_items(c, VALUE_LOST);
	} else {
		v = by_grammar(c, kind, property, text, code);
	}
	g_free(text);
	return v;
}
