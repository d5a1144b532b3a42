/* opening.h - opens a ticket for somebody who has not written to the desk. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/work.h"
#include "mail/message.h"

/* What is known of it. Borrowed; NULL where nothing is. */
typedef struct {
	const Queue *queue;
	const char *address, *name; /* the customer; address in comparison form */
	const char *language; /* NULL: the one known of the customer, else the queue's */
	const char *subject;
	const char *category,
		*priority; /* NULL: what the rules say of message, else none */
	const Message *message;
	const char *agent; /* name; NULL: chosen as for a new mail */
	gint64 linked_to;  /* 0: none */
} Opening;

/* *ticket: the new ticket, written, its clocks started, the customer taking part. */
bool opening_ticket(Work *work, const Opening *opening, Ticket **ticket, GError **error);
