/* zone.c - local clock readings of a time zone, as moments and back. */
/* SPDX-License-Identifier: MIT */
#include "rules/zone.h"

/* No offset is larger, and no zone changes its clocks twice within two days. */
#define DAY_S 86400

gint32 zone_offset(GTimeZone *zone, gint64 at)
{
	int interval = g_time_zone_find_interval(zone, G_TIME_TYPE_UNIVERSAL, at);
	return g_time_zone_get_offset(zone, interval);
}

/* The moment between two in which the offset changes, the first with the later offset. */
static gint64 clock_change(GTimeZone *zone, gint64 before, gint64 after)
{
	gint32 later = zone_offset(zone, after);
	while (after - before > 1) {
		gint64 middle = before + (after - before) / 2;
		if (zone_offset(zone, middle) == later)
			after = middle;
		else
			before = middle;
	}
	return after;
}

static gint64 zone_moment(GTimeZone *zone, gint64 reading, gboolean last)
{
	gint32 early = zone_offset(zone, reading - DAY_S);
	gint32 late = zone_offset(zone, reading + DAY_S);
	gint64 by_early = reading - early;
	gint64 by_late = reading - late;
	if (early == late)
		return by_early;
	gboolean is_early = zone_offset(zone, by_early) == early;
	gboolean is_late = zone_offset(zone, by_late) == late;
	if (is_early && is_late)
		return last ? by_late : by_early;
	if (is_early)
		return by_early;
	if (is_late)
		return by_late;
	return clock_change(zone, by_late, by_early);
}

gint64 zone_first(GTimeZone *zone, gint64 reading)
{
	return zone_moment(zone, reading, FALSE);
}

gint64 zone_last(GTimeZone *zone, gint64 reading)
{
	return zone_moment(zone, reading, TRUE);
}

gint64 reading_day(gint64 reading)
{
	gint64 day = reading / DAY_S;
	return reading % DAY_S < 0 ? day - 1 : day;
}
