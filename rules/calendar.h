/* calendar.h - working hours: spans of the week in a time zone, less the holidays. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <stdbool.h>

/*
 * A calendar is immutable after loading and may be read by any thread. The spans of a
 * local date, unless it is a holiday, become intervals between two moments, start
 * included, end not:
 *
 * - an edge that clocks skip (the gap when they go forward) is the moment of the skip;
 * - of an edge that clocks show twice, a start takes the first and an end the last;
 * - 24:00 is 00:00 of the next date;
 * - intervals that touch or overlap are one: no second counts twice.
 */
typedef struct Calendar Calendar;

/* name is copied. A new calendar is in UTC and never open, until told. */
Calendar *calendar_new(const char *name);
void calendar_free(Calendar *calendar);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Calendar, calendar_free)

/*
 * Sets one key of a [calendar] section: timezone, mon … sun or a range (mon-fri), each
 * with spans "09:00-13:00 14:00-18:00" (to 24:00; empty = closed; a later key replaces
 * the spans of an earlier one), holiday (dates, comma separated; repeatable), day
 * (working time that "1d" means, "8h"). An error names what is allowed.
 */
bool calendar_set(Calendar *calendar, const char *key, const char *value, GError **error);

/* True for mon … sun and ranges of them. */
bool calendar_key_is_weekdays(const char *key);

/* Closes the calendar on the date of a day since 1970-01-01. */
void calendar_add_holiday(Calendar *calendar, gint64 day);

/*
 * Closes the dates of an iCalendar file's events, of recurring ones up to the year 2100.
 * Cancelled events and exceptions are left out; an event with a time of day is an error.
 */
bool calendar_add_holidays_file(Calendar *calendar, const char *path, GError **error);

/* Round the clock, in UTC: what an SLA without a calendar uses. Static, do not free. */
const Calendar *calendar_always(void);

const char *calendar_name(const Calendar *calendar);
GTimeZone *calendar_timezone(const Calendar *calendar); /* borrowed */

/* Working seconds that "1d" means: day =, else the longest weekday's working time. */
gint64 calendar_day_s(const Calendar *calendar);

/* Whether a span covers the moment; its end does not count. */
bool calendar_is_open(const Calendar *calendar, gint64 at);

/*
 * The moment when work_s working seconds have passed since from: exactly the end of a
 * span when they fill it. work_s 0: from itself when open, else the next opening.
 * G_MAXINT64 when the calendar does not open for ten years, and past two centuries.
 */
gint64 calendar_add(const Calendar *calendar, gint64 from, gint64 work_s);

/* Working seconds between two moments (0 when to <= from), of the first two centuries. */
gint64 calendar_between(const Calendar *calendar, gint64 from, gint64 to);

/* The next opening at or after at (at itself when open). G_MAXINT64 when never. */
gint64 calendar_next_open(const Calendar *calendar, gint64 at);

/*
 * Step-by-step account of calendar_add for people: one line per span that counted
 * ("Mon 2026-11-23 09:00-13:00  4h 00m"), at most max_lines. g_free.
 */
char *calendar_explain(const Calendar *calendar, gint64 from, gint64 work_s,
		       int max_lines);

/* The week's hours for people, names being those of Monday to Sunday: equal days in a row
 * are joined, "Mon-Fri 09:00-18:00, Sat 10:00-14:00". "" when the calendar never opens.
 * g_free. */
char *calendar_hours(const Calendar *calendar, const char *const names[7]);
