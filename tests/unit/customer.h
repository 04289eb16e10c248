#ifndef UNIT_CUSTOMER_H
#define UNIT_CUSTOMER_H

#include <glib.h>

#include "../../audit/audit.h"
#include "../../report/report.h"

enum { TODAY = 1780272000 };    /* 2026-06-01 */

/* A folder and its report. */
struct customer {
	struct options options;
	struct audit audit;
	struct words *words;
	struct document *document;
};

/* rules: those whose results the report shows, or NULL for all. */
static void
customer_open(struct customer *c, const char *folder, const char *rules)
{
	GError *error = NULL;

	*c = (struct customer){ .options = { .folder = (char *)(guintptr)folder, .rules = (char *)(guintptr)rules },
		.words = words_load(NULL, &error) };
	g_assert_no_error(error);
	g_assert_true(audit_run(&c->audit, &c->options, TODAY, NULL, &error));
	g_assert_no_error(error);
	c->document = report_compose(&c->audit, &c->options, c->words);
}

static void
customer_close(struct customer *c)
{
	document_free(c->document);
	audit_clear(&c->audit);
	words_free(c->words);
}

#endif
