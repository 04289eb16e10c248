#ifndef FACTS_SOURCE_H
#define FACTS_SOURCE_H

#include <glib.h>

#include "region.h"
#include "value.h"

/* One line of the evidence list: a file of the folder and what became of it. */
enum source_state {
	SOURCE_READ,
	SOURCE_PARTLY,      /* something in it was not taken */
	SOURCE_REFUSED,     /* wanted or unknown, and could not be read */
	SOURCE_IGNORED      /* recognised and not wanted */
};

/* Something in a file that was not understood, or was repaired.  The words are in templates, by code. */
struct problem {
	const char *file;          /* an included file that the lines are of, or NULL: those of the source itself */
	unsigned line, last_line;  /* physical lines; 0 = the file as a whole */
	unsigned column;           /* 0 = none */
	const char *code;          /* from the closed list in templates/en/problems.md */
	const char *field;         /* column, property or record field; or NULL */
	const char *text;          /* at most 80 printable characters of the input; or NULL */
	bool loss;                 /* something was not taken (false: a repair or a remark) */
};

struct source {
	const char *path;          /* below FOLDER, '/'; invalid UTF-8 escaped */
	const char *kind;          /* closed list: the names of kinds[], certificates, zone, settings, mixed, unknown, ... */
	enum source_state state;
	const char *encoding;      /* "utf-8", "utf-16le", "windows-1252", "binary", ... and the delimiter for tables: "utf-8, ;" */
	const char *side;          /* "on-premises", "cloud" or NULL */
	const char *view;          /* zones: "external", "internal", "assumed" or NULL */
	guint64 size;
	guint64 objects;           /* objects, certificates or records taken */
	guint64 nproblems;         /* exact count; the list below is capped per code */
	GPtrArray *problems;       /* struct problem * */
	GHashTable *per_code;      /* code -> count, for the cap */
	char sha256[65];
	bool secret;               /* a private key is somewhere in it: nothing of its text is shown */
};

enum { PROBLEMS_PER_CODE = 20 };

struct source *source_new(struct region *, const char *path);
void source_free(struct source *);    /* for g_ptr_array free functions */

/* Counts a problem and keeps it while its code is under the cap.  field and text are copied; text is cut to
 * 80 characters and made printable; file and code are not.  A loss turns READ into PARTLY. */
void source_problem(struct source *, struct region *, const char *code, unsigned line, const char *field, const char *text, bool loss);
void source_problem_at(struct source *, struct region *, struct problem);

#endif
