/* verb_state.c - verbs that move a ticket through its states. */
/* SPDX-License-Identifier: MIT */
#include "desk/clock.h"
#include "desk/survey.h"
#include "desk/verb_rows.h"

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

static bool refuse_ended(const Verb *verb, GError **error)
{
	g_autofree char *key =
		g_strconcat("state.", ticket_state_name(verb->ticket->state), NULL);
	g_autofree char *state = work_words(verb->work, key, NO_PAIRS);

	return verb_refuse(verb, error, "ended", "state", state, NULL);
}

static bool solve_now(Verb *verb, GError **error)
{
	verb->solves = false;
	if (!set_state(verb, TICKET_SOLVED, CLOCK_SOLVED, error) ||
	    !survey_post(verb->work, verb->ticket, error))
		return false;
	verb_tell(verb, "solved", NULL);
	return true;
}

static bool open_now(Verb *verb, GError **error)
{
	TicketState before = verb->ticket->state;

	verb->keeps_open = false;
	if (before == TICKET_OPEN) {
		verb_tell(verb, "open-already", NULL);
		return true;
	}
	verb_tell(verb, "open", NULL);
	if (before == TICKET_NEW || before == TICKET_WAITING)
		return set_state(verb, TICKET_OPEN, CLOCK_RESUMED, error);
	return set_state(verb, TICKET_OPEN, CLOCK_REOPENED, error);
}

/* What was left to the answer is done now, since there is none. */
bool verb_note(Verb *verb, GError **error)
{
	bool solves = verb->solves, opens = verb->keeps_open;

	if (verb->work->article)
		return verb_refuse(verb, error, "faq-note", NULL);
	verb->is_note = true;
	verb_tell(verb, "note", NULL);
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
	if (!verb_parse_moment(text, verb_zone(verb), verb->work->now, until))
		return verb_refuse(verb, error, "no-moment", "word", text, NULL);
	return *until > verb->work->now || verb_refuse(verb, error, "passed", NULL);
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
		verb_tell(verb, "waits", NULL);
		return true;
	}
	work->left_work = true;
	g_autofree char *date = verb_time(verb, until);
	verb_tell(verb, "waits-until", "date", date, NULL);
	g_autofree char *event = number_text(until);
	return work_event(work, ticket->id, "waits until", NULL, event, error);
}

bool verb_solve(Verb *verb, GError **error)
{
	const Ticket *ticket = verb->ticket;

	if (ticket->state == TICKET_CLOSED || ticket->state == TICKET_SPAM)
		return refuse_ended(verb, error);
	if (ticket->state == TICKET_SOLVED) {
		verb_tell(verb, "solved-already", NULL);
		return true;
	}
	if (!verb_answers(verb))
		return solve_now(verb, error);
	verb->solves = true;
	verb->keeps_open = false;
	verb_tell(verb, "solved-with", NULL);
	return true;
}

bool verb_open(Verb *verb, GError **error)
{
	if (!verb_answers(verb) || !is_live(verb->ticket))
		return open_now(verb, error);
	verb->keeps_open = true;
	verb->solves = verb->waits = false;
	verb_tell(verb, "stays-open", NULL);
	if (verb->ticket->state != TICKET_WAITING)
		return true;
	return set_state(verb, TICKET_OPEN, CLOCK_RESUMED, error);
}

/* An answer that goes along counts as given before the end. */
bool verb_close(Verb *verb, GError **error)
{
	Ticket *ticket = verb->ticket;

	if (ticket->state == TICKET_CLOSED) {
		verb_tell(verb, "closed-already", NULL);
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
	verb_tell(verb, "closed", NULL);
	return true;
}

bool verb_spam(Verb *verb, GError **error)
{
	if (verb_answers(verb))
		return verb_refuse(verb, error, "spam-text", NULL);
	if (!set_state(verb, TICKET_SPAM, CLOCK_ENDED, error))
		return false;
	verb_tell(verb, "spam", NULL);
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
		return verb_refuse(verb, error, "promise-moment", NULL);
	if (due_at <= verb->work->now || due_at == G_MAXINT64)
		return verb_refuse(verb, error, "passed", NULL);
	g_autofree char *note = g_strjoinv(" ", (char **)verb->arguments + used);
	g_autofree char *date = verb_time(verb, due_at);
	verb_tell(verb, "promised", "date", date, "text", note, NULL);
	/* The answer in the same mail is where it is promised, not where it is kept. */
	gint64 since = verb->work->now + (verb_answers(verb) ? 1 : 0);
	return clock_promise(verb->work, ticket, since, due_at, note, error) &&
	       work_event(verb->work, ticket->id, "promise", NULL, note, error);
}
