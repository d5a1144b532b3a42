/* zone.c - local clock readings of a time zone, as moments and back. */
/* SPDX-License-Identifier: MIT */
#include "rules/zone.h"
#include "rules/problem.h"

#include <stdbool.h>
#include <string.h>

/* Country, place and name of each zone, with tabs between them (tzdata). */
#define ZONE_TABLE "/usr/share/zoneinfo/zone.tab"

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

/* What people write of "America/New_York": "new york". */
static bool is_last_part(const char *name, const char *wanted)
{
	const char *slash = strrchr(name, '/');
	g_autofree char *part =
		g_strdelimit(g_strdup(slash ? slash + 1 : name), "_", ' ');
	g_autofree char *word = g_strdelimit(g_strdup(wanted), "_", ' ');
	return g_ascii_strcasecmp(part, word) == 0;
}

char *zone_meant(const char *wanted)
{
	g_autofree char *table = NULL;
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	if (!g_file_get_contents(ZONE_TABLE, &table, NULL, NULL))
		return NULL;
	g_auto(GStrv) lines = g_strsplit(table, "\n", -1);
	for (char **line = lines; *line; line++) {
		g_auto(GStrv) columns = g_strsplit(*line, "\t", 4);
		if (**line == '#' || g_strv_length(columns) < 3)
			continue;
		if (is_last_part(columns[2], wanted) ||
		    g_ascii_strcasecmp(columns[2], wanted) == 0)
			return g_strdup(columns[2]);
		g_ptr_array_add(names, g_strdup(columns[2]));
	}
	g_ptr_array_add(names, NULL);
	return g_strdup(problem_nearest(wanted, (const char *const *)names->pdata));
}
