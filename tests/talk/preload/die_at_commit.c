/* die_at_commit.c - preloaded into the admin command, kills it at one of its commits. */
/* SPDX-License-Identifier: MIT */
/*
 * DIE_AT_COMMIT is "3 before" or "3 after": right before the third COMMIT is carried out,
 * or right after it. The command itself knows nothing of it.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

typedef int (*Step)(sqlite3_stmt *statement);

int sqlite3_step(sqlite3_stmt *statement)
{
	static int commits;
	Step real = (Step)dlsym(RTLD_NEXT, "sqlite3_step");
	const char *when = getenv("DIE_AT_COMMIT"), *sql = sqlite3_sql(statement);

	if (when == NULL || sql == NULL || strcmp(sql, "COMMIT") != 0 ||
	    ++commits != (int)strtol(when, NULL, 10))
		return real(statement);
	if (strstr(when, "after") != NULL)
		real(statement);
	raise(SIGKILL);
	return SQLITE_ERROR;
}
