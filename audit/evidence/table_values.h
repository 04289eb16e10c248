#ifndef EVIDENCE_TABLE_VALUES_H
#define EVIDENCE_TABLE_VALUES_H

#include "input.h"

/* How a cell is to be read. */
struct cell_context {
	struct region *region;
	struct place at;
	bool native;            /* a cmdlet's export: an empty cell is an empty value; otherwise nothing was stated */
	bool ansi;              /* the encoding was assumed: letters above ASCII are not to be trusted in names */
};

/* Reads one cell.  text NULL: empty without quotes.  Returns the value; *code is a problem code when something of it was
 * not understood ("value-lost", "value-truncated", "value-damaged", "bad-boolean", "bad-thumbprint"), else NULL. */
struct value cell_value(const struct cell_context *, enum kind, int property, const char *text, const char **code);

#endif
