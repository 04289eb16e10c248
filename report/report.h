#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "../audit/audit.h"
#include "document.h"

/* The words of a report: Markdown pages, and the theme.  Built in, and replaced file by file by a directory. */
struct words;
struct theme;

/* directory NULL: the built-in pages only.  It is laid out as templates/ is: en/report.md, en/rules/ADISC-001.md, en/theme.ini,
 * fonts/.  All is read and checked here: NULL and an error ("file:line: text", or "file: text" where no line is to blame) when
 * something of it cannot be used. */
struct words *words_load(const char *directory, GError **);

/* The pages of a language; one that it lacks stands in English. */
struct words *words_load_language(const char *directory, const char *language, GError **);
void words_free(struct words *);

/* From here on {{section.key}} is the value of a setting, "" where it is not set; until then it stands as it is.  The settings
 * outlive the words' use. */
void words_settings(struct words *, const struct settings *);

const char *words_language(const struct words *);
const struct theme *words_theme(const struct words *);
unsigned words_missing(const struct words *, unsigned *all);    /* pages that the language lacks, of how many */

/* Calls back for each text colour of the theme that is hard to read on its ground; the closure is the name of the theme's file. */
void words_faint(const struct words *, void (*)(const char *colour, const char *ground, double contrast, void *file));

/* --export-templates: the built-in words, theme and fonts as files, for a directory to begin with.  Refuses one that is not empty,
 * unless force. */
bool templates_export(const char *directory, bool force, GError **);

/* Is there a chapter of this name for report.md to list? */
bool report_has_chapter(const char *name);

/* ---- the report ---- */

/* The report as blocks, for text_render() and pdf_render().  options: what was asked for (--rules is said on the cover). */
struct document *report_compose(const struct audit *, const struct options *, const struct words *);
void document_free(struct document *);

/* 16 octets that tell two inputs apart: files, date, settings and rules.  For pdf_render(). */
void report_digest(const struct audit *, const struct options *, unsigned char digest[16]);

/* Six hexadecimal digits that tell two sets of rules apart: ids, severities, needs, reasons and dates. */
const char *rules_identity(struct region *);

/* ---- rows; appended to the string ---- */

/* findings.csv.  all: pass and not-applicable rows too; excel: as --csv-excel asks for (csv.h). */
void findings_csv(const struct audit *, const struct words *, bool all, bool excel, GString *);

/* actions.csv: each failure with the number of its card, its first step, and room for who does it until when. */
void actions_csv(const struct audit *, const struct words *, bool excel, GString *);

/* The evidence list (--evidence). */
void evidence_csv(const struct facts *, bool excel, GString *);

/* --list-rules as text, or as CSV. */
void rules_list(const struct words *, GString *);
void rules_csv(const struct words *, bool excel, GString *);

/* --explain: the page of a rule as text, or the rules that the text of an error points to, with an audit also what they say of
 * the folder; audit may be NULL.  False when nothing fits. */
bool explain(const struct words *, const struct knowledge *, const struct audit *, const char *what, GString *);

/* --trace RULE or RULE:SUBJECT: premises, decision and what would turn it, for each row.  False when there is no such row. */
bool trace(const struct words *, const struct audit *, const char *what, GString *);

/* templates/en/rules/README.md: the catalogue of the rules (make catalogue). */
void rules_catalogue(const struct words *, GString *);

/* ---- files of the output folder: complete or absent ---- */

/* Makes the folder.  Refuses one that holds files that are not ours (names), unless force. */
bool output_folder(const char *directory, bool force, GError **);

/* A temporary file in the folder, checked write, fsync and close, then rename. */
bool output_write(const char *directory, const char *name, const void *data, size_t size, GError **);

/* Unlinks the temporary file that is being written, if any.  Safe in a signal handler. */
void output_abandon(void);

#endif
