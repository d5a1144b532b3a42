/* main.c - postdeskd: the help desk as a milter, from start to stop. */
/* SPDX-License-Identifier: MIT */
#include "desk/desk.h"
#include "desk/host.h"
#include "mail/error.h"
#include "milter/control.h"
#include "milter/gate.h"
#include "milter/listener.h"
#include "milter/log.h"
#include "milter/options.h"
#include "milter/ready.h"
#include "milter/session.h"
#include "milter/signals.h"
#include "milter/user.h"
#include "milter/worker.h"
#include "rules/problem.h"

#include <libmilter/mfapi.h>
#include <malloc.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sysexits.h>

/* How long a stop may wait: for mails whose end has come, for the worker's send in
 * flight. Their sum and libmilter's own 5 s stay below TimeoutStopSec. */
#define DRAIN_S	 40
#define WORKER_S 30
/* A reply is written after its callback has returned. */
#define LAST_REPLY_US (200 * 1000)
#define NUDGE_US      (20 * 1000)
#define NUDGE_AGAIN   50 /* looks until the next: a second */
#define SETTLE_MS     300

typedef struct {
	Options options;
	int background; /* for ready_tell; -1 in the foreground */
	char *socket;
	int listener;
	Transport *transport;
	Desk *desk;
	Gate *gate;
	Worker *worker;
	int control;
	pthread_t first; /* the thread that waits for signals */
	gint milter_ended;
} Daemon;

/* --- starting --- */

static void socket_check(const char *socket)
{
	g_autoptr(GError) error = NULL;

	if (!socket || config_check_socket(socket, &error))
		return;
	fprintf(stderr, "postdeskd: -p: %s\n", error->message);
	exit(EX_USAGE);
}

/* What a start says, it says on stderr, whether or not that is the log as well. */
static int start_fail(const Options *options, const GError *error)
{
	if (!options->foreground || g_getenv("JOURNAL_STREAM") != NULL)
		fprintf(stderr, "postdeskd: %s\n", error->message);
	log_line(LOG_ERR, "%s", error->message);
	if (error->domain != POSTDESK_ERROR)
		return EX_SOFTWARE;
	switch ((PostdeskError)error->code) {
	case POSTDESK_INVALID:
		return EX_CONFIG;
	case POSTDESK_BUSY:
		return EX_TEMPFAIL;
	case POSTDESK_BROKEN:
		break;
	}
	return EX_UNAVAILABLE;
}

static void problems_say(const GPtrArray *problems)
{
	for (guint i = 0; i < problems->len; i++)
		fprintf(stderr, "%s\n", (const char *)g_ptr_array_index(problems, i));
}

/* Benchmarks compare shared commits with one commit a mail. */
static void store_tune(Store *store)
{
	if (g_strcmp0(g_getenv("POSTDESK_ONE_COMMIT"), "1") == 0)
		store_set(store, STORE_SHARE_COMMITS, 0);
}

/* The mail server is told of socket =, whoever opens it. */
static void warn_of_place(const Config *config, int listener)
{
	g_autoptr(GPtrArray) problems = problems_new();

	if (!listener_is_at(listener, config->socket))
		problem_add(problems, config->file, config_line(config, "socket"),
			    "socket: %s is not what postdeskd.socket listens on",
			    config->socket);
	log_problems(problems);
}

/*
 * In this order: the socket may need root, everything else must not be made by root. The
 * configuration is read once more as the user, as each reload will read it.
 */
static bool daemon_open(Daemon *daemon, const Config *config, GPtrArray *problems,
			GError **error)
{
	const Options *options = &daemon->options;

	daemon->socket = g_strdup(options->socket ? options->socket : config->socket);
	daemon->listener = listener_open(daemon->socket, error);
	if (daemon->listener < 0 ||
	    !user_become(options->user ? options->user : config->user, error))
		return false;
	if (g_str_has_prefix(daemon->socket, "fd:"))
		warn_of_place(config, daemon->listener);
	daemon->transport = transport_open(config->outbox, error);
	if (daemon->transport == NULL)
		return false;
	daemon->desk = desk_open(options->config, daemon->transport,
				 g_get_real_time() / G_USEC_PER_SEC, problems, error);
	if (daemon->desk == NULL)
		return false;
	store_tune(desk_store(daemon->desk));
	return true;
}

/* The admin command can poke us only through it, but it is not worth failing for. */
static void control_try(Daemon *daemon)
{
	g_autoptr(GError) error = NULL;

	daemon->control = control_open(store_path(desk_store(daemon->desk)), &error);
	if (daemon->control < 0)
		log_line(LOG_WARNING, "%s", error->message);
}

static bool daemon_start(Daemon *daemon, GError **error)
{
	g_autofree char *descriptor = g_strdup_printf("fd:%d", daemon->listener);

	daemon->gate = gate_new();
	if (!session_register(daemon->desk, daemon->gate, error))
		return false;
	smfi_setbacklog(256);
	if (smfi_setconn(descriptor) != MI_SUCCESS) {
		g_set_error(error, POSTDESK_ERROR, POSTDESK_BROKEN,
			    "libmilter took no descriptor");
		return false;
	}
	control_try(daemon);
	daemon->worker = worker_start(daemon->desk, daemon->control, error);
	return daemon->worker != NULL;
}

/* --- running --- */

/*
 * That we are up is told here: whoever hears it may send TERM at once, and by then the
 * first thread waits for it, but libmilter's own does not yet.
 */
static void *milter_run(void *data)
{
	Daemon *daemon = data;

	log_line(LOG_INFO, "postdesk %s serves %s", POSTDESK_VERSION, daemon->socket);
	ready_tell(daemon->background);
	bool failed = smfi_main() != MI_SUCCESS;

	if (failed)
		log_line(LOG_ERR, "libmilter ended with a failure");
	g_atomic_int_set(&daemon->milter_ended, 1);
	signals_stop(daemon->first);
	return GINT_TO_POINTER(failed);
}

/* These are read once, at the start. */
static void warn_of_fixed(const Config *old, const Config *new)
{
	const struct {
		const char *key, *was, *is;
	} fixed[] = {
		{"socket", old->socket, new->socket},
		{"store", old->store, new->store},
		{"outbox", old->outbox, new->outbox},
		{"user", old->user, new->user},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(fixed); i++)
		if (g_strcmp0(fixed[i].was, fixed[i].is) != 0)
			log_line(LOG_WARNING,
				 "reload: a new %s = counts from the next start",
				 fixed[i].key);
}

static void daemon_reload(Daemon *daemon)
{
	g_autoptr(GPtrArray) problems = problems_new();
	g_autoptr(Setup) old = desk_setup(daemon->desk);

	if (!desk_reload(daemon->desk, problems)) {
		log_problems(problems);
		log_line(LOG_ERR, "reload: refused, the old configuration stays");
		return;
	}
	log_problems(problems);
	g_autoptr(Setup) new = desk_setup(daemon->desk);
	log_debug(daemon->options.verbose || new->config->log_debug);
	warn_of_fixed(old->config, new->config);
	log_line(LOG_INFO, "reload: %s is in force", daemon->options.config);
}

/*
 * A TERM that came before we waited is libmilter's by now, and libmilter stops when
 * somebody connects. So after a start or a reload somebody does.
 */
static SignalMeaning wait_for_signal(const ListenerAddress *address)
{
	SignalMeaning meaning = signals_wait(SETTLE_MS);

	if (meaning != SIGNAL_NONE)
		return meaning;
	listener_nudge(address);
	return signals_wait(-1);
}

static void wait_for_stop(Daemon *daemon, const ListenerAddress *address)
{
	while (wait_for_signal(address) == SIGNAL_RELOAD)
		daemon_reload(daemon);
}

/* --- stopping --- */

/* The desk is closed only when nobody can be inside; else the process ends without: what
 * is committed stays, what is not was not answered. */
static void daemon_close(Daemon *daemon, bool worker_stopped)
{
	bool drained = gate_close(daemon->gate, DRAIN_S);

	if (!drained || !worker_stopped)
		log_line(LOG_WARNING, "stop: %s not waited for any longer",
			 drained ? "a mail being sent was" : "mails in flight were");
	g_usleep(LAST_REPLY_US);
	if (drained && worker_stopped) {
		worker_free(daemon->worker);
		control_close(daemon->control, store_path(desk_store(daemon->desk)));
		desk_close(daemon->desk);
		transport_close(daemon->transport);
	}
	listener_unlink(daemon->socket);
	log_line(LOG_INFO, "stopped");
}

/* smfi_stop waits for the listener to look up, which it does only every five seconds
 * unless somebody connects; so it waits in a thread of its own, and we connect. */
static void *stop_run(void *unused)
{
	smfi_stop();
	return NULL;
}

/* Once, as a rule: a connection that nobody takes any more stays in a socket that is the
 * service manager's, who would start us again for it. */
static void *milter_join(pthread_t milter, const ListenerAddress *address)
{
	void *failed = NULL;

	for (guint looks = 0; pthread_tryjoin_np(milter, &failed) != 0; looks++) {
		g_usleep(NUDGE_US);
		if (looks % NUDGE_AGAIN == 0)
			listener_nudge(address);
	}
	return failed;
}

static void *milter_stop(Daemon *daemon, pthread_t milter, const ListenerAddress *address)
{
	pthread_t stopper;
	void *failed = NULL;

	/* It stopped by itself: then there is nothing that smfi_stop may touch. */
	if (g_atomic_int_get(&daemon->milter_ended)) {
		pthread_join(milter, &failed);
		return failed;
	}
	bool started = pthread_create(&stopper, NULL, stop_run, NULL) == 0;
	failed = milter_join(milter, address);
	if (started)
		pthread_join(stopper, NULL);
	return failed;
}

static int daemon_run(Daemon *daemon)
{
	g_autofree ListenerAddress *address = listener_address(daemon->listener);
	pthread_t milter;

	daemon->first = pthread_self();
	if (pthread_create(&milter, NULL, milter_run, daemon) != 0)
		return EX_OSERR;
	wait_for_stop(daemon, address);
	ready_state("STOPPING=1");
	/* First the worker: the mail that it is sending may pass this milter. */
	bool worker_stopped = worker_stop(daemon->worker, WORKER_S);
	const void *failed = milter_stop(daemon, milter, address);
	daemon_close(daemon, worker_stopped);
	return failed != NULL ? EX_SOFTWARE : 0;
}

static int daemon_main(Daemon *daemon)
{
	const Options *options = &daemon->options;
	g_autoptr(GPtrArray) problems = problems_new();
	g_autoptr(GError) error = NULL;
	g_autoptr(Setup) setup = setup_load_anyway(options->config, problems);

	bool becomes = geteuid() == 0 && options->user == NULL;
	host_check(setup->config, becomes ? setup->config->user : NULL, problems);
	if (problems->len == 0) {
		log_debug(options->verbose || setup->config->log_debug);
		if (daemon_open(daemon, setup->config, problems, &error) &&
		    daemon_start(daemon, &error))
			return daemon_run(daemon);
	}
	problems_say(problems);
	return error != NULL ? start_fail(options, error) : EX_CONFIG;
}

static void daemon_clear(Daemon *daemon)
{
	g_free(daemon->options.config);
	g_free(daemon->socket);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Daemon, daemon_clear)

int main(int argc, char **argv)
{
	g_auto(Daemon) daemon = {.background = -1, .listener = -1, .control = -1};

	options_read(&daemon.options, argc, argv);
	socket_check(daemon.options.socket);
	signals_block();
	umask(0007);
	if (!daemon.options.foreground)
		daemon.background = ready_fork();
	log_open(daemon.options.foreground);
	/* Sessions hop between threads, so an arena a thread would only scatter the
	 * memory. */
	mallopt(M_ARENA_MAX, 2);
	return daemon_main(&daemon);
}
