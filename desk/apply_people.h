/* apply_people.h - people whom a customer's mail brings to a ticket. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/facts.h"

/* Only the customer brings people: not those who take part besides, nor a From that only
 * a number in the subject or an overheard Message-ID supports, or that DMARC or a spam
 * filter denies. */
bool apply_may_invite(const FactFile *file);
/* False for the desk's own addresses and for robots. address in comparison form. */
bool apply_may_take_part(const Config *config, const char *address);
/* These (Address*) take part from now on, as far as they may. */
bool apply_add_people(Work *work, gint64 ticket, const GPtrArray *people, GError **error);
/* People whom the customer's To and Cc name take part from now on. */
bool apply_participants(Work *work, const Message *message, gint64 ticket,
			GError **error);
/* Answers go to Reply-To, unless that is ours or a list. */
bool apply_reply_to(Work *work, const Mail *mail, const FactFile *file, gint64 ticket,
		    GError **error);
