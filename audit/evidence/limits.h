#ifndef EVIDENCE_LIMITS_H
#define EVIDENCE_LIMITS_H

/*
 * Where reading ends.  Each limit lies far above what a customer has, and bounds what a hostile folder costs; what is beyond one is
 * named with its place and never left out in silence.  At the limit all is read.  Sizes that a standard sets (a label of 63 octets)
 * are no limits of reading and stand where they are checked.
 */
enum {
	/* ---- the folder ---- */
	FILES_MAX = 100000,                         /* files in order of their paths; audit.ini is read wherever it stands */
	DEPTH_MAX = 32,                             /* folders in one another below FOLDER: each holds a descriptor open */
	FILE_BYTES_MAX = 64 * 1024 * 1024,          /* octets; such a file is read whole.  Zones are streamed: no limit on theirs */
	HEAD_BYTES = 64 * 1024,                     /* octets from the beginning that tell what a file is */

	SETTINGS_MAX = 1000,                        /* lines of audit.ini, empty ones and comments left out: each file is held against them */
	SETTINGS_BYTES_MAX = 256 * 1024,            /* octets of audit.ini: lists that are stated again are joined */

	/* ---- tables ---- */
	LINE_BYTES_MAX = 1024 * 1024,               /* octets of a line of a table, with its end */
	ROW_LINES_MAX = 200,                        /* lines of a row: a quoted cell (a Comment) may have some; more are an open quote */
	FIELDS_MAX = 4096,                          /* cells of a row */
	ROWS_MAX = 1000000,                         /* rows of a table, objects of another export */
	CELL_BYTES_MAX = 1024 * 1024,               /* octets of one value, in any form: 16,000 ranges of addresses */
	LIST_NAMES_MAX = 200,                       /* names of properties that tell whether a text is the output of Format-List */

	/* ---- XML ---- */
	XML_DEPTH_MAX = 64,                         /* elements in one another; libxml2 itself takes 10,000,000 octets of one text at most */

	/* ---- certificates ---- */
	BLOCKS_MAX = 10000,                         /* PEM blocks of a file, or DER objects behind one another */

	PASSWORDS_MAX = 100,                        /* lines of --password-file: each is tried on each PFX */
	ITERATIONS_MAX = 1000000,                   /* of one key derivation of a PFX: about a second */
	ITERATIONS_FILE_MAX = 10000000,             /* of all derivations, for all passwords, in one file; some 10 seconds */
	KEYS_MAX = 100,                             /* of a PFX that are compared with its certificates */

	/* ---- zones ---- */
	ZONE_BUFFER_BYTES = 1024 * 1024,            /* octets in memory of a zone that is streamed */
	ZONE_ENTRY_BYTES = 256 * 1024,              /* octets of a record: 65,535 of rdata, each written as \DDD (RFC 1035, 5.1) */
	ZONE_ENTRY_LINES = 1000,                    /* lines of a record in parentheses */
	ZONE_INCLUDE_DEPTH = 10,                    /* files that include one another */
	ZONE_INCLUDE_FILES = 1000,                  /* files that a zone includes */
	ZONE_RRSET_RECORDS = 4096,                  /* of one name and type: an answer holds no more addresses (RFC 1035, 4.2.2) */
	ZONE_GENERATE_EACH = 65536,                 /* records of one $GENERATE */
	ZONE_GENERATE_ALL = 1000000,                /* records that $GENERATE makes of a file */
	ZONE_GENERATE_OCTETS = 64 * 1024 * 1024,    /* octets of their text */
	ZONE_DNAMES_MAX = 100,                      /* DNAME records of a zone that lead wanted names elsewhere */
	ZONE_ROUNDS_MAX = 10                        /* readings of the zones, each for the targets that the last one found: more than the
	                                             * aliases that are followed, an MX or SRV record in front of them */
};

#endif
