/* The address spaces of send connectors: the hybrid's holds the routing domain and nothing else (CONN-031), no other holds it
 * too (CONN-032) or takes its mail (CONN-043). */
#include <stdlib.h>
#include <string.h>

#include "send.h"

struct space
space_read(struct region *region, const char *text)
{
	struct space s = { true, NULL, 1 };
	const char *colon, *semicolon;
	char *domain, *bare;

	if (g_ascii_strncasecmp(text, "Local:", 6) == 0)        /* a scoped connector's */
		text += 6;
	colon = strchr(text, ':');

	if (colon != NULL) {
		s.smtp = (size_t)(colon - text) == 4 && g_ascii_strncasecmp(text, "smtp", 4) == 0;
		text = colon + 1;
	}
	semicolon = strrchr(text, ';');
	if (semicolon != NULL)
		s.cost = (unsigned)strtoul(semicolon + 1, NULL, 10);
	domain = g_strndup(text, semicolon != NULL ? (gsize)(semicolon - text) : strlen(text));
	bare = g_strstrip(domain);
	s.domain = strcmp(bare, "*") == 0 ? "*" : name_normal(region, bare);
	if (s.domain == NULL)
		s.domain = region_strdup(region, bare);
	g_free(domain);
	return s;
}

enum answer
sends_all(const struct facts *facts, const struct object *sc)
{
	const struct value *v = object_get(sc, SC_ADDRESS_SPACES);

	for (size_t i = 0; value_shows_items(v) && i < v->n; i++) {
		const struct space s = space_read(facts->region, v->items[i]);

		if (s.smtp && strcmp(s.domain, "*") == 0)
			return ANSWER_YES;
	}
	return value_known(v) ? ANSWER_NO : ANSWER_UNKNOWN;
}

enum answer
send_enabled(const struct object *sc)
{
	return value_true(object_get(sc, SC_ENABLED));
}

static bool
is_routing(const struct space *s)
{
	return s->smtp && *s->domain != '*' && name_is_routing(s->domain);
}

/* ---- CONN-031 ---- */

/* The mail domain of groups made in the cloud, which a document of Microsoft adds to this connector. */
static bool
is_groups(const struct facts *facts, const struct space *s)
{
	const char *parent = s->smtp ? name_parent(s->domain) : NULL;

	return parent != NULL && g_str_has_prefix(s->domain, "groups.") && (g_hash_table_contains(facts->hybrid->accepted, parent) ||
	    g_hash_table_contains(facts->hybrid->cloud_accepted, parent));
}

struct tally {
	unsigned routing, all, groups, others;
	bool dear;                      /* another cost than 1 */
};

static struct tally
tally_of(const struct facts *facts, const struct value *v)
{
	struct tally t = { 0, 0, 0, 0, false };

	for (size_t i = 0; value_shows_items(v) && i < v->n; i++) {
		const struct space s = space_read(facts->region, v->items[i]);

		if (is_routing(&s)) {
			t.routing++;
			t.dear = t.dear || s.cost != 1;
		} else if (s.smtp && strcmp(s.domain, "*") == 0)
			t.all++;
		else if (is_groups(facts, &s))
			t.groups++;
		else
			t.others++;
	}
	return t;
}

static void
judge_spaces(const struct facts *facts, struct judge *j, const struct object *sc)
{
	const struct value *v = object_get(sc, SC_ADDRESS_SPACES);
	const struct tally t = tally_of(facts, v);
	struct finding *row;

	if (t.routing + t.all > 1 || (t.routing + t.all > 0 && t.others > 0))
		row = judge_fail(j, SEVERITY_ERROR, send_connector_name(sc), "extra");
	else if (!value_known(v)) {
		send_unknown(j, SEVERITY_ERROR, sc, SC_ADDRESS_SPACES);
		return;
	} else if (t.routing + t.all == 0 || (t.all == 0 && is_for_another_tenant(facts, sc)))
		row = judge_fail(j, SEVERITY_ERROR, send_connector_name(sc), "not-routing");
	else
		row = t.groups > 0 ? judge_fail(j, SEVERITY_INFO, send_connector_name(sc), "groups") :
		    t.dear ? judge_fail(j, SEVERITY_INFO, send_connector_name(sc), "cost") : judge_pass(j, SEVERITY_ERROR, send_connector_name(sc));
	for (size_t i = 0; value_shows_items(v) && i < v->n; i++)
		finding_value(row, "spaces", v->items[i]);
	if (v->n == 0)
		finding_value(row, "spaces", "none");
	finding_at(row, sc->at);
}

void
check_address_spaces(const struct facts *facts, struct judge *j)
{
	each_send_connector(facts, j, SEVERITY_ERROR, judge_spaces);
}

/* ---- how well a connector fits a domain ---- */

/* Exchange takes the most specific space: the domain itself, the longest wildcard, "*"; at equal length the lowest cost. */
struct fit {
	int length;                     /* labels that match; 1000 for the domain itself, 0 for "*", -1 for none */
	unsigned cost;
};

static struct fit
fit_of(const struct facts *facts, const struct object *sc, const char *domain)
{
	const struct value *v = object_get(sc, SC_ADDRESS_SPACES);
	struct fit best = { -1, 0 };

	for (size_t i = 0; value_shows_items(v) && i < v->n; i++) {
		const struct space s = space_read(facts->region, v->items[i]);
		struct fit one = { -1, s.cost };

		if (!s.smtp)
			continue;
		if (strcmp(s.domain, domain) == 0)
			one.length = 1000;
		else if (strcmp(s.domain, "*") == 0)
			one.length = 0;
		else if (g_str_has_prefix(s.domain, "*.") && name_below(domain, s.domain + 2) && strcmp(domain, s.domain + 2) != 0)
			one.length = (int)name_labels(s.domain + 2);
		if (one.length > best.length || (one.length == best.length && one.cost < best.cost))
			best = one;
	}
	return best;
}

/* The routing domains among the connector's spaces.  const char *, free with g_ptr_array_unref(). */
static GPtrArray *
routing_spaces(const struct facts *facts, const struct object *sc)
{
	const struct value *v = object_get(sc, SC_ADDRESS_SPACES);
	GPtrArray *found = g_ptr_array_new();

	for (size_t i = 0; value_shows_items(v) && i < v->n; i++) {
		const struct space s = space_read(facts->region, v->items[i]);

		if (is_routing(&s) && !g_ptr_array_find_with_equal_func(found, s.domain, g_str_equal, NULL))
			g_ptr_array_add(found, (gpointer)(guintptr)s.domain);
	}
	return found;
}

/* What is not known of a connector that may decide whether it takes the mail; -1 when nothing is. */
static int
doubtful_property(const struct object *sc)
{
	if (send_enabled(sc) == ANSWER_NO)
		return -1;
	return !value_known(object_get(sc, SC_ADDRESS_SPACES)) ? SC_ADDRESS_SPACES : -1;
}

/* A not-evaluated row when another connector may decide; false when none may. */
static bool
judge_doubt(const struct facts *facts, struct judge *j, const struct object *sc)
{
	for (size_t i = 0; i < objects_count(facts->objects, KIND_SEND_CONNECTOR); i++) {
		const struct object *other = objects_at(facts->objects, KIND_SEND_CONNECTOR, i);
		const int property = other != sc ? doubtful_property(other) : -1;

		if (property >= 0) {
			judge_property_unknown(j, SEVERITY_ERROR, send_connector_name(sc), other, property);
			return true;
		}
	}
	if (!facts->objects->partial[KIND_SEND_CONNECTOR])
		return false;
	finding_at(judge_not_evaluated(j, SEVERITY_ERROR, send_connector_name(sc), "not-complete", "SC"), sc->at);
	return true;
}

/* ---- CONN-032 ---- */

/* Others that hold the same domain, enabled or not said to be disabled.  Told once: nothing where one of them comes first. */
static bool
judge_domain(const struct facts *facts, struct judge *j, const struct object *sc, const char *domain)
{
	struct finding *row = NULL;
	bool before = true;

	for (size_t i = 0; i < objects_count(facts->objects, KIND_SEND_CONNECTOR); i++) {
		const struct object *other = objects_at(facts->objects, KIND_SEND_CONNECTOR, i);

		before = before && other != sc;
		if (other == sc || send_enabled(other) == ANSWER_NO || fit_of(facts, other, domain).length != 1000)
			continue;
		if (before)
			return true;
		if (row == NULL) {
			/* Whether it is disabled, and so no second one, may not be stated. */
			const bool certain = send_enabled(sc) == ANSWER_YES && send_enabled(other) == ANSWER_YES;

			row = certain ? judge_fail(j, SEVERITY_ERROR, send_connector_name(sc), "several") :
			    judge_property_unknown(j, SEVERITY_ERROR, send_connector_name(sc), send_enabled(sc) != ANSWER_YES ? sc : other, SC_ENABLED);
			finding_value(row, "domain", domain);
			finding_at(row, sc->at);
		}
		finding_value(row, "others", send_connector_name(other));
		finding_at(row, other->at);
	}
	return row != NULL;
}

static void
judge_one_connector(const struct facts *facts, struct judge *j, const struct object *sc)
{
	GPtrArray *domains = routing_spaces(facts, sc);
	bool told = false;

	for (guint i = 0; !told && i < domains->len; i++)
		told = judge_domain(facts, j, sc, g_ptr_array_index(domains, i));
	if (!told && !value_known(object_get(sc, SC_ADDRESS_SPACES)))
		send_unknown(j, SEVERITY_ERROR, sc, SC_ADDRESS_SPACES);
	else if (!told && domains->len == 0)
		finding_at(judge_not_applicable(j, SEVERITY_ERROR, send_connector_name(sc), "no-routing-space"), sc->at);
	else if (!told && !judge_doubt(facts, j, sc))
		finding_at(judge_pass(j, SEVERITY_ERROR, send_connector_name(sc)), sc->at);
	g_ptr_array_unref(domains);
}

void
check_one_connector(const struct facts *facts, struct judge *j)
{
	each_send_connector(facts, j, SEVERITY_ERROR, judge_one_connector);
}

/* ---- CONN-043 ---- */

/* Made by the wizard, or set up for the cloud as it does: such a one steals nothing. */
static bool
is_for_cloud(const struct object *sc)
{
	const char *name = object_text(sc, SC_NAME);

	return value_true(object_get(sc, SC_CLOUD_SERVICES_MAIL_ENABLED)) == ANSWER_YES ||
	    value_true(object_get(sc, SC_IS_COEXISTENCE_CONNECTOR)) == ANSWER_YES ||
	    (name != NULL && g_ascii_strncasecmp(name, "Outbound to Office 365", strlen("Outbound to Office 365")) == 0);
}

static bool
another_is_for_cloud(const struct facts *facts, const struct object *sc)
{
	for (size_t i = 0; i < objects_count(facts->objects, KIND_SEND_CONNECTOR); i++) {
		const struct object *other = objects_at(facts->objects, KIND_SEND_CONNECTOR, i);

		if (other != sc && send_enabled(other) != ANSWER_NO && is_for_cloud(other))
			return true;
	}
	return false;
}

/* The routing domains that the connector is to carry: its own, or behind "*" those that are accepted domains. */
static GPtrArray *
carried_domains(const struct facts *facts, const struct object *sc)
{
	static const enum kind accepted[] = { KIND_ACCEPTED_DOMAIN, KIND_CLOUD_ACCEPTED_DOMAIN };
	GPtrArray *found = routing_spaces(facts, sc);

	if (found->len > 0 || sends_all(facts, sc) != ANSWER_YES)
		return found;
	for (size_t k = 0; k < G_N_ELEMENTS(accepted); k++)
		for (size_t i = 0; i < objects_count(facts->objects, accepted[k]); i++) {
			const char *text = object_text(objects_at(facts->objects, accepted[k], i), AD_DOMAIN_NAME);
			const char *name = text != NULL ? name_normal(facts->region, text) : NULL;

			if (name != NULL && *name != '*' && name_is_routing(name) && !g_ptr_array_find_with_equal_func(found, name, g_str_equal, NULL))
				g_ptr_array_add(found, (gpointer)(guintptr)name);
		}
	return found;
}

/* How the other connector takes the domain's mail, the surest last. */
enum taken { TAKEN_NOT, TAKEN_SAME_COST, TAKEN_CHEAPER, TAKEN_MORE_SPECIFIC };

static enum taken
taken_by(const struct facts *facts, const struct object *sc, const struct object *other, const char *domain, bool marked)
{
	const struct fit own = fit_of(facts, sc, domain), its = fit_of(facts, other, domain);

	if (other == sc || send_enabled(other) == ANSWER_NO || is_for_cloud(other) || its.length < own.length)
		return TAKEN_NOT;
	if (its.length > own.length)
		return TAKEN_MORE_SPECIFIC;
	/* Without a mark nobody can tell which of two connectors with the domain is the hybrid's. */
	if (!marked)
		return TAKEN_NOT;
	return its.cost < own.cost ? TAKEN_CHEAPER : its.cost == own.cost ? TAKEN_SAME_COST : TAKEN_NOT;
}

static struct finding *
judge_taken(const struct facts *facts, struct judge *j, const struct object *sc, const char *domain, bool marked)
{
	static const char *const reasons[] = {
		[TAKEN_SAME_COST] = "same-cost", [TAKEN_CHEAPER] = "cheaper", [TAKEN_MORE_SPECIFIC] = "more-specific"
	};
	const size_t n = objects_count(facts->objects, KIND_SEND_CONNECTOR);
	enum taken worst = TAKEN_NOT;
	struct finding *row = NULL;

	for (size_t i = 0; i < n; i++)
		worst = MAX(worst, taken_by(facts, sc, objects_at(facts->objects, KIND_SEND_CONNECTOR, i), domain, marked));
	for (size_t i = 0; worst != TAKEN_NOT && i < n; i++) {
		const struct object *other = objects_at(facts->objects, KIND_SEND_CONNECTOR, i);

		if (taken_by(facts, sc, other, domain, marked) != worst)
			continue;
		if (row == NULL) {
			row = send_enabled(other) == ANSWER_YES ? judge_fail(j, SEVERITY_ERROR, send_connector_name(sc), reasons[worst]) :
			    judge_property_unknown(j, SEVERITY_ERROR, send_connector_name(sc), other, SC_ENABLED);
			finding_value(row, "domain", domain);
			finding_at(row, sc->at);
		}
		finding_value(row, "others", send_connector_name(other));
		finding_at(row, other->at);
	}
	return row;
}

static void
judge_stolen(const struct facts *facts, struct judge *j, const struct object *sc)
{
	GPtrArray *domains;
	const bool marked = is_for_cloud(sc);
	struct finding *row = NULL;

	if (!marked && another_is_for_cloud(facts, sc))         /* told of that one */
		return;
	domains = carried_domains(facts, sc);
	for (guint i = 0; row == NULL && i < domains->len; i++)
		row = judge_taken(facts, j, sc, g_ptr_array_index(domains, i), marked);
	if (row == NULL && !value_known(object_get(sc, SC_ADDRESS_SPACES)))
		send_unknown(j, SEVERITY_ERROR, sc, SC_ADDRESS_SPACES);
	else if (row == NULL && domains->len == 0)
		finding_at(judge_not_applicable(j, SEVERITY_ERROR, send_connector_name(sc), "no-routing-domain"), sc->at);
	else if (row == NULL && !judge_doubt(facts, j, sc))
		finding_at(judge_pass(j, SEVERITY_ERROR, send_connector_name(sc)), sc->at);
	g_ptr_array_unref(domains);
}

void
check_stolen(const struct facts *facts, struct judge *j)
{
	each_send_connector(facts, j, SEVERITY_ERROR, judge_stolen);
}
