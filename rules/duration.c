/* duration.c - lengths of time and moments, as people write and read them. */
/* SPDX-License-Identifier: MIT */
#include "rules/duration.h"
#include "mail/error.h"
#include "rules/zone.h"

#include <string.h>

#define DAY_S 86400
/* A century is no length that anyone means; it keeps every sum far from overflow. */
#define DURATION_MAX_S (G_GINT64_CONSTANT(36525) * DAY_S)

static gint64 unit_s(char unit, gint64 day_s)
{
	switch (unit) {
	case 'w':
		return day_s == DAY_S ? 7 * day_s : 5 * day_s;
	case 'd':
		return day_s;
	case 'h':
		return 3600;
	case 'm':
		return 60;
	default:
		return 1;
	}
}

static bool refuse(const char *text, const char *why, GError **error)
{
	g_set_error(error, POSTDESK_ERROR, POSTDESK_INVALID,
		    "\"%s\" is no duration%s; write 30m, 4h, 2d or 1d4h (w d h m s)",
		    text, why);
	return false;
}

bool duration_parse(const char *text, gint64 day_s, gint64 *seconds, GError **error)
{
	const char *units = "wdhms";
	gint64 sum = 0;
	const char *p = text + strspn(text, " \t");
	if (!*p)
		return refuse(text, "", error);
	while (*p) {
		char *unit;
		if (!g_ascii_isdigit(*p))
			return refuse(text, "", error);
		guint64 number = g_ascii_strtoull(p, &unit, 10);
		if (!*unit || *unit == ' ')
			return refuse(text, ", its unit is missing", error);
		const char *known = strchr(units, *unit);
		if (!known)
			return refuse(text, "", error);
		if (number > (guint64)DURATION_MAX_S ||
		    (gint64)number >
			    (DURATION_MAX_S - sum) / MAX(unit_s(*unit, day_s), 1))
			return refuse(text, ", more than a century", error);
		sum += (gint64)number * unit_s(*unit, day_s);
		units = known + 1;
		p = unit + 1;
		p += strspn(p, " \t");
	}
	*seconds = sum;
	return true;
}

char *duration_text(gint64 seconds)
{
	const char *sign = seconds < 0 ? "-" : "";
	guint64 minutes = (seconds < 0 ? -(guint64)seconds : (guint64)seconds) / 60;
	guint64 hours = minutes / 60;
	minutes %= 60;
	if (hours == 0)
		return g_strdup_printf("%s%" G_GUINT64_FORMAT "m", minutes ? sign : "",
				       minutes);
	if (minutes == 0)
		return g_strdup_printf("%s%" G_GUINT64_FORMAT "h", sign, hours);
	return g_strdup_printf("%s%" G_GUINT64_FORMAT "h %" G_GUINT64_FORMAT "m", sign,
			       hours, minutes);
}

char *time_rfc3339(gint64 at, GTimeZone *zone)
{
	gint32 offset = zone ? zone_offset(zone, at) : 0;
	g_autoptr(GDateTime) reading =
		at < G_MAXINT64 - DAY_S ? g_date_time_new_from_unix_utc(at + offset)
					: NULL;
	if (!reading)
		return g_strdup("never");
	g_autofree char *local = g_date_time_format(reading, "%Y-%m-%dT%H:%M:%S");
	gint32 minutes = ABS(offset) / 60;
	return g_strdup_printf("%s%c%02d:%02d", local, offset < 0 ? '-' : '+',
			       minutes / 60, minutes % 60);
}

/* Exactly count digits; -1 otherwise. Moves *p past them. */
static int digits(const char **p, int count)
{
	int number = 0;
	for (int i = 0; i < count; i++, (*p)++) {
		if (!g_ascii_isdigit(**p))
			return -1;
		number = number * 10 + (**p - '0');
	}
	return number;
}

static bool literal(const char **p, char c)
{
	if (**p != c)
		return false;
	(*p)++;
	return true;
}

static bool parse_date(const char **p, gint64 *reading)
{
	int year = digits(p, 4);
	int month = year >= 0 && literal(p, '-') ? digits(p, 2) : -1;
	int day = month >= 0 && literal(p, '-') ? digits(p, 2) : -1;
	if (year < 1 || month < 1 || day < 1 ||
	    !g_date_valid_dmy((GDateDay)day, month, (GDateYear)year))
		return false;
	GDate date;
	g_date_clear(&date, 1);
	g_date_set_dmy(&date, (GDateDay)day, month, (GDateYear)year);
	/* GDate counts from 0001-01-01, which is day 1. */
	*reading = ((gint64)g_date_get_julian(&date) - 719163) * DAY_S;
	return true;
}

/* hh:mm, seconds and their fraction as far as given. A leap second is the one before. */
static bool parse_clock(const char **p, gint64 *seconds)
{
	int hour = digits(p, 2);
	int minute = hour >= 0 && literal(p, ':') ? digits(p, 2) : -1;
	int second = minute >= 0 && literal(p, ':') ? digits(p, 2) : 0;
	if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 ||
	    second > 60)
		return false;
	if (literal(p, '.'))
		*p += strspn(*p, "0123456789");
	*seconds = hour * 3600 + minute * 60 + MIN(second, 59);
	return true;
}

static bool parse_offset(const char **p, gint64 *offset_s)
{
	*offset_s = 0;
	if (literal(p, 'Z') || literal(p, 'z'))
		return true;
	int sign = literal(p, '-') ? -1 : literal(p, '+') ? 1 : 0;
	int hours = sign ? digits(p, 2) : -1;
	int minutes = hours >= 0 && literal(p, ':') ? digits(p, 2) : -1;
	if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59)
		return false;
	*offset_s = sign * (hours * 3600 + minutes * 60);
	return true;
}

bool time_parse(const char *text, GTimeZone *zone, gint64 *at)
{
	const char *p = text;
	gint64 reading, seconds = 0, offset_s;
	if (!parse_date(&p, &reading))
		return false;
	if (*p && !((literal(&p, 'T') || literal(&p, 't') || literal(&p, ' ')) &&
		    parse_clock(&p, &seconds)))
		return false;
	reading += seconds;
	if (!*p) {
		*at = zone ? zone_first(zone, reading) : reading;
		return true;
	}
	if (!parse_offset(&p, &offset_s) || *p)
		return false;
	*at = reading - offset_s;
	return true;
}
