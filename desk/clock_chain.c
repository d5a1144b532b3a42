/* clock_chain.c - how long a timer has run, and which steps of its chain come next. */
/* SPDX-License-Identifier: MIT */
#include "desk/clock_chain.h"

#define PROMISE "promise"

bool timer_is_promise(const Timer *timer)
{
	return g_strcmp0(timer->kind, PROMISE) == 0;
}

static const Sla *timer_sla(const Work *work, const Timer *timer)
{
	return timer->sla ? g_hash_table_lookup(work->setup->config->slas, timer->sla)
			  : NULL;
}

const Calendar *clock_calendar(const Work *work, const Timer *timer)
{
	const Sla *sla = timer_sla(work, timer);
	return sla && sla->calendar ? sla->calendar : calendar_always();
}

const SlaStep *clock_step(const Work *work, const Timer *timer, int index)
{
	static const SlaStep promise_due = {
		.percent = 100, .roles = SLA_TO_AGENT, .text = (char *)"100%"};
	const Sla *sla = timer_sla(work, timer);

	if (sla && sla->steps->len > 0)
		return index < (int)sla->steps->len ? sla->steps->pdata[index] : NULL;
	return timer_is_promise(timer) && index == 0 ? &promise_due : NULL;
}

gint64 clock_step_at(const Work *work, const Timer *timer, const SlaStep *step)
{
	const Sla *sla = timer_sla(work, timer);

	/* A promise is due at the minute that was said, open or not. */
	if (timer_is_promise(timer) && (step->percent == 100 || !sla))
		return timer->due_at;
	return sla_step_at(sla, step, timer->target_s, timer->used_s,
			   timer->running_since);
}

gint64 timer_used(const Work *work, const Timer *timer, gint64 now)
{
	if (timer->state != TIMER_RUNNING)
		return timer->used_s;
	return timer->used_s +
	       calendar_between(clock_calendar(work, timer), timer->running_since, now);
}

/* Sets the moments of a timer that runs. */
void timer_arm(const Work *work, Timer *timer)
{
	if (!timer_is_promise(timer))
		timer->due_at =
			calendar_add(clock_calendar(work, timer), timer->running_since,
				     timer->target_s - timer->used_s);
	const SlaStep *step = clock_step(work, timer, timer->next_step);
	timer->next_at = step ? clock_step_at(work, timer, step) : G_MAXINT64;
}

/* How many steps of a new chain count as done when so many of the old one are. */
static int steps_done(const Sla *before, const Sla *after, int done)
{
	int count = 0;

	for (guint i = 0; before && i < after->steps->len; i++) {
		const SlaStep *step = after->steps->pdata[i];
		for (int j = 0; j < done && j < (int)before->steps->len; j++) {
			const SlaStep *old = before->steps->pdata[j];
			if (step->percent <= old->percent &&
			    step->after_s <= old->after_s)
				count = (int)i + 1;
		}
	}
	return count;
}

int timer_target(const Timer *timer)
{
	for (int target = 0; target < SLA_TARGETS; target++)
		if (g_strcmp0(timer->kind, sla_target_name(target)) == 0)
			return target;
	return -1;
}

/* Another policy: its target, calendar and chain, and the time already used. */
bool timer_retarget(const Work *work, Timer *timer, const Sla *sla)
{
	int target = timer_target(timer);

	if (target < 0)
		return true;
	if (!sla || sla->target_s[target] <= 0)
		return false;
	timer->next_step = steps_done(timer_sla(work, timer), sla, timer->next_step);
	timer->used_s = timer_used(work, timer, work->now);
	timer->target_s = sla->target_s[target];
	g_free(timer->sla);
	timer->sla = g_strdup(sla->name);
	if (timer->state != TIMER_RUNNING)
		return true;
	timer->running_since = work->now;
	timer_arm(work, timer);
	return true;
}

bool clock_promise(Work *work, const Ticket *ticket, gint64 since, gint64 due_at,
		   const char *note, GError **error)
{
	g_autoptr(Timer) timer = timer_new();

	timer->ticket = ticket->id;
	timer->kind = g_strdup(PROMISE);
	timer->state = TIMER_RUNNING;
	timer->sla = work_sla(work, ticket) ? g_strdup(ticket->sla) : NULL;
	timer->target_s =
		calendar_between(clock_calendar(work, timer), work->now, due_at);
	timer->running_since = work->now;
	timer->started_at = since;
	timer->due_at = due_at;
	timer->note = g_strdup(note);
	timer_arm(work, timer);
	work->left_work = true;
	return timer_insert(work->db, timer, error);
}
