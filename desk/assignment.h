/* assignment.h - who gets a ticket that nobody has yet. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/work.h"

/* How well an agent fits a category. */
typedef enum {
	SKILL_NAMED,   /* the category is one of the agent's */
	SKILL_GENERAL, /* no skills are named: everything */
	SKILL_NONE,
} Skill;

/* One agent of a queue, as the choice sees the agent. Without a store nobody is away and
 * nobody has tickets. */
typedef struct {
	const Agent *agent;
	Skill skill;
	gint64 away_until; /* 0: there */
	bool is_at_work;   /* there, and within the own hours */
	gint64 tickets;	   /* new and open ones; -1: not counted, as there is no choice */
} Candidate;

typedef enum {
	CHOSEN_NOBODY,
	CHOSEN_NAMED, /* by a rule, or since the agent knows the customer */
	CHOSEN_SKILL, /* the skill is the agent's, and no other with it has fewer tickets
		       */
	CHOSEN_GENERAL, /* nobody with the skill is at work */
	CHOSEN_LEAD,	/* nobody is at work */
	CHOSEN_PRESENT, /* nobody is at work and there is no lead: who is not away */
} ChosenFor;

typedef struct {
	const Agent *agent; /* borrowed; NULL: nobody */
	ChosenFor reason;
	GArray *candidates; /* Candidate, in the queue's order; none when named */
} Assignment;
void assignment_free(Assignment *assignment);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Assignment, assignment_free)

/* True when an agent is not away and within the own hours (none: always). */
bool assignment_is_at_work(Work *work, const Agent *agent, bool *is, GError **error);

/*
 * named (NULL: nobody), unless away. Else the agent of the queue who has the skill for
 * the category, is at work and has the fewest tickets on the desk (new and open; the
 * first of the queue's list among equals); else the same of those for whom no skills are
 * named. When nobody is at work: the queue's lead, if that is an agent, else the least
 * busy of those who are not away. Changes nothing. NULL with error.
 */
Assignment *assignment_choose(Work *work, const Queue *queue, const char *category,
			      const char *named, GError **error);

/* Names the agent of a ticket that has none yet, or whose agent is away; does not write
 * it. */
bool assignment_fill(Work *work, Ticket *ticket, GError **error);
