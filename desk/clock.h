/* clock.h - the timers of a ticket: what starts, pauses, resumes and meets them. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/work.h"
#include "store/timer.h"

/* What happens to a ticket, as its timers see it (the table of states and timers). */
typedef enum {
	CLOCK_CREATED,	/* first response and resolution start */
	CLOCK_ANSWERED, /* a person answered: responses met; resolution pauses when
			   waiting; update starts when the ticket stays open */
	CLOCK_CUSTOMER, /* customer wrote: next response starts (unless a response is owed
			   already), resolution resumes */
	CLOCK_PAUSED,	/* #wait, or details were asked for: all live timers pause */
	CLOCK_RESUMED,	/* the wait is over: all continue with what was left */
	CLOCK_SOLVED,	/* resolution met, the rest dropped */
	CLOCK_REOPENED, /* resolution resumes with the time used, next response starts */
	CLOCK_ENDED,	/* closed, spam, merged: all dropped */
	CLOCK_POLICY,	/* the SLA changed: targets and due times anew, used time stays */
} ClockEvent;

/*
 * Applies an event to the timers of a ticket, by its policy (work_sla; none: nothing
 * starts). ticket is in its new state already. Writes timers and sets work->left_work.
 */
bool clock_event(Work *work, const Ticket *ticket, ClockEvent event, GError **error);

/* #take: the chain is silent until the next due moment. */
bool clock_take(Work *work, const Ticket *ticket, GError **error);

/* When the live timer of a kind is due, 0 when there is none running. */
bool clock_due(Work *work, gint64 ticket, SlaTarget target, gint64 *due_at,
	       GError **error);

/*
 * #promise: a timer "promise" that is due exactly at due_at, with the chain of the
 * ticket's SLA (none: the agent is told when it is due). Waiting does not pause it; the
 * next public answer at or after since ends it as kept or broken. since is now, or later
 * when an answer goes along that does not count.
 */
bool clock_promise(Work *work, const Ticket *ticket, gint64 since, gint64 due_at,
		   const char *note, GError **error);

/* Step number index of a timer's chain, NULL after the last. Borrowed. */
const SlaStep *clock_step(const Work *work, const Timer *timer, int index);
/* The moment of a step of a running timer; G_MAXINT64: never. */
gint64 clock_step_at(const Work *work, const Timer *timer, const SlaStep *step);
/* The calendar that a timer counts by. Borrowed, never NULL. */
const Calendar *clock_calendar(const Work *work, const Timer *timer);
