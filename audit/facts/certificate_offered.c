/* Which certificate answers: for a service (A8), for the organisation's secure mail and on a receive connector (A14). */
#include <string.h>

#include "certificate.h"
#include "facts.h"

static bool
holds(const GPtrArray *all, const struct certificate *c)
{
	return g_ptr_array_find((GPtrArray *)(guintptr)all, c, NULL);
}

static void
add_once(GPtrArray *all, const struct certificate *c)
{
	if (!holds(all, c))
		g_ptr_array_add(all, (gpointer)(guintptr)c);
}

/* From the files alone: what may be bound, since no row tells what is. */
static void
candidates_from_files(const struct facts *facts, struct candidates *found)
{
	const GPtrArray *all = facts->certificates->all;

	found->assumed = true;
	for (size_t i = 0; i < all->len; i++) {
		const struct certificate *c = all->pdata[i];

		if (c->is_ca != ANSWER_YES && c->self_signed != ANSWER_YES && certificate_valid(c, facts->as_of) != ANSWER_NO)
			add_once(found->certificates, c);
	}
	if (found->certificates->len == 0)
		found->reason = all->len > 0 ? "no-candidate" : "input-missing";
}

struct candidates
candidates_for(const struct facts *facts, const char *service, const char *server)
{
	struct candidates found = { false, NULL, g_ptr_array_new() };
	const char *unknown = NULL;
	GPtrArray *rows;
	bool issued = false;

	if (facts->objects->supply[KIND_EXCHANGE_CERTIFICATE] == NOT_SUPPLIED) {
		/* Rows that were sent and could not be used would tell the binding: the files do not stand in for them. */
		if (facts->objects->partial[KIND_EXCHANGE_CERTIFICATE])
			found.reason = "not-complete";
		else
			candidates_from_files(facts, &found);
		return found;
	}
	rows = bindings_of(facts, server);
	for (size_t i = 0; i < rows->len; i++) {
		const struct binding *b = rows->pdata[i];
		const enum answer has = binding_has_service(b, service);

		if (has == ANSWER_YES)
			add_once(found.certificates, b->certificate);
		else if (has == ANSWER_UNKNOWN)
			unknown = value_reason(object_get(b->row, CSRV_SERVICES));
	}
	/* The row of an authority's certificate may be among those that were lost. */
	for (size_t i = 0; i < found.certificates->len; i++)
		issued = issued || ((const struct certificate *)found.certificates->pdata[i])->self_signed != ANSWER_YES;
	if (!issued && rows->len > 0 && facts->objects->partial[KIND_EXCHANGE_CERTIFICATE])
		unknown = "not-complete";
	/* Beside a row that does not tell, what the others tell is not the whole. */
	if (unknown != NULL)
		g_ptr_array_set_size(found.certificates, 0);
	if (found.certificates->len == 0)
		found.reason = rows->len == 0 ? "server-not-exported" : unknown != NULL ? unknown : "no-candidate";
	g_ptr_array_unref(rows);
	return found;
}

void
candidates_clear(struct candidates *found)
{
	g_ptr_array_unref(found->certificates);
	*found = (struct candidates){ false, NULL, NULL };
}

/* ---- A14 ---- */

static bool
take_tag(const struct facts *facts, const struct value *v, struct secure_mail *found)
{
	if (value_text(v) == NULL || !tag_parse(facts->region, value_text(v), &found->tag))
		return false;
	found->at = v->at;
	g_ptr_array_unref(found->certificates);
	found->certificates = certificates_by_tag(facts, &found->tag);
	return true;
}

/* Both properties show one attribute of the directory: the column that holds a value counts. True when the answer is found,
 * be it that there is none to be had. */
static bool
from_configuration(const struct facts *facts, struct secure_mail *found)
{
	static const int properties[] = { HC_TLS_CERTIFICATE_NAME, HC_SECURE_MAIL_CERTIFICATE_THUMBPRINT };

	if (objects_count(facts->objects, KIND_HYBRID_CONFIGURATION) == 0)
		return false;
	for (size_t i = 0; i < G_N_ELEMENTS(properties); i++) {
		const struct value *v = object_get(objects_at(facts->objects, KIND_HYBRID_CONFIGURATION, 0), properties[i]);

		if (take_tag(facts, v, found))
			return true;
		if (v->state == VALUE_NOT_STATED || v->state == VALUE_EMPTY)
			continue;
		found->reason = v->state == VALUE_STATED ? "no-secure-mail-certificate" : value_reason(v);
		found->at = v->at;
		return true;
	}
	return false;
}

static bool
tags_equal(const struct tag *a, const struct tag *b)
{
	if (a->thumbprint != NULL || b->thumbprint != NULL)
		return g_strcmp0(a->thumbprint, b->thumbprint) == 0;
	if ((a->issuer == NULL) != (b->issuer == NULL) || dn_compare(a->subject, b->subject) != DN_SAME)
		return false;
	return a->issuer == NULL || dn_compare(a->issuer, b->issuer) == DN_SAME;
}

/* The TlsCertificateName of the hybrid connectors, if they have one in common. */
static bool
from_connectors(const struct facts *facts, struct secure_mail *found)
{
	GPtrArray *values = g_ptr_array_new(), *send = prefer_enabled(hybrid_send_connectors(facts), SC_ENABLED);
	const GPtrArray *receiving = facts->hybrid->receiving.servers;
	bool common = true;
	struct tag tag;

	for (size_t i = 0; receiving != NULL && i < receiving->len; i++) {
		const char *reason, *id = ((const struct server *)receiving->pdata[i])->id;
		const struct object *rc = hybrid_receive_connector(facts, id, &reason);

		if (rc != NULL)
			g_ptr_array_add(values, (gpointer)(guintptr)object_get(rc, RC_TLS_CERTIFICATE_NAME));
	}
	for (size_t i = 0; i < send->len; i++)
		g_ptr_array_add(values, (gpointer)(guintptr)object_get(send->pdata[i], SC_TLS_CERTIFICATE_NAME));
	for (size_t i = 0; i < values->len; i++) {
		const struct value *v = values->pdata[i];

		if (v->state == VALUE_NOT_STATED || v->state == VALUE_EMPTY)
			continue;
		if (found->at.file == NULL)
			common = take_tag(facts, v, found);
		else
			common = value_text(v) != NULL && tag_parse(facts->region, value_text(v), &tag) && tags_equal(&tag, &found->tag);
		if (!common)
			break;
	}
	g_ptr_array_unref(values);
	g_ptr_array_unref(send);
	return common && found->at.file != NULL;
}

/* For a hybrid to come: the one certificate that could do it. */
static bool
from_candidates(const struct facts *facts, struct secure_mail *found)
{
	struct candidates all = candidates_for(facts, "SMTP", NULL);

	g_ptr_array_set_size(found->certificates, 0);
	for (size_t i = 0; i < all.certificates->len; i++) {
		const struct certificate *c = all.certificates->pdata[i];

		if (!certificate_is_exempt(facts, c) && c->self_signed != ANSWER_YES && certificate_valid(c, facts->as_of) != ANSWER_NO)
			add_once(found->certificates, c);
	}
	candidates_clear(&all);
	if (found->certificates->len != 1) {
		g_ptr_array_set_size(found->certificates, 0);
		return false;
	}
	found->assumed = true;
	found->at = ((const struct certificate *)found->certificates->pdata[0])->at;
	return true;
}

struct secure_mail
secure_mail_certificate(const struct facts *facts)
{
	struct secure_mail found = { .certificates = g_ptr_array_new() };

	if (from_configuration(facts, &found) || from_connectors(facts, &found))
		return found;
	found.tag = (struct tag){ NULL, NULL, NULL };
	found.at = (struct place){ NULL, 0, NULL };
	g_ptr_array_set_size(found.certificates, 0);
	if (facts->hybrid->state == HYBRID_CONFIGURED || !from_candidates(facts, &found))
		found.reason = "no-secure-mail-certificate";
	return found;
}

void
secure_mail_clear(struct secure_mail *found)
{
	g_ptr_array_unref(found->certificates);
	*found = (struct secure_mail){ .certificates = NULL };
}

/* ---- the certificate of a receive connector ---- */

/* Which of two would Exchange take?  Valid before not, from a CA before self-signed, then the newest. */
static bool
better(const struct facts *facts, const struct certificate *a, const struct certificate *b)
{
	const bool valid = certificate_valid(a, facts->as_of) == ANSWER_YES, other_valid = certificate_valid(b, facts->as_of) == ANSWER_YES;

	if (valid != other_valid)
		return valid;
	if ((a->self_signed == ANSWER_YES) != (b->self_signed == ANSWER_YES))
		return b->self_signed == ANSWER_YES;
	if (a->dates_known != b->dates_known)
		return a->dates_known;
	return a->dates_known && a->not_before != b->not_before ? a->not_before > b->not_before : strcmp(a->thumbprint, b->thumbprint) < 0;
}

/* Of those that the tag names, the ones in the server's store, where its rows tell. */
static const struct certificate *
best_of(const struct facts *facts, const GPtrArray *certificates, const GPtrArray *rows)
{
	const struct certificate *best = NULL;

	for (size_t i = 0; i < certificates->len; i++) {
		const struct certificate *c = certificates->pdata[i];
		bool there = rows->len == 0;

		for (size_t j = 0; j < rows->len && !there; j++)
			there = ((const struct binding *)rows->pdata[j])->certificate == c;
		if (there && (best == NULL || better(facts, c, best)))
			best = c;
	}
	return best;
}

static struct offered
offered_by_tag(const struct facts *facts, const struct value *v, const GPtrArray *rows)
{
	struct offered o = { NULL, NULL, false };
	GPtrArray *matches;
	struct tag tag;

	if (tag_parse(facts->region, value_text(v), &tag)) {
		matches = certificates_by_tag(facts, &tag);
		o.certificate = best_of(facts, matches, rows);
		g_ptr_array_unref(matches);
	}
	if (o.certificate == NULL)
		o.reason = "no-candidate";
	return o;
}

/* Exchange looks for the connector's FQDN, or the server's where that is empty, in the names of the server's certificates. */
static const char *
connector_fqdn(const struct facts *facts, const struct object *connector, const char *server, const char **reason)
{
	const struct value *v = object_get(connector, RC_FQDN);
	const struct server *s = hybrid_server(facts, server);
	const char *text = value_text(v);

	if (text == NULL && v->state == VALUE_EMPTY && s != NULL && s->object != NULL)
		text = object_text(s->object, SRV_FQDN);
	if (text == NULL)
		*reason = value_reason(v) != NULL ? value_reason(v) : "not-stated";
	else if ((text = name_normal(facts->region, text)) == NULL)
		*reason = "no-candidate";
	return text;
}

static struct offered
offered_by_fqdn(const struct facts *facts, const char *fqdn, const GPtrArray *rows)
{
	struct offered o = { NULL, NULL, false };

	for (size_t i = 0; i < rows->len; i++) {
		const struct binding *b = rows->pdata[i];
		const enum answer smtp = binding_has_service(b, "SMTP");
		const enum cover cover = certificate_covers_smtp(b->certificate, fqdn);

		if (smtp == ANSWER_NO || cover == COVER_NO || certificate_valid(b->certificate, facts->as_of) == ANSWER_NO)
			continue;
		if (smtp == ANSWER_UNKNOWN || cover == COVER_UNKNOWN) {     /* it may be the one */
			o.reason = cover == COVER_UNKNOWN ? value_reason(object_get(b->row, CSRV_CERTIFICATE_DOMAINS)) :
			    value_reason(object_get(b->row, CSRV_SERVICES));
			o.reason = o.reason != NULL ? o.reason : "no-candidate";
			o.certificate = NULL;
			return o;
		}
		if (o.certificate == NULL || better(facts, b->certificate, o.certificate))
			o.certificate = b->certificate;
	}
	if (o.certificate == NULL)
		o.reason = "no-candidate";
	return o;
}

static struct offered
offered_by_configuration(const struct facts *facts)
{
	struct secure_mail mail = secure_mail_certificate(facts);
	GPtrArray *none = g_ptr_array_new();
	struct offered o = { best_of(facts, mail.certificates, none), mail.reason, true };

	if (o.certificate == NULL && o.reason == NULL)
		o.reason = "no-secure-mail-certificate";
	g_ptr_array_unref(none);
	secure_mail_clear(&mail);
	return o;
}

struct offered
certificate_offered(const struct facts *facts, const struct object *connector, const char *server)
{
	const struct value *v = object_get(connector, RC_TLS_CERTIFICATE_NAME);
	const struct server *s = hybrid_server(facts, server);
	const bool old = s != NULL && s->era == HYBRID_2010;
	GPtrArray *rows = bindings_of(facts, server);
	struct offered o = { NULL, NULL, false };
	const char *fqdn;

	if (value_text(v) != NULL)
		o = offered_by_tag(facts, v, rows);
	else if (v->state != VALUE_EMPTY && !(old && v->state == VALUE_NOT_STATED))   /* 2010 has no such property */
		o.reason = value_reason(v) != NULL ? value_reason(v) : "not-stated";
	else if (rows->len == 0)
		o = offered_by_configuration(facts);
	else if ((fqdn = connector_fqdn(facts, connector, server, &o.reason)) != NULL)
		o = offered_by_fqdn(facts, fqdn, rows);
	g_ptr_array_unref(rows);
	return o;
}
