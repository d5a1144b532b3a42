/* agent_hold.h - answers of agents that wait for a word of their author. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/answer.h"
#include "desk/apply.h"

/* An answer on its way. Borrowed. */
typedef struct {
	Work *work;
	const Mail *mail;
	const Kept *kept;
	const FactFile *file; /* whose sender is the agent */
	const Ticket *ticket;
	const char *words;
	AnswerEnd end;
	bool has_commands; /* stand above it: no machine wrote it */
} Waiting;

/* Holds it because it is new mail to an old address; its author is asked. */
bool agent_hold_stale(const Waiting *waiting, GError **error);
/*
 * *held: it waits, as a note on the ticket, and its author knows why; somebody else has
 * just answered, or a machine seems to answer in the agent's place.
 */
bool agent_hold(const Waiting *waiting, bool *held, GError **error);
