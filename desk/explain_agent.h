/* explain_agent.h - who would get a new ticket and why, as text and JSON. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/assignment.h"

#include <jansson.h>

/* Lines as explain_say has them. */
void explain_say_agent(GString *text, const Assignment *assignment);
/* {"because", "candidates": [{"name","skill","at_work","away_until","tickets"}]}. New
 * reference. */
json_t *explain_agent_json(const Assignment *assignment);
