/* timer.c - due moments of tickets as rows. */
/* SPDX-License-Identifier: MIT */
#include "store/timer.h"
#include "mail/error.h"
#include "store/driver.h"

static const char *const state_names[] = {
	[TIMER_RUNNING] = "running", [TIMER_PAUSED] = "paused",	  [TIMER_MET] = "met",
	[TIMER_MISSED] = "missed",   [TIMER_DROPPED] = "dropped",
};

const char *timer_state_name(TimerState state)
{
	g_assert(state < G_N_ELEMENTS(state_names));
	return state_names[state];
}

Timer *timer_new(void)
{
	return g_new0(Timer, 1);
}

void timer_free(Timer *timer)
{
	if (!timer)
		return;
	g_free(timer->kind);
	g_free(timer->sla);
	g_free(timer->note);
	g_free(timer);
}

bool timer_insert(Db *db, Timer *timer, GError **error)
{
	return db_run_id(
		db, &timer->id, error,
		"INSERT INTO timer (ticket, kind, state, sla, target_s, used_s,"
		" running_since, due_at, next_step, next_at, started_at, ended_at, note)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"
		" RETURNING id",
		"itttiiiiiiiit", timer->ticket, timer->kind,
		timer_state_name(timer->state), timer->sla, timer->target_s,
		timer->used_s, timer->running_since, timer->due_at,
		(gint64)timer->next_step, timer->next_at, timer->started_at,
		timer->ended_at, timer->note);
}

bool timer_update(Db *db, const Timer *timer, GError **error)
{
	return db_run(db, error,
		      "UPDATE timer SET ticket = $1, kind = $2, state = $3, sla = $4,"
		      " target_s = $5, used_s = $6, running_since = $7, due_at = $8,"
		      " next_step = $9, next_at = $10, started_at = $11, ended_at = $12,"
		      " note = $13 WHERE id = $14",
		      "itttiiiiiiiiti", timer->ticket, timer->kind,
		      timer_state_name(timer->state), timer->sla, timer->target_s,
		      timer->used_s, timer->running_since, timer->due_at,
		      (gint64)timer->next_step, timer->next_at, timer->started_at,
		      timer->ended_at, timer->note, timer->id);
}

#define TIMER_COLUMNS                                                                    \
	"SELECT id, ticket, kind, state, sla, target_s, used_s, running_since, due_at,"  \
	" next_step, next_at, started_at, ended_at, note FROM timer"

static void *timer_from_row(Statement *row, GError **error)
{
	g_autoptr(Timer) timer = timer_new();
	g_autofree char *word = db_text(row, 3);
	int state = db_word(word, state_names, G_N_ELEMENTS(state_names));

	timer->id = db_int(row, 0);
	timer->ticket = db_int(row, 1);
	timer->kind = db_text(row, 2);
	if (state < 0) {
		g_set_error(error, POSTDESK_ERROR, POSTDESK_BROKEN,
			    "timer %" G_GINT64_FORMAT ": unknown state %s", timer->id,
			    word);
		return NULL;
	}
	timer->state = (TimerState)state;
	timer->sla = db_text(row, 4);
	timer->target_s = db_int(row, 5);
	timer->used_s = db_int(row, 6);
	timer->running_since = db_int(row, 7);
	timer->due_at = db_int(row, 8);
	timer->next_step = (int)db_int(row, 9);
	timer->next_at = db_int(row, 10);
	timer->started_at = db_int(row, 11);
	timer->ended_at = db_int(row, 12);
	timer->note = db_text(row, 13);
	return g_steal_pointer(&timer);
}

bool timer_list(Db *db, gint64 ticket, bool only_live, GPtrArray **timers, GError **error)
{
	g_autoptr(Statement) statement =
		db_prepare(db,
			   only_live ? TIMER_COLUMNS " WHERE ticket = $1"
						     " AND state IN ('running', 'paused')"
						     " ORDER BY id"
				     : TIMER_COLUMNS " WHERE ticket = $1 ORDER BY id",
			   error);

	*timers = NULL;
	if (!statement)
		return false;
	db_bind_int(statement, 1, ticket);
	return db_list(statement, timer_from_row, (GDestroyNotify)timer_free, timers,
		       error);
}

bool timer_due(Db *db, gint64 now, int limit, GPtrArray **timers, GError **error)
{
	g_autoptr(Statement) statement =
		db_prepare(db,
			   TIMER_COLUMNS " WHERE state = 'running' AND next_at <= $1"
					 " ORDER BY next_at, id LIMIT $2",
			   error);

	*timers = NULL;
	if (!statement)
		return false;
	db_bind_int(statement, 1, now);
	db_bind_int(statement, 2, limit);
	return db_list(statement, timer_from_row, (GDestroyNotify)timer_free, timers,
		       error);
}

bool timer_next(Db *db, gint64 *next_at, GError **error)
{
	g_autoptr(Statement) statement =
		db_prepare(db,
			   "SELECT next_at FROM timer WHERE state = 'running'"
			   " ORDER BY next_at LIMIT 1",
			   error);
	bool row;

	*next_at = G_MAXINT64;
	if (!statement || !db_step(statement, &row, error))
		return false;
	if (row)
		*next_at = db_int(statement, 0);
	return true;
}
