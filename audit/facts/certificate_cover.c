#include <string.h>

#include "certificate.h"
#include "name.h"

/* A row lists the common name among the others, whether it is one of the alternative names or not: alone it decides, beside
 * others it proves nothing. */
static enum answer
a_name_covers(const struct certificate *c, const char *host)
{
	enum answer covers = ANSWER_NO;

	for (size_t i = 0; i < c->nnames; i++)
		if (name_covers(c->names[i], host))
			covers = answer_or(covers, !c->from_file && c->nnames > 1 && g_strcmp0(c->names[i], c->common_name_host) == 0 ?
			    ANSWER_UNKNOWN : ANSWER_YES);
	return covers;
}

enum cover
certificate_covers(const struct certificate *c, const char *host)
{
	const bool by_cn = c->common_name_host != NULL && name_covers(c->common_name_host, host);

	const enum answer by_name = a_name_covers(c, host);

	if (by_name == ANSWER_YES)
		return COVER_YES;
	if (!c->names_known || by_name == ANSWER_UNKNOWN)
		return COVER_UNKNOWN;
	if (!by_cn)
		return COVER_NO;
	return c->has_dns_names ? COVER_CN_ONLY : COVER_YES;
}

/* The domain of "*.domain", or NULL. */
static const char *
wildcard_domain(const char *name)
{
	return g_str_has_prefix(name, "*.") ? name + 2 : NULL;
}

/* Exchange's comparison of a certificate's name with a TLS domain: a wildcard on either side stands for its own domain too. */
static bool
matches_smtp(const char *name, const char *tls_domain)
{
	const char *below = wildcard_domain(tls_domain), *own = wildcard_domain(name), *parent;

	if (below != NULL) {
		parent = name_parent(name);
		return strcmp(name, below) == 0 || (parent != NULL && strcmp(parent, below) == 0);
	}
	return name_covers(name, tls_domain) || (own != NULL && strcmp(own, tls_domain) == 0);
}

enum cover
certificate_covers_smtp(const struct certificate *c, const char *tls_domain)
{
	for (size_t i = 0; i < c->nnames; i++) {
		if (matches_smtp(c->names[i], tls_domain))
			return COVER_YES;
	}
	if (!c->names_known)
		return COVER_UNKNOWN;
	if (c->common_name_host == NULL || !matches_smtp(c->common_name_host, tls_domain))
		return COVER_NO;
	return c->has_dns_names ? COVER_CN_ONLY : COVER_YES;
}

enum answer
certificate_valid(const struct certificate *c, gint64 at)
{
	if (c->not_after_known && c->not_after < at)    /* one certain no decides */
		return ANSWER_NO;
	if (!c->dates_known)
		return ANSWER_UNKNOWN;
	return c->not_before <= at && at <= c->not_after ? ANSWER_YES : ANSWER_NO;
}
