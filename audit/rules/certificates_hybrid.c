/* The hybrid certificate as a whole: is there one that will do, and is it one? */
#include <string.h>

#include "certificates.h"
#include "connectors.h"
#include "servers.h"

/* ---- CERT-001 ---- */

/* The first demand that the certificate certainly misses, NULL when there is none; unknown: what could not be judged. */
static const char *
missed(const struct facts *facts, const struct certificate *c, const char **unknown)
{
	const char *const demands[] = { "CERT-002", "CERT-003", "CERT-004", "CERT-006, CERT-007" };
	const char *const reasons[] = { "issuer-unknown", "issuer-unknown", "not-stated", "key-and-services-unknown" };
	bool evidence;
	const enum answer met[] = {
		answer_not(certificate_self_signed(c)), certificate_public(facts, c, &evidence), certificate_valid(c, facts->as_of),
		certificate_ready(facts, c)
	};

	*unknown = NULL;
	for (size_t i = 0; i < G_N_ELEMENTS(met); i++) {
		if (met[i] == ANSWER_NO)
			return demands[i];
		if (met[i] == ANSWER_UNKNOWN)
			*unknown = reasons[i];
	}
	return NULL;
}

/* Is there no server of the transport without rows? */
static bool
all_exported(const struct facts *facts)
{
	const GPtrArray *servers = facts->hybrid->transport.servers;
	bool all = servers->len > 0;

	for (guint i = 0; i < servers->len; i++) {
		GPtrArray *rows = bindings_of(facts, ((const struct server *)g_ptr_array_index(servers, i))->id);

		all = all && rows->len > 0;
		g_ptr_array_unref(rows);
	}
	return all;
}

/* A certificate that was not read may be the one; where the rows of every server are there, it is on none of them. */
static bool
all_read(const struct facts *facts)
{
	if (facts->objects->partial[KIND_EXCHANGE_CERTIFICATE])
		return false;
	if (facts->hybrid->transport.reason == NULL && all_exported(facts))
		return true;
	for (guint i = 0; i < facts->sources->len; i++) {
		const struct source *s = g_ptr_array_index(facts->sources, i);

		if (strcmp(s->kind, "certificates") == 0 && (s->state == SOURCE_REFUSED || s->state == SOURCE_PARTLY))
			return false;
	}
	return true;
}

void
check_usable(const struct facts *facts, struct judge *j)
{
	GPtrArray *leaves = certificate_leaves(facts);
	const struct certificate *good = NULL, *open = NULL;
	const char *reason = NULL, *unknown, *rule;
	struct finding *row;

	for (guint i = 0; good == NULL && i < leaves->len; i++) {
		const struct certificate *c = g_ptr_array_index(leaves, i);

		rule = missed(facts, c, &unknown);
		if (rule == NULL && unknown == NULL)
			good = c;
		else if (rule == NULL && open == NULL) {
			open = c;
			reason = unknown;
		}
	}
	if (good != NULL || open != NULL) {
		row = good != NULL ? judge_pass(j, SEVERITY_BLOCKER, ORGANISATION) :
		    judge_not_evaluated(j, SEVERITY_BLOCKER, ORGANISATION, reason, "CSRV");
		finding_value(row, "certificates", (good != NULL ? good : open)->thumbprint);
		about_certificate(row, good != NULL ? good : open);
	} else if (leaves->len > 0 && !all_read(facts)) {
		judge_not_evaluated(j, SEVERITY_BLOCKER, ORGANISATION, "not-complete", "CSRV");
	} else if (leaves->len > 0) {
		row = judge_fail(j, SEVERITY_BLOCKER, ORGANISATION, "none-usable");
		for (guint i = 0; i < leaves->len; i++) {
			const struct certificate *c = g_ptr_array_index(leaves, i);
			char *item = g_strdup_printf("%s (%s)", c->thumbprint, missed(facts, c, &unknown));

			finding_value(row, "certificates", item);
			finding_at(row, c->at);
			g_free(item);
		}
	}
	g_ptr_array_unref(leaves);
}

/* ---- CERT-019 ---- */

/* The certificate a server has for mail with the cloud: the organisation's, else what its connector offers. */
static const struct certificate *
mail_certificate_of(const struct facts *facts, const struct server *s, const struct secure_mail *mail)
{
	GPtrArray *there = bindings_among(facts, s->id, mail->certificates);
	const struct certificate *c = there->len > 0 ? ((const struct binding *)g_ptr_array_index(there, 0))->certificate : NULL;
	const char *reason;
	const struct object *rc = c == NULL ? hybrid_receive_connector(facts, s->id, &reason) : NULL;
	struct offered offered = rc != NULL ? certificate_offered(facts, rc, s->id) : (struct offered){ NULL, NULL, false };

	g_ptr_array_unref(there);
	return c != NULL ? c : offered.assumed ? NULL : offered.certificate;
}

static const char *
difference(const struct certificate *a, const struct certificate *b)
{
	if (a->subject == NULL || b->subject == NULL || a->issuer == NULL || b->issuer == NULL)
		return NULL;
	if (dn_compare(a->subject, b->subject) != DN_SAME)
		return "different-subject";
	return dn_compare(a->issuer, b->issuer) != DN_SAME ? "different-issuer" : NULL;
}

struct comparison {
	const struct certificate *first;
	const char *differs;        /* reason, or NULL */
	unsigned known, unknown;
	bool not_exported;
	GPtrArray *rows;            /* char *: "EX1: CN=...; CN=..." */
	GPtrArray *read;            /* const struct certificate * */
};

static void
compare_server(const struct facts *facts, const struct server *s, const struct secure_mail *mail, struct comparison *cmp)
{
	const struct certificate *c = mail_certificate_of(facts, s, mail);
	GPtrArray *rows = bindings_of(facts, s->id);

	cmp->not_exported = cmp->not_exported || rows->len == 0;
	g_ptr_array_unref(rows);
	if (c == NULL || c->subject == NULL || c->issuer == NULL) {
		cmp->unknown++;
		return;
	}
	cmp->known++;
	g_ptr_array_add(cmp->rows, g_strdup_printf("%s: %s (%s)", s->name, c->subject_text, c->issuer_text));
	g_ptr_array_add(cmp->read, (gpointer)(gsize)c);
	if (cmp->first == NULL)
		cmp->first = c;
	else if (cmp->differs == NULL)
		cmp->differs = difference(cmp->first, c);
}

void
check_same_tag(const struct facts *facts, struct judge *j)
{
	const struct server_set *transport = &facts->hybrid->transport;
	struct secure_mail mail = secure_mail_certificate(facts);
	struct comparison cmp = { .rows = g_ptr_array_new_with_free_func(g_free), .read = g_ptr_array_new() };
	struct finding *row;

	for (guint i = 0; i < transport->servers->len; i++)
		compare_server(facts, g_ptr_array_index(transport->servers, i), &mail, &cmp);
	if (cmp.differs != NULL)
		row = judge_fail(j, SEVERITY_ERROR, ORGANISATION, cmp.differs);
	else if (mail.reason != NULL && cmp.known < 2)
		row = judge_not_evaluated(j, SEVERITY_ERROR, ORGANISATION, mail.reason, "HC");
	else if (cmp.not_exported)
		row = judge_not_evaluated(j, SEVERITY_ERROR, ORGANISATION, "server-not-exported", "CSRV");
	else if (transport->reason != NULL)
		row = judge_set_unknown(j, SEVERITY_ERROR, ORGANISATION, transport);
	else if (cmp.unknown > 0)
		row = judge_not_evaluated(j, SEVERITY_ERROR, ORGANISATION, "no-secure-mail-certificate", "CSRV");
	else if (cmp.known < 2)
		row = transport->servers->len == 1 && !transport->assumed ?
		    judge_not_applicable(j, SEVERITY_ERROR, ORGANISATION, "single-server") :
		    judge_not_evaluated(j, SEVERITY_ERROR, ORGANISATION, "one-server", NULL);
	else
		row = judge_pass(j, SEVERITY_ERROR, ORGANISATION);
	for (guint i = 0; i < cmp.rows->len; i++) {
		finding_value(row, "servers", g_ptr_array_index(cmp.rows, i));
		finding_at(row, ((const struct certificate *)g_ptr_array_index(cmp.read, i))->at);
	}
	g_ptr_array_unref(cmp.rows);
	g_ptr_array_unref(cmp.read);
	secure_mail_clear(&mail);
}

/* ---- HYB-010 ---- */

/* On one server: is one of them there, valid and with its key? */
static enum answer
usable_on(const struct facts *facts, const struct server *s, const struct secure_mail *mail)
{
	GPtrArray *rows = bindings_of(facts, s->id), *there = bindings_among(facts, s->id, mail->certificates);
	enum answer usable = rows->len == 0 || facts->objects->partial[KIND_EXCHANGE_CERTIFICATE] ||
	    binding_unclear(facts, s->id, &mail->tag) != NULL ? ANSWER_UNKNOWN : ANSWER_NO;

	for (guint i = 0; i < there->len; i++) {
		const struct binding *b = g_ptr_array_index(there, i);

		usable = answer_or(usable, answer_and(certificate_valid(b->certificate, facts->as_of),
		    value_true(object_get(b->row, CSRV_HAS_PRIVATE_KEY))));
	}
	g_ptr_array_unref(rows);
	g_ptr_array_unref(there);
	return usable;
}

static enum answer
any_valid(const struct facts *facts, const GPtrArray *certificates)
{
	enum answer valid = ANSWER_NO;

	for (guint i = 0; i < certificates->len; i++)
		valid = answer_or(valid, certificate_valid(g_ptr_array_index(certificates, i), facts->as_of));
	return valid;
}

/* The servers whose answer it is, as value `servers`; row NULL: only how many. */
static unsigned
tell_servers(const struct facts *facts, const struct secure_mail *mail, enum answer which, struct finding *row)
{
	const GPtrArray *servers = facts->hybrid->transport.servers;
	unsigned n = 0;

	for (guint i = 0; i < servers->len; i++) {
		const struct server *s = g_ptr_array_index(servers, i);

		if (usable_on(facts, s, mail) != which)
			continue;
		n++;
		if (row != NULL)
			finding_value(row, "servers", s->name);
	}
	return n;
}

/* The row that leaves it open whether the server has one of them, with the property that is not known; or NULL. */
static const struct binding *
open_row(const struct facts *facts, const struct server *s, const struct secure_mail *mail, int *property)
{
	GPtrArray *there = bindings_among(facts, s->id, mail->certificates);
	const struct binding *open = NULL;

	*property = CSRV_HAS_PRIVATE_KEY;
	for (guint i = 0; open == NULL && i < there->len; i++)
		if (value_true(object_get(((const struct binding *)g_ptr_array_index(there, i))->row, CSRV_HAS_PRIVATE_KEY)) == ANSWER_UNKNOWN)
			open = g_ptr_array_index(there, i);
	g_ptr_array_unref(there);
	if (open == NULL && (open = binding_unclear(facts, s->id, &mail->tag)) != NULL)
		*property = unclear_property(open);
	return open;
}

static struct finding *
judge_servers_open(const struct facts *facts, struct judge *j, const struct secure_mail *mail)
{
	const GPtrArray *servers = facts->hybrid->transport.servers;

	if (!all_exported(facts))
		return judge_not_evaluated(j, SEVERITY_BLOCKER, ORGANISATION, "server-not-exported", "CSRV");
	if (facts->objects->partial[KIND_EXCHANGE_CERTIFICATE])
		return judge_not_evaluated(j, SEVERITY_BLOCKER, ORGANISATION, "not-complete", "CSRV");
	for (guint i = 0; i < servers->len; i++) {
		const struct server *s = g_ptr_array_index(servers, i);
		int property;
		const struct binding *b = usable_on(facts, s, mail) == ANSWER_UNKNOWN ? open_row(facts, s, mail, &property) : NULL;

		if (b != NULL) {
			struct finding *row = judge_row_unknown(j, SEVERITY_BLOCKER, ORGANISATION, b, property);

			finding_server(row, NULL);      /* the servers are a value of the row */
			return row;
		}
	}
	return judge_not_evaluated(j, SEVERITY_BLOCKER, ORGANISATION, "not-stated", "CSRV");
}

static struct finding *
judge_hybrid_certificate(const struct facts *facts, struct judge *j, const struct secure_mail *mail)
{
	const struct server_set *transport = &facts->hybrid->transport;
	const unsigned without = tell_servers(facts, mail, ANSWER_NO, NULL), open = tell_servers(facts, mail, ANSWER_UNKNOWN, NULL);
	const bool all_judged = open == 0 && transport->servers->len > 0 && transport->reason == NULL;
	struct finding *row;

	if (mail->reason != NULL)
		return judge_not_evaluated(j, SEVERITY_BLOCKER, ORGANISATION, mail->reason, "HC");
	if (mail->certificates->len > 0 && any_valid(facts, mail->certificates) == ANSWER_NO)
		return judge_fail(j, SEVERITY_BLOCKER, ORGANISATION, "expired");
	if (mail->certificates->len == 0 && without > 0 && (!transport->assumed || all_judged))
		return judge_fail(j, SEVERITY_BLOCKER, ORGANISATION, "no-match");
	if (mail->certificates->len > 0 && without > 0 && (!transport->assumed || (all_judged && without == transport->servers->len))) {
		row = judge_fail(j, SEVERITY_BLOCKER, ORGANISATION, "no-private-key");
		tell_servers(facts, mail, ANSWER_NO, row);
		return row;
	}
	if (transport->reason != NULL)
		return judge_set_unknown(j, SEVERITY_BLOCKER, ORGANISATION, transport);
	if (without > 0)
		return judge_not_evaluated(j, SEVERITY_BLOCKER, ORGANISATION, "servers-assumed", "HC");
	if (all_judged)
		return judge_pass(j, SEVERITY_BLOCKER, ORGANISATION);
	row = judge_servers_open(facts, j, mail);
	tell_servers(facts, mail, ANSWER_UNKNOWN, row);
	return row;
}

void
check_hybrid_certificate(const struct facts *facts, struct judge *j)
{
	struct secure_mail mail;
	struct finding *row;

	if (facts->hybrid->secure_mail == ANSWER_NO) {
		judge_not_applicable(j, SEVERITY_BLOCKER, ORGANISATION, "secure-mail-off");
		return;
	}
	mail = secure_mail_certificate(facts);
	row = judge_hybrid_certificate(facts, j, &mail);
	if (mail.tag.thumbprint != NULL || mail.tag.subject != NULL)
		finding_value(row, "wanted", mail.tag.thumbprint != NULL ? mail.tag.thumbprint : dn_print(facts->region, mail.tag.subject));
	for (guint i = 0; i < mail.certificates->len; i++) {
		const struct certificate *c = g_ptr_array_index(mail.certificates, i);

		finding_value(row, "certificates", c->thumbprint);
		finding_at(row, c->at);
	}
	finding_at(row, mail.at);
	secure_mail_clear(&mail);
}
