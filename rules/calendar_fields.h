/* calendar_fields.h - what a calendar is made of: for the calendar*.c files only. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "rules/calendar.h"

#define DAY_S	 86400
#define WEEKDAYS 7

/* Local seconds since midnight; end up to DAY_S, later than start. */
typedef struct {
	gint32 start_s, end_s;
} Span;

struct Calendar {
	char *name;
	GTimeZone *zone;
	GArray *week[WEEKDAYS]; /* Span by start, without overlap; Monday first */
	GHashTable *holidays;	/* set of days since 1970-01-01 */
	gint64 day_s;		/* 0: the longest weekday */
};

/* Weekday of a day since 1970-01-01, Monday 0. */
int calendar_weekday(gint64 day);

/* The word of the configuration: "mon" … "sun". */
const char *calendar_weekday_name(int weekday);
