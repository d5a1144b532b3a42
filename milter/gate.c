/* gate.c - counts who is inside the desk, so that it is not closed over their heads. */
/* SPDX-License-Identifier: MIT */
#include "milter/gate.h"

#include <errno.h>
#include <pthread.h>
#include <time.h>

struct Gate {
	pthread_mutex_t lock;
	pthread_cond_t emptied;
	unsigned inside;
	bool closed;
};

Gate *gate_new(void)
{
	Gate *gate = g_new0(Gate, 1);

	pthread_mutex_init(&gate->lock, NULL);
	pthread_cond_init(&gate->emptied, NULL);
	return gate;
}

bool gate_enter(Gate *gate)
{
	pthread_mutex_lock(&gate->lock);
	bool open = !gate->closed;
	if (open)
		gate->inside++;
	pthread_mutex_unlock(&gate->lock);
	return open;
}

void gate_leave(Gate *gate)
{
	pthread_mutex_lock(&gate->lock);
	if (--gate->inside == 0)
		pthread_cond_broadcast(&gate->emptied);
	pthread_mutex_unlock(&gate->lock);
}

bool gate_close(Gate *gate, int timeout_s)
{
	struct timespec until;
	int failed = 0;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += timeout_s;
	pthread_mutex_lock(&gate->lock);
	gate->closed = true;
	while (gate->inside > 0 && failed != ETIMEDOUT)
		failed = pthread_cond_timedwait(&gate->emptied, &gate->lock, &until);
	bool empty = gate->inside == 0;
	pthread_mutex_unlock(&gate->lock);
	return empty;
}
