/* sendmail.c - hands mail to the sendmail program, without a shell. */
/* SPDX-License-Identifier: MIT */
/*
 * The mail goes in through a temporary file and what the program says comes out through
 * another: no pipe that can fill up or break, so a program that reads nothing cannot
 * block us.
 */
#include "mail/error.h"
#include "mail/transport.h"

#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#define WAIT_STEP_US	 5000
#define OUTPUT_BYTES_MAX 2000

extern char **environ;

typedef FILE TemporaryFile;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TemporaryFile, fclose)

typedef struct {
	Transport transport;
	char *path;
} Sendmail;

static bool fail(GError **error, int code, const char *what)
{
	g_set_error(error, POSTDESK_ERROR, code, "sendmail: %s", what);
	return false;
}

/* The program wants local line ends. */
static bool write_local(FILE *file, GBytes *raw)
{
	gsize length;
	const char *bytes = g_bytes_get_data(raw, &length);
	for (gsize i = 0; i < length; i++) {
		bool is_crlf = bytes[i] == '\r' && i + 1 < length && bytes[i + 1] == '\n';
		if (!is_crlf && putc_unlocked(bytes[i], file) == EOF)
			return false;
	}
	return fflush(file) == 0 && fseek(file, 0, SEEK_SET) == 0;
}

/*
 * The daemon blocks signals that the program needs, and has files open that are none of
 * its business.
 */
static int spawn(const Sendmail *sendmail, const char *sender, const char *recipient,
		 FILE *input, FILE *output, pid_t *pid)
{
	const char *argv[] = {"sendmail", "-i",	     "-f", *sender ? sender : "<>",
			      "--",	  recipient, NULL};
	sigset_t none, broken_pipe;
	sigemptyset(&none);
	sigemptyset(&broken_pipe);
	sigaddset(&broken_pipe, SIGPIPE);

	posix_spawnattr_t attributes;
	posix_spawn_file_actions_t files;
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setsigmask(&attributes, &none);
	posix_spawnattr_setsigdefault(&attributes, &broken_pipe);
	posix_spawnattr_setflags(&attributes,
				 POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_adddup2(&files, fileno(input), 0);
	posix_spawn_file_actions_adddup2(&files, fileno(output), 1);
	posix_spawn_file_actions_adddup2(&files, fileno(output), 2);
	posix_spawn_file_actions_addclosefrom_np(&files, 3);
	int failure = posix_spawn(pid, sendmail->path, &files, &attributes,
				  (char *const *)argv, environ);
	posix_spawn_file_actions_destroy(&files);
	posix_spawnattr_destroy(&attributes);
	return failure;
}

/* False when the program had to be killed. */
static bool wait_for(pid_t pid, int *status)
{
	for (long waited = 0; waited < SEND_TIMEOUT_S * 1000000L;
	     waited += WAIT_STEP_US) {
		pid_t ended = waitpid(pid, status, WNOHANG);
		if (ended == pid || (ended < 0 && errno != EINTR))
			return ended == pid;
		g_usleep(WAIT_STEP_US);
	}
	kill(pid, SIGKILL);
	waitpid(pid, status, 0);
	return false;
}

static char *output_text(FILE *output)
{
	char bytes[OUTPUT_BYTES_MAX];
	rewind(output);
	gsize length = fread(bytes, 1, sizeof bytes, output);
	g_autofree char *text = g_utf8_make_valid(bytes, length);
	return g_strdup(g_strstrip(g_strdelimit(text, "\r\n\t", ' ')));
}

static bool judge(int status, FILE *output, GError **error)
{
	int code = WIFEXITED(status) ? WEXITSTATUS(status) : EX_TEMPFAIL;
	if (code == 0)
		return true;
	bool never = code == EX_DATAERR || code == EX_NOUSER || code == EX_NOHOST;
	g_autofree char *said = output_text(output);
	g_autofree char *text = g_strdup_printf("exit status %d: %s", code, said);
	return fail(error, never ? POSTDESK_INVALID : POSTDESK_BUSY, text);
}

static bool sendmail_send(Transport *transport, const char *sender, const char *recipient,
			  GBytes *raw, char **receipt, GError **error)
{
	if (!envelope_check(sender, recipient, error))
		return false;
	g_autoptr(TemporaryFile) input = tmpfile();
	g_autoptr(TemporaryFile) output = tmpfile();
	if (!input || !output || !write_local(input, raw))
		return fail(error, POSTDESK_BUSY, "no room for a temporary file");

	pid_t pid;
	int failure =
		spawn((Sendmail *)transport, sender, recipient, input, output, &pid);
	if (failure)
		return fail(error, POSTDESK_BUSY, g_strerror(failure));
	int status = 0;
	if (!wait_for(pid, &status))
		return fail(error, POSTDESK_BUSY, "the program did not end in time");
	if (!judge(status, output, error))
		return false;
	if (receipt)
		*receipt = g_strdup("taken by sendmail");
	return true;
}

static void sendmail_close(Transport *transport)
{
	g_free(((Sendmail *)transport)->path);
	g_free(transport);
}

Transport *sendmail_open(const char *path, GError **error)
{
	if (*path != '/' || access(path, X_OK) != 0) {
		g_set_error(error, POSTDESK_ERROR, POSTDESK_INVALID,
			    "outbox: «%s» is no program that can be run", path);
		return NULL;
	}
	Sendmail *sendmail = g_new0(Sendmail, 1);
	sendmail->transport.send = sendmail_send;
	sendmail->transport.close = sendmail_close;
	sendmail->path = g_strdup(path);
	return &sendmail->transport;
}
