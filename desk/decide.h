/* decide.h - what follows from a mail: a plain value, computed without I/O. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/answer.h"
#include "desk/clock.h"
#include "desk/thread.h"
#include "store/outbox.h"
#include "store/record.h"

/* All that is known of a mail when it is decided upon. Borrowed. */
typedef struct {
	const Setup *setup;
	const Envelope *envelope;
	const Message *message;
	const Route *route;
	const Recipient *token; /* the one that counts, NULL */
	const Sender *sender;
	const Thread *thread;
	const Classification *classification;
	const Organisation *organisation; /* of the customer, NULL */
	const Outgoing *returned; /* bounce: the mail that came back, NULL: not ours */
	bool returned_to_staff;	  /* … and it had gone to an agent or lead */
	bool returned_home;	  /* … and came to the address that it was sent from */
	const Ticket *flooded; /* over the limit of new tickets: the one to join, NULL */
	const char *known_agent;    /* who knows the customer, NULL */
	const char *known_language; /* of the customer, NULL */
	const GPtrArray *incidents; /* Incident* that are open, NULL: not looked up */
	gint64 tickets_this_hour;   /* opened by the sender */
	gint64 same_text;     /* mails of this author with this very text, just now */
	const Agent *away;    /* whose auto-responder this is, proved; NULL */
	gint64 away_until;    /* 0: it does not say */
	gint64 answers_today; /* automatic ones to the sender */
	gint64 answers_domain_hour; /* … to the sender's domain, to strangers */
	bool is_known_domain;	    /* so many of it are known that it has no budget */
	gint64 same_hand;	    /* automatic answers to whoever writes so, just now */
	bool is_many_handed;	    /* … also under other addresses of the domain */
	bool is_oversized;
	gint64 now;
} Facts;

typedef enum {
	DECIDE_NEW,	  /* opens a ticket */
	DECIDE_JOIN,	  /* goes on a ticket */
	DECIDE_AGENT,	  /* an agent's commands, answer or note */
	DECIDE_CLICK,	  /* "this solved it", "I still need a person" … */
	DECIDE_STATUS,	  /* a customer asks how the own tickets stand */
	DECIDE_BOUNCE,	  /* goes to the message that came back */
	DECIDE_AWAY,	  /* an agent's auto-responder: the agent is away */
	DECIDE_UNMATCHED, /* kept aside, causes nothing */
	DECIDE_PASS,	  /* a rule rejects it, but others get it too: no ticket */
	DECIDE_REFUSE,	  /* 5xx */
} DecisionKind;
const char *decision_kind_name(DecisionKind kind);

/* Strings owned, NULL where nothing was decided. */
typedef struct {
	DecisionKind kind;
	gint64 ticket;	   /* to join, 0 for a new one */
	char *mark;	   /* on the record */
	bool is_note;	   /* the mail is no word of the customer's */
	TicketState state; /* of the ticket afterwards */
	bool moves_clock;
	ClockEvent clock;
	const char *event; /* that agents are told ("new", "reply" …); NULL: none */
	bool is_customer_speaking; /* Cc people become participants, Reply-To is kept */
	AnswerPlan answer;
	char *answer_to;
	const char *limit; /* why an answer was kept back by a budget; the lead is told */
	gint64 linked_to;
	bool is_claim;
	bool warns_agent; /* the agent whom From claims to be is told */
	const Queue *queue;
	const Sla *sla;
	char *category, *priority, *agent, *language;
	double confidence;
	char *reply;	    /* for REFUSE: "550 5.7.1 …" */
	GPtrArray *because; /* char*: each step, for people */
} Decision;

/* Never fails. Pure: the same facts give the same decision. */
Decision *decide(const Facts *facts);
/* False when no automatic answer can follow, so that the counts of what was answered make
 * no difference; looks at none of them. */
bool decide_may_answer(const Facts *facts);
/* Adds a reason, for people. */
void decision_because(Decision *decision, const char *format, ...) G_GNUC_PRINTF(2, 3);
void decision_free(Decision *decision);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Decision, decision_free)
