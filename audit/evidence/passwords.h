#ifndef EVIDENCE_PASSWORDS_H
#define EVIDENCE_PASSWORDS_H

#include <glib.h>
#include <stdbool.h>
#include <sys/stat.h>

/* The passwords of --password-file, one a line, in its order.  They lie in memory until passwords_free(). */
struct passwords;

/* UTF-8, at most PASSWORDS_MAX lines; a byte order mark, a final CR and empty lines are left out, blanks are kept.  NULL with
 * an error when the file cannot be read, holds no password or is no such text. */
struct passwords *passwords_read(const char *path, GError **);
struct passwords *passwords_parse(const char *, size_t);     /* the same of the file's octets; NULL when they are no such text */
void passwords_free(struct passwords *);             /* overwrites them */

size_t passwords_count(const struct passwords *);    /* 0 for NULL */
const char *passwords_at(const struct passwords *, size_t);

/* Is this the file they came from?  It may lie in the folder, and is no evidence. */
bool passwords_is_file(const struct passwords *, const struct stat *);

#endif
