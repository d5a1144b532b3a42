/* worker.h - the one thread that does what is due: timers, escalations, the outbox. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/desk.h"

typedef struct Worker Worker;

/* Starts the thread. desk is borrowed until worker_stop; control is a datagram socket
 * that wakes it, or -1. BROKEN when no thread can be had. */
Worker *worker_start(Desk *desk, int control, GError **error);

/* Ends the thread after the tick that it is in. False if that takes longer than
 * timeout_s: then it still uses the desk, and the worker must not be freed. */
bool worker_stop(Worker *worker, int timeout_s);

/* After worker_stop, when no commit can wake it any more. */
void worker_free(Worker *worker);
