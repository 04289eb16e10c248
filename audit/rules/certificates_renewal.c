/* Certificates: renewal, several that match, wildcards, what Exchange says of them, the length of their tag. */
#include <string.h>

#include "autodiscover.h"
#include "certificates.h"
#include "servers.h"

/* ---- CERT-021 ---- */

/* Has it the same subject and issuer?  UNKNOWN: a row does not tell one of them. */
static enum answer
same_pair(const struct certificate *a, const struct certificate *b)
{
	if (a->subject == NULL || b->subject == NULL || a->issuer == NULL || b->issuer == NULL)
		return ANSWER_UNKNOWN;
	return dn_compare(a->subject, b->subject) == DN_SAME && dn_compare(a->issuer, b->issuer) == DN_SAME ? ANSWER_YES : ANSWER_NO;
}

/* Mail takes the common name for a name like the others.  A wildcard does other work beside a certificate that is valid; of one that
 * is not it may have taken the place. */
static enum answer
holds_name(const struct certificate *fresh, const char *name, bool wildcards)
{
	for (size_t i = 0; i < fresh->nnames; i++)
		if (strcmp(fresh->names[i], name) == 0)
			return ANSWER_YES;
	if (g_strcmp0(fresh->common_name_host, name) == 0)
		return ANSWER_YES;
	if (wildcards && certificate_covers_smtp(fresh, name) == COVER_YES)
		return ANSWER_YES;
	return fresh->names_known ? ANSWER_NO : ANSWER_UNKNOWN;
}

static enum answer
holds_names_of(const struct certificate *fresh, const struct certificate *old, bool wildcards)
{
	enum answer all = ANSWER_YES;

	for (size_t i = 0; i < old->nnames; i++)
		all = answer_and(all, holds_name(fresh, old->names[i], wildcards));
	if (old->nnames == 0)
		return old->common_name_host != NULL ? holds_name(fresh, old->common_name_host, wildcards) : ANSWER_NO;
	return all;
}

/* Is it where mail is carried?  The certificate of a server that only publishes is another matter. */
static bool
on_mail_server(const struct facts *facts, const struct certificate *c)
{
	const struct server_set *transport = &facts->hybrid->transport;
	const GPtrArray *all = facts->certificates->bindings;

	for (guint i = 0; i < all->len; i++) {
		const struct binding *b = g_ptr_array_index(all, i);

		if (b->certificate != c)
			continue;
		if (b->server == NULL || transport->reason != NULL || transport->servers->len == 0)
			return true;
		for (guint k = 0; k < transport->servers->len; k++)
			if (strcmp(((const struct server *)g_ptr_array_index(transport->servers, k))->id, b->server) == 0)
				return true;
	}
	return all->len == 0;
}

/* Has it taken the old one's place for its names, without having its subject and issuer? */
static enum answer
succeeds(const struct facts *facts, const struct certificate *c, const struct certificate *old)
{
	const enum answer newer = !c->dates_known ? ANSWER_UNKNOWN : c->not_before > old->not_before ? ANSWER_YES : ANSWER_NO;
	enum answer answer;

	if (c == old || c->is_ca == ANSWER_YES || !on_mail_server(facts, c))
		return ANSWER_NO;
	answer = answer_and(newer, answer_not(same_pair(c, old)));
	answer = answer_and(answer, answer_not(certificate_self_signed(c)));
	answer = answer_and(answer, certificate_valid(c, facts->as_of));
	return answer_and(answer, holds_names_of(c, old, certificate_valid(old, facts->as_of) == ANSWER_NO));
}

/* The newest that has; open: one that may have. */
static const struct certificate *
successor(const struct facts *facts, const struct certificate *old, const struct certificate **open)
{
	const GPtrArray *all = facts->certificates->all;
	const struct certificate *found = NULL;

	*open = NULL;
	for (guint i = 0; i < all->len; i++) {
		const struct certificate *c = g_ptr_array_index(all, i);
		const enum answer answer = succeeds(facts, c, old);

		if (answer == ANSWER_YES && (found == NULL || c->not_before > found->not_before))
			found = c;
		else if (answer == ANSWER_UNKNOWN)
			*open = c;
	}
	return found;
}

static struct finding *
judge_renewed(const struct facts *facts, struct judge *j, const struct certificate *old)
{
	const struct certificate *open, *fresh = successor(facts, old, &open);
	struct finding *row;

	if (fresh != NULL) {
		row = judge_fail(j, certificate_valid(old, facts->as_of) == ANSWER_NO ? SEVERITY_BLOCKER : SEVERITY_ERROR, fresh->thumbprint,
		    "tag-names-old");
		finding_value(row, "old", old->thumbprint);
	} else if (open != NULL) {
		row = judge_not_evaluated(j, SEVERITY_ERROR, old->thumbprint, "not-stated", "CERT");
		finding_at(row, open->at);
	} else if (facts->objects->partial[KIND_EXCHANGE_CERTIFICATE]) {
		row = judge_not_evaluated(j, SEVERITY_ERROR, old->thumbprint, "not-complete", "CSRV");
	} else {
		row = judge_pass(j, SEVERITY_ERROR, old->thumbprint);
	}
	return about_certificate(row, fresh != NULL ? fresh : old);
}

void
check_renewed(const struct facts *facts, struct judge *j)
{
	struct secure_mail mail = secure_mail_certificate(facts);
	const struct certificate *old = mail.certificates->len > 0 ? g_ptr_array_index(mail.certificates, 0) : NULL;

	if (old == NULL) {
		judge_not_evaluated(j, SEVERITY_ERROR, ORGANISATION, mail.reason != NULL ? mail.reason : "no-secure-mail-certificate", "CERT");
	} else if (mail.assumed) {
		about_certificate(judge_not_applicable(j, SEVERITY_ERROR, old->thumbprint, "no-tag"), old);
	} else if (!old->dates_known || !old->names_known) {
		about_certificate(judge_not_evaluated(j, SEVERITY_ERROR, old->thumbprint, "not-stated", "CERT"), old);
	} else {
		finding_at(judge_renewed(facts, j, old), mail.at);
	}
	secure_mail_clear(&mail);
}

/* ---- CERT-022 ---- */

static void
judge_matches(const struct facts *facts, struct judge *j, const struct server *s, const struct secure_mail *mail)
{
	GPtrArray *rows = bindings_of(facts, s->id), *there = bindings_among(facts, s->id, mail->certificates);
	const struct binding *unclear = binding_unclear(facts, s->id, &mail->tag);
	unsigned valid = 0;
	struct finding *row;

	for (guint i = 0; i < there->len; i++)
		valid += certificate_valid(((const struct binding *)g_ptr_array_index(there, i))->certificate, facts->as_of) != ANSWER_NO;
	if (rows->len == 0)
		row = judge_not_evaluated(j, SEVERITY_WARNING, s->name, "server-not-exported", "CSRV");
	else if (valid > 1)
		row = judge_fail(j, SEVERITY_WARNING, s->name, "several");
	else if (unclear != NULL)
		row = judge_row_unknown(j, SEVERITY_WARNING, s->name, unclear, unclear_property(unclear));
	else if (facts->objects->partial[KIND_EXCHANGE_CERTIFICATE])
		row = judge_not_evaluated(j, SEVERITY_WARNING, s->name, "not-complete", "CSRV");
	else
		row = judge_pass(j, SEVERITY_WARNING, s->name);
	for (guint i = 0; i < there->len; i++) {
		const struct binding *b = g_ptr_array_index(there, i);

		finding_value(row, "certificates", b->certificate->thumbprint);
		finding_at(row, b->row->at);
	}
	about_server(row, s);
	g_ptr_array_unref(rows);
	g_ptr_array_unref(there);
}

void
check_one_match(const struct facts *facts, struct judge *j)
{
	const struct server_set *transport = &facts->hybrid->transport;
	struct secure_mail mail = secure_mail_certificate(facts);

	if (mail.reason != NULL)
		judge_not_evaluated(j, SEVERITY_WARNING, ORGANISATION, mail.reason, "HC");
	for (guint i = 0; mail.reason == NULL && i < transport->servers->len; i++)
		judge_matches(facts, j, g_ptr_array_index(transport->servers, i), &mail);
	if (mail.reason == NULL)
		judge_set_unknown(j, SEVERITY_WARNING, ORGANISATION, transport);
	secure_mail_clear(&mail);
}

/* ---- CERT-028 ---- */

/* A wildcard stands for one label: not for the domain itself, nor for what is deeper. */
static bool
looks_covered(const struct certificate *c, const char *name)
{
	for (size_t i = 0; i < c->nnames; i++)
		if (g_str_has_prefix(c->names[i], "*.") && name_below(name, c->names[i] + strlen("*.")))
			return true;
	return false;
}

static bool
answers_web(const struct facts *facts, const struct certificate *c)
{
	const GPtrArray *all = facts->certificates->bindings;

	for (guint i = 0; i < all->len; i++) {
		const struct binding *b = g_ptr_array_index(all, i);

		if (b->certificate == c && binding_has_service(b, "IIS") == ANSWER_YES)
			return true;
	}
	return all->len == 0;
}

static void
judge_wildcard(const struct facts *facts, struct judge *j, const struct certificate *c)
{
	struct finding *row;
	GPtrArray *beyond = g_ptr_array_new();
	bool any = false;

	for (size_t i = 0; i < c->nnames; i++)
		any = any || g_str_has_prefix(c->names[i], "*.");
	for (guint i = 0; any && answers_web(facts, c) && i < facts->hybrid->domains->len; i++) {
		const struct domain *d = g_ptr_array_index(facts->hybrid->domains, i);
		const char *name = autodiscover_name(facts, d->name);

		if (!autodiscover_lifted(facts, d) && looks_covered(c, name) && certificate_covers(c, name) != COVER_YES)
			g_ptr_array_add(beyond, (gpointer)(gsize)name);
	}
	if (!c->names_known && beyond->len == 0)
		row = judge_not_evaluated(j, SEVERITY_INFO, c->thumbprint, "not-stated", "CERT");
	else if (!any)
		row = judge_not_applicable(j, SEVERITY_INFO, c->thumbprint, "no-wildcard");
	else
		row = beyond->len > 0 ? judge_fail(j, SEVERITY_INFO, c->thumbprint, "beyond-wildcard") :
		    judge_pass(j, SEVERITY_INFO, c->thumbprint);
	for (size_t i = 0; i < c->nnames; i++)
		if (g_str_has_prefix(c->names[i], "*."))
			finding_value(row, "wildcards", c->names[i]);
	for (guint i = 0; i < beyond->len; i++)
		finding_value(row, "names", g_ptr_array_index(beyond, i));
	about_certificate(row, c);
	g_ptr_array_unref(beyond);
}

void
check_wildcard_names(const struct facts *facts, struct judge *j)
{
	each_public_leaf(facts, j, SEVERITY_INFO, judge_wildcard);
	judge_unknown_domains(facts, j, SEVERITY_INFO);
}

/* ---- CERT-030 ---- */

static void
judge_status(const struct facts *facts, struct judge *j, const struct binding *b)
{
	static const char *const bad[] = { "Revoked", "Invalid", "DateInvalid" };
	const struct certificate *c = b->certificate;
	const struct value *status = object_get(b->row, CSRV_STATUS);
	struct finding *row = NULL;

	if (certificate_aside(facts, c))
		row = judge_not_applicable(j, SEVERITY_ERROR, c->thumbprint, "exempt");
	else if (certificate_nameless(facts, c))
		row = judge_row_unknown(j, SEVERITY_ERROR, c->thumbprint, b, CSRV_SUBJECT);
	else if (status->state != VALUE_STATED)
		row = judge_row_unknown(j, SEVERITY_ERROR, c->thumbprint, b, CSRV_STATUS);
	else if (value_has(status, "Valid") == ANSWER_YES)
		row = judge_pass(j, SEVERITY_ERROR, c->thumbprint);
	else if (certificate_valid(c, facts->as_of) == ANSWER_NO && value_has(status, "DateInvalid") == ANSWER_YES)
		row = judge_not_applicable(j, SEVERITY_ERROR, c->thumbprint, "expired");
	for (size_t i = 0; row == NULL && i < G_N_ELEMENTS(bad); i++)
		if (value_has(status, bad[i]) == ANSWER_YES)
			row = judge_fail(j, SEVERITY_ERROR, c->thumbprint, "not-valid");
	if (row == NULL)
		row = judge_fail(j, SEVERITY_WARNING, c->thumbprint, "not-verified");
	finding_server(row, object_text(b->row, CSRV_SERVER));
	finding_value(row, "status", value_text(status));
	finding_at(row, b->row->at);
	about_certificate(row, c);
}

void
check_status(const struct facts *facts, struct judge *j)
{
	const GPtrArray *all = facts->certificates->bindings;

	for (guint i = 0; i < all->len; i++)
		judge_status(facts, j, g_ptr_array_index(all, i));
}

/* ---- CERT-033 ---- */

/* An Edge server keeps its settings in AD LDS, whose attribute for the tag takes fewer characters. */
static void
judge_length(const struct facts *facts, struct judge *j, const struct certificate *c)
{
	enum { OF_EDGE = 256, OF_OTHERS = 1024 };
	const glong length = c->subject_text != NULL && c->issuer_text != NULL ?
	    g_utf8_strlen("<I><S>", -1) + g_utf8_strlen(c->subject_text, -1) + g_utf8_strlen(c->issuer_text, -1) : -1;
	const GPtrArray *servers = facts->hybrid->transport.servers;
	bool edge = false;
	struct finding *row;

	for (guint i = 0; i < servers->len; i++)
		edge = edge || ((const struct server *)g_ptr_array_index(servers, i))->edge;
	if (length < 0)
		row = judge_not_evaluated(j, SEVERITY_ERROR, c->thumbprint, "not-stated", "CERT");
	else if (length > OF_EDGE && length <= OF_OTHERS && !edge && facts->hybrid->transport.reason != NULL)
		row = judge_set_unknown(j, SEVERITY_ERROR, c->thumbprint, &facts->hybrid->transport);
	else if (length > (edge ? OF_EDGE : OF_OTHERS))
		row = judge_fail(j, edge ? SEVERITY_ERROR : SEVERITY_WARNING, c->thumbprint, "too-long");
	else
		row = judge_pass(j, SEVERITY_ERROR, c->thumbprint);
	if (length >= 0)
		finding_number(row, "length", (guint64)length);
	finding_number(row, "most", edge ? OF_EDGE : OF_OTHERS);
	about_certificate(row, c);
}

void
check_tag_length(const struct facts *facts, struct judge *j)
{
	struct secure_mail mail = secure_mail_certificate(facts);

	for (guint i = 0; i < mail.certificates->len; i++)
		judge_length(facts, j, g_ptr_array_index(mail.certificates, i));
	if (mail.certificates->len == 0)
		judge_not_evaluated(j, SEVERITY_ERROR, ORGANISATION, mail.reason != NULL ? mail.reason : "no-secure-mail-certificate", "CERT");
	secure_mail_clear(&mail);
}
