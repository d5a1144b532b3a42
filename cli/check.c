/* check.c - reads all that an administrator wrote and names every problem. */
/* SPDX-License-Identifier: MIT */
#include "cli/cli.h"
#include "cli/mta.h"
#include "desk/sample.h"
#include "rules/problem.h"

#include <pwd.h>
#include <stdio.h>
#include <string.h>

/* What only this machine can say: a start would fail for it. */
static void check_machine(const Config *config, GPtrArray *problems)
{
	const char *user = config->user;
	const char *store = g_str_has_prefix(config->store, "sqlite:")
				    ? config->store + strlen("sqlite:")
				    : NULL;
	/* cppcheck-suppress getpwnamCalled ; there is one thread */
	if (user && !getpwnam(user))
		problem_add(problems, config->file, config_line(config, "user"),
			    "user: there is no user %s; write one that is there, or make "
			    "it: useradd --system %s",
			    user, user);
	g_autofree char *folder = store ? g_path_get_dirname(store) : NULL;
	if (folder && !g_file_test(folder, G_FILE_TEST_IS_DIR))
		problem_add(problems, config->file, config_line(config, "store"),
			    "store: there is no folder %s; make it, or write store = "
			    "sqlite:/PATH",
			    folder);
	for (guint i = 0; i < config->doubts->len; i++)
		g_ptr_array_add(problems, g_strdup(config->doubts->pdata[i]));
}

/* A configuration that cannot be read as a whole may still say where it wants to live. */
static void check_place(const char *path, const Setup *setup, GPtrArray *problems)
{
	g_autoptr(GPtrArray) known = problems_new();
	g_autoptr(Config) config = setup ? NULL : config_load(path, known);

	if (setup || config)
		check_machine(setup ? setup->config : config, problems);
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
	g_autoptr(Setup) setup = setup_load(cli->config_path, problems);
	check_place(cli->config_path, setup, problems);
	if (setup)
		rules_check_examples(setup->rules, problems);
	if (setup)
		sample_check(setup, cli->now, problems);
	if (setup && mta)
		postfix_check(setup->config, problems);
	problems_sort(problems, 0);
	for (guint i = 0; i < problems->len; i++)
		printf("%s\n", (const char *)problems->pdata[i]);
	if (!problems->len && setup)
		fprintf(stderr, "%s: all well\n", cli->config_path);
	return problems->len || !setup ? EXIT_FAILED : EXIT_DONE;
}
