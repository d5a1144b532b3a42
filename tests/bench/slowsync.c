/* slowsync.c - preloaded into a program, makes each of its syncs SLOWSYNC_MS slower. */
/* SPDX-License-Identifier: MIT */
/*
 * A disk that is honest takes milliseconds for a sync where this machine may take none.
 * Only the program under test gets slower, not the mail server. With SLOWSYNC_SAY each
 * sync says so on stderr, so that a test can act in the middle of one.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static void slow(void)
{
	static const char begin[] = "slowsync: begin\n";
	const char *ms_text = getenv("SLOWSYNC_MS");
	long ms = ms_text != NULL ? strtol(ms_text, NULL, 10) : 0;
	struct timespec pause = {ms / 1000, (ms % 1000) * 1000000};

	if (getenv("SLOWSYNC_SAY") != NULL && write(2, begin, sizeof(begin) - 1) < 0)
		return;
	nanosleep(&pause, NULL);
}

int fsync(int fd)
{
	int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fsync");

	slow();
	return real(fd);
}

int fdatasync(int fd)
{
	int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");

	slow();
	return real(fd);
}
