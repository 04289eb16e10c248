#ifndef EVIDENCE_PATH_H
#define EVIDENCE_PATH_H

#include <stdbool.h>

#include "../facts/facts.h"

/*
 * What the path of a file below FOLDER says about it.  Only whole words count ("exo", not "exotic"), and the zone's own
 * name in a file name is no word: internal.contoso.com.dns is a zone.
 */

/* The component nearest to the file decides; words that contradict each other in it give VIEW_NONE and *contradicts. */
enum view path_view(const char *path, bool *contradicts);

/* The same of other words, such as the name of a zone scope. */
enum view words_view(const char *text, bool *contradicts);

/* exo, online, cloud, tenant, o365 or m365 anywhere in the path. */
bool path_is_cloud(const char *path);

/* Is it a row of [files] whose pattern (glob; '*' crosses '/') matches the path? */
bool path_matches(const struct setting *, const char *path);

/* What the row of [files] in audit.ini says whose pattern is the first to match.  False, and nothing
 * said, when there is none. */
bool path_setting(const struct facts *, const char *path, struct file_setting *);

#endif
