/* limit.h - tells a lead that automatic answers have stopped. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/facts.h"

/* Once a day for each sender: limit is the phrase that says why ("limit.sender"). */
bool limit_tell(Work *work, const FactFile *file, const Ticket *ticket, const char *limit,
		GError **error);
