/* failed.c - what follows when a mail of the desk will never be taken. */
/* SPDX-License-Identifier: MIT */
#include "desk/failed.h"
#include "desk/clock.h"
#include "desk/post.h"
#include "desk/reply_path.h"
#include "mail/address.h"
#include "mail/error.h"
#include "store/record.h"

#include <string.h>

static const char *const inner_kinds[] = {"notice",  "escalation", "digest", "transcript",
					  "refused", "held",	   "note",   "limit",
					  "bounced", "away",	   NULL};

static bool is_inner(const Outgoing *row)
{
	return row->kind && g_strv_contains(inner_kinds, row->kind);
}

static bool add_note(Work *work, const Ticket *ticket, const Outgoing *row,
		     const char *why, GError **error)
{
	g_autofree char *text = g_strdup_printf("The mail to %s could not be sent: %s",
						row->recipient, why);
	g_autoptr(Record) note =
		work_record(work, ticket->id, RECORD_NOTE, row->subject, text);

	note->mark = g_strdup("undelivered");
	return record_insert(work->db, note, NULL, error);
}

/* The mail was to the customer, at whichever address answers go to. */
static bool is_to_customer(Work *work, const Ticket *ticket, const Outgoing *row,
			   bool *is, GError **error)
{
	g_autoptr(ReplyPath) path = reply_path_load(work, ticket, error);

	if (!path)
		return false;
	g_autofree char *to = address_normalise(path->address);
	*is = strcmp(row->recipient, to) == 0 ||
	      g_strcmp0(row->recipient, ticket->customer_address) == 0;
	return true;
}

bool failed_reopen(Work *work, Ticket *ticket, const Outgoing *row, GError **error)
{
	bool is_answer = row->kind &&
			 g_strv_contains((const char *const[]){"answer", "solved", NULL},
					 row->kind);
	bool is_awaited = false;

	if (!is_answer || ticket->state != TICKET_WAITING)
		return true;
	if (!is_to_customer(work, ticket, row, &is_awaited, error))
		return false;
	return !is_awaited || (work_set_state(work, ticket, TICKET_OPEN, error) &&
			       clock_event(work, ticket, CLOCK_CUSTOMER, error));
}

static bool mark_delivery(Work *work, const Outgoing *row, const char *why,
			  GError **error)
{
	g_autofree char *delivery = g_strdup_printf("failed: %s", why);

	return !row->record ||
	       record_set_delivery(work->db, row->record, delivery, error);
}

/* Whom to tell: the agent, else the lead; of a notice the lead.
 * Never the one who failed. */
static char *reader_of(Work *work, const Ticket *ticket, const Queue *queue,
		       const Outgoing *row)
{
	const Agent *agent = ticket && ticket->agent
				     ? config_agent(work->setup->config, ticket->agent)
				     : NULL;
	const char *lead = queue->lead ? queue->lead : queue->head;
	const char *first = NULL;

	if (queue->agents->len > 0)
		first = ((const Agent *)queue->agents->pdata[0])->addresses->pdata[0];
	const char *choices[] = {agent && !is_inner(row) ? agent->addresses->pdata[0]
							 : NULL,
				 lead, is_inner(row) && lead ? NULL : first};
	for (gsize i = 0; i < G_N_ELEMENTS(choices); i++)
		if (choices[i] && g_strcmp0(choices[i], row->recipient) != 0)
			return g_strdup(choices[i]);
	return NULL;
}

bool failed_excerpt(Work *work, const Outgoing *row, Value *value, GError **error)
{
	g_autoptr(Record) record = NULL;

	if (row->record && !record_load(work->db, row->record, &record, error))
		return false;
	Value *excerpt = value_list();
	g_auto(GStrv) lines = g_strsplit(
		record && record->reply_text ? record->reply_text : "", "\n", 11);
	for (int i = 0; i < 10 && lines[i]; i++)
		value_append_take(excerpt, value_string(lines[i]));
	value_set_take(value, "excerpt", excerpt);
	return true;
}

static bool tell(Work *work, const Ticket *ticket, const Queue *queue,
		 const Outgoing *row, const char *why, const char *reader, GError **error)
{
	const char *language = post_language_of(work, queue, reader);
	g_autoptr(Value) value =
		ticket ? post_ticket_value(work, ticket, language, error) : value_map();

	if (!value || !failed_excerpt(work, row, value, error))
		return false;
	g_autofree char *tries = g_strdup_printf("%d", row->attempts);
	g_autofree char *since =
		catalogue_time_short(work->setup->catalogue, language, row->created_at,
				     post_zone_of(work, ticket, queue, reader));
	value_set(value, "queue", queue->display);
	value_set(value, "queue_address", queue->addresses->pdata[0]);
	value_set(value, "recipient", row->recipient);
	value_set(value, "reason", why);
	value_set(value, "tries", tries);
	value_set(value, "since", since);
	value_set(value, "text_subject", row->subject);
	Post post = {.kind = "failed", .manner = POST_NOTICE, .address = reader};
	if (ticket && config_agent_by_address(work->setup->config, reader))
		post.reply_to = TOKEN_AGENT;
	return post_text(work, ticket, queue, &post, "failed", language, value, error);
}

bool failed_forgive(Work *work, gint64 ticket, GError *problem, GError **error)
{
	if (!problem)
		return false;
	if (g_error_matches(problem, POSTDESK_ERROR, POSTDESK_BUSY)) {
		g_propagate_error(error, problem);
		return false;
	}
	g_warning("ticket %" G_GINT64_FORMAT ": a mail could not be written: %s", ticket,
		  problem->message);
	bool ok = !ticket ||
		  work_event(work, ticket, "not written", NULL, problem->message, error);
	g_error_free(problem);
	return ok;
}

bool failed_record(Work *work, const Outgoing *row, const char *why, GError **error)
{
	g_autoptr(Ticket) ticket = NULL;
	bool is_report = g_strcmp0(row->kind, "failed") == 0;

	if (!outbox_set_failed(work->db, row->id, why, work->now, error) ||
	    (row->ticket && !ticket_load(work->db, row->ticket, &ticket, error)))
		return false;
	const Queue *queue =
		ticket ? work_queue(work, ticket) : work->setup->config->queues->pdata[0];
	if (ticket &&
	    (!work_event(work, ticket->id, "undelivered", row->recipient, why, error) ||
	     !add_note(work, ticket, row, why, error) ||
	     !mark_delivery(work, row, why, error) ||
	     !failed_reopen(work, ticket, row, error)))
		return false;
	g_autofree char *reader = is_report ? NULL : reader_of(work, ticket, queue, row);
	g_autoptr(GError) problem = NULL;
	if (!reader || tell(work, ticket, queue, row, why, reader, &problem))
		return true;
	return failed_forgive(work, row->ticket, g_steal_pointer(&problem), error);
}
