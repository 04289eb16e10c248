/* Certificates: who issued them, for how long, and whether the chain is there. */
#include "certificates.h"
#include "servers.h"

#include <string.h>

enum { SECONDS_OF_A_DAY = 86400, SHORT_LIVED_DAYS = 200 };

void
each_leaf(const struct facts *facts, struct judge *j, judge_leaf *judge)
{
	GPtrArray *leaves = certificate_leaves(facts);

	for (guint i = 0; i < leaves->len; i++)
		judge(facts, j, g_ptr_array_index(leaves, i));
	g_ptr_array_unref(leaves);
}

/* Is the row one of the certificate's own, or (others) of a server that holds it? */
static bool
is_row_of(const struct facts *facts, const struct certificate *c, const struct binding *b, bool others)
{
	const GPtrArray *all = facts->certificates->bindings;
	bool found = b->certificate == c;

	for (guint i = 0; others && !found && i < all->len; i++) {
		const struct binding *own = g_ptr_array_index(all, i);

		found = own->certificate == c && g_strcmp0(own->server, b->server) == 0;
	}
	return found;
}

struct finding *
judge_column_unknown(const struct facts *facts, struct judge *j, enum severity severity, const struct certificate *c, int property)
{
	const GPtrArray *all = facts->certificates->bindings;

	for (int others = 0; others < 2; others++)
		for (guint i = 0; i < all->len; i++) {
			const struct binding *b = g_ptr_array_index(all, i);

			if (value_reason(object_get(b->row, property)) != NULL && is_row_of(facts, c, b, others == 1))
				return judge_row_unknown(j, severity, c->thumbprint, b, property);
		}
	if (all->len == 0)
		return judge_not_evaluated(j, severity, c->thumbprint, "input-missing", "CSRV");
	if (facts->objects->partial[KIND_EXCHANGE_CERTIFICATE])
		return judge_not_evaluated(j, severity, c->thumbprint, "not-complete", "CSRV");
	if (facts->hybrid->publishing.reason != NULL)
		return judge_set_unknown(j, severity, c->thumbprint, &facts->hybrid->publishing);
	return judge_not_evaluated(j, severity, c->thumbprint, "not-stated", "CSRV");
}

void
each_public_leaf(const struct facts *facts, struct judge *j, enum severity severity, judge_leaf *judge)
{
	GPtrArray *leaves = certificate_leaves(facts);

	for (guint i = 0; i < leaves->len; i++) {
		const struct certificate *c = g_ptr_array_index(leaves, i);

		if (certificate_aside(facts, c))
			about_certificate(judge_not_applicable(j, severity, c->thumbprint, "exempt"), c);
		else if (certificate_nameless(facts, c))
			about_certificate(judge_column_unknown(facts, j, severity, c, CSRV_SUBJECT), c);
		else
			judge(facts, j, c);
	}
	g_ptr_array_unref(leaves);
}

/* ---- CERT-002 ---- */

static void
judge_self_signed(const struct facts *facts, struct judge *j, const struct certificate *c)
{
	const enum answer self = certificate_self_signed(c), used = certificate_in_use(facts, c);
	struct finding *row;

	if (certificate_is_exempt(facts, c))
		row = judge_not_applicable(j, SEVERITY_BLOCKER, c->thumbprint, "exempt");
	else if (self == ANSWER_NO)
		row = judge_pass(j, SEVERITY_BLOCKER, c->thumbprint);
	else if (used == ANSWER_NO)
		row = judge_not_applicable(j, SEVERITY_BLOCKER, c->thumbprint, "not-in-use");
	else if (self == ANSWER_UNKNOWN)
		row = judge_column_unknown(facts, j, SEVERITY_BLOCKER, c, CSRV_IS_SELF_SIGNED);
	else if (used == ANSWER_UNKNOWN)
		row = judge_column_unknown(facts, j, SEVERITY_BLOCKER, c, CSRV_SERVICES);
	else if (certificate_nameless(facts, c))
		row = judge_column_unknown(facts, j, SEVERITY_BLOCKER, c, CSRV_SUBJECT);
	else
		row = judge_fail(j, SEVERITY_BLOCKER, c->thumbprint, "self-signed");
	about_certificate(row, c);
}

static void
check_self_signed(const struct facts *facts, struct judge *j)
{
	each_leaf(facts, j, judge_self_signed);
}

/* ---- CERT-003 ---- */

static void
judge_issuer(const struct facts *facts, struct judge *j, const struct certificate *c)
{
	bool evidence;
	const enum answer public = certificate_public(facts, c, &evidence), used = certificate_in_use(facts, c);
	struct finding *row;

	if (certificate_is_exempt(facts, c) || used == ANSWER_NO)
		row = judge_not_applicable(j, SEVERITY_ERROR, c->thumbprint, "exempt");
	else if (public == ANSWER_YES)
		row = judge_pass(j, SEVERITY_ERROR, c->thumbprint);
	else if (public == ANSWER_UNKNOWN)
		row = judge_not_evaluated(j, SEVERITY_ERROR, c->thumbprint, "issuer-unknown", "CSRV");
	else if (used == ANSWER_UNKNOWN)
		row = judge_column_unknown(facts, j, SEVERITY_ERROR, c, CSRV_SERVICES);
	else if (certificate_nameless(facts, c))
		row = judge_column_unknown(facts, j, SEVERITY_ERROR, c, CSRV_SUBJECT);
	else
		row = judge_fail(j, SEVERITY_ERROR, c->thumbprint, evidence ? "internal-ca-evidence" : "private-root");
	finding_value(about_certificate(row, c), "issuer", c->issuer_text != NULL ? c->issuer_text : "-");
}

static void
check_issuer(const struct facts *facts, struct judge *j)
{
	each_leaf(facts, j, judge_issuer);
}

/* ---- CERT-004, CERT-005 ---- */

void
tell_date(struct finding *row, const char *name, gint64 seconds)
{
	GDateTime *t = g_date_time_new_from_unix_utc(seconds);
	char *text = t != NULL ? g_date_time_format(t, "%Y-%m-%d") : NULL;

	finding_value(row, name, text);
	g_free(text);
	if (t != NULL)
		g_date_time_unref(t);
}

static void
tell_dates(struct finding *row, const struct certificate *c)
{
	if (c->dates_known)
		tell_date(row, "not_before", c->not_before);
	if (c->not_after_known)
		tell_date(row, "not_after", c->not_after);
	about_certificate(row, c);
}

/* Rows only: dates in the writing of some culture do not tell the day from the month. */
static struct finding *
judge_dates_unknown(const struct facts *facts, struct judge *j, enum severity severity, const struct certificate *c)
{
	static const int columns[] = { CSRV_NOT_AFTER, CSRV_NOT_BEFORE };
	const GPtrArray *all = facts->certificates->bindings;

	for (guint i = 0; i < all->len; i++) {
		const struct binding *b = g_ptr_array_index(all, i);

		for (size_t k = 0; b->certificate == c && k < G_N_ELEMENTS(columns); k++)
			if (object_text(b->row, columns[k]) == NULL)
				return judge_row_unknown(j, severity, c->thumbprint, b, columns[k]);
	}
	return judge_not_evaluated(j, severity, c->thumbprint, "date-format", "CERT");
}

/* Only a certificate that something names or binds can stop a service by its dates; in a folder of files alone, the one
 * that nothing else stands in for. */
static bool
matters(const struct facts *facts, const struct certificate *c)
{
	GPtrArray *leaves;
	bool other = false;

	if (certificate_is_exempt(facts, c) || certificate_in_use(facts, c) != ANSWER_YES || certificate_superseded(facts, c))
		return false;
	if (facts->certificates->bindings->len > 0 || g_hash_table_contains(facts->certificates->named, c))
		return true;
	leaves = certificate_leaves(facts);
	for (guint i = 0; i < leaves->len; i++)
		other = other || certificate_valid(g_ptr_array_index(leaves, i), facts->as_of) == ANSWER_YES;
	g_ptr_array_unref(leaves);
	return !other;
}

static void
judge_validity(const struct facts *facts, struct judge *j, const struct certificate *c)
{
	const bool serious = matters(facts, c);
	struct finding *row;

	if (c->not_after_known && c->not_after < facts->as_of)
		row = judge_fail(j, serious ? SEVERITY_BLOCKER : SEVERITY_WARNING, c->thumbprint, "expired");
	else if (!c->dates_known)
		row = judge_dates_unknown(facts, j, SEVERITY_BLOCKER, c);
	else if (c->not_before > facts->as_of)
		row = judge_fail(j, serious ? SEVERITY_ERROR : SEVERITY_WARNING, c->thumbprint, "not-yet-valid");
	else
		row = judge_pass(j, SEVERITY_BLOCKER, c->thumbprint);
	tell_dates(row, c);
}

static void
check_validity(const struct facts *facts, struct judge *j)
{
	each_leaf(facts, j, judge_validity);
}

/* HealthChecker's limits of 30 and 60 days; for short-lived certificates the like parts of their life. */
static enum severity
lifetime_left(const struct certificate *c, gint64 now)
{
	const gint64 left = c->not_after - now, total = c->not_after - c->not_before + 1;
	const gint64 days = left / SECONDS_OF_A_DAY;

	if (total <= (gint64)SHORT_LIVED_DAYS * SECONDS_OF_A_DAY)
		return left * 100 < total * 15 ? SEVERITY_ERROR : left * 3 < total ? SEVERITY_WARNING : SEVERITY_NOTE;
	return days < 30 ? SEVERITY_ERROR : days < 60 ? SEVERITY_WARNING : SEVERITY_NOTE;
}

static void
judge_lifetime(const struct facts *facts, struct judge *j, const struct certificate *c)
{
	enum severity severity = SEVERITY_ERROR;
	struct finding *row;

	if (certificate_is_exempt(facts, c) || certificate_in_use(facts, c) == ANSWER_NO)
		row = judge_not_applicable(j, severity, c->thumbprint, "exempt");
	else if (!c->dates_known)
		row = judge_dates_unknown(facts, j, severity, c);
	else if (c->not_after < facts->as_of)
		row = judge_not_applicable(j, severity, c->thumbprint, "expired");
	else if ((severity = lifetime_left(c, facts->as_of)) == SEVERITY_NOTE)
		row = judge_pass(j, SEVERITY_ERROR, c->thumbprint);
	else if (certificate_nameless(facts, c))
		row = judge_column_unknown(facts, j, severity, c, CSRV_SUBJECT);
	else
		row = judge_fail(j, severity, c->thumbprint, "expires-soon");
	if (c->dates_known && c->not_after >= facts->as_of)
		finding_number(row, "days", (guint64)((c->not_after - facts->as_of) / SECONDS_OF_A_DAY));
	tell_dates(row, c);
}

static void
check_lifetime(const struct facts *facts, struct judge *j)
{
	each_leaf(facts, j, judge_lifetime);
}

/* ---- CERT-023 ---- */

static struct finding *
judge_chain_state(struct judge *j, const struct certificate *c)
{
	static const struct { enum status status; const char *reason; } states[] = {
		[CHAIN_UNKNOWN] = { STATUS_NOT_EVALUATED, "input-missing" },
		[CHAIN_SELF_SIGNED] = { STATUS_NOT_APPLICABLE, "self-signed" },
		[CHAIN_COMPLETE] = { STATUS_PASS, NULL },
		[CHAIN_LEAF_ONLY] = { STATUS_NOT_EVALUATED, "leaf-only" },
		[CHAIN_INTERMEDIATE_MISSING] = { STATUS_FAIL, "intermediate-missing" },
		[CHAIN_ISSUER_UNKNOWN] = { STATUS_NOT_EVALUATED, "issuer-unknown" },
		[CHAIN_BROKEN_LINK] = { STATUS_FAIL, "broken-link" },
		[CHAIN_DAMAGED] = { STATUS_NOT_EVALUATED, "value-lost" },
		[CHAIN_INTERMEDIATE_EXPIRED] = { STATUS_FAIL, "intermediate-expired" },
	};

	switch (states[c->chain].status) {
	case STATUS_FAIL:
		return judge_fail(j, SEVERITY_ERROR, c->thumbprint, states[c->chain].reason);
	case STATUS_NOT_APPLICABLE:
		return judge_not_applicable(j, SEVERITY_ERROR, c->thumbprint, states[c->chain].reason);
	case STATUS_PASS:
		return judge_pass(j, SEVERITY_ERROR, c->thumbprint);
	case STATUS_NOT_EVALUATED:
	case STATUS_NOTE:
	case STATUS_COUNT:
	default:
		return judge_not_evaluated(j, SEVERITY_ERROR, c->thumbprint, states[c->chain].reason, "CERT");
	}
}

static void
judge_chain(const struct facts *facts, struct judge *j, const struct certificate *c)
{
	const bool exempt = c->chain != CHAIN_SELF_SIGNED && (certificate_is_exempt(facts, c) || certificate_in_use(facts, c) == ANSWER_NO);
	struct finding *row = exempt ? judge_not_applicable(j, SEVERITY_ERROR, c->thumbprint, "exempt") : judge_chain_state(j, c);

	finding_value(about_certificate(row, c), "issuer", c->chain_issuer != NULL ? c->chain_issuer : c->issuer_text != NULL ? c->issuer_text : "-");
}

static void
check_chain(const struct facts *facts, struct judge *j)
{
	each_leaf(facts, j, judge_chain);
}

static const struct rule rules[] = {
	{ "CERT-001", SEVERITY_BLOCKER, SUBJECT_ORGANISATION, WIZARD_NO, "CERT|CSRV", "none-usable key-and-services-unknown issuer-unknown",
	  "certificates name", NULL, NULL, check_usable },
	{ "CERT-002", SEVERITY_BLOCKER, SUBJECT_CERTIFICATE, WIZARD_NO, "CERT|CSRV", "self-signed exempt not-in-use", "name", NULL, NULL,
	  check_self_signed },
	{ "CERT-003", SEVERITY_ERROR, SUBJECT_CERTIFICATE, WIZARD_NO, "CERT|CSRV",
	  "private-root internal-ca-evidence issuer-unknown exempt", "issuer name", NULL, NULL, check_issuer },
	{ "CERT-004", SEVERITY_BLOCKER, SUBJECT_CERTIFICATE, WIZARD_NO, "CERT|CSRV", "expired not-yet-valid date-format",
	  "not_before not_after name", NULL, NULL, check_validity },
	{ "CERT-005", SEVERITY_ERROR, SUBJECT_CERTIFICATE, WIZARD_NO, "CERT|CSRV", "expires-soon date-format expired exempt",
	  "days not_before not_after name", NULL, NULL, check_lifetime },
	{ "CERT-006", SEVERITY_ERROR, SUBJECT_CERTIFICATE, WIZARD_NO, "CSRV|CERT",
	  "no-private-key key-mismatch public-file-only pfx-not-opened", "certificates name", NULL, NULL, check_private_key },
	{ "CERT-007", SEVERITY_ERROR, SUBJECT_CERTIFICATE, WIZARD_NO, "CSRV",
	  "no-smtp no-iis server-not-exported no-secure-mail-certificate servers-assumed", "missing services name", NULL, NULL, check_services },
	{ "CERT-008", SEVERITY_ERROR, SUBJECT_CERTIFICATE, WIZARD_NO, "CERT|CSRV, VD",
	  "not-covered cn-only binding-unknown no-candidate tls-terminated server-not-exported no-external-url", "hosts assumed name", NULL, NULL,
	  check_web_host },
	{ "CERT-009", SEVERITY_WARNING, SUBJECT_CERTIFICATE, WIZARD_NO, "CERT|CSRV", "no-san exempt", "name", NULL, NULL, check_has_san },
	{ "CERT-010", SEVERITY_ERROR, SUBJECT_CERTIFICATE, WIZARD_NO, "CERT|CSRV", "not-covered no-secure-mail-certificate",
	  "names cn_only name", NULL, NULL, check_transport_names },
	/* The cloud enforces attribution by certificate since then. */
	{ "CERT-011", SEVERITY_ERROR, SUBJECT_CERTIFICATE, WIZARD_NO, "CERT|CSRV, ADX|AD",
	  "not-accepted parent-not-accepted san-only no-secure-mail-certificate no-common-name", "name side parent", "2017-07-05", NULL,
	  check_attribution },
	{ "CERT-013", SEVERITY_ERROR, SUBJECT_CERTIFICATE, WIZARD_NO, "CERT|CSRV", "empty no-common-name no-secure-mail-certificate exempt",
	  "name", NULL, NULL, check_subject },
	{ "CERT-014", SEVERITY_ERROR, SUBJECT_CERTIFICATE, WIZARD_NO, "CERT|CSRV", "internal-names exempt self-signed", "names name", NULL, NULL,
	  check_certified_names },
	{ "CERT-015", SEVERITY_ERROR, SUBJECT_CERTIFICATE, WIZARD_NO, "CERT|CSRV", "short-key odd-size weak-exponent exempt not-rsa",
	  "bits least name", NULL, NULL, check_key_size },
	{ "CERT-016", SEVERITY_ERROR, SUBJECT_CERTIFICATE, WIZARD_NO, "CERT|CSRV", "weak-hash weak-intermediate exempt self-signed intermediates-unknown", "hash issuer name", NULL,
	  NULL, check_hash },
	{ "CERT-017", SEVERITY_ERROR, SUBJECT_CERTIFICATE, WIZARD_NO, "CERT|CSRV", "no-server-auth no-usages exempt", "name", NULL, NULL,
	  check_server_auth },
	/* Certification authorities leave the purpose out of public certificates since then. */
	{ "CERT-018", SEVERITY_INFO, SUBJECT_CERTIFICATE, WIZARD_NO, "CERT|CSRV", "client-auth exempt private-authority", "name", "2025-10-01", NULL,
	  check_client_auth },
	{ "CERT-019", SEVERITY_ERROR, SUBJECT_ORGANISATION, WIZARD_MADE, "HC|RC|SC, CSRV",
	  "different-subject different-issuer one-server single-server server-not-exported no-secure-mail-certificate", "servers", NULL, NULL,
	  check_same_tag },
	{ "CERT-021", SEVERITY_BLOCKER, SUBJECT_CERTIFICATE, WIZARD_MADE, "CERT|CSRV, HC|RC|SC",
	  "tag-names-old no-tag no-secure-mail-certificate", "old name", NULL, NULL, check_renewed },
	{ "CERT-022", SEVERITY_WARNING, SUBJECT_SERVER, WIZARD_MADE, "CSRV, HC|RC|SC", "several no-secure-mail-certificate server-not-exported",
	  "certificates", NULL, NULL, check_one_match },
	{ "CERT-023", SEVERITY_ERROR, SUBJECT_CERTIFICATE, WIZARD_NO, "CERT",
	  "intermediate-missing broken-link intermediate-expired issuer-unknown leaf-only self-signed exempt", "issuer name", NULL, NULL,
	  check_chain },
	{ "CERT-027", SEVERITY_WARNING, SUBJECT_CERTIFICATE, WIZARD_NO, "CERT|CSRV", "elliptic-curve exempt", "bits name", NULL, NULL,
	  check_curve },
	{ "CERT-028", SEVERITY_INFO, SUBJECT_CERTIFICATE, WIZARD_NO, "CERT|CSRV, HC|AD", "beyond-wildcard no-wildcard exempt", "wildcards names name field",
	  NULL, NULL, check_wildcard_names },
	{ "CERT-029", SEVERITY_WARNING, SUBJECT_CERTIFICATE, WIZARD_NO, "CERT|CSRV", "too-long date-format exempt self-signed private-authority",
	  "days most not_before not_after name", NULL, NULL, check_period },
	{ "CERT-030", SEVERITY_ERROR, SUBJECT_CERTIFICATE, WIZARD_NO, "CSRV", "not-valid not-verified exempt expired", "status name", NULL, NULL,
	  check_status },
	{ "CERT-031", SEVERITY_ERROR, SUBJECT_SERVER, WIZARD_MADE, "HC|RC|SC, CSRV",
	  "missing server-not-exported no-secure-mail-certificate servers-assumed", "certificates", NULL, NULL, check_installed },
	{ "CERT-033", SEVERITY_ERROR, SUBJECT_CERTIFICATE, WIZARD_NO, "CERT|CSRV", "too-long no-secure-mail-certificate", "length most name", NULL,
	  NULL, check_tag_length },
	{ "CERT-035", SEVERITY_WARNING, SUBJECT_FILE, WIZARD_NO, "",
	  "password legacy-cipher protection damaged cut request key-only", "codes problems", NULL, NULL,
	  check_files },
	{ "CERT-036", SEVERITY_INFO, SUBJECT_CERTIFICATE, WIZARD_NO, "CERT|CSRV", "many-names exempt", "count name", NULL, NULL,
	  check_count_of_names },
};

const struct family certificates_family = { "certificates", rules, G_N_ELEMENTS(rules) };
