#include "name.h"

#include <glib.h>
#include <idn2.h>
#include <libpsl.h>
#include <string.h>

enum { MAX_LABEL = 63, MAX_NAME = 253 };   /* RFC 1035, 2.3.4, without length octets and the root */

static bool
good_label(const char *label, size_t n)
{
	if (n == 0 || n > MAX_LABEL)
		return false;
	for (size_t i = 0; i < n; i++)
		if (!g_ascii_isalnum(label[i]) && label[i] != '-' && label[i] != '_')
			return false;
	return true;
}

static bool
good_name(const char *name)
{
	const char *p = name;

	if (strlen(name) > MAX_NAME)
		return false;
	if (strcmp(name, "*") == 0)
		return true;
	if (strncmp(p, "*.", 2) == 0)
		p += 2;
	for (;;) {
		size_t n = strcspn(p, ".");

		if (!good_label(p, n))
			return false;
		if (p[n] == '\0')
			return true;
		p += n + 1;
	}
}

static bool
is_ascii(const char *text)
{
	for (; *text != '\0'; text++)
		if ((unsigned char)*text >= 0x80)
			return false;
	return true;
}

/* idn2 knows neither "*" nor '_' as a host's label: the part before the first non-ASCII label is none of its business. */
static char *
to_ascii(const char *text)
{
	char *ascii = NULL, *result;
	const char *from = text;

	if (strncmp(from, "*.", 2) == 0)
		from += 2;
	if (idn2_to_ascii_8z(from, &ascii, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL) != IDN2_OK)
		return NULL;
	result = g_strdup_printf("%.*s%s", (int)(from - text), text, ascii);
	idn2_free(ascii);
	return result;
}

char *
name_normal(struct region *region, const char *text)
{
	char *trimmed = g_strstrip(g_strdup(text)), *lower, *normal = NULL;
	size_t n = strlen(trimmed);

	if (n > 0 && trimmed[n - 1] == '.')
		trimmed[n - 1] = '\0';
	if (!is_ascii(trimmed)) {
		char *ascii = g_utf8_validate(trimmed, -1, NULL) ? to_ascii(trimmed) : NULL;

		g_free(trimmed);
		trimmed = ascii;
	}
	if (trimmed != NULL) {
		lower = g_ascii_strdown(trimmed, -1);
		if (good_name(lower))
			normal = region_strdup(region, lower);
		g_free(lower);
	}
	g_free(trimmed);
	return normal;
}

const char *
name_parent(const char *name)
{
	const char *dot = strchr(name, '.');

	return dot != NULL ? dot + 1 : NULL;
}

unsigned
name_labels(const char *name)
{
	unsigned n = 0;

	for (const char *p = *name != '\0' ? name : NULL; p != NULL; p = name_parent(p))
		n++;
	return n;
}

bool
name_covers(const char *pattern, const char *host)
{
	const char *rest = name_parent(host);

	if (strcmp(pattern, host) == 0)
		return true;
	return strncmp(pattern, "*.", 2) == 0 && name_labels(pattern) >= 3 && rest != NULL && host[0] != '*' && strcmp(pattern + 2, rest) == 0;
}

bool
name_below(const char *name, const char *parent)
{
	size_t n = strlen(name), m = strlen(parent);

	return m == 0 || (n >= m && strcmp(name + n - m, parent) == 0 && (n == m || name[n - m - 1] == '.'));
}

static const char *const tenant_suffixes[] = { "onmicrosoft.com", "partner.onmschina.cn", "onmicrosoft.us" };

bool
name_is_tenant(const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(tenant_suffixes); i++)
		if (name_below(name, tenant_suffixes[i]) && strcmp(name, tenant_suffixes[i]) != 0)
			return true;
	return false;
}

bool
name_is_routing(const char *name)
{
	const char *second = name_parent(name);

	if (second == NULL || strncmp(second, "mail.", 5) != 0)
		return false;
	for (size_t i = 0; i < G_N_ELEMENTS(tenant_suffixes); i++)
		if (strcmp(second + 5, tenant_suffixes[i]) == 0)
			return true;
	return false;
}

bool
name_is_public(const char *name)
{
	static const char *const reserved[] = { "local", "lan", "internal", "corp", "home", "intra", "private", "localdomain" };

	if (name_parent(name) == NULL)
		return false;
	for (size_t i = 0; i < G_N_ELEMENTS(reserved); i++)
		if (name_below(name, reserved[i]))
			return false;
	return true;
}

char *
name_server(struct region *region, const char *text)
{
	char *trimmed = g_strstrip(g_strdup(text)), *from = trimmed, *lower, *kept;

	if (g_ascii_strncasecmp(from, "CN=", 3) == 0)
		from += 3;
	/* A distinguished name ends its first CN with a comma; the identity of a directory with a backslash. */
	from[strcspn(from, ".,\\/")] = '\0';
	lower = g_utf8_validate(from, -1, NULL) ? g_utf8_strdown(from, -1) : g_ascii_strdown(from, -1);
	kept = region_strdup(region, g_strstrip(lower));
	g_free(lower);
	g_free(trimmed);
	return kept;
}

char *
name_of_url(struct region *region, const char *url)
{
	GUri *uri = g_uri_parse(url, G_URI_FLAGS_PARSE_RELAXED | G_URI_FLAGS_NON_DNS, NULL);
	const char *scheme, *host;
	char *name = NULL;

	if (uri == NULL)
		return NULL;
	scheme = g_uri_get_scheme(uri);
	host = g_uri_get_host(uri);
	if (host != NULL && (g_strcmp0(scheme, "https") == 0 || g_strcmp0(scheme, "http") == 0))
		name = name_normal(region, host);
	g_uri_unref(uri);
	return name;
}

const char *
name_organisational(const char *name)
{
	const psl_ctx_t *list = psl_builtin();

	return list != NULL ? psl_registrable_domain(list, name) : NULL;
}
