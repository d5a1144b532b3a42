/* calendar.c - reads the keys of a [calendar] section: zone, spans, holidays. */
/* SPDX-License-Identifier: MIT */
#include "mail/error.h"
#include "rules/calendar_fields.h"
#include "rules/duration.h"
#include "rules/zone.h"

#include <string.h>

/* Seven weekdays hold at most one span per quarter of an hour: more is a mistake. */
#define SPANS_MAX 96

static const char *const weekday_names[WEEKDAYS] = {"mon", "tue", "wed", "thu",
						    "fri", "sat", "sun"};

int calendar_weekday(gint64 day)
{
	/* 1970-01-01 was a Thursday. */
	int weekday = (int)((day + 3) % WEEKDAYS);
	return weekday < 0 ? weekday + WEEKDAYS : weekday;
}

const char *calendar_weekday_name(int weekday)
{
	return weekday_names[weekday];
}

Calendar *calendar_new(const char *name)
{
	Calendar *calendar = g_new0(Calendar, 1);
	calendar->name = g_strdup(name);
	calendar->zone = g_time_zone_new_utc();
	calendar->holidays =
		g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
	for (int i = 0; i < WEEKDAYS; i++)
		calendar->week[i] = g_array_new(FALSE, FALSE, sizeof(Span));
	return calendar;
}

void calendar_free(Calendar *calendar)
{
	if (!calendar)
		return;
	for (int i = 0; i < WEEKDAYS; i++)
		g_array_unref(calendar->week[i]);
	g_hash_table_unref(calendar->holidays);
	g_time_zone_unref(calendar->zone);
	g_free(calendar->name);
	g_free(calendar);
}

const char *calendar_name(const Calendar *calendar)
{
	return calendar->name;
}

GTimeZone *calendar_timezone(const Calendar *calendar)
{
	return calendar->zone;
}

static gint64 weekday_s(const GArray *spans)
{
	gint64 sum = 0;
	for (guint i = 0; i < spans->len; i++) {
		const Span *span = &g_array_index(spans, Span, i);
		sum += span->end_s - span->start_s;
	}
	return sum;
}

gint64 calendar_day_s(const Calendar *calendar)
{
	if (calendar->day_s)
		return calendar->day_s;
	gint64 longest = 0;
	for (int i = 0; i < WEEKDAYS; i++)
		longest = MAX(longest, weekday_s(calendar->week[i]));
	return longest;
}

static bool set_timezone(Calendar *calendar, const char *value, GError **error)
{
	/* GLib takes a bare number for hours. */
	g_autoptr(GTimeZone) zone =
		g_ascii_isalpha(*value) ? g_time_zone_new_identifier(value) : NULL;
	if (!zone) {
		g_autofree char *meant = zone_meant(value);
		g_set_error(error, POSTDESK_ERROR, POSTDESK_INVALID,
			    "unknown time zone \"%s\"; write %s", value,
			    meant ? meant : "a name of the tz database: Europe/Athens");
		return false;
	}
	g_time_zone_unref(calendar->zone);
	calendar->zone = g_steal_pointer(&zone);
	return true;
}

/* "09:30" to seconds since midnight; -1 if it is none. */
static gint32 time_of_day_s(const char *text, gsize length)
{
	if (length != 5 || text[2] != ':' || !g_ascii_isdigit(text[0]) ||
	    !g_ascii_isdigit(text[1]) || !g_ascii_isdigit(text[3]) ||
	    !g_ascii_isdigit(text[4]))
		return -1;
	gint32 hours = (text[0] - '0') * 10 + text[1] - '0';
	gint32 minutes = (text[3] - '0') * 10 + text[4] - '0';
	gint32 seconds = hours * 3600 + minutes * 60;
	return minutes < 60 && seconds <= DAY_S ? seconds : -1;
}

static bool parse_span(const char *word, Span *span, GError **error)
{
	const char *dash = strchr(word, '-');
	span->start_s = dash ? time_of_day_s(word, (gsize)(dash - word)) : -1;
	span->end_s = dash ? time_of_day_s(dash + 1, strlen(dash + 1)) : -1;
	if (span->start_s < 0 || span->end_s < 0) {
		g_set_error(error, POSTDESK_ERROR, POSTDESK_INVALID,
			    "\"%s\" is no span of time; write 09:00-17:30", word);
		return false;
	}
	if (span->start_s == span->end_s) {
		g_set_error(error, POSTDESK_ERROR, POSTDESK_INVALID,
			    "the span \"%s\" is empty; write 00:00-24:00 for a whole day",
			    word);
		return false;
	}
	if (span->start_s > span->end_s) {
		g_set_error(
			error, POSTDESK_ERROR, POSTDESK_INVALID,
			"the span \"%s\" crosses midnight; write %.5s-24:00 and, for the "
			"next day, 00:00-%s",
			word, word, dash + 1);
		return false;
	}
	return true;
}

static int by_start(gconstpointer a, gconstpointer b)
{
	return ((const Span *)a)->start_s - ((const Span *)b)->start_s;
}

static bool spans_are_apart(const GArray *spans, GError **error)
{
	for (guint i = 1; i < spans->len; i++) {
		const Span *before = &g_array_index(spans, Span, i - 1);
		const Span *span = &g_array_index(spans, Span, i);
		if (span->start_s >= before->end_s)
			continue;
		g_set_error(error, POSTDESK_ERROR, POSTDESK_INVALID,
			    "two spans overlap at %02d:%02d; write them as one",
			    span->start_s / 3600, span->start_s / 60 % 60);
		return false;
	}
	return true;
}

static GArray *parse_spans(const char *value, GError **error)
{
	g_autoptr(GArray) spans = g_array_new(FALSE, FALSE, sizeof(Span));
	g_auto(GStrv) words = g_strsplit_set(value, " \t,", -1);
	for (char **word = words; *word; word++) {
		Span span;
		if (!**word || g_str_equal(*word, "closed"))
			continue;
		if (!parse_span(*word, &span, error))
			return NULL;
		if (spans->len == SPANS_MAX) {
			g_set_error(error, POSTDESK_ERROR, POSTDESK_INVALID,
				    "more than %d spans", SPANS_MAX);
			return NULL;
		}
		g_array_append_val(spans, span);
	}
	g_array_sort(spans, by_start);
	return spans_are_apart(spans, error) ? g_steal_pointer(&spans) : NULL;
}

static int find_weekday(const char *name, gsize length)
{
	for (int i = 0; i < WEEKDAYS; i++)
		if (length == 3 && g_ascii_strncasecmp(name, weekday_names[i], 3) == 0)
			return i;
	return -1;
}

/* "mon" or "mon-fri"; "sat-mon" goes round the end of the week. */
static bool parse_weekdays(const char *key, int *first, int *last)
{
	const char *dash = strchr(key, '-');
	*first = find_weekday(key, dash ? (gsize)(dash - key) : strlen(key));
	*last = dash ? find_weekday(dash + 1, strlen(dash + 1)) : *first;
	return *first >= 0 && *last >= 0;
}

bool calendar_key_is_weekdays(const char *key)
{
	int first, last;
	return parse_weekdays(key, &first, &last);
}

static bool set_weekdays(Calendar *calendar, const char *key, const char *value,
			 GError **error)
{
	int first, last;
	parse_weekdays(key, &first, &last);
	g_autoptr(GArray) spans = parse_spans(value, error);
	if (!spans)
		return false;
	for (int day = first;; day = (day + 1) % WEEKDAYS) {
		g_array_unref(calendar->week[day]);
		calendar->week[day] = g_array_ref(spans);
		if (day == last)
			return true;
	}
}

void calendar_add_holiday(Calendar *calendar, gint64 day)
{
	g_hash_table_add(calendar->holidays, g_memdup2(&day, sizeof day));
}

static bool set_holidays(Calendar *calendar, const char *value, GError **error)
{
	g_auto(GStrv) words = g_strsplit_set(value, " \t,", -1);
	if (!value[strspn(value, " \t,")]) {
		g_set_error(
			error, POSTDESK_ERROR, POSTDESK_INVALID,
			"the value is empty; write 2026-12-25, or leave the line out");
		return false;
	}
	for (char **word = words; *word; word++) {
		gint64 reading;
		if (!**word)
			continue;
		if (strlen(*word) != strlen("2026-12-25") ||
		    !time_parse(*word, NULL, &reading)) {
			g_set_error(error, POSTDESK_ERROR, POSTDESK_INVALID,
				    "\"%s\" is no date; write 2026-12-25", *word);
			return false;
		}
		calendar_add_holiday(calendar, reading_day(reading));
	}
	return true;
}

static bool set_day(Calendar *calendar, const char *value, GError **error)
{
	if (!duration_parse(value, DAY_S, &calendar->day_s, error))
		return false;
	if (calendar->day_s > 0 && calendar->day_s <= DAY_S)
		return true;
	g_set_error(error, POSTDESK_ERROR, POSTDESK_INVALID,
		    "\"%s\" is no working day; write 8h", value);
	return false;
}

bool calendar_set(Calendar *calendar, const char *key, const char *value, GError **error)
{
	if (g_str_equal(key, "timezone"))
		return set_timezone(calendar, value, error);
	if (g_str_equal(key, "holiday"))
		return set_holidays(calendar, value, error);
	if (g_str_equal(key, "day"))
		return set_day(calendar, value, error);
	if (calendar_key_is_weekdays(key))
		return set_weekdays(calendar, key, value, error);
	g_set_error(
		error, POSTDESK_ERROR, POSTDESK_INVALID,
		"unknown key \"%s\" of a calendar; known: timezone, mon … sun, mon-fri, "
		"holiday, holidays, day",
		key);
	return false;
}

static Calendar *new_always(void)
{
	Calendar *calendar = calendar_new("always");
	const Span whole_day = {0, DAY_S};
	for (int i = 0; i < WEEKDAYS; i++)
		g_array_append_val(calendar->week[i], whole_day);
	return calendar;
}

const Calendar *calendar_always(void)
{
	static gsize always;
	if (g_once_init_enter(&always))
		g_once_init_leave(&always, (gsize)new_always());
	return (const Calendar *)always;
}
