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

struct finding *
judge_set_unknown(struct judge *j, enum severity severity, const char *subject, const struct server_set *set)
{
	struct finding *row;
	char *field;

	if (set->reason == NULL)
		return NULL;
	row = judge_not_evaluated(j, severity, subject, set->reason, kinds[set->kind].code);
	if (set->value != NULL) {
		field = field_name(set->kind, set->property);
		finding_value(row, "field", field);
		finding_at(row, set->value->at);
		g_free(field);
	}
	return row;
}

void
judge_sets_unknown(const struct facts *facts, struct judge *j, enum severity severity)
{
	const struct hybrid *h = facts->hybrid;

	judge_set_unknown(j, severity, ORGANISATION, h->transport.reason != NULL ? &h->transport : &h->publishing);
}

bool
free_busy_aside(const struct facts *facts, struct judge *j, enum severity severity)
{
	if (facts->hybrid->free_busy == ANSWER_NO)
		judge_not_applicable(j, severity, ORGANISATION, "free-busy-off");
	else if (facts->hybrid->free_busy == ANSWER_UNKNOWN)
		judge_value_unknown(j, severity, ORGANISATION, object_get(facts->hybrid->configuration, HC_FEATURES), KIND_HYBRID_CONFIGURATION,
		    HC_FEATURES);
	return facts->hybrid->free_busy != ANSWER_YES;
}
