/* nightly.c - the desk learns by night, beside its work, when people have said enough. */
/* SPDX-License-Identifier: MIT */
/*
 * A thread of its own reads one snapshot of the store and then only computes, at the
 * lowest priority: no mail waits for it. What it learned becomes a file; the worker sees
 * that the file was replaced, as it sees one that the administrator's command wrote.
 */
#include "desk/nightly.h"
#include "desk/conductor.h"
#include "desk/learn.h"
#include "store/label.h"

#include <sys/resource.h>

#define NIGHT_BEGINS   2 /* o'clock */
#define NIGHT_ENDS     5
#define PAUSE_S	       (12 * 3600) /* once a night */
#define LABELS_MIN     20	   /* fewer teach nothing new */
#define LEAST_PRIORITY 19

/* The last event that was learned from, in decimal. */
static const char setting[] = "learned to event";

struct Nightly {
	GThread *thread;	/* NULL: none runs */
	gint stopping, is_done; /* atomic */
	gint64 tried_at;
	Desk *desk;
	Setup *setup;
	gint64 now, newest;
};

static bool go_on(void *data, guint done, guint all)
{
	const Nightly *nightly = data;

	return !g_atomic_int_get(&nightly->stopping);
}

static bool remember(Db *db, void *data, GError **error)
{
	const Nightly *nightly = data;

	return setting_save_number(db, setting, nightly->newest, error);
}

static void *night_run(void *data)
{
	Nightly *nightly = data;
	const LearnOptions options = {
		.precision = nightly->setup->config->auto_answer_precision,
		.now = nightly->now,
		.step = go_on,
		.data = nightly};
	g_autoptr(GError) error = NULL;
	g_autofree char *said = NULL;

	/* Linux counts threads as processes here; others leave it as it is. */
	setpriority(PRIO_PROCESS, (id_t)gettid(), LEAST_PRIORITY);
	if (desk_learn(nightly->desk, &options, &said, &error) &&
	    store_write(nightly->desk->store, remember, nightly, DESK_STORE_TIMEOUT_MS,
			&error))
		g_message("%s", said);
	else if (!g_atomic_int_get(&nightly->stopping))
		g_warning("learning: %s", error->message);
	g_atomic_int_set(&nightly->is_done, 1);
	return NULL;
}

static void night_end(Nightly *nightly)
{
	if (nightly->thread)
		g_thread_join(g_steal_pointer(&nightly->thread));
	g_clear_pointer(&nightly->setup, setup_unref);
}

static void night_begin(Nightly *nightly, Desk *desk, gint64 now, gint64 newest)
{
	night_end(nightly);
	nightly->desk = desk;
	nightly->setup = desk_setup(desk);
	nightly->now = now;
	nightly->newest = newest;
	g_atomic_int_set(&nightly->is_done, 0);
	nightly->thread = g_thread_new("learn", night_run, nightly);
}

typedef struct {
	gint64 count, newest;
} NewLabels;

static bool count_labels(Db *db, void *data, GError **error)
{
	NewLabels *labels = data;
	gint64 after;

	if (!setting_load_number(db, setting, &after, error))
		return false;
	return label_count(db, after, &labels->count, &labels->newest, error);
}

static bool is_night(gint64 now)
{
	g_autoptr(GDateTime) local = g_date_time_new_from_unix_local(now);
	int hour = local ? g_date_time_get_hour(local) : 0;

	return hour >= NIGHT_BEGINS && hour < NIGHT_ENDS;
}

bool nightly_look(Desk *desk, gint64 now, GError **error)
{
	NewLabels labels = {0};

	if (!desk->nightly)
		desk->nightly = g_new0(Nightly, 1);
	Nightly *nightly = desk->nightly;
	if (nightly->thread && g_atomic_int_get(&nightly->is_done))
		night_end(nightly);
	if (nightly->thread || !is_night(now) || now < nightly->tried_at + PAUSE_S)
		return true;
	nightly->tried_at = now;
	if (!store_read(desk->store, count_labels, &labels, error))
		return false;
	if (labels.count >= LABELS_MIN)
		night_begin(nightly, desk, now, labels.newest);
	return true;
}

void nightly_wait(Desk *desk)
{
	if (desk->nightly)
		night_end(desk->nightly);
}

void nightly_free(Nightly *nightly)
{
	if (!nightly)
		return;
	g_atomic_int_set(&nightly->stopping, 1);
	night_end(nightly);
	g_free(nightly);
}
