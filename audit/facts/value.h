#ifndef FACTS_VALUE_H
#define FACTS_VALUE_H

#include <stdbool.h>
#include <stddef.h>

/* Whatever an export can lose or omit has three answers. */
enum answer { ANSWER_NO, ANSWER_YES, ANSWER_UNKNOWN };

enum answer answer_and(enum answer, enum answer);   /* one certain no decides */
enum answer answer_or(enum answer, enum answer);    /* one certain yes decides */
enum answer answer_not(enum answer);

/* Where a fact was read.  file is the path below FOLDER with '/'. */
struct place {
	const char *file;      /* NULL: no place */
	unsigned line;         /* physical line of the original file, 1-based; 0 = the file as a whole */
	const char *item;      /* thumbprint of a certificate in the file, or NULL */
};

/*
 * One property of one object.  A scalar is a value with one item.
 * STATED     the items are all there are
 * EMPTY      known to be empty
 * NOT_STATED no such column, or an empty cell of a hand-made sheet
 * LOST       a class name stands where the list was
 * TRUNCATED  the list was cut: the items are certain, others are missing
 * CONFLICT   two exports differ; both are kept in no order, undecidable
 */
enum value_state { VALUE_NOT_STATED, VALUE_EMPTY, VALUE_STATED, VALUE_LOST, VALUE_TRUNCATED, VALUE_CONFLICT };

struct value {
	enum value_state state;
	size_t n;
	const char *const *items;
	struct place at;
};

extern const struct value value_none;       /* NOT_STATED, no place */

/* Stated or known to be empty: a rule may judge it. */
bool value_known(const struct value *);

/* Are its items certain?  Of a cut list those that are shown; of two copies that differ none. */
bool value_shows_items(const struct value *);

/* The one item of a stated scalar (of a list: its first), else NULL. */
const char *value_text(const struct value *);

/* "True" of a boolean in the spellings that exports use; anything else stated is NO, the rest is
 * UNKNOWN. */
enum answer value_true(const struct value *);

/* Does the list hold the word?  ASCII case is ignored.  A truncated list can only say yes or unknown. */
enum answer value_has(const struct value *, const char *word);

/* The engine's not-evaluated token for a value that is not known (not-stated, value-lost, ...); NULL when it is known. */
const char *value_reason(const struct value *);

/* Do two values say the same (state and items, in any order, ASCII case ignored)? */
bool value_same(const struct value *, const struct value *);

#endif
