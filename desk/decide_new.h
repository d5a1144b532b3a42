/* decide_new.h - the part of a decision that is about a ticket which does not exist yet.
 */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/decide.h"

/* Fills a decision for a mail that opens a ticket. */
void decide_new(const Facts *facts, Decision *decision);
