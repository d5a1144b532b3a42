/* command.c - takes the #commands off the top of what an agent wrote. */
/* SPDX-License-Identifier: MIT */
#include "desk/command.h"

#include <string.h>

#define COMMANDS_MAX 100 /* what follows is text */

static void command_free(gpointer data)
{
	Command *command = data;

	g_free(command->line);
	g_strfreev(command->arguments);
	g_free(command->rest);
	g_free(command);
}

void command_mail_free(CommandMail *mail)
{
	if (!mail)
		return;
	g_ptr_array_unref(mail->commands);
	g_free(mail->body);
	g_free(mail);
}

/* White space, and what mail clients put in its place or before it without being seen. */
static bool is_blank(gunichar c)
{
	return g_unichar_isspace(c) || c == 0x200B || c == 0xFEFF || c == 0x2060;
}

static const char *skip_blank(const char *text)
{
	while (*text && is_blank(g_utf8_get_char(text)))
		text = g_utf8_next_char(text);
	return text;
}

static const char *skip_word(const char *text)
{
	while (*text && !is_blank(g_utf8_get_char(text)))
		text = g_utf8_next_char(text);
	return text;
}

static char *trim(const char *text)
{
	const char *start = skip_blank(text);
	const char *end = start + strlen(start);

	while (end > start) {
		const char *before = g_utf8_prev_char(end);
		if (!is_blank(g_utf8_get_char(before)))
			break;
		end = before;
	}
	return g_strndup(start, (gsize)(end - start));
}

/* '#' and a letter: a number or a heading of Markdown is text. */
static bool is_command(const char *line)
{
	return line[0] == '#' && g_unichar_isalpha(g_utf8_get_char(line + 1));
}

static char **split_words(const char *text)
{
	GPtrArray *words = g_ptr_array_new();

	for (text = skip_blank(text); *text; text = skip_blank(text)) {
		const char *end = skip_word(text);
		g_ptr_array_add(words, g_strndup(text, (gsize)(end - text)));
		text = end;
	}
	g_ptr_array_add(words, NULL);
	return (char **)g_ptr_array_free(words, FALSE);
}

/* line starts with '#'. A mark after the word ("#solve.") is a slip of the hand. */
static Command *read_command(const char *line, int number, const Catalogue *catalogue)
{
	Command *command = g_new0(Command, 1);
	const char *end = skip_word(line);
	g_autofree char *word = g_strndup(line + 1, (gsize)(end - line) - 1);
	gsize length = strlen(word);

	while (length > 0 && strchr(".,:;!", word[length - 1]))
		word[--length] = '\0';
	command->verb = catalogue_command(catalogue, word);
	command->line = trim(line);
	command->rest = trim(end);
	command->arguments = split_words(end);
	command->number = number;
	return command;
}

/* The text's first line; "##" there stands for "#". */
static const char *body_start(const char *text)
{
	const char *start = skip_blank(text);

	return g_str_has_prefix(start, "##") ? start + 1 : start;
}

CommandMail *command_read(const char *reply_text, const Catalogue *catalogue)
{
	CommandMail *mail = g_new0(CommandMail, 1);
	const char *text = reply_text ? reply_text : "";
	const char *rest = text;
	int number = 0;

	mail->commands = g_ptr_array_new_with_free_func(command_free);
	while (*rest && mail->commands->len < COMMANDS_MAX) {
		gsize length = strcspn(rest, "\n");
		g_autofree char *whole = g_strndup(rest, length);
		const char *line = skip_blank(whole);
		number++;
		if (*line && !is_command(line))
			break;
		if (*line) {
			g_ptr_array_add(mail->commands,
					read_command(line, number, catalogue));
		}
		rest += length + (rest[length] == '\n');
	}
	rest = body_start(rest);
	mail->body_at = (gsize)(rest - text);
	mail->body = trim(rest);
	return mail;
}

/* What a client may lose, or nobody sees, before and in a word. */
static bool is_unseen(gunichar c)
{
	GUnicodeType type = g_unichar_type(c);

	return type == G_UNICODE_FORMAT || type == G_UNICODE_CONTROL ||
	       type == G_UNICODE_NON_SPACING_MARK || type == G_UNICODE_ENCLOSING_MARK;
}

static const char *skip_unseen(const char *text, bool and_blank)
{
	while (*text && (is_unseen(g_utf8_get_char(text)) ||
			 (and_blank && is_blank(g_utf8_get_char(text)))))
		text = g_utf8_next_char(text);
	return text;
}

/* More than what is one: gateways make a plain '#' of a wide one. */
static bool may_become_command(const char *line)
{
	enum { WIDE = 0xFF03, SMALL = 0xFE5F };
	const char *mark = skip_unseen(line, true);
	gunichar c = g_utf8_get_char(mark);

	if (c != '#' && c != WIDE && c != SMALL)
		return false;
	return g_unichar_isalpha(
		g_utf8_get_char(skip_unseen(g_utf8_next_char(mark), false)));
}

char *command_disarm(const char *text)
{
	GString *harmless = g_string_new(NULL);

	while (*text) {
		gsize length = strcspn(text, "\n");
		g_autofree char *line = g_strndup(text, length);
		if (may_become_command(line))
			g_string_append(harmless, "| ");
		length += text[length] == '\n';
		g_string_append_len(harmless, text, (gssize)length);
		text += length;
	}
	return g_string_free(harmless, FALSE);
}

bool command_begins(const char *text, const Catalogue *catalogue)
{
	const char *line = skip_blank(text);
	g_autofree char *first = g_strndup(line, strcspn(line, "\n"));

	if (!is_command(first))
		return false;
	Command *command = read_command(first, 1, catalogue);
	bool is_known = command->verb != NULL;
	command_free(command);
	return is_known;
}
