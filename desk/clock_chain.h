/* clock_chain.h - how long a timer has run, and its chain: for the clock's files only. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/clock.h"

bool timer_is_promise(const Timer *timer);
/* The SlaTarget of a timer, -1 for a promise. */
int timer_target(const Timer *timer);
/* Working seconds used up to now. */
gint64 timer_used(const Work *work, const Timer *timer, gint64 now);
/* Sets the moments of a timer that runs. */
void timer_arm(const Work *work, Timer *timer);
/* Another policy: its target, calendar and chain, and the time already used. False when
 * the policy (NULL: none) does not promise this target. */
bool timer_retarget(const Work *work, Timer *timer, const Sla *sla);
