/* doubt.c - says on the record and in the log what a mail claims and does not prove. */
/* SPDX-License-Identifier: MIT */
#include "desk/doubt.h"

bool doubt_author(const Facts *facts)
{
	const Thread *thread = facts->thread;
	const Sender *sender = facts->sender;
	bool has_token = thread->by == THREAD_TOKEN && thread->is_issued;

	return thread->ticket && !thread->is_new_person && !has_token && !sender->agent &&
	       !sender->claimed && !sender->dmarc_passed &&
	       *facts->setup->config->delimiters;
}

static void note_author(const Facts *facts, Decision *decision)
{
	const Sender *sender = facts->sender;

	if (sender->dmarc_failed)
		decision_because(decision, "DMARC failed for %s", sender->address);
	if (!doubt_author(facts))
		return;
	decision_because(decision, "nothing proves that %s wrote it: nobody is invited",
			 sender->address);
	if (!decision->mark)
		decision->mark = g_strdup("sender not proved");
}

static void note_claims(const Facts *facts, Decision *decision)
{
	const Sender *sender = facts->sender;

	if (sender->claimed)
		decision_because(decision,
				 "agent %s is claimed, and nothing proves it: nothing is "
				 "carried out",
				 sender->claimed->name);
	if (sender->is_replayed)
		decision_because(decision,
				 "what was signed names no ticket in its subject, "
				 "or came before");
	if (facts->message->from_is_borrowed)
		decision_because(decision,
				 "From has no address: %s stands elsewhere in "
				 "the header, no evidence counts",
				 facts->sender->address);
	if (facts->message->from->len > 1)
		decision_because(decision, "several authors: no evidence counts");
	if (facts->thread->is_claim)
		decision_because(decision,
				 "claims ticket %" G_GINT64_FORMAT ", has no part in it",
				 facts->thread->linked_to);
}

static void note_recipients(const Facts *facts, Decision *decision)
{
	const GPtrArray *recipients = facts->route->recipients;

	for (guint i = 0; i < recipients->len; i++) {
		const Recipient *one = recipients->pdata[i];
		if (one->is_bent)
			decision_because(decision,
					 "%s has no valid token: the plain address",
					 one->raw);
	}
}

void doubt_note(const Facts *facts, Decision *decision)
{
	note_author(facts, decision);
	note_claims(facts, decision);
	note_recipients(facts, decision);
}
