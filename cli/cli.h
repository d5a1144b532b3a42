/* cli.h - a command as a row of a table, and what every command works with. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/desk.h"

/* Exit codes: done, failed, wrong usage, try again later (sysexits.h). */
enum { EXIT_DONE = 0, EXIT_FAILED = 1, EXIT_USAGE = 64, EXIT_LATER = 75 };

typedef struct {
	const char *config_path;
	gint64 now;
	const char *grammar; /* of the command that runs */
} Cli;

/* argv[0] is the command's name. Returns an exit code. */
typedef int (*CommandRun)(const Cli *cli, int argc, char **argv);

typedef struct {
	const char *grammar; /* "assign TICKET AGENT": name, usage and synopsis */
	const char *help;
	CommandRun run;
} CliCommand;

/* Says "postdesk: …" on stderr. */
void cli_say(const char *format, ...) G_GNUC_PRINTF(1, 2);
/* Reports error (NULL: nothing) and gives the exit code that fits its kind. */
int cli_failed(const GError *error);
/*
 * Reads the options of a command off argv: entries as for GOptionContext. False: said so,
 * and the command ends with *code (--help: EXIT_DONE).
 */
bool cli_options(const Cli *cli, const GOptionEntry *entries, int *argc, char ***argv,
		 int *code);

/* Says how the command is written; returns EXIT_USAGE. */
int cli_usage(const Cli *cli);

/* The configuration alone. NULL: its problems are on stderr. */
Setup *cli_setup(const Cli *cli);
/* The desk with its store. NULL: said so; *code is set. */
Desk *cli_desk(const Cli *cli, int *code);
/* A file that root wrote becomes the daemon's. */
void cli_give(const Config *config, const char *path);
/* Wakes the daemon after a change; it looks by itself when nobody listens. */
void cli_wake(Desk *desk);
/* Runs work on a snapshot of the desk's store. */
int cli_read(Desk *desk, StoreWork work, void *data);

/* A whole number from 1 on in digits; 0: it is none. */
gint64 cli_number(const char *text);
/* A ticket's number ("42", "#42"); 0: it is none, said so. */
gint64 cli_ticket(const char *text);
/* All of stdin or of a file ("-": stdin). NULL: said so. */
GBytes *cli_input(const char *path);
/* Text for a terminal: valid UTF-8 without control characters but line ends, and without
 * those that change the direction of writing. g_free. */
char *cli_printable(const char *text);
/* Prints rows of cells (char*, NULL "-") in columns; the last column is not padded. */
void cli_columns(const GPtrArray *rows, guint columns);

int cli_check(const Cli *cli, int argc, char **argv);
int cli_explain(const Cli *cli, int argc, char **argv);
int cli_list(const Cli *cli, int argc, char **argv);
int cli_show(const Cli *cli, int argc, char **argv);
/* A verb that is not about one ticket: search, status … */
bool verb_is_general(const char *name);
int cli_verb(const Cli *cli, int argc, char **argv);
/* Says a verb: words[0] is its name, ticket 0 for none. Returns an exit code. */
int verb_run(const Cli *cli, const Actor *actor, gint64 ticket, char **words,
	     const char *text);
/* Words for a verb: said, or stdin when said is "-" or words are needed. NULL: none. */
char *words_read(const char *said, bool needed, bool *ok);
int cli_new(const Cli *cli, int argc, char **argv);
int cli_outbox(const Cli *cli, int argc, char **argv);
int cli_due(const Cli *cli, int argc, char **argv);
int cli_inject(const Cli *cli, int argc, char **argv);
int cli_render(const Cli *cli, int argc, char **argv);
int cli_classify(const Cli *cli, int argc, char **argv);
int cli_learn(const Cli *cli, int argc, char **argv);
int cli_replay(const Cli *cli, int argc, char **argv);
int cli_article(const Cli *cli, int argc, char **argv);
int cli_keys(const Cli *cli, int argc, char **argv);
int cli_backup(const Cli *cli, int argc, char **argv);
int cli_set_up(const Cli *cli, int argc, char **argv);
