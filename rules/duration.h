/* duration.h - lengths of time as people write them: 30m, 4h, 2d, 1d4h. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <stdbool.h>

/*
 * Units w d h m s, largest first, no spaces needed; day_s is what "1d" means (86400 for
 * wall time, calendar_day_s for working time; a week is five working days or seven wall
 * days). POSTDESK_INVALID otherwise.
 */
bool duration_parse(const char *text, gint64 day_s, gint64 *seconds, GError **error);

/* "4h 30m" for people; exact to the minute. g_free. */
char *duration_text(gint64 seconds);
/* RFC 3339 of a moment in a zone (NULL: UTC): "2026-11-22T09:00:00+02:00". g_free. */
char *time_rfc3339(gint64 at, GTimeZone *zone);
/* RFC 3339, or "2026-11-22 09:00" / "2026-11-22" in zone. False if it is no time. */
bool time_parse(const char *text, GTimeZone *zone, gint64 *at);
