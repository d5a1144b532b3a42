/* talk.c - plays transcripts, several at once, and says which of them are true. */
/* SPDX-License-Identifier: MIT */
#include "tests/talk/talk.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct {
	gboolean kill, verbose;
	int jobs, kills;
	char *program;
	char **files;
} Options;

/* Plays once; kills at every nth commit (0: nowhere). */
static bool transcript_play(const Transcript *transcript, const Options *options,
			    guint every, KillCount *count, char **failure)
{
	g_autoptr(World) world = world_new(transcript, options->program);
	Killer *killer = every ? killer_new(every, count) : NULL;
	world->killer = killer;
	if (world_open(world))
		world_play(world);
	world_close(world);
	killer_free(killer);
	*failure = world_failed(world) ? g_strdup(world->failure->str) : NULL;
	return !*failure;
}

/* At every commit; or at most so many, for which a first play counts the commits, so that
 * they spread evenly over the transcript. */
static bool transcript_kill(const Transcript *transcript, const Options *options,
			    KillCount *count, char **failure)
{
	guint most = (guint)options->kills, every = 1;
	KillCount all = {0};
	if (transcript->kills_max)
		most = MIN(most, transcript->kills_max);
	if (most < G_MAXINT) {
		if (!transcript_play(transcript, options, G_MAXUINT, &all, failure))
			return false;
		every = MAX((all.commits + most - 1) / most, 1);
	}
	return transcript_play(transcript, options, every, count, failure);
}

static bool file_play(const char *path, const Options *options)
{
	KillCount count = {0};
	g_autofree char *failure = NULL;
	g_autoptr(Transcript) transcript = transcript_parse(path);
	if (!transcript) {
		printf("not ok - %s: cannot be read\n", path);
		return false;
	}
	bool ok = options->kill
			  ? transcript_kill(transcript, options, &count, &failure)
			  : transcript_play(transcript, options, 0, &count, &failure);
	printf("%s - %s: %s", ok ? "ok" : "not ok", path, transcript->sentence);
	if (options->kill)
		printf(" (%u kills at %u commits, %u repeats)", count.kills,
		       count.commits / 2, count.repeats);
	printf("\n");
	if (!ok)
		printf("#   %s\n", failure);
	return ok;
}

/* Each transcript has a process of its own: a crash is that transcript's. */
static pid_t file_start(const char *path, const Options *options)
{
	fflush(NULL);
	pid_t child = fork();
	if (child)
		return child;
	bool ok = file_play(path, options);
	exit(ok ? 0 : 1); /* not _exit: a leak checker wants to have its say */
}

static void file_ended(int status, const char *path, guint *failed)
{
	if (WIFSIGNALED(status))
		printf("not ok - %s: crashed (signal %d)\n", path, WTERMSIG(status));
	if (!WIFEXITED(status) || WEXITSTATUS(status))
		(*failed)++;
}

static guint files_play(const Options *options)
{
	guint failed = 0, next = 0, running = 0, count = g_strv_length(options->files);
	g_autofree pid_t *pids = g_new0(pid_t, count);
	while (next < count || running) {
		if (next < count && running < (guint)options->jobs) {
			pids[next] = file_start(options->files[next], options);
			next++;
			running++;
			continue;
		}
		int status;
		pid_t ended = wait(&status);
		if (ended < 0)
			break;
		running--;
		for (guint i = 0; i < next; i++)
			if (pids[i] == ended)
				file_ended(status, options->files[i], &failed);
	}
	return failed;
}

/* Beside this program lie the admin command and what kills it. */
static char *file_beside(const char *self, const char *name)
{
	g_autofree char *folder = g_path_get_dirname(self);
	g_autofree char *path = g_build_filename(folder, name, NULL);
	return g_canonicalize_filename(path, NULL);
}

static bool can_kill(const char *self)
{
	g_autofree char *library = file_beside(self, "die_at_commit.so");
	return access(library, R_OK) == 0;
}

int main(int argc, char **argv)
{
	Options options = {.jobs = 2, .kills = G_MAXINT};
	GOptionEntry entries[] = {{"kill", 'k', 0, G_OPTION_ARG_NONE, &options.kill,
				   "kill the desk at its commits and play on", NULL},
				  {"kills", 'n', 0, G_OPTION_ARG_INT, &options.kills,
				   "at most N kills per transcript (all commits)", "N"},
				  {"jobs", 'j', 0, G_OPTION_ARG_INT, &options.jobs,
				   "N transcripts at once", "N"},
				  {G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY,
				   &options.files, NULL, "FILE…"},
				  {0}};
	g_autoptr(GError) error = NULL;
	g_autoptr(GOptionContext) context = g_option_context_new(NULL);
	setlocale(LC_ALL, "C.UTF-8");
	g_option_context_add_main_entries(context, entries, NULL);
	if (!g_option_context_parse(context, &argc, &argv, &error) || !options.files ||
	    options.kills < 1 || options.jobs < 1) {
		fprintf(stderr, "talk: %s\n",
			error ? error->message : "no transcript given");
		return 64;
	}
	if (options.kill && !can_kill(argv[0])) {
		fprintf(stderr, "talk: there is no die_at_commit.so beside %s\n",
			argv[0]);
		return 64;
	}
	options.program = file_beside(argv[0], "postdesk");
	guint failed = files_play(&options), count = g_strv_length(options.files);
	printf("# %u of %u transcripts are true\n", count - failed, count);
	g_free(options.program);
	g_strfreev(options.files);
	return failed ? 1 : 0;
}
