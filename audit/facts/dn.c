#include "dn.h"

#include <glib.h>
#include <string.h>

/* Spellings of one attribute type; the first of a row is Windows' (CertNameToStr), which .NET prints. */
static const struct {
	const char *type, *alias;
} aliases[] = {
	{ "CN", "2.5.4.3" }, { "CN", "COMMONNAME" },
	{ "SN", "2.5.4.4" }, { "SN", "SURNAME" },
	{ "SERIALNUMBER", "2.5.4.5" },
	{ "C", "2.5.4.6" }, { "C", "COUNTRYNAME" },
	{ "L", "2.5.4.7" }, { "L", "LOCALITYNAME" },
	{ "S", "2.5.4.8" }, { "S", "ST" }, { "S", "STATEORPROVINCENAME" },
	{ "STREET", "2.5.4.9" }, { "STREET", "STREETADDRESS" },
	{ "O", "2.5.4.10" }, { "O", "ORGANIZATIONNAME" },
	{ "OU", "2.5.4.11" }, { "OU", "ORGANIZATIONALUNITNAME" },
	{ "T", "2.5.4.12" }, { "T", "TITLE" },
	{ "DESCRIPTION", "2.5.4.13" },
	{ "POSTALCODE", "2.5.4.17" },
	{ "G", "2.5.4.42" }, { "G", "GN" }, { "G", "GIVENNAME" },
	{ "I", "2.5.4.43" }, { "I", "INITIALS" },
	{ "E", "1.2.840.113549.1.9.1" }, { "E", "EMAIL" }, { "E", "EMAILADDRESS" },
	{ "DC", "0.9.2342.19200300.100.1.25" }, { "DC", "DOMAINCOMPONENT" },
};

/* Marks that people copy along from Windows' certificate dialog. */
static const char *const invisible[] = { "\342\200\216", "\342\200\217", "\342\200\252", "\342\200\254", "\357\273\277", "\302\240" };

static const char *
type_normal(struct region *region, const char *type, size_t n)
{
	char *upper = region_strndup(region, type, n);
	const char *bare;

	for (char *p = upper; *p != '\0'; p++)
		*p = g_ascii_toupper(*p);
	bare = g_str_has_prefix(upper, "OID.") ? upper + strlen("OID.") : upper;
	for (size_t i = 0; i < G_N_ELEMENTS(aliases); i++) {
		if (strcmp(bare, aliases[i].alias) == 0)
			return aliases[i].type;
	}
	return bare == upper && g_ascii_isdigit(*upper) ? region_printf(region, "OID.%s", upper) : upper;
}

static bool
blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* The length of "type =" at the text, blanks included; 0 when it is something else.  The type's own bytes go to type, n. */
static size_t
type_at(const char *text, const char **type, size_t *n)
{
	const char *p = text;

	while (blank(*p))
		p++;
	*type = p;
	while (g_ascii_isalnum(*p) || *p == '.' || *p == '-')
		p++;
	*n = (size_t)(p - *type);
	while (blank(*p))
		p++;
	return *n > 0 && *p == '=' ? (size_t)(p + 1 - text) : 0;
}

/* A separator ends a value only where another type follows: hand-made text leaves out the quotes of O="Contoso, Inc.". */
static bool
ends_value(const char *p)
{
	const char *type;
	size_t n;

	if (*p == '\0')
		return true;
	return (*p == ',' || *p == ';' || *p == '+') && type_at(p + 1, &type, &n) > 0;
}

/* Reads a value in quotes, inner quotes doubled; false when the closing quote is missing or something follows it. */
static bool
read_quoted(const char **text, GString *value)
{
	const char *p = *text + 1;

	for (;; p++) {
		if (*p == '\0')
			return false;
		if (*p == '"' && p[1] != '"')
			break;
		if (*p == '"')
			p++;
		g_string_append_c(value, *p);
	}
	p++;
	while (blank(*p))
		p++;
	*text = p;
	return *p == '\0' || *p == ',' || *p == ';' || *p == '+';
}

static void
read_plain(const char **text, GString *value)
{
	const char *p = *text;

	for (; !ends_value(p); p++) {
		if (*p == '\\' && p[1] != '\0' && strchr(",+\"<>;=#", p[1]) != NULL)   /* RFC 4514, 2.4: another tool's text */
			p++;
		g_string_append_c(value, *p);
	}
	while (value->len > 0 && blank(value->str[value->len - 1]))
		g_string_truncate(value, value->len - 1);
	*text = p;
}

static bool
read_rdn(struct region *region, const char **text, bool joined, GArray *rdns)
{
	struct rdn rdn = { NULL, NULL, joined };
	const char *type;
	size_t n, length = type_at(*text, &type, &n);
	GString *value;
	bool ok = true;

	if (length == 0)
		return false;
	rdn.type = type_normal(region, type, n);
	*text += length;
	while (blank(**text))
		(*text)++;
	value = g_string_new(NULL);
	if (**text == '"')
		ok = read_quoted(text, value);
	else
		read_plain(text, value);
	rdn.value = region_strdup(region, value->str);
	g_string_free(value, TRUE);
	g_array_append_val(rdns, rdn);
	return ok;
}

const struct dn *
dn_parse(struct region *region, const char *text)
{
	GArray *rdns = g_array_new(FALSE, FALSE, sizeof(struct rdn));
	struct dn *dn = NULL;
	bool joined = false;

	while (text != NULL && read_rdn(region, &text, joined, rdns)) {
		if (*text == '\0') {
			dn = region_alloc(region, sizeof *dn);
			dn->n = rdns->len;
			dn->rdns = region_copy(region, rdns->data, rdns->len * sizeof(struct rdn));
			break;
		}
		joined = *text++ == '+';
	}
	g_array_free(rdns, TRUE);
	return dn;
}

/* Case folded (RFC 5280, 7.1, as far as it matters here) and without blanks: a wrapped line may have lost one, and no two
 * authorities differ in nothing else. */
static char *
fold(const char *value)
{
	char *folded = g_utf8_casefold(value, -1), *to = folded;

	for (const char *from = folded; *from != '\0'; from++)
		if (!blank(*from))
			*to++ = *from;
	*to = '\0';
	return folded;
}

/* '?' is what Export-Csv leaves of a letter outside ASCII, U+FFFD what decoding does: neither is another letter. */
static bool
same_letter(gunichar x, gunichar y)
{
	return x == y || ((x == '?' || x == 0xfffd) && y >= 0x80) || ((y == '?' || y == 0xfffd) && x >= 0x80);
}

static bool
same_text(const char *x, const char *y)
{
	for (; *x != '\0' && *y != '\0'; x += g_utf8_skip[(guchar)*x], y += g_utf8_skip[(guchar)*y])
		if (!same_letter(g_utf8_get_char(x), g_utf8_get_char(y)))
			return false;
	return *x == *y;
}

static bool
attribute_equal(const struct rdn *a, const struct rdn *b)
{
	char *x, *y;
	bool equal;

	if (strcmp(a->type, b->type) != 0)
		return false;
	x = fold(a->value);
	y = fold(b->value);
	equal = same_text(x, y);
	g_free(x);
	g_free(y);
	return equal;
}

/* The attributes of one RDN: from the first on, or up to the one before end. */
static size_t
rdn_end(const struct dn *dn, size_t from)
{
	while (from + 1 < dn->n && dn->rdns[from + 1].joined)
		from++;
	return from + 1;
}

static size_t
rdn_start(const struct dn *dn, size_t end)
{
	while (end > 1 && dn->rdns[end - 1].joined)
		end--;
	return end - 1;
}

static bool
rdn_equal(const struct rdn *a, size_t n, const struct rdn *b, size_t m)
{
	bool equal = n == m;

	for (size_t i = 0; equal && i < n; i++) {
		equal = false;
		for (size_t k = 0; !equal && k < m; k++)
			equal = attribute_equal(&a[i], &b[k]);
	}
	return equal;
}

/* Names of as many attributes, compared from the first RDN on; backwards: with the other's last one first. */
static bool
all_equal(const struct dn *a, const struct dn *b, bool backwards)
{
	bool equal = true;

	for (size_t done = 0; equal && done < a->n;) {
		const size_t end = rdn_end(a, done), n = end - done;
		const size_t from = backwards ? rdn_start(b, b->n - done) : done;
		const size_t to = backwards ? b->n - done : rdn_end(b, done);

		equal = rdn_equal(a->rdns + done, n, b->rdns + from, to - from);
		done = end;
	}
	return equal;
}

enum dn_match
dn_compare(const struct dn *a, const struct dn *b)
{
	if (a->n != b->n)
		return DN_DIFFERENT;
	return all_equal(a, b, false) ? DN_SAME : all_equal(a, b, true) ? DN_REVERSED : DN_DIFFERENT;
}

static int
by_text(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Letters outside ASCII, and what damage leaves of them, are all one to same_letter(). */
static char *
rough(const struct rdn *r)
{
	char *folded = fold(r->value);
	GString *text = g_string_new(r->type);

	g_string_append_c(text, '=');
	for (const char *p = folded; *p != '\0'; p += g_utf8_skip[(guchar)*p])
		g_string_append_c(text, (guchar)*p < 0x80 ? *p : '?');
	g_free(folded);
	return g_string_free(text, FALSE);
}

char *
dn_key(struct region *region, const struct dn *dn)
{
	GPtrArray *parts = g_ptr_array_new_with_free_func(g_free);
	char *joined, *key;

	for (size_t i = 0; i < dn->n; i++)
		g_ptr_array_add(parts, rough(&dn->rdns[i]));
	g_ptr_array_sort(parts, by_text);
	g_ptr_array_add(parts, NULL);
	joined = g_strjoinv("\n", (char **)parts->pdata);
	key = region_strdup(region, joined);
	g_free(joined);
	g_ptr_array_unref(parts);
	return key;
}

const char *
dn_value(const struct dn *dn, const char *type)
{
	for (size_t i = 0; dn != NULL && i < dn->n; i++) {
		if (strcmp(dn->rdns[i].type, type) == 0)
			return dn->rdns[i].value;
	}
	return NULL;
}

static bool
needs_quotes(const char *value)
{
	const size_t n = strlen(value);

	return n == 0 || blank(value[0]) || blank(value[n - 1]) || strpbrk(value, ",+=\"<>#;\r\n") != NULL;
}

char *
dn_print(struct region *region, const struct dn *dn)
{
	GString *text = g_string_new(NULL);
	char *copy;

	for (size_t i = 0; i < dn->n; i++) {
		const char *value = dn->rdns[i].value;

		g_string_append_printf(text, "%s%s=", i == 0 ? "" : dn->rdns[i].joined ? " + " : ", ", dn->rdns[i].type);
		if (!needs_quotes(value)) {
			g_string_append(text, value);
			continue;
		}
		g_string_append_c(text, '"');
		for (; *value != '\0'; value++)
			g_string_append(text, *value == '"' ? "\"\"" : (char[]){ *value, '\0' });
		g_string_append_c(text, '"');
	}
	copy = region_strdup(region, text->str);
	g_string_free(text, TRUE);
	return copy;
}

/* Length of an invisible mark at the text, or 0. */
static size_t
mark_at(const char *text)
{
	for (size_t i = 0; i < G_N_ELEMENTS(invisible); i++) {
		if (g_str_has_prefix(text, invisible[i]))
			return strlen(invisible[i]);
	}
	return 0;
}

char *
thumbprint_normal(struct region *region, const char *text)
{
	char digits[41];
	size_t n = 0;

	while (text != NULL && *text != '\0') {
		const size_t skip = blank(*text) || *text == ':' ? 1 : mark_at(text);

		if (skip == 0 && (!g_ascii_isxdigit(*text) || n == 40))
			return NULL;
		if (skip == 0)
			digits[n++] = g_ascii_toupper(*text);
		text += skip > 0 ? skip : 1;
	}
	digits[n] = '\0';
	return n == 40 ? region_strdup(region, digits) : NULL;
}

/* The subject's tag, outside of quotes: a value with "<" stands in quotes. */
static const char *
find_subject(const char *text)
{
	bool quoted = false;

	for (; *text != '\0'; text++) {
		if (*text == '"')
			quoted = !quoted;
		else if (!quoted && g_ascii_strncasecmp(text, "<S>", 3) == 0)
			return text;
	}
	return NULL;
}

bool
tag_parse(struct region *region, const char *text, struct tag *tag)
{
	const char *subject;

	*tag = (struct tag){ .thumbprint = thumbprint_normal(region, text) };
	if (tag->thumbprint != NULL)
		return true;
	if (text == NULL)
		return false;
	while (blank(*text) || mark_at(text) > 0)
		text += blank(*text) ? 1 : mark_at(text);
	subject = find_subject(text);
	if (subject == NULL)
		return false;
	if (subject > text) {
		if (g_ascii_strncasecmp(text, "<I>", 3) != 0)
			return false;
		tag->issuer = dn_parse(region, region_strndup(region, text + 3, (size_t)(subject - text - 3)));
		if (tag->issuer == NULL)
			return false;
	}
	tag->subject = dn_parse(region, subject + 3);
	return tag->subject != NULL;
}
