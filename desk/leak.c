/* leak.c - looks for agents' tokens and for the block in what goes to a customer. */
/* SPDX-License-Identifier: MIT */
#include "desk/leak.h"

#include <string.h>

#define COMMANDS_LISTED 3
#define DEPTH_MAX	10 /* mails in mails; deeper ones are taken as bytes */

bool leak_in_text(const Work *work, const char *text)
{
	return token_find_purpose(work->keyring, text, TOKEN_AGENT) ||
	       token_find_purpose(work->keyring, text, TOKEN_DESK);
}

/* Words only: clients wrap lines, quote them and change the dashes. g_free. */
static char *folded(const char *text)
{
	GString *words = g_string_new(" ");

	for (const char *at = text; *at; at = g_utf8_next_char(at)) {
		gunichar c = g_utf8_get_char(at);
		if (g_unichar_isalnum(c))
			g_string_append_unichar(words, c);
		else if (words->str[words->len - 1] != ' ')
			g_string_append_c(words, ' ');
	}
	return g_string_free(words, FALSE);
}

/* Our list of commands, which nobody but us writes into one line. */
static bool lists_commands(const Catalogue *catalogue, const char *text)
{
	int in_a_row = 0;

	for (const char *at = text; *at;) {
		gsize length = strcspn(at, " \n");
		g_autofree char *word = g_strndup(at, length);
		bool is_command = *word == '#' && catalogue_command(catalogue, word + 1);
		in_a_row = is_command ? in_a_row + 1 : 0;
		if (in_a_row == COMMANDS_LISTED)
			return true;
		at += length + (at[length] != '\0');
		if (at > text && at[-1] == '\n')
			in_a_row = 0;
	}
	return false;
}

bool leak_of_block(const Work *work, const char *text)
{
	static const char *const languages[] = {"en", "ru", "el"};
	g_autofree char *words = folded(text);

	if (lists_commands(work->setup->catalogue, text))
		return true;
	for (gsize i = 0; i < G_N_ELEMENTS(languages); i++) {
		const char *marker =
			catalogue_phrase(work->setup->catalogue, languages[i], "marker");
		g_autofree char *wanted = folded(marker);
		if (strstr(words, wanted))
			return true;
	}
	return false;
}

static bool in_bytes(const Work *work, GBytes *bytes)
{
	gsize length;
	const char *data = g_bytes_get_data(bytes, &length);
	g_autofree char *text = g_malloc(length + 1);

	for (gsize i = 0; i < length; i++)
		text[i] = data[i] ? data[i] : ' ';
	text[length] = '\0';
	return leak_in_text(work, text);
}

static bool in_files(const Work *work, const Message *message, int depth);

static bool in_mail(const Work *work, GBytes *bytes, int depth)
{
	g_autoptr(Message) message = message_parse(bytes);

	for (guint i = 0; i < message->headers->len; i++) {
		const Header *header = message->headers->pdata[i];
		if (leak_in_text(work, header->value))
			return true;
	}
	return leak_in_text(work, message->text) || leak_in_text(work, message->html) ||
	       leak_of_block(work, message->text) || in_files(work, message, depth);
}

static bool in_files(const Work *work, const Message *message, int depth)
{
	for (guint i = 0; i < message->attachments->len; i++) {
		const Attachment *file = message->attachments->pdata[i];
		bool is_mail = g_str_has_prefix(file->type, "message/") ||
			       g_str_has_suffix(file->name, ".eml");
		if (!file->content)
			continue;
		if (leak_in_text(work, file->name) || in_bytes(work, file->content) ||
		    (is_mail && depth < DEPTH_MAX &&
		     in_mail(work, file->content, depth + 1)))
			return true;
	}
	return false;
}

bool leak_in_attachments(const Work *work, const Message *message)
{
	return message && in_files(work, message, 0);
}
