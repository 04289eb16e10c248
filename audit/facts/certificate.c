/* The store of certificates, and what Get-ExchangeCertificate rows add to it. */
#include "certificate.h"

#include <string.h>

#include "date.h"
#include "facts.h"

struct certificates *
certificates_new(void)
{
	struct certificates *c = g_new0(struct certificates, 1);

	c->all = g_ptr_array_new();
	c->by_thumbprint = g_hash_table_new(g_str_hash, g_str_equal);
	c->bindings = g_ptr_array_new();
	c->named = g_hash_table_new(NULL, NULL);
	c->leaves = g_ptr_array_new();
	c->by_names = g_hash_table_new_full(name_hash, g_str_equal, NULL, (GDestroyNotify)g_ptr_array_unref);
	return c;
}

void
certificates_free(struct certificates *c)
{
	if (c == NULL)
		return;
	g_ptr_array_unref(c->all);
	g_hash_table_unref(c->by_thumbprint);
	g_ptr_array_unref(c->bindings);
	g_hash_table_unref(c->named);
	g_ptr_array_unref(c->leaves);
	g_hash_table_unref(c->by_names);
	g_free(c);
}

struct certificate *
certificates_find(const struct certificates *c, const char *thumbprint)
{
	return thumbprint != NULL ? g_hash_table_lookup(c->by_thumbprint, thumbprint) : NULL;
}

void
certificates_add(struct certificates *all, struct certificate *c)
{
	if (certificates_find(all, c->thumbprint) != NULL)
		return;
	g_ptr_array_add(all->all, c);
	g_hash_table_insert(all->by_thumbprint, (gpointer)(guintptr)c->thumbprint, c);
}

static bool
read_date(const char *text, gint64 *seconds)
{
	return text != NULL && date_parse(text, seconds);
}

/* CertificateDomains as dNSNames. It lists the CN too, so whether a name stands in the CN alone cannot be told. */
static void
take_names(struct facts *facts, struct certificate *c, const struct value *v)
{
	const char **names = region_alloc(facts->region, (v->n + 1) * sizeof *names);
	const char **bad = region_alloc(facts->region, (v->n + 1) * sizeof *bad);

	c->names = names;
	c->bad_names = bad;
	c->names_known = value_known(v);
	if (v->state != VALUE_STATED && v->state != VALUE_TRUNCATED)
		return;
	c->has_dns_names = v->n > 0;
	for (size_t i = 0; i < v->n; i++) {
		const char *name = name_normal(facts->region, v->items[i]);

		if (name != NULL)
			names[c->nnames++] = name;
		else
			bad[c->nbad_names++] = v->items[i];
	}
}

static struct certificate *
from_row(struct facts *facts, const struct object *row, const char *thumbprint)
{
	struct certificate *c = region_alloc(facts->region, sizeof *c);

	c->at = row->at;
	c->at.item = c->thumbprint = thumbprint;
	c->subject_text = object_text(row, CSRV_SUBJECT);
	c->issuer_text = object_text(row, CSRV_ISSUER);
	c->subject = dn_parse(facts->region, c->subject_text);
	c->issuer = dn_parse(facts->region, c->issuer_text);
	c->common_name = dn_value(c->subject, "CN");
	c->common_name_host = c->common_name != NULL ? name_normal(facts->region, c->common_name) : NULL;
	take_names(facts, c, object_get(row, CSRV_CERTIFICATE_DOMAINS));
	c->not_after_known = read_date(object_text(row, CSRV_NOT_AFTER), &c->not_after);
	c->dates_known = read_date(object_text(row, CSRV_NOT_BEFORE), &c->not_before) && c->not_after_known;
	c->is_ca = c->has_usages = ANSWER_UNKNOWN;
	c->self_signed = value_true(object_get(row, CSRV_IS_SELF_SIGNED));
	c->chain = c->self_signed == ANSWER_YES ? CHAIN_SELF_SIGNED : CHAIN_UNKNOWN;
	c->public_root = ANSWER_UNKNOWN;
	c->private_key = ANSWER_UNKNOWN;
	return c;
}

/* The same certificate on a second server may state what the first row lost. */
static void
complete_from_row(struct facts *facts, struct certificate *c, const struct object *row)
{
	if (c->from_file)
		return;
	if (!c->names_known && value_known(object_get(row, CSRV_CERTIFICATE_DOMAINS))) {
		c->nnames = c->nbad_names = 0;
		take_names(facts, c, object_get(row, CSRV_CERTIFICATE_DOMAINS));
	}
	c->not_after_known = c->not_after_known || read_date(object_text(row, CSRV_NOT_AFTER), &c->not_after);
	if (!c->dates_known)
		c->dates_known = read_date(object_text(row, CSRV_NOT_BEFORE), &c->not_before) && c->not_after_known;
	if (c->self_signed == ANSWER_UNKNOWN)
		c->self_signed = value_true(object_get(row, CSRV_IS_SELF_SIGNED));
}

static void
take_row(struct facts *facts, const struct object *row)
{
	const char *thumbprint = thumbprint_normal(facts->region, object_text(row, CSRV_THUMBPRINT));
	const char *server = object_text(row, CSRV_SERVER);
	struct certificate *c = certificates_find(facts->certificates, thumbprint);
	struct binding *b;

	if (thumbprint == NULL || value_has(object_get(row, CSRV_STATUS), "PendingRequest") == ANSWER_YES)
		return;
	if (c == NULL) {
		c = from_row(facts, row, thumbprint);
		certificates_add(facts->certificates, c);
	} else {
		complete_from_row(facts, c, row);
	}
	b = region_alloc(facts->region, sizeof *b);
	*b = (struct binding){ row, server != NULL ? name_server(facts->region, server) : NULL, c };
	g_ptr_array_add(facts->certificates->bindings, b);
}

static int
by_thumbprint(gconstpointer a, gconstpointer b)
{
	return strcmp((*(const struct certificate *const *)a)->thumbprint, (*(const struct certificate *const *)b)->thumbprint);
}

void
certificates_finish(struct facts *facts)
{
	for (size_t i = 0; i < objects_count(facts->objects, KIND_EXCHANGE_CERTIFICATE); i++)
		take_row(facts, objects_at(facts->objects, KIND_EXCHANGE_CERTIFICATE, i));
	g_ptr_array_sort(facts->certificates->all, by_thumbprint);
	certificates_find_named(facts);
	certificates_find_leaves(facts);
}

GPtrArray *
bindings_of(const struct facts *facts, const char *server)
{
	const GPtrArray *all = facts->certificates->bindings;
	const char *id = server != NULL ? name_server(facts->region, server) : NULL;
	GPtrArray *some = g_ptr_array_new();

	for (size_t i = 0; i < all->len; i++) {
		const struct binding *b = all->pdata[i];

		if (server == NULL || (id != NULL && b->server != NULL && strcmp(id, b->server) == 0))
			g_ptr_array_add(some, all->pdata[i]);
	}
	return some;
}

/* Format-List prints the words, Format-Table letters: "IP.WS" for IMAP, POP, (no UM,) web (IIS) and SMTP. */
static bool
has_letter(const struct value *services, const char *service)
{
	static const struct {
		const char *service;
		char letter;
	} letters[] = { { "IMAP", 'I' }, { "POP", 'P' }, { "UM", 'U' }, { "IIS", 'W' }, { "SMTP", 'S' }, { "Federation", 'F' } };
	const char *text = services->n == 1 ? value_text(services) : NULL;

	if (text == NULL || strlen(text) < 5 || strspn(text, "IPUWSF.") != strlen(text))
		return false;
	for (size_t i = 0; i < G_N_ELEMENTS(letters); i++) {
		if (g_ascii_strcasecmp(letters[i].service, service) == 0)
			return strchr(text, letters[i].letter) != NULL;
	}
	return false;
}

enum answer
binding_has_service(const struct binding *b, const char *service)
{
	const struct value *services = object_get(b->row, CSRV_SERVICES);

	return has_letter(services, service) ? ANSWER_YES : value_has(services, service);
}
