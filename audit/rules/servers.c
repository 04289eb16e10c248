#include "servers.h"

#include <string.h>

struct finding *
about_server(struct finding *row, const struct server *s)
{
	finding_server(row, s->name);
	if (s->object != NULL)
		finding_at(row, s->object->at);
	return row;
}

void
tell_build(struct finding *row, const struct server *s)
{
	char text[48];

	if (server_build(s) != NULL)
		finding_value(row, "build", version_print(server_build(s), text));
}

bool
each_taking_part(const struct facts *facts, struct judge *j, void (*judge)(const struct facts *, struct judge *, const struct server *))
{
	bool any = false;

	for (guint i = 0; i < facts->hybrid->servers->len; i++) {
		const struct server *s = g_ptr_array_index(facts->hybrid->servers, i);

		if (!s->in_transport && !s->in_publishing)
			continue;
		judge(facts, j, s);
		any = true;
	}
	return any;
}

/* The property of the hybrid configuration whose state is the reason. */
static int
lost_list(const struct hybrid *h, const char *reason, bool publishing)
{
	static const int transport[] = { HC_SENDING_TRANSPORT_SERVERS, HC_RECEIVING_TRANSPORT_SERVERS, HC_EDGE_TRANSPORT_SERVERS,
		HC_TRANSPORT_SERVERS };

	if (h->configuration == NULL)
		return -1;
	if (publishing)     /* else the web directories tell, and do not */
		return g_strcmp0(value_reason(object_get(h->configuration, HC_CLIENT_ACCESS_SERVERS)), reason) == 0 ? HC_CLIENT_ACCESS_SERVERS : -1;
	for (size_t i = 0; i < G_N_ELEMENTS(transport); i++) {
		const char *state = value_reason(object_get(h->configuration, transport[i]));

		if (state != NULL && strcmp(state, reason) == 0)
			return transport[i];
	}
	return -1;
}

void
judge_set_unknown(const struct facts *facts, struct judge *j, enum severity severity, const struct server_set *set)
{
	const struct hybrid *h = facts->hybrid;
	int property;

	if (set->reason == NULL)
		return;
	property = lost_list(h, set->reason, set == &h->publishing);
	if (property >= 0)
		judge_value_unknown(j, severity, ORGANISATION, object_get(h->configuration, property), KIND_HYBRID_CONFIGURATION, property);
	else
		judge_not_evaluated(j, severity, ORGANISATION, set->reason, set == &h->publishing && input_supplied(facts, "VD") ? "VD" : "HC");
}

void
judge_sets_unknown(const struct facts *facts, struct judge *j, enum severity severity)
{
	const struct hybrid *h = facts->hybrid;

	judge_set_unknown(facts, j, severity, h->transport.reason != NULL ? &h->transport : &h->publishing);
}
