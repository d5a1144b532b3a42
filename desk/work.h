/* work.h - one unit of work in progress: what every step inside a transaction needs. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/setup.h"
#include "desk/token.h"
#include "store/event.h"
#include "store/people.h"
#include "store/record.h"
#include "store/setting.h"
#include "store/ticket.h"

/* Lives on the stack of the work function; everything is borrowed. */
typedef struct Work {
	Db *db;
	const Setup *setup;
	const Keyring *keyring;
	gint64 now;
	const char *who;	  /* for events: "customer ann@example.org", "agent anna",
				     "postdesk" */
	gint64 record;		  /* the message that causes all this, 0 */
	GBytes *raw, *compressed; /* the agent's mail that becomes an answer, NULL */
	Rendered *article;	  /* goes below the next answer of the agent, once */
	bool left_work;		  /* set when the outbox or a timer got something to do */
	const char *language; /* of who speaks, for what they are told; NULL: English */
	GString *wrong; /* gets what work_refuse refused, in that language; NULL: nobody
			   asks */
} Work;

/* event_add with work's who, now and record. before and after may be NULL. */
bool work_event(Work *work, gint64 ticket, const char *what, const char *before,
		const char *after, GError **error);

/* Phrase key in the language of who speaks, filled with pairs of name
 * and value. g_free. */
char *work_words(const Work *work, const char *key, const char *const *pairs);
/* POSTDESK_INVALID with the phrase: in English, and for who speaks in work->wrong.
 * Returns false. */
bool work_refuse(const Work *work, GError **error, const char *key,
		 const char *const *pairs);

/* A number as events and texts have it. g_free. */
char *number_text(gint64 number);

/* A record of now of what did not come by mail; not inserted. record_free. */
Record *work_record(const Work *work, gint64 ticket, RecordKind kind, const char *subject,
		    const char *text);

/* The policy in force for a ticket, NULL: none. Borrowed from the setup. */
const Sla *work_sla(const Work *work, const Ticket *ticket);
/* The ticket's queue; the first queue when the configuration lost it. Never NULL. */
const Queue *work_queue(const Work *work, const Ticket *ticket);

/* Changes the state, with its event and its times (solved_at, closed_at, wait_until
 * cleared); does not touch timers. Writes the ticket. */
bool work_set_state(Work *work, Ticket *ticket, TicketState state, GError **error);

/* Pairs for work_words and work_refuse: PAIRS("agent", name). */
#define PAIRS(...) ((const char *const[]){__VA_ARGS__, NULL})
#define NO_PAIRS   ((const char *const[]){NULL})
