#ifndef EVIDENCE_TABLE_KINDS_H
#define EVIDENCE_TABLE_KINDS_H

#include "input.h"

enum { NO_KIND = -1, SHEET = -2 };      /* besides enum kind: none; a sheet whose Type column tells the kind of each row */

/* What the header of a table says it is. */
struct header {
	char delimiter;                 /* ',' ';' '\t' '|' */
	int kind;                       /* enum kind, SHEET, or NO_KIND */
	int otherwise;                  /* of a SHEET: the kind its other columns tell */
	const char *refused;            /* problem code of a table that is known and no use, or NULL */
	bool ignored;                   /* known, and no rule wants it */
	bool native;                    /* as a cmdlet's export writes it: every name quoted */
	unsigned header_line;           /* physical line of the column names; 1-based */
	size_t offset;                  /* where that line begins in the text */
	size_t n;
	char **columns;                 /* names; g_strfreev() */
};

/* Reads #TYPE, sep= and the column names.  False when no known column is there. */
bool header_read(struct header *, const char *text);
void header_clear(struct header *);

/* Which property a column holds for a kind: its printed name or one of the aliases of hand-made sheets; -1 for none. */
int column_property(enum kind, const char *column, bool sheet);

/* The kind that [files] of audit.ini names as --evidence prints it ("ReceiveConnector"); NO_KIND for another word. */
int table_kind_named(const char *word);

/* The kind that a word of a Type column names, NO_KIND for another word. */
int kind_of_type(const char *word);

#endif
