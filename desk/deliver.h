/* deliver.h - the outbox worker: sends what was committed, with retries. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/desk.h"

/*
 * Claims due rows, sends each outside the store, and records what became of it. Temporary
 * failure: again after 1 m, 5 m, 15 m, 1 h, then each 4 h, for five days. Permanent
 * failure: the row has failed, a note with the server's words stands on the ticket, its
 * agent (else the lead) is told, unless the mail was a notice itself: that goes to the
 * lead, once. *sent counts. False only when the store failed.
 */
bool deliver_outbox(Desk *desk, gint64 now, int *sent, GError **error);
