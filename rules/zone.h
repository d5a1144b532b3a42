/* zone.h - local clock readings of a time zone, as moments and back. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/* A reading is the local date and time in seconds, counted as if it were UTC. */

/* Seconds that the zone's clocks are ahead of UTC at a moment. */
gint32 zone_offset(GTimeZone *zone, gint64 at);

/*
 * The moment at which local clocks show reading. A reading that clocks skip is the moment
 * of the skip; of one that they show twice it is the first, or the last.
 */
gint64 zone_first(GTimeZone *zone, gint64 reading);
gint64 zone_last(GTimeZone *zone, gint64 reading);

/* Days between 1970-01-01 and the date that a reading is on (floor). */
gint64 reading_day(gint64 reading);

/* The name of the tz database that was meant by one that is none; NULL:
 * no idea. g_free. */
char *zone_meant(const char *wanted);
