#include <glib.h>
#include <stdlib.h>
#include <string.h>

#include "../../audit/facts/facts.h"

struct bench {
	struct facts facts;
	struct zone *zone;      /* the one that records are added to */
};

static void
setup(struct bench *b, gconstpointer data)
{
	(void)data;
	memset(b, 0, sizeof *b);
	b->facts.region = region_new();
	b->facts.zones = g_ptr_array_new_with_free_func((GDestroyNotify)zone_free);
}

static void
teardown(struct bench *b, gconstpointer data)
{
	(void)data;
	g_ptr_array_unref(b->facts.zones);
	region_free(b->facts.region);
}

static void
zone(struct bench *b, const char *apex, enum view view, const char *file)
{
	struct place at = { file, b->facts.zones->len + 1, NULL };

	b->zone = zone_new(b->facts.region, apex, view, at);
	b->zone->fingerprint = file;
	zones_add(b->facts.zones, b->zone);
}

static struct record *
add(struct bench *b, const char *owner, guint16 type, const char *rdata)
{
	struct record *r = region_alloc(b->facts.region, sizeof *r);

	r->owner = owner;
	r->type = type;
	r->evaluable = true;
	r->text = rdata;
	if (type == TYPE_A || type == TYPE_AAAA)
		g_assert_true(address_parse(rdata, &r->address));
	else
		r->target = rdata;
	zone_add(b->zone, r);
	return r;
}

static void
expect(struct bench *b, const char *name, enum dns_outcome outcome, const char *reason)
{
	struct dns_answer a = dns_host(&b->facts, name, true);

	if (a.outcome != outcome || g_strcmp0(a.reason, reason) != 0)
		g_test_message("%s", name);
	g_assert_cmpint(a.outcome, ==, outcome);
	g_assert_cmpstr(a.reason, ==, reason);
	dns_answer_clear(&a);
}

static void
names(struct bench *b, gconstpointer data)
{
	(void)data;
	zone(b, "contoso.com", VIEW_EXTERNAL, "a");
	add(b, "autodiscover.contoso.com", TYPE_A, "203.0.113.5");
	add(b, "host.ent.contoso.com", TYPE_A, "203.0.113.6");
	add(b, "*.contoso.com", TYPE_A, "203.0.113.7");
	add(b, "text.contoso.com", TYPE_TXT, "x");
	add(b, "inside.contoso.com", TYPE_A, "10.0.0.1");
	add(b, "both.contoso.com", TYPE_A, "10.0.0.1");
	add(b, "both.contoso.com", TYPE_A, "203.0.113.8");
	expect(b, "autodiscover.contoso.com", DNS_PRESENT, NULL);
	expect(b, "ent.contoso.com", DNS_ABSENT, "missing");          /* an empty non-terminal: no wildcard */
	expect(b, "other.ent.contoso.com", DNS_ABSENT, "missing");    /* its closest encloser is ent, which has no wildcard */
	expect(b, "any.contoso.com", DNS_PRESENT, NULL);
	expect(b, "a.b.contoso.com", DNS_PRESENT, NULL);              /* a wildcard answers for any depth */
	expect(b, "below.text.contoso.com", DNS_ABSENT, "missing");   /* RFC 4592, 2.2.1 */
	expect(b, "text.contoso.com", DNS_ABSENT, "missing");
	expect(b, "contoso.com", DNS_ABSENT, "missing");
	expect(b, "inside.contoso.com", DNS_ABSENT, "private-only");
	expect(b, "both.contoso.com", DNS_PRESENT, NULL);
	expect(b, "fabrikam.com", DNS_UNKNOWN, "zone-not-supplied");
	expect(b, "notcontoso.com", DNS_UNKNOWN, "zone-not-supplied");
}

static void
wildcard_owns_type(struct bench *b, gconstpointer data)
{
	struct dns_answer a;

	(void)data;
	zone(b, "contoso.com", VIEW_EXTERNAL, "a");
	add(b, "*.contoso.com", TYPE_MX, "mail.contoso.com");
	expect(b, "any.contoso.com", DNS_ABSENT, "missing");
	a = dns_lookup(&b->facts, "any.contoso.com", TYPE_MX, true);
	g_assert_cmpint(a.outcome, ==, DNS_PRESENT);
	g_assert_true(a.wildcard);
	g_assert_cmpuint(a.records->len, ==, 1);
	dns_answer_clear(&a);
}

static void
aliases(struct bench *b, gconstpointer data)
{
	static const char *const chain[] = { "c0.contoso.com", "c1.contoso.com", "c2.contoso.com", "c3.contoso.com", "c4.contoso.com",
		"c5.contoso.com", "c6.contoso.com", "c7.contoso.com", "c8.contoso.com", "c9.contoso.com" };
	struct dns_answer a;

	(void)data;
	zone(b, "contoso.com", VIEW_EXTERNAL, "a");
	add(b, "mail.contoso.com", TYPE_A, "203.0.113.5");
	add(b, "autodiscover.contoso.com", TYPE_CNAME, "mail.contoso.com");
	add(b, "out.contoso.com", TYPE_CNAME, "autodiscover.outlook.com");
	add(b, "gone.contoso.com", TYPE_CNAME, "nowhere.contoso.com");
	add(b, "round.contoso.com", TYPE_CNAME, "about.contoso.com");
	add(b, "about.contoso.com", TYPE_CNAME, "round.contoso.com");
	for (size_t i = 0; i + 1 < G_N_ELEMENTS(chain); i++)
		add(b, chain[i], TYPE_CNAME, chain[i + 1]);
	add(b, chain[9], TYPE_A, "203.0.113.5");
	expect(b, "gone.contoso.com", DNS_ABSENT, "dangling");
	expect(b, "round.contoso.com", DNS_ABSENT, "loop");
	expect(b, "c1.contoso.com", DNS_PRESENT, NULL);
	expect(b, "c0.contoso.com", DNS_ABSENT, "loop");              /* nine hops */
	a = dns_host(&b->facts, "autodiscover.contoso.com", true);
	g_assert_cmpint(a.outcome, ==, DNS_PRESENT);
	g_assert_true(a.alias);
	g_assert_cmpstr(a.final, ==, "mail.contoso.com");
	g_assert_cmpuint(a.records->len, ==, 2);
	dns_answer_clear(&a);
	a = dns_host(&b->facts, "out.contoso.com", true);
	g_assert_cmpint(a.outcome, ==, DNS_PRESENT);
	g_assert_true(a.outside);
	g_assert_cmpstr(a.target, ==, "autodiscover.outlook.com");
	dns_answer_clear(&a);
	a = dns_lookup(&b->facts, "out.contoso.com", TYPE_CNAME, true);
	g_assert_cmpuint(a.records->len, ==, 1);
	g_assert_false(a.alias);
	dns_answer_clear(&a);
}

static void
cuts_and_dnames(struct bench *b, gconstpointer data)
{
	struct dns_answer a;

	(void)data;
	zone(b, "contoso.com", VIEW_EXTERNAL, "a");
	add(b, "contoso.com", TYPE_NS, "ns1.contoso.com");
	add(b, "branch.contoso.com", TYPE_NS, "ns1.branch.contoso.com");
	add(b, "ns1.branch.contoso.com", TYPE_A, "203.0.113.9");
	add(b, "old.contoso.com", TYPE_DNAME, "fabrikam.com");
	add(b, "mail.old.contoso.com", TYPE_A, "203.0.113.1");        /* hidden by the DNAME */
	expect(b, "branch.contoso.com", DNS_UNKNOWN, "delegated");
	expect(b, "ns1.branch.contoso.com", DNS_UNKNOWN, "delegated");
	expect(b, "old.contoso.com", DNS_ABSENT, "missing");          /* never the owner itself */
	a = dns_host(&b->facts, "mail.old.contoso.com", true);
	g_assert_cmpstr(a.final, ==, "mail.fabrikam.com");
	g_assert_true(a.outside);
	dns_answer_clear(&a);
	zone(b, "fabrikam.com", VIEW_EXTERNAL, "b");
	expect(b, "mail.old.contoso.com", DNS_ABSENT, "dangling");
	zone(b, "branch.contoso.com", VIEW_ASSUMED, "c");
	add(b, "www.branch.contoso.com", TYPE_A, "203.0.113.9");
	expect(b, "www.branch.contoso.com", DNS_PRESENT, NULL);       /* the child was sent along */
	zone(b, "corp.contoso.com", VIEW_ASSUMED, "d");
	add(b, "ex1.corp.contoso.com", TYPE_A, "203.0.113.9");
	expect(b, "ex1.corp.contoso.com", DNS_ABSENT, "missing");     /* nothing public leads to it */
}

/* The labelled child answers for what its labelled parent hands on, and DNAME for what is below it, at any depth. */
static void
what_hands_on(struct bench *b, gconstpointer data)
{
	struct dns_answer a;

	(void)data;
	zone(b, "contoso.com", VIEW_EXTERNAL, "a");
	add(b, "autodiscover.contoso.com", TYPE_NS, "gslb1.elsewhere.net");
	add(b, "*.contoso.com", TYPE_A, "203.0.113.7");
	add(b, "old.contoso.com", TYPE_DNAME, "contoso.com");
	add(b, "alias.contoso.com", TYPE_CNAME, "autodiscover.contoso.com");
	expect(b, "autodiscover.contoso.com", DNS_UNKNOWN, "delegated");
	expect(b, "deep.autodiscover.contoso.com", DNS_UNKNOWN, "delegated");   /* a cut is no closest encloser */
	expect(b, "alias.contoso.com", DNS_PRESENT, NULL);                      /* its target is outside what was sent */
	expect(b, "autodiscover.old.contoso.com", DNS_PRESENT, NULL);           /* the cut is met behind the alias */
	zone(b, "autodiscover.contoso.com", VIEW_EXTERNAL, "b");
	add(b, "autodiscover.contoso.com", TYPE_A, "203.0.113.26");
	expect(b, "autodiscover.contoso.com", DNS_PRESENT, NULL);
	expect(b, "deep.autodiscover.contoso.com", DNS_ABSENT, "missing");      /* the parent's wildcard ends at the cut */
	a = dns_host(&b->facts, "autodiscover.old.contoso.com", true);
	g_assert_cmpint(a.outcome, ==, DNS_PRESENT);
	g_assert_cmpstr(a.final, ==, "autodiscover.contoso.com");
	g_assert_false(a.outside);
	dns_answer_clear(&a);
}

static void
records_that_contradict(struct bench *b, gconstpointer data)
{
	struct dns_answer a;

	(void)data;
	zone(b, "contoso.com", VIEW_EXTERNAL, "a");
	add(b, "mail.contoso.com", TYPE_A, "203.0.113.5");
	add(b, "two.contoso.com", TYPE_CNAME, "mail.contoso.com");
	add(b, "two.contoso.com", TYPE_CNAME, "www.contoso.com");
	add(b, "beside.contoso.com", TYPE_A, "203.0.113.5");
	add(b, "beside.contoso.com", TYPE_CNAME, "mail.contoso.com");
	add(b, "again.contoso.com", TYPE_CNAME, "mail.contoso.com");
	add(b, "again.contoso.com", TYPE_CNAME, "mail.contoso.com");
	add(b, "text.contoso.com", TYPE_CNAME, "mail.contoso.com");
	add(b, "text.contoso.com", TYPE_TXT, "x");
	expect(b, "two.contoso.com", DNS_UNKNOWN, "records-contradict");
	expect(b, "beside.contoso.com", DNS_UNKNOWN, "records-contradict");
	expect(b, "again.contoso.com", DNS_PRESENT, NULL);            /* one record written twice */
	expect(b, "text.contoso.com", DNS_PRESENT, NULL);             /* the text is not what was asked for */
	a = dns_lookup(&b->facts, "two.contoso.com", TYPE_SRV, true);
	g_assert_cmpstr(a.reason, ==, "records-contradict");
	dns_answer_clear(&a);
}

static void
views(struct bench *b, gconstpointer data)
{
	struct dns_answer a;

	(void)data;
	zone(b, "contoso.com", VIEW_ASSUMED, "b");
	add(b, "mail.contoso.com", TYPE_A, "203.0.113.5");
	add(b, "txt.contoso.com", TYPE_TXT, "same");
	add(b, "same.contoso.com", TYPE_CNAME, "x.outlook.com");
	zone(b, "contoso.com", VIEW_ASSUMED, "a");
	add(b, "mail.contoso.com", TYPE_A, "10.0.0.5");
	add(b, "in.contoso.com", TYPE_A, "10.0.0.5");
	add(b, "txt.contoso.com", TYPE_TXT, "differs");
	add(b, "same.contoso.com", TYPE_CNAME, "x.outlook.com");
	expect(b, "mail.contoso.com", DNS_UNKNOWN, "view-unknown");
	expect(b, "in.contoso.com", DNS_UNKNOWN, "view-unknown");
	expect(b, "none.contoso.com", DNS_ABSENT, "missing");
	expect(b, "same.contoso.com", DNS_PRESENT, NULL);
	a = dns_lookup(&b->facts, "txt.contoso.com", TYPE_TXT, true);
	g_assert_cmpstr(a.reason, ==, "view-unknown");
	dns_answer_clear(&a);
	zone(b, "contoso.com", VIEW_EXTERNAL, "c");
	add(b, "mail.contoso.com", TYPE_A, "203.0.113.5");
	expect(b, "mail.contoso.com", DNS_PRESENT, NULL);             /* a label ends the doubt */
	zone(b, "contoso.com", VIEW_INTERNAL, "d");
	add(b, "mail.contoso.com", TYPE_A, "10.0.0.5");
	a = dns_host(&b->facts, "mail.contoso.com", false);
	g_assert_cmpint(a.outcome, ==, DNS_PRESENT);
	g_assert_true(a.private_only);
	dns_answer_clear(&a);
}

static void
doubt(struct bench *b, gconstpointer data)
{
	(void)data;
	zone(b, "contoso.com", VIEW_EXTERNAL, "a");
	b->zone->complete = false;
	add(b, "mail.contoso.com", TYPE_A, "203.0.113.5");
	add(b, "*.contoso.com", TYPE_A, "203.0.113.5");
	add(b, "www.contoso.com", TYPE_A, "203.0.113.5")->evaluable = false;
	expect(b, "mail.contoso.com", DNS_PRESENT, NULL);
	expect(b, "none.mail.contoso.com", DNS_UNKNOWN, "zone-incomplete");
	expect(b, "any.contoso.com", DNS_UNKNOWN, "zone-incomplete");
	expect(b, "www.contoso.com", DNS_UNKNOWN, "record-not-evaluable");
	add(b, "in.contoso.com", TYPE_A, "10.0.0.5");
	expect(b, "in.contoso.com", DNS_UNKNOWN, "zone-incomplete");  /* a public address may be among what was not read */
	add(b, "in.contoso.com", TYPE_A, "203.0.113.5");
	expect(b, "in.contoso.com", DNS_PRESENT, NULL);
	zone(b, "fabrikam.com", VIEW_ASSUMED, "b");
	add(b, "mail.fabrikam.com", TYPE_A, "10.0.0.5");
	expect(b, "mail.fabrikam.com", DNS_UNKNOWN, "looks-internal");
	b->zone->wins = true;
	expect(b, "none.fabrikam.com", DNS_UNKNOWN, "zone-incomplete");
}

/* Nothing stands beside an alias (RFC 1034, 3.6.2). */
static void
contradictions(struct bench *b, gconstpointer data)
{
	(void)data;
	zone(b, "contoso.com", VIEW_EXTERNAL, "a");
	add(b, "mail.contoso.com", TYPE_A, "203.0.113.5");
	add(b, "two.contoso.com", TYPE_CNAME, "gone.contoso.com");
	add(b, "two.contoso.com", TYPE_CNAME, "mail.contoso.com");
	add(b, "twice.contoso.com", TYPE_CNAME, "mail.contoso.com");
	add(b, "twice.contoso.com", TYPE_CNAME, "mail.contoso.com");
	add(b, "damaged.contoso.com", TYPE_CNAME, "mail.contoso.com");
	add(b, "damaged.contoso.com", TYPE_CNAME, "bad..name")->evaluable = false;
	add(b, "beside.contoso.com", TYPE_CNAME, "autodiscover.outlook.com");
	add(b, "beside.contoso.com", TYPE_A, "203.0.113.5");
	add(b, "text.contoso.com", TYPE_CNAME, "mail.contoso.com");
	add(b, "text.contoso.com", TYPE_TXT, "x");
	expect(b, "two.contoso.com", DNS_UNKNOWN, "records-contradict");
	expect(b, "twice.contoso.com", DNS_PRESENT, NULL);
	expect(b, "damaged.contoso.com", DNS_UNKNOWN, "records-contradict");
	expect(b, "beside.contoso.com", DNS_UNKNOWN, "records-contradict");
	expect(b, "text.contoso.com", DNS_PRESENT, NULL);
}

static void
parts(struct bench *b, gconstpointer data)
{
	struct zone *z;

	(void)data;
	/* Two versions of a zone whose SOA records stand at one line of two included files. */
	for (unsigned i = 0; i < 2; i++) {
		z = zone_new(b->facts.region, "contoso.com", VIEW_EXTERNAL, (struct place){ "a", 1, NULL });
		z->part = i;
		zones_add(b->facts.zones, z);
	}
	g_assert_cmpuint(b->facts.zones->len, ==, 2);
	z = zone_new(b->facts.region, "contoso.com", VIEW_EXTERNAL, (struct place){ "a", 1, NULL });
	z->part = 1;
	zones_add(b->facts.zones, z);
	g_assert_cmpuint(b->facts.zones->len, ==, 2);
	g_assert_true(g_ptr_array_index(b->facts.zones, 1) == z);
}

static void
copies(struct bench *b, gconstpointer data)
{
	struct dns_answer a;

	(void)data;
	for (int i = 0; i < 2; i++) {
		zone(b, "contoso.com", VIEW_EXTERNAL, "a");
		add(b, "mail.contoso.com", TYPE_A, "203.0.113.5");
	}
	a = dns_lookup(&b->facts, "mail.contoso.com", TYPE_A, true);
	g_assert_cmpuint(a.records->len, ==, 1);
	dns_answer_clear(&a);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add("/dns/names", struct bench, NULL, setup, names, teardown);
	g_test_add("/dns/wildcard-owns-type", struct bench, NULL, setup, wildcard_owns_type, teardown);
	g_test_add("/dns/aliases", struct bench, NULL, setup, aliases, teardown);
	g_test_add("/dns/cuts-and-dnames", struct bench, NULL, setup, cuts_and_dnames, teardown);
	g_test_add("/dns/what-hands-on", struct bench, NULL, setup, what_hands_on, teardown);
	g_test_add("/dns/records-that-contradict", struct bench, NULL, setup, records_that_contradict, teardown);
	g_test_add("/dns/views", struct bench, NULL, setup, views, teardown);
	g_test_add("/dns/doubt", struct bench, NULL, setup, doubt, teardown);
	g_test_add("/dns/copies", struct bench, NULL, setup, copies, teardown);
	g_test_add("/dns/contradictions", struct bench, NULL, setup, contradictions, teardown);
	g_test_add("/dns/parts", struct bench, NULL, setup, parts, teardown);
	return g_test_run();
}
