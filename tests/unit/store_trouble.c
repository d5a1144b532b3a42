/* store_trouble.c - a locked, vanished, replaced or full store loses nothing. */
/* SPDX-License-Identifier: MIT */
#include "store/setting.h"
#include "tests/unit/store_place.h"
#include "tests/unit/store_units.h"

#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static void write_fails_busy(Store *store, const char *name, gint64 timeout_ms)
{
	g_autoptr(GError) error = NULL;

	g_assert_false(store_write(store, unit_mark, (void *)name, timeout_ms, &error));
	g_assert_error(error, POSTDESK_ERROR, POSTDESK_BUSY);
	g_assert_false(store_is_well(store));
}

static void ended_well(pid_t child)
{
	int status;

	g_assert_cmpint(waitpid(child, &status, 0), ==, child);
	g_assert_true(WIFEXITED(status));
	g_assert_cmpint(WEXITSTATUS(status), ==, 0);
}

/* --- locked --- */

typedef struct {
	int inside, leave; /* pipe ends of the child */
} Hold;

static bool hold(Db *db, void *data, GError **error)
{
	Hold *self = data;
	char byte = 0;

	g_assert_cmpint(write(self->inside, &byte, 1), ==, 1);
	g_assert_cmpint(read(self->leave, &byte, 1), ==, 0);
	return unit_mark(db, (void *)"child", error);
}

static void locked_by_another(void)
{
	g_autoptr(Place) place = place_new();
	int inside[2], leave[2];
	char byte;

	g_assert_cmpint(pipe(inside), ==, 0);
	g_assert_cmpint(pipe(leave), ==, 0);
	pid_t child = fork();
	if (child == 0) {
		Hold self = {.inside = inside[1], .leave = leave[0]};
		close(leave[1]);
		g_autoptr(Store) own = place_open(place);
		_exit(!store_write(own, hold, &self, 1000, NULL));
	}
	close(leave[0]);
	g_assert_cmpint(read(inside[0], &byte, 1), ==, 1);

	g_autoptr(Store) store = place_open(place);
	gint64 started = g_get_monotonic_time();
	write_fails_busy(store, "a", 300);
	gint64 took_ms = (g_get_monotonic_time() - started) / 1000;
	g_assert_cmpint(took_ms, >=, 290);
	g_assert_cmpint(took_ms, <, 3000);
	g_assert_cmpint(marks_of(store, "a"), ==, 0);
	close(leave[1]);
	g_assert_true(store_probe(store, NULL));
	g_assert_true(store_is_well(store));
	place_write(store, unit_mark, (void *)"a");
	g_assert_cmpint(marks_of(store, "child"), ==, 2);
	ended_well(child);
	close(inside[0]);
	close(inside[1]);
}

static void child_beside_parent(void)
{
	g_autoptr(Place) place = place_new();
	g_autoptr(Store) store = place_open(place);

	place_write(store, unit_mark, (void *)"before");
	pid_t child = fork();
	if (child == 0) {
		Store *own = store_open(place->url, NULL);
		bool ok = own && store_write(own, unit_mark, (void *)"child", 1000, NULL);
		store_close(own);
		_exit(!ok);
	}
	ended_well(child);
	place_write(store, unit_mark, (void *)"after");
	g_assert_cmpint(marks_of(store, "before"), ==, 2);
	g_assert_cmpint(marks_of(store, "child"), ==, 2);
	g_assert_cmpint(marks_of(store, "after"), ==, 2);
}

/* All start when the pipe is closed. */
static pid_t open_and_mark(const Place *place, const int *gate, const char *name)
{
	char byte;
	pid_t child = fork();

	if (child != 0)
		return child;
	close(gate[1]);
	g_assert_cmpint(read(gate[0], &byte, 1), ==, 0);
	g_autoptr(Store) store = place_open(place);
	place_write(store, unit_mark, (void *)name);
	g_clear_pointer(&store, store_close);
	_exit(0);
}

static void made_by_many(void)
{
	const char *const names[] = {"a", "b", "c", "d"};
	pid_t children[G_N_ELEMENTS(names)];

	for (int round = 0; round < 10; round++) {
		g_autoptr(Place) place = place_new();
		int gate[2];
		g_assert_cmpint(pipe(gate), ==, 0);
		for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
			children[i] = open_and_mark(place, gate, names[i]);
		close(gate[0]);
		close(gate[1]);
		for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
			ended_well(children[i]);
		g_autoptr(Store) store = place_open(place);
		for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
			g_assert_cmpint(marks_of(store, names[i]), ==, 2);
	}
}

/* --- vanished --- */

static void moved_away_and_back(void)
{
	g_autoptr(Place) place = place_new();
	g_autoptr(Store) store = place_open(place);
	g_autofree char *elsewhere = g_build_filename(place->folder, "elsewhere", NULL);
	MarkCount count = {.name = "before"};
	g_autoptr(GError) error = NULL;

	place_write(store, unit_mark, (void *)"before");
	g_assert_cmpint(g_rename(place->path, elsewhere), ==, 0);
	write_fails_busy(store, "while", 1000);
	write_fails_busy(store, "while", 1000);
	g_assert_false(store_read(store, unit_count, &count, &error));
	g_assert_error(error, POSTDESK_ERROR, POSTDESK_BUSY);
	g_assert_false(store_checkpoint(store, NULL));
	g_assert_false(g_file_test(place->path, G_FILE_TEST_EXISTS));

	g_assert_cmpint(g_rename(elsewhere, place->path), ==, 0);
	g_assert_true(store_probe(store, NULL));
	g_assert_true(store_is_well(store));
	place_write(store, unit_mark, (void *)"after");
	g_assert_cmpint(marks_of(store, "before"), ==, 2);
	g_assert_cmpint(marks_of(store, "while"), ==, 0);
	g_assert_cmpint(marks_of(store, "after"), ==, 2);
}

static void replaced_by_backup(void)
{
	g_autoptr(Place) place = place_new();
	g_autofree char *copy = g_build_filename(place->folder, "copy", NULL);
	Store *store = place_open(place);

	place_write(store, unit_mark, (void *)"saved");
	g_assert_true(store_backup(store, copy, false, NULL));
	place_write(store, unit_mark, (void *)"lost");
	g_assert_cmpint(marks_of(store, "lost"), ==, 2);
	g_assert_cmpint(g_remove(place->path), ==, 0);
	write_fails_busy(store, "while", 1000);
	g_assert_cmpint(g_rename(copy, place->path), ==, 0);
	place_write(store, unit_mark, (void *)"after");
	g_assert_true(store_is_well(store));
	g_assert_cmpint(marks_of(store, "saved"), ==, 2);
	g_assert_cmpint(marks_of(store, "lost"), ==, 0);
	g_assert_cmpint(marks_of(store, "after"), ==, 2);
	store_close(store);

	store = place_open(place);
	g_assert_cmpint(marks_of(store, "saved"), ==, 2);
	g_assert_cmpint(marks_of(store, "after"), ==, 2);
	store_close(store);
}

static void log_removed(void)
{
	g_autoptr(Place) place = place_new();
	g_autofree char *log = g_strconcat(place->path, "-wal", NULL);
	Store *store = place_open(place);

	for (int round = 0; round < 2; round++) {
		g_autofree char *name = g_strdup_printf("before %d", round);
		place_write(store, unit_mark, name);
		g_assert_cmpint(g_remove(log), ==, 0);
	}
	place_write(store, unit_mark, (void *)"after");
	store_close(store);
	store = place_open(place);
	g_assert_cmpint(marks_of(store, "before 0"), ==, 2);
	g_assert_cmpint(marks_of(store, "before 1"), ==, 2);
	g_assert_cmpint(marks_of(store, "after"), ==, 2);
	store_close(store);
}

/* Takes the file away right before the COMMIT. */
static void take_away(bool before, void *data)
{
	const Place *place = data;
	g_autofree char *elsewhere = g_build_filename(place->folder, "elsewhere", NULL);

	if (before)
		g_assert_cmpint(g_rename(place->path, elsewhere), ==, 0);
}

static void gone_at_commit(void)
{
	g_autoptr(Place) place = place_new();
	g_autoptr(Store) store = place_open(place);
	g_autofree char *elsewhere = g_build_filename(place->folder, "elsewhere", NULL);

	store_on_commit(store, take_away, place);
	write_fails_busy(store, "while", 1000);
	store_on_commit(store, NULL, NULL);
	g_assert_cmpint(g_rename(elsewhere, place->path), ==, 0);
	place_write(store, unit_mark, (void *)"after");
	g_assert_true(store_is_well(store));
	g_assert_cmpint(marks_of(store, "after"), ==, 2);
}

static void replaced_by_rubbish(void)
{
	g_autoptr(Place) place = place_new();
	g_autoptr(Store) store = place_open(place);
	g_autofree char *elsewhere = g_build_filename(place->folder, "elsewhere", NULL);
	g_autofree char *rubbish = g_strnfill(8192, 'x');

	place_write(store, unit_mark, (void *)"before");
	g_assert_cmpint(g_rename(place->path, elsewhere), ==, 0);
	g_assert_true(g_file_set_contents(place->path, "", 0, NULL));
	write_fails_busy(store, "while", 1000);
	g_assert_true(g_file_set_contents(place->path, rubbish, -1, NULL));
	write_fails_busy(store, "while", 1000);
	g_assert_cmpint(g_rename(elsewhere, place->path), ==, 0);
	place_write(store, unit_mark, (void *)"after");
	g_assert_cmpint(marks_of(store, "before"), ==, 2);
	g_assert_cmpint(marks_of(store, "while"), ==, 0);
	g_assert_cmpint(marks_of(store, "after"), ==, 2);
}

/* --- full --- */

#define FILLERS 8
#define FILLS	40

typedef struct {
	Store *store;
	int number;
	pthread_t thread;
	bool ok[FILLS];
} Filler;

static bool unit_fill(Db *db, void *data, GError **error)
{
	g_autofree char *filling = g_strnfill(50 * 1024, 'x');
	g_autofree char *name = g_strconcat("filling ", data, NULL);

	return setting_save(db, name, filling, error) && unit_mark(db, data, error);
}

static void *fill(void *data)
{
	Filler *self = data;

	for (int i = 0; i < FILLS; i++) {
		g_autofree char *name = g_strdup_printf("%d-%d", self->number, i);
		g_autoptr(GError) error = NULL;
		self->ok[i] = store_write(self->store, unit_fill, name, 5000, &error);
		if (!self->ok[i])
			g_assert_error(error, POSTDESK_ERROR, POSTDESK_BUSY);
	}
	return NULL;
}

/* How many units were taken; every one that was, and no other, is in the store. */
static int check_fillers(Store *store, Filler *fillers)
{
	int taken = 0;

	for (int i = 0; i < (FILLERS + 1) * FILLS; i++) {
		g_autofree char *name = g_strdup_printf("%d-%d", i / FILLS, i % FILLS);
		bool ok = fillers[i / FILLS].ok[i % FILLS];
		g_assert_cmpint(marks_of(store, name), ==, ok ? 2 : 0);
		taken += ok;
	}
	return taken;
}

/* A limit of the size of files ends writes as a full disk does, and needs no disk. */
static void limit_files(rlim_t bytes)
{
	struct rlimit limit;

	getrlimit(RLIMIT_FSIZE, &limit);
	limit.rlim_cur = MIN(bytes, limit.rlim_max);
	g_assert_cmpint(setrlimit(RLIMIT_FSIZE, &limit), ==, 0);
}

static void fill_up(const Place *place)
{
	Filler fillers[FILLERS + 1];
	Store *store = place_open(place);

	signal(SIGXFSZ, SIG_IGN);
	limit_files(4 * 1024 * 1024);
	for (int i = 0; i < FILLERS; i++) {
		fillers[i] = (Filler){.store = store, .number = i};
		pthread_create(&fillers[i].thread, NULL, fill, &fillers[i]);
	}
	for (int i = 0; i < FILLERS; i++)
		pthread_join(fillers[i].thread, NULL);
	/* A batch that did not fit leaves room for a few more units alone. */
	fillers[FILLERS] = (Filler){.store = store, .number = FILLERS};
	fill(&fillers[FILLERS]);
	g_assert_false(store_is_well(store));
	int taken = check_fillers(store, fillers);
	g_assert_cmpint(taken, >, 0);
	g_assert_cmpint(taken, <, FILLERS * FILLS);

	limit_files(RLIM_INFINITY);
	g_assert_true(store_probe(store, NULL));
	place_write(store, unit_fill, (void *)"after");
	g_assert_cmpint(check_fillers(store, fillers), ==, taken);
	store_close(store);
	store = place_open(place);
	g_assert_cmpint(check_fillers(store, fillers), ==, taken);
	g_assert_cmpint(marks_of(store, "after"), ==, 2);
	store_close(store);
}

static void full_disk(void)
{
	g_autoptr(Place) place = place_new();
	pid_t child = fork();

	if (child == 0) {
		fill_up(place);
		_exit(0);
	}
	ended_well(child);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/store/a store that another process has locked is busy in time",
			locked_by_another);
	g_test_add_func("/store/a forked child opens its own", child_beside_parent);
	g_test_add_func("/store/processes that make a store together lose nothing",
			made_by_many);
	g_test_add_func("/store/a file that is moved away is not made anew",
			moved_away_and_back);
	g_test_add_func("/store/a backup takes the place of a removed file",
			replaced_by_backup);
	g_test_add_func("/store/a file that goes away at the commit is not promised",
			gone_at_commit);
	g_test_add_func("/store/a log that is removed costs nothing", log_removed);
	g_test_add_func("/store/rubbish in the file's place is waited out",
			replaced_by_rubbish);
	g_test_add_func("/store/a full disk loses nothing that was taken", full_disk);
	return g_test_run();
}
