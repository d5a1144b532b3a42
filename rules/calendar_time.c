/* calendar_time.c - counts working time: due moments, time between, and why. */
/* SPDX-License-Identifier: MIT */
#include "rules/calendar_fields.h"
#include "rules/zone.h"

/*
 * A walk yields the open intervals from a moment on, one after the other, each starting
 * where the last ended or later. It looks at one local date at a time, from the date
 * before that of its start: at a clock change an end may lie in the next date's first
 * hour. Nothing is remembered in the calendar, so that threads need no lock; what makes
 * it quick is that a date without a clock change near it needs two looks into the zone,
 * not one or more per edge.
 */

#define DAYS_CLOSED_MAX (10 * 366)
#define DAYS_MAX	(200 * 366)
/* GTimeZone knows the years 1 to 9999. */
#define MOMENT_MIN (-G_GINT64_CONSTANT(62135596800) + 2 * DAY_S)
#define MOMENT_MAX (G_GINT64_CONSTANT(253402300799) - DAYS_MAX * (gint64)DAY_S)

typedef struct {
	const Calendar *calendar;
	gint64 floor;	 /* nothing before this is yielded any more */
	gint64 day;	 /* local date, since 1970-01-01 */
	gint64 last_day; /* give up after this */
	gint64 end_day;
	const GArray *spans; /* of day; NULL: not looked at yet */
	guint next;	     /* index into spans */
	gboolean steady;     /* no clock change near day */
	gint32 offset;	     /* of steady */
} Walk;

static gboolean walk_begin(Walk *walk, const Calendar *calendar, gint64 from)
{
	if (from < MOMENT_MIN || from > MOMENT_MAX)
		return FALSE;
	gint64 day = reading_day(from + zone_offset(calendar->zone, from)) - 1;
	*walk = (Walk){.calendar = calendar,
		       .floor = from,
		       .day = day,
		       .last_day = day + DAYS_CLOSED_MAX,
		       .end_day = day + DAYS_MAX};
	return TRUE;
}

static void look_at_day(Walk *walk)
{
	const Calendar *calendar = walk->calendar;
	walk->spans = calendar->week[calendar_weekday(walk->day)];
	walk->next = 0;
	if (g_hash_table_contains(calendar->holidays, &walk->day))
		walk->next = walk->spans->len;
	if (walk->next == walk->spans->len)
		return;
	walk->offset = zone_offset(calendar->zone, (walk->day - 1) * DAY_S);
	walk->steady =
		zone_offset(calendar->zone, (walk->day + 2) * DAY_S) == walk->offset;
}

static void next_span(Walk *walk, gint64 *start, gint64 *end)
{
	const Span *span = &g_array_index(walk->spans, Span, walk->next++);
	gint64 midnight = walk->day * DAY_S;
	GTimeZone *zone = walk->calendar->zone;
	if (walk->steady) {
		*start = midnight + span->start_s - walk->offset;
		*end = midnight + span->end_s - walk->offset;
	} else {
		*start = zone_first(zone, midnight + span->start_s);
		*end = zone_last(zone, midnight + span->end_s);
	}
}

static gboolean walk_next(Walk *walk, gint64 *start, gint64 *end)
{
	while (walk->day <= walk->last_day && walk->day <= walk->end_day) {
		if (!walk->spans)
			look_at_day(walk);
		while (walk->next < walk->spans->len) {
			next_span(walk, start, end);
			*start = MAX(*start, walk->floor);
			if (*start >= *end)
				continue;
			walk->floor = *end;
			walk->last_day = walk->day + DAYS_CLOSED_MAX;
			return TRUE;
		}
		walk->day++;
		walk->spans = NULL;
	}
	return FALSE;
}

gint64 calendar_add(const Calendar *calendar, gint64 from, gint64 work_s)
{
	Walk walk;
	gint64 start, end;
	if (calendar == calendar_always() && work_s >= 0 && work_s < MOMENT_MAX &&
	    ABS(from) < MOMENT_MAX)
		return from + work_s;
	if (!walk_begin(&walk, calendar, from))
		return G_MAXINT64;
	while (walk_next(&walk, &start, &end)) {
		if (work_s <= end - start)
			return start + MAX(work_s, 0);
		work_s -= end - start;
	}
	return G_MAXINT64;
}

gint64 calendar_between(const Calendar *calendar, gint64 from, gint64 to)
{
	Walk walk;
	gint64 start, end, sum = 0;
	if (to <= from || !walk_begin(&walk, calendar, from))
		return 0;
	if (calendar == calendar_always())
		return MIN(to, from + DAYS_MAX * (gint64)DAY_S) - from;
	while (walk_next(&walk, &start, &end) && start < to)
		sum += MIN(end, to) - start;
	return sum;
}

gint64 calendar_next_open(const Calendar *calendar, gint64 at)
{
	return calendar_add(calendar, at, 0);
}

bool calendar_is_open(const Calendar *calendar, gint64 at)
{
	return calendar_next_open(calendar, at) == at;
}

static char *moment_text(GTimeZone *zone, gint64 at)
{
	gint64 reading = at + zone_offset(zone, at);
	g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc(reading);
	const char *weekday =
		calendar_weekday_name(calendar_weekday(reading_day(reading)));
	g_autofree char *date = g_date_time_format(time, "%Y-%m-%d %H:%M");
	return g_strdup_printf("%c%s %s", g_ascii_toupper(*weekday), weekday + 1, date);
}

static void explain_span(GString *text, GTimeZone *zone, gint64 start, gint64 end)
{
	g_autofree char *from = moment_text(zone, start);
	gint64 reading = end + zone_offset(zone, end);
	gint64 minutes = (reading - reading_day(reading) * DAY_S) / 60;
	if (minutes == 0)
		minutes = DAY_S / 60;
	gint64 worked = (end - start) / 60;
	g_string_append_printf(text, "%s-%02d:%02d  %" G_GINT64_FORMAT "h %02dm\n", from,
			       (int)(minutes / 60), (int)(minutes % 60), worked / 60,
			       (int)(worked % 60));
}

static void explain_rest(GString *text, const Calendar *calendar, gint64 start,
			 gint64 work_s)
{
	gint64 due = calendar_add(calendar, start, work_s);
	if (due == G_MAXINT64) {
		g_string_append(text, "… and never done\n");
		return;
	}
	g_autofree char *until = moment_text(calendar->zone, due);
	gint64 minutes = work_s / 60;
	g_string_append_printf(text, "… %" G_GINT64_FORMAT "h %02dm more until %s\n",
			       minutes / 60, (int)(minutes % 60), until);
}

char *calendar_explain(const Calendar *calendar, gint64 from, gint64 work_s,
		       int max_lines)
{
	Walk walk;
	gint64 start, end;
	GString *text = g_string_new(NULL);
	if (!walk_begin(&walk, calendar, from))
		return g_string_free(text, FALSE);
	for (int line = 1; work_s > 0 && walk_next(&walk, &start, &end); line++) {
		if (line >= max_lines && work_s > end - start) {
			explain_rest(text, calendar, start, work_s);
			break;
		}
		end = MIN(end, start + work_s);
		explain_span(text, calendar->zone, start, end);
		work_s -= end - start;
	}
	return g_string_free(text, FALSE);
}
