/* Certificates on the axis of time: how long each is valid, and what it is used for. */
#include <string.h>

#include "compose_picture.h"
#include "compose_timeline.h"
#include "unique.h"

enum { CERTIFICATES_SHOWN = 400, NAMED = 3 };

/* Whom a certificate serves, from the rows that bind it. */
struct use {
	const struct certificate *certificate;
	struct unique services, servers;
	bool hybrid;
	const struct finding *judged;   /* the gravest row on its dates, or NULL */
	bool same_name;                 /* another one has it too */
};

static void
use_free(gpointer p)
{
	struct use *u = p;

	g_ptr_array_unref(unique_end(&u->services));
	g_ptr_array_unref(unique_end(&u->servers));
	g_free(u);
}

/* ---- gathering ---- */

static void
gather(const struct composer *c, GPtrArray *uses, GHashTable *by_thumbprint)
{
	const struct certificates *all = c->audit->facts->certificates;
	GHashTable *names = g_hash_table_new(g_str_hash, g_str_equal);

	for (guint i = 0; i < all->all->len; i++) {
		struct use *u = g_new0(struct use, 1), *other;
		const char *name;

		u->certificate = g_ptr_array_index(all->all, i);
		unique_begin(&u->services);
		unique_begin(&u->servers);
		g_ptr_array_add(uses, u);
		g_hash_table_insert(by_thumbprint, (gpointer)(guintptr)u->certificate->thumbprint, u);
		name = certificate_title(c, u->certificate);
		other = g_hash_table_lookup(names, name);
		if (other != NULL)
			u->same_name = other->same_name = true;
		g_hash_table_insert(names, (gpointer)(guintptr)name, u);
	}
	g_hash_table_unref(names);
}

static void
add_bindings(const struct composer *c, GHashTable *by_thumbprint)
{
	const GPtrArray *all = c->audit->facts->certificates->bindings;

	for (guint i = 0; i < all->len; i++) {
		const struct binding *b = g_ptr_array_index(all, i);
		const struct value *services = object_get(b->row, CSRV_SERVICES);
		const char *server = object_text(b->row, CSRV_SERVER);
		struct use *u = g_hash_table_lookup(by_thumbprint, b->certificate->thumbprint);

		if (u == NULL)
			continue;
		unique_add(&u->servers, clean(c, server != NULL ? server : b->server != NULL ? b->server : ""));
		for (size_t k = 0; value_shows_items(services) && k < services->n; k++)
			if (g_ascii_strcasecmp(services->items[k], "None") != 0)
				unique_add(&u->services, clean(c, services->items[k]));
	}
}

static void
mark_hybrid(const struct composer *c, GHashTable *by_thumbprint)
{
	struct secure_mail mail = secure_mail_certificate(c->audit->facts);

	for (guint i = 0; i < mail.certificates->len; i++) {
		struct use *u = g_hash_table_lookup(by_thumbprint, ((const struct certificate *)g_ptr_array_index(mail.certificates, i))->thumbprint);

		if (u != NULL)
			u->hybrid = true;
	}
	secure_mail_clear(&mail);
}

/* The rules that look at the dates; the others say nothing about a bar. */
static bool
about_dates(const struct rule *rule)
{
	static const char *const ids[] = { "CERT-004", "CERT-005", "AUTH-001" };

	for (size_t i = 0; i < G_N_ELEMENTS(ids); i++)
		if (strcmp(rule->id, ids[i]) == 0)
			return true;
	return false;
}

/* n/a says less than any other; among the rest the order of the findings is that of gravity. */
static void
add_judgements(const struct composer *c, GHashTable *by_thumbprint)
{
	const GPtrArray *all = c->audit->findings->all;

	for (guint i = 0; i < all->len; i++) {
		const struct finding *row = g_ptr_array_index(all, i);
		struct use *u = about_dates(row->rule) ? g_hash_table_lookup(by_thumbprint, row->subject) : NULL;

		if (u == NULL || row->status == STATUS_NOT_APPLICABLE)
			continue;
		if (u->judged == NULL || row->status < u->judged->status ||
		    (row->status == u->judged->status && row->severity < u->judged->severity))
			u->judged = row;
	}
}

static int
by_end(gconstpointer a, gconstpointer b)
{
	const struct use *x = *(const struct use *const *)a, *y = *(const struct use *const *)b;
	const struct certificate *p = x->certificate, *q = y->certificate;
	const bool ca = p->is_ca == ANSWER_YES, other_ca = q->is_ca == ANSWER_YES;

	if (x->hybrid != y->hybrid)
		return x->hybrid ? -1 : 1;
	if (ca != other_ca)
		return ca ? 1 : -1;
	if (p->not_after_known != q->not_after_known)
		return p->not_after_known ? 1 : -1;
	if (p->not_after_known && p->not_after != q->not_after)
		return p->not_after < q->not_after ? -1 : 1;
	return strcmp(p->thumbprint, q->thumbprint);
}

/* ---- words ---- */

static const char *
joined(const struct composer *c, const struct unique *u, const char *phrase)
{
	GString *s = g_string_new(NULL);
	const char *text;

	for (guint i = 0; i < u->texts->len && (i < NAMED || u->texts->len == NAMED + 1); i++)
		g_string_append_printf(s, "%s%s", i > 0 ? ", " : "", (const char *)g_ptr_array_index(u->texts, i));
	text = region_strdup(c->region, s->str);
	g_string_free(s, TRUE);
	if (phrase != NULL && u->texts->len > NAMED + 1) {
		pair pairs[] = { { "names", text }, { "n", number_text(c, u->texts->len - NAMED) } };

		text = say_with(c, phrase, G_N_ELEMENTS(pairs), pairs);
	}
	return text;
}

static const char *
use_text(const struct composer *c, const struct use *u)
{
	const struct certificate *cert = u->certificate;
	pair pairs[] = { { "services", joined(c, &u->services, "names-and-more") }, { "servers", joined(c, &u->servers, "names-and-more") } };
	const char *phrase = cert->is_ca == ANSWER_YES && u->servers.texts->len == 0 ?
	    (cert->self_signed == ANSWER_YES ? "certificate-root" : "certificate-intermediate") :
	    u->servers.texts->len == 0 ? "certificate-file" : u->services.texts->len == 0 ? "certificate-on" : "certificate-use";
	const char *text = say_with(c, phrase, G_N_ELEMENTS(pairs), pairs);

	if (u->hybrid)
		text = region_printf(c->region, "%s \xc2\xb7 %s", say(c, "certificate-hybrid"), text);
	if (u->same_name)
		text = region_printf(c->region, "%s \xc2\xb7 %.8s\xe2\x80\xa6", text, cert->thumbprint);
	return text;
}

static const char *
left_text(const struct composer *c, const struct certificate *cert)
{
	const gint64 now = c->audit->facts->as_of, days = (cert->not_after - now) / DAY;

	if (cert->not_after < now)
		return say_count(c, "expired", (guint64)((now - cert->not_after) / DAY));
	if (cert->dates_known && cert->not_before > now) {
		pair date[] = { { "date", date_text(c, cert->not_before) } };

		return say_with(c, "valid-from", 1, date);
	}
	return days < 2 * YEAR_DAYS ? say_count(c, "days-left", (guint64)days) : say_count(c, "years-left", (guint64)(days / YEAR_DAYS));
}

static enum tone
use_tone(const struct use *u)
{
	return u->judged != NULL ? finding_tone(u->judged) : u->certificate->not_after_known ? TONE_NOTE : TONE_OPEN;
}

static struct span
span_of(const struct composer *c, const struct use *u)
{
	const struct certificate *cert = u->certificate;
	const bool end = cert->not_after_known;
	struct span s = { .name = cut_text(c, certificate_title(c, cert), TITLE_MOST), .detail = cut_text(c, use_text(c, u), 2 * TITLE_MOST), .tone = use_tone(u), .known = cert->dates_known,
	    .from = cert->not_before, .until = cert->not_after };

	s.date = end ? date_text(c, cert->not_after) : say(c, "date-unknown");
	s.left = end ? left_text(c, cert) : say(c, "not-sent");
	{
		pair pairs[] = { { "since", cert->dates_known ? date_text(c, cert->not_before) : say(c, "date-unknown") },
			{ "until", s.date }, { "left", s.left } };

		s.text = say_with(c, "certificate-span", G_N_ELEMENTS(pairs), pairs);
	}
	s.anchor = region_printf(c->region, "certificate-%s", cert->thumbprint);
	s.link = u->judged != NULL ? finding_link(c, u->judged) : NULL;
	return s;
}

/* ---- the picture ---- */

static const char *
timeline_alternate(const struct composer *c, const GPtrArray *uses)
{
	const gint64 now = c->audit->facts->as_of;
	unsigned expired = 0, soon = 0, later = 0, unknown = 0;

	for (guint i = 0; i < uses->len; i++) {
		const struct certificate *cert = ((const struct use *)g_ptr_array_index(uses, i))->certificate;

		unknown += !cert->not_after_known;
		expired += cert->not_after_known && cert->not_after < now;
		soon += cert->not_after_known && cert->not_after >= now && cert->not_after < now + SOON * DAY;
		later += cert->not_after_known && cert->not_after >= now + SOON * DAY && cert->not_after < now + LATER * DAY;
	}
	{
		pair pairs[] = { { "n", number_text(c, uses->len) }, { "expired", number_text(c, expired) }, { "soon", number_text(c, soon) },
			{ "later", number_text(c, later) }, { "unknown", number_text(c, unknown) } };

		return say_with(c, "certificates-alternate", G_N_ELEMENTS(pairs), pairs);
	}
}

/* The longest lives that authorities may give from the days to come on. */
static void
add_limits(const struct composer *c, GPtrArray *to)
{
	const GArray *limits = c->audit->facts->knowledge->certificate_limits;
	GPtrArray *items = g_ptr_array_new();

	for (guint i = 0; i < limits->len; i++) {
		const struct certificate_limit *limit = &g_array_index(limits, struct certificate_limit, i);
		pair pairs[] = { { "date", date_text(c, limit->from) }, { "days", number_text(c, (guint64)limit->value) } };

		if (strcmp(limit->name, "validity-days") == 0 && limit->from > c->audit->facts->as_of)
			block_add(c, items, BLOCK_ITEM)->runs = plain_runs(c, say_with(c, "limit-item", G_N_ELEMENTS(pairs), pairs));
	}
	if (items->len == 0) {
		g_ptr_array_unref(items);
		return;
	}
	heading_add(c, to, 3, say(c, "limits-title"), NULL);
	say_blocks(c, to, "limits-intro", 0, NULL);
	children_set(c, block_add(c, to, BLOCK_LIST), items);
}

static void
add_timeline(const struct composer *c, GPtrArray *to, GPtrArray *uses)
{
	const struct column columns[] = { { say(c, "column-certificate"), 1, false, false }, { say(c, "column-expires"), 1, false, false } };
	struct span *spans = region_alloc(c->region, uses->len * sizeof *spans);
	struct block *b = block_add(c, to, BLOCK_TIMELINE);

	b->ncolumns = G_N_ELEMENTS(columns);
	b->columns = region_copy(c->region, columns, sizeof columns);
	b->nspans = MIN(uses->len, CERTIFICATES_SHOWN);
	for (guint i = 0; i < b->nspans; i++)
		spans[i] = span_of(c, g_ptr_array_index(uses, i));
	b->spans = spans;
	b->axis = axis_around(c, b->nspans, spans);
	b->alternate = timeline_alternate(c, uses);
	if (uses->len > CERTIFICATES_SHOWN)
		paragraph_add(c, to, say_count(c, "and-more-certificates", uses->len - CERTIFICATES_SHOWN));
}

void
compose_certificates(struct composer *c, GPtrArray *to)
{
	GPtrArray *uses = g_ptr_array_new_with_free_func(use_free);
	GHashTable *by_thumbprint = g_hash_table_new(g_str_hash, g_str_equal);

	gather(c, uses, by_thumbprint);
	if (uses->len > 0) {
		add_bindings(c, by_thumbprint);
		mark_hybrid(c, by_thumbprint);
		add_judgements(c, by_thumbprint);
		g_ptr_array_sort(uses, by_end);
		chapter_add(c, to, "certificates-chapter");
		say_blocks(c, to, "certificates-intro", 0, NULL);
		add_timeline(c, to, uses);
		add_limits(c, to);
	}
	g_hash_table_unref(by_thumbprint);
	g_ptr_array_unref(uses);
}
