/* direct.h - an agent's answer from the own client, on its way to the customer. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/apply.h"
#include "desk/verdict.h"

/* What was found out about such a mail; everything but the agent is owned. */
typedef struct {
	const Agent *agent;
	Ticket *ticket;
	GPtrArray *people;    /* char*: recipients who take part in the ticket */
	char *bounces_to;     /* our envelope sender for it */
	char *parent;	      /* what the customer wrote last, NULL */
	GPtrArray *thread;    /* char*: Message-IDs of the ticket, oldest first */
	GHashTable *not_told; /* char*: our Message-IDs that the desk's people got */
	bool is_absence;   /* no answer: the agent's program says that nobody is there */
	gint64 away_until; /* then: 0 when it does not say */
} Direct;
void direct_free(Direct *direct);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Direct, direct_free)

/* The agent whom AUTH names, if that is evidence here; NULL: none. */
const Agent *direct_agent(const Setup *setup, const char *auth_user);

/*
 * *direct NULL when the mail is none. It is one if AUTH names an agent, no recipient is
 * an agent's own way to the desk, and a recipient takes part in the ticket: the one that
 * References, In-Reply-To, the line in the quote or the tag name, else the only live one
 * of these recipients that is the agent's, or in a queue of the agent. Of programs' mail
 * only absence notices that name their ticket are. Writes nothing.
 */
bool direct_find(Work *work, const Envelope *envelope, const Message *message,
		 const Route *route, Direct **direct, GError **error);

/* From the agent via the queue, Reply-To the queue, the envelope sender ours; what tells
 * of the agent, the client or the desk is removed. Nothing for a signed or encrypted
 * mail. */
void direct_edits(const Work *work, const Direct *direct, const Mail *mail,
		  Verdict *verdict);

/* True when what stays of the mail after direct_edits would tell what is
 * for agents only. */
bool direct_leaks(const Work *work, const Message *message);

/*
 * Keeps it on the ticket and does what follows: the response is met and a colleague who
 * has just answered is told (is_bare: nobody is), or the agent is away.
 */
bool direct_record(Work *work, const Direct *direct, const Mail *mail, const Kept *kept,
		   bool is_bare, GError **error);

/* The whole of it: edits first, then the record.
 * NULL when the mail is no direct answer. */
Verdict *direct_intake(Desk *desk, const Envelope *envelope, GBytes *raw, gint64 now);
