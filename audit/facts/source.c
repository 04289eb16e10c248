#include "source.h"

#include <string.h>

enum { TEXT_MAX = 80 };

struct source *
source_new(struct region *region, const char *path)
{
	struct source *s = g_new0(struct source, 1);

	s->path = region_strdup(region, path);
	s->kind = "unknown";
	s->state = SOURCE_READ;
	s->encoding = "";
	s->problems = g_ptr_array_new();
	s->per_code = g_hash_table_new(g_str_hash, g_str_equal);
	return s;
}

void
source_free(struct source *s)
{
	if (s == NULL)
		return;
	g_ptr_array_unref(s->problems);
	g_hash_table_unref(s->per_code);
	g_free(s);
}

/* At most 80 characters; line ends and tabs become blanks, other control characters and bytes that are no UTF-8 U+FFFD. */
static const char *
printable(struct region *region, const char *text)
{
	GString *out;
	const char *kept;
	unsigned n = 0;

	if (text == NULL)
		return NULL;
	out = g_string_new(NULL);
	for (; *text != '\0' && n < TEXT_MAX; n++) {
		gunichar c = g_utf8_get_char_validated(text, -1);

		if (c >= 0x110000) {
			g_string_append(out, "\357\277\275");
			text++;
		} else {
			g_string_append_unichar(out, c == '\t' || c == '\n' ? ' ' : g_unichar_iscntrl(c) ? 0xfffd : c);
			text += g_utf8_skip[(guchar)*text];
		}
	}
	if (*text != '\0')
		g_string_append(out, "\342\200\246");
	kept = region_strdup(region, out->str);
	g_string_free(out, TRUE);
	return kept;
}

void
source_problem_at(struct source *s, struct region *region, struct problem p)
{
	guint seen = GPOINTER_TO_UINT(g_hash_table_lookup(s->per_code, p.code));
	struct problem *kept;

	s->nproblems++;
	g_hash_table_insert(s->per_code, (gpointer)(guintptr)p.code, GUINT_TO_POINTER(seen + 1));
	if (p.loss && s->state == SOURCE_READ)
		s->state = SOURCE_PARTLY;
	if (seen >= PROBLEMS_PER_CODE)
		return;
	kept = region_copy(region, &p, sizeof p);
	kept->field = p.field != NULL && !s->secret ? printable(region, p.field) : NULL;
	kept->text = s->secret ? NULL : printable(region, p.text);
	if (kept->last_line == 0)
		kept->last_line = kept->line;
	g_ptr_array_add(s->problems, kept);
}

void
source_problem(struct source *s, struct region *region, const char *code, unsigned line, const char *field, const char *text, bool loss)
{
	source_problem_at(s, region, (struct problem){ .line = line, .code = code, .field = field, .text = text, .loss = loss });
}
