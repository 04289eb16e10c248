/* The domains whose mail the cloud sends to on-premises: all of the hybrid's (CONN-063), and by no other connector (CONN-066). */
#include <string.h>

#include "cloud.h"

/* ---- recipient domains ---- */

/* "contoso.com", "*.contoso.com", "*"; older exports may write "smtp:*;1". */
static const char *
recipient_entry(const struct facts *facts, const char *text)
{
	const char *bare, *name;

	if (g_ascii_strncasecmp(text, "smtp:", 5) == 0)
		text += 5;
	bare = region_strndup(facts->region, text, strcspn(text, ";"));
	if (strcmp(bare, "*") == 0)
		return "*";
	name = name_normal(facts->region, bare);
	return name != NULL ? name : bare;
}

/* How closely an entry fits a domain: 3 the domain itself, 1 a wildcard above it, 0 "*", -1 not at all. */
static int
entry_fit(const char *entry, const char *domain)
{
	if (strcmp(entry, domain) == 0)
		return 3;
	if (strcmp(entry, "*") == 0)
		return 0;
	return g_str_has_prefix(entry, "*.") && strcmp(domain, entry + 2) != 0 && name_below(domain, entry + 2) ? 1 : -1;
}

/* The closest entry of the connector; all accepted domains (2) stand between the domain itself and a wildcard. */
static int
connector_fit(const struct facts *facts, const struct object *c, const char *domain)
{
	const struct value *v = object_get(c, EOC_RECIPIENT_DOMAINS);
	int best = value_true(object_get(c, EOC_ALL_ACCEPTED_DOMAINS)) == ANSWER_YES ? 2 : -1;

	for (size_t i = 0; value_shows_items(v) && i < v->n; i++) {
		const int fit = entry_fit(recipient_entry(facts, v->items[i]), domain);

		best = MAX(best, fit);
	}
	return best;
}

/* May there be entries that are not known? */
static int
entries_open(const struct object *c)
{
	if (!value_known(object_get(c, EOC_RECIPIENT_DOMAINS)))
		return EOC_RECIPIENT_DOMAINS;
	/* Without any entry only this can make the connector carry something. */
	return object_get(c, EOC_RECIPIENT_DOMAINS)->n == 0 && value_true(object_get(c, EOC_ALL_ACCEPTED_DOMAINS)) == ANSWER_UNKNOWN ?
	    EOC_ALL_ACCEPTED_DOMAINS : -1;
}

/* ---- CONN-063 ---- */

/* A connector that is used where a mail flow rule says so takes no mail by its domains. */
static bool
rule_scoped(const struct object *c)
{
	return value_true(object_get(c, EOC_IS_TRANSPORT_RULE_SCOPED)) == ANSWER_YES;
}

/* Several connectors to on-premises share the domains: what one of them takes is missing from none. */
static bool
taken_by_one(const struct facts *facts, const GPtrArray *all, const char *domain)
{
	for (guint i = 0; i < all->len; i++)
		if (!rule_scoped(g_ptr_array_index(all, i)) && connector_fit(facts, g_ptr_array_index(all, i), domain) >= 0)
			return true;
	return false;
}

static const struct object *
first_open(const GPtrArray *all)
{
	for (guint i = 0; i < all->len; i++)
		if (!rule_scoped(g_ptr_array_index(all, i)) && entries_open(g_ptr_array_index(all, i)) >= 0)
			return g_ptr_array_index(all, i);
	return NULL;
}

static void
judge_recipients(const struct facts *facts, struct judge *j, const GPtrArray *all, const struct object *c)
{
	const struct hybrid *h = facts->hybrid;
	const struct object *open = first_open(all);
	const enum severity severity = h->domains_assumed ? SEVERITY_WARNING : SEVERITY_ERROR;
	struct finding *row = NULL;

	if (rule_scoped(c)) {           /* CONN-065 tells of it */
		about_cloud(judge_not_applicable(j, severity, cloud_connector_name(c), "rule-scoped"), c);
		return;
	}
	for (guint i = 0; i < h->domains->len; i++) {
		const struct domain *d = g_ptr_array_index(h->domains, i);

		if (taken_by_one(facts, all, d->name))
			continue;
		if (row == NULL)
			row = open != NULL ? judge_property_unknown(j, severity, cloud_connector_name(c), open, entries_open(open)) :
			    about_cloud(judge_fail(j, severity, cloud_connector_name(c), "missing"), c);
		finding_value(row, "domains", d->name);
		finding_at(row, d->at);
	}
	if (row == NULL && (h->domains_reason != NULL || h->domains->len == 0))
		row = about_cloud(judge_not_evaluated(j, severity, cloud_connector_name(c), h->domains_reason != NULL ? h->domains_reason : "no-object",
		    "HC"), c);
	if (row == NULL)
		row = about_cloud(judge_pass(j, severity, cloud_connector_name(c)), c);
	if (h->domains_assumed)
		finding_value(row, "assumed", "yes");
}

void
check_recipient_domains(const struct facts *facts, struct judge *j)
{
	GPtrArray *all = prefer_enabled(hybrid_outbound_connectors(facts), EOC_ENABLED);

	for (guint i = 0; i < all->len; i++)
		judge_recipients(facts, j, all, g_ptr_array_index(all, i));
	if (all->len == 0)
		judge_not_evaluated(j, SEVERITY_ERROR, ORGANISATION, "no-outbound-connector", "EOC");
	g_ptr_array_unref(all);
}

/* ---- CONN-066 ---- */

/* The domains whose mail another connector takes from the hybrid's, or may take.  *same: it is no closer, but as close. */
static GPtrArray *
domains_taken(const struct facts *facts, const struct object *c, const struct object *other, bool *same)
{
	GPtrArray *taken = g_ptr_array_new();

	*same = true;
	for (guint i = 0; i < facts->hybrid->domains->len; i++) {
		const char *d = ((const struct domain *)g_ptr_array_index(facts->hybrid->domains, i))->name;
		const int own = connector_fit(facts, c, d), its = connector_fit(facts, other, d);

		if (own < 0 || its < own)
			continue;
		*same = *same && its == own;
		g_ptr_array_add(taken, (gpointer)(guintptr)d);
	}
	return taken;
}

/* Mail that a rule sends to the other connector goes there whatever its domains are: it takes nothing by them. */
static struct finding *
judge_other(const struct facts *facts, struct judge *j, const struct object *c, const struct object *other)
{
	const enum answer scoped = value_true(object_get(other, EOC_IS_TRANSPORT_RULE_SCOPED));
	const enum answer enabled = value_true(object_get(other, EOC_ENABLED));
	struct finding *row = NULL;
	GPtrArray *taken;
	bool same;

	if (other == c || enabled == ANSWER_NO || scoped == ANSWER_YES)
		return NULL;
	taken = domains_taken(facts, c, other, &same);
	if (taken->len > 0 && (enabled == ANSWER_UNKNOWN || scoped == ANSWER_UNKNOWN))
		row = judge_property_unknown(j, SEVERITY_WARNING, cloud_connector_name(c), other,
		    enabled == ANSWER_UNKNOWN ? EOC_ENABLED : EOC_IS_TRANSPORT_RULE_SCOPED);
	else if (taken->len > 0) {
		row = about_cloud(judge_fail(j, SEVERITY_WARNING, cloud_connector_name(c), same ? "same-domain" : "more-specific"), c);
		for (guint i = 0; i < taken->len; i++)
			finding_value(row, "domains", g_ptr_array_index(taken, i));
		finding_value(row, "others", cloud_connector_name(other));
		finding_at(row, other->at);
	} else if (entries_open(other) >= 0)
		row = judge_property_unknown(j, SEVERITY_WARNING, cloud_connector_name(c), other, entries_open(other));
	g_ptr_array_unref(taken);
	return row;
}

/* Two of the hybrid's own that overlap are told once, for the one that comes first. */
static void
judge_overlap(const struct facts *facts, struct judge *j, GPtrArray *all, guint at)
{
	const struct object *c = g_ptr_array_index(all, at);
	const struct hybrid *h = facts->hybrid;
	struct finding *row = NULL;
	bool told = false, same;

	for (size_t i = 0; row == NULL && i < objects_count(facts->objects, KIND_OUTBOUND_CONNECTOR); i++) {
		const struct object *other = objects_at(facts->objects, KIND_OUTBOUND_CONNECTOR, i);
		guint its;

		if (g_ptr_array_find(all, other, &its) && its < at) {
			GPtrArray *taken = domains_taken(facts, other, c, &same);

			told = told || taken->len > 0;
			g_ptr_array_unref(taken);
			continue;
		}
		row = judge_other(facts, j, c, other);
	}
	if (row != NULL || told)
		return;
	if (entries_open(c) >= 0)
		cloud_unknown(j, SEVERITY_WARNING, c, entries_open(c));
	else if (h->domains_reason != NULL || h->domains->len == 0)
		about_cloud(judge_not_evaluated(j, SEVERITY_WARNING, cloud_connector_name(c), h->domains_reason != NULL ? h->domains_reason : "no-object",
		    "HC"), c);
	else if (facts->objects->partial[KIND_OUTBOUND_CONNECTOR])
		about_cloud(judge_not_evaluated(j, SEVERITY_WARNING, cloud_connector_name(c), "not-complete", "EOC"), c);
	else
		about_cloud(judge_pass(j, SEVERITY_WARNING, cloud_connector_name(c)), c);
}

void
check_outbound_overlap(const struct facts *facts, struct judge *j)
{
	GPtrArray *all = prefer_enabled(hybrid_outbound_connectors(facts), EOC_ENABLED);

	for (guint i = 0; i < all->len; i++)
		judge_overlap(facts, j, all, i);
	if (all->len == 0)
		judge_not_evaluated(j, SEVERITY_WARNING, ORGANISATION, "no-outbound-connector", "EOC");
	g_ptr_array_unref(all);
}
