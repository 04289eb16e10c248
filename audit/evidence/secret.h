#ifndef EVIDENCE_SECRET_H
#define EVIDENCE_SECRET_H

#include <glib.h>
#include <stdbool.h>

enum { SECRET_OVERLAP = 128 };      /* octets that a label cut by the end of a chunk may leave in it */

/* Is the label of a private key in the octets?  In UTF-16 too, and with whatever dashes a word processor made of its own: a
 * file may hold one behind what it was recognised by. */
bool secret_in(const guint8 *, size_t);

#endif
