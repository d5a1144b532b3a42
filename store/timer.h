/* timer.h - due moments of tickets: SLA targets, waits, promises. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "store/store.h"

typedef enum {
	TIMER_RUNNING,
	TIMER_PAUSED,
	TIMER_MET,     /* done in time */
	TIMER_MISSED,  /* done, but late */
	TIMER_DROPPED, /* no longer wanted */
} TimerState;
const char *timer_state_name(TimerState state);

/* One timer of a ticket. A value. */
typedef struct Timer {
	gint64 id, ticket;
	char *kind; /* "first_response" … "resolution", "promise", "wait" */
	TimerState state;
	char *sla;	      /* policy whose calendar and chain count; NULL */
	gint64 target_s;      /* working seconds promised */
	gint64 used_s;	      /* working seconds used before running_since */
	gint64 running_since; /* 0 when not running */
	gint64 due_at;	      /* while running; G_MAXINT64: never */
	int next_step;	      /* index of the next escalation step */
	gint64 next_at;	      /* when the worker has to look again; G_MAXINT64: never */
	gint64 started_at, ended_at;
	char *note; /* of a promise */
} Timer;

Timer *timer_new(void);
void timer_free(Timer *timer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Timer, timer_free)

/* Sets its id. */
bool timer_insert(Db *db, Timer *timer, GError **error);
bool timer_update(Db *db, const Timer *timer, GError **error);
/* All timers of a ticket, oldest first; only_live: running and paused ones. */
bool timer_list(Db *db, gint64 ticket, bool only_live, GPtrArray **timers,
		GError **error);
/* Running timers with next_at <= now, soonest first. */
bool timer_due(Db *db, gint64 now, int limit, GPtrArray **timers, GError **error);
/* The next moment at which timer_due has something; G_MAXINT64 when never. */
bool timer_next(Db *db, gint64 *next_at, GError **error);
