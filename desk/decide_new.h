/* decide_new.h - decides about a ticket that does not exist yet. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/decide.h"

/* Fills a decision for a mail that opens a ticket. */
void decide_new(const Facts *facts, Decision *decision);
