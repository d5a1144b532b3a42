/* check.c - reads all that an administrator wrote and names every problem. */
/* SPDX-License-Identifier: MIT */
#include "cli/cli.h"
#include "cli/mta.h"
#include "desk/sample.h"
#include "rules/problem.h"

#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* --- what only this machine can say: a start would fail for it ---------------------- */

static void check_user(const Config *config, GPtrArray *problems)
{
	const char *user = config->user;

	/* cppcheck-suppress getpwnamCalled ; there is one thread */
	if (user && !getpwnam(user))
		problem_add(problems, config->file, config_line(config, "user"),
			    "user: there is no user %s; write one that is there, or make "
			    "it: useradd --system %s",
			    user, user);
}

/* The value of a key is a file in a folder that must be there. */
static void check_file(const Config *config, const char *key, const char *path,
		       const char *form, GPtrArray *problems)
{
	g_autofree char *folder = g_path_get_dirname(path);
	int line = config_line(config, key);

	if (!g_file_test(folder, G_FILE_TEST_IS_DIR))
		problem_add(problems, config->file, line,
			    "%s: there is no folder %s; make it, or write %s = %s", key,
			    folder, key, form);
	else if (g_file_test(path, G_FILE_TEST_IS_DIR))
		problem_add(problems, config->file, line,
			    "%s: %s is a directory; write %s = %s", key, path, key, form);
}

static void check_files(const Config *config, GPtrArray *problems)
{
	if (config_line(config, "store") || config->is_whole)
		check_file(config, "store", config->store + strlen("sqlite:"),
			   "sqlite:/PATH", problems);
	if (config_line(config, "model"))
		check_file(config, "model", config->model, "/PATH", problems);
	if (config_line(config, "spool") &&
	    !g_file_test(config->spool_dir, G_FILE_TEST_IS_DIR))
		problem_add(
			problems, config->file, config_line(config, "spool"),
			"spool: there is no folder %s; make it, or write spool = /PATH",
			config->spool_dir);
}

static void check_program(const Config *config, GPtrArray *problems)
{
	const char *program = g_str_has_prefix(config->outbox, "sendmail:")
				      ? config->outbox + strlen("sendmail:")
				      : "/usr/sbin/sendmail";

	if (g_str_has_prefix(config->outbox, "sendmail") && access(program, X_OK) != 0)
		problem_add(problems, config->file, config_line(config, "outbox"),
			    "outbox: %s is no program that can be run; write "
			    "smtp://127.0.0.1:25 or sendmail:/PATH",
			    program);
}

/* A value that is refused already leaves the default, of which nothing is to be said. */
static bool is_told(const char *machine, const GPtrArray *problems)
{
	gsize place = (gsize)(strstr(machine, ": ") + 2 - machine);

	for (guint i = 0; i < problems->len; i++)
		if (strncmp(problems->pdata[i], machine, place) == 0)
			return true;
	return false;
}

static void check_machine(const Config *config, GPtrArray *problems)
{
	g_autoptr(GPtrArray) found = problems_new();

	check_user(config, found);
	check_files(config, found);
	check_program(config, found);
	for (guint i = 0; i < config->doubts->len; i++)
		g_ptr_array_add(found, g_strdup(config->doubts->pdata[i]));
	for (guint i = 0; i < found->len; i++)
		if (!is_told(found->pdata[i], problems))
			g_ptr_array_add(problems, g_strdup(found->pdata[i]));
}

/* --- all of it -----------------------------------------------------------------------
 */

/* Sample mails say what becomes of everything together: with another mistake about, that
 * one would be told again as many times as there are samples. */
static void check_outcome(const Setup *setup, gint64 now, GPtrArray *problems)
{
	if (setup->rules)
		rules_check_examples(setup->rules, problems);
	if (setup->is_sound)
		sample_check(setup, now, problems);
}

int cli_check(const Cli *cli, int argc, char **argv)
{
	gboolean mta = FALSE;
	int code;
	GOptionEntry entries[] = {{"mta", 0, 0, G_OPTION_ARG_NONE, &mta,
				   "look at Postfix's settings too", NULL},
				  {0}};
	if (!cli_options(cli, entries, &argc, &argv, &code))
		return code;
	g_autoptr(GPtrArray) problems = problems_new();
	g_autoptr(Setup) setup = setup_load_anyway(cli->config_path, problems);
	check_machine(setup->config, problems);
	check_outcome(setup, cli->now, problems);
	if (mta && setup->is_sound)
		postfix_check(setup->config, problems);
	problems_sort(problems, 0);
	for (guint i = 0; i < problems->len; i++)
		printf("%s\n", (const char *)problems->pdata[i]);
	if (!problems->len)
		fprintf(stderr, "%s: all well\n", cli->config_path);
	return problems->len ? EXIT_FAILED : EXIT_DONE;
}
