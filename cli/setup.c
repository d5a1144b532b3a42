/* setup.c - the setup command, and how each mail server writes the same things. */
/* SPDX-License-Identifier: MIT */
#include "cli/cli.h"
#include "cli/mta.h"
#include "rules/problem.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

char *socket_for_postfix(const char *socket)
{
	if (g_str_has_prefix(socket, "inet:") || g_str_has_prefix(socket, "inet6:")) {
		const char *port = strchr(socket, ':') + 1;
		const char *at = strchr(port, '@');
		bool six = g_str_has_prefix(socket, "inet6:");
		if (!at)
			return g_strdup_printf("inet:127.0.0.1:%s", port);
		return g_strdup_printf("inet:%s%s%s:%.*s", six ? "[" : "", at + 1,
				       six ? "]" : "", (int)(at - port), port);
	}
	g_autofree char *folder = postconf_read("-h", "queue_directory");
	const char *path = strchr(socket, '/');
	if (folder && path && g_str_has_prefix(path, folder) &&
	    path[strlen(folder)] == '/')
		path += strlen(folder) + 1;
	return g_strconcat("unix:", path, NULL);
}

char *socket_for_sendmail(const char *socket)
{
	if (g_str_has_prefix(socket, "unix:"))
		return g_strconcat("local:", socket + strlen("unix:"), NULL);
	return g_strdup(socket);
}

char *literal_pattern(const char *text)
{
	GString *pattern = g_string_new(NULL);
	for (const char *c = text; *c; c++) {
		if (strchr(".+*?()[]{}|^$\\/", *c))
			g_string_append_c(pattern, '\\');
		g_string_append_c(pattern, *c);
	}
	return g_string_free(pattern, FALSE);
}

/* Comments and quotes may stand before the name, so a field that has it anywhere goes:
 * the desk needs nobody else's results. */
char *claims_pattern(const char *authserv_id)
{
	g_autofree char *literal = literal_pattern(authserv_id);
	return g_strdup_printf("^Authentication-Results[[:space:]]*:.*%s", literal);
}

bool socket_has_place(const Config *config, GPtrArray *problems)
{
	if (!g_str_has_prefix(config->socket, "fd:"))
		return true;
	problem_add(problems, config->file, config_line(config, "socket"),
		    "socket: the mail server does not know where %s listens; write what "
		    "postdeskd.socket has, such as inet:8895@127.0.0.1",
		    config->socket);
	return false;
}

/* On a terminal the choice is asked for; what each costs is said first. */
static char *when_down_ask(void)
{
	char line[32];
	if (!isatty(STDIN_FILENO) || !isatty(STDERR_FILENO))
		return NULL;
	fprintf(stderr,
		"While postdeskd is down:\n"
		"  tempfail  senders keep all their mail; for a host that is only a "
		"desk\n"
		"  accept    mail goes on, postdesk inject takes the desk's part; for a "
		"shared host\n"
		"tempfail or accept? ");
	return fgets(line, sizeof line, stdin) ? g_strstrip(g_strdup(line)) : NULL;
}

/* What Postfix has been told already, so that setup can be said again as it was. */
static char *postfix_when_down(const Config *config)
{
	g_autofree char *present = postconf_read("-hx", "smtpd_milters");
	g_autoptr(GPtrArray) elements = milters_split(present ? present : "");

	for (guint i = 0; i < elements->len; i++) {
		const char *element = elements->pdata[i];
		if (!milter_is_ours(config, element))
			continue;
		if (strstr(element, "default_action=tempfail"))
			return g_strdup("tempfail");
		if (strstr(element, "default_action=accept"))
			return g_strdup("accept");
	}
	return NULL;
}

static int usage_say(const Cli *cli)
{
	cli_say("usage: postdesk %s\n"
		"  tempfail  for a host that is only a desk: while postdeskd is down, "
		"senders keep their mail\n"
		"  accept    for a shared host: mail goes on, and postdesk inject takes "
		"the desk's part\n"
		"  --remove  takes the desk out of Postfix again",
		cli->grammar);
	return EXIT_USAGE;
}

static Config *config_said(const Cli *cli)
{
	g_autoptr(GPtrArray) problems = problems_new();
	g_autoptr(Config) config = config_load(cli->config_path, problems);

	for (guint i = 0; i < problems->len; i++)
		fprintf(stderr, "%s\n", (char *)problems->pdata[i]);
	if (!config || socket_has_place(config, problems))
		return g_steal_pointer(&config);
	cli_say("%s", (const char *)problems->pdata[problems->len - 1]);
	return NULL;
}

int cli_set_up(const Cli *cli, int argc, char **argv)
{
	g_autofree char *when = NULL;
	gboolean apply = FALSE, remove = FALSE;
	int code;
	GOptionEntry entries[] = {{"when-down", 0, 0, G_OPTION_ARG_STRING, &when,
				   "tempfail: mail waits at its sender; accept: it goes "
				   "on, and inject takes it",
				   "tempfail|accept"},
				  {"remove", 0, 0, G_OPTION_ARG_NONE, &remove,
				   "take the desk out again (Postfix)", NULL},
				  {"apply", 0, 0, G_OPTION_ARG_NONE, &apply,
				   "make the settings (Postfix)", NULL},
				  {0}};
	if (!cli_options(cli, entries, &argc, &argv, &code))
		return code;
	bool is_postfix = argc == 2 && g_str_equal(argv[1], "postfix");
	if (argc != 2 || (remove && when))
		return usage_say(cli);
	g_autoptr(Config) config = config_said(cli);
	if (!config)
		return EXIT_FAILED;
	if (is_postfix && remove)
		return postfix_remove(config, apply);
	if (!when && is_postfix)
		when = postfix_when_down(config);
	if (!when && !remove)
		when = when_down_ask();
	bool tempfail = !g_strcmp0(when, "tempfail"), accept = !g_strcmp0(when, "accept");
	if (!tempfail && !accept && !remove)
		return usage_say(cli);
	WhenDown down = tempfail ? DOWN_TEMPFAIL : DOWN_ACCEPT;
	if (is_postfix)
		return postfix_set_up(config, down, apply);
	if (g_str_equal(argv[1], "sendmail") && !apply && !remove)
		return sendmail_set_up(config, down);
	cli_say(apply || remove ? "sendmail.mc is yours: the lines are printed, not "
				  "applied and not removed"
				: "postfix or sendmail");
	return EXIT_USAGE;
}
