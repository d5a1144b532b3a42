/* decide_answer.c - acknowledgement, article or question, and reasons to stay silent. */
/* SPDX-License-Identifier: MIT */
#include "desk/decide_answer.h"
#include "desk/budget.h"

const char *answer_silence(const Facts *facts, const Queue *queue)
{
	const Sender *sender = facts->sender;

	if (!queue->answers)
		return "the queue answers nothing";
	if (sender->automatic)
		return sender->automatic;
	if (sender->dmarc_failed)
		return "DMARC failed";
	if (sender->is_spam)
		return "a spam filter warned";
	if (sender->claimed)
		return "From is an agent's address without evidence";
	if (facts->thread->linked_to && facts->thread->is_claim)
		return "a stranger named somebody's ticket";
	if (facts->thread->is_echo)
		return "it answers what the desk has just answered by itself";
	if (facts->message->unreadable)
		return "the mail is unreadable";
	if (classification_action(facts->classification, "no-reply"))
		return "a rule forbids it";
	if (!*sender->answer_to)
		return "the envelope sender is of another domain than From";
	return NULL;
}

static const char *first_article(const Facts *facts, const Category *category,
				 const Decision *decision)
{
	const Catalogue *catalogue = facts->setup->catalogue;
	const char *named = classification_action(facts->classification, "reply");

	if (named && catalogue_has_article(catalogue, named, decision->language))
		return named;
	if (!category || decision->confidence < decision->queue->answer_above)
		return NULL;
	for (guint i = 0; i < category->articles->len; i++)
		if (catalogue_has_article(catalogue, category->articles->pdata[i],
					  decision->language))
			return category->articles->pdata[i];
	return NULL;
}

static GPtrArray *missing_fields(const Facts *facts, const Category *category,
				 const Decision *decision)
{
	GPtrArray *missing = g_ptr_array_new_with_free_func(g_free);

	if (!category || decision->confidence < decision->queue->answer_above)
		return missing;
	for (guint i = 0; i < category->ask->len; i++) {
		g_autofree char *key =
			g_strdup_printf("field.%s", (char *)category->ask->pdata[i]);
		if (!classification_action(facts->classification, key))
			g_ptr_array_add(missing, g_strdup(category->ask->pdata[i]));
	}
	return missing;
}

/* What a rule names may be no article but a text of the administrator's own. */
static const char *own_text(const Facts *facts, const Decision *decision)
{
	const Catalogue *catalogue = facts->setup->catalogue;
	const char *named = classification_action(facts->classification, "reply");

	return named && !catalogue_knows_article(catalogue, named) &&
			       catalogue_has_own_text(catalogue, named,
						      decision->language)
		       ? named
		       : NULL;
}

void decide_answer(const Facts *facts, const Category *category, Decision *decision)
{
	const char *silence = answer_silence(facts, decision->queue);

	if (silence) {
		decision_because(decision, "no automatic answer: %s", silence);
		return;
	}
	decision->limit = budget_over(facts);
	if (decision->limit) {
		decision_because(decision, "no automatic answer: a budget is used up");
		return;
	}
	decision->answer_to = g_strdup(facts->sender->answer_to);
	decision->answer.language = g_strdup(decision->language);
	const Incident *incident =
		decision->confidence >= decision->queue->answer_above
			? incident_of(facts->incidents, decision->category)
			: NULL;
	if (incident) {
		decision->answer.kind = ANSWER_INCIDENT;
		decision->answer.incident = incident;
		decision_because(decision, "told of incident %" G_GINT64_FORMAT,
				 incident->number);
		return;
	}
	const char *text = own_text(facts, decision);
	if (text) {
		decision->answer.kind = ANSWER_TEXT;
		decision->answer.article = g_strdup(text);
		return;
	}
	const char *article = first_article(facts, category, decision);
	if (article) {
		decision->answer.kind = ANSWER_ARTICLE;
		decision->answer.article = g_strdup(article);
		return;
	}
	if (decision->state == TICKET_SOLVED || decision->state == TICKET_CLOSED) {
		g_clear_pointer(&decision->answer_to, g_free);
		decision_because(decision, "no automatic answer: the ticket is over and "
					   "no article fits");
		return;
	}
	g_autoptr(GPtrArray) missing = missing_fields(facts, category, decision);
	if (missing->len == 0) {
		decision->answer.kind = ANSWER_ACK;
		return;
	}
	decision->answer.kind = ANSWER_ASK;
	decision->answer.ask = g_steal_pointer(&missing);
	decision->state = TICKET_WAITING;
}
