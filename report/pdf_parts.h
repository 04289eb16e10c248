#ifndef REPORT_PDF_PARTS_H
#define REPORT_PDF_PARTS_H

#include "document.h"
#include "pdf_file.h"
#include "structure.h"

/* What a document has beside its pages, noted while they are drawn, and added to the file that libharu makes of them. */

struct content {                /* a marked-content sequence */
	unsigned page, slot;
	unsigned number;            /* its identifier: from 0 on each page, in the order of this list */
};

struct link {
	unsigned page, slot;
	double left, bottom, right, top;    /* in the page's own coordinates, as all below */
	const char *uri;            /* NULL: to a place in the document */
	unsigned target;            /* its page */
	double target_top;
	const char *text;           /* what is said of the link */
};

struct entry {                  /* of the outline */
	unsigned level, page;
	double top;
	const char *title;
};

struct parts {
	const struct structure *structure;  /* NULL for a file without tags */
	double height;              /* of the pages */
	GArray *contents, *links, *outline;
};

/* Links and outline; the links' objects are those from the number returned on, in order. */
unsigned links_add(struct pdf_file *, const struct parts *);
void outline_add(struct pdf_file *, const struct parts *);

/* The tags; links: first number of the links' objects. */
void tags_add(struct pdf_file *, const struct parts *, unsigned links);

/* Key of a link in the parent tree; those of the pages come before. */
unsigned tags_link_key(const struct pdf_file *, guint link);

/* What the document says of itself: information, metadata, colours, attached files. */
void metadata_add(struct pdf_file *, const struct document *, const struct pdf_options *);

#endif
