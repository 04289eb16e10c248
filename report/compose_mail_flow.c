/*
 * The way of a session from the cloud: outbound connector, load balancer, and on each server the receive connector it is meant
 * for beside the one that takes it.  What is drawn is what CONN-001, CONN-002, CONN-004 and CONN-016 found; where they found
 * nothing, the picture says so.
 */
#include <string.h>

#include "../audit/facts/balancer.h"
#include "compose_picture.h"

enum { LANES_SHOWN = 60, HEADS_SHOWN = 3, WINNERS_SHOWN = 2 };

/* Whether the servers see the cloud's own addresses. */
struct route {
	enum answer direct;
	unsigned balancers;             /* drawn */
};

struct flow {
	const struct composer *c;
	struct picture picture;
	struct route route;
	GHashTable *done;               /* server id: its sessions are drawn */
	unsigned right, wrong, open;
};

/* ---- the head: cloud and balancers ---- */

static struct station
cloud_connector(const struct composer *c, const struct object *eoc)
{
	struct station s = { .stroke = STROKE_SOLID, .label = say(c, "flow-outbound"), .title = clean(c, object_text(eoc, EOC_NAME)) };
	const char *domain = object_text(eoc, EOC_TLS_DOMAIN);

	if (s.title == NULL)
		s.title = say(c, "flow-unnamed");
	station_line(c, &s, say_name(c, "flow-to", items_text(c, object_get(eoc, EOC_SMART_HOSTS))));
	station_line(c, &s, domain != NULL ? say_name(c, "flow-tls-domain", clean(c, domain)) : say(c, "flow-no-tls-domain"));
	if (c->audit->facts->hybrid->centralized == ANSWER_YES)
		station_line(c, &s, say(c, "flow-centralized"));
	return s;
}

static void
add_cloud(const struct composer *c, GArray *stations)
{
	GPtrArray *all = prefer_enabled(hybrid_outbound_connectors(c->audit->facts), EOC_ENABLED);

	for (guint i = 0; i < all->len && i < HEADS_SHOWN; i++) {
		const struct station s = cloud_connector(c, g_ptr_array_index(all, i));

		g_array_append_val(stations, s);
	}
	if (all->len == 0) {
		const bool sent = objects_complete(c->audit->facts->objects, KIND_OUTBOUND_CONNECTOR);
		struct station s = { .stroke = STROKE_DASHED, .tone = TONE_OPEN, .label = say(c, "flow-outbound"), .title = say(c, "flow-cloud"),
			.word = say(c, sent ? "flow-none" : "not-sent") };

		g_array_append_val(stations, s);
	}
	g_ptr_array_unref(all);
}

static struct station
balancer_station(const struct composer *c, const struct object *lb)
{
	const char *service = object_text(lb, LB_SERVICE), *vip = balancer_vip(lb), *pool = items_text(c, object_get(lb, LB_SNAT_ADDRESSES));
	struct station s = { .column = 1, .stroke = STROKE_SOLID, .arrow = true, .label = say(c, "flow-balancer"),
		.title = vip != NULL ? clean(c, vip) : say(c, "flow-no-vip") };

	station_line(c, &s, service != NULL ? clean(c, service) : NULL);
	switch (balancer_source_nat(lb)) {
	case ANSWER_YES:
		station_line(c, &s, say_name(c, "flow-translates", *pool != '\0' ? pool : vip != NULL ? clean(c, vip) : say(c, "date-unknown")));
		break;
	case ANSWER_NO:
		station_line(c, &s, say(c, "flow-passes"));
		break;
	case ANSWER_UNKNOWN:
	default:
		s.stroke = STROKE_DASHED;
		s.tone = TONE_OPEN;
		s.word = say(c, "flow-nat-unknown");
		break;
	}
	return s;
}

/* A balancer for mail behind which servers see the cloud's own addresses. */
static bool
passes_mail(const struct object *lb)
{
	return balancer_is_smtp(lb) == ANSWER_YES && !balancer_states_none(lb) && balancer_source_nat(lb) == ANSWER_NO;
}

/* Does one of them certainly lead to the server? */
static bool
passes_to(const struct composer *c, const struct server *server)
{
	const struct objects *o = c->audit->facts->objects;

	for (size_t i = 0; i < objects_count(o, KIND_LOAD_BALANCER); i++) {
		const struct object *lb = objects_at(o, KIND_LOAD_BALANCER, i);
		const struct value *members = object_get(lb, LB_MEMBERS);

		if (!passes_mail(lb))
			continue;
		if (members->state == VALUE_NOT_STATED || members->state == VALUE_EMPTY)
			return true;
		for (size_t k = 0; value_shows_items(members) && k < members->n; k++)
			if (balancer_member(c->audit->facts, members->items[k]) == server)
				return true;
	}
	return false;
}

static void
add_balancers(const struct composer *c, GArray *stations, struct route *route)
{
	const struct objects *o = c->audit->facts->objects;
	unsigned none = 0, passing = 0, others = 0;

	for (size_t i = 0; i < objects_count(o, KIND_LOAD_BALANCER); i++) {
		const struct object *lb = objects_at(o, KIND_LOAD_BALANCER, i);
		struct station s;

		if (balancer_is_smtp(lb) == ANSWER_NO)
			continue;
		none += balancer_states_none(lb);
		passing += passes_mail(lb);
		/* A row that does not say what it is for may hide the one that counts. */
		others += balancer_is_smtp(lb) == ANSWER_UNKNOWN || (!balancer_states_none(lb) && !passes_mail(lb));
		if (balancer_states_none(lb) || route->balancers == HEADS_SHOWN)
			continue;
		s = balancer_station(c, lb);
		g_array_append_val(stations, s);
		route->balancers++;
	}
	others += o->partial[KIND_LOAD_BALANCER];
	route->direct = others > 0 || objects_count(o, KIND_LOAD_BALANCER) == 0 ? ANSWER_UNKNOWN : none + passing > 0 ? ANSWER_YES : ANSWER_UNKNOWN;
	if (route->balancers == 0) {
		struct station s = { .column = 1, .arrow = true, .label = say(c, "flow-balancer"), .title = say(c, "flow-no-balancer"),
			.stroke = none > 0 ? STROKE_SOLID : STROKE_DASHED, .tone = none > 0 ? TONE_NONE : TONE_OPEN };

		if (none == 0) {
			s.title = say(c, "flow-balancer-unknown");
			s.word = say(c, "not-sent");
		}
		g_array_append_val(stations, s);
	}
}

/* ---- receive connectors ---- */

static const struct object *
find_connector(const struct composer *c, const char *server, const char *identity)
{
	GPtrArray *all = receive_connectors_of(c->audit->facts, server);
	const struct object *found = NULL;

	for (guint i = 0; found == NULL && i < all->len; i++) {
		const struct object *rc = g_ptr_array_index(all, i);
		const char *own = object_text(rc, RC_IDENTITY);

		if (strcmp(own != NULL ? own : rc->key, identity) == 0)
			found = rc;
	}
	g_ptr_array_unref(all);
	return found;
}

/* The card that speaks of the connector's name or certificate. */
static const char *
name_card(const struct composer *c, const struct object *rc)
{
	static const char *const ids[] = { "CONN-006", "CONN-007", "CONN-018" };
	const char *identity = object_text(rc, RC_IDENTITY);

	for (guint i = 0; identity != NULL && i < c->groups->len; i++) {
		const struct group *g = g_ptr_array_index(c->groups, i);

		if (g->status != STATUS_FAIL)
			continue;
		for (size_t k = 0; k < G_N_ELEMENTS(ids); k++)
			for (guint r = 0; strcmp(g->rule->id, ids[k]) == 0 && r < g->rows->len; r++)
				if (strcmp(((const struct finding *)g_ptr_array_index(g->rows, r))->subject, identity) == 0)
					return g->number;
	}
	return NULL;
}

static void
describe_connector(const struct composer *c, struct station *s, const char *server, const struct object *rc)
{
	const char *fqdn = object_text(rc, RC_FQDN);
	struct offered o = certificate_offered(c->audit->facts, rc, server);

	s->title = clean(c, receive_connector_name(rc));
	station_line(c, s, fqdn != NULL ? say_name(c, "flow-fqdn", clean(c, fqdn)) : say(c, "flow-no-fqdn"));
	station_line(c, s, o.certificate != NULL ? say_name(c, o.assumed ? "flow-certificate-assumed" : "flow-certificate", certificate_title(c, o.certificate)) :
	    say(c, "flow-certificate-unknown"));
	station_line(c, s, say_name(c, "flow-name-card", name_card(c, rc)));
}

/* ---- one server ---- */

enum landing { LANDING_RIGHT, LANDING_WRONG, LANDING_UNKNOWN, LANDING_LATER };

static enum landing
landing_of(const struct finding *row, bool source_known)
{
	if (row == NULL || row->status == STATUS_NOT_EVALUATED)
		return LANDING_UNKNOWN;
	/* Of an address that the balancer hardly uses, or of IPv6 alone: the session may land well all the same. */
	if (row->status == STATUS_FAIL && row->severity >= SEVERITY_INFO)
		return LANDING_UNKNOWN;
	if (row->status == STATUS_FAIL)
		return LANDING_WRONG;
	if (row->status == STATUS_NOTE)
		return LANDING_LATER;
	/* Without a word on the balancer it is not known which addresses the server sees. */
	return source_known ? LANDING_RIGHT : LANDING_UNKNOWN;
}

static void
add_winners(const struct flow *f, GArray *stations, const char *server, const struct finding *row, const struct object *meant, enum landing landing)
{
	const struct composer *c = f->c;
	const struct named *winners = finding_named(row, "winner");
	unsigned drawn = 0;

	for (guint i = 0; winners != NULL && i < winners->items->len && drawn < WINNERS_SHOWN; i++) {
		const char *identity = g_ptr_array_index(winners->items, i);
		const struct object *rc = strcmp(identity, "-") != 0 ? find_connector(c, server, identity) : NULL;
		struct station s = { .column = 1, .stroke = landing == LANDING_WRONG ? STROKE_THICK : STROKE_DASHED, .arrow = true,
			.tone = landing == LANDING_WRONG ? finding_tone(row) : TONE_OPEN, .link = finding_link(c, row),
			.word = say(c, landing == LANDING_WRONG ? "flow-wrong" : "flow-perhaps") };

		if (rc == NULL || (rc == meant && landing != LANDING_RIGHT))
			continue;
		describe_connector(c, &s, server, rc);
		station_line(c, &s, say_name(c, "flow-range", finding_text(row, "range")));
		g_array_append_val(stations, s);
		drawn++;
	}
	if (drawn == 0 && landing == LANDING_WRONG) {
		struct station s = { .column = 1, .stroke = STROKE_THICK, .arrow = true, .tone = finding_tone(row), .link = finding_link(c, row),
			.title = say(c, "flow-no-connector"), .word = say(c, "flow-refused") };

		g_array_append_val(stations, s);
	}
}

static void
add_meant(const struct flow *f, GArray *stations, const char *server, const struct finding *row, const struct object *meant, enum landing landing)
{
	static const enum stroke strokes[] = { STROKE_THICK, STROKE_DASHED, STROKE_DASHED, STROKE_DASHED };
	static const enum tone tones[] = { TONE_MET, TONE_NOT_APPLICABLE, TONE_OPEN, TONE_NOTE };
	static const char *const words[] = { "flow-right", "flow-loses", "flow-unknown", "flow-later" };
	const struct composer *c = f->c;
	struct station s = { .column = 1, .stroke = strokes[landing], .arrow = true, .crossed = landing == LANDING_WRONG, .tone = tones[landing],
		.word = say(c, words[landing]), .title = say(c, landing == LANDING_LATER ? "flow-to-come" : "flow-no-meant"),
		.link = row != NULL ? finding_link(c, row) : NULL };

	/* A connector that serves the cloud just as well may have won. */
	if (landing == LANDING_RIGHT && finding_text(row, "winner") != NULL) {
		const struct object *winner = find_connector(c, server, finding_text(row, "winner"));

		meant = winner != NULL ? winner : meant;
	}
	if (meant != NULL)
		describe_connector(c, &s, server, meant);
	if (landing == LANDING_RIGHT)
		station_line(c, &s, say_name(c, "flow-range", finding_text(row, "range")));
	g_array_append_val(stations, s);
}

static void
add_lane(struct flow *f, const char *server, const char *source, const struct finding *row, bool source_known)
{
	const struct composer *c = f->c;
	const struct server *known = hybrid_server(c->audit->facts, server);
	const char *id = name_server(c->region, server), *reason;
	const struct object *meant = hybrid_receive_connector(c->audit->facts, id, &reason);
	const enum landing landing = landing_of(row, source_known);
	GArray *stations = g_array_new(FALSE, TRUE, sizeof(struct station));
	struct station s = { .stroke = landing == LANDING_UNKNOWN ? STROKE_DASHED : STROKE_SOLID, .arrow = true };

	station_line(c, &s, say_name(c, "flow-sees", source));
	g_array_append_val(stations, s);
	add_meant(f, stations, id, row, meant, landing);
	if (row != NULL && landing != LANDING_RIGHT)
		add_winners(f, stations, id, row, meant, landing);
	f->right += landing == LANDING_RIGHT;
	f->wrong += landing == LANDING_WRONG;
	f->open += landing == LANDING_UNKNOWN || landing == LANDING_LATER;
	picture_lane(&f->picture, landing == LANDING_UNKNOWN ? RANK_OPEN : rank_of_row(row), clean(c, known != NULL ? known->name : server), id, stations);
	g_hash_table_add(f->done, (gpointer)(guintptr)id);
	g_array_unref(stations);
}

/* What is lost of a balancer, its pool or its members, hides sessions: they are neither right nor wrong. */
static void
add_hidden(struct flow *f, const struct finding *row)
{
	const struct composer *c = f->c;
	const char *field = finding_text(row, "field"), *source = say(c, "flow-some-addresses");
	GArray *stations = g_array_new(FALSE, TRUE, sizeof(struct station));
	struct station server = { .stroke = STROKE_DASHED, .arrow = true }, connector = { .column = 1, .stroke = STROKE_DASHED, .arrow = true,
		.tone = TONE_OPEN, .title = say(c, "flow-some-connector"), .word = say(c, "flow-unknown"), .link = finding_link(c, row) };

	if (strcmp(row->subject, ORGANISATION) != 0 && (field == NULL || g_str_has_suffix(field, ".Members")))
		source = clean(c, row->subject);
	station_line(c, &server, say_name(c, "flow-sees", source));
	g_array_append_val(stations, server);
	g_array_append_val(stations, connector);
	f->open++;
	picture_lane(&f->picture, RANK_OPEN, say(c, "flow-some-server"), NULL, stations);
	g_array_unref(stations);
}

/* Sessions that come from an address of the balancer.  Both rules tell what is lost of it: once is enough. */
static void
add_translated(struct flow *f)
{
	const GPtrArray *all = f->c->audit->findings->all;
	const struct rule *hidden = NULL;

	for (guint i = 0; i < all->len; i++) {
		const struct finding *row = g_ptr_array_index(all, i);

		if ((strcmp(row->rule->id, "CONN-001") != 0 && strcmp(row->rule->id, "CONN-002") != 0) || row->status == STATUS_NOT_APPLICABLE)
			continue;
		if (*row->server == '\0' && row->status == STATUS_NOT_EVALUATED && f->route.balancers > 0 && (hidden == NULL || hidden == row->rule)) {
			hidden = row->rule;
			add_hidden(f, row);
		}
		if (*row->server != '\0')
			add_lane(f, row->server, clean(f->c, row->subject), row, true);
	}
}

/* The gravest of what the rules about the cloud's own addresses found on each server. */
static GHashTable *
rows_of_cloud_addresses(const struct composer *c)
{
	const GPtrArray *all = c->audit->findings->all;
	GHashTable *of = g_hash_table_new(g_str_hash, g_str_equal);

	for (guint i = 0; i < all->len; i++) {
		struct finding *row = g_ptr_array_index(all, i), *other;
		const char *id = name_server(c->region, row->server);

		if ((strcmp(row->rule->id, "CONN-004") != 0 && strcmp(row->rule->id, "CONN-016") != 0) || *row->server == '\0' || id == NULL ||
		    row->status == STATUS_NOT_APPLICABLE)
			continue;
		other = g_hash_table_lookup(of, id);
		if (other == NULL || row->status < other->status || (row->status == other->status && row->severity < other->severity))
			g_hash_table_insert(of, (gpointer)(guintptr)id, row);
	}
	return of;
}

static void
add_direct(struct flow *f)
{
	const GPtrArray *servers = f->c->audit->facts->hybrid->receiving.servers;
	GHashTable *of = rows_of_cloud_addresses(f->c);

	for (guint i = 0; servers != NULL && i < servers->len; i++) {
		const struct server *s = g_ptr_array_index(servers, i);

		const bool direct = f->route.direct == ANSWER_YES || passes_to(f->c, s);

		if (direct || !g_hash_table_contains(f->done, s->id))
			add_lane(f, s->name, say(f->c, direct ? "flow-cloud-addresses" : "flow-some-addresses"), g_hash_table_lookup(of, s->id), direct);
	}
	g_hash_table_unref(of);
}

static const char *
flow_alternate(const struct flow *f)
{
	pair pairs[] = { { "right", number_text(f->c, f->right) }, { "wrong", number_text(f->c, f->wrong) }, { "open", number_text(f->c, f->open) } };

	return say_with(f->c, "flow-alternate", G_N_ELEMENTS(pairs), pairs);
}

static bool
anything_known(const struct facts *facts)
{
	return objects_count(facts->objects, KIND_RECEIVE_CONNECTOR) > 0 || objects_count(facts->objects, KIND_LOAD_BALANCER) > 0;
}

static bool
add_inbound(struct composer *c, GPtrArray *to)
{
	const struct column columns[] = { { NULL, 1, false, false }, { NULL, 1.6, false, false } };
	GArray *stations = g_array_new(FALSE, TRUE, sizeof(struct station)), *heads = g_array_new(FALSE, TRUE, sizeof(struct lane));
	struct flow f = { .c = c, .done = g_hash_table_new(g_str_hash, g_str_equal) };
	struct lane head = { .head = true };
	GPtrArray *blocks = g_ptr_array_new();
	struct block *b;

	picture_begin(&f.picture, c, "any-server");
	add_cloud(c, stations);
	add_balancers(c, stations, &f.route);
	cut_titles(c, stations);
	head.n = stations->len;
	head.stations = region_copy(c->region, stations->data, stations->len * sizeof(struct station));
	g_array_append_val(heads, head);
	add_translated(&f);
	add_direct(&f);
	b = picture_end(&f.picture, blocks, G_N_ELEMENTS(columns), columns, heads, LANES_SHOWN);
	if (b != NULL) {
		b->alternate = flow_alternate(&f);
		chapter_add(c, to, "flow-chapter");
		say_blocks(c, to, "flow-intro", 0, NULL);
		heading_add(c, to, 2, say(c, "flow-in-title"), NULL);
		g_ptr_array_extend(to, blocks, NULL, NULL);
	}
	g_ptr_array_unref(blocks);
	g_array_unref(stations);
	g_array_unref(heads);
	g_hash_table_unref(f.done);
	return b != NULL;
}

void
compose_mail_flow(struct composer *c, GPtrArray *to)
{
	if (anything_known(c->audit->facts) && add_inbound(c, to))
		add_outbound(c, to);
}
