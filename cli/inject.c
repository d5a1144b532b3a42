/* inject.c - the second door: a mail on stdin takes the path of the milter's mail. */
/* SPDX-License-Identifier: MIT */
#include "cli/cli.h"
#include "cli/envelope.h"
#include "cli/mta.h"

#include <stdio.h>
#include <string.h>

/* A local delivery agent may put "From sender date" above the headers;
 * it is no header. */
static GBytes *from_line_cut(GBytes *raw, char **sender)
{
	gsize length;
	const char *bytes = g_bytes_get_data(raw, &length);
	if (length < 6 || memcmp(bytes, "From ", 5))
		return g_bytes_ref(raw);
	const char *end = memchr(bytes, '\n', length);
	if (!end)
		return g_bytes_ref(raw);
	if (!*sender) {
		g_autofree char *word = g_strndup(bytes + 5, strcspn(bytes + 5, " \r\n"));
		*sender = g_str_equal(word, "MAILER-DAEMON") ? g_strdup("")
							     : g_steal_pointer(&word);
	}
	gsize skip = (gsize)(end + 1 - bytes);
	return g_bytes_new_from_bytes(raw, skip, length - skip);
}

/* As the milter does: final delivery writes it, and reports are told by it. */
static GBytes *null_path_write(GBytes *raw)
{
	static const char field[] = "Return-Path: <>\r\n";
	gsize length;
	const char *bytes = g_bytes_get_data(raw, &length);
	GByteArray *whole = g_byte_array_sized_new((guint)(length + sizeof field));
	g_byte_array_append(whole, (const guint8 *)field, sizeof field - 1);
	g_byte_array_append(whole, (const guint8 *)bytes, (guint)length);
	return g_byte_array_free_to_bytes(whole);
}

static int verdict_code(const Verdict *verdict)
{
	if (verdict->log)
		fprintf(stderr, "postdesk: %s\n", verdict->log);
	switch (verdict->kind) {
	case VERDICT_KEEP:
	case VERDICT_CONSUME:
		return EXIT_DONE;
	case VERDICT_LATER:
		cli_say("%s", verdict->reply ? verdict->reply : "try again later");
		return EXIT_LATER;
	case VERDICT_REFUSED:
		cli_say("%s", verdict->reply ? verdict->reply : "refused");
		return EXIT_FAILED;
	case VERDICT_PASS:
		/* A rule rejected it, and others get it too:
		 * to bounce it is not for us. */
		if (verdict->log)
			return EXIT_DONE;
		cli_say("no recipient is an address of the desk");
		return EXIT_FAILED;
	}
	return EXIT_FAILED;
}

/* "support+token@example.com.postdesk.invalid" is support+token@example.com. */
static char *door_cut(const char *recipient)
{
	bool has_door = g_str_has_suffix(recipient, DOOR_DOMAIN);
	gsize door = has_door ? strlen(DOOR_DOMAIN) : 0;
	return g_strndup(recipient, strlen(recipient) - door);
}

/* An alias hands no extension on: of the header's addresses that of the door counts, with
 * its token, and if it is not there the door's own. */
static void door_keep(Desk *desk, const char *door, GPtrArray *recipients)
{
	g_autoptr(Setup) setup = desk_setup(desk);
	g_autofree char *address = door_cut(door);
	g_autofree char *plain = address_normalise(address);

	for (guint i = recipients->len; i > 0; i--) {
		g_autofree char *base = NULL, *extension = NULL;
		address_split(recipients->pdata[i - 1], setup->config->delimiters, &base,
			      &extension);
		if (strcmp(base, plain) != 0)
			g_ptr_array_remove_index(recipients, i - 1);
	}
	if (!recipients->len)
		g_ptr_array_add(recipients, g_steal_pointer(&plain));
}

static int mail_inject(const Cli *cli, GBytes *input, const char *said, const char *door,
		       char **rest)
{
	int code;
	char *path = g_strdup(said);
	g_autoptr(GBytes) cut = from_line_cut(input, &path);
	g_autofree char *given = path;
	g_autoptr(GBytes) raw =
		given && !*given ? null_path_write(cut) : g_bytes_ref(cut);
	g_autoptr(Message) message = message_parse(raw);
	g_autofree char *sender =
		given ? address_normalise(given) : envelope_sender(message);
	g_autoptr(GPtrArray) recipients = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(Desk) desk = cli_desk(cli, &code);
	/* Whatever is wrong with the desk now, the mail must not be lost:
	 * it comes again. */
	if (!desk)
		return EXIT_LATER;
	for (char **recipient = rest; *recipient; recipient++)
		g_ptr_array_add(recipients, door_cut(*recipient));
	if (!recipients->len)
		envelope_recipients(message, desk, recipients);
	if (door)
		door_keep(desk, door, recipients);
	Envelope envelope = {.door = DOOR_INJECT,
			     .sender = sender,
			     .recipients = recipients,
			     .queue_id = "inject"};
	g_autoptr(Verdict) verdict = desk_intake(desk, &envelope, raw, cli->now);
	cli_wake(desk);
	return verdict_code(verdict);
}

int cli_inject(const Cli *cli, int argc, char **argv)
{
	g_autofree char *sender = NULL, *door = NULL;
	int code;
	GOptionEntry entries[] = {{"from", 'f', 0, G_OPTION_ARG_STRING, &sender,
				   "envelope sender; '' for none", "ADDR"},
				  {"door", 0, 0, G_OPTION_ARG_STRING, &door,
				   "the address of the desk that an alias led from, "
				   "with or without its extension",
				   "ADDR"},
				  {0}};
	if (!cli_options(cli, entries, &argc, &argv, &code))
		return code;
	g_autoptr(GBytes) input = cli_input("-");
	return input ? mail_inject(cli, input, sender, door, argv + 1) : EXIT_LATER;
}
