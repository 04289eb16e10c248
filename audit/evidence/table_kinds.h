#ifndef EVIDENCE_TABLE_KINDS_H
#define EVIDENCE_TABLE_KINDS_H

#include "input.h"

struct row;

/* Besides enum kind: none; a sheet whose Type column tells the kind of each row; known, and no rule wants it. */
enum { NO_KIND = -1, SHEET = -2, UNWANTED = -3 };

/* What the header of a table says it is. */
struct header {
	char delimiter;                 /* ',' ';' '\t' '|' */
	int kind;                       /* enum kind, SHEET, UNWANTED or NO_KIND */
	int otherwise;                  /* of a SHEET: the kind its other columns tell */
	const char *refused;            /* problem code of a table that is known and no use, or NULL */
	const char *what;               /* UNWANTED: what it is, or NULL */
	char *class;                    /* of the #TYPE line, or NULL */
	bool by_class;                  /* the class told the kind */
	bool native;                    /* as a cmdlet's export writes it: every name quoted */
	unsigned header_line;           /* physical line of the column names; 1-based */
	size_t offset;                  /* where that line begins in the text */
	size_t n;
	char **columns;
	GHashTable *names;              /* columns that some kind knows */
};

/* Reads #TYPE, sep= and the column names.  False when no known column is there. */
bool header_read(struct header *, const char *text, const char *path);
/* The same for an object whose names the export tells by itself, in place of those before; class may be NULL. */
void header_take_names(struct header *, const char *const *names, size_t n, const char *class, const char *path);
void header_clear(struct header *);

/* Is the row the column names of a table?  kind: which, as in struct header. */
bool header_in_row(const struct header *, const struct row *, int *kind);
/* Is the text a #TYPE line?  kind: of its class. */
bool class_line(const char *text, int *kind);

/* ---- words ---- */

/* Column names and words compare without case, blanks, '_' and '-'. */
bool same_word(const char *a, const char *b);

/* Which property a column holds for a kind: its printed name or one of the aliases of hand-made sheets; -1 for none. */
int column_property(enum kind, const char *column, bool sheet);

/* The columns that some kind knows, as a set; free with g_hash_table_unref(). */
GHashTable *column_names_new(void);
bool column_names_have(GHashTable *names, const char *column);
/* A column that exports and people add and no rule needs. */
bool column_spare(const char *column);

/* The kind that a word of a Type column names, NO_KIND for another word. */
int kind_of_type(const char *word);
/* The kind of a class ("Selected.Microsoft.Exchange...AcceptedDomain"), UNWANTED for another class of Exchange. */
int kind_of_class(const char *class);

/* The same class in Exchange Online where both sides have it, UNWANTED where no rule wants that; the kind itself otherwise. */
int kind_in_cloud(int kind);
bool kind_of_cloud(int kind);       /* only Exchange Online has the kind */

/* Authoritative, InternalRelay, ExternalRelay. */
bool is_domain_type(const char *word);

/* A table is of the kind when all names of a signature are among its columns (aliases count). */
struct signature {
	const char *names[3];
	int kind;
	const char *refused;            /* problem code: known, and no use */
	const char *what;               /* UNWANTED: what it is */
};
const struct signature *find_signature(char *const *columns, size_t n);     /* NULL when no signature fits */

#endif
