/* returned.h - delivery reports: what becomes of a mail of ours that came back. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/apply.h"

/* Writes the report on the message that came back. Hard and to the customer: the ticket
 * is open again and its agent is told; a notice that came back goes on to the lead;
 * delays are notes. */
bool returned_apply(Work *work, const Mail *mail, const Kept *kept, const FactFile *file,
		    const Decision *decision, GError **error);
