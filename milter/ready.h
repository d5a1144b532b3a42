/* ready.h - going into the background, and telling whoever started us that we are up. */
/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * Forks; the parent waits until the child calls ready_tell, or ends, and exits with what
 * became of it, so that a bad start is seen by whoever typed it. Returns in the child the
 * descriptor for ready_tell; -1 when no fork could be had.
 */
int ready_fork(void);

/* We are up: lets the parent of ready_fork go (background >= 0) and leaves its terminal;
 * tells the service manager behind NOTIFY_SOCKET, if there is one. */
void ready_tell(int background);

/* Tells the service manager that we reload, are up again, or stop ("RELOADING=1"). */
void ready_state(const char *state);
