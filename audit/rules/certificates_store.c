/* Certificates in the servers' stores: keys, services, and the same one on every hybrid server. */
#include <string.h>

#include "certificates.h"
#include "servers.h"
#include "sources.h"

static struct finding *
on_server(struct finding *row, const struct server *s)
{
	finding_server(row, s->name);
	return row;
}

static void
tell_all(struct finding *row, const GPtrArray *certificates)
{
	for (guint i = 0; i < certificates->len; i++) {
		const struct certificate *c = g_ptr_array_index(certificates, i);

		finding_value(row, "certificates", c->thumbprint);
		finding_at(row, c->at);
	}
}

/* ---- CERT-006 ---- */

static void
judge_key(struct judge *j, const struct binding *b)
{
	const struct certificate *c = b->certificate;
	struct finding *row;

	switch (value_true(object_get(b->row, CSRV_HAS_PRIVATE_KEY))) {
	case ANSWER_YES:
		row = judge_pass(j, SEVERITY_ERROR, c->thumbprint);
		break;
	case ANSWER_NO:
		row = judge_fail(j, SEVERITY_ERROR, c->thumbprint, "no-private-key");
		break;
	case ANSWER_UNKNOWN:
	default:
		row = judge_row_unknown(j, SEVERITY_ERROR, c->thumbprint, b, CSRV_HAS_PRIVATE_KEY);
	}
	finding_server(row, object_text(b->row, CSRV_SERVER));
	finding_at(row, b->row->at);
	about_certificate(row, c);
}

/* What a PFX tells; false when none does.  A public file never tells that there is no key. */
static bool
judge_file(struct judge *j, const struct certificate *c)
{
	if (c->private_key == ANSWER_UNKNOWN)
		return false;
	finding_at(about_certificate(c->private_key == ANSWER_YES ? judge_pass(j, SEVERITY_ERROR, c->thumbprint) :
	    judge_fail(j, SEVERITY_ERROR, c->thumbprint, "key-mismatch"), c), c->key_at);
	return true;
}

static void
judge_files_only(const struct facts *facts, struct judge *j)
{
	GPtrArray *leaves = certificate_leaves(facts), *open = g_ptr_array_new();
	const char *reason = "public-file-only";

	for (guint i = 0; i < facts->sources->len; i++)
		if (source_closed(g_ptr_array_index(facts->sources, i)) || source_has(g_ptr_array_index(facts->sources, i), "pfx-key-closed"))
			reason = "pfx-not-opened";
	for (guint i = 0; i < leaves->len; i++)
		if (!judge_file(j, g_ptr_array_index(leaves, i)))
			g_ptr_array_add(open, g_ptr_array_index(leaves, i));
	if (open->len > 0 || leaves->len == 0)
		tell_all(judge_not_evaluated(j, SEVERITY_ERROR, ORGANISATION, reason, "CSRV"), open);
	g_ptr_array_unref(open);
	g_ptr_array_unref(leaves);
}

void
check_private_key(const struct facts *facts, struct judge *j)
{
	const GPtrArray *all = facts->certificates->bindings;
	GPtrArray *leaves;

	if (!input_supplied(facts, "CSRV")) {
		judge_files_only(facts, j);
		return;
	}
	for (guint i = 0; i < all->len; i++) {
		const struct binding *b = g_ptr_array_index(all, i);

		if (!certificate_is_exempt(facts, b->certificate) && certificate_in_use(facts, b->certificate) != ANSWER_NO)
			judge_key(j, b);
	}
	leaves = certificate_leaves(facts);
	for (guint i = 0; i < leaves->len; i++) {
		const struct certificate *c = g_ptr_array_index(leaves, i);
		GPtrArray *one = g_ptr_array_new(), *rows;

		g_ptr_array_add(one, g_ptr_array_index(leaves, i));
		rows = bindings_among(facts, NULL, one);
		if (rows->len == 0 && !judge_file(j, c))
			about_certificate(judge_not_evaluated(j, SEVERITY_ERROR, c->thumbprint, "public-file-only", "CSRV"), c);
		g_ptr_array_unref(rows);
		g_ptr_array_unref(one);
	}
	g_ptr_array_unref(leaves);
}

/* ---- CERT-007 ---- */

/* What one service needs of one server, found in its rows. */
struct duty {
	enum answer done;
	const struct binding *binding;      /* the row that decides, or NULL */
};

/* How well a row answers.  For the web one of an authority that perhaps does comes before a self-signed one that does. */
static unsigned
rank_of(enum answer has, bool second_choice)
{
	if (has == ANSWER_NO)
		return second_choice ? 1 : 2;
	return (second_choice ? 3U : 5U) + (has == ANSWER_YES ? 1U : 0U);
}

/* for_web: of all the server's certificates, those of an authority first; else of the hybrid certificates alone. */
static struct duty
find_service(const struct facts *facts, const GPtrArray *rows, const char *service, bool for_web)
{
	struct duty duty = { ANSWER_NO, NULL };
	unsigned best = 0;

	for (guint i = 0; i < rows->len; i++) {
		const struct binding *b = g_ptr_array_index(rows, i);
		const enum answer has = binding_has_service(b, service);
		const unsigned rank = rank_of(has, for_web && certificate_self_signed(b->certificate) == ANSWER_YES);

		if ((for_web && certificate_is_exempt(facts, b->certificate)) || rank <= best)
			continue;
		best = rank;
		duty = (struct duty){ has, b };
	}
	return duty;
}

/* Which of several valid matches Exchange takes is not guaranteed (A9): the worst of them decides. */
static struct duty
find_smtp(const struct facts *facts, const GPtrArray *secure)
{
	struct duty duty = { ANSWER_YES, NULL };
	bool any_valid = false;

	for (guint i = 0; i < secure->len; i++)
		any_valid = any_valid || certificate_valid(((const struct binding *)g_ptr_array_index(secure, i))->certificate, facts->as_of) == ANSWER_YES;
	for (guint i = 0; i < secure->len; i++) {
		const struct binding *b = g_ptr_array_index(secure, i);
		const enum answer has = binding_has_service(b, "SMTP");

		if (any_valid && certificate_valid(b->certificate, facts->as_of) == ANSWER_NO)
			continue;
		if (duty.binding == NULL || (has != ANSWER_YES && duty.done != ANSWER_NO && duty.done != has))
			duty = (struct duty){ has, b };
	}
	return duty;
}

/* One row for a certificate on a server; iis NULL where only mail is judged, and the reverse. */
static void
judge_duties(struct judge *j, const struct server *s, const struct duty *smtp, const struct duty *iis)
{
	const struct binding *b = smtp != NULL ? smtp->binding : iis != NULL ? iis->binding : NULL;
	const enum answer mail = smtp != NULL ? smtp->done : ANSWER_YES, web = iis != NULL ? iis->done : ANSWER_YES;
	const char *subject = b != NULL ? b->certificate->thumbprint : ORGANISATION;
	struct finding *row;

	if (mail == ANSWER_NO || web == ANSWER_NO) {
		row = judge_fail(j, SEVERITY_ERROR, subject, mail == ANSWER_NO ? "no-smtp" : "no-iis");
		if (mail == ANSWER_NO)
			finding_value(row, "missing", "SMTP");
		if (web == ANSWER_NO)
			finding_value(row, "missing", "IIS");
	} else if (b != NULL && answer_and(mail, web) == ANSWER_UNKNOWN) {
		row = judge_row_unknown(j, SEVERITY_ERROR, subject, b, CSRV_SERVICES);
	} else {
		row = judge_pass(j, SEVERITY_ERROR, subject);
		finding_value(row, "services", smtp != NULL ? "SMTP" : NULL);
		finding_value(row, "services", iis != NULL ? "IIS" : NULL);
	}
	on_server(row, s);
	if (b != NULL) {
		finding_at(row, b->row->at);
		about_certificate(row, b->certificate);
	}
}

/* Why the rows do not settle what IIS has: which servers publish may be an assumption, and the row of an authority's certificate
 * may be one that was lost. */
static const char *
web_open(const struct facts *facts, const struct duty *iis)
{
	if (iis->done == ANSWER_NO && facts->hybrid->publishing.assumed)
		return "servers-assumed";
	if (!facts->objects->partial[KIND_EXCHANGE_CERTIFICATE])
		return NULL;
	return iis->done == ANSWER_NO || certificate_self_signed(iis->binding->certificate) == ANSWER_YES ? "not-complete" : NULL;
}

/* The server has none of the hybrid certificates: CERT-031 tells, and there is nothing to judge here. */
static const char *
mail_open(const struct facts *facts)
{
	return facts->objects->partial[KIND_EXCHANGE_CERTIFICATE] ? "not-complete" : "no-secure-mail-certificate";
}

static void
judge_open(struct judge *j, const struct server *s, const char *reason)
{
	on_server(judge_not_evaluated(j, SEVERITY_ERROR, ORGANISATION, reason, "CSRV"), s);
}

static void
judge_server_services(const struct facts *facts, struct judge *j, const struct server *s, const struct secure_mail *mail)
{
	GPtrArray *rows = bindings_of(facts, s->id), *secure = bindings_among(facts, s->id, mail->certificates);
	const struct duty smtp = find_smtp(facts, secure);
	struct duty iis = find_service(facts, rows, "IIS", true);
	const bool mails = s->in_transport && smtp.binding != NULL;
	const char *open = rows->len > 0 && s->in_publishing ? web_open(facts, &iis) : NULL;
	const char *lacking = rows->len > 0 && s->in_transport && !mails && mail->reason == NULL ? mail_open(facts) : NULL;
	const bool publishes = s->in_publishing && open == NULL;

	if (iis.done == ANSWER_NO && secure->len > 0)
		iis.binding = g_ptr_array_index(secure, 0);
	if (rows->len == 0) {
		judge_open(j, s, "server-not-exported");
	} else if (mails && publishes && smtp.binding->certificate == (iis.binding != NULL ? iis.binding->certificate : NULL)) {
		judge_duties(j, s, &smtp, &iis);
	} else {
		if (mails)
			judge_duties(j, s, &smtp, NULL);
		if (publishes)
			judge_duties(j, s, NULL, &iis);
	}
	if (open != NULL)
		judge_open(j, s, open);
	if (lacking != NULL && g_strcmp0(lacking, open) != 0)
		judge_open(j, s, lacking);
	g_ptr_array_unref(rows);
	g_ptr_array_unref(secure);
}

void
check_services(const struct facts *facts, struct judge *j)
{
	struct secure_mail mail = secure_mail_certificate(facts);

	for (guint i = 0; i < facts->hybrid->servers->len; i++) {
		const struct server *s = g_ptr_array_index(facts->hybrid->servers, i);

		if (s->in_transport || s->in_publishing)
			judge_server_services(facts, j, s, &mail);
	}
	if (mail.reason != NULL)
		judge_not_evaluated(j, SEVERITY_ERROR, ORGANISATION, mail.reason, "HC");
	judge_sets_unknown(facts, j, SEVERITY_ERROR);
	secure_mail_clear(&mail);
}

/* ---- CERT-031 ---- */

static void
judge_installed(const struct facts *facts, struct judge *j, const struct server *s, const struct secure_mail *mail)
{
	GPtrArray *rows = bindings_of(facts, s->id), *there = bindings_among(facts, s->id, mail->certificates);
	const struct binding *unclear = binding_unclear(facts, s->id, &mail->tag);
	struct finding *row;

	if (there->len > 0) {
		row = judge_pass(j, SEVERITY_ERROR, s->name);
		for (guint i = 0; i < there->len; i++)
			finding_at(row, ((const struct binding *)g_ptr_array_index(there, i))->row->at);
	} else if (rows->len == 0) {
		row = judge_not_evaluated(j, SEVERITY_ERROR, s->name, "server-not-exported", "CSRV");
	} else if (facts->objects->partial[KIND_EXCHANGE_CERTIFICATE]) {
		row = judge_not_evaluated(j, SEVERITY_ERROR, s->name, "not-complete", "CSRV");
	} else if (unclear != NULL) {
		row = judge_row_unknown(j, SEVERITY_ERROR, s->name, unclear, unclear_property(unclear));
	} else if (facts->hybrid->transport.assumed) {
		row = judge_not_evaluated(j, SEVERITY_ERROR, s->name, "servers-assumed", "HC");
	} else {
		row = judge_fail(j, SEVERITY_ERROR, s->name, "missing");
		tell_all(row, mail->certificates);
		finding_at(row, mail->at);
	}
	about_server(row, s);
	g_ptr_array_unref(rows);
	g_ptr_array_unref(there);
}

void
check_installed(const struct facts *facts, struct judge *j)
{
	const struct server_set *transport = &facts->hybrid->transport;
	struct secure_mail mail = secure_mail_certificate(facts);

	if (mail.reason != NULL)
		judge_not_evaluated(j, SEVERITY_ERROR, ORGANISATION, mail.reason, "HC");
	for (guint i = 0; mail.reason == NULL && i < transport->servers->len; i++)
		judge_installed(facts, j, g_ptr_array_index(transport->servers, i), &mail);
	if (mail.reason == NULL)
		judge_set_unknown(j, SEVERITY_ERROR, ORGANISATION, transport);
	secure_mail_clear(&mail);
}
