/* leak.c - looks for agents' tokens and for the block in what goes to a customer. */
/* SPDX-License-Identifier: MIT */
#include "desk/leak.h"
#include "desk/post.h"
#include "mail/text.h"
#include "store/outbox.h"

#include <string.h>

#define COMMANDS_LISTED	 3
#define TRIES_MAX	 100000
#define NOTICE_BYTES_MAX (256 * 1024)
#define LINE_WORDS_MIN	 5  /* of a line that nobody writes by chance */
#define DEPTH_MAX	 10 /* mails in mails; deeper ones are taken as bytes */

/* Letters of tokens only: clients put spaces, soft hyphens and line ends into long words,
 * and whatever else stands between is no part of a token. g_free. */
static char *squeezed(const char *bytes, gsize length)
{
	char *letters = g_malloc(length + 1);
	gsize n = 0;

	for (gsize i = 0; i < length; i++) {
		char c = g_ascii_tolower(bytes[i]);
		if ((c >= 'a' && c <= 'z') || (c >= '2' && c <= '7'))
			letters[n++] = c;
	}
	letters[n] = '\0';
	return letters;
}

static bool is_agents(const Token *token)
{
	return token->purpose == TOKEN_AGENT || token->purpose == TOKEN_DESK;
}

/* Too many places to try is as bad as a find. */
static bool in_bytes(const Work *work, const char *bytes, gsize length)
{
	g_autofree char *letters = squeezed(bytes, length);
	gsize count = strlen(letters);
	guint tries = 0;
	Token token;

	for (gsize at = 0; at + TOKEN_LENGTH <= count; at++) {
		char candidate[TOKEN_LENGTH + 1] = "";
		if (memcmp(letters + at, TOKEN_PREFIX, strlen(TOKEN_PREFIX)) != 0)
			continue;
		memcpy(candidate, letters + at, TOKEN_LENGTH);
		if (++tries > TRIES_MAX ||
		    (token_read(work->keyring, candidate, &token) && is_agents(&token)))
			return true;
	}
	return false;
}

bool leak_in_text(const Work *work, const char *text)
{
	return text && in_bytes(work, text, strlen(text));
}

/* Addresses in attributes may be written with %2B and the like. g_free. */
static char *percent_decoded(const char *text)
{
	GString *plain = g_string_new(NULL);

	for (; *text; text++) {
		bool is_code = *text == '%' && g_ascii_isxdigit(text[1]) &&
			       g_ascii_isxdigit(text[2]);
		char c = is_code ? (char)(g_ascii_xdigit_value(text[1]) * 16 +
					  g_ascii_xdigit_value(text[2]))
				 : *text;
		g_string_append_c(plain, c ? c : ' ');
		text += is_code ? 2 : 0;
	}
	return g_string_free(plain, FALSE);
}

static bool in_markup(const Work *work, const char *html)
{
	if (!html || !*html)
		return false;
	g_autofree char *plain = percent_decoded(html);

	return leak_in_text(work, html) || leak_in_text(work, plain);
}

bool leak_in_html(const Work *work, const char *html)
{
	if (!html || !*html)
		return false;
	g_autofree char *text = html_to_text(html, strlen(html));

	return in_markup(work, html) || leak_in_text(work, text);
}

/* Words only: clients wrap lines, quote them and change the dashes. g_free. */
static char *folded(const char *text)
{
	GString *words = g_string_new(" ");

	for (const char *at = text; *at; at = g_utf8_next_char(at)) {
		gunichar c = g_utf8_get_char(at);
		if (g_unichar_isalnum(c))
			g_string_append_unichar(words, g_unichar_tolower(c));
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
	g_autoptr(GPtrArray) markers =
		catalogue_phrases(work->setup->catalogue, "marker");
	g_autofree char *words = folded(text);

	if (lists_commands(work->setup->catalogue, text))
		return true;
	for (guint i = 0; markers->pdata[i]; i++) {
		g_autofree char *wanted = folded(markers->pdata[i]);
		if (strstr(words, wanted))
			return true;
	}
	return false;
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
	return leak_in_text(work, message->text) || leak_in_html(work, message->html) ||
	       leak_of_block(work, message->text) || in_files(work, message, depth);
}

/* What clients leave of a block without its first and last line. */
static bool has_line_of(const char *answer, const char *block, const char *above)
{
	g_autofree char *words = folded(answer);
	g_autofree char *known = folded(above);
	g_auto(GStrv) lines = g_strsplit(block, "\n", -1);

	for (char **line = lines; *line; line++) {
		g_autofree char *wanted = folded(*line);
		g_auto(GStrv) each = g_strsplit(g_strstrip(wanted), " ", -1);
		if (g_strv_length(each) >= LINE_WORDS_MIN && strstr(words, wanted) &&
		    !strstr(known, wanted))
			return true;
	}
	return false;
}

static bool find_notice(Work *work, const Message *message, Outgoing **notice,
			GError **error)
{
	for (guint i = 0; i < message->in_reply_to->len; i++) {
		g_autoptr(Outgoing) row = NULL;
		if (!outbox_find(work->db, message->in_reply_to->pdata[i], &row, error))
			return false;
		if (row && strcmp(row->kind, "notice") == 0)
			return outbox_load(work->db, row->id, notice, error);
	}
	return true;
}

bool leak_of_notice(Work *work, const Message *message, const char *text, bool *leaks,
		    GError **error)
{
	g_autoptr(Outgoing) notice = NULL;

	*leaks = false;
	if (!message || !find_notice(work, message, &notice, error))
		return !message;
	if (!notice || !notice->raw)
		return true;
	/* The text comes first, before what is attached. */
	gsize length = MIN(g_bytes_get_size(notice->raw), NOTICE_BYTES_MAX);
	g_autoptr(GBytes) head = g_bytes_new_from_bytes(notice->raw, 0, length);
	g_autoptr(Message) read = message_parse(head);
	const char *language = post_language_of(
		work, work->setup->config->queues->pdata[0], notice->recipient);
	const char *marker = catalogue_phrase(work->setup->catalogue, language, "marker");
	const char *block = strstr(read->text, marker);
	if (!block)
		return true;
	g_autofree char *above = g_strndup(read->text, (gsize)(block - read->text));
	*leaks = has_line_of(text, block + strlen(marker), above);
	return true;
}

static bool in_page(const Work *work, const char *bytes, gsize length)
{
	g_autofree char *page = text_decode(bytes, length, NULL);

	return leak_in_html(work, page);
}

static bool in_files(const Work *work, const Message *message, int depth)
{
	for (guint i = 0; i < message->attachments->len; i++) {
		const Attachment *file = message->attachments->pdata[i];
		bool is_mail = g_str_has_prefix(file->type, "message/") ||
			       g_str_has_suffix(file->name, ".eml");
		gsize length = 0;
		const char *bytes =
			file->content ? g_bytes_get_data(file->content, &length) : NULL;
		if (!bytes)
			continue;
		if (leak_in_text(work, file->name) || in_bytes(work, bytes, length) ||
		    (strcmp(file->type, "text/html") == 0 &&
		     in_page(work, bytes, length)) ||
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

static bool in_people(const Work *work, const GPtrArray *people)
{
	for (guint i = 0; i < people->len; i++) {
		const DraftAddress *person = people->pdata[i];
		if (leak_in_text(work, person->name) ||
		    leak_in_text(work, person->address))
			return true;
	}
	return false;
}

static bool in_strings(const Work *work, const GPtrArray *strings)
{
	for (guint i = 0; i < strings->len; i++)
		if (leak_in_text(work, strings->pdata[i]))
			return true;
	return false;
}

/* What its HTML says its text says too: that is looked through once. */
bool leak_in_draft(const Work *work, const Draft *draft)
{
	return leak_in_text(work, draft->from_name) ||
	       leak_in_text(work, draft->subject) ||
	       leak_in_text(work, draft->in_reply_to) ||
	       in_strings(work, draft->references) || in_strings(work, draft->headers) ||
	       in_people(work, draft->to) || in_people(work, draft->cc) ||
	       leak_in_text(work, draft->text) || in_markup(work, draft->html);
}
