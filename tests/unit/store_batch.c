/* store_batch.c - units of many threads share commits, and each gets its own answer. */
/* SPDX-License-Identifier: MIT */
#include "store/handle.h"
#include "store/setting.h"
#include "tests/unit/store_place.h"
#include "tests/unit/store_units.h"

#include <pthread.h>
#include <stdatomic.h>

#ifdef __SANITIZE_THREAD__
#define SLOWER 10
#else
#define SLOWER 1
#endif

#define THREADS 50
#define UNITS	40

typedef struct {
	Store *store;
	int number;
	pthread_t thread;
	bool ok[UNITS];
} Writer;

static bool is_meant_to_fail(int thread, int unit)
{
	return (thread + unit) % 10 == 0;
}

static void *write_many(void *data)
{
	Writer *self = data;

	for (int i = 0; i < UNITS; i++) {
		g_autofree char *name = g_strdup_printf("%d-%d", self->number, i);
		bool fails = is_meant_to_fail(self->number, i);
		g_autoptr(GError) error = NULL;
		self->ok[i] =
			store_write(self->store, fails ? unit_mark_and_fail : unit_mark,
				    name, 10 * 1000, &error);
		if (fails)
			g_assert_error(error, POSTDESK_ERROR, POSTDESK_INVALID);
		else
			g_assert_no_error(error);
	}
	return NULL;
}

static void count_commit(bool before, void *data)
{
	int *commits = data;

	if (before)
		(*commits)++;
}

static void run_writers(Store *store, Writer *writers)
{
	for (int i = 0; i < THREADS; i++) {
		writers[i] = (Writer){.store = store, .number = i};
		g_assert_cmpint(
			pthread_create(&writers[i].thread, NULL, write_many, &writers[i]),
			==, 0);
	}
	for (int i = 0; i < THREADS; i++)
		pthread_join(writers[i].thread, NULL);
}

static void many_threads(void)
{
	g_autoptr(Place) place = place_new();
	g_autofree Writer *writers = g_new0(Writer, THREADS);
	int commits = 0;
	Store *store = place_open(place);

	store_on_commit(store, count_commit, &commits);
	gint64 started = g_get_monotonic_time();
	run_writers(store, writers);
	gint64 took_ms = (g_get_monotonic_time() - started) / 1000;
	store_close(store);

	g_test_message("%d units, %d commits, %d ms", THREADS * UNITS, commits,
		       (int)took_ms);
	g_assert_cmpint(took_ms, <, 2000 * SLOWER);
	g_assert_cmpint(commits, <, THREADS * UNITS / 2);
	g_assert_cmpint(commits, >=, THREADS * UNITS * 9 / 10 / 64);
	g_autoptr(Store) again = place_open(place);
	for (int i = 0; i < THREADS * UNITS; i++) {
		g_autofree char *name = g_strdup_printf("%d-%d", i / UNITS, i % UNITS);
		bool want = !is_meant_to_fail(i / UNITS, i % UNITS);
		g_assert_cmpint(writers[i / UNITS].ok[i % UNITS], ==, want);
		g_assert_cmpint(marks_of(again, name), ==, want ? 2 : 0);
	}
}

static void no_sharing(void)
{
	g_autoptr(Place) place = place_new();
	g_autoptr(Store) store = place_open(place);
	g_autofree Writer *writers = g_new0(Writer, THREADS);
	int commits = 0;

	store_set(store, STORE_SHARE_COMMITS, 0);
	store_on_commit(store, count_commit, &commits);
	run_writers(store, writers);
	g_assert_cmpint(commits, ==, THREADS * UNITS * 9 / 10);
}

static void failing_alone(void)
{
	g_autoptr(Place) place = place_new();
	g_autoptr(Store) store = place_open(place);
	g_autoptr(GError) error = NULL;
	int commits = 0;

	store_on_commit(store, count_commit, &commits);
	g_assert_false(store_write(store, unit_mark_and_fail, (void *)"a", 1000, &error));
	g_assert_error(error, POSTDESK_ERROR, POSTDESK_INVALID);
	g_assert_cmpint(commits, ==, 0);
	g_assert_cmpint(marks_of(store, "a"), ==, 0);
	g_assert_true(store_is_well(store));
	place_write(store, unit_mark, (void *)"a");
}

/* --- a unit that holds the turn --- */

typedef struct {
	Store *store;
	StoreWork work;
	const char *name;
	atomic_bool inside, leave;
	pthread_t thread;
	bool ok;
	GError *error;
} Actor;

static bool stay_and_mark(Db *db, void *data, GError **error)
{
	Actor *self = data;

	atomic_store(&self->inside, true);
	while (!atomic_load(&self->leave))
		g_usleep(1000);
	return unit_mark(db, (void *)self->name, error);
}

static bool mark(Db *db, void *data, GError **error)
{
	return unit_mark(db, (void *)((Actor *)data)->name, error);
}

/* What a full disk may do in the middle of a unit; the unit does not even notice. */
static bool lose_transaction(Db *db, void *data, GError **error)
{
	g_autoptr(GError) after = NULL;

	g_assert_true(db_run(db, error, "ROLLBACK", ""));
	g_assert_false(unit_mark(db, (void *)((Actor *)data)->name, &after));
	g_assert_error(after, POSTDESK_ERROR, POSTDESK_BUSY);
	return true;
}

static void *act(void *data)
{
	Actor *self = data;

	self->ok = store_write(self->store, self->work, self, 10 * 1000, &self->error);
	return NULL;
}

static void start(Actor *actor, Store *store)
{
	actor->store = store;
	g_assert_cmpint(pthread_create(&actor->thread, NULL, act, actor), ==, 0);
}

static void start_holder(Actor *actor, Store *store)
{
	start(actor, store);
	while (!atomic_load(&actor->inside))
		g_usleep(1000);
}

static void waiting_ends(void)
{
	g_autoptr(Place) place = place_new();
	g_autoptr(Store) store = place_open(place);
	g_autoptr(GError) error = NULL;
	Actor holder = {.work = stay_and_mark, .name = "holder"};

	start_holder(&holder, store);
	gint64 started = g_get_monotonic_time();
	g_assert_false(store_write(store, unit_mark, (void *)"late", 100, &error));
	gint64 took_ms = (g_get_monotonic_time() - started) / 1000;
	g_assert_error(error, POSTDESK_ERROR, POSTDESK_BUSY);
	g_assert_cmpint(took_ms, >=, 100);
	g_assert_cmpint(took_ms, <, 1000 * SLOWER);
	g_assert_false(store_is_well(store));
	g_assert_cmpint(marks_of(store, "holder"), ==, 0);

	atomic_store(&holder.leave, true);
	pthread_join(holder.thread, NULL);
	g_assert_true(holder.ok);
	g_assert_true(store_is_well(store));
	g_assert_cmpint(marks_of(store, "holder"), ==, 2);
	g_assert_cmpint(marks_of(store, "late"), ==, 0);
}

static void await_waiting(Store *store, guint threads)
{
	guint waiting = 0;

	while (waiting < threads) {
		g_usleep(1000);
		pthread_mutex_lock(&store->lock);
		waiting = store->waiting.length;
		pthread_mutex_unlock(&store->lock);
	}
}

static void lost_transaction(void)
{
	g_autoptr(Place) place = place_new();
	g_autoptr(Store) store = place_open(place);
	Actor holder = {.work = stay_and_mark, .name = "holder"};
	Actor good = {.work = mark, .name = "good"};
	Actor bad = {.work = lose_transaction, .name = "bad"};

	/* The holder takes more than 20 ms and commits alone; the others share. */
	start_holder(&holder, store);
	start(&good, store);
	await_waiting(store, 1);
	start(&bad, store);
	await_waiting(store, 2);
	g_usleep(25 * 1000);
	atomic_store(&holder.leave, true);
	pthread_join(holder.thread, NULL);
	pthread_join(good.thread, NULL);
	pthread_join(bad.thread, NULL);

	g_assert_true(holder.ok);
	g_assert_false(good.ok);
	g_assert_false(bad.ok);
	g_assert_error(good.error, POSTDESK_ERROR, POSTDESK_BUSY);
	g_assert_error(bad.error, POSTDESK_ERROR, POSTDESK_BUSY);
	g_clear_error(&good.error);
	g_clear_error(&bad.error);
	g_assert_cmpint(marks_of(store, "holder"), ==, 2);
	g_assert_cmpint(marks_of(store, "good"), ==, 0);
	g_assert_cmpint(marks_of(store, "bad"), ==, 0);
	place_write(store, unit_mark, (void *)"good");
	g_assert_true(store_is_well(store));
}

static void alone(void)
{
	g_autoptr(Place) place = place_new();
	g_autoptr(Store) store = place_open(place);
	int commits = 0;

	store_on_commit(store, count_commit, &commits);
	for (int i = 0; i < 10; i++) {
		g_autofree char *name = g_strdup_printf("%d", i);
		place_write(store, unit_mark, name);
	}
	g_assert_cmpint(commits, ==, 10);
}

/* --- the log --- */

/* Other bytes each time: the engine leaves pages alone that stay the same. */
static bool write_megabyte(Db *db, void *data, GError **error)
{
	int *round = data;
	g_autofree char *text = g_strnfill(1024 * 1024, (char)('a' + (*round)++ % 26));

	return setting_save(db, "same", text, error);
}

static gint64 log_bytes(const Place *place)
{
	g_autofree char *path = g_strconcat(place->path, "-wal", NULL);
	GStatBuf file;

	return g_stat(path, &file) == 0 ? file.st_size : 0;
}

static void checkpoint(void)
{
	g_autoptr(Place) place = place_new();
	g_autoptr(Store) store = place_open(place);
	int round = 0;

	for (int i = 0; i < 40; i++)
		place_write(store, write_megabyte, &round);
	g_assert_cmpint(log_bytes(place), >, 32 * 1024 * 1024);
	g_assert_true(store_checkpoint(store, NULL));
	g_assert_cmpint(log_bytes(place), ==, 0);
	place_write(store, unit_mark, (void *)"after");
	g_assert_cmpint(marks_of(store, "after"), ==, 2);
}

static void log_is_limited(void)
{
	g_autoptr(Place) place = place_new();
	g_autoptr(Store) store = place_open(place);
	int round = 0;

	for (int i = 0; i < 150; i++)
		place_write(store, write_megabyte, &round);
	g_assert_cmpint(log_bytes(place), <, 80 * 1024 * 1024);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func(
		"/store/2000 units of 50 threads share commits and keep their answers",
		many_threads);
	g_test_add_func("/store/without sharing each unit has its commit", no_sharing);
	g_test_add_func("/store/a failing unit commits nothing", failing_alone);
	g_test_add_func("/store/who waits too long is told busy and has done nothing",
			waiting_ends);
	g_test_add_func("/store/a lost transaction is busy for its whole batch",
			lost_transaction);
	g_test_add_func("/store/one thread alone waits for nobody", alone);
	g_test_add_func("/store/a checkpoint gives the log back", checkpoint);
	g_test_add_func("/store/the log has a limit without a worker", log_is_limited);
	return g_test_run();
}
