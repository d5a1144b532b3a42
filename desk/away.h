/* away.h - agents who are not there, and until when. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/work.h"

/* Until when an agent is away; 0 when there. */
bool away_until(Work *work, const Agent *agent, gint64 *until, GError **error);

/*
 * Sets an agent away until a moment (0: for a working day of the own calendar), or back
 * with until <= now; the leads of the agent's queues are told, if that is news. *until is
 * what was set.
 */
bool away_set(Work *work, const Agent *agent, gint64 *until, GError **error);
