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

#include <signal.h>
#include <stddef.h>

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

SignalMeaning signals_wait(void)
{
	sigset_t set;
	int caught = 0;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGUSR1);
	while (sigwait(&set, &caught) != 0)
		continue;
	return caught == SIGUSR1 ? SIGNAL_RELOAD : SIGNAL_STOP;
}

void signals_stop(pthread_t thread)
{
	pthread_kill(thread, SIGTERM);
}
