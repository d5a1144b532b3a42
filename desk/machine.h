/* machine.h - an agent's auto-responder that does not say that it is one. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/work.h"

typedef enum {
	MACHINE_NO,    /* a person, as far as one can tell */
	MACHINE_SAME,  /* the very same answer as before */
	MACHINE_MANY,  /* too many answers in a day */
	MACHINE_STILL, /* was taken for a machine before, and said no command since */
} MachineSign;

/*
 * Looks at an answer without commands. Two machines would write to each other through the
 * desk for ever: the same words twice in a day, nearly the same three times, or more than
 * a person writes, are a machine's. What is a machine stays one on this ticket until a
 * command comes.
 */
bool machine_judge(Work *work, const Ticket *ticket, const Agent *agent, const char *text,
		   MachineSign *sign, GError **error);
/* A command has come: a person writes. */
bool machine_forget(Work *work, const Ticket *ticket, const Agent *agent, GError **error);
