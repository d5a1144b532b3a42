/* batch.c - units of work of many threads share a transaction and its fsync. */
/* SPDX-License-Identifier: MIT */

/*
 * One thread at a time has the turn: it alone uses the writer. It runs its unit in a
 * savepoint. When another thread waits by then, the turn goes to that one together with
 * the open transaction; otherwise, and when the batch is full or old, the thread commits.
 * So no thread lingers for company, and the batch forms while the previous fsync runs.
 * Who has the turn and an open batch commits it or hands both on, always: that is why
 * nobody is left without an answer. A writer thread of its own would cost two more
 * switches per unit, and could die.
 */
#include "mail/error.h"
#include "store/handle.h"

#include <time.h>

#define BATCH_UNITS_MAX 64
#define BATCH_US_MAX	(20 * 1000)
#define WAIT_MS_MAX	(24 * 3600 * 1000)
#define PROBE_WAIT_MS	(5 * 1000)
#define LOG_STEP_BYTES	(16 * 1024 * 1024)

/* A thread that waits for the turn. */
typedef struct {
	pthread_cond_t called;
	bool turn;
} Waiter;

struct Batch {
	pthread_cond_t ended_now;
	gint64 opened_us;
	int units; /* that want to be committed */
	int users; /* the store while it is open, and threads that look at it */
	bool ended;
	GError *error; /* NULL: committed */
};

static void init_cond(pthread_cond_t *cond)
{
	pthread_condattr_t attributes;

	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(cond, &attributes);
	pthread_condattr_destroy(&attributes);
}

/* False when the deadline is over. */
static bool wait_until(pthread_cond_t *cond, pthread_mutex_t *lock, gint64 deadline_us)
{
	struct timespec until = {
		.tv_sec = deadline_us / G_USEC_PER_SEC,
		.tv_nsec = deadline_us % G_USEC_PER_SEC * 1000,
	};

	return pthread_cond_timedwait(cond, lock, &until) == 0;
}

/* --- the turn; all with the lock held --- */

static void pass_turn(Store *store)
{
	Waiter *next = g_queue_pop_head(&store->waiting);

	store->taken = next != NULL;
	if (!next)
		return;
	next->turn = true;
	pthread_cond_signal(&next->called);
}

static bool take_turn(Store *store, gint64 deadline_us)
{
	if (!store->taken) {
		store->taken = true;
		return true;
	}
	Waiter self = {.turn = false};
	init_cond(&self.called);
	g_queue_push_tail(&store->waiting, &self);
	while (!self.turn && wait_until(&self.called, &store->lock, deadline_us))
		;
	/* The turn may come together with the deadline: then it is ours,
	 * with its duty. */
	if (!self.turn)
		g_queue_remove(&store->waiting, &self);
	pthread_cond_destroy(&self.called);
	return self.turn;
}

/* --- the batch --- */

static void leave_batch(Batch *batch)
{
	if (--batch->users > 0)
		return;
	pthread_cond_destroy(&batch->ended_now);
	g_clear_error(&batch->error);
	g_free(batch);
}

/*
 * The log has a limit even if nobody calls store_checkpoint. A reader can keep it from
 * shrinking: then the next attempt comes later, not with each batch.
 */
static void limit_log(Store *store)
{
	gint64 bytes = db_log_bytes(store->writer);
	bool complete;

	if (bytes < STORE_LOG_BYTES_MAX)
		store->log_limit = STORE_LOG_BYTES_MAX;
	if (bytes < store->log_limit)
		return;
	db_checkpoint(store->writer, 2 * STORE_LOG_BYTES_MAX, &complete, NULL);
	store->log_limit = bytes + LOG_STEP_BYTES;
}

static bool open_batch(Store *store, gint64 deadline_us, GError **error)
{
	if (!store_ensure_writer(store, error))
		return false;
	limit_log(store);
	gint64 left_ms = (deadline_us - g_get_monotonic_time()) / 1000;
	if (!db_begin(store->writer, left_ms, error))
		return false;
	if (!store->log.inode)
		store->log = file_id(store->log_path);
	store->batch = g_new0(Batch, 1);
	store->batch->users = 1;
	store->batch->opened_us = g_get_monotonic_time();
	init_cond(&store->batch->ended_now);
	return true;
}

static bool end_unit(Db *db, bool ok, GError **error)
{
	if (!ok && !db_run(db, error, "ROLLBACK TO unit", ""))
		return false;
	return db_run(db, error, "RELEASE unit", "");
}

static bool run_unit(Db *db, StoreWork work, void *data, GError **error)
{
	GError *problem = NULL;

	if (!db_run(db, error, "SAVEPOINT unit", ""))
		return false;
	bool ok = work(db, data, &problem);
	if (!ok && !problem)
		problem = g_error_new(POSTDESK_ERROR, POSTDESK_BROKEN,
				      "store: a unit of work failed without a reason");
	if (ok && problem)
		g_clear_error(&problem);
	if (db_in_transaction(db) && !end_unit(db, ok, problem ? NULL : &problem)) {
		db_rollback(db);
		ok = false;
	}
	if (problem)
		g_propagate_error(error, problem);
	return ok;
}

static bool is_left_to_next(Store *store, const Batch *batch)
{
	return store->share_commits && !g_queue_is_empty(&store->waiting) &&
	       batch->units < BATCH_UNITS_MAX &&
	       g_get_monotonic_time() - batch->opened_us < BATCH_US_MAX;
}

/* A file that was taken away before the COMMIT reached it holds nothing that can be
 * promised. */
static bool commit_in_place(Store *store, GError **error)
{
	if (!db_commit(store->writer, error))
		return false;
	if (store_is_in_place(store))
		return true;
	g_set_error(error, POSTDESK_ERROR, POSTDESK_BUSY, "%s: the store's file is gone",
		    store->path);
	return false;
}

static bool commit_units(Store *store, const Batch *batch, CommitHook hook,
			 GError **error)
{
	if (batch->units == 0) {
		db_rollback(store->writer);
		return true;
	}
	if (hook.call)
		hook.call(true, hook.data);
	bool ok = commit_in_place(store, error);
	if (hook.call)
		hook.call(false, hook.data);
	return ok;
}

/*
 * With the lock held, which is given up during the COMMIT. lost: why the transaction has
 * ended already, NULL otherwise.
 */
static void close_batch(Store *store, Batch *batch, const GError *lost)
{
	GError *problem = NULL;
	CommitHook hook = store->hook;

	pthread_mutex_unlock(&store->lock);
	if (lost) {
		db_rollback(store->writer);
		problem = g_error_copy(lost);
	} else {
		commit_units(store, batch, hook, &problem);
	}
	if (problem)
		problem->code = POSTDESK_BUSY;
	if (problem || batch->units)
		atomic_store(&store->well, !problem);
	pthread_mutex_lock(&store->lock);

	batch->error = problem;
	batch->ended = true;
	store->batch = NULL;
	pthread_cond_broadcast(&batch->ended_now);
	leave_batch(batch);
}

static bool wait_for_commit(Store *store, Batch *batch, gint64 deadline_us,
			    GError **error)
{
	while (!batch->ended && wait_until(&batch->ended_now, &store->lock, deadline_us))
		;
	if (!batch->ended) {
		g_set_error(error, POSTDESK_ERROR, POSTDESK_BUSY,
			    "store: the commit did not end in time");
		return false;
	}
	if (batch->error)
		g_propagate_error(error, g_error_copy(batch->error));
	return !batch->error;
}

/* --- a unit --- */

/* With the turn: runs the unit, then commits or hands on, then waits for the receipt. */
static bool write_unit(Store *store, StoreWork work, void *data, gint64 deadline_us,
		       GError **error)
{
	GError *problem = NULL;

	bool ok = run_unit(store->writer, work, data, &problem);
	bool lost = !db_in_transaction(store->writer);
	if (lost && !problem)
		problem = g_error_new(POSTDESK_ERROR, POSTDESK_BUSY,
				      "store: an error ended the transaction");
	if (db_had_trouble(store->writer))
		atomic_store(&store->well, false);

	pthread_mutex_lock(&store->lock);
	Batch *batch = store->batch;
	batch->users++;
	batch->units += ok;
	if (lost || !is_left_to_next(store, batch))
		close_batch(store, batch, lost ? problem : NULL);
	pass_turn(store);
	if (ok || lost) {
		g_clear_error(&problem);
		ok = wait_for_commit(store, batch, deadline_us, &problem);
	}
	leave_batch(batch);
	pthread_mutex_unlock(&store->lock);
	if (!ok)
		g_propagate_error(error, problem);
	return ok;
}

static bool fail_unwell(Store *store, GError **error, GError *problem)
{
	atomic_store(&store->well, false);
	if (problem)
		g_propagate_error(error, problem);
	else
		g_set_error(error, POSTDESK_ERROR, POSTDESK_BUSY,
			    "store: others kept it busy for too long");
	return false;
}

static bool enter_and_write(Store *store, StoreWork work, void *data, gint64 deadline_us,
			    GError **error)
{
	GError *problem = NULL;

	pthread_mutex_lock(&store->lock);
	bool turn = take_turn(store, deadline_us);
	pthread_mutex_unlock(&store->lock);
	if (!turn)
		return fail_unwell(store, error, NULL);
	if (store->batch || open_batch(store, deadline_us, &problem))
		return write_unit(store, work, data, deadline_us, error);

	pthread_mutex_lock(&store->lock);
	pass_turn(store);
	pthread_mutex_unlock(&store->lock);
	return fail_unwell(store, error, problem);
}

bool store_write(Store *store, StoreWork work, void *data, gint64 timeout_ms,
		 GError **error)
{
	gint64 deadline_us =
		g_get_monotonic_time() + CLAMP(timeout_ms, 0, (gint64)WAIT_MS_MAX) * 1000;

	pthread_mutex_lock(&store->lock);
	store->inside++;
	pthread_mutex_unlock(&store->lock);
	bool ok = enter_and_write(store, work, data, deadline_us, error);
	pthread_mutex_lock(&store->lock);
	store->inside--;
	pthread_cond_broadcast(&store->quiet);
	pthread_mutex_unlock(&store->lock);
	return ok;
}

/* One page is enough to find the disk full, locked or gone. */
static bool write_mark(Db *db, void *data, GError **error)
{
	return db_run(db, error,
		      "INSERT INTO setting (name, value) VALUES ('store.probe', '1')"
		      " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
		      "");
}

bool store_probe(Store *store, GError **error)
{
	return store_write(store, write_mark, NULL, PROBE_WAIT_MS, error);
}
