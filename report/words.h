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
	unsigned line;
	cmark_node *first;          /* its blocks: this node and its siblings up to the next heading of level 2; NULL when empty */
	const struct settings *const *settings;     /* the words', for {{section.key}} */
};

struct page {
	const char *name;           /* "report", "rules/ADISC-001" */
	const char *file;           /* where it was read, for messages */
	const char *title;          /* "# ..."; "" when there is none */
	unsigned title_line;
	GPtrArray *sections;        /* struct section *, in order of the page */
	cmark_node *root;
};

struct words {
	struct region *region;
	GHashTable *pages;          /* name -> struct page * */
	const char *language;
	unsigned npages, missing;   /* pages; those that the language lacks, which stand in English */
	const struct settings *settings;            /* NULL: {{section.key}} stands as it is */
	struct theme *theme;
};

/* A page of Markdown; settings: of the words.  page_free() its sections and tree; the rest lives in the region. */
struct page *page_parse(struct region *, const char *name, const char *file, const char *text, gsize size, const struct settings *const *);
void page_free(struct page *);

/* ---- what the author of a page is told (words_check.c); every message begins with "file: " or "file:line: " ---- */

/* Is a page fit to take the place of the built-in one?  Sections there, known, and once; placeholders supplied; Markdown that is shown. */
bool page_check(const struct page *, const struct page *built_in, GError **);

/* The same for what one page says of another: header and footer use phrases of the report. */
bool words_check_furniture(const struct words *, GError **);

const struct page *words_page(const struct words *, const char *name);             /* or NULL */
const struct section *page_section(const struct page *, const char *name);         /* or NULL */
GPtrArray *words_page_names(const struct words *);   /* const char *, sorted; free with g_ptr_array_unref() */

/* The section for a reason ("fail missing"), else the one for all ("fail"), else NULL. */
const struct section *page_section_for(const struct page *, const char *what, const char *reason);

/* ---- filling ---- */

/*
 * Where {{name}} gets its text: these pairs, as-of, then the rows' fields and values.  Of several rows a text names what
 * all of them say, each thing once, and counts what goes beyond LIST_ITEMS (limits.h); a code block stands once for each of them,
 * or for the first of very many.
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

/* The same, and of one row's long lists the rest is counted as well. */
void section_blocks_brief(const struct section *, const struct filler *, struct region *, GPtrArray *blocks);

/* Inline Markdown of the section's first paragraph as runs. */
struct runs section_runs(const struct section *, const struct filler *, struct region *);

/* All of the section as plain text: paragraphs and items on lines of their own. */
char *section_text(const struct section *, const struct filler *, struct region *);

/* A heading of level 1 or 2. */
bool node_ends_section(cmark_node *);

/* Calls back for the name of each {{name}} of a section, with its line, until false is returned, and returns that.  name NULL: braces
 * that are not closed. */
typedef bool placeholder_function(const char *name, unsigned line, void *closure);
bool section_each_placeholder(const struct section *, placeholder_function *call, void *closure);
bool text_each_placeholder(const char *text, unsigned line, bool code, placeholder_function *call, void *closure);

/* Fills {{section.key}} of settings in a text that is no Markdown; what is not set is empty. */
const char *settings_fill(const struct settings *, struct region *, const char *text);

/* "section.key" that the program knows? */
bool settings_name(const char *name);

#endif
