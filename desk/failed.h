/* failed.h - mail that the server will never take: for this folder only. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/work.h"
#include "store/outbox.h"
#include "templates/value.h"

/*
 * The row has failed: an event and a note on its ticket say so in the server's words, an
 * answer's ticket opens again, and its agent (else the lead) is told. A notice that
 * failed is told to the lead, once; a report of a failure that fails itself is told to
 * nobody.
 */
bool failed_record(Work *work, const Outgoing *row, const char *why, GError **error);

/* The customer has not heard an answer that the ticket waits on: it opens again, and its
 * next response is owed. What only a copy missed changes nothing. */
bool failed_reopen(Work *work, Ticket *ticket, const Outgoing *row, GError **error);

/* Sets "excerpt" of value: the first ten lines of the answer that the row carries, none
 * for what the desk wrote itself. */
bool failed_excerpt(Work *work, const Outgoing *row, Value *value, GError **error);

/*
 * A mail to people of the desk could not be written (a text of the administrator's, an
 * address that is none). What caused it must go on all the same: true, with an event;
 * false when it was the store that failed. Takes problem.
 */
bool failed_forgive(Work *work, gint64 ticket, GError *problem, GError **error);
