#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "../audit/audit.h"
#include "document.h"

/* The words of a report: Markdown pages of templates/en, built in, and replaced file by file by a directory. */
struct words;

/* directory NULL: the built-in pages only.  It is laid out as templates/ is: en/report.md, en/rules/ADISC-001.md,
 * theme.ini.  NULL and an error ("file: text") when a file of it cannot be used. */
struct words *words_load(const char *directory, GError **);
void words_free(struct words *);

/* theme.ini for theme_parse(): *size octets that live as long as the words; *file for its messages. */
const char *words_theme(const struct words *, size_t *size, const char **file);

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
