/* served.h - who gets what the desk makes of an agent's mail, and not the mail itself. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/facts.h"

/*
 * Whoever stands in To or Cc of an agent's answer to a notice, and got it by this mail
 * server, takes part in the ticket from now on: the answer goes to them from the desk,
 * since the mail holds the block and addresses that are for agents.
 */
bool served_take_part(Work *work, const Mail *mail, const Route *route, gint64 ticket,
		      GError **error);
/* *served: char* addresses of all for whom the desk writes, or who may not read it: who
 * takes part in the ticket (0: none), and those of served_take_part. */
bool served_list(Work *work, const Message *message, const Route *route, gint64 ticket,
		 GPtrArray **served, GError **error);
