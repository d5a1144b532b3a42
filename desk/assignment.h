/* assignment.h - who gets a ticket that nobody has yet. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/work.h"

/* True when an agent is not away and within the own hours (none: always). */
bool assignment_is_at_work(Work *work, const Agent *agent, bool *is, GError **error);

/*
 * The agent of the queue who has the skill for the category, is at work and has the
 * fewest tickets on the desk (new and open; the first of the queue's list among equals);
 * else the same of those for whom no skills are named. When nobody is at work: the
 * queue's lead, if that is an agent, else the least busy of those who are not away.
 * *agent NULL: nobody; borrowed.
 */
bool assignment_choose(Work *work, const Queue *queue, const char *category,
		       const Agent **agent, GError **error);

/* Names the agent of a ticket that has none yet, or whose agent is away; does not write
 * it. */
bool assignment_fill(Work *work, Ticket *ticket, GError **error);
