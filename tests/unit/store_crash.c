/* store_crash.c - what a killed process had acknowledged is there, whole. */
/* SPDX-License-Identifier: MIT */
#include "tests/unit/store_place.h"
#include "tests/unit/store_units.h"

#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define ROUNDS	20
#define THREADS 6

typedef struct {
	Store *store;
	int round, number, acknowledgements;
} Writer;

/* Writes until it is killed. A line is shorter than what a pipe takes in one piece. */
static void *write_for_ever(void *data)
{
	Writer *self = data;

	for (int i = 0;; i++) {
		g_autofree char *name =
			g_strdup_printf("%d-%d-%d", self->round, self->number, i);
		g_autofree char *line = g_strconcat(name, "\n", NULL);
		if (!store_write(self->store, unit_mark, name, 5000, NULL))
			_exit(1);
		if (write(self->acknowledgements, line, strlen(line)) < 0)
			_exit(1);
	}
	return NULL;
}

static void live(const Place *place, int round, int acknowledgements)
{
	Writer writers[THREADS];
	pthread_t thread;
	Store *store = place_open(place);

	for (int i = 0; i < THREADS; i++) {
		writers[i] = (Writer){store, round, i, acknowledgements};
		pthread_create(&thread, NULL, write_for_ever, &writers[i]);
	}
	for (;;) {
		store_checkpoint(store, NULL);
		g_usleep(3000);
	}
}

static char *read_all(int fd)
{
	GString *all = g_string_new(NULL);
	char bytes[4096];
	ssize_t length;

	while ((length = read(fd, bytes, sizeof(bytes))) > 0)
		g_string_append_len(all, bytes, length);
	return g_string_free(all, FALSE);
}

/* Lives for 10 to 60 ms after the first acknowledgement; returns all of them. */
static char *live_and_die(const Place *place, int round)
{
	int ends[2], status;
	char first;

	g_assert_cmpint(pipe(ends), ==, 0);
	pid_t child = fork();
	if (child == 0) {
		close(ends[0]);
		live(place, round, ends[1]);
	}
	close(ends[1]);
	g_assert_cmpint(read(ends[0], &first, 1), ==, 1);
	g_usleep((gulong)g_test_rand_int_range(10, 60) * 1000);
	kill(child, SIGKILL);
	g_assert_cmpint(waitpid(child, &status, 0), ==, child);
	g_assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
	g_autofree char *rest = read_all(ends[0]);
	close(ends[0]);
	return g_strdup_printf("%c%s", first, rest);
}

static bool no_halves(Db *db, void *data, GError **error)
{
	gint64 halves;

	if (!db_run_id(db, &halves, error,
		       "SELECT COUNT(*) FROM setting s WHERE name NOT LIKE '%/2' AND NOT "
		       "EXISTS"
		       " (SELECT 1 FROM setting t WHERE t.name = s.name || '/2')",
		       ""))
		return false;
	g_assert_cmpint(halves, ==, 0);
	return true;
}

static void killed(void)
{
	g_autoptr(Place) place = place_new();
	int acknowledged = 0;

	store_close(place_open(place));
	for (int round = 0; round < ROUNDS; round++) {
		g_autofree char *lines = live_and_die(place, round);
		g_auto(GStrv) names = g_strsplit(lines, "\n", -1);
		g_autoptr(Store) store = place_open(place);

		for (int i = 0; names[i] && names[i][0]; i++, acknowledged++)
			g_assert_cmpint(marks_of(store, names[i]), ==, 2);
		g_assert_true(store_read(store, no_halves, NULL, NULL));
	}
	g_test_message("%d units acknowledged before %d kills", acknowledged, ROUNDS);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/store/what was acknowledged before a kill is there", killed);
	return g_test_run();
}
