/* verb_held.c - verbs that release or discard an answer that is held. */
/* SPDX-License-Identifier: MIT */
#include "desk/answer_words.h"
#include "desk/held.h"
#include "desk/verb_rows.h"
#include "store/record.h"

/* The answer that this agent has waiting on this ticket;
 * *held NULL with error when none. */
static bool take_held(Verb *verb, Held **held, GError **error)
{
	if (!verb->agent)
		return verb_refuse(verb, error, "held-agent", NULL);
	if (!held_take(verb->work, verb->ticket->id, verb->agent->name, held, error))
		return false;
	return *held || verb_refuse(verb, error, "nothing-held", NULL);
}

bool verb_send(Verb *verb, GError **error)
{
	Work *work = verb->work;
	g_autoptr(Held) held = NULL;
	g_autoptr(GBytes) raw = NULL;
	g_autoptr(Message) message = NULL;

	if (verb_answers(verb))
		return verb_refuse(verb, error, "send-text", NULL);
	if (!take_held(verb, &held, error))
		return false;
	if (held->record && !record_raw(work->db, held->record, &raw, error))
		return false;
	if (raw)
		message = message_parse(raw);
	verb_tell(verb, "held-sent", "address", verb->ticket->customer_address, NULL);
	/* Its HTML was not kept; the mail that it came in was. */
	g_autoptr(AnswerWords) words = message ? answer_words_read(work, message) : NULL;
	const char *text = held->text ? held->text : "";
	Answer answer = {.agent = verb->agent,
			 .text = text,
			 .html = words && !g_strcmp0(words->commands->body, text)
					 ? words->html
					 : NULL,
			 .attachments = message,
			 .end = held->end};
	return answer_send(work, verb->ticket, &answer, error);
}

bool verb_drop(Verb *verb, GError **error)
{
	g_autoptr(Held) held = NULL;

	if (!take_held(verb, &held, error))
		return false;
	verb_tell(verb, "held-dropped", NULL);
	return work_event(verb->work, verb->ticket->id, "held answer dropped",
			  held->agent, NULL, error);
}
