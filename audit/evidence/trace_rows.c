/*
 * The trace of the Hybrid Configuration Wizard (*.xhcw): every command it ran on both sides, with what came back, as a sequence of
 * elements without a root:
 *
 *   <invoke type="OnPremises" cmdlet="Get-SendConnector" start="..."><!--Get-SendConnector-->
 *     <parameters>...</parameters>
 *     <results><object type="..."><property name="Name" type="System.String" value="..."/>...</object></results>
 *   </invoke>
 *
 * The wizard looks, changes, and looks again.  What holds is the last look: an object of it replaces the same object of a look
 * before, and a property that a command set behind it is not known any more.  Values of parameters are not read: credentials are
 * among them.
 */
#include <string.h>

#include "rows.h"
#include "xml.h"

/* One object as a look showed it. */
struct seen_object {
	GPtrArray *names, *cells;       /* char * */
	GArray *lines;
	char *key;                      /* what names it among its kind, lower case */
	unsigned line;
	enum side side;
	bool partial;                   /* the look asked for some of the objects only */
	bool replaced;                  /* a later look showed it again */
	unsigned look;                  /* line of the look */
};

/* What is known of one noun ("SendConnector") on one side. */
struct noun {
	char *name, *start;             /* start: of the last look, as the trace has it */
	enum side side;
	unsigned line;                  /* of the last look */
	bool looked, whole, failed;     /* a look showed something; all there was; none did */
	bool changed;                   /* behind the last look at all of them */
	GPtrArray *objects;             /* struct seen_object * */
	GHashTable *by_key;             /* key -> the object that holds */
	GHashTable *set;                /* names of properties, lower case, that were set behind the last look at all of them */
};

/* A command while it is read. */
struct invoke {
	char *type, *cmdlet, *start;
	unsigned line;
	bool asked;                     /* its parameters were told: there is such an element, and everything in it was understood */
	bool filtered, some;            /* it asked for some of the objects; other than those of one server */
	GPtrArray *objects;             /* struct seen_object * */
	GPtrArray *parameters;          /* char *: names of those that matter */
};

struct trace {
	struct xml xml;
	const struct rows_sink *sink;
	GPtrArray *nouns;               /* struct noun *, in order of appearance */
	GHashTable *by_name;            /* side and name -> struct noun * */
};

static struct trace *
trace_of(struct xml *x)
{
	return (struct trace *)(void *)x;       /* xml is the first member */
}

static void
object_free(gpointer p)
{
	struct seen_object *o = p;

	g_ptr_array_unref(o->names);
	g_ptr_array_unref(o->cells);
	g_array_unref(o->lines);
	g_free(o->key);
	g_free(o);
}

static void
noun_free(gpointer p)
{
	struct noun *n = p;

	g_hash_table_unref(n->by_key);
	g_hash_table_unref(n->set);
	g_ptr_array_unref(n->objects);
	g_free(n->name);
	g_free(n->start);
	g_free(n);
}

/* ---- results ---- */

/* <property name= type= value=/> or valueIsNull="True"; type "...[]" holds items joined by ", ". */
static void
read_property(struct xml *x, void *closure)
{
	struct seen_object *o = closure;
	char *name = xml_attribute(x, "name"), *value = xml_attribute(x, "value"), *null = xml_attribute(x, "valueIsNull");
	const unsigned line = xml_line(x);

	if (name != NULL && xml_is(x, "property")) {
		g_ptr_array_add(o->names, g_steal_pointer(&name));
		g_ptr_array_add(o->cells, g_strcmp0(null, "True") == 0 ? NULL : g_strdup(value != NULL ? value : "@{}"));
		g_array_append_val(o->lines, line);
	}
	g_free(name);
	g_free(value);
	g_free(null);
	xml_skip(x, NULL);
}

static const char *
property_text(const struct seen_object *o, const char *name)
{
	for (guint i = 0; i < o->names->len; i++)
		if (g_ascii_strcasecmp(g_ptr_array_index(o->names, i), name) == 0)
			return g_ptr_array_index(o->cells, i);
	return NULL;
}

/* Certificates of several servers have one thumbprint; accepted domains are named by their domain. */
static char *
key_of(const struct seen_object *o)
{
	static const char *const keys[] = { "Server", "Identity", "DomainName", "Name", "Thumbprint" };
	GString *key = g_string_new(NULL);
	char *lower;

	for (size_t i = 0; i < G_N_ELEMENTS(keys); i++) {
		const char *text = property_text(o, keys[i]);

		g_string_append_printf(key, "%s|", text != NULL ? text : "");
	}
	lower = g_utf8_strdown(key->str, -1);
	g_string_free(key, TRUE);
	return lower;
}

static void
read_object(struct xml *x, void *closure)
{
	struct invoke *v = closure;
	struct seen_object *o;

	if (!xml_is(x, "object")) {
		xml_skip(x, NULL);
		return;
	}
	o = g_new0(struct seen_object, 1);
	o->names = g_ptr_array_new_with_free_func(g_free);
	o->cells = g_ptr_array_new_with_free_func(g_free);
	o->lines = g_array_new(FALSE, FALSE, sizeof(unsigned));
	o->line = xml_line(x);
	xml_each_child(x, read_property, o);
	o->key = key_of(o);
	g_ptr_array_add(v->objects, o);
}

/* Parameters that change where and how a command runs, not what it returns. */
static void
read_parameter(struct xml *x, void *closure)
{
	static const char *const harmless[] = { "DomainController", "ErrorAction", "WarningAction", "ADPropertiesOnly", "Verbose", "ResultSize" };
	struct invoke *v = closure;
	char *name = xml_attribute(x, "name");
	bool plain = false;

	for (size_t i = 0; name != NULL && i < G_N_ELEMENTS(harmless); i++)
		plain = plain || g_ascii_strcasecmp(name, harmless[i]) == 0;
	v->filtered = v->filtered || !plain;
	v->some = v->some || !(plain || g_strcmp0(name, "Server") == 0);
	if (name != NULL && !plain)
		g_ptr_array_add(v->parameters, name);
	else
		g_free(name);
	xml_skip(x, NULL);
}

static void
read_part(struct xml *x, void *closure)
{
	struct invoke *v = closure;

	if (xml_is(x, "results")) {
		xml_each_child(x, read_object, v);
	} else if (xml_is(x, "parameters")) {
		v->asked = xmlTextReaderAttributeCount(x->reader) == 0;
		xml_each_child(x, read_parameter, v);
	} else {
		xml_skip(x, NULL);
	}
}

/* ---- what holds ---- */

static struct noun *
noun_for(struct trace *t, const char *name, enum side side)
{
	char *lower = g_ascii_strdown(name, -1), *key = g_strdup_printf("%d %s", (int)side, lower);
	struct noun *n = g_hash_table_lookup(t->by_name, key);

	g_free(lower);
	if (n != NULL) {
		g_free(key);
		return n;
	}
	n = g_new0(struct noun, 1);
	n->name = g_strdup(name);
	n->side = side;
	n->objects = g_ptr_array_new_with_free_func(object_free);
	n->by_key = g_hash_table_new(g_str_hash, g_str_equal);
	n->set = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_ptr_array_add(t->nouns, n);
	g_hash_table_insert(t->by_name, key, n);
	return n;
}

/* A look without parameters showed all there was; one with parameters, or with such as cannot be told, some of it, each in place of
 * what was known of it. */
static void
take_look(struct noun *n, struct invoke *v)
{
	if (v->asked && !v->filtered) {
		g_hash_table_remove_all(n->by_key);
		g_hash_table_remove_all(n->set);
		g_ptr_array_set_size(n->objects, 0);
		n->changed = false;
		n->whole = true;
	}
	n->looked = true;
	n->line = v->line;
	g_free(n->start);
	n->start = g_strdup(v->start);
	for (guint i = 0; i < v->objects->len; i++) {
		struct seen_object *o = g_ptr_array_index(v->objects, i), *before = g_hash_table_lookup(n->by_key, o->key);

		if (before != NULL && before->look != v->line)
			before->replaced = true;
		o->look = v->line;
		o->side = n->side;
		o->partial = (v->some || !v->asked) && !n->whole;
		g_ptr_array_add(n->objects, o);
		g_hash_table_replace(n->by_key, o->key, o);
	}
	g_ptr_array_set_free_func(v->objects, NULL);       /* they are the noun's now */
}

/* "Set-" changes properties, and which object it meant is not certain; "New-", "Remove-", "Enable-" and others change which
 * objects there are. */
static void
take_change(struct noun *n, const struct invoke *v)
{
	if (g_ascii_strncasecmp(v->cmdlet, "Set-", 4) != 0 || v->parameters->len == 0)
		n->changed = true;
	for (guint p = 0; p < v->parameters->len; p++)
		if (g_ascii_strcasecmp(g_ptr_array_index(v->parameters, p), "Identity") != 0)
			g_hash_table_add(n->set, g_ascii_strdown(g_ptr_array_index(v->parameters, p), -1));
}

static void
take_command(struct trace *t, struct invoke *v)
{
	const char *dash = v->cmdlet != NULL ? strchr(v->cmdlet, '-') : NULL;
	const enum side side = g_strcmp0(v->type, "Tenant") == 0 ? SIDE_CLOUD :
	    g_strcmp0(v->type, "OnPremises") == 0 ? SIDE_ON_PREMISES : SIDE_OPEN;
	struct noun *n;

	if (dash == NULL || side == SIDE_OPEN || strcspn(dash + 1, " \t;|") != strlen(dash + 1))
		return;
	if (g_ascii_strncasecmp(v->cmdlet, "Test-", 5) == 0)        /* changes nothing, and shows no object */
		return;
	n = noun_for(t, dash + 1, side);
	n->line = n->looked ? n->line : v->line;
	if (g_ascii_strncasecmp(v->cmdlet, "Get-", 4) != 0)
		take_change(n, v);
	else if (v->objects->len > 0)   /* nothing: there was none, or the command failed; what a failure looks like is not documented */
		take_look(n, v);
	else
		n->failed = true;
}

static void
read_invoke(struct xml *x, void *closure)
{
	struct invoke v = { .line = xml_line(x), .objects = g_ptr_array_new_with_free_func(object_free),
		.parameters = g_ptr_array_new_with_free_func(g_free) };

	(void)closure;
	if (!xml_is(x, "invoke")) {
		xml_skip(x, NULL);
	} else {
		v.type = xml_attribute(x, "type");
		v.cmdlet = xml_attribute(x, "cmdlet");
		v.start = xml_attribute(x, "start");
		xml_each_child(x, read_part, &v);
		if (x->stop == NULL)
			take_command(trace_of(x), &v);
	}
	g_ptr_array_unref(v.objects);
	g_ptr_array_unref(v.parameters);
	g_free(v.type);
	g_free(v.cmdlet);
	g_free(v.start);
}

/* ---- the end ---- */

static void
lose_properties(const struct noun *n, struct seen_object *o)
{
	for (guint i = 0; i < o->names->len; i++) {
		char *lower = g_ascii_strdown(g_ptr_array_index(o->names, i), -1);

		if (g_hash_table_contains(n->set, lower)) {
			g_free(g_ptr_array_index(o->cells, i));
			g_ptr_array_index(o->cells, i) = g_strdup("@{}");
		}
		g_free(lower);
	}
}

static void
hand_over(const struct trace *t, const struct noun *n)
{
	const struct rows_sink *sink = t->sink;
	char *class = g_strconcat("Microsoft.Exchange.", n->name, NULL);        /* a class of Exchange, known or not */

	if (n->looked && n->changed)
		sink->problem("trace-changed", n->line, NULL, n->name, true, sink->closure);
	else if (!n->looked && n->failed)
		sink->problem("trace-failed", n->line, NULL, n->name, false, sink->closure);
	else if (n->looked)
		sink->problem("trace-look", n->line, n->name, n->start, false, sink->closure);
	for (guint i = 0; !n->changed && i < n->objects->len; i++) {
		struct seen_object *o = g_ptr_array_index(n->objects, i);
		const struct named_row row = { { o->line, o->line, o->names->len, (const char *const *)o->cells->pdata,
		    (const unsigned *)(void *)o->lines->data }, (const char *const *)o->names->pdata, class, o->side, o->partial };

		lose_properties(n, o);
		if (!o->replaced && o->names->len > 0)
			sink->row(&row, sink->closure);
	}
	g_free(class);
}

void
rows_read_trace(const char *text, size_t size, const struct rows_sink *sink)
{
	struct trace t = { .sink = sink, .nouns = g_ptr_array_new_with_free_func(noun_free),
		.by_name = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL) };
	struct xml *x = &t.xml;

	xml_read(x, text, size, true, read_invoke);
	if (x->stop != NULL)
		sink->problem(x->stop, x->stop_line, NULL, NULL, true, sink->closure);
	for (guint i = 0; i < t.nouns->len; i++)
		hand_over(&t, g_ptr_array_index(t.nouns, i));
	g_hash_table_unref(t.by_name);
	g_ptr_array_unref(t.nouns);
}
