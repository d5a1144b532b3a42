/* lapse.h - what ends by itself: waits, solved tickets, records with a shelf life. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/work.h"

/* Waits whose date has come: the ticket opens, its timers resume, its agent is told. */
bool lapse_waits(Work *work, int limit, bool *more, GError **error);
/* Solved tickets that nobody answered for the queue's close time are closed. */
bool lapse_solved(Work *work, int limit, bool *more, GError **error);
/* Identities, unmatched mail and used-up budgets past their time; looks once an hour. */
bool lapse_records(Work *work, GError **error);
/* When one of the first two has something to do; G_MAXINT64: never. */
bool lapse_next(Work *work, gint64 *next_at, GError **error);
