/* Certificates: what stands in them - names, subject, key, signature, purposes, period. */
#include <string.h>

#include "certificates.h"
#include "hybrid.h"

enum { SECONDS_OF_A_DAY = 86400 };

/* What only the certificate's file tells. */
static struct finding *
judge_file_wanted(struct judge *j, enum severity severity, const struct certificate *c)
{
	return judge_not_evaluated(j, severity, c->thumbprint, "not-stated", "CERT");
}

/* ---- CERT-009 ---- */

/* CertificateDomains of a row lists the common name, too: alone it does not tell where it stands. */
static enum answer
has_san(const struct certificate *c)
{
	if (!c->names_known)
		return ANSWER_UNKNOWN;
	if (c->from_file || c->nnames + c->nbad_names == 0)
		return c->has_dns_names ? ANSWER_YES : ANSWER_NO;
	for (size_t i = 0; i < c->nnames; i++)
		if (g_strcmp0(c->names[i], c->common_name_host) != 0)
			return ANSWER_YES;
	return ANSWER_UNKNOWN;
}

static void
judge_san(const struct facts *facts, struct judge *j, const struct certificate *c)
{
	struct finding *row;

	(void)facts;
	switch (has_san(c)) {
	case ANSWER_YES:
		row = judge_pass(j, SEVERITY_WARNING, c->thumbprint);
		break;
	case ANSWER_NO:
		row = judge_fail(j, SEVERITY_WARNING, c->thumbprint, "no-san");
		break;
	case ANSWER_UNKNOWN:
	default:
		row = judge_file_wanted(j, SEVERITY_WARNING, c);
		break;
	}
	about_certificate(row, c);
}

void
check_has_san(const struct facts *facts, struct judge *j)
{
	each_public_leaf(facts, j, SEVERITY_WARNING, judge_san);
}

/* ---- CERT-013 ---- */

static void
judge_subject(struct judge *j, const struct certificate *c)
{
	struct finding *row;

	if (c->subject == NULL && c->subject_text != NULL && *c->subject_text != '\0')
		row = judge_file_wanted(j, SEVERITY_ERROR, c);
	else if (c->subject == NULL || *c->subject_text == '\0')
		row = c->from_file ? judge_fail(j, SEVERITY_ERROR, c->thumbprint, "empty") : judge_file_wanted(j, SEVERITY_ERROR, c);
	else
		row = c->common_name == NULL ? judge_fail(j, SEVERITY_ERROR, c->thumbprint, "no-common-name") :
		    judge_pass(j, SEVERITY_ERROR, c->thumbprint);
	about_certificate(row, c);
}

/* Exchange 2010 finds its certificate by the host name; later versions by issuer and subject, of which a common name is a part. */
void
check_subject(const struct facts *facts, struct judge *j)
{
	struct secure_mail mail;

	if (hybrid_is_2010(facts->hybrid) == ANSWER_YES) {
		judge_not_applicable(j, SEVERITY_ERROR, ORGANISATION, "not-in-generation");
		return;
	}
	mail = secure_mail_certificate(facts);
	for (guint i = 0; i < mail.certificates->len; i++)
		judge_subject(j, g_ptr_array_index(mail.certificates, i));
	if (mail.certificates->len == 0)
		judge_not_evaluated(j, SEVERITY_ERROR, ORGANISATION, mail.reason != NULL ? mail.reason : "no-secure-mail-certificate", "CERT");
	secure_mail_clear(&mail);
}

/* ---- CERT-014 ---- */

/* Domains that no public authority certifies (RFC 2606, RFC 6762, RFC 8375, RFC 9476 and the private ones of name_is_public()). */
static bool
is_internal(const char *name)
{
	static const char *const reserved[] = { "test", "example", "invalid", "localhost", "home.arpa", "in-addr.arpa", "ip6.arpa" };

	if (g_str_has_prefix(name, "*."))
		name += strlen("*.");
	for (size_t i = 0; i < G_N_ELEMENTS(reserved); i++)
		if (name_below(name, reserved[i]))
			return true;
	return !name_is_public(name);
}

static bool
holds(const struct certificate *c, const char *name)
{
	for (size_t i = 0; i < c->nnames; i++)
		if (strcmp(c->names[i], name) == 0)
			return true;
	return false;
}

static struct finding *
tell_internal(struct judge *j, struct finding *row, enum severity severity, const struct certificate *c, const char *name)
{
	if (row == NULL)
		row = judge_fail(j, severity, c->thumbprint, "internal-names");
	finding_value(row, "names", name);
	return row;
}

static void
judge_internal(const struct facts *facts, struct judge *j, const struct certificate *c)
{
	/* Before that day authorities still issued such names, for a time that ended with it. */
	const enum severity severity = certificate_limit(facts->knowledge, "internal-names-refused", facts->as_of) > 0 ? SEVERITY_ERROR :
	    SEVERITY_WARNING;
	struct finding *row = NULL;
	struct address address;

	if (certificate_self_signed(c) == ANSWER_YES) {
		about_certificate(judge_not_applicable(j, severity, c->thumbprint, "self-signed"), c);
		return;
	}
	for (size_t i = 0; i < c->nnames; i++)
		if (is_internal(c->names[i]))
			row = tell_internal(j, row, severity, c, c->names[i]);
	for (size_t i = 0; i < c->naddresses; i++)
		if (address_parse(c->addresses[i], &address) && address_is_private(&address))
			row = tell_internal(j, row, severity, c, c->addresses[i]);
	/* A row lists the common name among the others. */
	if (c->common_name_host != NULL && is_internal(c->common_name_host) && !holds(c, c->common_name_host))
		row = tell_internal(j, row, severity, c, c->common_name_host);
	if (row == NULL)
		row = c->names_known ? judge_pass(j, severity, c->thumbprint) : judge_file_wanted(j, severity, c);
	about_certificate(row, c);
}

void
check_certified_names(const struct facts *facts, struct judge *j)
{
	each_public_leaf(facts, j, SEVERITY_ERROR, judge_internal);
}

/* ---- CERT-015, CERT-027 ---- */

/* PublicKeySize is in bits, whatever the documents say; 0 is a key that is not RSA. */
static bool
size_of_row(const struct facts *facts, const struct certificate *c, unsigned *bits)
{
	const GPtrArray *all = facts->certificates->bindings;

	for (guint i = 0; i < all->len; i++) {
		const struct binding *b = g_ptr_array_index(all, i);
		const char *text = b->certificate == c ? object_text(b->row, CSRV_PUBLIC_KEY_SIZE) : NULL;
		guint64 n;

		if (text != NULL && g_ascii_string_to_unsigned(text, 10, 0, G_MAXUINT16, &n, NULL)) {
			*bits = (unsigned)n;
			return true;
		}
	}
	return false;
}

static void
judge_key_size(const struct facts *facts, struct judge *j, const struct certificate *c)
{
	const gint64 least = certificate_limit(facts->knowledge, "rsa-bits", facts->as_of);
	enum key_type type = c->key_type;
	unsigned bits = c->key_bits;
	struct finding *row;

	if (type == KEY_UNKNOWN && size_of_row(facts, c, &bits))
		type = bits > 0 ? KEY_RSA : KEY_OTHER;
	if (type == KEY_UNKNOWN)
		row = judge_file_wanted(j, SEVERITY_ERROR, c);
	else if (type != KEY_RSA)
		row = judge_not_applicable(j, SEVERITY_ERROR, c->thumbprint, "not-rsa");
	else if (least < 0)
		row = judge_not_evaluated(j, SEVERITY_ERROR, c->thumbprint, "no-table-for-date", NULL);
	else if (bits < least)
		row = judge_fail(j, SEVERITY_ERROR, c->thumbprint, "short-key");
	else if (c->weak_exponent)
		row = judge_fail(j, SEVERITY_WARNING, c->thumbprint, "weak-exponent");
	else
		row = bits % 8 != 0 ? judge_fail(j, SEVERITY_WARNING, c->thumbprint, "odd-size") : judge_pass(j, SEVERITY_ERROR, c->thumbprint);
	if (type == KEY_RSA) {
		finding_number(row, "bits", bits);
		finding_number(row, "least", (guint64)MAX(least, 0));
	}
	about_certificate(row, c);
}

void
check_key_size(const struct facts *facts, struct judge *j)
{
	each_public_leaf(facts, j, SEVERITY_ERROR, judge_key_size);
}

static void
judge_curve(const struct facts *facts, struct judge *j, const struct certificate *c)
{
	unsigned bits = c->key_bits;
	struct finding *row;

	if (c->key_type == KEY_EC)
		row = judge_fail(j, SEVERITY_WARNING, c->thumbprint, "elliptic-curve");
	else if (c->key_type != KEY_UNKNOWN || (size_of_row(facts, c, &bits) && bits > 0))
		row = judge_pass(j, SEVERITY_WARNING, c->thumbprint);
	else
		row = judge_file_wanted(j, SEVERITY_WARNING, c);
	if (bits > 0)
		finding_number(row, "bits", bits);
	about_certificate(row, c);
}

void
check_curve(const struct facts *facts, struct judge *j)
{
	each_public_leaf(facts, j, SEVERITY_WARNING, judge_curve);
}

/* ---- CERT-016 ---- */

static bool
is_weak(const struct facts *facts, const char *hash)
{
	if (strcmp(hash, "MD2") == 0 || strcmp(hash, "MD4") == 0 || strcmp(hash, "MD5") == 0)
		return true;
	return strcmp(hash, "SHA1") == 0 && certificate_limit(facts->knowledge, "sha1-refused", facts->as_of) > 0;
}

/* The first of the certificates above it whose signature is weak, or NULL. */
static const struct certificate *
weak_above(const struct facts *facts, const struct certificate *c)
{
	for (size_t i = 0; i < c->nabove; i++)
		if (c->above[i]->signature_hash != NULL && is_weak(facts, c->above[i]->signature_hash))
			return c->above[i];
	return NULL;
}

/* Only a chain that is there up to a root shows every signature. */
static void
judge_hash(const struct facts *facts, struct judge *j, const struct certificate *c)
{
	const struct certificate *up = weak_above(facts, c);
	const char *hash = c->signature_hash;
	struct finding *row;

	if (hash == NULL) {
		row = judge_file_wanted(j, SEVERITY_ERROR, c);
	} else if (certificate_self_signed(c) == ANSWER_YES) {
		row = judge_not_applicable(j, SEVERITY_ERROR, c->thumbprint, "self-signed");
	} else if (is_weak(facts, hash)) {
		row = judge_fail(j, SEVERITY_ERROR, c->thumbprint, "weak-hash");
	} else if (up != NULL) {
		row = judge_fail(j, SEVERITY_ERROR, c->thumbprint, "weak-intermediate");
		finding_value(row, "issuer", up->subject_text);
		finding_at(row, up->at);
		hash = up->signature_hash;
	} else {
		row = c->chain == CHAIN_COMPLETE ? judge_pass(j, SEVERITY_ERROR, c->thumbprint) :
		    judge_not_evaluated(j, SEVERITY_ERROR, c->thumbprint, "intermediates-unknown", "CERT");
	}
	finding_value(row, "hash", hash);
	about_certificate(row, c);
}

void
check_hash(const struct facts *facts, struct judge *j)
{
	each_public_leaf(facts, j, SEVERITY_ERROR, judge_hash);
}

/* ---- CERT-017, CERT-018 ---- */

static void
judge_server_auth(const struct facts *facts, struct judge *j, const struct certificate *c)
{
	struct finding *row;

	(void)facts;
	if (c->has_usages == ANSWER_UNKNOWN)
		row = judge_file_wanted(j, SEVERITY_ERROR, c);
	else if (c->has_usages == ANSWER_NO)
		row = judge_fail(j, SEVERITY_INFO, c->thumbprint, "no-usages");
	else
		row = c->server_auth ? judge_pass(j, SEVERITY_ERROR, c->thumbprint) : judge_fail(j, SEVERITY_ERROR, c->thumbprint, "no-server-auth");
	about_certificate(row, c);
}

void
check_server_auth(const struct facts *facts, struct judge *j)
{
	each_public_leaf(facts, j, SEVERITY_ERROR, judge_server_auth);
}

static void
judge_client_auth(const struct facts *facts, struct judge *j, const struct certificate *c)
{
	bool evidence;
	struct finding *row;

	if (certificate_public(facts, c, &evidence) == ANSWER_NO)
		row = judge_not_applicable(j, SEVERITY_INFO, c->thumbprint, "private-authority");
	else if (c->has_usages == ANSWER_UNKNOWN)
		row = judge_file_wanted(j, SEVERITY_INFO, c);
	else
		row = c->client_auth ? judge_fail(j, SEVERITY_INFO, c->thumbprint, "client-auth") : judge_pass(j, SEVERITY_INFO, c->thumbprint);
	about_certificate(row, c);
}

void
check_client_auth(const struct facts *facts, struct judge *j)
{
	each_public_leaf(facts, j, SEVERITY_INFO, judge_client_auth);
}

/* ---- CERT-029 ---- */

/* Both ends count (RFC 5280, 4.1.2.5), days have 86,400 seconds, and a part of one is a whole one (Baseline Requirements, 6.3.2). */
static gint64
days_of(const struct certificate *c)
{
	return (c->not_after - c->not_before + 1 + SECONDS_OF_A_DAY - 1) / SECONDS_OF_A_DAY;
}

static void
judge_period(const struct facts *facts, struct judge *j, const struct certificate *c)
{
	const gint64 most = c->dates_known ? certificate_limit(facts->knowledge, "validity-days", c->not_before) : -1;
	const char *aside = certificate_self_signed(c) == ANSWER_YES ? "self-signed" : NULL;
	struct finding *row;
	bool evidence;

	if (aside == NULL && certificate_public(facts, c, &evidence) == ANSWER_NO)
		aside = "private-authority";
	if (aside != NULL)
		row = judge_not_applicable(j, SEVERITY_WARNING, c->thumbprint, aside);
	else if (!c->dates_known)
		row = judge_not_evaluated(j, SEVERITY_WARNING, c->thumbprint, "date-format", "CERT");
	else if (most < 0)
		row = judge_not_evaluated(j, SEVERITY_WARNING, c->thumbprint, "no-table-for-date", NULL);
	else
		row = days_of(c) > most ? judge_fail(j, SEVERITY_WARNING, c->thumbprint, "too-long") :
		    judge_pass(j, SEVERITY_WARNING, c->thumbprint);
	if (c->dates_known && most >= 0) {
		finding_number(row, "days", (guint64)days_of(c));
		finding_number(row, "most", (guint64)most);
		tell_date(row, "not_before", c->not_before);
		tell_date(row, "not_after", c->not_after);
	}
	about_certificate(row, c);
}

void
check_period(const struct facts *facts, struct judge *j)
{
	each_public_leaf(facts, j, SEVERITY_WARNING, judge_period);
}

/* ---- CERT-036 ---- */

static void
judge_count(const struct facts *facts, struct judge *j, const struct certificate *c)
{
	enum { MANY = 100 };
	struct finding *row;

	(void)facts;
	if (c->nnames + c->nbad_names > MANY)
		row = judge_fail(j, SEVERITY_INFO, c->thumbprint, "many-names");
	else
		row = c->names_known ? judge_pass(j, SEVERITY_INFO, c->thumbprint) : judge_file_wanted(j, SEVERITY_INFO, c);
	if (c->names_known)
		finding_number(row, "count", c->nnames + c->nbad_names);
	about_certificate(row, c);
}

void
check_count_of_names(const struct facts *facts, struct judge *j)
{
	each_public_leaf(facts, j, SEVERITY_INFO, judge_count);
}
