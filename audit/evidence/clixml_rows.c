/*
 * Export-Clixml (PowerShell's serialisation format, MS-PSRP 2.2.5): objects with their classes, properties and lists, in no
 * culture.  A value is what the shell would print: the text of a primitive, the ToString of an object, item by item of a list.
 * One damaged object does not cost those before it.
 */
#include <string.h>

#include "rows.h"
#include "xml.h"

struct clixml {
	struct xml xml;
	const struct rows_sink *sink;
	GHashTable *classes;            /* RefId of a TN -> first class */
	GHashTable *texts;              /* RefId of an Obj -> its text */
	size_t repeated;                /* octets that references repeated; genuine ones repeat little */
};

/* The text of a value while its elements are read. */
struct printed {
	GString *text;
	bool nil, list, flagged;        /* flagged: an AutoDiscoverSmtpDomain that says AutoDiscover */
	bool known;                     /* something printable was there */
};

/* An object while its properties are read. */
struct object_row {
	GPtrArray *names, *cells;       /* char * */
	GArray *lines;
	char *class;
	unsigned line;
};

/* xml is the first member. */
static struct clixml *
clixml_of(struct xml *x)
{
	return (struct clixml *)(void *)x;
}

/* ---- text ---- */

/* "_x000D_" is how a character that XML has no place for is written (MS-PSRP 2.2.5.3.2). */
static gunichar
escaped_at(const char *p)
{
	gunichar c = 0;

	if (p[0] != '_' || p[1] != 'x')
		return 0;
	for (size_t i = 2; i < 6; i++) {
		if (!g_ascii_isxdigit(p[i]))
			return 0;
		c = c << 4 | (gunichar)g_ascii_xdigit_value(p[i]);
	}
	return p[6] == '_' ? c : 0;
}

static void
append_unescaped(const char *p, void *closure)
{
	GString *out = closure;

	for (; *p != '\0'; p++) {
		const gunichar c = escaped_at(p);

		if (c == 0)
			g_string_append_c(out, *p);
		else if (c == '\n' || c == '\t')
			g_string_append_c(out, (char)c);
		else if (c != '\r')
			g_string_append_unichar(out, c < 0x20 || (c >= 0xd800 && c < 0xe000) ? 0xfffd : c);
		p += c != 0 ? 6 : 0;
	}
}

static void
read_text(struct xml *x, GString *out)
{
	xml_each_text(x, append_unescaped, out);
}

/* ---- values ---- */

static void read_value(struct xml *, struct printed *);

static void
read_item(struct xml *x, void *closure)
{
	struct printed *list = closure, item = { .text = g_string_new(NULL) };

	read_value(x, &item);
	g_strdelimit(item.text->str, "\n", ' ');
	if (item.flagged && g_ascii_strncasecmp(item.text->str, "autod:", 6) != 0)
		g_string_prepend(item.text, "autod:");
	if (!item.nil)
		g_string_append_printf(list->text, "%s%c", item.text->str, CELL_ITEM);
	g_string_free(item.text, TRUE);
}

/* Properties of a value: only what it does not print itself, and whatever is referred to later. */
static void
read_part(struct xml *x, void *closure)
{
	struct printed *of = closure, part = { .text = g_string_new(NULL) };
	char *name = xml_attribute(x, "N");

	read_value(x, &part);
	if (g_strcmp0(name, "AutoDiscover") == 0)
		of->flagged = g_ascii_strcasecmp(part.text->str, "true") == 0;
	g_free(name);
	g_string_free(part.text, TRUE);
}

static void
take_class(struct xml *x, void *closure)
{
	GString *first = closure;

	if (first->len == 0)
		read_text(x, first);
	else
		xml_skip(x, NULL);
}

/* TN holds the classes, the most derived first; TNRef names them again. The class, or NULL. */
static char *
read_class(struct xml *x)
{
	char *id = xml_attribute(x, "RefId"), *class;

	if (xml_is(x, "TN")) {
		GString *first = g_string_new(NULL);

		xml_each_child(x, take_class, first);
		class = g_string_free(first, FALSE);
		if (id != NULL)
			g_hash_table_replace(clixml_of(x)->classes, g_strdup(id), g_strdup(class));
	} else {
		class = g_strdup(id != NULL ? g_hash_table_lookup(clixml_of(x)->classes, id) : NULL);
		xml_skip(x, NULL);
	}
	g_free(id);
	return class;
}

static bool
is_list(const struct xml *x)
{
	return xml_is(x, "LST") || xml_is(x, "IE") || xml_is(x, "STK") || xml_is(x, "QUE");
}

static void
read_object_part(struct xml *x, void *closure)
{
	struct printed *v = closure;

	if (is_list(x)) {
		g_string_truncate(v->text, 0);
		v->list = v->known = true;
		xml_each_child(x, read_item, v);
	} else if (xml_is(x, "ToString") && !v->list) {
		g_string_truncate(v->text, 0);
		v->known = true;
		read_text(x, v->text);
	} else if (xml_is(x, "Props") || xml_is(x, "MS")) {
		xml_each_child(x, read_part, v);
	} else if (xml_is(x, "TN") || xml_is(x, "TNRef")) {
		g_free(read_class(x));
	} else if (!xml_is(x, "DCT") && !v->known) {
		v->known = true;
		read_text(x, v->text);
	} else {
		xml_skip(x, NULL);
	}
}

/* What cannot be printed is as lost as the class name that a table would have in its place. */
static void
read_value(struct xml *x, struct printed *v)
{
	char *id = xml_attribute(x, "RefId");

	if (xml_is(x, "Nil")) {
		v->nil = true;
		xml_skip(x, NULL);
	} else if (xml_is(x, "Ref")) {
		const char *text = id != NULL ? g_hash_table_lookup(clixml_of(x)->texts, id) : NULL;

		clixml_of(x)->repeated += text != NULL ? strlen(text) : 0;
		g_string_append(v->text, text != NULL && clixml_of(x)->repeated <= FILE_BYTES_MAX ? text : "@{}");
		xml_skip(x, NULL);
	} else if (xml_is(x, "Obj")) {
		xml_each_child(x, read_object_part, v);
		if (!v->known)
			g_string_assign(v->text, "@{}");
		else if (v->list && v->text->len == 0)
			g_string_assign(v->text, "{}");
		if (id != NULL)
			g_hash_table_replace(clixml_of(x)->texts, g_strdup(id), g_strdup(v->text->str));
	} else {
		read_text(x, v->text);
	}
	g_free(id);
}

/* ---- objects ---- */

static void
read_property(struct xml *x, void *closure)
{
	struct object_row *o = closure;
	struct printed v = { .text = g_string_new(NULL) };
	const unsigned line = xml_line(x);
	char *name = xml_attribute(x, "N");

	read_value(x, &v);
	if (name != NULL && strcmp(name, "SerializationData") != 0) {
		g_ptr_array_add(o->names, name);
		g_ptr_array_add(o->cells, v.nil ? NULL : g_strdup(v.text->str));
		g_array_append_val(o->lines, line);
	} else {
		g_free(name);
	}
	g_string_free(v.text, TRUE);
}

static void read_object(struct xml *, void *);

static void
read_object_element(struct xml *x, void *closure)
{
	struct object_row *o = closure;

	if (xml_is(x, "Props") || xml_is(x, "MS")) {
		xml_each_child(x, read_property, o);
	} else if (xml_is(x, "TN") || xml_is(x, "TNRef")) {
		g_free(o->class);
		o->class = read_class(x);
	} else if (is_list(x)) {        /* an array of objects, exported as one */
		xml_each_child(x, read_object, NULL);
	} else {
		xml_skip(x, NULL);
	}
}

static void
read_object(struct xml *x, void *closure)
{
	const struct rows_sink *sink = clixml_of(x)->sink;
	struct object_row o = { g_ptr_array_new_with_free_func(g_free), g_ptr_array_new_with_free_func(g_free),
		g_array_new(FALSE, FALSE, sizeof(unsigned)), NULL, xml_line(x) };

	(void)closure;
	if (!xml_is(x, "Obj")) {
		if (!xml_is(x, "Nil"))
			sink->problem("object-unknown", o.line, NULL, (const char *)xmlTextReaderConstLocalName(x->reader), true, sink->closure);
		xml_skip(x, NULL);
	} else {
		xml_each_child(x, read_object_element, &o);
	}
	if (x->stop == NULL && o.names->len > 0) {
		const struct named_row row = { { o.line, o.line, o.names->len, (const char *const *)o.cells->pdata,
		    (const unsigned *)(void *)o.lines->data }, (const char *const *)o.names->pdata, o.class, SIDE_OPEN, false };

		sink->row(&row, sink->closure);
	}
	g_ptr_array_unref(o.names);
	g_ptr_array_unref(o.cells);
	g_array_unref(o.lines);
	g_free(o.class);
}

void
rows_read_clixml(const char *text, size_t size, const struct rows_sink *sink)
{
	struct clixml c = { .sink = sink };
	struct xml *x = &c.xml;

	c.classes = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	c.texts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	xml_read(x, text, size, false, read_object);
	if (x->stop != NULL)
		sink->problem(x->stop, x->stop_line, NULL, NULL, true, sink->closure);
	g_hash_table_unref(c.classes);
	g_hash_table_unref(c.texts);
}
