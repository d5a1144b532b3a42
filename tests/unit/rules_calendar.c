/* rules_calendar.c - working hours, durations and moments, at their edges. */
/* SPDX-License-Identifier: MIT */

#include "rules/calendar.h"
#include "rules/duration.h"

/* Keys and values of one calendar: key, value, …, NULL. */
static const char *const office[] = {
	"timezone", "Europe/Athens", "mon-fri", "09:00-13:00 14:00-18:00",
	"sat",	    "10:00-14:00",   "holiday", "2026-12-25, 2026-12-26",
	"holiday",  "2024-02-29",    NULL};
static const char *const night[] = {"timezone", "Europe/Athens", "mon-sun",
				    "22:00-24:00 00:00-06:00", NULL};
/* Clocks go from 03:00 to 04:00 on 2026-03-29, from 04:00 to 03:00 on 2026-10-25. */
static const char *const small_hours[] = {"timezone", "Europe/Athens", "sun",
					  "03:15-03:30 03:45-05:00", NULL};
static const char *const touching[] = {"timezone", "Europe/Athens", "sun",
				       "02:00-03:30 03:30-05:00", NULL};
static const char *const lord_howe[] = {"timezone", "Australia/Lord_Howe", "sun",
					"01:00-03:00", NULL};
/* The whole of 2011-12-30 is missing there. */
static const char *const apia[] = {"timezone", "Pacific/Apia", "mon-sun", "09:00-10:00",
				   NULL};
static const char *const leap[] = {"mon-sun", "00:00-24:00", NULL};
static const char *const never[] = {"mon-sun", "", NULL};
static const char *const late[] = {"mon", "08:00-10:00", "mon", "09:00-10:00", NULL};

static Calendar *make(const char *const *keys)
{
	Calendar *calendar = calendar_new("c");
	for (; *keys; keys += 2) {
		g_autoptr(GError) error = NULL;
		calendar_set(calendar, keys[0], keys[1], &error);
		g_assert_no_error(error);
	}
	return calendar;
}

typedef struct {
	const char *name;
	const char *const *calendar;
	const char *from, *work, *due;
} Case;

static const Case cases[] = {
	{"work is done within a span", office, "2026-11-23 09:30", "1h",
	 "2026-11-23T10:30:00+02:00"},
	{"the end of a span is due then, not at the next opening", office,
	 "2026-11-23 09:00", "4h", "2026-11-23T13:00:00+02:00"},
	{"a second later is after the break", office, "2026-11-23 09:00", "4h1s",
	 "2026-11-23T14:00:01+02:00"},
	{"nothing to do when open is due at once", office, "2026-11-23 09:30", "0h",
	 "2026-11-23T09:30:00+02:00"},
	{"nothing to do at the closing waits for the opening", office, "2026-11-23 13:00",
	 "0h", "2026-11-23T14:00:00+02:00"},
	{"Friday night goes to Saturday", office, "2026-11-27 23:00", "5h",
	 "2026-11-30T10:00:00+02:00"},
	{"holidays do not count", office, "2026-12-24 17:00", "2h",
	 "2026-12-28T10:00:00+02:00"},
	{"a leap day may be a holiday", office, "2024-02-28 17:00", "2h",
	 "2024-03-01T10:00:00+02:00"},
	{"a day is that of the longest weekday", office, "2026-11-23 09:00", "1d",
	 "2026-11-23T18:00:00+02:00"},
	{"a week is five days", office, "2026-11-23 09:00", "1w",
	 "2026-11-27T18:00:00+02:00"},
	{"a time in UTC is understood", office, "2026-11-23T07:30:00Z", "1h",
	 "2026-11-23T10:30:00+02:00"},
	{"a night over midnight is one", night, "2026-11-23 21:00", "8h",
	 "2026-11-24T06:00:00+02:00"},
	{"a night is seven hours when clocks go forward", night, "2026-03-28 22:00", "7h",
	 "2026-03-29T06:00:00+03:00"},
	{"a night is nine hours when clocks go back", night, "2026-10-24 22:00", "9h",
	 "2026-10-25T06:00:00+02:00"},
	{"a span within the skipped hour is empty", small_hours, "2026-03-29 00:00", "0h",
	 "2026-03-29T04:00:00+03:00"},
	{"a start in the skipped hour moves to the change", small_hours,
	 "2026-03-29 00:00", "1h", "2026-03-29T05:00:00+03:00"},
	{"a start in the repeated hour is the first", small_hours, "2026-10-25 00:00",
	 "0h", "2026-10-25T03:15:00+03:00"},
	{"an end in the repeated hour is the last", small_hours, "2026-10-25 00:00",
	 "75m", "2026-10-25T03:30:00+02:00"},
	{"touching spans in the repeated hour count once", touching, "2026-10-25 02:00",
	 "4h", "2026-10-25T05:00:00+02:00"},
	{"half an hour may be repeated", lord_howe, "2026-04-05 00:00", "150m",
	 "2026-04-05T03:00:00+10:30"},
	{"half an hour may be skipped", lord_howe, "2026-10-04 00:00", "90m",
	 "2026-10-04T03:00:00+11:00"},
	{"a whole day may be skipped", apia, "2011-12-29 09:00", "90m",
	 "2011-12-31T09:30:00+14:00"},
	{"a year round the clock has its leap day", leap, "2028-01-01 00:00", "366d",
	 "2029-01-01T00:00:00+00:00"},
	{"a closed calendar is never done", never, "2026-01-01 00:00", "1h", "never"},
	{"a later line replaces the spans of an earlier one", late, "2026-11-23 00:00",
	 "30m", "2026-11-23T09:30:00+00:00"},
};

static void test_due(gconstpointer data)
{
	const Case *one = data;
	g_autoptr(Calendar) calendar = make(one->calendar);
	gint64 from, work_s;
	g_assert_true(time_parse(one->from, calendar_timezone(calendar), &from));
	g_assert_true(duration_parse(one->work, calendar_day_s(calendar), &work_s, NULL));
	gint64 due = calendar_add(calendar, from, work_s);
	g_autofree char *text = time_rfc3339(due, calendar_timezone(calendar));
	g_assert_cmpstr(text, ==, one->due);
	if (due == G_MAXINT64)
		return;
	g_assert_cmpint(calendar_between(calendar, from, due), ==, work_s);
	if (work_s > 0) {
		g_assert_true(calendar_is_open(calendar, due - 1));
		g_assert_cmpint(calendar_between(calendar, from, due - 1), ==,
				work_s - 1);
	}
}

static void test_questions(void)
{
	g_autoptr(Calendar) calendar = make(office);
	gint64 monday;
	g_assert_true(time_parse("2026-11-23", calendar_timezone(calendar), &monday));
	gint64 opening = monday + 9 * 3600;
	g_assert_false(calendar_is_open(calendar, opening - 1));
	g_assert_true(calendar_is_open(calendar, opening));
	g_assert_true(calendar_is_open(calendar, opening + 4 * 3600 - 1));
	g_assert_false(calendar_is_open(calendar, opening + 4 * 3600));
	g_assert_cmpint(calendar_next_open(calendar, monday), ==, opening);
	g_assert_cmpint(calendar_between(calendar, opening, opening), ==, 0);
	g_assert_cmpint(calendar_between(calendar, opening + 9, opening), ==, 0);
	g_assert_cmpint(calendar_day_s(calendar), ==, 8 * 3600);
	g_assert_true(calendar_set(calendar, "day", "7h", NULL));
	g_assert_cmpint(calendar_day_s(calendar), ==, 7 * 3600);
	g_assert_cmpint(calendar_add(calendar_always(), 5, 7), ==, 12);
	g_assert_true(calendar_is_open(calendar_always(), 0));
	g_assert_cmpint(calendar_add(calendar, G_MAXINT64, 1), ==, G_MAXINT64);
	g_assert_cmpint(calendar_add(calendar, G_MININT64, 1), ==, G_MAXINT64);
	g_assert_cmpint(calendar_add(calendar, 0, G_MAXINT64), ==, G_MAXINT64);
	g_assert_cmpint(calendar_add(calendar_always(), 0, G_MAXINT64), ==, G_MAXINT64);
}

static void test_explanation(void)
{
	g_autoptr(Calendar) calendar = make(office);
	gint64 from;
	g_assert_true(time_parse("2026-11-27 12:15", calendar_timezone(calendar), &from));
	g_autofree char *all = calendar_explain(calendar, from, 9 * 3600, 10);
	g_assert_cmpstr(all, ==,
			"Fri 2026-11-27 12:15-13:00  0h 45m\n"
			"Fri 2026-11-27 14:00-18:00  4h 00m\n"
			"Sat 2026-11-28 10:00-14:00  4h 00m\n"
			"Mon 2026-11-30 09:00-09:15  0h 15m\n");
	g_autofree char *some = calendar_explain(calendar, from, 9 * 3600, 2);
	g_assert_cmpstr(some, ==,
			"Fri 2026-11-27 12:15-13:00  0h 45m\n"
			"… 8h 15m more until Mon 2026-11-30 09:15\n");
	g_autoptr(Calendar) nights = make(night);
	g_autofree char *midnight = calendar_explain(nights, from, 3 * 3600, 9);
	g_assert_cmpstr(midnight, ==,
			"Fri 2026-11-27 22:00-24:00  2h 00m\n"
			"Sat 2026-11-28 00:00-01:00  1h 00m\n");
}

static void test_hours(void)
{
	static const char *const names[7] = {"Mon", "Tue", "Wed", "Thu",
					     "Fri", "Sat", "Sun"};
	g_autoptr(Calendar) calendar = make(office);
	g_autoptr(Calendar) closed = calendar_new("closed");
	g_autofree char *text = calendar_hours(calendar, names);
	g_assert_cmpstr(text, ==, "Mon-Fri 09:00-13:00 14:00-18:00, Sat 10:00-14:00");
	g_autofree char *nothing = calendar_hours(closed, names);
	g_assert_cmpstr(nothing, ==, "");
}

static void test_durations(void)
{
	static const struct {
		const char *text;
		gint64 day_s, seconds; /* -1: refused */
	} table[] = {
		{"30m", 86400, 1800},
		{"1d4h", 28800, 43200},
		{"1d 4h", 86400, 100800},
		{"1w", 86400, 604800},
		{"1w", 28800, 144000},
		{"90s", 86400, 90},
		{"0s", 86400, 0},
		{"", 86400, -1},
		{"4", 86400, -1},
		{"4h4h", 86400, -1},
		{"4m4h", 86400, -1},
		{"-4h", 86400, -1},
		{"4y", 86400, -1},
		{"h", 86400, -1},
		{"99999999999999999999d", 86400, -1},
		{"36525d", 86400, 36525 * G_GINT64_CONSTANT(86400)},
		{"36525d1s", 86400, -1},
	};
	for (gsize i = 0; i < G_N_ELEMENTS(table); i++) {
		gint64 seconds = -1;
		g_autoptr(GError) error = NULL;
		bool known =
			duration_parse(table[i].text, table[i].day_s, &seconds, &error);
		g_assert_cmpint(known ? seconds : -1, ==, table[i].seconds);
		g_assert_true(known == !error);
	}
}

static void test_duration_texts(void)
{
	static const struct {
		gint64 seconds;
		const char *text;
	} table[] = {{0, "0m"},		 {59, "0m"},	    {60, "1m"},
		     {3600, "1h"},	 {16200, "4h 30m"}, {360000, "100h"},
		     {-5400, "-1h 30m"}, {-59, "0m"}};
	for (gsize i = 0; i < G_N_ELEMENTS(table); i++) {
		g_autofree char *text = duration_text(table[i].seconds);
		g_assert_cmpstr(text, ==, table[i].text);
	}
}

static void test_moments(void)
{
	static const struct {
		const char *text, *moment; /* NULL: no time */
	} table[] = {
		{"2026-11-22T09:00:00+02:00", "2026-11-22T09:00:00+02:00"},
		{"2026-11-22T07:00:00Z", "2026-11-22T09:00:00+02:00"},
		{"2026-11-22t07:00:00.999z", "2026-11-22T09:00:00+02:00"},
		{"2026-11-22 09:00", "2026-11-22T09:00:00+02:00"},
		{"2026-11-22", "2026-11-22T00:00:00+02:00"},
		{"2026-03-29 03:30", "2026-03-29T04:00:00+03:00"},
		{"2026-10-25 03:30", "2026-10-25T03:30:00+03:00"},
		{"2026-02-29", NULL},
		{"2026-11-22 24:00", NULL},
		{"2026-11-22T09:00:00+2", NULL},
		{"2026-11-22 ", NULL},
		{"tomorrow", NULL},
		{"", NULL},
	};
	g_autoptr(GTimeZone) athens = g_time_zone_new_identifier("Europe/Athens");
	for (gsize i = 0; i < G_N_ELEMENTS(table); i++) {
		gint64 at;
		bool known = time_parse(table[i].text, athens, &at);
		g_autofree char *text = known ? time_rfc3339(at, athens) : NULL;
		g_assert_cmpstr(text, ==, table[i].moment);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *path = g_strconcat("/calendar/", cases[i].name, NULL);
		g_test_add_data_func(path, &cases[i], test_due);
	}
	g_test_add_func("/calendar/questions agree at the edges of a span",
			test_questions);
	g_test_add_func("/calendar/an account names each span", test_explanation);
	g_test_add_func("/calendar/equal days are joined when hours are told",
			test_hours);
	g_test_add_func("/duration/units come largest first", test_durations);
	g_test_add_func("/duration/text is exact to the minute", test_duration_texts);
	g_test_add_func("/time/moments are read in their zone", test_moments);
	return g_test_run();
}
