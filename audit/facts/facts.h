#ifndef FACTS_FACTS_H
#define FACTS_FACTS_H

#include <glib.h>

#include "certificate.h"
#include "connector.h"
#include "dns.h"
#include "hybrid.h"
#include "knowledge.h"
#include "name.h"
#include "object.h"
#include "region.h"
#include "settings.h"
#include "source.h"
#include "value.h"

/* Everything known about one customer.  Const once loaded; the rules only ask. */
struct facts {
	struct region *region;
	struct settings *settings;
	struct knowledge *knowledge;
	gint64 as_of;               /* 00:00:00 UTC of the day judged at */
	const char *as_of_text;     /* "2013-07-01" */
	const char *as_of_origin;   /* "option", "settings", "source-date-epoch", "today" */
	GPtrArray *sources;         /* struct source *, in byte order of path */
	GHashTable *source_of;      /* path as the file system has it -> struct source * */
	struct objects *objects;
	struct certificates *certificates;
	GPtrArray *zones;           /* struct zone *, by apex, view, file */
	struct hybrid *hybrid;
	struct place private_key_at;    /* unused when file is NULL */
};

struct facts *facts_new(void);
void facts_free(struct facts *);

/* The file of a place, or NULL. */
const struct source *facts_source(const struct facts *, const char *path);

/* Derives what follows from the objects, certificates and zones that were read. */
void facts_finish(struct facts *);

#endif
