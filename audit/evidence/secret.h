#ifndef EVIDENCE_SECRET_H
#define EVIDENCE_SECRET_H

#include <glib.h>
#include <stdbool.h>

enum { SECRET_OVERLAP = 128 };      /* octets that a label cut by the end of a chunk may leave in it */

/* Is the label of a private key in the octets?  In UTF-16 too, and with whatever dashes a word processor made of its own: a
 * file may hold one behind what it was recognised by. */
bool secret_in(const guint8 *, size_t);

/* Overwrites before freeing, for whatever may hold a key or a password.  NULL is nothing.  A string must not have grown beyond
 * what it was made for: g_realloc() leaves the old octets behind. */
void secret_free(void *, size_t);
void secret_free_string(GString *);

/* From now on OpenSSL overwrites all it frees: what it decodes of a key lies in many small copies, and of some it leaves the
 * octets.  Must come before OpenSSL is used for the first time; later it changes nothing. */
void secret_wipe_freed(void);

#endif
