/* clock_look.c - when something is due, and how a chain of steps is silenced. */
/* SPDX-License-Identifier: MIT */
#include "desk/clock.h"

#include <string.h>

bool clock_due(Work *work, gint64 ticket, SlaTarget target, gint64 *due_at,
	       GError **error)
{
	g_autoptr(GPtrArray) timers = NULL;

	*due_at = 0;
	if (!timer_list(work->db, ticket, true, &timers, error))
		return false;
	for (guint i = 0; i < timers->len; i++) {
		const Timer *timer = timers->pdata[i];
		if (timer->state == TIMER_RUNNING && timer->due_at < G_MAXINT64 &&
		    strcmp(timer->kind, sla_target_name(target)) == 0)
			*due_at = timer->due_at;
	}
	return true;
}

/* The first due moment after now, of all the timers that run. */
static gint64 next_due(const GPtrArray *timers, gint64 now)
{
	gint64 soonest = G_MAXINT64;

	for (guint i = 0; i < timers->len; i++) {
		const Timer *timer = timers->pdata[i];
		if (timer->state == TIMER_RUNNING && timer->due_at > now)
			soonest = MIN(soonest, timer->due_at);
	}
	return soonest;
}

/*
 * Passes over the steps of a timer that would come before its due moment; when that has
 * passed, over those before the next one of the ticket. A paused timer is taken as if it
 * ran from now.
 */
static void skip_steps(const Work *work, Timer *timer, gint64 next)
{
	const SlaStep *step;
	bool paused = timer->state == TIMER_PAUSED;

	if (paused) {
		timer->running_since = work->now;
		timer->due_at = calendar_add(clock_calendar(work, timer), work->now,
					     timer->target_s - timer->used_s);
	}
	gint64 quiet_until = timer->due_at > work->now ? timer->due_at : next;
	while ((step = clock_step(work, timer, timer->next_step)) != NULL &&
	       clock_step_at(work, timer, step) < quiet_until)
		timer->next_step++;
	timer->next_at = step && !paused ? clock_step_at(work, timer, step) : G_MAXINT64;
	if (paused)
		timer->running_since = timer->due_at = 0;
}

bool clock_take(Work *work, const Ticket *ticket, GError **error)
{
	g_autoptr(GPtrArray) timers = NULL;

	if (!timer_list(work->db, ticket->id, true, &timers, error))
		return false;
	gint64 next = next_due(timers, work->now);
	for (guint i = 0; i < timers->len; i++) {
		Timer *timer = timers->pdata[i];
		skip_steps(work, timer, next);
		if (!timer_update(work->db, timer, error))
			return false;
	}
	work->left_work = true;
	return true;
}
