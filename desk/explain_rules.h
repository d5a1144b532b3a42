/* explain_rules.h - what the rules say of a mail, for people and for programs. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "rules/rules.h"

#include <jansson.h>

/* A line of an explanation: a name in a column of its own, and what it has. */
void explain_say(GString *text, const char *name, const char *value);
/* The name stands beside the first value only. values: char* */
void explain_say_list(GString *text, const char *name, const GPtrArray *values);
json_t *explain_strings(const GPtrArray *strings);

/* Each rule that matched with what it matched, the table of scores, the category, and
 * what else follows. */
void explain_say_rules(GString *text, const Classification *found);
/* The same as category, confidence, runner_up, because, scores and actions. */
void explain_set_rules(json_t *object, const Classification *found);
