/* escalate.c - the steps of chains that have come, each once and in order. */
/* SPDX-License-Identifier: MIT */
#include "desk/escalate.h"
#include "desk/clock.h"
#include "desk/digest.h"
#include "desk/escalate_mail.h"
#include "desk/failed.h"
#include "desk/held.h"
#include "desk/lapse.h"

static char *step_words(const SlaStep *step)
{
	return g_strdup_printf("%s%s%s%s", step->text,
			       step->roles & SLA_TO_AGENT ? " agent" : "",
			       step->roles & SLA_TO_LEAD ? " lead" : "",
			       step->roles & SLA_TO_HEAD ? " head" : "");
}

/* One step: its event, its alarms, and the timer looks at the next one. */
static bool take_step(Work *work, const Ticket *ticket, Timer *timer, const SlaStep *step,
		      Alarms *alarms, GError **error)
{
	g_autofree char *words = step_words(step);

	if (!work_event(work, ticket->id, "escalated", timer->kind, words, error))
		return false;
	alarms_add(alarms, work, ticket, timer, step, timer->next_at);
	timer->next_step++;
	step = clock_step(work, timer, timer->next_step);
	timer->next_at = step ? clock_step_at(work, timer, step) : G_MAXINT64;
	return true;
}

static bool step_timer(Work *work, Timer *timer, Alarms *alarms, GError **error)
{
	Ticket *ticket = NULL;
	const SlaStep *step;

	if (!ticket_load(work->db, timer->ticket, &ticket, error))
		return false;
	if (!ticket || ticket->state >= TICKET_SOLVED) {
		ticket_free(ticket);
		timer->state = TIMER_DROPPED;
		timer->ended_at = work->now;
		timer->next_at = G_MAXINT64;
		return timer_update(work->db, timer, error);
	}
	g_ptr_array_add(alarms->tickets, ticket);
	while (timer->next_at <= work->now &&
	       (step = clock_step(work, timer, timer->next_step)) != NULL)
		if (!take_step(work, ticket, timer, step, alarms, error))
			return false;
	/* A chain that a new configuration cut short has nothing more to say. */
	if (timer->next_at <= work->now)
		timer->next_at = G_MAXINT64;
	return timer_update(work->db, timer, error);
}

static bool step_timers(Work *work, int limit, bool *more, GError **error)
{
	g_autoptr(GPtrArray) timers = NULL;
	g_autoptr(Alarms) alarms = alarms_new();

	if (!timer_due(work->db, work->now, limit, &timers, error))
		return false;
	for (guint i = 0; i < timers->len; i++)
		if (!step_timer(work, timers->pdata[i], alarms, error))
			return false;
	if ((int)timers->len >= limit)
		*more = true;
	return alarms_post(alarms, work, error);
}

/* Notices that could not be told at once must not keep timers from being looked at. */
static bool post_digests(Work *work, GError **error)
{
	g_autoptr(GError) problem = NULL;

	if (!escalate_digest(work, error))
		return false;
	return digest_post_due(work, &problem) ||
	       failed_forgive(work, 0, g_steal_pointer(&problem), error);
}

bool escalate_due(Work *work, int limit, bool *more, GError **error)
{
	*more = false;
	if (!step_timers(work, limit, more, error) ||
	    !lapse_waits(work, limit, more, error) ||
	    !lapse_solved(work, limit, more, error))
		return false;
	if (*more)
		return true;
	return post_digests(work, error) && held_remind(work, error) &&
	       lapse_records(work, error);
}

bool escalate_next(Work *work, gint64 *next_at, GError **error)
{
	gint64 timers_at, digest_at, held_at, lapse_at;

	if (!timer_next(work->db, &timers_at, error) ||
	    !digest_next(work, &digest_at, error) || !held_next(work, &held_at, error) ||
	    !lapse_next(work, &lapse_at, error))
		return false;
	*next_at = MIN(MIN(timers_at, digest_at), MIN(held_at, lapse_at));
	return true;
}
