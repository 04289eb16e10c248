/*
 * Export-Clixml (PowerShell's serialisation format, MS-PSRP 2.2.5): objects with their classes, properties and lists, in no
 * culture.  A value is what the shell would print: the text of a primitive, the ToString of an object, item by item of a list.
 * libxml2's reader streams; it loads nothing, expands nothing, and one damaged object does not cost those before it.
 */
#include <libxml/xmlreader.h>
#include <string.h>

#include "rows.h"

struct clixml {
	xmlTextReader *reader;
	const struct rows_sink *sink;
	GHashTable *classes;            /* RefId of a TN -> first class */
	GHashTable *texts;              /* RefId of an Obj -> its text */
	size_t repeated;                /* octets that references repeated; genuine ones repeat little */
	const char *stop;               /* problem code that ends the reading, or NULL */
	unsigned stop_line;
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

/* ---- elements ---- */

static bool
is_element(const struct clixml *x, const char *name)
{
	return strcmp((const char *)xmlTextReaderConstLocalName(x->reader), name) == 0;
}

static char *
attribute(const struct clixml *x, const char *name)
{
	xmlChar *value = xmlTextReaderGetAttribute(x->reader, (const xmlChar *)name);
	char *copy = g_strdup((const char *)value);

	xmlFree(value);
	return copy;
}

static unsigned
line_here(const struct clixml *x)
{
	const long line = xmlGetLineNo(xmlTextReaderCurrentNode(x->reader));

	return line > 0 ? (unsigned)line : 0;
}

static void
stop_at(struct clixml *x, const char *code)
{
	if (x->stop == NULL) {
		x->stop = code;
		x->stop_line = line_here(x);
	}
}

/* The next node; false at the end, or where nothing more can be read. */
static bool
advance(struct clixml *x)
{
	if (x->stop != NULL)
		return false;
	switch (xmlTextReaderRead(x->reader)) {
	case 1:
		break;
	case 0:
		return false;
	default:
		x->stop = "xml-damaged";
		x->stop_line = (unsigned)MAX(xmlTextReaderGetParserLineNumber(x->reader), 0);
		return false;
	}
	if (xmlTextReaderNodeType(x->reader) == XML_READER_TYPE_DOCUMENT_TYPE)
		stop_at(x, "xml-document-type");
	else if (xmlTextReaderDepth(x->reader) > XML_DEPTH_MAX)
		stop_at(x, "xml-too-deep");
	return x->stop == NULL;
}

/* Calls take for each element below the one at hand, which take reads to its end. */
static void
each_child(struct clixml *x, void (*take)(struct clixml *, void *), void *closure)
{
	const int depth = xmlTextReaderDepth(x->reader);

	if (xmlTextReaderIsEmptyElement(x->reader))
		return;
	while (advance(x) && !(xmlTextReaderNodeType(x->reader) == XML_READER_TYPE_END_ELEMENT && xmlTextReaderDepth(x->reader) == depth))
		if (xmlTextReaderNodeType(x->reader) == XML_READER_TYPE_ELEMENT && xmlTextReaderDepth(x->reader) == depth + 1)
			take(x, closure);
}

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
append_unescaped(GString *out, const char *p)
{
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
read_text(struct clixml *x, GString *out)
{
	const int depth = xmlTextReaderDepth(x->reader);

	if (xmlTextReaderIsEmptyElement(x->reader))
		return;
	while (advance(x) && !(xmlTextReaderNodeType(x->reader) == XML_READER_TYPE_END_ELEMENT && xmlTextReaderDepth(x->reader) == depth))
		if (xmlTextReaderHasValue(x->reader))
			append_unescaped(out, (const char *)xmlTextReaderConstValue(x->reader));
}

static void
skip(struct clixml *x, void *closure)
{
	each_child(x, skip, closure);
}

/* ---- values ---- */

static void read_value(struct clixml *, struct printed *);

static void
read_item(struct clixml *x, void *closure)
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
read_part(struct clixml *x, void *closure)
{
	struct printed *of = closure, part = { .text = g_string_new(NULL) };
	char *name = attribute(x, "N");

	read_value(x, &part);
	if (g_strcmp0(name, "AutoDiscover") == 0)
		of->flagged = g_ascii_strcasecmp(part.text->str, "true") == 0;
	g_free(name);
	g_string_free(part.text, TRUE);
}

static void
take_class(struct clixml *x, void *closure)
{
	GString *first = closure;

	if (first->len == 0)
		read_text(x, first);
	else
		skip(x, NULL);
}

/* TN holds the classes, the most derived first; TNRef names them again. The class, or NULL. */
static char *
read_class(struct clixml *x)
{
	char *id = attribute(x, "RefId"), *class;

	if (is_element(x, "TN")) {
		GString *first = g_string_new(NULL);

		each_child(x, take_class, first);
		class = g_string_free(first, FALSE);
		if (id != NULL)
			g_hash_table_replace(x->classes, g_strdup(id), g_strdup(class));
	} else {
		class = g_strdup(id != NULL ? g_hash_table_lookup(x->classes, id) : NULL);
		skip(x, NULL);
	}
	g_free(id);
	return class;
}

static bool
is_list(const struct clixml *x)
{
	return is_element(x, "LST") || is_element(x, "IE") || is_element(x, "STK") || is_element(x, "QUE");
}

static void
read_object_part(struct clixml *x, void *closure)
{
	struct printed *v = closure;

	if (is_list(x)) {
		g_string_truncate(v->text, 0);
		v->list = v->known = true;
		each_child(x, read_item, v);
	} else if (is_element(x, "ToString") && !v->list) {
		g_string_truncate(v->text, 0);
		v->known = true;
		read_text(x, v->text);
	} else if (is_element(x, "Props") || is_element(x, "MS")) {
		each_child(x, read_part, v);
	} else if (is_element(x, "TN") || is_element(x, "TNRef")) {
		g_free(read_class(x));
	} else if (!is_element(x, "DCT") && !v->known) {
		v->known = true;
		read_text(x, v->text);
	} else {
		skip(x, NULL);
	}
}

/* What cannot be printed is as lost as the class name that a table would have in its place. */
static void
read_value(struct clixml *x, struct printed *v)
{
	char *id = attribute(x, "RefId");

	if (is_element(x, "Nil")) {
		v->nil = true;
		skip(x, NULL);
	} else if (is_element(x, "Ref")) {
		const char *text = id != NULL ? g_hash_table_lookup(x->texts, id) : NULL;

		x->repeated += text != NULL ? strlen(text) : 0;
		g_string_append(v->text, text != NULL && x->repeated <= FILE_BYTES_MAX ? text : "@{}");
		skip(x, NULL);
	} else if (is_element(x, "Obj")) {
		each_child(x, read_object_part, v);
		if (!v->known)
			g_string_assign(v->text, "@{}");
		else if (v->list && v->text->len == 0)
			g_string_assign(v->text, "{}");
		if (id != NULL)
			g_hash_table_replace(x->texts, g_strdup(id), g_strdup(v->text->str));
	} else {
		read_text(x, v->text);
	}
	g_free(id);
}

/* ---- objects ---- */

static void
read_property(struct clixml *x, void *closure)
{
	struct object_row *o = closure;
	struct printed v = { .text = g_string_new(NULL) };
	const unsigned line = line_here(x);
	char *name = attribute(x, "N");

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

static void read_object(struct clixml *, void *);

static void
read_object_element(struct clixml *x, void *closure)
{
	struct object_row *o = closure;

	if (is_element(x, "Props") || is_element(x, "MS")) {
		each_child(x, read_property, o);
	} else if (is_element(x, "TN") || is_element(x, "TNRef")) {
		g_free(o->class);
		o->class = read_class(x);
	} else if (is_list(x)) {        /* an array of objects, exported as one */
		each_child(x, read_object, NULL);
	} else {
		skip(x, NULL);
	}
}

static void
read_object(struct clixml *x, void *closure)
{
	struct object_row o = { g_ptr_array_new_with_free_func(g_free), g_ptr_array_new_with_free_func(g_free),
		g_array_new(FALSE, FALSE, sizeof(unsigned)), NULL, line_here(x) };

	(void)closure;
	if (!is_element(x, "Obj")) {
		if (!is_element(x, "Nil"))
			x->sink->problem("object-unknown", o.line, NULL, (const char *)xmlTextReaderConstLocalName(x->reader), true, x->sink->closure);
		skip(x, NULL);
	} else {
		each_child(x, read_object_element, &o);
	}
	if (x->stop == NULL && o.names->len > 0) {
		const struct named_row row = { { o.line, o.line, o.names->len, (const char *const *)o.cells->pdata,
		    (const unsigned *)(void *)o.lines->data }, (const char *const *)o.names->pdata, o.class, SIDE_OPEN };

		x->sink->row(&row, x->sink->closure);
	}
	g_ptr_array_unref(o.names);
	g_ptr_array_unref(o.cells);
	g_array_unref(o.lines);
	g_free(o.class);
}

static void
keep_quiet(void *closure, xmlErrorPtr error)
{
	(void)closure;
	(void)error;
}

void
rows_read_clixml(const char *text, size_t size, const struct rows_sink *sink)
{
	const int options = XML_PARSE_NONET | XML_PARSE_NOCDATA | XML_PARSE_COMPACT | XML_PARSE_BIG_LINES | XML_PARSE_NOERROR | XML_PARSE_NOWARNING;
	struct clixml x = { .reader = xmlReaderForMemory(text, (int)size, NULL, "UTF-8", options), .sink = sink };

	if (x.reader == NULL)
		return;
	x.classes = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	x.texts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	xmlTextReaderSetStructuredErrorHandler(x.reader, keep_quiet, NULL);
	while (advance(&x))
		if (xmlTextReaderNodeType(x.reader) == XML_READER_TYPE_ELEMENT && xmlTextReaderDepth(x.reader) == 0)
			each_child(&x, read_object, NULL);
	if (x.stop != NULL)
		sink->problem(x.stop, x.stop_line, NULL, NULL, true, sink->closure);
	xmlFreeTextReader(x.reader);
	g_hash_table_unref(x.classes);
	g_hash_table_unref(x.texts);
}
