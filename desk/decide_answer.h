/* decide_answer.h - what the desk says by itself to a customer's first mail, if anything. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/decide.h"

/* Fills answer, answer_to and limit of a decision for a new ticket. category may be NULL. */
void decide_answer(const Facts *facts, const Category *category, Decision *decision);
