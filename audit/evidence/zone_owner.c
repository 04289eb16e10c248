/* Problems at a place of a zone file, and the owners of its entries. */
#include "zone.h"

#include <string.h>

void
zone_problem(struct zone_reader *r, const char *code, const struct zone_entry *e, unsigned column, const char *field, const char *text,
    size_t n, bool loss)
{
	char *copy = text != NULL ? g_strndup(text, MIN(n, 80)) : NULL;
	struct problem p = { .line = e->line, .last_line = e->last_line, .column = column, .code = code, .field = field, .text = copy,
	    .loss = loss };

	/* It is the zone's problem, which another zone that includes the same file may not have. */
	if (r->depth > 0)
		p.file = r->file;
	source_problem_at(r->input->source, r->facts->region, p);
	g_free(copy);
}

void
zone_token_problem(struct zone_reader *r, const char *code, const struct zone_entry *e, const struct zone_token *t, const char *field,
    bool loss)
{
	struct zone_entry at = *e;

	if (t != NULL)
		at.line = t->line;
	zone_problem(r, code, &at, t != NULL ? t->column : 0, field, t != NULL ? t->text : NULL, t != NULL ? t->size : 0, loss);
}

void
zone_lost(struct zone_reader *r, const char *code, const struct zone_entry *e, const struct zone_token *t, const char *field)
{
	zone_token_problem(r, code, e, t, field, true);
	r->complete = false;
}

static void
mark_existing(struct zone_reader *r, const char *name)
{
	if (!g_hash_table_contains(r->existing, name))
		g_hash_table_add(r->existing, region_strdup(r->facts->region, name));
}

static bool
is_apex(const struct zone_reader *r, const char *name)
{
	return r->apex != NULL && strcmp(name, r->apex) == 0;
}

/* Names that only Active Directory registers. */
static bool
is_directory_name(const char *name)
{
	return (name[0] == '_' && (g_str_has_prefix(name, "_msdcs.") || g_str_has_prefix(name, "_ldap._tcp."))) ||
	    g_str_has_prefix(name, "domaindnszones.") || g_str_has_prefix(name, "forestdnszones.");
}

static enum interest
interest_in(const struct zone_reader *r, const char *name)
{
	if (wanted_has(r->wanted, name) || (name[0] == '*' && name[1] == '.' && wanted_is_above(r->wanted, name + 2)))
		return INTEREST_KEEP;
	return wanted_is_above(r->wanted, name) ? INTEREST_ABOVE : INTEREST_NONE;
}

/* The names between the owner and the apex are there too. */
static void
mark_parents(struct zone_reader *r, const char *name)
{
	for (const char *p = name_parent(name); p != NULL && !is_apex(r, p); p = name_parent(p))
		if (wanted_is_above(r->wanted, p))
			mark_existing(r, p);
}

void
zone_look_at_owner(struct zone_reader *r)
{
	const char *name = r->owner;

	r->interest = interest_in(r, name);
	if (r->interest != INTEREST_NONE)
		mark_existing(r, name);
	mark_parents(r, name);
	r->looks_internal = r->looks_internal || is_directory_name(name);
}

void
zone_name_notes(struct zone_reader *r, const struct zone_entry *e, const struct zone_token *t, unsigned notes)
{
	static const struct { unsigned bit; const char *code; } rows[] = {
		{ NAME_AT_SIGN, "zone-at-sign" }, { NAME_UNICODE, "zone-unicode-name" }, { NAME_OCTAL, "zone-octal-escape" },
		{ NAME_DECIMAL, "zone-decimal-escape" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		if (notes & rows[i].bit)
			zone_token_problem(r, rows[i].code, e, t, "name", false);
}

bool
zone_repeats(const char *name, const char *origin)
{
	size_t n = strlen(name), m = strlen(origin);

	return m > 0 && n >= 2 * m + 1 && memcmp(name + n - m, origin, m) == 0 && memcmp(name + n - 2 * m - 1, origin, m) == 0 &&
	    (n == 2 * m + 1 || name[n - 2 * m - 2] == '.');
}

/* Exports of hosters leave the final dot of the SOA's owner away; the other owners are then written alike. */
static void
owner_without_dot(struct zone_reader *r, const struct zone_entry *e, const struct zone_token *t, guint16 type)
{
	size_t n = strlen(r->owner), m = strlen(r->origin);

	if (type == TYPE_SOA && n == 2 * m + 1)
		r->owners_absolute = true;
	if (r->owners_absolute)
		r->owner[n - m - 1] = '\0';
	zone_token_problem(r, r->owners_absolute ? "zone-owner-taken-absolute" : "zone-owner-final-dot", e, t, "owner", false);
}

bool
zone_take_owner(struct zone_reader *r, const struct zone_entry *e, const struct zone_fields *f)
{
	unsigned notes = 0;

	if (f->owner == NULL) {
		if (!r->has_owner)
			zone_lost(r, "zone-no-owner", e, f->type_token, "owner");
		return r->has_owner;
	}
	r->has_owner = false;
	if (f->owner->quoted || !zone_name(f->owner->text, f->owner->size, r->has_origin ? r->origin : NULL, r->head.dialect.octal, r->owner,
	    &notes)) {
		zone_lost(r, r->has_origin || (f->owner->size > 0 && f->owner->text[f->owner->size - 1] == '.') ? "zone-bad-name" : "zone-no-origin",
		    e, f->owner, "owner");
		return false;
	}
	r->has_owner = true;
	if ((notes & NAME_RELATIVE) && zone_repeats(r->owner, r->origin))
		owner_without_dot(r, e, f->owner, f->type);
	if (notes & ~(unsigned)NAME_RELATIVE)
		zone_name_notes(r, e, f->owner, notes);
	zone_look_at_owner(r);
	/* Windows keeps the addresses of name servers that live elsewhere. */
	if (r->apex != NULL && f->type != TYPE_SOA && !name_below(r->owner, r->apex)) {
		zone_token_problem(r, "zone-out-of-zone", e, f->owner, "owner", false);
		r->interest = INTEREST_NONE;
	}
	return true;
}

/* A name that is to be remarked on is made as a whole. */
bool
zone_skip_owner(struct zone_reader *r, const struct zone_token *owner)
{
	char name[ZONE_NAME_BYTES];
	unsigned notes = 0;

	if (owner->quoted || !zone_name(owner->text, owner->size, r->has_origin ? r->origin : NULL, r->head.dialect.octal, name, &notes) ||
	    (notes & ~(unsigned)NAME_RELATIVE) || ((notes & NAME_RELATIVE) && zone_repeats(name, r->origin)) || is_directory_name(name) ||
	    (r->apex != NULL && !name_below(name, r->apex)) || interest_in(r, name) != INTEREST_NONE)
		return false;
	mark_parents(r, name);
	r->nrecords++;
	return true;
}
