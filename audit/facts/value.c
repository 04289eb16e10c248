#include "value.h"

#include <glib.h>

const struct value value_none = { VALUE_NOT_STATED, 0, NULL, { NULL, 0, NULL } };

enum answer
answer_and(enum answer a, enum answer b)
{
	if (a == ANSWER_NO || b == ANSWER_NO)
		return ANSWER_NO;
	return a == ANSWER_YES && b == ANSWER_YES ? ANSWER_YES : ANSWER_UNKNOWN;
}

enum answer
answer_or(enum answer a, enum answer b)
{
	if (a == ANSWER_YES || b == ANSWER_YES)
		return ANSWER_YES;
	return a == ANSWER_NO && b == ANSWER_NO ? ANSWER_NO : ANSWER_UNKNOWN;
}

enum answer
answer_not(enum answer a)
{
	return a == ANSWER_UNKNOWN ? ANSWER_UNKNOWN : a == ANSWER_YES ? ANSWER_NO : ANSWER_YES;
}

bool
value_known(const struct value *v)
{
	return v->state == VALUE_STATED || v->state == VALUE_EMPTY;
}

bool
value_shows_items(const struct value *v)
{
	return v->state == VALUE_STATED || v->state == VALUE_TRUNCATED;
}

const char *
value_text(const struct value *v)
{
	return v->state == VALUE_STATED && v->n > 0 ? v->items[0] : NULL;
}

/* .NET writes True and False in every language; Excel re-saves translate them. */
enum answer
value_true(const struct value *v)
{
	static const char *const words[] = { "true", "$true", "yes", "1", "wahr", "vrai", "verdadero", "ja", "oui" };
	const char *text = value_text(v);

	if (text == NULL)
		return ANSWER_UNKNOWN;
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (g_ascii_strcasecmp(text, words[i]) == 0)
			return ANSWER_YES;
	return ANSWER_NO;
}

enum answer
value_has(const struct value *v, const char *word)
{
	if (value_shows_items(v))
		for (size_t i = 0; i < v->n; i++)
			if (g_ascii_strcasecmp(v->items[i], word) == 0)
				return ANSWER_YES;
	return value_known(v) ? ANSWER_NO : ANSWER_UNKNOWN;
}

const char *
value_reason(const struct value *v)
{
	switch (v->state) {
	case VALUE_NOT_STATED:
		return "not-stated";
	case VALUE_LOST:
		return "value-lost";
	case VALUE_TRUNCATED:
		return "value-truncated";
	case VALUE_CONFLICT:
		return "value-conflict";
	case VALUE_STATED:
	case VALUE_EMPTY:
	default:
		return NULL;
	}
}

static bool
holds(const struct value *v, const char *word)
{
	for (size_t i = 0; i < v->n; i++)
		if (g_ascii_strcasecmp(v->items[i], word) == 0)
			return true;
	return false;
}

bool
value_same(const struct value *a, const struct value *b)
{
	if (a->state != b->state)
		return false;
	for (size_t i = 0; i < a->n; i++)
		if (!holds(b, a->items[i]))
			return false;
	for (size_t i = 0; i < b->n; i++)
		if (!holds(a, b->items[i]))
			return false;
	return true;
}
