#include "zone_head.h"

#include <string.h>

#include "../facts/name.h"

struct header {
	struct region *region;
	struct zone_head *head;
	bool records;           /* a line that is neither comment, directive nor empty was seen */
	bool named;             /* a comment named the zone */
};

static void
name_from(struct header *h, const char *text)
{
	char *word = g_strndup(text, strcspn(text, " \t"));
	const char *name = name_normal(h->region, word);

	if (name != NULL && !h->named && strchr(name, '.') != NULL) {
		h->head->name = name;
		h->named = true;
	}
	g_free(word);
}

static const char *
after(const char *text, const char *words)
{
	const char *p = strstr(text, words);

	if (p == NULL)
		return NULL;
	p += strlen(words);
	return p + strspn(p, " \t");
}

/* "Database file contoso.com.dns for contoso.com zone." and, since 2016, "... for Default zone scope in zone contoso.com." */
static void
windows_database(struct header *h, const char *rest)
{
	const char *scope = after(rest, " in zone "), *plain = after(rest, " for ");

	h->head->dialect.octal = true;
	if (scope != NULL)
		name_from(h, scope);
	else if (plain != NULL && strstr(plain, " zone") != NULL)
		name_from(h, plain);
}

static void
windows_print(struct header *h, const char *rest)
{
	h->head->dialect.octal = true;
	name_from(h, rest);
}

static void
azure(struct header *h, const char *rest)
{
	(void)rest;
	h->head->hoster = true;
	h->head->aliases_left_out = true;
	h->head->dialect.ptr_absolute = true;
}

/* Cloudflare's header begins with two semicolons, GoDaddy's with one. */
static void
cloudflare(struct header *h, const char *rest)
{
	(void)rest;
	h->head->hoster = true;
	h->head->cloudflare = true;
}

static void
godaddy(struct header *h, const char *rest)
{
	(void)rest;
	h->head->hoster = true;
	h->head->dialect.srv_absolute = true;
}

static void
route53(struct header *h, const char *rest)
{
	(void)rest;
	h->head->hoster = true;
	h->head->dialect.octal = true;
}

static void
transfer_failed(struct header *h, const char *rest)
{
	(void)rest;
	h->head->refused = "zone-transfer-failed";
}

/* Comments behind their semicolon and blanks. */
static const struct { const char *prefix; void (*take)(struct header *, const char *rest); } comments[] = {
	{ "Database file ", windows_database },
	{ "Zone:  ", windows_print },
	{ "Zone:", name_from },
	{ "Zone name:", name_from },
	{ "Domain:", name_from },
	{ "Exported zone file from Azure DNS", azure },
	{ "Exported (", godaddy },
	{ "AWS routing=", route53 },
	{ "Transfer failed", transfer_failed },
};

static void
comment(struct header *h, const char *line)
{
	if (g_str_has_prefix(line, ";; Exported:"))
		cloudflare(h, "");
	line += strspn(line, "; \t");
	for (size_t i = 0; i < G_N_ELEMENTS(comments); i++)
		if (g_str_has_prefix(line, comments[i].prefix)) {
			const char *rest = line + strlen(comments[i].prefix);

			comments[i].take(h, rest + strspn(rest, " \t"));
		}
}

/* Lines that no zone file has. */
static const struct { const char *prefix, *code; bool ignored; } strangers[] = {
	{ "<<<<<<< ", "zone-merge-conflict", false },
	{ "Returned records:", "zone-one-node", false },        /* dnscmd /EnumRecords */
	{ "$SOURCE", "zone-update-log", true },                 /* *.dns.log also holds deleted records */
	{ "$VERSION", "zone-update-log", true },
	{ "$ADD", "zone-update-log", true },
	{ "$DELETE", "zone-update-log", true },
};

static void
line(struct header *h, char *text)
{
	struct zone_head *head = h->head;

	for (size_t i = 0; i < G_N_ELEMENTS(strangers); i++)
		if (g_str_has_prefix(text, strangers[i].prefix) && head->refused == NULL) {
			head->refused = strangers[i].code;
			head->ignored = strangers[i].ignored;
		}
	if (text[strspn(text, " \t")] == ';')
		comment(h, text + strspn(text, " \t"));
	else if (g_ascii_strncasecmp(text, "$ORIGIN", 7) == 0 && !h->records && !h->named) {
		char *rest = text + 7 + strspn(text + 7, " \t");

		rest[strcspn(rest, " \t;")] = '\0';
		if (g_str_has_suffix(rest, ".") && strlen(rest) > 1)
			name_from(h, rest);
	} else if (text[0] != '$' && text[strspn(text, " \t")] != '\0')
		h->records = true;
	if (strstr(text, "; AWS routing=") != NULL || strstr(text, "\tAWS\tALIAS\t") != NULL)
		route53(h, "");
	if (strstr(text, ".domaincontrol.com.") != NULL && strstr(text, "dns.jomax.net.") != NULL)
		godaddy(h, "");
}

/* ---- the file name ---- */

static bool
is_word(const char *word, size_t n, const char *const *words, size_t nwords)
{
	for (size_t i = 0; i < nwords; i++)
		if (strlen(words[i]) == n && g_ascii_strncasecmp(words[i], word, n) == 0)
			return true;
	return false;
}

/* Words that people put before or behind the zone's name. */
static const char *const around[] = { "internal", "intern", "lan", "inside", "external", "extern", "public", "internet",
	"cloudflare", "zone",
	"zonefile", "dns", "db", "export", "azure", "godaddy", "route53" };

static const char *
trim_words(char *base)
{
	static const char separators[] = "-_ ()[]+,@=~";
	size_t n;

	for (;;) {
		base += strspn(base, separators);
		n = strcspn(base, separators);
		if (base[n] == '\0' || !is_word(base, n, around, G_N_ELEMENTS(around)))
			break;
		base += n;
	}
	for (n = strlen(base); n > 0; n = strlen(base)) {
		size_t from = n;

		if (strchr(separators, base[n - 1]) != NULL) {
			base[n - 1] = '\0';
			continue;
		}
		while (from > 0 && strchr(separators, base[from - 1]) == NULL)
			from--;
		if (from == 0 || !is_word(base + from, n - from, around, G_N_ELEMENTS(around)))
			break;
		base[from] = '\0';
	}
	return base;
}

static bool
strip_ending(char *base)
{
	static const char *const endings[] = { ".dns", ".zone", ".txt", ".db", ".hosts", ".bind", ".export", ".signed", ".bak" };

	for (size_t i = 0; i < G_N_ELEMENTS(endings); i++) {
		size_t n = strlen(base), m = strlen(endings[i]);

		if (n > m && g_ascii_strcasecmp(base + n - m, endings[i]) == 0) {
			base[n - m] = '\0';
			return true;
		}
	}
	return false;
}

static const char *
name_of_file(struct region *region, const char *path)
{
	const char *slash = strrchr(path, '/'), *name, *last;
	char *base = g_strdup(slash != NULL ? slash + 1 : path), *from = base;

	while (strip_ending(base))
		continue;
	if (g_ascii_strncasecmp(from, "db.", 3) == 0)
		from += 3;
	else if (g_ascii_strncasecmp(from, "zone.", 5) == 0 && strchr(from + 5, '.') != NULL)
		from += 5;
	name = name_normal(region, trim_words(from));
	g_free(base);
	if (name == NULL || strchr(name, '.') == NULL)
		return NULL;
	/* "contoso.com-2013-06-01" and "zones.old2" are no domains: no top-level domain has a digit but the A-labels. */
	last = strrchr(name, '.') + 1;
	if (strpbrk(last, "0123456789_") != NULL && !g_str_has_prefix(last, "xn--"))
		return NULL;
	return name;
}

void
zone_head(struct region *region, const char *text, size_t size, const char *path, struct zone_head *head)
{
	struct header h = { .region = region, .head = head };
	const char *end = text + size;

	memset(head, 0, sizeof *head);
	if (size >= 3 && memcmp(text, "\357\273\277", 3) == 0)
		text += 3;
	while (text < end) {
		const char *p = text;
		char *copy;

		while (p < end && *p != '\n' && *p != '\r')
			p++;
		copy = g_strndup(text, MIN((size_t)(p - text), 1000));
		line(&h, copy);
		g_free(copy);
		text = p + 1;
	}
	head->file_name = name_of_file(region, path);
	if (head->name == NULL)
		head->name = head->file_name;
}
