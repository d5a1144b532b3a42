/* post.h - the one way out: a mail becomes rows in the outbox. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/work.h"
#include "mail/draft.h"

/* Whose words they are decides sender and marks (RFC 3834). */
typedef enum {
	POST_AUTOMATIC, /* to a customer by itself: null sender, auto-replied, counted */
	POST_ANSWER, /* an agent's words to customer and participants: bounce sender, no
			mark */
	POST_NEWS,   /* to a customer by itself, unasked: bounce sender, auto-generated,
			counted */
	POST_NOTICE, /* to agents and leads: bounce sender, auto-generated */
} PostManner;

/* One mail. Everything borrowed; NULL where not wanted. */
typedef struct {
	const char *kind; /* "ack", "answer", "notice", "escalation", "transcript" … */
	PostManner manner;
	const char *address; /* to whom */
	const char *name; /* of a customer; an agent has the one of the configuration */
	const char *from_name; /* default: the queue's display name */
	TokenPurpose reply_to; /* token in Reply-To, bound to address; 0: the plain queue,
				* as for an agent's token and somebody who is none */
	const Rendered *content; /* subject, text, html */
	const char *in_reply_to; /* Message-ID */
	GPtrArray *references;	 /* const char*, oldest first */
	GPtrArray *cc; /* Participant*: shown in Cc, and each gets a copy of its own */
	const Message *attachments; /* whose attachments go along */
	bool shows_pictures; /* content's HTML is of that mail, with its pictures */
	gint64 record;	     /* the out message that it carries */
	gint64 send_at;	     /* not before; 0: at once */
} Post;

/*
 * Composes the mail and puts one row per recipient into the outbox; its Message-ID is
 * indexed as a reference of the ticket. ticket may be NULL for mail about several tickets
 * (digest): then queue names where it comes from. Writes to nobody when address is empty,
 * and by itself to no address that cannot stand in a mail: an event tells.
 * A mail to a customer in which an agent's token stands is not written: POSTDESK_INVALID
 * for an answer, an event for what the desk says by itself.
 */
bool post_mail(Work *work, const Ticket *ticket, const Queue *queue, const Post *post,
	       GError **error);

/* Renders a text of the catalogue and posts it. value is borrowed. */
bool post_text(Work *work, const Ticket *ticket, const Queue *queue, Post *post,
	       const char *text, const char *language, const Value *value,
	       GError **error);

/* Value tree with what every text may say of a ticket (number, subject, state, category
 * title, priority, agent, customer, due times …; the man page postdesk-templates lists
 * them). */
Value *post_ticket_value(Work *work, const Ticket *ticket, const char *language,
			 GError **error);

/* The queue's subject tag with the number in it: "[#42]". g_free. */
char *post_tag(const Queue *queue, gint64 ticket);
/* The zone that a ticket's dates are written in; NULL: UTC. Borrowed. */
GTimeZone *post_zone(const Work *work, const Ticket *ticket);
/* The zone of a person of the desk: of an agent's own hours, else the ticket's, else
 * queue's. */
GTimeZone *post_zone_of(const Work *work, const Ticket *ticket, const Queue *queue,
			const char *address);
/* What the customer is written in: the ticket's language, else the queue's first. */
const char *post_customer_language(const Work *work, const Ticket *ticket);
/* Person of the desk that an address belongs to: its language, else the queue's first. */
const char *post_language_of(const Work *work, const Queue *queue, const char *address);

/* Who gets a role's mail for a ticket: char* addresses, comparison form, without doubles.
 * SLA_TO_AGENT on an unassigned ticket is every agent of the queue; a missing lead is the
 * head and the other way round; nobody at all: the first agent. g_ptr_array_unref. */
GPtrArray *post_role_addresses(Work *work, const Ticket *ticket, unsigned roles);
