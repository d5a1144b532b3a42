/* notice.h - what agents receive: the customer's words, and a block below the marker. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/post.h"
#include "store/record.h"

/* Why an agent is told; names a phrase: "event.new", "event.reply" … */
typedef struct {
	const char *event;	/* "new", "reply", "reopened", "assigned", "claim" … */
	const Record *record;	/* that it carries; NULL: the newest of the ticket */
	const Message *message; /* for attachments and HTML; NULL: none go along */
	/* for category and why; NULL: as on the ticket */
	const Classification *classification;
	GPtrArray *warnings; /* char*, NULL: none */
	const char *article; /* slug of what the customer has as an answer, NULL: none */
	bool is_copy;	     /* an expert's, whose answer becomes a note */
} Notice;

/*
 * Writes the notice of a ticket to one address of the desk's people (post manner NOTICE,
 * Reply-To an agent token of that person). At most one per ticket and address in ten
 * minutes, 60 an hour; what is over joins a digest, unless the ticket is urgent.
 */
bool notice_post(Work *work, const Ticket *ticket, const Notice *notice,
		 const char *address, GError **error);

/* To whoever the ticket's state says: its agent, else every agent of its queue, else the
 * lead. */
bool notice_agents(Work *work, const Ticket *ticket, const Notice *notice,
		   GError **error);

/* The plain form: event "assigned", the given message (0: the newest). */
bool notice_ticket(Work *work, const Ticket *ticket, gint64 record,
		   const char *agent_address, GError **error);
