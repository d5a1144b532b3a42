/* answer_words.c - reads an agent's answer out of what a mail client made of it. */
/* SPDX-License-Identifier: MIT */
#include "desk/answer_words.h"
#include "desk/block.h"
#include "desk/route.h"
#include "mail/address.h"
#include "mail/html_cut.h"

#include <string.h>

void answer_words_free(AnswerWords *words)
{
	if (!words)
		return;
	g_free(words->text);
	command_mail_free(words->commands);
	g_free(words->html);
	g_free(words);
}

/* The words of a text, each once. */
static GHashTable *word_set(const char *text)
{
	GHashTable *set = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	const char *start = NULL;

	for (const char *at = text;; at = g_utf8_next_char(at)) {
		bool is_word = *at && g_unichar_isalnum(g_utf8_get_char(at));
		if (is_word && !start)
			start = at;
		if (!is_word && start) {
			g_hash_table_add(set, g_strndup(start, (gsize)(at - start)));
			start = NULL;
		}
		if (!*at)
			return set;
	}
}

/* Mails of several texts have only some of it as HTML. Links and marks of lists differ
 * even where all is there. */
static bool says_as_much(const char *html, const char *plain)
{
	enum { FORGIVEN = 3, PART = 4 };
	g_autofree char *read = html_to_text(html, strlen(html));
	g_autoptr(GHashTable) there = word_set(read);
	g_autoptr(GHashTable) wanted = word_set(plain);
	GHashTableIter iter;
	gpointer word;
	guint missing = 0;

	g_hash_table_iter_init(&iter, wanted);
	while (g_hash_table_iter_next(&iter, &word, NULL))
		missing += !g_hash_table_contains(there, word);
	return missing <= FORGIVEN + g_hash_table_size(wanted) / PART;
}

/* What is sent as text is what the HTML reads as. */
static void use_html(AnswerWords *words, const Work *work, const HtmlCut *cut)
{
	g_free(words->text);
	command_mail_free(words->commands);
	words->text = html_cut_text(cut);
	words->commands = command_read(words->text, work->setup->catalogue);
	words->html = html_cut_write(cut, words->commands->body_at);
	if (!words->html)
		return;
	g_free(words->commands->body);
	words->commands->body =
		g_strstrip(html_to_text(words->html, strlen(words->html)));
}

static bool has_agents_way(const Work *work, const GPtrArray *addresses)
{
	for (guint i = 0; i < addresses->len; i++) {
		const Address *one = addresses->pdata[i];
		g_autofree char *address = address_normalise(one->address);
		g_autoptr(Recipient) recipient =
			recipient_read(work->setup, work->keyring, address);
		if (recipient->has_token && (recipient->token.purpose == TOKEN_AGENT ||
					     recipient->token.purpose == TOKEN_DESK))
			return true;
	}
	return false;
}

static bool names_agents_mail(const Work *work, const GPtrArray *ids)
{
	for (guint i = 0; i < ids->len; i++) {
		g_autofree char *address = NULL;
		Token token;
		if (token_read_message_id(work->keyring, ids->pdata[i], &token) &&
		    people_address(work->db, token.address, &address, NULL, NULL, NULL) &&
		    address && config_agent_by_address(work->setup->config, address))
			return true;
	}
	return false;
}

/* Only what the desk wrote to an agent has its block: in a customer's own mail that an
 * agent answers, the lines around one are the customer's. */
static bool answers_desk(const Work *work, const Message *message)
{
	return has_agents_way(work, message->to) || has_agents_way(work, message->cc) ||
	       names_agents_mail(work, message->in_reply_to) ||
	       names_agents_mail(work, message->references);
}

AnswerWords *answer_words_read(const Work *work, const Message *message)
{
	AnswerWords *words = g_new0(AnswerWords, 1);
	g_auto(BlockPhrases) phrases = {0};

	if (answers_desk(work, message))
		phrases = block_phrases(work->setup->catalogue);
	BlockMarks marks = block_marks(&phrases);
	g_autoptr(GArray) spans = answer_spans(message->text, &marks);
	words->text = g_strchomp(answer_join(message->text, spans));
	words->commands = command_read(words->text, work->setup->catalogue);
	if (!*message->html)
		return words;
	g_autoptr(HtmlCut) cut =
		html_cut_read(message->html, strlen(message->html), &marks);
	if (cut && says_as_much(message->html, words->text))
		use_html(words, work, cut);
	return words;
}
