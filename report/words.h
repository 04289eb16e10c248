#ifndef REPORT_WORDS_H
#define REPORT_WORDS_H

#include <cmark.h>
#include <glib.h>
#include <stdbool.h>

#include "../audit/findings.h"
#include "document.h"
#include "report.h"

/* A section of a page: what stands below "## name". */
struct section {
	const char *name;
	cmark_node *first;          /* its blocks: this node and its siblings up to the next heading of level 2; NULL when empty */
};

struct page {
	const char *name;           /* "report", "rules/ADISC-001" */
	const char *title;          /* "# ..."; "" when there is none */
	GPtrArray *sections;        /* struct section *, in order of the page */
	cmark_node *root;
};

const struct page *words_page(const struct words *, const char *name);             /* or NULL */
const struct section *page_section(const struct page *, const char *name);         /* or NULL */
GPtrArray *words_page_names(const struct words *);   /* const char *, sorted; free with g_ptr_array_unref() */

/* The section for a reason ("fail missing"), else the one for all ("fail"), else NULL. */
const struct section *page_section_for(const struct page *, const char *what, const char *reason);

/* ---- filling ---- */

/*
 * Where {{name}} gets its text: these pairs, as-of, then the rows' fields and values.  Of several rows a text names what
 * all of them say, each thing once, and counts what goes beyond fifty; a code block stands once for each of them.
 */
struct filler {
	size_t nrows;
	const struct finding *const *rows;
	const char *as_of;
	size_t npairs;
	const char *const (*pairs)[2];
};

/* The blocks of a section, filled.  {{list}} alone in a list item or a line of code repeats it per item. */
void section_blocks(const struct section *, const struct filler *, struct region *, GPtrArray *blocks);

/* Inline Markdown of the section's first paragraph as runs. */
struct runs section_runs(const struct section *, const struct filler *, struct region *);

/* All of the section as plain text: paragraphs and items on lines of their own. */
char *section_text(const struct section *, const struct filler *, struct region *);

/* The names in {{...}} of a section, once each, in order.  Free with g_ptr_array_unref(). */
GPtrArray *section_placeholders(const struct section *, struct region *);

/* The text of runs without their styles. */
const char *runs_text(struct region *, const struct runs *);

/* Plain text of filled blocks. */
void blocks_text(const GPtrArray *blocks, GString *);

/* The same with another mark before items than "- ", which begins a formula. */
void blocks_marked(const GPtrArray *blocks, const char *mark, GString *);

#endif
