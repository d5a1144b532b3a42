/* subscription.h - experts: agents who want to know of new tickets of a category. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/notice.h"

/* True when a category is what a pattern names: "billing.refund", "billing.*" (it and all
 * below),
 * "*". */
bool category_fits(const char *path, const char *pattern);

/* *patterns: char* of an agent, in the order in which they were named. */
bool subscription_list(Work *work, const Agent *agent, GPtrArray **patterns,
		       GError **error);
bool subscription_add(Work *work, const Agent *agent, const char *pattern,
		      GError **error);
/* pattern "": all. *removed: how many. */
bool subscription_remove(Work *work, const Agent *agent, const char *pattern,
			 guint *removed, GError **error);

/* A copy of the notice to every subscriber of the ticket's category who has
 * not got one. */
bool subscription_post(Work *work, const Ticket *ticket, const Notice *notice,
		       GError **error);

/*
 * True when an agent's words on a ticket are a note: neither the ticket's agent, nor one
 * of its queues', nor their lead or head, and the queue lets only these answer
 * (expert_answers).
 */
bool subscription_is_note(Work *work, const Ticket *ticket, const Agent *agent, bool *is,
			  GError **error);
