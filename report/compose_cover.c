/* Cover and contents. */
#include <string.h>

#include "../audit/facts/date.h"
#include "compose.h"

enum { DAY = 86400, DATE_LENGTH = 10 };

/* ---- what the cover states ---- */

static void
add_fact(const struct composer *c, struct table *facts, GArray *columns, const char *phrase, const char *value)
{
	const struct column column = { say(c, phrase), 1, false, false };

	if (value == NULL)
		return;
	g_array_append_val(columns, column);
	table_cell(facts, plain_runs(c, value), TONE_NONE);
}

static const char *
basis_of_date(const struct composer *c)
{
	pair date[] = { { "date", c->speaker.as_of }, { "origin", say_of(c, "date-origin", c->audit->facts->as_of_origin) } };

	return say_with(c, "date-and-origin", G_N_ELEMENTS(date), date);
}

/* The first and the last day on which the collecting scripts ran; false when no export tells. */
static bool
collected_between(const struct facts *facts, gint64 *first, gint64 *last)
{
	bool any = false;

	for (size_t i = 0; i < objects_count(facts->objects, KIND_COLLECTOR); i++) {
		const struct value *collected = object_get(objects_at(facts->objects, KIND_COLLECTOR, i), COLLECTOR_COLLECTED_UTC);

		for (size_t k = 0; k < collected->n; k++) {
			gint64 at;

			if (!date_parse(collected->items[k], &at))
				continue;
			at -= at % DAY;
			*first = any ? MIN(*first, at) : at;
			*last = any ? MAX(*last, at) : at;
			any = true;
		}
	}
	return any;
}

static const char *
day_text(const struct composer *c, gint64 at)
{
	GDateTime *time = g_date_time_new_from_unix_utc(at);
	char *text = g_date_time_format(time, "%Y-%m-%d");
	const char *kept = region_strndup(c->region, text, DATE_LENGTH);

	g_free(text);
	g_date_time_unref(time);
	return kept;
}

/* Between what days the exports were made, and how long before the date judged at. */
static const char *
age_of_data(const struct composer *c)
{
	gint64 first, last, days;

	if (!collected_between(c->audit->facts, &first, &last))
		return say(c, "data-age unknown");
	days = (c->audit->facts->as_of - first) / DAY;
	pair pairs[] = { { "first", day_text(c, first) }, { "last", day_text(c, last) }, { "days", say_count(c, "days", (guint64)ABS(days)) } };

	return say_with(c, days < 0 ? "data-age after" : first == last ? "data-age day" : "data-age", G_N_ELEMENTS(pairs), pairs);
}

static const char *
rule_set(const struct composer *c)
{
	unsigned n = 0;

	for (size_t f = 0; families[f] != NULL; f++)
		n += (unsigned)families[f]->n;
	pair pairs[] = { { "n", number_text(c, n) }, { "set", rules_identity(c->region) } };

	return say_with(c, "rule-set", G_N_ELEMENTS(pairs), pairs);
}

static void
cover_facts(const struct composer *c, struct block *cover)
{
	const struct document *d = c->document;
	GArray *columns = g_array_new(FALSE, TRUE, sizeof(struct column));
	struct table facts;

	table_begin(&facts, BLOCK_FACTS, 0, NULL);
	add_fact(c, &facts, columns, "cover-customer", d->customer);
	add_fact(c, &facts, columns, "cover-author", d->author);
	add_fact(c, &facts, columns, "cover-classification", d->classification);
	add_fact(c, &facts, columns, "cover-date", basis_of_date(c));
	add_fact(c, &facts, columns, "cover-data", age_of_data(c));
	add_fact(c, &facts, columns, "cover-identity", d->report_id);
	add_fact(c, &facts, columns, "cover-tool", d->tool);
	add_fact(c, &facts, columns, "cover-rules", rule_set(c));
	cover->ncolumns = columns->len;
	cover->columns = region_copy(c->region, columns->data, columns->len * sizeof(struct column));
	cover->nrows = 1;
	cover->cells = region_copy(c->region, facts.cells->data, facts.cells->len * sizeof(struct cell));
	g_array_unref(columns);
	table_drop(&facts);
}

void
say_filter(const struct composer *c, GPtrArray *to)
{
	pair rules[] = { { "rules", c->options->rules } };

	if (c->options->rules != NULL)
		say_blocks(c, to, "only-rules", 1, rules);
}

static const char *
input_digest(const struct composer *c)
{
	unsigned char digest[16];
	GString *hex = g_string_new(NULL);
	const char *kept;

	report_digest(c->audit, c->options, digest);
	for (size_t i = 0; i < G_N_ELEMENTS(digest); i++)
		g_string_append_printf(hex, "%02x", digest[i]);
	kept = region_strdup(c->region, hex->str);
	g_string_free(hex, TRUE);
	return kept;
}

void
compose_cover(struct composer *c, GPtrArray *to)
{
	struct block *cover = block_add(c, to, BLOCK_COVER);
	GPtrArray *below = g_ptr_array_new();
	pair scope[] = {
		{ "files", say_count(c, "files-supplied", c->audit->facts->sources->len) }, { "digest", input_digest(c) },
	};

	cover->number = c->document->title;
	cover->title = say(c, "cover-title");
	cover->subtitle = c->document->customer;
	cover->tone = verdict_tone(c->audit->findings);
	cover->word = c->document->verdict;
	cover->runs = plain_runs(c, c->document->sentence);
	cover_facts(c, cover);
	say_blocks(c, below, "cover-foot", G_N_ELEMENTS(scope), scope);
	say_filter(c, below);
	children_set(c, cover, below);
}

void
compose_contents(struct composer *c, GPtrArray *to)
{
	heading_add(c, to, 1, say(c, "contents"), "contents");
	block_add(c, to, BLOCK_CONTENTS);
	heading_add(c, to, 2, say(c, "how-to-read-title"), "how-to-read");
	say_blocks(c, to, "how-to-read", 0, NULL);
}
