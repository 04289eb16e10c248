#ifndef EVIDENCE_ZONE_SCAN_H
#define EVIDENCE_ZONE_SCAN_H

#include <glib.h>
#include <stdbool.h>
#include <sys/types.h>

#include "limits.h"

/*
 * Bytes of a zone file to entries (RFC 1035, 5.1): one entry is what stands between the newlines outside
 * parentheses.  The memory is the buffer, whatever the file holds.  Entries and tokens are valid until the next call.
 */
struct zone_token {
	const char *text;       /* escapes as written; without its quotes */
	size_t size;
	unsigned line, column;
	bool quoted;
};

struct zone_entry {
	unsigned line, last_line;
	bool blank_owner;           /* begins with white space: the owner is the previous one */
	bool doubtful;              /* may as well be a line of a text whose parenthesis was taken for one never closed */
	bool unended;               /* the file ends with a word of it, not with a line: it may have been cut there */
	const char *broken;         /* problem code: the tokens may be short of what was meant; or NULL */
	unsigned broken_line, broken_column;
	size_t ntokens;
	const struct zone_token *tokens;
	const char *comment;        /* last comment of the entry, behind the semicolon; or NULL */
	size_t comment_size;
};

enum zone_scanned { ZONE_ENTRY, ZONE_COMMENT, ZONE_END, ZONE_READ_ERROR };

/* Bytes into the buffer; 0 at the end, -1 on an error. */
typedef ssize_t (*zone_bytes)(void *closure, char *buffer, size_t size);

/* zone_bytes from memory; its closure is a struct zone_memory. */
struct zone_memory {
	const char *p;
	size_t left;
};
ssize_t zone_from_memory(void *closure, char *buffer, size_t size);

/* zone_bytes from a file; its closure is the int of an open descriptor. */
ssize_t zone_from_file(void *closure, char *buffer, size_t size);

struct zone_scan;

/* buffer: size of it, at least 1 KiB; an entry may have a quarter of it, ZONE_ENTRY_BYTES at most. */
struct zone_scan *zone_scan_new(zone_bytes, void *closure, size_t buffer);
void zone_scan_free(struct zone_scan *);

/* The next entry, or the next line that is only a comment (in entry->comment). */
enum zone_scanned zone_scan_next(struct zone_scan *, struct zone_entry *);

#endif
