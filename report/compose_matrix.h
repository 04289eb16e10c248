#ifndef REPORT_COMPOSE_MATRIX_H
#define REPORT_COMPOSE_MATRIX_H

#include "compose.h"

/* A row of a matrix: the key that rows of findings name it by, and how it is shown. */
struct matrix_subject {
	const char *key, *name;
};

/* What tells one matrix from another.  Phrases: "PHRASE RULE" is the short name of a column, "PHRASE-alternate" the text. */
struct matrix_kind {
	const char *chapter, *intro;    /* phrases */
	const char *phrase, *title;     /* of the columns; of the first one's head */
	const GArray *subjects;         /* struct matrix_subject */
	const char *(*key_of)(const struct composer *, const struct finding *);    /* the subject that a row speaks of, or NULL */
	/* Does a row of no subject in particular, of a rule that could not be judged, leave the subject open? */
	bool (*concerns)(const struct composer *, const struct finding *, const char *key);
	void (*after)(const struct composer *, GPtrArray *);                       /* blocks below the matrix; or NULL */
};

/* The chapter, or nothing and false when no requirement of it was judged. */
bool matrix_compose(struct composer *, GPtrArray *to, const struct matrix_kind *);

#endif
