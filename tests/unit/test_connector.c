/* Which receive connector takes a session, and which connectors are the hybrid's. */
#include <glib.h>
#include <string.h>

#include "../../audit/facts/facts.h"

static const char everything[] = "0.0.0.0-255.255.255.255|::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff";
static const char both_families[] = "0.0.0.0:25|[::]:25";

static struct facts *
facts_start(void)
{
	struct facts *f = facts_new();

	if (f->knowledge == NULL)
		f->knowledge = knowledge_load(f->region, NULL, NULL);
	g_assert_nonnull(f->knowledge);
	return f;
}

static struct value
value(struct region *region, const char *text)
{
	struct value v = { VALUE_NOT_STATED, 0, NULL, { "rc.csv", 2, NULL } };
	char **parts;
	const char **items;

	if (text == NULL)
		return v;
	if (strcmp(text, "LOST") == 0 || *text == '\0') {
		v.state = *text == '\0' ? VALUE_EMPTY : VALUE_LOST;
		return v;
	}
	parts = g_strsplit(text, "|", -1);
	v.state = VALUE_STATED;
	v.n = g_strv_length(parts);
	items = region_alloc(region, v.n * sizeof *items);
	for (size_t i = 0; i < v.n; i++)
		items[i] = region_strdup(region, parts[i]);
	v.items = items;
	if (strcmp(items[v.n - 1], "...") == 0) {
		v.state = VALUE_TRUNCATED;
		v.n--;
	}
	g_strfreev(parts);
	return v;
}

static void
connector(struct facts *f, const char *identity, const char *bindings, const char *ranges, const char *enabled, const char *capabilities)
{
	struct value *v = region_alloc(f->region, RC_COUNT * sizeof *v);
	char *server = g_strndup(identity, strcspn(identity, "\\"));

	v[RC_IDENTITY] = value(f->region, identity);
	v[RC_SERVER] = value(f->region, server);
	v[RC_BINDINGS] = value(f->region, bindings);
	v[RC_REMOTE_IP_RANGES] = value(f->region, ranges);
	v[RC_ENABLED] = value(f->region, enabled);
	v[RC_TLS_DOMAIN_CAPABILITIES] = value(f->region, capabilities);
	objects_add(f->objects, f->region, KIND_RECEIVE_CONNECTOR, v, (struct place){ "rc.csv", 2, NULL });
	g_free(server);
}

/* "found Name", "none", "unknown reason" */
static void
assert_winner(const struct facts *f, const char *server, const char *source, const char *expected)
{
	struct address a;
	struct winner w;
	char *got;

	g_assert_true(address_parse(source, &a));
	w = receive_winner(f, server, &a);
	got = w.outcome == WINNER_FOUND ? g_strconcat("found ", receive_connector_name(w.connector), NULL) :
	    w.outcome == WINNER_NONE ? g_strdup("none") : g_strconcat("unknown ", w.reason, NULL);
	g_assert_cmpstr(got, ==, expected);
	g_free(got);
}

static void
the_smallest_range_wins(void)
{
	struct facts *f = facts_start();

	connector(f, "HUB1\\Default HUB1", both_families, everything, "True", "");
	connector(f, "HUB1\\Client HUB1", "0.0.0.0:587|[::]:587", "10.0.0.50", "True", "");
	connector(f, "HUB1\\Inbound from Office 365", "0.0.0.0:25", "40.92.0.0/15|10.0.0.0/24", "True", "");
	connector(f, "HUB1\\Relay", "0.0.0.0:25", "10.0.0.50-10.0.0.60", "True", "");
	connector(f, "HUB1\\Off", "0.0.0.0:25", "10.0.0.50", "False", "");
	connector(f, "HUB2\\Default HUB2", both_families, everything, NULL, "");
	objects_finish(f->objects);
	assert_winner(f, "HUB1", "10.0.0.50", "found Relay");
	assert_winner(f, "hub1.corp.contoso.local", "10.0.0.61", "found Inbound from Office 365");
	assert_winner(f, "HUB1", "10.0.1.1", "found Default HUB1");
	assert_winner(f, "HUB1", "40.93.255.255", "found Inbound from Office 365");
	assert_winner(f, "HUB1", "40.94.0.0", "found Default HUB1");
	assert_winner(f, "HUB1", "2a01:111:f400::1", "found Default HUB1");
	assert_winner(f, "HUB2", "10.0.0.50", "found Default HUB2");
	assert_winner(f, "HUB3", "10.0.0.50", "unknown server-not-exported");
	facts_free(f);
}

/* Netmasks, host bits, blanks around the hyphen and zone indexes are ways to write a range (New-ReceiveConnector). */
static void
ranges_in_every_spelling(void)
{
	struct facts *f = facts_start();

	connector(f, "A\\Default A", both_families, everything, "True", "");
	connector(f, "A\\Netmask", both_families, "10.0.0.0(255.255.255.0)", "True", "");
	connector(f, "A\\Host bits", both_families, "192.168.1.1/24", "True", "");
	connector(f, "A\\Hyphen", both_families, "172.16.0.1 - 172.16.0.9", "True", "");
	connector(f, "A\\Zone index", both_families, "fe80::39bd:88f7:6969:d223%11|2001:0DB8::CD3/60", "True", "");
	objects_finish(f->objects);
	assert_winner(f, "A", "10.0.0.255", "found Netmask");
	assert_winner(f, "A", "10.0.1.0", "found Default A");
	assert_winner(f, "A", "192.168.1.200", "found Host bits");
	assert_winner(f, "A", "172.16.0.9", "found Hyphen");
	assert_winner(f, "A", "172.16.0.10", "found Default A");
	assert_winner(f, "A", "fe80::39bd:88f7:6969:d223", "found Zone index");
	assert_winner(f, "A", "2001:db8:0:f::1", "found Zone index");
	assert_winner(f, "A", "2001:db8:0:10::1", "found Default A");
	facts_free(f);
}

/* One spelling that cannot be read may be the smallest range of all. */
static void
a_range_that_cannot_be_read(void)
{
	struct facts *f = facts_start();

	connector(f, "A\\Default A", both_families, everything, "True", "");
	connector(f, "A\\Relay", "0.0.0.0:25", "10.0.0.0(255.0.255.0)", "True", "");
	objects_finish(f->objects);
	assert_winner(f, "A", "10.0.0.50", "unknown value-lost");
	assert_winner(f, "A", "2001:db8::1", "found Default A");
	facts_free(f);
}

/* A range counts only for bindings of its own family. */
static void
families_are_apart(void)
{
	struct facts *f = facts_start();

	connector(f, "A\\Six only", "[::]:25", "10.0.0.0/8|2001:db8::/32", "True", "");
	connector(f, "A\\Four only", "0.0.0.0:25", "192.168.0.0/16|2001:db8::/48", "True", "");
	objects_finish(f->objects);
	assert_winner(f, "A", "10.0.0.1", "none");
	assert_winner(f, "A", "2001:db8::1", "found Six only");
	assert_winner(f, "A", "192.168.3.4", "found Four only");
	facts_free(f);
}

static void
equal_ranges_are_a_tie(void)
{
	struct facts *f = facts_start();

	connector(f, "A\\One", "0.0.0.0:25", "10.0.0.0/24", "True", "");
	connector(f, "A\\Two", "0.0.0.0:25", "10.0.0.0-10.0.0.255", "True", "");
	connector(f, "A\\Narrow", "0.0.0.0:25", "10.0.0.9", "True", "");
	objects_finish(f->objects);
	assert_winner(f, "A", "10.0.0.8", "unknown tie");
	assert_winner(f, "A", "10.0.0.9", "found Narrow");
	facts_free(f);
}

/* A connector on one local address matters only where its range is as small as the winner's. */
static void
exact_bindings(void)
{
	struct facts *f = facts_start();

	connector(f, "A\\Default", "0.0.0.0:25", "0.0.0.0-255.255.255.255", "True", "");
	connector(f, "A\\Exact", "192.168.1.10:25", "10.0.0.0/8", "True", "");
	connector(f, "A\\Narrow", "0.0.0.0:25", "10.1.0.0/16", "True", "");
	connector(f, "B\\One", "192.168.1.11:25", "0.0.0.0-255.255.255.255", "True", "");
	connector(f, "B\\Two", "192.168.1.11:25", "10.0.0.0/8", "True", "");
	objects_finish(f->objects);
	assert_winner(f, "A", "10.2.0.1", "unknown local-address-unknown");
	assert_winner(f, "A", "10.1.0.1", "found Narrow");
	assert_winner(f, "A", "11.0.0.1", "found Default");
	assert_winner(f, "B", "10.2.0.1", "found Two");
	facts_free(f);
}

static void
what_is_not_known_stays_unknown(void)
{
	struct facts *f = facts_start();
	const struct object *hybrid;
	struct address inside, outside;

	connector(f, "A\\Default", "0.0.0.0:25", "0.0.0.0-255.255.255.255", "True", "");
	connector(f, "A\\Inbound", "0.0.0.0:25", "10.0.0.0/24", "True", "");
	connector(f, "A\\Lost", "0.0.0.0:25", "LOST", "True", "");
	connector(f, "B\\Default", "0.0.0.0:25", "0.0.0.0-255.255.255.255", "True", "");
	connector(f, "B\\Cut", "0.0.0.0:25", "10.0.0.0/24|...", "True", "");
	connector(f, "B\\Elsewhere", "LOST", "172.16.0.0/12", "True", "");
	connector(f, "C\\Default", "0.0.0.0:25", "0.0.0.0-255.255.255.255", "True", "");
	connector(f, "C\\Perhaps", "0.0.0.0:25", "10.0.0.0/24", "LOST", "");
	objects_finish(f->objects);
	assert_winner(f, "A", "10.0.0.1", "unknown value-lost");
	assert_winner(f, "B", "10.0.0.1", "found Cut");
	assert_winner(f, "B", "11.0.0.1", "unknown value-truncated");
	assert_winner(f, "C", "10.0.0.1", "unknown value-lost");
	assert_winner(f, "C", "11.0.0.1", "found Default");
	g_assert_true(address_parse("10.0.0.1", &inside) && address_parse("10.0.1.1", &outside));
	hybrid = objects_find(f->objects, KIND_RECEIVE_CONNECTOR, "A\\Inbound");
	g_assert_false(receive_excludes(f, "A", hybrid, &inside));
	g_assert_true(receive_excludes(f, "A", hybrid, &outside));
	objects_partial(f->objects, KIND_RECEIVE_CONNECTOR);
	assert_winner(f, "C", "11.0.0.1", "unknown not-complete");
	facts_free(f);
}

static void
pieces_meet_without_gap(void)
{
	struct facts *f = facts_start();
	struct range whole;
	GArray *pieces;

	connector(f, "A\\Default", "0.0.0.0:25", "0.0.0.0-255.255.255.255", "True", "");
	connector(f, "A\\Inbound", "0.0.0.0:25", "10.0.0.16-10.0.0.31", "True", "");
	objects_finish(f->objects);
	g_assert_true(range_parse("10.0.0.0/24", &whole));
	pieces = receive_winners(f, "A", &whole);
	g_assert_cmpuint(pieces->len, ==, 3);
	for (guint i = 0; i < pieces->len; i++) {
		static const char *const texts[] = { "10.0.0.0/28", "10.0.0.16/28", "10.0.0.32-10.0.0.255" };
		const struct piece *p = &g_array_index(pieces, struct piece, i);
		char *text = range_print(&p->range);

		g_assert_cmpstr(text, ==, texts[i]);
		g_assert_cmpstr(receive_connector_name(p->winner.connector), ==, i == 1 ? "Inbound" : "Default");
		g_free(text);
	}
	g_array_unref(pieces);
	facts_free(f);
}

static void
assert_hybrid(const struct facts *f, const char *server, const char *expected)
{
	const char *reason = NULL;
	const struct object *rc = hybrid_receive_connector(f, server, &reason);

	g_assert_cmpstr(rc != NULL ? receive_connector_name(rc) : reason, ==, expected);
}

static void
the_connector_for_the_cloud(void)
{
	struct facts *f = facts_start();

	connector(f, "A\\Default A", both_families, everything, "True", "");
	connector(f, "A\\inbound from office 365", "0.0.0.0:25", "40.92.0.0/15", "True", NULL);
	connector(f, "B\\Default Frontend B", both_families, everything, "True", "mail.protection.outlook.com:AcceptCloudServicesMail");
	connector(f, "C\\Default Frontend C", both_families, everything, "True",
	    "<I>CN=MSIT Machine Auth CA 2, DC=redmond, DC=corp, DC=microsoft, DC=com<S>CN=mail.protection.outlook.com, O=Microsoft Corporation:"
	    "AcceptCloudServicesMail");
	connector(f, "D\\Default Frontend D", both_families, everything, "True", "fabrikam.com:AcceptOorgProtocol");
	connector(f, "E\\Default Frontend E", both_families, everything, "True", "LOST");
	objects_finish(f->objects);
	assert_hybrid(f, "A", "inbound from office 365");
	assert_hybrid(f, "B", "Default Frontend B");
	assert_hybrid(f, "C", "Default Frontend C");
	assert_hybrid(f, "D", "no-hybrid-connector");
	assert_hybrid(f, "E", "value-lost");
	assert_hybrid(f, "F", "server-not-exported");
	facts_free(f);
}

static void
bindings(void)
{
	struct address a;
	unsigned port;

	g_assert_true(binding_parse("[::]:25", &a, &port) && a.family == 6 && port == 25);
	g_assert_true(binding_parse("10.1.2.3:587", &a, &port) && a.family == 4 && port == 587);
	g_assert_true(binding_parse("[fe80::1%4]:25", &a, &port) && a.family == 6);
	g_assert_false(binding_parse("10.1.2.3", &a, &port));
	g_assert_false(binding_parse("10.1.2.3:", &a, &port));
	g_assert_false(binding_parse("0.0.0.0:99999", &a, &port));
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/connector/the smallest range wins", the_smallest_range_wins);
	g_test_add_func("/connector/ranges in every spelling", ranges_in_every_spelling);
	g_test_add_func("/connector/a range that cannot be read", a_range_that_cannot_be_read);
	g_test_add_func("/connector/families are apart", families_are_apart);
	g_test_add_func("/connector/equal ranges are a tie", equal_ranges_are_a_tie);
	g_test_add_func("/connector/exact bindings", exact_bindings);
	g_test_add_func("/connector/what is not known stays unknown", what_is_not_known_stays_unknown);
	g_test_add_func("/connector/pieces meet without gap", pieces_meet_without_gap);
	g_test_add_func("/connector/the connector for the cloud", the_connector_for_the_cloud);
	g_test_add_func("/connector/bindings", bindings);
	return g_test_run();
}
