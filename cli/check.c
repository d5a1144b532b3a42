/* check.c - reads all that an administrator wrote and names every problem. */
/* SPDX-License-Identifier: MIT */
#include "cli/cli.h"
#include "cli/mta.h"
#include "desk/host.h"
#include "desk/sample.h"
#include "rules/model.h"
#include "rules/problem.h"

#include <stdio.h>

/* The desk does without a model that it cannot read, and says so only in the log. */
static void check_model(const char *path, GPtrArray *problems)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Model) model =
		g_file_test(path, G_FILE_TEST_EXISTS) ? model_load(path, &error) : NULL;

	if (error)
		g_ptr_array_add(problems,
				g_strdup_printf("%s; remove it: «postdesk learn» makes a "
						"new one",
						error->message));
}

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
	if (argc > 1)
		return cli_usage(cli);
	g_autoptr(GPtrArray) problems = problems_new();
	g_autoptr(Setup) setup = setup_load_anyway(cli->config_path, problems);
	host_check(setup->config, setup->config->user, problems);
	for (guint i = 0; i < setup->config->doubts->len; i++)
		g_ptr_array_add(problems, g_strdup(setup->config->doubts->pdata[i]));
	check_model(setup->config->model, problems);
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
