/* The zone that the name of a file states: "db.contoso.com", "contoso.com.dns", "internal-contoso.com.zone". */
#include <string.h>

#include "../facts/name.h"
#include "zone_head.h"

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
	static const char *const endings[] = { ".dns", ".zone", ".txt", ".db", ".hosts", ".bind", ".export", ".signed", ".bak", ".json",
		".route53" };

	for (size_t i = 0; i < G_N_ELEMENTS(endings); i++) {
		size_t n = strlen(base), m = strlen(endings[i]);

		if (n > m && g_ascii_strcasecmp(base + n - m, endings[i]) == 0) {
			base[n - m] = '\0';
			return true;
		}
	}
	return false;
}

const char *
zone_name_of_file(struct region *region, const char *path)
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
