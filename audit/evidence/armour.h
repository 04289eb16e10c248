#ifndef EVIDENCE_ARMOUR_H
#define EVIDENCE_ARMOUR_H

#include <glib.h>
#include <stdbool.h>

/* A block of armoured text (RFC 7468, more tolerant): pointers into the text. */
struct block {
	const char *label, *body, *end, *next;
	size_t label_size;      /* 0: a BEGIN that is none */
	bool whole;             /* an END line closes it */
};

/* The first block at or after p; false when there is none. */
bool block_next(const char *p, const char *end, struct block *);

/* Blanks all blocks but for their line ends: what is left is what stands around them. */
void blocks_blank(char *text, size_t n);

bool block_is(const struct block *, const char *label);
bool block_known(const struct block *);      /* a label that certificates, requests and revocation lists come under */

enum block_key { BLOCK_NO_KEY, BLOCK_KEY, BLOCK_ENCRYPTED_KEY };
enum block_key block_key(const struct block *);

/* The body behind the headers of RFC 1421, if it has any. */
const char *block_body(const struct block *);

/* The bytes of base64 text, blanks and quote marks of mail aside; NULL when something else is in it.  Free with g_free(). */
guint8 *base64_decode(const char *p, const char *end, size_t *n);

/* Where a string stands in a text that need not end with NUL; NULL when it does not. */
const char *text_find(const char *p, const char *end, const char *what);

#endif
