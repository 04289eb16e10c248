#include <glib.h>
#include <string.h>

#include "../../audit/facts/facts.h"
#include "../../audit/facts/spf.h"
#include "../../audit/facts/tags.h"

struct bench {
	struct facts facts;
	struct zone *zone;
};

static void
setup(struct bench *b, gconstpointer data)
{
	struct place at = { "a", 1, NULL };

	(void)data;
	memset(b, 0, sizeof *b);
	b->facts.region = region_new();
	b->facts.zones = g_ptr_array_new_with_free_func((GDestroyNotify)zone_free);
	b->zone = zone_new(b->facts.region, "contoso.com", VIEW_EXTERNAL, at);
	b->zone->complete = true;
	b->zone->fingerprint = "a";
	zones_add(b->facts.zones, b->zone);
}

static void
teardown(struct bench *b, gconstpointer data)
{
	(void)data;
	g_ptr_array_unref(b->facts.zones);
	region_free(b->facts.region);
}

static void
add(struct bench *b, const char *owner, guint16 type, const char *rdata)
{
	struct record *r = region_alloc(b->facts.region, sizeof *r);

	r->owner = owner;
	r->type = type;
	r->evaluable = true;
	r->text = rdata;
	if (type == TYPE_A)
		g_assert_true(address_parse(rdata, &r->address));
	else if (type != TYPE_TXT)
		r->target = rdata;
	zone_add(b->zone, r);
}

/* ---- the grammar ---- */

static void
fault(struct bench *b, const char *text, const char *expected)
{
	struct spf_record r;

	spf_parse(b->facts.region, text, &r);
	if (g_strcmp0(r.fault, expected) != 0)
		g_test_message("%s", text);
	g_assert_cmpstr(r.fault, ==, expected);
	spf_record_clear(&r);
}

static void
grammar(struct bench *b, gconstpointer data)
{
	(void)data;
	g_assert_true(spf_is_record("v=spf1"));
	g_assert_true(spf_is_record("V=SPF1 -all"));
	g_assert_false(spf_is_record("v=spf10 -all"));
	g_assert_false(spf_is_record(" v=spf1 -all"));
	fault(b, "v=spf1", NULL);
	fault(b, "v=spf1  a mx  -all ", NULL);
	fault(b, "v=spf1 A:Contoso.com/24//64 MX//64 ?ALL", NULL);
	fault(b, "v=spf1 ip4:203.0.113.25 ip4:203.0.113.0/24 ip6:2001:db8::1 ip6:2001:db8::/32 -all", NULL);
	fault(b, "v=spf1 exists:%{i}.x.contoso.com include:%{d2}.contoso.com ptr ptr:contoso.com -all", NULL);
	fault(b, "v=spf1 redirect=_spf.contoso.com exp=e.contoso.com unknown=thing", NULL);
	fault(b, "v=spf1 include: -all", "include:");
	fault(b, "v=spf1 include -all", "include");
	fault(b, "v=spf1 include:contoso -all", "include:contoso");
	fault(b, "v=spf1 a:203.0.113.5 -all", "a:203.0.113.5");
	fault(b, "v=spf1 ip4:203.0.113 -all", "ip4:203.0.113");
	fault(b, "v=spf1 ip4:203.0.113.1/33 -all", "ip4:203.0.113.1/33");
	fault(b, "v=spf1 ip4:203.0.113.1-203.0.113.9 -all", "ip4:203.0.113.1-203.0.113.9");
	fault(b, "v=spf1 ip4:2001:db8::1 -all", "ip4:2001:db8::1");
	fault(b, "v=spf1 a/33 -all", "a/33");
	fault(b, "v=spf1 a/024 -all", "a/024");
	fault(b, "v=spf1 a/24/64 -all", "a/24/64");
	fault(b, "v=spf1 all:contoso.com", "all:contoso.com");
	fault(b, "v=spf1 -all.", "-all.");
	fault(b, "v=spf1 redirect=a.contoso.com redirect=b.contoso.com", "redirect=b.contoso.com");
	fault(b, "v=spf1 +-all", "+-all");
	fault(b, "v=spf1 =x", "=x");
	fault(b, "v=spf1 a\tmx -all", "a\tmx");
}

/* ---- what it amounts to ---- */

static void
passes(struct bench *b, const char *domain, const char *address, enum answer expected)
{
	struct address a;

	g_assert_true(address_parse(address, &a));
	if (spf_passes(&b->facts, domain, &a) != expected)
		g_test_message("%s %s", domain, address);
	g_assert_cmpint(spf_passes(&b->facts, domain, &a), ==, expected);
}

static void
evaluation(struct bench *b, gconstpointer data)
{
	(void)data;
	add(b, "mx.contoso.com", TYPE_A, "203.0.113.5");
	add(b, "contoso.com", TYPE_MX, "mx.contoso.com");
	add(b, "contoso.com", TYPE_TXT, "v=spf1 -ip4:203.0.113.9 mx/31 include:_spf.contoso.com -all");
	add(b, "_spf.contoso.com", TYPE_TXT, "v=spf1 ip4:198.51.100.0/24 -all");
	passes(b, "contoso.com", "203.0.113.5", ANSWER_YES);
	passes(b, "contoso.com", "203.0.113.4", ANSWER_YES);
	passes(b, "contoso.com", "203.0.113.6", ANSWER_NO);
	passes(b, "contoso.com", "203.0.113.9", ANSWER_NO);
	passes(b, "contoso.com", "198.51.100.77", ANSWER_YES);
	/* A policy that is not known leaves the rest open, but what matches before it is certain. */
	add(b, "open.contoso.com", TYPE_TXT, "v=spf1 ip4:203.0.113.5 include:_spf.example.net ip4:203.0.113.6 -all");
	passes(b, "open.contoso.com", "203.0.113.5", ANSWER_YES);
	passes(b, "open.contoso.com", "203.0.113.6", ANSWER_YES);
	passes(b, "open.contoso.com", "203.0.113.7", ANSWER_UNKNOWN);
	add(b, "shut.contoso.com", TYPE_TXT, "v=spf1 -include:_spf.example.net ip4:203.0.113.6 -all");
	passes(b, "shut.contoso.com", "203.0.113.6", ANSWER_UNKNOWN);
	passes(b, "shut.contoso.com", "203.0.113.7", ANSWER_NO);
	/* Behind `all` nothing counts, and beside it no redirect. */
	add(b, "after.contoso.com", TYPE_TXT, "v=spf1 -all ip4:203.0.113.5 redirect=contoso.com");
	passes(b, "after.contoso.com", "203.0.113.5", ANSWER_NO);
	add(b, "moved.contoso.com", TYPE_TXT, "v=spf1 redirect=contoso.com");
	passes(b, "moved.contoso.com", "203.0.113.5", ANSWER_YES);
	passes(b, "moved.contoso.com", "203.0.113.6", ANSWER_NO);
	passes(b, "none.contoso.com", "203.0.113.6", ANSWER_NO);
	add(b, "online.contoso.com", TYPE_TXT, "v=spf1 include:spf.protection.outlook.com -all");
	passes(b, "online.contoso.com", "203.0.113.6", ANSWER_NO);
	/* Policies that lead to each other are followed once. */
	add(b, "loop.contoso.com", TYPE_TXT, "v=spf1 include:pool.contoso.com -all");
	add(b, "pool.contoso.com", TYPE_TXT, "v=spf1 include:loop.contoso.com -all");
	passes(b, "loop.contoso.com", "203.0.113.6", ANSWER_UNKNOWN);
}

/* Two includes in each of twenty policies would be a million visits. */
static void
breadth(struct bench *b, gconstpointer data)
{
	struct spf_policy p;
	struct spf_summary s;

	(void)data;
	for (unsigned i = 0; i < 20; i++)
		add(b, region_printf(b->facts.region, "p%u.contoso.com", i), TYPE_TXT,
		    region_printf(b->facts.region, "v=spf1 include:p%u.contoso.com include:p%u.contoso.com -all", i + 1, i + 1));
	spf_policy_of(&b->facts, "p0.contoso.com", &p);
	g_assert_cmpint(p.state, ==, SPF_FOUND);
	s = spf_summarise(&b->facts, "p0.contoso.com", &p);
	g_assert_true(s.cut);
	g_assert_cmpuint(s.lookups, >, 10);
	g_assert_cmpuint(s.lookups, <, 2000);
	spf_summary_clear(&s);
	spf_policy_clear(&p);
	passes(b, "p0.contoso.com", "203.0.113.6", ANSWER_UNKNOWN);
}

/* ---- tags ---- */

static void
tags(struct bench *b, gconstpointer data)
{
	struct tag_list t;

	(void)data;
	g_assert_true(tags_claim("v=DMARC1", "DMARC1"));
	g_assert_true(tags_claim("v = DMARC1 ; p=none", "DMARC1"));
	g_assert_false(tags_claim("v=DMARC10; p=none", "DMARC1"));
	g_assert_false(tags_claim("v=dmarc1; p=none", "DMARC1"));
	g_assert_false(tags_claim("p=none; v=DMARC1", "DMARC1"));
	tags_parse(b->facts.region, "v=DMARC1; P = none ;; rua=mailto:a=b@contoso.com;", &t);
	g_assert_cmpstr(t.fault, ==, NULL);
	g_assert_cmpstr(tags_get(&t, "p"), ==, "none");
	g_assert_cmpstr(tags_get(&t, "rua"), ==, "mailto:a=b@contoso.com");
	g_assert_null(tags_get(&t, "sp"));
	tags_clear(&t);
	tags_parse(b->facts.region, "v=DMARC1; reject", &t);
	g_assert_cmpstr(t.fault, ==, "reject");
	tags_clear(&t);
}

int
main(int argc, char **argv)
{
	static const struct { const char *name; void (*test)(struct bench *, gconstpointer); } tests[] = {
		{ "/spf/grammar", grammar }, { "/spf/evaluation", evaluation }, { "/spf/breadth", breadth }, { "/spf/tags", tags },
	};

	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	for (size_t i = 0; i < G_N_ELEMENTS(tests); i++)
		g_test_add(tests[i].name, struct bench, NULL, setup, tests[i].test, teardown);
	return g_test_run();
}
