/* desk_assignment.c - a ticket goes to who is at work and has the fewest. */
/* SPDX-License-Identifier: MIT */
#include "desk/assignment.h"
#include "desk/away.h"
#include "desk_place.h"

typedef struct {
	const char *queue, *away;
	char *chosen;
} Choice;

static bool choose(Work *work, void *data, GError **error)
{
	Choice *choice = data;
	const Config *config = work->setup->config;

	if (choice->away) {
		gint64 until = work->now + 24 * HOUR;
		if (!away_set(work, config_agent(config, choice->away), &until, error))
			return false;
	}
	g_autoptr(Assignment) assignment = assignment_choose(
		work, config_queue(config, choice->queue), "", NULL, error);
	if (!assignment)
		return false;
	choice->chosen = g_strdup(assignment->agent ? assignment->agent->name : "nobody");
	return true;
}

static void assert_choice(Place *place, gint64 now, const char *queue, const char *away,
			  const char *want)
{
	Choice choice = {queue, away, NULL};

	place_run(place, now, choose, &choice);
	g_assert_cmpstr(choice.chosen, ==, want);
	g_free(choice.chosen);
}

static void test_fewest(void)
{
	g_autoptr(Place) place = place_new(NULL);
	gint64 afternoon = MONDAY_9 + 6 * HOUR;

	assert_choice(place, afternoon, "support", NULL, "anna");
	place_ticket(place, MONDAY_9, (PlaceTicket){.agent = "anna"});
	assert_choice(place, afternoon, "support", NULL, "boris");
	place_ticket(place, MONDAY_9, (PlaceTicket){.agent = "boris"});
	assert_choice(place, afternoon, "support", NULL, "anna");
}

static void test_hours(void)
{
	g_autoptr(Place) place = place_new(NULL);

	place_ticket(place, MONDAY_9, (PlaceTicket){.agent = "anna"});
	/* boris comes at 14:00 */
	assert_choice(place, MONDAY_9, "support", NULL, "anna");
	assert_choice(place, MONDAY_9, "billing", NULL, "lee");
}

static void test_away(void)
{
	g_autoptr(Place) place = place_new(NULL);

	assert_choice(place, MONDAY_9 + 6 * HOUR, "support", "anna", "boris");
	assert_choice(place, MONDAY_9 + 6 * HOUR, "plain", NULL, "nobody");
	assert_choice(place, MONDAY_9 + 40 * HOUR, "plain", NULL, "anna");
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/assignment/the one with the fewest tickets gets it",
			test_fewest);
	g_test_add_func("/assignment/outside everyone's hours it is the lead's",
			test_hours);
	g_test_add_func("/assignment/nobody who is away gets it", test_away);
	return g_test_run();
}
