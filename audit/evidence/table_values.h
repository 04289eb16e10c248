#ifndef EVIDENCE_TABLE_VALUES_H
#define EVIDENCE_TABLE_VALUES_H

#include "input.h"

/* How a cell is to be read. */
struct cell_context {
	struct region *region;
	struct place at;
	bool native;            /* a cmdlet's export: an empty cell is an empty value; otherwise nothing was stated */
	bool ansi;              /* the encoding was assumed: letters above ASCII are not to be trusted in names */
	bool broken;            /* a form that wraps lines: CELL_BREAK, CELL_UNCLEAR and CELL_ITEM have a meaning */
};

/* Reads one cell.  text NULL: empty without quotes.  Returns the value; *code is a problem code when something of it was
 * not understood ("value-lost", "value-truncated", "value-damaged", "value-wrapped", "value-too-long", "bad-boolean",
 * "bad-thumbprint"), else NULL. */
struct value cell_value(const struct cell_context *, enum kind, int property, const char *text, const char **code);

/* The items of a list, without blanks around them, in the region; free the array with g_ptr_array_unref(). */
GPtrArray *cell_split(struct region *, enum grammar, const char *text);

/* The first item that is no address, range, binding, version or ISO date where the property holds such, and in *code what it
 * is then called ("range-unclear", "binding-unclear", "version-unclear", "date-format"); NULL when all are.  The value stays
 * as it was written. */
const char *value_unclear(enum kind, int property, const struct value *, const char **code);

#endif
