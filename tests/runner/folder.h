#ifndef RUNNER_FOLDER_H
#define RUNNER_FOLDER_H

#include <glib.h>

/* Copies a tree into another; files that are there are replaced.  skip: paths below `from` to leave out, or NULL. */
void folder_copy(const char *from, const char *to, GPtrArray *skip);
void folder_remove(const char *path);

/* Names in a folder in byte order; free with g_ptr_array_unref(). NULL when there is no such folder. */
GPtrArray *folder_names(const char *path);

#endif
