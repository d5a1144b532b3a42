/* rules_sla.c - service levels: chains of escalation and their moments. */
/* SPDX-License-Identifier: MIT */
#include "rules/duration.h"
#include "rules/sla.h"

#define HOUR_S 3600

/* "percent/after/roles" of each step. */
static char *steps_text(const Sla *sla)
{
	GString *text = g_string_new(NULL);
	for (guint i = 0; i < sla->steps->len; i++) {
		const SlaStep *step = sla->steps->pdata[i];
		g_string_append_printf(text, "%s%s %u", i ? ", " : "", step->text,
				       step->roles);
	}
	return g_string_free(text, FALSE);
}

static void test_steps(void)
{
	static const struct {
		const char *given, *want; /* NULL: refused */
	} table[] = {
		{"50% agent, 75% agent lead, 100% lead, 150% head, +1d head",
		 "50% 1, 75% 3, 100% 2, 150% 4, +1d 4"},
		{"100% lead, 50% agent", "50% 1, 100% 2"},
		{"+2h head, +1h lead, 100% lead,", "100% 2, +1h 2, +2h 4"},
		{"", ""},
		{"0% agent", NULL},
		{"1001% agent", NULL},
		{"50 agent", NULL},
		{"agent 50%", NULL},
		{"50%", NULL},
		{"50% boss", NULL},
		{"+1x agent", NULL},
	};
	for (gsize i = 0; i < G_N_ELEMENTS(table); i++) {
		g_autoptr(Sla) sla = sla_new("gold");
		g_autoptr(GError) error = NULL;
		bool known = sla_parse_steps(sla, table[i].given, 8 * HOUR_S, &error);
		g_autofree char *text = known ? steps_text(sla) : NULL;
		g_assert_cmpstr(text, ==, table[i].want);
		g_assert_true(known == !error);
	}
}

static void test_moments(void)
{
	g_autoptr(Calendar) office = calendar_new("office");
	g_assert_true(calendar_set(office, "timezone", "Europe/Athens", NULL));
	g_assert_true(calendar_set(office, "mon-fri", "09:00-17:00", NULL));
	g_autoptr(Sla) sla = sla_new("gold");
	sla->calendar = office;
	g_assert_true(sla_parse_steps(sla, "50% agent, 100% lead, +1d head",
				      calendar_day_s(office), NULL));
	static const struct {
		gint64 used_s;
		const char *since, *due, *steps[3];
	} table[] = {
		{0,
		 "2026-11-26 16:00",
		 "2026-11-27T12:00:00+02:00",
		 {"2026-11-27T10:00:00+02:00", "2026-11-27T12:00:00+02:00",
		  "2026-11-30T12:00:00+02:00"}},
		/* Three of the four hours are used: the first step is past. */
		{3 * HOUR_S,
		 "2026-11-26 16:00",
		 "2026-11-26T17:00:00+02:00",
		 {"2026-11-26T16:00:00+02:00", "2026-11-26T17:00:00+02:00",
		  "2026-11-27T17:00:00+02:00"}},
		/* All is used and the desk is closed: due when it opens. */
		{5 * HOUR_S,
		 "2026-11-27 20:00",
		 "2026-11-30T09:00:00+02:00",
		 {"2026-11-30T09:00:00+02:00", "2026-11-30T09:00:00+02:00",
		  "2026-11-30T16:00:00+02:00"}},
	};
	for (gsize i = 0; i < G_N_ELEMENTS(table); i++) {
		gint64 since;
		g_assert_true(
			time_parse(table[i].since, calendar_timezone(office), &since));
		gint64 left_s = 4 * HOUR_S - table[i].used_s;
		g_autofree char *due = time_rfc3339(calendar_add(office, since, left_s),
						    calendar_timezone(office));
		g_assert_cmpstr(due, ==, table[i].due);
		for (guint k = 0; k < sla->steps->len; k++) {
			g_autofree char *at = time_rfc3339(
				sla_step_at(sla, sla->steps->pdata[k], 4 * HOUR_S,
					    table[i].used_s, since),
				calendar_timezone(office));
			g_assert_cmpstr(at, ==, table[i].steps[k]);
		}
	}
}

static void test_names(void)
{
	g_assert_cmpstr(sla_target_name(SLA_FIRST_RESPONSE), ==, "first_response");
	g_assert_cmpstr(sla_target_name(SLA_NEXT_RESPONSE), ==, "next_response");
	g_assert_cmpstr(sla_target_name(SLA_UPDATE), ==, "update");
	g_assert_cmpstr(sla_target_name(SLA_RESOLUTION), ==, "resolution");
	g_autoptr(Sla) sla = sla_new("plain");
	g_assert_true(sla->calendar == calendar_always());
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/sla/steps stand in the order in which they come", test_steps);
	g_test_add_func("/sla/steps and due moments keep the time already used",
			test_moments);
	g_test_add_func("/sla/targets have the names of their keys", test_names);
	return g_test_run();
}
