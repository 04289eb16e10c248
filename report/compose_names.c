/*
 * From a domain to the certificate that answers for its Autodiscover name: the record, where it leads, and whether the certificate
 * covers the name.  Where names lead is a fact of the zones; what that is worth, the rules on Autodiscover have found.
 */
#include <string.h>

#include "compose_picture.h"

enum { LANES_SHOWN = 120, ADDRESSES_SHOWN = 3, CERTIFICATES_SHOWN = 2 };

/* What was found of a domain: the gravest row on its record and on its certificate. */
struct verdicts {
	const struct finding *record, *cover;
	bool record_aside, cover_aside;         /* a rule does not apply to it */
};

struct names {
	const struct composer *c;
	struct picture picture;
	GHashTable *of;                         /* domain -> struct verdicts * */
	unsigned ready, failing, open, aside;
};

/* ---- what was found ---- */

/* What a rule looks at.  Some say of a gap only: that they are met means neither a record nor a name in the certificate. */
static const struct {
	const char *id;
	bool record, gaps_only;
} looks[] = {
	{ "ADISC-001", true, false }, { "ADISC-008", true, false }, { "ADISC-004", true, true }, { "ADISC-011", true, true },
	{ "ADISC-002", false, false }, { "ADISC-009", false, false }, { "ADISC-003", false, true },
};

static void
note_row(const struct finding **worst, bool *aside, const struct finding *row, bool gaps_only)
{
	if (gaps_only && row->status != STATUS_FAIL)
		return;
	if (row->status == STATUS_NOT_APPLICABLE)
		*aside = true;
	else if (*worst == NULL || row->status < (*worst)->status || (row->status == (*worst)->status && row->severity < (*worst)->severity))
		*worst = row;
}

static struct verdicts *
verdicts_of(struct names *n, const char *domain)
{
	struct verdicts *v = g_hash_table_lookup(n->of, domain);

	if (v == NULL) {
		v = region_alloc(n->c->region, sizeof *v);
		g_hash_table_insert(n->of, (gpointer)(guintptr)domain, v);
	}
	return v;
}

static void
gather(struct names *n)
{
	const GPtrArray *all = n->c->audit->findings->all;

	for (guint i = 0; i < all->len; i++) {
		const struct finding *row = g_ptr_array_index(all, i);

		for (size_t k = 0; k < G_N_ELEMENTS(looks); k++) {
			struct verdicts *v = strcmp(row->rule->id, looks[k].id) == 0 ? verdicts_of(n, row->subject) : NULL;

			if (v != NULL)
				note_row(looks[k].record ? &v->record : &v->cover, looks[k].record ? &v->record_aside : &v->cover_aside, row,
				    looks[k].gaps_only);
		}
	}
}

/* ---- the record ---- */

static const char *
record_type(const struct composer *c, const struct dns_answer *host)
{
	const struct record *first = host->records->len > 0 ? g_ptr_array_index(host->records, 0) : NULL;

	if (host->outcome != DNS_PRESENT || first == NULL)
		return NULL;
	return host->alias ? say(c, first->type == TYPE_DNAME ? "name-dname" : "name-cname") : say(c, "name-address");
}

static void
word_record(const struct composer *c, struct station *s, const struct dns_answer *host, const struct verdicts *v)
{
	const struct finding *row = v->record;

	s->tone = row != NULL ? finding_tone(row) : host->outcome == DNS_UNKNOWN || !v->record_aside ? TONE_OPEN : TONE_NOT_APPLICABLE;
	s->link = row != NULL ? finding_link(c, row) : NULL;
	if (s->tone == TONE_OPEN)
		s->word = say(c, "name-unknown");
	else if (s->tone == TONE_NOT_APPLICABLE)
		s->word = say(c, "name-not-asked");
	else if (row->status == STATUS_FAIL && has_phrase(c, "name-fail", row->reason))
		s->word = say_of(c, "name-fail", row->reason);
	else
		s->word = row->status == STATUS_PASS ? say(c, "name-published") : finding_word(c, row);
}

static void
add_record(const struct composer *c, GArray *stations, const char *name, const struct dns_answer *host, const struct verdicts *v)
{
	struct station s = { .column = 1, .title = clean(c, name), .label = record_type(c, host), .arrow = true };
	const char *srv = v->record != NULL ? finding_text(v->record, "srv_target") : NULL;

	word_record(c, &s, host, v);
	s.stroke = host->outcome == DNS_UNKNOWN || (host->outcome == DNS_ABSENT && s.tone == TONE_NOT_APPLICABLE) ? STROKE_DASHED :
	    v->record != NULL && v->record->status == STATUS_FAIL ? STROKE_THICK : STROKE_SOLID;
	s.crossed = host->outcome == DNS_ABSENT;
	if (host->outcome == DNS_ABSENT)
		station_line(c, &s, say(c, "name-no-record"));
	if (host->wildcard)
		station_line(c, &s, say(c, "name-wildcard"));
	station_line(c, &s, say_name(c, "name-srv", srv != NULL ? clean(c, srv) : NULL));
	g_array_append_val(stations, s);
}

/* ---- where it leads ---- */

static void
add_addresses(const struct composer *c, struct station *s, const struct dns_answer *host)
{
	unsigned told = 0, more = 0;

	for (guint i = 0; i < host->records->len; i++) {
		const struct record *r = g_ptr_array_index(host->records, i);
		char *text;

		if ((r->type != TYPE_A && r->type != TYPE_AAAA) || !r->evaluable)
			continue;
		if (told == ADDRESSES_SHOWN) {
			more++;
			continue;
		}
		text = address_print(&r->address);
		if (s->title == NULL)
			s->title = region_strdup(c->region, text);
		else
			station_line(c, s, region_strdup(c->region, text));
		g_free(text);
		told++;
	}
	if (more > 0)
		station_line(c, s, say_count(c, "more-lines", more));
}

static void
add_target(const struct composer *c, GArray *stations, const struct dns_answer *host)
{
	struct station s = { .column = 2, .arrow = true, .stroke = host->outside ? STROKE_DASHED : STROKE_SOLID };

	if (host->outcome != DNS_PRESENT)
		return;
	if (host->alias) {
		s.title = clean(c, host->final != NULL ? host->final : host->target);
		if (host->target != NULL && g_strcmp0(host->target, host->final) != 0)
			station_line(c, &s, say_name(c, "name-over", clean(c, host->target)));
	}
	add_addresses(c, &s, host);
	if (host->outside) {
		s.tone = TONE_OPEN;
		s.word = say(c, "name-outside");
	}
	if (s.title != NULL)
		g_array_append_val(stations, s);
}

/* ---- the certificate ---- */

static void
name_certificates(const struct composer *c, struct station *s, const struct finding *row)
{
	const struct named *prints = row != NULL ? finding_named(row, "thumbprints") : NULL;
	unsigned named = 0;

	for (guint i = 0; prints != NULL && i < prints->items->len; i++) {
		const struct certificate *cert = certificates_find(c->audit->facts->certificates, g_ptr_array_index(prints->items, i));

		if (cert == NULL)
			continue;
		if (named == CERTIFICATES_SHOWN) {
			station_line(c, s, say_count(c, "more-lines", prints->items->len - i));
			break;
		}
		if (s->title == NULL)
			s->title = certificate_title(c, cert);
		else
			station_line(c, s, certificate_title(c, cert));
		named++;
	}
	if (s->title == NULL)
		s->title = say(c, "name-certificate");
}

static void
add_certificate(const struct composer *c, GArray *stations, const struct verdicts *v)
{
	const struct finding *row = v->cover;
	struct station s = { .column = 3, .arrow = true };

	s.tone = row != NULL ? finding_tone(row) : v->cover_aside ? TONE_NOT_APPLICABLE : TONE_OPEN;
	s.link = row != NULL ? finding_link(c, row) : NULL;
	s.crossed = row != NULL && row->status == STATUS_FAIL;
	s.stroke = s.tone == TONE_OPEN || s.tone == TONE_NOT_APPLICABLE ? STROKE_DASHED : STROKE_THICK;
	name_certificates(c, &s, row);
	if (s.tone == TONE_OPEN || s.tone == TONE_NOT_APPLICABLE)
		s.word = say(c, s.tone == TONE_OPEN ? "name-cover-unknown" : "name-not-asked");
	else if (row->status == STATUS_PASS)
		s.word = say(c, finding_text(row, "assumed") != NULL ? "name-covered-assumed" : "name-covered");
	else
		s.word = s.crossed ? say(c, "name-not-covered") : finding_word(c, row);
	g_array_append_val(stations, s);
}

/* ---- one domain ---- */

static enum rank
rank_of(const struct finding *row, bool aside)
{
	return row == NULL && aside ? RANK_NOT_APPLICABLE : rank_of_row(row);
}

static void
add_domain(struct names *n, const struct domain *d)
{
	static const struct verdicts nothing;
	const struct composer *c = n->c;
	const struct verdicts *v = g_hash_table_lookup(n->of, d->name);
	const char *name = region_printf(c->region, "autodiscover.%s", d->name);
	struct dns_answer host = dns_host(c->audit->facts, name, true);
	GArray *stations = g_array_new(FALSE, TRUE, sizeof(struct station));
	struct station first = { .stroke = STROKE_SOLID };
	enum rank rank;

	if (v == NULL)
		v = &nothing;
	if (d->autod)
		station_line(c, &first, say(c, "name-autod"));
	g_array_append_val(stations, first);
	add_record(c, stations, name, &host, v);
	add_target(c, stations, &host);
	add_certificate(c, stations, v);
	rank = MIN(rank_of(v->record, v->record_aside), rank_of(v->cover, v->cover_aside));
	/* The Autodiscover domain answers for it, or nothing is published that a certificate would have to name. */
	if (v->cover == NULL && v->cover_aside && rank >= RANK_NOTE)
		rank = RANK_NOT_APPLICABLE;
	n->failing += rank < RANK_OPEN;
	n->open += rank == RANK_OPEN;
	n->ready += rank == RANK_MET || rank == RANK_NOTE;
	n->aside += rank == RANK_NOT_APPLICABLE;
	picture_lane(&n->picture, rank, clean(c, d->name), d->name, stations);
	g_array_unref(stations);
	dns_answer_clear(&host);
}

static const char *
names_alternate(const struct names *n)
{
	const struct composer *c = n->c;
	pair pairs[] = { { "ready", number_text(c, n->ready) }, { "failing", number_text(c, n->failing) }, { "open", number_text(c, n->open) },
		{ "aside", number_text(c, n->aside) } };

	return say_with(c, "names-alternate", G_N_ELEMENTS(pairs), pairs);
}

void
compose_names(struct composer *c, GPtrArray *to)
{
	const GPtrArray *domains = c->audit->facts->hybrid->domains;
	const struct column columns[] = { { say(c, "column-domain"), 0.9, false, false }, { say(c, "column-autodiscover-name"), 1.35, false, false },
		{ say(c, "column-leads-to"), 1.1, false, false }, { say(c, "column-certificate"), 1.1, false, false } };
	struct names n = { .c = c, .of = g_hash_table_new(g_str_hash, g_str_equal) };
	struct block *b;

	if (domains->len > 0 && c->audit->facts->zones->len > 0) {
		picture_begin(&n.picture, c, "any-domain");
		gather(&n);
		for (guint i = 0; i < domains->len; i++)
			add_domain(&n, g_ptr_array_index(domains, i));
		chapter_add(c, to, "names-chapter");
		say_blocks(c, to, "names-intro", 0, NULL);
		b = picture_end(&n.picture, to, G_N_ELEMENTS(columns), columns, NULL, LANES_SHOWN);
		if (b != NULL)
			b->alternate = names_alternate(&n);
	}
	g_hash_table_unref(n.of);
}
