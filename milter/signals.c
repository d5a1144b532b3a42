/* signals.c - which signals mean what. */
/* SPDX-License-Identifier: MIT */
/*
 * libmilter has a thread of its own that waits for HUP, TERM and INT, and stops at each.
 * The kernel prefers the first thread of a process when several wait for a signal, so
 * smfi_main runs in another thread and the first one waits here: it sees TERM before
 * libmilter, and can make the stop quick. Should libmilter win all the same, it stops by
 * itself, only slower. HUP is left to it.
 */
#include "milter/signals.h"

#include <errno.h>
#include <signal.h>
#include <time.h>

void signals_block(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGHUP);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGUSR1);
	sigaddset(&set, SIGPIPE);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
}

SignalMeaning signals_wait(int timeout_ms)
{
	const struct timespec timeout = {timeout_ms / 1000, timeout_ms % 1000 * 1000000L};
	sigset_t set;
	int caught;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGUSR1);
	do
		caught = sigtimedwait(&set, NULL, timeout_ms < 0 ? NULL : &timeout);
	while (caught < 0 && errno == EINTR);
	if (caught < 0)
		return SIGNAL_NONE;
	return caught == SIGUSR1 ? SIGNAL_RELOAD : SIGNAL_STOP;
}

void signals_stop(pthread_t thread)
{
	pthread_kill(thread, SIGTERM);
}
