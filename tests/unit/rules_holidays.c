/* rules_holidays.c - holidays from iCalendar files: which dates are closed. */
/* SPDX-License-Identifier: MIT */
#include "rules/calendar.h"
#include "rules/duration.h"

#include <glib/gstdio.h>
#include <string.h>

#define EVENT(lines)                                                                     \
	"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//example//"                          \
	"EN\r\nBEGIN:VEVENT\r\nUID:1\r\n"                                                \
	"DTSTAMP:20260101T000000Z\r\nSUMMARY:A feast\r\n" lines                          \
	"END:VEVENT\r\nEND:VCALENDAR\r\n"

typedef struct {
	const char *name, *text;
	const char *closed; /* dates, or what the error ends with */
	const char *open;   /* NULL: the file is refused */
} Case;

static const Case cases[] = {
	{"an event of a day", EVENT("DTSTART;VALUE=DATE:20261228\r\n"), "2026-12-28",
	 "2026-12-27 2026-12-29 2027-12-28"},
	{"an event of several days ends before its end",
	 EVENT("DTSTART;VALUE=DATE:20261224\r\nDTEND;VALUE=DATE:20261227\r\n"),
	 "2026-12-24 2026-12-25 2026-12-26", "2026-12-23 2026-12-27"},
	{"an event with a duration",
	 EVENT("DTSTART;VALUE=DATE:20261224\r\nDURATION:P2D\r\n"),
	 "2026-12-24 2026-12-25", "2026-12-26"},
	{"an event of every year",
	 EVENT("DTSTART;VALUE=DATE:20200325\r\nRRULE:FREQ=YEARLY\r\n"),
	 "2020-03-25 2026-03-25 2099-03-25", "2019-03-25 2026-03-26"},
	{"a Monday in May of every year",
	 EVENT("DTSTART;VALUE=DATE:20200504\r\nRRULE:FREQ=YEARLY;BYMONTH=5;BYDAY="
	       "1MO\r\n"),
	 "2026-05-04 2027-05-03", "2026-05-05 2027-05-04"},
	{"a rule with a count",
	 EVENT("DTSTART;VALUE=DATE:20260105\r\n"
	       "RRULE:FREQ=WEEKLY;COUNT=3\r\n"),
	 "2026-01-05 2026-01-12 2026-01-19", "2026-01-26"},
	{"a leap day of every year",
	 EVENT("DTSTART;VALUE=DATE:20240229\r\nRRULE:FREQ=YEARLY\r\n"),
	 "2024-02-29 2028-02-29", "2025-02-28 2025-03-01"},
	{"an exception",
	 EVENT("DTSTART;VALUE=DATE:20260105\r\nRRULE:FREQ=DAILY;COUNT=4\r\n"
	       "EXDATE;VALUE=DATE:20260106,20260107\r\n"),
	 "2026-01-05 2026-01-08", "2026-01-06 2026-01-07"},
	{"more dates",
	 EVENT("DTSTART;VALUE=DATE:20260105\r\n"
	       "RDATE;VALUE=DATE:20260203,20260304\r\n"),
	 "2026-01-05 2026-02-03 2026-03-04", "2026-02-04"},
	{"an occurrence that is moved",
	 EVENT("DTSTART;VALUE=DATE:20200101\r\nRRULE:FREQ=YEARLY\r\nEND:VEVENT\r\n"
	       "BEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20260101T000000Z\r\n"
	       "RECURRENCE-ID;VALUE=DATE:20270101\r\nDTSTART;VALUE=DATE:20270104\r\n"),
	 "2026-01-01 2027-01-04 2028-01-01", "2027-01-01"},
	{"an event that is cancelled",
	 EVENT("DTSTART;VALUE=DATE:20260105\r\nSTATUS:CANCELLED\r\n"), "", "2026-01-05"},
	{"a rule that never comes",
	 EVENT("DTSTART;VALUE=DATE:20260105\r\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY="
	       "30\r\n"),
	 "2026-01-05", "2026-02-28"},
	{"a rule that comes each second ends",
	 EVENT("DTSTART;VALUE=DATE:20260105\r\nRRULE:FREQ=SECONDLY\r\n"), "2026-01-05",
	 "2026-01-04"},
	{"an event at a time of day is refused",
	 EVENT("DTSTART:20260105T120000Z\r\nDTEND:20260105T130000Z\r\n"),
	 "holidays are whole days, but a time of day has the event A feast", NULL},
	{"an event without a start is refused", EVENT(""),
	 "no DTSTART in the event A feast", NULL},
	{"an event of two years is refused",
	 EVENT("DTSTART;VALUE=DATE:20260101\r\nDTEND;VALUE=DATE:20280101\r\n"),
	 "longer than a year is the event A feast", NULL},
	{"a rule that is none is refused",
	 EVENT("DTSTART;VALUE=DATE:20260105\r\nRRULE:FREQ=SOMETIMES\r\n"),
	 "damaged, some of its lines are not iCalendar (RFC 5545)", NULL},
	{"a file without events is refused", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
	 "no event (VEVENT) in it", NULL},
	{"other text is refused", "2026-12-25\n", "not an iCalendar file", NULL},
	{"an empty file is refused", "", "not an iCalendar file", NULL},
};

static void check_days(const Calendar *calendar, const char *dates, bool open)
{
	g_auto(GStrv) words = g_strsplit(dates, " ", -1);
	for (char **word = words; *word && **word; word++) {
		gint64 at;
		g_assert_true(time_parse(*word, calendar_timezone(calendar), &at));
		g_test_message("%s", *word);
		g_assert_true(calendar_is_open(calendar, at) == open);
		g_assert_true(calendar_is_open(calendar, at + 86399) == open);
	}
}

static void test_file(gconstpointer data)
{
	const Case *one = data;
	g_autofree char *path = NULL;
	g_autoptr(GError) error = NULL;
	int file = g_file_open_tmp("postdesk-XXXXXX.ics", &path, NULL);
	g_assert_true(g_file_set_contents(path, one->text, -1, NULL));
	g_autoptr(Calendar) calendar = calendar_new("c");
	g_assert_true(calendar_set(calendar, "timezone", "Asia/Kolkata", NULL));
	g_assert_true(calendar_set(calendar, "mon-sun", "00:00-24:00", NULL));
	bool known = calendar_add_holidays_file(calendar, path, &error);
	g_unlink(path);
	g_close(file, NULL);
	if (!one->open) {
		g_assert_false(known);
		g_assert_true(g_str_has_prefix(error->message, path));
		g_assert_cmpstr(error->message + strlen(path) + 2, ==, one->closed);
		return;
	}
	g_assert_no_error(error);
	check_days(calendar, one->closed, false);
	check_days(calendar, one->open, true);
}

static void test_missing(void)
{
	g_autoptr(Calendar) calendar = calendar_new("c");
	g_autoptr(GError) error = NULL;
	g_assert_false(calendar_add_holidays_file(calendar, "/nonexistent.ics", &error));
	g_assert_cmpstr(
		error->message, ==,
		"/nonexistent.ics: no such file; write the path of an iCalendar file");
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *path = g_strconcat("/holidays/", cases[i].name, NULL);
		g_test_add_data_func(path, &cases[i], test_file);
	}
	g_test_add_func("/holidays/a file that is not there is refused", test_missing);
	return g_test_run();
}
