/* agent_note.h - what an agent writes for colleagues only. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/apply.h"

/* Keeps the agent's mail on ticket as a note that says text; mark may be NULL. */
bool agent_note_keep(Work *work, const Mail *mail, const Kept *kept, const FactFile *file,
		     gint64 ticket, const char *text, const char *mark, GError **error);

/* Mails text to an address of the desk's people; author: as they know the writer. */
bool agent_note_post(Work *work, const Ticket *ticket, const char *author,
		     const char *text, const char *address, GError **error);

/* Mails text to whoever has the ticket, agent left out; on nobody's ticket only what an
 * expert says is for everybody of the queue. */
bool agent_note_pass_on(Work *work, const Ticket *ticket, const Agent *agent,
			bool is_expert, const char *text, GError **error);
