/* agent_mail.h - an agent's mail: commands, an answer to the customer, or a note. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/apply.h"

/*
 * Says the commands in order, then sends what is left as the answer (or keeps it as the
 * note), and returns a transcript when there were commands. A command that cannot be
 * carried out sets POSTDESK_INVALID: the caller undoes the unit and calls agent_mail_fail
 * in a new one.
 */
bool agent_mail_apply(Work *work, const Mail *mail, const Kept *kept,
		      const FactFile *file, const Decision *decision, GError **error);

/* Nothing was carried out: the mail is kept as a note, and the agent gets the transcript
 * with what was wrong and the whole text to send again. */
bool agent_mail_fail(Work *work, const Mail *mail, const Kept *kept, const FactFile *file,
		     const Decision *decision, const char *what_is_wrong, GError **error);

/* Tells the agent whom From claims to be that a mail without evidence came; at most ten
 * an hour. */
bool agent_mail_warn(Work *work, const Mail *mail, const FactFile *file,
		     const Ticket *ticket, GError **error);
