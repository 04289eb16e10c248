#ifndef UNIT_CSV_ROWS_H
#define UNIT_CSV_ROWS_H

#include <csv.h>
#include <glib.h>

/* CSV read back by libcsv. */

struct csv_reading {
	GPtrArray *rows, *row;
};

static void
take_cell(void *text, size_t size, void *closure)
{
	g_ptr_array_add(((struct csv_reading *)closure)->row, g_strndup(text, size));
}

static void
take_row(int end, void *closure)
{
	struct csv_reading *r = closure;

	(void)end;
	g_ptr_array_add(r->rows, r->row);
	r->row = g_ptr_array_new_with_free_func(g_free);
}

/* GPtrArray * of char *; free with g_ptr_array_unref().  options: of libcsv. */
static GPtrArray *
rows_of_csv(const char *text, size_t size, char delimiter, unsigned char options)
{
	struct csv_reading r = { g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref), g_ptr_array_new_with_free_func(g_free) };
	struct csv_parser p;

	g_assert_cmpint(csv_init(&p, options), ==, 0);
	csv_set_delim(&p, (unsigned char)delimiter);
	g_assert_cmpuint(csv_parse(&p, text, size, take_cell, take_row, &r), ==, size);
	g_assert_cmpint(csv_fini(&p, take_cell, take_row, &r), ==, 0);
	csv_free(&p);
	g_ptr_array_unref(r.row);
	return r.rows;
}

static const char *
cell(const GPtrArray *rows, guint row, guint column)
{
	return g_ptr_array_index((GPtrArray *)g_ptr_array_index(rows, row), column);
}

#endif
