/* desk_held.c - a held answer waits for its author, who is reminded once. */
/* SPDX-License-Identifier: MIT */
#include "desk/held.h"
#include "desk_place.h"

static const Actor anna = {ACTOR_AGENT, "anna"}, boris = {ACTOR_AGENT, "boris"};

typedef struct {
	gint64 ticket;
	const char *text;
} Put;

static bool put(Work *work, void *data, GError **error)
{
	const Put *it = data;
	g_autoptr(Held) held = held_new(it->ticket, "anna", 0, ANSWER_SOLVES, it->text);
	HeldNews news = {
		.other = "Boris", .other_at = work->now, .other_text = "Done.\nBye."};
	g_autoptr(Ticket) ticket = NULL;

	held->remind_at = work->now + HELD_REMIND_S;
	return ticket_load(work->db, it->ticket, &ticket, error) &&
	       held_put(work, held, error) && held_post(work, ticket, held, &news, error);
}

static void hold(Place *place, gint64 ticket, const char *text)
{
	Put it = {ticket, text};

	place_run(place, MONDAY_9, put, &it);
}

/* NULL when it was refused. */
static char *say(Place *place, const Actor *actor, gint64 ticket, const char *verb)
{
	char *said = NULL;

	desk_verb(place->desk, actor, ticket, verb, NULL, NULL, MONDAY_9 + 60, &said,
		  NULL);
	return said;
}

static bool read_last(Work *work, void *data, GError **error)
{
	PlaceText *out = data;
	g_autoptr(GPtrArray) records = NULL;
	g_autoptr(Ticket) ticket = NULL;

	if (!record_list(work->db, out->id, &records, error) ||
	    !ticket_load(work->db, out->id, &ticket, error))
		return false;
	const Record *last = records->pdata[records->len - 1];
	g_string_printf(out->text, "%s: %s", ticket_state_name(ticket->state),
			last->text);
	return true;
}

static void test_send(void)
{
	g_autoptr(Place) place = place_new(NULL);
	gint64 id = place_ticket(place, MONDAY_9, (PlaceTicket){.agent = "anna"});
	PlaceText out = {id, g_string_new(NULL)};

	hold(place, id, "An older answer.");
	hold(place, id, "Fixed,\nsorry.");
	g_assert_null(say(place, &boris, id, "send"));
	g_autofree char *said = say(place, &anna, id, "send");
	g_assert_cmpstr(said, ==, "the held answer is sent to ann@example.org");
	place_run(place, MONDAY_9, read_last, &out);
	g_assert_cmpstr(out.text->str, ==, "solved: Fixed,\nsorry.");
	g_assert_null(say(place, &anna, id, "send"));
	g_string_free(out.text, TRUE);
}

static void test_drop(void)
{
	g_autoptr(Place) place = place_new(NULL);
	gint64 id = place_ticket(place, MONDAY_9, (PlaceTicket){.agent = "anna"});

	hold(place, id, "Fixed.");
	g_autofree char *said = say(place, &anna, id, "drop");
	g_assert_cmpstr(said, ==, "the held answer is dropped");
	g_assert_null(say(place, &anna, id, "send"));
	g_assert_cmpint(desk_tick(place->desk, MONDAY_9 + HOUR), >,
			MONDAY_9 + 30 * 86400);
	g_autofree char *mails = place_mails(place, id);
	g_assert_cmpstr(mails, ==, "held anna@example.com");
}

static void test_remind(void)
{
	g_autoptr(Place) place = place_new(NULL);
	gint64 id = place_ticket(place, MONDAY_9, (PlaceTicket){.agent = "anna"});

	hold(place, id, "Fixed.");
	g_assert_cmpint(desk_tick(place->desk, MONDAY_9), ==, MONDAY_9 + HELD_REMIND_S);
	desk_tick(place->desk, MONDAY_9 + HELD_REMIND_S);
	place_restart(place, NULL);
	desk_tick(place->desk, MONDAY_9 + HOUR);
	g_autofree char *mails = place_mails(place, id);
	g_assert_cmpstr(mails, ==, "held anna@example.com; held anna@example.com");
	g_autofree char *said = say(place, &anna, id, "send");
	g_assert_nonnull(said);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/held/send sends the newest held answer, once", test_send);
	g_test_add_func("/held/drop discards it", test_drop);
	g_test_add_func("/held/its author is reminded once", test_remind);
	return g_test_run();
}
