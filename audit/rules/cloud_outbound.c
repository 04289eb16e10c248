/* Where the cloud sends mail for on-premises, and whether it does: smart hosts (CONN-062, CONN-067), set-up (CONN-065), leftovers of
 * older wizards (CONN-069). */
#include <string.h>

#include "cloud.h"

/* A smart host as it is written, "[203.0.113.25]" without the brackets. */
static const char *
bare_host(const struct facts *facts, const char *text)
{
	const size_t n = strlen(text);

	return n > 2 && text[0] == '[' && text[n - 1] == ']' ? region_strndup(facts->region, text + 1, n - 2) : text;
}

static bool
is_address(const struct facts *facts, const char *host, struct address *a)
{
	return address_parse(bare_host(facts, host), a);
}

/* ---- CONN-062 ---- */

static bool
any_address(const struct facts *facts, const struct value *hosts)
{
	struct address a;

	for (size_t i = 0; i < hosts->n; i++)
		if (is_address(facts, hosts->items[i], &a))
			return true;
	return false;
}

static bool
all_are(const struct facts *facts, const struct value *hosts, const char *wanted)
{
	const char *name = name_normal(facts->region, wanted);

	for (size_t i = 0; i < hosts->n; i++)
		if (g_strcmp0(name_normal(facts->region, hosts->items[i]), name) != 0)
			return false;
	return true;
}

/* With several tenants the hybrid configuration names the host of one of them: does another connector send there? */
static bool
is_another_tenants(const struct facts *facts, const char *wanted)
{
	GPtrArray *all = several_tenants(facts) ? prefer_enabled(hybrid_outbound_connectors(facts), EOC_ENABLED) : NULL;
	bool found = false;

	for (guint i = 0; all != NULL && i < all->len; i++) {
		const struct value *hosts = object_get(g_ptr_array_index(all, i), EOC_SMART_HOSTS);

		found = found || (hosts->state == VALUE_STATED && hosts->n > 0 && all_are(facts, hosts, wanted));
	}
	if (all != NULL)
		g_ptr_array_unref(all);
	return found;
}

/* The hosts against the one that the hybrid configuration names. */
static void
judge_hosts(const struct facts *facts, struct judge *j, const struct object *c, const struct value *hosts)
{
	const struct object *hc = facts->hybrid->configuration;
	const char *wanted = hc != NULL ? object_text(hc, HC_ON_PREMISES_SMART_HOST) : NULL;
	struct finding *row;

	if (any_address(facts, hosts))
		row = judge_fail(j, SEVERITY_INFO, cloud_connector_name(c), "address");
	else if (hc == NULL || (wanted == NULL && value_known(object_get(hc, HC_ON_PREMISES_SMART_HOST))))
		row = judge_not_applicable(j, SEVERITY_WARNING, cloud_connector_name(c), "smart-host-not-set");
	else if (wanted == NULL) {
		judge_property_unknown(j, SEVERITY_WARNING, cloud_connector_name(c), hc, HC_ON_PREMISES_SMART_HOST);
		return;
	} else if (!all_are(facts, hosts, wanted))
		row = is_another_tenants(facts, wanted) ? judge_not_applicable(j, SEVERITY_WARNING, cloud_connector_name(c), "other-tenant") :
		    judge_fail(j, SEVERITY_WARNING, cloud_connector_name(c), "differs");
	else if (!value_known(hosts)) {
		cloud_unknown(j, SEVERITY_WARNING, c, EOC_SMART_HOSTS);
		return;
	} else
		row = judge_pass(j, SEVERITY_ERROR, cloud_connector_name(c));
	finding_items(about_cloud(row, c), "hosts", hosts);
	finding_value(row, "expected", wanted);
	if (hc != NULL)
		finding_at(row, hc->at);
}

static void
judge_smart_hosts(const struct facts *facts, struct judge *j, const struct object *c)
{
	const struct value *hosts = object_get(c, EOC_SMART_HOSTS);
	const enum answer mx = value_true(object_get(c, EOC_USE_MX_RECORD));

	if (mx == ANSWER_YES)
		about_cloud(judge_fail(j, SEVERITY_ERROR, cloud_connector_name(c), "mx-record"), c);
	else if (value_shows_items(hosts) && hosts->n > 0)
		judge_hosts(facts, j, c, hosts);
	else if (!value_known(hosts))
		cloud_unknown(j, SEVERITY_ERROR, c, EOC_SMART_HOSTS);
	else if (mx == ANSWER_UNKNOWN)
		cloud_unknown(j, SEVERITY_ERROR, c, EOC_USE_MX_RECORD);
	else
		about_cloud(judge_fail(j, SEVERITY_ERROR, cloud_connector_name(c), "empty"), c);
}

void
check_smart_hosts(const struct facts *facts, struct judge *j)
{
	each_outbound(facts, j, SEVERITY_ERROR, judge_smart_hosts);
}

/* ---- CONN-065 ---- */

static void
judge_outbound_setup(const struct facts *facts, struct judge *j, const struct object *c)
{
	static const struct { int property; enum answer wanted; const char *reason; enum severity severity; } wanted[] = {
		{ EOC_ENABLED, ANSWER_YES, "disabled", SEVERITY_ERROR },
		{ EOC_CLOUD_SERVICES_MAIL_ENABLED, ANSWER_YES, "headers-off", SEVERITY_ERROR },
		{ EOC_IS_TRANSPORT_RULE_SCOPED, ANSWER_NO, "rule-scoped", SEVERITY_WARNING },
	};
	const enum answer validated = value_true(object_get(c, EOC_IS_VALIDATED));

	(void)facts;
	for (size_t i = 0; i < G_N_ELEMENTS(wanted); i++)
		if (value_true(object_get(c, wanted[i].property)) == answer_not(wanted[i].wanted)) {
			about_cloud(judge_fail(j, wanted[i].severity, cloud_connector_name(c), wanted[i].reason), c);
			return;
		}
	for (size_t i = 0; i < G_N_ELEMENTS(wanted); i++)
		if (value_true(object_get(c, wanted[i].property)) == ANSWER_UNKNOWN) {
			cloud_unknown(j, wanted[i].severity, c, wanted[i].property);
			return;
		}
	/* Whether somebody has tried the connector is no part of its set-up: nothing is missing where that is not stated. */
	about_cloud(validated == ANSWER_NO ? judge_fail(j, SEVERITY_INFO, cloud_connector_name(c), "not-validated") :
	    judge_pass(j, SEVERITY_ERROR, cloud_connector_name(c)), c);
}

void
check_outbound_setup(const struct facts *facts, struct judge *j)
{
	each_outbound(facts, j, SEVERITY_ERROR, judge_outbound_setup);
}

/* ---- CONN-067 ---- */

static const char *
unreachable(const struct facts *facts, const char *host)
{
	struct address a;
	const char *name;

	if (is_address(facts, host, &a))
		return address_is_private(&a) ? "private-address" : NULL;
	name = name_normal(facts->region, host);
	return name != NULL && !name_is_public(name) ? "internal-name" : NULL;
}

static void
judge_private_hosts(const struct facts *facts, struct judge *j, const struct object *c)
{
	const struct value *hosts = object_get(c, EOC_SMART_HOSTS);
	const char *reason = NULL;
	struct finding *row;

	for (size_t i = 0; value_shows_items(hosts) && reason == NULL && i < hosts->n; i++)
		reason = unreachable(facts, hosts->items[i]);
	if (reason == NULL && !value_known(hosts)) {
		cloud_unknown(j, SEVERITY_ERROR, c, EOC_SMART_HOSTS);
		return;
	}
	if (reason == NULL) {
		about_cloud(hosts->n == 0 ? judge_not_applicable(j, SEVERITY_ERROR, cloud_connector_name(c), "no-smart-host") :
		    judge_pass(j, SEVERITY_ERROR, cloud_connector_name(c)), c);
		return;
	}
	row = about_cloud(judge_fail(j, SEVERITY_ERROR, cloud_connector_name(c), reason), c);
	for (size_t i = 0; i < hosts->n; i++)
		if (g_strcmp0(unreachable(facts, hosts->items[i]), reason) == 0)
			finding_value(row, "hosts", hosts->items[i]);
}

void
check_private_hosts(const struct facts *facts, struct judge *j)
{
	each_outbound(facts, j, SEVERITY_ERROR, judge_private_hosts);
}

/* ---- CONN-069 ---- */

static bool
is_old_name(const struct object *c)
{
	return g_ascii_strncasecmp(cloud_connector_name(c), "Hybrid Mail Flow ", strlen("Hybrid Mail Flow ")) == 0;
}

static void
judge_pairs(const struct facts *facts, struct judge *j, const struct object *c)
{
	static const char guid[] = "^Outbound to [0-9a-f]{8}-[0-9a-f-]{27}$";
	const struct object *old = NULL, *open = NULL;
	struct finding *row;

	if (is_old_name(c))
		return;
	for (size_t i = 0; i < objects_count(facts->objects, KIND_OUTBOUND_CONNECTOR); i++) {
		const struct object *other = objects_at(facts->objects, KIND_OUTBOUND_CONNECTOR, i);

		if (!is_old_name(other) || value_true(object_get(other, EOC_ENABLED)) == ANSWER_NO)
			continue;
		if (value_true(object_get(other, EOC_ENABLED)) == ANSWER_YES && value_true(object_get(c, EOC_ENABLED)) == ANSWER_YES)
			old = other;
		else if (value_true(object_get(c, EOC_ENABLED)) != ANSWER_NO)
			open = value_true(object_get(other, EOC_ENABLED)) == ANSWER_UNKNOWN ? other : c;
	}
	if (!g_regex_match_simple(guid, cloud_connector_name(c), G_REGEX_CASELESS, 0) || (old == NULL && open == NULL))
		about_cloud(judge_pass(j, SEVERITY_WARNING, cloud_connector_name(c)), c);
	else if (old == NULL)
		cloud_unknown(j, SEVERITY_WARNING, open, EOC_ENABLED);
	else {
		row = about_cloud(judge_fail(j, SEVERITY_WARNING, cloud_connector_name(c), "both-enabled"), c);
		finding_value(row, "others", cloud_connector_name(old));
		finding_at(row, old->at);
	}
}

/* Told of the newer connector; where there are only old ones, of none of them is anything left over. */
void
check_pairs(const struct facts *facts, struct judge *j)
{
	GPtrArray *all = hybrid_outbound_connectors(facts);
	bool newer = false;

	for (guint i = 0; i < all->len; i++) {
		newer = newer || !is_old_name(g_ptr_array_index(all, i));
		judge_pairs(facts, j, g_ptr_array_index(all, i));
	}
	for (guint i = 0; !newer && i < all->len; i++)
		about_cloud(judge_pass(j, SEVERITY_WARNING, cloud_connector_name(g_ptr_array_index(all, i))), g_ptr_array_index(all, i));
	if (all->len == 0)
		judge_not_evaluated(j, SEVERITY_WARNING, ORGANISATION, "no-outbound-connector", "EOC");
	g_ptr_array_unref(all);
}
