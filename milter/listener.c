/* listener.c - the socket on which the mail server finds us. */
/* SPDX-License-Identifier: MIT */
/*
 * We open the socket, not libmilter, and hand it over as fd:N. So it can be opened before
 * the privileges are dropped, and TCP_NODELAY can be set: accepted connections inherit it
 * on Linux. Without it a milter over TCP waits 40 ms a mail for a delayed
 * acknowledgement.
 */
#include "milter/listener.h"
#include "mail/error.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define BACKLOG 256

static int listener_fail(int fd, const char *notation, const char *why, GError **error)
{
	g_set_error(error, POSTDESK_ERROR, POSTDESK_BUSY, "socket %s: %s", notation, why);
	if (fd >= 0)
		close(fd);
	return -1;
}

static int notation_wrong(const char *notation, GError **error)
{
	g_set_error(error, POSTDESK_ERROR, POSTDESK_INVALID,
		    "socket %s: write inet:PORT@HOST, inet6:PORT@HOST, unix:/PATH or "
		    "fd:NUMBER",
		    notation);
	return -1;
}

static const char *unix_path(const char *notation)
{
	if (g_str_has_prefix(notation, "unix:"))
		return notation + strlen("unix:");
	if (g_str_has_prefix(notation, "local:"))
		return notation + strlen("local:");
	return notation[0] == '/' ? notation : NULL;
}

/* --- inet --- */

/* Not all sockets are TCP, and it is only about speed: the result does not matter. */
static void set_nodelay(int fd)
{
	int on = 1;

	(void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
}

static int inet_listen(const struct addrinfo *address)
{
	int on = 1;
	int fd = socket(address->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return -1;
	(void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	set_nodelay(fd);
	if (bind(fd, address->ai_addr, address->ai_addrlen) == 0 &&
	    listen(fd, BACKLOG) == 0)
		return fd;
	int code = errno;
	close(fd);
	errno = code;
	return -1;
}

/* rest: "8895@127.0.0.1" */
static int inet_open(const char *notation, const char *rest, int family, GError **error)
{
	g_auto(GStrv) parts = g_strsplit(rest, "@", 2);
	struct addrinfo hints = {
		.ai_family = family, .ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE};
	struct addrinfo *found = NULL;

	if (parts[0] == NULL || parts[0][0] == '\0')
		return notation_wrong(notation, error);
	int code = getaddrinfo(parts[1], parts[0], &hints, &found);
	if (code != 0)
		return listener_fail(-1, notation, gai_strerror(code), error);
	int fd = inet_listen(found);
	code = errno;
	freeaddrinfo(found);
	return fd >= 0 ? fd : listener_fail(fd, notation, g_strerror(code), error);
}

/* --- unix --- */

static bool unix_address(const char *path, struct sockaddr_un *address)
{
	*address = (struct sockaddr_un){.sun_family = AF_UNIX};
	return path[0] == '/' &&
	       g_strlcpy(address->sun_path, path, sizeof(address->sun_path)) <
		       sizeof(address->sun_path);
}

/* A socket file on which nobody listens is what a killed process leaves. */
static void unlink_dead(const char *path, const struct sockaddr_un *address)
{
	struct stat status;

	if (lstat(path, &status) != 0 || !S_ISSOCK(status.st_mode))
		return;
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (connect(fd, (const struct sockaddr *)address, sizeof(*address)) != 0 &&
	    errno == ECONNREFUSED)
		unlink(path);
	close(fd);
}

/* The mail server's group is the directory's: only root, or a member, may give it. */
static void give_to_group(const char *path)
{
	g_autofree char *dir = g_path_get_dirname(path);
	struct stat status;

	if (stat(dir, &status) == 0 && chown(path, (uid_t)-1, status.st_gid) != 0)
		errno = 0;
}

static int unix_open(const char *notation, const char *path, GError **error)
{
	struct sockaddr_un address;

	if (!unix_address(path, &address))
		return notation_wrong(notation, error);
	unlink_dead(path, &address);
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return listener_fail(fd, notation, g_strerror(errno), error);
	mode_t old = umask(0117);
	int failed = bind(fd, (const struct sockaddr *)&address, sizeof(address));
	umask(old);
	if (failed || listen(fd, BACKLOG) != 0)
		return listener_fail(fd, notation, g_strerror(errno), error);
	give_to_group(path);
	return fd;
}

/* --- fd --- */

static int inherited_open(const char *notation, const char *number, GError **error)
{
	guint64 fd;
	int listening = 0;
	socklen_t size = sizeof(listening);

	if (!g_ascii_string_to_unsigned(number, 10, 0, G_MAXINT, &fd, NULL))
		return notation_wrong(notation, error);
	if (getsockopt((int)fd, SOL_SOCKET, SO_ACCEPTCONN, &listening, &size) != 0 ||
	    !listening)
		return listener_fail(-1, notation, "is no listening socket", error);
	fcntl((int)fd, F_SETFD, FD_CLOEXEC);
	set_nodelay((int)fd);
	return (int)fd;
}

int listener_open(const char *notation, GError **error)
{
	const char *path = unix_path(notation);

	if (path != NULL)
		return unix_open(notation, path, error);
	if (g_str_has_prefix(notation, "inet6:"))
		return inet_open(notation, notation + strlen("inet6:"), AF_INET6, error);
	if (g_str_has_prefix(notation, "inet:"))
		return inet_open(notation, notation + strlen("inet:"), AF_INET, error);
	if (g_str_has_prefix(notation, "fd:"))
		return inherited_open(notation, notation + strlen("fd:"), error);
	return notation_wrong(notation, error);
}

struct ListenerAddress {
	struct sockaddr_storage socket;
	socklen_t size;
};

ListenerAddress *listener_address(int listener)
{
	ListenerAddress *address = g_new0(ListenerAddress, 1);

	address->size = sizeof(address->socket);
	if (getsockname(listener, (struct sockaddr *)&address->socket, &address->size) !=
	    0)
		address->size = 0;
	return address;
}

bool listener_is_at(int listener, const char *notation)
{
	g_autofree ListenerAddress *address = listener_address(listener);
	const struct sockaddr *bound = (const struct sockaddr *)&address->socket;
	const char *path = unix_path(notation);
	char port[8] = "";

	if (g_str_has_prefix(notation, "fd:") || address->size == 0)
		return true;
	if (path != NULL)
		return bound->sa_family == AF_UNIX &&
		       strcmp(((const struct sockaddr_un *)bound)->sun_path, path) == 0;
	g_auto(GStrv) parts = g_strsplit_set(notation, ":@", 3);
	return getnameinfo(bound, address->size, NULL, 0, port, sizeof(port),
			   NI_NUMERICSERV) == 0 &&
	       bound->sa_family != AF_UNIX && g_strcmp0(port, parts[1]) == 0;
}

void listener_nudge(const ListenerAddress *address)
{
	int family = address->socket.ss_family;
	int fd = socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	if (fd < 0)
		return;
	(void)connect(fd, (const struct sockaddr *)&address->socket, address->size);
	close(fd);
}

void listener_unlink(const char *notation)
{
	const char *path = unix_path(notation);

	if (path != NULL)
		unlink(path);
}
