/* clock.c - the timers of a ticket: what starts, pauses, resumes and meets them. */
/* SPDX-License-Identifier: MIT */
#include "desk/clock.h"
#include "desk/clock_chain.h"

#include <string.h>

/* The live timers of one ticket while an event is applied to them. */
typedef struct {
	Work *work;
	const Ticket *ticket;
	const Sla *sla;	   /* policy in force, NULL */
	GPtrArray *timers; /* Timer*, live when loaded */
} Clock;

static bool is_live(const Timer *timer)
{
	return timer->state == TIMER_RUNNING || timer->state == TIMER_PAUSED;
}

static bool save(Work *work, const Timer *timer, GError **error)
{
	work->left_work = true;
	return timer_update(work->db, timer, error);
}

static bool pause_timer(Work *work, Timer *timer, GError **error)
{
	if (timer->state != TIMER_RUNNING || timer_is_promise(timer))
		return true;
	timer->used_s = timer_used(work, timer, work->now);
	timer->state = TIMER_PAUSED;
	timer->running_since = 0;
	timer->due_at = 0;
	timer->next_at = G_MAXINT64;
	return save(work, timer, error);
}

static bool resume_timer(Work *work, Timer *timer, GError **error)
{
	if (timer->state == TIMER_RUNNING)
		return true;
	timer->state = TIMER_RUNNING;
	timer->running_since = work->now;
	timer->ended_at = 0;
	timer_arm(work, timer);
	return save(work, timer, error);
}

/* A target that ran out while nobody worked is missed only when work went on without an
 * end. */
static bool is_late(const Work *work, const Timer *timer, gint64 used_s)
{
	if (timer->state == TIMER_RUNNING && work->now > timer->due_at)
		return true;
	return !timer_is_promise(timer) && used_s > timer->target_s;
}

static bool end_timer(Work *work, Timer *timer, GError **error)
{
	gint64 used_s = timer_used(work, timer, work->now);
	bool late = is_late(work, timer, used_s);

	timer->used_s = used_s;
	timer->state = late ? TIMER_MISSED : TIMER_MET;
	timer->running_since = 0;
	timer->next_at = G_MAXINT64;
	timer->ended_at = work->now;
	if (!save(work, timer, error))
		return false;
	return !timer_is_promise(timer) ||
	       work_event(work, timer->ticket, "promise", timer->note,
			  late ? "broken" : "kept", error);
}

static bool drop_timer(Work *work, Timer *timer, GError **error)
{
	timer->used_s = timer_used(work, timer, work->now);
	timer->state = TIMER_DROPPED;
	timer->running_since = 0;
	timer->next_at = G_MAXINT64;
	timer->ended_at = work->now;
	return save(work, timer, error);
}

static Timer *live_timer(const Clock *clock, SlaTarget target)
{
	for (guint i = 0; i < clock->timers->len; i++) {
		Timer *timer = clock->timers->pdata[i];
		if (is_live(timer) && strcmp(timer->kind, sla_target_name(target)) == 0)
			return timer;
	}
	return NULL;
}

/* Starts a target that is promised and not live already. */
static bool start(Clock *clock, SlaTarget target, gint64 used_s, GError **error)
{
	Work *work = clock->work;

	if (!clock->sla || clock->sla->target_s[target] <= 0 || live_timer(clock, target))
		return true;
	Timer *timer = timer_new();
	g_ptr_array_add(clock->timers, timer);
	timer->ticket = clock->ticket->id;
	timer->kind = g_strdup(sla_target_name(target));
	timer->state = TIMER_RUNNING;
	timer->sla = g_strdup(clock->sla->name);
	timer->target_s = clock->sla->target_s[target];
	timer->used_s = used_s;
	timer->running_since = timer->started_at = work->now;
	timer_arm(work, timer);
	work->left_work = true;
	return timer_insert(work->db, timer, error);
}

typedef bool (*TimerChange)(Work *work, Timer *timer, GError **error);

static bool each_live(Clock *clock, TimerChange change, GError **error)
{
	for (guint i = 0; i < clock->timers->len; i++) {
		Timer *timer = clock->timers->pdata[i];
		if (is_live(timer) && !change(clock->work, timer, error))
			return false;
	}
	return true;
}

static bool end_target(Clock *clock, SlaTarget target, GError **error)
{
	Timer *timer = live_timer(clock, target);
	return !timer || end_timer(clock->work, timer, error);
}

/* A promise made in the very mail that answers is not kept by it. */
static bool end_promise(Work *work, Timer *timer, GError **error)
{
	if (!timer_is_promise(timer) || timer->started_at > work->now)
		return true;
	return end_timer(work, timer, error);
}

static bool on_created(Clock *clock, GError **error)
{
	return start(clock, SLA_FIRST_RESPONSE, 0, error) &&
	       start(clock, SLA_RESOLUTION, 0, error);
}

static bool on_answered(Clock *clock, GError **error)
{
	TicketState state = clock->ticket->state;

	if (!end_target(clock, SLA_FIRST_RESPONSE, error) ||
	    !end_target(clock, SLA_NEXT_RESPONSE, error) ||
	    !end_target(clock, SLA_UPDATE, error) ||
	    !each_live(clock, end_promise, error))
		return false;
	if (state == TICKET_WAITING)
		return each_live(clock, pause_timer, error);
	return state != TICKET_OPEN || (each_live(clock, resume_timer, error) &&
					start(clock, SLA_UPDATE, 0, error));
}

static bool on_resumed(Clock *clock, GError **error)
{
	return each_live(clock, resume_timer, error);
}

/* While the first answer is owed, more mail makes it no second debt. */
static bool on_customer(Clock *clock, GError **error)
{
	if (!on_resumed(clock, error))
		return false;
	if (clock->ticket->state == TICKET_NEW || live_timer(clock, SLA_FIRST_RESPONSE))
		return true;
	return start(clock, SLA_NEXT_RESPONSE, 0, error);
}

static bool on_paused(Clock *clock, GError **error)
{
	return each_live(clock, pause_timer, error);
}

static bool on_ended(Clock *clock, GError **error)
{
	return each_live(clock, drop_timer, error);
}

static bool on_solved(Clock *clock, GError **error)
{
	return end_target(clock, SLA_RESOLUTION, error) && on_ended(clock, error);
}

/* The resolution that had ended goes on, so that reopening does not win time. */
static bool revive_resolution(Clock *clock, GError **error)
{
	g_autoptr(GPtrArray) all = NULL;

	if (!timer_list(clock->work->db, clock->ticket->id, false, &all, error))
		return false;
	for (guint i = all->len; i > 0; i--) {
		Timer *timer = all->pdata[i - 1];
		if (timer_target(timer) != SLA_RESOLUTION)
			continue;
		if (g_strcmp0(timer->sla, clock->ticket->sla) != 0 &&
		    !timer_retarget(clock->work, timer, clock->sla))
			return true;
		return resume_timer(clock->work, timer, error);
	}
	return start(clock, SLA_RESOLUTION, 0, error);
}

static bool on_reopened(Clock *clock, GError **error)
{
	if (!on_resumed(clock, error) ||
	    (!live_timer(clock, SLA_RESOLUTION) && !revive_resolution(clock, error)))
		return false;
	return live_timer(clock, SLA_FIRST_RESPONSE) ||
	       start(clock, SLA_NEXT_RESPONSE, 0, error);
}

/* A ticket that gains a policy before anyone answered has used the time since it came. */
static bool start_new_targets(Clock *clock, GError **error)
{
	const Ticket *ticket = clock->ticket;

	if (!clock->sla || ticket->state > TICKET_OPEN)
		return true;
	gint64 used_s = calendar_between(clock->sla->calendar, ticket->created_at,
					 clock->work->now);
	if (ticket->state == TICKET_NEW)
		return start(clock, SLA_FIRST_RESPONSE, used_s, error) &&
		       start(clock, SLA_RESOLUTION, used_s, error);
	if (!live_timer(clock, SLA_FIRST_RESPONSE) && !live_timer(clock, SLA_UPDATE) &&
	    !start(clock, SLA_NEXT_RESPONSE, 0, error))
		return false;
	return start(clock, SLA_RESOLUTION, 0, error);
}

static bool on_policy(Clock *clock, GError **error)
{
	for (guint i = 0; i < clock->timers->len; i++) {
		Timer *timer = clock->timers->pdata[i];
		if (timer_is_promise(timer))
			continue;
		bool kept = timer_retarget(clock->work, timer, clock->sla);
		if (kept ? !save(clock->work, timer, error)
			 : !drop_timer(clock->work, timer, error))
			return false;
	}
	return start_new_targets(clock, error);
}

static bool clock_load(Clock *clock, Work *work, const Ticket *ticket, ClockEvent event,
		       GError **error)
{
	clock->work = work;
	clock->ticket = ticket;
	clock->sla = work_sla(work, ticket);
	if (event == CLOCK_CREATED) { /* nothing can run yet */
		clock->timers =
			g_ptr_array_new_with_free_func((GDestroyNotify)timer_free);
		return true;
	}
	return timer_list(work->db, ticket->id, true, &clock->timers, error);
}

bool clock_event(Work *work, const Ticket *ticket, ClockEvent event, GError **error)
{
	static bool (*const on[])(Clock *, GError **) = {
		[CLOCK_CREATED] = on_created,	[CLOCK_ANSWERED] = on_answered,
		[CLOCK_CUSTOMER] = on_customer, [CLOCK_PAUSED] = on_paused,
		[CLOCK_RESUMED] = on_resumed,	[CLOCK_SOLVED] = on_solved,
		[CLOCK_REOPENED] = on_reopened, [CLOCK_ENDED] = on_ended,
		[CLOCK_POLICY] = on_policy,
	};
	Clock clock = {0};
	bool ok = clock_load(&clock, work, ticket, event, error) &&
		  on[event](&clock, error);

	g_clear_pointer(&clock.timers, g_ptr_array_unref);
	return ok;
}
