#ifndef EVIDENCE_TABLE_H
#define EVIDENCE_TABLE_H

#include "csv_rows.h"
#include "table_kinds.h"

/* One table while it is read. */
struct table {
	struct input *in;
	const struct text *text;
	struct header header;
	bool named;                     /* the form names the properties of each object: no header stands above its rows */
	bool cloud;
	int forced;                     /* kind of [files] in audit.ini, or NO_KIND */
	int type_column;                /* of a sheet, or -1 */
	int domain_type_column;         /* no sheet: a Type column with nothing but types of accepted domains, or -1 */
	int *property[KIND_COUNT];      /* column -> property or -1, per kind on first use */
	guint64 rows, lost;
	bool seen[KIND_COUNT];          /* kinds of the rows */
	bool ended;                     /* another table begins: nothing more is read */
	unsigned header_row;            /* rows delivered so far are the header's when 0 */
};

void table_problem(struct table *, const char *code, unsigned line, const char *field, const char *text, bool loss);
/* A row, or a part of the table, was not taken: its kinds prove no absence. */
void table_row_lost(struct table *, const char *code, unsigned line, const char *field, const char *text);

/* Columns and cells by name; -1 and "" when there is none. */
int column_find(const struct table *, const char *name);
const char *row_cell(const struct row *, int column);

/* The kind of a row: enum kind, UNWANTED or NO_KIND. */
int table_row_kind(const struct table *, const struct row *);

/* What audit.ini and the path say of the file: the kind of its rows, and whose they are.  False when they leave open whose. */
bool table_decide(struct table *);
/* Does the row say itself that it is the cloud's?  Only a tenant has an initial domain. */
bool table_row_is_tenants(const struct table *, const struct row *);

/* Everything was read: the source's kind, side and encoding with the word for the form (a delimiter), what was supplied, what
 * proves no absence. */
void table_describe(struct table *, const char *form);
void table_clear(struct table *);
/* The header is another one: forgets which column fills what. */
void table_forget_columns(struct table *);

/* The kind of a row of virtual directories, which have one shape; UNWANTED for those that no rule asks for. */
int table_directory_kind(const struct table *, const struct row *);

/* Takes the row as an object of the kind. */
void table_take(struct table *, enum kind, const struct row *);

/* Names the columns that are there twice, and of sheets and balancers those that nobody knows. */
void table_check_columns(struct table *);

#endif
