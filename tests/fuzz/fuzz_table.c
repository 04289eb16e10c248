/* Texts of any encoding as tables: decoded, recognised, read, and every object looked at. */
#include <string.h>

#include "../../audit/evidence/foreign.h"

int LLVMFuzzerTestOneInput(const guint8 *, size_t);

static void
look_at(const struct value *v)
{
	g_assert_true(v->state != VALUE_STATED || v->n > 0);
	g_assert_true(v->state != VALUE_EMPTY || v->n == 0);
	for (size_t i = 0; i < v->n; i++)
		g_assert_true(g_utf8_validate(v->items[i], -1, NULL));
	(void)value_true(v);
	(void)value_has(v, "all");
}

static void
look_at_all(const struct facts *f)
{
	for (int k = 0; k < KIND_COUNT; k++)
		for (size_t i = 0; i < objects_count(f->objects, (enum kind)k); i++) {
			const struct object *o = objects_at(f->objects, (enum kind)k, i);

			for (unsigned p = 0; p < kinds[k].count; p++)
				look_at(object_get(o, (int)p));
		}
}

/* The first octet chooses the path: what a path says of its file is part of what the readers judge. */
int
LLVMFuzzerTestOneInput(const guint8 *bytes, size_t n)
{
	static const char *const paths[] = { "export.csv", "exo/export.csv", "ews.csv", "audit.ini" };
	const char *path = paths[n > 0 ? bytes[0] % 4 : 0];
	struct facts *f = facts_new();
	struct input in = { .path = path, .raw_path = path, .folder = -1, .size = n, .head = bytes, .head_size = MIN(n, HEAD_BYTES), .facts = f };
	struct wanted *wanted = wanted_new();
	struct foreign foreign;
	struct text *head, *text;

	in.source = source_new(f->region, path);
	g_ptr_array_add(f->sources, in.source);
	(void)foreign_binary(&in, &foreign);
	head = text_head(&in);
	if (head != NULL && !foreign_text(head, &foreign))
		(void)foreign_text_at_last(head, &foreign);
	text = text_decode(&in, bytes, n);
	if (text != NULL) {
		g_assert_true(strlen(text->bytes) == text->size && g_utf8_validate(text->bytes, -1, NULL));
		settings_read(&in, text);
		if (head != NULL) {
			(void)table_recognise(&in, head);
			(void)export_recognise(&in, head);
		}
		table_read(&in, text);
		export_read(&in, text);
	}
	objects_finish(f->objects);
	wanted_collect(wanted, f);
	look_at_all(f);
	wanted_free(wanted);
	text_free(head);
	text_free(text);
	facts_free(f);
	return 0;
}
