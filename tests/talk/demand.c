/* demand.c - what is true of every mail that the desk sends, in all transcripts. */
/* SPDX-License-Identifier: MIT */
#include "tests/talk/talk.h"

#include <string.h>

#define LINE_MAX_OCTETS 998 /* RFC 5322 2.1.1, without CRLF */

/* 7-bit, CRLF, no line too long: libcurl and old servers take nothing else. */
static const char *bytes_problem(GBytes *raw)
{
	gsize length, line = 0;
	const unsigned char *bytes = g_bytes_get_data(raw, &length);
	for (gsize i = 0; i < length; i++) {
		if (bytes[i] & 0x80)
			return "a byte above 127";
		if (!bytes[i])
			return "a NUL";
		if (bytes[i] == '\n' && (!i || bytes[i - 1] != '\r'))
			return "a line feed without carriage return";
		if (bytes[i] == '\r' && (i + 1 == length || bytes[i + 1] != '\n'))
			return "a carriage return without line feed";
		line = bytes[i] == '\n' ? 0 : line + 1;
		if (line > LINE_MAX_OCTETS + 1)
			return "a line of more than 998 octets";
	}
	return NULL;
}

static guint header_count(const Message *message, const char *name)
{
	guint count = 0;
	for (guint i = 0; i < message->headers->len; i++) {
		const Header *header = message->headers->pdata[i];
		count += !g_ascii_strcasecmp(header->name, name);
	}
	return count;
}

static const char *headers_problem(const Message *message)
{
	static const char *once[] = {"From", "To",	   "Subject",
				     "Date", "Message-ID", "MIME-Version"};
	for (guint i = 0; i < G_N_ELEMENTS(once); i++)
		if (header_count(message, once[i]) != 1)
			return once[i];
	return NULL;
}

/* Acknowledgements and answers of the machine: null sender, RFC 3834 mark, thread. */
static const char *automatic_problem(const Mail *mail)
{
	const char *mark = message_header(mail->message, "Auto-Submitted");
	if (!mail->kind || (strcmp(mail->kind, "ack") && strcmp(mail->kind, "faq") &&
			    strcmp(mail->kind, "ask")))
		return NULL;
	if (*mail->sender)
		return "an automatic answer has a sender";
	if (!mark || !g_str_has_prefix(mark, "auto-replied"))
		return "an automatic answer is not marked auto-replied";
	return NULL;
}

/* Addresses with a token, wherever they stand in a mail. */
static GPtrArray *token_addresses(const Mail *mail)
{
	GPtrArray *found = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GRegex) regex =
		g_regex_new("[a-z0-9.-]+\\+([a-z0-9-]{16,})@", G_REGEX_CASELESS, 0, NULL);
	GString *all = g_string_new(mail->message->text);
	g_string_append(all, mail->message->html);
	for (guint i = 0; i < mail->message->headers->len; i++)
		g_string_append_printf(
			all, "\n%s",
			((const Header *)mail->message->headers->pdata[i])->value);
	g_autoptr(GMatchInfo) match = NULL;
	g_regex_match(regex, all->str, 0, &match);
	while (g_match_info_matches(match)) {
		g_ptr_array_add(found, g_match_info_fetch(match, 1));
		g_match_info_next(match, NULL);
	}
	g_string_free(all, TRUE);
	return found;
}

/* What was told to an agent only must never reach anybody else. */
static const char *leak_problem(World *world, const Mail *mail)
{
	g_autoptr(GPtrArray) tokens = token_addresses(mail);
	bool agent = world_is_agent(world, mail->recipient);
	for (guint i = 0; i < tokens->len; i++) {
		char *token = g_ascii_strdown(tokens->pdata[i], -1);
		if (!agent && g_hash_table_contains(world->agent_secrets, token)) {
			g_free(token);
			return "an agent's token";
		}
		if (agent)
			g_hash_table_add(world->agent_secrets, token);
		else
			g_free(token);
	}
	return NULL;
}

void mail_check(World *world, const Step *step, const Mail *mail)
{
	if (!g_strcmp0(mail->kind, "carried"))
		return;
	const char *subject = mail->message->subject;
	const char *problem = bytes_problem(mail->raw);
	if (problem)
		world_fail(world, step->line, "«%s» holds %s", subject, problem);
	if ((problem = headers_problem(mail->message)))
		world_fail(world, step->line, "«%s» wants exactly one %s", subject,
			   problem);
	if ((problem = automatic_problem(mail)))
		world_fail(world, step->line, "«%s»: %s", subject, problem);
	if ((problem = leak_problem(world, mail)))
		world_fail(world, step->line, "«%s» to %s tells %s", subject,
			   mail->recipient, problem);
}
