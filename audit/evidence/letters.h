#ifndef EVIDENCE_LETTERS_H
#define EVIDENCE_LETTERS_H

#include <glib.h>
#include <stdbool.h>

/* Cannot the name be believed?  Letters were replaced by U+FFFD or '?', encoded twice, or (ansi) decoded by an assumed code page. */
bool letters_damaged(const char *text, bool ansi);

#endif
