/* The axis of a timeline: where it begins and ends, its ticks, bands and limits. */
#include "compose_timeline.h"

#include <string.h>

enum { BACK_LEAST = 120, BACK_MOST = 425, AHEAD_LEAST = 395, AHEAD_MOST = 3 * YEAR_DAYS, TICKS_MOST = 9 };

const char *
date_text(const struct composer *c, gint64 at)
{
	GDateTime *t = g_date_time_new_from_unix_utc(at);
	const char *text;

	/* No date can be said of a time beyond the year 9999. */
	if (t == NULL)
		return say(c, "date-unknown");
	text = region_printf(c->region, "%04d-%02d-%02d", g_date_time_get_year(t), g_date_time_get_month(t), g_date_time_get_day_of_month(t));
	g_date_time_unref(t);
	return text;
}

/* Months since the year 0, and back. */
static gint64
month_of(gint64 at)
{
	GDateTime *t = g_date_time_new_from_unix_utc(at);
	gint64 month = t != NULL ? (gint64)g_date_time_get_year(t) * 12 + g_date_time_get_month(t) - 1 : 1970 * 12;

	if (t != NULL)
		g_date_time_unref(t);
	return month;
}

static gint64
month_begin(gint64 month)
{
	GDateTime *t = g_date_time_new_utc((gint)(month / 12), (gint)(month % 12) + 1, 1, 0, 0, 0);
	gint64 at = t != NULL ? g_date_time_to_unix(t) : 0;

	if (t != NULL)
		g_date_time_unref(t);
	return at;
}

/* From the earliest beginning to the latest end, within what is of use around now; whole months. */
static void
set_ends(struct axis *a, size_t n, const struct span *spans)
{
	gint64 from = a->now - BACK_LEAST * DAY, until = a->now + AHEAD_LEAST * DAY;

	for (size_t i = 0; i < n; i++) {
		if (!spans[i].known)
			continue;
		from = MIN(from, MAX(spans[i].from, a->now - BACK_MOST * (gint64)DAY));
		until = MAX(until, MIN(spans[i].until, a->now + AHEAD_MOST * (gint64)DAY));
	}
	a->from = month_begin(month_of(from));
	a->until = month_begin(month_of(until) + 1);
}

/* Every month, quarter, half year or year, so that the labels have room. */
static void
add_ticks(const struct composer *c, struct axis *a)
{
	static const gint64 steps[] = { 1, 2, 3, 6, 12 };
	const gint64 first = month_of(a->from), last = month_of(a->until);
	GArray *ticks = g_array_new(FALSE, TRUE, sizeof(struct tick));
	size_t k = 0;

	while (k + 1 < G_N_ELEMENTS(steps) && (last - first) / steps[k] > TICKS_MOST)
		k++;
	for (gint64 m = (first + steps[k] - 1) / steps[k] * steps[k]; m <= last; m += steps[k]) {
		const struct tick t = { month_begin(m), steps[k] == 12 ? region_printf(c->region, "%d", (int)(m / 12)) :
			region_printf(c->region, "%04d-%02d", (int)(m / 12), (int)(m % 12) + 1) };

		g_array_append_val(ticks, t);
	}
	a->nticks = ticks->len;
	a->ticks = region_copy(c->region, ticks->data, ticks->len * sizeof(struct tick));
	g_array_unref(ticks);
}

static void
add_bands(const struct composer *c, struct axis *a)
{
	static const gint64 ends[] = { SOON, LATER };
	struct tick *bands = region_alloc(c->region, sizeof(struct tick) * G_N_ELEMENTS(ends));

	for (size_t i = 0; i < G_N_ELEMENTS(ends); i++)
		bands[i] = (struct tick){ a->now + ends[i] * DAY, say_count(c, "band", (guint64)ends[i]) };
	a->nbands = G_N_ELEMENTS(ends);
	a->bands = bands;
}

/* The days ahead from which on authorities may issue for a shorter time only. */
static void
add_limits(const struct composer *c, struct axis *a)
{
	const GArray *limits = c->audit->facts->knowledge->certificate_limits;
	GArray *shown = g_array_new(FALSE, TRUE, sizeof(struct tick));

	for (guint i = 0; i < limits->len; i++) {
		const struct certificate_limit *limit = &g_array_index(limits, struct certificate_limit, i);
		struct tick t = { limit->from, NULL };

		if (strcmp(limit->name, "validity-days") != 0 || limit->from <= a->now || limit->from > a->until)
			continue;
		t.label = say_count(c, "limit-label", (guint64)limit->value);
		g_array_append_val(shown, t);
	}
	a->nlimits = shown->len;
	a->limits = shown->len > 0 ? region_copy(c->region, shown->data, shown->len * sizeof(struct tick)) : NULL;
	g_array_unref(shown);
}

const struct axis *
axis_around(const struct composer *c, size_t n, const struct span *spans)
{
	struct axis *a = region_alloc(c->region, sizeof *a);

	a->now = c->audit->facts->as_of;
	a->now_label = c->speaker.as_of;
	set_ends(a, n, spans);
	add_ticks(c, a);
	add_bands(c, a);
	add_limits(c, a);
	return a;
}
