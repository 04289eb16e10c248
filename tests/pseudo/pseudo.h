#ifndef TESTS_PSEUDO_H
#define TESTS_PSEUDO_H

#include <glib.h>
#include <stdbool.h>

/* Marks the prose of a page of Markdown; what stays as it is goes to kept. */
bool mark_file(const char *from, const char *to, GString *kept);

/* Words that outputs may hold unmarked, alone, and beside one another. */
struct corpus {
	GHashTable *words, *pairs;
	GString *text;              /* in lower case, for pieces of words that were broken at the end of a line */
};

void corpus_begin(struct corpus *);
void corpus_add(struct corpus *, const char *data, gsize size);
bool corpus_add_path(struct corpus *, const char *path);       /* a file, or all below a folder */
void corpus_add_machine(struct corpus *);                       /* the closed lists of the program itself */
void corpus_end(struct corpus *);

/* Prints what of an output is neither marked nor in the corpus; *marked counts marked words.  Returns how many words that were. */
unsigned corpus_check(const struct corpus *, const char *file, const char *text, guint64 *marked);

#endif
