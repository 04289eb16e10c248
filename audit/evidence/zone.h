#ifndef EVIDENCE_ZONE_H
#define EVIDENCE_ZONE_H

#include "input.h"
#include "wanted.h"
#include "zone_head.h"

/* What $GENERATE made of a file so far. */
struct zone_generated {
	guint64 records, octets;
};

/* What a name has to do with the wanted ones. */
enum interest { INTEREST_NONE, INTEREST_ABOVE, INTEREST_KEEP };

/* One zone file while it is streamed.  Memory: the scanner's buffer, and what is kept of wanted names. */
struct zone_reader {
	struct input *input;
	struct facts *facts;
	struct wanted *wanted;
	enum view told;
	struct zone_head head;
	const char *file, *raw_path;    /* of the entry at hand: the zone file, or one it includes; raw: as in struct input */
	unsigned depth, included;       /* $INCLUDE: nesting, files so far */
	guint64 open[ZONE_INCLUDE_DEPTH + 1][2];    /* device and inode of the files being read */
	struct zone_generated generated;

	char origin[ZONE_NAME_BYTES];
	bool has_origin, has_default_ttl;
	guint32 default_ttl;
	char owner[ZONE_NAME_BYTES];
	bool has_owner, owners_absolute;
	enum interest interest;

	/* The zone at hand; a file may hold several, one behind the other. */
	const char *apex;               /* the SOA's owner, or NULL before it */
	const char *soa;                /* its rdata */
	guint32 serial;
	struct place at;
	GPtrArray *kept;                /* struct record * */
	GHashTable *sizes;              /* records kept of an owner and a type, by the first of them */
	GHashTable *existing;           /* names that only exist; the strings are the region's */
	bool complete, wins, looks_internal, root_hints;
	bool closed;                    /* the SOA record came again */
	bool hosted_privately;          /* by a hoster, for a private network */
	guint64 nrecords, key_records;  /* key_records: of these, of types that only tell keys */

	guint64 total;                  /* records of the file */
	unsigned nzones;
	const char *first;              /* apex of the first of them, or NULL */
	bool refused;                   /* nothing of the file can be believed */
};

/* Streams bytes as zone_read() does, for a source that is no file of the folder. head: the first bytes, decoded. */
void zone_stream(struct input *, const char *head, size_t head_size, zone_bytes, void *closure, enum view, struct wanted *);

/* Every entry of one stream of bytes: the zone file or an included one. */
void zone_entries(struct zone_reader *, zone_bytes, void *closure);

void zone_entry(struct zone_reader *, const struct zone_entry *);
void zone_directive(struct zone_reader *, const struct zone_entry *);

/* A file was read as part of another and is no zone of its own: what reading it by itself gave is taken back. */
void zone_included(struct zone_reader *, struct source *, guint64 records);

/* The zone at hand: before its first record; over, so that it becomes a fact and the next one begins; and at last. */
void zone_begin(struct zone_reader *);
void zone_finish(struct zone_reader *);
void zone_release(struct zone_reader *);

/* What the zone's labels say of who sees it. */
enum view zone_view(const struct zone_reader *);

/* A problem of the zone file at hand as a whole, or of its SOA record. */
void zone_file_problem(struct zone_reader *, const char *code, const char *text, bool loss);

/* A problem at a line of the file at hand; text of n octets or NULL. loss: the zone is no longer complete. */
void zone_problem(struct zone_reader *, const char *code, const struct zone_entry *, unsigned column, const char *field,
    const char *text, size_t n, bool loss);

/* The same at a token, or without one at the entry. */
void zone_token_problem(struct zone_reader *, const char *code, const struct zone_entry *, const struct zone_token *, const char *field,
    bool loss);

/* A loss: what could not be read may have been any record, and from here on a missing name proves nothing. */
void zone_lost(struct zone_reader *, const char *code, const struct zone_entry *, const struct zone_token *, const char *field);

/* Sets the owner of the entry; false when there is none that can be read. */
bool zone_take_owner(struct zone_reader *, const struct zone_entry *, const struct zone_fields *);

/* What the owner at hand has to do with the wanted names. */
void zone_look_at_owner(struct zone_reader *);

/* Does the name end in the origin twice ("contoso.com.contoso.com"), as one does that lacks its final dot? */
bool zone_repeats(const char *name, const char *origin);

/* What was done to read a name: NAME_* of zone_name.h. */
void zone_name_notes(struct zone_reader *, const struct zone_entry *, const struct zone_token *, unsigned notes);

/* $GENERATE (BIND): calls emit for each record's tokens.  skip: of the records between the first and the last only the
 * owner is made at first, and where skip says so no more.  Problem code, or NULL. */
struct zone_generator {
	bool (*skip)(void *closure, const struct zone_token *owner);
	void (*emit)(void *closure, const struct zone_entry *);
	void *closure;
};
const char *zone_generate(const struct zone_entry *, struct zone_generated *, const struct zone_generator *);

/* Skip for zone_generate(): nobody asks for the owner.  The record is counted all the same. */
bool zone_skip_owner(struct zone_reader *, const struct zone_token *owner);

#endif
