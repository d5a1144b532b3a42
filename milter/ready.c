/* ready.c - going into the background, and telling whoever started us that we are up. */
/* SPDX-License-Identifier: MIT */
#include "milter/ready.h"

#include <fcntl.h>
#include <glib.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

/* One byte through the pipe: the child is up. Its end: the child is gone, and says why
 * itself. */
static int wait_for_child(int pipe_end, pid_t child)
{
	char up;
	int status;

	if (read(pipe_end, &up, 1) == 1)
		return 0;
	if (waitpid(child, &status, 0) == child && WIFEXITED(status))
		return WEXITSTATUS(status);
	return EX_SOFTWARE;
}

int ready_fork(void)
{
	int ends[2];

	if (pipe2(ends, O_CLOEXEC) != 0)
		return -1;
	pid_t child = fork();
	if (child < 0)
		return -1;
	if (child > 0) {
		close(ends[1]);
		_exit(wait_for_child(ends[0], child));
	}
	close(ends[0]);
	setsid();
	return ends[1];
}

/* The protocol of sd_notify(3) is one datagram; a leading '@' is an abstract name. */
void ready_state(const char *state)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	const char *path = g_getenv("NOTIFY_SOCKET");

	if (path == NULL || g_strlcpy(address.sun_path, path, sizeof(address.sun_path)) >=
				    sizeof(address.sun_path))
		return;
	if (address.sun_path[0] == '@')
		address.sun_path[0] = '\0';
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return;
	socklen_t size =
		(socklen_t)(offsetof(struct sockaddr_un, sun_path) + strlen(path));
	(void)sendto(fd, state, strlen(state), MSG_NOSIGNAL, (struct sockaddr *)&address,
		     size);
	close(fd);
}

static void leave_terminal(void)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	for (int fd = 0; null >= 0 && fd <= 2; fd++)
		dup2(null, fd);
}

void ready_tell(int background)
{
	ready_state("READY=1");
	if (background < 0)
		return;
	leave_terminal();
	if (write(background, "+", 1) == 1)
		close(background);
}
