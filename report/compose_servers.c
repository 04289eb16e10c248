/* Servers beside requirements. */
#include "compose_matrix.h"

/* Rows name a server as it was exported, with or without its domain. */
static const char *
server_of(const struct composer *c, const struct finding *row)
{
	const char *name = *row->server != '\0' ? row->server : row->rule->subject == SUBJECT_SERVER ? row->subject : NULL;

	return name != NULL ? name_server(c->region, name) : NULL;
}

void
compose_servers(struct composer *c, GPtrArray *to)
{
	const GPtrArray *servers = c->audit->facts->hybrid->servers;
	GArray *subjects = g_array_new(FALSE, FALSE, sizeof(struct matrix_subject));
	const struct matrix_kind kind = { "servers-chapter", "servers-intro", "matrix-server", "column-server", subjects, server_of, NULL };

	for (guint i = 0; i < servers->len; i++) {
		const struct server *s = g_ptr_array_index(servers, i);
		const struct matrix_subject subject = { s->id, s->name };

		g_array_append_val(subjects, subject);
	}
	matrix_compose(c, to, &kind);
	g_array_unref(subjects);
}
