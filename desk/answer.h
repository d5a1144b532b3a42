/* answer.h - words to the customer: automatic ones and an agent's. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/incident.h"

/*
 * An agent's (NULL: the administrator's) public answer: recorded as RECORD_OUT, posted to
 * the customer and the Cc participants from the queue's address, with the customer's last
 * message quoted below; responses are met; the ticket becomes waiting, stays open
 * (keeps_open), or is solved with the solved notice folded in. POSTDESK_INVALID when text
 * holds an agent's token or the ticket has nobody to write to.
 */
typedef enum { ANSWER_WAITS, ANSWER_KEEPS_OPEN, ANSWER_SOLVES } AnswerEnd;
/* Borrowed. */
typedef struct {
	const Agent *agent; /* NULL: the administrator */
	const char *text;
	const char *html;	    /* sanitised; NULL: made from text */
	const Message *attachments; /* whose files go along, NULL: none */
	AnswerEnd end;
} Answer;
bool answer_send(Work *work, Ticket *ticket, const Answer *answer, GError **error);
/* The same of a text. */
bool answer_customer(Work *work, Ticket *ticket, const Agent *agent, const char *text,
		     const Message *attachments, AnswerEnd end, GError **error);
/* Solves the ticket unless it is solved: timers end, the customer may be asked how
 * content that is. */
bool answer_solve(Work *work, Ticket *ticket, GError **error);
/* The ticket after a public answer of agent (NULL: nobody's own): whose it is, its state,
 * its timers. */
bool answer_end(Work *work, Ticket *ticket, const Agent *agent, AnswerEnd end,
		GError **error);
/* "Anna (Support)": how a customer sees an agent of a queue. g_free. */
char *answer_from_name(const Work *work, const Ticket *ticket, const Agent *agent);

/* What the desk says by itself to a customer's first mail. */
typedef enum {
	ANSWER_NOTHING,
	ANSWER_ACK,
	ANSWER_ARTICLE,
	ANSWER_ASK,
	ANSWER_INCIDENT,
	ANSWER_TEXT, /* one of the administrator's own */
} AnswerKind;
/* As the mail is called in the outbox; "" for ANSWER_NOTHING. */
const char *answer_kind_name(AnswerKind kind);
typedef struct {
	AnswerKind kind;
	char *article;		  /* slug, for ANSWER_ARTICLE; name, for ANSWER_TEXT */
	const Incident *incident; /* for ANSWER_INCIDENT; borrowed from the facts */
	char *language;		  /* of the texts */
	GPtrArray *ask; /* char* fields still unknown, borrowed; for ANSWER_ASK */
} AnswerPlan;
bool answer_automatic(Work *work, const Ticket *ticket, const AnswerPlan *plan,
		      const char *address, const char *in_reply_to, GError **error);
