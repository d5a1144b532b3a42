/* work.c - small steps that every unit of work takes. */
/* SPDX-License-Identifier: MIT */
#include "desk/work.h"
#include "mail/error.h"
#include "store/outbox.h"

#include <string.h>

bool work_event(Work *work, gint64 ticket, const char *what, const char *before,
		const char *after, GError **error)
{
	return event_add(work->db, ticket, work->now, work->who, what, before, after,
			 work->record, error);
}

char *work_words(const Work *work, const char *key, const char *const *pairs)
{
	return catalogue_fill(work->setup->catalogue,
			      work->language ? work->language : "en", key, pairs);
}

bool work_refuse(const Work *work, GError **error, const char *key,
		 const char *const *pairs)
{
	g_autofree char *english =
		catalogue_fill(work->setup->catalogue, "en", key, pairs);

	if (work->wrong) {
		g_autofree char *words = work_words(work, key, pairs);
		g_string_assign(work->wrong, words);
	}
	g_set_error_literal(error, POSTDESK_ERROR, POSTDESK_INVALID, english);
	return false;
}

const Queue *work_queue(const Work *work, const Ticket *ticket)
{
	const Queue *queue = config_queue(work->setup->config, ticket->queue);
	return queue ? queue : work->setup->config->queues->pdata[0];
}

char *number_text(gint64 number)
{
	return g_strdup_printf("%" G_GINT64_FORMAT, number);
}

Record *work_record(const Work *work, gint64 ticket, RecordKind kind, const char *subject,
		    const char *text)
{
	Record *record = record_new();

	record->ticket = ticket;
	record->kind = kind;
	record->subject = g_strdup(subject);
	record->text = g_strdup(text);
	record->reply_text = g_strdup(text);
	record->date = record->received_at = work->now;
	record->size_bytes = (gint64)strlen(text);
	return record;
}

const Sla *work_sla(const Work *work, const Ticket *ticket)
{
	if (!ticket->sla)
		return NULL;
	return g_hash_table_lookup(work->setup->config->slas, ticket->sla);
}

bool work_set_state(Work *work, Ticket *ticket, TicketState state, GError **error)
{
	TicketState before = ticket->state;

	if (before == TICKET_SOLVED && state != TICKET_SOLVED && state != TICKET_CLOSED &&
	    !outbox_withdraw(work->db, ticket->id, "survey", error))
		return false;
	if (state == TICKET_SOLVED && before != TICKET_SOLVED)
		ticket->solved_at = work->now;
	if (state == TICKET_CLOSED)
		ticket->closed_at = work->now;
	if (state == TICKET_OPEN || state == TICKET_NEW)
		ticket->solved_at = ticket->closed_at = 0;
	if (state != TICKET_WAITING)
		ticket->wait_until = 0;
	ticket->state = state;
	ticket->updated_at = work->now;
	if (!ticket_update(work->db, ticket, error))
		return false;
	return before == state ||
	       work_event(work, ticket->id, "state", ticket_state_name(before),
			  ticket_state_name(state), error);
}
