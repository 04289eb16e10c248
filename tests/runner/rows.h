#ifndef RUNNER_ROWS_H
#define RUNNER_ROWS_H

#include <glib.h>

#include "../../audit/findings.h"

/* An expected row: rule,status,severity,subject,server,reason,values. */
enum { ROW_RULE, ROW_STATUS, ROW_SEVERITY, ROW_SUBJECT, ROW_SERVER, ROW_REASON, ROW_VALUES, ROW_FIELDS };
struct row {
	char *field[ROW_FIELDS];
	gboolean met;
};

/* Reads expect.csv; NULL and a message in *error when it is none. Free with g_ptr_array_unref(). */
GPtrArray *rows_read(const char *path, char **error);

/* Does the row describe the finding?  An empty values cell compares nothing. */
gboolean row_matches(const struct row *, const struct finding *);

/* A finding as a line of expect.csv, for messages; free with g_free(). */
char *row_print(const struct finding *);

#endif
