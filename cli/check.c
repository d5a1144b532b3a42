/* check.c - reads all that an administrator wrote and names every problem. */
/* SPDX-License-Identifier: MIT */
#include "cli/cli.h"
#include "cli/mta.h"
#include "rules/problem.h"

#include <stdio.h>

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
	if (setup)
		rules_check_examples(setup->rules, problems);
	if (setup && mta)
		postfix_check(setup->config, problems);
	for (guint i = 0; i < problems->len; i++)
		printf("%s\n", (const char *)problems->pdata[i]);
	if (!problems->len && setup)
		fprintf(stderr, "%s: all well\n", cli->config_path);
	return problems->len || !setup ? EXIT_FAILED : EXIT_DONE;
}
