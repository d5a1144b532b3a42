/* gate.h - counts who is inside the desk, so that it is not closed over their heads. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef struct Gate Gate;

Gate *gate_new(void);

/* True: go in, and gate_leave afterwards. False: the desk is being closed, tempfail. */
bool gate_enter(Gate *gate);
void gate_leave(Gate *gate);

/* Lets nobody in any more and waits until all are out, at most timeout_s; false if some
 * remain. There is no way to free a gate: sessions outlive it until the process ends. */
bool gate_close(Gate *gate, int timeout_s);
