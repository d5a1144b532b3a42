/* new.c - opens a ticket for somebody who called, came by, or is to be written to. */
/* SPDX-License-Identifier: MIT */
#include "cli/cli.h"
#include "mail/mailbox.h"

/* What the options said. */
typedef struct {
	char *channel, *customer, *category, *queue, *priority, *subject, *message,
		*agent;
} NewOptions;

static void new_options_clear(NewOptions *options)
{
	g_free(options->channel);
	g_free(options->customer);
	g_free(options->category);
	g_free(options->queue);
	g_free(options->priority);
	g_free(options->subject);
	g_free(options->message);
	g_free(options->agent);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(NewOptions, new_options_clear)

static void add_word(GPtrArray *words, const char *name, const char *value)
{
	if (value && *value)
		g_ptr_array_add(words, g_strconcat(name, "=", value, NULL));
}

/* "Ann Customer <ann@example.org>" or an address alone. */
static void add_customer(GPtrArray *words, const char *customer)
{
	g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(g_free);
	GStringChunk *strings = g_string_chunk_new(256);

	mailboxes_read(customer, NULL, strings, list);
	const Address *first = list->len ? list->pdata[0] : NULL;
	bool is_address = first && *first->address;
	g_ptr_array_add(words, g_strdup(is_address ? first->address : customer));
	if (is_address)
		add_word(words, "name", first->name);
	g_string_chunk_free(strings);
}

static int run(const Cli *cli, const NewOptions *options)
{
	g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func(g_free);
	bool ok;

	g_ptr_array_add(words, g_strdup("new"));
	add_customer(words, options->customer);
	add_word(words, "channel", options->channel);
	add_word(words, "category", options->category);
	add_word(words, "queue", options->queue);
	add_word(words, "priority", options->priority);
	add_word(words, "subject", options->subject);
	g_ptr_array_add(words, NULL);
	g_autofree char *text = words_read(options->message, true, &ok);
	Actor actor = {.kind = options->agent ? ACTOR_AGENT : ACTOR_ADMIN,
		       .name = options->agent ? options->agent : g_get_user_name()};
	return ok ? verb_run(cli, &actor, 0, (char **)words->pdata, text) : EXIT_FAILED;
}

int cli_new(const Cli *cli, int argc, char **argv)
{
	g_auto(NewOptions) options = {0};
	int code;
	GOptionEntry entries[] = {
		{"channel", 0, 0, G_OPTION_ARG_STRING, &options.channel,
		 "phone, counter, chat or letter: the words are the customer's", "NAME"},
		{"customer", 0, 0, G_OPTION_ARG_STRING, &options.customer,
		 "the customer's address, with or without a name", "ADDR"},
		{"category", 0, 0, G_OPTION_ARG_STRING, &options.category,
		 "what it is about", "PATH"},
		{"queue", 0, 0, G_OPTION_ARG_STRING, &options.queue, "the queue", "NAME"},
		{"priority", 0, 0, G_OPTION_ARG_STRING, &options.priority,
		 "low, normal, high or urgent", "WORD"},
		{"subject", 0, 0, G_OPTION_ARG_STRING, &options.subject,
		 "the subject; by default the first line", "TEXT"},
		{"message", 'm', 0, G_OPTION_ARG_STRING, &options.message,
		 "the words; by default stdin", "TEXT"},
		{"as", 0, 0, G_OPTION_ARG_STRING, &options.agent, "act as this agent",
		 "AGENT"},
		{0}};
	if (!cli_options(cli, entries, &argc, &argv, &code))
		return code;
	if (argc == 2 && !options.customer)
		options.customer = g_strdup(argv[1]);
	if (argc > 2 || !options.customer)
		return cli_usage(cli);
	return run(cli, &options);
}
