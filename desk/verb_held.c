/* verb_held.c - verbs that release or discard an answer that is held. */
/* SPDX-License-Identifier: MIT */
#include "desk/verb_rows.h"

#include "desk/held.h"
#include "store/record.h"

/* The answer that this agent has waiting on this ticket; *held NULL with error when none.
 */
static bool take_held(Verb *verb, Held **held, GError **error)
{
	if (!verb->agent)
		return verb_refuse(error,
				   "only the agent whose answer is held can say this");
	if (!held_take(verb->work, verb->ticket->id, verb->agent->name, held, error))
		return false;
	return *held || verb_refuse(error,
				    "no answer of yours is held on ticket "
				    "%" G_GINT64_FORMAT,
				    verb->ticket->id);
}

bool verb_send(Verb *verb, GError **error)
{
	Work *work = verb->work;
	g_autoptr(Held) held = NULL;
	g_autoptr(GBytes) raw = NULL;
	g_autoptr(Message) message = NULL;

	if (verb_answers(verb))
		return verb_refuse(
			error,
			"the held answer is sent as it was; leave the text out, or "
			"say drop and write the whole answer");
	if (!take_held(verb, &held, error))
		return false;
	if (held->record && !record_raw(work->db, held->record, &raw, error))
		return false;
	if (raw)
		message = message_parse(raw);
	g_string_append_printf(verb->said, "the held answer is sent to %s",
			       verb->ticket->customer_address
				       ? verb->ticket->customer_address
				       : "the customer");
	return answer_customer(work, verb->ticket, verb->agent,
			       held->text ? held->text : "", message, held->end, error);
}

bool verb_drop(Verb *verb, GError **error)
{
	g_autoptr(Held) held = NULL;

	if (!take_held(verb, &held, error))
		return false;
	g_string_append(verb->said, "the held answer is dropped");
	return work_event(verb->work, verb->ticket->id, "held answer dropped",
			  held->agent, NULL, error);
}
