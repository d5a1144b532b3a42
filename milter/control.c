/* control.c - the socket beside the store that the admin command pokes after a commit. */
/* SPDX-License-Identifier: MIT */
#include "milter/control.h"
#include "mail/error.h"

#include <errno.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

static char *control_path(const char *store_path)
{
	return g_strconcat(store_path, ".wake", NULL);
}

static int control_fail(int fd, const char *path, GError **error)
{
	g_set_error(error, POSTDESK_ERROR, POSTDESK_BUSY, "control socket %s: %s", path,
		    g_strerror(errno));
	if (fd >= 0)
		close(fd);
	return -1;
}

int control_open(const char *store_path, GError **error)
{
	g_autofree char *path = control_path(store_path);
	struct sockaddr_un address = {.sun_family = AF_UNIX};

	errno = ENAMETOOLONG;
	if (g_strlcpy(address.sun_path, path, sizeof(address.sun_path)) >=
	    sizeof(address.sun_path))
		return control_fail(-1, path, error);
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return control_fail(fd, path, error);
	/* One left behind by a killed daemon is in the way; two daemons on one store take
	 * turns at it, and the other still looks by itself. */
	unlink(path);
	mode_t old = umask(0117);
	int failed = bind(fd, (const struct sockaddr *)&address, sizeof(address));
	umask(old);
	return failed ? control_fail(fd, path, error) : fd;
}

void control_drain(int control)
{
	char datagram[64];

	while (recv(control, datagram, sizeof(datagram), MSG_DONTWAIT) >= 0)
		continue;
}

void control_close(int control, const char *store_path)
{
	g_autofree char *path = control_path(store_path);

	if (control < 0)
		return;
	unlink(path);
	close(control);
}
