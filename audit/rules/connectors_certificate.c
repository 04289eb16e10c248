/* The certificates that the connectors' rules judge: what tags name, and what a server presents. */
#include <string.h>

#include "connectors.h"


enum tag_form
tag_form(struct region *region, const char *text, struct tag *tag)
{
	const char *cn;

	if (!tag_parse(region, text, tag) || tag->thumbprint != NULL || tag->subject == NULL)
		return TAG_MALFORMED;
	cn = dn_value(tag->subject, "CN");
	if (cn == NULL || name_normal(region, cn) == NULL)
		return TAG_MALFORMED;
	return tag->issuer != NULL ? TAG_WELL_FORMED : TAG_WITHOUT_ISSUER;
}

enum answer
tag_names(const struct tag *tag, const struct certificate *c)
{
	if (tag->thumbprint != NULL)
		return strcmp(tag->thumbprint, c->thumbprint) == 0 ? ANSWER_YES : ANSWER_NO;
	if (c->subject == NULL || (tag->issuer != NULL && c->issuer == NULL))
		return ANSWER_UNKNOWN;
	return dn_compare(tag->subject, c->subject) != DN_DIFFERENT &&
	    (tag->issuer == NULL || dn_compare(tag->issuer, c->issuer) != DN_DIFFERENT) ? ANSWER_YES : ANSWER_NO;
}

enum answer
tag_is_secure_mail(const struct tag *tag, const struct secure_mail *mail)
{
	enum answer same = ANSWER_NO;

	if (mail->tag.subject != NULL && tag->subject != NULL)
		return dn_compare(tag->subject, mail->tag.subject) != DN_DIFFERENT && (tag->issuer == NULL || mail->tag.issuer == NULL ||
		    dn_compare(tag->issuer, mail->tag.issuer) != DN_DIFFERENT) ? ANSWER_YES : ANSWER_NO;
	for (guint i = 0; i < mail->certificates->len; i++)
		same = answer_or(same, tag_names(tag, g_ptr_array_index(mail->certificates, i)));
	if (mail->certificates->len == 0 || (mail->assumed && same == ANSWER_NO))
		return ANSWER_UNKNOWN;
	return same;
}

enum answer
tag_on_server(const struct facts *facts, const struct tag *tag, const char *server, const char **reason)
{
	GPtrArray *rows = bindings_of(facts, server);
	enum answer found = ANSWER_NO;

	for (guint i = 0; i < rows->len; i++)
		found = answer_or(found, tag_names(tag, ((const struct binding *)g_ptr_array_index(rows, i))->certificate));
	if (found == ANSWER_NO && (rows->len == 0 || facts->objects->partial[KIND_EXCHANGE_CERTIFICATE]))
		found = ANSWER_UNKNOWN;
	*reason = rows->len == 0 ? "server-not-exported" : facts->objects->partial[KIND_EXCHANGE_CERTIFICATE] ? "not-complete" : "value-lost";
	g_ptr_array_unref(rows);
	return found;
}

/* Valid certificates of the list at the as-of date; the whole list when none is: their dates are the business of other rules. */
static GPtrArray *
in_force(const struct facts *facts, const GPtrArray *all)
{
	GPtrArray *valid = g_ptr_array_new();

	for (guint i = 0; i < all->len; i++)
		if (certificate_valid(g_ptr_array_index(all, i), facts->as_of) != ANSWER_NO)
			g_ptr_array_add(valid, g_ptr_array_index(all, i));
	if (valid->len == 0)
		for (guint i = 0; i < all->len; i++)
			g_ptr_array_add(valid, g_ptr_array_index(all, i));
	return valid;
}

/* ---- what is presented ---- */

static void
add_tagged(const struct facts *facts, const struct tag *tag, GPtrArray *certificates)
{
	GPtrArray *named = certificates_by_tag(facts, tag), *valid = in_force(facts, named);

	for (guint i = 0; i < valid->len; i++)
		if (!g_ptr_array_find(certificates, g_ptr_array_index(valid, i), NULL))
			g_ptr_array_add(certificates, g_ptr_array_index(valid, i));
	g_ptr_array_unref(named);
	g_ptr_array_unref(valid);
}

/* Of those a tag names, Exchange takes one that is in the server's store.  Where none is, CONN-018 tells, and the names are
 * judged all the same. */
static void
keep_installed(const struct facts *facts, GPtrArray *certificates, const char *server)
{
	GPtrArray *rows = bindings_of(facts, server), *installed = g_ptr_array_new();

	for (guint i = 0; i < certificates->len; i++)
		for (guint k = 0; k < rows->len; k++)
			if (((const struct binding *)g_ptr_array_index(rows, k))->certificate == g_ptr_array_index(certificates, i)) {
				g_ptr_array_add(installed, g_ptr_array_index(certificates, i));
				break;
			}
	if (installed->len > 0) {
		g_ptr_array_set_size(certificates, 0);
		for (guint i = 0; i < installed->len; i++)
			g_ptr_array_add(certificates, g_ptr_array_index(installed, i));
	}
	g_ptr_array_unref(rows);
	g_ptr_array_unref(installed);
}

struct presented
presented_by_organisation(const struct facts *facts)
{
	struct secure_mail mail = secure_mail_certificate(facts);
	struct presented p = { in_force(facts, mail.certificates), mail.reason, false, true };

	if (p.certificates->len == 0 && p.reason == NULL)
		p.reason = "no-secure-mail-certificate";
	secure_mail_clear(&mail);
	return p;
}

static bool
one_covers(const GPtrArray *certificates, const char *name)
{
	for (guint i = 0; i < certificates->len; i++) {
		enum cover cover = certificate_covers_smtp(g_ptr_array_index(certificates, i), name);

		if (cover == COVER_YES || cover == COVER_CN_ONLY)
			return true;
	}
	return false;
}

/* Is it certain that no certificate of the server may answer for the name? */
static bool
certainly_none(const struct facts *facts, const char *name, const char *server)
{
	GPtrArray *rows = bindings_of(facts, server);
	bool none = rows->len > 0 && !facts->objects->partial[KIND_EXCHANGE_CERTIFICATE];

	for (guint i = 0; none && i < rows->len; i++) {
		const struct binding *b = g_ptr_array_index(rows, i);

		none = binding_has_service(b, "SMTP") == ANSWER_NO || certificate_covers_smtp(b->certificate, name) == COVER_NO ||
		    certificate_valid(b->certificate, facts->as_of) == ANSWER_NO;
	}
	g_ptr_array_unref(rows);
	return none;
}

/* Is the certificate among the rows, enabled for SMTP?  *lost becomes the reason where a row does not tell. */
static enum answer
among_rows(const GPtrArray *rows, const struct certificate *c, enum answer otherwise, const char **lost)
{
	enum answer there = otherwise;

	for (guint i = 0; i < rows->len; i++) {
		const struct binding *b = g_ptr_array_index(rows, i);

		if (b->certificate != c)
			continue;
		there = answer_or(there, binding_has_service(b, "SMTP"));
		if (binding_has_service(b, "SMTP") == ANSWER_UNKNOWN)
			*lost = value_reason(object_get(b->row, CSRV_SERVICES));
	}
	return there;
}

/* Takes away what the server's rows say is not in its store, or not enabled for SMTP.  A reason when of none that is left they
 * say that it is: rows that were cut off may tell of another.  A server that was not exported at all leaves what is assumed. */
static const char *
drop_absent(const struct facts *facts, GPtrArray *certificates, const char *server)
{
	const bool partial = facts->objects->partial[KIND_EXCHANGE_CERTIFICATE];
	const char *reason = partial ? "not-complete" : NULL;
	GPtrArray *rows = bindings_of(facts, server);
	const bool exported = rows->len > 0 || partial;
	bool certain = !exported;

	for (guint i = certificates->len; exported && i-- > 0;) {
		const enum answer there = among_rows(rows, g_ptr_array_index(certificates, i), partial ? ANSWER_UNKNOWN : ANSWER_NO, &reason);

		certain = certain || there == ANSWER_YES;
		if (there == ANSWER_NO)
			g_ptr_array_remove_index(certificates, i);
	}
	g_ptr_array_unref(rows);
	return certain || certificates->len == 0 ? NULL : reason;
}

/* Without a tag Exchange looks for the connector's FQDN among the names of the certificates.  The hybrid certificate is
 * what it finds when that holds the FQDN, because a certificate of an authority comes before a self-signed one. */
static struct presented
presented_by_fqdn(const struct facts *facts, const struct object *rc, const char *server)
{
	struct presented p = presented_by_organisation(facts);
	const char *fqdn = object_text(rc, RC_FQDN);
	const char *open;
	struct offered offered;

	fqdn = fqdn != NULL ? name_normal(facts->region, fqdn) : NULL;
	open = fqdn != NULL ? drop_absent(facts, p.certificates, server) : NULL;
	if (open != NULL) {
		g_ptr_array_set_size(p.certificates, 0);
		p.reason = open;
		return p;
	}
	if (fqdn != NULL && one_covers(p.certificates, fqdn)) {
		for (guint i = p.certificates->len; i-- > 0;)
			if (certificate_covers_smtp(g_ptr_array_index(p.certificates, i), fqdn) == COVER_NO)
				g_ptr_array_remove_index(p.certificates, i);
		p.assumed = false;
		return p;
	}
	offered = certificate_offered(facts, rc, server);
	if (offered.certificate != NULL && !offered.assumed) {
		g_ptr_array_set_size(p.certificates, 0);
		g_ptr_array_add(p.certificates, (gpointer)(guintptr)offered.certificate);
		p.assumed = false;
	} else if (g_strcmp0(offered.reason, "no-candidate") == 0) {
		/* Event 12014: no certificate in the store has the name, and STARTTLS is not offered. */
		g_ptr_array_set_size(p.certificates, 0);
		p.none = fqdn != NULL && certainly_none(facts, fqdn, server);
		p.assumed = false;
		p.reason = p.none ? NULL : "no-secure-mail-certificate";
	} else if (p.certificates->len == 0 && offered.reason != NULL)
		p.reason = offered.reason;
	return p;
}

struct presented
presented_by_connector(const struct facts *facts, const struct object *rc, const char *server)
{
	const struct value *v = object_get(rc, RC_TLS_CERTIFICATE_NAME);
	struct presented p = { g_ptr_array_new(), NULL, false, false };
	struct tag tag;

	/* The property came with Exchange 2013; from then on a missing column says nothing. */
	if (v->state == VALUE_EMPTY || (v->state == VALUE_NOT_STATED && host_of(hybrid_server(facts, server)) == HOST_2010)) {
		g_ptr_array_unref(p.certificates);
		return presented_by_fqdn(facts, rc, server);
	}
	if (value_text(v) == NULL)
		p.reason = value_reason(v);
	else if (tag_parse(facts->region, value_text(v), &tag)) {
		add_tagged(facts, &tag, p.certificates);
		keep_installed(facts, p.certificates, server);
	}
	if (p.certificates->len == 0 && p.reason == NULL)
		p.reason = "no-secure-mail-certificate";
	return p;
}

/* What one send connector shows by its tag; a reason when that is not known.  False without a tag: its FQDN chooses. */
static bool
add_sent(const struct facts *facts, const struct object *sc, struct presented *p)
{
	const struct value *v = object_get(sc, SC_TLS_CERTIFICATE_NAME);
	GPtrArray *named;
	struct tag tag;

	if (v->state == VALUE_EMPTY || v->state == VALUE_NOT_STATED)
		return false;
	if (value_text(v) == NULL) {
		p->reason = value_reason(v);
	} else if (!tag_parse(facts->region, value_text(v), &tag)) {
		p->reason = "no-secure-mail-certificate";
	} else {
		named = certificates_by_tag(facts, &tag);
		if (named->len == 0)
			p->reason = "no-secure-mail-certificate";
		g_ptr_array_unref(named);
		add_tagged(facts, &tag, p->certificates);
	}
	return true;
}

struct presented
presented_by_send_connectors(const struct facts *facts)
{
	GPtrArray *send = prefer_enabled(hybrid_send_connectors(facts), SC_ENABLED);
	struct presented p = { g_ptr_array_new(), NULL, false, false };
	bool named = false;

	for (guint i = 0; i < send->len; i++)
		named = add_sent(facts, g_ptr_array_index(send, i), &p) || named;
	g_ptr_array_unref(send);
	if (named)
		return p;
	g_ptr_array_unref(p.certificates);
	return presented_by_organisation(facts);
}

struct presented
presented_by_send_connector(const struct facts *facts, const struct object *sc)
{
	struct presented p = { g_ptr_array_new(), NULL, false, false };

	if (add_sent(facts, sc, &p))
		return p;
	g_ptr_array_unref(p.certificates);
	return presented_by_organisation(facts);
}

void
presented_clear(struct presented *p)
{
	g_ptr_array_unref(p->certificates);
}

enum cover
presented_cover_by(const struct presented *p, enum cover (*covers)(const struct certificate *, const char *), const char *name)
{
	enum cover all = p->none ? COVER_NO : p->certificates->len > 0 ? COVER_YES : COVER_UNKNOWN;

	for (guint i = 0; i < p->certificates->len; i++) {
		enum cover one = covers(g_ptr_array_index(p->certificates, i), name);

		if (one == COVER_NO)
			return COVER_NO;
		if (one == COVER_UNKNOWN || (one == COVER_CN_ONLY && all == COVER_YES))
			all = one;
	}
	return all;
}

enum cover
presented_cover(const struct presented *p, const char *name)
{
	return presented_cover_by(p, certificate_covers_smtp, name);
}

bool
presented_known(const struct presented *p)
{
	return p->none || p->certificates->len > 0;
}

void
presented_tell(const struct presented *p, struct finding *row)
{
	for (guint i = 0; i < p->certificates->len; i++) {
		const struct certificate *c = g_ptr_array_index(p->certificates, i);

		finding_value(row, "certificate", c->thumbprint);
		finding_at(row, c->at);
	}
	if (p->none)
		finding_value(row, "certificate", "none");
}
