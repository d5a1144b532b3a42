/* main.c - postdesk, the admin command: finds the row of a command and runs it. */
/* SPDX-License-Identifier: MIT */
#include "cli/cli.h"
#include "desk/verb.h"
#include "rules/problem.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>

static int cli_help(const Cli *cli, int argc, char **argv);
static int cli_version(const Cli *cli, int argc, char **argv);

static const CliCommand commands[] = {
	{"check [--mta]", "Read the configuration, rules, taxonomy and templates.",
	 cli_check},
	{"explain [--json] [--no-store] [--envelope-from ADDR] [--envelope-to ADDR] "
	 "[--auth USER] [--client IP] FILE…|TICKET",
	 "Say what would become of a mail, and why.", cli_explain},
	{"list [--open|--all|--state STATE|--unmatched] [--queue NAME] [--agent NAME] "
	 "[--category PATH] [--customer ADDR] [--limit N] [--json]",
	 "List tickets.", cli_list},
	{"show TICKET [--text] [--events] [--json]",
	 "Show a ticket with its timers, messages and events.", cli_show},
	{"answer TICKET [-m TEXT] [--as AGENT]",
	 "Answer the customer; words from stdin or -m.", cli_verb},
	{"new [--channel phone|counter|chat|letter] --customer ADDR [--category PATH] "
	 "[--queue NAME] [--priority WORD] [--subject TEXT] [-m TEXT] [--as AGENT]",
	 "Open a ticket for somebody: of what was said, or with a first mail to them.",
	 cli_new},
	{"outbox [list [--all] [--json] | retry ID… | drop ID…]",
	 "Mail that waits to be sent.", cli_outbox},
	{"due --calendar NAME --from TIME --for SPAN [--explain] | --stdin | TICKET",
	 "When something is due, and why.", cli_due},
	{"inject [-f SENDER] [--door ADDR] [--] [RECIPIENT…]", "Take a mail from stdin.",
	 cli_inject},
	{"render TEMPLATE [--partials DIR] --data FILE [--plain]",
	 "Render a Mustache template.", cli_render},
	{"classify --csv FILE [--rules-only|--model-only] [--model FILE] [--threshold N] "
	 "[--top N] [--confusion]",
	 "Measure the classification against a labelled file.", cli_classify},
	{"learn [--csv FILE]… [--model FILE] [--no-validate] [--suspicious] [--force]",
	 "Learn categories from confirmed tickets and labelled files.", cli_learn},
	{"replay [--since TIME] [--rules DIR] [--json]",
	 "Say which decisions on stored mail other rules would change.", cli_replay},
	{"article [list | show NAME [LANGUAGE] | export DIRECTORY | drop NAME "
	 "[LANGUAGE]]",
	 "Drafts of articles that agents made of their answers.", cli_article},
	{"keys [list | rotate]", "The keys that reply addresses are made with.",
	 cli_keys},
	{"backup [--force] FILE", "Copy the store while it is in use.", cli_backup},
	{"setup postfix|sendmail [--when-down=tempfail|accept | --remove] [--apply]",
	 "What the mail server has to be told.", cli_set_up},
	{"help [COMMAND]", "This list, or one command.", cli_help},
	{"version", "The version of postdesk.", cli_version},
};

static bool row_is(const char *grammar, const char *name)
{
	gsize length = strcspn(grammar, " ");
	return strlen(name) == length && !strncmp(grammar, name, length);
}

static const CliCommand *command_find(const char *name)
{
	for (guint i = 0; i < G_N_ELEMENTS(commands); i++)
		if (row_is(commands[i].grammar, name))
			return &commands[i];
	return NULL;
}

/* "assign AGENT" of the verbs is "assign TICKET AGENT" here. */
static char *verb_grammar(const VerbRow *row)
{
	const char *rest = strchr(row->grammar, ' ');
	if (verb_is_general(row->name))
		return g_strdup(row->grammar);
	return g_strdup_printf("%s TICKET%s", row->name, rest ? rest : "");
}

static int refuse_command(const char *name)
{
	gsize rows;
	const VerbRow *table = verb_table(&rows);
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < G_N_ELEMENTS(commands); i++)
		g_ptr_array_add(names, g_strndup(commands[i].grammar,
						 strcspn(commands[i].grammar, " ")));
	for (gsize i = 0; i < rows; i++)
		g_ptr_array_add(names, g_strdup(table[i].name));
	g_ptr_array_add(names, NULL);
	g_autofree char *meant =
		problem_suggestion(name, (const char *const *)names->pdata);
	cli_say("there is no command «%s»%s «postdesk help» lists them", name,
		*meant ? meant : ";");
	return EXIT_USAGE;
}

static int help_of(const char *name)
{
	const CliCommand *command = command_find(name);
	const VerbRow *row = command ? NULL : verb_find(name);
	if (!command && !row)
		return refuse_command(name);
	g_autofree char *grammar = row ? verb_grammar(row) : g_strdup(command->grammar);
	printf("postdesk %s\n    %s\n", grammar, row ? row->help : command->help);
	return EXIT_DONE;
}

#define GRAMMAR_WIDTH 44 /* columns */

static void row_print(const char *grammar, const char *help)
{
	glong pad = GRAMMAR_WIDTH - g_utf8_strlen(grammar, -1);
	if (pad < 1)
		printf("  %s\n%*s%s\n", grammar, GRAMMAR_WIDTH + 2, "", help);
	else
		printf("  %s%*s%s\n", grammar, (int)pad, "", help);
}

static void help_verbs(void)
{
	gsize rows;
	const VerbRow *table = verb_table(&rows);
	printf("\nVerbs on a ticket (-m TEXT or stdin for words, --as AGENT to act as "
	       "one):\n");
	for (gsize i = 0; i < rows; i++) {
		if (command_find(table[i].name))
			continue;
		g_autofree char *grammar = verb_grammar(&table[i]);
		row_print(grammar, table[i].help);
	}
}

static int cli_help(const Cli *cli, int argc, char **argv)
{
	if (argc > 2)
		return cli_usage(cli);
	if (argc > 1 && strcmp(argv[1], "--help") != 0)
		return help_of(argv[1]);
	printf("postdesk [-c FILE] COMMAND …\n\n");
	for (guint i = 0; i < G_N_ELEMENTS(commands); i++)
		row_print(commands[i].grammar, commands[i].help);
	help_verbs();
	printf("\n-c FILE, else $POSTDESK_CONFIG, else /etc/postdesk/postdesk.ini.\n"
	       "Exit codes: 0 done, 1 failed, 64 wrong usage, 75 try again later.\n");
	return EXIT_DONE;
}

static int cli_version(const Cli *cli, int argc, char **argv)
{
	if (argc > 1)
		return cli_usage(cli);
	printf("postdesk %s\n", POSTDESK_VERSION);
	return EXIT_DONE;
}

/* The clock is read once; POSTDESK_NOW sets it for tests. */
static gint64 clock_now(void)
{
	const char *said = g_getenv("POSTDESK_NOW");
	gint64 now = said ? g_ascii_strtoll(said, NULL, 10) : 0;
	return now > 0 ? now : g_get_real_time() / G_USEC_PER_SEC;
}

static int command_run(Cli *cli, int argc, char **argv)
{
	const CliCommand *command = command_find(argv[0]);
	const VerbRow *row = command ? NULL : verb_find(argv[0]);
	g_autofree char *grammar = row ? verb_grammar(row) : NULL;
	cli->grammar = command ? command->grammar : grammar;
	if (command)
		return command->run(cli, argc, argv);
	if (row)
		return cli_verb(cli, argc, argv);
	return refuse_command(argv[0]);
}

int main(int argc, char **argv)
{
	const char *from_environment = g_getenv("POSTDESK_CONFIG");
	Cli cli = {.config_path = from_environment && *from_environment
					  ? from_environment
					  : "/etc/postdesk/postdesk.ini",
		   .now = clock_now()};
	int at = 1;
	setlocale(LC_CTYPE, "C.UTF-8");
	g_set_prgname("postdesk");
	if (at + 1 < argc && g_str_equal(argv[at], "-c")) {
		cli.config_path = argv[at + 1];
		at += 2;
	}
	if (at < argc && (g_str_equal(argv[at], "--help") || g_str_equal(argv[at], "-h")))
		return cli_help(&cli, 1, argv);
	if (at < argc && g_str_equal(argv[at], "--version"))
		return cli_version(&cli, 1, argv);
	if (at >= argc || *argv[at] == '-') {
		cli_say("usage: postdesk [-c FILE] COMMAND …; «postdesk help» lists the "
			"commands");
		return EXIT_USAGE;
	}
	return command_run(&cli, argc - at, argv + at);
}
