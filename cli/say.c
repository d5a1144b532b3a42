/* say.c - says a verb about a ticket, as an administrator or as an agent. */
/* SPDX-License-Identifier: MIT */
#include "cli/cli.h"
#include "desk/verb.h"

#include <stdio.h>

bool verb_is_general(const char *name)
{
	static const char *const names[] = {"search",	"status",    "away",
					    "back",	"subscribe", "unsubscribe",
					    "incident", NULL};
	return g_strv_contains(names, name);
}

/* Words for the verb: -m TEXT, "-m -" or a verb that needs them read
 * stdin. NULL: none. */
char *words_read(const char *said, bool needed, bool *ok)
{
	*ok = true;
	if (said && !g_str_equal(said, "-"))
		return g_strdup(said);
	if (!said && !needed)
		return NULL;
	g_autoptr(GBytes) bytes = cli_input("-");
	*ok = bytes != NULL;
	if (!bytes)
		return NULL;
	gsize length;
	const char *text = g_bytes_get_data(bytes, &length);
	return g_utf8_make_valid(text ? text : "", (gssize)length);
}

int verb_run(const Cli *cli, const Actor *actor, gint64 ticket, char **words,
	     const char *text)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *said = NULL;
	int code;
	g_autoptr(Desk) desk = cli_desk(cli, &code);
	if (!desk)
		return code;
	const char *const *arguments = (const char *const *)words + (ticket ? 2 : 1);
	if (!desk_verb(desk, actor, ticket, words[0], arguments, text, cli->now, &said,
		       &error))
		return cli_failed(error);
	cli_wake(desk);
	g_autofree char *clean = cli_printable(said);
	if (*clean)
		printf("%s%s", clean, g_str_has_suffix(clean, "\n") ? "" : "\n");
	return EXIT_DONE;
}

int cli_verb(const Cli *cli, int argc, char **argv)
{
	const char *name = argv[0];
	const VerbRow *row = verb_find(name);
	g_autofree char *message = NULL;
	g_autofree char *agent = NULL;
	int code;
	bool ok;
	GOptionEntry entries[] = {
		{"message", 'm', 0, G_OPTION_ARG_STRING, &message,
		 "the words; - reads stdin", "TEXT"},
		{"as", 0, 0, G_OPTION_ARG_STRING, &agent, "act as this agent", "AGENT"},
		{0}};
	if (!cli_options(cli, entries, &argc, &argv, &code))
		return code;
	gint64 ticket = argc > 1 && !verb_is_general(name) ? cli_ticket(argv[1]) : 0;
	if (!ticket && !verb_is_general(name))
		return cli_usage(cli);
	g_autofree char *text = words_read(message, !row || row->needs_text, &ok);
	Actor actor = {.kind = agent ? ACTOR_AGENT : ACTOR_ADMIN,
		       .name = agent ? agent : g_get_user_name()};
	return ok ? verb_run(cli, &actor, ticket, argv, text) : EXIT_FAILED;
}
