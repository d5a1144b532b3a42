/* digest.h - notices over a person's limit, collected into one mail. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/work.h"

/* Remembers that address has to be told of event (phrase "event.…") on ticket. */
bool digest_add(Work *work, const Ticket *ticket, const char *address, const char *event,
		GError **error);
/* Posts what has waited for ten minutes: one mail ("digest") a person. */
bool digest_post_due(Work *work, GError **error);
/* When digest_post_due has something to do; G_MAXINT64: never. */
bool digest_next(Work *work, gint64 *next_at, GError **error);
