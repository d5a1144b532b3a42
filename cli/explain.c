/* explain.c - the mail path without a trace: what would become of a mail, and why. */
/* SPDX-License-Identifier: MIT */
#include "cli/cli.h"
#include "cli/envelope.h"
#include "rules/problem.h"

#include <stdio.h>
#include <string.h>

typedef struct {
	gboolean json, without_store;
	char *sender, *auth, *client;
	char **recipients;
} ExplainOptions;

static void explain_options_clear(ExplainOptions *options)
{
	g_free(options->sender);
	g_free(options->auth);
	g_free(options->client);
	g_strfreev(options->recipients);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(ExplainOptions, explain_options_clear)

/* One mail; its envelope is what was said, else what its headers say. */
static int mail_explain(Desk *desk, const Cli *cli, const char *path,
			const ExplainOptions *options)
{
	g_autoptr(GBytes) raw = cli_input(path);
	if (!raw)
		return EXIT_FAILED;
	g_autoptr(Message) message = message_parse(raw);
	g_autoptr(GPtrArray) recipients = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *sender = options->sender ? address_normalise(options->sender)
						  : envelope_sender(message);
	for (char **each = options->recipients; each && *each; each++)
		g_ptr_array_add(recipients, address_normalise(*each));
	if (!recipients->len)
		envelope_recipients(message, desk, recipients);
	Envelope envelope = {.door = DOOR_MILTER,
			     .sender = sender,
			     .recipients = recipients,
			     .auth_user = options->auth,
			     .client_address = options->client};
	g_autofree char *text =
		desk_explain(desk, &envelope, raw, path, cli->now, options->json);
	g_autofree char *clean = options->json ? g_strdup(text) : cli_printable(text);
	printf("%s%s", clean, g_str_has_suffix(clean, "\n") ? "" : "\n");
	return EXIT_DONE;
}

/* A dry run makes no store; what lies there is read when there is one. */
static Desk *desk_without_store(const Cli *cli, int *code)
{
	g_autoptr(GError) error = NULL;
	Setup *setup = cli_setup(cli);
	*code = EXIT_FAILED;
	if (!setup)
		return NULL;
	Desk *desk = desk_new_take(setup, NULL, NULL, 0, &error);
	if (!desk)
		*code = cli_failed(error);
	return desk;
}

static bool store_is_there(const Cli *cli)
{
	g_autoptr(GPtrArray) problems = problems_new();
	g_autoptr(Config) config = config_load(cli->config_path, problems);
	const char *path = config ? config->store : "";
	if (g_str_has_prefix(path, "sqlite:"))
		return g_file_test(path + strlen("sqlite:"), G_FILE_TEST_EXISTS);
	return config != NULL;
}

/* "explain 42" asks about a ticket's due times, not about a file. */
static bool is_ticket(const char *text)
{
	return *text && !text[strspn(text, "0123456789")] &&
	       !g_file_test(text, G_FILE_TEST_EXISTS);
}

int cli_explain(const Cli *cli, int argc, char **argv)
{
	g_auto(ExplainOptions) options = {0};
	int code;
	GOptionEntry entries[] = {
		{"json", 0, 0, G_OPTION_ARG_NONE, &options.json, "one object per file",
		 NULL},
		{"no-store", 0, 0, G_OPTION_ARG_NONE, &options.without_store,
		 "do not look at tickets", NULL},
		{"envelope-from", 0, 0, G_OPTION_ARG_STRING, &options.sender, "MAIL FROM",
		 "ADDR"},
		{"envelope-to", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.recipients,
		 "RCPT TO; may be given again", "ADDR"},
		{"auth", 0, 0, G_OPTION_ARG_STRING, &options.auth, "SMTP AUTH identity",
		 "USER"},
		{"client", 0, 0, G_OPTION_ARG_STRING, &options.client, "client address",
		 "IP"},
		{0}};
	if (!cli_options(cli, entries, &argc, &argv, &code))
		return code;
	if (argc < 2)
		return cli_usage(cli);
	if (options.client && !g_hostname_is_ip_address(options.client)) {
		cli_say("--client %s: write an address such as 192.0.2.7",
			options.client);
		return EXIT_USAGE;
	}
	if (argc == 2 && is_ticket(argv[1]))
		return cli_due(cli, argc, argv);
	options.without_store |= !store_is_there(cli);
	g_autoptr(Desk) desk = options.without_store ? desk_without_store(cli, &code)
						     : cli_desk(cli, &code);
	if (!desk)
		return code;
	for (int i = 1; i < argc && code != EXIT_LATER; i++) {
		int one = mail_explain(desk, cli, argv[i], &options);
		code = one != EXIT_DONE ? one : i == 1 ? EXIT_DONE : code;
	}
	return code;
}
