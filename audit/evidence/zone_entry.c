/* The records of a zone file. */
#include "zone.h"

#include <string.h>

#include "../facts/spf.h"

static void
add_record(struct zone_reader *r, struct record *rec)
{
	const guint n = GPOINTER_TO_UINT(g_hash_table_lookup(r->sizes, rec));

	g_hash_table_insert(r->sizes, rec, GUINT_TO_POINTER(n + 1));
	g_ptr_array_add(r->kept, rec);
}

static struct record *
new_record(struct zone_reader *r, const struct zone_entry *e, const struct zone_fields *f, guint16 type)
{
	struct record *rec = region_alloc(r->facts->region, sizeof *rec);

	rec->owner = region_strdup(r->facts->region, r->owner);
	rec->type = type;
	rec->ttl = f->has_ttl ? f->ttl : r->default_ttl;
	rec->at.file = r->file;
	rec->at.line = e->line;
	return rec;
}

/* A target such as "autodiscover.outlook.com" without its final dot: read as a server reads it, and said. */
static bool
looks_absolute(const struct zone_reader *r, const struct zone_token *t)
{
	static const char *const tops[] = { "com", "net", "org", "info", "biz", "eu", "de", "uk", "ch", "at", "nl", "fr", "us", "io", "cn", "ms" };
	const char *dot = memrchr(t->text, '.', t->size), *own = strrchr(r->origin, '.');
	size_t n = t->size - (size_t)(dot + 1 - t->text);

	for (size_t i = 0; i < G_N_ELEMENTS(tops); i++)
		if (strlen(tops[i]) == n && g_ascii_strncasecmp(tops[i], dot + 1, n) == 0)
			return true;
	return own != NULL && strlen(own + 1) == n && g_ascii_strncasecmp(own + 1, dot + 1, n) == 0;
}

/* "v=DMARC1; p=none" without quotes: the semicolon begins a comment. */
static bool
cut_at_semicolon(const struct zone_entry *e, const struct zone_fields *f)
{
	return f->type == TYPE_TXT && e->comment != NULL && !f->rdata->quoted && f->rdata->size > 2 && f->rdata->text[0] == 'v' &&
	    f->rdata->text[1] == '=' && memchr(e->comment, '=', e->comment_size) != NULL;
}

static void
value_notes(struct zone_reader *r, const struct zone_entry *e, const struct record *rec, const struct zone_reading *reading)
{
	if (reading->name_notes & ~(unsigned)NAME_RELATIVE)
		zone_name_notes(r, e, reading->token, reading->name_notes);
	if (reading->split)
		zone_token_problem(r, "zone-text-split", e, reading->token, "text", false);
	if (reading->relative == NULL)
		return;
	if ((rec->type == TYPE_SRV && r->head.dialect.srv_absolute) || (rec->type == TYPE_PTR && r->head.dialect.ptr_absolute))
		zone_token_problem(r, "zone-target-taken-absolute", e, reading->relative, "target", false);
	else if (looks_absolute(r, reading->relative))
		zone_token_problem(r, "zone-target-final-dot", e, reading->relative, "target", false);
}

static void
want_name(const char *name, void *wanted)
{
	wanted_add(wanted, name);
}

/* The names that a wanted record leads to are wanted as well. */
static void
want_target(struct zone_reader *r, const struct record *rec)
{
	if (rec->evaluable && rec->type == TYPE_TXT)
		spf_names(r->facts->region, rec->text, want_name, r->wanted);
	if (rec->evaluable && rec->target != NULL &&
	    (rec->type == TYPE_MX || rec->type == TYPE_SRV || rec->type == TYPE_CNAME || rec->type == TYPE_DNAME))
		wanted_add(r->wanted, rec->target);
	/* What a mail host says of its certificate (RFC 7672, 2.2.3). */
	if (rec->evaluable && rec->type == TYPE_MX && rec->target != NULL && *rec->target != '\0' && strlen(rec->target) < 240) {
		char *name = g_strconcat("_25._tcp.", rec->target, NULL);

		wanted_add(r->wanted, name);
		g_free(name);
	}
}

/* Is there room for one more record of the owner and the type?  The first one too many stays as one that cannot be read,
 * so that the rest is known to be missing. */
static bool
has_room(struct zone_reader *r, const struct zone_entry *e, const struct zone_fields *f, guint16 type)
{
	const struct record set = { .owner = r->owner, .type = type };
	guint n = GPOINTER_TO_UINT(g_hash_table_lookup(r->sizes, &set));
	struct record *rec;

	if (n < ZONE_RRSET_RECORDS)
		return true;
	if (n == ZONE_RRSET_RECORDS) {
		zone_token_problem(r, "zone-too-many-records", e, f->type_token, "type", true);
		rec = new_record(r, e, f, type);
		rec->text = "";
		add_record(r, rec);
	}
	return false;
}

/* Route 53 answers with one set of several, by weight, place, delay or health: which one, nobody offline knows.  Of a
 * MULTIVALUE set it gives all. */
static bool
is_alternative(const struct zone_entry *e)
{
	static const char mark[] = " AWS routing=\"";

	return e->comment != NULL && e->comment_size > sizeof mark && memcmp(e->comment, mark, sizeof mark - 1) == 0 &&
	    !(e->comment_size >= sizeof mark + 9 && memcmp(e->comment + sizeof mark - 1, "MULTIVALUE", 10) == 0);
}

/* Data that cannot be read: one record that says nothing, unless the file ends with it, before its line does.  Then it was cut there,
 * and what stood behind it is missing. */
static void
bad_rdata(struct zone_reader *r, const struct zone_entry *e, const struct zone_reading *reading)
{
	if (e->unended)
		zone_lost(r, "zone-cut", e, reading->token, reading->field);
	else
		zone_token_problem(r, "zone-bad-rdata", e, reading->token, reading->field, true);
}

/* The last record of a file that does not end with a line tells whether it was cut, whoever asks for it. */
static void
look_at_end(struct zone_reader *r, const struct zone_entry *e, const struct zone_fields *f)
{
	struct record *rec = new_record(r, e, f, f->type);
	struct zone_reading reading;

	if (!zone_rdata(r->facts->region, f, r->has_origin ? r->origin : NULL, &r->head.dialect, rec, &reading))
		bad_rdata(r, e, &reading);
}

static void
keep(struct zone_reader *r, const struct zone_entry *e, const struct zone_fields *f, guint16 type)
{
	struct record *rec;
	struct zone_reading reading;

	if (!has_room(r, e, f, type))
		return;
	rec = new_record(r, e, f, type);
	if (!zone_rdata(r->facts->region, f, r->has_origin ? r->origin : NULL, &r->head.dialect, rec, &reading))
		bad_rdata(r, e, &reading);
	else
		value_notes(r, e, rec, &reading);
	if (f->nrdata > 0 && cut_at_semicolon(e, f))
		zone_token_problem(r, "zone-text-cut", e, f->rdata, "text", false);
	if (is_alternative(e)) {
		zone_token_problem(r, "zone-alternatives", e, f->type_token, "type", false);
		rec->evaluable = false;
	}
	if (e->broken != NULL || e->doubtful || f->bad_ttl != NULL)
		rec->evaluable = false;
	/* The public answer is not in the file. */
	if (r->head.cloudflare && f->nrdata > 0 && e->comment != NULL &&
	    g_strstr_len(e->comment, (gssize)e->comment_size, "cf-proxied:true") != NULL) {
		zone_token_problem(r, "zone-proxied", e, f->rdata, "address", false);
		rec->evaluable = false;
	}
	add_record(r, rec);
	want_target(r, rec);
}

/* The hoster answers for the name with records that the export does not tell: addresses, or where Route 53 names a type
 * ("AWS ALIAS MX target"), those of that type. */
static void
keep_alias(struct zone_reader *r, const struct zone_entry *e, const struct zone_fields *f)
{
	const bool route53 = f->class_token != NULL && f->class_token->size == strlen("AWS") && f->nrdata > 1;
	const guint16 named = route53 ? zone_type(f->rdata->text, f->rdata->size) : ZONE_TYPE_NONE;
	const guint16 types[] = { named != ZONE_TYPE_NONE ? named : TYPE_A, named != ZONE_TYPE_NONE ? named : TYPE_AAAA };

	zone_token_problem(r, "zone-alias", e, f->type_token, "type", false);
	for (size_t i = 0; i < (named != ZONE_TYPE_NONE ? 1 : 2) && r->interest == INTEREST_KEEP; i++) {
		struct record *rec;

		if (!has_room(r, e, f, types[i]))
			continue;
		rec = new_record(r, e, f, types[i]);
		rec->text = region_strndup(r->facts->region, f->type_token->text, f->type_token->size);
		add_record(r, rec);
	}
}

/* Cloudflare answers for an alias at the top of the zone with the addresses of its target, and the other records there stay
 * what they are. */
static bool
is_flattened(const struct zone_reader *r, const struct zone_fields *f)
{
	return r->head.cloudflare && f->type == TYPE_CNAME && r->apex != NULL && strcmp(r->owner, r->apex) == 0;
}

/* Records that only say of which keys others are: of an RRset that a parent or a resolver is given. */
static bool
is_key_type(guint16 type)
{
	enum { SIG = 24, KEY = 25, CDS = 59, CDNSKEY = 60 };

	return type == TYPE_DS || type == TYPE_DNSKEY || type == TYPE_RRSIG || type == SIG || type == KEY || type == CDS || type == CDNSKEY;
}

/* A second SOA: the end of a zone transfer, a mistake, or the next zone of the file. */
static bool
next_soa(struct zone_reader *r, const struct zone_entry *e, const struct record *rec)
{
	if (r->soa == NULL)
		return true;
	if (strcmp(r->apex, r->owner) == 0) {
		r->closed = strcmp(r->soa, rec->text) == 0;
		if (r->closed)
			return false;
		/* Another version of the zone: never one with the first. */
		zone_token_problem(r, "zone-second-soa", e, NULL, "SOA", true);
	}
	zone_finish(r);
	zone_look_at_owner(r);
	return true;
}

/* The first name server of every zone that a hoster gives to a private network only, and hardly one of its public ones. */
static bool
is_private_hoster(const char *soa)
{
	static const char *const first[] = { "ns-1536.awsdns-00.co.uk. ", "ns-gcp-private.googledomains.com. ", "azureprivatedns.net." };

	for (size_t i = 0; i < G_N_ELEMENTS(first); i++)
		if (g_str_has_prefix(soa, first[i]))
			return true;
	return false;
}

static void
soa(struct zone_reader *r, const struct zone_entry *e, const struct zone_fields *f)
{
	struct record *rec = new_record(r, e, f, TYPE_SOA);
	struct zone_reading reading;

	if (!zone_rdata(r->facts->region, f, r->has_origin ? r->origin : NULL, &r->head.dialect, rec, &reading))
		bad_rdata(r, e, &reading);
	if (e->broken != NULL)
		rec->evaluable = false;
	/* Cloudflare once wrote "$ORIGIN ." and "@ SOA". */
	if (*r->owner == '\0' && r->head.name != NULL) {
		zone_token_problem(r, "zone-owner-taken-absolute", e, f->owner, "owner", false);
		strcpy(r->owner, r->head.name);
		rec->owner = r->head.name;
		zone_look_at_owner(r);
	}
	if (!next_soa(r, e, rec))
		return;
	r->apex = rec->owner;
	r->soa = rec->text;
	r->hosted_privately = is_private_hoster(rec->text);
	r->serial = reading.serial;
	r->at = rec->at;
	if (!r->has_default_ttl && rec->evaluable)
		r->default_ttl = reading.minimum;
	rec->ttl = f->has_ttl ? f->ttl : r->default_ttl;
	if (!r->has_origin) {
		strcpy(r->origin, r->owner);
		r->has_origin = true;
	}
	g_ptr_array_add(r->kept, rec);
	r->nrecords++;
}

static void
record(struct zone_reader *r, const struct zone_entry *e, const struct zone_fields *f)
{
	/* A text that speaks of an SOA begins no zone. */
	if (f->type == TYPE_SOA && e->doubtful)
		return;
	if (f->type == TYPE_SOA) {
		soa(r, e, f);
		return;
	}
	r->nrecords++;
	r->key_records += is_key_type(f->type);
	r->looks_internal = r->looks_internal || f->aged;
	r->root_hints = r->root_hints || (f->type == TYPE_NS && *r->owner == '\0' && r->soa == NULL && !r->head.hoster);
	switch (f->type) {
	case ZONE_TYPE_WINS:
		r->wins = true;
		/* fallthrough */
	case ZONE_TYPE_WINSR:
		zone_token_problem(r, "zone-wins", e, f->type_token, "type", false);
		return;
	case ZONE_TYPE_ALIAS:
		keep_alias(r, e, f);
		return;
	default:
		break;
	}
	if (is_flattened(r, f)) {
		keep_alias(r, e, f);
		return;
	}
	if (!zone_type_kept(f->type))
		return;
	if (r->interest == INTEREST_KEEP || (r->interest == INTEREST_ABOVE && (f->type == TYPE_NS || f->type == TYPE_DNAME)))
		keep(r, e, f, f->type);
	else if (e->unended)
		look_at_end(r, e, f);
}

static bool
is_word(const struct zone_token *t, const char *word)
{
	return !t->quoted && t->size == strlen(word) && memcmp(t->text, word, t->size) == 0;
}

/* named-checkzone's words, caught together with the zone it printed: "OK", "zone contoso.com/IN: loaded serial 7". */
static bool
is_checker_output(const struct zone_entry *e)
{
	const struct zone_token *t = e->tokens;

	return (e->ntokens == 1 && is_word(t, "OK")) || (e->ntokens > 2 && is_word(t, "zone") && t[1].size > 4 &&
	    memcmp(t[1].text + t[1].size - 4, "/IN:", 4) == 0);
}

/* Marks stand at the beginning of a line, perhaps in the middle of a record that goes over several. */
static bool
is_merge_conflict(const struct zone_entry *e)
{
	for (size_t i = 0; i < e->ntokens && (i == 0 || e->last_line > e->line); i++)
		if (e->tokens[i].column == 1 && (is_word(&e->tokens[i], "<<<<<<<") || is_word(&e->tokens[i], ">>>>>>>")))
			return true;
	return false;
}

/* Where it may be no directive at all, nothing tells below which name the following is to be read. */
static void
read_directive(struct zone_reader *r, const struct zone_entry *e)
{
	if (!e->doubtful) {
		zone_directive(r, e);
		return;
	}
	zone_lost(r, "zone-bad-directive", e, e->tokens, NULL);
	r->has_origin = false;
}

void
zone_entry(struct zone_reader *r, const struct zone_entry *e)
{
	struct zone_fields f;

	if (e->broken != NULL) {
		struct zone_entry at = *e;

		at.line = e->broken_line;
		zone_problem(r, e->broken, &at, e->broken_column, NULL, e->ntokens > 0 ? e->tokens[0].text : NULL,
		    e->ntokens > 0 ? e->tokens[0].size : 0, true);
		r->complete = false;
	}
	if (e->ntokens == 0) {
		/* Its owner is not known, nor is that of the lines behind it that leave theirs away. */
		r->has_owner = r->has_owner && e->blank_owner;
		return;
	}
	if (is_merge_conflict(e)) {
		zone_problem(r, "zone-merge-conflict", e, 0, NULL, NULL, 0, true);
		r->refused = true;
		return;
	}
	if (!e->tokens[0].quoted && e->tokens[0].text[0] == '$' && e->tokens[0].size > 1) {
		read_directive(r, e);
		return;
	}
	if (!e->blank_owner && is_checker_output(e)) {
		zone_token_problem(r, "zone-checker-output", e, e->tokens, NULL, false);
		return;
	}
	zone_fields(e, &f);
	if (!zone_take_owner(r, e, &f))
		return;
	if (f.type == ZONE_TYPE_NONE) {
		if (e->broken == NULL)
			zone_lost(r, f.type_token == NULL ? "zone-no-type" : "zone-unknown-type", e, f.type_token != NULL ? f.type_token : e->tokens, "type");
		return;
	}
	if (f.class != 1) {
		zone_token_problem(r, "zone-other-class", e, f.class_token, "class", false);
		return;
	}
	if (f.bad_ttl != NULL)
		zone_token_problem(r, "zone-bad-ttl", e, f.bad_ttl, "TTL", true);
	record(r, e, &f);
}
