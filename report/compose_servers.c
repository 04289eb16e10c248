/* Servers beside requirements. */
#include <string.h>

#include "compose_matrix.h"

/* Rows name a server as it was exported, with or without its domain. */
static const char *
server_of(const struct composer *c, const struct finding *row)
{
	const char *name = *row->server != '\0' ? row->server : row->rule->subject == SUBJECT_SERVER ? row->subject : NULL;

	return name != NULL ? name_server(c->region, name) : NULL;
}

/* A server of the set, or one that may be: others are missing from the set. */
static bool
may_be_in(bool in, const struct server_set *set)
{
	return in || set->reason != NULL;
}

/* Connectors are asked of the servers that receive, virtual directories of those that publish. */
static bool
concerns_server(const struct composer *c, const struct finding *row, const char *id)
{
	const struct hybrid *h = c->audit->facts->hybrid;
	const struct server *s = *row->server == '\0' ? hybrid_server(c->audit->facts, id) : NULL;
	const bool versions = g_str_has_prefix(row->rule->id, "VER-") && row->rule->subject == SUBJECT_SERVER;

	/* The address of a balancer whose servers are not known is any server's; a certificate's subject is none's. */
	if (strcmp(row->subject, ORGANISATION) != 0 && row->rule->subject != SUBJECT_ADDRESS)
		return false;
	if (s == NULL || (!versions && !has_phrase(c, "matrix-server", row->rule->id)))
		return false;
	if (g_str_has_prefix(row->rule->id, "CONN-"))
		return may_be_in(s->in_receiving, &h->receiving);
	if (g_str_has_prefix(row->rule->id, "VDIR-"))
		return may_be_in(s->in_publishing, &h->publishing);
	return may_be_in(s->in_transport, &h->transport) || may_be_in(s->in_publishing, &h->publishing);
}

void
compose_servers(struct composer *c, GPtrArray *to)
{
	const GPtrArray *servers = c->audit->facts->hybrid->servers;
	GArray *subjects = g_array_new(FALSE, FALSE, sizeof(struct matrix_subject));
	const struct matrix_kind kind = { "servers-chapter", "servers-intro", "matrix-server", "column-server", subjects, server_of, concerns_server, NULL };

	for (guint i = 0; i < servers->len; i++) {
		const struct server *s = g_ptr_array_index(servers, i);
		const struct matrix_subject subject = { s->id, s->name };

		g_array_append_val(subjects, subject);
	}
	matrix_compose(c, to, &kind);
	g_array_unref(subjects);
}
