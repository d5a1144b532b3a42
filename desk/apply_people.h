/* apply_people.h - people whom a customer's mail brings to a ticket. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/facts.h"

/* A From that only a number in the subject or an overheard Message-ID supports, or that
 * DMARC or a spam filter denies, brings nobody. */
bool apply_may_invite(const FactFile *file);
/* People whom the customer's To and Cc name take part from now on. */
bool apply_participants(Work *work, const Message *message, gint64 ticket,
			GError **error);
/* Answers go to Reply-To, unless that is ours or a list. */
bool apply_reply_to(Work *work, const Mail *mail, const FactFile *file, gint64 ticket,
		    GError **error);
