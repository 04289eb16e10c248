/* The streaming reader of libxml2, held tight. */
#include "xml.h"

#include <string.h>

static const char root_begin[] = "<root>", root_end[] = "</root>";

static int
give_bytes(void *closure, char *buffer, int size)
{
	struct xml *x = closure;
	size_t n;

	while (x->part < G_N_ELEMENTS(x->parts) && x->sizes[x->part] == 0)
		x->part++;
	if (x->part == G_N_ELEMENTS(x->parts))
		return 0;
	n = MIN(x->sizes[x->part], (size_t)size);
	memcpy(buffer, x->parts[x->part], n);
	x->parts[x->part] += n;
	x->sizes[x->part] -= n;
	return (int)n;
}

static void
keep_quiet(void *closure, xmlErrorPtr error)
{
	(void)closure;
	(void)error;
}

bool
xml_is(const struct xml *x, const char *name)
{
	return strcmp((const char *)xmlTextReaderConstLocalName(x->reader), name) == 0;
}

char *
xml_attribute(const struct xml *x, const char *name)
{
	xmlChar *value = xmlTextReaderGetAttribute(x->reader, (const xmlChar *)name);
	char *copy = g_strdup((const char *)value);

	xmlFree(value);
	return copy;
}

unsigned
xml_line(const struct xml *x)
{
	const long line = xmlGetLineNo(xmlTextReaderCurrentNode(x->reader));

	return line > 0 ? (unsigned)line : 0;
}

static void
stop_at(struct xml *x, const char *code)
{
	x->stop = code;
	x->stop_line = xml_line(x);
}

/* The next node; false at the end, or where nothing more can be read. */
static bool
advance(struct xml *x)
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
	else if (xmlTextReaderNodeType(x->reader) == XML_READER_TYPE_ELEMENT && xmlTextReaderDepth(x->reader) >= XML_DEPTH_MAX)
		stop_at(x, "xml-too-deep");
	return x->stop == NULL;
}

/* The next node of the element that began at the depth; false behind its end. */
static bool
within(struct xml *x, int depth)
{
	return advance(x) && !(xmlTextReaderNodeType(x->reader) == XML_READER_TYPE_END_ELEMENT && xmlTextReaderDepth(x->reader) == depth);
}

void
xml_each_child(struct xml *x, void (*take)(struct xml *, void *), void *closure)
{
	const int depth = xmlTextReaderDepth(x->reader);

	if (xmlTextReaderIsEmptyElement(x->reader))
		return;
	while (within(x, depth))
		if (xmlTextReaderNodeType(x->reader) == XML_READER_TYPE_ELEMENT && xmlTextReaderDepth(x->reader) == depth + 1)
			take(x, closure);
}

void
xml_skip(struct xml *x, void *closure)
{
	xml_each_child(x, xml_skip, closure);
}

void
xml_each_text(struct xml *x, void (*take)(const char *, void *), void *closure)
{
	const int depth = xmlTextReaderDepth(x->reader);

	if (xmlTextReaderIsEmptyElement(x->reader))
		return;
	while (within(x, depth))
		if (xmlTextReaderHasValue(x->reader))
			take((const char *)xmlTextReaderConstValue(x->reader), closure);
}

void
xml_read(struct xml *x, const char *text, size_t size, bool rootless, void (*take)(struct xml *, void *))
{
	const int options = XML_PARSE_NONET | XML_PARSE_NOCDATA | XML_PARSE_COMPACT | XML_PARSE_BIG_LINES | XML_PARSE_NOERROR |
	    XML_PARSE_NOWARNING;

	*x = (struct xml){ .parts = { root_begin, text, root_end }, .sizes = { 0, size, 0 } };
	if (rootless) {
		x->sizes[0] = strlen(root_begin);
		x->sizes[2] = strlen(root_end);
	}
	x->reader = xmlReaderForIO(give_bytes, NULL, x, NULL, "UTF-8", options);
	if (x->reader == NULL)
		g_error("no memory for an XML reader");     /* as GLib ends when there is none */
	xmlTextReaderSetStructuredErrorHandler(x->reader, keep_quiet, NULL);
	while (advance(x))
		if (xmlTextReaderNodeType(x->reader) == XML_READER_TYPE_ELEMENT && xmlTextReaderDepth(x->reader) == 0)
			xml_each_child(x, take, NULL);
	xmlFreeTextReader(x->reader);
}
