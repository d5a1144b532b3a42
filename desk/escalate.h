/* escalate.h - what time does to tickets: chains run, waits end, solved ones close. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/work.h"

/*
 * Does everything that is due at work->now in this unit: each step of a chain once and in
 * order (its timer row moves on in the same commit as the notice), waits that are over,
 * solved tickets older than the queue's close time, expired identities and unmatched
 * mail. A person for whom more than three steps are due at once, or steps later than an
 * hour, gets one digest. At most limit tickets; *more tells that there are others.
 */
bool escalate_due(Work *work, int limit, bool *more, GError **error);

/* When escalate_due has to be called next; G_MAXINT64: never. */
bool escalate_next(Work *work, gint64 *next_at, GError **error);
