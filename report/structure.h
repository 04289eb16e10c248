#ifndef REPORT_STRUCTURE_H
#define REPORT_STRUCTURE_H

#include <glib.h>

/*
 * What the marks on the pages mean, in reading order: a tree of elements as ISO 32000-1, 14.8.4 names them.  The layout
 * builds it while it measures; each mark remembers the slot it fills.  A slot is a place between an element's children
 * where content of its own stands, so that "text, link, text" keeps its order.
 */

enum role {
	ROLE_CONTENT,               /* a slot */
	ROLE_DOCUMENT, ROLE_SECT, ROLE_DIV, ROLE_L, ROLE_LI, ROLE_TABLE, ROLE_THEAD, ROLE_TBODY, ROLE_TR, ROLE_TOC, ROLE_TOCI,
	ROLE_GROUPS,                /* the roles before hold elements only, the ones after hold content too */
	ROLE_H1 = ROLE_GROUPS, ROLE_H2, ROLE_H3, ROLE_H4, ROLE_H5, ROLE_H6, ROLE_P, ROLE_LBL, ROLE_LBODY, ROLE_TH, ROLE_TD, ROLE_FIGURE,
	ROLE_CAPTION, ROLE_REFERENCE, ROLE_LINK, ROLE_CODE, ROLE_SPAN, ROLES
};

enum attribute { ATTRIBUTE_NONE, ATTRIBUTE_COLUMN, ATTRIBUTE_ROW, ATTRIBUTE_NUMBERS, ATTRIBUTE_BULLETS, ATTRIBUTES };

/* What only figures have, and symbols.  The box is that of all their marks, in points from the page's upper left corner. */
struct figure {
	const char *alternate;
	unsigned page, pages;       /* the first page, and on how many it stands */
	double left, top, right, bottom;
};

/* Node 0 stands for none, node 1 is the document. */
struct node {
	enum role role;
	enum attribute attribute;
	unsigned parent, first, last, next;
	struct figure *figure;      /* or NULL */
	const void *origin;         /* of an inline element: what it was made of, so that its next line belongs to it */
};

struct structure {
	GArray *nodes;              /* struct node */
	unsigned current;
	unsigned section;           /* level of the last heading outside cards */
	unsigned card;              /* level of the head of the card now open; 0 for none */
};

struct structure *structure_new(void);
void structure_free(struct structure *);

struct node *structure_node(const struct structure *, unsigned);
const char *role_name(enum role);

/* A new last child of the current element becomes the current one; returned for structure_enter(). */
unsigned structure_open(struct structure *, enum role);
unsigned structure_open_with(struct structure *, enum role, enum attribute);
void structure_close(struct structure *);

/*
 * Headings, of levels that skip none (ISO 14289-1, 7.4.2); both return the level.  A card's head stands below the section
 * before it, and headings of level 3 in a card below its head, until the card is 0 again.
 */
unsigned structure_open_heading(struct structure *, unsigned wanted);
unsigned structure_open_card(struct structure *);

/* A section of its own for a chapter: the one before ends. */
void structure_chapter(struct structure *);

/* A table: its head's row is open, then the body that holds the rows, then nothing of it. */
void structure_open_table(struct structure *);
void structure_open_body(struct structure *);
void structure_close_table(struct structure *);

/* A figure, and a symbol that stands for a word within text.  The texts must outlive the structure. */
void structure_open_figure(struct structure *, const char *alternate);
void structure_open_symbol(struct structure *, const char *word);

/* An inline element of a text, or the one that a line before began. */
void structure_open_inline(struct structure *, enum role, const void *origin);

/* Goes on in an element; structure_return() with what this returns goes back. */
unsigned structure_enter(struct structure *, unsigned element);
void structure_return(struct structure *, unsigned before);

/* The slot for content at this place.  Groups hold no content: there it is a paragraph's. */
unsigned structure_slot(struct structure *);

/* The figure that a slot lies in, or NULL. */
struct figure *structure_figure(const struct structure *, unsigned slot);

#endif
