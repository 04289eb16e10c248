#include "unique.h"

#include "../audit/facts/name.h"

void
unique_begin(struct unique *u)
{
	u->texts = g_ptr_array_new();
	u->seen = g_hash_table_new(name_hash, g_str_equal);
}

bool
unique_add(struct unique *u, const char *text)
{
	if (!g_hash_table_add(u->seen, (gpointer)(guintptr)text))
		return false;
	g_ptr_array_add(u->texts, (gpointer)(guintptr)text);
	return true;
}

GPtrArray *
unique_end(struct unique *u)
{
	g_hash_table_unref(u->seen);
	return u->texts;
}
