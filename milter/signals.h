/* signals.h - which signals mean what. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <pthread.h>

typedef enum { SIGNAL_NONE, SIGNAL_STOP, SIGNAL_RELOAD } SignalMeaning;

/*
 * Blocks HUP, TERM, INT, USR1 and PIPE. Must be called in main before any thread is
 * there, since threads inherit it: one that does not block TERM would kill the process at
 * once.
 */
void signals_block(void);

/* Waits for the next, at most timeout_ms (then SIGNAL_NONE; below 0: for ever). Only the
 * first thread of the process may, see signals.c. */
SignalMeaning signals_wait(int timeout_ms);

/* Makes signals_wait in thread return SIGNAL_STOP. */
void signals_stop(pthread_t thread);
