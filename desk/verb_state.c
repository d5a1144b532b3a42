/* verb_state.c - verbs that move a ticket through its states. */
/* SPDX-License-Identifier: MIT */
#include "desk/verb_rows.h"

#include "desk/clock.h"

static bool set_state(Verb *verb, TicketState state, ClockEvent event, GError **error)
{
	return work_set_state(verb->work, verb->ticket, state, error) &&
	       clock_event(verb->work, verb->ticket, event, error);
}

static bool is_live(const Ticket *ticket)
{
	return ticket->state == TICKET_NEW || ticket->state == TICKET_OPEN ||
	       ticket->state == TICKET_WAITING;
}

static void say_state(const Verb *verb, const char *words)
{
	g_string_append_printf(verb->said, "ticket %" G_GINT64_FORMAT " %s",
			       verb->ticket->id, words);
}

static bool refuse_ended(const Verb *verb, GError **error)
{
	return verb_refuse(error, "ticket %" G_GINT64_FORMAT " is %s; say open first",
			   verb->ticket->id, ticket_state_name(verb->ticket->state));
}

static bool solve_now(Verb *verb, GError **error)
{
	verb->solves = false;
	if (!set_state(verb, TICKET_SOLVED, CLOCK_SOLVED, error))
		return false;
	say_state(verb, "is solved");
	return true;
}

static bool open_now(Verb *verb, GError **error)
{
	TicketState before = verb->ticket->state;

	verb->keeps_open = false;
	if (before == TICKET_OPEN) {
		say_state(verb, "is open already");
		return true;
	}
	say_state(verb, "is open");
	if (before == TICKET_NEW || before == TICKET_WAITING)
		return set_state(verb, TICKET_OPEN, CLOCK_RESUMED, error);
	return set_state(verb, TICKET_OPEN, CLOCK_REOPENED, error);
}

/* What was left to the answer is done now, since there is none. */
bool verb_note(Verb *verb, GError **error)
{
	bool solves = verb->solves, opens = verb->keeps_open;

	verb->is_note = true;
	g_string_append(verb->said, "the text is for agents only");
	if (solves || opens)
		g_string_append(verb->said, "; ");
	if (solves)
		return solve_now(verb, error);
	return !opens || open_now(verb, error);
}

static bool read_wait(const Verb *verb, gint64 *until, GError **error)
{
	g_auto(GStrv) words = moment_words(verb);
	g_autofree char *text = g_strjoinv(" ", words);

	*until = 0;
	if (!*text)
		return true;
	if (!verb_parse_moment(text, verb_zone(verb), verb->work->now, until, error))
		return false;
	if (*until > verb->work->now)
		return true;
	return verb_refuse(error, "that moment has passed; write a later one");
}

bool verb_wait(Verb *verb, GError **error)
{
	Ticket *ticket = verb->ticket;
	Work *work = verb->work;
	gint64 until;

	if (!is_live(ticket))
		return refuse_ended(verb, error);
	if (!read_wait(verb, &until, error))
		return false;
	verb->solves = verb->keeps_open = false;
	verb->waits = true;
	verb->waits_until = until;
	ticket->wait_until = until;
	if (!set_state(verb, TICKET_WAITING, CLOCK_PAUSED, error))
		return false;
	if (until == 0) {
		say_state(verb, "waits for the customer");
		return true;
	}
	work->left_work = true;
	g_autofree char *date = catalogue_time(work->setup->catalogue,
					       verb->agent ? verb->agent->language : "en",
					       until, verb_zone(verb));
	say_state(verb, "waits until ");
	g_string_append(verb->said, date);
	g_autofree char *event = g_strdup_printf("%" G_GINT64_FORMAT, until);
	return work_event(work, ticket->id, "waits until", NULL, event, error);
}

bool verb_solve(Verb *verb, GError **error)
{
	const Ticket *ticket = verb->ticket;

	if (ticket->state == TICKET_CLOSED || ticket->state == TICKET_SPAM)
		return refuse_ended(verb, error);
	if (ticket->state == TICKET_SOLVED) {
		say_state(verb, "is solved already");
		return true;
	}
	if (!verb_answers(verb))
		return solve_now(verb, error);
	verb->solves = true;
	verb->keeps_open = false;
	say_state(verb, "is solved with this answer");
	return true;
}

bool verb_open(Verb *verb, GError **error)
{
	if (!verb_answers(verb) || !is_live(verb->ticket))
		return open_now(verb, error);
	verb->keeps_open = true;
	verb->solves = verb->waits = false;
	say_state(verb, "stays open after this answer");
	if (verb->ticket->state != TICKET_WAITING)
		return true;
	return set_state(verb, TICKET_OPEN, CLOCK_RESUMED, error);
}

/* An answer that goes along counts as given before the end. */
bool verb_close(Verb *verb, GError **error)
{
	Ticket *ticket = verb->ticket;

	if (ticket->state == TICKET_CLOSED) {
		say_state(verb, "is closed already");
		return true;
	}
	if (is_live(ticket) && verb_answers(verb) &&
	    !clock_event(verb->work, ticket, CLOCK_ANSWERED, error))
		return false;
	if (is_live(ticket) && !clock_event(verb->work, ticket, CLOCK_SOLVED, error))
		return false;
	verb->solves = verb->keeps_open = false;
	if (!set_state(verb, TICKET_CLOSED, CLOCK_ENDED, error))
		return false;
	say_state(verb, "is closed");
	return true;
}

bool verb_spam(Verb *verb, GError **error)
{
	if (verb_answers(verb))
		return verb_refuse(
			error, "spam is not answered; leave the text out, or say note");
	if (!set_state(verb, TICKET_SPAM, CLOCK_ENDED, error))
		return false;
	say_state(verb, "is spam");
	return true;
}

/* How many words of the arguments are the moment. Lengths are working time here. */
static int read_promise(const Verb *verb, gint64 *due_at)
{
	const Sla *sla = work_sla(verb->work, verb->ticket);
	MomentSense sense = {.zone = verb_zone(verb),
			     .calendar = sla ? sla->calendar : NULL,
			     .hour = 17};

	g_auto(GStrv) words = moment_words(verb);

	return moment_read(words, &sense, verb->work->now, due_at);
}

bool verb_promise(Verb *verb, GError **error)
{
	Ticket *ticket = verb->ticket;
	gint64 due_at = 0;

	if (!is_live(ticket))
		return refuse_ended(verb, error);
	int used = *verb_argument(verb) ? read_promise(verb, &due_at) : 0;
	if (used == 0)
		return verb_refuse(
			error, "the moment comes first: promise friday 17:00 call back");
	if (due_at <= verb->work->now || due_at == G_MAXINT64)
		return verb_refuse(error, "that moment has passed; write a later one");
	g_autofree char *note = g_strjoinv(" ", (char **)verb->arguments + used);
	g_autofree char *date = catalogue_time(verb->work->setup->catalogue,
					       verb->agent ? verb->agent->language : "en",
					       due_at, verb_zone(verb));
	g_string_append_printf(verb->said, "promised for %s%s%s", date, *note ? ": " : "",
			       note);
	/* The answer in the same mail is where it is promised, not where it is kept. */
	gint64 since = verb->work->now + (verb_answers(verb) ? 1 : 0);
	return clock_promise(verb->work, ticket, since, due_at, note, error) &&
	       work_event(verb->work, ticket->id, "promise", NULL, note, error);
}
