#include "zone_fields.h"

#include <string.h>

#include "../facts/dns.h"

/* PowerDNS: its private types for aliases and for answers that a program makes. */
enum { PDNS_ALIAS = 65401, PDNS_LUA = 65402 };

enum { MAX_TTL = 0x7fffffff, CLASS_IN = 1, CLASS_CH = 3, CLASS_HS = 4 };

struct mnemonic {
	char name[11];
	guint16 number;
};

/* IANA "Resource Record (RR) TYPEs", the types that may stand in a zone file, and what hosters write there; in order. */
static const struct mnemonic types[] = {
	{ "A", TYPE_A }, { "A6", 38 }, { "AAAA", TYPE_AAAA }, { "AFSDB", 18 }, { "ALIAS", ZONE_TYPE_ALIAS }, { "ANAME", ZONE_TYPE_ALIAS },
	{ "APL", 42 }, { "ATMA", 34 }, { "CAA", TYPE_CAA }, { "CDNSKEY", 60 }, { "CDS", 59 }, { "CERT", 37 }, { "CNAME", TYPE_CNAME },
	{ "CSYNC", 62 }, { "DHCID", 49 }, { "DLV", 32769 }, { "DNAME", TYPE_DNAME }, { "DNSKEY", TYPE_DNSKEY }, { "DS", TYPE_DS },
	{ "EUI48", 108 }, { "EUI64", 109 }, { "FORWARD", ZONE_TYPE_ALIAS }, { "FRAME", ZONE_TYPE_ALIAS }, { "GPOS", 27 }, { "HINFO", 13 },
	{ "HIP", 55 }, { "HTTPS", 65 }, { "IPSECKEY", 45 }, { "ISDN", 20 }, { "KEY", 25 }, { "KX", 36 }, { "L32", 105 }, { "L64", 106 },
	{ "LOC", 29 }, { "LP", 107 }, { "LUA", ZONE_TYPE_ALIAS }, { "MB", 7 }, { "MD", 3 }, { "MF", 4 }, { "MG", 8 }, { "MINFO", 14 },
	{ "MR", 9 }, { "MX", TYPE_MX },
	{ "NAPTR", 35 }, { "NID", 104 }, { "NS", TYPE_NS }, { "NSAP", 22 }, { "NSEC", 47 }, { "NSEC3", 50 }, { "NSEC3PARAM", 51 },
	{ "NULL", 10 }, { "NXT", 30 }, { "OPENPGPKEY", 61 }, { "PTR", TYPE_PTR }, { "PX", 26 }, { "REDIRECT", ZONE_TYPE_ALIAS }, { "RP", 17 },
	{ "RRSIG", TYPE_RRSIG }, { "RT", 21 }, { "SIG", 24 }, { "SMIMEA", 53 }, { "SOA", TYPE_SOA }, { "SPF", TYPE_SPF }, { "SRV", TYPE_SRV },
	{ "SSHFP", 44 }, { "SVCB", 64 }, { "TALINK", 58 }, { "TLSA", TYPE_TLSA }, { "TXT", TYPE_TXT }, { "URI", 256 },
	{ "URL", ZONE_TYPE_ALIAS }, { "URL301", ZONE_TYPE_ALIAS }, { "URL302", ZONE_TYPE_ALIAS }, { "WINS", ZONE_TYPE_WINS },
	{ "WINS-R", ZONE_TYPE_WINSR }, { "WINSR", ZONE_TYPE_WINSR }, { "WKS", 11 }, { "X25", 19 }, { "ZONEMD", 63 }
};

static bool
number(const char *text, size_t size, guint32 max, guint32 *value)
{
	guint64 n = 0;

	if (size == 0 || size > 10)
		return false;
	for (size_t i = 0; i < size; i++) {
		if (!g_ascii_isdigit(text[i]))
			return false;
		n = n * 10 + (guint64)(text[i] - '0');
	}
	*value = (guint32)n;
	return n <= max;
}

/* "TYPE257", "CLASS1" (RFC 3597, 5). */
static bool
numbered(const char *prefix, const char *text, size_t size, guint16 *value)
{
	size_t n = strlen(prefix);
	guint32 v;

	if (size <= n || g_ascii_strncasecmp(text, prefix, n) != 0 || !number(text + n, size - n, G_MAXUINT16, &v))
		return false;
	*value = (guint16)v;
	return true;
}

guint16
zone_type(const char *text, size_t size)
{
	char upper[sizeof types[0].name] = "";
	size_t low = 0, high = G_N_ELEMENTS(types);
	guint16 n;

	if (size == 0 || size >= sizeof upper)
		return ZONE_TYPE_NONE;
	for (size_t i = 0; i < size; i++)
		upper[i] = g_ascii_toupper(text[i]);
	while (low < high) {
		size_t middle = (low + high) / 2;
		int c = strcmp(upper, types[middle].name);

		if (c == 0)
			return types[middle].number;
		if (c < 0)
			high = middle;
		else
			low = middle + 1;
	}
	if (!numbered("TYPE", text, size, &n) || n == ZONE_TYPE_ALIAS)
		return ZONE_TYPE_NONE;
	return n == PDNS_ALIAS || n == PDNS_LUA ? ZONE_TYPE_ALIAS : n;
}

static guint32
unit(char letter)
{
	static const struct { char letter; guint32 seconds; } units[] = {
		{ 's', 1 }, { 'm', 60 }, { 'h', 3600 }, { 'd', 86400 }, { 'w', 604800 }
	};

	for (size_t i = 0; i < G_N_ELEMENTS(units); i++)
		if (g_ascii_tolower(letter) == units[i].letter)
			return units[i].seconds;
	return 0;
}

bool
zone_ttl(const char *text, size_t size, guint32 *ttl)
{
	guint64 total = 0, n = 0;
	bool digits = false;

	if (size == 0 || !g_ascii_isdigit(text[0]))
		return false;
	for (size_t i = 0; i < size; i++) {
		if (g_ascii_isdigit(text[i])) {
			n = n * 10 + (guint64)(text[i] - '0');
			digits = true;
		} else {
			if (!digits || unit(text[i]) == 0)
				return false;
			total += n * unit(text[i]);
			n = 0;
			digits = false;
		}
		if (n > MAX_TTL || total > MAX_TTL)
			return false;
	}
	total += n;
	*ttl = (guint32)total;
	return total <= MAX_TTL;
}

/* "AWS" is what cli53 writes for Route 53's alias records. */
static bool
class_of(const char *text, size_t size, guint16 *class)
{
	static const struct mnemonic classes[] = { { "IN", CLASS_IN }, { "CH", CLASS_CH }, { "HS", CLASS_HS }, { "CS", 2 }, { "AWS", CLASS_IN } };

	for (size_t i = 0; i < G_N_ELEMENTS(classes); i++)
		if (strlen(classes[i].name) == size && g_ascii_strncasecmp(text, classes[i].name, size) == 0) {
			*class = classes[i].number;
			return true;
		}
	return numbered("CLASS", text, size, class);
}

/* The hours since 1601 that an Active Directory integrated zone prints. */
static bool
is_age(const char *text, size_t size)
{
	return size > 3 && text[0] == '[' && text[size - 1] == ']' &&
	    (g_ascii_strncasecmp(text, "[AGE:", 5) == 0 || g_ascii_strncasecmp(text, "[Aging:", 7) == 0);
}

/* "99999999999", "-1", "3600x": no type begins so. */
static bool
is_bad_ttl(const char *text, size_t size)
{
	return g_ascii_isdigit(text[0]) || (size > 1 && text[0] == '-' && g_ascii_isdigit(text[1]));
}

void
zone_fields(const struct zone_entry *e, struct zone_fields *f)
{
	size_t i = 0;

	memset(f, 0, sizeof *f);
	f->class = CLASS_IN;
	if (!e->blank_owner && e->ntokens > 0)
		f->owner = &e->tokens[i++];
	for (; i < e->ntokens; i++) {
		const struct zone_token *t = &e->tokens[i];

		if (t->quoted)
			break;
		if (is_age(t->text, t->size))
			f->aged = true;
		else if (f->class_token == NULL && class_of(t->text, t->size, &f->class))
			f->class_token = t;
		else if (!f->has_ttl && zone_ttl(t->text, t->size, &f->ttl))
			f->has_ttl = true;
		else if (f->bad_ttl == NULL && t->size > 0 && is_bad_ttl(t->text, t->size))
			f->bad_ttl = t;
		else
			break;
	}
	if (i == e->ntokens)
		return;
	f->type_token = &e->tokens[i];
	if (!f->type_token->quoted)
		f->type = zone_type(f->type_token->text, f->type_token->size);
	f->rdata = f->type_token + 1;
	f->nrdata = e->ntokens - i - 1;
}

static size_t
blanks(const char *p, size_t size)
{
	size_t n = 0;

	while (n < size && (p[n] == ' ' || p[n] == '\t'))
		n++;
	return n;
}

static size_t
word(const char *p, size_t size)
{
	size_t n = 0;

	while (n < size && strchr(" \t\r\n;()\"", p[n]) == NULL)
		n++;
	return n;
}

/* Types whose rdata lists types, so that a continued line may look like a record. */
static bool
lists_types(const struct zone_token *before, size_t n)
{
	for (size_t i = 0; i < n && i < 6; i++) {
		guint16 type = before[i].quoted ? 0 : zone_type(before[i].text, before[i].size);

		if (type == 47 || type == 50 || type == 62 || type == 30 || type == TYPE_RRSIG)
			return true;
	}
	return false;
}

bool
zone_looks_like_entry(const char *line, size_t size, const struct zone_token *before, size_t nbefore)
{
	size_t at = blanks(line, size), n;
	bool owner = at > 0;        /* a blank stands for it */

	if (at == 0 && size > 1 && line[0] == '$' && g_ascii_isalpha(line[1]))
		return true;
	if (at > 0 && lists_types(before, nbefore))
		return false;
	for (int i = 0; i < 5; i++, at += blanks(line + at, size - at)) {
		guint32 ttl;
		guint16 class;

		n = word(line + at, size - at);
		if (n == 0)
			return false;
		if (!owner)
			owner = true;
		else if (!is_age(line + at, n) && !class_of(line + at, n, &class) && !zone_ttl(line + at, n, &ttl))
			break;
		at += n;
	}
	n = word(line + at, size - at);
	if (zone_type(line + at, n) == ZONE_TYPE_NONE)
		return false;
	at += n;
	at += blanks(line + at, size - at);
	/* Rdata on the same line: a type alone may be a word of a text. */
	return at < size && strchr("\r\n;)", line[at]) == NULL;
}
