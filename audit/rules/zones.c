/* What the zones say of the published names, and whether a zone is in good order. */
#include "zones.h"

#include <string.h>

#include "autodiscover.h"

/* ---- DNS-011 ---- */

struct hosts {
	const struct facts *facts;
	struct judge *judge;
	enum severity severity;
	GHashTable *seen;
};

/* Private addresses only are ADISC-013's business, which judges the same name. */
static void
judge_host(const struct hosts *h, const char *name, struct place at)
{
	struct dns_answer a = dns_host(h->facts, name, true);
	struct finding *row;

	if (!name_is_public(name))
		row = judge_fail(h->judge, h->severity, name, "internal-name");
	else if (a.outcome == DNS_UNKNOWN)
		row = judge_not_evaluated(h->judge, h->severity, name, a.reason, "ZONE-P");
	else if (a.outcome == DNS_ABSENT)
		row = judge_fail(h->judge, h->severity, name, a.reason);
	else
		row = judge_pass(h->judge, h->severity, name);
	finding_view(row, a.view);
	list_addresses(row, &a, NULL, "addresses");
	if (a.alias)
		finding_value(row, "final", a.final);
	if (a.outside)
		finding_value(row, "target_evaluated", "no");
	if (a.records->len == 0 && a.zone != NULL)
		finding_at(row, a.zone->soa);
	finding_at(row, at);
	dns_answer_clear(&a);
}

/* Endpoints for other moves lead to other systems. */
static bool
is_other_endpoint(const struct object *o)
{
	const char *type = o->kind == KIND_MIGRATION_ENDPOINT ? object_text(o, EP_ENDPOINT_TYPE) : NULL;

	return type != NULL && g_ascii_strcasecmp(type, "ExchangeRemoteMove") != 0;
}

/* A name that is an address, of the Hybrid Agent, or a URL's that cannot be public (VDIR-002) is not looked up. */
static void
take_hosts(struct hosts *h, enum kind kind, int property, bool url)
{
	for (size_t i = 0; i < objects_count(h->facts->objects, kind); i++) {
		const struct object *o = objects_at(h->facts->objects, kind, i);
		const struct value *v = object_get(o, property);
		const char *text = value_text(v);
		char *name = text == NULL ? NULL : url ? name_of_url(h->facts->region, text) : name_normal(h->facts->region, text);
		struct address address;

		if (is_other_endpoint(o))
			continue;
		if (text == NULL && !value_known(v) && v->state != VALUE_NOT_STATED)
			judge_value_unknown(h->judge, h->severity, ORGANISATION, v, kind, property);
		if (name == NULL || address_parse(name, &address) || name_below(name, "his.msappproxy.net") || (url && !name_is_public(name)) ||
		    !g_hash_table_add(h->seen, name))
			continue;
		judge_host(h, name, v->at);
	}
}

/* The smart host is HYB-007's. */
static void
check_hosts(const struct facts *facts, struct judge *j)
{
	struct hosts h = { facts, j, facts->hybrid->agent ? SEVERITY_INFO : SEVERITY_ERROR, g_hash_table_new(name_hash, g_str_equal) };

	take_hosts(&h, KIND_EWS_DIRECTORY, VD_EXTERNAL_URL, true);
	take_hosts(&h, KIND_MIGRATION_ENDPOINT, EP_REMOTE_SERVER, false);
	g_hash_table_unref(h.seen);
}

/* ---- DNS-013 ---- */

enum { TTL_OF_A_DAY = 86400, TTL_OF_AN_HOUR = 3600 };

/* Problems are told of a file: of several zones in it, of the first. */
static bool
file_problem(const struct facts *facts, const struct zone *z, const char *code, unsigned *line)
{
	const struct source *s = z->part == 0 ? facts_source(facts, z->at.file) : NULL;

	for (guint i = 0; s != NULL && i < s->problems->len; i++) {
		const struct problem *p = g_ptr_array_index(s->problems, i);

		if (strcmp(p->code, code) == 0) {
			*line = p->line;
			return true;
		}
	}
	return false;
}

static bool
has_type(const GPtrArray *node, guint16 type)
{
	for (guint i = 0; node != NULL && i < node->len; i++)
		if (((const struct record *)g_ptr_array_index(node, i))->type == type)
			return true;
	return false;
}

/* Beside an alias only what signs it may stand (RFC 2181, 10.1; RFC 4034). */
static bool
is_contradictory(const GPtrArray *node)
{
	bool other = false;

	for (guint i = 0; i < node->len; i++) {
		const guint16 type = ((const struct record *)g_ptr_array_index(node, i))->type;

		other = other || (type != TYPE_CNAME && type != TYPE_RRSIG);
	}
	return other && has_type(node, TYPE_CNAME);
}

static gint
by_owner(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Names at which an alias stands beside other data. */
static GPtrArray *
contradictions(const struct zone *z)
{
	GPtrArray *found = g_ptr_array_new();
	GHashTableIter iter;
	gpointer owner, node;

	g_hash_table_iter_init(&iter, z->owners);
	while (g_hash_table_iter_next(&iter, &owner, &node))
		if (is_contradictory(node))
			g_ptr_array_add(found, owner);
	g_ptr_array_sort(found, by_owner);
	return found;
}

/* Names whose records a migration changes: the domains' mail, and their Autodiscover hosts.  Name -> 1 and up, in the order of the
 * domains. */
struct moved {
	GHashTable *mail, *hosts;
};

static void
moved_begin(struct moved *m, const struct facts *facts)
{
	m->mail = g_hash_table_new(name_hash, g_str_equal);
	m->hosts = g_hash_table_new(name_hash, g_str_equal);
	for (guint i = 0; i < facts->hybrid->domains->len; i++) {
		const char *d = ((struct domain *)g_ptr_array_index(facts->hybrid->domains, i))->name;

		g_hash_table_insert(m->mail, (gpointer)(guintptr)d, GUINT_TO_POINTER(2 * i + 1));
		g_hash_table_insert(m->hosts, (gpointer)(guintptr)autodiscover_name(facts, d), GUINT_TO_POINTER(2 * i + 2));
	}
}

static void
moved_end(struct moved *m)
{
	g_hash_table_unref(m->mail);
	g_hash_table_unref(m->hosts);
}

/* Of the records that a migration changes, the one that is kept longest in other people's memory, of equals that of the first
 * domain; NULL without one. */
static const struct record *
slowest(const struct moved *m, const struct zone *z)
{
	const struct record *found = NULL;
	guint place = 0;
	GHashTableIter iter;
	gpointer owner, node;

	g_hash_table_iter_init(&iter, z->owners);
	while (g_hash_table_iter_next(&iter, &owner, &node)) {
		const guint mail = GPOINTER_TO_UINT(g_hash_table_lookup(m->mail, owner));
		const guint host = GPOINTER_TO_UINT(g_hash_table_lookup(m->hosts, owner));

		for (guint k = 0; (mail > 0 || host > 0) && k < ((const GPtrArray *)node)->len; k++) {
			const struct record *r = g_ptr_array_index((GPtrArray *)node, k);
			const bool answers = r->type == TYPE_A || r->type == TYPE_AAAA || r->type == TYPE_CNAME;
			const guint at = r->type == TYPE_MX ? mail : answers ? host : 0;

			if (at > 0 && (found == NULL || r->ttl > found->ttl || (r->ttl == found->ttl && at < place))) {
				found = r;
				place = at;
			}
		}
	}
	return found;
}

static struct finding *
judge_file(const struct facts *facts, struct judge *j, const struct moved *m, const struct zone *z)
{
	struct place at = z->at;
	struct finding *row = NULL;

	if (file_problem(facts, z, "zone-second-soa", &at.line))
		row = judge_fail(j, SEVERITY_WARNING, z->apex, "second-soa");
	else if (file_problem(facts, z, "zone-no-soa", &at.line))
		row = judge_fail(j, SEVERITY_WARNING, z->apex, "no-soa");
	/* Only the records of names that are asked for are kept: of other zones nobody knows. */
	else if (z->complete && g_hash_table_contains(m->mail, z->apex) && !has_type(g_hash_table_lookup(z->owners, z->apex), TYPE_NS))
		row = judge_fail(j, SEVERITY_WARNING, z->apex, "no-name-server");
	if (row != NULL)
		finding_at(row, at);
	return row;
}

static struct finding *
judge_records(struct judge *j, const struct moved *m, const struct zone *z)
{
	GPtrArray *twofold = contradictions(z);
	const struct record *slow = z->view != VIEW_INTERNAL ? slowest(m, z) : NULL;
	struct finding *row = NULL;

	if (twofold->len > 0) {
		row = judge_fail(j, SEVERITY_WARNING, z->apex, "alias-beside-others");
		for (guint i = 0; i < twofold->len; i++) {
			const GPtrArray *node = g_hash_table_lookup(z->owners, g_ptr_array_index(twofold, i));

			finding_value(row, "owners", g_ptr_array_index(twofold, i));
			finding_at(row, ((const struct record *)g_ptr_array_index(node, 0))->at);
		}
	} else if (slow != NULL && slow->ttl > TTL_OF_AN_HOUR) {
		row = slow->ttl > TTL_OF_A_DAY ? judge_fail(j, SEVERITY_WARNING, z->apex, "ttl-above-a-day") :
		    judge_fail(j, SEVERITY_INFO, z->apex, "ttl-above-an-hour");
		finding_value(row, "owners", slow->owner);
		finding_number(row, "ttl", slow->ttl);
		finding_at(row, slow->at);
	}
	g_ptr_array_unref(twofold);
	return row;
}

static void
check_quality(const struct facts *facts, struct judge *j)
{
	struct moved m;

	moved_begin(&m, facts);
	for (guint i = 0; i < facts->zones->len; i++) {
		const struct zone *z = g_ptr_array_index(facts->zones, i);
		struct finding *row = judge_file(facts, j, &m, z);

		if (row == NULL)
			row = judge_records(j, &m, z);
		if (row == NULL && !z->complete)
			row = judge_not_evaluated(j, SEVERITY_WARNING, z->apex, "zone-incomplete", z->view == VIEW_INTERNAL ? "ZONE-I" : "ZONE-P");
		if (row == NULL)
			row = judge_pass(j, SEVERITY_WARNING, z->apex);
		finding_view(row, z->view);
		finding_at(row, z->soa);
	}
	moved_end(&m);
}

#define ZONE_REASONS "zone-not-supplied delegated looks-internal view-unknown zone-incomplete record-not-evaluable records-contradict"

static const struct rule rules[] = {
	{ "CERT-037", SEVERITY_ERROR, SUBJECT_DOMAIN, WIZARD_NO, "CERT, ZONE-P",
	  "forbidden critical-property authority-not-listed loop " ZONE_REASONS,
	  "owner permitted authority thumbprints", "2017-09-08", NULL, check_caa },
	{ "CERT-038", SEVERITY_ERROR, SUBJECT_ZONE, WIZARD_NO, "ZONE-P",
	  "expired not-yet-valid unsigned signatures-not-shown record-not-evaluable zone-incomplete", "sets", NULL, NULL, check_signatures },
	{ "DNS-011", SEVERITY_ERROR, SUBJECT_DOMAIN, WIZARD_NO, "VD|EP, ZONE-P",
	  "missing dangling loop private-only internal-name " ZONE_REASONS,
	  "addresses final target_evaluated field", NULL, NULL, check_hosts },
	{ "DNS-013", SEVERITY_WARNING, SUBJECT_ZONE, WIZARD_NO, "ZONE-P|ZONE-I",
	  "second-soa no-soa no-name-server alias-beside-others ttl-above-a-day ttl-above-an-hour zone-incomplete", "owners ttl", NULL, NULL,
	  check_quality },
	{ "FLOW-012", SEVERITY_ERROR, SUBJECT_DOMAIN, WIZARD_MADE, "ZONE-P, CERT",
	  "no-match no-usable-usage no-tlsa not-on-premises certificate-not-supplied signatures-not-shown no-candidate no-hybrid-connector "
	  "server-not-exported no-secure-mail-certificate generation-unknown " ZONE_REASONS,
	  "records thumbprints assumed", NULL, NULL, check_tlsa },
};

const struct family zones_family = { "zones", rules, G_N_ELEMENTS(rules) };
