/* store_outbox.h - outgoing mail that a test queues. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "store/outbox.h"
#include "store/people.h"
#include "store/ticket.h"
#include "tests/unit/store_place.h"

typedef struct {
	const char *recipient, *kind;
	bool automatic;
	OutboxState state;
	gint64 ticket, created_at, next_at;
} Mail;

static inline gint64 add(Db *db, Mail mail)
{
	g_autoptr(Outgoing) outgoing = outgoing_new();
	g_autofree char *id = g_uuid_string_random();

	outgoing->ticket = mail.ticket;
	outgoing->kind = g_strdup(mail.kind ? mail.kind : "ack");
	outgoing->automatic = mail.automatic;
	outgoing->recipient =
		g_strdup(mail.recipient ? mail.recipient : "ann@example.org");
	outgoing->message_id = g_strconcat(id, "@example.com", NULL);
	outgoing->raw = g_bytes_new(id, 36);
	outgoing->state = mail.state;
	outgoing->created_at = mail.created_at;
	outgoing->next_at = mail.next_at;
	g_assert_true(outbox_insert(db, outgoing, NULL));
	return outgoing->id;
}

static inline gint64 add_ticket(Db *db, const char *customer, gint64 answered_at)
{
	g_autoptr(Ticket) ticket = ticket_new();

	ticket->queue = g_strdup("support");
	ticket->answered_at = answered_at;
	g_assert_true(
		people_intern(db, customer, NULL, NULL, 1, &ticket->customer, NULL));
	g_assert_true(ticket_insert(db, ticket, NULL));
	return ticket->id;
}
