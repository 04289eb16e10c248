#include "document.h"

const char *
document_phrase(const struct document *d, const char *name)
{
	const char *phrase = g_hash_table_lookup(d->phrases, name);

	/* The name itself shows a reader of the report which phrase the templates lack. */
	return phrase != NULL ? phrase : name;
}
