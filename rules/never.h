/* never.h - finds rules that no mail can ever meet. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "rules/rule.h"

/*
 * Only what is sure is a problem: conditions that take each other away, a category that
 * no rule above has given points to, a rule behind one that stops at all its mail.
 */
void rules_check_never(const Rules *rules, GPtrArray *problems);
