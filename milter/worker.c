/* worker.c - the one thread that does what is due: timers, escalations, the outbox. */
/* SPDX-License-Identifier: MIT */
#include "milter/worker.h"
#include "mail/error.h"
#include "milter/control.h"

#include <glib-unix.h>
#include <poll.h>
#include <pthread.h>
#include <time.h>
#include <unistd.h>

/* Never sleeps longer: whoever commits beside us and cannot poke us is seen this late. */
#define SLEEP_MS_MAX 5000
/* Never shorter: a desk that is always due must not eat a processor. */
#define SLEEP_MS_MIN 10

struct Worker {
	Desk *desk;
	int control;
	int wake[2]; /* a byte in it ends the sleep */
	gint stopping;
	pthread_t thread;
};

static int sleep_ms(gint64 wanted_at)
{
	gint64 now_us = g_get_real_time();

	if (wanted_at >= now_us / G_USEC_PER_SEC + SLEEP_MS_MAX / 1000)
		return SLEEP_MS_MAX;
	return (int)CLAMP((wanted_at * G_USEC_PER_SEC - now_us) / 1000, SLEEP_MS_MIN,
			  SLEEP_MS_MAX);
}

static void worker_sleep(const Worker *worker, gint64 wanted_at)
{
	struct pollfd sources[] = {
		{.fd = worker->wake[0], .events = POLLIN},
		{.fd = worker->control, .events = POLLIN}, /* -1 is skipped by poll */
	};
	char pokes[64];

	if (poll(sources, G_N_ELEMENTS(sources), sleep_ms(wanted_at)) <= 0)
		return;
	while (read(worker->wake[0], pokes, sizeof(pokes)) > 0)
		continue;
	if (worker->control >= 0)
		control_drain(worker->control);
}

static void *worker_run(void *data)
{
	Worker *worker = data;

	while (!g_atomic_int_get(&worker->stopping)) {
		gint64 wanted_at =
			desk_tick(worker->desk, g_get_real_time() / G_USEC_PER_SEC);
		worker_sleep(worker, wanted_at);
	}
	return NULL;
}

/* A full pipe is woken already. */
static void worker_wake(void *data)
{
	const Worker *worker = data;

	if (write(worker->wake[1], "", 1) < 0)
		return;
}

Worker *worker_start(Desk *desk, int control, GError **error)
{
	Worker *worker = g_new0(Worker, 1);

	worker->desk = desk;
	worker->control = control;
	if (g_unix_open_pipe(worker->wake, FD_CLOEXEC, NULL) &&
	    g_unix_set_fd_nonblocking(worker->wake[0], TRUE, NULL) &&
	    g_unix_set_fd_nonblocking(worker->wake[1], TRUE, NULL) &&
	    pthread_create(&worker->thread, NULL, worker_run, worker) == 0) {
		desk_on_work(desk, worker_wake, worker);
		return worker;
	}
	g_set_error(error, POSTDESK_ERROR, POSTDESK_BROKEN, "cannot start the worker");
	g_free(worker);
	return NULL;
}

bool worker_stop(Worker *worker, int timeout_s)
{
	struct timespec until;

	g_atomic_int_set(&worker->stopping, 1);
	worker_wake(worker);
	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += timeout_s;
	return pthread_timedjoin_np(worker->thread, NULL, &until) == 0;
}

void worker_free(Worker *worker)
{
	desk_on_work(worker->desk, NULL, NULL);
	close(worker->wake[0]);
	close(worker->wake[1]);
	g_free(worker);
}
