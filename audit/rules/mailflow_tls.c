/* Records that tell senders to insist on TLS, and to report where it fails. */
#include <string.h>

#include "dns.h"

/* The texts of a version at a name below the domain. */
struct announced {
	const char *name;
	struct dns_answer answer;
	GPtrArray *texts;       /* const struct record * */
	const char *unknown;    /* token */
};

static void
announced_open(const struct facts *facts, struct announced *a, const char *below, const struct domain *d, const char *version)
{
	a->name = region_printf(facts->region, "%s.%s", below, d->name);
	a->answer = dns_lookup(facts, a->name, TYPE_TXT, true);
	a->texts = texts_of_version(&a->answer, version);
	a->unknown = answer_unknown(&a->answer);
}

static void
announced_close(struct announced *a)
{
	g_ptr_array_unref(a->texts);
	dns_answer_clear(&a->answer);
}

static void
tell_announced(struct finding *row, const struct announced *a, const struct domain *d)
{
	finding_value(row, "name", a->name);
	for (guint i = 0; i < a->texts->len; i++)
		finding_value(row, "records", ((const struct record *)g_ptr_array_index(a->texts, i))->text);
	tell_answer(row, &a->answer);
	finding_at(row, d->at);
}

/* ---- FLOW-010 ---- */

/* id: 1 to 32 letters and digits (RFC 8461, 3.1). */
static bool
is_id(const char *value)
{
	size_t n = 0;

	while (g_ascii_isalnum(value[n]))
		n++;
	return n >= 1 && n <= 32 && value[n] == '\0';
}

static bool
sts_is_well_formed(const struct facts *facts, const struct announced *a)
{
	struct tag_list t;
	bool good;

	tags_parse(facts->region, ((const struct record *)g_ptr_array_index(a->texts, 0))->text, &t);
	good = t.fault == NULL && tags_get(&t, "id") != NULL && is_id(tags_get(&t, "id"));
	tags_clear(&t);
	return good;
}

static struct finding *
judge_sts(const struct facts *facts, struct judge *j, const struct domain *d, const struct announced *a, const struct dns_answer *host)
{
	if (a->unknown != NULL)
		return judge_not_evaluated(j, SEVERITY_ERROR, d->name, a->unknown, "ZONE-P");
	if (a->texts->len > 1)
		return judge_fail(j, SEVERITY_ERROR, d->name, "several");
	if (a->texts->len == 0)
		return judge_not_applicable(j, SEVERITY_ERROR, d->name, "no-mta-sts");
	if (!sts_is_well_formed(facts, a))
		return judge_fail(j, SEVERITY_ERROR, d->name, "malformed");
	if (host->outcome == DNS_ABSENT)
		return judge_fail(j, SEVERITY_ERROR, d->name, "no-policy-host");
	if (host->outcome == DNS_UNKNOWN)
		return judge_not_evaluated(j, SEVERITY_ERROR, d->name, host->reason, "ZONE-P");
	return judge_pass(j, SEVERITY_ERROR, d->name);
}

static void
judge_mta_sts(const struct facts *facts, struct judge *j, const struct domain *d, const void *unused)
{
	const char *policy = region_printf(facts->region, "mta-sts.%s", d->name);
	struct dns_answer host = dns_host(facts, policy, true);
	struct announced a;
	struct finding *row;

	(void)unused;
	announced_open(facts, &a, "_mta-sts", d, "STSv1");
	row = judge_sts(facts, j, d, &a, &host);
	finding_value(row, "host", policy);
	tell_announced(row, &a, d);
	if (a.texts->len > 0)
		tell_answer(row, &host);
	announced_close(&a);
	dns_answer_clear(&host);
}

void
check_mta_sts(const struct facts *facts, struct judge *j)
{
	each_domain(facts, j, SEVERITY_ERROR, judge_mta_sts, NULL);
}

/* ---- FLOW-011 ---- */

/* rua: addresses and web addresses with commas between them (RFC 8460, 3). */
static bool
reports_go_somewhere(const struct facts *facts, const struct announced *a)
{
	struct tag_list t;
	const char *rua;
	char **uris;
	bool good;

	tags_parse(facts->region, ((const struct record *)g_ptr_array_index(a->texts, 0))->text, &t);
	rua = tags_get(&t, "rua");
	uris = g_strsplit(rua != NULL ? rua : "", ",", -1);
	good = t.fault == NULL && uris[0] != NULL;
	for (size_t i = 0; good && uris[i] != NULL; i++) {
		const char *uri = g_strstrip(uris[i]);

		good = (g_ascii_strncasecmp(uri, "mailto:", 7) == 0 && strchr(uri, '@') != NULL) ||
		    (g_ascii_strncasecmp(uri, "https://", 8) == 0 && uri[8] != '\0');
	}
	g_strfreev(uris);
	tags_clear(&t);
	return good;
}

static void
judge_tls_reports(const struct facts *facts, struct judge *j, const struct domain *d, const void *unused)
{
	struct announced a;
	struct finding *row;

	(void)unused;
	announced_open(facts, &a, "_smtp._tls", d, "TLSRPTv1");
	if (a.unknown != NULL)
		row = judge_not_evaluated(j, SEVERITY_ERROR, d->name, a.unknown, "ZONE-P");
	else if (a.texts->len > 1)
		row = judge_fail(j, SEVERITY_ERROR, d->name, "several");
	else if (a.texts->len == 0)
		row = judge_fail(j, SEVERITY_INFO, d->name, "missing");
	else if (!reports_go_somewhere(facts, &a))
		row = judge_fail(j, SEVERITY_ERROR, d->name, "malformed");
	else
		row = judge_pass(j, SEVERITY_ERROR, d->name);
	tell_announced(row, &a, d);
	announced_close(&a);
}

void
check_tls_reports(const struct facts *facts, struct judge *j)
{
	each_domain(facts, j, SEVERITY_ERROR, judge_tls_reports, NULL);
}
