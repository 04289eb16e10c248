#ifndef FACTS_SETTINGS_H
#define FACTS_SETTINGS_H

#include <glib.h>

#include "dns.h"
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

/* A list that is stated again goes on: true when the value was added to what is there. */
bool settings_append(struct settings *, struct region *, const char *section, const char *key, const char *value);

/* Between the items of a setting that is a list. */
#define LIST_SEPARATORS " \t,;|"

/* exo, online, cloud, tenant, o365, m365: words that tell Exchange Online in a path and in [files]. */
bool word_is_cloud(const char *word);

/* What a row of [files] says of the files of its pattern: "KIND, SIDE, VIEW", each of which may be left out. */
enum { FILE_OPEN = -1, FILE_IGNORED = -2, FILE_ZONE = -3, FILE_CERTIFICATES = -4 };
struct file_setting {
	int kind;                   /* enum kind of a table, or FILE_ */
	bool cloud, on_premises;    /* neither: left open */
	enum view view;             /* VIEW_NONE: left open */
};

/* False when a word is not known, or nothing is said. */
bool file_setting_parse(const char *value, struct file_setting *);

/* The value in force, or NULL. */
const struct setting *settings_find(const struct settings *, const char *section, const char *key);
const char *settings_text(const struct settings *, const char *section, const char *key);

#endif
