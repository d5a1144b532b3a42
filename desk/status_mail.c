/* status_mail.c - lists a customer's open tickets, with what is due when. */
/* SPDX-License-Identifier: MIT */
#include "desk/status_mail.h"
#include "desk/clock.h"
#include "desk/post.h"

#define TICKETS_MAX 50

static bool add_ticket(Work *work, Value *list, const Ticket *ticket,
		       const char *language, GError **error)
{
	const Catalogue *catalogue = work->setup->catalogue;
	GTimeZone *zone = post_zone(work, ticket);
	gint64 first, next;

	if (!clock_due(work, ticket->id, SLA_FIRST_RESPONSE, &first, error) ||
	    !clock_due(work, ticket->id, SLA_NEXT_RESPONSE, &next, error))
		return false;
	gint64 due_at = first ? first : next;
	g_autofree char *number = number_text(ticket->id);
	/* Who waits for a date does not wait for the customer. */
	g_autofree char *key = g_strconcat(
		"status.",
		ticket->wait_until ? "postponed" : ticket_state_name(ticket->state),
		NULL);
	g_autofree char *date =
		catalogue_day(catalogue, language, ticket->created_at, zone);
	g_autofree char *due = due_at > work->now
				       ? catalogue_time(catalogue, language, due_at, zone)
				       : NULL;
	Value *item = value_map();
	value_set(item, "ticket", number);
	value_set(item, "subject", ticket->subject);
	value_set(item, "state", catalogue_phrase(catalogue, language, key));
	value_set(item, "date", date);
	value_set(item, "due", due);
	value_append_take(list, item);
	return true;
}

static bool list_tickets(Work *work, Value *list, const char *address,
			 const char *language, GError **error)
{
	g_autoptr(GPtrArray) tickets = NULL;
	TicketFilter filter = {.states = 1u << TICKET_NEW | 1u << TICKET_OPEN |
					 1u << TICKET_WAITING,
			       .limit = TICKETS_MAX};

	if (!people_find(work->db, address, &filter.customer, error))
		return false;
	if (filter.customer == 0)
		return true;
	if (!ticket_list(work->db, &filter, &tickets, error))
		return false;
	for (guint i = 0; i < tickets->len; i++)
		if (!add_ticket(work, list, tickets->pdata[i], language, error))
			return false;
	return true;
}

bool status_mail_apply(Work *work, const Mail *mail, const Kept *kept,
		       const Decision *decision, GError **error)
{
	const Queue *queue = decision->queue;
	const char *id = mail->message->message_id;
	g_autoptr(Value) value = value_map();
	g_autoptr(GPtrArray) references = g_ptr_array_new();
	Value *list = value_list();

	value_set(value, "queue", queue->display);
	value_set(value, "queue_address", queue->addresses->pdata[0]);
	value_set(value, "customer", message_from_name(mail->message));
	value_set_take(value, "tickets", list);
	if (!list_tickets(work, list, decision->answer_to, decision->language, error) ||
	    !apply_unmatched(work, mail, kept, decision, error))
		return false;
	if (*id)
		g_ptr_array_add(references, (gpointer)id);
	Post post = {.kind = "status",
		     .manner = POST_AUTOMATIC,
		     .address = decision->answer_to,
		     .name = message_from_name(mail->message),
		     .in_reply_to = *id ? id : NULL,
		     .references = references};
	return post_text(work, NULL, queue, &post, "status", decision->language, value,
			 error);
}
