/* desk_clock.c - timers start, pause, resume and end as the table of states says. */
/* SPDX-License-Identifier: MIT */
#include "desk/clock.h"
#include "desk_place.h"

/* A step: hours since Monday 9:00, state of the ticket, what happens ("take" and "sla
 * NAME" too). */
typedef struct {
	double hours;
	TicketState state;
	int event;
} Step;

#define TAKE	 100
#define GO_QUICK 101
#define PROMISE	 102

typedef struct {
	const char *name;
	Step steps[8];
	const char *want; /* "kind state used-minutes", of every timer */
} Case;

typedef struct {
	gint64 ticket;
	Step step;
} Apply;

static bool apply(Work *work, void *data, GError **error)
{
	const Apply *it = data;
	g_autoptr(Ticket) ticket = NULL;

	if (!ticket_load(work->db, it->ticket, &ticket, error))
		return false;
	if (it->step.event == TAKE)
		return clock_take(work, ticket, error);
	if (it->step.event == PROMISE)
		return clock_promise(work, ticket, work->now + 1, work->now + 2 * HOUR,
				     "call", error);
	ticket->state = it->step.state;
	if (it->step.event == GO_QUICK) {
		g_free(ticket->sla);
		ticket->sla = g_strdup("quick");
	}
	return ticket_update(work->db, ticket, error) &&
	       clock_event(work, ticket,
			   it->step.event == GO_QUICK ? CLOCK_POLICY
						      : (ClockEvent)it->step.event,
			   error);
}

static bool add_timers(Work *work, void *data, GError **error)
{
	PlaceText *out = data;
	g_autoptr(GPtrArray) timers = NULL;

	if (!timer_list(work->db, out->id, false, &timers, error))
		return false;
	for (guint i = 0; i < timers->len; i++) {
		const Timer *timer = timers->pdata[i];
		g_string_append_printf(out->text, "%s%s %s", out->text->len ? ", " : "",
				       timer->kind, timer_state_name(timer->state));
		if (timer->state == TIMER_RUNNING)
			g_string_append_printf(
				out->text, " due %+" G_GINT64_FORMAT "m step %d",
				(timer->due_at - MONDAY_9) / 60, timer->next_step);
		else
			g_string_append_printf(out->text, " %" G_GINT64_FORMAT "m",
					       timer->used_s / 60);
	}
	return true;
}

static const Case cases[] = {
	{"a new ticket owes a first response and a resolution",
	 {{0, TICKET_NEW, CLOCK_CREATED}},
	 "first_response running due +120m step 0, resolution running due +3360m step 0"},
	{"a ticket created at night counts from the morning",
	 {{-8, TICKET_NEW, CLOCK_CREATED}},
	 "first_response running due +120m step 0, resolution running due +3360m step 0"},
	{"an answer in time meets the first response and pauses the resolution",
	 {{0, TICKET_NEW, CLOCK_CREATED}, {1, TICKET_WAITING, CLOCK_ANSWERED}},
	 "first_response met 60m, resolution paused 60m"},
	{"an answer at the very end is in time",
	 {{0, TICKET_NEW, CLOCK_CREATED}, {2, TICKET_WAITING, CLOCK_ANSWERED}},
	 "first_response met 120m, resolution paused 120m"},
	{"an answer after the due moment has missed it",
	 {{0, TICKET_NEW, CLOCK_CREATED}, {3, TICKET_WAITING, CLOCK_ANSWERED}},
	 "first_response missed 180m, resolution paused 180m"},
	{"an answer that keeps the ticket open starts the update timer",
	 {{0, TICKET_NEW, CLOCK_CREATED}, {1, TICKET_OPEN, CLOCK_ANSWERED}},
	 "first_response met 60m, resolution running due +3360m step 0, "
	 "update running due +1500m step 0"},
	{"the next answer restarts the update timer",
	 {{0, TICKET_NEW, CLOCK_CREATED},
	  {1, TICKET_OPEN, CLOCK_ANSWERED},
	  {2, TICKET_OPEN, CLOCK_ANSWERED}},
	 "first_response met 60m, resolution running due +3360m step 0, update met 60m, "
	 "update running due +1560m step 0"},
	{"more mail on a new ticket owes no second response",
	 {{0, TICKET_NEW, CLOCK_CREATED}, {1, TICKET_NEW, CLOCK_CUSTOMER}},
	 "first_response running due +120m step 0, resolution running due +3360m step 0"},
	{"the customer's reply starts the next response and resumes the resolution",
	 {{0, TICKET_NEW, CLOCK_CREATED},
	  {1, TICKET_WAITING, CLOCK_ANSWERED},
	  {3, TICKET_OPEN, CLOCK_CUSTOMER}},
	 "first_response met 60m, resolution running due +4440m step 0, "
	 "next_response running due +420m step 0"},
	{"a second reply leaves the next response as it is",
	 {{0, TICKET_NEW, CLOCK_CREATED},
	  {1, TICKET_WAITING, CLOCK_ANSWERED},
	  {3, TICKET_OPEN, CLOCK_CUSTOMER},
	  {4, TICKET_OPEN, CLOCK_CUSTOMER}},
	 "first_response met 60m, resolution running due +4440m step 0, "
	 "next_response running due +420m step 0"},
	{"a wait pauses everything, and it resumes with what was left",
	 {{0, TICKET_NEW, CLOCK_CREATED},
	  {1, TICKET_WAITING, CLOCK_PAUSED},
	  {24, TICKET_OPEN, CLOCK_RESUMED}},
	 "first_response running due +1500m step 0, resolution running due +4740m step "
	 "0"},
	{"solving meets the resolution and drops the rest",
	 {{0, TICKET_NEW, CLOCK_CREATED}, {1, TICKET_SOLVED, CLOCK_SOLVED}},
	 "first_response dropped 60m, resolution met 60m"},
	{"reopening resumes the resolution with the time used",
	 {{0, TICKET_NEW, CLOCK_CREATED},
	  {1, TICKET_SOLVED, CLOCK_SOLVED},
	  {24, TICKET_OPEN, CLOCK_REOPENED}},
	 "first_response dropped 60m, resolution running due +4740m step 0, "
	 "next_response running due +1680m step 0"},
	{"an end drops all",
	 {{0, TICKET_NEW, CLOCK_CREATED}, {1, TICKET_SPAM, CLOCK_ENDED}},
	 "first_response dropped 60m, resolution dropped 60m"},
	{"another policy keeps the time used and drops what it does not promise",
	 {{0, TICKET_NEW, CLOCK_CREATED}, {0.5, TICKET_NEW, GO_QUICK}},
	 "first_response running due +60m step 0, resolution dropped 30m"},
	{"taking a ticket passes over the steps before it is due",
	 {{0, TICKET_NEW, CLOCK_CREATED}, {0.5, TICKET_NEW, TAKE}},
	 "first_response running due +120m step 2, resolution running due +3360m step 2"},
	{"taking an overdue ticket is silent until the next due moment",
	 {{0, TICKET_NEW, CLOCK_CREATED}, {2.5, TICKET_NEW, TAKE}},
	 "first_response running due +120m step 4, resolution running due +3360m step 2"},
	{"a promise is not kept by the answer that makes it",
	 {{0, TICKET_NEW, PROMISE}, {0, TICKET_WAITING, CLOCK_ANSWERED}},
	 "promise running due +120m step 0"},
	{"a promise is kept by the next answer",
	 {{0, TICKET_NEW, PROMISE}, {1, TICKET_WAITING, CLOCK_ANSWERED}},
	 "promise met 60m"},
	{"a promise is broken by a late answer",
	 {{0, TICKET_NEW, PROMISE}, {3, TICKET_WAITING, CLOCK_ANSWERED}},
	 "promise missed 180m"},
	{"waiting does not pause a promise",
	 {{0, TICKET_NEW, PROMISE}, {1, TICKET_WAITING, CLOCK_PAUSED}},
	 "promise running due +120m step 0"},
};

static void test_case(gconstpointer data)
{
	const Case *it = data;
	g_autoptr(Place) place = place_new(NULL);
	gint64 ticket = place_ticket(
		place, MONDAY_9 + (gint64)(it->steps[0].hours * HOUR), (PlaceTicket){0});
	bool done = false;

	for (gsize i = 0; i < G_N_ELEMENTS(it->steps) && !done; i++) {
		Apply step = {ticket, it->steps[i]};
		done = i > 0 && step.step.event == 0;
		if (!done)
			place_run(place, MONDAY_9 + (gint64)(step.step.hours * HOUR),
				  apply, &step);
	}
	PlaceText out = {ticket, g_string_new(NULL)};
	place_run(place, MONDAY_9, add_timers, &out);
	g_autofree char *have = g_string_free(out.text, FALSE);
	g_assert_cmpstr(have, ==, it->want);
}

static bool no_policy(Work *work, void *data, GError **error)
{
	g_autoptr(Ticket) ticket = NULL;
	g_autoptr(GPtrArray) timers = NULL;
	gint64 *id = data;

	if (!ticket_load(work->db, *id, &ticket, error))
		return false;
	g_clear_pointer(&ticket->sla, g_free);
	if (!clock_event(work, ticket, CLOCK_CREATED, error) ||
	    !clock_event(work, ticket, CLOCK_CUSTOMER, error) ||
	    !timer_list(work->db, *id, false, &timers, error))
		return false;
	g_assert_cmpuint(timers->len, ==, 0);
	return true;
}

static void test_no_policy(void)
{
	g_autoptr(Place) place = place_new(NULL);
	gint64 ticket = place_ticket(place, MONDAY_9, (PlaceTicket){0});

	place_run(place, MONDAY_9, no_policy, &ticket);
}

static bool look(Work *work, void *data, GError **error)
{
	gint64 *id = data, due_at;
	g_autoptr(Ticket) ticket = NULL;

	if (!ticket_load(work->db, *id, &ticket, error) ||
	    !clock_event(work, ticket, CLOCK_CREATED, error) ||
	    !clock_due(work, *id, SLA_NEXT_RESPONSE, &due_at, error))
		return false;
	g_assert_cmpint(due_at, ==, 0);
	if (!clock_due(work, *id, SLA_RESOLUTION, &due_at, error))
		return false;
	g_assert_cmpint(due_at, ==, MONDAY_9 + 56 * HOUR);
	if (!clock_due(work, *id, SLA_FIRST_RESPONSE, &due_at, error))
		return false;
	g_assert_cmpint(due_at, ==, MONDAY_9 + 2 * HOUR);
	return true;
}

static void test_look(void)
{
	g_autoptr(Place) place = place_new(NULL);
	gint64 ticket = place_ticket(place, MONDAY_9, (PlaceTicket){0});

	place_run(place, MONDAY_9, look, &ticket);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *path = g_strdup_printf("/clock/%s", cases[i].name);
		g_test_add_data_func(path, &cases[i], test_case);
	}
	g_test_add_func("/clock/a ticket without a policy has no timers", test_no_policy);
	g_test_add_func("/clock/the soonest due moment is known by its kind", test_look);
	return g_test_run();
}
