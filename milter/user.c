/* user.c - becoming somebody who may do less. */
/* SPDX-License-Identifier: MIT */
#include "milter/user.h"
#include "mail/error.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <sys/types.h>
#include <unistd.h>

static bool user_fail(GError **error, const char *user, const char *why)
{
	g_set_error(error, POSTDESK_ERROR, POSTDESK_INVALID, "user %s: %s", user, why);
	return false;
}

bool user_become(const char *user, GError **error)
{
	if (geteuid() != 0)
		return true;
	if (user == NULL)
		return user_fail(
			error, "root",
			"will not stay root: set user = postdesk in [postdesk], or give "
			"-u USER (-u root if it must be)");
	errno = 0;
	/* cppcheck-suppress getpwnamCalled ; there is one thread yet */
	const struct passwd *entry = getpwnam(user);
	if (entry == NULL)
		return user_fail(error, user,
				 errno != 0 ? g_strerror(errno) : "is not known here");
	if (entry->pw_uid == 0)
		return true;
	if (initgroups(user, entry->pw_gid) != 0 || setgid(entry->pw_gid) != 0 ||
	    setuid(entry->pw_uid) != 0)
		return user_fail(error, user, g_strerror(errno));
	/* A way back to root would mean that it did not work. */
	return setuid(0) != 0 || user_fail(error, user, "could become root again");
}
