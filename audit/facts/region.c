#include "region.h"

#include <glib.h>
#include <stdalign.h>
#include <stdarg.h>
#include <string.h>

enum { BLOCK = 64 * 1024 };

struct region {
	GPtrArray *blocks;
	char *next;
	size_t left;
};

struct region *
region_new(void)
{
	struct region *r = g_new0(struct region, 1);

	r->blocks = g_ptr_array_new_with_free_func(g_free);
	return r;
}

void
region_free(struct region *r)
{
	if (r == NULL)
		return;
	g_ptr_array_free(r->blocks, TRUE);
	g_free(r);
}

void *
region_alloc(struct region *r, size_t size)
{
	const size_t align = alignof(max_align_t);
	const size_t need = (size + align - 1) / align * align;
	void *p;

	if (need > BLOCK / 4) {            /* a piece of its own, the open block stays open */
		p = g_malloc0(need);
		g_ptr_array_add(r->blocks, p);
		return p;
	}
	if (need > r->left) {
		r->next = g_malloc0(BLOCK);
		r->left = BLOCK;
		g_ptr_array_add(r->blocks, r->next);
	}
	p = r->next;
	r->next += need;
	r->left -= need;
	return p;
}

void *
region_copy(struct region *r, const void *data, size_t size)
{
	void *p = region_alloc(r, size);

	if (size > 0)
		memcpy(p, data, size);
	return p;
}

char *
region_strndup(struct region *r, const char *s, size_t n)
{
	char *p = region_alloc(r, n + 1);

	memcpy(p, s, n);
	return p;
}

char *
region_strdup(struct region *r, const char *s)
{
	return s != NULL ? region_strndup(r, s, strlen(s)) : NULL;
}

char *
region_printf(struct region *r, const char *format, ...)
{
	va_list ap;
	char *s, *p;

	va_start(ap, format);
	s = g_strdup_vprintf(format, ap);
	va_end(ap);
	p = region_strdup(r, s);
	g_free(s);
	return p;
}
