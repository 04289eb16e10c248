#include "zone_head.h"

#include <string.h>

#include "../facts/name.h"
#include "zone_route53.h"

struct header {
	struct region *region;
	struct zone_head *head;
	bool records;           /* a line that is neither comment, directive nor empty was seen */
	bool named;             /* a comment named the zone */
	unsigned boot_lines;
};

static void
refuse(struct header *h, const char *code)
{
	if (h->head->refused == NULL)
		h->head->refused = code;
}

/* Known and not wanted: no loss. */
static void
ignore(struct header *h, const char *code)
{
	if (h->head->refused != NULL)
		return;
	h->head->refused = code;
	h->head->ignored = true;
}

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

/* "Default zone scope in zone contoso.com.": what stands before it, but for the default. */
static void
windows_scope(struct header *h, const char *text)
{
	static const char words[] = " zone scope in zone ";

	for (size_t i = 0; text[i] != '\0'; i++)
		if (g_ascii_strncasecmp(text + i, words, sizeof words - 1) == 0) {
			char *scope = region_strndup(h->region, text, i);

			if (*scope != '\0' && g_ascii_strcasecmp(scope, "Default") != 0)
				h->head->scope = scope;
			return;
		}
}

/* "Database file contoso.com.dns for contoso.com zone." and, since 2016, "... for Default zone scope in zone contoso.com." */
static void
windows_database(struct header *h, const char *rest)
{
	const char *scope = after(rest, " in zone "), *plain = after(rest, " for ");

	h->head->dialect.octal = true;
	if (plain != NULL && g_str_has_prefix(plain, "TrustAnchors zone"))
		ignore(h, "zone-key-set");
	if (scope != NULL && plain != NULL) {
		name_from(h, scope);
		windows_scope(h, plain);
	} else if (plain != NULL && strstr(plain, " zone") != NULL)
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
	h->head->origin_absolute = true;
	h->head->dialect.ptr_absolute = true;
}

/* The portal writes $ORIGIN without its final dot. */
static void
azure_private(struct header *h, const char *rest)
{
	(void)rest;
	h->head->hosted_privately = true;
	h->head->origin_absolute = true;
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
	refuse(h, "zone-transfer-failed");
}

/* What a resolver heard of other servers, as "rndc dumpdb" writes it: no zone of anybody. */
static void
cache_dump(struct header *h, const char *rest)
{
	(void)rest;
	ignore(h, "zone-cache-dump");
}

/* The updates of BIND 8 as text; they hold what was deleted, too. */
static void
update_log(struct header *h, const char *rest)
{
	(void)rest;
	ignore(h, "zone-update-log");
}

static void
dig(struct header *h, const char *rest)
{
	char *lower = g_ascii_strdown(rest, -1);

	h->head->transfer = h->head->transfer || strstr(lower, " axfr") != NULL;
	g_free(lower);
}

static void
root_hints(struct header *h, const char *rest)
{
	(void)rest;
	ignore(h, "zone-root-hints");
}

static void
boot_file(struct header *h, const char *rest)
{
	(void)rest;
	ignore(h, "dns-server-settings");
}

/* Comments behind their semicolon and blanks. */
static const struct { const char *prefix; void (*take)(struct header *, const char *rest); } comments[] = {
	{ "Database file ", windows_database },
	{ "Zone:  ", windows_print },
	{ "Zone:", name_from },
	{ "Zone name:", name_from },
	{ "Domain:", name_from },
	{ "Exported zone file from Azure DNS", azure },
	{ "Exported zone file from Azure Private DNS", azure_private },
	{ "Exported (", godaddy },
	{ "AWS routing=", route53 },
	{ "Transfer failed", transfer_failed },
	{ "Cache dump of view", cache_dump },
	{ "BIND LOG V", update_log },
	{ "<<>> DiG ", dig },
	{ "Root Name Server Hints File", root_hints },
	{ "Boot information written back by DNS server", boot_file },
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
	{ "$DATE", "zone-cache-dump", true },
	{ "DNS Server log file creation at ", "dns-server-log", true },
	{ "Message logging key (for packets", "dns-server-log", true },
};

/* A statement of named.conf begins here: `zone "contoso.com" {`, `view office {`, `options {`.  A host may be called so, but
 * no record has a quotation mark or a brace behind its owner. */
static bool
is_named_conf(const char *text)
{
	static const char *const words[] = { "options", "logging", "controls", "zone", "view", "key", "acl", "masters", "primaries", "include" };
	const size_t n = strcspn(text, " \t{\"");
	const char *behind = text + n + strspn(text + n, " \t");
	const char *name = behind + strcspn(behind, " \t{\"");
	bool known = false;

	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		known = known || (strlen(words[i]) == n && memcmp(text, words[i], n) == 0);
	if (!known)
		return false;
	name += strspn(name, " \t");
	return *behind == '"' || *behind == '{' || (*name == '{' && name[1 + strspn(name + 1, " \t")] == '\0');
}

/* "primary contoso.com contoso.com.dns", "cache . cache.dns": the boot file of Windows and of BIND 4.  A host may be called so:
 * the name behind it tells. */
static bool
is_boot_line(const char *text)
{
	static const char *const words[] = { "primary", "secondary", "cache", "stub" };
	char **parts = g_strsplit_set(text, " \t", -1);
	const char *found[3] = { NULL, NULL, NULL };
	bool is = false;

	for (size_t i = 0, n = 0; parts[i] != NULL && n < 3; i++)
		if (*parts[i] != '\0')
			found[n++] = parts[i];
	for (size_t i = 0; found[2] != NULL && i < G_N_ELEMENTS(words); i++)
		is = is || (strcmp(found[0], words[i]) == 0 && strchr(found[1], '.') != NULL);
	g_strfreev(parts);
	return is;
}

/* Only the root zone has these name servers: "@ NS a.root-servers.net." */
static bool
names_root_servers(const char *text)
{
	char *lower = (text[0] == '@' || text[0] == '.') && text[1 + strcspn(text + 1, "\t ")] != '\0' ? g_ascii_strdown(text, -1) : NULL;
	const bool is = lower != NULL && g_str_has_suffix(g_strchomp(lower), ".root-servers.net.") && strstr(lower, "ns") != NULL &&
	    strstr(lower, "soa") == NULL;

	g_free(lower);
	return is;
}

/* The class of cli53's alias records. */
static bool
is_aws_alias(const char *text)
{
	const char *p = strstr(text, "\tAWS");

	return p != NULL && g_str_has_prefix(p + 4 + strspn(p + 4, " \t"), "ALIAS");
}

static void
line(struct header *h, char *text)
{
	for (size_t i = 0; i < G_N_ELEMENTS(strangers); i++)
		if (g_str_has_prefix(text, strangers[i].prefix)) {
			if (strangers[i].ignored)
				ignore(h, strangers[i].code);
			else
				refuse(h, strangers[i].code);
		}
	if (is_named_conf(text) || (is_boot_line(text) && (!h->records || ++h->boot_lines > 1)))
		ignore(h, "dns-server-settings");
	if (strstr(text, "/IN: not loaded due to errors") != NULL || strstr(text, "/IN: loading from master file ") != NULL)
		refuse(h, "zone-check-failed");
	if (names_root_servers(text))
		ignore(h, "zone-root-hints");
	if (text[strspn(text, " \t")] == ';')
		comment(h, text + strspn(text, " \t"));
	else if (g_ascii_strncasecmp(text, "$ORIGIN", 7) == 0 && !h->records && !h->named) {
		char *rest = text + 7 + strspn(text + 7, " \t");

		rest[strcspn(rest, " \t;")] = '\0';
		if (g_str_has_suffix(rest, ".") && strlen(rest) > 1)
			name_from(h, rest);
	} else if (text[0] != '$' && text[strspn(text, " \t")] != '\0')
		h->records = true;
	if (strstr(text, "; AWS routing=") != NULL || is_aws_alias(text))
		route53(h, "");
	if (strstr(text, ".domaincontrol.com.") != NULL && strstr(text, "dns.jomax.net.") != NULL)
		godaddy(h, "");
}

void
zone_head(struct region *region, const char *text, size_t size, const char *path, struct zone_head *head)
{
	struct header h = { .region = region, .head = head };
	const char *end = text + size;

	memset(head, 0, sizeof *head);
	if (size >= 3 && memcmp(text, "\357\273\277", 3) == 0)
		text += 3;
	if (zone_route53_recognise(text, (size_t)(end - text))) {
		head->json = head->hoster = head->dialect.octal = head->dialect.all_absolute = true;
		text = end;
	}
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
	head->file_name = zone_name_of_file(region, path);
	if (head->name == NULL)
		head->name = head->file_name;
}
