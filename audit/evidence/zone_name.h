#ifndef EVIDENCE_ZONE_NAME_H
#define EVIDENCE_ZONE_NAME_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

/* 253 characters, each of which may be written as \DDD. */
enum { ZONE_NAME_BYTES = 1016 };

/* What was done to read a name. */
enum { NAME_RELATIVE = 1, NAME_AT_SIGN = 2, NAME_UNICODE = 4, NAME_OCTAL = 8, NAME_DECIMAL = 16 };

/*
 * The absolute name of a token in normal form (facts/name.h; "" is the root).  Octets that no host name has stand as
 * \DDD, decimal.  origin: normal form, or NULL when it is not known.  octal: \ddd of the file is octal (Windows,
 * Route 53); elsewhere it is decimal (RFC 1035, 5.1).  False when it is no name of at most 255 octets (2.3.4), or
 * relative without an origin.
 */
bool zone_name(const char *token, size_t size, const char *origin, bool octal, char name[ZONE_NAME_BYTES], unsigned *notes);

/* The octet of an escape sequence at p (behind the backslash); *used: characters read.  -1 when it is none. */
int zone_escape(const char *p, size_t size, bool octal, size_t *used);

#endif
