#ifndef FACTS_KNOWLEDGE_H
#define FACTS_KNOWLEDGE_H

#include <glib.h>

#include "address.h"
#include "region.h"
#include "version.h"

/* Dated tables, embedded and replaceable file by file with --knowledge DIR.  Dates are seconds UTC; 0 = open. */
struct knowledge_table {
	const char *name;           /* "exchange-builds.csv" */
	const char *source;         /* its "# source:" line */
	const char *as_of;          /* its "# as-of:" line, ISO 8601 */
	const char *origin;         /* "embedded", or the file that replaced it */
	unsigned life;              /* days behind as_of after which too much may have changed; 0 = not told */
};

struct build { struct version version; const char *generation, *name, *kb; gint64 released; };
struct cloud_range { struct range range; const char *text; gint64 from, until; };
struct service_domain { const char *cloud, *domain, *routing; gint64 from, until; };
/* subject: RFC 2253 text in UTF-8; key_id: subject key identifier (else SHA-1 of the public key), lower-case hex. */
struct root { const char *subject, *key_id, *sha256; gint64 from, until; };
/* What certification authorities may issue: "validity-days" by the certificate's first day, the others by the day judged at. */
struct certificate_limit { const char *name; gint64 value, from, until; };
/* The text of an error, as a regular expression (PCRE, any case), and the rules that may explain it, blanks between. */
struct symptom { const char *name, *pattern, *rules; };

/* How long a generation is supported, or gets the updates that are sold after that.  last: the oldest build that counts as
 * up to date once no other follows; has_last tells whether it is there. */
struct lifecycle { enum generation generation; bool extended, has_last; struct version last; gint64 from, until; };

/* What a build of a generation must be: at least `minimum`, beside servers of the generation `newest` where that is told.
 * LEVEL_ANY: every build will do; LEVEL_NEVER: none. */
enum level_kind { LEVEL_ANY, LEVEL_NEVER, LEVEL_MINIMUM };
struct level {
	enum generation generation, newest;
	enum level_kind kind;
	struct version minimum;
	const char *name;           /* "Exchange 2010 SP3 RU19", "" where there is no minimum */
	gint64 from, until;
};

/* Builds whose mail Exchange Online delays and refuses: those released before `released`; 0 = all of the generation. */
struct enforcement { enum generation generation; gint64 released, from, until; };
/* The organisation in an issuer's name, and a domain that permits it in a CAA record. */
struct ca_identity { const char *organisation, *domain; gint64 from, until; };

struct knowledge {
	GArray *tables;             /* struct knowledge_table */
	GArray *builds;             /* struct build, ascending */
	GArray *cloud_ranges;       /* struct cloud_range */
	GArray *service_domains;    /* struct service_domain */
	GArray *roots;              /* struct root */
	GArray *certificate_limits; /* struct certificate_limit */
	GArray *symptoms;           /* struct symptom */
	GArray *lifecycles;         /* struct lifecycle */
	GArray *coexistence, *tls, *hybrid_app;     /* struct level */
	GArray *enforcements;       /* struct enforcement */
	GArray *ca_identities;      /* struct ca_identity */
};

/* directory NULL: embedded tables only.  NULL and an error when a table cannot be read. */
struct knowledge *knowledge_load(struct region *, const char *directory, GError **);
void knowledge_free(struct knowledge *);

/* The value of a limit at a time; -1 when no row of it holds then. */
gint64 certificate_limit(const struct knowledge *, const char *name, gint64 at);

/* Does a row hold at the time?  until is a day's beginning, and the day is in it. */
bool dated(gint64 from, gint64 until, gint64 at);

/* Is the table too old to tell what holds at the time?  Without a date of its own it is. */
bool table_outlived(const struct knowledge *, const char *name, gint64 at);

/* The greatest row of the build's own cumulative update (the first three numbers) that is not above it, or NULL. */
const struct build *build_find(const struct knowledge *, const struct version *);

/* Is it no release, but what was shown before it? */
bool build_is_preview(const struct build *);

/* The updates of one cumulative update that fix what is known to be attacked; the others are hotfixes or the release. */
bool build_is_security(const struct build *);

/* The first row that holds for the generation at the time, or NULL. */
const struct lifecycle *lifecycle_find(const struct knowledge *, enum generation, bool extended, gint64 at);

/* Until when the generation is supported; NULL when no row tells. */
const struct lifecycle *lifecycle_support(const struct knowledge *, enum generation);

/* What holds for a generation beside another (coexistence), or NULL. */
const struct level *level_beside(const struct knowledge *, enum generation, enum generation newest, gint64 at);

#endif
