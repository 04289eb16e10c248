/* The way to the cloud: servers, send connector, and what Exchange Online recognises them by. */
#include <string.h>

#include "compose_picture.h"

enum { LANES_SHOWN = 20, INBOUND_SHOWN = 3 };

/* Does the rule say anything of the connector? */
static bool
speaks_of(const struct composer *c, const struct rule *rule, const char *name)
{
	const GPtrArray *all = c->audit->findings->all;

	for (guint i = 0; i < all->len; i++) {
		const struct finding *row = g_ptr_array_index(all, i);

		if (row->rule == rule && strcmp(row->subject, name) == 0)
			return true;
	}
	return false;
}

/* A rule that could not be judged for any connector leaves open each of which it says nothing else. */
static bool
leaves_open(const struct composer *c, const struct finding *row, const char *name)
{
	return row->status == STATUS_NOT_EVALUATED && row->severity <= SEVERITY_WARNING && strcmp(row->subject, ORGANISATION) == 0 &&
	    !speaks_of(c, row->rule, name);
}

/* The gravest row whose subject is the connector. */
static const struct finding *
row_about(const struct composer *c, enum subject subject, const char *name)
{
	const GPtrArray *all = c->audit->findings->all;
	const struct finding *worst = NULL;

	for (guint i = 0; name != NULL && i < all->len; i++) {
		const struct finding *row = g_ptr_array_index(all, i);

		if (row->rule->subject != subject || row->status == STATUS_NOT_APPLICABLE)
			continue;
		if (strcmp(row->subject, name) != 0 && !leaves_open(c, row, name))
			continue;
		if (worst == NULL || row->status < worst->status || (row->status == worst->status && row->severity < worst->severity))
			worst = row;
	}
	return worst;
}

/* A station with what the rules found of it. */
static void
judge_station(const struct composer *c, struct station *s, const struct finding *row)
{
	s->tone = row != NULL ? finding_tone(row) : TONE_OPEN;
	s->word = row != NULL ? finding_word(c, row) : say(c, "cell not-evaluated");
	s->stroke = row == NULL || row->status == STATUS_NOT_EVALUATED ? STROKE_DASHED :
	    row->status == STATUS_FAIL ? STROKE_THICK : STROKE_SOLID;
	s->link = row != NULL ? finding_link(c, row) : NULL;
}

static const struct finding *
add_send(const struct composer *c, GArray *stations, const struct object *sc)
{
	const struct finding *row = row_about(c, SUBJECT_SEND_CONNECTOR, object_text(sc, SC_NAME));
	struct station s = { .column = 1, .arrow = true, .label = say(c, "flow-send") };
	const char *fqdn = object_text(sc, SC_FQDN), *hosts = items_text(c, object_get(sc, SC_SMART_HOSTS));

	s.title = object_text(sc, SC_NAME) != NULL ? clean(c, object_text(sc, SC_NAME)) : say(c, "flow-unnamed");
	station_line(c, &s, say_name(c, "flow-spaces", items_text(c, object_get(sc, SC_ADDRESS_SPACES))));
	station_line(c, &s, say_name(c, "flow-to", hosts));
	station_line(c, &s, say_name(c, "flow-fqdn", fqdn != NULL ? clean(c, fqdn) : NULL));
	judge_station(c, &s, row);
	g_array_append_val(stations, s);
	return row;
}

/* The wizard names both connectors of a tenant for its GUID: of several inbound connectors those of the send connector's own. */
static GPtrArray *
inbound_connectors(const struct composer *c, const char *send)
{
	static const char prefix[] = "Inbound from ";
	GPtrArray *all = prefer_enabled(hybrid_inbound_connectors(c->audit->facts), EIC_ENABLED), *own = g_ptr_array_new();

	for (guint i = 0; send != NULL && all->len > 1 && i < all->len; i++) {
		const char *name = object_text(g_ptr_array_index(all, i), EIC_NAME);

		if (name != NULL && g_str_has_prefix(name, prefix) && strstr(send, name + strlen(prefix)) != NULL)
			g_ptr_array_add(own, g_ptr_array_index(all, i));
	}
	if (own->len == 0) {
		g_ptr_array_unref(own);
		return all;
	}
	g_ptr_array_unref(all);
	return own;
}

static void
add_arrival(const struct composer *c, GArray *stations, const char *send)
{
	GPtrArray *all = inbound_connectors(c, send);

	for (guint i = 0; i < all->len && i < INBOUND_SHOWN; i++) {
		const struct object *eic = g_ptr_array_index(all, i);
		const char *name = object_text(eic, EIC_NAME), *certificate = object_text(eic, EIC_TLS_SENDER_CERTIFICATE_NAME);
		struct station s = { .column = 2, .arrow = true, .label = say(c, "flow-inbound") };

		s.title = name != NULL ? clean(c, name) : say(c, "flow-unnamed");
		station_line(c, &s, say_name(c, "flow-sender", certificate != NULL ? clean(c, certificate) : NULL));
		station_line(c, &s, say_name(c, "flow-sender-addresses", items_text(c, object_get(eic, EIC_SENDER_IP_ADDRESSES))));
		judge_station(c, &s, row_about(c, SUBJECT_INBOUND_CONNECTOR, name));
		g_array_append_val(stations, s);
	}
	if (all->len == 0) {
		struct station s = { .column = 2, .arrow = true, .stroke = STROKE_DASHED, .tone = TONE_OPEN, .label = say(c, "flow-inbound"),
			.title = say(c, "flow-cloud"), .word = say(c, objects_complete(c->audit->facts->objects, KIND_INBOUND_CONNECTOR) ? "flow-none" : "not-sent") };

		g_array_append_val(stations, s);
	}
	g_ptr_array_unref(all);
}

static const char *
send_alternate(const struct composer *c, guint n)
{
	return say_count(c, "flow-out-alternate", n);
}

void
add_outbound(struct composer *c, GPtrArray *to)
{
	const struct column columns[] = { { NULL, 1, false, false }, { NULL, 1.25, false, false }, { NULL, 1.25, false, false } };
	GPtrArray *all = prefer_enabled(hybrid_send_connectors(c->audit->facts), SC_ENABLED);
	struct picture p;
	struct block *b;

	picture_begin(&p, c, "any-server");
	if (all->len > 0)
		heading_add(c, to, 2, say(c, "flow-out-title"), NULL);
	for (guint i = 0; i < all->len; i++) {
		const struct object *sc = g_ptr_array_index(all, i);
		GArray *stations = g_array_new(FALSE, TRUE, sizeof(struct station));
		const char *servers = items_text(c, object_get(sc, SC_SOURCE_TRANSPORT_SERVERS));
		struct station s = { .label = say(c, "flow-servers"), .stroke = *servers != '\0' ? STROKE_SOLID : STROKE_DASHED };
		const struct finding *row;

		g_array_append_val(stations, s);
		row = add_send(c, stations, sc);
		add_arrival(c, stations, object_text(sc, SC_NAME));
		picture_lane(&p, rank_of_row(row), *servers != '\0' ? servers : say(c, "date-unknown"), NULL, stations);
		g_array_unref(stations);
	}
	b = picture_end(&p, to, G_N_ELEMENTS(columns), columns, NULL, LANES_SHOWN);
	if (b != NULL)
		b->alternate = send_alternate(c, all->len);
	g_ptr_array_unref(all);
}
