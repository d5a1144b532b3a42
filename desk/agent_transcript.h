/* agent_transcript.h - what an agent is told became of the own mail. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/facts.h"

/* One line of the mail (NULL: the mail itself) and what it did, or what is wrong with it;
 * several lines of said are its output. */
void transcript_add(Value *lines, const char *line, const char *said, bool failed);

/* Where it comes from: the ticket's queue; for personal commands (ticket NULL) the first
 * one that the agent works for. */
const Queue *transcript_queue(const Work *work, const Ticket *ticket, const Agent *agent);

/* What the template may say of the ticket, or of none. */
Value *transcript_value(Work *work, const Mail *mail, const Agent *agent,
			const Ticket *ticket, GError **error);

/* Mails it to the agent, as an answer to mail. value is borrowed. */
bool transcript_post(Work *work, const Mail *mail, const Agent *agent,
		     const Ticket *ticket, Value *value, GError **error);
