/* desk_escalate.c - chains run once and in order, waits end, solved tickets close. */
/* SPDX-License-Identifier: MIT */
#include "desk/clock.h"
#include "desk/escalate.h"
#include "desk_place.h"
#include "store/event.h"
#include "store/setting.h"

static bool start(Work *work, void *data, GError **error)
{
	gint64 *id = data;
	g_autoptr(Ticket) ticket = NULL;

	return ticket_load(work->db, *id, &ticket, error) &&
	       clock_event(work, ticket, CLOCK_CREATED, error);
}

static gint64 started_ticket(Place *place, PlaceTicket wanted)
{
	gint64 id = place_ticket(place, MONDAY_9, wanted);

	place_run(place, MONDAY_9, start, &id);
	return id;
}

static void assert_mails(Place *place, gint64 ticket, const char *want)
{
	g_autofree char *have = place_mails(place, ticket);

	g_assert_cmpstr(have, ==, want);
}

static void test_chain(void)
{
	g_autoptr(Place) place = place_new(NULL);
	gint64 id = started_ticket(place, (PlaceTicket){.agent = "anna"});

	g_assert_cmpint(desk_tick(place->desk, MONDAY_9), ==, MONDAY_9 + HOUR);
	assert_mails(place, id, "");
	g_assert_cmpint(desk_tick(place->desk, MONDAY_9 + HOUR), ==,
			MONDAY_9 + HOUR * 3 / 2);
	assert_mails(place, id, "escalation anna@example.com");
	desk_tick(place->desk, MONDAY_9 + HOUR + 1);
	assert_mails(place, id, "escalation anna@example.com");
	desk_tick(place->desk, MONDAY_9 + HOUR * 3 / 2);
	assert_mails(place, id,
		     "escalation anna@example.com; escalation anna@example.com; "
		     "escalation lee@example.com");
}

static void test_restart(void)
{
	g_autoptr(Place) place = place_new(NULL);
	gint64 id = started_ticket(place, (PlaceTicket){.agent = "anna"});

	desk_tick(place->desk, MONDAY_9 + HOUR);
	place_restart(place, NULL);
	desk_tick(place->desk, MONDAY_9 + HOUR);
	place_restart(place, NULL);
	/* The clock goes back, and on again. */
	desk_tick(place->desk, MONDAY_9 - HOUR);
	desk_tick(place->desk, MONDAY_9 + HOUR + 60);
	assert_mails(place, id, "escalation anna@example.com");
}

static bool save_machine(Work *work, void *data, GError **error)
{
	return setting_save_number(work->db, "loop.bot@example.org", work->now, error);
}

static bool load_machine(Work *work, void *data, GError **error)
{
	return setting_load_number(work->db, "loop.bot@example.org", data, error);
}

static void test_machine(void)
{
	g_autoptr(Place) place = place_new(NULL);
	gint64 since;

	place_run(place, MONDAY_9, save_machine, NULL);
	desk_tick(place->desk, MONDAY_9 + 23 * HOUR);
	place_run(place, MONDAY_9, load_machine, &since);
	g_assert_cmpint(since, ==, MONDAY_9);
	desk_tick(place->desk, MONDAY_9 + 25 * HOUR);
	place_run(place, MONDAY_9, load_machine, &since);
	g_assert_cmpint(since, ==, 0);
}

/* A week without a worker: every step is recorded, each person has one mail. */
static void test_downtime(void)
{
	g_autoptr(Place) place = place_new(NULL);

	for (int i = 0; i < 250; i++)
		started_ticket(place, (PlaceTicket){.agent = "anna"});
	desk_tick(place->desk, MONDAY_9 + 7 * 24 * HOUR);
	assert_mails(place, 0,
		     "digest anna@example.com; digest hans@example.com; "
		     "digest lee@example.com");
	desk_tick(place->desk, MONDAY_9 + 7 * 24 * HOUR + 60);
	assert_mails(place, 0,
		     "digest anna@example.com; digest hans@example.com; "
		     "digest lee@example.com");
}

static bool count_steps(Work *work, void *data, GError **error)
{
	g_autoptr(GPtrArray) events = NULL;
	PlaceText *out = data;

	if (!event_list(work->db, out->id, &events, error))
		return false;
	for (guint i = 0; i < events->len; i++) {
		const Event *event = events->pdata[i];
		if (strcmp(event->what, "escalated") == 0 &&
		    strcmp(event->before, "first_response") == 0)
			g_string_append_printf(out->text, "%s; ", event->after);
	}
	return true;
}

static void test_steps_recorded(void)
{
	g_autoptr(Place) place = place_new(NULL);
	gint64 id = started_ticket(place, (PlaceTicket){.agent = "anna"});
	PlaceText out = {id, g_string_new(NULL)};

	desk_tick(place->desk, MONDAY_9 + 7 * 24 * HOUR);
	place_run(place, MONDAY_9, count_steps, &out);
	g_autofree char *steps = g_string_free(out.text, FALSE);
	g_assert_cmpstr(steps, ==, "50% agent; 75% agent lead; 100% lead; 150% head; ");
}

static gint64 next_at_of(Place *place, gint64 ticket, const char *recipient);

typedef struct {
	gint64 ticket;
	const char *recipient;
	gint64 next_at;
} Find;

static bool find_mail(Work *work, void *data, GError **error)
{
	Find *find = data;
	g_autoptr(GPtrArray) rows = NULL;

	if (!outbox_list(work->db, 0, find->ticket, 100, &rows, error))
		return false;
	for (guint i = 0; i < rows->len; i++) {
		const Outgoing *row = rows->pdata[i];
		if (strcmp(row->recipient, find->recipient) == 0)
			find->next_at = row->next_at;
	}
	return true;
}

static gint64 next_at_of(Place *place, gint64 ticket, const char *recipient)
{
	Find find = {ticket, recipient, 0};

	place_run(place, MONDAY_9, find_mail, &find);
	return find.next_at;
}

static void test_own_hours(void)
{
	g_autoptr(Place) place = place_new(NULL);
	gint64 normal = started_ticket(place, (PlaceTicket){.agent = "boris"});
	gint64 urgent = started_ticket(
		place, (PlaceTicket){.agent = "boris", .priority = "urgent"});

	desk_tick(place->desk, MONDAY_9 + HOUR);
	/* boris works from 14:00 */
	g_assert_cmpint(next_at_of(place, normal, "boris@example.com"), ==,
			MONDAY_9 + 5 * HOUR);
	g_assert_cmpint(next_at_of(place, urgent, "boris@example.com"), ==,
			MONDAY_9 + HOUR);
}

static void test_on_duty(void)
{
	g_autoptr(Place) place = place_new(NULL);
	gint64 id = started_ticket(place, (PlaceTicket){0});

	desk_tick(place->desk, MONDAY_9 + HOUR);
	assert_mails(place, id, "escalation anna@example.com");
}

static bool wait(Work *work, void *data, GError **error)
{
	gint64 *id = data;
	g_autoptr(Ticket) ticket = NULL;

	if (!ticket_load(work->db, *id, &ticket, error))
		return false;
	ticket->wait_until = MONDAY_9 + 24 * HOUR;
	return work_set_state(work, ticket, TICKET_WAITING, error) &&
	       clock_event(work, ticket, CLOCK_PAUSED, error);
}

static bool is_open(Work *work, void *data, GError **error)
{
	gint64 *id = data, due_at;
	g_autoptr(Ticket) ticket = NULL;

	if (!ticket_load(work->db, *id, &ticket, error) ||
	    !clock_due(work, *id, SLA_FIRST_RESPONSE, &due_at, error))
		return false;
	g_assert_cmpint(ticket->state, ==, TICKET_OPEN);
	g_assert_cmpint(ticket->wait_until, ==, 0);
	g_assert_cmpint(due_at, ==, MONDAY_9 + 25 * HOUR);
	return true;
}

static void test_wait(void)
{
	g_autoptr(Place) place = place_new(NULL);
	gint64 id = started_ticket(place, (PlaceTicket){.agent = "anna"});

	place_run(place, MONDAY_9 + HOUR, wait, &id);
	g_assert_cmpint(desk_tick(place->desk, MONDAY_9 + 2 * HOUR), ==,
			MONDAY_9 + 24 * HOUR);
	assert_mails(place, id, "");
	desk_tick(place->desk, MONDAY_9 + 24 * HOUR);
	place_run(place, MONDAY_9 + 24 * HOUR, is_open, &id);
	g_autofree char *mails = place_mails(place, id);
	g_assert_true(g_str_has_prefix(mails, "notice anna@example.com"));
}

static bool solve(Work *work, void *data, GError **error)
{
	gint64 *id = data;
	g_autoptr(Ticket) ticket = NULL;

	return ticket_load(work->db, *id, &ticket, error) &&
	       work_set_state(work, ticket, TICKET_SOLVED, error) &&
	       clock_event(work, ticket, CLOCK_SOLVED, error);
}

static bool read_state(Work *work, void *data, GError **error)
{
	gint64 *id = data;
	g_autoptr(Ticket) ticket = NULL;

	if (!ticket_load(work->db, *id, &ticket, error))
		return false;
	*id = ticket->state;
	return true;
}

static TicketState state_of(Place *place, gint64 id)
{
	place_run(place, MONDAY_9, read_state, &id);
	return (TicketState)id;
}

static void test_closing(void)
{
	g_autoptr(Place) place = place_new(NULL);
	gint64 id = started_ticket(place, (PlaceTicket){.agent = "anna"});
	gint64 closes_at = MONDAY_9 + HOUR + 14 * 24 * HOUR;

	place_run(place, MONDAY_9 + HOUR, solve, &id);
	desk_tick(place->desk, closes_at - 1);
	g_assert_cmpint(state_of(place, id), ==, TICKET_SOLVED);
	desk_tick(place->desk, closes_at);
	g_assert_cmpint(state_of(place, id), ==, TICKET_CLOSED);
	assert_mails(place, id, "");
	g_assert_cmpint(desk_tick(place->desk, closes_at + 1), >, closes_at + 30 * 86400);
}

/* The last one was solved first: however many are solved, it closes to the second. */
static void test_closing_many(void)
{
	enum { MANY = 30 };
	g_autoptr(Place) place = place_new(NULL);
	gint64 ids[MANY], closes_at = MONDAY_9 + 14 * 24 * HOUR;

	for (int i = 0; i < MANY; i++)
		ids[i] = place_ticket(place, MONDAY_9, (PlaceTicket){.agent = "anna"});
	for (int i = 0; i < MANY; i++)
		place_run(place, MONDAY_9 + (MANY - i) * 60, solve, &ids[i]);
	for (int i = MANY - 1; i >= 0; i--) {
		gint64 own = closes_at + (MANY - i) * 60;
		g_assert_cmpint(desk_tick(place->desk, own - 1), ==, own);
		g_assert_cmpint(state_of(place, ids[i]), ==, TICKET_SOLVED);
		desk_tick(place->desk, own);
		g_assert_cmpint(state_of(place, ids[i]), ==, TICKET_CLOSED);
	}
}

static bool promise(Work *work, void *data, GError **error)
{
	gint64 *id = data;
	g_autoptr(Ticket) ticket = NULL;

	if (!ticket_load(work->db, *id, &ticket, error))
		return false;
	g_clear_pointer(&ticket->sla, g_free);
	return clock_promise(work, ticket, MONDAY_9, MONDAY_9 + 3 * HOUR, "call back",
			     error);
}

static void test_promise(void)
{
	g_autoptr(Place) place = place_new(NULL);
	gint64 id = place_ticket(place, MONDAY_9, (PlaceTicket){.agent = "anna"});

	place_run(place, MONDAY_9, promise, &id);
	g_assert_cmpint(desk_tick(place->desk, MONDAY_9), ==, MONDAY_9 + 3 * HOUR);
	desk_tick(place->desk, MONDAY_9 + 3 * HOUR);
	desk_tick(place->desk, MONDAY_9 + 4 * HOUR);
	assert_mails(place, id, "escalation anna@example.com");
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/escalate/each step is told once, to its people", test_chain);
	g_test_add_func("/escalate/a restart or a clock that goes back repeats nothing",
			test_restart);
	g_test_add_func("/escalate/after a week of downtime each person gets one digest",
			test_downtime);
	g_test_add_func(
		"/escalate/after a week of downtime every step is recorded in order",
		test_steps_recorded);
	g_test_add_func(
		"/escalate/a person's own hours are respected unless it is urgent",
		test_own_hours);
	g_test_add_func("/escalate/nobody's ticket goes to the agents on duty",
			test_on_duty);
	g_test_add_func("/escalate/who was taken for a machine is forgotten after a day",
			test_machine);
	g_test_add_func("/escalate/a wait ends by itself and resumes the clocks",
			test_wait);
	g_test_add_func("/escalate/a solved ticket closes after the queue's time",
			test_closing);
	g_test_add_func("/escalate/many solved tickets close each at its time",
			test_closing_many);
	g_test_add_func("/escalate/a promise without a policy is told once",
			test_promise);
	return g_test_run();
}
