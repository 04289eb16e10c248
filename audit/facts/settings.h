#ifndef FACTS_SETTINGS_H
#define FACTS_SETTINGS_H

#include <glib.h>

#include "region.h"
#include "value.h"

/* audit.ini and --set: every value with its origin, because the folder comes from strangers. */
struct setting {
	const char *section, *key, *value;
	struct place at;            /* audit.ini:line; file "--set" for the option */
	bool overridden;            /* --set replaced it */
};

struct settings {
	GPtrArray *all;             /* struct setting *, in order */
};

struct settings *settings_new(void);
void settings_free(struct settings *);

/* Is section.key one the program knows?  [files] takes any key. */
bool settings_known(const char *section, const char *key);
/* Is the value one that the program understands?  Texts and lists are; a word has a closed list.  words: that list, or NULL. */
bool settings_valid(const char *section, const char *key, const char *value, const char **words);
void settings_add(struct settings *, struct region *, const char *section, const char *key, const char *value, struct place);

/* The value in force, or NULL. */
const struct setting *settings_find(const struct settings *, const char *section, const char *key);
const char *settings_text(const struct settings *, const char *section, const char *key);

#endif
