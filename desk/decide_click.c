/* decide_click.c - recognises clicked links, and the question how things stand. */
/* SPDX-License-Identifier: MIT */
#include "desk/decide_click.h"
#include "desk/budget.h"
#include "desk/click.h"
#include "desk/decide_answer.h"

#include <string.h>

/* A person is wanted for what is over: that is a new matter. */
static bool is_too_late(const Facts *facts)
{
	const Ticket *ticket = facts->thread->ticket;
	const Queue *queue = config_queue(facts->setup->config, ticket->queue);
	TokenPurpose purpose = facts->token->token.purpose;

	if (purpose == TOKEN_SOLVED || purpose == TOKEN_SURVEY)
		return false;
	return ticket->state == TICKET_CLOSED ||
	       (ticket->state == TICKET_SOLVED && queue &&
		facts->now - ticket->solved_at > queue->reopen_s);
}

static bool is_click(const Facts *facts)
{
	const Recipient *token = facts->token;

	return token && facts->thread->ticket && facts->thread->is_issued &&
	       !facts->sender->automatic && !facts->sender->agent &&
	       click_is_purpose(token->token.purpose) && !is_too_late(facts);
}

bool decide_click(const Facts *facts, Decision *decision)
{
	if (!is_click(facts))
		return false;
	decision->kind = DECIDE_CLICK;
	decision->ticket = facts->thread->ticket->id;
	decision->state = facts->thread->ticket->state;
	decision_because(decision, "the customer says: %s",
			 click_words(facts->token->token.purpose));
	return true;
}

/* Empty, or the word in any language of the desk. */
static bool says_status(const Facts *facts, const char *text, bool *is_word)
{
	g_autofree char *word = g_strstrip(g_strdup(text));
	gsize length = strlen(word);

	while (length && strchr(".!?", word[length - 1]))
		word[--length] = '\0';
	if (!length)
		return true;
	const char *verb = catalogue_command(facts->setup->catalogue, word);
	if (g_strcmp0(verb, "status") != 0)
		return false;
	*is_word = true;
	return true;
}

static bool is_status(const Facts *facts)
{
	bool is_word = false;
	g_autofree char *subject = subject_strip(facts->message->subject, "");

	return !facts->token && !facts->thread->ticket && !facts->thread->linked_to &&
	       facts->message->attachments->len == 0 &&
	       says_status(facts, subject, &is_word) &&
	       says_status(facts, facts->message->reply_text, &is_word) && is_word;
}

bool decide_status(const Facts *facts, Decision *decision)
{
	const Queue *queue =
		facts->route->queues->len ? facts->route->queues->pdata[0] : NULL;

	if (!queue || !is_status(facts) || answer_silence(facts, queue) ||
	    budget_over(facts))
		return false;
	decision->kind = DECIDE_STATUS;
	decision->queue = queue;
	decision->answer_to = g_strdup(facts->sender->answer_to);
	decision->language = g_strdup(
		catalogue_language(facts->setup->catalogue,
				   *facts->message->language ? facts->message->language
							     : facts->known_language,
				   queue->languages->pdata[0]));
	decision_because(decision, "asks how the own tickets stand");
	return true;
}
