/* Certificates: renewal, several that match, wildcards, what Exchange says of them, the length of their tag. */
#include <string.h>

#include "autodiscover.h"
#include "certificates.h"
#include "servers.h"

/* ---- CERT-021 ---- */

static bool
same_pair(const struct certificate *a, const struct certificate *b)
{
	return a->subject != NULL && b->subject != NULL && a->issuer != NULL && b->issuer != NULL &&
	    dn_compare(a->subject, b->subject) == DN_SAME && dn_compare(a->issuer, b->issuer) == DN_SAME;
}

static bool
covers_all_of(const struct certificate *fresh, const struct certificate *old)
{
	for (size_t i = 0; i < old->nnames; i++)
		if (certificate_covers(fresh, old->names[i]) != COVER_YES)
			return false;
	return old->nnames > 0;
}

static bool
on_any_server(const struct facts *facts, const struct certificate *c)
{
	const GPtrArray *all = facts->certificates->bindings;

	for (guint i = 0; i < all->len; i++)
		if (((const struct binding *)g_ptr_array_index(all, i))->certificate == c)
			return true;
	return all->len == 0;
}

/* The newest certificate that has taken the old one's place for its names, without having its subject and issuer. */
static const struct certificate *
successor(const struct facts *facts, const struct certificate *old)
{
	const GPtrArray *all = facts->certificates->all;
	const struct certificate *found = NULL;

	for (guint i = 0; i < all->len; i++) {
		const struct certificate *c = g_ptr_array_index(all, i);

		if (c == old || c->is_ca == ANSWER_YES || !c->dates_known || c->not_before <= old->not_before || same_pair(c, old))
			continue;
		if (certificate_self_signed(c) == ANSWER_YES || certificate_valid(c, facts->as_of) != ANSWER_YES)
			continue;
		if (covers_all_of(c, old) && on_any_server(facts, c) && (found == NULL || c->not_before > found->not_before))
			found = c;
	}
	return found;
}

void
check_renewed(const struct facts *facts, struct judge *j)
{
	struct secure_mail mail = secure_mail_certificate(facts);
	const struct certificate *old = mail.certificates->len > 0 ? g_ptr_array_index(mail.certificates, 0) : NULL, *fresh = NULL;
	struct finding *row;

	if (old == NULL) {
		judge_not_evaluated(j, SEVERITY_ERROR, ORGANISATION, mail.reason != NULL ? mail.reason : "no-secure-mail-certificate", "CERT");
	} else if (mail.assumed) {
		about_certificate(judge_not_applicable(j, SEVERITY_ERROR, old->thumbprint, "no-tag"), old);
	} else if (!old->dates_known || !old->names_known) {
		about_certificate(judge_not_evaluated(j, SEVERITY_ERROR, old->thumbprint, "not-stated", "CERT"), old);
	} else {
		fresh = successor(facts, old);
		row = fresh != NULL ? judge_fail(j, certificate_valid(old, facts->as_of) == ANSWER_NO ? SEVERITY_BLOCKER : SEVERITY_ERROR,
		    fresh->thumbprint, "tag-names-old") : judge_pass(j, SEVERITY_ERROR, old->thumbprint);
		finding_value(row, "old", fresh != NULL ? old->thumbprint : NULL);
		finding_at(row, mail.at);
		about_certificate(row, fresh != NULL ? fresh : old);
	}
	secure_mail_clear(&mail);
}

/* ---- CERT-022 ---- */

static void
judge_matches(const struct facts *facts, struct judge *j, const struct server *s, const struct secure_mail *mail)
{
	GPtrArray *rows = bindings_of(facts, s->id), *there = bindings_among(facts, s->id, mail->certificates);
	unsigned valid = 0;
	struct finding *row;

	for (guint i = 0; i < there->len; i++)
		valid += certificate_valid(((const struct binding *)g_ptr_array_index(there, i))->certificate, facts->as_of) != ANSWER_NO;
	if (rows->len == 0)
		row = judge_not_evaluated(j, SEVERITY_WARNING, s->name, "server-not-exported", "CSRV");
	else if (valid > 1)
		row = judge_fail(j, SEVERITY_WARNING, s->name, "several");
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
	if (!any)
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
