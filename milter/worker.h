/* worker.h - the one thread that does what is due: timers, escalations, the outbox. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/desk.h"

typedef struct Worker Worker;

/* Starts the thread. desk is borrowed until worker_stop; control is a datagram socket
 * that wakes it, or -1. BROKEN when no thread can be had. */
Worker *worker_start(Desk *desk, int control, GError **error);

/* Ends it after the tick that it is in. False if that takes longer than timeout_s: then
 * the thread still uses the desk. */
bool worker_stop(Worker *worker, int timeout_s);
