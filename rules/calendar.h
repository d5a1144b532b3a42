/* calendar.h - working hours: spans of the week in a time zone, less the holidays. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <stdbool.h>

/*
 * A calendar is immutable after loading and may be read by any thread. Each local edge is
 * taken to UTC by the zone's rules: an edge inside a gap (clocks forward) moves to the end of the
 * gap, an edge that occurs twice takes the first for a start and the last for an end.
 */
typedef struct Calendar Calendar;

/* name is copied. A new calendar is Europe/London-free: UTC, open never, until told. */
Calendar *calendar_new(const char *name);
void calendar_free(Calendar *calendar);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Calendar, calendar_free)

/*
 * Sets one key of a [calendar] section: timezone, mon … sun or a range (mon-fri), each with
 * spans "09:00-13:00 14:00-18:00" (to 24:00; empty = closed), holiday (dates, comma separated;
 * repeatable), day (working time that "1d" means, "8h"). An error names what is allowed.
 */
bool calendar_set(Calendar *calendar, const char *key, const char *value, GError **error);

/* Round the clock, in UTC: what an SLA without a calendar uses. Static, do not free. */
const Calendar *calendar_always(void);

const char *calendar_name(const Calendar *calendar);
GTimeZone *calendar_timezone(const Calendar *calendar); /* borrowed */

/* Working seconds that "1d" means: day =, else the longest weekday's working time. */
gint64 calendar_day_s(const Calendar *calendar);

bool calendar_is_open(const Calendar *calendar, gint64 at);

/*
 * The moment when work_s working seconds have passed since from. work_s 0: from itself when
 * open, else the next opening. G_MAXINT64 when the calendar never opens (within ten years).
 */
gint64 calendar_add(const Calendar *calendar, gint64 from, gint64 work_s);

/* Working seconds between two moments (0 when to <= from). */
gint64 calendar_between(const Calendar *calendar, gint64 from, gint64 to);

/* The next opening at or after at (at itself when open). G_MAXINT64 when never. */
gint64 calendar_next_open(const Calendar *calendar, gint64 at);

/*
 * Step-by-step account of calendar_add for people: one line per day or span that counted
 * ("Mon 2026-11-23 09:00-13:00  4h 00m"), at most max_lines. g_free.
 */
char *calendar_explain(const Calendar *calendar, gint64 from, gint64 work_s, int max_lines);
