/* The items of a list in one cell: what separates them depends on what they may hold. */
#include "table_values.h"

#include <string.h>

#include "rows.h"

/* Is this ';' the one before the cost of an address space ("SMTP:*;1")? */
static bool
before_cost(const char *semicolon)
{
	size_t digits = strspn(semicolon + 1, "0123456789");
	const char *after = semicolon + 1 + digits + strspn(semicolon + 1 + digits, " ");

	return digits > 0 && (*after == '\0' || strchr(";,|\n", *after) != NULL);
}

/* Does a ',' begin a new "domain:capability", or the next capability of the same domain?  Exchange 2013 before CU9 had a
 * distinguished name in the domain's place, whose RDNs hold '='. */
static bool
before_domain(const char *comma)
{
	const char *rest = comma + 1, *colon = memchr(rest, ':', strcspn(rest, ",|;\n"));

	return colon != NULL && memchr(rest, '=', (size_t)(colon - rest)) == NULL;
}

/* "CN=", "DC=": the beginning of an RDN. */
static bool
begins_rdn(const char *p)
{
	size_t n;

	p += strspn(p, " {");
	for (n = 0; g_ascii_isalpha(p[n]);)
		n++;
	return n > 0 && n <= 2 && p[n] == '=';
}

/* The ',' of a distinguished name ("CN=EX01,CN=Servers,...,DC=local"); after its last DC= the next name's CN= may follow. */
static bool
within_dn(const char *text, const char *comma)
{
	const char *from = comma;

	while (from > text && strchr(",;|\n", from[-1]) == NULL)
		from--;
	from += strspn(from, " {");
	return begins_rdn(from) && begins_rdn(comma + 1) && (g_ascii_strncasecmp(from, "DC=", 3) != 0 ||
	    g_ascii_strncasecmp(comma + 1 + strspn(comma + 1, " "), "CN=", 3) != 0);
}

/* Does an item of its own begin behind a ',', ';' or blank: a word and the mark, or an address template without a word? */
static bool
before_item(const char *p, char mark)
{
	size_t n = 0;

	p += strspn(p, " \t");
	if (mark == ':' && strchr("%@", *p) != NULL)
		return *p != '\0';
	while (g_ascii_isalnum(p[n]) || p[n] == '_')
		n++;
	return n > 0 && p[n] == mark;
}

static bool
is_separator(enum grammar grammar, const char *text, const char *p, bool blanks)
{
	if (*p == '|' || *p == '\n')
		return true;
	switch (grammar) {
	case GRAMMAR_LIST:
		return *p == ';' || (*p == ',' && !within_dn(text, p)) || (blanks && (*p == ' ' || *p == '\t'));
	case GRAMMAR_SPACES:
		return *p == ',' || (*p == ';' && !before_cost(p));
	case GRAMMAR_CAPABILITIES:
		return *p == ';' || (*p == ',' && before_domain(p));
	case GRAMMAR_TEMPLATES:
	case GRAMMAR_SETTINGS:
		return strchr(",; \t", *p) != NULL && before_item(p + 1, grammar == GRAMMAR_TEMPLATES ? ':' : '=');
	case GRAMMAR_FLAGS:
		return *p == ',' || *p == ';';
	case GRAMMAR_SCALAR:
	case GRAMMAR_BOOLEAN:
	default:
		return false;
	}
}

/* Blanks are separators ("$($_.X)" joins by them) only where nothing else separates, and not around a dash. */
static bool
blanks_separate(enum grammar grammar, const char *text)
{
	if (grammar != GRAMMAR_LIST || strstr(text, " - ") != NULL || begins_rdn(text))
		return false;
	for (const char *p = text; *p != '\0'; p++)
		if (is_separator(grammar, text, p, false))
			return false;
	return true;
}

GPtrArray *
cell_split(struct region *region, enum grammar grammar, const char *text)
{
	const bool blanks = blanks_separate(grammar, text);
	GPtrArray *items = g_ptr_array_new();
	const char *from = text;

	for (const char *p = text;; p++) {
		char *item;

		if (*p != '\0' && !is_separator(grammar, text, p, blanks))
			continue;
		item = g_strndup(from, (gsize)(p - from));
		if (*cell_strip(item) != '\0')
			g_ptr_array_add(items, region_strdup(region, cell_strip(item)));
		g_free(item);
		if (*p == '\0')
			return items;
		from = p + 1;
	}
}
