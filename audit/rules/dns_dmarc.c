/* DMARC (RFC 7489): one policy a domain, at its own name or at that of the organisation's domain. */
#include <stdlib.h>
#include <string.h>

#include "dns.h"

enum { POLICY_TAGS = 2 };       /* of the tags looked at, the first */

/* What stands at _dmarc.<name>. */
struct dmarc {
	const char *name;
	struct dns_answer answer;
	GPtrArray *texts;       /* const struct record * */
	const char *unknown;    /* token */
};

static void
dmarc_open(const struct facts *facts, struct dmarc *m, const char *domain)
{
	m->name = region_printf(facts->region, "_dmarc.%s", domain);
	m->answer = dns_lookup(facts, m->name, TYPE_TXT, true);
	m->texts = texts_of_version(&m->answer, "DMARC1");
	m->unknown = answer_unknown(&m->answer);
}

static void
dmarc_close(struct dmarc *m)
{
	g_ptr_array_unref(m->texts);
	dns_answer_clear(&m->answer);
}

/* ---- the tags (6.3) ---- */

static bool
is_policy(const char *value)
{
	return g_ascii_strcasecmp(value, "none") == 0 || g_ascii_strcasecmp(value, "quarantine") == 0 ||
	    g_ascii_strcasecmp(value, "reject") == 0;
}

static bool
is_percentage(const char *value)
{
	return *value != '\0' && strlen(value) <= 3 && strspn(value, "0123456789") == strlen(value) && atoi(value) <= 100;
}

static bool
is_alignment(const char *value)
{
	return g_ascii_strcasecmp(value, "r") == 0 || g_ascii_strcasecmp(value, "s") == 0;
}

/* URIs with commas between them; a receiver need not follow any but mailto. */
static bool
are_addresses(const char *value)
{
	char **uris = g_strsplit(value, ",", -1);
	bool all = uris[0] != NULL;

	for (size_t i = 0; all && uris[i] != NULL; i++) {
		const char *uri = g_strstrip(uris[i]);
		char *scheme = g_uri_parse_scheme(uri);

		all = scheme != NULL && (g_ascii_strcasecmp(scheme, "mailto") != 0 || strchr(uri, '@') != NULL);
		g_free(scheme);
	}
	g_strfreev(uris);
	return all;
}

/* The first tag with a value that it cannot have, as "pct=many"; NULL: none.  Only the policies make the record void; what is
 * wrong with another tag receivers leave out (6.6.3). */
static const char *
bad_tag(const struct facts *facts, const struct tag_list *t, enum severity *severity)
{
	static const struct { const char *name; bool (*fits)(const char *); } tags[] = {
		{ "p", is_policy }, { "sp", is_policy }, { "pct", is_percentage }, { "adkim", is_alignment }, { "aspf", is_alignment },
		{ "rua", are_addresses }, { "ruf", are_addresses },
	};

	*severity = SEVERITY_ERROR;
	for (size_t i = 0; i < G_N_ELEMENTS(tags); i++) {
		const char *value = tags_get(t, tags[i].name);

		if (i == POLICY_TAGS)
			*severity = SEVERITY_WARNING;
		if (value != NULL && !tags[i].fits(value))
			return region_printf(facts->region, "%s=%s", tags[i].name, value);
	}
	return t->fault;
}

/* A policy found: below the domain that publishes it `sp` holds, where there is one. */
static struct finding *
judge_policy(const struct facts *facts, struct judge *j, const struct domain *d, const struct dmarc *m, bool inherited)
{
	struct tag_list t;
	const char *policy, *bad;
	enum severity severity;
	struct finding *row;

	if (m->texts->len > 1)
		return judge_fail(j, SEVERITY_ERROR, d->name, "several");
	tags_parse(facts->region, ((const struct record *)g_ptr_array_index(m->texts, 0))->text, &t);
	bad = bad_tag(facts, &t, &severity);
	policy = tags_get(&t, "p");
	if (inherited && tags_get(&t, "sp") != NULL)
		policy = tags_get(&t, "sp");
	if (tags_get(&t, "p") == NULL)
		row = judge_fail(j, SEVERITY_ERROR, d->name, "no-policy");
	else if (bad != NULL)
		row = judge_fail(j, severity, d->name, "malformed");
	else if (g_ascii_strcasecmp(policy, "none") == 0)
		row = judge_fail(j, SEVERITY_INFO, d->name, "policy-none");
	else
		row = judge_pass(j, SEVERITY_ERROR, d->name);
	finding_value(row, "tag", bad);
	tags_clear(&t);
	return row;
}

/* ---- whose policy ---- */

static void
tell_dmarc(struct finding *row, const struct dmarc *m)
{
	finding_value(row, "name", m->name);
	for (guint i = 0; i < m->texts->len; i++)
		finding_value(row, "records", ((const struct record *)g_ptr_array_index(m->texts, i))->text);
	tell_answer(row, &m->answer);
}

static struct finding *
judge_organisation(const struct facts *facts, struct judge *j, const struct domain *d, const char *organisation)
{
	struct finding *row;
	struct dmarc m;

	dmarc_open(facts, &m, organisation);
	if (m.unknown != NULL)
		row = judge_not_evaluated(j, SEVERITY_ERROR, d->name, m.unknown, "ZONE-P");
	else if (m.texts->len > 0)
		row = judge_policy(facts, j, d, &m, true);
	else
		row = judge_fail(j, SEVERITY_WARNING, d->name, "missing");
	tell_dmarc(row, &m);
	dmarc_close(&m);
	return row;
}

/* The domain publishes none itself; that of the organisation holds for those below it (6.6.3). */
static struct finding *
judge_inherited(const struct facts *facts, struct judge *j, const struct domain *d)
{
	const char *organisation = name_organisational(d->name);

	if (organisation == NULL)
		return judge_not_evaluated(j, SEVERITY_ERROR, d->name, "suffix-unknown", NULL);
	if (strcmp(organisation, d->name) == 0)
		return judge_fail(j, SEVERITY_WARNING, d->name, "missing");
	return judge_organisation(facts, j, d, organisation);
}

static void
judge_dmarc(const struct facts *facts, struct judge *j, const struct domain *d, const void *unused)
{
	struct finding *row;
	struct dmarc own;

	(void)unused;
	dmarc_open(facts, &own, d->name);
	if (own.unknown != NULL)
		row = judge_not_evaluated(j, SEVERITY_ERROR, d->name, own.unknown, "ZONE-P");
	else if (own.texts->len > 0)
		row = judge_policy(facts, j, d, &own, false);
	else
		row = judge_inherited(facts, j, d);
	finding_at(row, d->at);
	tell_dmarc(row, &own);
	dmarc_close(&own);
}

void
check_dmarc(const struct facts *facts, struct judge *j)
{
	each_domain(facts, j, SEVERITY_ERROR, judge_dmarc, NULL);
}
