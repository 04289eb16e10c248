#ifndef EVIDENCE_XML_H
#define EVIDENCE_XML_H

#include <libxml/xmlreader.h>

#include "input.h"

/* A text read element by element by libxml2's streaming reader: nothing is loaded from elsewhere, no entity is expanded, and what
 * stands before damage has been read. */
struct xml {
	xmlTextReaderPtr reader;
	const char *stop;               /* problem code that ended the reading ("xml-damaged", "xml-document-type", "xml-too-deep"), or NULL */
	unsigned stop_line;
	const char *parts[3];           /* what is read one behind the other */
	size_t sizes[3], part;
};

/* Reads a text: take for each element below the root, which take reads to its end.  rootless: the text is a sequence of elements,
 * and gets a root around it.  What ended the reading stands in stop afterwards. */
void xml_read(struct xml *, const char *text, size_t size, bool rootless, void (*take)(struct xml *, void *));

/* The text of the element at hand, in pieces. */
void xml_each_text(struct xml *, void (*take)(const char *, void *), void *closure);

/* Calls take for each element below the one at hand, which take reads to its end. */
void xml_each_child(struct xml *, void (*take)(struct xml *, void *), void *closure);
/* Reads the element at hand to its end; closure is not used. */
void xml_skip(struct xml *, void *closure);

bool xml_is(const struct xml *, const char *name);                  /* local name of the element at hand */
char *xml_attribute(const struct xml *, const char *name);          /* g_free(); NULL when there is none */
unsigned xml_line(const struct xml *);                              /* physical line of the element at hand, 1-based */

#endif
