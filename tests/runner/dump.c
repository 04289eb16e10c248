#include "dump.h"

static const char *
or_dash(const char *text)
{
	return text != NULL && *text != '\0' ? text : "-";
}

/* A text on one line. */
static void
put_text(GString *out, const char *text)
{
	char *escaped = g_strescape(text, "\"\\");

	for (const char *p = text; escaped != NULL && *p != '\0'; p++)
		if ((unsigned char)*p >= 0x80) {
			g_string_append(out, text);
			g_free(escaped);
			return;
		}
	g_string_append(out, escaped);
	g_free(escaped);
}

static void
put_place(GString *out, const struct place *at)
{
	g_string_append_printf(out, "%s:%u", or_dash(at->file), at->line);
}

static void
put_source(GString *out, const struct source *s)
{
	static const char *const states[] = { "read", "partly", "refused", "ignored" };

	g_string_append_printf(out, "%s\n\t%s, %s, encoding %s, side %s, view %s, %" G_GUINT64_FORMAT " objects, %" G_GUINT64_FORMAT " problems\n",
	    s->path, s->kind, states[s->state], or_dash(s->encoding), or_dash(s->side), or_dash(s->view), s->objects, s->nproblems);
	for (guint i = 0; i < s->problems->len; i++) {
		const struct problem *p = g_ptr_array_index(s->problems, i);

		g_string_append_printf(out, "\t%s %s, line %u", p->loss ? "lost:" : "remark:", p->code, p->line);
		if (p->file != NULL)
			g_string_append_printf(out, " of %s", p->file);
		if (p->field != NULL)
			g_string_append_printf(out, ", %s", p->field);
		if (p->text != NULL) {
			g_string_append(out, ": ");
			put_text(out, p->text);
		}
		g_string_append_c(out, '\n');
	}
}

static void
put_settings(GString *out, const struct settings *settings)
{
	for (guint i = 0; i < settings->all->len; i++) {
		const struct setting *s = g_ptr_array_index(settings->all, i);

		g_string_append_printf(out, "[%s] %s = %s (line %u)\n", s->section, s->key, s->value, s->at.line);
	}
}

/* Not stated is the state of most properties: it is not printed. */
static void
put_value(GString *out, const char *name, const struct value *v)
{
	static const char *const states[] = { "not stated", "empty", "", "lost", "truncated", "conflict" };

	if (v->state == VALUE_NOT_STATED)
		return;
	g_string_append_printf(out, "\t%s:", name);
	if (*states[v->state] != '\0')
		g_string_append_printf(out, " (%s)", states[v->state]);
	for (size_t i = 0; i < v->n; i++) {
		g_string_append(out, i == 0 ? " " : " | ");
		put_text(out, v->items[i]);
	}
	g_string_append_c(out, '\n');
}

static void
put_object(GString *out, const struct object *o)
{
	g_string_append_printf(out, "%s", kinds[o->kind].name);
	for (size_t i = 0; i < o->nsources; i++) {
		g_string_append(out, i == 0 ? " " : ", ");
		put_place(out, &o->sources[i]);
	}
	g_string_append_c(out, '\n');
	for (unsigned i = 0; i < kinds[o->kind].count; i++)
		put_value(out, kinds[o->kind].properties[i].name, object_get(o, (int)i));
}

static void
put_objects(GString *out, const struct objects *list)
{
	static const char *const supplies[] = { "not supplied", "supplied and empty", "supplied" };

	for (int k = 0; k < KIND_COUNT; k++) {
		if (list->supply[k] != NOT_SUPPLIED || list->partial[k])
			g_string_append_printf(out, "%s: %s%s\n", kinds[k].name, supplies[list->supply[k]], list->partial[k] ? ", not whole" : "");
		for (size_t i = 0; i < objects_count(list, (enum kind)k); i++)
			put_object(out, objects_at(list, (enum kind)k, i));
	}
	for (guint i = 0; i < list->conflicts->len; i++) {
		const struct conflict *c = g_ptr_array_index(list->conflicts, i);

		g_string_append_printf(out, "conflict %s ", kinds[c->object->kind].properties[c->property].name);
		put_place(out, &c->first);
		g_string_append(out, ", ");
		put_place(out, &c->second);
		g_string_append_c(out, '\n');
	}
}

static int
by_bytes(gconstpointer a, gconstpointer b)
{
	return g_strcmp0(a, b);
}

static void
put_record(GString *out, const struct record *r)
{
	g_string_append_printf(out, "\t\t%u, line %u, TTL %u%s: ", r->type, r->at.line, r->ttl, r->evaluable ? "" : ", not evaluable");
	put_text(out, r->text);
	g_string_append_c(out, '\n');
}

/* The owners that were kept show which names were asked for. */
static void
put_zone(GString *out, const struct zone *z)
{
	GList *owners = g_list_sort(g_hash_table_get_keys(z->owners), by_bytes);

	g_string_append_printf(out, "zone %s, %s, %s%s, %" G_GUINT64_FORMAT " records, ", z->apex, or_dash(view_name(z->view)),
	    z->complete ? "whole" : "not whole", z->wins ? ", WINS" : "", z->nrecords);
	put_place(out, &z->soa);
	g_string_append_c(out, '\n');
	for (const GList *o = owners; o != NULL; o = o->next) {
		const GPtrArray *records = g_hash_table_lookup(z->owners, o->data);

		g_string_append_printf(out, "\t%s\n", (const char *)o->data);
		for (guint i = 0; i < records->len; i++)
			put_record(out, g_ptr_array_index(records, i));
	}
	g_list_free(owners);
}

void
dump_facts(const struct facts *facts, GString *out)
{
	for (guint i = 0; i < facts->sources->len; i++)
		put_source(out, g_ptr_array_index(facts->sources, i));
	put_settings(out, facts->settings);
	put_objects(out, facts->objects);
	for (guint i = 0; i < facts->certificates->all->len; i++) {
		const struct certificate *c = g_ptr_array_index(facts->certificates->all, i);

		g_string_append_printf(out, "certificate %s, ", c->thumbprint);
		put_place(out, &c->at);
		if (c->private_key != ANSWER_UNKNOWN) {
			g_string_append(out, c->private_key == ANSWER_YES ? ", with its key in " : ", with another key in ");
			put_place(out, &c->key_at);
		}
		if (c->key_provider != NULL) {
			g_string_append(out, ", for ");
			put_text(out, c->key_provider);
		}
		g_string_append_c(out, '\n');
	}
	for (guint i = 0; i < facts->zones->len; i++)
		put_zone(out, g_ptr_array_index(facts->zones, i));
	if (facts->private_key_at.file != NULL) {
		g_string_append(out, "private key ");
		put_place(out, &facts->private_key_at);
		g_string_append_c(out, '\n');
	}
}
