/* The hybrid configuration: the servers it names, and what a later version leaves behind. */
#include <string.h>

#include "hybrid.h"
#include "servers.h"

static const struct value *
list_of(const struct facts *facts, int property)
{
	return object_get(facts->hybrid->configuration, property);
}

/* Does the list name a server?  What a cut list shows is certain. */
static enum answer
names_any(const struct value *v)
{
	if (value_shows_items(v))
		return v->n > 0 ? ANSWER_YES : ANSWER_NO;
	return v->state == VALUE_EMPTY ? ANSWER_NO : ANSWER_UNKNOWN;
}

static bool
told(const struct finding *row, const char *name, const char *item)
{
	const struct named *named = finding_named(row, name);

	for (guint i = 0; named != NULL && i < named->items->len; i++)
		if (g_ascii_strcasecmp(g_ptr_array_index(named->items, i), item) == 0)
			return true;
	return false;
}

/* The servers of a list, each once. */
static void
tell_items(struct finding *row, const char *name, const struct value *v)
{
	for (size_t i = 0; value_shows_items(v) && i < v->n; i++)
		if (!told(row, name, v->items[i]))
			finding_value(row, name, v->items[i]);
	if (v->n > 0)
		finding_at(row, v->at);
}

/* ---- HYB-011 ---- */

/* The two lists of 2013 and later; NULL after a row that leaves them open. */
static const char *
missing_list(const struct facts *facts, struct judge *j, enum answer sends)
{
	const struct value *receiving = list_of(facts, HC_RECEIVING_TRANSPORT_SERVERS);
	const enum answer receives = names_any(receiving), old = hybrid_is_2010(facts->hybrid);

	if (sends == ANSWER_YES && (receives == ANSWER_YES || old == ANSWER_YES))
		return "";
	if (sends == ANSWER_NO)
		return receives == ANSWER_NO ? "none" : "no-sending";
	if (receives == ANSWER_UNKNOWN)
		judge_value_unknown(j, SEVERITY_ERROR, ORGANISATION, receiving, KIND_HYBRID_CONFIGURATION, HC_RECEIVING_TRANSPORT_SERVERS);
	else if (old == ANSWER_UNKNOWN)
		judge_not_evaluated(j, SEVERITY_ERROR, ORGANISATION, "generation-unknown", "SRV");
	else
		return "no-receiving";
	return NULL;
}

/* Exchange 2010 keeps its list where later versions keep the sending servers; a version that does not have the one or the other
 * exports no column for it. */
static enum answer
sending_servers(const struct facts *facts)
{
	const struct value *v = list_of(facts, HC_SENDING_TRANSPORT_SERVERS), *old = list_of(facts, HC_TRANSPORT_SERVERS);

	if (v->state == VALUE_NOT_STATED || old->state == VALUE_NOT_STATED)
		return names_any(v->state == VALUE_NOT_STATED ? old : v);
	return answer_or(names_any(v), names_any(old));
}

void
check_transport_servers(const struct facts *facts, struct judge *j)
{
	static const int all[] = { HC_EDGE_TRANSPORT_SERVERS, HC_TRANSPORT_SERVERS, HC_SENDING_TRANSPORT_SERVERS,
		HC_RECEIVING_TRANSPORT_SERVERS };
	const struct hybrid *h = facts->hybrid;
	const char *fault;
	enum answer sends;
	struct finding *row;

	if (h->configuration == NULL)
		return;
	if (h->secure_mail == ANSWER_NO) {
		judge_not_applicable(j, SEVERITY_ERROR, ORGANISATION, "secure-mail-off");
		return;
	}
	sends = sending_servers(facts);
	if (names_any(list_of(facts, HC_EDGE_TRANSPORT_SERVERS)) == ANSWER_YES) {
		fault = "";
	} else if (sends == ANSWER_UNKNOWN) {
		judge_value_unknown(j, SEVERITY_ERROR, ORGANISATION, list_of(facts, HC_SENDING_TRANSPORT_SERVERS), KIND_HYBRID_CONFIGURATION,
		    HC_SENDING_TRANSPORT_SERVERS);
		return;
	} else {
		fault = missing_list(facts, j, sends);
	}
	if (fault == NULL)
		return;
	if (*fault != '\0' && names_any(list_of(facts, HC_EDGE_TRANSPORT_SERVERS)) == ANSWER_UNKNOWN) {
		judge_value_unknown(j, SEVERITY_ERROR, ORGANISATION, list_of(facts, HC_EDGE_TRANSPORT_SERVERS), KIND_HYBRID_CONFIGURATION,
		    HC_EDGE_TRANSPORT_SERVERS);
		return;
	}
	if (*fault != '\0' && h->secure_mail == ANSWER_UNKNOWN) {      /* without mail none is needed */
		judge_value_unknown(j, SEVERITY_ERROR, ORGANISATION, list_of(facts, HC_FEATURES), KIND_HYBRID_CONFIGURATION, HC_FEATURES);
		return;
	}
	row = *fault != '\0' ? judge_fail(j, SEVERITY_ERROR, ORGANISATION, fault) : judge_pass(j, SEVERITY_ERROR, ORGANISATION);
	for (size_t i = 0; i < G_N_ELEMENTS(all); i++)
		tell_items(row, "servers", list_of(facts, all[i]));
	finding_at(row, h->configuration->at);
}

/* ---- HYB-012 ---- */

/* The list that leaves it open whether both are set. */
static int
open_list(const struct facts *facts)
{
	static const int lists[] = { HC_EDGE_TRANSPORT_SERVERS, HC_SENDING_TRANSPORT_SERVERS, HC_RECEIVING_TRANSPORT_SERVERS };
	size_t i = 0;

	while (i + 1 < G_N_ELEMENTS(lists) && names_any(list_of(facts, lists[i])) != ANSWER_UNKNOWN)
		i++;
	return lists[i];
}

/* Exchange 2010 shows its own list as sending servers, and knows no receiving ones. */
void
check_edge_alone(const struct facts *facts, struct judge *j)
{
	const struct hybrid *h = facts->hybrid;
	enum answer sends, receives, both;
	struct finding *row;

	if (h->configuration == NULL)
		return;
	sends = names_any(list_of(facts, HC_SENDING_TRANSPORT_SERVERS));
	receives = names_any(list_of(facts, HC_RECEIVING_TRANSPORT_SERVERS));
	both = answer_and(names_any(list_of(facts, HC_EDGE_TRANSPORT_SERVERS)), answer_or(sends, receives));
	if (both == ANSWER_NO) {
		row = judge_pass(j, SEVERITY_ERROR, ORGANISATION);
	} else if (receives != ANSWER_YES && hybrid_is_2010(h) == ANSWER_YES) {
		row = judge_not_applicable(j, SEVERITY_ERROR, ORGANISATION, "not-in-generation");
	} else if (both == ANSWER_UNKNOWN) {
		row = judge_value_unknown(j, SEVERITY_ERROR, ORGANISATION, list_of(facts, open_list(facts)), KIND_HYBRID_CONFIGURATION,
		    open_list(facts));
	} else if (receives != ANSWER_YES && hybrid_is_2010(h) == ANSWER_UNKNOWN) {
		row = judge_not_evaluated(j, SEVERITY_ERROR, ORGANISATION, "generation-unknown", "SRV");
	} else {
		row = judge_fail(j, SEVERITY_ERROR, ORGANISATION, "both");
		tell_items(row, "edge", list_of(facts, HC_EDGE_TRANSPORT_SERVERS));
		tell_items(row, "servers", list_of(facts, HC_SENDING_TRANSPORT_SERVERS));
		tell_items(row, "servers", list_of(facts, HC_RECEIVING_TRANSPORT_SERVERS));
	}
	finding_at(row, h->configuration->at);
}

/* ---- HYB-014 ---- */

static const int legacy[] = { HC_CLIENT_ACCESS_SERVERS, HC_EXTERNAL_IP_ADDRESSES };

void
check_legacy_values(const struct facts *facts, struct judge *j)
{
	const struct hybrid *h = facts->hybrid;
	const enum answer old = hybrid_is_2010(h);
	enum answer left = ANSWER_NO;
	struct finding *row;
	int open = -1;

	if (h->configuration == NULL)
		return;
	for (size_t i = 0; i < G_N_ELEMENTS(legacy); i++) {
		const enum answer any = names_any(list_of(facts, legacy[i]));

		left = answer_or(left, any);
		open = any == ANSWER_UNKNOWN ? legacy[i] : open;
	}
	if (old == ANSWER_YES) {
		row = judge_not_applicable(j, SEVERITY_ERROR, ORGANISATION, "not-in-generation");
	} else if (left == ANSWER_NO) {
		row = judge_pass(j, SEVERITY_ERROR, ORGANISATION);
	} else if (left == ANSWER_UNKNOWN) {
		row = judge_value_unknown(j, SEVERITY_ERROR, ORGANISATION, list_of(facts, open), KIND_HYBRID_CONFIGURATION, open);
	} else if (old == ANSWER_UNKNOWN) {
		row = judge_not_evaluated(j, SEVERITY_ERROR, ORGANISATION, "generation-unknown", "SRV");
	} else {
		row = judge_fail(j, SEVERITY_ERROR, ORGANISATION, "legacy-values");
		for (size_t i = 0; i < G_N_ELEMENTS(legacy); i++)
			if (names_any(list_of(facts, legacy[i])) == ANSWER_YES)
				finding_value(row, "properties", kinds[KIND_HYBRID_CONFIGURATION].properties[legacy[i]].name);
	}
	finding_at(row, h->configuration->at);
}

/* ---- HYB-015 ---- */

static void
judge_external_address(const struct facts *facts, struct judge *j, const char *text)
{
	struct range range;
	struct finding *row;

	if (!range_parse(text, &range))
		row = judge_fail(j, SEVERITY_ERROR, text, "malformed");
	else if (range.low.family == 6)
		row = judge_fail(j, SEVERITY_ERROR, text, "ipv6");
	else if (address_is_private(&range.low) || address_is_private(&range.high))
		row = judge_fail(j, SEVERITY_ERROR, text, "private-address");
	else
		row = judge_pass(j, SEVERITY_ERROR, text);
	finding_at(row, list_of(facts, HC_EXTERNAL_IP_ADDRESSES)->at);
}

void
check_external_addresses(const struct facts *facts, struct judge *j)
{
	const struct hybrid *h = facts->hybrid;
	const enum answer old = hybrid_is_2010(h);
	const struct value *v;

	if (h->configuration == NULL)
		return;
	v = list_of(facts, HC_EXTERNAL_IP_ADDRESSES);
	if (old == ANSWER_NO)
		finding_at(judge_not_applicable(j, SEVERITY_ERROR, ORGANISATION, "not-in-generation"), h->configuration->at);
	else if (v->state == VALUE_EMPTY)
		finding_at(judge_not_applicable(j, SEVERITY_ERROR, ORGANISATION, "empty"), h->configuration->at);
	else if (old == ANSWER_UNKNOWN)
		judge_not_evaluated(j, SEVERITY_ERROR, ORGANISATION, "generation-unknown", "SRV");
	else if (v->state != VALUE_STATED)
		judge_value_unknown(j, SEVERITY_ERROR, ORGANISATION, v, KIND_HYBRID_CONFIGURATION, HC_EXTERNAL_IP_ADDRESSES);
	for (size_t i = 0; old == ANSWER_YES && value_shows_items(v) && i < v->n; i++)
		judge_external_address(facts, j, v->items[i]);
}

/* ---- HYB-016, HYB-017 ---- */

static const int server_lists[] = { HC_SENDING_TRANSPORT_SERVERS, HC_RECEIVING_TRANSPORT_SERVERS, HC_EDGE_TRANSPORT_SERVERS,
	HC_TRANSPORT_SERVERS, HC_CLIENT_ACCESS_SERVERS };

/* The name that Active Directory gives a deleted object. */
static bool
is_deleted(const char *text)
{
	return strstr(text, "\\0ADEL:") != NULL || strstr(text, "\nDEL:") != NULL;
}

/* Calls back once for each server of the first n lists; a list that is not known gets a row of its own.  A deleted object is another
 * than the server that has its name now. */
static void
each_named(const struct facts *facts, struct judge *j, size_t n,
    void (*judge)(const struct facts *, struct judge *, const char *text, int property))
{
	GHashTable *seen = g_hash_table_new(name_hash, g_str_equal);

	for (size_t l = 0; l < n; l++) {
		const struct value *v = list_of(facts, server_lists[l]);

		if (v->state == VALUE_LOST || v->state == VALUE_TRUNCATED || v->state == VALUE_CONFLICT)
			judge_value_unknown(j, SEVERITY_ERROR, ORGANISATION, v, KIND_HYBRID_CONFIGURATION, server_lists[l]);
		for (size_t i = 0; value_shows_items(v) && i < v->n; i++)
			if (g_hash_table_add(seen, is_deleted(v->items[i]) ? (gpointer)(gsize)v->items[i] : name_server(facts->region, v->items[i])))
				judge(facts, j, v->items[i], server_lists[l]);
	}
	g_hash_table_unref(seen);
}

static void
judge_old(const struct facts *facts, struct judge *j, const char *text, int property)
{
	const struct server *s = hybrid_server(facts, text);
	struct finding *row;

	if (is_deleted(text))           /* HYB-017 */
		return;
	if (s == NULL || s->era == HYBRID_GENERATION_UNKNOWN)
		row = judge_not_evaluated(j, SEVERITY_ERROR, s != NULL ? s->name : text, "generation-unknown", "SRV");
	else if (s->era == HYBRID_2010)
		row = judge_fail(j, SEVERITY_ERROR, s->name, "old-server");
	else
		row = judge_pass(j, SEVERITY_ERROR, s->name);
	if (s != NULL) {
		about_server(row, s);
		tell_build(row, s);
	}
	finding_value(row, "property", kinds[KIND_HYBRID_CONFIGURATION].properties[property].name);
	finding_at(row, list_of(facts, property)->at);
}

void
check_old_server(const struct facts *facts, struct judge *j)
{
	const struct hybrid *h = facts->hybrid;

	if (h->configuration == NULL)
		return;
	if (h->generation == HYBRID_MIXED)
		each_named(facts, j, 2, judge_old);
	else if (h->generation == HYBRID_GENERATION_UNKNOWN)
		judge_not_evaluated(j, SEVERITY_ERROR, ORGANISATION, "generation-unknown", "SRV");
	else
		judge_not_applicable(j, SEVERITY_ERROR, ORGANISATION, "not-mixed");
}

static void
judge_listed(const struct facts *facts, struct judge *j, const char *text, int property)
{
	const struct server *s = hybrid_server(facts, text);
	const char *subject = s != NULL ? s->name : text;
	struct finding *row;

	if (is_deleted(text))
		row = judge_fail(j, SEVERITY_ERROR, subject, "deleted");
	else if (s != NULL && s->object != NULL)
		row = about_server(judge_pass(j, SEVERITY_ERROR, subject), s);
	else if (objects_complete(facts->objects, KIND_SERVER))
		row = judge_fail(j, SEVERITY_ERROR, subject, "not-listed");
	else
		row = judge_not_evaluated(j, SEVERITY_ERROR, subject, "not-complete", "SRV");
	finding_value(row, "property", kinds[KIND_HYBRID_CONFIGURATION].properties[property].name);
	finding_at(row, list_of(facts, property)->at);
}

void
check_known_servers(const struct facts *facts, struct judge *j)
{
	if (facts->hybrid->configuration != NULL)
		each_named(facts, j, G_N_ELEMENTS(server_lists), judge_listed);
}
