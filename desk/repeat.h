/* repeat.h - the same mail again: a retry, a second server, the second door. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/verdict.h"
#include "desk/work.h"
#include "store/record.h"

/* What a mail is recognised by. Borrowed. */
typedef struct {
	const Message *message;
	const Route *route;
	const char *identity, *from, *content_hash;
	bool by_second_door;
} Repeat;

/*
 * True when a mail says word for word what its author has said on the ticket before, or
 * is older than we remember: its signature proves that the author wrote it, not that the
 * author sent it now.
 */
bool repeat_is_replay(Work *work, const Message *message, const char *content_hash,
		      gint64 ticket, bool *is, GError **error);
/* From in comparison form, as identities keep it. g_free. */
char *repeat_from(const Message *message);
/* Names of the route's queues, space separated. g_free. */
char *repeat_queue_names(const Route *route);

/* *found: what is remembered of the same mail, NULL when it is new. Changes nothing. */
bool repeat_look(Work *work, const Repeat *repeat, Identity **found, GError **error);

/*
 * *is_repeat and *disposition when the mail was taken within 14 days: a queue that had
 * not seen it yet is added to the ticket, and an event "received again" is written, but
 * not for the second door, where every mail comes again. The same Message-ID with other
 * content is another mail, unless the text only grew at its end (a list's footer).
 * Sendmail gives a mail its missing Message-ID and Date only after the milter: at the
 * second door the same words by the same author are the same mail if they came without
 * one before.
 */
bool repeat_find(Work *work, const Repeat *repeat, bool *is_repeat,
		 Disposition *disposition, GError **error);
