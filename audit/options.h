#ifndef AUDIT_OPTIONS_H
#define AUDIT_OPTIONS_H

#include <glib.h>
#include <stdbool.h>

#include "findings.h"

enum format { FORMAT_PDF = 1, FORMAT_CSV = 2, FORMAT_TEXT = 4, FORMAT_ACTIONS = 8 };

/* The command line.  Strings belong to the options. */
struct options {
	char *folder, *output, *as_of, *rules, *templates, *knowledge, *trust, *password_file, *explain, *trace, *format_list, *language, *export_templates,
	    *fail_on_word, *color, *pdfa;
	char **set, **require_names;
	unsigned formats;               /* bits of enum format */
	enum severity fail_on;
	bool fail_on_none;
	gboolean all, csv_excel, list_rules, evidence, force, quiet, verbose, version;
};

/* NULL with an error on a mistake; --help prints and exits 0. */
struct options *options_parse(int *argc, char ***argv, GError **);
void options_free(struct options *);

/* Counts as a finding for the exit status? */
bool options_fails(const struct options *, const struct findings *);

#endif
