/* decide_answer.h - what the desk says by itself to a customer's first mail. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/decide.h"

/* Why the desk must not answer a first mail of this queue by itself, budgets aside; NULL:
 * it may. Borrowed. */
const char *answer_silence(const Facts *facts, const Queue *queue);
/* Fills answer, answer_to and limit of a decision for a new ticket.
 * category may be NULL. */
void decide_answer(const Facts *facts, const Category *category, Decision *decision);
