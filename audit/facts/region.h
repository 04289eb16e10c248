#ifndef FACTS_REGION_H
#define FACTS_REGION_H

#include <stddef.h>

/*
 * Memory of one run.  Everything a region hands out lives until region_free();
 * nothing is freed singly.  Allocation cannot fail: GLib aborts, and main.c
 * turns that into exit status 2.
 */
struct region;

struct region *region_new(void);
void region_free(struct region *);                 /* NULL is allowed */

void *region_alloc(struct region *, size_t size);  /* zeroed, aligned for any type */
void *region_copy(struct region *, const void *, size_t size);
char *region_strdup(struct region *, const char *);   /* NULL gives NULL */
char *region_strndup(struct region *, const char *, size_t n);
char *region_printf(struct region *, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
