/* apply.c - carries out decisions on customers' mail. */
/* SPDX-License-Identifier: MIT */
#include "desk/apply.h"
#include "desk/agent_mail.h"
#include "desk/apply_people.h"
#include "desk/assignment.h"
#include "desk/away_mail.h"
#include "desk/budget.h"
#include "desk/click.h"
#include "desk/details.h"
#include "desk/notice.h"
#include "desk/returned.h"
#include "desk/rule_notice.h"
#include "desk/status_mail.h"
#include "desk/subscription.h"

#include <string.h>

/* --- the mail itself --- */

Record *apply_record_begin(const Work *work, const Mail *mail, gint64 ticket)
{
	const Message *message = mail->message;
	Record *record = record_new();

	record->ticket = ticket;
	record->message_id = g_strdup(message->message_id);
	record->subject = g_strdup(message->subject);
	record->text = g_strdup(message->text);
	record->reply_text = g_strdup(message->reply_text);
	record->language = g_strdup(message->language);
	record->sender = g_strdup(mail->envelope->sender);
	record->queue_id = g_strdup(mail->envelope->queue_id);
	record->date = message->date;
	record->received_at = work->now;
	record->size_bytes = (gint64)mail->size_bytes;
	return record;
}

Record *apply_record(Work *work, const Mail *mail, const FactFile *file, gint64 ticket)
{
	Record *record = apply_record_begin(work, mail, ticket);

	record->from_address = g_strdup(file->sender->address);
	record->from_name = g_strdup(file->sender->name);
	record->evidence = g_strdup(file->sender->evidence);
	return record;
}

static bool add_references(Work *work, const Message *message, gint64 ticket,
			   GError **error)
{
	GPtrArray *lists[] = {message->in_reply_to, message->references};

	if (*message->message_id &&
	    !reference_add(work->db, message->message_id, ticket, work->now, error))
		return false;
	for (gsize i = 0; i < G_N_ELEMENTS(lists); i++)
		for (guint j = 0; j < lists[i]->len; j++)
			if (!reference_add(work->db, lists[i]->pdata[j], ticket,
					   work->now, error))
				return false;
	return true;
}

bool apply_keep(Work *work, const Mail *mail, const Kept *kept, Record *record,
		GError **error)
{
	record->raw = g_bytes_ref(kept->raw);
	if (!record_insert(work->db, record, kept->compressed, error))
		return false;
	work->record = record->id;
	for (guint i = 0; i < mail->message->attachments->len; i++) {
		const Attachment *file = mail->message->attachments->pdata[i];
		if (!record_add_attachment(work->db, record->id, file->name, file->type,
					   (gint64)file->size_bytes, error))
			return false;
	}
	return add_references(work, mail->message, record->ticket, error);
}

/* --- a new ticket --- */

static bool keep_fields(Work *work, const FactFile *file, gint64 ticket, GError **error)
{
	GPtrArray *actions = file->classification->actions;

	for (guint i = 0; i < actions->len; i++) {
		const Action *action = actions->pdata[i];
		if (g_str_has_prefix(action->key, "field.") &&
		    !ticket_set_field(work->db, ticket, action->key + strlen("field."),
				      action->value, error))
			return false;
		if (strcmp(action->key, "tag") == 0 &&
		    !ticket_add_tag(work->db, ticket, action->value, error))
			return false;
	}
	return true;
}

static Ticket *ticket_of(Work *work, const Mail *mail, const FactFile *file,
			 const Decision *decision, gint64 customer)
{
	const Organisation *organisation = file->facts.organisation;
	g_autofree char *old_tag =
		decision->linked_to ? post_tag(decision->queue, decision->linked_to)
				    : g_strdup("");
	g_autofree char *subject = subject_strip(mail->message->subject, old_tag);
	Ticket *ticket = ticket_new();

	ticket->queue = g_strdup(decision->queue->name);
	ticket->state = decision->state;
	ticket->category = g_strdup(decision->category);
	ticket->confidence = decision->confidence;
	ticket->priority = g_strdup(decision->priority);
	if (!*subject)
		subject = (g_free(subject),
			   g_strdup(catalogue_phrase(work->setup->catalogue,
						     decision->language, "no-subject")));
	ticket->subject = g_steal_pointer(&subject);
	ticket->agent = g_strdup(decision->agent);
	ticket->language = g_strdup(decision->language);
	ticket->sla = g_strdup(decision->sla ? decision->sla->name : NULL);
	ticket->tier = g_strdup(organisation ? organisation->tier : NULL);
	ticket->organisation = g_strdup(organisation ? organisation->name : NULL);
	ticket->customer = customer;
	ticket->customer_address = g_strdup(file->sender->address);
	ticket->customer_name = g_strdup(file->sender->name);
	ticket->created_at = ticket->updated_at = work->now;
	ticket->solved_at = decision->state == TICKET_SOLVED ? work->now : 0;
	ticket->closed_at = decision->state == TICKET_CLOSED ? work->now : 0;
	ticket->linked_to = decision->linked_to;
	ticket->claimed = decision->is_claim;
	return ticket;
}

static bool tell_created(Work *work, const FactFile *file, const Decision *decision,
			 const Ticket *ticket, GError **error)
{
	g_autofree char *why = NULL;
	GString *reasons = g_string_new(decision->category);

	for (guint i = 0; i < file->classification->because->len; i++)
		g_string_append_printf(reasons, "; %s",
				       (char *)file->classification->because->pdata[i]);
	why = g_string_free(reasons, FALSE);
	if (!work_event(work, ticket->id, "created", NULL, ticket->queue, error) ||
	    !work_event(work, ticket->id, "classified", NULL, why, error) ||
	    (ticket->agent &&
	     !work_event(work, ticket->id, "agent", NULL, ticket->agent, error)))
		return false;
	if (!ticket->linked_to)
		return true;
	g_autofree char *other = number_text(ticket->linked_to);
	g_autofree char *self = number_text(ticket->id);
	return work_event(work, ticket->id, ticket->claimed ? "claims" : "linked", NULL,
			  other, error) &&
	       work_event(work, ticket->linked_to,
			  ticket->claimed ? "claimed by" : "linked", NULL, self, error);
}

/* A token is answered where it came from; a plain address asks its queue to look on. */
static bool add_queues(Work *work, const FactFile *file, const Ticket *ticket,
		       GError **error)
{
	const GPtrArray *recipients = file->route->recipients;

	for (guint i = 0; i < recipients->len; i++) {
		const Recipient *one = recipients->pdata[i];
		if (one->queue && !one->has_token &&
		    strcmp(one->queue->name, ticket->queue) &&
		    !ticket_add_queue(work->db, ticket->id, one->queue->name, error))
			return false;
	}
	return true;
}

/* The slug of the article that goes to the customer at once, NULL: none does. */
static const char *sent_article(const Decision *decision)
{
	return decision->answer_to && decision->answer.kind == ANSWER_ARTICLE
		       ? decision->answer.article
		       : NULL;
}

static bool tell_everyone(Work *work, const Mail *mail, const FactFile *file,
			  const Decision *decision, const Ticket *ticket,
			  const Record *record, GError **error)
{
	Notice notice = {.event = decision->event,
			 .record = record,
			 .message = file->facts.is_oversized ? NULL : mail->message,
			 .article = sent_article(decision),
			 .classification = decision->kind == DECIDE_NEW
						   ? file->classification
						   : NULL};

	if (decision->answer_to &&
	    !answer_automatic(work, ticket, &decision->answer, decision->answer_to,
			      mail->message->message_id, error))
		return false;
	if (decision->event && !notice_agents(work, ticket, &notice, error))
		return false;
	if (decision->event && decision->kind == DECIDE_NEW &&
	    !subscription_post(work, ticket, &notice, error))
		return false;
	if (decision->event &&
	    !rule_notice_post(work, ticket, file->classification, &notice, error))
		return false;
	if (decision->limit &&
	    !budget_tell(work, &file->facts, ticket, decision->limit, error))
		return false;
	return !decision->warns_agent || agent_mail_warn(work, mail, file, ticket, error);
}

static bool apply_new(Work *work, const Mail *mail, const Kept *kept,
		      const FactFile *file, const Decision *decision, bool is_bare,
		      gint64 *id, GError **error)
{
	gint64 customer;

	if (!people_intern(work->db, file->sender->address, file->sender->name,
			   mail->message->language, work->now, &customer, error))
		return false;
	g_autoptr(Ticket) ticket = ticket_of(work, mail, file, decision, customer);
	if (ticket->state != TICKET_SPAM && !assignment_fill(work, ticket, error))
		return false;
	if (!ticket_insert(work->db, ticket, error))
		return false;
	*id = ticket->id;
	g_autoptr(Record) record = apply_record(work, mail, file, ticket->id);
	record->kind = RECORD_IN;
	record->mark = g_strdup(decision->mark);
	if (!participant_put(work->db, ticket->id, customer, PARTICIPANT_CUSTOMER,
			     work->now, error) ||
	    !apply_keep(work, mail, kept, record, error) ||
	    !tell_created(work, file, decision, ticket, error) ||
	    !add_queues(work, file, ticket, error) ||
	    !apply_participants(work, mail->message, ticket->id, error) ||
	    !apply_reply_to(work, mail, file, ticket->id, error) ||
	    !keep_fields(work, file, ticket->id, error))
		return false;
	if (decision->moves_clock && !clock_event(work, ticket, decision->clock, error))
		return false;
	if (decision->state == TICKET_WAITING &&
	    !clock_event(work, ticket, CLOCK_PAUSED, error))
		return false;
	return is_bare ||
	       tell_everyone(work, mail, file, decision, ticket, record, error);
}

/* --- a ticket that is there --- */

static bool apply_join(Work *work, const Mail *mail, const Kept *kept,
		       const FactFile *file, const Decision *decision, bool is_bare,
		       GError **error)
{
	g_autoptr(Ticket) ticket = NULL;

	if (!ticket_load(work->db, decision->ticket, &ticket, error))
		return false;
	g_autoptr(Record) record = apply_record(work, mail, file, ticket->id);
	record->kind = decision->is_note ? RECORD_NOTE : RECORD_IN;
	record->mark = g_strdup(decision->mark);
	if (!apply_keep(work, mail, kept, record, error) ||
	    !add_queues(work, file, ticket, error) ||
	    !work_event(work, ticket->id, "message", NULL, decision->mark, error))
		return false;
	if (decision->is_customer_speaking && apply_may_invite(file) &&
	    !apply_participants(work, mail->message, ticket->id, error))
		return false;
	if (decision->is_customer_speaking &&
	    (!keep_fields(work, file, ticket->id, error) ||
	     !details_fill(work, ticket, mail->message->reply_text, error)))
		return false;
	if (decision->state != ticket->state || decision->is_customer_speaking)
		if (!work_set_state(work, ticket, decision->state, error))
			return false;
	if (decision->moves_clock && !clock_event(work, ticket, decision->clock, error))
		return false;
	return is_bare ||
	       tell_everyone(work, mail, file, decision, ticket, record, error);
}

bool apply_unmatched(Work *work, const Mail *mail, const Kept *kept,
		     const Decision *decision, GError **error)
{
	GPtrArray *recipients = mail->envelope->recipients;
	Unmatched unmatched = {
		.at = work->now,
		.sender = (char *)(mail->envelope->sender ? mail->envelope->sender : ""),
		.recipient = recipients->len ? recipients->pdata[0] : (char *)"",
		.subject = (char *)mail->message->subject,
		.why = decision->because->len ? decision->because->pdata[0] : (char *)"",
	};
	return unmatched_insert(work->db, &unmatched, kept->raw, error);
}

bool apply_decision(Work *work, const Mail *mail, const Kept *kept, const FactFile *file,
		    const Decision *decision, bool is_bare, gint64 *ticket,
		    gint64 *record, GError **error)
{
	bool ok = true;

	*ticket = decision->ticket;
	switch (decision->kind) {
	case DECIDE_NEW:
		ok = apply_new(work, mail, kept, file, decision, is_bare, ticket, error);
		break;
	case DECIDE_JOIN:
		ok = apply_join(work, mail, kept, file, decision, is_bare, error);
		break;
	case DECIDE_CLICK:
		ok = click_apply(work, mail, kept, file, decision, is_bare, error);
		break;
	case DECIDE_AGENT:
		ok = agent_mail_apply(work, mail, kept, file, decision, error);
		break;
	case DECIDE_BOUNCE:
		ok = returned_apply(work, mail, kept, file, decision, error);
		break;
	case DECIDE_AWAY:
		ok = away_mail_apply(work, mail, kept, file, decision, error);
		break;
	case DECIDE_STATUS:
		ok = status_mail_apply(work, mail, kept, decision, error);
		break;
	case DECIDE_UNMATCHED:
		ok = apply_unmatched(work, mail, kept, decision, error);
		break;
	case DECIDE_PASS:
	case DECIDE_REFUSE:
		break;
	}
	*record = work->record;
	return ok;
}
