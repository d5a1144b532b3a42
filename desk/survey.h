/* survey.h - one question after a ticket is solved: how content is the customer? */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/work.h"

#define SURVEY_BAD 2 /* up to this score of 5 the agents are told */

/*
 * Asks, a day from now, when the queue's sample takes the ticket: never twice about one,
 * at most once in thirty days a customer. The question is withdrawn when the ticket opens
 * before.
 */
bool survey_post(Work *work, const Ticket *ticket, GError **error);

/* "… 4/5 …" in the subject of what comes back; 0: no score. */
int survey_score(const char *subject);
/* Keeps a score on the ticket; 0 keeps nothing. */
bool survey_keep(Work *work, const Ticket *ticket, int score, GError **error);
