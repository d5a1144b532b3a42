/* talk.c - plays transcripts, several at once, and says which of them are true. */
/* SPDX-License-Identifier: MIT */
#include "tests/talk/talk.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define KILLS_DEFAULT                                                                    \
	60 /* per transcript; more commits than that are thinned out evenly */

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

/* A first play counts the commits, so that the kills spread evenly over the transcript.
 */
static bool transcript_kill(const Transcript *transcript, const Options *options,
			    KillCount *count, char **failure)
{
	KillCount all = {0};
	if (!transcript_play(transcript, options, G_MAXUINT, &all, failure))
		return false;
	guint most =
		transcript->kills_max ? transcript->kills_max : (guint)options->kills;
	guint every = (all.commits + most - 1) / most;
	return transcript_play(transcript, options, MAX(every, 1), count, failure);
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

/* Beside this program lies the admin command. */
static char *program_beside(const char *self)
{
	g_autofree char *folder = g_path_get_dirname(self);
	g_autofree char *path = g_build_filename(folder, "postdesk", NULL);
	return g_canonicalize_filename(path, NULL);
}

int main(int argc, char **argv)
{
	Options options = {.jobs = 2, .kills = KILLS_DEFAULT};
	GOptionEntry entries[] = {{"kill", 'k', 0, G_OPTION_ARG_NONE, &options.kill,
				   "kill the desk at its commits and play on", NULL},
				  {"kills", 'n', 0, G_OPTION_ARG_INT, &options.kills,
				   "at most N kills per transcript", "N"},
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
	options.program = program_beside(argv[0]);
	guint failed = files_play(&options), count = g_strv_length(options.files);
	printf("# %u of %u transcripts are true\n", count - failed, count);
	g_free(options.program);
	g_strfreev(options.files);
	return failed ? 1 : 0;
}
