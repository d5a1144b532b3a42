/* fuzz_calendar.c - lines of keys and spans as a calendar; its sums must agree. */
/* SPDX-License-Identifier: MIT */
#include "rules/calendar.h"
#include "rules/duration.h"
#include "rules/sla.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

/* The zone is one of a few: opening files by name is the time zone database's affair. */
static void set_key(Calendar *calendar, const char *key, const char *value)
{
	static const char *const zones[] = {"Europe/Athens", "Australia/Lord_Howe",
					    "Pacific/Apia", "Africa/Casablanca"};
	g_autoptr(GError) error = NULL;
	if (g_str_equal(key, "timezone"))
		value = zones[strlen(value) % G_N_ELEMENTS(zones)];
	bool known = calendar_set(calendar, key, value, &error);
	g_assert_true(known == !error);
}

static void check_sums(const Calendar *calendar, gint64 from, gint64 work_s)
{
	gint64 due = calendar_add(calendar, from, work_s);
	g_autofree char *account = calendar_explain(calendar, from, work_s, 20);
	g_assert_true(g_utf8_validate(account, -1, NULL));
	if (due == G_MAXINT64)
		return;
	g_assert_cmpint(due, >=, from);
	if (work_s <= 0) {
		g_assert_true(calendar_is_open(calendar, due));
		return;
	}
	g_assert_cmpint(calendar_between(calendar, from, due), ==, work_s);
	g_assert_cmpint(calendar_between(calendar, from, due - 1), ==, work_s - 1);
	g_assert_cmpint(calendar_add(calendar, from, work_s - 1), <=, due);
}

/* A number of the text as a moment from 1990 to 2090, or as work of up to a year. */
static gint64 number_of(const char *text, gint64 limit)
{
	return (gint64)(g_ascii_strtoull(text, NULL, 10) % (guint64)limit);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	g_autofree char *text = g_strndup((const char *)bytes, MIN(length, 4096));
	g_autoptr(Calendar) calendar = calendar_new("fuzz");
	g_autoptr(Sla) sla = sla_new("fuzz");
	g_auto(GStrv) lines = g_strsplit(text, "\n", 64);
	gint64 from = 1774738800, work_s = 36000;
	for (char **line = lines; *line; line++) {
		char *value = strchr(*line, '=');
		if (!value)
			continue;
		*value++ = '\0';
		if (g_str_equal(*line, "from"))
			from = 631152000 +
			       number_of(value, G_GINT64_CONSTANT(3155760000));
		else if (g_str_equal(*line, "work"))
			work_s = number_of(value, 31557600);
		else if (g_str_equal(*line, "moment"))
			(void)time_parse(value, calendar_timezone(calendar), &from);
		else if (g_str_equal(*line, "escalate"))
			(void)sla_parse_steps(sla, value, calendar_day_s(calendar), NULL);
		else
			set_key(calendar, *line, value);
	}
	check_sums(calendar, from, work_s);
	return 0;
}
