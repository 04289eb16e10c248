#ifndef REPORT_COMPOSE_H
#define REPORT_COMPOSE_H

#include "groups.h"
#include "report.h"
#include "row_words.h"

/* What the chapters are written with.  Each compose_*.c adds its blocks to the list it is given. */
struct composer {
	struct speaker speaker;
	const struct audit *audit;
	const struct options *options;
	struct document *document;
	struct region *region;      /* the document's */
	const struct page *page;    /* report.md */
	GPtrArray *groups;          /* struct group *, in the order of the findings */
	unsigned chapter, appendix; /* numbers given so far */
	GHashTable *group_of;       /* const struct finding * -> its struct group *; NULL where no report is composed */
};

/* The card of a row ("#F-001"), or NULL when it has none. */
const char *finding_link(const struct composer *, const struct finding *);

/* The groups of a status, in order; NULL ends.  *at begins with 0. */
const struct group *next_group(const struct composer *, enum status, guint *at);

/* ---- phrases of report.md ---- */

typedef const char *const pair[2];

/* As plain text; "{{name}}" when there is no such phrase. */
const char *say(const struct composer *, const char *name);
const char *say_with(const struct composer *, const char *name, size_t n, pair *pairs);

/* "1 file", "2 files": the phrase "NAME one" for one, else NAME; {{n}} is the number. */
const char *say_count(const struct composer *, const char *name, guint64 n);

/* "NAME SUFFIX". */
const char *say_of(const struct composer *, const char *name, const char *suffix);
bool has_phrase(const struct composer *, const char *name, const char *suffix);

/* The blocks of a phrase. */
void say_blocks(const struct composer *, GPtrArray *to, const char *name, size_t n, pair *pairs);

/* ---- blocks ---- */

struct block *block_add(const struct composer *, GPtrArray *to, enum block_kind);
void children_set(const struct composer *, struct block *, GPtrArray *children);   /* consumes children */
void heading_add(const struct composer *, GPtrArray *to, unsigned level, const char *title, const char *anchor);
void chapter_add(struct composer *, GPtrArray *to, const char *phrase);            /* numbered heading of level 1, anchor = phrase */
void appendix_add(struct composer *, GPtrArray *to, const char *phrase);           /* the same with a letter */
struct runs plain_runs(const struct composer *, const char *text);
struct runs styled_runs(const struct composer *, enum run_style, const char *text, const char *link);
void paragraph_add(const struct composer *, GPtrArray *to, const char *text);
const char *clean(const struct composer *, const char *);
const char *number_text(const struct composer *, guint64);

/* A table that grows row by row. */
struct table {
	enum block_kind kind;
	size_t ncolumns;
	struct column *columns;
	GArray *cells;              /* struct cell */
	GPtrArray *anchors;
};

void table_begin(struct table *, enum block_kind, size_t ncolumns, const struct column *);
void table_cell(struct table *, struct runs, enum tone);
void table_row_anchor(struct table *, const char *anchor);      /* after a row's cells; NULL for none */
void table_drop(struct table *);                                /* clears one that nothing was said in */
struct block *table_end(const struct composer *, GPtrArray *to, struct table *);   /* clears the table */

/* ---- tones ---- */

enum tone severity_tone(enum severity);
enum tone finding_tone(const struct finding *);
const char *finding_word(const struct composer *, const struct finding *);         /* "Blocker", "Met", ... */
enum tone verdict_tone(const struct findings *);

/* ---- chapters ---- */

void compose_cover(struct composer *, GPtrArray *);
void compose_contents(struct composer *, GPtrArray *);
void compose_summary(struct composer *, GPtrArray *);
void compose_domains(struct composer *, GPtrArray *);
void compose_servers(struct composer *, GPtrArray *);
void compose_certificates(struct composer *, GPtrArray *);
void compose_mail_flow(struct composer *, GPtrArray *);
void compose_names(struct composer *, GPtrArray *);
void compose_findings(struct composer *, GPtrArray *);
void compose_open(struct composer *, GPtrArray *);
void compose_coverage(const struct composer *, GPtrArray *);     /* a section of the chapter on what is open */
void compose_plan(struct composer *, GPtrArray *);
void compose_rules(struct composer *, GPtrArray *);
void compose_evidence(struct composer *, GPtrArray *);
void compose_basis(struct composer *, GPtrArray *);
void compose_glossary(struct composer *, GPtrArray *);
void compose_sign_off(struct composer *, GPtrArray *);

/* Of whom a row speaks: subject, server, view. */
const char *row_subject(const struct composer *, const struct finding *);

/* The subjects of a group: up to three by name, more as a number. */
const char *affected_text(const struct composer *, const struct group *);

/* The title of the requirement, then the first sentence of its remedy. */
struct runs action_runs(const struct composer *, const struct group *);

/* The subjects of a group: up to eight by name, more as a number. */
const char *subjects_of(const struct composer *, const struct group *);

/* Why the rows of a group were not judged or did not apply, and what would settle it. */
const char *reason_text(const struct composer *, const struct group *);

/* Where a row was seen, as lines of an evidence box. */
struct block *evidence_add(const struct composer *, GPtrArray *to, const struct group *);

/* That --rules hides some of the results, if it does. */
void say_filter(const struct composer *, GPtrArray *to);

/* "#file-PATH": the file's line in the evidence list; NULL when that ends before it. */
const char *file_link(const struct composer *, const char *path);

/* The verdict's sentence. */
const char *verdict_sentence(const struct composer *);

/* ---- one place for what the chapters name ---- */

const char *export_title(const struct composer *, const char *code);    /* of an input code, from exports.md */
const char *open_exports(const struct composer *);                      /* the exports that would settle most, joined; "" for none */

/* An export that is asked for, and what waits for it. */
struct demand {
	const char *code;
	unsigned rows;
	GPtrArray *rules;           /* const struct rule *, once each, in order */
};

/* The exports asked for, the one that most rules wait for first.  struct demand *; free with g_ptr_array_unref(). */
GPtrArray *find_demands(const struct composer *);
const char *report_identity(const struct composer *);                   /* "HA-20260601-7F3C91" */

#endif
