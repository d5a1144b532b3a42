/* kill.c - plays every commit as the last: a copy of the store, a new desk. */
/* SPDX-License-Identifier: MIT */
#include "store/outbox.h"
#include "tests/talk/talk.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/*
 * A kill -9 leaves what the file system holds. So at a commit the store's files are
 * copied as they stand, and a forked child forgets its desk without closing it, opens the
 * copy as a new desk and plays on: the interrupted mail comes again when its sender had
 * no verdict yet. The mailboxes are the child's memory: what was sent before the kill
 * stays sent. The admin command is a process of its own: in the child it is killed at
 * each of its commits in turn, by what is preloaded into it.
 */
#define NOT_REACHED "-"

struct Killer {
	guint every, seen;
	KillCount *count;
	World *world;
};

Killer *killer_new(guint every, KillCount *count)
{
	Killer *killer = g_new0(Killer, 1);
	killer->every = MAX(every, 1);
	killer->count = count;
	return killer;
}

void killer_free(Killer *killer)
{
	g_free(killer);
}

static bool file_copy(const char *from, const char *to, const char *name)
{
	g_autofree char *source = g_build_filename(from, name, NULL);
	g_autofree char *target = g_build_filename(to, name, NULL);
	g_autofree char *bytes = NULL;
	gsize length;
	if (!g_file_get_contents(source, &bytes, &length, NULL))
		return false;
	FILE *file = fopen(target, "wb");
	bool ok = file && fwrite(bytes, 1, length, file) == length;
	return file && fclose(file) == 0 && ok;
}

/* Runs in the child: closing a file drops all locks that a process has on it, and the
 * parent's locks on its store must stay. */
static bool place_copy(const World *world, const char *place)
{
	g_autoptr(GDir) dir = g_dir_open(world->place, 0, NULL);
	const char *name;
	while (dir && (name = g_dir_read_name(dir))) {
		g_autofree char *path = g_build_filename(world->place, name, NULL);
		bool is_shared = g_str_equal(name, "desk.db-shm");
		if (!is_shared && g_file_test(path, G_FILE_TEST_IS_REGULAR) &&
		    !file_copy(world->place, place, name))
			return false;
	}
	return dir != NULL;
}

static bool leased_work(Db *db, void *data, GError **error)
{
	World *world = data;
	g_autoptr(GPtrArray) rows = NULL;
	if (!outbox_list(db, 1U << OUTBOX_QUEUED, 0, 10000, &rows, error))
		return false;
	for (guint i = 0; i < rows->len; i++) {
		const Outgoing *row = rows->pdata[i];
		if (row->lease_until > world->now)
			g_hash_table_add(world->twice,
					 g_strdup_printf("%s %s", row->message_id,
							 row->recipient));
	}
	return true;
}

/* Rows that a worker held when it died may go once more; no others. */
static void leased_remember(World *world)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *url = g_strdup_printf("sqlite:%s/desk.db", world->place);
	g_autoptr(Store) store = store_open(url, &error);
	g_hash_table_remove_all(world->twice);
	if (!store || !store_read(store, leased_work, world, &error))
		world_fail(world, 0, "the store after the kill: %s", error->message);
}

/* Where the admin command is killed; NULL: it is the desk that is. */
typedef struct {
	guint commit; /* from 1 */
	bool before;
	bool last; /* it has no further one */
} Death;

/* Who gave the command sees no answer, looks, and gives it again if nothing was done. A
 * mail can be injected twice. False: the command has no such commit. */
static bool command_die(World *world, const Death *death)
{
	const Step *step = world->transcript->steps->pdata[world->step];
	g_autofree char *folder = g_path_get_dirname(world->program);
	g_autofree char *library = g_build_filename(folder, "die_at_commit.so", NULL);
	g_autofree char *when = g_strdup_printf("%u %s", death->commit,
						death->before ? "before" : "after");

	g_setenv("LD_PRELOAD", library, TRUE);
	g_setenv("DIE_AT_COMMIT", when, TRUE);
	bool died = command_run(world, step) == SIGKILL;
	g_unsetenv("LD_PRELOAD");
	g_unsetenv("DIE_AT_COMMIT");
	g_ptr_array_set_size(world->verdicts, 0);
	g_string_truncate(world->output, 0);
	if (!died || death->before || !death->last || strstr(step->text, " inject "))
		return died;
	world->stage = STAGE_SAID;
	world->unheard = true;
	return true;
}

/* What is learned lies beside the store, where a setup that was read elsewhere does not
 * look. Reading it again takes longer than a kill. */
static bool learns(const Transcript *transcript)
{
	for (guint i = 0; i < transcript->steps->len; i++) {
		const Step *step = transcript->steps->pdata[i];
		if (step->kind == STEP_COMMAND && strstr(step->text, " learn "))
			return true;
	}
	return false;
}

static void child_report(const World *world, const Step *step, const char *how,
			 int report)
{
	dprintf(report, "%u\n", world->repeats);
	if (world_failed(world))
		dprintf(report, "killed %s in line %d: %s", how, step->line,
			world->failure->str);
}

static G_GNUC_NORETURN void child_play(World *world, char *place, const char *how,
				       const Death *death, int report)
{
	const GPtrArray *steps = world->transcript->steps;
	const Step *step = steps->pdata[MIN(world->step, steps->len - 1)];

	if (!place_copy(world, place))
		world_fail(world, 0, "cannot copy the store");
	world->killer = NULL;
	world->desk = NULL;
	world->place = place;
	world->repeats = 0;
	if (learns(world->transcript))
		world->setup = NULL;
	if (!world_failed(world))
		leased_remember(world);
	if (!world_failed(world) && world_open(world)) {
		if (death && !command_die(world, death) && !world_failed(world)) {
			dprintf(report, NOT_REACHED);
			_exit(0);
		}
		world_play(world);
	}
	child_report(world, step, how, report);
	_exit(0);
}

/* False: the command that was to be killed had ended before. */
static bool report_take(Killer *killer, int report)
{
	char bytes[8192];
	gsize length = 0;
	gssize got;
	while (length < sizeof bytes - 1 &&
	       (got = read(report, bytes + length, sizeof bytes - 1 - length)) > 0)
		length += (gsize)got;
	bytes[length] = '\0';
	if (g_str_equal(bytes, NOT_REACHED))
		return false;
	const char *end = strchr(bytes, '\n');
	killer->count->kills++;
	killer->count->repeats += (guint)g_ascii_strtoull(bytes, NULL, 10);
	const char *failure = end ? end + 1 : "the desk after the kill crashed";
	if (!*failure)
		return true;
	killer->count->failed++;
	world_fail(killer->world, 0, "%s", failure);
	return true;
}

static void place_forget(const char *place)
{
	g_autoptr(GDir) dir = g_dir_open(place, 0, NULL);
	const char *name;
	while (dir && (name = g_dir_read_name(dir))) {
		g_autofree char *path = g_build_filename(place, name, NULL);
		g_unlink(path);
	}
	g_rmdir(place);
}

static bool killer_strike(Killer *killer, const char *how, const Death *death)
{
	int report[2];
	g_autofree char *place = g_strdup_printf("%s-killed-XXXXXX", killer->world->base);
	if (!g_mkdtemp(place) || pipe(report) < 0) {
		world_fail(killer->world, 0, "no place for a killed desk");
		return false;
	}
	fflush(NULL);
	pid_t child = fork();
	if (child == 0) {
		close(report[0]);
		child_play(killer->world, g_strdup(place), how, death, report[1]);
	}
	close(report[1]);
	bool reached = report_take(killer, report[0]);
	close(report[0]);
	waitpid(child, NULL, 0);
	place_forget(place);
	return reached;
}

/* A mail that is written two hundred times is one like the next, but for the first and
 * the last of them; who names a number of kills has them spread over all. */
static bool is_like_others(const World *world)
{
	return world->turn > 1 && world->turn + 1 < world->turns;
}

static bool is_chosen(Killer *killer)
{
	killer->count->commits++;
	if (world_failed(killer->world) ||
	    (killer->every == 1 && is_like_others(killer->world)))
		return false;
	return killer->seen++ % killer->every == 0;
}

static void on_commit(bool before, void *data)
{
	Killer *killer = data;
	if (is_chosen(killer))
		killer_strike(killer, before ? "before a commit" : "after a commit",
			      NULL);
}

void killer_watch(Killer *killer, World *world, Store *store)
{
	killer->world = world;
	store_on_commit(store, on_commit, killer);
}

void killer_command(Killer *killer)
{
	Death death = {.commit = 1, .before = true};

	if (killer->every == G_MAXUINT) /* commits are only counted */
		return;
	while (!world_failed(killer->world) &&
	       killer_strike(killer, "before a commit of the command", &death)) {
		killer->count->commits++;
		death.commit++;
	}
	guint commits = death.commit - 1;
	death.before = false;
	for (death.commit = 1; death.commit <= commits; death.commit++) {
		killer->count->commits++;
		death.last = death.commit == commits;
		if (!world_failed(killer->world))
			killer_strike(killer, "after a commit of the command", &death);
	}
}
