#include "dns.h"

#include <string.h>

#include "facts.h"
#include "zones.h"

enum {
	MAX_HOPS = 8,       /* aliases followed before a chain counts as a loop */
	MAX_LABELS = 128,   /* of a name of 253 characters */
	MAX_STEPS = 256     /* questions put to zones in one lookup, when several files claim one zone */
};

/* ---- the lookup ---- */

struct query {
	const struct facts *facts;
	guint16 types[2];
	size_t ntypes;
	bool public_view;
	unsigned steps;
};

struct hop {
	const char *name;
	const struct hop *previous;
	unsigned depth;
};

static void resolve(struct query *, const struct hop *, struct dns_answer *);

static bool
asks(const struct query *q, guint16 type)
{
	for (size_t i = 0; i < q->ntypes; i++)
		if (q->types[i] == type)
			return true;
	return false;
}

static bool
asks_address(const struct query *q)
{
	return asks(q, TYPE_A) || asks(q, TYPE_AAAA);
}

static void
conclude(struct dns_answer *a, enum dns_outcome outcome, const char *reason)
{
	a->outcome = outcome;
	a->reason = reason;
}

/* name_exists: the name is there without what was asked for. */
static void
absent(const struct query *q, const struct zone *z, const struct hop *hop, bool name_exists, struct dns_answer *a)
{
	if (!z->complete || (z->wins && asks_address(q)))
		conclude(a, DNS_UNKNOWN, "zone-incomplete");
	else
		conclude(a, DNS_ABSENT, hop->depth > 0 && (!name_exists || asks_address(q)) ? "dangling" : "missing");
}

static void
follow(struct query *q, const struct hop *hop, const char *target, struct dns_answer *a)
{
	struct hop next = { target, hop, hop->depth + 1 };

	if (hop->depth == 0) {
		a->alias = true;
		a->target = target;
	}
	a->final = target;
	for (const struct hop *h = hop; h != NULL; h = h->previous)
		if (strcmp(h->name, target) == 0) {
			conclude(a, DNS_ABSENT, "loop");
			return;
		}
	if (next.depth > MAX_HOPS)
		conclude(a, DNS_ABSENT, "loop");
	else if (*target == '\0')
		conclude(a, DNS_ABSENT, "dangling");
	else
		resolve(q, &next, a);
}

/* RFC 6672, 2.2: what stands left of the owner is kept. */
static void
follow_dname(struct query *q, const struct hop *hop, const struct record *r, struct dns_answer *a)
{
	size_t prefix = strlen(hop->name) - strlen(r->owner);
	const char *target;

	g_ptr_array_add(a->records, (gpointer)(gsize)r);
	if (!r->evaluable || r->target == NULL) {
		conclude(a, DNS_UNKNOWN, "record-not-evaluable");
		return;
	}
	if (*r->target == '\0')
		target = region_strndup(q->facts->region, hop->name, prefix - 1);
	else
		target = region_printf(q->facts->region, "%.*s%s", (int)prefix, hop->name, r->target);
	if (strlen(target) > 253)
		conclude(a, DNS_ABSENT, "dangling");   /* YXDOMAIN */
	else
		follow(q, hop, target, a);
}

/* Judges the addresses found: none of them public is no public answer, and in a zone without a label no answer at all. */
static void
judge_addresses(const struct query *q, const struct zone *z, guint from, struct dns_answer *a)
{
	bool any = false, any_public = false, unread = false;

	for (guint i = from; i < a->records->len; i++) {
		const struct record *r = g_ptr_array_index(a->records, i);

		if (!r->evaluable) {
			unread = true;
			continue;
		}
		any = true;
		any_public = any_public || !address_is_private(&r->address);
	}
	a->private_only = any && !any_public;
	if (unread && (q->ntypes == 1 || !any_public))
		conclude(a, DNS_UNKNOWN, "record-not-evaluable");
	else if (a->private_only && q->public_view && z->view == VIEW_ASSUMED)
		conclude(a, DNS_UNKNOWN, "looks-internal");
	else if (a->private_only && q->public_view && q->ntypes > 1 && !z->complete)
		conclude(a, DNS_UNKNOWN, "zone-incomplete");    /* a public address may be among what was not read */
	else if (a->private_only && q->public_view && q->ntypes > 1)
		conclude(a, DNS_ABSENT, "private-only");
	else
		conclude(a, DNS_PRESENT, NULL);
}

static void
judge_rrset(const struct query *q, const struct zone *z, guint from, struct dns_answer *a)
{
	if (asks_address(q)) {
		judge_addresses(q, z, from, a);
		return;
	}
	conclude(a, DNS_PRESENT, NULL);
	for (guint i = from; i < a->records->len; i++) {
		const struct record *r = g_ptr_array_index(a->records, i);

		if (!r->evaluable)
			conclude(a, DNS_UNKNOWN, "record-not-evaluable");
	}
}

static void
answer_from(struct query *q, const struct zone *z, const struct hop *hop, const GPtrArray *node, struct dns_answer *a)
{
	guint from = a->records->len;
	struct record *cname = NULL;
	bool two = false;

	for (guint i = 0; i < node->len; i++) {
		struct record *r = g_ptr_array_index(node, i);

		if (asks(q, r->type))
			g_ptr_array_add(a->records, r);
		else if (r->type == TYPE_CNAME && cname == NULL)
			cname = r;
		else if (r->type == TYPE_CNAME)
			two = two || g_strcmp0(r->text, cname->text) != 0;
	}
	/* Nothing stands beside an alias (RFC 1034, 3.6.2): which of the records a server would answer with is its own affair. */
	if (two || (cname != NULL && a->records->len > from)) {
		g_ptr_array_add(a->records, cname);
		conclude(a, DNS_UNKNOWN, "records-contradict");
		return;
	}
	if (a->records->len > from) {
		judge_rrset(q, z, from, a);
		return;
	}
	if (cname == NULL) {
		absent(q, z, hop, true, a);
		return;
	}
	g_ptr_array_add(a->records, cname);
	if (cname->evaluable && cname->target != NULL)
		follow(q, hop, cname->target, a);
	else
		conclude(a, DNS_UNKNOWN, "record-not-evaluable");
}

/* The wildcard below the closest encloser (RFC 4592, 3.3.1); NULL when it does not exist. */
static const GPtrArray *
wildcard_node(const struct zone *z, const char *name)
{
	const char *encloser = name_parent(name);
	const GPtrArray *node;
	char *wildcard;

	while (encloser != NULL && strcmp(encloser, z->apex) != 0 && !g_hash_table_contains(z->owners, encloser))
		encloser = name_parent(encloser);
	if (encloser == NULL || strcmp(name, z->apex) == 0)
		return NULL;
	wildcard = g_strconcat("*.", encloser, NULL);
	node = g_hash_table_lookup(z->owners, wildcard);
	g_free(wildcard);
	return node;
}

/* From the apex down, as a server does (RFC 1034, 4.3.2): the first delegation or DNAME met decides. */
static bool
redirected(struct query *q, const struct zone *z, const struct hop *hop, struct dns_answer *a)
{
	const char *path[MAX_LABELS];
	size_t n = 0;

	for (const char *p = hop->name; p != NULL && n < MAX_LABELS; p = name_parent(p)) {
		path[n++] = p;
		if (strcmp(p, z->apex) == 0)
			break;
	}
	while (n-- > 0) {
		bool self = path[n] == hop->name;
		const struct record *dname = self ? NULL : g_hash_table_lookup(z->dnames, path[n]);

		if (g_hash_table_contains(z->cuts, path[n]) && !(self && asks(q, TYPE_DS))) {
			if (hop->depth > 0) {
				a->outside = true;
				conclude(a, DNS_PRESENT, NULL);
			} else {
				conclude(a, DNS_UNKNOWN, "delegated");
			}
			return true;
		}
		if (dname != NULL) {
			follow_dname(q, hop, dname, a);
			return true;
		}
	}
	return false;
}

static void
ask(struct query *q, const struct zone *z, const struct hop *hop, struct dns_answer *a)
{
	const GPtrArray *node;

	if (redirected(q, z, hop, a))
		return;
	node = g_hash_table_lookup(z->owners, hop->name);
	if (node == NULL) {
		node = wildcard_node(z, hop->name);
		if (node == NULL) {
			absent(q, z, hop, false, a);
			return;
		}
		/* The skipped part of the file may hold the name itself, which would hide the wildcard. */
		if (!z->complete) {
			conclude(a, DNS_UNKNOWN, "zone-incomplete");
			return;
		}
		if (hop->depth == 0)
			a->wildcard = true;
	}
	answer_from(q, z, hop, node, a);
}

static guint
record_hash(gconstpointer data)
{
	const struct record *r = data;

	return (r->text != NULL ? name_hash(r->text) : 0) ^ r->type;
}

static gboolean
record_equal(gconstpointer a, gconstpointer b)
{
	const struct record *r = a, *s = b;

	return r->type == s->type && g_strcmp0(r->text, s->text) == 0;
}

static GHashTable *
record_set(const GPtrArray *records)
{
	GHashTable *set = g_hash_table_new(record_hash, record_equal);

	for (guint i = 0; i < records->len; i++)
		g_hash_table_add(set, g_ptr_array_index(records, i));
	return set;
}

/* Adds to `a` what only `other` holds.  Returns whether both hold the same; sets, because a name may own very many records. */
static bool
merge_records(GPtrArray *a, const GPtrArray *other)
{
	GHashTable *mine = record_set(a), *theirs = record_set(other);
	bool same = g_hash_table_size(mine) == g_hash_table_size(theirs);

	for (guint i = 0; i < other->len; i++) {
		struct record *r = g_ptr_array_index(other, i);

		if (g_hash_table_add(mine, r)) {
			same = false;
			g_ptr_array_add(a, r);
		}
	}
	g_hash_table_unref(mine);
	g_hash_table_unref(theirs);
	return same;
}

/* Two files of one zone: an outcome stands only where both have it.  "The host resolves" stands although the addresses differ. */
static void
combine(const struct query *q, struct dns_answer *a, const struct dns_answer *other)
{
	bool agree = a->outcome == other->outcome && a->alias == other->alias, same = merge_records(a->records, other->records);

	if (agree && a->outcome == DNS_PRESENT && !same)
		agree = q->ntypes > 1 && g_strcmp0(a->final, other->final) == 0 && a->outside == other->outside;
	if (!agree)
		conclude(a, DNS_UNKNOWN, "view-unknown");
	a->wildcard = a->wildcard || other->wildcard;
	a->private_only = a->private_only && other->private_only;
}

/* Continues the chain in `a` at this hop, once for each file that claims the zone. */
static void
resolve(struct query *q, const struct hop *hop, struct dns_answer *a)
{
	GPtrArray *zones = zones_asked(q->facts, hop->name, q->public_view);
	struct dns_answer start = *a;

	if (zones->len == 0) {
		a->outside = hop->depth > 0;
		conclude(a, hop->depth > 0 ? DNS_PRESENT : DNS_UNKNOWN, hop->depth > 0 ? NULL : "zone-not-supplied");
	} else if (hop->depth == 0) {
		a->zone = g_ptr_array_index(zones, 0);
		a->view = a->zone->view;
		start = *a;
	}
	start.records = zones->len > 1 ? g_ptr_array_copy(a->records, NULL, NULL) : NULL;
	for (guint i = 0; i < zones->len; i++) {
		struct dns_answer other = start;

		if (++q->steps > MAX_STEPS) {
			conclude(a, DNS_UNKNOWN, "view-unknown");
			break;
		}
		if (i == 0) {
			ask(q, g_ptr_array_index(zones, i), hop, a);
			continue;
		}
		other.records = g_ptr_array_copy(start.records, NULL, NULL);
		ask(q, g_ptr_array_index(zones, i), hop, &other);
		combine(q, a, &other);
		g_ptr_array_unref(other.records);
	}
	if (start.records != NULL)
		g_ptr_array_unref(start.records);
	g_ptr_array_unref(zones);
}

static struct dns_answer
lookup(struct query *q, const char *name)
{
	struct hop first = { name, NULL, 0 };
	struct dns_answer a = { .final = name, .records = g_ptr_array_new() };

	resolve(q, &first, &a);
	return a;
}

struct dns_answer
dns_lookup(const struct facts *facts, const char *name, guint16 type, bool public_view)
{
	struct query q = { .facts = facts, .types = { type }, .ntypes = 1, .public_view = public_view };

	return lookup(&q, name);
}

struct dns_answer
dns_host(const struct facts *facts, const char *name, bool public_view)
{
	struct query q = { .facts = facts, .types = { TYPE_A, TYPE_AAAA }, .ntypes = 2, .public_view = public_view };

	return lookup(&q, name);
}

void
dns_answer_clear(struct dns_answer *a)
{
	if (a->records != NULL)
		g_ptr_array_unref(a->records);
	a->records = NULL;
}
