#ifndef EVIDENCE_INPUT_H
#define EVIDENCE_INPUT_H

#include <glib.h>
#include <stdbool.h>

#include "../facts/facts.h"
#include "limits.h"

struct passwords;

/* One file of the folder while it is read. */
struct input {
	const char *path;        /* below FOLDER, as in the evidence list */
	int folder;              /* directory descriptor of FOLDER */
	const char *raw_path;    /* path below FOLDER as the file system has it, for openat() */
	guint64 size;
	const guint8 *head;      /* first bytes; NULL when there are none */
	size_t head_size;
	struct source *source;
	struct facts *facts;
	const struct passwords *passwords;    /* of --password-file, or NULL */
};

/* Opens a file below a folder without following symbolic links in any component.  -1 with errno. */
int input_open(int folder, const char *path);

/* Looks at all of a file once: its digest, its size, its head, and whether the label of a private key is in it.  False when
 * it cannot be read.  input_clear() overwrites and frees the head. */
bool input_look(struct input *);
void input_clear(struct input *);

/* The whole file; NULL when it cannot be read or is larger than FILE_BYTES_MAX (then a problem is recorded).  Whatever it
 * holds, perhaps a private key, is overwritten when it is freed. */
GBytes *input_bytes(struct input *);

/* A decoded text: UTF-8 without byte order marks, line ends LF, no trailing 1A. */
struct text {
	char *bytes;             /* NUL-terminated; may hold no other NUL */
	size_t size;
	const char *encoding;    /* static: "utf-8", "utf-8 bom", "utf-16le", "utf-16be", "utf-16le bom", "utf-16be bom", "windows-1252", "ascii",
	                          * "utf-32le", ...; "mixed": UTF-16 was appended to another encoding, or the other way round */
	bool ansi;               /* windows-1252 was assumed: the encoding is not known */
	bool cut;                /* it ends within a character of UTF-16 or UTF-32, which was taken away */
	bool end_mark;           /* a final 1A was taken away */
};

/* Decodes by the table of byte shapes; problems are recorded in the source. NULL when the bytes are no text. */
struct text *text_decode(struct input *, const guint8 *, size_t);
void text_free(struct text *);    /* overwrites it: it may hold a private key */

/* At most a few octets are zero: a text in which they stand for nothing, not one of two octets a character. */
bool text_few_zeros(const guint8 *, size_t);

/* The whole lines of the head, for recognising; records nothing. NULL when it is no text. */
struct text *text_head(const struct input *);

/* ---- readers: recognise by content, then read. Each in its own file. ---- */

/* PEM with text around it, DER, PKCS#7, PKCS#12, .sst, keys, requests. */
bool certificates_recognise(const struct input *);
void certificates_read(struct input *);
/* After all files: chains, at facts->as_of.  trust: a PEM/DER file or a folder of them, or NULL. */
bool certificates_verify(struct facts *, const char *trust, GError **);

/* Exports and hand-made tables.  Decides by header; false when no table that is known. */
bool table_recognise(const struct input *, const struct text *);
void table_read(struct input *, const struct text *);

/* Text that PowerShell or the wizard wrote in another form than CSV: Format-List, and forms that are known and no use. */
bool export_recognise(const struct input *, const struct text *head);
void export_read(struct input *, const struct text *);

/* audit.ini in FOLDER itself. */
void settings_read(struct input *, const struct text *);
/* The load balancer that settings state, as if it were a row of a table.  Once all settings are known. */
void settings_state_objects(struct facts *);

/* Zone files: recognised in the first pass, streamed in the second. */
bool zone_recognise(const struct input *, const struct text *head);
struct zone_file;            /* a zone file found, to be streamed */

/* The names rules may ask for. */
struct wanted;
struct wanted *wanted_new(void);
void wanted_free(struct wanted *);
void wanted_add(struct wanted *, const char *name);    /* normal form */
bool wanted_has(const struct wanted *, const char *name);
size_t wanted_count(const struct wanted *);
/* From domains, hybrid configuration, connectors, certificates, directories, settings. */
void wanted_collect(struct wanted *, struct facts *);

/* Streams one zone file for the wanted names: adds zones to facts->zones, problems and counts to the source, and the
 * names that MX, SRV, CNAME and SPF records of wanted names point to, to `wanted`. view: told by path token or setting, or
 * VIEW_NONE.  May be called again for the same file when `wanted` grew: it then replaces what it added before. */
void zone_read(struct input *, enum view, struct wanted *);

/* ---- the folder ---- */

/* Reads everything below the folder into facts.  exclude: the output directory, never evidence (or NULL).
 * False with an error when the folder cannot be read. */
struct evidence_options {
	const char *folder, *exclude, *trust, *password_file;    /* the last three may be NULL */
	void (*progress)(const char *path, void *);    /* or NULL */
	/* Called once after audit.ini was read and before any other file: options override settings, and facts->as_of is
	 * decided here.  False with an error stops the run. */
	bool (*settings_done)(struct facts *, void *, GError **);
	void *closure;
};
bool evidence_read(struct facts *, const struct evidence_options *, GError **);

#endif
