/* away_mail.h - an agent's auto-responder speaks: the agent is away. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/apply.h"

/* Sets the agent away until the date that the mail names, or for a working day; the mail
 * stands as a note on its ticket, or is kept aside when it has none. */
bool away_mail_apply(Work *work, const Mail *mail, const Kept *kept, const FactFile *file,
		     const Decision *decision, GError **error);
